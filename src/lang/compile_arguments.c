// lang/compile_arguments.c: arguments blocks. Their checks and defaults become code at the start of the function, in the
// order of the declarations, so that a default may use earlier arguments.
#include "lang/compile_internal.h"
#include "base/vec.h"
#include <string.h>

static int spec_add(Compiler *c, const Node *node, int position) {
    Chunk *chunk = c->chunk;
    if (vec_reserve(c->ctx, (void **)&chunk->arguments, &c->cap_arguments, c->n_arguments + 1, sizeof(ArgumentSpec)) != OK) {
        c->status = ERR_NOMEM;
        return 0;
    }
    ArgumentSpec *spec = &chunk->arguments[c->n_arguments];
    *spec = (ArgumentSpec){.position = position, .has_size = node->has_size};
    spec->name = mem_dup(node->field ? node->field : node->text);
    if (node->class_text) spec->class_text = mem_dup(node->class_text);
    chunk->n_arguments = (int)++c->n_arguments;
    if (!spec->name || (node->class_text && !spec->class_text)) c->status = ctx_fail_nomem(c->ctx);
    for (Index i = 0; i < node->list.n && i < SHAPE_MAX_DIMS; i++) {
        spec->sizes[spec->n_sizes++] = node->list.items[i]->kind == NODE_COLON_ALL ? -1 : (Index)node->list.items[i]->number;
    }
    return (int)c->n_arguments - 1;
}

/// Calls every validator; `value` is the register a bare function name is called with.
static void validators(Compiler *c, const Node *node, int spec, int value) {
    if (node->validators.n == 0) return;
    emit(c, I_VALIDATE, spec, 0, 0);
    for (Index i = 0; i < node->validators.n; i++) {
        const Node *v = node->validators.items[i];
        int mark = c->temp;
        int r = temp_new(c);
        c->span = v->span;
        if (v->kind == NODE_NAME) {
            int arg = temp_new(c);
            emit(c, I_MOVE, arg, value, 0);
            emit(c, I_CALL, r, site_add(c, v->text), arg);
            emit_ext(c, 1, 0, EXT_AS_LIST | EXT_STATEMENT, 0);
        } else {
            expr(c, v, (Want){.dst = r, .nout = 0, .flags = EXT_AS_LIST | EXT_STATEMENT});
        }
        emit(c, I_CLEAR, r, 0, 0);
        c->temp = mark;
    }
    emit(c, I_VALIDATE, NO_REGISTER, 0, 0);
}

static void check_value(Compiler *c, const Node *node, int spec, int value) {
    c->span = node->span;
    if (node->has_size || node->class_text) emit(c, I_ARGCHECK, value, spec, 0);
    validators(c, node, spec, value);
}

static int parameter_position(const Node *function, const char *name) {
    for (Index i = 0; i < function->list.n; i++)
        if (function->list.items[i]->kind == NODE_NAME && strcmp(function->list.items[i]->text, name) == 0) return (int)i + 1;
    return 0;
}

static void positional(Compiler *c, const Node *function, const Node *node) {
    int position = parameter_position(function, node->text);
    int slot = slot_find(c, node->text);
    if (strcmp(node->text, "~") == 0) return;
    if (position == 0 || slot < 0) {
        compile_fail(c, node->span, "MATLAB:functionValidation:undefinedArgument", "The arguments block names an argument that is not in the function's signature.");
        return;
    }
    Jump given = {0};
    if (node->a) {
        emit_jump(c, I_ARGGIVEN, position, &given);
        expr(c, node->a, WANT_IN(slot));
        jump_land(c, &given, here(c));
    } else if (position > c->chunk->n_required) {
        c->chunk->n_required = position;
    }
    c->chunk->checks_positions = true;
    check_value(c, node, spec_add(c, node, position), slot);
}

static void option(Compiler *c, const Node *node) {
    int slot = slot_find(c, node->text);
    if (slot < 0) {
        compile_fail(c, node->span, "MATLAB:functionValidation:undefinedArgument", "The arguments block names options that are not in the function's signature.");
        return;
    }
    int spec = spec_add(c, node, 0);
    int mark = c->temp;
    int value = temp_new(c);
    Jump given = {0}, end = {0};
    emit(c, I_NVGET, value, spec, 0);
    emit_jump(c, I_NOP, 0, &given);
    if (node->a) expr(c, node->a, WANT_IN(value));
    else emit_jump(c, I_JMP, 0, &end);
    jump_land(c, &given, here(c));
    c->span = node->span;
    if (node->has_size || node->class_text) emit(c, I_ARGCHECK, value, spec, 0);
    emit(c, I_SETDOT, slot, site_add(c, node->field), value);
    if (node->validators.n > 0) {
        emit(c, I_DOT, value, slot, site_add(c, node->field));
        emit_ext(c, 0, 1, 0, 0);
        validators(c, node, spec, value);
        emit(c, I_CLEAR, value, 0, 0);
    }
    jump_land(c, &end, here(c));
    c->temp = mark;
}

