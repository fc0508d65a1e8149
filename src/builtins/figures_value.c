// builtins/figures_value.c: arrays of graphics handles as foreign objects. The array itself is a
// value (changing an element makes another array); what a handle names is shared. One ForeignDef
// for each graphics class, so that class(h) is right; all use the same functions. Indexing,
// assigning and joining are done on arrays of positions by the value room and then carried over to
// the handles.
#include "builtins/figures_value.h"
#include <stdio.h>
#include <strings.h>

typedef struct Handles {
    Object head;
    GraphicsRoot *root;
    Shape shape;
    const char **names; // of the properties, made when asked for
    Index n;
    GHandle item[];
} Handles;

static const GHandle no_handle = {UINT32_MAX - 1, 0};
static const char placeholder_name[] = "matlab.graphics.GraphicsPlaceholder",
                  mixed_name[] = "matlab.graphics.Graphics";
static const ForeignDef *def_for(const char *class_name);

static bool is_handles(Value v);
static Handles *handles_of(Value v) {
    return is_handles(v) ? (Handles *)v.object : NULL;
}

static Status handles_new(Ctx *ctx, GraphicsRoot *root, const Shape *shape, Handles **ret) {
    Index n = shape_numel(shape);
    Handles *h = mem_alloc_zero(sizeof *h + (size_t)n * sizeof h->item[0]);
    if (!h) return ctx_fail_nomem(ctx);
    object_init(&h->head, def_for(placeholder_name));
    h->root = graphics_ref(root);
    h->shape = *shape;
    h->n = n;
    for (Index i = 0; i < n; i++) h->item[i] = no_handle;
    *ret = h;
    return OK;
}

// Chooses the class of the array from its living elements.
static void handles_classify(Handles *h) {
    const char *name = NULL;
    for (Index i = 0; i < h->n; i++) {
        const GObject *o = graphics_find(h->root, h->item[i]);
        const char *own = o ? object_class_name(o) : placeholder_name;
        if (name && strcmp(name, own)) own = mixed_name;
        name = own;
    }
    h->head.def = def_for(name ? name : placeholder_name);
}

Status graphics_value(Ctx *ctx, GraphicsRoot *root, GObject *const *objects, Index n, Value *ret) {
    Shape shape = n ? shape_2d(n, 1) : shape_2d(0, 0);
    Handles *h;
    TRY(handles_new(ctx, root, &shape, &h));
    for (Index i = 0; i < n; i++) h->item[i] = object_handle(objects[i]);
    handles_classify(h);
    *ret = value_take_object(&h->head);
    return OK;
}

Status graphics_placeholders(Ctx *ctx, GraphicsRoot *root, const Shape *shape, Value *ret) {
    Handles *h;
    TRY(handles_new(ctx, root, shape, &h));
    *ret = value_take_object(&h->head);
    return OK;
}

Index graphics_count(Value v) {
    const Handles *h = handles_of(v);
    return h ? h->n : -1;
}

GObject *graphics_element(Value v, Index i) {
    const Handles *h = handles_of(v);
    return h && i >= 0 && i < h->n ? graphics_find(h->root, h->item[i]) : NULL;
}

static Status deleted(Ctx *ctx) {
    return ctx_fail(ctx, ERR_ARG, "MATLAB:class:InvalidHandle", "Invalid or deleted object.");
}

Status arg_graphics(Call *call, int i, GObject **ret) {
    if (graphics_count(call->arg[i]) == 1) {
        *ret = graphics_element(call->arg[i], 0);
        return *ret ? OK : deleted(call->ctx);
    }
    return ctx_fail(call->ctx, ERR_ARG, "MATLAB:graphics:InvalidHandle",
                    "Invalid or deleted object.");
}

GObject *arg_find(const Call *call, int i, const char *type) {
    if (i >= call->nargin || graphics_count(call->arg[i]) != 1) return NULL;
    GObject *o = graphics_element(call->arg[i], 0);
    return o && !strcmp(object_type(o), type) ? o : NULL;
}

