// Concatenation. Who decides the class: objects, then strings, cells, structs, function handles;
// then among arrays char, integers (the first one), single, double, logical. [] is left out, but
// its class counts.
#include "value/internal.h"

static Status inconsistent(Ctx *ctx) {
    return ctx_fail(ctx, ERR_SIZE, "MATLAB:catenate:dimensionMismatch",
                    "Dimensions of arrays being concatenated are not consistent.");
}

/// Shape of the whole; false when the parts do not fit.
static bool joined_shape(int dim, const Shape *shapes, int n, Shape *ret) {
    if (dim >= SHAPE_MAX_DIMS) return false;
    Shape out = shapes[0];
    for (; out.n_dims <= dim; out.n_dims++) out.dim[out.n_dims] = 1;
    for (int i = 1; i < n; i++) {
        int n_dims = shapes[i].n_dims > out.n_dims ? shapes[i].n_dims : out.n_dims;
        for (int k = 0; k < n_dims; k++) {
            if (k != dim && shape_dim(&shapes[i], k) != shape_dim(&out, k)) return false;
        }
        out.dim[dim] += shape_dim(&shapes[i], dim);
    }
    shape_trim(&out);
    *ret = out;
    return true;
}

static bool is_nothing(const Shape *s) {
    return s->n_dims == 2 && s->dim[0] == 0 && s->dim[1] == 0;
}

/// Which parts take part: 0×0 ones never; when the rest does not fit, other empty matrices are left
/// out too. used[] receives the indices; *ret_n may be 0.
static Status choose_parts(Ctx *ctx, int dim, const Shape *shapes, int n, int *used, int *ret_n,
                           Shape *ret_shape) {
    Shape *kept = mem_alloc((size_t)(n + 1) * sizeof *kept);
    if (!kept) return ctx_fail_nomem(ctx);
    bool fits = false;
    for (int round = 0; round < 2 && !fits; round++) {
        int m = 0;
        for (int i = 0; i < n; i++) {
            bool skip = is_nothing(&shapes[i]) ||
                        (round == 1 && shapes[i].n_dims == 2 && shape_is_empty(&shapes[i]));
            if (skip) continue;
            kept[m] = shapes[i];
            used[m++] = i;
        }
        *ret_n = m;
        *ret_shape = shape_2d(0, 0);
        fits = m == 0 || joined_shape(dim, kept, m, ret_shape);
    }
    mem_free(kept);
    return fits ? OK : inconsistent(ctx);
}

/// One run of the result: part, first item of it, how many. Calls in the order of the result.
typedef void (*CopyRun)(void *self, int part, Index from, Index n, Index to);

static void each_run(const Ctx *ctx, int dim, const Shape *shapes, const int *used, int n_used, CopyRun copy,
                     void *self) {
    Index outer = 1, to = 0;
    if (n_used == 0) return;
    const Shape *first = &shapes[used[0]];
    Index inner = 1;
    for (int k = 0; k < dim; k++) inner *= shape_dim(first, k);
    for (int k = dim + 1; k < first->n_dims; k++) outer *= first->dim[k];
    for (Index o = 0; o < outer; o++) {
        for (int i = 0; i < n_used; i++) {
            Index block = inner * shape_dim(&shapes[used[i]], dim);
            for (Index k = 0, m; (m = stop_block(ctx, k, block)) > 0; k += m)
                copy(self, used[i], o * block + k, m, to + k);
            to += block;
        }
    }
}

/// Gives the joined value, or drops it after a stop: it may not be complete.
static Status finish(Ctx *ctx, Value joined, Value *ret) {
    Status status = ctx_check_stop(ctx);
    if (status == OK) {
        *ret = joined;
    } else {
        value_unref(joined);
    }
    return status;
}

typedef struct Joining {
    int n;
    Shape *shapes;
    int *used, n_used;
    Shape shape;
    void **parts; // StringArray *, CellArray *, StructArray *, Tensor *
    void *out;
} Joining;

static void joining_done(Joining *j) {
    mem_free(j->shapes);
    mem_free(j->used);
    mem_free(j->parts);
}

static Status joining_init(Ctx *ctx, Joining *j, int n) {
    *j = (Joining){.n = n};
    j->shapes = mem_alloc_zero((size_t)n * sizeof *j->shapes);
    j->used = mem_alloc_zero((size_t)n * sizeof *j->used);
    j->parts = mem_alloc_zero((size_t)n * sizeof *j->parts);
    if (j->shapes && j->used && j->parts) return OK;
    joining_done(j);
    return ctx_fail_nomem(ctx);
}

static Status joining_plan(Ctx *ctx, Joining *j, int dim) {
    return choose_parts(ctx, dim, j->shapes, j->n, j->used, &j->n_used, &j->shape);
}

// ---- strings ------------------------------------------------------------------------------------
static void copy_texts(void *self, int part, Index from, Index n, Index to) {
    Joining *j = self;
    const StringArray *s = j->parts[part];
    for (Index i = 0; i < n; i++)
        ((StringArray *)j->out)->items[to + i] = text_ref(s->items[from + i]);
}

