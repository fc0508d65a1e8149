#!/usr/bin/env bash
# Builds the Live Editor's page (web/dist) and embeds it in the program. Needs Node 18 or newer; without Node, Debian's
# packages are installed the way tools/setup.sh does. Usage: tools/web.sh BUILD
set -euo pipefail
build=${1:-build}
node_version() { node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/'; }
if [ "$(node_version || echo 0)" -lt 18 ] 2>/dev/null || ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  command -v apt-get >/dev/null || { echo "Node 18 or newer and npm are needed for the page." >&2; exit 1; }
  run=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Neither root nor sudo: install nodejs (18 or newer) and npm, then run again." >&2; exit 1; }
    run=(sudo)
  fi
  echo "Installing: nodejs npm"
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm >/tmp/gradus-setup.log 2>&1 ||
    { tail -20 /tmp/gradus-setup.log >&2; exit 1; }
  [ "$(node_version)" -ge 18 ] || { echo "Node is $(node --version); 18 or newer is needed." >&2; exit 1; }
fi
[ -f "$build/build.ninja" ] || cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
ninja -C "$build" protocol_gen >/dev/null
"$build/protocol_gen" ts <src/live/protocol.txt >web/src/protocol.ts
cd web
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --silent
npm run --silent build
cd ..
cmake -S . -B "$build" >/dev/null # the list of files may have changed
ninja -C "$build" gradus
