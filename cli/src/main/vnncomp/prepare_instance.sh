#!/usr/bin/env bash
# VNN-COMP: before an instance, untimed. prepare_instance.sh v1 CATEGORY ONNX VNNLIB
# There is nothing to convert; the files must be there and the tool must start.
set -eu

die() { # sentence
  printf 'prepare_instance.sh: %s\n' "$1" >&2
  exit 1
}

[[ $# -eq 4 ]] || die "$# arguments, expected v1 CATEGORY ONNX VNNLIB"
[[ $1 == v1 ]] || die "version '$1', expected v1"
[[ -f $3 && -r $3 ]] || die "'$3' is no file that can be read"
[[ -f $4 && -r $4 ]] || die "'$4' is no file that can be read"

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hasse=${HASSE:-$here/../../../../hasse}
"$hasse" --version >/dev/null || die 'the tool does not start; has install_tool.sh run?'
