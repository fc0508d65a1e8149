#!/usr/bin/env bash
# Installs the Debian packages that building and testing need, or lists them where that is not possible.
# Usage: tools/setup.sh [e2e]; e2e: what the stories of the Live Editor in a browser need, too.
set -euo pipefail
packages=(gcc make cmake ninja-build pkg-config git libcairo2-dev libpango1.0-dev libharfbuzz-dev libfreetype-dev libfontconfig-dev
  libpng-dev libturbojpeg0-dev libgif-dev libopenblas-dev liblapacke-dev libpcre2-dev libutf8proc-dev libjansson-dev libedit-dev libxml2-dev
  libzip-dev libmd4c-dev libcmocka-dev libwebsockets-dev libcap-dev zlib1g-dev libmatio-dev fontconfig fonts-liberation fonts-dejavu-core fonts-lmodern poppler-utils)
[ "${1:-}" != e2e ] || packages+=(chromium nginx-light)
if ! command -v dpkg-query >/dev/null; then
  echo "Not a Debian system. These Debian packages, or what they hold, are needed: ${packages[*]}" >&2
  exit 0
fi
missing=()
for p in "${packages[@]}"; do
  [ "$p" != nginx-light ] || ! PATH=$PATH:/usr/sbin command -v nginx >/dev/null || continue # whichever flavour
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0
echo "Installing: ${missing[*]}"
run=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Neither root nor sudo: install these packages and run again: ${missing[*]}" >&2; exit 1; }
  run=(sudo)
fi
install() { "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/tmp/gradus-setup.log 2>&1; }
install || { "${run[@]}" apt-get update -q >/tmp/gradus-setup.log 2>&1; install; } || { tail -20 /tmp/gradus-setup.log >&2; exit 1; }
