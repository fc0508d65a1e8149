// Values: making, reference counts, copy on write, and questions about class and shape.
#include "value/exception.h"
#include "value/internal.h"
#include <stddef.h>
#include <string.h>

// ---- making -------------------------------------------------------------------------------------
Value value_take_tensor(Tensor *t) {
    if (t->numel == 1 && !t->is_complex && shape_is_scalar(&t->shape)) {
        if (t->cls == CLASS_DOUBLE) {
            double x = tensor_f64(t)[0];
            tensor_unref(t);
            return value_double(x);
        }
        if (t->cls == CLASS_LOGICAL) {
            bool b = tensor_u8(t)[0] != 0;
            tensor_unref(t);
            return value_bool(b);
        }
    }
    return (Value){.tag = VAL_TENSOR, .tensor = t};
}

Status value_from_utf8(Ctx *ctx, const char *utf8, size_t n_bytes, Value *ret) {
    Tensor *t;
    TRY(tensor_from_utf8(ctx, utf8, n_bytes, &t));
    *ret = value_take_tensor(t);
    return OK;
}

Status value_from_text(Ctx *ctx, const char *utf8, Value *ret) {
    return value_from_utf8(ctx, utf8, strlen(utf8), ret);
}

Status value_string_scalar(Ctx *ctx, const char *utf8, size_t n_bytes, Value *ret) {
    StringArray *s;
    Shape shape = shape_2d(1, 1);
    TRY(string_new(ctx, &shape, &s));
    Status status = text_new(ctx, utf8, n_bytes, &s->items[0]);
    if (status != OK) {
        string_unref(s);
        return status;
    }
    *ret = value_take_string(s);
    return OK;
}

Status value_empty(Ctx *ctx, Value *ret) {
    Tensor *t;
    Shape shape = shape_2d(0, 0);
    TRY(tensor_new(ctx, CLASS_DOUBLE, &shape, &t));
    *ret = value_take_tensor(t);
    return OK;
}

// ---- reference counts ---------------------------------------------------------------------------
/// Objects that hold objects (a dictionary in a dictionary) are released one inside the other up to a depth; deeper ones
/// wait in a list until the stack is back at the first, so that a nest of any depth can be freed.
static _Thread_local struct {
    int depth;
    Object *dead;
} releasing;

void object_unref(Object *o) {
    enum { DEEPEST = 64 };
    if (!o || !refcount_down(&o->refs)) return;
    o->next_dead = releasing.dead;
    releasing.dead = o;
    if (releasing.depth >= DEEPEST) return;
    releasing.depth++;
    do { // this one; at the first also all that waits
        Object *first = releasing.dead;
        releasing.dead = first->next_dead;
        first->def->release(first);
    } while (releasing.depth == 1 && releasing.dead);
    releasing.depth--;
}

static RefCount *nested_refs(Value v) {
    return v.tag == VAL_CELL     ? &v.cell->refs
           : v.tag == VAL_STRUCT ? &v.structure->refs
           : v.tag == VAL_FUNC   ? &v.func->refs
                                 : NULL;
}

/// The next dead container waits in the sizes of this one (for a handle: in place of its texts), which
/// nobody reads any more: no stack and no memory is needed to free a list a million levels deep.
static void *dead_room(Value v) {
    _Static_assert(offsetof(FuncHandle, source) - offsetof(FuncHandle, name) == sizeof(Text *) &&
                       sizeof(Value) <= 2 * sizeof(Text *),
                   "a value fits in the place of the two texts");
    return v.tag == VAL_CELL     ? (void *)v.cell->shape.dim
           : v.tag == VAL_STRUCT ? (void *)v.structure->shape.dim
                                 : (char *)v.func + offsetof(FuncHandle, name);
}

static void dead_link(Value v, Value next) {
    if (v.tag == VAL_FUNC) {
        text_unref(v.func->name);
        text_unref(v.func->source);
    }
    memcpy(dead_room(v), &next, sizeof next);
}

