// All containers follow one set of rules: random reads, writes and deletions on an array of
// numbers, a cell, and a string array with the same content give the same sizes, the same elements
// and the same failures. Origin: the numeric array is the yardstick (kernels of the tensor room,
// tested there).
#include "make.h"
#include <stdio.h>
#include <stdlib.h>

static uint32_t seed = 12345;
static Index below(Index n) {
    seed = seed * 1664525u + 1013904223u;
    return (Index)((seed >> 8) % (uint32_t)n);
}

static Shape random_shape(void) {
    Index dims[3] = {below(4), below(4), below(3)};
    if (below(3)) dims[2] = 1;
    Shape shape;
    MUST(shape_make(&ctx, dims, 3, &shape));
    return shape;
}

/// Element number i of a container of kind k: 0 numbers, 1 cell, 2 strings.
static Value container(int kind, const Shape *shape, int first) {
    Index n = shape_numel(shape);
    Tensor *t;
    CellArray *c;
    StringArray *s;
    char text[16];
    if (kind == 0) {
        MUST(tensor_new(&ctx, CLASS_DOUBLE, shape, &t));
        for (Index i = 0; i < n; i++) tensor_f64(t)[i] = first + (double)i;
        return (Value){.tag = VAL_TENSOR, .tensor = t};
    }
    if (kind == 1) {
        MUST(cell_new(&ctx, shape, &c));
        for (Index i = 0; i < n; i++) c->items[i] = num(first + (double)i);
        return value_take_cell(c);
    }
    MUST(string_new(&ctx, shape, &s));
    for (Index i = 0; i < n; i++) {
        int len = snprintf(text, sizeof text, "%d", first + (int)i);
        MUST(text_new(&ctx, text, (size_t)len, &s->items[i]));
    }
    return value_take_string(s);
}

static double element(Value v, Index i) {
    switch (v.tag) {
    case VAL_DOUBLE: return v.number;
    case VAL_TENSOR: return tensor_get(v.tensor, i);
    case VAL_CELL: return v.cell->items[i].tag == VAL_NONE ? 0 : v.cell->items[i].number;
    default: return v.string->items[i] ? strtod(v.string->items[i]->bytes, NULL) : 0;
    }
}

static Value random_subscript(Index size) {
    switch (below(5)) {
    case 0: return colon();
    case 1: return num((double)below(size + 2) + 1);
    case 2: {
        Shape shape = below(2) ? shape_2d(1, below(4)) : shape_2d(below(4), 1);
        Tensor *t;
        MUST(tensor_zeros(&ctx, CLASS_DOUBLE, &shape, &t));
        for (Index i = 0; i < t->numel; i++)
            tensor_f64(t)[i] = (double)below(size + 1) + (size ? 0 : 1);
        for (Index i = 0; i < t->numel; i++) tensor_f64(t)[i] += tensor_f64(t)[i] == 0;
        return (Value){.tag = VAL_TENSOR, .tensor = t};
    }
    case 3: {
        Shape shape = shape_2d(1, size);
        Tensor *t;
        MUST(tensor_zeros(&ctx, CLASS_LOGICAL, &shape, &t));
        for (Index i = 0; i < t->numel; i++) tensor_u8(t)[i] = (uint8_t)below(2);
        return (Value){.tag = VAL_TENSOR, .tensor = t};
    }
    default: return num((double)below(size > 0 ? size : 1) + 1);
    }
}

static void agree(Status s, Value a, Status t, Value b) {
    assert_int_equal(s, t);
    Shape x, y;
    if (s != OK) return;
    MUST(value_shape(&ctx, a, &x));
    MUST(value_shape(&ctx, b, &y));
    assert_true(shape_equal(&x, &y));
    for (Index i = 0; i < shape_numel(&x); i++) assert_true(element(a, i) == element(b, i));
}

static Status act(int what, Value *v, const Value *idx, int n, Value rhs, char id[80]) {
    Value out;
    Status status;
    if (what == 0) {
        status = value_index(&ctx, *v, idx, n, &out);
        if (status == OK) {
            value_unref(*v);
            *v = out;
        }
    } else {
        status = what == 1 ? value_assign(&ctx, v, idx, n, rhs) : value_remove(&ctx, v, idx, n);
    }
    snprintf(id, 80, "%s", status == OK ? "" : error_id(&ctx.error));
    error_clear(&ctx.error);
    return status;
}

static void containers_agree(void **state) {
    (void)state;
    int ok = 0;
    for (int round = 0; round < 20000; round++) {
        Shape shape = random_shape(),
              rhs_shape = below(2) ? shape_2d(1, 1) : shape_2d(below(3), below(4));
        int what = (int)below(3), n = 1 + (int)below(3);
        Value idx[3];
        for (int k = 0; k < n; k++)
            idx[k] = random_subscript(n == 1 ? shape_numel(&shape) : shape_dim(&shape, k));
        Status status = OK;
        Value yardstick = VALUE_NONE;
        char id[80], other_id[80];
        for (int kind = 0; kind < 3; kind++) {
            Value v = container(kind, &shape, 1), rhs = container(kind, &rhs_shape, 101),
                  before = value_ref(v);
            Status s = act(what, &v, idx, n, rhs, kind ? other_id : id);
            if (kind) {
                agree(status, yardstick, s, v);
                assert_string_equal(id, other_id);
            }
            for (Index i = 0; i < value_numel(before); i++)
                assert_true(element(before, i) == 1 + (double)i);
            value_unref(before);
            value_unref(rhs);
            if (kind) {
                value_unref(v);
            } else {
                yardstick = v;
                status = s;
            }
        }
        ok += status == OK;
        value_unref(yardstick);
        for (int k = 0; k < n; k++) value_unref(idx[k]);
    }
    assert_true(ok > 5000); // the random cases are not all failures
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(containers_agree)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
