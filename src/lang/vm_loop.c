// lang/vm_loop.c: the instruction loop. Fast paths work on unboxed doubles and logicals and on sole dense arrays; everything
// else goes to the functions of vm_values.c, vm_index.c and vm_assign.c.
// Dispatch is by computed goto where the compiler has it, by switch otherwise.
#include "lang/vm_internal.h"
#include "value/exception.h"
#include <math.h>
#include <string.h>

#if defined(__GNUC__) && !defined(GRADUS_SWITCH_DISPATCH)
#define COMPUTED_GOTO 1
#pragma GCC diagnostic ignored "-Wpedantic"
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wgnu-label-as-value"
#endif
#else
#define COMPUTED_GOTO 0
#endif

static const Ext *ext_of(const Instr *in) { return (const Ext *)(const void *)(in + 1); }

/// Finds the handler for an error at `pc`; interrupts and the step limit are not caught.
static const Handler *find_handler(const Frame *f, Status status) {
    if (status == ERR_INTERRUPT) return NULL;
    const Vm *vm = f->vm;
    if (status == ERR_LIMIT && vm->ctx->limits.steps > 0 && vm->steps > vm->ctx->limits.steps) return NULL;
    for (int i = 0; i < f->chunk->n_handlers; i++) {
        const Handler *h = &f->chunk->handlers[i];
        if (f->pc >= h->begin && f->pc < h->end) return h;
    }
    return NULL;
}

/// Lets the host look at the program when it asked to.
static void attend(Vm *vm) {
    if (!atomic_exchange_explicit(&vm->ctx->attend, 0, memory_order_relaxed)) return;
    if (vm->host && vm->host->poll) vm->host->poll(vm->host->self);
}

static inline bool wants_attention(const Vm *vm) {
    return __builtin_expect(atomic_load_explicit(&vm->ctx->attend, memory_order_relaxed), 0);
}

static Status count_steps(Vm *vm) {
    if (wants_attention(vm)) attend(vm);
    if (vm->ctx->limits.steps > 0 && ++vm->steps > vm->ctx->limits.steps)
        return ctx_fail(vm->ctx, ERR_LIMIT, "Gradus:stepLimit", "The limit of %lld steps was reached.", (long long)vm->ctx->limits.steps);
    return ctx_check_stop(vm->ctx);
}

static Status do_global(Frame *f, int slot) {
    const char *name = f->chunk->var_names[slot];
    SharedCell *cell = global_cell(f->vm, name);
    if (!cell) return ERR_NOMEM;
    for (Index i = 0; i < f->n_bindings; i++)
        if (f->bindings[i].cell == cell) return OK; // declared before
    frame_unbind(f, &f->regs[slot]);
    reg_clear(&f->regs[slot]);
    if (f->ws) {
        WsVar *v = workspace_intern(f->ws, name);
        if (!v) return ctx_fail_nomem(f->vm->ctx);
        if (f->chunk->is_script) {
            if (v->cell.home == &v->cell.value) reg_clear(&v->cell.value);
            v->link = cell;
        }
    }
    TRY(frame_bind(f, cell, &f->regs[slot]));
    if (f->regs[slot].tag == VAL_NONE) TRY(value_empty(f->vm->ctx, &f->regs[slot]));
    return OK;
}

/// True when the persistent variable has a value already.
static Status do_persistent(Frame *f, int slot, int number, bool *ret_set) {
    SharedCell *cell = &f->chunk->persistents[number];
    *ret_set = true;
    for (Index i = 0; i < f->n_bindings; i++)
        if (f->bindings[i].cell == cell) return OK;
    reg_clear(&f->regs[slot]);
    TRY(frame_bind(f, cell, &f->regs[slot]));
    *ret_set = f->regs[slot].tag != VAL_NONE;
    return OK;
}

static Status do_catch(Frame *f, int slot) {
    Ctx *ctx = f->vm->ctx;
    f->vm->failing[0] = '\0';
    buf_clear(&f->vm->suggestion);
    f->validating = NULL;
    if (slot == NO_REGISTER) {
        error_clear(&ctx->error);
        return OK;
    }
    Value v = VALUE_NONE;
    TRY(exception_from_error(ctx, &v));
    reg_set(&f->regs[slot], v);
    return OK;
}

