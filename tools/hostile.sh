#!/usr/bin/env bash
# Makes every allocation of small programs fail in turn: each run must end with an error or a result, never a crash.
# Usage: tools/hostile.sh GRADUS   (built with GRADUS_HOSTILE)
set -uo pipefail
gradus=$1
programs=('x = [1 2; 3 4] * 2; s.a = {x, "text"}; disp(s.a{2})'
  'f = @(a) a + 1; y = cellfun(f, {1, 2, 3}); z = sprintf("%d ", y);'
  'x = dlarray([1 2 3]); y = dlfeval(@(v) dlgradient(sum(v.^2, "all"), v), x);'
  'try, error("a:b", "c %d", 3), catch e, disp(e.message), end'
  'plot(1:3); t = table([1; 2], ["a"; "b"]); t.Var1(1)')
passed=0 failed=0
try_at() { # allocation number, program; counts the run, sets status
  out=$(GRADUS_FAIL_AT=$1 timeout 60 "$gradus" eval "$2" 2>&1); status=$?
  if [ $status -gt 2 ] || grep -qE 'AddressSanitizer|runtime error|LeakSanitizer' <<<"$out"; then
    failed=$((failed + 1)); echo "FAIL allocation $1 of: $2 (status $status)"; tail -5 <<<"$out"
  else passed=$((passed + 1)); fi
}
# Start-up makes most allocations: a sample of them is enough, and its end is where each program begins.
start=1
while try_at $start ''; [ $status -ne 0 ] && [ $start -lt 20000 ]; do start=$((start + 20)); done
for program in "${programs[@]}"; do
  good=0
  for ((n = start > 20 ? start - 20 : 1; n < start + ${RANGE:-3000} && good < 8; n += 1)); do
    try_at $n "$program"
    # Eight runs in a row without failing: the program has ended before its n-th allocation.
    if [ $status -eq 0 ] && ! grep -qi memory <<<"$out"; then good=$((good + 1)); else good=0; fi
  done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
