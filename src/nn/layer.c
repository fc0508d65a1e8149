// nn/layer.c: layers as a record plus a list of property values: making, setting, showing.
#include "nn/layer.h"
#include "base/vec.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void nn_callback_unref(NnCallback *callback) {
    if (!callback || !refcount_down(&callback->refs)) return;
    if (callback->free_self) callback->free_self(callback->self);
    mem_free(callback->text);
    mem_free(callback);
}

// ---- property values ----

void option_value_done(OptionValue *value) {
    mem_free(value->text);
    tensor_unref(value->tensor);
    nn_callback_unref(value->callback);
    *value = (OptionValue){0};
}

Status option_value_copy(Ctx *ctx, const OptionValue *value, OptionValue *ret) {
    OptionValue copy = *value;
    copy.text = NULL;
    if (value->text) {
        copy.text = mem_dup(value->text);
        if (!copy.text) return ctx_fail_nomem(ctx);
    }
    copy.tensor = tensor_ref(value->tensor);
    copy.callback = nn_callback_ref(value->callback);
    *ret = copy;
    return OK;
}

static void show_list(const OptionValue *value, Buf *out) {
    if (value->n != 1) buf_putc(out, '[');
    for (int i = 0; i < value->n; i++) buf_printf(out, "%s%g", i ? " " : "", value->list[i]);
    if (value->n != 1) buf_putc(out, ']');
}

void option_value_show(const OptionValue *value, OptionType type, Buf *out) {
    if (value->callback) {
        buf_puts(out, value->callback->text ? value->callback->text : "@function");
    } else if (value->tensor) {
        char size[128];
        shape_format(&value->tensor->shape, "\xc3\x97", size, sizeof size);
        buf_printf(out, "[%s %s]", size, class_name((NumClass)value->tensor->cls));
    } else if (value->text) {
        buf_printf(out, "'%s'", value->text);
    } else if (type == OPTION_BOOL) {
        buf_puts(out, value->list[0] != 0 ? "1" : "0");
    } else {
        show_list(value, out);
    }
}

/// "" empty, "0.5", "[1 2]", anything else text.
static Status propvalue_parse(Ctx *ctx, const char *text, OptionValue *ret) {
    OptionValue value = {0};
    const char *at = text;
    while (*at == '[' || *at == ' ') at++;
    char *end = NULL;
    while (*at && *at != ']' && value.n < OPTION_MAX_LIST) {
        value.list[value.n] = strtod(at, &end);
        if (end == at) break;
        value.n++;
        at = end;
        while (*at == ' ' || *at == ',' || *at == ';') at++;
    }
    if (*at == ']') at++;
    if (*at != '\0') { // not (only) numbers
        value = (OptionValue){.text = mem_dup(text)};
        if (!value.text) return ctx_fail_nomem(ctx);
    }
    *ret = value;
    return OK;
}

// ---- life ----

static Status layer_ports(Layer *layer) {
    layer->n_in = layer->def->n_in;
    layer->n_out = layer->def->n_out;
    int in = layer_prop_index(layer->def, "NumInputs"),
        out = layer_prop_index(layer->def, "NumOutputs");
    if (in >= 0 && layer->props[in].n > 0) layer->n_in = (int)layer->props[in].list[0];
    if (out >= 0 && layer->props[out].n > 0) layer->n_out = (int)layer->props[out].list[0];
    return OK;
}

Status layer_new(Ctx *ctx, const LayerDef *def, const char *name, Layer **ret) {
    Layer *layer = mem_alloc_zero(sizeof *layer);
    if (!layer) return ctx_fail_nomem(ctx);
    refcount_init(&layer->refs);
    layer->def = def;
    layer->name = mem_dup(name ? name : "");
    layer->props =
        mem_alloc_zero((size_t)(def->n_props > 0 ? def->n_props : 1) * sizeof *layer->props);
    Status status = layer->name && layer->props ? OK : ctx_fail_nomem(ctx);
    for (int i = 0; i < def->n_props && status == OK; i++)
        if (def->props[i].initial && *def->props[i].initial)
            status = propvalue_parse(ctx, def->props[i].initial, &layer->props[i]);
    if (status == OK) status = layer_ports(layer);
    if (status != OK) {
        layer_unref(layer);
        return status;
    }
    *ret = layer;
    return OK;
}

