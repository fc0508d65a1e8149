// lang/parser.c: the entry points, failures and recovery, and the making of nodes.
#include "lang/parser.h"
#include "base/buf.h"
#include "base/vec.h"
#include <stdio.h>
#include <string.h>

// ---- tokens -------------------------------------------------------------------------------------

void parser_next(Parser *p) {
    p->last = p->tok;
    lexer_next(&p->lexer, &p->tok);
}

bool parser_take(Parser *p, TokenKind kind) {
    if (p->tok.kind != kind) return false;
    parser_next(p);
    return true;
}

const char *parser_text(Parser *p, const Token *t, size_t *ret_n) {
    size_t n = t->end - t->offset;
    const char *text = arena_dup(p->arena, p->lexer.source + t->offset, n);
    if (text == NULL) return parser_fail_nomem(p);
    if (ret_n) *ret_n = n;
    return text;
}

// ---- failures -----------------------------------------------------------------------------------

void *parser_fail_nomem(Parser *p) {
    p->status = ERR_NOMEM;
    p->fatal = true;
    return NULL;
}

static void set_failure(Parser *p, Status status, Span span, const char *id, const char *message) {
    const char *copy = arena_dup(p->arena, message, strlen(message));
    if (copy == NULL) {
        parser_fail_nomem(p);
        return;
    }
    p->status = status;
    p->err_span = span;
    p->err_id = id;
    p->err_message = copy;
    if (status != ERR_SYNTAX) p->fatal = true;
}

/// The lexer's texts are fixed; "%s" in them stands for the character found.
static void fail_bad_token(Parser *p) {
    char message[256];
    const char *text = p->tok.message;
    const char *mark = strstr(text, "%s");
    if (mark)
        snprintf(message, sizeof message, "%.*s%s%s", (int)(mark - text), text, p->tok.detail,
                 mark + 2);
    else
        snprintf(message, sizeof message, "%s", text);
    char *percent = strstr(message, "%%");
    if (percent) memmove(percent, percent + 1, strlen(percent));
    set_failure(p, p->tok.is_limit ? ERR_LIMIT : ERR_SYNTAX, p->tok.span, p->tok.id, message);
}

Node *parse_fail(Parser *p, Span span, const char *id, const char *format, ...) {
    if (p->status != OK) return NULL;
    if (p->tok.kind == TOK_ERROR) {
        fail_bad_token(p);
        return NULL;
    }
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    set_failure(p, ERR_SYNTAX, span, id, message);
    return NULL;
}

Node *parser_fail_unsupported(Parser *p, Span span, const char *feature) {
    if (p->status != OK) return NULL;
    set_failure(p, ERR_UNSUPPORTED, span, "Gradus:notSupported", feature);
    return NULL;
}

static bool is_operator(TokenKind kind) {
    return (kind >= TOK_PLUS && kind <= TOK_DOT_CARET) || (kind >= TOK_EQ && kind <= TOK_OR_OR);
}

/// Where an operand should stand: what is there instead, in words.
static Node *fail_operand(Parser *p, const char *wanted) {
    const Token *t = &p->tok;
    if (t->kind == TOK_OP_ASSIGN)
        return parse_fail(p, t->span, "MATLAB:m_op_assign",
                          "There are no operators like '+='; write x = x + 1.");
    if (p->last.kind == TOK_ASSIGN && p->last.end == t->offset &&
        (t->kind == TOK_LT || t->kind == TOK_GT))
        return parse_fail(p, p->last.span, "MATLAB:m_illegal_operator",
                          "There is no operator '=%c'; write '%c='.", t->kind == TOK_LT ? '<' : '>',
                          t->kind == TOK_LT ? '<' : '>');
    bool doubled = (p->last.kind == TOK_PLUS || p->last.kind == TOK_MINUS) && p->last.offset > 0 &&
                   p->lexer.source[p->last.offset - 1] == p->lexer.source[p->last.offset];
    if (doubled && (t->kind == TOK_EOF || t->kind == TOK_NEWLINE || t->kind == TOK_SEMICOLON ||
                    t->kind == TOK_COMMA)) {
        char c = p->lexer.source[p->last.offset];
        return parse_fail(p, p->last.span, "MATLAB:m_op_assign",
                          "There is no operator '%c%c'; write x = x %c 1.", c, c, c);
    }
    if (is_operator(p->last.kind))
        return parse_fail(p, t->span, "MATLAB:m_missing_operand",
                          "The operator '%.*s' needs a value on its right; found %s.",
                          (int)(p->last.end - p->last.offset), p->lexer.source + p->last.offset,
                          token_kind_text(t->kind));
    if (is_operator(t->kind))
        return parse_fail(p, t->span, "MATLAB:m_missing_operand",
                          "The operator %s needs a value on its left.", token_kind_text(t->kind));
    return parse_fail(p, t->span, "MATLAB:m_missing_operand", "Expected %s here; found %s.", wanted,
                      token_kind_text(t->kind));
}

