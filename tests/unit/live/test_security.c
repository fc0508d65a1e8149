// The security list of docs/live-editor.md, item by item, against the server as a user starts it.
// Item 12 (packages) is tested with their readers in tests/unit/doc; the rules themselves without a
// network in test_gate.c and test_roots.c.
#include "browser.h"
#include "live/internal.h"
#include <ifaddrs.h>

static Live live;

static int start(void **state) {
    (void)state;
    snprintf(live.folder, sizeof live.folder, "/tmp/gradus-sec-XXXXXX");
    if (!mkdtemp(live.folder)) return -1;
    put_file(&live, "lab.m", "fid = fopen('ran.txt','w'); fclose(fid);\n");
    put_file(&live, "x.js", "alert(1)");
    put_file(&live, "page.html", "<script>alert(1)</script>");
    put_file(&live, ".secret", "hidden");
    static const char *const args[] = {"lab.m", "--token-file", ".token", NULL};
    if (!live_start(&live, args)) return -1;
    enter(&live);
    return 0;
}

static int finish(void **state) {
    (void)state;
    live_remove(&live);
    return 0;
}

static const char *token(void) {
    static char text[100];
    snprintf(text, sizeof text, "%.99s", get_file(&live, ".token"));
    text[strcspn(text, "\n")] = 0;
    return text;
}

// 1
// --------------------------------------------------------------------------------------------------
static void only_this_machine(void **state) {
    (void)state;
    struct ifaddrs *list, *i;
    int tried = 0;
    assert_int_equal(getifaddrs(&list), 0);
    for (i = list; i; i = i->ifa_next) {
        if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET) continue;
        char address[64];
        inet_ntop(AF_INET, &((struct sockaddr_in *)i->ifa_addr)->sin_addr, address, sizeof address);
        if (!strncmp(address, "127.", 4)) continue;
        tried++;
        assert_int_equal(connect_to(address, live.port), -1);
    }
    freeifaddrs(list);
    print_message("%d other addresses refused\n", tried);
    Live other = {0};
    static const char *const args[] = {"--bind", "0.0.0.0", NULL};
    assert_false(live_start(&other, args)); // no token: does not start
    live_kill(&other, SIGKILL);
    live_remove(&other);
}

