// lang/compile_expr.c: expressions to registers.
// expr returns the register that holds the value: a variable or number constant where it already lies (only when
// want.dst is -1), else a temporary or want.dst. An instruction that reads a temporary as operand empties it.
#include "lang/compile_internal.h"
#include <math.h>
#include <string.h>

static int target(Compiler *c, Want want) { return want.dst >= 0 ? want.dst : temp_new(c); }

static int constant_expr(Compiler *c, int constant, Want want) {
    int dst = target(c, want);
    emit_wide(c, I_LOADK, dst, constant);
    return dst;
}

static Value boxed(Compiler *c, Status status, Tensor *t) {
    if (status == OK) return value_take_tensor(t);
    if (c->status == OK) c->status = status;
    return VALUE_NONE;
}

static Value integer_literal(Compiler *c, const Node *node) {
    Shape shape = shape_2d(1, 1);
    Tensor *t = NULL;
    NumClass cls = (NumClass)node->number_class;
    Status status = tensor_new(c->ctx, cls, &shape, &t);
    if (status == OK) memcpy(t->data, &node->integer, class_size(cls)); // little endian: the low bytes come first
    return boxed(c, status, t);
}

static Value imaginary_literal(Compiler *c, double x) {
    Shape shape = shape_2d(1, 1);
    Tensor *t = NULL;
    Status status = tensor_new_complex(c->ctx, CLASS_DOUBLE, &shape, &t);
    if (status == OK) {
        tensor_f64(t)[0] = 0;
        tensor_f64(t)[1] = x;
    }
    return boxed(c, status, t);
}

static int number_value(Compiler *c, double x, Want want) {
    if (want.dst < 0) {
        int r = number_register(c, x);
        if (r >= 0) return r;
    }
    return constant_expr(c, constant_add(c, value_double(x)), want);
}

static int number_expr(Compiler *c, const Node *node, Want want) {
    if (node->is_imaginary) return constant_expr(c, constant_add(c, imaginary_literal(c, node->number)), want);
    if (node->number_class != CLASS_DOUBLE) return constant_expr(c, constant_add(c, integer_literal(c, node)), want);
    return number_value(c, node->number, want);
}

static int number_matrix(Compiler *c, const Node *node, Want want) {
    Index rows = node->list.n, columns = node->list.items[0]->list.n;
    Shape shape = shape_2d(rows, columns);
    Tensor *t = NULL;
    Status status = tensor_new(c->ctx, CLASS_DOUBLE, &shape, &t);
    for (Index i = 0; status == OK && i < rows; i++)
        for (Index j = 0; j < columns; j++) {
            const Node *item = node->list.items[i]->list.items[j];
            tensor_f64(t)[i + j * rows] = item->kind == NODE_UNARY ? -item->a->number : item->number;
        }
    return constant_expr(c, constant_add(c, boxed(c, status, t)), want);
}

static Opcode binary_opcode(BinaryOp op) { return (Opcode)(I_ADD + (int)op); }

static int binary_expr(Compiler *c, const Node *node, Want want) {
    int mark = c->temp;
    int a = expr(c, node->a, WANT_ANY);
    // A variable read directly must not be changed by the second operand's evaluation: only calls of nested functions or
    // eval could do that, and they are rare enough to accept the later value.
    int b = expr(c, node->b, WANT_ANY);
    c->temp = mark;
    int dst = target(c, want);
    c->span = node->span;
    emit(c, binary_opcode(node->binary_op), dst, a, b);
    return dst;
}

static int unary_expr(Compiler *c, const Node *node, Want want) {
    if (node->kind == NODE_UNARY && node->unary_op == OP_NEG && node->a->kind == NODE_NUMBER && !node->a->is_imaginary &&
        node->a->number_class == CLASS_DOUBLE)
        return constant_expr(c, constant_add(c, value_double(-node->a->number)), want);
    int mark = c->temp;
    int a = expr(c, node->a, WANT_ANY);
    c->temp = mark;
    int dst = target(c, want);
    c->span = node->span;
    if (node->unary_op == OP_NEG) emit(c, I_NEG, dst, a, 0);
    else if (node->unary_op == OP_NOT) emit(c, I_NOT, dst, a, 0);
    else emit(c, I_UNARY, dst, a, node->unary_op);
    return dst;
}

static int logical_expr(Compiler *c, const Node *node, Want want) {
    int mark = c->temp;
    int t = temp_new(c);
    Jump end = {0};
    int a = expr(c, node->a, WANT_ANY);
    c->span = node->a->span;
    emit(c, I_SCALARBOOL, t, a, 0);
    emit_jump(c, node->kind == NODE_AND_AND ? I_JMPF : I_JMPT, t, &end);
    c->temp = t + 1;
    int b = expr(c, node->b, WANT_ANY);
    c->span = node->b->span;
    emit(c, I_SCALARBOOL, t, b, 0);
    jump_land(c, &end, here(c));
    c->temp = t + 1;
    if (want.dst < 0) return t;
    c->temp = mark;
    emit(c, I_TAKE, want.dst, t, 0);
    return want.dst;
}

