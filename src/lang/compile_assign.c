// lang/compile_assign.c: assignments: x = v, x.a(3){2} = v, [a, ~, b{1:2}] = f(…), x(i) = [].
#include "lang/compile_internal.h"
#include <string.h>

enum { MAX_STEPS = 32 };

typedef struct Target {
    int slot;
    ChainStep steps[MAX_STEPS];
    int n;
} Target;

static int collect(const Node *node, const Node **nodes, int n) {
    if (node->kind == NODE_NAME) return n;
    if (n >= MAX_STEPS) return -1;
    nodes[n] = node;
    return collect(node->a, nodes, n + 1);
}

static const char *base_name(const Node *node) {
    while (node->kind != NODE_NAME) node = node->a;
    return node->text;
}

/// Compiles the subscripts of a target into temporaries.
static bool target_compile(Compiler *c, const Node *node, Target *t) {
    const Node *nodes[MAX_STEPS];
    *t = (Target){.slot = slot_find(c, base_name(node))};
    int n = collect(node, nodes, 0);
    if (n < 0 || t->slot < 0) {
        compile_fail(c, node->span, "MATLAB:m_invalid_lhs", "The target of the assignment is too deeply nested.");
        return false;
    }
    for (int i = n - 1; i >= 0; i--) {
        const Node *step = nodes[i];
        ChainStep *s = &t->steps[t->n];
        if (step->kind == NODE_DOT) {
            *s = (ChainStep){.kind = '.', .name = step->text};
        } else if (step->kind == NODE_DOT_DYNAMIC) {
            int r = temp_new(c);
            expr(c, step->b, WANT_IN(r));
            c->temp = r + 1;
            *s = (ChainStep){.kind = '?', .first = (uint16_t)r, .n = 1};
        } else {
            bool has_end = false;
            for (Index k = 0; k < step->list.n; k++) has_end |= node_has_end(step->list.items[k]);
            EndContext end = {.base = t->slot, .chain = -1};
            if (has_end) end.chain = chain_add(c, t->steps, t->n);
            Args args = args_compile(c, &step->list, &end);
            *s = (ChainStep){.kind = step->kind == NODE_BRACE ? '{' : '(',
                             .first = (uint16_t)args.first,
                             .n = (uint16_t)args.n,
                             .lists = args.lists};
        }
        t->n++;
    }
    return c->status == OK;
}

/// Operand for the right side that is not the changed variable itself.
static int apart(Compiler *c, int value, int slot) {
    if (value != slot) return value;
    int t = temp_new(c);
    emit(c, I_MOVE, t, value, 0);
    return t;
}

static bool is_plain(const Node *item) {
    return item->kind != NODE_NAME_VALUE && item->kind != NODE_COLON_ALL && !node_makes_list(item);
}

/// x(i) = v and x(i,j) = v.
static bool assign_fast(Compiler *c, const Node *node, int value) {
    if (node->kind != NODE_INDEX || node->a->kind != NODE_NAME || node->list.n < 1 || node->list.n > 2) return false;
    int slot = slot_find(c, node->a->text);
    if (slot < 0) return false;
    for (Index i = 0; i < node->list.n; i++)
        if (!is_plain(node->list.items[i])) return false;
    int idx[2] = {0, 0};
    const EndContext *outer = c->end;
    value = apart(c, value, slot);
    for (int i = 0; i < (int)node->list.n; i++) {
        EndContext end = {.outer = outer, .base = slot, .chain = -1, .position = i, .n = (int)node->list.n};
        if (node_has_end(node->list.items[i])) end.chain = chain_add(c, NULL, 0);
        c->end = &end;
        idx[i] = apart(c, expr(c, node->list.items[i], WANT_ANY), slot);
    }
    c->end = outer;
    c->span = node->span;
    if (node->list.n == 1) {
        emit(c, I_SETINDEX1, slot, idx[0], value);
    } else {
        emit(c, I_SETINDEX2, slot, idx[0], value);
        emit_ext(c, idx[1], 1, 0, 0);
    }
    return true;
}

