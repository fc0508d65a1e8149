// Properties by name: lookup, coercion of what the user gave, reading back. A class lists its own
// properties; those all objects share are here. Values are coerced by the kind of the property,
// never by its name.
#include "base/vec.h"
#include "graphics/internal.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

// ---- failures ----------------------------------------------------------------------------------
Status prop_bad_value(Ctx *ctx, const char *name, const char *what) {
    return ctx_fail(ctx, ERR_ARG, "MATLAB:hg:shaped_arrays:PropertyValue",
                    "Error setting property '%s'. %s", name, what);
}

static Status bad_word(Ctx *ctx, const char *name, const char *text, const char *words) {
    Buf list = BUF_INIT;
    for (const char *w = words; *w;) {
        size_t n = strcspn(w, "|");
        if (n == 0 && w[0] == '|') n = 1; // the marker "|" itself
        buf_printf(&list, "%s'%.*s'", list.len ? " | " : "", (int)n, w);
        w += n;
        if (*w == '|') w++;
    }
    Status status =
        ctx_fail(ctx, ERR_ARG, "MATLAB:datatypes:InvalidEnumValueFor",
                 "'%s' is not a valid value. Use one of these values: %s.", text, buf_text(&list));
    (void)name;
    buf_done(&list);
    return status;
}

// ---- words -------------------------------------------------------------------------------------
int word_find(const char *words, const char *text) {
    size_t n = strlen(text);
    int index = 0;
    for (const char *w = words; *w; index++) {
        size_t length = *w == '|' ? 1 : strcspn(w, "|");
        if (length == n && !strncasecmp(w, text, n)) return index;
        w += length;
        if (*w == '|') w++;
    }
    return -1;
}

static const char *word_at(const char *words, int index, size_t *ret_n) {
    for (const char *w = words; *w; index--) {
        size_t length = *w == '|' ? 1 : strcspn(w, "|");
        if (index == 0) {
            *ret_n = length;
            return w;
        }
        w += length;
        if (*w == '|') w++;
    }
    *ret_n = 0;
    return "";
}

// Short and long forms that mean the same, and unique beginnings.
static int word_parse(const char *words, const char *text) {
    static const char *const same[][2] = {
        {"s", "square"},      {"d", "diamond"}, {"p", "pentagram"},  {"h", "hexagram"},
        {"centre", "center"}, {"grey", "gray"}, {"padded", "padded"}};
    int index = word_find(words, text);
    for (size_t i = 0; i < sizeof same / sizeof *same && index < 0; i++)
        if (!strcasecmp(text, same[i][0])) index = word_find(words, same[i][1]);
    if (index >= 0) return index;
    size_t n = strlen(text);
    if (n < 2) return -1;
    int found = -1, k = 0;
    for (const char *w = words; *w; k++) {
        size_t length = *w == '|' ? 1 : strcspn(w, "|");
        if (length > n && !strncasecmp(w, text, n)) {
            if (found >= 0) return -1;
            found = k;
        }
        w += length;
        if (*w == '|') w++;
    }
    return found;
}

// ---- coercion ----------------------------------------------------------------------------------
static const char *value_text(const PropValue *value) {
    if (value->text &&
        (value->kind == PROP_TEXT || value->kind == PROP_WORD || value->kind == PROP_COLOR))
        return value->text;
    if (value->kind == PROP_TEXTS && value->n_texts == 1) return value->texts[0];
    return NULL;
}

Status value_as_number(Ctx *ctx, const PropValue *value, const char *name, double *ret) {
    if (value->kind == PROP_NUMBER)
        *ret = value->number;
    else if (value->kind == PROP_NUMBERS && numbers_count(&value->numbers) == 1)
        *ret = value->numbers.v[0];
    else
        return prop_bad_value(ctx, name, "Value must be a numeric scalar.");
    return OK;
}

