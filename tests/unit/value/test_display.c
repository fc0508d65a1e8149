// Display texts. Origin of the expected texts: documented behaviour of format short and of the
// class headings, written down by hand from the rules (widths 6, 10 and 12, common factors, groups
// of columns in 80 columns).
#include "make.h"
#include <math.h>
#include <stdio.h>

static void double_scalars(void **state) {
    (void)state;
    static const struct {
        double x;
        const char *body;
    } rows[] = {{5, "     5"},
                {-5, "    -5"},
                {123, "   123"},
                {1234, "        1234"},
                {100000, "      100000"},
                {123456789, "   123456789"},
                {1e9, "   1.0000e+09"},
                {3.14159265358979, "    3.1416"},
                {0.1, "    0.1000"},
                {0.001, "   1.0000e-03"},
                {0.0015, "    0.0015"},
                {100.5, "  100.5000"},
                {-100.5, " -100.5000"},
                {1000.5, "   1.0005e+03"},
                {123456.789, "   1.2346e+05"},
                {NAN, "   NaN"},
                {INFINITY, "   Inf"},
                {-INFINITY, "  -Inf"},
                {0, "     0"},
                {1e-10, "   1.0000e-10"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[128];
        snprintf(expected, sizeof expected, "x =\n\n%s\n\n", rows[i].body);
        shows(num(rows[i].x), expected);
    }
}

static void double_matrices(void **state) {
    (void)state;
    shows(ROW(1, 2, 3), "x =\n\n     1     2     3\n\n");
    shows(MAT(2, 2, 1, 2, 3, 4), "x =\n\n     1     2\n     3     4\n\n");
    shows(ROW(-1, 2), "x =\n\n    -1     2\n\n");
    shows(ROW(1000, 2), "x =\n\n        1000           2\n\n");
    shows(ROW(1.5, 2), "x =\n\n    1.5000    2.0000\n\n");
    shows(ROW(0.5, 0), "x =\n\n    0.5000         0\n\n");
    shows(ROW(1, NAN, INFINITY), "x =\n\n     1   NaN   Inf\n\n");
    shows(ROW(1.5, NAN), "x =\n\n    1.5000       NaN\n\n");
    shows(ROW(1000.5, 1), "x =\n\n   1.0e+03 *\n\n    1.0005    0.0010\n\n");
    shows(ROW(0.0001, 0.0002), "x =\n\n   1.0e-03 *\n\n    0.1000    0.2000\n\n");
    shows(ROW(1e9, 1), "x =\n\n   1.0e+09 *\n\n    1.0000    0.0000\n\n");
    shows(none(0, 0), "x =\n\n     []\n\n");
    shows(none(0, 3), "x =\n\n  0×3 empty double matrix\n\n");
    shows(none(1, 0), "x =\n\n  1×0 empty double row vector\n\n");
    shows(none(0, 1), "x =\n\n  0×1 empty double column vector\n\n");
}

static void column_groups(void **state) {
    (void)state;
    Value v;
    MUST(value_colon(&ctx, num(1), VALUE_NONE, num(14), &v));
    shows(v, "x =\n\n  Columns 1 through 13\n\n     1     2     3     4     5     6     7     8    "
             " 9    10    11    12    13"
             "\n\n  Column 14\n\n    14\n\n");
    MUST(value_colon(&ctx, num(0.5), VALUE_NONE, num(9.5), &v));
    shows(v, "x =\n\n  Columns 1 through 8\n\n    0.5000    1.5000    2.5000    3.5000    4.5000   "
             " 5.5000    6.5000    "
             "7.5000\n\n  Columns 9 through 10\n\n    8.5000    9.5000\n\n");
}

static void pages(void **state) {
    (void)state;
    Tensor *t;
    Shape shape = {.n_dims = 3, .dim = {2, 2, 2}};
    MUST(tensor_full(&ctx, CLASS_DOUBLE, &shape, 1, &t));
    shows(value_take_tensor(t), "x(:,:,1) =\n\n     1     1\n     1     1\n\n\nx(:,:,2) =\n\n     "
                                "1     1\n     1     1\n\n");
}

static void other_classes(void **state) {
    (void)state;
    shows(ARR(CLASS_INT32, 1, 1, 5), "x =\n\n  int32\n\n   5\n\n");
    shows(ARR(CLASS_INT32, 1, 3, 1, 2, 3), "x =\n\n  1×3 int32 row vector\n\n   1   2   3\n\n");
    shows(ARR(CLASS_UINT8, 2, 1, 10, 200),
          "x =\n\n  2×1 uint8 column vector\n\n    10\n   200\n\n");
    shows(ARR(CLASS_INT8, 2, 2, -1, 2, 3, 4), "x =\n\n  2×2 int8 matrix\n\n  -1   2\n   3   4\n\n");
    shows(value_bool(true), "x =\n\n  logical\n\n   1\n\n");
    shows(ARR(CLASS_LOGICAL, 1, 3, 1, 0, 1), "x =\n\n  1×3 logical array\n\n   1   0   1\n\n");
    shows(ARR(CLASS_SINGLE, 1, 1, 3.14159274), "x =\n\n  single\n\n    3.1416\n\n");
    shows(ARR(CLASS_SINGLE, 1, 2, 1, 2.5),
          "x =\n\n  1×2 single row vector\n\n    1.0000    2.5000\n\n");
    shows(ARR(CLASS_INT32, 0, 0), "x =\n\n  0×0 empty int32 matrix\n\n");
    shows(complex_row(1, (double[]){3}, (double[]){4}), "x =\n\n   3.0000 + 4.0000i\n\n");
    shows(complex_row(2, (double[]){1, 3}, (double[]){2, -4}),
          "x =\n\n   1.0000 + 2.0000i   3.0000 - 4.0000i\n\n");
    shows(complex_row(1, (double[]){10}, (double[]){20}), "x =\n\n  10.0000 +20.0000i\n\n");
    shows(complex_row(1, (double[]){100.5}, (double[]){2}),
          "x =\n\n   1.0050e+02 + 2.0000e+00i\n\n");
}

static void texts(void **state) {
    (void)state;
    shows(chr("abc"), "x =\n\n    'abc'\n\n");
    shows(chr(""), "x =\n\n  0×0 empty char array\n\n");
    shows(str("abc"), "x = \n\n    \"abc\"\n\n");
    shows(STRS(1, 2, "a", "bcd"), "x = \n\n  1×2 string array\n\n    \"a\"    \"bcd\"\n\n");
    shows(STRS(2, 1, "a", NULL),
          "x = \n\n  2×1 string array\n\n    \"a\"      \n    <missing>\n\n");
    disps(chr("abc"), "abc\n");
    disps(str("abc"), "abc\n");
    Value rows[2] = {chr("abc"), chr("def")}, both;
    MUST(value_concat(&ctx, 0, rows, 2, &both));
    shows(both, "x =\n\n  2×3 char array\n\n    'abc'\n    'def'\n\n");
    value_unref(rows[0]);
    value_unref(rows[1]);
}

static void cell_arrays(void **state) {
    (void)state;
    shows(CELL(1, 3, num(1), chr("a"), MAT(2, 2, 1, 2, 3, 4)),
          "x =\n\n  1×3 cell array\n\n    {[1]}    {'a'}    {2×2 double}\n\n");
    shows(CELL(1, 2, chr("2017-08-16"), ROW(56, 67, 78)),
          "x =\n\n  1×2 cell array\n\n    {'2017-08-16'}    {[56 67 78]}\n\n");
    shows(CELL(2, 1, num(1), chr("text")),
          "x =\n\n  2×1 cell array\n\n    {[   1]}\n    {'text'}\n\n");
    shows(CELL(1, 3, VALUE_NONE, str("s"), CELL(1, 1, num(1))),
          "x =\n\n  1×3 cell array\n\n    {0×0 double}    {[\"s\"]}    {1×1 cell}\n\n");
    shows(CELL(0, 0, VALUE_NONE), "x =\n\n  0×0 empty cell array\n\n");
    disps(CELL(1, 1, num(1)), "    {[1]}\n\n");
}

static void structs(void **state) {
    (void)state;
    shows(strct(2, (const char *const[]){"a", "bc"}, (Value[]){num(1), chr("x")}),
          "x = \n\n  struct with fields:\n\n     a: 1\n    bc: 'x'\n\n");
    shows(strct(4, (const char *const[]){"a", "b", "c", "d"},
                (Value[]){ROW(1, 2.5), MAT(2, 2, 1, 2, 3, 4), CELL(1, 2, chr("p"), num(2)),
                          VALUE_NONE}),
          "x = \n\n  struct with fields:\n\n    a: [1 2.5000]\n    b: [2×2 double]\n    c: {'p'  "
          "[2]}\n    d: []\n\n");
    shows(strct(0, NULL, NULL), "x = \n\n  struct with no fields.\n\n");
    Value v = VALUE_NONE, two = num(2);
    Step steps[2] = {{.kind = '(', .idx = &two, .n = 1}, {.kind = '.', .name = "a"}};
    MUST(value_assign_chain(&ctx, &v, steps, 2, num(1)));
    shows(v, "x = \n\n  1×2 struct array with fields:\n\n    a\n\n");
}

static void formats(void **state) {
    (void)state;
    DisplayFormat f = {FORMAT_LONG, false, 80};
    shows_in(f, num(3.14159265358979312), "x =\n\n   3.141592653589793\n\n");
    shows_in(f, num(10.5), "x =\n\n  10.500000000000000\n\n");
    shows_in(f, num(5), "x =\n\n     5\n\n");
    shows_in(f, ARR(CLASS_SINGLE, 1, 1, 3.14159274), "x =\n\n  single\n\n   3.1415927\n\n");
    f.mode = FORMAT_SHORT_G;
    shows_in(f, num(3.14159265358979), "x =\n\n       3.1416\n\n");
    f.mode = FORMAT_LONG_G;
    shows_in(f, num(3.14159265358979312), "x =\n\n          3.14159265358979\n\n");
    f.mode = FORMAT_SHORT_E;
    shows_in(f, num(3.14159265358979), "x =\n\n   3.1416e+00\n\n");
    f.mode = FORMAT_BANK;
    shows_in(f, num(3.14159), "x =\n\n         3.14\n\n");
    f = (DisplayFormat){FORMAT_SHORT, true, 80};
    shows_in(f, num(5), "x =\n     5\n");
    shows_in(f, ROW(1000.5, 1), "x =\n   1.0e+03 *\n    1.0005    0.0010\n");
    shows_in(f, str("a"), "x = \n    \"a\"\n");
}

static void summaries(void **state) {
    (void)state;
    const struct {
        Value v;
        const char *text;
    } rows[] = {{num(5), "5"},
                {ROW(1, 2, 3), "[1 2 3]"},
                {MAT(2, 2, 1, 2, 3, 4), "[1 2;3 4]"},
                {chr("abc"), "'abc'"},
                {str("s"), "\"s\""},
                {none(3, 50), "3×50 double"},
                {CELL(1, 1, num(1)), "1×1 cell"},
                {value_bool(true), "true"},
                {none(0, 0), "[]"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Buf buf = BUF_INIT;
        MUST(value_summary(&ctx, rows[i].v, &buf));
        assert_string_equal(buf_text(&buf), rows[i].text);
        buf_done(&buf);
        value_unref(rows[i].v);
    }
}

/// Whatever the numbers and the format: no line is wider than the window, and every text ends with
/// a line break.
static void fits_the_window(void **state) {
    (void)state;
    uint32_t seed = 5;
    for (int round = 0; round < 3000; round++) {
        double values[60];
        seed = seed * 1664525u + 1013904223u;
        int n = 1 + (int)(seed >> 8) % 60, spread = (int)(seed >> 16) % 12;
        for (int i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            double x = (double)(int32_t)seed / 65536.0;
            values[i] = x * pow(10, (double)((int)(seed >> 20) % (spread + 1)) - 6);
            if (round % 3 == 0) values[i] = floor(values[i]);
            if ((seed >> 9) % 17 == 0) values[i] = NAN;
        }
        static const NumClass classes[] = {CLASS_DOUBLE, CLASS_SINGLE, CLASS_INT16, CLASS_INT64,
                                           CLASS_UINT8};
        NumClass cls = classes[round % 5];
        Value v = arr(cls, 1, n, values);
        DisplayFormat f = {(FormatMode)(round % 9), round % 2, 80};
        Buf buf = BUF_INIT;
        MUST(value_display(&ctx, &f, "x", v, &buf));
        assert_int_equal(buf_text(&buf)[buf.len - 1], '\n');
        int line = 0;
        for (size_t i = 0; i < buf.len; i++) {
            if (((unsigned char)buf.data[i] & 0xC0) == 0x80) continue;
            line = buf.data[i] == '\n' ? 0 : line + 1;
            assert_true(line <= 80);
        }
        buf_done(&buf);
        value_unref(v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(double_scalars), cmocka_unit_test(double_matrices),
        cmocka_unit_test(column_groups),  cmocka_unit_test(pages),
        cmocka_unit_test(other_classes),  cmocka_unit_test(texts),
        cmocka_unit_test(cell_arrays),    cmocka_unit_test(structs),
        cmocka_unit_test(formats),        cmocka_unit_test(summaries),
        cmocka_unit_test(fits_the_window)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
