// live/language/outline.c: the outline of a text from its tokens alone, so that it is there for text
// that is being written, too: scopes (script, functions, anonymous functions), names, where they are
// assigned. One pass; a statement is followed from its first token to its end.
#include "base/vec.h"
#include "live/language/internal.h"
#include <string.h>

enum { MAX_BLOCKS = 400, MAX_ANONYMOUS = 60, MAX_BRACKETS = LEXER_MAX_BRACKETS };

typedef struct Anonymous {
    int32_t scope, before;
    int depth;     // brackets open at its @
    bool in_params;
} Anonymous;

typedef struct Builder {
    Outline *o;
    Ctx ctx; // for growing only
    Lexer lexer;
    int depth; // brackets open
    char bracket[MAX_BRACKETS + 1];
    int32_t scope;
    Anonymous anonymous[MAX_ANONYMOUS];
    int n_anonymous;
    // blocks: 'f' function, 'a' arguments, 'b' any other
    char block[MAX_BLOCKS];
    int32_t block_scope[MAX_BLOCKS]; // scope outside a function
    int n_blocks;
    bool functions_end; // functions are closed with `end`
    // the statement
    bool at_start, assigned; // nothing of it read yet; its = was seen
    TokenKind keyword;       // that it began with, or TOK_EOF
    Index first_symbol;      // of the statement
    bool starts_with_name, starts_with_list;
    int in_arguments; // inside an arguments block
} Builder;

static void *grow(Builder *b, void *items, Index *cap, Index n, size_t size) {
    if (vec_reserve(&b->ctx, &items, cap, n + 1, size) != OK) {
        b->o->failed = true;
        return items;
    }
    return items;
}

static void add_token(Builder *b, const Token *t) {
    Outline *o = b->o;
    o->tokens = grow(b, o->tokens, &o->cap_tokens, o->n_tokens, sizeof *o->tokens);
    if (o->failed) return;
    o->tokens[o->n_tokens++] =
        (Tok){t->offset, t->end, t->span.line, (uint8_t)t->kind, t->space_before};
}

static Symbol *add_symbol(Builder *b, const Token *t, SymbolKind kind) {
    Outline *o = b->o;
    o->symbols = grow(b, o->symbols, &o->cap_symbols, o->n_symbols, sizeof *o->symbols);
    if (o->failed) return NULL;
    o->symbols[o->n_symbols] = (Symbol){.offset = t->offset, .end = t->end, .token = (uint32_t)(o->n_tokens - 1),
                                        .scope = b->scope, .kind = kind};
    return &o->symbols[o->n_symbols++];
}

static int32_t add_scope(Builder *b, Scope scope) {
    Outline *o = b->o;
    o->scopes = grow(b, o->scopes, &o->cap_scopes, o->n_scopes, sizeof *o->scopes);
    if (o->failed) return 0;
    o->scopes[o->n_scopes] = scope;
    return (int32_t)o->n_scopes++;
}

/// What comes next, without taking it.
static Token peek(const Builder *b) {
    Lexer ahead = b->lexer;
    Token t;
    lexer_next(&ahead, &t);
    return t;
}

static bool opens_block(TokenKind k) {
    return k == TOK_IF || k == TOK_FOR || k == TOK_PARFOR || k == TOK_WHILE || k == TOK_SWITCH || k == TOK_TRY ||
           k == TOK_SPMD || k == TOK_CLASSDEF;
}

/// Functions are closed with `end` when there are enough of them.
static bool count_ends(const LanguageText *text) {
    Lexer lexer;
    Token t;
    Index opened = 0, functions = 0, ends = 0;
    bool start = true;
    lexer_init(&lexer, text->text, text->n_bytes, 1);
    for (lexer_next(&lexer, &t); t.kind != TOK_EOF; lexer_next(&lexer, &t)) {
        opened += opens_block(t.kind);
        functions += t.kind == TOK_FUNCTION;
        ends += t.kind == TOK_END;
        if (start && t.kind == TOK_IDENT && t.end - t.offset == 9 && !memcmp(text->text + t.offset, "arguments", 9)) {
            Lexer ahead = lexer;
            Token next;
            lexer_next(&ahead, &next);
            opened += next.kind == TOK_NEWLINE || (next.kind == TOK_LPAREN && functions > 0);
        }
        start = t.kind == TOK_NEWLINE || t.kind == TOK_SEMICOLON;
    }
    return functions > 0 && ends >= opened + functions;
}

// ---- functions ----------------------------------------------------------------------------------