static int range_expr(Compiler *c, const Node *node, Want want) {
    int mark = c->temp;
    int lo = expr(c, node->a, WANT_ANY);
    int step = node->b ? expr(c, node->b, WANT_ANY) : NO_REGISTER;
    int hi = expr(c, node->c, WANT_ANY);
    c->temp = mark;
    int dst = target(c, want);
    c->span = node->span;
    emit(c, I_COLON, dst, lo, step);
    emit_ext(c, node->b != NULL, 1, 0, hi);
    return dst;
}

bool node_makes_list(const Node *node) {
    return node->kind == NODE_BRACE || node->kind == NODE_DOT || node->kind == NODE_DOT_DYNAMIC;
}

static int matrix_expr(Compiler *c, const Node *node, Want want) {
    bool is_cell = node->kind == NODE_CELL;
    if (node->list.n == 0) {
        int dst = target(c, want);
        emit(c, is_cell ? I_EMPTYCELL : I_EMPTY, dst, 0, 0);
        return dst;
    }
    if (node_is_number_matrix(node) && !is_cell) return number_matrix(c, node, want);
    int mark = c->temp;
    uint16_t *counts = mem_alloc((size_t)node->list.n * sizeof *counts);
    if (!counts) {
        if (c->status == OK) c->status = ctx_fail_nomem(c->ctx);
        return 0;
    }
    bool lists = false;
    for (Index i = 0; i < node->list.n; i++) {
        const NodeList *row = &node->list.items[i]->list;
        counts[i] = (uint16_t)row->n;
        for (Index j = 0; j < row->n; j++) {
            const Node *item = row->items[j];
            bool list = node_makes_list(item);
            lists |= list;
            int r = temp_new(c);
            expr(c, item, (Want){.dst = r, .nout = 1, .flags = list ? EXT_AS_LIST : 0});
        }
    }
    int table = rows_add(c, counts, (int)node->list.n, lists);
    mem_free(counts);
    c->temp = mark;
    int first = mark;
    int dst = target(c, want);
    c->span = node->span;
    emit(c, is_cell ? I_CELL : I_MATRIX, dst, table, first);
    return dst;
}

static int child_number(Compiler *c, Chunk *chunk) {
    for (Index i = c->module->n_chunks; i-- > 0;)
        if (c->module->chunks[i] == chunk) return (int)i;
    return 0;
}

static int anonymous_expr(Compiler *c, const Node *node, Want want) {
    Chunk *chunk = compile_anonymous(c, node);
    int dst = target(c, want);
    c->span = node->span;
    int number = chunk ? child_number(c, chunk) : 0;
    emit(c, I_CLOSURE, dst, number & 0xffff, number >> 16);
    return dst;
}

/// Conditions of if and while.
static void condition_short(Compiler *c, const Node *node, Jump *otherwise) {
    // | and & in a condition stop early when the left side is a scalar that decides.
    int mark = c->temp;
    bool is_or = node->binary_op == OP_OR;
    Jump decided = {0};
    int a = temp_new(c);
    expr(c, node->a, WANT_IN(a));
    emit_jump(c, is_or ? I_JSCALART : I_JSCALARF, a, &decided);
    int b = expr(c, node->b, WANT_ANY);
    c->span = node->span;
    emit(c, binary_opcode(node->binary_op), a, a, b);
    if (is_or) {
        emit_jump(c, I_JMPF, a, otherwise);
        jump_land(c, &decided, here(c));
    } else {
        // Decided false comes here as well: JSCALARF leaves the value for JMPF.
        jump_land(c, &decided, here(c));
        emit_jump(c, I_JMPF, a, otherwise);
    }
    c->temp = mark;
}

void condition(Compiler *c, const Node *node, Jump *otherwise) {
    while (node->kind == NODE_PAREN_EXPR) node = node->a;
    if (node->kind == NODE_AND_AND) {
        condition(c, node->a, otherwise);
        condition(c, node->b, otherwise);
        return;
    }
    if (node->kind == NODE_BINARY && (node->binary_op == OP_OR || node->binary_op == OP_AND)) {
        condition_short(c, node, otherwise);
        return;
    }
    int mark = c->temp;
    int r = expr(c, node, WANT_ANY);
    c->span = node->span;
    emit_jump(c, I_JMPF, r, otherwise);
    c->temp = mark;
}

