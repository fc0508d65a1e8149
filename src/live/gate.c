// live/gate.c: the checks in order: host, route, method, origin, header, secret. The first that
// fails decides.
#include "live/gate.h"
#include "live/base64.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

Status gate_secret(Ctx *ctx, char ret[GATE_SECRET]) {
    unsigned char bytes[32];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return ctx_fail(ctx, ERR_IO, "Gradus:live:random", "No random numbers from the system: %s.",
                        strerror(errno));
    Buf text = BUF_INIT;
    base64_encode(bytes, sizeof bytes, true, &text);
    if (text.failed) return ctx_fail_nomem(ctx);
    snprintf(ret, GATE_SECRET, "%s", buf_text(&text));
    buf_done(&text);
    return OK;
}

static Status add_origin(Ctx *ctx, Gate *gate, const char *scheme, const char *authority,
                         bool portal) {
    if (gate->n_origins == GATE_ORIGINS)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:origin", "More than %d origins.",
                        (int)GATE_ORIGINS);
    GateOrigin *origin = &gate->origins[gate->n_origins++];
    origin->portal = portal;
    snprintf(origin->scheme, sizeof origin->scheme, "%s", scheme);
    snprintf(origin->authority, sizeof origin->authority, "%s", authority);
    return OK;
}

Status gate_init(Ctx *ctx, Gate *gate, const char *base, int port) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    *gate = (Gate){0};
    snprintf(gate->base, sizeof gate->base, "%s", base);
    snprintf(gate->cookie, sizeof gate->cookie, "gradus-%d", port);
    for (int i = 0; i < 3; i++) {
        char authority[64];
        snprintf(authority, sizeof authority, "%s:%d", names[i], port);
        TRY(add_origin(ctx, gate, "http", authority, false));
    }
    return gate_secret(ctx, gate->launch);
}

void gate_done(Gate *gate) {
    if (gate->token) explicit_bzero(gate->token, strlen(gate->token));
    mem_free(gate->token);
    explicit_bzero(gate, sizeof *gate);
}

