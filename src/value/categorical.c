// Categorical arrays: codes into a list of category names; code 0 is <undefined>.
#include "value/display_grid.h"
#include <string.h>

/// Names of categories, shared by arrays that came from one another; changed only by a sole holder.
struct CategoryList {
    RefCount refs;
    Index n;
    Text **names;
};

static void list_unref(CategoryList *list) {
    if (!list || !refcount_down(&list->refs)) return;
    for (Index i = 0; i < list->n; i++) text_unref(list->names[i]);
    mem_free(list->names);
    mem_free(list);
}

static Status list_new(Ctx *ctx, Text *const *names, Index n, CategoryList **ret) {
    CategoryList *list = mem_alloc_zero(sizeof *list);
    if (!list) return ctx_fail_nomem(ctx);
    refcount_init(&list->refs);
    list->names = mem_alloc((size_t)n * sizeof *list->names);
    if (!list->names) {
        list_unref(list);
        return ctx_fail_nomem(ctx);
    }
    for (; list->n < n; list->n++) list->names[list->n] = text_ref(names[list->n]);
    *ret = list;
    return OK;
}

/// The array takes the list.
static void use_list(Categorical *c, CategoryList *list) {
    c->list = list;
    c->categories = list->names;
    c->n_categories = list->n;
}

/// All undefined; takes the list, also on failure.
static Status new_with_list(Ctx *ctx, const Shape *shape, CategoryList *list, Categorical **ret) {
    Categorical *c = mem_alloc_zero(sizeof *c);
    if (!c) {
        list_unref(list);
        return ctx_fail_nomem(ctx);
    }
    object_init(&c->head, &categorical_class);
    use_list(c, list);
    c->shape = *shape;
    c->numel = shape_numel(shape);
    c->codes = mem_alloc_zero((size_t)c->numel * sizeof *c->codes);
    if (!c->codes) {
        object_unref(&c->head);
        return ctx_fail_nomem(ctx);
    }
    *ret = c;
    return OK;
}

Status categorical_new(Ctx *ctx, const Shape *shape, Text *const *categories, Index n,
                       Categorical **ret) {
    CategoryList *list;
    TRY(list_new(ctx, categories, n, &list));
    return new_with_list(ctx, shape, list, ret);
}

static void categorical_release(Object *o) {
    Categorical *c = (Categorical *)o;
    list_unref(c->list);
    mem_free(c->codes);
    mem_free(c);
}

static Status categorical_like(Ctx *ctx, const Categorical *c, const Shape *shape,
                               Categorical **ret) {
    refcount_up(&c->list->refs);
    TRY(new_with_list(ctx, shape, c->list, ret));
    (*ret)->ordinal = c->ordinal;
    (*ret)->is_protected = c->is_protected;
    return OK;
}

static Status categorical_copy(Ctx *ctx, const Object *o, Object **ret) {
    const Categorical *c = (const Categorical *)o;
    Categorical *copy;
    TRY(categorical_like(ctx, c, &c->shape, &copy));
    memcpy(copy->codes, c->codes, (size_t)c->numel * sizeof *c->codes);
    *ret = &copy->head;
    return OK;
}

static Status categorical_shape(Ctx *ctx, const Object *o, Shape *ret) {
    (void)ctx;
    *ret = ((const Categorical *)o)->shape;
    return OK;
}

// ---- categories ---------------------------------------------------------------------------------
static uint32_t category_find(const Categorical *c, const Text *name) {
    for (Index i = 0; i < c->n_categories; i++) {
        if (text_equal(c->categories[i], name->bytes, name->n_bytes)) return (uint32_t)i + 1;
    }
    return 0;
}

static bool is_undefined_text(const Text *t) {
    return !t || t->n_bytes == 0 || text_equal(t, "<undefined>", 11);
}