static void close_scope(Builder *b, uint32_t at) {
    while (b->n_anonymous) b->scope = b->anonymous[--b->n_anonymous].before;
    if (!b->o->failed && b->scope < b->o->n_scopes) b->o->scopes[b->scope].end = at;
}

/// Without closing `end`s a function ends where the next begins.
static void end_open_function(Builder *b, uint32_t at) {
    for (int i = 0; i < b->n_blocks; i++)
        if (b->block[i] == 'f') {
            close_scope(b, at);
            b->scope = b->block_scope[i];
            b->n_blocks = i;
        }
}

static void push_block(Builder *b, char kind) {
    if (b->n_blocks == MAX_BLOCKS) return;
    b->block[b->n_blocks] = kind;
    b->block_scope[b->n_blocks++] = b->scope;
}

/// function [a, b] = name(x, y): up to the end of the line.
static void read_signature(Builder *b, const Token *keyword) {
    const LanguageText *text = b->o->text;
    if (!b->functions_end) end_open_function(b, keyword->offset);
    int32_t parent = b->scope;
    bool nested = b->n_blocks > 0 && parent > 0;
    push_block(b, 'f');
    int32_t scope = add_scope(b, (Scope){.parent = nested ? parent : -1, .nested = nested, .begin = keyword->offset,
                                         .end = (uint32_t)text->n_bytes});
    Index first = b->o->n_symbols, name = -1;
    bool in_params = false, has_equals = false;
    b->scope = scope;
    for (;;) {
        Token t;
        Lexer before = b->lexer;
        lexer_next(&b->lexer, &t);
        if (t.kind == TOK_EOF || t.kind == TOK_NEWLINE || t.kind == TOK_SEMICOLON) {
            b->lexer = before;
            break;
        }
        add_token(b, &t);
        if (t.kind == TOK_ASSIGN) has_equals = true, name = -1;
        if (t.kind == TOK_LPAREN && name >= 0 && !in_params) {
            in_params = true;
            if (!b->o->failed) b->o->scopes[scope].params = t.end;
        }
        if (t.kind == TOK_RPAREN && in_params && !b->o->failed) {
            b->o->scopes[scope].n_params = t.offset - b->o->scopes[scope].params;
            break;
        }
        if (t.kind != TOK_IDENT) continue;
        Symbol *s = add_symbol(b, &t, SYMBOL_NAME);
        if (!s) return;
        s->assigned = true;
        if (!in_params) name = b->o->n_symbols - 1;
    }
    (void)first;
    (void)has_equals;
    if (name < 0 || b->o->failed) return;
    Symbol *s = &b->o->symbols[name];
    s->kind = SYMBOL_FUNCTION;
    s->scope = scope;
    b->o->scopes[scope].name = s->offset;
    b->o->scopes[scope].n_name = s->end - s->offset;
}

static void end_block(Builder *b, uint32_t at) {
    if (!b->n_blocks) return;
    char kind = b->block[--b->n_blocks];
    if (kind == 'a') b->in_arguments--;
    if (kind == 'f') {
        close_scope(b, at);
        b->scope = b->block_scope[b->n_blocks];
    }
}

// ---- anonymous functions ------------------------------------------------------------------------

static void open_anonymous(Builder *b, const Token *at) {
    if (b->n_anonymous == MAX_ANONYMOUS) return;
    Anonymous *a = &b->anonymous[b->n_anonymous++];
    *a = (Anonymous){.before = b->scope, .depth = b->depth, .in_params = true};
    a->scope = add_scope(b, (Scope){.parent = b->scope, .anonymous = true, .begin = at->offset, .end = at->end});
    b->scope = a->scope;
}

/// Before a token that ends the body of the innermost ones.
static void close_anonymous(Builder *b, const Token *t) {
    bool separates = t->kind == TOK_NEWLINE || t->kind == TOK_SEMICOLON || t->kind == TOK_COMMA || t->kind == TOK_EOF;
    bool closes = t->kind == TOK_RPAREN || t->kind == TOK_RBRACKET || t->kind == TOK_RBRACE;
    while (b->n_anonymous) {
        Anonymous *a = &b->anonymous[b->n_anonymous - 1];
        if (a->in_params) {
            if (b->depth == a->depth + 1 && t->kind == TOK_RPAREN) a->in_params = false;
            if (b->depth > a->depth) return;
        }
        bool ends = (separates && b->depth <= a->depth) || (closes && b->depth <= a->depth);
        // In a matrix a blank ends it as well; close enough to follow the brackets alone.
        if (!ends) return;
        if (!b->o->failed) b->o->scopes[a->scope].end = t->offset;
        b->scope = a->before;
        b->n_anonymous--;
    }
}

// ---- statements -----------------------------------------------------------------------------------