static int end_expr(Compiler *c, const Node *node, Want want) {
    const EndContext *end = c->end;
    int dst = target(c, want);
    c->span = node->span;
    if (!end) {
        compile_fail(c, node->span, "MATLAB:m_illegal_end", "Inside brackets, 'end' means the last index and needs an array to index.");
        return dst;
    }
    if (end->chain >= 0) emit(c, I_ENDCHAIN, dst, end->base, end->chain);
    else emit(c, I_END, dst, end->base, 0);
    emit_ext(c, end->n, 1, 0, end->position);
    return dst;
}

int expr(Compiler *c, const Node *node, Want want) {
    if (c->status != OK) return want.dst >= 0 ? want.dst : c->temp_base;
    c->span = node->span;
    int dst;
    switch (node->kind) {
    case NODE_NUMBER: return number_expr(c, node, want);
    case NODE_CHAR: return constant_expr(c, constant_text(c, node->text, node->n_bytes, false), want);
    case NODE_STRING: return constant_expr(c, constant_text(c, node->text, node->n_bytes, true), want);
    case NODE_COLON_ALL: return constant_expr(c, constant_add(c, (Value){.tag = VAL_COLON}), want);
    case NODE_NAME: return name_expr(c, node, want);
    case NODE_INDEX:
    case NODE_BRACE:
    case NODE_DOT:
    case NODE_DOT_DYNAMIC: return index_expr(c, node, want);
    case NODE_END: return end_expr(c, node, want);
    case NODE_UNARY:
    case NODE_POSTFIX: return unary_expr(c, node, want);
    case NODE_BINARY: return binary_expr(c, node, want);
    case NODE_AND_AND:
    case NODE_OR_OR: return logical_expr(c, node, want);
    case NODE_RANGE: return range_expr(c, node, want);
    case NODE_PAREN_EXPR: return expr(c, node->a, (Want){.dst = want.dst, .nout = 1});
    case NODE_MATRIX:
    case NODE_CELL: return matrix_expr(c, node, want);
    case NODE_ANON: return anonymous_expr(c, node, want);
    case NODE_HANDLE:
        dst = target(c, want);
        emit(c, I_HANDLE, dst, site_add(c, node->text), 0);
        return dst;
    default:
        if (c->status == OK) c->status = ctx_fail_unsupported(c->ctx, node->kind == NODE_META_CLASS ? "?ClassName" : "This expression");
        return want.dst >= 0 ? want.dst : c->temp_base;
    }
}

// ---- anonymous functions ----------------------------------------------------------------------------------------------

static void capture_names(Compiler *parent, Compiler *c) {
    const char *name;
    void *value;
    Chunk *chunk = c->chunk;
    chunk->captures = mem_alloc((size_t)(map_count(c->names.used) + 1) * sizeof *chunk->captures);
    if (!chunk->captures) {
        c->status = ctx_fail_nomem(c->ctx);
        return;
    }
    for (Index pos = 0; map_next(c->names.used, &pos, &name, &value);) {
        if (names_has(c->names.formals, name)) continue;
        int from = slot_find(parent, name);
        if (from < 0) continue;
        int to = slot_add(c, name);
        chunk->captures[chunk->n_captures++] = (Capture){(uint16_t)from, (uint16_t)to};
    }
}

Chunk *compile_anonymous(Compiler *parent, const Node *node) {
    Compiler *c = compiler_new(parent, parent->options, parent->module, parent->ctx, node->text);
    if (!c) {
        parent->status = ERR_NOMEM;
        return NULL;
    }
    Chunk *chunk = c->chunk;
    chunk->is_anonymous = true;
    int n = (int)node->list.n;
    chunk->param_slots = mem_alloc((size_t)(n + 1) * sizeof(uint16_t));
    if (!chunk->param_slots) c->status = ctx_fail_nomem(c->ctx);
    for (int i = 0; c->status == OK && i < n; i++) {
        const Node *p = node->list.items[i];
        if (p->kind == NODE_TILDE) {
            chunk->param_slots[chunk->n_params++] = NO_REGISTER;
            continue;
        }
        names_add(c, c->names.formals, p->text);
        int slot = slot_add(c, p->text);
        if (i == n - 1 && strcmp(p->text, "varargin") == 0) chunk->varargin_slot = (uint16_t)slot;
        else chunk->param_slots[chunk->n_params++] = (uint16_t)slot;
    }
    names_walk(c, node->a);
    if (c->status == OK) capture_names(parent, c);
    layout_registers(c);
    int r = temp_new(c);
    expr(c, node->a, (Want){.dst = r, .nout = 1, .flags = EXT_NOUT_FRAME | EXT_AS_LIST});
    emit(c, I_RETLIST, r, 0, 0);
    return compiler_finish(c, &parent->status);
}