bool parser_wants_more(const Parser *p) {
    for (uint32_t i = 0; i < p->lexer.depth; i++)
        if (p->lexer.brackets[i] == '[' || p->lexer.brackets[i] == '{') return true;
    return p->lexer.ends_in_continuation;
}

Node *parse_fail_here(Parser *p, const char *wanted) {
    const Token *t = &p->tok;
    if (t->kind == TOK_EOF && parser_wants_more(p)) p->incomplete = true;
    if (wanted) return fail_operand(p, wanted);
    const char *source = p->lexer.source;
    switch (t->kind) {
    case TOK_RPAREN:
    case TOK_RBRACKET:
    case TOK_RBRACE:
        return parse_fail(p, t->span, "MATLAB:m_unbalanced",
                          "This %s closes nothing: its opening bracket is missing.",
                          token_kind_text(t->kind));
    case TOK_OP_ASSIGN:
        return parse_fail(p, t->span, "MATLAB:m_op_assign",
                          "There is no operator '%.*s'; write x = x %.*s 1.",
                          (int)(t->end - t->offset), source + t->offset,
                          (int)(t->end - t->offset - 1), source + t->offset);
    case TOK_ASSIGN:
        return parse_fail(
            p, t->span, "MATLAB:m_illegal_assignment",
            "'=' assigns and cannot stand inside an expression; to compare, write '=='.");
    case TOK_LPAREN:
        if (p->last.kind == TOK_RPAREN)
            return parse_fail(p, t->span, "MATLAB:m_double_index",
                              "A value in parentheses cannot be indexed by another '(': store it "
                              "in a variable first.");
        break;
    default: break;
    }
    if (t->kind == TOK_IDENT || t->kind == TOK_NUMBER || t->kind == TOK_CHAR ||
        t->kind == TOK_STRING || t->kind == TOK_LPAREN || t->kind == TOK_LBRACKET ||
        t->kind == TOK_LBRACE || t->kind == TOK_AT)
        return parse_fail(p, t->span, "MATLAB:m_missing_operator",
                          "An operator, a comma or a semicolon is missing before %s%.*s%s.",
                          t->kind == TOK_IDENT || t->kind == TOK_NUMBER ? "'" : "",
                          (int)(t->end - t->offset > 40 ? 40 : t->end - t->offset),
                          source + t->offset,
                          t->kind == TOK_IDENT || t->kind == TOK_NUMBER ? "'" : "");
    return parse_fail(p, t->span, "MATLAB:m_unexpected", "%s is not expected here.",
                      token_kind_text(t->kind));
}

bool parser_recover(Parser *p) {
    if (!p->collect || p->fatal || p->status != ERR_SYNTAX) return false;
    if (p->n_diagnostics >= PARSE_MAX_DIAGNOSTICS) return false;
    const Diagnostic *last = p->n_diagnostics > 0 ? &p->diagnostics[p->n_diagnostics - 1] : NULL;
    bool again =
        last && last->span.line == p->err_span.line && last->span.column == p->err_span.column;
    if (again) p->n_diagnostics--; // the blocks around a misplaced function report it again
    if (vec_reserve(p->ctx, (void **)&p->diagnostics, &p->cap_diagnostics, p->n_diagnostics + 1,
                    sizeof(Diagnostic)) != OK) {
        parser_fail_nomem(p);
        return false;
    }
    p->diagnostics[p->n_diagnostics++] =
        (Diagnostic){.span = p->err_span, .message = p->err_message, .is_error = true};
    p->status = OK;
    p->index_depth = 0;
    p->pending = NULL;
    if (p->tok.kind == TOK_FUNCTION) return true; // goes on as a function of the file
    if (p->tok.kind != TOK_NEWLINE && p->tok.kind != TOK_EOF) {
        lexer_skip_line(&p->lexer);
        lexer_next(&p->lexer, &p->tok);
    } else {
        p->lexer.depth = 0;
    }
    return true;
}

bool parser_enter(Parser *p) {
    if (++p->depth <= PARSE_MAX_NESTING) return true;
    if (p->status == OK)
        set_failure(p, ERR_LIMIT, p->tok.span, "MATLAB:m_nesting_limit",
                    "The code is nested too deeply here (more than 200 levels).");
    return false;
}

