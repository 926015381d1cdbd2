#!/usr/bin/env bash
# VNN-COMP: decides an instance. run_instance.sh v1 CATEGORY ONNX VNNLIB RESULTS TIMEOUT
# RESULTS gets the verdict (sat, unsat, unknown, timeout or error) and after sat the counterexample.
# The start of the virtual machine and the reading of the files come out of TIMEOUT: the tool gets
# two seconds less, or half of what is less than four.
set -eu

die() { # sentence
  printf 'run_instance.sh: %s\n' "$1" >&2
  exit 1
}

[[ $# -eq 6 ]] || die "$# arguments, expected v1 CATEGORY ONNX VNNLIB RESULTS TIMEOUT"
[[ $1 == v1 ]] || die "version '$1', expected v1"
onnx=$3
vnnlib=$4
results=$5
seconds=$6
[[ $seconds =~ ^[0-9]+(\.[0-9]+)?$ && $seconds =~ [1-9] ]] ||
  die "timeout '$seconds', expected a positive number of seconds"
[[ -d $(dirname "$results") ]] || die "there is no folder '$(dirname "$results")' for the results"

rm -f "$results"
for file in "$onnx" "$vnnlib"; do
  if [[ ! -f $file || ! -r $file ]]; then
    echo error >"$results"
    die "'$file' is no file that can be read"
  fi
done

here=$(CDPATH='' cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hasse=${HASSE:-$here/../../../../hasse}
limit=$(LC_ALL=C awk -v s="$seconds" 'BEGIN { printf("%.3f", (s > 4) ? s - 2 : s / 2) }')

code=0
timeout -k 1 "$seconds" "$hasse" verify --network "$onnx" --property "$vnnlib" \
  --timeout "$limit" --out "$results" || code=$?
case $code in
  0 | 1) ;;          # unsat; sat, unknown or timeout
  124 | 137) echo timeout >"$results" ;;
  *)
    echo error >"$results"
    die "hasse ended with exit code $code"
    ;;
esac