static Status value_as_flag(Ctx *ctx, const PropValue *value, const char *name, bool *ret) {
    const char *text = value_text(value);
    if (value->kind == PROP_ONOFF)
        *ret = value->flag;
    else if (text && (!strcasecmp(text, "on") || !strcasecmp(text, "true")))
        *ret = true;
    else if (text && (!strcasecmp(text, "off") || !strcasecmp(text, "false")))
        *ret = false;
    else if (!text && value->kind == PROP_NUMBERS && numbers_count(&value->numbers) == 1)
        *ret = value->numbers.v[0] != 0;
    else if (value->kind == PROP_NUMBER)
        *ret = value->number != 0;
    else
        return prop_bad_value(ctx, name, "Value must be 'on', 'off', true or false.");
    return OK;
}

Status color_from_value(Ctx *ctx, const PropValue *value, const char *words, const char *name,
                        GColor *ret) {
    static const char *const known[] = {"none", "auto", "flat", "interp", "texturemap"};
    const char *text = value_text(value);
    if (text) {
        for (int i = 0; i < 5; i++)
            if (!strcasecmp(text, known[i]) && words && word_find(words, known[i]) >= 0) {
                *ret = (GColor){(ColorKind)(COLOR_NONE + i), {0, 0, 0, 1}};
                return OK;
            }
        if (color_parse(text, &ret->rgb)) {
            ret->kind = COLOR_RGB;
            return OK;
        }
        return prop_bad_value(
            ctx, name,
            "Color must be an RGB triplet, a color name such as 'r' or 'red', or a hexadecimal "
            "color code such as '#FF8800'.");
    }
    if ((value->kind == PROP_NUMBERS || value->kind == PROP_COLOR) &&
        numbers_count(&value->numbers) == 3) {
        const double *v = value->numbers.v;
        for (int i = 0; i < 3; i++)
            if (!(v[i] >= 0 && v[i] <= 1))
                return prop_bad_value(ctx, name,
                                      "Values of an RGB triplet must be between 0 and 1.");
        *ret = (GColor){COLOR_RGB, {(float)v[0], (float)v[1], (float)v[2], 1}};
        return OK;
    }
    return prop_bad_value(
        ctx, name, "Color must be an RGB triplet, a color name or a hexadecimal color code.");
}

Status texts_from_value(Ctx *ctx, const PropValue *value, const char *name, char ***ret,
                        Index *ret_n) {
    Index n = value->kind == PROP_TEXTS ? value->n_texts : 1;
    char buffer[64];
    char *one = value->text;
    if (value->kind == PROP_NUMBERS) {
        n = numbers_count(&value->numbers);
    } else if (value->kind != PROP_TEXTS && !one) {
        return prop_bad_value(ctx, name, "Value must be text.");
    }
    char **texts = mem_alloc_zero((size_t)(n ? n : 1) * sizeof *texts);
    if (!texts) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) {
        const char *from = value->kind == PROP_TEXTS ? value->texts[i] : one;
        if (value->kind == PROP_NUMBERS) {
            snprintf(buffer, sizeof buffer, "%.5g", value->numbers.v[i]);
            from = buffer;
        }
        texts[i] = mem_dup(from ? from : "");
        if (!texts[i]) {
            texts_done(&texts, &n);
            return ctx_fail_nomem(ctx);
        }
    }
    *ret = texts;
    *ret_n = n;
    return OK;
}

static Status text_from_value(Ctx *ctx, const PropValue *value, const char *name, char **ret) {
    char **lines = NULL;
    Index n = 0;
    TRY(texts_from_value(ctx, value, name, &lines, &n));
    Buf joined = BUF_INIT;
    for (Index i = 0; i < n; i++) {
        if (i) buf_putc(&joined, '\n');
        buf_puts(&joined, lines[i]);
    }
    buf_putc(&joined, 0);
    texts_done(&lines, &n);
    char *text = buf_take(&joined);
    if (!text) return ctx_fail_nomem(ctx);
    *ret = text;
    return OK;
}

