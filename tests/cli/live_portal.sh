#!/usr/bin/env bash
# The application for an Open OnDemand portal (docs/cluster/ondemand), as the portal runs it: its templates filled in, the job
# script started, the form of the session's card sent through a proxy at /node/HOST/PORT/. Usage: live_portal.sh GRADUS
set -uo pipefail
gradus=$(realpath "$1")
passed=0 failed=0
ok() { if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL live portal: $1"; fi; }
PATH=$PATH:/usr/sbin
if ! command -v nginx >/dev/null || ! command -v curl >/dev/null; then
  echo "live portal: nginx or curl is not installed: skipped"; echo "0 passed, 0 failed"; exit 0
fi
app=$PWD/docs/cluster/ondemand folder=$(mktemp -d)
job= proxy=
trap 'kill $job $proxy 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT
has() { grep -qi -- "$1" <<<"$2"; }

# Every value a template asks for is in the form, and every attribute of the form is shown.
asked=$(grep -oh 'context\.[a-z_]*' "$app"/template/*.erb "$app"/*.erb | sed 's/context\.//' | sort -u)
for name in $asked; do ok "form.yml has $name" grep -q "^  $name:" "$app/form.yml"; done
for name in $(sed -n '/^form:/,$s/^  - //p' "$app/form.yml"); do ok "$name is an attribute" grep -q "^  $name:" "$app/form.yml"; done

# What the portal fills in: numbers, the document as a word of the shell, host, port and password.
port=$((22000 + $$ % 9000)) front=$((32000 + $$ % 9000)) host=node-1.cluster
fill() { # FILE DOCUMENT
  sed -e "s|<%= context.num_cores %>|1|g; s|<%= num_cores %>|1|g" \
      -e "s|<%= context.document.to_s.empty? ? \"\" : context.document.shellescape %>|$2|" \
      -e "s|<%= host %>|$host|g; s|<%= port %>|$port|g; s|<%= password %>|${password:-}|g" "$1"
}
mkdir "$folder/bin" "$folder/job"
ln -s "$gradus" "$folder/bin/gradus"
printf '#!/bin/sh\necho 127.0.0.1 10.0.0.1\n' >"$folder/bin/hostname"
chmod +x "$folder/bin/hostname"
echo 'x = 1' >"$folder/job/my lab.m"
{ # the portal's own functions, then its two scripts one after the other
  echo "find_port() { echo $port; }; create_passwd() { tr -dc 'a-zA-Z0-9' </dev/urandom | head -c \"\$1\"; }; host=$host"
  fill "$app/template/before.sh.erb" ""
  echo 'printf %s "$password" >password'
  fill "$app/template/script.sh.erb" "my\\\\ lab.m" | tail -n +2
} >"$folder/job/run.sh"
ok "nothing is left to fill in" bash -c '! grep -q "<%" "$1"' - "$folder/job/run.sh"
(cd "$folder/job" && PATH=$folder/bin:$PATH HOME=$folder XDG_STATE_HOME=$folder/.state OOD_PORTAL=http://127.0.0.1:$front \
  exec bash run.sh >out 2>&1 </dev/null) & job=$!
cat >"$folder/nginx.conf" <<N
daemon off; pid $folder/pid; error_log $folder/error.log; events {}
http { access_log off; client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  map \$http_upgrade \$upgraded { default upgrade; '' close; }
  server { listen 127.0.0.1:$front; location /node/$host/$port/ { proxy_pass http://127.0.0.1:$port; proxy_http_version 1.1;
    proxy_set_header Host \$http_host; proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection \$upgraded; } } }
N
nginx -c "$folder/nginx.conf" -p "$folder" 2>/dev/null & proxy=$!
for _ in $(seq 100); do grep -q Ctrl-C "$folder/job/out" 2>/dev/null && curl -so /dev/null "http://127.0.0.1:$front/" && break; sleep 0.1; done
password=$(cat "$folder/job/password")
ok "token is for its owner only" test "$(stat -c %a "$folder/job/token")" = 600
ok "the secret is not in the output" bash -c '! grep -q "$1" "$2"' - "$password" "$folder/job/out"

card=$(fill "$app/view.html.erb" "")
action=$(grep -o 'action="[^"]*"' <<<"$card" | cut -d'"' -f2) token=$(grep -o 'value="[^"]*"' <<<"$card" | cut -d'"' -f2)
at=http://127.0.0.1:$front
login() { curl -si -c "$folder/jar" -H "Origin: $at" --data-urlencode "token=$1" "$at$action"; }
ok "a wrong token stays outside" has "^HTTP/1.1 403" "$(login "x$token")"
answer=$(login "$token")
ok "the card's button lets in" has "^HTTP/1.1 303" "$answer"
ok "to the page" has "^location: /node/$host/$port/" "$answer"
ok "cookie below the session's path" has "Path=/node/$host/$port/; HttpOnly; SameSite=Strict" "$answer"
ok "page" has "^HTTP/1.1 200" "$(curl -si -b "$folder/jar" "$at/node/$host/$port/")"
ok "another base path is nothing" has "^HTTP/1.1 404" "$(curl -si -b "$folder/jar" "http://127.0.0.1:$port/node/$host/1/")"
socket() { curl -si --max-time 2 -b "$folder/jar" -H "Origin: $1" -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' "$at/node/$host/$port/socket" | tr -d '\0'; }
ok "WebSocket" has "^HTTP/1.1 101" "$(socket "$at")"
ok "WebSocket of another origin" has "^HTTP/1.1 403" "$(socket http://evil.test)"
kill -INT $job; wait $job 2>/dev/null
ok "the job ends" test $? -eq 0
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
