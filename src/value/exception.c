// MException: identifier, message, stack, cause. An exception that is thrown rides along in
// Error.payload, so that a rethrow hands back the same object with its stack and causes.
#include "value/exception.h"
#include "value/internal.h"
#include <string.h>

static void exception_release(Object *o) {
    Exception *e = (Exception *)o;
    text_unref(e->id);
    text_unref(e->message);
    value_unref(e->stack);
    value_unref(e->cause);
    mem_free(e);
}

static Status exception_copy(Ctx *ctx, const Object *o, Object **ret) {
    const Exception *e = (const Exception *)o;
    Exception *copy = mem_alloc_zero(sizeof *copy);
    if (!copy) return ctx_fail_nomem(ctx);
    *copy = *e;
    object_init(&copy->head, &exception_class);
    text_ref(copy->id);
    text_ref(copy->message);
    value_ref(copy->stack);
    value_ref(copy->cause);
    *ret = &copy->head;
    return OK;
}

static Status text_value(Ctx *ctx, const Text *t, Value *ret) {
    return value_from_utf8(ctx, t->bytes, t->n_bytes, ret);
}

static Status stack_new(Ctx *ctx, Index n, StructArray **ret) {
    Shape shape = shape_2d(n, 1);
    Index f;
    StructArray *s;
    TRY(struct_new(ctx, &shape, &s));
    Status status = struct_add_field(ctx, s, "file", &f);
    if (status == OK) status = struct_add_field(ctx, s, "name", &f);
    if (status == OK) status = struct_add_field(ctx, s, "line", &f);
    if (status != OK) {
        struct_unref(s);
        return status;
    }
    *ret = s;
    return OK;
}

Status exception_new(Ctx *ctx, const char *id, const char *message, Exception **ret) {
    Exception *e = mem_alloc_zero(sizeof *e);
    if (!e) return ctx_fail_nomem(ctx);
    object_init(&e->head, &exception_class);
    e->status = ERR_USER;
    Shape none = shape_2d(0, 0);
    StructArray *stack;
    CellArray *cause;
    Status status = text_new(ctx, id, strlen(id), &e->id);
    if (status == OK) status = text_new(ctx, message, strlen(message), &e->message);
    if (status == OK) status = stack_new(ctx, 0, &stack);
    if (status == OK) e->stack = value_take_struct(stack);
    if (status == OK) status = cell_new(ctx, &none, &cause);
    if (status == OK) e->cause = value_take_cell(cause);
    if (status != OK) {
        object_unref(&e->head);
        return status;
    }
    *ret = e;
    return OK;
}

// ---- between Error and MException ---------------------------------------------------------------
static void payload_free(void *payload) {
    object_unref(payload);
}

static Status stack_from_frames(Ctx *ctx, const Error *error, Value *ret) {
    StructArray *s;
    TRY(stack_new(ctx, error->n_frames, &s));
    Status status = OK;
    for (Index i = 0; status == OK && i < error->n_frames; i++) {
        const ErrorFrame *f = &error->frames[i];
        Value file = VALUE_NONE, name = VALUE_NONE;
        status = value_from_text(ctx, f->file ? f->file : "", &file);
        if (status == OK) status = value_from_text(ctx, f->function ? f->function : "", &name);
        if (status != OK) value_unref(file);
        if (status == OK) {
            s->items[0 * s->numel + i] = file;
            s->items[1 * s->numel + i] = name;
            s->items[2 * s->numel + i] = value_double(f->line);
        }
    }
    if (status != OK) {
        struct_unref(s);
        return status;
    }
    *ret = value_take_struct(s);
    return OK;
}

Status exception_from_error(Ctx *ctx, Value *ret) {
    Error error = ctx->error; // taken over: making the exception must not disturb it
    memset(&ctx->error, 0, sizeof ctx->error);
    Exception *e = NULL;
    Status status = OK;
    bool is_rethrow = error.payload && ((Object *)error.payload)->def == &exception_class;
    if (is_rethrow) {
        object_ref(error.payload);
        e = error.payload;
    } else {
        status = exception_new(ctx, error_id(&error), error_message(&error), &e);
    }
    if (status == OK && !is_rethrow) {
        e->status = error.status;
        e->span = error.span;
    }
    bool needs_stack = status == OK && value_numel(e->stack) == 0 && error.n_frames > 0;
    if (needs_stack) {
        Value stack;
        status = stack_from_frames(ctx, &error, &stack);
        if (status == OK) {
            value_unref(e->stack);
            e->stack = stack;
        }
    }
    error_clear(&error);
    if (status != OK) {
        if (e) object_unref(&e->head);
        return status;
    }
    *ret = value_take_object(&e->head);
    return OK;
}