void assign_to(Compiler *c, const Node *node, int value) {
    int mark = c->temp;
    if (node->kind == NODE_TILDE) {
        emit(c, I_CLEAR, value, 0, 0);
        return;
    }
    if (node->kind == NODE_NAME) {
        emit(c, is_temp(c, value) ? I_TAKE : I_MOVE, slot_add(c, node->text), value, 0);
        return;
    }
    if (assign_fast(c, node, value)) {
        c->temp = mark;
        return;
    }
    Target t;
    int slot = slot_find(c, base_name(node));
    value = apart(c, value, slot);
    if (!target_compile(c, node, &t)) return;
    c->span = node->span;
    if (t.n == 1 && t.steps[0].kind == '.') {
        emit(c, I_SETDOT, t.slot, site_add(c, t.steps[0].name), value);
    } else {
        emit(c, I_SETCHAIN, t.slot, chain_add(c, t.steps, t.n), value);
    }
    c->temp = mark;
}

/// [] and '' on the right of x(i) = delete.
static bool is_empty_literal(const Node *node) {
    return (node->kind == NODE_MATRIX && node->list.n == 0) || (node->kind == NODE_CHAR && node->n_bytes == 0);
}

static void show(Compiler *c, const Node *node, const Node *target) {
    if (!node->show || target->kind == NODE_TILDE) return;
    c->span = node->span;
    emit(c, I_SHOW, slot_find(c, base_name(target)), 0, 0);
}