// 2
// --------------------------------------------------------------------------------------------------
static void secrets_stay_secret(void **state) {
    (void)state;
    Live other = {0};
    assert_true(live_start(&other, NULL));
    assert_string_not_equal(strstr(other.launch, "launch="), strstr(live.launch, "launch="));
    assert_int_equal(strlen(strstr(other.launch, "launch=") + 7), 43); // 256 bits
    live_remove(&other);
    const char *launch = strstr(live.launch, "launch=") + 7;
    Answer *a = request(&live, "GET", "/", with_cookie(&live, ""), NULL);
    assert_null(strstr(a->text, token()));
    assert_null(strstr(a->text, launch));
    assert_null(strstr(a->text, strchr(live.cookie, '=') + 1));
    a = request(&live, "GET", "/", "", NULL);
    assert_null(strstr(a->text, token()));
    assert_non_null(strcasestr(a->text, "referrer-policy: no-referrer"));
    struct stat st;
    char path[200];
    snprintf(path, sizeof path, "%s/.token", live.folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    char command[400];
    snprintf(command, sizeof command, "grep -rqF -e '%s' -e '%s' %s/.state", token(), launch,
             live.folder);
    assert_int_not_equal(system(command), 0); // nor in any file of ours
    snprintf(command, sizeof command, "tr '\\0' ' ' < /proc/%d/cmdline | grep -qF -e '%s'",
             (int)live.pid, token());
    assert_int_not_equal(system(command), 0);
}

static void weak_token_files(void **state) {
    (void)state;
    Live other = {0};
    snprintf(other.folder, sizeof other.folder, "/tmp/gradus-sec-XXXXXX");
    assert_non_null(mkdtemp(other.folder));
    static const char *const args[] = {"--token-file", "t", NULL};
    put_file(&other, "t", "0123456789012345678901234567890\n");
    assert_false(live_start(&other, args)); // readable by others
    live_kill(&other, SIGTERM);
    char path[200];
    snprintf(path, sizeof path, "%s/t", other.folder);
    put_file(&other, "t", "short\n");
    chmod(path, 0600);
    assert_false(live_start(&other, args));
    live_kill(&other, SIGKILL);
    live_remove(&other);
}

// 3
// --------------------------------------------------------------------------------------------------
static void launch_works_once(void **state) {
    (void)state;
    Live other = {0};
    assert_true(live_start(&other, NULL));
    const char *path = strchr(other.launch + 8, '/');
    Answer *a = request(&other, "GET", path, "", NULL);
    assert_int_equal(a->status, 303);
    assert_non_null(strstr(a->text, "location: /\r\n")); // the secret is gone from the address
    char name[40];
    snprintf(name, sizeof name, "set-cookie: gradus-%d=", other.port);
    assert_non_null(strstr(a->text, name));
    assert_non_null(strstr(a->text, "; Path=/; HttpOnly; SameSite=Strict\r\n"));
    a = request(&other, "GET", path, "", NULL);
    assert_int_equal(a->status, 403);
    assert_null(strcasestr(a->text, "set-cookie"));
    live_remove(&other);
}

// 4
// --------------------------------------------------------------------------------------------------
/// One row a route. A route of http.c without a row here fails the test.
static const struct {
    const char *path, *ask; // as in the table; what to ask for
    int without, with;      // status without a session, and with one
} rows[] = {{"", "/", 403, 200},
            {"assets/", "/assets/none.js", 403, 404},
            {"login", "/login", 403, 403}, // the token decides, below
            {"link", "/link", 403, 200},
            {"download", "/download?path=/nowhere", 403, 403},
            {"export/", "/export/abc", 403, 404},
            {"upload", "/upload?path=/nowhere", 403, 403},
            {"socket", "/socket", 403, 101}};

static void every_route_is_guarded(void **state) {
    (void)state;
    const RouteDef *routes = live_route_table();
    for (const RouteDef *r = routes; r->path; r++) {
        size_t i = 0, n = sizeof rows / sizeof *rows;
        while (i < n && strcmp(rows[i].path, r->path)) i++;
        if (i == n) fail_msg("the route '%s' has no row in this test", r->path);
        char wrong[260], headers[1000], right[260];
        snprintf(right, sizeof right, "Cookie: %s\r\n", live.cookie);
        snprintf(wrong, sizeof wrong, "Cookie: %.*sAAAA\r\nAuthorization: Bearer AAAA\r\n",
                 (int)strlen(live.cookie) - 4, live.cookie);
        const char *const lines[] = {"", wrong, right};
        for (int k = 0; k < 3; k++) {
            int want = k < 2 ? rows[i].without : rows[i].with, status;
            snprintf(headers, sizeof headers, "X-Gradus: 1\r\n%s", lines[k]);
            if (r->method == ROUTE_SOCKET) {
                int fd = -1;
                snprintf(headers, sizeof headers, "Host: %s\r\nOrigin: http://%s\r\n%s", live.host,
                         live.host, lines[k]);
                status = upgrade(&live, rows[i].ask, headers, &fd);
                if (fd >= 0) close(fd);
            } else {
                status = request(&live, r->method == ROUTE_POST ? "POST" : "GET", rows[i].ask,
                                 headers, r->method == ROUTE_POST ? "a" : NULL)
                             ->status;
            }
            if (status != want) fail_msg("'%s', case %d: %d, not %d", r->path, k, status, want);
        }
    }
    // everything else is nothing
    static const char *const nothing[] = {"/api",    "/index.html", "/login",   "/files/lab.m",
                                          "/lab.m",  "/socket",     "/assets/", "/..",
                                          "/.token", "/%2e%2e/",    "/export"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        int status = request(&live, "GET", nothing[i], with_cookie(&live, ""), NULL)->status;
        if (status != 404 && status != 405 && status != 403 &&
            !(status == 200 && !strcmp(nothing[i], "/..")) &&
            !(status == 200 && !strcmp(nothing[i], "/%2e%2e/")))
            fail_msg("'%s': %d", nothing[i], status);
    }
    char body[200];
    snprintf(body, sizeof body, "token=%s", token());
    Answer *a = request(&live, "POST", "/login", "", body);
    assert_int_equal(a->status, 303);
    assert_int_equal(request(&live, "POST", "/login", "", "token=")->status, 403);
    assert_int_equal(request(&live, "POST", "/login", "", "token=AAAA")->status, 403);
    snprintf(body, sizeof body, "Authorization: Bearer %s\r\n", token());
    assert_int_equal(request(&live, "GET", "/", body, NULL)->status, 200);
}

// 5
// --------------------------------------------------------------------------------------------------
static void hosts(void **state) {
    (void)state;
    char port[20], bad[12][80], text[1000];
    snprintf(port, sizeof port, "%d", live.port);
    snprintf(bad[0], 80, "evil.test");
    snprintf(bad[1], 80, "127.0.0.1.evil.test:%s", port);
    snprintf(bad[2], 80, "127.0.0.1:%d", live.port + 1);
    snprintf(bad[3], 80, "127.0.0.1");
    snprintf(bad[4], 80, "evil.test:%s", port);
    snprintf(bad[5], 80, "127.0.0.1:%s@evil.test", port);
    snprintf(bad[6], 80, "127.0.0.1:%s\r\nHost: evil.test", port);
    snprintf(bad[7], 80, "%s", "");
    for (int i = 0; i < 8; i++) {
        int n = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n",
                         bad[i], live.cookie);
        int status = raw_request(&live, text, (size_t)n)->status;
        if (status != 403 && status != 400) fail_msg("Host '%s': %d", bad[i], status);
    }
    int n = snprintf(text, sizeof text, "GET / HTTP/1.0\r\nCookie: %s\r\n\r\n", live.cookie);
    assert_int_not_equal(raw_request(&live, text, (size_t)n)->status, 200);
    n = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: localhost:%s\r\nCookie: %s\r\n\r\n",
                 port, live.cookie);
    assert_int_equal(raw_request(&live, text, (size_t)n)->status, 200);
}

