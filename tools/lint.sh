#!/usr/bin/env bash
# Layer check (against the table in docs/architecture.md), file sizes, generic file names.
set -uo pipefail
bad=0
say() { echo "lint: $*"; bad=1; }
# Table rows look like: | room | base tensor … |
declare -A may
while IFS='|' read -r _ room uses _; do
  room=$(tr -d ' `' <<<"$room"); uses=$(tr -d '`' <<<"$uses")
  [ -n "$room" ] && [ -d "src/$room" ] && may[$room]=" $room $uses "
done < <(sed -n '/<!-- rooms -->/,/<!-- end -->/p' docs/architecture.md)
for room in src/*/; do
  room=$(basename "$room")
  [ -n "${may[$room]:-}" ] || { say "room $room is not in the table of docs/architecture.md"; continue; }
  while IFS=: read -r file line text; do
    used=$(sed -E 's/.*"([a-z]+)\/.*/\1/' <<<"$text")
    [[ "${may[$room]}" == *" $used "* ]] || say "$file:$line: $room may not use $used"
  done < <(grep -rnE '^#include "[a-z]+/' "src/$room" --include='*.c' --include='*.h')
done
long_allowed=' src/lang/vm.c '
while read -r n file; do
  [ "$n" -le 1500 ] || [[ "$long_allowed" == *" $file "* ]] || say "$file has $n lines (limit 1500)"
done < <(find src include tests fuzz -name '*.[ch]' -exec wc -l {} + | grep -v ' total$')
while read -r f; do say "$f: a name that says nothing"; done \
  < <(find src -regextype posix-extended -regex '.*/(utils?|helpers?|misc|common)\.[ch]')
while read -r f; do say "$f"; done \
  < <(grep -rnE '\b(exit|abort|longjmp|printf|puts)\(' src --include='*.c' | grep -vE 'src/cli/|^[^:]*:[0-9]*:\s*//')
[ $bad -eq 0 ] && echo "lint: clean"
exit $bad
