// tests/unit/lang/vm_fixture.h: a machine with a handful of built-in functions, for tests of the language alone.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/buf.h"
#include "lang/vm.h"
#include "value/exception.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Fixture {
    Ctx ctx;
    Host host;
    DisplayFormat format;
    Vm *vm;
    Buf out;
    int n_statements, last_line, last_end;
} Fixture;

static void fixture_write(void *self, HostStream stream, const char *utf8, size_t n_bytes) {
    (void)stream;
    buf_put(&((Fixture *)self)->out, utf8, n_bytes);
}
static void fixture_statement(void *self, const char *file, int line, int last_line) {
    (void)file;
    assert_true(last_line >= line);
    ((Fixture *)self)->last_end = last_line;
    ((Fixture *)self)->n_statements++;
    ((Fixture *)self)->last_line = line;
}

static Status fn_assert(Call *call) {
    bool truth = false;
    TRY(value_truth(call->ctx, call->arg[0], &truth));
    if (truth) return OK;
    return call_fail(call, ERR_USER, "MATLAB:assertion:failed", "Assertion failed.");
}
static Status fn_disp(Call *call) {
    Buf text = BUF_INIT;
    DisplayFormat format = {.mode = FORMAT_SHORT, .width = 80};
    Status status = value_disp(call->ctx, &format, call->arg[0], &text);
    vm_write(call->vm, HOST_OUT, buf_text(&text), text.len);
    buf_done(&text);
    return status;
}
static Status fn_error(Call *call) {
    char *id = NULL, *message = NULL;
    if (value_is_object(call->arg[0], &exception_class)) return exception_throw(call->ctx, call->arg[0]);
    TRY(arg_text(call, 0, &id));
    if (call->nargin > 1) {
        Status status = arg_text(call, 1, &message);
        if (status == OK) status = call_fail(call, ERR_USER, id, "%s", message);
        mem_free(message);
        mem_free(id);
        return status;
    }
    Status status = call_fail(call, ERR_USER, "", "%s", id);
    mem_free(id);
    return status;
}
static Status fn_zeros(Call *call) {
    Index rows, columns;
    TRY(arg_index(call, 0, &rows));
    columns = rows;
    if (call->nargin > 1) TRY(arg_index(call, 1, &columns));
    Shape shape = shape_2d(rows, columns);
    Tensor *t = NULL;
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &t));
    ret_tensor(call, 0, t);
    return OK;
}
static Status fn_numel(Call *call) {
    ret_double(call, 0, (double)value_numel(call->arg[0]));
    return OK;
}
static Status fn_size(Call *call) {
    Shape shape;
    TRY(value_shape(call->ctx, call->arg[0], &shape));
    int wanted = call->nargout > 1 ? call->nargout : 0;
    for (int i = 0; i < wanted; i++) ret_double(call, i, (double)shape_dim(&shape, i));
    if (wanted) return OK;
    double dims[SHAPE_MAX_DIMS];
    for (int i = 0; i < shape.n_dims; i++) dims[i] = (double)shape.dim[i];
    Shape row = shape_2d(1, shape.n_dims);
    Tensor *t = NULL;
    TRY(tensor_from_doubles(call->ctx, dims, &row, &t));
    ret_tensor(call, 0, t);
    return OK;
}
static Status fn_isequal(Call *call) {
    bool equal = false;
    TRY(value_equal(call->ctx, call->arg[0], call->arg[1], false, &equal));
    ret_bool(call, 0, equal);
    return OK;
}
static Status fn_sin(Call *call) {
    double x;
    TRY(arg_double(call, 0, &x));
    ret_double(call, 0, sin(x));
    return OK;
}
static Status fn_pi(Call *call) {
    ret_double(call, 0, 3.14159265358979323846);
    return OK;
}
static Status fn_true(Call *call) {
    ret_bool(call, 0, true);
    return OK;
}
static Status fn_false(Call *call) {
    ret_bool(call, 0, false);
    return OK;
}
static Status fn_class(Call *call) { return value_from_text(call->ctx, value_class_name(call->arg[0]), &call->ret[0]); }
static Status fn_double(Call *call) {
    Tensor *t = NULL, *d = NULL;
    TRY(arg_tensor(call, 0, &t));
    Status status = tensor_cast(call->ctx, t, CLASS_DOUBLE, &d);
    tensor_unref(t);
    if (status == OK) ret_tensor(call, 0, d);
    return status;
}
static Status fn_single(Call *call) {
    Tensor *t = NULL, *d = NULL;
    TRY(arg_tensor(call, 0, &t));
    Status status = tensor_cast(call->ctx, t, CLASS_SINGLE, &d);
    tensor_unref(t);
    if (status == OK) ret_tensor(call, 0, d);
    return status;
}
static Status fn_eval(Call *call) {
    char *text = NULL;
    TRY(arg_text(call, 0, &text));
    Status status = vm_eval(call->vm, text, strlen(text), call->nargout, call->ret);
    mem_free(text);
    return status;
}
static Status fn_feval(Call *call) { return vm_call(call->vm, call->arg[0], call->arg + 1, call->nargin - 1, call->nargout, call->ret); }
static Status fn_deal(Call *call) {
    int n = call->nargout > 1 ? call->nargout : 1;
    for (int i = 0; i < n; i++) call->ret[i] = value_ref(call->arg[call->nargin == 1 ? 0 : i]);
    return OK;
}
static Status fn_assignin(Call *call) {
    char *name = NULL;
    TRY(arg_text(call, 1, &name));
    Status status = vm_set_variable(call->vm, arg_is_word(call, 0, "base") ? VM_BASE : VM_CALLER, name, call->arg[2]);
    mem_free(name);
    return status;
}
static Status fn_clear(Call *call) {
    if (call->nargin == 0) return vm_clear_all(call->vm, VM_CURRENT);
    char *name = NULL;
    TRY(arg_text(call, 0, &name));
    Status status = vm_clear_variable(call->vm, VM_CURRENT, name);
    mem_free(name);
    return status;
}
static Status fn_exist(Call *call) {
    char *name = NULL;
    Value v;
    TRY(arg_text(call, 0, &name));
    ret_bool(call, 0, vm_find_variable(call->vm, VM_CURRENT, name, &v));
    mem_free(name);
    return OK;
}
static Status fn_struct(Call *call) {
    Shape shape = shape_2d(1, 1);
    StructArray *s = NULL;
    TRY(struct_new(call->ctx, &shape, &s));
    for (int i = 0; i + 1 < call->nargin; i += 2) {
        char *name = NULL;
        TRY(arg_text(call, i, &name));
        Status status = struct_set(call->ctx, s, 0, name, value_ref(call->arg[i + 1]));
        mem_free(name);
        if (status != OK) return status;
    }
    call->ret[0] = value_take_struct(s);
    return OK;
}
static Status fn_cell(Call *call) {
    Index rows, columns;
    TRY(arg_index(call, 0, &rows));
    TRY(arg_index(call, 1, &columns));
    Shape shape = shape_2d(rows, columns);
    CellArray *c = NULL;
    TRY(cell_new(call->ctx, &shape, &c));
    call->ret[0] = value_take_cell(c);
    return OK;
}
static Status fn_mustBePositive(Call *call) {
    double x;
    TRY(arg_double(call, 0, &x));
    return x > 0 ? OK : call_fail(call, ERR_ARG, "MATLAB:validators:mustBePositive", "Value must be positive.");
}
static Status fn_cellfun(Call *call) {
    CellArray *in;
    TRY(arg_cell(call, 1, &in));
    Tensor *t = NULL;
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &in->shape, &t));
    Status status = OK;
    for (Index i = 0; i < in->numel && status == OK; i++) {
        Value r[1] = {VALUE_NONE};
        double x = 0;
        status = vm_call(call->vm, call->arg[0], &in->items[i], 1, 1, r);
        if (status == OK) status = value_to_double(call->ctx, r[0], &x);
        tensor_f64(t)[i] = x;
        value_unref(r[0]);
    }
    if (status != OK) tensor_unref(t);
    else ret_tensor(call, 0, t);
    return status;
}
static Status fn_nargin(Call *call) {
    int in, out;
    vm_frame_counts(call->vm, &in, &out);
    ret_double(call, 0, in);
    return OK;
}