// 6
// --------------------------------------------------------------------------------------------------
static void origins_of_sockets(void **state) {
    (void)state;
    char headers[1000], origins[9][100];
    snprintf(origins[0], 100, "%s", "");
    snprintf(origins[1], 100, "Origin: null\r\n");
    snprintf(origins[2], 100, "Origin: http://127.0.0.1:%d\r\n", live.port + 1);
    snprintf(origins[3], 100, "Origin: https://%s\r\n", live.host);
    snprintf(origins[4], 100, "Origin: http://%s.evil.test\r\n", live.host);
    snprintf(origins[5], 100, "Origin: http://evil.test\r\n");
    snprintf(origins[6], 100, "Origin: http://localhost:%d\r\n", live.port);
    snprintf(origins[7], 100, "Origin: \r\n");
    snprintf(origins[8], 100, "Sec-WebSocket-Origin: http://evil.test\r\n");
    for (int i = 0; i < 9; i++) {
        snprintf(headers, sizeof headers, "Host: %.60s\r\n%.99sCookie: %.190s\r\n", live.host,
                 origins[i], live.cookie);
        int status = upgrade(&live, "/socket", headers, NULL);
        if (status != 403) fail_msg("'%s': %d", origins[i], status);
    }
    snprintf(headers, sizeof headers, "Host: %s\r\nOrigin: http://%s\r\nCookie: %s\r\n", live.host,
             live.host, live.cookie);
    assert_int_equal(upgrade(&live, "/", headers, NULL), 405); // only where the socket is
    assert_int_equal(upgrade(&live, "/login", headers, NULL), 405);
    int fd = -1;
    snprintf(headers, sizeof headers, "Host: %s\r\nAuthorization: Bearer %s\r\n", live.host,
             token());
    assert_int_equal(upgrade(&live, "/socket", headers, &fd), 101); // a program with the token
    close(fd);
}

