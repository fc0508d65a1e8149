// lang/compile_statement.c: statements and control flow.
#include "lang/compile_internal.h"
#include "base/vec.h"
#include <string.h>

static void expression_statement(Compiler *c, const Node *node) {
    int mark = c->temp;
    int r = temp_new(c);
    const Node *e = node->a;
    Jump defined = {0}, end = {0};
    int slot = e->kind == NODE_NAME ? slot_find(c, e->text) : -1;
    if (slot >= 0) emit_jump(c, I_JDEFINED, slot, &defined);
    expr(c, e, (Want){.dst = r, .nout = 0, .flags = EXT_AS_LIST | EXT_STATEMENT});
    c->span = node->span;
    emit(c, I_RESULT, r, slot_add(c, "ans"), node->show);
    if (slot >= 0) {
        emit_jump(c, I_JMP, 0, &end);
        jump_land(c, &defined, here(c));
        if (node->show) emit(c, I_SHOW, slot, 0, 0);
        jump_land(c, &end, here(c));
    }
    c->temp = mark;
}

static void command_statement(Compiler *c, const Node *node) {
    int mark = c->temp;
    int r = temp_new(c);
    Args args = args_compile(c, &node->list, NULL);
    c->span = node->span;
    emit(c, I_CALL, r, site_add(c, node->text), args.first);
    emit_ext(c, args.n, 0, EXT_AS_LIST | EXT_STATEMENT, 0);
    emit(c, I_RESULT, r, slot_add(c, "ans"), node->show);
    c->temp = mark;
}

static void if_statement(Compiler *c, const Node *node) {
    Jump end = {0};
    for (Index i = 0; i < node->list.n; i++) {
        const Node *branch = node->list.items[i];
        Jump next = {0};
        if (branch->a) condition(c, branch->a, &next);
        statements(c, &branch->body);
        if (i + 1 < node->list.n) emit_jump(c, I_JMP, 0, &end);
        jump_land(c, &next, here(c));
    }
    jump_land(c, &end, here(c));
}

static void loop_body(Compiler *c, const Node *node, Loop *loop) {
    loop->outer = c->loop;
    c->loop = loop;
    statements(c, &node->body);
    c->loop = loop->outer;
}

static void while_statement(Compiler *c, const Node *node) {
    Loop loop = {0};
    int32_t top = here(c);
    condition(c, node->a, &loop.breaks);
    loop_body(c, node, &loop);
    jump_land(c, &loop.continues, here(c));
    c->span = node->span;
    emit_wide(c, I_LOOP, 0, top);
    jump_land(c, &loop.breaks, here(c));
}

static void for_statement(Compiler *c, const Node *node) {
    int mark = c->temp;
    int state = temps_new(c, 5);
    const Node *over = node->b;
    while (over->kind == NODE_PAREN_EXPR) over = over->a;
    bool is_range = over->kind == NODE_RANGE;
    Loop loop = {0};
    Jump empty = {0}, next = {0}, body = {0};
    if (is_range) {
        expr(c, over->a, WANT_IN(state));
        if (over->b) expr(c, over->b, WANT_IN(state + 1));
        else emit_wide(c, I_LOADK, state + 1, constant_add(c, value_double(1)));
        expr(c, over->c, WANT_IN(state + 2));
    } else {
        expr(c, over, WANT_IN(state));
    }
    c->span = over->span;
    emit_jump(c, is_range ? I_FORRANGE : I_FORARRAY, state, &empty);
    bool plain = node->a->kind == NODE_NAME;
    int target = plain ? slot_add(c, node->a->text) : temp_new(c);
    emit_jump(c, I_JMP, 0, &next);
    int32_t top = here(c);
    if (!plain) assign_to(c, node->a, target);
    loop_body(c, node, &loop);
    jump_land(c, &loop.continues, here(c));
    jump_land(c, &next, here(c));
    c->span = node->span;
    emit(c, I_FORNEXT, state, 0, target);
    emit_jump(c, I_NOP, 0, &body);
    jump_land(c, &body, top);
    emit_jump(c, I_JMP, 0, &loop.breaks);
    jump_land(c, &empty, here(c));
    if (plain) emit(c, I_FOREMPTY, target, 0, 0);
    jump_land(c, &loop.breaks, here(c));
    emit(c, I_CLEAR, state, 0, 0);
    c->temp = mark;
}

