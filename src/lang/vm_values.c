// lang/vm_values.c: operands, operators, loops and literals of the machine, off the fast paths.
#include "lang/vm_internal.h"
#include <math.h>
#include <string.h>

static const char *const operator_names[] = {"plus", "minus", "times", "rdivide", "ldivide", "power", "eq", "ne", "lt", "le", "gt", "ge",
                                             "and", "or", "mtimes", "mrdivide", "mldivide", "mpower"};
static const char *const unary_names[] = {"uminus", "uplus", "not", "transpose", "ctranspose"};

/// An operand that is a temporary is used up.
static void used_up(Frame *f, int reg) {
    if (reg >= f->chunk->n_vars + f->chunk->n_numbers && reg != NO_REGISTER) reg_clear(&f->regs[reg]);
}

Status operand(Frame *f, int reg, Value *tmp, Value *ret) {
    Value v = f->regs[reg];
    tmp->tag = VAL_NONE;
    if (v.tag != VAL_NONE) {
        *ret = v;
        return OK;
    }
    if (reg >= f->chunk->n_vars) return ctx_fail(f->vm->ctx, ERR_INTERNAL, "Gradus:noValue", "A value is missing.");
    // An undefined variable may be the name of a function.
    const Chunk *chunk = f->chunk;
    for (int i = 0; i < chunk->n_params; i++)
        if (chunk->param_slots[i] == reg && i >= f->nargin)
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    TRY(call_site(f, &f->chunk->var_sites[reg], NULL, 0, false, 1, tmp));
    if (tmp->tag == VAL_NONE)
        return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    *ret = *tmp;
    return OK;
}

Status binary_slow(Frame *f, BinaryOp op, int a, int b, Value *ret) {
    Value ta, tb = VALUE_NONE, va, vb;
    TRY(operand(f, a, &ta, &va));
    Status status = operand(f, b, &tb, &vb);
    Value result = VALUE_NONE;
    if (status == OK) {
        // Reading b may have run code that changed variable a.
        if (ta.tag == VAL_NONE) va = f->regs[a];
        status = value_binary(f->vm->ctx, op, va, vb, &result);
        if (status != OK) vm_set_failing(f->vm, operator_names[op]);
    }
    value_unref(ta);
    value_unref(tb);
    used_up(f, a);
    used_up(f, b);
    if (status == OK) *ret = result;
    return status;
}

Status unary_slow(Frame *f, UnaryOp op, int a, Value *ret) {
    Value tmp, v, result = VALUE_NONE;
    TRY(operand(f, a, &tmp, &v));
    Status status = value_unary(f->vm->ctx, op, v, &result);
    if (status != OK && op <= OP_CTRANSPOSE) vm_set_failing(f->vm, unary_names[op]);
    value_unref(tmp);
    used_up(f, a);
    if (status == OK) *ret = result;
    return status;
}

Status truth_slow(Frame *f, int a, bool *ret) {
    Value tmp, v;
    TRY(operand(f, a, &tmp, &v));
    Status status = value_truth(f->vm->ctx, v, ret);
    value_unref(tmp);
    used_up(f, a);
    return status;
}

Status scalar_bool(Frame *f, int a, Value *ret) {
    Value tmp, v;
    TRY(operand(f, a, &tmp, &v));
    bool truth = false;
    Status status = OK;
    bool scalar = value_numel(v) == 1 || v.tag == VAL_OBJECT;
    bool numeric = value_is_numeric(v) || value_is_logical(v) || value_is_char(v) || v.tag == VAL_OBJECT;
    if (!scalar || !numeric)
        status = ctx_fail(f->vm->ctx, ERR_TYPE, "MATLAB:nonLogicalConditional",
                          "Operands to the logical AND (&&) and OR (||) operators must be convertible to logical scalar values.");
    else status = value_truth(f->vm->ctx, v, &truth);
    value_unref(tmp);
    used_up(f, a);
    *ret = value_bool(truth);
    return status;
}

/// 'a':'e' is text.
static Status to_char(Ctx *ctx, Value *v) {
    Tensor *t = NULL, *text = NULL;
    Status status = value_to_tensor(ctx, *v, &t);
    if (status == OK) status = tensor_cast(ctx, t, CLASS_CHAR, &text);
    tensor_unref(t);
    reg_clear(v);
    if (status == OK) *v = value_take_tensor(text);
    return status;
}

