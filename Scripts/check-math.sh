#!/bin/sh
# Checks the float functions of CMyelinKernels on all 2^32 floats (minutes), or times them: see check_math_float32.c.
# CC chooses the compiler, CFLAGS adds flags (CFLAGS=-DMYELIN_NO_CLONES: plain x86-64 alone).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(mktemp)
trap 'rm -f "$program"' EXIT
kernels=$root/Sources/CMyelinKernels
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra ${CFLAGS:-} -I "$kernels/include" -o "$program" \
  "$root/Scripts/check_math_float32.c" "$kernels/math_float32.c" -lm -lpthread
"$program" "$@"