static Status do_retlist(Frame *f, int reg) {
    Value v = reg_move(&f->regs[reg]);
    int n = f->nargout > 1 ? f->nargout : 1;
    if ((int)v.tag != VAL_LIST) {
        if (n > 1 && v.tag != VAL_NONE) {
            value_unref(v);
            return ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
        }
        f->rets[0] = v;
        return OK;
    }
    ValueList *list = list_of(v);
    Status status = OK;
    if (list->n < f->nargout) status = ctx_fail(f->vm->ctx, ERR_ARG, "MATLAB:TooManyOutputs", "Too many output arguments.");
    for (int i = 0; status == OK && i < n && i < list->n; i++) f->rets[i] = reg_move(&list->items[i]);
    list_release(v);
    return status;
}

static Status new_empty_cell(Ctx *ctx, Value *ret) {
    Shape shape = shape_2d(0, 0);
    CellArray *cell = NULL;
    TRY(cell_new(ctx, &shape, &cell));
    *ret = value_take_cell(cell);
    return OK;
}

static Status empty_after_loop(Frame *f, int reg) {
    Shape shape = shape_2d(0, 0);
    Tensor *t = NULL;
    TRY(tensor_new(f->vm->ctx, CLASS_DOUBLE, &shape, &t));
    reg_set(&f->regs[reg], (Value){.tag = VAL_TENSOR, .tensor = t});
    return OK;
}

static bool scalar_truth(Value v, bool *ret) {
    if (v.tag == VAL_BOOL) *ret = v.flag;
    else if (v.tag == VAL_DOUBLE) *ret = v.number != 0;
    else return false;
    return true;
}

/// Zero-based position of a subscript in an array of n elements, or -1 when it is not plainly inside.
static inline Index position(double d, Index n) {
    if (!(d >= 1 && d <= (double)n)) return -1;
    Index k = (Index)d;
    return (double)k == d ? k - 1 : -1;
}

static inline bool load_element(const Tensor *t, Index k, Value *ret) {
    if (t->cls == CLASS_DOUBLE && !t->is_complex) *ret = value_double(((const double *)t->data)[k]);
    else if (t->cls == CLASS_LOGICAL) *ret = value_bool(((const uint8_t *)t->data)[k] != 0);
    else return false;
    return true;
}

static inline bool store_element(Tensor *t, Index k, Value v) {
    if (!tensor_sole(t) || t->is_complex) return false;
    if (v.tag == VAL_DOUBLE) {
        if (t->cls == CLASS_DOUBLE) ((double *)t->data)[k] = v.number;
        else if (t->cls == CLASS_SINGLE) ((float *)t->data)[k] = (float)v.number;
        else return false;
        return true;
    }
    if (v.tag == VAL_BOOL && t->cls == CLASS_LOGICAL) {
        ((uint8_t *)t->data)[k] = v.flag;
        return true;
    }
    return false;
}

static inline Index position_2d(const Tensor *t, double i, double j) {
    if (t->shape.n_dims != 2) return -1;
    Index r = position(i, t->shape.dim[0]), c = position(j, t->shape.dim[1]);
    return r < 0 || c < 0 ? -1 : r + c * t->shape.dim[0];
}

#define SETNUM(reg, x)                                                                             \
    do {                                                                                           \
        Value *d_ = &regs[reg];                                                                    \
        double x_ = (x);                                                                           \
        if (__builtin_expect(d_->tag > VAL_BOOL, 0)) reg_release(*d_);                             \
        *d_ = value_double(x_);                                                                    \
    } while (0)
#define SETBOOL(reg, x)                                                                            \
    do {                                                                                           \
        Value *d_ = &regs[reg];                                                                    \
        bool x_ = (x);                                                                             \
        if (__builtin_expect(d_->tag > VAL_BOOL, 0)) reg_release(*d_);                             \
        *d_ = value_bool(x_);                                                                      \
    } while (0)