// ---- storing -----------------------------------------------------------------------------------
static Status store(Ctx *ctx, GObject *object, const PropDef *def, const PropValue *value) {
    char *at = (char *)object + def->offset;
    switch (def->kind) {
    case PROP_NUMBER: {
        double x;
        TRY(value_as_number(ctx, value, def->name, &x));
        *(double *)(void *)at = x;
        return OK;
    }
    case PROP_NUMBERS: {
        NumArray copy;
        if (value->kind == PROP_NUMBER) {
            TRY(numbers_make(ctx, 1, 1, 1, &copy));
            copy.v[0] = value->number;
        } else if (value->kind == PROP_NUMBERS) {
            TRY(numbers_copy(ctx, &value->numbers, &copy));
        } else {
            return prop_bad_value(ctx, def->name, "Value must be a numeric array.");
        }
        numbers_done((NumArray *)(void *)at);
        *(NumArray *)(void *)at = copy;
        return OK;
    }
    case PROP_ONOFF: return value_as_flag(ctx, value, def->name, (bool *)at);
    case PROP_WORD: {
        const char *text = value_text(value);
        if (value->kind == PROP_ONOFF || (!text && value->is_logical))
            text = (value->kind == PROP_ONOFF ? value->flag
                                              : value->numbers.v && value->numbers.v[0] != 0)
                       ? "on"
                       : "off";
        if (!text) return prop_bad_value(ctx, def->name, "Value must be text.");
        int index = word_parse(def->words, text);
        if (index < 0) return bad_word(ctx, def->name, text, def->words);
        *(int *)(void *)at = index;
        return OK;
    }
    case PROP_TEXT: {
        char *text = NULL;
        TRY(text_from_value(ctx, value, def->name, &text));
        mem_free(*(char **)(void *)at);
        *(char **)(void *)at = text;
        return OK;
    }
    case PROP_COLOR:
        return color_from_value(ctx, value, def->words, def->name, (GColor *)(void *)at);
    default: return prop_bad_value(ctx, def->name, "The property cannot be set.");
    }
}

Status value_from_numbers(Ctx *ctx, const double *v, Index rows, Index columns, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_NUMBERS;
    TRY(numbers_make(ctx, rows, columns, 1, &ret->numbers));
    if (rows > 0 && columns > 0) memcpy(ret->numbers.v, v, (size_t)(rows * columns) * sizeof *v);
    return OK;
}

static Status value_from_word(Ctx *ctx, const char *text, size_t n, PropKind kind, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = kind;
    ret->text = mem_dup_text(text, n);
    return ret->text ? OK : ctx_fail_nomem(ctx);
}

static Status load(Ctx *ctx, GObject *object, const PropDef *def, PropValue *ret) {
    const void *at = (const char *)object + def->offset;
    memset(ret, 0, sizeof *ret);
    ret->kind = def->kind;
    switch (def->kind) {
    case PROP_NUMBER: ret->number = *(const double *)at; return OK;
    case PROP_NUMBERS: return numbers_copy(ctx, at, &ret->numbers);
    case PROP_ONOFF: ret->flag = *(const bool *)at; return OK;
    case PROP_WORD: {
        size_t n;
        const char *word = word_at(def->words, *(const int *)at, &n);
        return value_from_word(ctx, word, n, PROP_WORD, ret);
    }
    case PROP_TEXT: {
        const char *text = *(char *const *)at;
        return value_from_word(ctx, text ? text : "", text ? strlen(text) : 0, PROP_TEXT, ret);
    }
    case PROP_COLOR: {
        static const char *const words[] = {"none", "auto", "flat", "interp", "texturemap"};
        const GColor *c = at;
        if (c->kind != COLOR_RGB)
            return value_from_word(ctx, words[c->kind - 1], strlen(words[c->kind - 1]), PROP_COLOR,
                                   ret);
        double rgb[3] = {(double)c->rgb.r, (double)c->rgb.g, (double)c->rgb.b};
        for (int i = 0; i < 3; i++) rgb[i] = round(rgb[i] * 1e7) / 1e7; // kept as float
        TRY(value_from_numbers(ctx, rgb, 1, 3, ret));
        ret->kind = PROP_COLOR;
        return OK;
    }
    default: return OK;
    }
}

// ---- properties every object has ---------------------------------------------------------------
static Status get_type(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    return value_from_word(ctx, o->cls->type, strlen(o->cls->type), PROP_TEXT, ret);
}

