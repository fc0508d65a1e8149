// The tree: slots with generations, parents and children, what is current. Every object lives in
// exactly one slot of its root; deleting bumps the slot's generation, so that old handles find
// nothing.
#include "base/vec.h"
#include "graphics/internal.h"
#include <assert.h>
#include <string.h>

// ---- data --------------------------------------------------------------------------------------
void numbers_done(NumArray *a) {
    mem_free(a->v);
    *a = (NumArray){0};
}

Status numbers_make(Ctx *ctx, Index rows, Index columns, Index pages, NumArray *ret) {
    double *v = mem_alloc_zero((size_t)(rows * columns * pages) * sizeof *v);
    if (!v) return ctx_fail_nomem(ctx);
    *ret = (NumArray){v, rows, columns, pages};
    return OK;
}

Status numbers_copy(Ctx *ctx, const NumArray *from, NumArray *ret) {
    if (!from->v) {
        *ret = (NumArray){NULL, from->rows, from->columns, from->pages};
        return OK;
    }
    TRY(numbers_make(ctx, from->rows, from->columns, from->pages, ret));
    memcpy(ret->v, from->v, (size_t)numbers_count(from) * sizeof *from->v);
    return OK;
}

void texts_done(char ***texts, Index *n) {
    for (Index i = 0; i < *n && *texts; i++) mem_free((*texts)[i]);
    mem_free(*texts);
    *texts = NULL;
    *n = 0;
}

void prop_value_done(PropValue *value) {
    numbers_done(&value->numbers);
    mem_free(value->text);
    texts_done(&value->texts, &value->n_texts);
    mem_free(value->objects);
    if (value->opaque) value->opaque->release(value->opaque);
    memset(value, 0, sizeof *value);
}

// ---- classes -----------------------------------------------------------------------------------
static const GClass *const classes[] = {
    &class_root,      &class_figure,  &class_axes,     &class_tiles,    &class_line,
    &class_patch,     &class_surface, &class_image,    &class_text,     &class_bar,
    &class_histogram, &class_scatter, &class_animated, &class_constant, &class_legend,
    &class_colorbar,  &class_area,    &class_stairs,   &class_stem,     &class_errorbar,
    &class_contour,   &class_ruler,
};

const GClass *class_find(const char *type) {
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (!strcmp(type, classes[i]->type)) return classes[i];
    return NULL;
}

// ---- root --------------------------------------------------------------------------------------
GraphicsRoot *graphics_new(void) {
    GraphicsRoot *root = mem_alloc_zero(sizeof *root);
    if (!root) return NULL;
    refcount_init(&root->refs);
    root->head.cls = &class_root;
    root->head.root = root;
    root->head.visible = true;
    return root;
}

GraphicsRoot *graphics_ref(GraphicsRoot *root) {
    if (root) refcount_up(&root->refs);
    return root;
}

void graphics_unref(GraphicsRoot *root) {
    if (!root || !refcount_down(&root->refs)) return;
    while (root->head.n_children) object_delete(root->head.children[root->head.n_children - 1]);
    mem_free(root->head.children);
    mem_free(root->head.tag);
    mem_free(root->slots);
    mem_free(root->figures);
    mem_free(root);
}

GObject *graphics_root_object(GraphicsRoot *root) {
    return &root->head;
}

GObject *graphics_find(const GraphicsRoot *root, GHandle handle) {
    if (handle.generation == 0) return (GObject *)(handle.slot == UINT32_MAX ? &root->head : NULL);
    if (handle.slot >= root->n_slots || root->slots[handle.slot].generation != handle.generation)
        return NULL;
    return root->slots[handle.slot].object;
}

GHandle object_handle(const GObject *object) {
    if (object->cls == &class_root) return (GHandle){UINT32_MAX, 0};
    return object->handle;
}

GraphicsRoot *object_root(const GObject *object) {
    return object->root;
}

static Status take_slot(Ctx *ctx, GraphicsRoot *root, GObject *object) {
    Index slot = root->maybe_free;
    while (slot < root->n_slots && root->slots[slot].object) slot++;
    if (slot == root->n_slots) {
        struct GSlot fresh = {NULL, 1};
        VEC_PUSH_TRY(ctx, root->slots, root->n_slots, root->cap_slots, fresh);
    }
    root->slots[slot].object = object;
    root->maybe_free = slot + 1;
    object->handle = (GHandle){(uint32_t)slot, root->slots[slot].generation};
    return OK;
}

static void leave_slot(GraphicsRoot *root, GObject *object) {
    if (!object->handle.generation) return;
    struct GSlot *slot = &root->slots[object->handle.slot];
    slot->object = NULL;
    if (++slot->generation == 0) slot->generation = 1;
    if ((Index)object->handle.slot < root->maybe_free) root->maybe_free = object->handle.slot;
}

// ---- parents and children ----------------------------------------------------------------------
void object_touch(GObject *object) {
    for (GObject *o = object; o; o = o->parent)
        if (o->cls == &class_figure) ((Figure *)o)->dirty = true;
}

static Status add_child(Ctx *ctx, GObject *parent, GObject *child) {
    VEC_PUSH_TRY(ctx, parent->children, parent->n_children, parent->cap_children, child);
    child->parent = parent;
    return OK;
}

static void remove_child(GObject *parent, GObject *child) {
    for (Index i = 0; i < parent->n_children; i++)
        if (parent->children[i] == child) {
            memmove(&parent->children[i], &parent->children[i + 1],
                    (size_t)(parent->n_children - i - 1) * sizeof *parent->children);
            parent->n_children--;
            return;
        }
}

