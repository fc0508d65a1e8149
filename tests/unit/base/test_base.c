// Memory, text, maps, UTF, errors and files. Expected values by hand; UTF-8 limits from RFC 3629.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void buffers_grow_and_hand_over(void **state) {
    (void)state;
    Buf b = BUF_INIT;
    assert_string_equal(buf_text(&b), "");
    for (int i = 0; i < 1000; i++) buf_printf(&b, "%d,", i % 10);
    assert_int_equal(b.len, 2000);
    buf_pad(&b, 'x', 3);
    buf_pad(&b, 'y', -1);
    char *text = buf_take(&b);
    assert_memory_equal(text + 1996, "8,9,xxx", 8);
    assert_int_equal(b.len, 0);
    mem_free(text);
}

static void numbers_read_back(void **state) {
    (void)state;
    static const struct {
        double x;
        bool single;
        const char *text;
    } rows[] = {{0.1, false, "0.1"},       {1.0 / 3, false, "0.3333333333333333"}, {1e300, false, "1e+300"},
                {-0.0, false, "-0"},       {5e-324, false, "4.94065645841247e-324"}, {0.1 + 0.2, false, "0.30000000000000004"},
                {(double)0.1f, true, "0.1"}, {(double)(1.0f / 3), true, "0.33333334"}, {16777216, true, "16777216"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf b = BUF_INIT;
        buf_put_shortest(&b, rows[i].x, rows[i].single);
        assert_string_equal(buf_text(&b), rows[i].text);
        buf_done(&b);
    }
}

static void maps_keep_order_and_forget(void **state) {
    (void)state;
    Map *map = map_new();
    char key[16];
    for (intptr_t i = 1; i <= 500; i++) {
        snprintf(key, sizeof key, "k%d", (int)i);
        assert_int_equal(map_set(map, key, (void *)i), OK);
    }
    for (int i = 2; i <= 500; i += 2) {
        snprintf(key, sizeof key, "k%d", i);
        assert_ptr_equal(map_remove(map, key), (void *)(intptr_t)i);
        assert_null(map_find(map, key));
    }
    assert_int_equal(map_count(map), 250);
    for (intptr_t i = 1000; i < 2000; i++) {
        snprintf(key, sizeof key, "k%d", (int)i);
        assert_int_equal(map_set(map, key, (void *)i), OK);
    }
    assert_ptr_equal(map_find(map, "k499"), (void *)499);
    assert_ptr_equal(map_find_n(map, "k1999zzz", 5), (void *)1999);
    assert_ptr_equal(map_find(map, "k49"), (void *)49);
    Index pos = 0;
    const char *name;
    void *value;
    intptr_t last = 0;
    Index n = 0;
    while (map_next(map, &pos, &name, &value)) {
        assert_true((intptr_t)value > last);
        last = (intptr_t)value;
        n++;
    }
    assert_int_equal(n, 1250);
    map_free(map);
}

static void utf_round_trip_and_repair(void **state) {
    (void)state;
    const char *text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"; // a é € and a smiley of two units
    uint16_t units[8];
    assert_int_equal(utf16_length(text, strlen(text)), 5);
    assert_int_equal(utf8_to_utf16(text, strlen(text), units), 5);
    assert_int_equal(units[2], 0x20AC);
    assert_int_equal(units[3], 0xD83D);
    char back[16];
    assert_int_equal(utf8_length(units, 5), strlen(text));
    assert_int_equal(utf16_to_utf8(units, 5, back), strlen(text));
    assert_memory_equal(back, text, strlen(text));
    static const char *const bad[] = {"\xff", "\xc0\x80", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80"};
    for (int i = 0; i < 5; i++) {
        size_t pos = 0;
        assert_int_equal(utf8_next(bad[i], strlen(bad[i]), &pos), 0xFFFD);
        assert_int_equal(pos, 1);
    }
    uint16_t lone = 0xDC00;
    assert_int_equal(utf8_length(&lone, 1), 3);
}

static void the_first_error_is_kept(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    assert_int_equal(ctx_fail(&ctx, ERR_SIZE, "A:b", "first %d", 1), ERR_SIZE);
    assert_int_equal(ctx_fail(&ctx, ERR_TYPE, "C:d", "second"), ERR_SIZE);
    assert_string_equal(error_message(&ctx.error), "first 1");
    assert_string_equal(error_id(&ctx.error), "A:b");
    error_clear(&ctx.error);
    assert_int_equal(ctx_check_stop(&ctx), OK);
    atomic_store(&ctx.stop, 1);
    assert_int_equal(ctx_check_stop(&ctx), ERR_INTERRUPT);
    error_clear(&ctx.error);
    ctx_fail_nomem(&ctx);
    assert_string_equal(error_message(&ctx.error), "Out of memory.");
    assert_string_equal(error_id(&ctx.error), "MATLAB:nomem");
    ctx_done(&ctx);
}

static void a_failed_write_leaves_the_old_file(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    char folder[] = "/tmp/gradus-test-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *path = path_join(folder, "file.txt");
    assert_int_equal(file_write(&ctx, path, "one", 3), OK);
    assert_int_equal(file_write(&ctx, path, "two!", 4), OK);
    Buf text = BUF_INIT;
    assert_int_equal(file_read(&ctx, path, 100, &text), OK);
    assert_string_equal(buf_text(&text), "two!");
    buf_clear(&text);
    assert_int_equal(file_read(&ctx, path, 2, &text), ERR_LIMIT);
    error_clear(&ctx.error);
    char *below = path_join(path, "impossible");
    assert_int_equal(file_write(&ctx, below, "x", 1), ERR_IO);
    assert_non_null(strstr(error_message(&ctx.error), "impossible"));
    error_clear(&ctx.error);
    assert_string_equal(path_extension("/a.b/c"), "");
    assert_string_equal(path_extension("/a.b/c.tar.gz"), ".gz");
    assert_string_equal(path_base("/a/b.m"), "b.m");
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
    mem_free(below);
    mem_free(path);
    buf_done(&text);
    ctx_done(&ctx);
}

static void arenas_give_zeroed_aligned_blocks(void **state) {
    (void)state;
    Arena *arena = arena_new();
    for (size_t i = 1; i < 5000; i += 7) {
        unsigned char *p = arena_alloc(arena, i);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t k = 0; k < i; k++) assert_int_equal(p[k], 0);
        memset(p, 0xAA, i);
    }
    assert_string_equal(arena_dup(arena, "text", 2), "te");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffers_grow_and_hand_over),
        cmocka_unit_test(numbers_read_back),  cmocka_unit_test(maps_keep_order_and_forget),
        cmocka_unit_test(utf_round_trip_and_repair),   cmocka_unit_test(the_first_error_is_kept),
        cmocka_unit_test(a_failed_write_leaves_the_old_file), cmocka_unit_test(arenas_give_zeroed_aligned_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
