// lang/ast_dump.c: a unit as an S-expression, for tests: one line a statement.
#include "base/buf.h"
#include "lang/ast.h"

static void dump(const Node *node, Buf *out);

static void dump_all(const NodeList *list, Buf *out) {
    for (Index i = 0; i < list->n; i++) {
        buf_putc(out, ' ');
        dump(list->items[i], out);
    }
}

static void dump_child(const Node *node, Buf *out) {
    if (node == NULL) return;
    buf_putc(out, ' ');
    dump(node, out);
}

static void dump_quoted(const char *text, size_t n_bytes, Buf *out) {
    buf_putc(out, '"');
    for (size_t i = 0; i < n_bytes; i++) {
        if (text[i] == '"' || text[i] == '\\') buf_putc(out, '\\');
        buf_putc(out, text[i]);
    }
    buf_putc(out, '"');
}

static const char *binary_name(BinaryOp op) {
    static const char *const names[] = {
        [OP_ADD] = "+",       [OP_SUB] = "-",   [OP_MUL] = ".*",   [OP_RDIV] = "./",
        [OP_LDIV] = ".\\",    [OP_POW] = ".^",  [OP_EQ] = "==",    [OP_NE] = "~=",
        [OP_LT] = "<",        [OP_LE] = "<=",   [OP_GT] = ">",     [OP_GE] = ">=",
        [OP_AND] = "&",       [OP_OR] = "|",    [OP_MTIMES] = "*", [OP_MRDIVIDE] = "/",
        [OP_MLDIVIDE] = "\\", [OP_MPOWER] = "^"};
    return op <= OP_MPOWER ? names[op] : "?";
}

static void dump_number(const Node *node, Buf *out) {
    if (node->number_class != CLASS_DOUBLE)
        buf_printf(out, "(%s %lld)",
                   (const char *const[]){"int8", "uint8", "int16", "uint16", "int32", "uint32",
                                         "int64", "uint64"}[node->number_class - CLASS_INT8],
                   (long long)node->integer);
    else
        buf_printf(out, "(%s %.17g)", node->is_imaginary ? "imaginary" : "number", node->number);
}

static void dump_body(const char *name, const NodeList *body, Buf *out) {
    buf_printf(out, " (%s", name);
    dump_all(body, out);
    buf_putc(out, ')');
}

/// Rows of a literal; the head stands first, without a blank.
static void dump_rows(const char *name, const NodeList *rows, Buf *out) {
    buf_printf(out, "(%s", name);
    dump_all(rows, out);
    buf_putc(out, ')');
}

static void dump_text(const char *head, const Node *node, Buf *out) {
    buf_printf(out, "(%s ", head);
    dump_quoted(node->text, node->n_bytes, out);
    buf_putc(out, ')');
}

static void dump_argument(const Node *node, Buf *out) {
    buf_printf(out, "(argument %s", node->text);
    if (node->field) buf_printf(out, ".%s", node->field);
    if (node->has_size) dump_body("size", &node->list, out);
    if (node->class_text) buf_printf(out, " (class %s)", node->class_text);
    if (node->validators.n > 0) dump_body("validators", &node->validators, out);
    if (node->a) {
        buf_puts(out, " (default");
        dump_child(node->a, out);
        buf_putc(out, ')');
    }
    buf_putc(out, ')');
}

static void dump_function(const Node *node, Buf *out) {
    buf_printf(out, "(function %s", node->text);
    dump_body("in", &node->list, out);
    dump_body("out", &node->outputs, out);
    dump_all(&node->arguments, out);
    dump_body("body", &node->body, out);
    buf_putc(out, ')');
}

/// Head, children a b c, list.
static void dump_plain(const char *head, const Node *node, Buf *out) {
    buf_printf(out, "(%s", head);
    dump_child(node->a, out);
    dump_child(node->b, out);
    dump_child(node->c, out);
    dump_all(&node->list, out);
    buf_putc(out, ')');
}