static Status objects_value(Ctx *ctx, GObject **objects, Index n, PropValue *ret) {
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OBJECTS;
    ret->objects = mem_alloc((size_t)(n ? n : 1) * sizeof *ret->objects);
    if (!ret->objects) return ctx_fail_nomem(ctx);
    if (n) memcpy(ret->objects, objects, (size_t)n * sizeof *objects);
    ret->n_objects = n;
    return OK;
}

static Status get_parent(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    return objects_value(ctx, &o->parent, o->parent ? 1 : 0, ret);
}

static Status set_parent(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    if (value->kind != PROP_OBJECTS || value->n_objects != 1)
        return prop_bad_value(ctx, def->name, "Value must be a graphics object.");
    return object_set_parent(ctx, o, value->objects[0]);
}

// Latest first, as the language lists children.
static Status get_children(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    TRY(objects_value(ctx, o->children, o->n_children, ret));
    Index n = 0;
    for (Index i = o->n_children - 1; i >= 0; i--)
        if (object_is_listed(o->children[i])) ret->objects[n++] = o->children[i];
    ret->n_objects = n;
    return OK;
}

static Status get_opaque(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx;
    Opaque *held = *(Opaque **)(void *)((char *)o + def->offset);
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_OPAQUE;
    if (held) ret->opaque = held->copy(held);
    return OK;
}

static Status set_opaque(Ctx *ctx, GObject *o, const PropDef *def, const PropValue *value) {
    (void)ctx;
    Opaque **at = (Opaque **)(void *)((char *)o + def->offset);
    Opaque *held = value->opaque ? value->opaque->copy(value->opaque) : NULL;
    if (*at) (*at)->release(*at);
    *at = held;
    return OK;
}

static Status get_being_deleted(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)ctx, (void)def;
    memset(ret, 0, sizeof *ret);
    ret->kind = PROP_ONOFF;
    ret->flag = o->deleting;
    return OK;
}

static Status get_handle_visibility(Ctx *ctx, GObject *o, const PropDef *def, PropValue *ret) {
    (void)def;
    return value_from_word(ctx, o->handle_hidden ? "off" : "on", o->handle_hidden ? 3 : 2,
                           PROP_WORD, ret);
}

static Status set_handle_visibility(Ctx *ctx, GObject *o, const PropDef *def,
                                    const PropValue *value) {
    const char *text = value_text(value);
    int word = text ? word_find(def->words, text) : -1;
    if (word < 0) return bad_word(ctx, def->name, text ? text : "", def->words);
    o->handle_hidden = word != 0;
    o->in_legend = o->in_legend && word == 0;
    return OK;
}

#define OPAQUE_ROW(name, m) \
    { name, PROP_OPAQUE, offsetof(GObject, m), 0, NULL, get_opaque, set_opaque, false }
const PropDef common_props[] = {
    {"Type", PROP_TEXT, 0, 0, NULL, get_type, NULL, true},
    {"Parent", PROP_OBJECTS, 0, 0, NULL, get_parent, set_parent, false},
    {"Children", PROP_OBJECTS, 0, 0, NULL, get_children, NULL, true},
    PROP_FLAG("Visible", GObject, visible),
    PROP_STRING("Tag", GObject, tag),
    PROP_STRING("DisplayName", GObject, display_name),
    PROP_FLAG("Clipping", GObject, clipping),
    {"HandleVisibility", PROP_WORD, 0, 0, "on|off|callback", get_handle_visibility,
     set_handle_visibility, false},
    {"BeingDeleted", PROP_ONOFF, 0, 0, NULL, get_being_deleted, NULL, true},
    OPAQUE_ROW("UserData", user_data),
    OPAQUE_ROW("CreateFcn", callbacks[0]),
    OPAQUE_ROW("DeleteFcn", callbacks[1]),
    OPAQUE_ROW("ButtonDownFcn", callbacks[2]),
    OPAQUE_ROW("CloseRequestFcn", callbacks[3]),
    PROP_END,
};

Status get_mode(Ctx *ctx, GObject *object, const PropDef *def, PropValue *ret) {
    bool manual = *((const bool *)object + def->offset);
    return value_from_word(ctx, manual ? "manual" : "auto", manual ? 6 : 4, PROP_WORD, ret);
}

