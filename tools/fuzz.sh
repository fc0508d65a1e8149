#!/usr/bin/env bash
# Builds each fuzz target with clang's libFuzzer and runs it for $SECONDS_EACH seconds, seeded from the tests.
set -euo pipefail
command -v clang >/dev/null || { echo "clang is needed for fuzzing (Debian: clang libclang-rt-14-dev)" >&2; exit 1; }
mkdir -p build-fuzz/corpus
find tests examples -name '*.m' -exec cp -n {} build-fuzz/corpus/ \;
for target in fuzz/*.c; do
  name=$(basename "$target" .c)
  clang -g -O1 -std=gnu11 -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -Isrc -o "build-fuzz/$name" "$target" \
    src/lang/lexer*.c src/lang/parser*.c src/lang/ast*.c src/lang/diagnostic.c $(ls src/base/*.c) -lm -lpthread -lutf8proc
  (cd build-fuzz && "./$name" -max_total_time="${SECONDS_EACH:-60}" -max_len=4096 -timeout=10 corpus)
done
