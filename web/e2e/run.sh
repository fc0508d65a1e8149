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
# tell LOG FILE…: runs stories, prints what they measured and their outcome.
tell() {
  local log=$1
  timeout 900 node --test --test-concurrency=1 --test-reporter=tap "${@:2}" >"$log" 2>&1
  local status=$?
  grep -E '^ *# (LIMIT|NOTE) ' "$log" | sed -E 's/^ *# //'
  grep -E '^ *(not )?ok [0-9]+ - ' "$log" | sed -E 's/^ *//'
  return $status
}
count() { sed -nE "s/^# $2 ([0-9]+)\$/\1/p" "$1" | tail -1; }
names() { sed -nE 's/^not ok [0-9]+ - (.*)$/\1/p' "$1" | sort -u; }
log=$GRADUS_E2E_OUT/log.txt again=$GRADUS_E2E_OUT/again.txt
tell "$log" "${stories[@]}"
status=$?
passed=$(count "$log" pass) failed=$(names "$log" | wc -l)
[ $status -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
# Real clocks and a real browser: a story that fails is told once more, alone with its file; it has failed when it fails twice.
if [ $status -ne 0 ]; then
  sed -n '/^not ok/,/^  \.\.\./p' "$log"
  mapfile -t files < <(sed -nE "s/^ *location: '(.*\.test\.mjs):.*/\1/p" "$log" | sort -u)
  if [ ${#files[@]} -gt 0 ]; then
    echo "NOTE told again: $(names "$log" | paste -sd ';')"
    tell "$again" "${files[@]}"
    still=$(comm -12 <(names "$log") <(names "$again") | wc -l)
    [ "$(count "$again" tests)" ] || still=$failed
    [ "$still" -eq 0 ] || sed -n '/^not ok/,/^  \.\.\./p' "$again"
    passed=$((${passed:-0} + failed - still)) failed=$still
  fi
fi
echo "${passed:-0} passed, $failed failed"
[ "$failed" -eq 0 ] && [ "${passed:-0}" -gt 0 ]
