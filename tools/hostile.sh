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
for program in "${programs[@]}"; do
  finished=0
  for ((n = 1; n < 20000; n += 1 + n / 60)); do
    out=$(GRADUS_FAIL_AT=$n timeout 60 "$gradus" eval "$program" 2>&1); status=$?
    if [ $status -gt 2 ] || grep -qE 'AddressSanitizer|runtime error|LeakSanitizer' <<<"$out"; then
      failed=$((failed + 1)); echo "FAIL allocation $n of: $program (status $status)"; tail -5 <<<"$out"; break
    fi
    if [ $status -eq 0 ] && ! grep -q "memory" <<<"$out"; then finished=1; fi
    passed=$((passed + 1))
    [ $finished -eq 0 ] || [ "$n" -lt 200 ] || break
  done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