Status colon_slow(Frame *f, int lo, int step, int hi, Value *ret) {
    Value tmp[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE}, v[3] = {VALUE_NONE, VALUE_NONE, VALUE_NONE};
    Status status = operand(f, lo, &tmp[0], &v[0]);
    if (status == OK && step != NO_REGISTER) status = operand(f, step, &tmp[1], &v[1]);
    if (status == OK) status = operand(f, hi, &tmp[2], &v[2]);
    Value result = VALUE_NONE;
    if (status == OK) {
        status = value_colon(f->vm->ctx, v[0], v[1], v[2], &result);
        if (status != OK) vm_set_failing(f->vm, "colon");
        else if (value_is_char(v[0]) && value_is_char(v[2])) status = to_char(f->vm->ctx, &result);
    }
    for (int i = 0; i < 3; i++) value_unref(tmp[i]);
    used_up(f, lo);
    used_up(f, step);
    used_up(f, hi);
    if (status == OK) *ret = result;
    return status;
}

// ---- loops ----------------------------------------------------------------------------------------------------------------
// State registers: +0 the array, or a number for ranges; +1 position; +2 count; +3 first value; +4 step.

/// Number of elements of lo:step:hi for whole lo and step, as tensor_range counts them.
static double range_count(double lo, double step, double hi) {
    if (step == 0 || (step > 0 && lo > hi) || (step < 0 && lo < hi) || isnan(hi)) return 0;
    return floor((hi - lo) / step) + 1;
}

/// Ranges are counted without an array when that gives the same values to the last bit, or when the array would be large.
static bool counts_plainly(const Value *s) {
    if (s[0].tag != VAL_DOUBLE || s[1].tag != VAL_DOUBLE || s[2].tag != VAL_DOUBLE) return false;
    double lo = s[0].number, step = s[1].number;
    if (isnan(lo) || isnan(step) || isnan(s[2].number)) return false;
    if (lo == floor(lo) && step == floor(step)) return true;
    return fabs((s[2].number - lo) / step) > 1e6;
}

Status for_range(Frame *f, int state, bool *ret_empty) {
    Value *s = &f->regs[state];
    if (counts_plainly(s)) {
        double lo = s[0].number, step = s[1].number, hi = s[2].number;
        double n = range_count(lo, step, hi);
        s[0] = value_double(0);
        s[1] = value_double(0);
        s[2] = value_double(n);
        s[3] = value_double(lo);
        s[4] = value_double(step);
        *ret_empty = n == 0;
        return OK;
    }
    Value array = VALUE_NONE;
    TRY(colon_slow(f, state, state + 1, state + 2, &array));
    reg_set(&s[0], array);
    return for_array(f, state, ret_empty);
}

Status for_array(Frame *f, int state, bool *ret_empty) {
    Value *s = &f->regs[state];
    Shape shape;
    if (s[0].tag == VAL_NONE) return ctx_fail(f->vm->ctx, ERR_INTERNAL, "Gradus:noValue", "A value is missing.");
    if (s[0].tag == VAL_DOUBLE) {
        Tensor *t = NULL;
        TRY(value_to_tensor(f->vm->ctx, s[0], &t));
        s[0] = (Value){.tag = VAL_TENSOR, .tensor = t};
    }
    TRY(value_shape(f->vm->ctx, s[0], &shape));
    double columns = (double)shape.dim[1];
    for (int i = 2; i < shape.n_dims; i++) columns *= (double)shape.dim[i];
    if (s[0].tag == VAL_OBJECT && (!s[0].object->def->shape || !s[0].object->def->index)) columns = 1;
    s[1] = value_double(0);
    s[2] = value_double(columns);
    s[3] = value_double((double)shape.dim[0]);
    s[4] = value_double(0);
    if (shape_numel(&shape) == 0 && shape.dim[0] == 0) s[2] = value_double(0);
    *ret_empty = s[2].number == 0;
    return OK;
}

Status for_next(Frame *f, int state, Value *ret) {
    Value *s = &f->regs[state];
    double k = s[1].number;
    Value v = s[0];
    s[1].number = k + 1;
    if (v.tag == VAL_TENSOR && s[3].number == 1 && !v.tensor->is_complex) {
        if (v.tensor->cls == CLASS_DOUBLE) {
            *ret = value_double(tensor_f64(v.tensor)[(Index)k]);
            return OK;
        }
        if (v.tensor->cls == CLASS_LOGICAL) {
            *ret = value_bool(tensor_u8(v.tensor)[(Index)k] != 0);
            return OK;
        }
    }
    bool whole = s[2].number == 1 && (v.tag == VAL_OBJECT || v.tag == VAL_FUNC || value_is_scalar(v));
    if (whole) {
        *ret = value_ref(v);
        return OK;
    }
    Value idx[2] = {{.tag = VAL_COLON}, value_double(k + 1)};
    return value_index(f->vm->ctx, v, idx, 2, ret);
}

