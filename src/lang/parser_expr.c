// lang/parser_expr.c: expressions. Binary operators climb by precedence; transpose and power share
// one level and bind tighter than unary minus; inside [] and {} a blank before a sign that touches
// its operand ends the element.
#include "base/buf.h"
#include "lang/parser.h"
#include <string.h>

enum {
    LEVEL_OR_OR = 1,
    LEVEL_AND_AND,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_COMPARE,
    LEVEL_COLON,
    LEVEL_ADD,
    LEVEL_MUL
};

typedef struct OperatorInfo {
    int level; // 0: no binary operator
    BinaryOp op;
} OperatorInfo;

static OperatorInfo operator_info(TokenKind kind) {
    switch (kind) {
    case TOK_OR_OR: return (OperatorInfo){LEVEL_OR_OR, OP_OR};
    case TOK_AND_AND: return (OperatorInfo){LEVEL_AND_AND, OP_AND};
    case TOK_OR: return (OperatorInfo){LEVEL_OR, OP_OR};
    case TOK_AND: return (OperatorInfo){LEVEL_AND, OP_AND};
    case TOK_EQ: return (OperatorInfo){LEVEL_COMPARE, OP_EQ};
    case TOK_NE: return (OperatorInfo){LEVEL_COMPARE, OP_NE};
    case TOK_LT: return (OperatorInfo){LEVEL_COMPARE, OP_LT};
    case TOK_LE: return (OperatorInfo){LEVEL_COMPARE, OP_LE};
    case TOK_GT: return (OperatorInfo){LEVEL_COMPARE, OP_GT};
    case TOK_GE: return (OperatorInfo){LEVEL_COMPARE, OP_GE};
    case TOK_COLON: return (OperatorInfo){LEVEL_COLON, OP_ADD};
    case TOK_PLUS: return (OperatorInfo){LEVEL_ADD, OP_ADD};
    case TOK_MINUS: return (OperatorInfo){LEVEL_ADD, OP_SUB};
    case TOK_STAR: return (OperatorInfo){LEVEL_MUL, OP_MTIMES};
    case TOK_SLASH: return (OperatorInfo){LEVEL_MUL, OP_MRDIVIDE};
    case TOK_BACKSLASH: return (OperatorInfo){LEVEL_MUL, OP_MLDIVIDE};
    case TOK_DOT_STAR: return (OperatorInfo){LEVEL_MUL, OP_MUL};
    case TOK_DOT_SLASH: return (OperatorInfo){LEVEL_MUL, OP_RDIV};
    case TOK_DOT_BACKSLASH: return (OperatorInfo){LEVEL_MUL, OP_LDIV};
    default: return (OperatorInfo){0, OP_ADD};
    }
}

static Node *parse_level(Parser *p, int min_level);
static Node *parse_primary(Parser *p);

/// True when a blank, a newline or a continuation follows the current token.
static bool space_after(const Parser *p) {
    uint32_t n, at = p->tok.end;
    const char *s = p->lexer.source;
    if (at >= p->lexer.n || s[at] == '\n' || s[at] == '\r' || lexer_is_blank(&p->lexer, at, &n))
        return true;
    return at + 2 < p->lexer.n && s[at] == '.' && s[at + 1] == '.' && s[at + 2] == '.';
}

/// [a -b] has two elements, [a - b] and [a -  b] one.
static bool starts_element(const Parser *p) {
    return p->tok.in_matrix && p->tok.space_before &&
           (p->tok.kind == TOK_PLUS || p->tok.kind == TOK_MINUS) && !space_after(p);
}

// ---- names, literals ----------------------------------------------------------------------------

Node *parse_name(Parser *p, const char *what) {
    if (!parser_at(p, TOK_IDENT)) return parse_fail_here(p, what);
    Node *node = node_new(p, NODE_NAME);
    if (node == NULL) return NULL;
    node->text = parser_text(p, &p->tok, &node->n_bytes);
    if (node->text == NULL) return NULL;
    parser_next(p);
    return node_end(p, node);
}

static Node *parse_number(Parser *p) {
    Node *node = node_new(p, NODE_NUMBER);
    if (node == NULL) return NULL;
    node->number = p->tok.number;
    node->integer = p->tok.integer;
    node->number_class = (int8_t)p->tok.number_class;
    node->is_imaginary = p->tok.is_imaginary;
    parser_next(p);
    return node_end(p, node);
}