/// Code of a name, adding the category when it is new.
static Status category_code(Ctx *ctx, Categorical *c, Text *name, uint32_t *ret) {
    *ret = 0;
    if (is_undefined_text(name)) return OK;
    *ret = category_find(c, name);
    if (*ret) return OK;
    if (c->is_protected || c->ordinal) {
        return ctx_fail(
            ctx, ERR_ARG, "MATLAB:categorical:CategoryNotFound",
            "Cannot add a new category '%s' to this categorical array because its categories are "
            "protected.",
            name->bytes);
    }
    if (!refcount_sole(&c->list->refs)) {
        CategoryList *own;
        TRY(list_new(ctx, c->categories, c->n_categories, &own));
        list_unref(c->list);
        use_list(c, own);
    }
    Text **grown = mem_realloc(c->list->names, (size_t)(c->n_categories + 1) * sizeof *grown);
    if (!grown) return ctx_fail_nomem(ctx);
    grown[c->list->n++] = text_ref(name);
    c->list->names = grown;
    use_list(c, c->list);
    *ret = (uint32_t)c->n_categories;
    return OK;
}

/// Codes of `from` expressed in the categories of `c` (mem_free): map[0] is 0.
static Status category_map(Ctx *ctx, Categorical *c, const Categorical *from, uint32_t **ret) {
    uint32_t *map = mem_alloc_zero((size_t)(from->n_categories + 1) * sizeof *map);
    if (!map) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < from->n_categories; i++) {
        if (from->list == c->list) { // the same names in the same places
            map[i + 1] = (uint32_t)i + 1;
            continue;
        }
        bool used = c->ordinal || c->is_protected ? false : true;
        for (Index k = 0; !used && k < from->numel; k++) used = from->codes[k] == (uint32_t)i + 1;
        if (!used && !category_find(c, from->categories[i])) continue;
        Status status = category_code(ctx, c, from->categories[i], &map[i + 1]);
        if (status != OK) {
            mem_free(map);
            return status;
        }
    }
    *ret = map;
    return OK;
}

/// Any right side as a categorical: itself, or texts whose names become categories in order of
/// appearance.
static Status as_categorical(Ctx *ctx, Value v, Categorical **ret) {
    if (value_is_object(v, &categorical_class)) {
        *ret = (Categorical *)object_ref(v.object);
        return OK;
    }
    bool is_text;
    TRY(value_text_list(ctx, v, &is_text));
    if (!is_text && !value_is_null(v)) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:categorical:UnableToConvert",
                        "Conversion to categorical from %s is not possible.", value_class_name(v));
    }
    StringArray *s;
    TRY(value_as_strings(ctx, v, &s));
    Categorical *c;
    Status status = categorical_new(ctx, &s->shape, NULL, 0, &c);
    for (Index i = 0; status == OK && i < s->numel; i++) {
        status = category_code(ctx, c, s->items[i], &c->codes[i]);
        if (status != OK) object_unref(&c->head);
    }
    string_unref(s);
    if (status == OK) *ret = c;
    return status;
}

// ---- indexing -----------------------------------------------------------------------------------
static Status gather(Ctx *ctx, const Categorical *c, const Index *pos, Index n, const Shape *shape,
                     Object **ret) {
    Categorical *out;
    TRY(categorical_like(ctx, c, shape, &out));
    for (Index i = 0; i < n; i++) out->codes[i] = c->codes[pos[i]];
    *ret = &out->head;
    return OK;
}

static Status categorical_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret) {
    const Categorical *c = (const Categorical *)o;
    Subs subs;
    Shape shape;
    Index *pos = NULL, count = 0;
    Object *out = NULL;
    TRY(subs_resolve(ctx, idx, n, &subs));
    Status status = subs_bind(ctx, &subs, &c->shape);
    if (status == OK) status = subs_shape(ctx, &subs, &c->shape, &shape);
    if (status == OK) status = subs_positions(ctx, &subs, &c->shape, &pos, &count);
    if (status == OK) status = gather(ctx, c, pos, count, &shape, &out);
    mem_free(pos);
    subs_done(&subs);
    if (status == OK) *ret = value_take_object(out);
    return status;
}

