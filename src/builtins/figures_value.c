// builtins/figures_value.c: arrays of graphics handles as foreign objects. The array itself is a value (copying copies the
// handles); what a handle names is shared. One ForeignDef for each graphics class, so that class(h) is right; all use the
// same functions.
#include "builtins/figures_value.h"
#include <stdio.h>
#include <strings.h>

typedef struct Handles {
    Object head;
    GraphicsRoot *root;
    Shape shape;
    Index n;
    GHandle item[];
} Handles;

static const ForeignDef *def_for(const char *class_name);
static bool is_handles(Value v);

static Status handles_new(Ctx *ctx, GraphicsRoot *root, const Shape *shape, const char *class_name, Handles **ret) {
    Index n = shape_numel(shape);
    Handles *h = mem_alloc_zero(sizeof *h + (size_t)n * sizeof h->item[0]);
    if (!h) return ctx_fail_nomem(ctx);
    object_init(&h->head, def_for(class_name));
    h->root = graphics_ref(root);
    h->shape = *shape;
    h->n = n;
    return OK;
    (void)ret;
}

static const GHandle no_handle = {UINT32_MAX - 1, 0};