/// Text between its quotes, doubled quotes undone.
static Node *parse_text(Parser *p, NodeKind kind, char quote) {
    Node *node = node_new(p, kind);
    if (node == NULL) return NULL;
    size_t n = p->tok.end - p->tok.offset - 2;
    char *text = arena_dup(p->arena, p->lexer.source + p->tok.offset + 1, n);
    if (text == NULL) return parser_fail_nomem(p);
    size_t to = 0;
    for (size_t from = 0; from < n; from++, to++) {
        text[to] = text[from];
        if (text[from] == quote) from++;
    }
    text[to] = '\0';
    node->text = text;
    node->n_bytes = to;
    parser_next(p);
    return node_end(p, node);
}

// ---- brackets -----------------------------------------------------------------------------------

/// A bracket that was not closed: the place to mend is usually where it was opened.
static Node *fail_unclosed(Parser *p, const Token *opening, const char *closer) {
    TokenKind kind = p->tok.kind;
    bool cut_off = kind == TOK_EOF || kind == TOK_NEWLINE || kind == TOK_SEMICOLON;
    bool ran_on =
        p->tok.span.line > opening->span.line && (kind == TOK_ASSIGN || kind >= TOK_FIRST_KEYWORD);
    if (cut_off || ran_on) {
        if (kind == TOK_EOF && parser_wants_more(p)) p->incomplete = true;
        return parse_fail(p, opening->span, "MATLAB:m_unbalanced", "This %s has no matching '%s'.",
                          token_kind_text(opening->kind), closer);
    }
    if (kind == TOK_RPAREN || kind == TOK_RBRACKET || kind == TOK_RBRACE)
        return parse_fail(p, p->tok.span, "MATLAB:m_unbalanced",
                          "Found %s where '%s' was expected to close the %s in column %d.",
                          token_kind_text(kind), closer, token_kind_text(opening->kind),
                          opening->span.column);
    return parse_fail_here(p, NULL);
}

static Node *parse_paren(Parser *p) {
    Node *node = node_new(p, NODE_PAREN_EXPR);
    if (node == NULL) return NULL;
    Token opening = p->tok;
    parser_next(p);
    if (parser_at(p, TOK_RPAREN))
        return parse_fail(p, p->tok.span, "MATLAB:m_missing_operand",
                          "The parentheses are empty: an expression is missing.");
    node->a = parse_expression(p);
    if (node->a == NULL) return NULL;
    if (!parser_take(p, TOK_RPAREN)) return fail_unclosed(p, &opening, ")");
    return node_end(p, node);
}

static Node *parse_colon_all(Parser *p) {
    Lexer ahead = p->lexer;
    Token next;
    lexer_next(&ahead, &next);
    if (next.kind != TOK_COMMA && next.kind != TOK_RPAREN && next.kind != TOK_RBRACE)
        return parse_expression(p);
    Node *node = node_new(p, NODE_COLON_ALL);
    parser_next(p);
    return node_end(p, node);
}

/// Name=value in the list of a call.
static Node *parse_name_value(Parser *p, const Node *name) {
    if (name->kind != NODE_NAME) return parse_fail_here(p, NULL);
    Node *node = node_from(p, NODE_NAME_VALUE, name);
    if (node == NULL) return NULL;
    parser_next(p);
    node->text = name->text;
    node->n_bytes = name->n_bytes;
    node->a = parse_expression(p);
    return node->a ? node_end(p, node) : NULL;
}

static bool parse_argument_items(Parser *p, const Token *opening, TokenKind closing) {
    const char *closer = closing == TOK_RPAREN ? ")" : "}";
    bool named = false;
    if (parser_take(p, closing)) return true;
    for (;;) {
        Node *item = parser_at(p, TOK_COLON) ? parse_colon_all(p) : parse_expression(p);
        if (item == NULL) return false;
        if (parser_at(p, TOK_ASSIGN) && closing == TOK_RPAREN) {
            item = parse_name_value(p, item);
            named = true;
        } else if (named) {
            parse_fail(p, item->span, "MATLAB:m_positional_after_named",
                       "An argument without a name cannot follow Name=Value.");
            return false;
        }
        if (!list_push(p, item)) return false;
        if (parser_take(p, closing)) return true;
        if (!parser_at(p, TOK_COMMA)) return fail_unclosed(p, opening, closer) != NULL;
        parser_next(p);
    }
}

