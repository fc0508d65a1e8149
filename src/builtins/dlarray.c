// builtins/dlarray.c: the dlarray class: construction, operators, indexing, display. Methods: dlmethods.c.
#include "builtins/dl.h"
#include "value/subscript.h"

static void free_nn(NnState *nn) { nnstate_free(nn); }

Status env_nn(Env *env, NnState **ret) {
    if (!env->nn) {
        env->nn = nnstate_new(env->ctx, &env->rng);
        if (!env->nn) return ctx_fail_nomem(env->ctx);
        env->nn_free = free_nn;
    }
    *ret = env->nn;
    return OK;
}

Status dl_wrap(NnState *nn, DlArray *x, Value *ret) {
    DlObject *o = mem_alloc(sizeof *o);
    if (!o) {
        dlarray_unref(x);
        return ctx_fail_nomem(nn->ctx);
    }
    object_init(&o->head, &dlarray_class);
    o->nn = nn;
    o->x = x;
    *ret = value_take_object(&o->head);
    return OK;
}

DlArray *dl_find(Value v) {
    return value_is_object(v, &dlarray_class) ? ((DlObject *)v.object)->x : NULL;
}

Status dl_operand(NnState *nn, Value v, DlArray **ret) {
    DlArray *x = dl_find(v);
    if (x) {
        *ret = dlarray_ref(x);
        return OK;
    }
    Tensor *t;
    TRY(value_to_tensor(nn->ctx, v, &t));
    return dlarray_take(nn, t, "", ret);
}

Status arg_dl(Call *call, int i, DlArray **ret) {
    NnState *nn;
    TRY(call_nn(call, &nn));
    Value v = call->arg[i];
    if (!dl_find(v) && !value_is_numeric(v) && !value_is_logical(v))
        return call_fail(call, ERR_TYPE, "deep:dlarray:invalidInput",
                         "Argument %d must be a dlarray or a numeric array, not a value of class '%s'.",
                         i + 1, value_class_name(v));
    return dl_operand(nn, v, ret);
}

Status ret_dl(Call *call, int i, NnState *nn, DlArray *x) {
    Value v;
    TRY(dl_wrap(nn, x, &v));
    ret_value(call, i, v);
    return OK;
}

// ---- class methods ----------------------------------------------------------------------------------------------------

static void release(Object *o) {
    dlarray_unref(((DlObject *)o)->x);
    mem_free(o);
}

static Status copy(Ctx *ctx, const Object *o, Object **ret) {
    (void)ctx;
    const DlObject *d = (const DlObject *)o;
    Value v;
    TRY(dl_wrap(d->nn, dlarray_ref(d->x), &v));
    *ret = v.object;
    return OK;
}

static Status shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    *ret = ((const DlObject *)o)->x->value->shape;
    return OK;
}

static Status index_paren(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    DlObject *d = (DlObject *)o;
    if (n == 0) {
        *ret = value_ref(value_take_object(o));
        return OK;
    }
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    DlArray *y = NULL;
    Status status = subs_bind(ctx, &subs, &d->x->value->shape);
    if (status == OK) status = dl_index(d->nn, d->x, subs.s, subs.n, &y);
    subs_done(&subs);
    TRY(status);
    return dl_wrap(d->nn, y, ret);
}

// The array padded with zeros to a larger shape; the old part is placed at the origin.
static Status grow(NnState *nn, DlArray *x, const Shape *to, DlArray **ret) {
    Tensor *zeros;
    TRY(tensor_zeros(nn->ctx, (NumClass)x->value->cls, to, &zeros));
    OWN_DL *base = NULL;
    TRY(dlarray_take(nn, zeros, "", &base));
    if (x->value->numel == 0) {
        *ret = dlarray_ref(base);
        return OK;
    }
    Subscript subs[SHAPE_MAX_DIMS] = {0};
    Index most = 0;
    for (int i = 0; i < to->n_dims; i++)
        if (dlarray_dim(x, i) > most) most = dlarray_dim(x, i);
    Index *positions = mem_alloc((size_t)most * sizeof *positions);
    if (!positions) return ctx_fail_nomem(nn->ctx);
    for (Index i = 0; i < most; i++) positions[i] = i;
    for (int i = 0; i < to->n_dims; i++) {
        Index n = dlarray_dim(x, i);
        subs[i] = (Subscript){.index = positions, .n = n, .max = n - 1, .shape = shape_2d(1, n)};
    }
    Status status = dl_assign(nn, base, subs, to->n_dims, x, ret);
    mem_free(positions);
    return status;
}