Status ret_graphics(Call *call, int i, GObject *object) {
    return graphics_value(call->ctx, object_root(object), &object, 1, &call->ret[i]);
}

// ---- methods of the class: positions carry the indexing ----------------------------------------
static void release(Object *o) {
    Handles *h = (Handles *)o;
    graphics_unref(h->root);
    mem_free((void *)h->names);
    mem_free(h);
}

static Status shape_of(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    *ret = ((const Handles *)o)->shape;
    return OK;
}

static Status copy(Ctx *ctx, const Object *o, Object **ret) {
    const Handles *from = (const Handles *)o;
    Handles *h;
    TRY(handles_new(ctx, from->root, &from->shape, &h));
    memcpy(h->item, from->item, (size_t)h->n * sizeof h->item[0]);
    handles_classify(h);
    *ret = &h->head;
    return OK;
}

// first, first+1, … in the shape of the array.
static Status positions(Ctx *ctx, const Handles *h, double first, Value *ret) {
    Tensor *t;
    TRY(tensor_new(ctx, CLASS_DOUBLE, &h->shape, &t));
    for (Index i = 0; i < h->n; i++) tensor_f64(t)[i] = first + (double)i;
    *ret = value_take_tensor(t);
    return OK;
}

// Handles for an array of positions into the parts laid end to end; 0 is a placeholder.
static Status from_positions(Ctx *ctx, GraphicsRoot *root, Value where, const Handles *const *parts,
                             int n_parts, Value *ret) {
    OWN_TENSOR *t = NULL;
    TRY(value_to_tensor(ctx, where, &t));
    Handles *h;
    TRY(handles_new(ctx, root, &t->shape, &h));
    for (Index i = 0; i < h->n; i++) {
        Index at = (Index)tensor_get(t, i) - 1;
        for (int p = 0; p < n_parts && at >= 0; p++) {
            if (at < parts[p]->n) {
                h->item[i] = parts[p]->item[at];
                break;
            }
            at -= parts[p]->n;
        }
    }
    handles_classify(h);
    *ret = value_take_object(&h->head);
    return OK;
}

static Status index_paren(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    const Handles *h = (const Handles *)o;
    OWN_VALUE where = VALUE_NONE, picked = VALUE_NONE;
    TRY(positions(ctx, h, 1, &where));
    TRY(value_index(ctx, where, idx, n, &picked));
    return from_positions(ctx, h->root, picked, &h, 1, ret);
}

static Status put_back(Object **o, Value fresh) {
    Object *old = *o;
    *o = fresh.object;
    object_unref(old);
    return OK;
}

static Status assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    const Handles *h = (const Handles *)*o, *from = handles_of(rhs);
    if (!from)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:graphics:conversion",
                        "Unable to convert a value of class '%s' to a graphics object.",
                        value_class_name(rhs));
    OWN_VALUE where = VALUE_NONE, source = VALUE_NONE, fresh = VALUE_NONE;
    TRY(positions(ctx, h, 1, &where));
    TRY(positions(ctx, from, 1 + (double)h->n, &source));
    TRY(value_assign(ctx, &where, idx, n, source));
    const Handles *parts[2] = {h, from};
    TRY(from_positions(ctx, h->root, where, parts, 2, &fresh));
    return put_back(o, value_give(&fresh));
}

static Status remove_elements(Ctx *ctx, Object **o, const Value *idx, int n) {
    const Handles *h = (const Handles *)*o;
    OWN_VALUE where = VALUE_NONE, fresh = VALUE_NONE;
    TRY(positions(ctx, h, 1, &where));
    TRY(value_remove(ctx, &where, idx, n));
    TRY(from_positions(ctx, h->root, where, &h, 1, &fresh));
    return put_back(o, value_give(&fresh));
}