static Status categorical_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs) {
    Categorical *c = (Categorical *)*o, *from;
    Subs subs;
    Shape grown;
    uint32_t *map = NULL;
    Index *pos = NULL, count = 0;
    TRY(as_categorical(ctx, rhs, &from));
    Status status = subs_resolve(ctx, idx, n, &subs);
    if (status != OK) {
        object_unref(&from->head);
        return status;
    }
    TRY_GOTO(subs_plan_assign(ctx, &subs, &c->shape, &from->shape, &grown));
    TRY_GOTO(category_map(ctx, c, from, &map));
    TRY_GOTO(subs_positions(ctx, &subs, &grown, &pos, &count));
    TRY_GOTO(items_grow(ctx, (void **)&c->codes, sizeof *c->codes, 1, &c->shape, &grown));
    c->shape = grown;
    c->numel = shape_numel(&grown);
    for (Index i = 0; i < count; i++) c->codes[pos[i]] = map[from->codes[from->numel == 1 ? 0 : i]];
done:
    mem_free(pos);
    mem_free(map);
    subs_done(&subs);
    object_unref(&from->head);
    return status;
}

static Status categorical_remove(Ctx *ctx, Object **o, const Value *idx, int n) {
    const Categorical *c = (const Categorical *)*o;
    Index *keep, n_keep;
    Shape left;
    Object *out;
    TRY(subs_plan_remove(ctx, idx, n, &c->shape, &keep, &n_keep, &left));
    Status status = gather(ctx, c, keep, n_keep, &left, &out);
    mem_free(keep);
    if (status != OK) return status;
    object_unref(*o);
    *o = out;
    return OK;
}

// ---- operators ----------------------------------------------------------------------------------
/// Codes in the order of the categories of `both`; <undefined> becomes NaN, which compares as it
/// must.
static Status codes_as_numbers(Ctx *ctx, Categorical *both, const Categorical *c, Tensor **ret) {
    uint32_t *map;
    TRY(category_map(ctx, both, c, &map));
    Status status = tensor_new(ctx, CLASS_DOUBLE, &c->shape, ret);
    for (Index i = 0; status == OK && i < c->numel; i++) {
        uint32_t code = map[c->codes[i]];
        tensor_f64(*ret)[i] = code ? (double)code : __builtin_nan("");
    }
    mem_free(map);
    return status;
}

static const char *relation_symbol(BinaryOp op) {
    static const char *const symbols[] = {"==", "~=", "<", "<=", ">", ">="};
    return op >= OP_EQ && op <= OP_GE ? symbols[op - OP_EQ]
           : op == OP_ADD             ? "+"
           : op == OP_SUB             ? "-"
                                      : "*";
}

static Status categorical_binary(Ctx *ctx, BinaryOp op, Value a, Value b, Value *ret) {
    if (op < OP_EQ || op > OP_GE) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "Operator '%s' is not supported for operands of type 'categorical'.",
                        relation_symbol(op));
    }
    Categorical *x = NULL, *y = NULL, *both = NULL;
    Tensor *s = NULL, *t = NULL, *out = NULL;
    Status status = OK;
    TRY_GOTO(as_categorical(ctx, a, &x));
    TRY_GOTO(as_categorical(ctx, b, &y));
    const Categorical *lead = value_is_object(a, &categorical_class) ? x : y;
    if (op != OP_EQ && op != OP_NE && !lead->ordinal) {
        status = ctx_fail(ctx, ERR_TYPE, "MATLAB:categorical:NotOrdinal",
                          "Relational comparison using '%s' is not allowed for categorical arrays "
                          "that are not ordinal.",
                          relation_symbol(op));
        goto done;
    }
    Shape one = shape_2d(1, 1);
    TRY_GOTO(categorical_new(ctx, &one, lead->categories, lead->n_categories, &both));
    TRY_GOTO(codes_as_numbers(ctx, both, x, &s));
    TRY_GOTO(codes_as_numbers(ctx, both, y, &t));
    TRY_GOTO(tensor_binary(ctx, op, s, t, &out));
    *ret = value_take_tensor(out);
done:
    tensor_unref(s);
    tensor_unref(t);
    if (x) object_unref(&x->head);
    if (y) object_unref(&y->head);
    if (both) object_unref(&both->head);
    return status;
}

