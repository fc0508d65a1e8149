#!/usr/bin/env bash
# libgradus: installed with its headers, used by a program from outside, and exporting nothing but gradus_ symbols.
# Usage: library.sh GRADUS. Ends with "N passed, N failed".
set -uo pipefail
build=$(dirname "$(realpath "$1")")
passed=0 failed=0
check() { # check NAME COMMAND…
    if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL library: $1"; fi
}
[ -f "$build/libgradus.so" ] || { echo "0 passed, 0 failed"; exit 0; } # not built with sanitizers
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
check install env DESTDIR="$folder" cmake --install "$build" --prefix /opt/gradus >/dev/null
root=$folder/opt/gradus
foreign() { ! nm -D --defined-only "$root/lib/libgradus.so" | awk '{print $3}' | grep -v '^gradus_' | grep -q .; }
check 'only gradus_ symbols are exported' foreign
export PKG_CONFIG_PATH=$root/lib/pkgconfig LD_LIBRARY_PATH=$root/lib
flags=$(pkg-config --cflags --libs gradus)
# shellcheck disable=SC2086
check compile "${CC:-cc}" -std=c11 -Wall -Werror examples/embed/embed.c $flags -o "$folder/embed"
# sigmoid' at -2, 0, 2: s(1 - s), by hand 0.1050, 0.2500, 0.1050
answer() { [ "$("$folder/embed" | head -1)" = 'slopes 0.1050 0.2500 0.1050' ]; }
check 'a program from outside' answer
error() { "$folder/embed" | grep -q "^line 1: Unrecognized function or variable 'undefined_name'"; }
check 'an error with its line' error
check 'the installed program runs' test "$("$root/bin/gradus" eval 'fprintf("%d", 6*7)')" = 42
echo "$passed passed, $failed failed"