static void start_statement(Builder *b) {
    b->at_start = true;
    b->assigned = b->starts_with_name = b->starts_with_list = false;
    b->keyword = TOK_EOF;
    b->first_symbol = b->o->n_symbols;
}

/// The = of a statement: what stands before it is assigned.
static void assign(Builder *b) {
    Outline *o = b->o;
    b->assigned = true;
    if (b->keyword != TOK_EOF) return;
    if (b->starts_with_name && b->first_symbol < o->n_symbols) o->symbols[b->first_symbol].assigned = true;
    if (!b->starts_with_list) return;
    int depth = 0;
    Index s = b->first_symbol;
    if (s >= o->n_symbols) return;
    Index from = o->symbols[s].token;
    while (from > 0 && o->tokens[from].kind != TOK_LBRACKET) from--;
    for (Index i = from; i < o->n_tokens && s < o->n_symbols; i++) {
        int kind = o->tokens[i].kind;
        if (s < o->n_symbols && o->symbols[s].token == i) {
            if (depth == 1 && o->symbols[s].kind == SYMBOL_NAME) o->symbols[s].assigned = true;
            s++;
        }
        if (kind == TOK_LBRACKET || kind == TOK_LPAREN || kind == TOK_LBRACE) depth++;
        if (kind == TOK_RBRACKET || kind == TOK_RPAREN || kind == TOK_RBRACE) depth--;
    }
}

static bool is_known_variable(const Builder *b, const Token *t) {
    const char *name = b->o->text->text + t->offset;
    return outline_variable_scope(b->o, b->scope, name, t->end - t->offset) >= 0;
}

/// `hold on`: a name, a blank, then a word, or an operator that touches what follows.
static bool is_command(const Builder *b, const Token *name) {
    Token next = peek(b);
    if (!next.space_before || next.span.line != name->span.line || next.kind == TOK_ASSIGN || next.kind == TOK_LPAREN) return false;
    if (is_known_variable(b, name)) return false;
    if (next.kind == TOK_IDENT || next.kind == TOK_NUMBER || next.kind >= TOK_FIRST_KEYWORD || next.kind == TOK_STRING ||
        next.kind == TOK_DOT || next.kind == TOK_CHAR || next.kind == TOK_ERROR)
        return true;
    bool operator = next.kind >= TOK_COLON && next.kind <= TOK_OR_OR && next.kind != TOK_QUOTE;
    if (!operator) return false;
    Lexer ahead = b->lexer;
    Token after;
    lexer_next(&ahead, &after);
    lexer_next(&ahead, &after);
    return !after.space_before && after.kind != TOK_NEWLINE && after.kind != TOK_EOF && after.kind != TOK_ASSIGN;
}

/// Behind the words of a command: at its comma, semicolon, comment or the end of the line.
static void skip_command(Builder *b, uint32_t at) {
    const char *s = b->o->text->text;
    uint32_t n = (uint32_t)b->o->text->n_bytes;
    char quote = 0;
    for (; at < n && s[at] != '\n' && s[at] != '\r'; at++) {
        if (quote)
            quote = s[at] == quote ? 0 : quote;
        else if (s[at] == '\'' || s[at] == '"')
            quote = s[at];
        else if (s[at] == ',' || s[at] == ';' || s[at] == '%')
            break;
    }
    lexer_jump(&b->lexer, at);
}

static void read_name(Builder *b, const Token *t) {
    const Outline *o = b->o;
    const Tok *previous = o->n_tokens > 1 ? &o->tokens[o->n_tokens - 2] : NULL;
    bool field = previous && previous->kind == TOK_DOT && !b->at_start;
    bool start = b->at_start;
    Symbol *s = add_symbol(b, t, field ? SYMBOL_FIELD : SYMBOL_NAME);
    if (!s) return;
    b->at_start = false;
    if (field) return;
    s->handle = previous && previous->kind == TOK_AT;
    Token next = peek(b);
    if (b->n_anonymous && b->anonymous[b->n_anonymous - 1].in_params) s->assigned = true;
    if (b->depth > 0 && b->bracket[b->depth] == '(' && next.kind == TOK_ASSIGN && b->keyword == TOK_EOF) {
        s->kind = SYMBOL_OPTION;
        return;
    }
    if (b->keyword == TOK_GLOBAL || b->keyword == TOK_PERSISTENT) s->assigned = true;
    bool first = b->first_symbol == o->n_symbols - 1;
    if ((b->keyword == TOK_FOR || b->keyword == TOK_PARFOR || b->keyword == TOK_CATCH) && first && !b->assigned)
        s->assigned = true;
    if (b->in_arguments) {
        s->kind = first ? SYMBOL_NAME : SYMBOL_OTHER;
        s->assigned = first;
    }
    if (!start || b->in_arguments) return;
    b->starts_with_name = true;
    if (is_command(b, t)) {
        skip_command(b, t->end);
    }
}