#define DEF(n, in, most, out) {#n, fn_##n, in, most, out, "", "", "", "", "", "", ""}
static const BuiltinDef fixture_defs[] = {
    DEF(assert, 1, -1, 0), DEF(disp, 1, 1, 0),     DEF(error, 1, 2, 0),    DEF(zeros, 0, 2, 1),   DEF(numel, 1, 1, 1),
    DEF(size, 1, 1, -1),   DEF(isequal, 2, 2, 1),  DEF(sin, 1, 1, 1),      DEF(pi, 0, 0, 1),      DEF(true, 0, 0, 1),
    DEF(false, 0, 0, 1),   DEF(class, 1, 1, 1),    DEF(double, 1, 1, 1),   DEF(single, 1, 1, 1),  DEF(eval, 1, 1, -1),
    DEF(feval, 1, -1, -1), DEF(deal, 1, -1, -1),   DEF(assignin, 3, 3, 0), DEF(clear, 0, 1, 0),   DEF(exist, 1, 1, 1),
    DEF(struct, 0, -1, 1), DEF(cell, 2, 2, 1),     DEF(cellfun, 2, 2, 1),  DEF(nargin, 0, 0, 1),  DEF(mustBePositive, 1, 1, 0),
};
static const BuiltinDef *fixture_lookup(void *self, const char *name) {
    (void)self;
    for (size_t i = 0; i < sizeof fixture_defs / sizeof *fixture_defs; i++)
        if (strcmp(fixture_defs[i].name, name) == 0) return &fixture_defs[i];
    return NULL;
}
static const char *fixture_names(void *self, Index i) {
    (void)self;
    return i < (Index)(sizeof fixture_defs / sizeof *fixture_defs) ? fixture_defs[i].name : NULL;
}