static Status assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    DlObject *d = (DlObject *)*o;
    OWN_DL *r = NULL;
    if (!dl_find(rhs) && !value_is_numeric(rhs) && !value_is_logical(rhs))
        return ctx_fail(ctx, ERR_TYPE, "deep:dlarray:invalidInput",
                        "Unable to assign a value of class '%s' to elements of a dlarray.", value_class_name(rhs));
    TRY(dl_operand(d->nn, rhs, &r));
    Subs subs;
    TRY(subs_resolve(ctx, idx, n, &subs));
    OWN_DL *base = dlarray_ref(d->x);
    DlArray *y = NULL;
    Shape grown;
    Status status = subs_plan_assign(ctx, &subs, &d->x->value->shape, &r->value->shape, &grown);
    if (status == OK && !shape_equal(&grown, &d->x->value->shape)) {
        dlarray_unref(base);
        base = NULL;
        status = grow(d->nn, d->x, &grown, &base);
    }
    if (status == OK) status = dl_assign(d->nn, base, subs.s, subs.n, r, &y);
    subs_done(&subs);
    TRY(status);
    dlarray_unref(d->x);
    d->x = y;
    return OK;
}

static const char *binary_name(BinaryOp op) {
    switch (op) {
    case OP_ADD: return "plus";
    case OP_SUB: return "minus";
    case OP_MUL: return "times";
    case OP_RDIV: return "rdivide";
    case OP_POW: return "power";
    case OP_MAX: return "max";
    case OP_MIN: return "min";
    case OP_ATAN2: return "atan2";
    case OP_HYPOT: return "hypot";
    case OP_REM: return "rem";
    case OP_MOD: return "mod";
    default: return NULL;
    }
}

static NnState *state_of(Value a, Value b) {
    return ((DlObject *)(dl_find(a) ? a.object : b.object))->nn;
}

static Status apply_binary(NnState *nn, BinaryOp op, DlArray *a, DlArray *b, DlArray **ret) {
    bool scalar_a = a->value->numel == 1, scalar_b = b->value->numel == 1;
    if (op == OP_MTIMES) return dl_mtimes(nn, a, b, ret);
    if (op >= OP_EQ && op <= OP_OR) return dl_compare(nn, op, a, b, ret);
    if (op == OP_LDIV || (op == OP_MLDIVIDE && scalar_a)) return dl_rdivide(nn, b, a, ret);
    if (op == OP_MRDIVIDE && scalar_b) op = OP_RDIV;
    if (op == OP_MPOWER && scalar_a && scalar_b) op = OP_POW;
    const char *name = binary_name(op);
    if (!name) return ctx_fail_unsupported(nn->ctx, "This operator between dlarrays");
    return dl_binary(nn, op_find(name), a, b, ret);
}

static Status binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    Value other = dl_find(a) ? b : a;
    if (!dl_find(other) && !value_is_numeric(other) && !value_is_logical(other))
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "This operator is not supported between a dlarray and a value of class '%s'.",
                        value_class_name(other));
    NnState *nn = state_of(a, b);
    OWN_DL *x = NULL, *y = NULL;
    TRY(dl_operand(nn, a, &x));
    TRY(dl_operand(nn, b, &y));
    DlArray *z;
    TRY(apply_binary(nn, op, x, y, &z));
    return dl_wrap(nn, z, ret);
}

static Status unary(Ctx *ctx, UnaryOp op, Object *o, Value *ret) {
    DlObject *d = (DlObject *)o;
    DlArray *y;
    switch (op) {
    case OP_NEG: TRY(dl_uminus(d->nn, d->x, &y)); break;
    case OP_PLUS: y = dlarray_ref(d->x); break;
    case OP_TRANSPOSE:
    case OP_CTRANSPOSE: TRY(dl_transpose(d->nn, d->x, &y)); break;
    case OP_NOT: {
        Tensor *t;
        TRY(tensor_unary(ctx, OP_NOT, d->x->value, &t));
        TRY(dlarray_take(d->nn, t, d->x->format, &y));
        break;
    }
    default: return ctx_fail_unsupported(ctx, "This operator on a dlarray");
    }
    return dl_wrap(d->nn, y, ret);
}