#define DOUBLES() (regs[in->b].tag == VAL_DOUBLE && regs[in->c].tag == VAL_DOUBLE)
#define BOOLS() (regs[in->b].tag == VAL_BOOL && regs[in->c].tag == VAL_BOOL)
#define X (regs[in->b].number)
#define Y (regs[in->c].number)
#define CHECK(call)                                                                                \
    do {                                                                                           \
        f->pc = (int32_t)(in - code);                                                              \
        status = (call);                                                                           \
        if (__builtin_expect(status != OK, 0)) goto fail;                                          \
    } while (0)
#define RESULT(call)                                                                               \
    do {                                                                                           \
        Value v_ = VALUE_NONE;                                                                     \
        f->pc = (int32_t)(in - code);                                                              \
        status = (call);                                                                           \
        if (__builtin_expect(status != OK, 0)) goto fail;                                          \
        reg_set(&regs[in->a], v_);                                                                 \
    } while (0)

#if COMPUTED_GOTO
#define OP(name) op_##name
#define NEXT(step)                                                                                 \
    do {                                                                                           \
        in += (step);                                                                              \
        goto *labels[in->op];                                                                      \
    } while (0)
#define GOTO(target)                                                                               \
    do {                                                                                           \
        in = code + (target);                                                                      \
        goto *labels[in->op];                                                                      \
    } while (0)
#else
#define OP(name) case I_##name
#define NEXT(step)                                                                                 \
    do {                                                                                           \
        in += (step);                                                                              \
        goto dispatch;                                                                             \
    } while (0)
#define GOTO(target)                                                                               \
    do {                                                                                           \
        in = code + (target);                                                                      \
        goto dispatch;                                                                             \
    } while (0)
#endif
#define ARITHMETIC(name, op, value)                                                                \
    OP(name) : if (__builtin_expect(DOUBLES(), 1)) SETNUM(in->a, value);                           \
    else RESULT(binary_slow(f, op, in->b, in->c, &v_));                                            \
    NEXT(1)
#define COMPARE(name, op, value)                                                                   \
    OP(name) : if (__builtin_expect(DOUBLES(), 1)) SETBOOL(in->a, value);                          \
    else RESULT(binary_slow(f, op, in->b, in->c, &v_));                                            \
    NEXT(1)
#define POWER(name, op)                                                                            \
    OP(name) : if (__builtin_expect(DOUBLES(), 1) && (X >= 0 || Y == floor(Y)))                    \
        SETNUM(in->a, Y == 2 ? X * X : pow(X, Y));                                                 \
    else RESULT(binary_slow(f, op, in->b, in->c, &v_));                                            \
    NEXT(1)

