// lang/compile_index.c: names, calls and index chains a.b(3){2}.c.
// Whether a(…) is an index or a call is decided at run time where it is not known; INDEX does both.
#include "lang/compile_internal.h"
#include <string.h>

static int target(Compiler *c, Want want) { return want.dst >= 0 ? want.dst : temp_new(c); }

static bool is_call_list(const Want *want) { return (want->flags & (EXT_NOUT_FRAME | EXT_NOUT_REG)) != 0 || want->nout > 1; }

Args args_compile(Compiler *c, const NodeList *list, const EndContext *end) {
    Args args = {.first = c->temp};
    const EndContext *outer = c->end;
    int n = 0;
    for (Index i = 0; i < list->n; i++) n += list->items[i]->kind == NODE_NAME_VALUE ? 2 : 1;
    for (Index i = 0; i < list->n; i++) {
        const Node *item = list->items[i];
        EndContext here_end;
        if (end) {
            here_end = *end;
            here_end.outer = outer;
            here_end.position = args.n;
            here_end.n = n;
            c->end = &here_end;
        }
        if (item->kind == NODE_NAME_VALUE) {
            int name = temp_new(c);
            emit_wide(c, I_LOADK, name, constant_text(c, item->text, strlen(item->text), true));
            args.n++;
            item = item->a;
        }
        bool lists = node_makes_list(item);
        args.lists |= lists;
        int r = temp_new(c);
        expr(c, item, (Want){.dst = r, .nout = 1, .flags = lists ? EXT_AS_LIST : 0});
        args.n++;
        c->temp = r + 1;
        c->end = outer;
    }
    return args;
}

static void ext_args(Compiler *c, const Args *args, Want want) {
    int flags = want.flags | (args->lists ? EXT_LISTS : 0);
    emit_ext(c, args->n, want.nout, flags, want.reg);
}

int name_expr(Compiler *c, const Node *node, Want want) {
    int slot = slot_find(c, node->text);
    if (slot >= 0 && name_is_variable(c, node->text) && !is_call_list(&want) && !(want.flags & EXT_STATEMENT)) {
        if (want.dst < 0) return slot;
        emit(c, I_MOVE, want.dst, slot, 0);
        return want.dst;
    }
    int dst = target(c, want);
    if (slot < 0 && !c->chunk->is_script && !is_call_list(&want)) {
        if (strcmp(node->text, "nargin") == 0 || strcmp(node->text, "nargout") == 0) {
            emit(c, node->text[4] == 'i' ? I_NARGIN : I_NARGOUT, dst, 0, 0);
            return dst;
        }
    }
    if (slot >= 0) emit(c, I_NAME, dst, slot, 0);
    else emit(c, I_CALL, dst, site_add(c, node->text), c->temp);
    emit_ext(c, 0, want.nout, want.flags, want.reg);
    return dst;
}

/// f(args) where f is a name.
static int named_index(Compiler *c, const Node *node, Want want) {
    const char *name = node->a->text;
    int slot = slot_find(c, name);
    int mark = c->temp;
    bool variable = slot >= 0 && name_is_variable(c, name);
    EndContext end = {.base = slot, .chain = -1};
    bool simple = want.flags == 0 && want.nout == 1 && slot >= 0;
    for (Index i = 0; simple && i < node->list.n; i++) {
        const Node *item = node->list.items[i];
        simple = item->kind != NODE_NAME_VALUE && !node_makes_list(item);
    }
    if (simple && (node->list.n == 1 || node->list.n == 2)) {
        const EndContext *outer = c->end;
        int idx[2] = {0, 0};
        for (int i = 0; i < (int)node->list.n; i++) {
            end.position = i;
            end.n = (int)node->list.n;
            end.outer = outer;
            c->end = variable ? &end : outer;
            idx[i] = expr(c, node->list.items[i], WANT_ANY);
        }
        c->end = outer;
        c->temp = mark;
        int dst = target(c, want);
        c->span = node->span;
        if (node->list.n == 1) {
            emit(c, I_INDEX1, dst, slot, idx[0]);
        } else {
            emit(c, I_INDEX2, dst, slot, idx[0]);
            emit_ext(c, idx[1], 1, 0, 0);
        }
        return dst;
    }
    Args args = args_compile(c, &node->list, variable ? &end : NULL);
    c->temp = mark;
    int dst = target(c, want);
    c->span = node->span;
    if (slot >= 0) emit(c, I_INDEX, dst, slot, args.first);
    else emit(c, I_CALL, dst, site_add(c, name), args.first);
    ext_args(c, &args, want);
    return dst;
}