// 7
// --------------------------------------------------------------------------------------------------
static void changing_needs_more_than_a_form(void **state) {
    (void)state;
    char path[300];
    snprintf(path, sizeof path, "/upload?path=%s/form.m", live.folder);
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "Content-Type: text/plain\r\n"), "x")
            ->status,
        403);
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "X-Gradus: 2\r\n"), "x")->status, 403);
    assert_int_equal(
        request(&live, "GET", path, with_cookie(&live, "X-Gradus: 1\r\n"), NULL)->status, 405);
    assert_int_equal(
        request(&live, "PUT", path, with_cookie(&live, "X-Gradus: 1\r\n"), "x")->status, 405);
    assert_int_equal(
        request(&live, "DELETE", path, with_cookie(&live, "X-Gradus: 1\r\n"), NULL)->status, 405);
    assert_int_equal(request(&live, "POST", path,
                             with_cookie(&live, "X-Gradus: 1\r\nOrigin: http://evil.test\r\n"), "x")
                         ->status,
                     403);
    assert_int_equal(request(&live, "POST", path,
                             with_cookie(&live, "X-Gradus: 1\r\nSec-Fetch-Site: same-site\r\n"),
                             "x")
                         ->status,
                     403);
    Answer *a = request(
        &live, "OPTIONS", path,
        with_cookie(&live, "Origin: http://evil.test\r\nAccess-Control-Request-Method: POST\r\n"),
        NULL);
    assert_int_not_equal(a->status, 200);
    assert_null(strcasestr(a->text, "access-control-"));
    assert_null(get_file(&live, "form.m"));
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "X-Gradus: 1\r\n"), "x = 1")->status, 200);
    assert_string_equal(get_file(&live, "form.m"), "x = 1");
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "X-Gradus: 1\r\n"), "x = 2")->status,
        409); // asks first
    assert_string_equal(get_file(&live, "form.m"), "x = 1");
    snprintf(path, sizeof path, "/upload?path=%s/form.m&overwrite=1", live.folder);
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "X-Gradus: 1\r\n"), "x = 2")->status, 200);
    assert_string_equal(get_file(&live, "form.m"), "x = 2");
    assert_int_equal(
        request(&live, "POST", path, with_cookie(&live, "X-Gradus: 1\r\n"), "")->status,
        200); // an empty file
    assert_string_equal(get_file(&live, "form.m"), "");
}

// 8, 9
// -----------------------------------------------------------------------------------------------
static void paths(void **state) {
    (void)state;
    static const char *const bad[] = {"/etc/passwd",
                                      "%s/../x",
                                      "%s/%%2e%%2e/x",
                                      "%s/%%252e%%252e/x",
                                      "%s/..\\x",
                                      "%s/..%%2f..%%2fetc/passwd",
                                      "%s%%00/lab.m",
                                      "%s/lab.m%%00.png",
                                      "lab.m",
                                      "",
                                      "%s/.secret",
                                      "%s/.token",
                                      "%s/.state/gradus/live/recent.json",
                                      "%s/sub/../.token",
                                      "%s",
                                      "/dev/zero",
                                      "/proc/self/environ",
                                      "//etc/passwd",
                                      "file:///etc/passwd",
                                      "%s/nothing.m"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char path[500], full[600];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
        snprintf(path, sizeof path, bad[i], live.folder);
#pragma GCC diagnostic pop
        snprintf(full, sizeof full, "/download?path=%s", path);
        int status = request(&live, "GET", full, with_cookie(&live, ""), NULL)->status;
        if (status == 200 || status == 303) fail_msg("'%s': %d", path, status);
    }
    char path[300];
    snprintf(path, sizeof path, "/download?path=%s/lab.m", live.folder);
    assert_int_equal(request(&live, "GET", path, with_cookie(&live, ""), NULL)->status, 200);
    put_file(&live, "a & b + %41.m", "odd");
    snprintf(path, sizeof path, "/download?path=%s/a%%20%%26%%20b%%20%%2B%%20%%2541.m",
             live.folder);
    Answer *a = request(&live, "GET", path, with_cookie(&live, ""), NULL);
    assert_int_equal(a->status, 200);
    assert_string_equal(a->body, "odd");
}

