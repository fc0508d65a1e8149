// tests/unit/value/make.h: short constructors for the tests of this room. All results are owned by
// the caller.
#pragma once
// clang-format off: cmocka.h needs the standard headers before it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
// clang-format on
#include "base/buf.h"
#include "value/exception.h"
#include "value/table.h"
#include "value/value.h"

static Ctx ctx;

#define MUST(expr) assert_int_equal((expr), OK)

__attribute__((unused)) static Value num(double x) {
    return value_double(x);
}
__attribute__((unused)) static Value colon(void) {
    return (Value){.tag = VAL_COLON};
}

/// A rows × columns array of a class from numbers written row by row.
__attribute__((unused)) static Value arr(NumClass cls, Index rows, Index columns,
                                         const double *by_rows) {
    Tensor *t;
    Shape shape = shape_2d(rows, columns);
    MUST(tensor_zeros(&ctx, cls, &shape, &t));
    for (Index r = 0; r < rows; r++) {
        for (Index c = 0; c < columns; c++) tensor_set(t, c * rows + r, by_rows[r * columns + c]);
    }
    return (Value){.tag = VAL_TENSOR, .tensor = t};
}
#define MAT(rows, columns, ...) arr(CLASS_DOUBLE, rows, columns, (const double[]){__VA_ARGS__})
#define ARR(cls, rows, columns, ...) arr(cls, rows, columns, (const double[]){__VA_ARGS__})
#define ROW(...)                                                           \
    arr(CLASS_DOUBLE, 1, sizeof((double[]){__VA_ARGS__}) / sizeof(double), \
        (const double[]){__VA_ARGS__})

__attribute__((unused)) static Value none(Index rows, Index columns) {
    Tensor *t;
    Shape shape = shape_2d(rows, columns);
    MUST(tensor_zeros(&ctx, CLASS_DOUBLE, &shape, &t));
    return (Value){.tag = VAL_TENSOR, .tensor = t};
}
__attribute__((unused)) static Value complex_row(Index n, const double *re, const double *im) {
    Tensor *t;
    Shape shape = shape_2d(1, n);
    MUST(tensor_new_complex(&ctx, CLASS_DOUBLE, &shape, &t));
    for (Index i = 0; i < n; i++) tensor_f64(t)[2 * i] = re[i], tensor_f64(t)[2 * i + 1] = im[i];
    return (Value){.tag = VAL_TENSOR, .tensor = t};
}
__attribute__((unused)) static Value chr(const char *text) {
    Value v;
    MUST(value_from_text(&ctx, text, &v));
    return v;
}
__attribute__((unused)) static Value str(const char *text) {
    Value v;
    MUST(value_string_scalar(&ctx, text, strlen(text), &v));
    return v;
}
/// A string array from texts row by row; null is missing.
__attribute__((unused)) static Value strs(Index rows, Index columns, const char *const *texts) {
    StringArray *s;
    Shape shape = shape_2d(rows, columns);
    MUST(string_new(&ctx, &shape, &s));
    for (Index r = 0; r < rows; r++) {
        for (Index c = 0; c < columns; c++) {
            const char *text = texts[r * columns + c];
            if (text) MUST(text_new(&ctx, text, strlen(text), &s->items[c * rows + r]));
        }
    }
    return value_take_string(s);
}
#define STRS(rows, columns, ...) strs(rows, columns, (const char *const[]){__VA_ARGS__})
/// A cell from values row by row; takes them.
__attribute__((unused)) static Value cells(Index rows, Index columns, const Value *values) {
    CellArray *c;
    Shape shape = shape_2d(rows, columns);
    MUST(cell_new(&ctx, &shape, &c));
    for (Index r = 0; r < rows; r++) {
        for (Index k = 0; k < columns; k++) c->items[k * rows + r] = values[r * columns + k];
    }
    return value_take_cell(c);
}
#define CELL(rows, columns, ...) cells(rows, columns, (const Value[]){__VA_ARGS__})
/// A 1×1 struct; takes the values.
__attribute__((unused)) static Value strct(int n, const char *const *names, const Value *values) {
    StructArray *s;
    Shape shape = shape_2d(1, 1);
    MUST(struct_new(&ctx, &shape, &s));
    for (int i = 0; i < n; i++) MUST(struct_set(&ctx, s, 0, names[i], values[i]));
    return value_take_struct(s);
}
__attribute__((unused)) static Value cats(const char *const *texts, int n) {
    Text *names[16];
    int n_names = 0;
    Categorical *c;
    Shape shape = shape_2d(1, n);
    uint32_t codes[64];
    for (int i = 0; i < n; i++) {
        codes[i] = 0;
        for (int k = 0; texts[i] && k < n_names; k++) {
            if (strcmp(names[k]->bytes, texts[i]) == 0) codes[i] = (uint32_t)k + 1;
        }
        if (texts[i] && !codes[i]) {
            MUST(text_new(&ctx, texts[i], strlen(texts[i]), &names[n_names++]));
            codes[i] = (uint32_t)n_names;
        }
    }
    MUST(categorical_new(&ctx, &shape, names, n_names, &c));
    for (int i = 0; i < n; i++) c->codes[i] = codes[i];
    for (int i = 0; i < n_names; i++) text_unref(names[i]);
    return value_take_object(&c->head);
}

/// Compares the display text of a value under the name x; takes the value.
__attribute__((unused)) static void shows_in(DisplayFormat format, Value v, const char *expected) {
    Buf buf = BUF_INIT;
    MUST(value_display(&ctx, &format, "x", v, &buf));
    assert_string_equal(buf_text(&buf), expected);
    buf_done(&buf);
    value_unref(v);
}
#define SHORT_LOOSE ((DisplayFormat){FORMAT_SHORT, false, 80})
__attribute__((unused)) static void shows(Value v, const char *expected) {
    shows_in(SHORT_LOOSE, v, expected);
}
__attribute__((unused)) static void disps(Value v, const char *expected) {
    Buf buf = BUF_INIT;
    DisplayFormat format = SHORT_LOOSE;
    MUST(value_disp(&ctx, &format, v, &buf));
    assert_string_equal(buf_text(&buf), expected);
    buf_done(&buf);
    value_unref(v);
}
/// isequaln of two values of one class; takes both.
__attribute__((unused)) static void same(Value got, Value expected) {
    bool equal = false;
    assert_string_equal(value_class_name(got), value_class_name(expected));
    MUST(value_equal(&ctx, got, expected, true, &equal));
    if (!equal) {
        shows(value_ref(expected), "");
        shows(value_ref(got), "");
    }
    assert_true(equal);
    value_unref(got);
    value_unref(expected);
}
/// Checks status is a failure with this identifier and text in the message, and forgets it.
__attribute__((unused)) static void fails(Status status, const char *id, const char *message) {
    assert_int_not_equal(status, OK);
    assert_string_equal(error_id(&ctx.error), id);
    if (message) assert_string_equal(error_message(&ctx.error), message);
    error_clear(&ctx.error);
}
__attribute__((unused)) static int setup(void **state) {
    (void)state;
    ctx_init(&ctx);
    return 0;
}
__attribute__((unused)) static int teardown(void **state) {
    (void)state;
    ctx_done(&ctx);
    return 0;
}