static void release_items(Value *items, Index n, Value *pending) {
    for (Index i = 0; i < n; i++) {
        Value v = items[i];
        RefCount *refs = nested_refs(v);
        if (!refs) {
            value_unref(v);
        } else if (refcount_down(refs)) {
            dead_link(v, *pending);
            *pending = v;
        }
    }
}

static void func_free(FuncHandle *f, Value *pending) {
    if (f->code && f->code_free) f->code_free(f->code);
    if (f->captures) release_items(f->captures, f->n_captures, pending);
    for (Index i = 0; f->capture_names && i < f->n_captures; i++) text_unref(f->capture_names[i]);
    mem_free(f->captures);
    mem_free(f->capture_names);
    mem_free(f);
}

void containers_free(Value dead) {
    Value pending = dead;
    dead_link(dead, VALUE_NONE);
    while (pending.tag != VAL_NONE) {
        Value v = pending;
        memcpy(&pending, dead_room(v), sizeof pending);
        if (v.tag == VAL_CELL) {
            release_items(v.cell->items, v.cell->numel, &pending);
            mem_free(v.cell->items);
            mem_free(v.cell);
        } else if (v.tag == VAL_FUNC) {
            func_free(v.func, &pending);
        } else {
            StructArray *s = v.structure;
            for (Index f = 0; f < s->n_fields; f++) text_unref(s->names[f]);
            release_items(s->items, s->n_fields * s->numel, &pending);
            mem_free(s->names);
            mem_free(s->items);
            mem_free(s);
        }
    }
}

static void func_unref(FuncHandle *f) {
    if (f && refcount_down(&f->refs)) containers_free((Value){.tag = VAL_FUNC, .func = f});
}

Value value_ref(Value v) {
    switch (v.tag) {
    case VAL_NONE:
    case VAL_DOUBLE:
    case VAL_BOOL:
    case VAL_COLON: break;
    case VAL_TENSOR: refcount_up(&v.tensor->refs); break;
    case VAL_STRING: refcount_up(&v.string->refs); break;
    case VAL_CELL: refcount_up(&v.cell->refs); break;
    case VAL_STRUCT: refcount_up(&v.structure->refs); break;
    case VAL_FUNC: refcount_up(&v.func->refs); break;
    case VAL_OBJECT: refcount_up(&v.object->refs); break;
    }
    return v;
}

void value_unref(Value v) {
    switch (v.tag) {
    case VAL_NONE:
    case VAL_DOUBLE:
    case VAL_BOOL:
    case VAL_COLON: break;
    case VAL_TENSOR: tensor_unref(v.tensor); break;
    case VAL_STRING: string_unref(v.string); break;
    case VAL_CELL: cell_unref(v.cell); break;
    case VAL_STRUCT: struct_unref(v.structure); break;
    case VAL_FUNC: func_unref(v.func); break;
    case VAL_OBJECT: object_unref(v.object); break;
    }
}

void value_clear(Value *v) {
    Value old = *v;
    *v = VALUE_NONE;
    value_unref(old);
}

Status object_make_sole(Ctx *ctx, Value *v) {
    Object *o = v->object;
    if (o->def->is_handle || refcount_sole(&o->refs) || !o->def->copy) return OK;
    Object *copy;
    TRY(o->def->copy(ctx, o, &copy));
    object_unref(o);
    v->object = copy;
    return OK;
}

Status value_make_sole(Ctx *ctx, Value *v) {
    switch (v->tag) {
    case VAL_TENSOR: return tensor_make_sole(ctx, &v->tensor);
    case VAL_STRING: {
        if (refcount_sole(&v->string->refs)) return OK;
        StringArray *copy;
        TRY(string_copy(ctx, v->string, &copy));
        string_unref(v->string);
        v->string = copy;
        return OK;
    }
    case VAL_CELL: {
        if (refcount_sole(&v->cell->refs)) return OK;
        CellArray *copy;
        TRY(cell_copy(ctx, v->cell, &copy));
        cell_unref(v->cell);
        v->cell = copy;
        return OK;
    }
    case VAL_STRUCT: {
        if (refcount_sole(&v->structure->refs)) return OK;
        StructArray *copy;
        TRY(struct_copy(ctx, v->structure, &copy));
        struct_unref(v->structure);
        v->structure = copy;
        return OK;
    }
    case VAL_OBJECT: return object_make_sole(ctx, v);
    default: return OK;
    }
}