// ---- nodes --------------------------------------------------------------------------------------

static Node *node_alloc(Parser *p, NodeKind kind) {
    Node *node = arena_alloc(p->arena, sizeof *node);
    if (node == NULL) return parser_fail_nomem(p);
    node->kind = kind;
    node->number_class = CLASS_DOUBLE;
    return node;
}

Node *node_new(Parser *p, NodeKind kind) {
    Node *node = node_alloc(p, kind);
    if (node == NULL) return NULL;
    node->span = p->tok.span;
    node->offset = p->tok.offset;
    node->n_source = p->tok.end - p->tok.offset;
    return node;
}

Node *node_from(Parser *p, NodeKind kind, const Node *first) {
    Node *node = node_alloc(p, kind);
    if (node == NULL) return NULL;
    node->span = first->span;
    node->offset = first->offset;
    return node;
}

static uint32_t max_height(uint32_t height, const Node *child) {
    return child && child->height > height ? child->height : height;
}

Node *node_end(Parser *p, Node *node) {
    if (node == NULL) return NULL;
    node->span.end_line = p->last.span.end_line;
    node->span.end_column = p->last.span.end_column;
    node->n_source = p->last.end - node->offset;
    uint32_t height = max_height(max_height(max_height(0, node->a), node->b), node->c);
    for (Index i = 0; i < node->list.n; i++) height = max_height(height, node->list.items[i]);
    node->height = height + 1;
    if (node->height <= PARSE_MAX_HEIGHT) return node;
    if (p->status == OK)
        set_failure(p, ERR_LIMIT, node->span, "MATLAB:m_nesting_limit",
                    "This expression is too long or too deep; split it into several statements.");
    return NULL;
}

bool list_push(Parser *p, Node *node) {
    if (node == NULL) return false;
    if (vec_reserve(p->ctx, (void **)&p->stack, &p->cap_stack, p->n_stack + 1, sizeof(Node *)) !=
        OK)
        return parser_fail_nomem(p) != NULL;
    p->stack[p->n_stack++] = node;
    return true;
}

bool list_take(Parser *p, Index mark, NodeList *ret) {
    Index n = p->n_stack - mark;
    *ret = (NodeList){0};
    if (n == 0) return true;
    Node **items = arena_alloc(p->arena, (size_t)n * sizeof *items);
    if (items == NULL) return parser_fail_nomem(p) != NULL;
    memcpy(items, p->stack + mark, (size_t)n * sizeof *items);
    *ret = (NodeList){.items = items, .n = n};
    p->n_stack = mark;
    return true;
}

void parser_add_known(Parser *p, const char *text, size_t n_bytes) {
    if (vec_reserve(p->ctx, (void **)&p->known, &p->cap_known, p->n_known + 1, sizeof(KnownName)) !=
        OK) {
        parser_fail_nomem(p);
        return;
    }
    p->known[p->n_known++] = (KnownName){.text = text, .n = (uint32_t)n_bytes};
}

bool parser_is_known(const Parser *p, const char *text, size_t n_bytes) {
    if (n_bytes == 3 && memcmp(text, "ans", 3) == 0) return true;
    for (Index i = p->n_known; i-- > 0;)
        if (p->known[i].n == n_bytes && memcmp(p->known[i].text, text, n_bytes) == 0) return true;
    char name[128];
    if (!p->is_variable || p->function_depth > 0 || n_bytes >= sizeof name) return false;
    memcpy(name, text, n_bytes);
    name[n_bytes] = '\0';
    return p->is_variable(p->is_variable_self, name);
}

// ---- entry points -------------------------------------------------------------------------------

static Status parser_init(Parser *p, Ctx *ctx, Arena *arena, const char *name, const char *source,
                          size_t n_bytes, int first_line) {
    *p = (Parser){.ctx = ctx, .arena = arena, .name = name};
    if (n_bytes > UINT32_MAX / 2)
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:m_too_long", "The text is longer than 2 GiB.");
    lexer_init(&p->lexer, source, n_bytes, first_line);
    return OK;
}

static void parser_done(Parser *p) {
    mem_free(p->diagnostics);
    mem_free(p->stack);
    mem_free(p->known);
}

static Status report(Parser *p) {
    if (p->status == ERR_NOMEM) return ctx_fail_nomem(p->ctx);
    Status status = p->status == ERR_UNSUPPORTED
                        ? ctx_fail_unsupported(p->ctx, p->err_message)
                        : ctx_fail(p->ctx, p->status, p->err_id, "%s", p->err_message);
    error_locate(&p->ctx->error, p->name, p->err_span);
    return status;
}

