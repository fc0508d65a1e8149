// Tests of live/roots.c: paths that try to get out, and files that are none.
#include "live/roots.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct World {
    Ctx ctx;
    Roots roots;
    char base[64], root[80];
} World;

static void put(World *w, const char *name) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", w->base, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    assert_true(fd >= 0 && write(fd, name, strlen(name)) > 0);
    close(fd);
}

static void make(World *w, const char *name) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", w->base, name);
    assert_int_equal(mkdir(path, 0755), 0);
}

static void point(World *w, const char *name, const char *to) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", w->base, name);
    assert_int_equal(symlink(to, path), 0);
}

static int set_up(void **state) {
    World *w = calloc(1, sizeof *w);
    ctx_init(&w->ctx);
    snprintf(w->base, sizeof w->base, "/tmp/gradus-roots-XXXXXX");
    if (!mkdtemp(w->base)) return -1;
    snprintf(w->root, sizeof w->root, "%s/root", w->base);
    make(w, "root");
    make(w, "root/sub");
    make(w, "root2");
    make(w, "root/.ssh");
    put(w, "root/a.m");
    put(w, "root/sub/b.m");
    put(w, "root2/secret.m");
    put(w, "outside.m");
    put(w, "root/.hidden");
    put(w, "root/.ssh/id");
    point(w, "root/in", "sub/b.m");
    point(w, "root/out", "../outside.m");
    point(w, "root/outdir", "../root2");
    point(w, "root/dangling", "../new.m");
    point(w, "root/hid", ".ssh/id");
    char fifo[300];
    snprintf(fifo, sizeof fifo, "%s/pipe", w->root);
    if (mkfifo(fifo, 0644)) return -1;
    if (roots_add(&w->ctx, &w->roots, w->root) != OK) return -1;
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    World *w = *state;
    roots_done(&w->roots);
    ctx_done(&w->ctx);
    char command[120];
    snprintf(command, sizeof command, "rm -rf '%s'", w->base);
    int status = system(command);
    free(w);
    return status;
}

static Status find(World *w, const char *below, Place *ret) {
    char path[9000];
    snprintf(path, sizeof path, "%s/%s", w->root, below);
    Status status = roots_find(&w->ctx, &w->roots, path, ret);
    return status;
}

static void refuses(void **state) {
    World *w = *state;
    static const char *const bad[] = {"../outside.m",
                                      "sub/../../outside.m",
                                      "../root2/secret.m",
                                      "..",
                                      "../root2",
                                      "out",
                                      "outdir/secret.m",
                                      "outdir",
                                      "dangling",
                                      "hid",
                                      ".hidden",
                                      ".ssh",
                                      ".ssh/id",
                                      "sub/.new",
                                      ".new",
                                      "../../../../etc/passwd",
                                      "sub/../.ssh/id",
                                      "a\nb",
                                      ("a\x7f"
                                       "b"),
                                      "..\\outside.m/..",
                                      "new/..",
                                      "nothing/../../outside.m"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Place place;
        Status status = find(w, bad[i], &place);
        if (status == OK) fail_msg("'%s' was found as %s", bad[i], place.path);
        assert_int_equal(place.folder, -1);
        error_clear(&w->ctx.error);
    }
    static const char *const absolute[] = {
        "",          "a.m",   "/etc/passwd",        "/",  "//etc/passwd", "/proc/self/environ",
        "/dev/null", "\\etc", "file:///etc/passwd", "~/x"};
    for (size_t i = 0; i < sizeof absolute / sizeof *absolute; i++) {
        Place place;
        if (roots_find(&w->ctx, &w->roots, absolute[i], &place) == OK)
            fail_msg("'%s'", absolute[i]);
        error_clear(&w->ctx.error);
    }
    char sibling[100]; // the root's name is the beginning of its sibling's
    snprintf(sibling, sizeof sibling, "%s2/secret.m", w->root);
    Place place;
    assert_int_not_equal(roots_find(&w->ctx, &w->roots, sibling, &place), OK);
    error_clear(&w->ctx.error);
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    assert_int_not_equal(find(w, longest, &place), OK);
    error_clear(&w->ctx.error);
    longest[300] = 0;
    assert_int_not_equal(find(w, longest, &place), OK);
    error_clear(&w->ctx.error);
}

static void allows(void **state) {
    World *w = *state;
    static const char *const good[][2] = {
        {"a.m", "a.m"},   {"sub/b.m", "sub/b.m"},  {"in", "sub/b.m"}, {"sub/../a.m", "a.m"},
        {"./a.m", "a.m"}, {"sub//b.m", "sub/b.m"}, {"sub/", "sub"}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        Place place;
        char want[200];
        snprintf(want, sizeof want, "%s/%s", w->root, good[i][1]);
        assert_int_equal(find(w, good[i][0], &place), OK);
        assert_string_equal(place.path, want);
        assert_true(place.exists);
        place_done(&place);
    }
    Place place;
    assert_int_equal(find(w, "sub/new.m", &place), OK);
    assert_false(place.exists);
    assert_int_equal(place_write(&w->ctx, &place, "x = 1\n", 6, true), OK);
    Buf text = BUF_INIT;
    assert_int_equal(place_read(&w->ctx, &place, 100, &text), OK);
    assert_string_equal(buf_text(&text), "x = 1\n");
    assert_int_equal(place_write(&w->ctx, &place, "y", 1, true), ERR_IO); // there by now
    error_clear(&w->ctx.error);
    assert_int_equal(place_write(&w->ctx, &place, "y", 1, false), OK);
    buf_clear(&text);
    assert_int_equal(place_read(&w->ctx, &place, 0, &text), ERR_LIMIT);
    error_clear(&w->ctx.error);
    buf_done(&text);
    place_done(&place);
}

static void only_files_are_read(void **state) {
    World *w = *state;
    static const char *const none[] = {"pipe", "sub", "missing.m"};
    for (int i = 0; i < 3; i++) {
        Place place;
        int fd = -1;
        assert_int_equal(find(w, none[i], &place), OK);
        assert_int_equal(place_open(&w->ctx, &place, &fd),
                         ERR_IO); // and does not wait for somebody to write
        error_clear(&w->ctx.error);
        place_done(&place);
    }
}

// Between the check and the use a folder becomes a link: the walk holds on to what it found.
static void swapped_for_a_link(void **state) {
    World *w = *state;
    Place place;
    char from[200], to[200], link[200];
    assert_int_equal(find(w, "sub/b.m", &place), OK);
    snprintf(from, sizeof from, "%s/sub/b.m", w->root);
    snprintf(to, sizeof to, "%s/sub/c.m", w->root);
    snprintf(link, sizeof link, "%s/outside.m", w->base);
    assert_int_equal(rename(from, to), 0);
    assert_int_equal(symlink(link, from), 0);
    int fd;
    assert_int_equal(place_open(&w->ctx, &place, &fd), ERR_IO);
    error_clear(&w->ctx.error);
    place_done(&place);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(refuses), TEST(allows), TEST(only_files_are_read),
                                       TEST(swapped_for_a_link)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
