// live/pages.c: the page and its files, and ways in: launch URL, login form, a fresh link.
#include "live/asset.h"
#include "live/http.h"
#include <stdio.h>
#include <string.h>

static void send_asset(HttpCall *call, const Asset *asset) {
    call->media_type = asset->media_type;
    reply_header(call, "etag", asset->etag);
    reply_header(call, "cache-control",
                 asset->hashed ? "private, max-age=31536000, immutable" : "no-cache");
    reply_header(call, "vary", "accept-encoding");
    if (strstr(call->if_none_match, asset->etag)) {
        call->status = 304;
        call->media_type = NULL;
        return;
    }
    bool gzip = asset->gzip && strstr(call->accept_encoding, "gzip");
    if (gzip) reply_header(call, "content-encoding", "gzip");
    call->status = 200;
    call->bytes = gzip ? asset->gzip : asset->bytes;
    call->n_body = (int64_t)(gzip ? asset->n_gzip : asset->n);
}

void http_page(void *self) {
    HttpCall *call = self;
    const Asset *asset = asset_find("");
    if (asset) {
        send_asset(call, asset);
        return;
    }
    reply_page(call, 200, "Gradus",
               "<p>The server runs, but this program was built without its page.</p>"
               "<p>Build it with <code>make web</code> (Node 18 or newer is needed), then start "
               "again.</p>");
}

void http_asset(void *self) {
    HttpCall *call = self;
    const Asset *asset = asset_find(call->path + strlen(call->server->gate.base));
    if (asset)
        send_asset(call, asset);
    else
        reply_text(call, 404, "Nothing is here.");
}

// ---- ways in ------------------------------------------------------------------------------------
static void login_page(HttpCall *call, bool wrong) {
    Buf html = BUF_INIT;
    if (wrong) buf_puts(&html, "<p class=\"error\" role=\"alert\">The token is wrong.</p>");
    buf_puts(&html, "<p>This page needs a session. Open the address that <code>gradus live</code> "
                    "printed; it works once.</p>"
                    "<p>In the terminal where it runs, the Enter key prints a new one.</p>");
    if (call->server->gate.token)
        buf_printf(&html,
                   "<form method=\"post\" action=\"%slogin\"><label for=\"token\">Token</label><div "
                   "class=\"row\"><input id=\"token\" name=\"token\" type=\"password\" "
                   "autocomplete=\"off\" required autofocus><button>Open</button></div></form>",
                   call->server->gate.base);
    reply_page(call, 403, "Gradus", buf_text(&html));
    buf_done(&html);
}

void reply_login(HttpCall *call) { login_page(call, false); }

/// A session's cookie, and on to the page; the only place that redirects, and always there.
static void enter(HttpCall *call) {
    Server *server = call->server;
    const char *session;
    if (gate_open_session(server->ctx, &server->gate, &session) != OK) {
        error_clear(&server->ctx->error);
        reply_text(call, 500, "No session could be made.");
        return;
    }
    bool secure = false;
    for (int i = 0; i < server->gate.n_origins; i++) {
        const GateOrigin *o = &server->gate.origins[i];
        if (!strcasecmp(call->host, o->authority)) secure = !strcmp(o->scheme, "https");
    }
    Buf cookie = BUF_INIT;
    buf_printf(&cookie, "%s=%s; Path=%s; HttpOnly; SameSite=Strict%s", server->gate.cookie, session,
               server->gate.base, secure ? "; Secure" : "");
    reply_text(call, 303, "Go on.");
    reply_header(call, "set-cookie", buf_text(&cookie));
    reply_header(call, "location", server->gate.base);
    reply_header(call, "cache-control", "no-store");
    buf_done(&cookie);
}

void reply_launch(HttpCall *call) {
    explicit_bzero(call->server->gate.launch, GATE_SECRET);
    enter(call);
}

void http_login(void *self) {
    HttpCall *call = self;
    call->want_body = true;
}

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// "token=…" of a form, decoded.
static void form_token(const Buf *form, Buf *ret) {
    const char *p = buf_text(form);
    while (p && strncmp(p, "token=", 6)) p = (p = strchr(p, '&')) ? p + 1 : NULL;
    for (p = p ? p + 6 : ""; *p && *p != '&'; p++) {
        if (*p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
            buf_putc(ret, (char)(hex(p[1]) << 4 | hex(p[2])));
            p += 2;
        } else {
            buf_putc(ret, *p == '+' ? ' ' : *p);
        }
    }
}

void login_end(HttpCall *call) {
    Buf token = BUF_INIT;
    form_token(&call->form, &token);
    if (secret_equal(buf_text(&token), call->server->gate.token))
        enter(call);
    else
        login_page(call, true);
    if (token.data) explicit_bzero(token.data, token.len);
    buf_done(&token);
}

void http_link(void *self) {
    HttpCall *call = self;
    server_launch(call->server);
    reply_text(call, 200, "The terminal shows a new address.");
}