static Status concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    NnState *nn = NULL;
    for (int i = 0; i < n && !nn; i++)
        if (dl_find(parts[i])) nn = ((DlObject *)parts[i].object)->nn;
    DlArray **arrays = mem_alloc_zero((size_t)n * sizeof *arrays);
    if (!arrays) return ctx_fail_nomem(ctx);
    int count = 0;
    DlArray *y = NULL;
    Status status = OK;
    for (int i = 0; i < n && status == OK; i++) {
        if (!dl_find(parts[i]) && value_is_empty(parts[i])) continue;
        status = dl_operand(nn, parts[i], &arrays[count]);
        if (status == OK) count++;
    }
    if (status == OK) status = dl_cat(nn, dim, arrays, count, &y);
    for (int i = 0; i < count; i++) dlarray_unref(arrays[i]);
    mem_free(arrays);
    TRY(status);
    return dl_wrap(nn, y, ret);
}

static Status equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    NnState *nn = state_of(a, b);
    Value other = dl_find(a) ? b : a;
    *ret = false;
    if (!dl_find(other) && !value_is_numeric(other) && !value_is_logical(other)) return OK;
    (void)ctx;
    OWN_DL *x = NULL, *y = NULL;
    TRY(dl_operand(nn, a, &x));
    TRY(dl_operand(nn, b, &y));
    bool labels = !dl_find(a) || !dl_find(b) || strcmp(x->format, y->format) == 0;
    *ret = labels && tensor_equal(x->value, y->value, nan_equal);
    return OK;
}

static void describe(const DlArray *x, Buf *out) {
    char sizes[256];
    dlarray_describe(x, sizes, sizeof sizes);
    buf_puts(out, sizes);
    if (x->value->cls != CLASS_DOUBLE) buf_printf(out, " %s", class_name((NumClass)x->value->cls));
    buf_puts(out, " dlarray");
}

static Status display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const DlObject *d = (const DlObject *)o;
    if (name) buf_printf(out, "%s =\n\n", name);
    buf_puts(out, "  ");
    describe(d->x, out);
    buf_puts(out, "\n\n");
    DisplayFormat format = {.mode = FORMAT_SHORT, .width = 80};
    TRY(value_disp(ctx, &format, (Value){.tag = VAL_TENSOR, .tensor = d->x->value}, out));
    if (d->x->value->numel) buf_putc(out, '\n');
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static Status summary(Ctx *ctx, const Object *o, Buf *out) {
    (void)ctx;
    describe(((const DlObject *)o)->x, out);
    return OK;
}

static Status truth(Ctx *ctx, const Object *o, bool *ret) {
    return value_truth(ctx, (Value){.tag = VAL_TENSOR, .tensor = ((const DlObject *)o)->x->value}, ret);
}

static bool is_a(const char *name) { return strcmp(name, "numeric") == 0 || strcmp(name, "float") == 0; }

const ForeignDef dlarray_class = {
    .class_name = "dlarray",
    .release = release,
    .copy = copy,
    .shape = shape,
    .index = index_paren,
    .assign = assign,
    .binary = binary,
    .unary = unary,
    .concat = concat,
    .equal = equal,
    .display = display,
    .summary = summary,
    .truth = truth,
    .find_method = dlarray_find_method,
    .is_a = is_a,
};

// ---- functions ----------------------------------------------------------------------------------------------------------

