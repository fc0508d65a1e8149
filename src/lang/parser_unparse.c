// lang/parser_unparse.c: an expression as text without blanks, the way anonymous functions are
// displayed.
#include "base/buf.h"
#include "lang/parser.h"

static const char *binary_text(BinaryOp op) {
    switch (op) {
    case OP_ADD: return "+";
    case OP_SUB: return "-";
    case OP_MUL: return ".*";
    case OP_RDIV: return "./";
    case OP_LDIV: return ".\\";
    case OP_POW: return ".^";
    case OP_EQ: return "==";
    case OP_NE: return "~=";
    case OP_LT: return "<";
    case OP_LE: return "<=";
    case OP_GT: return ">";
    case OP_GE: return ">=";
    case OP_AND: return "&";
    case OP_OR: return "|";
    case OP_MTIMES: return "*";
    case OP_MRDIVIDE: return "/";
    case OP_MLDIVIDE: return "\\";
    case OP_MPOWER: return "^";
    default: return "?";
    }
}

static void put_list(const char *source, const NodeList *list, const char *open,
                     const char *between, const char *close, Buf *out) {
    buf_puts(out, open);
    for (Index i = 0; i < list->n; i++) {
        if (i > 0) buf_puts(out, between);
        node_unparse(source, list->items[i], out);
    }
    buf_puts(out, close);
}

static void put_two(const char *source, const Node *node, const char *op, Buf *out) {
    node_unparse(source, node->a, out);
    buf_puts(out, op);
    node_unparse(source, node->b, out);
}

static void put_range(const char *source, const Node *node, Buf *out) {
    node_unparse(source, node->a, out);
    buf_putc(out, ':');
    if (node->b) {
        node_unparse(source, node->b, out);
        buf_putc(out, ':');
    }
    node_unparse(source, node->c, out);
}

void node_unparse(const char *source, const Node *node, Buf *out) {
    switch (node->kind) {
    case NODE_NUMBER:
    case NODE_CHAR:
    case NODE_STRING: buf_put(out, source + node->offset, node->n_source); break;
    case NODE_NAME: buf_puts(out, node->text); break;
    case NODE_COLON_ALL: buf_putc(out, ':'); break;
    case NODE_END: buf_puts(out, "end"); break;
    case NODE_TILDE: buf_putc(out, '~'); break;
    case NODE_UNARY:
        buf_putc(out, node->unary_op == OP_NEG ? '-' : node->unary_op == OP_PLUS ? '+' : '~');
        node_unparse(source, node->a, out);
        break;
    case NODE_POSTFIX:
        node_unparse(source, node->a, out);
        buf_puts(out, node->unary_op == OP_CTRANSPOSE ? "'" : ".'");
        break;
    case NODE_BINARY: put_two(source, node, binary_text(node->binary_op), out); break;
    case NODE_AND_AND: put_two(source, node, "&&", out); break;
    case NODE_OR_OR: put_two(source, node, "||", out); break;
    case NODE_RANGE: put_range(source, node, out); break;
    case NODE_PAREN_EXPR:
        buf_putc(out, '(');
        node_unparse(source, node->a, out);
        buf_putc(out, ')');
        break;
    case NODE_INDEX:
        node_unparse(source, node->a, out);
        put_list(source, &node->list, "(", ",", ")", out);
        break;
    case NODE_BRACE:
        node_unparse(source, node->a, out);
        put_list(source, &node->list, "{", ",", "}", out);
        break;
    case NODE_DOT:
        node_unparse(source, node->a, out);
        buf_putc(out, '.');
        buf_puts(out, node->text);
        break;
    case NODE_DOT_DYNAMIC:
        node_unparse(source, node->a, out);
        buf_puts(out, ".(");
        node_unparse(source, node->b, out);
        buf_putc(out, ')');
        break;
    case NODE_MATRIX: put_list(source, &node->list, "[", ";", "]", out); break;
    case NODE_CELL: put_list(source, &node->list, "{", ";", "}", out); break;
    case NODE_ROW: put_list(source, &node->list, "", ",", "", out); break;
    case NODE_ANON:
        put_list(source, &node->list, "@(", ",", ")", out);
        node_unparse(source, node->a, out);
        break;
    case NODE_HANDLE:
        buf_putc(out, '@');
        buf_puts(out, node->text);
        break;
    case NODE_NAME_VALUE:
        buf_puts(out, node->text);
        buf_putc(out, '=');
        node_unparse(source, node->a, out);
        break;
    case NODE_META_CLASS:
        buf_putc(out, '?');
        buf_puts(out, node->text);
        break;
    default: buf_put(out, source + node->offset, node->n_source); break;
    }
}
