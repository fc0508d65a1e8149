// Comparing documents.
#include "doc/diff.h"
#include "documents.h"

/// The comparison of two texts ("" when they are the same); owned.
static char *diff_of(const char *name_a, const char *a, const char *name_b, const char *b,
                     bool ignore) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *x = read_as(name_a, a, strlen(a)), *y = read_as(name_b, b, strlen(b));
    DiffOptions options = {.ignore_outputs = ignore};
    Buf out = BUF_INIT;
    bool same = false;
    assert_int_equal(doc_diff(&ctx, x, y, &options, &out, &same), OK);
    assert_int_equal(same, out.len == 0);
    if (!out.data) buf_puts(&out, "");
    doc_free(x);
    doc_free(y);
    ctx_done(&ctx);
    return buf_take(&out);
}

static void check(const char *a, const char *b, const char *expected) {
    char *out = diff_of("a.m", a, "b.m", b, false);
    assert_string_equal(out, expected);
    mem_free(out);
}

static void lines_are_compared(void **state) {
    (void)state;
    check("%[text] t\nx = 1\n", "%[text] t\nx = 1\n", "");
    check("%[text] t\n\nx = 1\n\n", "%[text] t\nx = 1\n", "");
    check("%[text] t\nx = 1\ny = 2\n", "%[text] t\nx = 1\ny = 3\n",
          "--- a.m\n+++ b.m\n@@ -line 2 +line 2 @@\n % t\n x = 1\n-y = 2\n+y = 3\n");
    check("%[text] a\n%[text] b\n", "%[text] a\n%[text] **b**\n%[text] c\n",
          "--- a.m\n+++ b.m\n@@ @@\n % a\n-% b\n+% **b**\n+% c\n");
    check("%[text] a\n", "%[text] a\n%%\n", "--- a.m\n+++ b.m\n@@ @@\n % a\n+%%\n");
}

static void far_changes_are_two_hunks(void **state) {
    (void)state;
    check("%[text] ## H\n1\n2\n3\n4\n5\n6\n7\n8\n9\n",
          "%[text] ## H\n1x\n2\n3\n4\n5\n6\n7\n8\n9x\n",
          "--- a.m\n+++ b.m\n@@ -line 2 +line 2 @@\n % ## H\n-1\n+1x\n 2\n 3\n 4\n"
          "@@ -line 7 +line 7 @@ % ## H\n 6\n 7\n 8\n-9\n+9x\n");
    check("%[text] ## H\n1\n2\n3\n4\n5\n6\n7\n8\n", "%[text] ## H\n1x\n2\n3\n4\n5\n6\n7\n8x\n",
          "--- a.m\n+++ b.m\n@@ -line 2 +line 2 @@\n % ## H\n-1\n+1x\n 2\n 3\n 4\n 5\n 6\n "
          "7\n-8\n+8x\n");
}

#define OUTPUT(id, text)          \
    "\n%[appendix]\n%[output:" id \
    "]\n%   data: {\"dataType\":\"text\",\"outputData\":{\"text\":\"" text "\"}}\n%---\n"

static void outputs_count_unless_told(void **state) {
    (void)state;
    static const char a[] = "%[text] t\nx %[output:01]\n" OUTPUT("01", "one"),
                      b[] = "%[text] t\nx %[output:02]\n" OUTPUT("02", "two");
    char *out = diff_of("a.m", a, "b.m", b, false);
    assert_non_null(strstr(out, "-  > one\n+  > two\n"));
    mem_free(out);
    out = diff_of("a.m", a, "b.m", b, true);
    assert_string_equal(out, "");
    mem_free(out);
    check(a, "%[text] t\nx %[output:77]\n" OUTPUT("77", "one"), ""); // names are no difference
}

static void formats_do_not_matter(void **state) {
    (void)state;
    char *out = diff_of("a.m", "%[text] # T\n%[text] p *q*\nx = 1\n", "b.md",
                        "# T\n\np *q*\n\n```matlab\nx = 1\n```\n", false);
    assert_string_equal(out, "");
    mem_free(out);
}

static void large_differences_end(void **state) {
    (void)state;
    Buf a = BUF_INIT, b = BUF_INIT;
    for (int i = 0; i < 30000; i++) {
        buf_printf(&a, "a%d\n", i);
        buf_printf(&b, "b%d\n", i % 7 ? i : -i);
    }
    char *out = diff_of("a.m", a.data, "b.m", b.data, false);
    assert_non_null(strstr(out, "+b29999\n"));
    mem_free(out);
    buf_done(&a);
    buf_done(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_compared),        cmocka_unit_test(far_changes_are_two_hunks),
        cmocka_unit_test(outputs_count_unless_told), cmocka_unit_test(formats_do_not_matter),
        cmocka_unit_test(large_differences_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
