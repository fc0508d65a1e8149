#!/usr/bin/env bash
# `gradus check` from outside: lines, exit statuses, formats. Usage: check.sh GRADUS
gradus=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
check() { # name, condition
  if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL check: $1"; fi
}
printf 'function y = good(x)\ny = 2*x;\nend\n' > good.m
out=$("$gradus" check good.m); status=$?
check "a good file: nothing printed, status 0" '[ $status -eq 0 ] && [ -z "$out" ]'
printf 'function y = bad(x)\ny = x + zz;\nend\n' > bad.m
out=$("$gradus" check bad.m); status=$?
check "an unknown name: place, severity, code, status 1" '[ $status -eq 1 ] && [ "$out" = "bad.m:2:9: error: Nothing defines '"'zz'"'. [unknown-name]" ]'
printf 'y = good(3);\n%%%%\nz = good(1, 2);\n' > uses.m
out=$("$gradus" check uses.m); status=$?
check "functions in files of the folder are found" '[ $status -eq 0 ] && [ -z "$out" ]'
printf 'x = (1 + ;\ny = [1 2;\n' > broken.m
out=$("$gradus" check broken.m); status=$?
check "syntax errors" '[ $status -eq 1 ] && [[ $out == *"broken.m:1:"*"[syntax]"* ]]'
printf 'function y = warns(x)\nunused = 1;\ny = x;\nend\n' > warns.m
out=$("$gradus" check warns.m); status=$?
check "warnings alone end with status 0" '[ $status -eq 0 ] && [[ $out == *"warning:"*"[unused-variable]"* ]]'
printf '%%%%\nx = 1\n' > shows.m
[ -z "$("$gradus" check shows.m)" ]; check "missing semicolons are not told" '[ $? -eq 0 ]'
out=$("$gradus" check --all shows.m); check "but with --all" '[[ $out == *"[missing-semicolon]"* ]]'
out=$("$gradus" check good.m bad.m 2>&1); check "several files" '[ $? -eq 1 ] && [[ $out == *bad.m:2* ]]'
"$gradus" check >/dev/null 2>&1; check "no file: status 2" '[ $? -eq 2 ]'
out=$("$gradus" check nothing.m 2>&1); check "a missing file is named, status 1" '[ $? -eq 1 ] && [[ $out == *nothing.m* ]]'
head -c 20000 /dev/urandom > noise.m
timeout 20 "$gradus" check noise.m >/dev/null 2>&1; check "noise ends with 0 or 1" '[ $? -le 1 ]'
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