static Status concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    OWN_MEM const Handles **used = mem_alloc((size_t)n * sizeof *used);
    OWN_MEM Value *where = mem_alloc_zero((size_t)n * sizeof *where);
    if (!used || !where) return ctx_fail_nomem(ctx);
    int n_used = 0;
    double first = 1;
    GraphicsRoot *root = NULL;
    Status status = OK;
    for (int i = 0; i < n && status == OK; i++) {
        const Handles *h = handles_of(parts[i]);
        if (!h && value_is_empty(parts[i])) continue;
        if (!h) {
            status = ctx_fail(ctx, ERR_TYPE, "MATLAB:graphics:concat",
                              "Graphics objects cannot be joined with values of class '%s'.",
                              value_class_name(parts[i]));
            break;
        }
        root = h->root;
        status = positions(ctx, h, first, &where[n_used]);
        if (status == OK) used[n_used++] = h;
        first += (double)h->n;
    }
    OWN_VALUE joined = VALUE_NONE;
    if (status == OK) status = value_concat(ctx, dim, where, n_used, &joined);
    for (int i = 0; i < n_used; i++) value_unref(where[i]);
    return status == OK ? from_positions(ctx, root, joined, used, n_used, ret) : status;
}

static bool same_handle(GHandle a, GHandle b) {
    return a.slot == b.slot && a.generation == b.generation;
}

static Status equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    (void)ctx, (void)nan_equal;
    const Handles *x = handles_of(a), *y = handles_of(b);
    *ret = x && y && shape_equal(&x->shape, &y->shape);
    for (Index i = 0; *ret && i < x->n; i++) *ret = same_handle(x->item[i], y->item[i]);
    return OK;
}

// == and ~= compare handles element by element, one side may be scalar.
static Status binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    const Handles *x = handles_of(a), *y = handles_of(b);
    if (op != OP_EQ && op != OP_NE)
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "Operator is not supported for operands of class '%s'.",
                        value_class_name(x ? a : b));
    Shape shape = x && x->n != 1 ? x->shape : y ? y->shape : x->shape;
    if (x && y && x->n != 1 && y->n != 1 && !shape_equal(&x->shape, &y->shape))
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:sizeDimensionsMustMatch",
                        "Arrays have incompatible sizes for this operation.");
    Tensor *t;
    TRY(tensor_zeros(ctx, CLASS_LOGICAL, &shape, &t));
    for (Index i = 0; i < t->numel; i++) {
        bool same = x && y && same_handle(x->item[x->n == 1 ? 0 : i], y->item[y->n == 1 ? 0 : i]);
        tensor_u8(t)[i] = same == (op == OP_EQ);
    }
    *ret = value_take_tensor(t);
    return OK;
}

// ---- properties by dot -------------------------------------------------------------------------
static Status only_element(Ctx *ctx, const Handles *h, GObject **ret) {
    if (h->n != 1)
        return ctx_fail(ctx, ERR_SIZE,
                        "MATLAB:index:expected_one_output_from_intermediate_indexing",
                        "Expected one output from a curly brace or dot indexing expression, but "
                        "there were %lld results.",
                        (long long)h->n);
    *ret = graphics_find(h->root, h->item[0]);
    return *ret ? OK : deleted(ctx);
}

static Status layout_options(Ctx *ctx, const Handles *h, Value *ret);

static Status dot_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    const Handles *h = (const Handles *)o;
    GObject *object;
    TRY(only_element(ctx, h, &object));
    if (!strcmp(name, "Layout") && !object_has(object, "Layout"))
        return layout_options(ctx, h, ret);
    PropValue value;
    TRY(object_get(ctx, object, name, &value));
    Status status = prop_to_value(ctx, h->root, &value, ret);
    prop_value_done(&value);
    return status;
}

static Status dot_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    const Handles *h = (const Handles *)*o;
    GObject *object;
    if (!strcmp(name, "Layout")) return OK; // written back after Layout.Tile = n
    TRY(only_element(ctx, h, &object));
    PropValue value;
    TRY(prop_from_value(ctx, rhs, &value));
    Status status = object_set(ctx, object, name, &value);
    prop_value_done(&value);
    return status;
}