/// (…) or {…} after `base`.
static Node *parse_arguments(Parser *p, Node *base, TokenKind closing) {
    Node *node = node_from(p, closing == TOK_RPAREN ? NODE_INDEX : NODE_BRACE, base);
    if (node == NULL || !parser_enter(p)) return NULL;
    node->a = base;
    Token opening = p->tok;
    Index mark = p->n_stack;
    p->index_depth++;
    parser_next(p);
    if (!parse_argument_items(p, &opening, closing) || !list_take(p, mark, &node->list))
        return NULL;
    p->index_depth--;
    parser_leave(p);
    return node_end(p, node);
}

static bool at_row_end(const Parser *p) {
    return parser_at(p, TOK_SEMICOLON) || parser_at(p, TOK_NEWLINE);
}

static bool is_tilde_element(const Parser *p) {
    if (!parser_at(p, TOK_TILDE)) return false;
    char c = p->tok.end < p->lexer.n ? p->lexer.source[p->tok.end] : '\0';
    return c == ',' || c == ']' || space_after(p);
}

static Node *parse_tilde(Parser *p) {
    Node *node = node_new(p, NODE_TILDE);
    parser_next(p);
    return node_end(p, node);
}

/// One row; stops at its end mark or the closing bracket.
static Node *parse_row(Parser *p, Node *matrix, const Token *opening, TokenKind closing,
                       bool allow_tilde) {
    Node *row = node_new(p, NODE_ROW);
    if (row == NULL) return NULL;
    Index mark = p->n_stack;
    while (!at_row_end(p) && !parser_at(p, closing)) {
        if (parser_at(p, TOK_EOF) || p->tok.kind >= TOK_FIRST_KEYWORD)
            return fail_unclosed(p, opening, closing == TOK_RBRACKET ? "]" : "}");
        Node *item;
        if (allow_tilde && is_tilde_element(p)) {
            item = parse_tilde(p);
            if (item && matrix->b == NULL) matrix->b = item;
        } else {
            item = parse_expression(p);
        }
        if (!list_push(p, item)) return NULL;
        if (parser_take(p, TOK_COMMA) || at_row_end(p) || parser_at(p, closing)) continue;
        if (!p->tok.space_before || parser_at(p, TOK_ASSIGN) || parser_at(p, TOK_EOF) ||
            parser_at(p, TOK_RPAREN) || parser_at(p, TOK_RBRACKET) || parser_at(p, TOK_RBRACE))
            return fail_unclosed(p, opening, closing == TOK_RBRACKET ? "]" : "}");
    }
    if (!list_take(p, mark, &row->list)) return NULL;
    return node_end(p, row);
}

Node *parse_matrix(Parser *p, bool allow_tilde) {
    bool is_cell = parser_at(p, TOK_LBRACE);
    TokenKind closing = is_cell ? TOK_RBRACE : TOK_RBRACKET;
    Node *node = node_new(p, is_cell ? NODE_CELL : NODE_MATRIX);
    if (node == NULL || !parser_enter(p)) return NULL;
    Token opening = p->tok;
    Index mark = p->n_stack;
    parser_next(p);
    for (;;) {
        while (at_row_end(p)) parser_next(p);
        if (parser_at(p, closing)) break;
        if (!list_push(p, parse_row(p, node, &opening, closing, allow_tilde))) return NULL;
    }
    parser_next(p);
    if (!list_take(p, mark, &node->list)) return NULL;
    parser_leave(p);
    return node_end(p, node);
}

// ---- functions as values ------------------------------------------------------------------------

static bool parse_anon_parameters(Parser *p, const Token *opening) {
    if (parser_take(p, TOK_RPAREN)) return true;
    for (;;) {
        Node *item = parser_at(p, TOK_TILDE) ? parse_tilde(p) : parse_name(p, "a parameter name");
        if (!list_push(p, item)) return false;
        if (parser_take(p, TOK_RPAREN)) return true;
        if (!parser_at(p, TOK_COMMA)) return fail_unclosed(p, opening, ")") != NULL;
        parser_next(p);
    }
}

