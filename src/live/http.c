// live/http.c: HTTP over libwebsockets: every request is described to the gate, then its route's
// handler answers. Security headers stand on every answer, the library's own ones as well (server.c
// gives them to the library).
#include "live/http.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 32 << 10, MAX_FORM = 64 << 10 };

/// The only table of what can be asked for. tests/unit/live/test_routes.c lists the same routes
/// with their tests.
const RouteDef live_routes[] = {{"", ROUTE_GET, ACCESS_PAGE, false, http_page},
                                {"assets/", ROUTE_GET, ACCESS_SESSION, false, http_asset},
                                {"login", ROUTE_POST, ACCESS_LOGIN, false, http_login},
                                {"link", ROUTE_POST, ACCESS_SESSION, true, http_link},
                                {"download", ROUTE_GET, ACCESS_SESSION, false, http_download},
                                {"export/", ROUTE_GET, ACCESS_SESSION, false, http_export},
                                {"upload", ROUTE_POST, ACCESS_SESSION, true, http_upload},
                                {"socket", ROUTE_SOCKET, ACCESS_SESSION, false, NULL},
                                {0}};

const RouteDef *live_route_table(void) {
    return live_routes;
}

// ---- the request --------------------------------------------------------------------------------
static bool copy_token(struct lws *wsi, enum lws_token_indexes token, char *to, int n) {
    int length = lws_hdr_total_length(wsi, token);
    *to = 0;
    if (length <= 0) return false;
    return lws_hdr_copy(wsi, to, n, token) > 0 ||
           (snprintf(to, (size_t)n, "?"), true); // too long: matches nothing
}

static bool copy_custom(struct lws *wsi, const char *name, char *to, int n) {
    *to = 0;
    if (lws_hdr_custom_length(wsi, name, (int)strlen(name)) < 0) return false;
    if (lws_hdr_custom_copy(wsi, to, n, name, (int)strlen(name)) < 0) snprintf(to, (size_t)n, "?");
    return true;
}

