// lang/compile_scope.c: which names of a function are variables.
// In a function a name is a variable when it is assigned somewhere, is an input or output, or is shared with a function
// around it. In a script every name gets a slot: whether it is a variable is known only at run time.
#include "lang/compile_internal.h"
#include <string.h>

Status names_init(Compiler *c) {
    c->names = (Names){.assigned = map_new(), .used = map_new(), .formals = map_new()};
    return c->names.assigned && c->names.used && c->names.formals ? OK : ERR_NOMEM;
}

void names_done(Names *names) {
    map_free(names->assigned);
    map_free(names->used);
    map_free(names->formals);
}

bool names_has(const Map *set, const char *name) { return map_find(set, name) != NULL; }

void names_add(Compiler *c, Map *set, const char *name) {
    if (c->status == OK && map_set(set, name, set) != OK) c->status = ctx_fail_nomem(c->ctx);
}

bool node_is_number_matrix(const Node *node) {
    if (node->kind != NODE_MATRIX || node->list.n == 0) return false;
    Index columns = node->list.items[0]->list.n;
    for (Index i = 0; i < node->list.n; i++) {
        const Node *row = node->list.items[i];
        if (row->list.n != columns || columns == 0) return false;
        for (Index j = 0; j < columns; j++) {
            const Node *item = row->list.items[j];
            if (item->kind == NODE_UNARY && item->unary_op == OP_NEG) item = item->a;
            if (item->kind != NODE_NUMBER || item->is_imaginary || item->number_class != CLASS_DOUBLE) return false;
        }
    }
    return true;
}

bool node_has_end(const Node *node) {
    if (!node || node->kind == NODE_ANON) return false;
    if (node->kind == NODE_END) return true;
    if (node_has_end(node->a) || node_has_end(node->b) || node_has_end(node->c)) return true;
    for (Index i = 0; i < node->list.n; i++)
        if (node_has_end(node->list.items[i])) return true;
    return false;
}