static Node *parse_anon(Parser *p, Node *node) {
    Token opening = p->tok;
    Index mark = p->n_stack;
    if (!parser_enter(p)) return NULL;
    parser_next(p);
    node->kind = NODE_ANON;
    if (!parse_anon_parameters(p, &opening) || !list_take(p, mark, &node->list)) return NULL;
    int index_depth = p->index_depth;
    p->index_depth = 0;
    node->a = parse_expression(p);
    if (node->a == NULL) return NULL;
    p->index_depth = index_depth;
    parser_leave(p);
    if (node_end(p, node) == NULL) return NULL;
    Buf text = BUF_INIT;
    node_unparse(p->lexer.source, node, &text);
    node->text = text.failed ? NULL : arena_dup(p->arena, buf_text(&text), text.len);
    node->n_bytes = text.len;
    buf_done(&text);
    return node->text ? node : parser_fail_nomem(p);
}

/// name or pkg.name after @ or ?, as one text.
static bool parse_dotted(Parser *p, Node *node) {
    if (!parser_at(p, TOK_IDENT))
        return parse_fail_here(p, node->kind == NODE_HANDLE ? "a function name or '('"
                                                            : "a class name") != NULL;
    Token whole = p->tok;
    parser_next(p);
    while (parser_at(p, TOK_DOT) && !p->tok.space_before) {
        parser_next(p);
        if (!parser_at(p, TOK_IDENT)) return parse_fail_here(p, "a name after the point") != NULL;
        whole.end = p->tok.end;
        parser_next(p);
    }
    node->text = parser_text(p, &whole, &node->n_bytes);
    return node->text != NULL;
}

static Node *parse_at(Parser *p, NodeKind kind) {
    Node *node = node_new(p, kind);
    if (node == NULL) return NULL;
    parser_next(p);
    if (kind == NODE_HANDLE && parser_at(p, TOK_LPAREN)) return parse_anon(p, node);
    return parse_dotted(p, node) ? node_end(p, node) : NULL;
}

// ---- operands -----------------------------------------------------------------------------------

static Node *parse_field(Parser *p, Node *base) {
    Node *node = node_from(p, NODE_DOT, base);
    if (node == NULL) return NULL;
    node->a = base;
    parser_next(p);
    if (parser_at(p, TOK_IDENT)) {
        node->text = parser_text(p, &p->tok, &node->n_bytes);
        if (node->text == NULL) return NULL;
        parser_next(p);
        return node_end(p, node);
    }
    if (!parser_at(p, TOK_LPAREN))
        return parse_fail(p, p->tok.span, "MATLAB:m_missing_field",
                          "A field name or (expression) must follow '.'; found %s.",
                          token_kind_text(p->tok.kind));
    node->kind = NODE_DOT_DYNAMIC;
    Token opening = p->tok;
    parser_next(p);
    node->b = parse_expression(p);
    if (node->b == NULL) return NULL;
    if (!parser_take(p, TOK_RPAREN)) return fail_unclosed(p, &opening, ")");
    return node_end(p, node);
}

Node *parse_reference(Parser *p) {
    Node *node = parse_name(p, "a variable name");
    while (node) {
        bool apart = p->tok.in_matrix && p->tok.space_before;
        if (parser_at(p, TOK_LPAREN) && !apart) {
            if (node->kind == NODE_INDEX) return parse_fail_here(p, NULL);
            node = parse_arguments(p, node, TOK_RPAREN);
        } else if (parser_at(p, TOK_LBRACE) && !apart) {
            node = parse_arguments(p, node, TOK_RBRACE);
        } else if (parser_at(p, TOK_DOT)) {
            node = parse_field(p, node);
        } else {
            break;
        }
    }
    return node;
}

static Node *parse_end_index(Parser *p) {
    if (p->index_depth == 0)
        return parse_fail(
            p, p->tok.span, "MATLAB:m_illegal_end",
            "Inside brackets, 'end' means the last index and needs an array to index.");
    Node *node = node_new(p, NODE_END);
    parser_next(p);
    return node_end(p, node);
}

