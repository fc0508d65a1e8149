// builtins/figures_target.c: what all plotting functions share: which axes they draw in, reading
// data, reporting changes.
#include "builtins/figures_value.h"
#include <strings.h>

static void free_graphics(GraphicsRoot *root) {
    graphics_unref(root);
}

Status env_graphics(Env *env, GraphicsRoot **ret) {
    if (!env->graphics) {
        env->graphics = graphics_new();
        if (!env->graphics) return ctx_fail_nomem(env->ctx);
        env->graphics_free = free_graphics;
    }
    *ret = env->graphics;
    return OK;
}

Status figures_flush(Env *env) {
    if (!env->graphics || !env->host || !env->host->figure) return OK;
    Index n;
    GObject *const *figures = graphics_figures(env->graphics, &n);
    for (Index i = 0; i < n; i++)
        if (figure_is_dirty(figures[i], true))
            env->host->figure(env->host->self, figure_number(figures[i]), true);
    return OK;
}

// ---- axes --------------------------------------------------------------------------------------
static bool is_class(Value v, const char *name) {
    return v.tag == VAL_OBJECT && !strcmp(value_class_name(v), name);
}

static bool is_container(const GObject *o) {
    return o && (!strcmp(object_type(o), "axes") || !strcmp(object_type(o), "tiledlayout"));
}

// Position of "Parent" among trailing pairs, -1 when it is not there.
static int find_parent_pair(const Call *call, int first) {
    for (int i = first; i + 1 < call->nargin; i++)
        if (arg_is_word(call, i, "Parent") && graphics_count(call->arg[i + 1]) == 1) return i;
    return -1;
}

static Status find_axes(Call *call, Target *t, bool create) {
    TRY(env_graphics(call->env, &t->root));
    t->first = 0;
    t->last = call->nargin;
    t->axes = NULL;
    if (call->nargin && graphics_count(call->arg[0]) == 1) {
        GObject *o;
        TRY(arg_graphics(call, 0, &o));
        if (is_container(o)) {
            t->axes = o;
            t->first = 1;
        }
    }
    int parent = find_parent_pair(call, t->first);
    if (parent >= 0 && !t->axes) {
        GObject *o;
        TRY(arg_graphics(call, parent + 1, &o));
        if (!strcmp(object_type(o), "axes")) t->axes = o;
    }
    if (!t->axes && create) {
        GObject *figure;
        TRY(graphics_current_figure(call->ctx, t->root, true, &figure));
        TRY(figure_current_axes(call->ctx, figure, true, &t->axes));
    }
    t->held = t->axes && !strcmp(object_type(t->axes), "axes") && axes_is_held(t->axes);
    return OK;
}

Status target_axes(Call *call, Target *ret) {
    TRY(find_axes(call, ret, true));
    if (strcmp(object_type(ret->axes), "axes"))
        return call_fail(call, ERR_ARG, "MATLAB:graphics:InvalidAxes",
                         "The first argument must be axes.");
    return OK;
}

Status target_current(Call *call, Target *ret) {
    return find_axes(call, ret, true);
}

Status target_prepare(Call *call, Target *t, int dims) {
    TRY(axes_newplot(call->ctx, t->axes));
    if (dims == 2 && !t->held) TRY(object_set_flag(call->ctx, t->axes, "Box", true));
    if (dims == 3 && !t->held) {
        double view[2] = {-37.5, 30};
        PropValue now;
        TRY(object_get(call->ctx, t->axes, "View", &now));
        bool flat = now.numbers.v[0] == 0 && now.numbers.v[1] == 90;
        prop_value_done(&now);
        if (flat) TRY(object_set_numbers(call->ctx, t->axes, "View", view, 1, 2));
    }
    return OK;
}

Status ret_objects(Call *call, GraphicsRoot *root, GObject *const *objects, Index n) {
    if (call->nargout < 1) return OK;
    return graphics_value(call->ctx, root, objects, n, &call->ret[0]);
}

// ---- data --------------------------------------------------------------------------------------
bool plot_is_numbers(Value v) {
    return (value_is_numeric(v) || value_is_logical(v) || is_class(v, "dlarray") ||
            is_class(v, "duration") || value_is_object(v, &categorical_class)) &&
           !value_is_char(v);
}

