#!/usr/bin/env bash
# The Live Editor in Debian's Chromium: every story of this folder, then its count as "N passed, N failed". Pictures go to
# build/e2e. Installs what is missing. Usage: web/e2e/run.sh GRADUS [STORY…]
# GRADUS_E2E_SLACK multiplies the measured limits (a busy machine); GRADUS_E2E_OUT is another folder for pictures.
set -uo pipefail
gradus=$(realpath "$1")
cd "$(dirname "$0")/.."
../tools/setup.sh e2e || exit 1
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent || exit 1
export GRADUS=$gradus GRADUS_E2E_OUT=${GRADUS_E2E_OUT:-$(realpath ..)/build/e2e} CHROMIUM=${CHROMIUM:-$(command -v chromium || echo /usr/bin/chromium)}
unset DISPLAY
mkdir -p "$GRADUS_E2E_OUT"
stories=("${@:2}")
[ ${#stories[@]} -gt 0 ] || stories=(e2e/*.test.mjs)
log=$GRADUS_E2E_OUT/log.txt
timeout 900 node --test --test-concurrency=1 --test-reporter=tap "${stories[@]}" >"$log" 2>&1
status=$?
grep -E '^ *# (LIMIT|NOTE) ' "$log" | sed -E 's/^ *# //'
grep -E '^ *(not )?ok [0-9]+ - ' "$log" | sed -E 's/^ *//'
count() { sed -nE "s/^# $1 ([0-9]+)\$/\1/p" "$log" | tail -1; }
passed=$(count pass) failed=$(count fail) cancelled=$(count cancelled)
failed=$((${failed:-0} + ${cancelled:-0}))
[ $status -eq 0 ] || { sed -n '/^not ok/,/^  \.\.\./p' "$log"; [ $failed -gt 0 ] || failed=1; }
echo "${passed:-0} passed, $failed failed"
[ $status -eq 0 ] && [ $failed -eq 0 ] && [ "${passed:-0}" -gt 0 ]