static Node *parse_primary(Parser *p) {
    if (p->pending) {
        Node *node = p->pending;
        p->pending = NULL;
        return node;
    }
    switch (p->tok.kind) {
    case TOK_NUMBER: return parse_number(p);
    case TOK_CHAR: return parse_text(p, NODE_CHAR, '\'');
    case TOK_STRING: return parse_text(p, NODE_STRING, '"');
    case TOK_IDENT: return parse_reference(p);
    case TOK_LPAREN: return parse_paren(p);
    case TOK_LBRACKET:
    case TOK_LBRACE: return parse_matrix(p, false);
    case TOK_AT: return parse_at(p, NODE_HANDLE);
    case TOK_QUESTION: return parse_at(p, NODE_META_CLASS);
    case TOK_END_INDEX: return parse_end_index(p);
    default: return parse_fail_here(p, "an expression");
    }
}

// ---- operators ----------------------------------------------------------------------------------

static bool is_sign(TokenKind kind) {
    return kind == TOK_MINUS || kind == TOK_PLUS || kind == TOK_TILDE;
}

/// Signs before an operand read by `operand`.
static Node *parse_signs(Parser *p, Node *(*operand)(Parser *)) {
    if (p->pending || !is_sign(p->tok.kind)) return operand(p);
    Node *node = node_new(p, NODE_UNARY);
    if (node == NULL || !parser_enter(p)) return NULL;
    node->unary_op = parser_at(p, TOK_MINUS) ? OP_NEG : parser_at(p, TOK_PLUS) ? OP_PLUS : OP_NOT;
    parser_next(p);
    node->a = parse_signs(p, operand);
    if (node->a == NULL) return NULL;
    parser_leave(p);
    return node_end(p, node);
}

/// Operand with transposes and powers, left to right: a^b' is (a^b)', 2^-1 takes the sign with the
/// exponent.
static Node *parse_power(Parser *p) {
    Node *left = parse_primary(p);
    while (left) {
        TokenKind kind = p->tok.kind;
        if (kind == TOK_QUOTE || kind == TOK_DOT_QUOTE) {
            Node *node = node_from(p, NODE_POSTFIX, left);
            if (node == NULL) return NULL;
            node->unary_op = kind == TOK_QUOTE ? OP_CTRANSPOSE : OP_TRANSPOSE;
            node->a = left;
            parser_next(p);
            left = node_end(p, node);
        } else if (kind == TOK_CARET || kind == TOK_DOT_CARET) {
            Node *node = node_from(p, NODE_BINARY, left);
            if (node == NULL) return NULL;
            node->binary_op = kind == TOK_CARET ? OP_MPOWER : OP_POW;
            node->a = left;
            parser_next(p);
            node->b = parse_signs(p, parse_primary);
            left = node->b ? node_end(p, node) : NULL;
        } else {
            break;
        }
    }
    return left;
}

/// lo:hi or lo:step:hi.
static Node *parse_range(Parser *p, Node *lo) {
    Node *node = node_from(p, NODE_RANGE, lo);
    if (node == NULL) return NULL;
    node->a = lo;
    parser_next(p);
    node->c = parse_level(p, LEVEL_ADD);
    if (node->c == NULL) return NULL;
    if (parser_at(p, TOK_COLON)) {
        parser_next(p);
        node->b = node->c;
        node->c = parse_level(p, LEVEL_ADD);
        if (node->c == NULL) return NULL;
    }
    return node_end(p, node);
}

static Node *parse_binary(Parser *p, Node *left, OperatorInfo info) {
    NodeKind kind = info.level == LEVEL_OR_OR     ? NODE_OR_OR
                    : info.level == LEVEL_AND_AND ? NODE_AND_AND
                                                  : NODE_BINARY;
    Node *node = node_from(p, kind, left);
    if (node == NULL) return NULL;
    node->binary_op = info.op;
    node->a = left;
    parser_next(p);
    node->b = parse_level(p, info.level + 1);
    return node->b ? node_end(p, node) : NULL;
}

static Node *parse_level(Parser *p, int min_level) {
    Node *left = parse_signs(p, parse_power);
    while (left) {
        OperatorInfo info = operator_info(p->tok.kind);
        if (info.level == 0 || info.level < min_level || starts_element(p)) break;
        left = info.level == LEVEL_COLON ? parse_range(p, left) : parse_binary(p, left, info);
    }
    return left;
}

Node *parse_expression(Parser *p) {
    if (!parser_enter(p)) return NULL;
    Node *node = parse_level(p, LEVEL_OR_OR);
    parser_leave(p);
    return node;
}

Node *parse_expression_from(Parser *p, Node *operand) {
    p->pending = operand;
    return parse_expression(p);
}