static Status categorical_unary(Ctx *ctx, UnaryOp op, Object *o, Value *ret) {
    const Categorical *c = (const Categorical *)o;
    if ((op != OP_TRANSPOSE && op != OP_CTRANSPOSE) || c->shape.n_dims > 2) {
        return ctx_fail(ctx, ERR_TYPE, "MATLAB:UndefinedFunction",
                        "This operation is not supported for operands of type 'categorical'.");
    }
    Index rows = c->shape.dim[0], columns = c->shape.dim[1];
    Shape shape = shape_2d(columns, rows);
    Categorical *out;
    TRY(categorical_like(ctx, c, &shape, &out));
    for (Index i = 0; i < c->numel; i++)
        out->codes[i] = c->codes[i / columns + (i % columns) * rows];
    *ret = value_take_object(&out->head);
    return OK;
}

/// Joins the codes of all parts as doubles, which follows every rule of sizes, then names them
/// again.
static Status categorical_concat(Ctx *ctx, int dim, const Value *parts, int n, Value *ret) {
    Categorical *lead = NULL, *out = NULL;
    Shape none = shape_2d(0, 0);
    Value *codes = mem_alloc_zero((size_t)n * sizeof *codes), joined = VALUE_NONE;
    if (!codes) return ctx_fail_nomem(ctx);
    Status status = OK;
    for (int i = 0; i < n && !lead; i++) {
        if (value_is_object(parts[i], &categorical_class)) lead = (Categorical *)parts[i].object;
    }
    TRY_GOTO(categorical_like(ctx, lead, &none, &out));
    for (int i = 0; i < n; i++) {
        Categorical *c;
        uint32_t *map = NULL;
        Tensor *t = NULL;
        TRY_GOTO(as_categorical(ctx, parts[i], &c));
        if (c->list == out->list && c->numel == 1) {
            codes[i] = value_double(c->codes[0]);
            object_unref(&c->head);
            continue;
        }
        status = category_map(ctx, out, c, &map);
        if (status == OK) status = tensor_new(ctx, CLASS_DOUBLE, &c->shape, &t);
        for (Index k = 0; status == OK && k < c->numel; k++) tensor_f64(t)[k] = map[c->codes[k]];
        mem_free(map);
        object_unref(&c->head);
        if (status != OK) goto done;
        codes[i] = value_take_tensor(t);
    }
    TRY_GOTO(value_concat(ctx, dim, codes, n, &joined));
    Tensor storage;
    const Tensor *t = value_view(&joined, &storage);
    Categorical *made;
    TRY_GOTO(categorical_like(ctx, out, &t->shape, &made));
    for (Index k = 0; k < t->numel; k++) made->codes[k] = (uint32_t)tensor_f64(t)[k];
    *ret = value_take_object(&made->head);
done:
    for (int i = 0; i < n; i++) value_unref(codes[i]);
    mem_free(codes);
    value_unref(joined);
    if (out) object_unref(&out->head);
    return status;
}

static Status categorical_equal(Ctx *ctx, Value a, Value b, bool nan_equal, bool *ret) {
    *ret = false;
    Categorical *x, *y;
    bool x_text, y_text;
    TRY(value_text_list(ctx, a, &x_text));
    TRY(value_text_list(ctx, b, &y_text));
    if (!x_text && !value_is_object(a, &categorical_class)) return OK;
    if (!y_text && !value_is_object(b, &categorical_class)) return OK;
    TRY(as_categorical(ctx, a, &x));
    Status status = as_categorical(ctx, b, &y);
    if (status != OK) {
        object_unref(&x->head);
        return status;
    }
    *ret = shape_equal(&x->shape, &y->shape);
    for (Index i = 0; *ret && i < x->numel; i++) {
        if (!x->codes[i] || !y->codes[i]) {
            *ret = nan_equal && !x->codes[i] && !y->codes[i];
        } else {
            const Text *s = x->categories[x->codes[i] - 1], *t = y->categories[y->codes[i] - 1];
            *ret = text_equal(s, t->bytes, t->n_bytes);
        }
    }
    object_unref(&x->head);
    object_unref(&y->head);
    return OK;
}