BUILTIN(dlarray, "dlX = dlarray(X)\ndlX = dlarray(X,fmt)", ARITY(1, 2, 1),
        "Array for deep learning, with dimension labels and automatic differentiation.",
        "X: numeric or logical array, or a dlarray\n"
        "fmt: labels, one a dimension: S space, C channel, B batch, T time, U unspecified",
        "dlX: dlarray; a labelled one stores its dimensions in the order S, C, B, T, U",
        "deep:dlarray:InvalidFormat when a label is unknown, or C, B or T appears twice",
        "X = dlarray(ones(4,4,3,2), \"SSCB\");\nassert(isequal(dims(X), 'SSCB'))\n"
        "Y = dlarray(ones(2,5), \"BC\");  % stored as CB\nassert(isequal(size(Y), [5 2]))",
        "extractdata, stripdims, dims, finddim, dlfeval, dlgradient") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    if (call->nargin == 1) return ret_dl(call, 0, nn, GIVE(x));
    OWN_MEM char *format = NULL;
    TRY(arg_text(call, 1, &format));
    DlArray *y;
    TRY(dlarray_with_format(nn, x, format, &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(extractdata, "X = extractdata(dlX)", ARITY(1, 1, 1), "Data of a dlarray without labels or trace.",
        "dlX: dlarray", "X: numeric array of the same class and size", "",
        "X = extractdata(dlarray(single([1 2 3])));\nassert(isa(X, 'single') && isequal(X, [1 2 3]))",
        "dlarray, stripdims, gather") {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    ret_tensor(call, 0, tensor_ref(x->value));
    return OK;
}

BUILTIN(stripdims, "dlY = stripdims(dlX)", ARITY(1, 1, 1), "Removes the dimension labels, keeps the trace.",
        "dlX: dlarray", "dlY: unformatted dlarray with the same data", "",
        "assert(isempty(dims(stripdims(dlarray(ones(2,3), 'CB')))))", "dlarray, dims") {
    NnState *nn;
    TRY(call_nn(call, &nn));
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    DlArray *y;
    TRY(dlarray_relabel(nn, x, "", &y));
    return ret_dl(call, 0, nn, y);
}

BUILTIN(dims, "fmt = dims(dlX)", ARITY(1, 1, 1), "Dimension labels of a dlarray.", "dlX: dlarray",
        "fmt: char row, empty for an unformatted array", "",
        "assert(strcmp(dims(dlarray(ones(2,3), 'CB')), 'CB'))", "dlarray, finddim") {
    OWN_DL *x = NULL;
    TRY(arg_dl(call, 0, &x));
    return ret_text(call, 0, x->format);
}

BUILTIN(finddim, "d = finddim(dlX,label)", ARITY(2, 2, 1), "Dimensions of a dlarray that carry a label.",
        "dlX: dlarray\nlabel: one of S, C, B, T, U", "d: row of dimension numbers, empty when there is none", "",
        "assert(finddim(dlarray(ones(2,3), 'CB'), 'B') == 2)", "dims") {
    OWN_DL *x = NULL;
    OWN_MEM char *label = NULL;
    TRY(arg_dl(call, 0, &x));
    TRY(arg_text(call, 1, &label));
    if (strlen(label) != 1 || !strchr("SCBTU", label[0]))
        return call_fail(call, ERR_ARG, "deep:dlarray:InvalidLabel", "The label must be one of S, C, B, T, U.");
    int found[SHAPE_MAX_DIMS];
    int n = dlarray_find_dims(x, label[0], found);
    Tensor *t;
    Shape shape_row = shape_2d(n ? 1 : 0, n);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape_row, &t));
    for (int i = 0; i < n; i++) tensor_f64(t)[i] = found[i] + 1;
    ret_tensor(call, 0, t);
    return OK;
}

BUILTIN(isdlarray, "tf = isdlarray(x)", ARITY(1, 1, 1), "True for a dlarray.", "x: any value", "tf: logical scalar",
        "", "assert(isdlarray(dlarray(1)) && ~isdlarray(1))", "dlarray, isa") {
    ret_bool(call, 0, dl_find(call->arg[0]) != NULL);
    return OK;
}

BUILTIN(gather, "Y = gather(X)", ARITY(1, 1, 1), "Array in the memory of this process; here all arrays are.",
        "X: any array", "Y: the same array", "", "assert(isequal(gather([1 2 3]), [1 2 3]))", "extractdata, canUseGPU") {
    ret_value(call, 0, value_ref(call->arg[0]));
    return OK;
}

BUILTIN(canUseGPU, "tf = canUseGPU", ARITY(0, 0, 1), "True when a supported graphics processor is there.", "",
        "tf: false in this build, which computes on the CPU", "", "assert(~canUseGPU)", "gpuArray, gather") {
    ret_bool(call, 0, false);
    return OK;
}

BUILTIN(gpuArray, "Y = gpuArray(X)", ARITY(1, 1, 1), "Array on a graphics processor; fails in a CPU build.",
        "X: array", "Y: array", "Gradus:notSupported in this build: ask canUseGPU first",
        "if canUseGPU, x = gpuArray(1); end", "canUseGPU, gather") {
    return ctx_fail_unsupported(call->ctx, "gpuArray (this build computes on the CPU; canUseGPU says so)");
}

const BuiltinDef *const family_dlarray[] = {
    &def_dlarray, &def_extractdata, &def_stripdims, &def_dims, &def_finddim, &def_isdlarray,
    &def_gather,  &def_canUseGPU,   &def_gpuArray,  NULL,
};
