// Tests of live/gate.c: the checks of the security list (docs/live-editor.md), without a network.
#include "live/base64.h"
#include "live/gate.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void handle(void *call) {
    (void)call;
}
static const RouteDef routes[] = {{"", ROUTE_GET, ACCESS_PAGE, false, handle},
                                  {"assets/", ROUTE_GET, ACCESS_SESSION, false, handle},
                                  {"login", ROUTE_POST, ACCESS_LOGIN, false, handle},
                                  {"upload", ROUTE_POST, ACCESS_SESSION, true, handle},
                                  {"socket", ROUTE_SOCKET, ACCESS_SESSION, false, NULL},
                                  {0}};

typedef struct World {
    Ctx ctx;
    Gate gate;
    char cookie[128], bearer[64];
} World;

static int set_up(void **state) {
    World *w = calloc(1, sizeof *w);
    ctx_init(&w->ctx);
    const char *session;
    if (gate_init(&w->ctx, &w->gate, "/x/", 8765) != OK ||
        gate_open_session(&w->ctx, &w->gate, &session) != OK)
        return -1;
    w->gate.token = mem_dup("0123456789012345678901");
    snprintf(w->cookie, sizeof w->cookie, "other=1; gradus-8765=%s", session);
    snprintf(w->bearer, sizeof w->bearer, "Bearer %s", w->gate.token);
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    World *w = *state;
    gate_done(&w->gate);
    ctx_done(&w->ctx);
    free(w);
    return 0;
}

static GateAnswer ask(World *w, GateRequest request) {
    const RouteDef *route;
    if (!request.method) request.method = "GET";
    if (!request.host)
        request.host = "127.0.0.1:8765";
    else if (!*request.host)
        request.host = NULL;
    return gate_check(&w->gate, routes, &request, &route);
}

static void hosts(void **state) {
    World *w = *state;
    static const char *const good[] = {"127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765",
                                       "[::1]:8765"};
    static const char *const bad[] = {"",
                                      "evil.test",
                                      "127.0.0.1",
                                      "127.0.0.1:8766",
                                      "127.0.0.1.evil.test:8765",
                                      "localhost.evil.test:8765",
                                      "evil.test:8765",
                                      "127.0.0.1:8765.evil.test",
                                      "127.0.0.1:8765,evil.test",
                                      "0.0.0.0:8765",
                                      "127.1:8765",
                                      "localhost:8765 ",
                                      "x@localhost:8765"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(ask(w, (GateRequest){.path = "/x/", .host = good[i], .cookie = w->cookie}),
                         GATE_OPEN);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ask(w, (GateRequest){.path = "/x/", .host = bad[i], .cookie = w->cookie}) != GATE_HOST)
            fail_msg("host '%s'", bad[i]);
}

static void routes_and_methods(void **state) {
    World *w = *state;
    static const char *const nothing[] = {"/",         "/x",       "/y/",        "/x/assets/",
                                          "/x/assets", "/x/asset", "/x/login/",  "/x//",
                                          "/x/.",      "/x/../x/", "/x/socket/", "/X/"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (ask(w, (GateRequest){.path = nothing[i], .cookie = w->cookie}) != GATE_NO_ROUTE)
            fail_msg("path '%s'", nothing[i]);
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        assert_int_equal(
            ask(w, (GateRequest){.path = "/x/", .method = methods[i], .cookie = w->cookie}),
            GATE_METHOD);
    static const char *const reading[] = {"GET", "HEAD", "PUT", "OPTIONS"};
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++)
        assert_int_equal(ask(w, (GateRequest){.path = "/x/upload",
                                              .method = reading[i],
                                              .cookie = w->cookie,
                                              .custom = "1"}),
                         GATE_METHOD);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .upgrade = true, .cookie = w->cookie}),
                     GATE_METHOD);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/socket", .cookie = w->cookie}), GATE_METHOD);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/assets/a.js", .cookie = w->cookie}),
                     GATE_OPEN);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .method = "HEAD", .cookie = w->cookie}),
                     GATE_OPEN);
}