Status set_mode(Ctx *ctx, GObject *object, const PropDef *def, const PropValue *value) {
    const char *text = value_text(value);
    int word = text ? word_find("auto|manual", text) : -1;
    if (word < 0) return bad_word(ctx, def->name, text ? text : "", "auto|manual");
    *((bool *)object + def->offset) = word == 1;
    return OK;
}

// ---- by name -----------------------------------------------------------------------------------
static const PropDef *find_in(const PropDef *props, const char *name) {
    for (; props && props->name; props++)
        if (!strcasecmp(props->name, name)) return props;
    return NULL;
}

static const PropDef *find_prop(const GObject *object, const char *name, bool abbreviated) {
    const PropDef *def = find_in(object->cls->props, name);
    if (!def) def = find_in(common_props, name);
    if (def || !abbreviated || !*name) return def;
    size_t n = strlen(name);
    const PropDef *tables[2] = {object->cls->props, common_props};
    for (int t = 0; t < 2; t++)
        for (const PropDef *p = tables[t]; p && p->name; p++)
            if (!strncasecmp(p->name, name, n)) {
                if (def) return NULL; // not unique
                def = p;
            }
    return def;
}

static Status no_property(Ctx *ctx, const GObject *object, const char *name) {
    return ctx_fail(ctx, ERR_NAME, "MATLAB:noSuchMethodOrField",
                    "Unrecognized property '%s' for class '%s'.", name, object->cls->class_name);
}

bool object_has(const GObject *object, const char *name) {
    return find_prop(object, name, false) != NULL;
}

Status object_set(Ctx *ctx, GObject *object, const char *name, const PropValue *value) {
    const PropDef *def = find_prop(object, name, true);
    if (!def) return no_property(ctx, object, name);
    if (def->read_only)
        return ctx_fail(ctx, ERR_ARG, "MATLAB:class:SetProhibited",
                        "Unable to set the '%s' property of class '%s' because it is read-only.",
                        def->name, object->cls->class_name);
    TRY(def->set ? def->set(ctx, object, def, value) : store(ctx, object, def, value));
    if (def->manual_offset) *((bool *)object + def->manual_offset) = true;
    object_touch(object);
    return OK;
}

Status object_get(Ctx *ctx, GObject *object, const char *name, PropValue *ret) {
    const PropDef *def = find_prop(object, name, true);
    if (!def) return no_property(ctx, object, name);
    return def->get ? def->get(ctx, object, def, ret) : load(ctx, object, def, ret);
}

const char *object_property(const GObject *object, Index i, PropKind *ret_kind) {
    Index k = 0;
    for (const PropDef *p = object->cls->props; p && p->name; p++, k++)
        if (k == i) {
            *ret_kind = p->kind;
            return p->name;
        }
    for (const PropDef *p = common_props; p->name; p++) {
        if (find_in(object->cls->props, p->name)) continue;
        if (k++ == i) {
            *ret_kind = p->kind;
            return p->name;
        }
    }
    return NULL;
}

const char *object_property_words(const GObject *object, const char *name) {
    const PropDef *def = find_prop(object, name, false);
    return def && def->words ? def->words : "";
}

Status object_set_number(Ctx *ctx, GObject *object, const char *name, double x) {
    PropValue value = {.kind = PROP_NUMBER, .number = x};
    return object_set(ctx, object, name, &value);
}

Status object_set_numbers(Ctx *ctx, GObject *object, const char *name, const double *v, Index rows,
                          Index columns) {
    PropValue value = {.kind = PROP_NUMBERS, .numbers = {(double *)v, rows, columns, 1}};
    return object_set(ctx, object, name, &value);
}

Status object_set_text(Ctx *ctx, GObject *object, const char *name, const char *text) {
    PropValue value = {.kind = PROP_TEXT, .text = (char *)text};
    return object_set(ctx, object, name, &value);
}

Status object_set_flag(Ctx *ctx, GObject *object, const char *name, bool on) {
    PropValue value = {.kind = PROP_ONOFF, .flag = on};
    return object_set(ctx, object, name, &value);
}
