#!/usr/bin/env bash
# Limits from outside: little memory is an error that can be caught and the session goes on; Ctrl-C ends one long call.
# Usage: limits.sh GRADUS. Ends with "N passed, N failed".
set -uo pipefail
gradus=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
check() { # name, condition
  if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL limits: $1"; fi
}
# In an address space of 800 MB. Sanitizers reserve more than that for themselves and cannot run there.
small() { (ulimit -v 800000; timeout 60 "$gradus" eval "$1" 2>&1); }
if ! grep -q __asan_init "$gradus"; then
  check 'the program fits in 800 MB' '[ "$(small "fprintf(\"%d\", 1)")" = 1 ]'
  out=$(small 'try, s = "ab"; while true, s = [char(s) char(s)]; end, catch e, fprintf("%s|%s|", e.identifier, e.message), end, clear s, x = ones(100); fprintf("%d", sum(x(:)))')
  check 'a text that grows for ever' '[ "$out" = "MATLAB:nomem|Out of memory.|10000" ]'
  out=$(small 'try, c = {}; while true, c{end + 1} = ones(300); end, catch e, fprintf("%s|%d|", e.identifier, numel(c) > 100), end, c = {}; x = ones(2000); fprintf("%d", numel(x))')
  check 'a cell array that grows for ever' '[ "$out" = "MATLAB:nomem|1|4000000" ]'
  out=$(small 'try, x = zeros(1, 5e7); y = x + 1; z = y + 1; catch e, fprintf("%s|", e.identifier), end, fprintf("%d", numel(x))')
  check 'the second of two large arrays' '[ "$out" = "MATLAB:nomem|50000000" ]'
  out=$(small 'try, x = cell(1, 2e7); y = cell(1, 2e7); z = cell(1, 2e7); catch e, fprintf("%s", e.identifier), end')
  check 'cells' '[ "$out" = "MATLAB:nomem" ]'
  out=$(small 'try, x = repmat("a", 1, 1e10); catch e, fprintf("%s", e.identifier), end')
  check 'strings' '[[ "$out" = MATLAB:* ]]'
  out=$(small 'try, x = repmat(char(97), 1, 1e10); catch e, fprintf("%s", e.identifier), end')
  check 'larger than all there is' '[ "$out" = "MATLAB:array:SizeLimitExceeded" ]'
  out=$(small 'x = zeros(1, 5e7); try, y = ones(200); z = y * y; fprintf("%g", z(1)), catch e, fprintf("%s", e.identifier), end')
  check 'a product when little is left ends, with its result or an error' '[ "$out" = 200 ] || [ "$out" = MATLAB:nomem ]'
fi
# Each of these would take minutes; the signal comes when the call has begun.
stopped() { # code
  printf 'fprintf(2, "ready\\n");\n%s\n' "$1" > long.m
  "$gradus" run long.m >out.txt 2>err.txt & local pid=$! i
  for ((i = 0; i < 600; i++)); do grep -q ready err.txt 2>/dev/null && break; sleep 0.05; done
  sleep 0.3; kill -INT $pid
  for ((i = 0; i < 400; i++)); do kill -0 $pid 2>/dev/null || break; sleep 0.05; done
  if kill -0 $pid 2>/dev/null; then kill -KILL $pid; wait $pid 2>/dev/null; return 1; fi
  wait $pid 2>/dev/null
  cat out.txt err.txt | grep -q 'Operation terminated by user'
}
check 'Ctrl-C: an expression tried at every place of a text' "stopped 'y = regexprep(repmat(char(97), 1, 2e6), \"(a*)[bc]\", \"c\");'"
check 'Ctrl-C: a convolution' "stopped 'y = conv(ones(1, 2e6), ones(1, 2e6));'"
check 'Ctrl-C: a moving median' "stopped 'y = movmedian(rand(1, 1e6), 1e12);'"
check 'Ctrl-C: a polynomial of high degree' "stopped 'y = poly(rand(1, 1e6));'"
check 'Ctrl-C: factors of a number' "stopped 'for k = 1:1e6, f = factor(9007199254740881); end'"
check 'Ctrl-C: Cholesky factors' "stopped 'A = eye(3000); for k = 1:1e4, R = chol(A); end'"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