void layer_unref(const Layer *shared) {
    Layer *layer = (Layer *)shared;
    if (!layer || !refcount_down(&layer->refs)) return;
    for (int i = 0; layer->props && i < layer->def->n_props; i++) option_value_done(&layer->props[i]);
    mem_free(layer->props);
    mem_free(layer->name);
    mem_free(layer);
}

Status layer_copy(Ctx *ctx, const Layer *layer, Layer **ret) {
    Layer *copy = NULL;
    TRY(layer_new(ctx, layer->def, layer->name, &copy));
    Status status = OK;
    for (int i = 0; i < layer->def->n_props && status == OK; i++) {
        option_value_done(&copy->props[i]);
        status = option_value_copy(ctx, &layer->props[i], &copy->props[i]);
    }
    copy->n_in = layer->n_in;
    copy->n_out = layer->n_out;
    if (status == OK)
        *ret = copy;
    else
        layer_unref(copy);
    return status;
}

Status layer_set_name(Ctx *ctx, Layer *layer, const char *name) {
    char *copy = mem_dup(name);
    if (!copy) return ctx_fail_nomem(ctx);
    mem_free(layer->name);
    layer->name = copy;
    return OK;
}

// ---- properties ----

int layer_prop_index(const LayerDef *def, const char *name) {
    for (int i = 0; i < def->n_props; i++)
        if (strcasecmp(def->props[i].name, name) == 0) return i;
    return -1;
}

static Status fail_prop(Ctx *ctx, const Layer *layer, const OptionDef *prop, const char *wanted) {
    return ctx_fail(ctx, ERR_ARG, "nnet_cnn:layer:InvalidProperty", "%s: %s must be %s.",
                    layer->def->constructor, prop->name, wanted);
}

static Status check_numbers(Ctx *ctx, const Layer *layer, const OptionDef *prop,
                            const OptionValue *value) {
    for (int i = 0; i < value->n; i++) {
        if (prop->min >= prop->max) {
            if (prop->type == OPTION_NUMBER && isnan(value->list[i]))
                return fail_prop(ctx, layer, prop, "a number");
            continue;
        }
        if (value->list[i] >= prop->min && value->list[i] <= prop->max) continue;
        char wanted[80];
        if (isinf(prop->max))
            snprintf(wanted, sizeof wanted, "at least %g", prop->min);
        else
            snprintf(wanted, sizeof wanted, "from %g to %g", prop->min, prop->max);
        return fail_prop(ctx, layer, prop, wanted);
    }
    return OK;
}

/// Replaces the text by the spelling of the choice it matches.
static Status check_choice(Ctx *ctx, const Layer *layer, const OptionDef *prop, OptionValue *value) {
    if (!prop->choices) return OK;
    char wanted[240] = "one of";
    for (int i = 0; prop->choices[i]; i++) {
        if (strcasecmp(prop->choices[i], value->text) == 0) {
            memcpy(value->text, prop->choices[i], strlen(prop->choices[i]));
            return OK;
        }
        size_t at = strlen(wanted);
        snprintf(wanted + at, sizeof wanted - at, "%s '%s'", i ? "," : "", prop->choices[i]);
    }
    return fail_prop(ctx, layer, prop, wanted);
}

