// The rule that frames are masked: the follower of frames at every split of its bytes, and a server that ends who breaks it.
#include "browser.h"

#include "live/frames.h"

static Live live;

static size_t put_frame(uint8_t *to, int first, size_t n, bool masked) {
    size_t k = 2;
    to[0] = (uint8_t)first;
    if (n < 126) {
        to[1] = (uint8_t)n;
    } else if (n < 65536) {
        to[1] = 126;
        to[2] = (uint8_t)(n >> 8);
        to[3] = (uint8_t)n;
        k = 4;
    } else {
        to[1] = 127;
        for (int i = 0; i < 8; i++) to[2 + i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
        k = 10;
    }
    if (masked) {
        to[1] |= 0x80;
        for (int i = 0; i < 4; i++) to[k++] = (uint8_t)(i * 37); // keys and payloads that look like headers
    }
    for (size_t i = 0; i < n; i++) to[k + i] = (uint8_t)(i * 131 + n);
    return k + n;
}

/// Text in fragments, ping, close and every form of length; then, with `bad`, a frame without a mask. Returns the bytes;
/// *ret_bad is where the bad one begins.
static size_t stream_of(uint8_t *to, bool bad, size_t *ret_bad) {
    static const size_t lengths[] = {0, 1, 125, 126, 127, 300, 65535, 65536, 70000};
    size_t n = 0;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        n += put_frame(to + n, i % 2 ? 0x00 : 0x01, lengths[i], true);
        n += put_frame(to + n, 0x89, i * 13, true);
        n += put_frame(to + n, 0x80, 5, true);
    }
    *ret_bad = n;
    if (bad) n += put_frame(to + n, 0x81, 20, false);
    return n + put_frame(to + n, 0x88, 2, true);
}

static void masked_frames_pass(void **state) {
    (void)state;
    static uint8_t bytes[400000];
    size_t bad, n = stream_of(bytes, false, &bad);
    static const size_t pieces[] = {1, 2, 3, 5, 7, 64, 1000, 4096, 65536, 400000};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        FrameReader reader = {0};
        for (size_t i = 0; i < n; i += pieces[p]) {
            size_t m = n - i < pieces[p] ? n - i : pieces[p];
            assert_int_equal(frames_follow(&reader, bytes + i, m), m);
        }
        assert_int_equal(reader.at, 0);
        assert_true(reader.left == 0);
    }
}

static void an_unmasked_frame_is_found(void **state) {
    (void)state;
    static uint8_t bytes[400000];
    size_t bad, n = stream_of(bytes, true, &bad);
    for (size_t split = 0; split <= n; split += split + 64 < bad || split > bad + 64 ? 997 : 1) { // two reads, cut here
        FrameReader reader = {0};
        size_t first = frames_follow(&reader, bytes, split);
        assert_int_equal(first, split < bad + 2 ? split : bad);
        if (first < split) continue;
        size_t second = frames_follow(&reader, bytes + split, n - split);
        assert_int_equal(second, split < bad ? bad - split : 0);
    }
}

static void hello(Tab *tab, bool masked) {
    static const char text[] = "{\"t\":\"hello\",\"id\":1,\"client\":\"x\"}";
    send_frame(tab, 0x81, text, strlen(text), masked);
}

static void the_server_ends_it(void **state) {
    (void)state;
    Tab good, bad;
    json_t *m;
    tab_open(&live, &good);
    hello(&good, true);
    assert_non_null(m = tab_read(&good, 5));
    json_decref(m);
    tab_open(&live, &bad);
    hello(&bad, true);
    assert_non_null(m = tab_read(&bad, 5));
    json_decref(m);
    while ((m = tab_read(&bad, 0.3))) json_decref(m);
    hello(&bad, false);
    while ((m = tab_read(&bad, 5))) json_decref(m);
    assert_true(bad.closed);
    assert_int_equal(bad.close_code, 1002);
    // A client that does not wait for the answer to its upgrade.
    char request[1024];
    int n = snprintf(request, sizeof request,
                     "GET /socket HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                     live.host, live.host, live.cookie);
    n += (int)put_frame((uint8_t *)request + n, 0x81, 60, false);
    Tab early = {.fd = connect_to("127.0.0.1", live.port), .waiting = json_array()};
    assert_true(early.fd >= 0);
    send_all(early.fd, request, (size_t)n);
    char answer[4096];
    ssize_t got, total = 0;
    struct pollfd p = {early.fd, POLLIN, 0};
    while (poll(&p, 1, 5000) > 0 && (got = read(early.fd, answer, sizeof answer)) > 0) total += got;
    assert_true(total < 400); // at most the answer's header: no message was answered
    tab_close(&early);
    // The others go on.
    hello(&good, true);
    assert_non_null(m = tab_read(&good, 5));
    json_decref(m);
    tab_close(&good);
    tab_close(&bad);
}

static int start(void **state) {
    (void)state;
    snprintf(live.folder, sizeof live.folder, "/tmp/gradus-frames-XXXXXX");
    if (!mkdtemp(live.folder) || !live_start(&live, NULL)) return -1;
    enter(&live);
    return 0;
}
static int stop(void **state) {
    (void)state;
    live_remove(&live);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(masked_frames_pass), cmocka_unit_test(an_unmasked_frame_is_found),
                                       cmocka_unit_test(the_server_ends_it)};
    return cmocka_run_group_tests(tests, start, stop);
}