/// Every element of a repeating argument's cell is checked.
static void repeating(Compiler *c, const Node *function, const Node *node, int n) {
    Chunk *chunk = c->chunk;
    int slot = slot_find(c, node->text);
    int position = parameter_position(function, node->text);
    if (slot < 0 || position == 0) {
        compile_fail(c, node->span, "MATLAB:functionValidation:undefinedArgument", "The arguments block names an argument that is not in the function's signature.");
        return;
    }
    if (!chunk->repeating_slots) chunk->repeating_slots = mem_alloc((size_t)(n + 1) * sizeof(uint16_t));
    if (!chunk->repeating_slots) {
        c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    chunk->has_repeating = true;
    chunk->repeating_slots[chunk->n_repeating++] = (uint16_t)slot;
    for (Index i = 0; i < node->validators.n; i++)
        if (node->validators.items[i]->kind != NODE_NAME && c->status == OK)
            c->status = ctx_fail_unsupported(c->ctx, "A validator with arguments of its own for a repeating argument");
    int spec = spec_add(c, node, position);
    chunk->arguments[spec].position = position;
    if (node->validators.n == 0 && !node->class_text && !node->has_size) return;
    int mark = c->temp;
    int state = temps_new(c, 5), element = temp_new(c), value = temp_new(c), one = temp_new(c);
    Jump empty = {0}, next = {0}, body = {0};
    emit(c, I_MOVE, state, slot, 0);
    emit_jump(c, I_FORARRAY, state, &empty);
    emit_jump(c, I_JMP, 0, &next);
    int32_t top = here(c);
    emit_wide(c, I_LOADK, one, constant_add(c, value_double(1)));
    emit(c, I_BRACE, value, element, one);
    emit_ext(c, 1, 1, 0, 0);
    check_value(c, node, spec, value);
    jump_land(c, &next, here(c));
    emit(c, I_FORNEXT, state, 0, element);
    emit_jump(c, I_NOP, 0, &body);
    jump_land(c, &body, top);
    jump_land(c, &empty, here(c));
    emit(c, I_CLEAR, state, 0, 0);
    emit(c, I_CLEAR, value, 0, 0);
    c->temp = mark;
}

static void options_start(Compiler *c, const Node *function) {
    for (Index b = 0; b < function->arguments.n; b++) {
        const Node *block = function->arguments.items[b];
        if (strcmp(block->text, "Output") == 0) continue;
        for (Index i = 0; i < block->list.n; i++) {
            const Node *node = block->list.items[i];
            int slot = slot_find(c, node->text);
            if (!node->field || slot < 0 || c->chunk->has_options) continue;
            c->chunk->has_options = true;
            c->chunk->options_slot = (uint16_t)slot;
            StructArray *s = NULL;
            Shape shape = shape_2d(1, 1);
            Status status = struct_new(c->ctx, &shape, &s);
            if (status == OK) emit_wide(c, I_LOADK, slot, constant_add(c, value_take_struct(s)));
            else c->status = status;
        }
    }
}

void arguments_prologue(Compiler *c, const Node *function) {
    Chunk *chunk = c->chunk;
    options_start(c, function);
    for (Index b = 0; b < function->arguments.n; b++) {
        const Node *block = function->arguments.items[b];
        if (strcmp(block->text, "Output") == 0) continue;
        for (Index i = 0; i < block->list.n && c->status == OK; i++) {
            const Node *node = block->list.items[i];
            c->span = node->span;
            if (strcmp(block->text, "Repeating") == 0) repeating(c, function, node, (int)block->list.n);
            else if (node->field) option(c, node);
            else positional(c, function, node);
        }
    }
    if (chunk->has_repeating) {
        // The repeating arguments take the place of varargin, behind the positional ones.
        if (chunk->varargin_slot != NO_REGISTER) chunk->varargin_slot = NO_REGISTER;
        else chunk->n_params -= chunk->n_repeating;
    }
    if (chunk->has_options && chunk->n_params > 0 && chunk->param_slots[chunk->n_params - 1] == chunk->options_slot) chunk->n_params--;
    if (chunk->has_options && chunk->has_repeating && chunk->n_params < 0) chunk->n_params = 0;
}

void arguments_epilogue(Compiler *c, const Node *function) {
    for (Index b = 0; b < function->arguments.n; b++) {
        const Node *block = function->arguments.items[b];
        if (strcmp(block->text, "Output") != 0) continue;
        for (Index i = 0; i < block->list.n && c->status == OK; i++) {
            const Node *node = block->list.items[i];
            int slot = slot_find(c, node->text);
            if (slot < 0) continue;
            Jump defined = {0}, end = {0};
            emit_jump(c, I_JDEFINED, slot, &defined);
            emit_jump(c, I_JMP, 0, &end);
            jump_land(c, &defined, here(c));
            check_value(c, node, spec_add(c, node, -1), slot);
            jump_land(c, &end, here(c));
        }
    }
}
