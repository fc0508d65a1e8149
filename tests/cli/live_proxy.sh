#!/usr/bin/env bash
# The Live Editor behind nginx with docs/cluster/nginx.conf: page, cookie's path, WebSocket, upload. Usage: live_proxy.sh GRADUS
set -uo pipefail
gradus=$(realpath "$1")
passed=0 failed=0
ok() { if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL live proxy: $1"; fi; }
PATH=$PATH:/usr/sbin
if ! command -v nginx >/dev/null || ! command -v curl >/dev/null; then
  echo "live proxy: nginx or curl is not installed: skipped"; echo "0 passed, 0 failed"; exit 0
fi
folder=$(mktemp -d)
trap 'kill $server $proxy 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
port=$((21000 + $$ % 9000)) front=$((31000 + $$ % 9000))
{
  echo "daemon off; pid $folder/pid; error_log $folder/error.log; events {}"
  echo "http { access_log off; client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;"
  sed "s/8080/$front/; s/8765/$port/" docs/cluster/nginx.conf
  echo "}"
} >"$folder/nginx.conf"
echo 'x = 1' >"$folder/a.m"
(cd "$folder" && HOME=$folder XDG_STATE_HOME=$folder/.state exec "$gradus" live a.m --no-browser --port $port --base-path /gradus/ \
  --origin "http://127.0.0.1:$front" >"$folder/out" 2>&1 </dev/null) & server=$!
nginx -c "$folder/nginx.conf" -p "$folder" 2>/dev/null & proxy=$!
for _ in $(seq 50); do grep -q Ctrl-C "$folder/out" 2>/dev/null && curl -so /dev/null "http://127.0.0.1:$front/" && break; sleep 0.1; done
url=$(grep -o 'http://[^ ]*' "$folder/out")
at=http://127.0.0.1:$front/gradus/
has() { grep -qi "$1" <<<"$2"; }
ok "the launch address is the proxy's" has "^$at?launch=" "$url"
answer=$(curl -si -c "$folder/jar" "$url")
ok "launch" has "^HTTP/1.1 303" "$answer"
ok "cookie below the base path" has "Path=/gradus/; HttpOnly; SameSite=Strict" "$answer"
ok "page" has "^HTTP/1.1 200" "$(curl -si -b "$folder/jar" "$at")"
ok "no session, no page" has "^HTTP/1.1 403" "$(curl -si "$at")"
ok "another base path is nothing" has "^HTTP/1.1 404" "$(curl -si -b "$folder/jar" "http://127.0.0.1:$port/")"
socket() { curl -si --max-time 2 -b "$folder/jar" -H "Origin: $1" -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' "${at}socket"; }
ok "WebSocket" has "^HTTP/1.1 101" "$(socket "http://127.0.0.1:$front" | tr -d '\0')"
ok "WebSocket of another origin" has "^HTTP/1.1 403" "$(socket http://evil.test | tr -d '\0')"
ok "upload" has '"path"' "$(curl -s -b "$folder/jar" -H 'X-Gradus: 1' --data-binary @"$folder/a.m" "${at}upload?path=$folder/b.m")"
ok "the file is there" cmp -s "$folder/a.m" "$folder/b.m"
kill -INT $server; wait $server 2>/dev/null
ok "Ctrl-C ends it" test $? -eq 0
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