// 10, 15
// ---------------------------------------------------------------------------------------------
static void headers_everywhere(void **state) {
    (void)state;
    static const char *const must[] = {
        "content-security-policy: default-src 'none'; script-src 'self'; ",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cross-origin-resource-policy: same-origin"};
    char download[300];
    snprintf(download, sizeof download, "/download?path=%s/page.html", live.folder);
    const char *const asked[] = {"/", "/nothing", "/assets/x.js", "/login", download, "/export/x"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        for (int with = 0; with < 2; with++) {
            Answer *a = request(&live, "GET", asked[i], with ? with_cookie(&live, "") : "", NULL);
            for (size_t k = 0; k < sizeof must / sizeof *must; k++)
                if (!strcasestr(a->text, must[k])) fail_msg("%s: no %s", asked[i], must[k]);
            assert_null(strcasestr(a->text, "access-control-allow"));
            assert_null(strstr(a->text, "unsafe-eval"));
        }
    Answer *a = request(&live, "GET", download, with_cookie(&live, ""), NULL);
    assert_non_null(
        strcasestr(a->text, "content-disposition: attachment; filename*=UTF-8''page.html"));
    assert_non_null(strcasestr(a->text, "content-type: application/octet-stream"));
    assert_int_equal(
        request(&live, "GET", download, with_cookie(&live, "Sec-Fetch-Site: same-site\r\n"), NULL)
            ->status,
        403);
    assert_int_equal(
        request(&live, "GET", download, with_cookie(&live, "Sec-Fetch-Site: cross-site\r\n"), NULL)
            ->status,
        403);
}

// 11
// -------------------------------------------------------------------------------------------------
static void opening_runs_nothing(void **state) {
    (void)state;
    Tab tab;
    tab_open(&live, &tab);
    json_decref(ASK(&tab, "hello", "\"client\":\"a\""));
    json_t *reply = ASK(&tab, "open", "\"path\":\"%s/lab.m\"", live.folder);
    int doc = int_of(json_object_get(reply, "doc"), "doc");
    json_decref(reply);
    json_decref(ASK(&tab, "check", "\"doc\":%d", doc));
    usleep(300 * 1000);
    assert_null(get_file(&live, "ran.txt"));
    static const char *const bad[] = {
        "data:text/html,x", "javascript:alert(1)", "data:image/svg+xml;base64,AAAA",
        "data:image/png;base64,AA\\\"onerror=", "http://evil.test/x.png"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ASK_FAILS(&tab, "argument", "insert_image", "\"doc\":%d,\"name\":\"x\",\"data_uri\":\"%s\"",
                  doc, bad[i]);
    json_t *inserted =
        ASK(&tab, "insert_image",
            "\"doc\":%d,\"name\":\"x\",\"data_uri\":\"data:image/png;base64,AAAA\"", doc);
    const char *image = json_string_value(json_object_get(inserted, "image"));
    assert_non_null(image); // not "id", which says what the reply answers
    assert_int_equal(strspn(image, "0123456789abcdef"), 4);
    json_decref(inserted);
    tab_close(&tab);
}

// 13
// -------------------------------------------------------------------------------------------------
static void limits(void **state) {
    (void)state;
    static char text[200000];
    int n = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\nCookie: ", live.host);
    memset(text + n, 'a', 100000);
    strcpy(text + n + 100000, "\r\n\r\n");
    assert_int_not_equal(raw_request(&live, text, strlen(text))->status, 200);
    n = snprintf(text, sizeof text, "GET /");
    memset(text + n, 'a', 100000);
    strcpy(text + n + 100000, " HTTP/1.1\r\n\r\n");
    assert_int_not_equal(raw_request(&live, text, strlen(text))->status, 200);
    // lengths that are wrong, twofold or missing
    static const char *const lengths[] = {"Content-Length: -1\r\n",
                                          "Content-Length: 99999999999999999999\r\n",
                                          "Content-Length: x\r\n",
                                          "Content-Length: 5000000000\r\n",
                                          "Transfer-Encoding: chunked\r\n",
                                          "",
                                          "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        n = snprintf(text, sizeof text,
                     "POST /upload?path=%s/big.m HTTP/1.1\r\nHost: %s\r\nX-Gradus: 1\r\nCookie: "
                     "%s\r\n%s\r\n",
                     live.folder, live.host, live.cookie, lengths[i]);
        int status = raw_request(&live, text, (size_t)n)->status;
        if (status == 200) fail_msg("'%s': %d", lengths[i], status);
        assert_null(get_file(&live, "big.m"));
    }
    static const char *const rubbish[] = {
        "\x16\x03\x01\x02",       "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\r\n\r\n\r\n",           "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"};
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++)
        assert_int_not_equal(raw_request(&live, rubbish[i], strlen(rubbish[i]))->status, 200);
    // frames: without a mask, binary, too long, unknown kinds, an unfinished one
    for (int i = 0; i < 5; i++) {
        Tab tab;
        tab_open(&live, &tab);
        static const char hello[] = "{\"t\":\"hello\",\"id\":1,\"client\":\"x\"}";
        unsigned char huge[14] = {0x81, 0x80 | 127, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
        if (i == 0) send_frame(&tab, 0x81, hello, strlen(hello), false);
        if (i == 1) send_frame(&tab, 0x82, hello, strlen(hello), true);
        if (i == 2) send_all(tab.fd, huge, sizeof huge);
        if (i == 3) send_frame(&tab, 0x83, hello, strlen(hello), true);
        if (i == 4) send_frame(&tab, 0xF1, hello, strlen(hello), true); // reserved bits
        json_t *m = tab_read(&tab, 1);
        if (m) fail_msg("frame %d was answered", i);
        tab_close(&tab);
    }
    assert_int_equal(request(&live, "GET", "/", with_cookie(&live, ""), NULL)->status, 200);
}

static void many_connections(void **state) {
    (void)state;
    int fds[200], n = 0, refused = 0;
    for (; n < 200; n++) fds[n] = connect_to("127.0.0.1", live.port);
    usleep(200 * 1000);
    for (int i = 0; i < n; i++) {
        char c;
        struct pollfd p = {fds[i], POLLIN, 0};
        refused += fds[i] < 0 || (poll(&p, 1, 0) > 0 && recv(fds[i], &c, 1, MSG_DONTWAIT) <= 0);
    }
    assert_true(refused >= 200 - MAX_CONNECTIONS);
    for (int i = 0; i < n; i++)
        if (fds[i] >= 0) close(fds[i]);
    usleep(200 * 1000);
    assert_int_equal(request(&live, "GET", "/", with_cookie(&live, ""), NULL)->status, 200);
}

static void messages_that_are_none(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "x",
        "[]",
        "{}",
        "null",
        "{\"t\":1,\"id\":1}",
        "{\"t\":\"hello\"}",
        "{\"t\":\"hello\",\"id\":\"1\"}",
        "{\"t\":\"hello\",\"id\":1}",
        "{\"t\":\"hello\",\"id\":1,\"client\":{}}",
        "{\"t\":\"edits\",\"id\":1}",
        "{\"t\":\"begin\",\"id\":1}",
        "{\"t\":\"list\",\"id\":1,\"path\":\"/\"}",
        "{\"t\":\"hello\",\"t\":\"hello\",\"id\":1,\"client\":\"a\"}"};
    Tab tab;
    tab_open(&live, &tab);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tab_text(&tab, bad[i]);
        json_t *m = tab_read(&tab, 5);
        if (!m || !is_message(m, "failure")) fail_msg("'%s'", bad[i]);
        json_decref(m);
    }
    static char deep[100001];
    memset(deep, '[', sizeof deep - 1);
    tab_text(&tab, deep);
    json_t *m = tab_read(&tab, 5);
    assert_true(is_message(m, "failure"));
    json_decref(m);
    tab_close(&tab);
}