static Status text_equal(Ctx *ctx, Value a, Value b, bool *ret) {
    char *ta = NULL, *tb = NULL;
    Status status = value_to_utf8(ctx, a, &ta);
    if (status == OK) status = value_to_utf8(ctx, b, &tb);
    if (status == OK) *ret = strcmp(ta, tb) == 0;
    else if (status != ERR_NOMEM) {
        error_clear(&ctx->error); // missing strings match nothing
        *ret = false;
        status = OK;
    }
    mem_free(ta);
    mem_free(tb);
    return status;
}

static Status one_case(Ctx *ctx, Value subject, Value v, bool *ret) {
    *ret = false;
    if (subject.tag == VAL_OBJECT || v.tag == VAL_OBJECT) {
        Value eq = VALUE_NONE;
        TRY(value_binary(ctx, OP_EQ, subject, v, &eq));
        Status status = value_truth(ctx, eq, ret);
        value_unref(eq);
        return status;
    }
    if (value_is_text_scalar(subject)) {
        if (value_is_text_scalar(v)) return text_equal(ctx, subject, v, ret);
        return OK;
    }
    if (value_is_text_scalar(v) && !value_is_char(subject)) return OK;
    if ((value_is_numeric(subject) || value_is_logical(subject) || value_is_char(subject)) &&
        (value_is_numeric(v) || value_is_logical(v) || value_is_char(v))) {
        if (value_is_empty(subject) && value_is_empty(v)) {
            *ret = true;
            return OK;
        }
        if (value_is_empty(v) || value_is_empty(subject)) return OK;
        if (value_numel(v) != 1 && value_numel(subject) != 1) return value_equal(ctx, subject, v, false, ret);
        Value eq = VALUE_NONE;
        TRY(value_binary(ctx, OP_EQ, subject, v, &eq));
        Status status = value_truth(ctx, eq, ret);
        value_unref(eq);
        return status;
    }
    return OK;
}

Status case_matches(Frame *f, int subject, int value, bool *ret) {
    Ctx *ctx = f->vm->ctx;
    Value tmp, v;
    TRY(operand(f, value, &tmp, &v));
    Value s = f->regs[subject];
    Status status = OK;
    *ret = false;
    if (v.tag == VAL_CELL) {
        for (Index i = 0; i < v.cell->numel && !*ret && status == OK; i++)
            if (v.cell->items[i].tag != VAL_NONE) status = one_case(ctx, s, v.cell->items[i], ret);
    } else {
        status = one_case(ctx, s, v, ret);
    }
    value_unref(tmp);
    used_up(f, value);
    return status;
}

// ---- literals -----------------------------------------------------------------------------------------------------------

/// Values of registers, lists taken apart; counts per row in `counts`. Empties the registers.
static Status flatten_rows(Frame *f, const Rows *rows, int first, Value **ret_items, int *counts) {
    int total = 0, reg = first;
    for (int i = 0; i < rows->n; i++) {
        counts[i] = 0;
        for (int j = 0; j < rows->counts[i]; j++, reg++) {
            Value v = f->regs[reg];
            counts[i] += (int)v.tag == VAL_LIST ? (int)list_of(v)->n : 1;
        }
        total += counts[i];
    }
    Value *items = mem_alloc((size_t)(total + 1) * sizeof *items);
    if (!items) return ctx_fail_nomem(f->vm->ctx);
    int n = 0;
    for (int r = first; r < reg; r++) {
        Value v = reg_move(&f->regs[r]);
        if ((int)v.tag == VAL_LIST) {
            ValueList *list = list_of(v);
            for (Index k = 0; k < list->n; k++) items[n++] = list->items[k];
            list->n = 0;
            list_release(v);
        } else {
            items[n++] = v;
        }
    }
    *ret_items = items;
    return OK;
}