/// Names in an anonymous function that are not its parameters count as used here.
static void walk_anonymous(Compiler *c, const Node *node) {
    Compiler inner = *c;
    if (names_init(&inner) != OK) {
        names_done(&inner.names);
        if (c->status == OK) c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    Map *numbers = c->numbers;
    inner.numbers = NULL; // its numbers are its own
    names_walk(&inner, node->a);
    c->numbers = numbers;
    if (c->status == OK) c->status = inner.status;
    const char *name;
    void *value;
    for (Index pos = 0; map_next(inner.names.used, &pos, &name, &value);) {
        bool is_param = false;
        for (Index i = 0; i < node->list.n; i++)
            is_param |= node->list.items[i]->kind == NODE_NAME && strcmp(node->list.items[i]->text, name) == 0;
        if (!is_param) names_add(c, c->names.used, name);
    }
    names_done(&inner.names);
}

static const Node *target_base(const Node *target) {
    while (target && target->kind != NODE_NAME) target = target->a;
    return target;
}

static void walk_target(Compiler *c, const Node *target) {
    if (target->kind == NODE_TILDE) return;
    const Node *base = target_base(target);
    if (base) names_add(c, c->names.assigned, base->text);
    if (target->kind != NODE_NAME) names_walk(c, target);
}

void names_walk_list(Compiler *c, const NodeList *list) {
    for (Index i = 0; i < list->n; i++) names_walk(c, list->items[i]);
}

void names_walk(Compiler *c, const Node *node) {
    if (!node || c->status != OK) return;
    switch (node->kind) {
    case NODE_NAME: names_add(c, c->names.used, node->text); return;
    case NODE_NUMBER:
        if (!node->is_imaginary && node->number_class == CLASS_DOUBLE && c->numbers) number_register(c, node->number);
        return;
    case NODE_FUNCTION: return; // nested functions are walked on their own
    case NODE_ANON: walk_anonymous(c, node); return;
    case NODE_MATRIX:
        if (node_is_number_matrix(node)) return;
        break;
    case NODE_ASSIGN:
        for (Index i = 0; i < node->list.n; i++) walk_target(c, node->list.items[i]);
        names_walk(c, node->a);
        return;
    case NODE_FOR:
        walk_target(c, node->a);
        names_walk(c, node->b);
        names_walk_list(c, &node->body);
        return;
    case NODE_TRY:
        if (node->text) names_add(c, c->names.assigned, node->text);
        break;
    case NODE_GLOBAL:
    case NODE_PERSISTENT:
        for (Index i = 0; i < node->list.n; i++) {
            names_add(c, c->names.assigned, node->list.items[i]->text);
            names_walk(c, node->list.items[i]->b);
        }
        return;
    case NODE_EXPR:
    case NODE_COMMAND: names_add(c, c->names.assigned, "ans"); break;
    default: break;
    }
    names_walk(c, node->a);
    names_walk(c, node->b);
    names_walk(c, node->c);
    names_walk_list(c, &node->list);
    names_walk_list(c, &node->body);
    names_walk_list(c, &node->catch_body);
    names_walk_list(c, &node->validators);
    names_walk_list(c, &node->arguments);
}

bool name_is_variable(Compiler *c, const char *name) {
    if (c->chunk->is_script)
        return names_has(c->names.assigned, name) ||
               (c->options->is_variable && c->options->is_variable(c->options->self, name));
    if (c->chunk->is_anonymous) {
        if (names_has(c->names.formals, name)) return true;
        return c->parent && slot_find(c, name) >= 0 && name_is_variable(c->parent, name);
    }
    return slot_find(c, name) >= 0;
}

// ---- nested functions ---------------------------------------------------------------------------------------------------

/// Adds what a nested function and those in it assign and use, without their own inputs and outputs.
static void walk_nested(Compiler *c, const Node *function, Map *assigned, Map *used) {
    Compiler inner = *c;
    if (names_init(&inner) != OK) {
        names_done(&inner.names);
        if (c->status == OK) c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    inner.numbers = NULL;
    for (Index i = 0; i < function->list.n; i++)
        if (function->list.items[i]->kind == NODE_NAME) names_add(&inner, inner.names.formals, function->list.items[i]->text);
    for (Index i = 0; i < function->outputs.n; i++)
        names_add(&inner, inner.names.formals, function->outputs.items[i]->text);
    names_walk_list(&inner, &function->body);
    names_walk_list(&inner, &function->arguments);
    for (Index i = 0; i < function->body.n; i++)
        if (function->body.items[i]->kind == NODE_FUNCTION)
            walk_nested(&inner, function->body.items[i], inner.names.assigned, inner.names.used);
    if (c->status == OK) c->status = inner.status;
    const char *name;
    void *value;
    for (Index pos = 0; map_next(inner.names.assigned, &pos, &name, &value);) {
        if (names_has(inner.names.formals, name) || strcmp(name, "ans") == 0) continue;
        names_add(c, assigned, name);
        names_add(c, used, name);
    }
    for (Index pos = 0; map_next(inner.names.used, &pos, &name, &value);)
        if (!names_has(inner.names.formals, name)) names_add(c, used, name);
    names_done(&inner.names);
}

/// The variable of an enclosing function that `name` means, if any.
static bool find_inherited(Compiler *c, const char *name, Inherited *ret) {
    int level = 0;
    for (Compiler *p = c->parent; p; p = p->parent, level++) {
        int slot = slot_find(p, name);
        if (slot < 0) continue;
        for (int i = 0; i < p->chunk->n_env; i++)
            if (p->chunk->env_slots[i] == slot) {
                *ret = (Inherited){.level = (uint16_t)level, .index = (uint16_t)i};
                return true;
            }
    }
    return false;
}

static void add_inherited(Compiler *c, const char *name, Inherited inherited, int capacity) {
    Chunk *chunk = c->chunk;
    if (!chunk->inherited) chunk->inherited = mem_alloc_zero((size_t)(capacity + 1) * sizeof *chunk->inherited);
    if (!chunk->inherited) {
        c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    inherited.slot = (uint16_t)slot_add(c, name);
    chunk->inherited[chunk->n_inherited++] = inherited;
}

static void share_with_children(Compiler *c, const Map *child_used) {
    Chunk *chunk = c->chunk;
    chunk->env_slots = mem_alloc((size_t)(c->n_vars + 1) * sizeof(uint16_t));
    if (!chunk->env_slots) {
        c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    for (int slot = 0; slot < (int)c->n_vars; slot++) {
        if (!names_has(child_used, chunk->var_names[slot])) continue;
        bool inherited = false;
        for (int i = 0; i < chunk->n_inherited; i++) inherited |= chunk->inherited[i].slot == slot;
        if (!inherited) chunk->env_slots[chunk->n_env++] = (uint16_t)slot;
    }
}

void scope_function(Compiler *c, const Node *function) {
    Names *names = &c->names;
    for (Index i = 0; i < function->list.n; i++) {
        const Node *p = function->list.items[i];
        if (p->kind != NODE_NAME) continue;
        names_add(c, names->formals, p->text);
        slot_add(c, p->text);
    }
    for (Index i = 0; i < function->outputs.n; i++) {
        names_add(c, names->formals, function->outputs.items[i]->text);
        slot_add(c, function->outputs.items[i]->text);
    }
    names_walk_list(c, &function->arguments);
    names_walk_list(c, &function->body);
    Map *child_assigned = map_new(), *child_used = map_new();
    bool has_children = false;
    if (!child_assigned || !child_used) c->status = ctx_fail_nomem(c->ctx);
    for (Index i = 0; c->status == OK && i < function->body.n; i++)
        if (function->body.items[i]->kind == NODE_FUNCTION) {
            has_children = true;
            walk_nested(c, function->body.items[i], child_assigned, child_used);
        }
    const char *name;
    void *value;
    int capacity = (int)(map_count(names->used) + map_count(names->assigned));
    Inherited inherited;
    for (Index pos = 0; c->status == OK && map_next(names->used, &pos, &name, &value);) {
        if (names_has(names->formals, name)) continue;
        if (c->parent && find_inherited(c, name, &inherited)) add_inherited(c, name, inherited, capacity);
        else if (names_has(child_assigned, name)) slot_add(c, name);
    }
    for (Index pos = 0; c->status == OK && map_next(names->assigned, &pos, &name, &value);) {
        if (names_has(names->formals, name) || slot_find(c, name) >= 0) continue;
        if (c->parent && strcmp(name, "ans") != 0 && find_inherited(c, name, &inherited))
            add_inherited(c, name, inherited, capacity);
        else slot_add(c, name);
    }
    if (c->status == OK && has_children) share_with_children(c, child_used);
    map_free(child_assigned);
    map_free(child_used);
}
