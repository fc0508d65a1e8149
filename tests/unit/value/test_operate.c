// Operators, concatenation, colon, equality. Expected results: hand calculation from the documented
// class rules.
#include "make.h"
#include <math.h>

static Value bin(BinaryOp op, Value a, Value b) {
    Value out;
    MUST(value_binary(&ctx, op, a, b, &out));
    value_unref(a);
    value_unref(b);
    return out;
}
static void bin_fails(BinaryOp op, Value a, Value b, const char *message) {
    Value out;
    fails(value_binary(&ctx, op, a, b, &out), "MATLAB:UndefinedFunction", message);
    value_unref(a);
    value_unref(b);
}
static Value cat(int dim, Value a, Value b) {
    Value out, parts[2] = {a, b};
    MUST(value_concat(&ctx, dim, parts, 2, &out));
    value_unref(a);
    value_unref(b);
    return out;
}
static void cat_fails(int dim, Value a, Value b, const char *id) {
    Value out, parts[2] = {a, b};
    fails(value_concat(&ctx, dim, parts, 2, &out), id, NULL);
    value_unref(a);
    value_unref(b);
}
static Value text_of(double x) {
    return bin(OP_ADD, str(""), num(x));
}

static void numbers(void **state) {
    (void)state;
    same(bin(OP_ADD, num(2), num(3)), num(5));
    same(bin(OP_POW, num(-8), num(3)), num(-512));
    same(bin(OP_MLDIVIDE, num(4), num(2)), num(0.5));
    same(bin(OP_LT, num(2), num(3)), value_bool(true));
    same(bin(OP_EQ, num(NAN), num(NAN)), value_bool(false));
    same(bin(OP_ADD, value_bool(true), value_bool(true)), num(2));
    same(bin(OP_ADD, ROW(1, 2), MAT(2, 1, 10, 20)), MAT(2, 2, 11, 12, 21, 22));
    same(bin(OP_ADD, chr("a"), num(1)), num(98));
    same(bin(OP_EQ, chr("abc"), chr("abd")), ARR(CLASS_LOGICAL, 1, 3, 1, 1, 0));
    same(bin(OP_MUL, ARR(CLASS_INT8, 1, 1, 100), num(2)), ARR(CLASS_INT8, 1, 1, 127));
    Value out;
    MUST(value_unary(&ctx, OP_NOT, num(3), &out));
    same(out, value_bool(false));
    Value c = CELL(1, 2, num(1), num(2));
    MUST(value_unary(&ctx, OP_CTRANSPOSE, c, &out));
    same(out, CELL(2, 1, num(1), num(2)));
    value_unref(c);
}

