// lang/parser_command.c: command syntax, `hold on`: a name that is no variable, a blank, then a
// word, or an operator that touches what follows it. The words are read from the source itself,
// since they need not be tokens.
#include "lang/parser.h"
#include <string.h>

static char at(const Parser *p, uint32_t pos) {
    return pos < p->lexer.n ? p->lexer.source[pos] : '\0';
}
static bool at_line_end(const Parser *p, uint32_t pos) {
    return pos >= p->lexer.n || at(p, pos) == '\n' || at(p, pos) == '\r';
}

static uint32_t skip_blanks(const Parser *p, uint32_t pos) {
    uint32_t n;
    while (lexer_is_blank(&p->lexer, pos, &n)) pos += n;
    return pos;
}

/// Length of the binary operator at `pos`, 0 when there is none.
static uint32_t operator_length(const Parser *p, uint32_t pos) {
    static const char *const two[] = {"==", "~=", "<=",  ">=", "&&", "||",
                                      ".*", "./", ".\\", ".^", ".'"};
    for (size_t i = 0; i < sizeof two / sizeof two[0]; i++)
        if (at(p, pos) == two[i][0] && at(p, pos + 1) == two[i][1]) return 2;
    return at(p, pos) != '\0' && strchr("+-*/\\^<>&|:", at(p, pos)) ? 1 : 0;
}

/// The quote at `pos` opens text when it has a partner on the line or touches a word; else it
/// transposes.
static bool opens_text(const Parser *p, uint32_t pos) {
    char c = at(p, pos + 1);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    for (pos++; !at_line_end(p, pos); pos++)
        if (at(p, pos) == '\'') return true;
    return false;
}

bool parser_is_command(Parser *p) {
    uint32_t blanks = p->tok.end, pos = skip_blanks(p, blanks);
    if (pos == blanks || at_line_end(p, pos)) return false;
    char c = at(p, pos);
    if (strchr("(,;%=", c) && !(c == '=' && at(p, pos + 1) == '=')) return false;
    if (c == '!' && at(p, pos + 1) == '=') return false; // the expression parser explains
    if (c == '.' && at(p, pos + 1) == '.' && at(p, pos + 2) == '.') return false;
    if (parser_is_known(p, p->lexer.source + p->tok.offset, p->tok.end - p->tok.offset))
        return false;
    if (c == '\'') return opens_text(p, pos);
    uint32_t n = operator_length(p, pos);
    if (n == 0) return true;
    uint32_t after = pos + n;
    if (at(p, after) == '=' && at(p, after + 1) != '=' && n == 1) return false; // x += 1
    return at_line_end(p, after) || skip_blanks(p, after) == after; // `format +` ends with its word
}

/// One word into `out` (room for the rest of the line), quotes undone; returns the offset after it.
static uint32_t read_word(const Parser *p, uint32_t pos, char *out, size_t *ret_n) {
    size_t n = 0;
    int depth = 0;
    char quote = '\0';
    for (; !at_line_end(p, pos); pos++) {
        char c = at(p, pos);
        uint32_t n_blank;
        if (quote) {
            if (c == quote && at(p, pos + 1) == quote)
                pos++;
            else if (c == quote) {
                quote = '\0';
                continue;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            continue;
        } else if (depth == 0 &&
                   (c == ',' || c == ';' || c == '%' || lexer_is_blank(&p->lexer, pos, &n_blank))) {
            break;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
            depth--;
        }
        out[n++] = c;
    }
    *ret_n = quote ? SIZE_MAX : n;
    return pos;
}

static Span span_of(const Parser *p, uint32_t from, uint32_t to) {
    int32_t line = p->lexer.line, start = (int32_t)p->lexer.line_start;
    return (Span){line, (int32_t)from - start + 1, line, (int32_t)to - start + 1};
}

static Node *parse_word(Parser *p, uint32_t *pos) {
    Node *node = node_new(p, NODE_CHAR);
    uint32_t end = *pos;
    while (!at_line_end(p, end)) end++;
    char *text = arena_alloc(p->arena, end - *pos + 1);
    if (node == NULL || text == NULL) return parser_fail_nomem(p);
    uint32_t from = *pos;
    *pos = read_word(p, from, text, &node->n_bytes);
    node->span = span_of(p, from, *pos);
    if (node->n_bytes == SIZE_MAX)
        return parse_fail(p, node->span, "MATLAB:m_string_not_terminated",
                          "This text has no closing quote on its line.");
    text[node->n_bytes] = '\0';
    node->text = text;
    node->offset = from;
    node->n_source = *pos - from;
    node->height = 1;
    return node;
}

/// The same statement read as an expression, for a workspace where the name turns out to be a
/// variable; null when it is none. Nothing of the attempt stays but nodes in the arena.
static Node *read_alternative(Parser *p) {
    Parser before = *p;
    Node *value = parse_expression(p);
    bool ends = parser_at(p, TOK_SEMICOLON) || parser_at(p, TOK_COMMA) ||
                parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_EOF);
    bool ok = value && ends && p->status == OK;
    Status status = p->status;
    before.stack = p->stack; // may have grown
    before.cap_stack = p->cap_stack;
    before.known = p->known;
    before.cap_known = p->cap_known;
    *p = before;
    if (status == ERR_NOMEM) return parser_fail_nomem(p);
    return ok ? value : NULL;
}

Node *parse_command(Parser *p) {
    Node *node = node_new(p, NODE_COMMAND);
    if (node == NULL) return NULL;
    node->text = parser_text(p, &p->tok, &node->n_bytes);
    if (node->text == NULL) return NULL;
    uint32_t pos = skip_blanks(p, p->tok.end);
    if (operator_length(p, pos) > 0 || at(p, pos) == '\'' || at(p, pos) == '[' || at(p, pos) == '{')
        node->a = read_alternative(p);
    if (p->status != OK) return NULL;
    Index mark = p->n_stack;
    while (!at_line_end(p, pos)) {
        char c = at(p, pos);
        if (c == ',' || c == ';' || c == '%') break;
        if (c == '.' && at(p, pos + 1) == '.' && at(p, pos + 2) == '.') break;
        if (!list_push(p, parse_word(p, &pos))) return NULL;
        pos = skip_blanks(p, pos);
    }
    if (!list_take(p, mark, &node->list)) return NULL;
    uint32_t height = 0;
    for (Index i = 0; i < node->list.n; i++) height = 1;
    node->height = height + 1;
    node->n_source = pos - node->offset;
    node->span.end_column = span_of(p, pos, pos).column;
    lexer_jump(&p->lexer, pos);
    parser_next(p);
    return node;
}
