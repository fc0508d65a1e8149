// live/language/names.c: what statements assign.
#include "live/language/names.h"
#include <string.h>

const Node *target_name(const Node *target) {
    while (target && target->kind != NODE_NAME) {
        bool part = target->kind == NODE_INDEX || target->kind == NODE_BRACE || target->kind == NODE_DOT ||
                    target->kind == NODE_DOT_DYNAMIC;
        if (!part) return NULL;
        target = target->a;
    }
    return target;
}

Variable *variables_find(const NameScope *scope, const char *name) {
    for (; scope; scope = scope->parent) {
        Variable *v = map_find(scope->variables, name);
        if (v) return v;
    }
    return NULL;
}

Variable *variables_add(NameScope *scope, Arena *arena, const Node *name, bool exempt) {
    Variable *v = map_find(scope->variables, name->text);
    if (!v) {
        v = arena_alloc(arena, sizeof *v);
        if (!v || map_set(scope->variables, name->text, v) != OK) return NULL;
        v->first = name;
    }
    v->exempt = v->exempt || exempt;
    return v;
}

static bool add_target(NameScope *scope, Arena *arena, const Node *target, bool exempt) {
    const Node *name = target_name(target);
    return !name || variables_add(scope, arena, name, exempt);
}

static bool collect_one(NameScope *scope, Arena *arena, const Node *n) {
    bool good = true;
    switch (n->kind) {
    case NODE_ASSIGN: {
        const Node *callee = n->a && n->a->kind == NODE_INDEX ? n->a->a : NULL;
        bool cleanup = callee && callee->kind == NODE_NAME && !strcmp(callee->text, "onCleanup"); // it is there to go
        for (Index i = 0; i < n->list.n && good; i++) good = add_target(scope, arena, n->list.items[i], cleanup);
        break;
    }
    case NODE_FOR: good = add_target(scope, arena, n->a, true); break;
    case NODE_TRY:
        if (n->text) {
            Node *name = arena_alloc(arena, sizeof *name);
            if (!name) return false;
            *name = (Node){.kind = NODE_NAME, .span = n->span, .offset = n->offset, .text = n->text};
            good = variables_add(scope, arena, name, true);
        }
        break;
    case NODE_GLOBAL:
    case NODE_PERSISTENT:
        for (Index i = 0; i < n->list.n && good; i++) good = add_target(scope, arena, n->list.items[i], true);
        break;
    case NODE_IF:
    case NODE_SWITCH:
        for (Index i = 0; i < n->list.n && good; i++) good = variables_collect(scope, arena, &n->list.items[i]->body);
        break;
    default: break;
    }
    if (n->kind == NODE_FUNCTION || !good) return good;
    return variables_collect(scope, arena, &n->body) && variables_collect(scope, arena, &n->catch_body);
}

bool variables_collect(NameScope *scope, Arena *arena, const NodeList *statements) {
    for (Index i = 0; i < statements->n; i++)
        if (statements->items[i] && !collect_one(scope, arena, statements->items[i])) return false;
    return true;
}
