#!/usr/bin/env bash
# Runs every test of a build folder and ends with "N passed, N failed". Usage: tools/test.sh BUILD
set -uo pipefail
build=$1
passed=0 failed=0
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} LSAN_OPTIONS=suppressions=$PWD/tools/lsan.supp:print_suppressions=0 GRADUS_TEST=1
# Unit tests: one cmocka program each; its own summary line counts the tests.
for program in "$build"/unit_*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  out=$(timeout 300 "$program" 2>&1); status=$?
  ok=$(grep -c '^\[       OK \]' <<<"$out"); bad=$(grep -c '^\[  FAILED  \] [^0-9]' <<<"$out")
  if [ $status -ne 0 ]; then
    [ "$bad" -gt 0 ] || bad=1
    echo "FAIL $(basename "$program") (status $status)"; tail -25 <<<"$out"
  fi
  passed=$((passed + ok)); failed=$((failed + bad))
done
count() { # adds the closing line of a runner
  local line; line=$(tail -1 <<<"$1")
  if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
    passed=$((passed + BASH_REMATCH[1])); failed=$((failed + BASH_REMATCH[2]))
  else failed=$((failed + 1)); echo "FAIL: runner ended without a count"; tail -5 <<<"$1"; fi
}
for part in tests/lang tests/builtins tests/nn tests/graphics; do
  [ -d $part ] && [ -n "$(find $part -name '*.m' -print -quit)" ] || continue
  out=$(timeout 900 "$build/gradus" test "$part" 2>&1); grep -vE '^[0-9]+ passed' <<<"$out"; count "$out"
done
out=$(timeout 900 "$build/gradus" test --examples 2>&1); grep -vE '^[0-9]+ passed' <<<"$out"; count "$out"
for script in tests/cli/*.sh; do
  [ -f "$script" ] || continue
  out=$(timeout 600 bash "$script" "$build/gradus" 2>&1); grep -vE '^[0-9]+ passed' <<<"$out"; count "$out"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