// Long because it is the loop: one case an instruction.
Status execute(Frame *f) {
#if COMPUTED_GOTO
    static const void *const labels[] = {
#define OPCODE(name) &&op_##name,
#include "lang/opcode.def"
#undef OPCODE
    };
#endif
    const Instr *const code = f->chunk->code;
    const Instr *in = code;
    Value *const regs = f->regs;
    Vm *const vm = f->vm;
    Status status = OK;
    bool flag = false;

#if COMPUTED_GOTO
    NEXT(0);
#else
dispatch:
    switch ((Opcode)in->op) {
#endif
    OP(NOP) : NEXT(1);
    OP(STATEMENT) : f->pc = (int32_t)(in - code);
    vm->generation++;
    if (vm->host && vm->host->statement) vm->host->statement(vm->host->self, f->module->file, in->s, in->s + in->a);
    CHECK(count_steps(vm));
    NEXT(1);
    OP(MOVE) : {
        Value v = regs[in->b];
        if (__builtin_expect(v.tag == VAL_NONE, 0)) {
            Value tmp;
            CHECK(operand(f, in->b, &tmp, &v));
            reg_set(&regs[in->a], tmp.tag != VAL_NONE ? tmp : value_ref(v));
        } else if (v.tag <= VAL_BOOL) {
            reg_set(&regs[in->a], v);
        } else {
            reg_set(&regs[in->a], value_ref(v));
        }
    }
    NEXT(1);
    OP(TAKE) : reg_set(&regs[in->a], reg_move(&regs[in->b]));
    NEXT(1);
    OP(LOADK) : reg_set(&regs[in->a], value_ref(f->chunk->constants[in->s]));
    NEXT(1);
    OP(CLEAR) : reg_clear(&regs[in->a]);
    NEXT(1);
    OP(JMP) : GOTO(in->s);
    OP(JMPT) : if (!scalar_truth(regs[in->a], &flag)) CHECK(truth_slow(f, in->a, &flag));
    if (flag) GOTO(in->s);
    NEXT(1);
    OP(JMPF) : if (!scalar_truth(regs[in->a], &flag)) CHECK(truth_slow(f, in->a, &flag));
    if (!flag) GOTO(in->s);
    NEXT(1);
    OP(JSCALART) : if (scalar_truth(regs[in->a], &flag) && flag) GOTO(in->s);
    NEXT(1);
    OP(JSCALARF) : if (scalar_truth(regs[in->a], &flag) && !flag) GOTO(in->s);
    NEXT(1);
    OP(JDEFINED) : if (regs[in->a].tag != VAL_NONE) GOTO(in->s);
    NEXT(1);
    OP(LOOP) : CHECK(count_steps(vm));
    GOTO(in->s);

    ARITHMETIC(ADD, OP_ADD, X + Y);
    ARITHMETIC(SUB, OP_SUB, X - Y);
    ARITHMETIC(MUL, OP_MUL, X * Y);
    ARITHMETIC(RDIV, OP_RDIV, X / Y);
    ARITHMETIC(LDIV, OP_LDIV, Y / X);
    POWER(POW, OP_POW);
    COMPARE(EQ, OP_EQ, X == Y);
    COMPARE(NE, OP_NE, X != Y);
    COMPARE(LT, OP_LT, X < Y);
    COMPARE(LE, OP_LE, X <= Y);
    COMPARE(GT, OP_GT, X > Y);
    COMPARE(GE, OP_GE, X >= Y);
    OP(AND) : if (BOOLS()) SETBOOL(in->a, regs[in->b].flag && regs[in->c].flag);
    else RESULT(binary_slow(f, OP_AND, in->b, in->c, &v_));
    NEXT(1);
    OP(OR) : if (BOOLS()) SETBOOL(in->a, regs[in->b].flag || regs[in->c].flag);
    else RESULT(binary_slow(f, OP_OR, in->b, in->c, &v_));
    NEXT(1);
    ARITHMETIC(MTIMES, OP_MTIMES, X * Y);
    ARITHMETIC(MRDIVIDE, OP_MRDIVIDE, X / Y);
    ARITHMETIC(MLDIVIDE, OP_MLDIVIDE, Y / X);
    POWER(MPOWER, OP_MPOWER);
    OP(UNARY) : RESULT(unary_slow(f, (UnaryOp)in->c, in->b, &v_));
    NEXT(1);
    OP(NEG) : if (regs[in->b].tag == VAL_DOUBLE) SETNUM(in->a, -X);
    else RESULT(unary_slow(f, OP_NEG, in->b, &v_));
    NEXT(1);
    OP(NOT) : if (regs[in->b].tag == VAL_BOOL) SETBOOL(in->a, !regs[in->b].flag);
    else RESULT(unary_slow(f, OP_NOT, in->b, &v_));
    NEXT(1);
    OP(SCALARBOOL) : if (regs[in->b].tag == VAL_BOOL) SETBOOL(in->a, regs[in->b].flag);
    else RESULT(scalar_bool(f, in->b, &v_));
    NEXT(1);
    OP(COLON) : RESULT(colon_slow(f, in->b, in->c, ext_of(in)->x, &v_));
    NEXT(2);

    OP(FORRANGE) : CHECK(for_range(f, in->a, &flag));
    if (flag) GOTO(in->s);
    NEXT(1);
    OP(FORARRAY) : CHECK(for_array(f, in->a, &flag));
    if (flag) GOTO(in->s);
    NEXT(1);
    OP(FORNEXT) : {
        Value *s = &regs[in->a];
        if (!(s[1].number < s[2].number)) NEXT(2);
        if (__builtin_expect(vm->ctx->limits.steps > 0, 0)) CHECK(count_steps(vm));
        if (wants_attention(vm)) attend(vm);
        if (__builtin_expect(atomic_load_explicit(&vm->ctx->stop, memory_order_relaxed), 0)) CHECK(ctx_check_stop(vm->ctx));
        if (__builtin_expect(s[0].tag == VAL_DOUBLE, 1)) {
            double k = s[1].number;
            SETNUM(in->c, s[3].number + k * s[4].number);
            s[1].number = k + 1;
        } else {
            Value v = VALUE_NONE;
            CHECK(for_next(f, in->a, &v));
            reg_set(&regs[in->c], v);
        }
        GOTO((in + 1)->s);
    }
    OP(FOREMPTY) : CHECK(empty_after_loop(f, in->a));
    NEXT(1);
    OP(CASE) : CHECK(case_matches(f, in->b, in->c, &flag));
    SETBOOL(in->a, flag);
    NEXT(1);

    OP(EMPTY) : RESULT(value_empty(vm->ctx, &v_));
    NEXT(1);
    OP(EMPTYCELL) : RESULT(new_empty_cell(vm->ctx, &v_));
    NEXT(1);
    OP(MATRIX) : RESULT(build_matrix(f, &f->chunk->rows[in->b], in->c, &v_));
    NEXT(1);
    OP(CELL) : RESULT(build_cell(f, &f->chunk->rows[in->b], in->c, &v_));
    NEXT(1);
    OP(CLOSURE) : RESULT(make_closure(f, f->module->chunks[in->b | (uint32_t)in->c << 16], &v_));
    NEXT(1);
    OP(HANDLE) : RESULT(make_handle(vm, f, f->chunk->sites[in->b].name, &v_));
    NEXT(1);
    OP(NARGIN) : SETNUM(in->a, f->nargin);
    NEXT(1);
    OP(NARGOUT) : SETNUM(in->a, f->nargout);
    NEXT(1);

    OP(INDEX1) : {
        Value b = regs[in->b];
        if (b.tag == VAL_TENSOR && regs[in->c].tag == VAL_DOUBLE) {
            Index k = position(Y, b.tensor->numel);
            Value v;
            if (k >= 0 && load_element(b.tensor, k, &v)) {
                reg_set(&regs[in->a], v);
                NEXT(1);
            }
        }
        int idx[1] = {in->c};
        RESULT(do_index_plain(f, in->b, idx, 1, &v_));
    }
    NEXT(1);
    OP(INDEX2) : {
        Value b = regs[in->b];
        int second = ext_of(in)->n;
        if (b.tag == VAL_TENSOR && regs[in->c].tag == VAL_DOUBLE && regs[second].tag == VAL_DOUBLE) {
            Index k = position_2d(b.tensor, Y, regs[second].number);
            Value v;
            if (k >= 0 && load_element(b.tensor, k, &v)) {
                reg_set(&regs[in->a], v);
                NEXT(2);
            }
        }
        int idx[2] = {in->c, second};
        RESULT(do_index_plain(f, in->b, idx, 2, &v_));
    }
    NEXT(2);
    OP(INDEX) : CHECK(do_index(f, in, ext_of(in)));
    NEXT(2);
    OP(BRACE) : CHECK(do_brace(f, in, ext_of(in)));
    NEXT(2);
    OP(DOT) : CHECK(do_dot(f, in, ext_of(in)));
    NEXT(2);
    OP(DOTDYN) : CHECK(do_dot_dynamic(f, in, ext_of(in)));
    NEXT(2);
    OP(DOTCALL) : CHECK(do_dot_call(f, in, ext_of(in)));
    NEXT(2);
    OP(CALL) : CHECK(do_call(f, in, ext_of(in)));
    NEXT(2);
    OP(NAME) : CHECK(do_name(f, in, ext_of(in)));
    NEXT(2);
    OP(PACKAGE) : f->pc = (int32_t)(in - code);
    if (!package_means(f, in)) GOTO((in + 1)->s);
    NEXT(2);
    OP(END) : CHECK(do_end(f, in, ext_of(in)));
    NEXT(2);
    OP(ENDCHAIN) : CHECK(do_end_chain(f, in, ext_of(in)));
    NEXT(2);
    OP(UNPACK) : CHECK(do_unpack(f, in, ext_of(in)));
    NEXT(2);
    OP(LISTTAKE) : CHECK(do_list_take(f, in));
    NEXT(1);

    OP(SETINDEX1) : {
        Value b = regs[in->a];
        if (b.tag == VAL_TENSOR && regs[in->b].tag == VAL_DOUBLE) {
            Index k = position(X, b.tensor->numel);
            if (k >= 0 && store_element(b.tensor, k, regs[in->c])) NEXT(1);
        }
        int idx[1] = {in->b};
        CHECK(set_index(f, in->a, idx, 1, in->c));
    }
    NEXT(1);
    OP(SETINDEX2) : {
        Value b = regs[in->a];
        int second = ext_of(in)->n;
        if (b.tag == VAL_TENSOR && regs[in->b].tag == VAL_DOUBLE && regs[second].tag == VAL_DOUBLE) {
            Index k = position_2d(b.tensor, X, regs[second].number);
            if (k >= 0 && store_element(b.tensor, k, regs[in->c])) NEXT(2);
        }
        int idx[2] = {in->b, second};
        CHECK(set_index(f, in->a, idx, 2, in->c));
    }
    NEXT(2);
    OP(SETCHAIN) : CHECK(set_chain(f, in));
    NEXT(1);
    OP(REMOVE) : CHECK(remove_chain(f, in));
    NEXT(1);
    OP(LHSCOUNT) : CHECK(lhs_count(f, in));
    NEXT(1);
    OP(SETLIST) : CHECK(set_list(f, in, ext_of(in)));
    NEXT(2);
    OP(SETDOT) : CHECK(set_dot(f, in));
    NEXT(1);

    OP(SHOW) : CHECK(vm_show(vm, f->chunk->var_names[in->a], regs[in->a]));
    NEXT(1);
    OP(RESULT) : CHECK(show_result(f, in));
    NEXT(1);
    OP(GLOBAL) : CHECK(do_global(f, in->a));
    NEXT(1);
    OP(PERSISTENT) : CHECK(do_persistent(f, in->a, in->b, &flag));
    if (flag) GOTO((in + 1)->s);
    NEXT(2);
    OP(CATCH) : CHECK(do_catch(f, in->a));
    NEXT(1);
    OP(RETURN) : f->pc = (int32_t)(in - code);
    return OK;
    OP(RETLIST) : CHECK(do_retlist(f, in->a));
    return OK;

    OP(ARGGIVEN) : if (f->nargin >= in->a) GOTO(in->s);
    NEXT(1);
    OP(ARGCHECK) : CHECK(check_argument(f, in->a, &f->chunk->arguments[in->b]));
    NEXT(1);
    OP(VALIDATE) : f->validating = in->a == NO_REGISTER ? NULL : &f->chunk->arguments[in->a];
    NEXT(1);
    OP(NVGET) : {
        Value v = VALUE_NONE;
        if (take_option(f, f->chunk->arguments[in->b].name, &v)) {
            reg_set(&regs[in->a], v);
            GOTO((in + 1)->s);
        }
    }
    NEXT(2);
#if !COMPUTED_GOTO
    default: return ctx_fail(vm->ctx, ERR_INTERNAL, "Gradus:opcode", "Unknown instruction.");
    }
#endif

fail:
    if (f->validating) {
        vm->failing[0] = '\0';
        vm_set_failing(vm, f->chunk->name);
        blame_argument(vm, f->validating);
        f->validating = NULL;
    }
    record_stack(f);
    const Handler *handler = find_handler(f, status);
    if (!handler) return status;
    for (int i = handler->temp; i < f->chunk->n_regs; i++) reg_clear(&regs[i]);
    status = OK;
    GOTO(handler->target);
}
