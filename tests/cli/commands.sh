#!/usr/bin/env bash
# The gradus program from outside: exit statuses, streams, files left behind. Usage: commands.sh GRADUS
gradus=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
check() { # name, condition
  if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL cli: $1"; fi
}
out=$("$gradus" --version); check "version" '[[ $out =~ ^gradus\ [0-9]+\.[0-9]+ ]]'
out=$("$gradus" eval 'x = 1'); status=$?
check "eval displays" '[ $status -eq 0 ] && [ "$out" = "$(printf "x =\n\n     1\n")" ]'
out=$("$gradus" eval 'undefined_thing(1)' 2>&1); status=$?
check "an uncaught error ends with status 1" '[ $status -eq 1 ] && [[ $out == *"Unrecognized function or variable"* ]]'
"$gradus" nonsense >/dev/null 2>&1; check "unknown commands end with status 2" '[ $? -eq 2 ]'
printf 'function y = inner(x)\ny = x * [1 2; 3 4];\nend\n' > inner.m
printf 'a = 1;\nb = inner([1 2 3]);\n' > script.m
out=$("$gradus" run script.m 2>&1); status=$?
check "run reports place and stack" '[ $status -eq 1 ] && [[ $out == *inner* ]] && [[ $out == *"line 2"* ]]'
printf 'x = (1 + \n' > broken.m
out=$("$gradus" run broken.m 2>&1); check "syntax error with caret" '[ $? -eq 1 ] && [[ $out == *"^"* ]] && [[ $out == *"broken.m:1"* ]]'
out=$("$gradus" run missing.m 2>&1); check "missing file is named" '[ $? -eq 1 ] && [[ $out == *missing.m* ]]'
printf '%%%% Section\nx = 1\nplot(1:3)\n' > doc.m
"$gradus" export doc.m doc.pdf --run >/dev/null 2>&1
check "export writes a PDF" '[ -s doc.pdf ] && [ "$(head -c 4 doc.pdf)" = "%PDF" ]'
before=$(ls -A | sort)
"$gradus" export doc.m /nonexistent/folder/doc.pdf --run >/dev/null 2>err.txt; status=$?; rm -f err.txt
check "an unwritable path fails and leaves nothing" '[ $status -eq 1 ] && [ "$(ls -A | sort)" = "$before" ]'
# A disk that takes only 1 KiB a file stands for a full one.
mkdir small
(trap '' XFSZ; ulimit -f 1; "$gradus" export doc.m small/doc.pdf --run >/dev/null 2>&1); status=$?
check "a full disk fails and leaves no part" '[ $status -eq 1 ] && [ -z "$(ls -A small)" ]'
rmdir small 2>/dev/null
printf 'error("Lab:mine", "stopped here")\n' > fails.m
printf '%%%% A\ny = 2\n%%%% B\nfails\n%%%% C\nz = 3\n' > partial.m
"$gradus" export partial.m partial.pdf --run >/dev/null 2>&1; status=$?
check "a failing run still shows how far it came" '[ $status -eq 1 ] && pdftotext partial.pdf - | grep -q "stopped here"'
# Ctrl-C: an endless loop and a training loop both stop, with status 1.
printf 'while true\nend\n' > endless.m
"$gradus" run endless.m >/dev/null 2>int.txt & pid=$!; sleep 0.5; kill -INT $pid; wait $pid; status=$?
check "Ctrl-C stops an endless loop" '[ $status -eq 1 ] && grep -q "terminated by user" int.txt'
cat > train.m <<'M'
net = dlnetwork([featureInputLayer(64); fullyConnectedLayer(256); reluLayer; fullyConnectedLayer(10); softmaxLayer]);
X = dlarray(rand(64, 512, "single"), "CB"); T = zeros(10, 512, "single"); T(1, :) = 1; a = []; b = [];
for k = 1:1000000
    [l, g] = dlfeval(@(n, x, t) deal(1, dlgradient(crossentropy(forward(n, x), t), n.Learnables)), net, X, T);
    [net, a, b] = adamupdate(net, g, a, b, k);
end
M
"$gradus" run train.m >/dev/null 2>int.txt & pid=$!; sleep 1; kill -INT $pid; wait $pid; status=$?
check "Ctrl-C stops training" '[ $status -eq 1 ] && grep -q "terminated by user" int.txt'
out=$(printf 'x = 3;\ndisp(x*2)\n' | "$gradus"); check "standard input is a script" '[ "$out" = "     6" ]'
out=$("$gradus" help cumsum); check "help shows forms and summary" '[[ $out == *cumsum\(* ]]'
echo "$passed passed, $failed failed"