/// In a matrix of several rows with a string somewhere, character rows become strings first.
static Status strings_everywhere(Ctx *ctx, Value *items, int n) {
    bool any = false;
    for (int i = 0; i < n; i++) any |= items[i].tag == VAL_STRING;
    for (int i = 0; any && i < n; i++) {
        if (!value_is_char(items[i])) continue;
        StringArray *s = NULL;
        TRY(value_to_strings(ctx, items[i], &s));
        value_unref(items[i]);
        items[i] = value_take_string(s);
    }
    return OK;
}

static bool row_of_doubles(const Value *items, int n) {
    for (int i = 0; i < n; i++)
        if (items[i].tag != VAL_DOUBLE) return false;
    return n > 0;
}

static Status concat_row(Ctx *ctx, const Value *items, int n, Value *ret) {
    if (!row_of_doubles(items, n)) return value_concat(ctx, 1, items, n, ret);
    Shape shape = shape_2d(1, n);
    Tensor *t = NULL;
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &t));
    for (int i = 0; i < n; i++) tensor_f64(t)[i] = items[i].number;
    *ret = value_take_tensor(t);
    return OK;
}

Status build_matrix(Frame *f, const Rows *rows, int first, Value *ret) {
    Ctx *ctx = f->vm->ctx;
    int *counts = mem_alloc((size_t)(rows->n + 1) * sizeof *counts);
    Value *items = NULL, *joined = NULL;
    int n = 0, n_rows = 0;
    Status status = counts ? OK : ctx_fail_nomem(ctx);
    if (status != OK) goto done;
    TRY_GOTO(flatten_rows(f, rows, first, &items, counts));
    for (int i = 0; i < rows->n; i++) n += counts[i];
    joined = mem_alloc((size_t)(rows->n + 1) * sizeof *joined);
    if (!joined) {
        status = ctx_fail_nomem(ctx);
        goto done;
    }
    if (rows->n > 1) TRY_GOTO(strings_everywhere(ctx, items, n));
    int at = 0;
    for (int i = 0; i < rows->n; i++) {
        Value row = VALUE_NONE;
        status = concat_row(ctx, items + at, counts[i], &row);
        if (status != OK) {
            vm_set_failing(f->vm, "horzcat");
            goto done;
        }
        at += counts[i];
        joined[n_rows++] = row;
    }
    if (n_rows == 1) {
        *ret = joined[0];
        n_rows = 0;
    } else {
        status = value_concat(ctx, 0, joined, n_rows, ret);
        if (status != OK) vm_set_failing(f->vm, "vertcat");
    }
done:
    for (int i = 0; i < n_rows; i++) value_unref(joined[i]);
    for (int i = 0; items && i < n; i++) value_unref(items[i]);
    mem_free(items);
    mem_free(joined);
    mem_free(counts);
    return status;
}

/// One row of a cell literal: elements side by side; a cell among them stays one element.
static Status fill_cell(Ctx *ctx, Value *items, const int *counts, int n_rows, Value *ret) {
    int columns = -1, full_rows = 0;
    for (int i = 0; i < n_rows; i++) {
        if (counts[i] == 0) continue;
        if (columns >= 0 && counts[i] != columns)
            return ctx_fail(ctx, ERR_SIZE, "MATLAB:catenate:dimensionMismatch",
                            "Dimensions of arrays being concatenated are not consistent.");
        columns = counts[i];
        full_rows++;
    }
    Shape shape = full_rows ? shape_2d(full_rows, columns) : shape_2d(n_rows > 0 ? 1 : 0, 0);
    if (!full_rows) shape = shape_2d(0, 0);
    CellArray *cell = NULL;
    TRY(cell_new(ctx, &shape, &cell));
    int at = 0, r = 0;
    for (int i = 0; i < n_rows; i++) {
        for (int j = 0; j < counts[i]; j++) cell->items[r + (Index)j * full_rows] = reg_move(&items[at++]);
        r += counts[i] > 0;
    }
    *ret = value_take_cell(cell);
    return OK;
}

Status build_cell(Frame *f, const Rows *rows, int first, Value *ret) {
    Ctx *ctx = f->vm->ctx;
    int *counts = mem_alloc((size_t)(rows->n + 1) * sizeof *counts);
    if (!counts) return ctx_fail_nomem(ctx);
    Value *items = NULL;
    int n = 0;
    Status status = flatten_rows(f, rows, first, &items, counts);
    if (status == OK) {
        for (int i = 0; i < rows->n; i++) n += counts[i];
        status = fill_cell(ctx, items, counts, rows->n, ret);
    }
    for (int i = 0; items && i < n; i++) value_unref(items[i]);
    mem_free(items);
    mem_free(counts);
    return status;
}