static void origins_of_sockets(void **state) {
    World *w = *state;
    GateRequest r = {.path = "/x/socket", .upgrade = true, .cookie = w->cookie};
    static const char *const bad[] = {NULL,
                                      "null",
                                      "http://127.0.0.1:8766",
                                      "https://127.0.0.1:8765",
                                      "http://127.0.0.1:8765.evil.test",
                                      "http://evil.test",
                                      "http://localhost:8765",
                                      "http://127.0.0.1",
                                      "http://127.0.0.1:8765/",
                                      "127.0.0.1:8765",
                                      ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        r.origin = bad[i];
        if (ask(w, r) != GATE_ORIGIN) fail_msg("origin '%s'", bad[i] ? bad[i] : "none");
    }
    r.origin = "http://127.0.0.1:8765";
    assert_int_equal(ask(w, r), GATE_OPEN);
    r.cookie = NULL;
    assert_int_equal(ask(w, r), GATE_SECRET_WRONG);
    r.origin = NULL;
    r.authorization = w->bearer; // a program with the token needs no origin …
    assert_int_equal(ask(w, r), GATE_OPEN);
    r.origin = "http://evil.test"; // … but one that is there must be right
    assert_int_equal(ask(w, r), GATE_ORIGIN);
}

static void origin_of_the_login_form(void **state) {
    World *w = *state;
    GateRequest r = {.path = "/x/login", .method = "POST", .origin = "null"};
    assert_int_equal(ask(w, r), GATE_OPEN); // pages without referrers post so; the token decides
    r.origin = "http://evil.test";
    assert_int_equal(ask(w, r), GATE_ORIGIN);
}

static void secrets(void **state) {
    World *w = *state;
    char wrong[128];
    snprintf(wrong, sizeof wrong, "%s", w->cookie);
    wrong[strlen(wrong) - 1] ^= 1;
    static const char *const bad[] = {NULL,
                                      "",
                                      "gradus-8765=",
                                      "gradus-8765",
                                      "gradus-876=x",
                                      "xgradus-8765=1",
                                      "gradus-8765=; gradus-8765="};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(ask(w, (GateRequest){.path = "/x/", .cookie = bad[i]}), GATE_LOGIN_FIRST);
        assert_int_equal(ask(w, (GateRequest){.path = "/x/assets/a.js", .cookie = bad[i]}),
                         GATE_SECRET_WRONG);
    }
    assert_int_equal(ask(w, (GateRequest){.path = "/x/assets/a.js", .cookie = wrong}),
                     GATE_SECRET_WRONG);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/assets/a.js", .authorization = w->bearer}),
                     GATE_OPEN);
    static const char *const bearers[] = {"Bearer ",
                                          "Bearer",
                                          "Bearer 012345678901234567890",
                                          "Bearer 01234567890123456789011",
                                          "Basic 0123456789012345678901",
                                          ""};
    for (size_t i = 0; i < sizeof bearers / sizeof *bearers; i++)
        assert_int_equal(
            ask(w, (GateRequest){.path = "/x/assets/a.js", .authorization = bearers[i]}),
            GATE_SECRET_WRONG);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .launch = w->gate.launch}), GATE_LAUNCH);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .launch = "x"}), GATE_SECRET_WRONG);
    *w->gate.launch = 0; // used
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .launch = ""}), GATE_SECRET_WRONG);
    assert_int_equal(ask(w, (GateRequest){.path = "/x/", .launch = "x", .cookie = w->cookie}),
                     GATE_SECRET_WRONG);
    gate_done(&w->gate);
    assert_false(secret_equal("", ""));
    assert_false(secret_equal(NULL, NULL));
    assert_false(secret_equal("a", ""));
    assert_false(secret_equal("aa", "a"));
    assert_true(secret_equal("ab", "ab"));
}