static void read_keyword(Builder *b, const Token *t) {
    b->at_start = false;
    b->keyword = t->kind;
    if (opens_block(t->kind)) push_block(b, 'b');
    if (t->kind == TOK_FUNCTION) read_signature(b, t);
    if (t->kind == TOK_END) end_block(b, t->end);
    bool again = t->kind == TOK_ELSE || t->kind == TOK_TRY || t->kind == TOK_OTHERWISE || t->kind == TOK_END ||
                 t->kind == TOK_BREAK || t->kind == TOK_CONTINUE || t->kind == TOK_RETURN;
    if (again) start_statement(b);
    b->first_symbol = b->o->n_symbols;
}

/// `arguments` as a keyword: first in a function's line, alone or with (Input).
static bool opens_arguments(const Builder *b, const Token *t) {
    if (!b->at_start || t->end - t->offset != 9 || memcmp(b->o->text->text + t->offset, "arguments", 9) != 0 ||
        !b->n_blocks || b->block[b->n_blocks - 1] != 'f')
        return false;
    Token next = peek(b);
    return next.kind == TOK_NEWLINE || (next.kind == TOK_LPAREN && next.space_before);
}

static void read_bracket(Builder *b, const Token *t) {
    bool opens = t->kind == TOK_LPAREN || t->kind == TOK_LBRACKET || t->kind == TOK_LBRACE;
    if (b->at_start && t->kind == TOK_LBRACKET) b->starts_with_list = true;
    b->at_start = false;
    if (opens) {
        if (b->depth < MAX_BRACKETS) b->bracket[++b->depth] = t->kind == TOK_LPAREN ? '(' : '[';
    } else if (b->depth > 0) {
        b->depth--;
    }
}

static void read_token(Builder *b, const Token *t) {
    close_anonymous(b, t);
    add_token(b, t);
    if (b->o->failed) return;
    if (t->kind == TOK_NEWLINE) b->depth = b->lexer.depth > 0 ? b->depth : 0;
    bool separator = t->kind == TOK_NEWLINE || t->kind == TOK_SEMICOLON || t->kind == TOK_COMMA;
    if (separator && b->depth == 0) {
        start_statement(b);
    } else if (t->kind == TOK_IDENT && opens_arguments(b, t)) {
        push_block(b, 'a');
        b->in_arguments++;
        lexer_skip_line(&b->lexer);
    } else if (t->kind == TOK_IDENT) {
        read_name(b, t);
    } else if (t->kind >= TOK_FIRST_KEYWORD) {
        read_keyword(b, t);
    } else if (t->kind >= TOK_LPAREN && t->kind <= TOK_RBRACE) {
        read_bracket(b, t);
    } else if (t->kind == TOK_ASSIGN) {
        if (b->depth == 0 && !b->assigned) assign(b);
    } else if (t->kind == TOK_AT && peek(b).kind == TOK_LPAREN) {
        open_anonymous(b, t);
        b->at_start = false;
    } else if (t->kind != TOK_SEMICOLON && t->kind != TOK_COMMA && t->kind != TOK_NEWLINE) {
        b->at_start = false;
    }
}

bool outline_make(const LanguageText *text, Outline *ret) {
    *ret = (Outline){.text = text};
    Builder *b = mem_alloc_zero(sizeof *b);
    if (!b) return false;
    b->o = ret;
    ctx_init(&b->ctx);
    if (text->n_bytes < UINT32_MAX / 2) {
        lexer_init(&b->lexer, text->text, text->n_bytes, 1);
        b->functions_end = count_ends(text);
        (void)add_scope(b, (Scope){.parent = -1, .end = (uint32_t)text->n_bytes});
        start_statement(b);
        Token t;
        do {
            lexer_next(&b->lexer, &t);
            if (t.kind != TOK_EOF) read_token(b, &t);
        } while (t.kind != TOK_EOF && !ret->failed);
    }
    ctx_done(&b->ctx);
    mem_free(b);
    return !ret->failed;
}

void outline_done(Outline *o) {
    mem_free(o->tokens);
    mem_free(o->symbols);
    mem_free(o->scopes);
    *o = (Outline){0};
}

// ---- asking -------------------------------------------------------------------------------------

bool symbol_is(const Outline *o, const Symbol *s, const char *name, size_t n) {
    return symbol_length(s) == n && !memcmp(symbol_text(o, s), name, n);
}