// ---- methods -----------------------------------------------------------------------------------
static Status method_delete(Call *call) {
    const Handles *h = handles_of(call->arg[0]);
    for (Index i = 0; h && i < h->n; i++) object_delete(graphics_find(h->root, h->item[i]));
    return OK;
}

static Status method_isvalid(Call *call) {
    const Handles *h = handles_of(call->arg[0]);
    Tensor *t;
    TRY(tensor_zeros(call->ctx, CLASS_LOGICAL, &h->shape, &t));
    for (Index i = 0; i < h->n; i++) tensor_u8(t)[i] = graphics_find(h->root, h->item[i]) != NULL;
    ret_tensor(call, 0, t);
    return OK;
}

static Status method_double(Call *call) {
    const GObject *o = graphics_element(call->arg[0], 0);
    if (o && !strcmp(object_type(o), "figure"))
        ret_double(call, 0, figure_number(o));
    else
        return ctx_fail_unsupported(call->ctx, "Conversion of graphics objects to double");
    return OK;
}

static Status method_isprop(Call *call) {
    OWN_MEM char *name = NULL;
    TRY(arg_text(call, 1, &name));
    const GObject *o = graphics_element(call->arg[0], 0);
    ret_bool(call, 0, o && object_has(o, name));
    return OK;
}

static MethodFn find_method(const char *name) {
    if (!strcmp(name, "delete")) return method_delete;
    if (!strcmp(name, "isvalid")) return method_isvalid;
    if (!strcmp(name, "isprop")) return method_isprop;
    if (!strcmp(name, "double")) return method_double;
    return NULL;
}

static bool is_a(const char *class_name) {
    return !strcmp(class_name, mixed_name) || !strcmp(class_name, "handle");
}

static const char *const *list_properties(const Object *o, Index *ret_n) {
    Handles *h = (Handles *)o;
    const GObject *object = h->n ? graphics_find(h->root, h->item[0]) : NULL;
    PropKind kind;
    Index n = 0;
    while (object && object_property(object, n, &kind)) n++;
    mem_free((void *)h->names);
    h->names = mem_alloc((size_t)(n + 1) * sizeof *h->names);
    *ret_n = h->names ? n : 0;
    for (Index i = 0; i < *ret_n; i++) h->names[i] = object_property(object, i, &kind);
    return h->names;
}

// ---- display -----------------------------------------------------------------------------------
static const char *short_name(const char *class_name) {
    const char *dot = strrchr(class_name, '.');
    return dot ? dot + 1 : class_name;
}

static Status display_properties(Ctx *ctx, const Handles *h, GObject *object, Buf *out) {
    enum { SHOWN = 9 };
    PropKind kind;
    const char *name;
    for (Index i = 0, shown = 0; shown < SHOWN && (name = object_property(object, i, &kind)); i++) {
        if (kind == PROP_OBJECTS || kind == PROP_OPAQUE) continue;
        PropValue value;
        TRY(object_get(ctx, object, name, &value));
        OWN_VALUE v = VALUE_NONE;
        Status status = prop_to_value(ctx, h->root, &value, &v);
        prop_value_done(&value);
        TRY(status);
        buf_pad(out, ' ', 25 - (long)strlen(name));
        buf_printf(out, "%s: ", name);
        TRY(value_summary(ctx, v, out));
        buf_putc(out, '\n');
        shown++;
    }
    return OK;
}

static Status display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const Handles *h = (const Handles *)o;
    const char *own = short_name(h->head.def->class_name);
    if (name) buf_printf(out, "%s = \n\n", name);
    if (h->n == 1) {
        GObject *object = graphics_find(h->root, h->item[0]);
        if (!object) {
            buf_printf(out, "  handle to deleted %s\n\n", own);
            return OK;
        }
        buf_printf(out, "  %s with properties:\n\n", own);
        TRY(display_properties(ctx, h, object, out));
        buf_puts(out, "\n  Use GET to show all properties\n\n");
        return OK;
    }
    char size[128];
    shape_format(&h->shape, "\xc3\x97", size, sizeof size);
    buf_printf(out, "  %s %s array%s\n\n", size, own, h->n ? ":" : "");
    for (Index i = 0; i < h->n && i < 20; i++) {
        const GObject *object = graphics_find(h->root, h->item[i]);
        buf_printf(out, "  %s\n",
                   object ? short_name(object_class_name(object)) : "GraphicsPlaceholder");
    }
    if (h->n) buf_putc(out, '\n');
    return OK;
}

