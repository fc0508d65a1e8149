// live/gate.h: who may come in. Every request, the WebSocket's as well, passes gate_check with the
// route it wants; what no route allows is refused. The rules and their reasons:
// docs/live-editor.md, "Threat model". Nothing here touches the network. Tests:
// tests/unit/live/test_gate.c.
#pragma once
#include "base/ctx.h"
#include <stdbool.h>
#include <stddef.h>

enum {
    GATE_SECRET = 44,
    GATE_SESSIONS = 64,
    GATE_ORIGINS = 16
}; // GATE_SECRET: 256 bits in base64 and a null

/// Where a page may come from: "http" and "127.0.0.1:8888".
typedef struct GateOrigin {
    char scheme[6];
    char authority[256];
    bool
        portal; // given by gate_allow: a proxy there may put another host of ours into its requests
} GateOrigin;

typedef struct Gate {
    char base[128];           // path of the page: "/" or "/x/y/"
    char cookie[32];          // name of the session's cookie
    char launch[GATE_SECRET]; // good once; "" when used up
    char *token;              // good always, in a header or the login form; null: none. Owned
    char sessions[GATE_SESSIONS][GATE_SECRET];
    int n_sessions; // newest overwrites the oldest
    GateOrigin origins[GATE_ORIGINS];
    int n_origins;
} Gate;

typedef enum RouteMethod { ROUTE_GET, ROUTE_POST, ROUTE_SOCKET } RouteMethod;
typedef enum RouteAccess {
    ACCESS_SESSION, // cookie or token header
    ACCESS_PAGE,    // the same, or the launch URL
    ACCESS_LOGIN    // anyone who may speak to this host: the token is in the body
} RouteAccess;

/// One thing the server does. `path` is relative to the base; one that ends with '/' or is
/// "assets/" stands for all below.
typedef struct RouteDef {
    const char *path;
    RouteMethod method;
    RouteAccess access;
    bool changes; // changes something: must carry the header X-Gradus
    void (*handle)(void *call);
} RouteDef;

/// What a request says of itself; null where it says nothing.
typedef struct GateRequest {
    const char *method; // "GET", "HEAD", "POST", …
    const char *path;   // decoded, without arguments
    const char *host, *origin, *cookie, *authorization, *fetch_site, *custom, *launch;
    bool upgrade; // asks for a WebSocket
} GateRequest;

typedef enum GateAnswer {
    GATE_OPEN,
    GATE_LAUNCH,      // the launch URL: make a session, set the cookie, go to the page
    GATE_LOGIN_FIRST, // the page without a session: the login form with status 403
    GATE_HOST,        // 403: not a host of ours
    GATE_NO_ROUTE,    // 404
    GATE_METHOD,      // 405
    GATE_ORIGIN,      // 403: another origin, or none where there must be one
    GATE_HEADER,      // 403: the header that no form can send is missing
    GATE_SECRET_WRONG // 403
} GateAnswer;

/// 32 bytes of the operating system's random numbers in base64. ERR_IO.
Status gate_secret(Ctx *ctx, char ret[GATE_SECRET]);
/// Makes the launch secret; allows loopback names with `port`. `base` begins and ends with '/'.
Status gate_init(Ctx *ctx, Gate *gate, const char *base, int port);
void gate_done(Gate *gate);
/// Allows one more origin, "https://portal.example.org" or with a port. ERR_ARG for what is none.
Status gate_allow(Ctx *ctx, Gate *gate, const char *url);
/// Equal in a time that does not depend on where they differ; null and "" equal nothing.
bool secret_equal(const char *a, const char *b);
/// Decides, and finds the route (also for 403). Changes nothing.
GateAnswer gate_check(const Gate *gate, const RouteDef *routes, const GateRequest *request,
                      const RouteDef **ret_route);
int gate_status(GateAnswer answer);
/// A new session (its secret borrowed until it is replaced). ERR_IO.
Status gate_open_session(Ctx *ctx, Gate *gate, const char **ret);
/// Whether a cookie header names a session of ours.
bool gate_has_session(const Gate *gate, const char *cookie_header);
