#!/usr/bin/env bash
# VNN-COMP: installs the tool. install_tool.sh v1
# Java 17, Maven and a build; on Debian, run as root, missing packages are installed.
set -eu

die() { # sentence
  printf 'install_tool.sh: %s\n' "$1" >&2
  exit 1
}

[[ $# -eq 1 ]] || die "$# arguments, expected v1"
[[ $1 == v1 ]] || die "version '$1', expected v1"

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hasse=${HASSE:-$here/../../../../hasse}

want() { # command package
  command -v "$1" >/dev/null && return
  if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y "$2" >&2
  else
    die "'$1' was not found; on Debian: apt install $2"
  fi
}

want java openjdk-17-jdk-headless
want mvn maven
"$hasse" --version