static void dump_expression(const Node *node, Buf *out) {
    switch (node->kind) {
    case NODE_NUMBER: dump_number(node, out); break;
    case NODE_CHAR: dump_text("char", node, out); break;
    case NODE_STRING: dump_text("string", node, out); break;
    case NODE_NAME:
        buf_printf(out, "(name %s", node->text);
        dump_child(node->b, out);
        buf_putc(out, ')');
        break;
    case NODE_COLON_ALL: buf_puts(out, "(:)"); break;
    case NODE_END: buf_puts(out, "(end)"); break;
    case NODE_UNARY:
        dump_plain(node->unary_op == OP_NEG    ? "neg"
                   : node->unary_op == OP_PLUS ? "plus"
                                               : "not",
                   node, out);
        break;
    case NODE_POSTFIX: dump_plain(node->unary_op == OP_CTRANSPOSE ? "'" : ".'", node, out); break;
    case NODE_BINARY: dump_plain(binary_name(node->binary_op), node, out); break;
    case NODE_AND_AND: dump_plain("&&", node, out); break;
    case NODE_OR_OR: dump_plain("||", node, out); break;
    case NODE_RANGE: dump_plain("range", node, out); break;
    case NODE_PAREN_EXPR: dump_plain("paren", node, out); break;
    case NODE_INDEX: dump_plain("index", node, out); break;
    case NODE_BRACE: dump_plain("brace", node, out); break;
    case NODE_DOT:
        buf_puts(out, "(dot");
        dump_child(node->a, out);
        buf_printf(out, " %s)", node->text);
        break;
    case NODE_DOT_DYNAMIC: dump_plain("dot", node, out); break;
    case NODE_MATRIX: dump_rows("matrix", &node->list, out); break;
    case NODE_CELL: dump_rows("cell", &node->list, out); break;
    case NODE_ROW: dump_plain("row", node, out); break;
    case NODE_ANON:
        buf_puts(out, "(anon");
        dump_body("in", &node->list, out);
        dump_child(node->a, out);
        buf_putc(out, ')');
        break;
    case NODE_HANDLE: buf_printf(out, "(handle %s)", node->text); break;
    case NODE_TILDE: buf_puts(out, "(~)"); break;
    case NODE_NAME_VALUE:
        buf_printf(out, "(named %s", node->text);
        dump_child(node->a, out);
        buf_putc(out, ')');
        break;
    case NODE_META_CLASS: buf_printf(out, "(class %s)", node->text); break;
    default: break;
    }
}

static void dump_for(const Node *node, Buf *out) {
    buf_printf(out, "(%s", node->is_parfor ? "parfor" : "for");
    dump_child(node->a, out);
    dump_child(node->b, out);
    dump_child(node->c, out);
    dump_body("body", &node->body, out);
    buf_putc(out, ')');
}

static void dump_try(const Node *node, Buf *out) {
    buf_puts(out, "(try");
    dump_body("body", &node->body, out);
    dump_body("catch", &node->catch_body, out);
    buf_printf(out, "%s%s)", node->text ? " " : "", node->text ? node->text : "");
}

static void dump_block(const char *head, const Node *node, Buf *out) {
    buf_printf(out, "(%s", head);
    dump_child(node->a, out);
    dump_body("body", &node->body, out);
    buf_putc(out, ')');
}

static void dump(const Node *node, Buf *out) {
    switch (node->kind) {
    case NODE_EXPR: dump_plain(node->show ? "expr!" : "expr", node, out); break;
    case NODE_ASSIGN:
        buf_puts(out, node->show ? "(assign!" : "(assign");
        dump_all(&node->list, out);
        dump_child(node->a, out);
        buf_putc(out, ')');
        break;
    case NODE_COMMAND:
        buf_printf(out, "(command%s %s", node->show ? "!" : "", node->text);
        dump_all(&node->list, out);
        buf_putc(out, ')');
        break;
    case NODE_IF: dump_plain("if", node, out); break;
    case NODE_BRANCH: dump_block(node->a ? "branch" : "else", node, out); break;
    case NODE_WHILE: dump_block("while", node, out); break;
    case NODE_FOR: dump_for(node, out); break;
    case NODE_SWITCH: dump_plain("switch", node, out); break;
    case NODE_TRY: dump_try(node, out); break;
    case NODE_BREAK: buf_puts(out, "(break)"); break;
    case NODE_CONTINUE: buf_puts(out, "(continue)"); break;
    case NODE_RETURN: buf_puts(out, "(return)"); break;
    case NODE_GLOBAL: dump_plain("global", node, out); break;
    case NODE_PERSISTENT: dump_plain("persistent", node, out); break;
    case NODE_FUNCTION: dump_function(node, out); break;
    case NODE_ARGUMENTS:
        buf_printf(out, "(arguments %s", node->text);
        dump_all(&node->list, out);
        buf_putc(out, ')');
        break;
    case NODE_ARGUMENT: dump_argument(node, out); break;
    case NODE_SPMD: dump_block("spmd", node, out); break;
    default: dump_expression(node, out); break;
    }
}

void unit_dump(const Unit *unit, Buf *out) {
    for (Index i = 0; i < unit->statements.n; i++) {
        dump(unit->statements.items[i], out);
        buf_putc(out, '\n');
    }
    for (Index i = 0; i < unit->functions.n; i++) {
        dump(unit->functions.items[i], out);
        buf_putc(out, '\n');
    }
}