/// "name=value" of the URL's arguments, decoded by the library.
static bool copy_argument(struct lws *wsi, const char *name, char *to, int n) {
    char fragment[4200];
    size_t n_name = strlen(name);
    *to = 0;
    for (int i = 0;; i++) {
        int length =
            lws_hdr_copy_fragment(wsi, fragment, sizeof fragment, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (length < 0) return false;
        if (strncmp(fragment, name, n_name) || fragment[n_name] != '=') continue;
        if (length - (int)n_name - 1 >= n || strlen(fragment) != (size_t)length) return false;
        memcpy(to, fragment + n_name + 1, (size_t)length - n_name);
        return true;
    }
}

static const char *method_of(struct lws *wsi, char *path, size_t n_path) {
    static const char *const names[] = {"GET",   "POST",   "OPTIONS", "PUT",
                                        "PATCH", "DELETE", "CONNECT", "HEAD"};
    char *uri;
    int n = 0, method = lws_http_get_uri_and_method(wsi, &uri, &n);
    if (method < 0 || method > LWSHUMETH_HEAD) return NULL;
    if ((size_t)n >= n_path || memchr(uri, 0, (size_t)n)) return NULL;
    memcpy(path, uri, (size_t)n);
    path[n] = 0;
    return names[method];
}

/// Describes the request to the gate.
static GateAnswer ask_gate(HttpCall *call, bool upgrade) {
    struct lws *wsi = call->wsi;
    GateRequest request = {.path = call->path, .upgrade = upgrade};
    request.method = method_of(wsi, call->path, sizeof call->path);
    if (!request.method) return GATE_NO_ROUTE;
    call->head = !strcmp(request.method, "HEAD");
    if (copy_token(wsi, WSI_TOKEN_HOST, call->host, sizeof call->host)) request.host = call->host;
    if (copy_token(wsi, WSI_TOKEN_ORIGIN, call->origin, sizeof call->origin))
        request.origin = call->origin;
    if (copy_token(wsi, WSI_TOKEN_HTTP_COOKIE, call->cookie, sizeof call->cookie))
        request.cookie = call->cookie;
    if (copy_token(wsi, WSI_TOKEN_HTTP_AUTHORIZATION, call->authorization,
                   sizeof call->authorization))
        request.authorization = call->authorization;
    if (copy_custom(wsi, "sec-fetch-site:", call->fetch_site, sizeof call->fetch_site))
        request.fetch_site = call->fetch_site;
    if (copy_custom(wsi, "x-gradus:", call->custom, sizeof call->custom))
        request.custom = call->custom;
    if (copy_argument(wsi, "launch", call->launch, sizeof call->launch))
        request.launch = call->launch;
    return gate_check(&call->server->gate, live_routes, &request, &call->route);
}

static void read_rest(HttpCall *call) {
    struct lws *wsi = call->wsi;
    char text[24];
    copy_token(wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, call->if_none_match, sizeof call->if_none_match);
    copy_token(wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, call->accept_encoding,
               sizeof call->accept_encoding);
    copy_argument(wsi, "path", call->file_path, sizeof call->file_path);
    call->overwrite = copy_argument(wsi, "overwrite", text, sizeof text) && !strcmp(text, "1");
    call->content_length = -1;
    if (copy_token(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text, sizeof text)) {
        char *end;
        errno = 0;
        long long n = strtoll(text, &end, 10);
        call->content_length = end != text && !*end && n >= 0 && !errno ? n : -2;
    }
}

// ---- the answer ---------------------------------------------------------------------------------
void reply_header(HttpCall *call, const char *name, const char *value) {
    buf_printf(&call->headers, "%s:\n%s\n", name, value);
}

void reply_text(HttpCall *call, int status, const char *text) {
    call->status = status;
    call->media_type = "text/plain; charset=utf-8";
    buf_clear(&call->body);
    buf_printf(&call->body, "%s\n", text);
    call->n_body = (int64_t)call->body.len;
    call->bytes = NULL;
}

/// The look of the pages that stand before the product's own, which needs a session for its style
/// sheet: the same colours and sizes as web/src/styles/tokens.css, light and dark.
static const char page_style[] =
    ":root{color-scheme:light dark;--paper:#fff;--chrome:#f3f5f7;--line:#d5dbe1;--ink:#1b2229;"
    "--ink-2:#4c5763;--accent:#0b5cab;--accent-ink:#fff;--error:#b3261e}"
    "@media(prefers-color-scheme:dark){:root{--paper:#1e2328;--chrome:#16191d;--line:#38414a;"
    "--ink:#e4e9ee;--ink-2:#b3bec9;--accent:#6cb1f7;--accent-ink:#0c1a29;--error:#ff8a80}}"
    "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;"
    "padding:24px;background:var(--chrome);color:var(--ink);font:14px/1.55 -apple-system,"
    "\"Segoe UI\",Inter,Roboto,\"Helvetica Neue\",\"Liberation Sans\",Arial,sans-serif}"
    "main{width:min(420px,100%);padding:28px 32px 30px;background:var(--paper);border:1px solid "
    "var(--line);border-radius:12px;box-shadow:0 4px 18px rgb(20 35 50/12%)}"
    "h1{display:flex;align-items:center;gap:12px;margin:0 0 14px;font-size:22px;font-weight:600}"
    "svg{width:34px;height:34px}p{margin:0 0 10px;color:var(--ink-2)}"
    "code{font:13px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;color:var(--ink)}"
    "form{margin-top:18px;padding-top:18px;border-top:1px solid var(--line)}"
    "label{display:block;margin-bottom:4px;font-weight:600}.row{display:flex;gap:8px}"
    "input,button{font:inherit;color:inherit;border:1px solid var(--line);border-radius:6px;"
    "padding:7px 12px}input{flex:1;min-width:0;background:var(--paper)}"
    "button{background:var(--accent);border-color:var(--accent);color:var(--accent-ink);"
    "cursor:pointer}:focus-visible{outline:2px solid var(--accent);outline-offset:1px}"
    ".error{color:var(--error);font-weight:600}";

void reply_page(HttpCall *call, int status, const char *title, const char *html) {
    reply_text(call, status, "");
    call->media_type = "text/html; charset=utf-8";
    buf_clear(&call->body);
    buf_printf(&call->body,
               "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
               "content=\"width=device-width,initial-scale=1\"><title>%s</title><style>%s</style>"
               "<main><h1><svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><rect width=\"32\" "
               "height=\"32\" rx=\"7\" fill=\"#0b5cab\"/><path d=\"M5 23c4 0 5-13 8-13s3 9 6 9 "
               "3-5 8-5\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2.6\" "
               "stroke-linecap=\"round\"/><path d=\"M5 26h22\" stroke=\"#9cc9f5\" "
               "stroke-width=\"1.6\" stroke-linecap=\"round\"/></svg>%s</h1>%s</main></html>\n",
               title, page_style, title, html);
    call->n_body = (int64_t)call->body.len;
}

static int add(HttpCall *call, const char *name, const char *value, unsigned char **p,
               unsigned char *end) {
    return lws_add_http_header_by_name(call->wsi, (const unsigned char *)name,
                                       (const unsigned char *)value, (int)strlen(value), p, end);
}

static int send_headers(HttpCall *call) {
    unsigned char room[LWS_PRE + 6000], *start = room + LWS_PRE, *p = start,
                                        *end = room + sizeof room - 1;
    if (call->body.failed || call->headers.failed) return -1;
    int bad = lws_add_http_header_status(call->wsi, (unsigned)call->status, &p, end);
    if (call->media_type) bad |= add(call, "content-type:", call->media_type, &p, end);
    char *rest = call->headers.data;
    for (char *name; rest && *rest && (name = strsep(&rest, "\n")) && rest;)
        bad |= add(call, name, strsep(&rest, "\n"), &p, end);
    if (call->close) bad |= add(call, "connection:", "close", &p, end);
    if (call->status != 304)
        bad |= lws_add_http_header_content_length(call->wsi, (lws_filepos_t)call->n_body, &p, end);
    bad |= lws_finalize_write_http_header(call->wsi, start, &p, end);
    return bad ? -1 : 0;
}

static int finish(HttpCall *call) {
    bool close_it = call->close;
    struct lws *wsi = call->wsi;
    return close_it || lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int reply(HttpCall *call) {
    if (call->replied) return 0;
    call->replied = true;
    if (send_headers(call)) return -1;
    if (call->head || !call->n_body) return finish(call);
    lws_callback_on_writable(call->wsi);
    return 0;
}

static int send_some(HttpCall *call) {
    if (!call->replied || call->n_sent >= call->n_body) return 0;
    unsigned char room[LWS_PRE + CHUNK], *start = room + LWS_PRE;
    int64_t n = call->n_body - call->n_sent;
    if (n > CHUNK) n = CHUNK;
    if (call->file >= 0) {
        ssize_t got = read(call->file, start, (size_t)n);
        if (got <= 0)
            return -1; // the file became shorter: the length that was promised cannot be kept
        n = got;
    } else {
        memcpy(start,
               (call->bytes ? (const char *)call->bytes : buf_text(&call->body)) + call->n_sent,
               (size_t)n);
    }
    call->n_sent += n;
    bool last = call->n_sent == call->n_body;
    if (lws_write(call->wsi, start, (size_t)n, last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP) < n)
        return -1;
    if (last) return finish(call);
    lws_callback_on_writable(call->wsi);
    return 0;
}

// ---- life of a call -----------------------------------------------------------------------------
static void call_free(HttpCall *call) {
    if (!call) return;
    if (call->upload_fd >= 0) place_abandon(&call->place, call->temp, call->upload_fd);
    place_done(&call->place);
    if (call->file >= 0) close(call->file);
    buf_done(&call->form);
    buf_done(&call->headers);
    buf_done(&call->body);
    mem_free(call);
}

static HttpCall *call_new(struct lws *wsi) {
    HttpCall *call = mem_alloc_zero(sizeof *call);
    if (!call) return NULL;
    call->server = lws_context_user(lws_get_context(wsi));
    call->wsi = wsi;
    call->file = call->upload_fd = call->place.folder = -1;
    return call;
}

static const char *refusal(GateAnswer answer) {
    switch (answer) {
    case GATE_HOST: return "Refused: this name does not belong to this server (see --origin).";
    case GATE_NO_ROUTE: return "Nothing is here.";
    case GATE_METHOD: return "Refused: this cannot be asked for in this way.";
    case GATE_ORIGIN: return "Refused: the request comes from another page.";
    case GATE_HEADER: return "Refused: the header X-Gradus is missing.";
    default: return "Refused: no valid session. Open the address that gradus live printed.";
    }
}

/// Runs the handler, or sets the refusal.
static void answer(HttpCall *call, GateAnswer gate) {
    if (gate == GATE_OPEN)
        call->route->handle(call);
    else if (gate == GATE_LAUNCH)
        reply_launch(call);
    else if (gate == GATE_LOGIN_FIRST)
        reply_login(call);
    else
        reply_text(call, gate_status(gate), refusal(gate));
    if (gate == GATE_METHOD) reply_header(call, "allow", "GET, POST");
}

static int begin(HttpCall *call) {
    GateAnswer gate = ask_gate(call, false);
    read_rest(call);
    bool post = lws_hdr_total_length(call->wsi, WSI_TOKEN_POST_URI) > 0;
    if (lws_hdr_total_length(call->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0 ||
        (post && call->content_length < 0)) {
        reply_text(call, post && call->content_length == -1 ? 411 : 400,
                   "The length of the request is missing or wrong.");
        call->close = true;
        return reply(call);
    }
    answer(call, gate);
    if (call->want_body && call->content_length > 0) return 0; // goes on in HTTP_BODY
    if (call->want_body) {
        call->route->handle == http_upload ? upload_end(call) : login_end(call);
    } else if (call->content_length > 0) {
        call->close = true; // the body is not read
    }
    return reply(call);
}

static int take_body(HttpCall *call, const void *bytes, size_t n) {
    if (!call->want_body || call->replied) return 0;
    call->received += (int64_t)n;
    bool good = true;
    if (call->route->handle == http_upload) {
        good = upload_body(call, bytes, n);
    } else if (call->form.len + n > MAX_FORM) {
        reply_text(call, 413, "Too long.");
        good = false;
    } else {
        buf_put(&call->form, bytes, n);
    }
    if (good) return 0;
    call->close = true;
    return reply(call);
}

static int end_body(HttpCall *call) {
    if (!call->want_body || call->replied) return 0;
    call->route->handle == http_upload ? upload_end(call) : login_end(call);
    return reply(call);
}

/// The WebSocket passes the same gate before it is one.
static int confirm_upgrade(struct lws *wsi, const char *kind) {
    HttpCall *call = call_new(wsi);
    if (!call) return -1;
    GateAnswer gate = strcmp(kind, "websocket") ? GATE_METHOD : ask_gate(call, true);
    int status = gate_status(gate);
    if (gate == GATE_OPEN && call->server->n_clients >= MAX_CLIENTS)
        gate = GATE_METHOD, status = 503;
    call_free(call);
    if (gate == GATE_OPEN) return 0;
    if (lws_return_http_status(wsi, (unsigned)status, NULL)) return -1;
    return 1;
}

int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void **slot, void *in,
                  size_t n) {
    HttpCall *call = slot ? *slot : NULL;
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE: return confirm_upgrade(wsi, in);
    case LWS_CALLBACK_HTTP:
        call_free(call);
        *slot = call = call_new(wsi);
        return call ? begin(call) : -1;
    case LWS_CALLBACK_HTTP_BODY: return call ? take_body(call, in, n) : -1;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION: return call ? end_body(call) : -1;
    case LWS_CALLBACK_HTTP_WRITEABLE: return call ? send_some(call) : 0;
    case LWS_CALLBACK_CLOSED_HTTP:
    case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
        call_free(call);
        if (slot) *slot = NULL;
        return 0;
    default: return 0;
    }
}