static Status check_value(Ctx *ctx, const Layer *layer, const OptionDef *prop, OptionValue *value) {
    bool empty = !value->n && !value->text && !value->tensor && !value->callback;
    if (empty && !(prop->initial && !*prop->initial)) return fail_prop(ctx, layer, prop, "given");
    if (empty) return OK;
    switch (prop->type) {
    case OPTION_NUMBER:
    case OPTION_BOOL:
        if (value->n == 0 && value->text && prop->choices)
            return check_choice(ctx, layer, prop, value);
        if (value->n != 1) return fail_prop(ctx, layer, prop, "a scalar");
        return check_numbers(ctx, layer, prop, value);
    case OPTION_LIST:
        if (prop->pair && value->n == 1) value->list[value->n++] = value->list[0];
        if (value->n == 0 || (prop->pair && value->n != 2))
            return fail_prop(ctx, layer, prop, "one or two numbers");
        return check_numbers(ctx, layer, prop, value);
    case OPTION_PADDING:
        if (value->text) return check_choice(ctx, layer, prop, value);
        if (value->n != 1 && value->n != 2 && value->n != 4)
            return fail_prop(ctx, layer, prop, "one, two or four numbers or 'same'");
        return check_numbers(ctx, layer, prop, value);
    case OPTION_TEXT:
        if (value->callback) return OK;
        if (!value->text) return fail_prop(ctx, layer, prop, "text");
        return check_choice(ctx, layer, prop, value);
    case OPTION_INITIALIZER:
        if (value->callback) return OK;
        if (!value->text)
            return fail_prop(ctx, layer, prop, "the name of an initializer or a function handle");
        return check_choice(ctx, layer, prop, value);
    case OPTION_CALLBACK:
        return value->callback ? OK : fail_prop(ctx, layer, prop, "a function handle");
    case OPTION_TENSOR: return value->tensor ? OK : fail_prop(ctx, layer, prop, "an array");
    }
    return OK;
}

Status layer_set(Ctx *ctx, Layer *layer, int prop, const OptionValue *value) {
    OptionValue copy;
    TRY(option_value_copy(ctx, value, &copy));
    const OptionDef *def = &layer->def->props[prop];
    if (def->type == OPTION_TENSOR && !copy.tensor &&
        copy.n == 1) { // a number where an array is meant
        Status status = tensor_from_double(ctx, copy.list[0], &copy.tensor);
        if (status != OK) {
            option_value_done(&copy);
            return status;
        }
        copy.n = 0;
    }
    Status status = check_value(ctx, layer, def, &copy);
    if (status != OK) {
        option_value_done(&copy);
        return status;
    }
    option_value_done(&layer->props[prop]);
    layer->props[prop] = copy;
    return layer_ports(layer);
}

const OptionValue *layer_get(const Layer *layer, const char *name) {
    return &layer->props[layer_prop_index(layer->def, name)];
}
double layer_number(const Layer *layer, const char *name) {
    return layer_get(layer, name)->list[0];
}
const char *layer_text(const Layer *layer, const char *name) {
    const char *text = layer_get(layer, name)->text;
    return text ? text : "";
}

Status layer_check(Ctx *ctx, const Layer *layer) {
    for (int i = 0; i < layer->def->n_props; i++) {
        const OptionValue *v = &layer->props[i];
        if (!layer->def->props[i].initial && !v->n && !v->text && !v->tensor && !v->callback)
            return ctx_fail(ctx, ERR_ARG, "MATLAB:minrhs",
                            "%s: not enough input arguments, %s is missing.",
                            layer->def->constructor, layer->def->props[i].name);
    }
    return OK;
}

// ---- text form for C users ----

static char *trimmed(char *text) {
    while (*text == ' ') text++;
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == ' ') text[--n] = '\0';
    return text;
}

static int positional_prop(const LayerDef *def, int position) {
    for (int i = 0; i < def->n_props; i++)
        if (def->props[i].position == position) return i;
    return -1;
}

