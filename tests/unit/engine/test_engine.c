// tests/unit/engine/test_engine.c: the public C API and the text of error reports.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "gradus/value.h"
#include <stdio.h>
#include <string.h>

static char output[4096];
static void write_output(void *self, int stream, const char *utf8, size_t n_bytes) {
    (void)self;
    (void)stream;
    strncat(output, utf8, n_bytes < sizeof output - strlen(output) - 1 ? n_bytes : 0);
}
static int setup(void **state) {
    GradusHost host = {.write = write_output};
    output[0] = '\0';
    return gradus_engine_new(&host, (GradusEngine **)state);
}
static int teardown(void **state) {
    gradus_engine_free(*state);
    return 0;
}

static void values_go_both_ways(void **state) {
    GradusEngine *e = *state;
    double data[6] = {1, 2, 3, 4, 5, 6}, back[6] = {0};
    int64_t dims[2] = {2, 3}, sizes[4] = {0};
    GradusValue *x = NULL, *y = NULL, *r[2] = {NULL, NULL};
    assert_int_equal(gradus_value_doubles(e, data, dims, 2, &x), 0);
    assert_int_equal(gradus_set_variable(e, "x", x), 0);
    assert_int_equal(gradus_run_text(e, "", "y = x'*2; t = 'abc'; fprintf('%d\\n', numel(y));"), 0);
    assert_string_equal(output, "6\n");
    y = gradus_get_variable(e, "y");
    assert_non_null(y);
    assert_int_equal(gradus_value_dims(e, y, sizes, 4), 2);
    assert_int_equal(sizes[0], 3);
    assert_int_equal(gradus_value_get_doubles(e, y, back, 6), 0);
    assert_true(back[0] == 2 && back[1] == 6 && back[3] == 4);
    assert_int_equal(gradus_call(e, "size", &x, 1, r, 2), 0);
    assert_int_equal(gradus_value_get_doubles(e, r[1], back, 1), 0);
    assert_true(back[0] == 3);
    gradus_value_free(r[0]);
    gradus_value_free(r[1]);
    gradus_value_free(y);
    gradus_value_free(x);
    assert_null(gradus_get_variable(e, "nothing"));
    assert_int_equal(gradus_eval(e, "[t 'd']", &y), 0);
    char *text = NULL;
    assert_int_equal(gradus_value_get_text(e, y, &text), 0);
    assert_string_equal(text, "abcd");
    assert_string_equal(gradus_value_class(y), "char");
    gradus_text_free(text);
    gradus_value_free(y);
}

static void errors_say_where(void **state) {
    GradusEngine *e = *state;
    assert_int_not_equal(gradus_run_text(e, "lab.m", "a = 1;\nb = [1 2 3] + [1 2];"), 0);
    assert_int_equal(gradus_error_line(e), 2);
    assert_string_equal(gradus_error_identifier(e), "MATLAB:sizeDimensionsMustMatch");
    char *report = gradus_error_report(e);
    assert_non_null(strstr(report, "Error using plus\nArrays have incompatible sizes"));
    assert_non_null(strstr(report, "lab.m:2:5\nb = [1 2 3] + [1 2];\n    ^^^^^^^^^^^^^^^\n"));
    gradus_text_free(report);
    assert_int_not_equal(gradus_run_text(e, "", "zers(3)"), 0);
    report = gradus_error_report(e);
    assert_non_null(strstr(report, "Did you mean: zeros\n"));
    gradus_text_free(report);
    assert_int_not_equal(gradus_run_text(e, "lab.m", "f(2)\nfunction f(x)\n  error('lab:bad', 'value %d', x)\nend"), 0);
    report = gradus_error_report(e);
    assert_non_null(strstr(report, "Error using f (line 3)\nvalue 2\n"));
    assert_non_null(strstr(report, "Error in lab.m (line 1)\nf(2)\n"));
    gradus_text_free(report);
    assert_int_equal(gradus_run_text(e, "", "x = 1;"), 0);
    assert_string_equal(gradus_error_message(e), "");
}

static void engines_are_apart(void **state) {
    GradusEngine *a = *state, *b = NULL;
    assert_int_equal(gradus_engine_new(NULL, &b), 0);
    assert_int_equal(gradus_run_text(a, "", "v = 1; global G; G = 5;"), 0);
    assert_null(gradus_get_variable(b, "v"));
    assert_int_equal(gradus_run_text(b, "", "global G; assert(isempty(G))"), 0);
    gradus_engine_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_go_both_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_say_where, setup, teardown),
        cmocka_unit_test_setup_teardown(engines_are_apart, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