static Status summary(Ctx *ctx, const Object *o, Buf *out) {
    (void)ctx;
    const Handles *h = (const Handles *)o;
    char size[128];
    shape_format(&h->shape, "\xc3\x97", size, sizeof size);
    buf_printf(out, "%s %s", size, short_name(h->head.def->class_name));
    return OK;
}

// ---- the classes -------------------------------------------------------------------------------
#define GRAPHICS_CLASS(name)                                                                  \
    {                                                                                         \
        .class_name = name, .is_handle = true, .release = release, .copy = copy,              \
        .shape = shape_of, .index = index_paren, .assign = assign, .remove = remove_elements, \
        .dot_get = dot_get, .dot_set = dot_set, .binary = binary, .concat = concat,           \
        .equal = equal, .display = display, .summary = summary, .find_method = find_method,   \
        .properties = list_properties, .is_a = is_a                                           \
    }
static const ForeignDef graphics_classes[] = {
    GRAPHICS_CLASS("matlab.graphics.GraphicsPlaceholder"),
    GRAPHICS_CLASS("matlab.graphics.Graphics"),
    GRAPHICS_CLASS("matlab.ui.Root"),
    GRAPHICS_CLASS("matlab.ui.Figure"),
    GRAPHICS_CLASS("matlab.graphics.axis.Axes"),
    GRAPHICS_CLASS("matlab.graphics.axis.decorator.NumericRuler"),
    GRAPHICS_CLASS("matlab.graphics.layout.TiledChartLayout"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Line"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Stair"),
    GRAPHICS_CLASS("matlab.graphics.animation.AnimatedLine"),
    GRAPHICS_CLASS("matlab.graphics.primitive.Patch"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Surface"),
    GRAPHICS_CLASS("matlab.graphics.primitive.Image"),
    GRAPHICS_CLASS("matlab.graphics.primitive.Text"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Bar"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Histogram"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Area"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Scatter"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Stem"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.ErrorBar"),
    GRAPHICS_CLASS("matlab.graphics.chart.primitive.Contour"),
    GRAPHICS_CLASS("matlab.graphics.chart.decoration.ConstantLine"),
    GRAPHICS_CLASS("matlab.graphics.illustration.Legend"),
    GRAPHICS_CLASS("matlab.graphics.illustration.ColorBar"),
};
enum { N_GRAPHICS_CLASSES = sizeof graphics_classes / sizeof *graphics_classes };

static const ForeignDef *def_for(const char *class_name) {
    for (int i = 0; i < N_GRAPHICS_CLASSES; i++)
        if (!strcmp(graphics_classes[i].class_name, class_name)) return &graphics_classes[i];
    return &graphics_classes[1];
}

static bool is_handles(Value v) {
    return v.tag == VAL_OBJECT && v.object->def >= graphics_classes &&
           v.object->def < graphics_classes + N_GRAPHICS_CLASSES;
}

// ---- ax.Layout ---------------------------------------------------------------------------------
typedef struct LayoutOptions {
    Object head;
    GraphicsRoot *root;
    GHandle object;
} LayoutOptions;

static void layout_release(Object *o) {
    graphics_unref(((LayoutOptions *)o)->root);
    mem_free(o);
}

static Status layout_get(Ctx *ctx, Object *o, const char *name, Value *ret) {
    LayoutOptions *l = (LayoutOptions *)o;
    GObject *object = graphics_find(l->root, l->object);
    if (!object) return deleted(ctx);
    PropValue value;
    TRY(object_get(ctx, object, !strcasecmp(name, "TileSpan") ? "LayoutSpan" : "LayoutTile",
                   &value));
    Status status = prop_to_value(ctx, l->root, &value, ret);
    prop_value_done(&value);
    return status;
}

static Status layout_set(Ctx *ctx, Object **o, const char *name, Value rhs) {
    LayoutOptions *l = (LayoutOptions *)*o;
    GObject *object = graphics_find(l->root, l->object);
    if (!object) return deleted(ctx);
    PropValue value;
    TRY(prop_from_value(ctx, rhs, &value));
    Status status;
    if (value.text && object_has(object, "Location")) { // legend or colour bar beside the layout
        char outside[64];
        snprintf(outside, sizeof outside, "%.40soutside", value.text);
        status = object_set_text(ctx, object, "Location", outside);
    } else {
        status = object_set(ctx, object,
                            !strcasecmp(name, "TileSpan") ? "LayoutSpan" : "LayoutTile", &value);
    }
    prop_value_done(&value);
    return status;
}

static const ForeignDef layout_class = {.class_name =
                                            "matlab.graphics.layout.TiledChartLayoutOptions",
                                        .is_handle = true,
                                        .release = layout_release,
                                        .dot_get = layout_get,
                                        .dot_set = layout_set};

static Status layout_options(Ctx *ctx, const Handles *h, Value *ret) {
    LayoutOptions *l = mem_alloc_zero(sizeof *l);
    if (!l) return ctx_fail_nomem(ctx);
    object_init(&l->head, &layout_class);
    l->root = graphics_ref(h->root);
    l->object = h->item[0];
    *ret = value_take_object(&l->head);
    return OK;
}

// ---- values of properties ----------------------------------------------------------------------
typedef struct KeptValue {
    Opaque head;
    int refs;
    Value value;
} KeptValue;

static void kept_release(Opaque *o) {
    KeptValue *k = (KeptValue *)o;
    if (--k->refs) return;
    value_unref(k->value);
    mem_free(k);
}

static Opaque *kept_copy(Opaque *o) {
    ((KeptValue *)o)->refs++;
    return o;
}

static Status keep(Ctx *ctx, Value v, PropValue *ret) {
    KeptValue *k = mem_alloc_zero(sizeof *k);
    if (!k) return ctx_fail_nomem(ctx);
    k->head = (Opaque){kept_release, kept_copy};
    k->refs = 1;
    k->value = value_ref(v);
    if (!ret->text && ret->kind != PROP_NUMBERS && ret->kind != PROP_TEXTS &&
        ret->kind != PROP_OBJECTS)
        ret->kind = PROP_OPAQUE;
    ret->opaque = &k->head;
    return OK;
}

static Status numbers_in(Ctx *ctx, Value v, PropValue *ret) {
    OWN_TENSOR *t = NULL;
    TRY(value_to_doubles(ctx, v, &t));
    Index pages = 1;
    for (int d = 2; d < t->shape.n_dims; d++) pages *= t->shape.dim[d];
    ret->kind = PROP_NUMBERS;
    ret->is_logical = value_is_logical(v);
    ret->numbers.v = mem_alloc((size_t)(t->numel ? t->numel : 1) * sizeof(double));
    if (!ret->numbers.v) return ctx_fail_nomem(ctx);
    memcpy(ret->numbers.v, t->data, (size_t)t->numel * sizeof(double));
    ret->numbers.rows = t->shape.dim[0];
    ret->numbers.columns = t->shape.dim[1];
    ret->numbers.pages = pages;
    return OK;
}

static Status texts_in(Ctx *ctx, Value v, PropValue *ret) {
    OWN_STRINGS *s = NULL;
    TRY(value_to_strings(ctx, v, &s));
    ret->kind = s->numel == 1 ? PROP_TEXT : PROP_TEXTS;
    if (s->numel == 1) {
        ret->text = mem_dup(s->items[0] ? s->items[0]->bytes : "");
        return ret->text ? OK : ctx_fail_nomem(ctx);
    }
    ret->texts = mem_alloc_zero((size_t)(s->numel + 1) * sizeof *ret->texts);
    if (!ret->texts) return ctx_fail_nomem(ctx);
    for (; ret->n_texts < s->numel; ret->n_texts++) {
        const Text *text = s->items[ret->n_texts];
        ret->texts[ret->n_texts] = mem_dup(text ? text->bytes : "");
        if (!ret->texts[ret->n_texts]) return ctx_fail_nomem(ctx);
    }
    return OK;
}

static Status objects_in(Ctx *ctx, const Handles *h, PropValue *ret) {
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc((size_t)(h->n + 1) * sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < h->n; i++) {
        GObject *o = graphics_find(h->root, h->item[i]);
        if (!o) return deleted(ctx);
        ret->objects[ret->n_objects++] = o;
    }
    return OK;
}

static bool texts_cell(Value v) {
    if (v.tag != VAL_CELL) return false;
    for (Index i = 0; i < v.cell->numel; i++)
        if (!value_is_text_scalar(v.cell->items[i]) && v.cell->items[i].tag != VAL_NONE)
            return false;
    return true;
}

Status prop_from_value(Ctx *ctx, Value v, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OPAQUE;
    Status status = OK;
    if (handles_of(v))
        status = objects_in(ctx, handles_of(v), ret);
    else if (v.tag == VAL_STRING || value_is_char(v) || texts_cell(v))
        status = texts_in(ctx, v, ret);
    else if (plot_is_numbers(v) || value_is_logical(v))
        status = numbers_in(ctx, v, ret);
    // The value itself goes along, for UserData and callbacks.
    if (status == OK) status = keep(ctx, v, ret);
    if (status != OK) prop_value_done(ret);
    return status;
}

static Status numbers_out(Ctx *ctx, const NumArray *a, Value *ret) {
    Shape shape;
    Index dims[3] = {a->rows, a->columns, a->pages ? a->pages : 1};
    TRY(shape_make(ctx, dims, 3, &shape));
    Tensor *t;
    TRY(tensor_zeros(ctx, CLASS_DOUBLE, &shape, &t));
    if (a->v && t->numel) memcpy(t->data, a->v, (size_t)t->numel * sizeof(double));
    *ret = value_take_tensor(t);
    return OK;
}

Status prop_to_value(Ctx *ctx, GraphicsRoot *root, const PropValue *value, Value *ret) {
    switch (value->kind) {
    case PROP_NUMBER: *ret = value_double(value->number); return OK;
    case PROP_NUMBERS: return numbers_out(ctx, &value->numbers, ret);
    case PROP_ONOFF: return value_from_text(ctx, value->flag ? "on" : "off", ret);
    case PROP_COLOR:
        if (!value->text) return numbers_out(ctx, &value->numbers, ret);
        return value_from_text(ctx, value->text, ret);
    case PROP_WORD:
    case PROP_TEXT: return value_from_text(ctx, value->text ? value->text : "", ret);
    case PROP_TEXTS:
        return cell_of_texts(ctx, (const char *const *)value->texts, value->n_texts, false, ret);
    case PROP_OBJECTS: return graphics_value(ctx, root, value->objects, value->n_objects, ret);
    case PROP_OPAQUE:
        if (!value->opaque) return value_empty(ctx, ret);
        *ret = value_ref(((const KeptValue *)value->opaque)->value);
        return OK;
    }
    return value_empty(ctx, ret);
}

Status set_pairs(Call *call, int first, int last, GObject *const *objects, Index n) {
    for (int i = first; i < last; i += 2) {
        if (!arg_is_text(call, i) || i + 1 >= last)
            return call_fail(call, ERR_ARG, "MATLAB:hg:InvalidArguments",
                             "Name-value arguments must come in pairs.");
        OWN_MEM char *name = NULL;
        TRY(arg_text(call, i, &name));
        PropValue value;
        TRY(prop_from_value(call->ctx, call->arg[i + 1], &value));
        Status status = OK;
        for (Index k = 0; k < n && status == OK; k++)
            status = object_set(call->ctx, objects[k], name, &value);
        prop_value_done(&value);
        TRY(status);
    }
    return OK;
}