const Symbol *outline_at(const Outline *o, size_t offset) {
    const Symbol *behind = NULL;
    for (Index i = 0; i < o->n_symbols; i++) {
        const Symbol *s = &o->symbols[i];
        if (s->offset <= offset && offset < s->end) return s;
        if (s->end == offset) behind = s;
    }
    return behind;
}

static bool assigned_in(const Outline *o, int32_t scope, const char *name, size_t n) {
    for (Index i = 0; i < o->n_symbols; i++) {
        const Symbol *s = &o->symbols[i];
        if (s->assigned && s->scope == scope && s->kind == SYMBOL_NAME && symbol_is(o, s, name, n)) return true;
    }
    return false;
}

int32_t outline_variable_scope(const Outline *o, int32_t scope, const char *name, size_t n) {
    for (int32_t s = scope; s >= 0 && s < o->n_scopes; s = o->scopes[s].parent)
        if (assigned_in(o, s, name, n)) return s;
    return -1;
}

int32_t outline_scope_at(const Outline *o, size_t offset) {
    int32_t best = 0;
    for (Index i = 1; i < o->n_scopes; i++)
        if (o->scopes[i].begin <= offset && offset <= o->scopes[i].end && o->scopes[i].begin >= o->scopes[best].begin)
            best = (int32_t)i;
    return best;
}

const Symbol *outline_function(const Outline *o, const char *name, size_t n) {
    for (Index i = 0; i < o->n_symbols; i++)
        if (o->symbols[i].kind == SYMBOL_FUNCTION && symbol_is(o, &o->symbols[i], name, n)) return &o->symbols[i];
    return NULL;
}

Index outline_token_before(const Outline *o, size_t offset) {
    Index low = 0, high = o->n_tokens;
    while (low < high) { // the first that begins at or behind the offset
        Index mid = low + (high - low) / 2;
        if (o->tokens[mid].offset < offset)
            low = mid + 1;
        else
            high = mid;
    }
    return low - 1;
}

Surroundings outline_surroundings(const Outline *o, size_t offset, Index *ret_token) {
    Index i = outline_token_before(o, offset);
    size_t from = 0;
    *ret_token = i;
    if (i >= 0) {
        const Tok *t = &o->tokens[i];
        char first = o->text->text[t->offset];
        bool text = t->kind == TOK_CHAR || t->kind == TOK_STRING || (t->kind == TOK_ERROR && (first == '\'' || first == '"'));
        bool closed = t->kind != TOK_ERROR && offset >= t->end;
        if (text && !closed && (offset <= t->end || t->kind == TOK_ERROR)) return IN_STRING;
        if (offset <= t->end) return IN_CODE;
        from = t->end;
    }
    const char *gap = o->text->text + from, *end = o->text->text + offset;
    for (const char *p = gap; p < end; p++) {
        if (*p == '%' || (*p == '.' && p + 2 < end && p[1] == '.' && p[2] == '.')) {
            const char *newline = memchr(p, '\n', (size_t)(end - p));
            bool block = p + 1 < end && p[1] == '{';
            if (!newline || block) return IN_COMMENT;
            p = newline;
        }
    }
    return IN_CODE;
}

bool outline_call_at(const Outline *o, size_t offset, Index *ret_name_token, int *ret_argument) {
    int depth = 0, argument = 0;
    Index i = outline_token_before(o, offset);
    if (i >= 0 && o->tokens[i].end > offset && o->tokens[i].kind >= TOK_LPAREN && o->tokens[i].kind <= TOK_RBRACE) i--;
    for (Index steps = 0; i >= 0 && steps < 20000; i--, steps++) {
        int kind = o->tokens[i].kind;
        if (kind == TOK_RPAREN || kind == TOK_RBRACKET || kind == TOK_RBRACE) depth++;
        if (kind == TOK_SEMICOLON && depth == 0) return false;
        if (kind >= TOK_FIRST_KEYWORD && depth == 0 && kind != TOK_END) return false;
        if (kind == TOK_COMMA && depth == 0) argument++;
        if (kind == TOK_LPAREN || kind == TOK_LBRACKET || kind == TOK_LBRACE) {
            if (depth > 0) {
                depth--;
            } else if (kind != TOK_LPAREN) {
                argument = 0; // commas inside a matrix or cell are not the call's
            } else if (i > 0 && o->tokens[i - 1].kind == TOK_IDENT && o->tokens[i - 1].end == o->tokens[i].offset) {
                *ret_name_token = i - 1;
                *ret_argument = argument;
                return true;
            } else {
                argument = 0;
            }
        }
    }
    return false;
}