static int fixture_setup(void **state) {
    Fixture *f = test_calloc(1, sizeof *f);
    ctx_init(&f->ctx);
    f->host = (Host){.self = f, .write = fixture_write, .statement = fixture_statement};
    f->format = (DisplayFormat){.mode = FORMAT_SHORT, .width = 80};
    VmOptions options = {.ctx = &f->ctx, .host = &f->host, .lookup = fixture_lookup, .names = fixture_names, .format = &f->format};
    if (vm_new(&options, &f->vm) != OK) return -1;
    *state = f;
    return 0;
}
static int fixture_teardown(void **state) {
    Fixture *f = *state;
    vm_free(f->vm);
    ctx_done(&f->ctx);
    buf_done(&f->out);
    test_free(f);
    return 0;
}

/// Runs text; the error stays in f->ctx.
static inline Status run(Fixture *f, const char *text) {
    error_clear(&f->ctx.error);
    buf_clear(&f->out);
    return vm_run_text(f->vm, "test.m", text, strlen(text), 1);
}
/// Runs text that must work.
static inline void works(Fixture *f, const char *text) {
    Status status = run(f, text);
    if (status != OK)
        fail_msg("%s\n%s at %s:%d:%d: %s (%s)", text, status_name(status), f->ctx.error.file ? f->ctx.error.file : "?", f->ctx.error.span.line,
                 f->ctx.error.span.column, error_message(&f->ctx.error), error_id(&f->ctx.error));
}
/// Runs text that must fail with this identifier and message.
static inline void fails(Fixture *f, const char *text, const char *id, const char *message) {
    Status status = run(f, text);
    if (status == OK) fail_msg("no error: %s", text);
    if (id) assert_string_equal(error_id(&f->ctx.error), id);
    if (message) assert_string_equal(error_message(&f->ctx.error), message);
}
