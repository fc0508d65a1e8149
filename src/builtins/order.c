// builtins/order.c: the order of elements of any sortable class, as positions. Sorting, sets,
// grouping and tables use it.
#include "builtins/arguments.h"

static bool is_cellstr(Value v) {
    if (v.tag != VAL_CELL) return false;
    for (Index i = 0; i < v.cell->numel; i++) {
        Value e = v.cell->items[i];
        if (!(e.tag == VAL_TENSOR && value_is_char(e)) && !(e.tag == VAL_NONE) &&
            !value_is_text_scalar(e))
            return false;
    }
    return true;
}

Status keys_of(Call *call, Value v, bool rows, Keys *ret) {
    *ret = (Keys){.n_columns = 1};
    if (v.tag == VAL_STRING || is_cellstr(v)) {
        TRY(value_to_strings(call->ctx, v, &ret->text));
        ret->n = ret->text->numel;
        if (rows && ret->text->shape.n_dims == 2) {
            ret->n = ret->text->shape.dim[0];
            ret->n_columns = ret->text->shape.dim[1];
        }
        return OK;
    }
    if (value_is_object(v, &categorical_class)) {
        ret->categorical = (Categorical *)object_ref(v.object);
        ret->n = ret->categorical->numel;
        return OK;
    }
    if (v.tag == VAL_CELL) {
        return call_fail(call, ERR_TYPE, "MATLAB:UnableToConvert",
                         "Cell array input must be a cell array of character vectors.");
    }
    TRY(value_to_tensor(call->ctx, v, &ret->number));
    ret->n = ret->number->numel;
    if (rows) {
        if (ret->number->shape.n_dims > 2) {
            keys_done(ret);
            return call_fail(call, ERR_SIZE, "MATLAB:rowsNotSupported", "Rows need a matrix.");
        }
        ret->n = ret->number->shape.dim[0];
        ret->n_columns = ret->number->shape.dim[1];
    }
    return OK;
}

void keys_done(Keys *keys) {
    tensor_unref(keys->number);
    if (keys->text) value_unref(value_take_string(keys->text));
    if (keys->categorical) object_unref(&keys->categorical->head);
    *keys = (Keys){0};
}

static int compare_numbers(const Tensor *a, Index i, const Tensor *b, Index j) {
    double x = tensor_get(a, i), y = tensor_get(b, j);
    if (a->is_complex || b->is_complex) { // by magnitude, then angle
        double xi = tensor_get_imag(a, i), yi = tensor_get_imag(b, j);
        double ax = hypot(x, xi), ay = hypot(y, yi);
        if (ax == ay) ax = atan2(xi, x), ay = atan2(yi, y);
        x = ax, y = ay;
    }
    if (isnan(x) || isnan(y)) return (int)isnan(x) - (int)isnan(y);
    return (x > y) - (x < y);
}

int keys_compare(const Keys *a, Index i, const Keys *b, Index j) {
    if (a->number && b->number) {
        for (Index c = 0; c < a->n_columns; c++) {
            int order = compare_numbers(a->number, i + c * a->n, b->number, j + c * b->n);
            if (order) return order;
        }
        return 0;
    }
    if (a->text && b->text) {
        for (Index c = 0; c < a->n_columns; c++) {
            const Text *x = a->text->items[i + c * a->n], *y = b->text->items[j + c * b->n];
            if (!x || !y) {
                if (!x && !y) continue;
                return x ? -1 : 1;
            }
            int order = strcmp(x->bytes, y->bytes);
            if (order) return order < 0 ? -1 : 1;
        }
        return 0;
    }
    if (a->categorical && b->categorical) {
        uint32_t x = a->categorical->codes[i], y = b->categorical->codes[j];
        if (!x || !y) return (x == 0) - (y == 0);
        if (a->categorical != b->categorical) {
            return strcmp(a->categorical->categories[x - 1]->bytes,
                          b->categorical->categories[y - 1]->bytes);
        }
        return (x > y) - (x < y);
    }
    return 0;
}

bool keys_same(const Keys *a, Index i, const Keys *b, Index j) {
    if (a->number && b->number) {
        for (Index c = 0; c < a->n_columns; c++) {
            if (tensor_get(a->number, i + c * a->n) != tensor_get(b->number, j + c * b->n))
                return false;
            if (tensor_get_imag(a->number, i + c * a->n) !=
                tensor_get_imag(b->number, j + c * b->n))
                return false;
        }
        return true;
    }
    if (a->text && b->text && (!a->text->items[i] || !b->text->items[j])) return false;
    if (a->categorical && b->categorical) {
        uint32_t x = a->categorical->codes[i], y = b->categorical->codes[j];
        if (!x || !y) return false;
    }
    return keys_compare(a, i, b, j) == 0;
}

Status order_by(Ctx *ctx, Index n, OrderFn compare, const void *self, Index **ret) {
    Index *order = mem_alloc((size_t)(n + 1) * sizeof *order);
    OWN_MEM Index *spare = mem_alloc((size_t)(n + 1) * sizeof *spare);
    if (!order || !spare) {
        mem_free(order);
        return ctx_fail_nomem(ctx);
    }
    for (Index i = 0; i < n; i++) order[i] = i;
    // Bottom-up merge sort: stable, no recursion.
    for (Index width = 1; width < n; width *= 2) {
        for (Index lo = 0; !stop_reached(ctx, lo, n); lo += 2 * width) {
            Index mid = lo + width < n ? lo + width : n,
                  hi = lo + 2 * width < n ? lo + 2 * width : n;
            Index i = lo, j = mid;
            for (Index k = lo; !stop_reached(ctx, k, hi); k++) {
                bool left = i < mid && (j >= hi || compare(self, order[i], order[j]) <= 0);
                spare[k] = left ? order[i++] : order[j++];
            }
        }
        Index *swap = order;
        order = spare;
        spare = swap;
        Status status = ctx_check_stop(ctx);
        if (status != OK) {
            mem_free(order);
            return status;
        }
    }
    *ret = order;
    return OK;
}

static bool key_is_missing(const Keys *k, Index i) {
    if (k->number) return k->n_columns == 1 && isnan(tensor_get(k->number, i));
    if (k->text) return k->n_columns == 1 && !k->text->items[i];
    return k->categorical && k->categorical->codes[i] == 0;
}
static int order_keys(const void *self, Index i, Index j) {
    const Keys *k = self;
    int order = keys_compare(k, i, k, j);
    if (!k->descending) return order;
    // Missing text stays last either way; NaN goes first when descending.
    if (k->text && (key_is_missing(k, i) || key_is_missing(k, j))) return order;
    return -order;
}
Status keys_order(Ctx *ctx, const Keys *keys, Index **ret) {
    return order_by(ctx, keys->n, order_keys, keys, ret);
}