// ---- lists --------------------------------------------------------------------------------------
void value_list_done(ValueList *list) {
    for (Index i = 0; i < list->n; i++) value_unref(list->items[i]);
    mem_free(list->items);
    *list = (ValueList){0};
}

Status value_list_push(Ctx *ctx, ValueList *list, Value v) {
    if (list->n == list->cap) {
        Index cap = list->cap ? 2 * list->cap : 4;
        Value *items = mem_realloc(list->items, (size_t)cap * sizeof *items);
        if (!items) {
            value_unref(v);
            return ctx_fail_nomem(ctx);
        }
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = v;
    return OK;
}

// ---- asking -------------------------------------------------------------------------------------
const Tensor *value_view(const Value *v, Tensor *storage) {
    if (v->tag == VAL_TENSOR) return v->tensor;
    if (v->tag != VAL_DOUBLE && v->tag != VAL_BOOL) return NULL;
    *storage = (Tensor){.cls = v->tag == VAL_DOUBLE ? CLASS_DOUBLE : CLASS_LOGICAL,
                        .shape = shape_2d(1, 1),
                        .numel = 1,
                        .data = v->tag == VAL_DOUBLE ? (void *)&v->number : (void *)&v->flag};
    refcount_init(&storage->refs);
    return storage;
}

bool value_is_null(Value v) {
    return v.tag == VAL_NONE ||
           (v.tag == VAL_TENSOR && v.tensor->cls == CLASS_DOUBLE && v.tensor->shape.n_dims == 2 &&
            v.tensor->shape.dim[0] == 0 && v.tensor->shape.dim[1] == 0);
}

const char *value_class_name(Value v) {
    switch (v.tag) {
    case VAL_NONE:
    case VAL_DOUBLE: return "double";
    case VAL_BOOL: return "logical";
    case VAL_TENSOR: return class_name(v.tensor->cls);
    case VAL_STRING: return "string";
    case VAL_CELL: return "cell";
    case VAL_STRUCT: return "struct";
    case VAL_FUNC: return "function_handle";
    case VAL_OBJECT: return v.object->def->class_name;
    case VAL_COLON: return "char";
    }
    return "double";
}

Status value_shape(Ctx *ctx, Value v, Shape *ret) {
    switch (v.tag) {
    case VAL_NONE: *ret = shape_2d(0, 0); return OK;
    case VAL_TENSOR: *ret = v.tensor->shape; return OK;
    case VAL_STRING: *ret = v.string->shape; return OK;
    case VAL_CELL: *ret = v.cell->shape; return OK;
    case VAL_STRUCT: *ret = v.structure->shape; return OK;
    case VAL_OBJECT:
        if (v.object->def->shape) return v.object->def->shape(ctx, v.object, ret);
        break;
    default: break;
    }
    *ret = shape_2d(1, 1);
    return OK;
}

Index value_numel(Value v) {
    switch (v.tag) {
    case VAL_NONE: return 0;
    case VAL_TENSOR: return v.tensor->numel;
    case VAL_STRING: return v.string->numel;
    case VAL_CELL: return v.cell->numel;
    case VAL_STRUCT: return v.structure->numel;
    case VAL_OBJECT:
        if (v.object->def->shape) {
            Shape shape;
            Ctx quiet; // a shape that cannot be told counts one element; its error is of no
                       // interest here
            ctx_init(&quiet);
            Status status = v.object->def->shape(&quiet, v.object, &shape);
            ctx_done(&quiet);
            if (status == OK) return shape_numel(&shape);
        }
        return 1;
    default: return 1;
    }
}

static bool class_of(Value v, NumClass *ret) {
    if (v.tag == VAL_DOUBLE)
        *ret = CLASS_DOUBLE;
    else if (v.tag == VAL_BOOL)
        *ret = CLASS_LOGICAL;
    else if (v.tag == VAL_TENSOR)
        *ret = v.tensor->cls;
    else
        return false;
    return true;
}

bool value_is_numeric(Value v) {
    NumClass cls;
    return class_of(v, &cls) && (class_is_float(cls) || class_is_int(cls));
}
bool value_is_float(Value v) {
    NumClass cls;
    return class_of(v, &cls) && class_is_float(cls);
}
bool value_is_char(Value v) {
    return v.tag == VAL_TENSOR && v.tensor->cls == CLASS_CHAR;
}
bool value_is_logical(Value v) {
    NumClass cls;
    return class_of(v, &cls) && cls == CLASS_LOGICAL;
}
bool value_is_char_row(Value v) {
    if (!value_is_char(v) || v.tensor->shape.n_dims != 2) return false;
    return v.tensor->shape.dim[0] == 1 ||
           (v.tensor->shape.dim[0] == 0 && v.tensor->shape.dim[1] == 0);
}
bool value_is_string_scalar(Value v) {
    return v.tag == VAL_STRING && v.string->numel == 1;
}
bool value_is_text_scalar(Value v) {
    return value_is_char_row(v) || value_is_string_scalar(v);
}
bool value_is_empty(Value v) {
    return value_numel(v) == 0;
}
bool value_is_scalar(Value v) {
    return value_numel(v) == 1;
}
bool value_is_object(Value v, const ForeignDef *def) {
    return v.tag == VAL_OBJECT && v.object->def == def;
}

bool value_is_a(Value v, const char *name) {
    if (strcmp(value_class_name(v), name) == 0) return true;
    if (strcmp(name, "numeric") == 0) return value_is_numeric(v);
    if (strcmp(name, "float") == 0) return value_is_float(v);
    if (strcmp(name, "integer") == 0) return value_is_numeric(v) && !value_is_float(v);
    if (v.tag != VAL_OBJECT) return false;
    if (strcmp(name, "handle") == 0 && v.object->def->is_handle) return true;
    return v.object->def->is_a && v.object->def->is_a(name);
}

static Status truth_fails(Ctx *ctx, Value v) {
    return ctx_fail(ctx, ERR_TYPE, "MATLAB:invalidConversion",
                    "Conversion to logical from %s is not possible.", value_class_name(v));
}

Status value_truth(Ctx *ctx, Value v, bool *ret) {
    if (v.tag == VAL_BOOL) {
        *ret = v.flag;
        return OK;
    }
    if (v.tag == VAL_DOUBLE) {
        if (v.number != v.number) {
            return ctx_fail(ctx, ERR_ARG, "MATLAB:nologicalnan",
                            "NaN values cannot be converted to logicals.");
        }
        *ret = v.number != 0;
        return OK;
    }
    if (v.tag == VAL_NONE) {
        *ret = false;
        return OK;
    }
    if (v.tag == VAL_OBJECT && v.object->def->truth)
        return v.object->def->truth(ctx, v.object, ret);
    if (v.tag != VAL_TENSOR) return truth_fails(ctx, v);
    const Tensor *t = v.tensor;
    bool all = t->numel > 0;
    for (Index i = 0; i < t->numel; i++) {
        double re = tensor_get(t, i), im = t->is_complex ? tensor_get_imag(t, i) : 0;
        if (re != re || im != im) {
            return ctx_fail(ctx, ERR_ARG, "MATLAB:nologicalnan",
                            "NaN values cannot be converted to logicals.");
        }
        if (re == 0 && im == 0) {
            all = false;
            break;
        }
    }
    *ret = all;
    return OK;
}