Status gate_allow(Ctx *ctx, Gate *gate, const char *url) {
    bool https = !strncmp(url, "https://", 8);
    const char *authority = https ? url + 8 : !strncmp(url, "http://", 7) ? url + 7 : NULL;
    size_t n = authority
                   ? strspn(authority,
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")
                   : 0;
    if (!n || n > 250 || (authority[n] && strcmp(authority + n, "/")))
        return ctx_fail(
            ctx, ERR_ARG, "Gradus:live:origin",
            "'%s' is not an origin such as https://portal.example.org or http://host:8080.", url);
    char copy[256];
    snprintf(copy, sizeof copy, "%.*s", (int)n, authority);
    return add_origin(ctx, gate, https ? "https" : "http", copy, true);
}

bool secret_equal(const char *a, const char *b) {
    if (!a || !b || !*a || !*b) return false;
    size_t n_a = strlen(a), n_b = strlen(b);
    unsigned char differs = n_a != n_b;
    for (size_t i = 0; i < n_b; i++) differs |= (unsigned char)(a[i % n_a] ^ b[i]);
    return !differs;
}

/// Calls `equal` for the value of every cookie of our name.
bool gate_has_session(const Gate *gate, const char *header) {
    size_t n_name = strlen(gate->cookie);
    bool found = false;
    for (const char *p = header; p && *p;) {
        while (*p == ' ' || *p == ';') p++;
        size_t n = strcspn(p, ";");
        if (n > n_name && !memcmp(p, gate->cookie, n_name) && p[n_name] == '=' &&
            n - n_name - 1 < GATE_SECRET) {
            char value[GATE_SECRET];
            snprintf(value, sizeof value, "%.*s", (int)(n - n_name - 1), p + n_name + 1);
            for (int i = 0; i < GATE_SESSIONS; i++) found |= secret_equal(value, gate->sessions[i]);
        }
        p += n;
    }
    return found;
}

Status gate_open_session(Ctx *ctx, Gate *gate, const char **ret) {
    char secret[GATE_SECRET];
    TRY(gate_secret(ctx, secret));
    char *place = gate->sessions[gate->n_sessions++ % GATE_SESSIONS];
    memcpy(place, secret, GATE_SECRET);
    *ret = place;
    return OK;
}

static bool host_allowed(const Gate *gate, const char *host) {
    for (int i = 0; host && i < gate->n_origins; i++)
        if (!strcasecmp(host, gate->origins[i].authority)) return true;
    return false;
}

/// The origin must be one of ours, and the very one the request was sent to, or a portal.
static bool origin_allowed(const Gate *gate, const char *origin, const char *host) {
    for (int i = 0; origin && i < gate->n_origins; i++) {
        const GateOrigin *o = &gate->origins[i];
        size_t n = strlen(o->scheme);
        if (!strncmp(origin, o->scheme, n) && !strncmp(origin + n, "://", 3) &&
            !strcasecmp(origin + n + 3, o->authority) &&
            (o->portal || !strcasecmp(host, o->authority)))
            return true;
    }
    return false;
}

static const RouteDef *find_route(const Gate *gate, const RouteDef *routes,
                                  const GateRequest *request, bool *ret_path_known) {
    size_t n_base = strlen(gate->base);
    *ret_path_known = false;
    if (strncmp(request->path, gate->base, n_base)) return NULL;
    const char *rest = request->path + n_base;
    bool get = !strcmp(request->method, "GET") || !strcmp(request->method, "HEAD"),
         post = !strcmp(request->method, "POST");
    for (const RouteDef *r = routes; r->path; r++) {
        size_t n = strlen(r->path);
        bool below = n && r->path[n - 1] == '/';
        if (below ? strncmp(rest, r->path, n) || !rest[n] : strcmp(rest, r->path)) continue;
        *ret_path_known = true;
        if (r->method == ROUTE_SOCKET ? get && request->upgrade
            : r->method == ROUTE_GET  ? get && !request->upgrade
                                      : post)
            return r;
    }
    return NULL;
}

static bool bearer_allowed(const Gate *gate, const char *authorization) {
    return authorization && !strncasecmp(authorization, "Bearer ", 7) &&
           secret_equal(authorization + 7, gate->token);
}

GateAnswer gate_check(const Gate *gate, const RouteDef *routes, const GateRequest *request,
                      const RouteDef **ret_route) {
    *ret_route = NULL;
    if (!host_allowed(gate, request->host)) return GATE_HOST;
    bool known;
    const RouteDef *route = find_route(gate, routes, request, &known);
    if (!route) return known ? GATE_METHOD : GATE_NO_ROUTE;
    *ret_route = route;
    bool bearer = bearer_allowed(gate, request->authorization);
    bool must_have_origin = route->method == ROUTE_SOCKET && !bearer;
    // Our pages send no referrer, so browsers name the origin of the login form "null". The token it
    // brings is what lets in.
    bool own_form =
        route->access == ACCESS_LOGIN && request->origin && !strcmp(request->origin, "null");
    if ((request->origin || must_have_origin) && !own_form &&
        !origin_allowed(gate, request->origin, request->host))
        return GATE_ORIGIN;
    // Browsers say where a request comes from; pages of other sites and ports get nothing but the
    // page itself.
    const char *site = request->fetch_site;
    if (site && route->access == ACCESS_SESSION && strcmp(site, "same-origin") &&
        strcmp(site, "none"))
        return GATE_ORIGIN;
    if (route->changes && (!request->custom || strcmp(request->custom, "1"))) return GATE_HEADER;
    if (route->access == ACCESS_LOGIN) return GATE_OPEN;
    if (route->access == ACCESS_PAGE && request->launch)
        return secret_equal(request->launch, gate->launch) ? GATE_LAUNCH : GATE_SECRET_WRONG;
    if (bearer || gate_has_session(gate, request->cookie)) return GATE_OPEN;
    return route->access == ACCESS_PAGE ? GATE_LOGIN_FIRST : GATE_SECRET_WRONG;
}

int gate_status(GateAnswer answer) {
    switch (answer) {
    case GATE_OPEN: return 200;
    case GATE_LAUNCH: return 303;
    case GATE_NO_ROUTE: return 404;
    case GATE_METHOD: return 405;
    default: return 403;
    }
}