/// a.b.c as text when the node is a name with fields only; false when it does not fit.
static bool dotted_name(const Node *node, char *text, size_t n_bytes) {
    if (node->kind == NODE_NAME) return strlen(node->text) < n_bytes && strcpy(text, node->text);
    if (node->kind != NODE_DOT || !dotted_name(node->a, text, n_bytes)) return false;
    size_t used = strlen(text);
    if (used + strlen(node->text) + 2 > n_bytes) return false;
    text[used] = '.';
    strcpy(text + used + 1, node->text);
    return true;
}

static const Node *first_name(const Node *node) {
    while (node->kind == NODE_DOT) node = node->a;
    return node;
}

static int chain_expr(Compiler *c, const Node *node, Want want);

/// pkg.f or pkg.f(args) where pkg is no variable: both readings are compiled and chosen at run time.
static int package_expr(Compiler *c, const Node *node, const Node *name, Want want) {
    char text[256];
    const char *first = first_name(name)->text;
    if (!dotted_name(name, text, sizeof text)) return chain_expr(c, node, want);
    int dst = target(c, want);
    want.dst = dst;
    int mark = c->temp;
    int slot = slot_find(c, first);
    Jump ordinary = {0}, end = {0};
    emit(c, I_PACKAGE, site_add(c, text), slot >= 0 ? slot : NO_REGISTER, slot >= 0 ? 0 : site_add(c, first));
    emit_jump(c, I_NOP, 0, &ordinary);
    Args args = {.first = c->temp};
    if (node->kind == NODE_INDEX) args = args_compile(c, &node->list, NULL);
    c->temp = mark;
    c->span = node->span;
    emit(c, I_CALL, dst, site_add(c, text), args.first);
    ext_args(c, &args, want);
    emit_jump(c, I_JMP, 0, &end);
    jump_land(c, &ordinary, here(c));
    chain_expr(c, node, want);
    c->temp = mark;
    jump_land(c, &end, here(c));
    return dst;
}

/// base.name(args): method, field of function handles, or index into a field.
static int dot_call(Compiler *c, const Node *node, Want want) {
    int mark = c->temp;
    int base = temp_new(c);
    expr(c, node->a->a, WANT_IN(base));
    c->temp = base + 1;
    Args args = args_compile(c, &node->list, NULL);
    c->temp = mark;
    int dst = target(c, want);
    c->span = node->span;
    emit(c, I_DOTCALL, dst, site_add(c, node->a->text), base + 1);
    ext_args(c, &args, want);
    return dst;
}

static int chain_expr(Compiler *c, const Node *node, Want want) {
    if (node->kind == NODE_INDEX && node->a->kind == NODE_NAME) return named_index(c, node, want);
    bool has_end = false;
    for (Index i = 0; i < node->list.n; i++) has_end |= node_has_end(node->list.items[i]);
    if (node->kind == NODE_INDEX && node->a->kind == NODE_DOT && !has_end) return dot_call(c, node, want);
    int mark = c->temp;
    int base = expr(c, node->a, WANT_ANY);
    if (is_temp(c, base)) c->temp = base + 1;
    int dst;
    if (node->kind == NODE_DOT) {
        c->temp = mark;
        dst = target(c, want);
        c->span = node->span;
        emit(c, I_DOT, dst, base, site_add(c, node->text));
        emit_ext(c, 0, want.nout, want.flags, want.reg);
        return dst;
    }
    if (node->kind == NODE_DOT_DYNAMIC) {
        int name = expr(c, node->b, WANT_ANY);
        c->temp = mark;
        dst = target(c, want);
        c->span = node->span;
        emit(c, I_DOTDYN, dst, base, name);
        emit_ext(c, 0, want.nout, want.flags, want.reg);
        return dst;
    }
    EndContext end = {.base = base, .chain = -1};
    Args args = args_compile(c, &node->list, &end);
    c->temp = mark;
    dst = target(c, want);
    c->span = node->span;
    emit(c, node->kind == NODE_BRACE ? I_BRACE : I_INDEX, dst, base, args.first);
    ext_args(c, &args, want);
    return dst;
}

int index_expr(Compiler *c, const Node *node, Want want) {
    const Node *name = node->kind == NODE_INDEX ? node->a : node;
    if (name->kind == NODE_DOT) {
        const Node *first = first_name(name);
        if (first->kind == NODE_NAME && !name_is_variable(c, first->text)) return package_expr(c, node, name, want);
    }
    return chain_expr(c, node, want);
}