static Status set_from_text(Ctx *ctx, Layer *layer, char *item, int *position) {
    char *equals = strchr(item, '=');
    int prop;
    char *text = item;
    if (equals) {
        *equals = '\0';
        text = trimmed(equals + 1);
        item = trimmed(item);
        if (strcasecmp(item, "Name") == 0) return layer_set_name(ctx, layer, text);
        prop = layer_prop_index(layer->def, item);
    } else {
        prop = positional_prop(layer->def, ++*position);
    }
    if (prop < 0)
        return ctx_fail(ctx, ERR_ARG, "nnet_cnn:layer:UnknownProperty", "%s has no property '%s'.",
                        layer->def->constructor, item);
    OptionValue value;
    TRY(propvalue_parse(ctx, text, &value));
    Status status = layer_set(ctx, layer, prop, &value);
    option_value_done(&value);
    return status;
}

Status layer_make(Ctx *ctx, const char *constructor, const char *args, Layer **ret) {
    const LayerDef *def = layer_find(constructor);
    if (!def)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:UndefinedFunction", "Unknown layer '%s'.",
                        constructor);
    Layer *layer = NULL;
    TRY(layer_new(ctx, def, "", &layer));
    char *copy = mem_dup(args ? args : "");
    Status status = copy ? OK : ctx_fail_nomem(ctx);
    int position = 0;
    for (char *item = copy; status == OK && item && *trimmed(item);) {
        int depth = 0;
        char *end = item;
        for (; *end && (depth > 0 || *end != ','); end++)
            depth += *end == '[' ? 1 : *end == ']' ? -1 : 0;
        char *next = *end ? end + 1 : NULL;
        *end = '\0';
        status = set_from_text(ctx, layer, trimmed(item), &position);
        item = next;
    }
    mem_free(copy);
    if (status == OK) status = layer_check(ctx, layer);
    if (status == OK)
        *ret = layer;
    else
        layer_unref(layer);
    return status;
}

void layer_port_name(const Layer *layer, bool output, int port, char *text, size_t n_bytes) {
    int n = output ? layer->n_out : layer->n_in;
    if (n == 1)
        snprintf(text, n_bytes, "%s", output ? "out" : "in");
    else
        snprintf(text, n_bytes, "%s%d", output ? "out" : "in", port + 1);
}

Status layer_fail(Ctx *ctx, const Layer *layer, const char *format, ...) {
    char text[400];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return ctx_fail(ctx, ERR_SIZE, "nnet_cnn:dlnetwork:InvalidLayer", "Layer '%s': %s", layer->name,
                    text);
}

// ---- sizes between layers ----

Index spec_size(const DataSpec *spec, char label, Index otherwise) {
    for (int i = 0; i < spec->n; i++)
        if (spec->format[i] == label) return spec->size[i];
    return otherwise;
}

Index spec_features(const DataSpec *spec) {
    Index n = 1;
    for (int i = 0; i < spec->n; i++) {
        if (spec->format[i] != 'S' && spec->format[i] != 'C') continue;
        if (spec->size[i] < 0) return -1;
        n *= spec->size[i];
    }
    return n;
}

void spec_describe(const DataSpec *spec, char *text, size_t n_bytes) {
    size_t at = 0;
    text[0] = '\0';
    for (int i = 0; i < spec->n && at + 1 < n_bytes; i++) {
        const char *cross = i ? " \xc3\x97 " : "";
        int k = spec->size[i] < 0
                    ? snprintf(text + at, n_bytes - at, "%s?(%c)", cross, spec->format[i])
                    : snprintf(text + at, n_bytes - at, "%s%lld(%c)", cross,
                               (long long)spec->size[i], spec->format[i]);
        at += (size_t)k;
    }
}

DataSpec spec_of(const DlArray *x) {
    DataSpec spec = {.n = (int)strlen(x->format)};
    memcpy(spec.format, x->format, sizeof spec.format);
    for (int i = 0; i < spec.n; i++) spec.size[i] = dlarray_dim(x, i);
    return spec;
}