static Status concat_strings(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Joining j;
    TRY(joining_init(ctx, &j, n));
    Status status = OK;
    for (int i = 0; i < n; i++) {
        StringArray *s;
        TRY_GOTO(value_as_strings(ctx, parts[i], &s));
        j.parts[i] = s;
        j.shapes[i] = s->shape;
    }
    TRY_GOTO(joining_plan(ctx, &j, dim));
    StringArray *out;
    TRY_GOTO(string_new(ctx, &j.shape, &out));
    j.out = out;
    each_run(ctx, dim, j.shapes, j.used, j.n_used, copy_texts, &j);
    status = finish(ctx, value_take_string(out), ret);
done:
    for (int i = 0; i < n; i++) string_unref(j.parts[i]);
    joining_done(&j);
    return status;
}

// ---- cells --------------------------------------------------------------------------------------
static void copy_cells(void *self, int part, Index from, Index n, Index to) {
    Joining *j = self;
    const CellArray *c = j->parts[part];
    for (Index i = 0; i < n; i++)
        ((CellArray *)j->out)->items[to + i] = value_ref(c->items[from + i]);
}

/// A part as a cell: itself, {} for [], {x} for other values.
static Status part_as_cell(Ctx *ctx, Value v, CellArray **ret) {
    if (v.tag == VAL_CELL) {
        *ret = value_ref(v).cell;
        return OK;
    }
    Shape shape = value_is_null(v) ? shape_2d(0, 0) : shape_2d(1, 1);
    TRY(cell_new(ctx, &shape, ret));
    if ((*ret)->numel) (*ret)->items[0] = value_ref(v);
    return OK;
}

static Status concat_cells(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Joining j;
    TRY(joining_init(ctx, &j, n));
    Status status = OK;
    for (int i = 0; i < n; i++) {
        CellArray *c;
        TRY_GOTO(part_as_cell(ctx, parts[i], &c));
        j.parts[i] = c;
        j.shapes[i] = c->shape;
    }
    TRY_GOTO(joining_plan(ctx, &j, dim));
    CellArray *out;
    TRY_GOTO(cell_new(ctx, &j.shape, &out));
    j.out = out;
    each_run(ctx, dim, j.shapes, j.used, j.n_used, copy_cells, &j);
    status = finish(ctx, value_take_cell(out), ret);
done:
    for (int i = 0; i < n; i++) cell_unref(j.parts[i]);
    joining_done(&j);
    return status;
}

// ---- structs ------------------------------------------------------------------------------------
static void copy_structs(void *self, int part, Index from, Index n, Index to) {
    Joining *j = self;
    const StructArray *s = j->parts[part];
    StructArray *out = j->out;
    for (Index f = 0; f < out->n_fields; f++) {
        Index g = struct_find(s, out->names[f]->bytes);
        for (Index i = 0; i < n; i++)
            out->items[f * out->numel + to + i] = value_ref(s->items[g * s->numel + from + i]);
    }
}

static Status same_fields(Ctx *ctx, const StructArray *a, const StructArray *b) {
    bool same = a->n_fields == b->n_fields;
    for (Index f = 0; same && f < a->n_fields; f++) same = struct_find(b, a->names[f]->bytes) >= 0;
    if (same) return OK;
    return ctx_fail(
        ctx, ERR_TYPE, "MATLAB:catenate:structFieldBad",
        "Names of fields in structure arrays being concatenated do not match. Concatenation of "
        "structure arrays requires that these arrays have the same set of field names.");
}

static Status concat_structs(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Joining j;
    TRY(joining_init(ctx, &j, n));
    Status status = OK;
    const StructArray *first = NULL;
    for (int i = 0; i < n; i++) {
        if (parts[i].tag == VAL_STRUCT) {
            StructArray *s = parts[i].structure;
            if (!first) first = s;
            if (!is_nothing(&s->shape)) TRY_GOTO(same_fields(ctx, first, s));
            j.parts[i] = s;
            j.shapes[i] = s->shape;
            if (is_nothing(&first->shape)) first = s;
        } else if (value_is_null(parts[i])) {
            j.shapes[i] = shape_2d(0, 0);
        } else {
            status = ctx_fail(ctx, ERR_TYPE, "MATLAB:UnableToConvert",
                              "Conversion to struct from %s is not possible.",
                              value_class_name(parts[i]));
            goto done;
        }
    }
    TRY_GOTO(joining_plan(ctx, &j, dim));
    StructArray *out;
    TRY_GOTO(struct_like(ctx, first, &j.shape, &out));
    j.out = out;
    each_run(ctx, dim, j.shapes, j.used, j.n_used, copy_structs, &j);
    status = finish(ctx, value_take_struct(out), ret);
done:
    joining_done(&j);
    return status;
}