static Status parse_into(Parser *p, Unit *unit) {
    parser_next(p);
    if (!parse_file(p, unit)) return report(p);
    return OK;
}

Status parse_unit(Ctx *ctx, const char *name, const char *source, size_t n_bytes, int first_line,
                  Unit **ret) {
    return parse_unit_known(ctx, name, source, n_bytes, first_line, NULL, NULL, ret);
}

Status parse_unit_known(Ctx *ctx, const char *name, const char *source, size_t n_bytes,
                        int first_line, bool (*is_variable)(void *self, const char *name),
                        void *self, Unit **ret) {
    Arena *arena = arena_new();
    Unit *unit = arena ? arena_alloc(arena, sizeof *unit) : NULL;
    char *copy = unit ? arena_dup(arena, source, n_bytes) : NULL;
    char *own_name = copy ? arena_dup(arena, name ? name : "", name ? strlen(name) : 0) : NULL;
    if (own_name == NULL) {
        arena_free(arena);
        return ctx_fail_nomem(ctx);
    }
    *unit = (Unit){.arena = arena, .name = own_name, .source = copy, .n_source = n_bytes};
    Parser parser;
    Status status = parser_init(&parser, ctx, arena, own_name, copy, n_bytes, first_line);
    if (status == OK) {
        parser.is_variable = is_variable;
        parser.is_variable_self = self;
        status = parse_into(&parser, unit);
        parser_done(&parser);
    }
    if (status != OK) {
        arena_free(arena);
        return status;
    }
    *ret = unit;
    return OK;
}

void unit_free(Unit *unit) {
    if (unit) arena_free(unit->arena);
}

Status parse_check(Ctx *ctx, const char *name, const char *source, size_t n_bytes, Arena *arena,
                   Diagnostic **ret, Index *ret_n) {
    Unit unit;
    return parse_check_unit(ctx, name, source, n_bytes, arena, ret, ret_n, &unit);
}

Status parse_check_unit(Ctx *ctx, const char *name, const char *source, size_t n_bytes,
                        Arena *arena, Diagnostic **ret, Index *ret_n, Unit *ret_unit) {
    Parser p;
    TRY(parser_init(&p, ctx, arena, name ? name : "", source, n_bytes, 1));
    p.collect = true;
    Unit unit = {.arena = arena, .source = source, .n_source = n_bytes};
    parser_next(&p);
    Status status = OK;
    Diagnostic *items = NULL;
    if (!parse_file(&p, &unit) && p.status != ERR_NOMEM && p.status != OK) {
        // The failure that ended the reading: a limit, or something not supported.
        p.fatal = false;
        bool unsupported = p.status == ERR_UNSUPPORTED;
        p.status = ERR_SYNTAX;
        if (parser_recover(&p) && unsupported) {
            char message[200];
            snprintf(message, sizeof message, "%s is not supported.", p.err_message);
            p.diagnostics[p.n_diagnostics - 1].message = arena_dup(arena, message, strlen(message));
            if (p.diagnostics[p.n_diagnostics - 1].message == NULL) parser_fail_nomem(&p);
        }
    }
    if (p.status == ERR_NOMEM) TRY_GOTO(ctx_fail_nomem(ctx));
    items = arena_alloc(arena, (size_t)(p.n_diagnostics + 1) * sizeof *items);
    if (items == NULL) TRY_GOTO(ctx_fail_nomem(ctx));
    if (p.n_diagnostics > 0) memcpy(items, p.diagnostics, (size_t)p.n_diagnostics * sizeof *items);
    *ret = items;
    *ret_n = p.n_diagnostics;
    *ret_unit = unit;
done:
    parser_done(&p);
    return status;
}

bool parse_is_incomplete(const char *source, size_t n_bytes) {
    Ctx ctx;
    ctx_init(&ctx);
    Arena *arena = arena_new();
    bool incomplete = false;
    Parser p;
    if (arena && parser_init(&p, &ctx, arena, "", source, n_bytes, 1) == OK) {
        p.is_console = true;
        Unit unit = {.arena = arena, .source = source, .n_source = n_bytes};
        parser_next(&p);
        bool ok = parse_file(&p, &unit);
        incomplete = (!ok && p.incomplete) || p.lexer.open_block_comment ||
                     (ok && p.lexer.ends_in_continuation);
        parser_done(&p);
    }
    arena_free(arena);
    ctx_done(&ctx);
    return incomplete;
}