Status object_adopt(Ctx *ctx, GObject *parent, GObject *child) {
    return add_child(ctx, parent, child);
}

Status object_set_parent(Ctx *ctx, GObject *object, GObject *parent) {
    for (GObject *o = parent; o; o = o->parent)
        if (o == object)
            return ctx_fail(ctx, ERR_ARG, "MATLAB:hg:BadParent",
                            "An object cannot be its own parent.");
    GObject *old = object->parent;
    if (old == parent) return OK;
    TRY(add_child(ctx, parent, object));
    if (old) {
        remove_child(old, object);
        object_touch(old);
        GObject *figure = object_ancestor(old, "figure");
        if (figure && ((Figure *)figure)->current_axes == object)
            ((Figure *)figure)->current_axes = NULL;
    }
    object_touch(object);
    return OK;
}

static void free_object(GObject *object) {
    if (object->cls->done) object->cls->done(object);
    for (const PropDef *def = object->cls->props; def && def->name; def++) {
        char *at = (char *)object + def->offset;
        if (!def->offset || def->get) continue;
        if (def->kind == PROP_TEXT)
            mem_free(*(char **)at);
        else if (def->kind == PROP_NUMBERS)
            numbers_done((NumArray *)at);
    }
    mem_free(object->tag);
    mem_free(object->display_name);
    if (object->user_data) object->user_data->release(object->user_data);
    for (int i = 0; i < 4; i++)
        if (object->callbacks[i]) object->callbacks[i]->release(object->callbacks[i]);
    mem_free(object->children);
    mem_free(object);
}

Status object_new(Ctx *ctx, GraphicsRoot *root, const char *type, GObject *parent, GObject **ret) {
    const GClass *cls = class_find(type);
    if (!cls || cls == &class_root)
        return ctx_fail(ctx, ERR_NAME, "MATLAB:hg:NoSuchClass", "Unknown graphics class '%s'.",
                        type);
    if (!parent && cls == &class_figure) parent = &root->head;
    assert(parent);
    GObject *object = mem_alloc_zero(cls->size);
    if (!object) return ctx_fail_nomem(ctx);
    object->cls = cls;
    object->root = root;
    object->visible = object->clipping = object->in_legend = true;
    Status status = take_slot(ctx, root, object);
    if (status != OK) {
        free_object(object);
        return status;
    }
    status = add_child(ctx, parent, object);
    if (status == OK && cls->init) status = cls->init(ctx, object);
    if (status != OK) {
        object_delete(object);
        return status;
    }
    object_touch(object);
    *ret = object;
    return OK;
}

// Pointers that other objects keep to this one.
static void forget(GObject *object) {
    GraphicsRoot *root = object->root;
    if (root->current == object) root->current = NULL;
    for (Index i = 0; i < root->n_figures; i++)
        if (root->figures[i] == object) {
            memmove(&root->figures[i], &root->figures[i + 1],
                    (size_t)(root->n_figures - i - 1) * sizeof *root->figures);
            root->n_figures--;
            break;
        }
    GObject *top = object_ancestor(object, "figure");
    if (top && ((Figure *)top)->current_axes == object) ((Figure *)top)->current_axes = NULL;
    if (top && ((Figure *)top)->title == object) ((Figure *)top)->title = NULL;
    if (object->cls == &class_legend) {
        Axes *ax = (Axes *)((Legend *)object)->axes;
        if (ax && ax->legend == (Legend *)object) ax->legend = NULL;
    } else if (object->cls == &class_colorbar) {
        Axes *ax = (Axes *)((ColorBar *)object)->axes;
        if (ax && ax->colorbar == (ColorBar *)object) ax->colorbar = NULL;
    }
}

void object_delete(GObject *object) {
    if (!object || object->cls == &class_root || object->deleting) return;
    object->deleting = true;
    object_touch(object);
    while (object->n_children) {
        GObject *last = object->children[object->n_children - 1];
        object_delete(last);
        if (object->n_children && object->children[object->n_children - 1] == last)
            object->n_children--;
    }
    GraphicsRoot *root = object->root;
    forget(object);
    if (object->parent) remove_child(object->parent, object);
    leave_slot(root, object);
    free_object(object);
    if (!root->current && root->n_figures) root->current = root->figures[root->n_figures - 1];
}

const char *object_type(const GObject *object) {
    return object->cls->type;
}
const char *object_class_name(const GObject *object) {
    return object->cls->class_name;
}
GObject *object_parent(const GObject *object) {
    return object->parent;
}

GObject *const *object_children(const GObject *object, Index *ret_n) {
    *ret_n = object->n_children;
    return object->children;
}

bool object_is_listed(const GObject *object) {
    return !object->unlisted && !object->handle_hidden;
}

GObject *object_ancestor(GObject *object, const char *type) {
    while (object && strcmp(object->cls->type, type)) object = object->parent;
    return object;
}

Axes *axes_of(const GObject *plot) {
    return (Axes *)object_ancestor((GObject *)plot, "axes");
}

Status label_new(Ctx *ctx, GObject *parent, double font_size, bool bold, TextObject **ret) {
    GObject *object = NULL;
    TRY(object_new(ctx, parent->root, "text", parent, &object));
    object->unlisted = true;
    TextObject *text = (TextObject *)object;
    text->is_label = true;
    text->font_size = font_size;
    text->bold = bold;
    text->weight = bold;
    text->horizontal = 1;
    *ret = text;
    return OK;
}