static void changing_needs_the_header(void **state) {
    World *w = *state;
    GateRequest r = {.path = "/x/upload", .method = "POST", .cookie = w->cookie};
    assert_int_equal(ask(w, r), GATE_HEADER);
    r.custom = "0";
    assert_int_equal(ask(w, r), GATE_HEADER);
    r.custom = "1";
    assert_int_equal(ask(w, r), GATE_OPEN);
    r.origin = "http://127.0.0.1:9999";
    assert_int_equal(ask(w, r), GATE_ORIGIN);
    r.origin = "http://127.0.0.1:8765";
    static const char *const sites[] = {"cross-site", "same-site", "?"};
    for (int i = 0; i < 3; i++) {
        r.fetch_site = sites[i];
        assert_int_equal(ask(w, r), GATE_ORIGIN);
    }
    r.fetch_site = "same-origin";
    assert_int_equal(ask(w, r), GATE_OPEN);
}

static void other_origins(void **state) {
    World *w = *state;
    static const char *const bad[] = {"",
                                      "portal.test",
                                      "ftp://portal.test",
                                      "https://",
                                      "https://portal.test/path",
                                      "https://a b",
                                      "javascript:1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(gate_allow(&w->ctx, &w->gate, bad[i]), ERR_ARG);
        error_clear(&w->ctx.error);
    }
    assert_int_equal(gate_allow(&w->ctx, &w->gate, "https://portal.test"), OK);
    GateRequest r = {.path = "/x/socket",
                     .upgrade = true,
                     .cookie = w->cookie,
                     .host = "portal.test",
                     .origin = "https://portal.test"};
    assert_int_equal(ask(w, r), GATE_OPEN);
    r.origin = "http://127.0.0.1:8765"; // ours, but not where the request went
    assert_int_equal(ask(w, r), GATE_ORIGIN);
    r.origin = "http://portal.test";
    assert_int_equal(ask(w, r), GATE_ORIGIN);
    r.origin = "https://portal.test";
    r.host = "127.0.0.1:8765"; // a proxy that puts its own host name in
    assert_int_equal(ask(w, r), GATE_OPEN);
}

static void random_secrets(void **state) {
    World *w = *state;
    char seen[200][GATE_SECRET];
    for (int i = 0; i < 200; i++) {
        assert_int_equal(gate_secret(&w->ctx, seen[i]), OK);
        assert_int_equal(strlen(seen[i]), 43); // 256 bits
        for (int k = 0; k < i; k++) assert_string_not_equal(seen[i], seen[k]);
    }
    const char *session, *first;
    gate_open_session(&w->ctx, &w->gate, &first);
    char cookie[100];
    snprintf(cookie, sizeof cookie, "gradus-8765=%s", first);
    assert_true(gate_has_session(&w->gate, cookie));
    for (int i = 0; i < GATE_SESSIONS; i++) gate_open_session(&w->ctx, &w->gate, &session);
    assert_false(gate_has_session(&w->gate, cookie)); // the oldest had to go
}

// RFC 4648, section 10.
static void base64(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"", ""},
                                          {"f", "Zg=="},
                                          {"fo", "Zm8="},
                                          {"foo", "Zm9v"},
                                          {"foob", "Zm9vYg=="},
                                          {"fooba", "Zm9vYmE="},
                                          {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf out = BUF_INIT;
        base64_encode(rows[i][0], strlen(rows[i][0]), false, &out);
        assert_string_equal(buf_text(&out), rows[i][1]);
        buf_done(&out);
    }
    Buf out = BUF_INIT;
    base64_encode("\xFB\xFF", 2, true, &out);
    assert_string_equal(buf_text(&out), "-_8");
    buf_done(&out);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(hosts),
                                       TEST(routes_and_methods),
                                       TEST(origins_of_sockets),
                                       TEST(origin_of_the_login_form),
                                       TEST(secrets),
                                       TEST(changing_needs_the_header),
                                       TEST(other_origins),
                                       TEST(random_secrets),
                                       cmocka_unit_test(base64)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