static void switch_statement(Compiler *c, const Node *node) {
    int mark = c->temp;
    int subject = temp_new(c);
    expr(c, node->a, WANT_IN(subject));
    Jump end = {0};
    for (Index i = 0; i < node->list.n; i++) {
        const Node *branch = node->list.items[i];
        Jump next = {0};
        if (branch->a) {
            int inner = c->temp;
            int value = expr(c, branch->a, WANT_ANY);
            int t = temp_new(c);
            c->span = branch->a->span;
            emit(c, I_CASE, t, subject, value);
            emit_jump(c, I_JMPF, t, &next);
            c->temp = inner;
        }
        statements(c, &branch->body);
        emit_jump(c, I_JMP, 0, &end);
        jump_land(c, &next, here(c));
    }
    jump_land(c, &end, here(c));
    emit(c, I_CLEAR, subject, 0, 0);
    c->temp = mark;
}

static void try_statement(Compiler *c, const Node *node) {
    Handler handler = {.begin = here(c), .temp = (uint16_t)c->temp};
    statements(c, &node->body);
    handler.end = here(c);
    Jump end = {0};
    emit_jump(c, I_JMP, 0, &end);
    handler.target = here(c);
    if (node->text) emit(c, I_CATCH, slot_add(c, node->text), 0, 0);
    else emit(c, I_CATCH, NO_REGISTER, 0, 0);
    Chunk *chunk = c->chunk;
    if (vec_reserve(c->ctx, (void **)&chunk->handlers, &c->cap_handlers, c->n_handlers + 1, sizeof(Handler)) != OK) {
        c->status = ERR_NOMEM;
    } else {
        chunk->handlers[c->n_handlers++] = handler;
        chunk->n_handlers = (int)c->n_handlers;
    }
    statements(c, &node->catch_body);
    jump_land(c, &end, here(c));
}

static void declare_statement(Compiler *c, const Node *node) {
    for (Index i = 0; i < node->list.n; i++) {
        const Node *item = node->list.items[i];
        int slot = slot_add(c, item->text);
        c->span = item->span;
        if (node->kind == NODE_GLOBAL) {
            emit(c, I_GLOBAL, slot, 0, 0);
            if (item->b) expr(c, item->b, WANT_IN(slot));
            continue;
        }
        Jump given = {0};
        emit(c, I_PERSISTENT, slot, c->chunk->n_persistents++, 0);
        emit_jump(c, I_NOP, 0, &given);
        if (item->b) expr(c, item->b, WANT_IN(slot));
        else emit(c, I_EMPTY, slot, 0, 0);
        jump_land(c, &given, here(c));
    }
}

static void jump_statement(Compiler *c, const Node *node) {
    if (node->kind == NODE_RETURN) emit_jump(c, I_JMP, 0, &c->returns);
    else if (!c->loop) compile_fail(c, node->span, "MATLAB:m_break_outside_loop", "BREAK and CONTINUE can stand only inside a FOR or WHILE loop.");
    else emit_jump(c, I_JMP, 0, node->kind == NODE_BREAK ? &c->loop->breaks : &c->loop->continues);
}

void statement(Compiler *c, const Node *node) {
    if (c->status != OK) return;
    c->span = node->span;
    switch (node->kind) {
    case NODE_EXPR: expression_statement(c, node); break;
    case NODE_ASSIGN: assign_statement(c, node); break;
    case NODE_COMMAND: command_statement(c, node); break;
    case NODE_IF: if_statement(c, node); break;
    case NODE_WHILE: while_statement(c, node); break;
    case NODE_FOR: for_statement(c, node); break;
    case NODE_SWITCH: switch_statement(c, node); break;
    case NODE_TRY: try_statement(c, node); break;
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_RETURN: jump_statement(c, node); break;
    case NODE_GLOBAL:
    case NODE_PERSISTENT: declare_statement(c, node); break;
    case NODE_SPMD: statements(c, &node->body); break;
    case NODE_FUNCTION:
    case NODE_ARGUMENTS: break; // compiled on their own
    default:
        if (c->status == OK) c->status = ctx_fail_unsupported(c->ctx, "This statement");
    }
}

void statements(Compiler *c, const NodeList *list) {
    for (Index i = 0; i < list->n && c->status == OK; i++) {
        statement(c, list->items[i]);
    }
}