// ---- numeric, logical, char ---------------------------------------------------------------------
static NumClass dominant_class(const Value *parts, int n) {
    bool has_char = false, has_single = false, has_double = false;
    int integer = -1;
    for (int i = 0; i < n; i++) {
        Tensor storage;
        const Tensor *t = value_view(&parts[i], &storage);
        NumClass cls = t ? (NumClass)t->cls : CLASS_DOUBLE;
        if (cls == CLASS_CHAR)
            has_char = true;
        else if (cls == CLASS_SINGLE)
            has_single = true;
        else if (cls == CLASS_DOUBLE)
            has_double = true;
        else if (class_is_int(cls) && integer < 0)
            integer = cls;
    }
    if (has_char) return CLASS_CHAR;
    if (integer >= 0) return (NumClass)integer;
    return has_single ? CLASS_SINGLE : has_double ? CLASS_DOUBLE : CLASS_LOGICAL;
}

/// [] beside logicals does not make the result double: the class of an empty 0×0 double counts only
/// among empties.
static NumClass class_of_parts(const Value *parts, int n) {
    bool logical_only = true, any = false;
    for (int i = 0; i < n; i++) {
        if (value_is_null(parts[i])) continue;
        any = true;
        if (!value_is_logical(parts[i])) logical_only = false;
    }
    return any && logical_only ? CLASS_LOGICAL : dominant_class(parts, n);
}

static Status part_as_tensor(Ctx *ctx, Value v, NumClass cls, bool is_complex, Tensor **ret) {
    Tensor *t, *cast;
    TRY(value_to_tensor(ctx, v, &t));
    Status status = tensor_cast(ctx, t, cls, &cast);
    tensor_unref(t);
    TRY(status);
    if (is_complex && !cast->is_complex) {
        status = tensor_to_complex(ctx, cast, &t);
        tensor_unref(cast);
        TRY(status);
        cast = t;
    }
    *ret = cast;
    return OK;
}

static Status concat_tensors(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    NumClass cls = class_of_parts(parts, n);
    bool is_complex = false;
    for (int i = 0; i < n; i++)
        is_complex |= parts[i].tag == VAL_TENSOR && parts[i].tensor->is_complex;
    Joining j;
    TRY(joining_init(ctx, &j, n));
    Status status = OK;
    Tensor *out = NULL;
    for (int i = 0; i < n; i++) TRY_GOTO(value_shape(ctx, parts[i], &j.shapes[i]));
    TRY_GOTO(joining_plan(ctx, &j, dim));
    if (j.n_used == 0) {
        TRY_GOTO(tensor_new(ctx, cls, &j.shape, &out));
    } else {
        for (int i = 0; i < j.n_used; i++) {
            Tensor *t;
            TRY_GOTO(part_as_tensor(ctx, parts[j.used[i]], cls, is_complex, &t));
            j.parts[i] = t;
        }
        TRY_GOTO(tensor_cat(ctx, dim, (Tensor *const *)j.parts, j.n_used, &out));
    }
    *ret = value_take_tensor(out);
done:
    for (int i = 0; i < n; i++) tensor_unref(j.parts[i]);
    joining_done(&j);
    return status;
}

static Status concat_doubles(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Shape shape = dim == 1 ? shape_2d(1, n) : shape_2d(n, 1);
    Tensor *t;
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &t));
    for (int i = 0; i < n; i++) tensor_f64(t)[i] = parts[i].number;
    *ret = value_take_tensor(t);
    return OK;
}

// ---- who decides --------------------------------------------------------------------------------
Status value_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    if (n == 0) return value_empty(ctx, ret);
    int count[VAL_COLON + 1] = {0};
    int object = -1;
    for (int i = 0; i < n; i++) {
        count[parts[i].tag]++;
        if (parts[i].tag == VAL_OBJECT && object < 0 && parts[i].object->def->concat) object = i;
    }
    if (n == 1 && parts[0].tag != VAL_NONE) {
        *ret = value_ref(parts[0]);
        return OK;
    }
    if (count[VAL_DOUBLE] == n && dim <= 1) return concat_doubles(ctx, dim, parts, n, ret);
    if (object >= 0) return parts[object].object->def->concat(ctx, dim, parts, n, ret);
    if (count[VAL_CELL] && (count[VAL_OBJECT] || count[VAL_FUNC] || count[VAL_STRUCT]))
        return concat_cells(ctx, dim, parts, n, ret);
    if (count[VAL_STRING] && !count[VAL_OBJECT]) return concat_strings(ctx, dim, parts, n, ret);
    if (count[VAL_CELL]) return concat_cells(ctx, dim, parts, n, ret);
    if (count[VAL_STRUCT]) return concat_structs(ctx, dim, parts, n, ret);
    int others = 0, last = 0;
    for (int i = 0; i < n; i++) {
        if (!value_is_null(parts[i])) {
            others++;
            last = i;
        }
    }
    if ((count[VAL_FUNC] || count[VAL_OBJECT]) && others == 1) {
        *ret = value_ref(parts[last]);
        return OK;
    }
    if (count[VAL_FUNC]) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:concatenation:functionHandles",
            "Nonscalar arrays of function handles are not allowed; use cell arrays instead.");
    }
    for (int i = 0; i < n && count[VAL_OBJECT]; i++) {
        if (parts[i].tag != VAL_OBJECT) continue;
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "Concatenation of objects of class '%s' is not supported.",
                        value_class_name(parts[i]));
    }
    return concat_tensors(ctx, dim, parts, n, ret);
}
