#!/usr/bin/env bash
# Builds fuzz targets (all, or those named) with clang's libFuzzer and runs each for $SECONDS_EACH seconds. A target's
# first lines may name what it is made of: "// sources:", "// libraries:" (shell words) and "// seeds:" (a file with one
# input a line); without them it is the parser with the .m files of tests and examples.
set -euo pipefail
command -v clang >/dev/null || { echo "clang is needed for fuzzing (Debian: clang libclang-rt-14-dev)" >&2; exit 1; }
mkdir -p build-fuzz/corpus
find tests examples -name '*.m' -exec cp -n {} build-fuzz/corpus/ \;

stated() { sed -n "1,12s|^// $2: ||p" "$1"; }

targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(fuzz/*.c)
for target in "${targets[@]}"; do
  name=$(basename "$target" .c)
  target=fuzz/$name.c
  sources=$(stated "$target" sources)
  libraries=$(stated "$target" libraries)
  seeds=$(stated "$target" seeds)
  : "${sources:=src/lang/lexer*.c src/lang/parser*.c src/lang/ast*.c src/lang/diagnostic.c src/base/*.c}"
  : "${libraries:=-lm -lpthread -lutf8proc}"
  corpus=corpus
  if [ -n "$seeds" ]; then
    corpus=corpus-$name
    mkdir -p "build-fuzz/$corpus"
    (cd "build-fuzz/$corpus" && sed 's/.*\t//' "../../$seeds" | split -l 1 -a 4 - seed-)
  fi
  eval "clang -g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -Isrc -o 'build-fuzz/$name' \
    '$target' $sources $libraries"
  (cd build-fuzz && LSAN_OPTIONS=suppressions=../tools/lsan.supp "./$name" -max_total_time="${SECONDS_EACH:-60}" -max_len=4096 -timeout=10 "$corpus")
done
