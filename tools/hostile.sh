#!/usr/bin/env bash
# Makes allocations of small programs fail in turn: each run must end with an error or a result, never a crash or a leak.
# Usage: tools/hostile.sh GRADUS   (built with GRADUS_HOSTILE; RANGE=3000 allocations of each program, then a sample)
set -uo pipefail
gradus=$(realpath "$1")
here=$PWD
export LSAN_OPTIONS=suppressions=$here/tools/lsan.supp:print_suppressions=0 HOME=/nonexistent
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cp -r tests/doc "$work/doc"; cd "$work" || exit 1
programs=('x = [1 2; 3 4] * 2; s.a = {x, "text"}; disp(s.a{2})'
  'f = @(a) a + 1; y = cellfun(f, {1, 2, 3}); z = sprintf("%d ", y);'
  'x = dlarray([1 2 3]); y = dlfeval(@(v) dlgradient(sum(v.^2, "all"), v), x);'
  'try, error("a:b", "c %d", 3), catch e, disp(e.message), end'
  'plot(1:3); t = table([1; 2], ["a"; "b"]); t.Var1(1)'
  'a = {1, "b"; struct("q", 1:3), true}; save("h.mat", "a"); clear; load("h.mat"); disp(a)'
  '[t, n] = regexp("ab12cd", "(?<w>[a-z]+)(?<d>\d+)", "tokens", "names"); s = regexprep("aXb", "x", "$0$0", "ignorecase")'
  'd = dictionary(["a" "b"], [1 2]); c = categorical(["p" "q" "p"]); summary(c); j = jsonencode(struct("k", {{1, "z"}})); jsondecode(j)'
  'surf(peaks(6)); title("$\frac{a}{b}$", "Interpreter", "latex"); exportgraphics(gcf, "h.pdf"); exportgraphics(gcf, "h.png")'
  'net = dlnetwork([featureInputLayer(2); fullyConnectedLayer(3); reluLayer]); y = predict(net, dlarray(ones(2, 1), "CB")); disp(y)')
documents=(doc/live/*.m doc/script/*.m doc/markdown/*.md doc/notebook/*.ipynb doc/mlx/*.mlx)
passed=0 failed=0
try_at() { # allocation number, arguments of gradus; counts the run, sets status and out
  local n=$1; shift
  out=$(GRADUS_FAIL_AT=$n timeout 120 "$gradus" "$@" 2>&1 </dev/null); status=$?
  if [ $status -gt 2 ] || grep -aqE 'AddressSanitizer|runtime error|LeakSanitizer' <<<"$out"; then
    failed=$((failed + 1)); echo "FAIL allocation $n of: $* (status $status)"; tail -30 <<<"$out" | grep -aE '^ +#|ERROR|error' | head -12
  else passed=$((passed + 1)); fi
}
# Every `step`-th allocation from `from` (steps grow past RANGE), until eight runs in a row end well: the program is over.
sweep() { # from, step, arguments
  local n=$1 step=$2 good=0 first=$1; shift 2
  while [ $good -lt 8 ] && [ $n -lt 4000000 ]; do
    try_at $n "$@"
    if [ $status -eq 0 ] && ! grep -aqi memory <<<"$out"; then good=$((good + 1)); else good=0; fi
    n=$((n + step)); [ $n -lt $((first + ${RANGE:-3000})) ] || n=$((n + n / 50))
  done
}
# Start-up makes most allocations: a sample of them is enough, and its end is where each program begins.
start=1
while try_at $start eval ''; [ $status -ne 0 ] && [ $start -lt 40000 ]; do start=$((start + 1 + ${STEP:-1} * 20)); done
from=$((start > 20 ? start - 20 : 1))
for program in "${programs[@]}"; do sweep $from "${STEP:-1}" eval "$program"; done
for document in "${documents[@]}"; do
  [ -f "$document" ] || continue
  for kind in pdf docx html ipynb md tex mlx m; do sweep $from $((${STEP:-1} * 40)) export "$document" "out.$kind"; done
  sweep $from $((${STEP:-1} * 100)) export "$document" out.html --run
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