/// Remembers which results of the call compiled since `from` are thrown away, for isargout.
static void note_ignored(Compiler *c, const Node *node, int32_t from, int first) {
    Chunk *chunk = c->chunk;
    uint64_t mask = 0;
    for (Index i = 0; i < node->list.n && i < 64; i++)
        if (node->list.items[i]->kind == NODE_TILDE) mask |= (uint64_t)1 << i;
    if (!mask || c->status != OK) return;
    Ignored *more = mem_realloc(chunk->ignored, (size_t)(chunk->n_ignored + 1) * sizeof *more);
    if (!more) {
        c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    chunk->ignored = more;
    chunk->ignored[chunk->n_ignored++] = (Ignored){from, here(c), (uint16_t)first, mask};
}

static void assign_single(Compiler *c, const Node *node) {
    const Node *target = node->list.items[0];
    int mark = c->temp;
    if (target->kind == NODE_INDEX && is_empty_literal(node->a)) {
        Target t;
        if (target_compile(c, target, &t)) emit(c, I_REMOVE, t.slot, chain_add(c, t.steps, t.n), 0);
    } else if (target->kind == NODE_NAME) {
        int slot = slot_add(c, target->text);
        expr(c, node->a, (Want){.dst = slot, .nout = 1, .flags = node_makes_list(node->a) ? EXT_FIRST : 0});
    } else {
        int32_t from = here(c);
        int value = expr(c, node->a, WANT_ANY);
        note_ignored(c, node, from, value);
        if (is_temp(c, value)) c->temp = value + 1;
        assign_to(c, target, value);
    }
    c->temp = mark;
    show(c, node, target);
}

/// Whether a target stands for as many places as its subscripts say.
static bool is_list_target(const Node *target) { return target->kind == NODE_BRACE || target->kind == NODE_DOT; }

static bool names_in_targets(const Node *node) {
    for (Index i = 0; i < node->list.n; i++)
        if (is_list_target(node->list.items[i])) return true;
    return false;
}

/// Targets with lists: counts first, then one call, then the values are handed out.
static void assign_lists(Compiler *c, const Node *node) {
    int n = (int)node->list.n;
    int mark = c->temp;
    int total = temp_new(c), values = temp_new(c), counts = temps_new(c, n);
    Target *targets = mem_alloc_zero((size_t)n * sizeof *targets);
    if (!targets) {
        if (c->status == OK) c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    emit_wide(c, I_LOADK, total, constant_add(c, value_double(0)));
    for (int i = 0; i < n && c->status == OK; i++) {
        const Node *target = node->list.items[i];
        if (is_list_target(target)) {
            if (!target_compile(c, target, &targets[i])) break;
            emit(c, I_LHSCOUNT, counts + i, targets[i].slot, chain_add(c, targets[i].steps, targets[i].n));
        } else {
            emit_wide(c, I_LOADK, counts + i, constant_add(c, value_double(1)));
        }
        int t = temp_new(c);
        emit(c, I_MOVE, t, counts + i, 0);
        emit(c, I_ADD, total, total, t);
    }
    expr(c, node->a, (Want){.dst = values, .nout = 1, .flags = EXT_NOUT_REG | EXT_AS_LIST, .reg = (uint16_t)total});
    for (int i = 0; i < n && c->status == OK; i++) {
        const Node *target = node->list.items[i];
        c->span = target->span;
        if (is_list_target(target)) {
            emit(c, I_SETLIST, targets[i].slot, chain_add(c, targets[i].steps, targets[i].n), values);
            emit_ext(c, 0, 0, 0, counts + i);
        } else {
            int t = temp_new(c);
            emit(c, I_LISTTAKE, t, values, 0);
            assign_to(c, target, t);
        }
    }
    emit(c, I_CLEAR, values, 0, 0);
    mem_free(targets);
    c->temp = mark;
}

/// The arguments of [a, b] = f(a, x, b) that are variables which the results replace, a bit each: a built-in function may
/// change them in place when nobody else holds them.
static uint16_t doomed_arguments(const Node *node) {
    const NodeList *args = &node->a->list;
    uint16_t mask = 0;
    for (Index i = 0; i < args->n; i++) {
        const Node *arg = args->items[i];
        if (arg->kind == NODE_NAME_VALUE || node_makes_list(arg)) return 0; // they count as two or any number
        if (arg->kind != NODE_NAME || i >= 16) continue;
        for (Index k = 0; k < node->list.n; k++) {
            const Node *target = node->list.items[k];
            if (target->kind == NODE_NAME && strcmp(target->text, arg->text) == 0) mask |= (uint16_t)(1u << i);
        }
    }
    return mask;
}

static void assign_several(Compiler *c, const Node *node) {
    int n = (int)node->list.n;
    int mark = c->temp;
    int first = temps_new(c, n);
    // Calls put results into consecutive registers; lists are taken apart.
    const Node *value = node->a;
    if (value->kind == NODE_NAME || value->kind == NODE_INDEX) {
        int32_t from = here(c);
        Want want = {.dst = first, .nout = (uint16_t)n};
        if (value->kind == NODE_INDEX && value->a->kind == NODE_NAME) want.reg = doomed_arguments(node);
        if (want.reg) want.flags = EXT_DOOMED;
        expr(c, value, want);
        note_ignored(c, node, from, first);
    } else if (node_makes_list(value)) {
        int list = temp_new(c);
        expr(c, value, (Want){.dst = list, .nout = (uint16_t)n, .flags = EXT_AS_LIST});
        c->span = node->span;
        emit(c, I_UNPACK, first, list, 0);
        emit_ext(c, 0, n, 0, 0);
    } else {
        compile_fail(c, value->span, "MATLAB:m_too_many_lhs", "Several outputs need a function call or a comma-separated list on the right side.");
    }
    for (int i = 0; i < n; i++) {
        c->temp = first + n;
        c->span = node->list.items[i]->span;
        assign_to(c, node->list.items[i], first + i);
    }
    c->temp = mark;
}

void assign_statement(Compiler *c, const Node *node) {
    // [c{1:2}] = … begins before its first target.
    bool bracket = node->offset != node->list.items[0]->offset;
    if (node->list.n == 1 && !(bracket && is_list_target(node->list.items[0]))) {
        assign_single(c, node);
        return;
    }
    if (names_in_targets(node)) assign_lists(c, node);
    else assign_several(c, node);
    for (Index i = 0; i < node->list.n; i++) show(c, node, node->list.items[i]);
}