// 14
// -------------------------------------------------------------------------------------------------
static void no_open_redirect(void **state) {
    (void)state;
    static const char *const bad[] = {"//evil.test",        "///evil.test",
                                      "/\\evil.test",       "/%5cevil.test",
                                      "/?next=//evil.test", "/login?next=http://evil.test",
                                      "http://evil.test/",  "/http://evil.test"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Answer *a = request(&live, "GET", bad[i], with_cookie(&live, ""), NULL);
        assert_null(strcasestr(a->text, "location:"));
    }
    char body[200];
    snprintf(body, sizeof body, "next=//evil.test&token=%s", token());
    Answer *a = request(&live, "POST", "/login?next=//evil.test", "", body);
    assert_int_equal(a->status, 303);
    assert_non_null(strstr(a->text, "location: /\r\n"));
}

// 16
// -------------------------------------------------------------------------------------------------
static void uploads_are_whole_or_not_there(void **state) {
    (void)state;
    char text[700];
    int n = snprintf(text, sizeof text,
                     "POST /upload?path=%s/half.m HTTP/1.1\r\nHost: %s\r\nX-Gradus: 1\r\nCookie: "
                     "%s\r\nContent-Length: 1000\r\n\r\nhalf",
                     live.folder, live.host, live.cookie);
    int fd = connect_to("127.0.0.1", live.port);
    send_all(fd, text, (size_t)n);
    usleep(200 * 1000);
    close(fd);
    usleep(300 * 1000);
    assert_null(get_file(&live, "half.m"));
    snprintf(text, sizeof text, "ls -a %s | grep -q gradus-.*part", live.folder);
    assert_int_not_equal(system(text), 0);
    snprintf(text, sizeof text, "/upload?path=%s/none.m",
             live.folder); // no write without a session
    assert_int_equal(request(&live, "POST", text, "X-Gradus: 1\r\n", "x")->status, 403);
    assert_null(get_file(&live, "none.m"));
}

