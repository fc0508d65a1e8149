// Beginning and end of long texts: whatever the pieces, what is kept is the same and bounded.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// cmocka.h needs the four above it.
#include <cmocka.h>

#include "base/excerpt.h"
#include "base/mem.h"
#include <stdio.h>
#include <string.h>

static char *text_of(const Excerpt *e) {
    Buf out = BUF_INIT;
    excerpt_text(e, &out);
    buf_put(&out, "", 0);
    return buf_take(&out);
}

/// Puts `text` in pieces of n bytes.
static void put_pieces(Excerpt *e, const char *text, size_t n) {
    for (size_t k = strlen(text); k; text += n, k -= n) {
        if (n > k) n = k;
        excerpt_put(e, text, n);
    }
}

static void test_short_texts_are_whole(void **state) {
    (void)state;
    const char *text = "one\ntwo\nthree é\n"; // 18 bytes
    for (size_t n = 1; n < 20; n++) {
        Excerpt e = EXCERPT_INIT(8, 12);
        assert_true(excerpt_is_empty(&e));
        put_pieces(&e, text, n);
        char *kept = text_of(&e);
        assert_string_equal(kept, text);
        mem_free(kept);
        excerpt_done(&e);
    }
}

static void test_long_texts_keep_both_ends(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    for (int i = 1; i <= 100000; i++) buf_printf(&text, "line %06d\n", i); // 12 bytes each
    static const size_t pieces[] = {12, 12 * 1000, 12 * 100000};
    for (size_t i = 0; i < 3; i++) {
        Excerpt e = EXCERPT_INIT(120, 130);
        put_pieces(&e, buf_text(&text), pieces[i]);
        char *kept = text_of(&e);
        assert_memory_equal(kept, buf_text(&text), 120);
        // 10 lines at the beginning and 10 at the end: 99980 × 12 characters are left out
        assert_string_equal(kept + 120 + strlen("… (output shortened: 1,199,760 characters left out)\n"),
                            text.data + text.len - 120);
        assert_memory_equal(kept + 120, "… (output shortened: 1,199,760 characters left out)\n", 50);
        mem_free(kept);
        excerpt_done(&e);
    }
    buf_done(&text);
}

static void test_cuts_keep_characters_whole(void **state) {
    (void)state;
    for (size_t most = 10; most < 16; most++) { // one line of three-byte characters
        Excerpt e = EXCERPT_INIT(most, most);
        for (int i = 0; i < 100; i++) excerpt_put(&e, "€", 3);
        excerpt_put(&e, "€€", 6);
        char *kept = text_of(&e);
        size_t n = most / 3;
        for (size_t k = 0; k < n; k++) assert_memory_equal(kept + 3 * k, "€", 3);
        char gap[100];
        snprintf(gap, sizeof gap, "\n… (output shortened: %zu characters left out)\n", 102 - 2 * n);
        assert_memory_equal(kept + 3 * n, gap, strlen(gap));
        assert_int_equal(strlen(kept), 6 * n + strlen(gap));
        mem_free(kept);
        excerpt_done(&e);
    }
}

static void test_one_huge_put(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    buf_pad(&text, 'x', 1000000);
    Excerpt e = EXCERPT_INIT(1000, 1000);
    for (int again = 0; again < 2; again++) {
        excerpt_put(&e, buf_text(&text), text.len);
        char *kept = text_of(&e);
        assert_non_null(strstr(kept, "x\n… (output shortened: 998,000 characters left out)\nx"));
        assert_int_equal(strspn(kept, "x"), 1000);
        mem_free(kept);
        excerpt_clear(&e);
        assert_true(excerpt_is_empty(&e));
    }
    excerpt_done(&e);
    buf_done(&text);
}

// While more comes a small part is shown: of what is whole, of what has a gap already.
static void test_a_brief_form(void **state) {
    (void)state;
    Excerpt e = EXCERPT_INIT(1200, 1200);
    Buf out = BUF_INIT;
    for (int i = 1; i <= 10; i++) excerpt_put(&e, "0123456789\n", 11);
    excerpt_brief(&e, 100, 100, &out);
    assert_int_equal(out.len, 110); // it fits
    buf_clear(&out);
    excerpt_brief(&e, 25, 25, &out);
    assert_string_equal(buf_text(&out), "0123456789\n0123456789\n… (output shortened: 66 characters left out)\n"
                                        "0123456789\n0123456789\n");
    for (int i = 11; i <= 1000; i++) excerpt_put(&e, "abcdefghij\n", 11);
    buf_clear(&out);
    excerpt_brief(&e, 25, 25, &out);
    assert_string_equal(buf_text(&out), "0123456789\n0123456789\n… (output shortened: 10,956 characters left out)\n"
                                        "abcdefghij\nabcdefghij\n");
    buf_done(&out);
    excerpt_done(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_short_texts_are_whole),
                                       cmocka_unit_test(test_long_texts_keep_both_ends),
                                       cmocka_unit_test(test_cuts_keep_characters_whole),
                                       cmocka_unit_test(test_one_huge_put),
                                       cmocka_unit_test(test_a_brief_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