static void strings(void **state) {
    (void)state;
    same(bin(OP_ADD, str("a"), str("b")), str("ab"));
    same(bin(OP_ADD, str("a"), chr("bc")), str("abc"));
    same(bin(OP_ADD, str("n="), num(3)), str("n=3"));
    same(bin(OP_ADD, num(1.5), str("x")), str("1.5x"));
    same(bin(OP_ADD, STRS(1, 2, "a", "b"), ROW(1, 2)), STRS(1, 2, "a1", "b2"));
    same(bin(OP_ADD, STRS(1, 2, "a", "b"), STRS(2, 1, "c", "d")),
         STRS(2, 2, "ac", "bc", "ad", "bd"));
    same(bin(OP_ADD, str("a"), value_bool(true)), str("atrue"));
    same(bin(OP_EQ, STRS(1, 2, "a", "b"), chr("b")), ARR(CLASS_LOGICAL, 1, 2, 0, 1));
    same(bin(OP_LT, str("abc"), str("abd")), value_bool(true));
    same(bin(OP_EQ, STRS(1, 1, NULL), STRS(1, 1, NULL)), value_bool(false));
    static const struct {
        double x;
        const char *text;
    } rows[] = {{5, "5"},
                {3.14159265, "3.1416"},
                {0.1, "0.1"},
                {123456.789, "123456.789"},
                {100000, "100000"},
                {1e10, "10000000000"},
                {1.0 / 3, "0.33333"},
                {-2.5, "-2.5"},
                {1e-5, "1e-05"},
                {1e20, "1e+20"},
                {INFINITY, "Inf"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(text_of(rows[i].x), str(rows[i].text));
}

static void undefined_operators(void **state) {
    (void)state;
    bin_fails(OP_ADD, CELL(1, 1, num(1)), num(1),
              "Operator '+' is not supported for operands of type 'cell'.");
    bin_fails(OP_MUL, num(1), strct(0, NULL, NULL),
              "Operator '.*' is not supported for operands of type 'struct'.");
    bin_fails(OP_SUB, str("a"), num(1),
              "Operator '-' is not supported for operands of type 'string'.");
}

static void joining(void **state) {
    (void)state;
    same(cat(1, num(1), ROW(2, 3)), ROW(1, 2, 3));
    same(cat(0, ROW(1, 2), ROW(3, 4)), MAT(2, 2, 1, 2, 3, 4));
    same(cat(1, none(0, 0), ROW(1, 2)), ROW(1, 2));
    same(cat(0, none(1, 0), ROW(1, 2)), ROW(1, 2));
    same(cat(1, chr("ab"), num(67)), chr("abC"));
    same(cat(1, ARR(CLASS_INT8, 1, 1, 1), num(300)), ARR(CLASS_INT8, 1, 2, 1, 127));
    same(cat(1, ARR(CLASS_INT8, 1, 1, 1), ARR(CLASS_INT16, 1, 1, 2)), ARR(CLASS_INT8, 1, 2, 1, 2));
    same(cat(1, num(1), ARR(CLASS_SINGLE, 1, 1, 2)), ARR(CLASS_SINGLE, 1, 2, 1, 2));
    same(cat(1, value_bool(true), value_bool(false)), ARR(CLASS_LOGICAL, 1, 2, 1, 0));
    same(cat(1, value_bool(true), num(2)), ROW(1, 2));
    same(cat(1, str("a"), chr("bc")), STRS(1, 2, "a", "bc"));
    same(cat(1, str("a"), num(2)), STRS(1, 2, "a", "2"));
    same(cat(1, CELL(1, 1, num(1)), chr("x")), CELL(1, 2, num(1), chr("x")));
    same(cat(1, CELL(1, 1, num(1)), none(0, 0)), CELL(1, 1, num(1)));
    same(cat(0, CELL(1, 1, num(1)), CELL(1, 1, num(2))), CELL(2, 1, num(1), num(2)));
    same(cat(1, num(1), complex_row(1, (double[]){0}, (double[]){1})),
         complex_row(2, (double[]){1, 0}, (double[]){0, 1}));
    const char *const ab[] = {"a", "b"}, *const ba[] = {"b", "a"};
    Value s =
        cat(1, strct(2, ab, (Value[]){num(1), num(2)}), strct(2, ba, (Value[]){num(4), num(3)}));
    ValueList list = {0};
    MUST(value_dot(&ctx, s, "a", &list));
    same(value_ref(list.items[1]), num(3));
    value_list_done(&list);
    value_unref(s);
    cat_fails(0, ROW(1, 2), ROW(1, 2, 3), "MATLAB:catenate:dimensionMismatch");
    cat_fails(0, chr("ab"), chr("abc"), "MATLAB:catenate:dimensionMismatch");
    cat_fails(1, strct(1, ab, (Value[]){num(1)}), strct(1, ba, (Value[]){num(1)}),
              "MATLAB:catenate:structFieldBad");
    FuncHandle *f;
    for (int i = 0; i < 1; i++) {
        f = mem_alloc_zero(sizeof *f);
        refcount_init(&f->refs);
        MUST(text_new(&ctx, "sin", 3, &f->name));
    }
    Value h = value_take_func(f);
    cat_fails(1, value_ref(h), value_ref(h), "MATLAB:concatenation:functionHandles");
    shows(h, "x =\n\n  function_handle with value:\n\n    @sin\n\n");
}

static void ranges(void **state) {
    (void)state;
    Value v;
    MUST(value_colon(&ctx, num(1), num(2), num(6), &v));
    same(v, ROW(1, 3, 5));
    MUST(value_colon(&ctx, num(3), VALUE_NONE, num(1), &v));
    same(v, none(1, 0));
    Value eight = ARR(CLASS_INT8, 1, 1, 3);
    MUST(value_colon(&ctx, num(1), VALUE_NONE, eight, &v));
    same(v, ARR(CLASS_INT8, 1, 3, 1, 2, 3));
    value_unref(eight);
}

static void equality(void **state) {
    (void)state;
    const struct {
        Value a, b;
        bool nan_equal, equal;
    } rows[] = {{num(1), ARR(CLASS_INT8, 1, 1, 1), false, true},
                {ROW(1, 2), MAT(2, 1, 1, 2), false, false},
                {num(NAN), num(NAN), false, false},
                {num(NAN), num(NAN), true, true},
                {chr("a"), str("a"), false, true},
                {CELL(1, 1, chr("a")), CELL(1, 1, chr("a")), false, true},
                {chr("a"), num(97), false, true},
                {CELL(1, 1, VALUE_NONE), CELL(1, 1, none(0, 0)), false, true},
                {none(0, 0), CELL(0, 0, VALUE_NONE), false, false},
                {strct(1, (const char *const[]){"a"}, (Value[]){num(1)}),
                 strct(1, (const char *const[]){"a"}, (Value[]){num(1)}), false, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool equal;
        MUST(value_equal(&ctx, rows[i].a, rows[i].b, rows[i].nan_equal, &equal));
        assert_int_equal(equal, rows[i].equal);
        value_unref(rows[i].a);
        value_unref(rows[i].b);
    }
}

static void truth(void **state) {
    (void)state;
    const struct {
        Value v;
        bool truth;
    } rows[] = {{num(1), true},    {num(0), false},     {ROW(1, 0), false},
                {ROW(1, 2), true}, {none(0, 0), false}, {chr("a"), true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool is;
        MUST(value_truth(&ctx, rows[i].v, &is));
        assert_int_equal(is, rows[i].truth);
        value_unref(rows[i].v);
    }
    bool is;
    Value c = CELL(1, 1, num(1));
    assert_int_equal(value_truth(&ctx, c, &is), ERR_TYPE);
    error_clear(&ctx.error);
    value_unref(c);
}

static void conversions(void **state) {
    (void)state;
    Value v = str("grüße");
    char *text;
    MUST(value_to_utf8(&ctx, v, &text));
    assert_string_equal(text, "grüße");
    assert_int_equal(v.string->items[0]->n_units, 5);
    mem_free(text);
    value_unref(v);
    v = CELL(1, 2, chr("a"), str("b"));
    StringArray *s;
    MUST(value_to_strings(&ctx, v, &s));
    same(value_take_string(s), STRS(1, 2, "a", "b"));
    value_unref(v);
    double x;
    assert_int_equal(value_to_double(&ctx, v = ROW(1, 2), &x), ERR_SIZE);
    error_clear(&ctx.error);
    value_unref(v);
    assert_true(value_is_a(num(1), "float") && value_is_a(num(1), "numeric") &&
                !value_is_a(num(1), "integer"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers),
                                       cmocka_unit_test(strings),
                                       cmocka_unit_test(undefined_operators),
                                       cmocka_unit_test(joining),
                                       cmocka_unit_test(ranges),
                                       cmocka_unit_test(equality),
                                       cmocka_unit_test(truth),
                                       cmocka_unit_test(conversions)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