// 17
// -------------------------------------------------------------------------------------------------
static void other_users(void **state) {
    (void)state;
    char command[300];
    snprintf(command, sizeof command,
             "find %s/.state -type f ! -perm 600 -o -type d ! -perm 700 -path '*live*' | grep -q .",
             live.folder);
    assert_int_not_equal(system(command), 0);
    if (getuid() != 0) {
        print_message("not root: a second user could not be tried\n");
        return;
    }
    pid_t pid = fork();
    if (pid == 0) { // another user of this machine
        if (setgid(65534) || setuid(65534)) _exit(2);
        char path[200];
        snprintf(path, sizeof path, "%s/.token", live.folder);
        bool reads = open(path, O_RDONLY) >= 0;
        _exit(reads || request(&live, "GET", "/", "", NULL)->status != 403);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
}

// Base path and another origin, as behind a portal.
static void behind_a_portal(void **state) {
    (void)state;
    Live other = {.base = "/node/x/"};
    static const char *const args[] = {"--base-path", "node/x", "--origin", "https://portal.test",
                                       NULL};
    assert_true(live_start(&other, args));
    assert_non_null(strstr(other.launch, "https://portal.test/node/x/?launch="));
    const char *path = strchr(other.launch + 8, '/');
    snprintf(other.host, sizeof other.host, "portal.test");
    Answer *a = request(&other, "GET", path, "", NULL);
    assert_int_equal(a->status, 303);
    assert_non_null(strstr(a->text, "; Path=/node/x/; HttpOnly; SameSite=Strict; Secure\r\n"));
    assert_non_null(strstr(a->text, "location: /node/x/\r\n"));
    const char *cookie = strcasestr(a->text, "set-cookie: ");
    snprintf(other.cookie, sizeof other.cookie, "%.*s", (int)strcspn(cookie + 12, ";"),
             cookie + 12);
    assert_int_equal(request(&other, "GET", "/node/x/", with_cookie(&other, ""), NULL)->status,
                     200);
    assert_int_equal(request(&other, "GET", "/", with_cookie(&other, ""), NULL)->status, 404);
    char headers[500];
    snprintf(headers, sizeof headers,
             "Host: portal.test\r\nOrigin: https://portal.test\r\nCookie: %s\r\n", other.cookie);
    int fd = -1;
    assert_int_equal(upgrade(&other, "/node/x/socket", headers, &fd), 101);
    close(fd);
    live_remove(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_this_machine),
                                       cmocka_unit_test(secrets_stay_secret),
                                       cmocka_unit_test(weak_token_files),
                                       cmocka_unit_test(launch_works_once),
                                       cmocka_unit_test(every_route_is_guarded),
                                       cmocka_unit_test(hosts),
                                       cmocka_unit_test(origins_of_sockets),
                                       cmocka_unit_test(changing_needs_more_than_a_form),
                                       cmocka_unit_test(paths),
                                       cmocka_unit_test(headers_everywhere),
                                       cmocka_unit_test(opening_runs_nothing),
                                       cmocka_unit_test(limits),
                                       cmocka_unit_test(many_connections),
                                       cmocka_unit_test(messages_that_are_none),
                                       cmocka_unit_test(no_open_redirect),
                                       cmocka_unit_test(uploads_are_whole_or_not_there),
                                       cmocka_unit_test(other_users),
                                       cmocka_unit_test(behind_a_portal)};
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, start, finish);
}
