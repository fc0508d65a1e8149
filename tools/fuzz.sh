#!/usr/bin/env bash
# Builds the fuzz targets with clang's libFuzzer, ASan and UBSan, and runs each (or those named) for $SECONDS_EACH seconds,
# seeded from the tests. Usage: tools/fuzz.sh [NAME…]
set -euo pipefail
command -v clang >/dev/null || { echo "clang is needed for fuzzing (Debian: clang libclang-rt-14-dev)" >&2; exit 1; }
cmake -S . -B build-fuzz -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS=-O1 -DCMAKE_C_COMPILER=clang -DGRADUS_ASAN=ON \
  -DGRADUS_FUZZ=ON >/dev/null
ninja -C build-fuzz fuzz_targets
mkdir -p build-fuzz/corpus build-fuzz/run
find tests examples \( -name '*.m' -o -name '*.mlx' -o -name '*.ipynb' -o -name '*.md' -o -name '*.txt' -o -name '*.xml' \) -size -64k \
  -exec cp -n {} build-fuzz/corpus/ \;
[ $# -gt 0 ] || set -- $(cd fuzz && ls fuzz_*.c | sed 's/\.c$//')
export LSAN_OPTIONS=suppressions=$PWD/tools/lsan.supp:print_suppressions=0
failed=()
for name in "$@"; do
  echo "== $name"
  mkdir -p "build-fuzz/found/$name" # what it finds itself; crashing inputs go to build-fuzz/run
  (cd build-fuzz/run && "../$name" -max_total_time="${SECONDS_EACH:-60}" -max_len=8192 -timeout=25 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$name-" "../found/$name" ../corpus 2>&1 | tail -25) || failed+=("$name")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