Status exception_throw(Ctx *ctx, Value exception) {
    if (!value_is_object(exception, &exception_class)) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:notMException",
                        "Input must be an MException object.");
    }
    Exception *e = (Exception *)exception.object;
    Status status = e->status == OK ? ERR_USER : e->status;
    error_clear(&ctx->error);
    ctx_fail(ctx, status, e->id->bytes, "%s", e->message->bytes);
    if (ctx->error.payload && ctx->error.payload_free) ctx->error.payload_free(ctx->error.payload);
    ctx->error.payload = object_ref(&e->head);
    ctx->error.payload_free = payload_free;
    return status;
}

static Status report_frame(Ctx *ctx, const StructArray *stack, Index i, Buf *out) {
    char *name = NULL;
    Value v = VALUE_NONE;
    double line = 0;
    TRY(struct_get(ctx, stack, i, "name", &v));
    Status status = value_to_utf8(ctx, v, &name);
    value_unref(v);
    if (status == OK) status = struct_get(ctx, stack, i, "line", &v);
    if (status == OK) status = value_to_double(ctx, v, &line);
    if (status == OK && name[0])
        buf_printf(out, "%s %s (line %d)\n", i ? "\nError in" : "Error using", name, (int)line);
    mem_free(name);
    return status;
}

Status exception_report(Ctx *ctx, Value exception, Buf *out) {
    if (!value_is_object(exception, &exception_class)) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:notMException",
                        "Input must be an MException object.");
    }
    const Exception *e = (const Exception *)exception.object;
    const StructArray *stack = e->stack.tag == VAL_STRUCT ? e->stack.structure : NULL;
    if (stack && stack->numel) TRY(report_frame(ctx, stack, 0, out));
    buf_puts(out, e->message->bytes);
    buf_putc(out, '\n');
    for (Index i = 1; stack && i < stack->numel; i++) TRY(report_frame(ctx, stack, i, out));
    if (e->cause.tag == VAL_CELL) {
        for (Index i = 0; i < e->cause.cell->numel; i++) {
            buf_puts(out, "\nCaused by:\n    ");
            Value cause = e->cause.cell->items[i];
            if (value_is_object(cause, &exception_class)) TRY(exception_report(ctx, cause, out));
        }
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

// ---- as an object -------------------------------------------------------------------------------
static const char *const exception_names[] = {"identifier", "message", "cause", "stack",
                                              "Correction"};

static Status exception_dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    Exception *e = (Exception *)o;
    if (strcmp(name, "identifier") == 0) return text_value(ctx, e->id, ret);
    if (strcmp(name, "message") == 0) return text_value(ctx, e->message, ret);
    if (strcmp(name, "Correction") == 0) return value_empty(ctx, ret);
    if (strcmp(name, "stack") == 0 || strcmp(name, "cause") == 0) {
        *ret = value_ref(name[0] == 's' ? e->stack : e->cause);
        return OK;
    }
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized method, property, or field '%s' for class 'MException'.", name);
}

static const char *const *exception_properties(const Object *o, Index *ret_n) {
    (void)o;
    *ret_n = 5;
    return exception_names;
}

static Status exception_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    (void)nan_equal;
    *ret = false;
    if (!value_is_object(a, &exception_class) || !value_is_object(b, &exception_class)) return OK;
    const Exception *x = (const Exception *)a.object, *y = (const Exception *)b.object;
    *ret = text_equal(x->id, y->id->bytes, y->id->n_bytes) &&
           text_equal(x->message, y->message->bytes, y->message->n_bytes);
    if (*ret) return value_equal(ctx, x->stack, y->stack, true, ret);
    return OK;
}

const ForeignDef exception_class = {
    .class_name = "MException",
    .release = exception_release,
    .copy = exception_copy,
    .dot_get = exception_dot_get,
    .equal = exception_equal,
    .properties = exception_properties,
};