// ---- display ------------------------------------------------------------------------------------
static const char *element_name(const Categorical *c, Index i) {
    return c->codes[i] ? c->categories[c->codes[i] - 1]->bytes : "<undefined>";
}

/// The widest name of a column of a page.
static Index column_width(const Categorical *c, Index first) {
    Index width = 0;
    for (Index i = first; i < first + c->shape.dim[0]; i++) {
        const char *name = element_name(c, i);
        Index n = text_columns(name, strlen(name));
        if (n > width) width = n;
    }
    return width;
}

static void put_page(const Categorical *c, Index page, Buf *out) {
    Index rows = c->shape.dim[0], columns = c->shape.dim[1], first = page * rows * columns;
    enum { LINE = 80, GAPS = 6, MOST = LINE / GAPS + 1 };
    for (Index from = 0, to; from < columns; from = to) {
        Index widths[MOST], total = 0;
        for (to = from; to < columns && to - from < MOST; to++) {
            widths[to - from] = column_width(c, first + to * rows);
            total += widths[to - from] + GAPS;
            if (to > from && total > LINE) break;
        }
        bool all = from == 0 && to == columns;
        if (from) buf_putc(out, '\n');
        if (!all && to - from == 1)
            buf_printf(out, "  Column %lld\n\n", (long long)to);
        else if (!all)
            buf_printf(out, "  Columns %lld through %lld\n\n", (long long)from + 1, (long long)to);
        for (Index r = 0; r < rows; r++) {
            for (Index k = from; k < to; k++) {
                const char *name = element_name(c, first + k * rows + r);
                buf_printf(out, "     %s", name);
                buf_pad(out, ' ', (long)(widths[k - from] - text_columns(name, strlen(name))) + 1);
            }
            buf_putc(out, '\n');
        }
    }
}

Status categorical_disp(Ctx *ctx, const Categorical *c, Buf *out) {
    if (c->shape.n_dims == 2) {
        put_page(c, 0, out);
        return out->failed ? ctx_fail_nomem(ctx) : OK;
    }
    Index page_size = c->shape.dim[0] * c->shape.dim[1],
          pages = page_size ? c->numel / page_size : 0;
    for (Index page = 0; page < pages; page++) {
        page_label(out, "", &c->shape, page);
        buf_puts(out, " =\n\n");
        put_page(c, page, out);
        if (page + 1 < pages) buf_puts(out, "\n\n");
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

Status categorical_display(Ctx *ctx, const Object *o, const char *name, Buf *out) {
    const Categorical *c = (const Categorical *)o;
    char sizes[256];
    shape_format(&c->shape, "×", sizes, sizeof sizes);
    buf_printf(out, "%s = \n\n", name);
    if (c->numel == 1)
        buf_puts(out, "  categorical\n\n");
    else
        buf_printf(out, "  %s %scategorical array\n\n", sizes, c->numel ? "" : "empty ");
    if (c->numel) {
        TRY(categorical_disp(ctx, c, out));
        buf_putc(out, '\n');
    }
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

static Status categorical_summary(Ctx *ctx, const Object *o, Buf *out) {
    const Categorical *c = (const Categorical *)o;
    if (c->numel == 1) {
        buf_puts(out, c->codes[0] ? c->categories[c->codes[0] - 1]->bytes : "<undefined>");
        return out->failed ? ctx_fail_nomem(ctx) : OK;
    }
    char sizes[256];
    shape_format(&((const Categorical *)o)->shape, "×", sizes, sizeof sizes);
    buf_printf(out, "%s categorical", sizes);
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

const ForeignDef categorical_class = {
    .class_name = "categorical",
    .release = categorical_release,
    .copy = categorical_copy,
    .shape = categorical_shape,
    .index = categorical_index,
    .assign = categorical_assign,
    .remove = categorical_remove,
    .binary = categorical_binary,
    .unary = categorical_unary,
    .concat = categorical_concat,
    .equal = categorical_equal,
    .display = categorical_display,
    .summary = categorical_summary,
};
