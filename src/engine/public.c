// engine/public.c: include/gradus/engine.h and value.h over the engine.
#include "gradus/value.h"
#include "engine/engine.h"
#include <string.h>

struct GradusEngine {
    Engine *engine;
    GradusHost host;
};
struct GradusValue {
    Value v;
};

const char *gradus_version(void) { return GRADUS_VERSION; }

static void host_write(void *self, HostStream stream, const char *utf8, size_t n_bytes) {
    const GradusEngine *e = self;
    if (e->host.write) e->host.write(e->host.self, (int)stream, utf8, n_bytes);
}
static void host_statement(void *self, const char *file, int first_line, int last_line) {
    const GradusEngine *e = self;
    (void)last_line;
    if (e->host.statement) e->host.statement(e->host.self, file, first_line);
}
static bool host_read_line(void *self, const char *prompt, char *line, size_t n_bytes) {
    const GradusEngine *e = self;
    return e->host.read_line && e->host.read_line(e->host.self, prompt, line, n_bytes);
}
static void host_progress(void *self, double fraction, const char *text) {
    const GradusEngine *e = self;
    if (e->host.progress) e->host.progress(e->host.self, fraction, text);
}

GradusStatus gradus_engine_new(const GradusHost *host, GradusEngine **ret) {
    GradusEngine *e = mem_alloc_zero(sizeof *e);
    if (!e) return ERR_NOMEM;
    if (host) e->host = *host;
    Host inner = {.self = e, .write = host_write, .statement = host_statement, .read_line = host_read_line, .progress = host_progress};
    Status status = engine_new(&inner, &e->engine);
    if (status != OK) mem_free(e);
    else *ret = e;
    return (GradusStatus)status;
}

void gradus_engine_free(GradusEngine *engine) {
    if (!engine) return;
    engine_free(engine->engine);
    mem_free(engine);
}

GradusStatus gradus_run_text(GradusEngine *engine, const char *name, const char *source) {
    return (GradusStatus)engine_run_text(engine->engine, name, source, strlen(source), 1);
}

GradusStatus gradus_run_file(GradusEngine *engine, const char *path) { return (GradusStatus)engine_run_file(engine->engine, path); }

/// Wraps a value; takes it.
static GradusStatus wrap(GradusEngine *engine, Value v, GradusValue **ret) {
    GradusValue *value = mem_alloc(sizeof *value);
    if (!value) {
        value_unref(v);
        return (GradusStatus)ctx_fail_nomem(&engine->engine->ctx);
    }
    value->v = v;
    *ret = value;
    return OK;
}

GradusStatus gradus_eval(GradusEngine *engine, const char *expression, GradusValue **ret) {
    Value v = VALUE_NONE;
    Status status = engine_eval(engine->engine, expression, &v);
    return status == OK ? wrap(engine, v, ret) : (GradusStatus)status;
}

GradusStatus gradus_call(GradusEngine *engine, const char *function, GradusValue *const *args, int n_in, GradusValue **rets, int n_out) {
    Ctx *ctx = &engine->engine->ctx;
    error_clear(&ctx->error);
    int n_slots = n_out > 1 ? n_out : 1;
    Value *values = mem_alloc_zero((size_t)(n_in + n_slots) * sizeof *values);
    if (!values) return (GradusStatus)ctx_fail_nomem(ctx);
    Value *results = values + n_in;
    for (int i = 0; i < n_in; i++) values[i] = args[i]->v;
    GradusStatus status = (GradusStatus)vm_call_name(engine->engine->vm, function, values, n_in, n_out, results);
    int n_wrapped = 0;
    while (status == OK && n_wrapped < n_out) {
        Value v = results[n_wrapped];
        results[n_wrapped].tag = VAL_NONE;
        status = wrap(engine, v, &rets[n_wrapped]);
        if (status == OK) n_wrapped++;
    }
    for (int i = 0; status != OK && i < n_wrapped; i++) gradus_value_free(rets[i]);
    for (int i = 0; i < n_slots; i++) value_unref(results[i]);
    mem_free(values);
    return status;
}

void gradus_stop(GradusEngine *engine) { engine_stop(engine->engine); }

GradusValue *gradus_get_variable(GradusEngine *engine, const char *name) {
    Value v;
    GradusValue *value = NULL;
    if (!vm_find_variable(engine->engine->vm, VM_BASE, name, &v)) return NULL;
    return wrap(engine, value_ref(v), &value) == OK ? value : NULL;
}

GradusStatus gradus_set_variable(GradusEngine *engine, const char *name, const GradusValue *value) {
    return (GradusStatus)vm_set_variable(engine->engine->vm, VM_BASE, name, value->v);
}

const char *gradus_error_message(const GradusEngine *engine) {
    const Error *error = &engine->engine->ctx.error;
    return error->status == OK ? "" : error_message(error);
}
const char *gradus_error_identifier(const GradusEngine *engine) { return error_id(&engine->engine->ctx.error); }
int gradus_error_line(const GradusEngine *engine) { return engine->engine->ctx.error.span.line; }

char *gradus_error_report(GradusEngine *engine) {
    Buf text = BUF_INIT;
    engine_error_report(engine->engine, &text);
    char *report = text.len > 0 ? buf_take(&text) : mem_dup("");
    buf_done(&text);
    return report;
}

void gradus_text_free(char *text) { mem_free(text); }

// ---- values -----------------------------------------------------------------------------------------------------------------

GradusStatus gradus_value_doubles(GradusEngine *engine, const double *data, const int64_t *dims, int n_dims, GradusValue **ret) {
    Ctx *ctx = &engine->engine->ctx;
    error_clear(&ctx->error);
    Shape shape;
    Tensor *t = NULL;
    TRY(shape_make(ctx, dims, n_dims, &shape));
    TRY(data ? tensor_from_doubles(ctx, data, &shape, &t) : tensor_zeros(ctx, CLASS_DOUBLE, &shape, &t));
    return wrap(engine, value_take_tensor(t), ret);
}

GradusStatus gradus_value_text(GradusEngine *engine, const char *utf8, GradusValue **ret) {
    Value v = VALUE_NONE;
    error_clear(&engine->engine->ctx.error);
    TRY(value_from_text(&engine->engine->ctx, utf8, &v));
    return wrap(engine, v, ret);
}

void gradus_value_free(GradusValue *value) {
    if (!value) return;
    value_unref(value->v);
    mem_free(value);
}

const char *gradus_value_class(const GradusValue *value) { return value_class_name(value->v); }
int64_t gradus_value_numel(const GradusValue *value) { return value_numel(value->v); }

int gradus_value_dims(GradusEngine *engine, const GradusValue *value, int64_t *dims, int room) {
    Shape shape;
    error_clear(&engine->engine->ctx.error);
    if (value_shape(&engine->engine->ctx, value->v, &shape) != OK) return 0;
    for (int i = 0; i < shape.n_dims && i < room; i++) dims[i] = shape.dim[i];
    return shape.n_dims;
}

GradusStatus gradus_value_get_doubles(GradusEngine *engine, const GradusValue *value, double *data, int64_t room) {
    Tensor *t = NULL;
    error_clear(&engine->engine->ctx.error);
    TRY(value_to_tensor(&engine->engine->ctx, value->v, &t));
    for (Index i = 0; i < t->numel && i < room; i++) data[i] = tensor_get(t, i);
    tensor_unref(t);
    return OK;
}

GradusStatus gradus_value_get_text(GradusEngine *engine, const GradusValue *value, char **ret) {
    error_clear(&engine->engine->ctx.error);
    return (GradusStatus)value_to_utf8(&engine->engine->ctx, value->v, ret);
}