static Status codes_of(Ctx *ctx, const Categorical *c, Tensor **ret) {
    TRY(tensor_new(ctx, CLASS_DOUBLE, &c->shape, ret));
    for (Index i = 0; i < c->numel; i++)
        tensor_f64(*ret)[i] = c->codes[i] ? (double)c->codes[i] : NAN;
    return OK;
}

Status plot_numbers(Call *call, Value v, Tensor **ret) {
    OWN_VALUE plain = VALUE_NONE;
    if (value_is_object(v, &categorical_class))
        return codes_of(call->ctx, (const Categorical *)v.object, ret);
    if (is_class(v, "dlarray")) {
        TRY(vm_call_name(call->vm, "extractdata", &v, 1, 1, &plain));
        v = plain;
    }
    if (is_class(v, "duration")) { // in seconds; plot_categories says so at the ticks
        TRY(vm_call_name(call->vm, "seconds", &v, 1, 1, &plain));
        v = plain;
    }
    if (is_class(v, "datetime")) return ctx_fail_unsupported(call->ctx, "Plotting datetime values");
    if (!plot_is_numbers(v))
        return call_fail(call, ERR_TYPE, "MATLAB:graphics:InvalidData",
                         "Data must be numeric, datetime, duration, categorical, or an array "
                         "convertible to double.");
    return value_to_doubles(call->ctx, v, ret);
}

Status plot_categories(Call *call, GObject *axes, int dim, Value v) {
    if (is_class(v, "duration")) {
        static const char *const axis[] = {"XAxis", "YAxis", "ZAxis"};
        GObject *ruler;
        TRY(label_object(call->ctx, axes, axis[dim], &ruler));
        return object_set_text(call->ctx, ruler, "TickLabelFormat", "%g sec");
    }
    if (!value_is_object(v, &categorical_class)) return OK;
    const Categorical *c = (const Categorical *)v.object;
    OWN_MEM double *at = mem_alloc((size_t)(c->n_categories + 1) * sizeof *at);
    OWN_MEM char **names = mem_alloc((size_t)(c->n_categories + 1) * sizeof *names);
    if (!at || !names) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < c->n_categories; i++) {
        at[i] = (double)(i + 1);
        names[i] = c->categories[i]->bytes;
    }
    static const char *const ticks[] = {"XTick", "YTick", "ZTick"}, *const labels[] = {
                                                                        "XTickLabel", "YTickLabel",
                                                                        "ZTickLabel"};
    TRY(object_set_numbers(call->ctx, axes, ticks[dim], at, 1, c->n_categories));
    PropValue value = {.kind = PROP_TEXTS, .texts = names, .n_texts = c->n_categories};
    return object_set(call->ctx, axes, labels[dim], &value);
}

Status set_array(Ctx *ctx, GObject *object, const char *name, const Tensor *t) {
    Index pages = 1;
    for (int d = 2; d < t->shape.n_dims; d++) pages *= t->shape.dim[d];
    PropValue value = {.kind = PROP_NUMBERS,
                       .numbers = {tensor_f64(t), t->shape.dim[0], t->shape.dim[1], pages}};
    return object_set(ctx, object, name, &value);
}

Status set_vector(Ctx *ctx, GObject *object, const char *name, const double *v, Index n) {
    return object_set_numbers(ctx, object, name, v, 1, n);
}

Status set_color(Ctx *ctx, GObject *object, const char *name, Color color) {
    double rgb[3] = {(double)color.r, (double)color.g, (double)color.b};
    return object_set_numbers(ctx, object, name, rgb, 1, 3);
}

Status label_object(Ctx *ctx, GObject *object, const char *name, GObject **ret) {
    PropValue value;
    TRY(object_get(ctx, object, name, &value));
    *ret = value.n_objects ? value.objects[0] : NULL;
    prop_value_done(&value);
    return *ret ? OK : ctx_fail(ctx, ERR_INTERNAL, "", "no label");
}

Status apply_spec(Ctx *ctx, GObject *object, const LineSpec *spec) {
    if (spec->style) TRY(object_set_text(ctx, object, "LineStyle", spec->style));
    if (spec->marker) {
        TRY(object_set_text(ctx, object, "Marker", spec->marker));
        if (!spec->style) TRY(object_set_text(ctx, object, "LineStyle", "none"));
    }
    if (spec->has_color) TRY(set_color(ctx, object, "Color", spec->color));
    return OK;
}
