// lang/lexer.c: one pass over bytes. Blanks, comments and continuations vanish; newlines are
// tokens. The bracket stack tells whether blanks separate elements, and the previous token tells
// whether a quote opens text or transposes.
#include "lang/lexer.h"
#include "base/utf.h"
#include <string.h>

void lexer_init(Lexer *lexer, const char *source, size_t n_bytes, int first_line) {
    *lexer = (Lexer){
        .source = source, .n = (uint32_t)n_bytes, .line = first_line, .previous = TOK_NEWLINE};
    if (n_bytes >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0) lexer->pos = 3;
    if (lexer->pos + 1 < lexer->n && source[lexer->pos] == '#' && source[lexer->pos + 1] == '!')
        while (lexer->pos < lexer->n && source[lexer->pos] != '\n') lexer->pos++;
}

static char peek(const Lexer *lexer, uint32_t ahead) {
    uint32_t at = lexer->pos + ahead;
    return at < lexer->n ? lexer->source[at] : '\0';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_word(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

bool lexer_is_blank(const Lexer *lexer, uint32_t offset, uint32_t *ret_n) {
    if (offset >= lexer->n) return false;
    const unsigned char *s = (const unsigned char *)lexer->source + offset;
    uint32_t left = lexer->n - offset;
    uint32_t n = 0;
    if (s[0] == ' ' || s[0] == '\t' || s[0] == '\f' || s[0] == '\v')
        n = 1;
    else if (s[0] == '\r' && left > 1 && s[1] == '\n')
        n = 1;
    else if (s[0] == 0xC2 && left > 1 && s[1] == 0xA0)
        n = 2; // no-break space, from web pages
    else if (s[0] == 0xE2 && left > 2 && s[1] == 0x80 &&
             ((s[2] >= 0x80 && s[2] <= 0x8B) || s[2] == 0xAF))
        n = 3;
    else if (s[0] == 0xEF && left > 2 && s[1] == 0xBB && s[2] == 0xBF)
        n = 3;
    *ret_n = n;
    return n > 0;
}

static bool at_newline(const Lexer *lexer) {
    char c = peek(lexer, 0);
    return lexer->pos < lexer->n && (c == '\n' || c == '\r');
}

static void step_newline(Lexer *lexer) {
    lexer->pos++;
    lexer->line++;
    lexer->line_start = lexer->pos;
}

/// True when the line around `pos` holds only `mark` (two bytes at pos) and blanks.
static bool stands_alone(const Lexer *lexer, uint32_t pos) {
    for (uint32_t i = lexer->line_start; i < pos; i++) {
        uint32_t n;
        if (!lexer_is_blank(lexer, i, &n)) return false;
        i += n - 1;
    }
    uint32_t i = pos + 2, n;
    while (lexer_is_blank(lexer, i, &n)) i += n;
    return i >= lexer->n || lexer->source[i] == '\n' || lexer->source[i] == '\r';
}

static bool starts_block_mark(const Lexer *lexer, char brace) {
    char c = peek(lexer, 0);
    return (c == '%' || c == '#') && peek(lexer, 1) == brace && stands_alone(lexer, lexer->pos);
}

/// Skips %{ … %} with nested ones; stops at the newline after the closing mark.
static void skip_block_comment(Lexer *lexer) {
    int depth = 0;
    while (lexer->pos < lexer->n) {
        uint32_t n;
        while (lexer_is_blank(lexer, lexer->pos, &n)) lexer->pos += n;
        if (starts_block_mark(lexer, '{'))
            depth++;
        else if (starts_block_mark(lexer, '}'))
            depth--;
        while (lexer->pos < lexer->n && !at_newline(lexer)) lexer->pos++;
        if (depth == 0) return;
        if (lexer->pos < lexer->n) step_newline(lexer);
    }
    lexer->open_block_comment = true;
}

/// Skips blanks, comments and continuations; true when there were any.
static bool skip_blank(Lexer *lexer) {
    uint32_t start = lexer->pos, n;
    for (;;) {
        char c = peek(lexer, 0);
        if (lexer->pos >= lexer->n) break;
        if (lexer_is_blank(lexer, lexer->pos, &n)) {
            lexer->pos += n;
        } else if (c == '%') {
            if (starts_block_mark(lexer, '{'))
                skip_block_comment(lexer);
            else
                while (lexer->pos < lexer->n && !at_newline(lexer)) lexer->pos++;
        } else if (c == '.' && peek(lexer, 1) == '.' && peek(lexer, 2) == '.') {
            while (lexer->pos < lexer->n && !at_newline(lexer)) lexer->pos++;
            if (lexer->pos < lexer->n) step_newline(lexer);
            if (lexer->pos >= lexer->n) lexer->ends_in_continuation = true;
        } else {
            break;
        }
    }
    return lexer->pos > start;
}

static const struct {
    const char *text;
    TokenKind kind;
} keywords[] = {
    {"break", TOK_BREAK},
    {"case", TOK_CASE},
    {"catch", TOK_CATCH},
    {"classdef", TOK_CLASSDEF},
    {"continue", TOK_CONTINUE},
    {"else", TOK_ELSE},
    {"elseif", TOK_ELSEIF},
    {"end", TOK_END},
    {"for", TOK_FOR},
    {"function", TOK_FUNCTION},
    {"global", TOK_GLOBAL},
    {"if", TOK_IF},
    {"otherwise", TOK_OTHERWISE},
    {"parfor", TOK_PARFOR},
    {"persistent", TOK_PERSISTENT},
    {"return", TOK_RETURN},
    {"spmd", TOK_SPMD},
    {"switch", TOK_SWITCH},
    {"try", TOK_TRY},
    {"while", TOK_WHILE},
};

TokenKind lexer_keyword(const char *text, size_t n_bytes) {
    if (n_bytes < 2 || n_bytes > 10 || text[0] < 'b' || text[0] > 'w') return TOK_IDENT;
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (keywords[i].text[0] == text[0] && strlen(keywords[i].text) == n_bytes &&
            memcmp(keywords[i].text, text, n_bytes) == 0)
            return keywords[i].kind;
    return TOK_IDENT;
}

static const char *const kind_texts[] = {
    [TOK_EOF] = "the end of the text",
    [TOK_ERROR] = "a bad character",
    [TOK_NEWLINE] = "the end of the line",
    [TOK_SEMICOLON] = "';'",
    [TOK_COMMA] = "','",
    [TOK_IDENT] = "a name",
    [TOK_NUMBER] = "a number",
    [TOK_CHAR] = "text",
    [TOK_STRING] = "text",
    [TOK_LPAREN] = "'('",
    [TOK_RPAREN] = "')'",
    [TOK_LBRACKET] = "'['",
    [TOK_RBRACKET] = "']'",
    [TOK_LBRACE] = "'{'",
    [TOK_RBRACE] = "'}'",
    [TOK_DOT] = "'.'",
    [TOK_AT] = "'@'",
    [TOK_QUESTION] = "'?'",
    [TOK_ASSIGN] = "'='",
    [TOK_OP_ASSIGN] = "an operator with '='",
    [TOK_COLON] = "':'",
    [TOK_TILDE] = "'~'",
    [TOK_PLUS] = "'+'",
    [TOK_MINUS] = "'-'",
    [TOK_STAR] = "'*'",
    [TOK_SLASH] = "'/'",
    [TOK_BACKSLASH] = "'\\'",
    [TOK_CARET] = "'^'",
    [TOK_DOT_STAR] = "'.*'",
    [TOK_DOT_SLASH] = "'./'",
    [TOK_DOT_BACKSLASH] = "'.\\'",
    [TOK_DOT_CARET] = "'.^'",
    [TOK_QUOTE] = "a transpose",
    [TOK_DOT_QUOTE] = "a transpose",
    [TOK_EQ] = "'=='",
    [TOK_NE] = "'~='",
    [TOK_LT] = "'<'",
    [TOK_LE] = "'<='",
    [TOK_GT] = "'>'",
    [TOK_GE] = "'>='",
    [TOK_AND] = "'&'",
    [TOK_OR] = "'|'",
    [TOK_AND_AND] = "'&&'",
    [TOK_OR_OR] = "'||'",
    [TOK_END_INDEX] = "'end'",
    [TOK_BREAK] = "'break'",
    [TOK_CASE] = "'case'",
    [TOK_CATCH] = "'catch'",
    [TOK_CLASSDEF] = "'classdef'",
    [TOK_CONTINUE] = "'continue'",
    [TOK_ELSE] = "'else'",
    [TOK_ELSEIF] = "'elseif'",
    [TOK_END] = "'end'",
    [TOK_FOR] = "'for'",
    [TOK_FUNCTION] = "'function'",
    [TOK_GLOBAL] = "'global'",
    [TOK_IF] = "'if'",
    [TOK_OTHERWISE] = "'otherwise'",
    [TOK_PARFOR] = "'parfor'",
    [TOK_PERSISTENT] = "'persistent'",
    [TOK_RETURN] = "'return'",
    [TOK_SPMD] = "'spmd'",
    [TOK_SWITCH] = "'switch'",
    [TOK_TRY] = "'try'",
    [TOK_WHILE] = "'while'",
};

const char *token_kind_text(TokenKind kind) {
    return kind_texts[kind];
}

static void set_error(Token *t, const char *id, const char *message) {
    t->kind = TOK_ERROR;
    t->id = id;
    t->message = message;
}

/// 'text' or "text": the doubled quote stands for itself; the parser undoes it.
static void read_text(Lexer *lexer, Token *t, char quote) {
    lexer->pos++;
    t->kind = quote == '"' ? TOK_STRING : TOK_CHAR;
    while (lexer->pos < lexer->n && !at_newline(lexer)) {
        if (peek(lexer, 0) == quote) {
            lexer->pos++;
            if (peek(lexer, 0) != quote || lexer->pos >= lexer->n) return;
        }
        lexer->pos++;
    }
    set_error(t, "MATLAB:m_string_not_terminated",
              quote == '"' ? "This text has no closing double quote on its line."
                           : "This text has no closing quote on its line.");
}

static void read_word(Lexer *lexer, Token *t) {
    uint32_t start = lexer->pos;
    while (is_word(peek(lexer, 0))) lexer->pos++;
    t->kind = TOK_IDENT;
    if (lexer->previous == TOK_DOT) return; // a field may be called anything
    t->kind = lexer_keyword(lexer->source + start, lexer->pos - start);
    if (t->kind == TOK_END && lexer->depth > 0) t->kind = TOK_END_INDEX;
}

static void open_bracket(Lexer *lexer, Token *t, TokenKind kind, char c) {
    lexer->pos++;
    if (lexer->depth == LEXER_MAX_BRACKETS) {
        set_error(t, "MATLAB:m_nesting_limit",
                  "Brackets are nested too deeply here (more than 200 levels).");
        t->is_limit = true;
        return;
    }
    lexer->brackets[lexer->depth++] = c;
    t->kind = kind;
}

/// Pops `open` or its variant `other`; tells whether it was the variant. A wrong closer leaves the
/// stack: the parser reports it.
static bool close_bracket(Lexer *lexer, Token *t, TokenKind kind, char open, char other) {
    lexer->pos++;
    t->kind = kind;
    if (lexer->depth == 0) return false;
    char top = lexer->brackets[lexer->depth - 1];
    if (top == open || top == other) lexer->depth--;
    return top == other;
}

static const struct {
    char text[4];
    TokenKind kind;
} operators[] = {
    // longest first
    {"==", TOK_EQ},        {"~=", TOK_NE},        {"<=", TOK_LE},
    {">=", TOK_GE},        {"&&", TOK_AND_AND},   {"||", TOK_OR_OR},
    {".*", TOK_DOT_STAR},  {"./", TOK_DOT_SLASH}, {".\\", TOK_DOT_BACKSLASH},
    {".^", TOK_DOT_CARET}, {".'", TOK_DOT_QUOTE}, {"+", TOK_PLUS},
    {"-", TOK_MINUS},      {"*", TOK_STAR},       {"/", TOK_SLASH},
    {"\\", TOK_BACKSLASH}, {"^", TOK_CARET},      {"<", TOK_LT},
    {">", TOK_GT},         {"&", TOK_AND},        {"|", TOK_OR},
    {"~", TOK_TILDE},      {"=", TOK_ASSIGN},     {":", TOK_COLON},
    {",", TOK_COMMA},      {";", TOK_SEMICOLON},  {".", TOK_DOT},
    {"@", TOK_AT},         {"?", TOK_QUESTION},
};

static bool may_take_assign(TokenKind kind) {
    return (kind >= TOK_PLUS && kind <= TOK_DOT_CARET) || kind == TOK_AND || kind == TOK_OR;
}

static bool read_operator(Lexer *lexer, Token *t) {
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        const char *text = operators[i].text;
        if (text[0] != peek(lexer, 0)) continue;
        if (text[1] != '\0' && text[1] != peek(lexer, 1)) continue;
        t->kind = operators[i].kind;
        lexer->pos += text[1] != '\0' ? 2 : 1;
        if (may_take_assign(t->kind) && peek(lexer, 0) == '=' && peek(lexer, 1) != '=') {
            lexer->pos++;
            t->kind = TOK_OP_ASSIGN;
        }
        return true;
    }
    return false;
}

/// A byte that starts no token: says what to write instead where the intention is plain.
static void read_bad(Lexer *lexer, Token *t) {
    size_t pos = lexer->pos;
    char c = peek(lexer, 0);
    uint32_t code = utf8_next(lexer->source, lexer->n, &pos);
    size_t n = pos - lexer->pos;
    if (n > 0 && n < sizeof t->detail && code >= 0x20 && code != 0x7F)
        memcpy(t->detail, lexer->source + lexer->pos, n);
    lexer->pos = (uint32_t)pos;
    const char *message = "The character '%s' is not allowed here.";
    if (c == '!' && peek(lexer, 0) == '=') {
        lexer->pos++;
        message = "There is no operator '!='; write '~=' for \"not equal\".";
    } else if (c == '!') {
        message =
            "There is no operator '!'; write '~' for \"not\". (For a shell command, call system.)";
    } else if (c == '#') {
        message = "Comments begin with '%%', not with '#'.";
    } else if (code == 0x2018 || code == 0x2019 || code == 0x201C || code == 0x201D) {
        message = "The curly quote %s is not a quote of the language; write ' or \".";
    } else if (code == 0x2013 || code == 0x2014 || code == 0x2212) {
        message = "The dash %s is not a minus sign of the language; write '-'.";
    } else if (t->detail[0] == '\0') {
        message = "A control character or invalid byte is not allowed here.";
    }
    set_error(t, "MATLAB:m_illegal_character", message);
}

static bool ends_operand(TokenKind kind) {
    switch (kind) {
    case TOK_IDENT:
    case TOK_NUMBER:
    case TOK_CHAR:
    case TOK_STRING:
    case TOK_RPAREN:
    case TOK_RBRACKET:
    case TOK_RBRACE:
    case TOK_QUOTE:
    case TOK_DOT_QUOTE:
    case TOK_END_INDEX: return true;
    default: return false;
    }
}

/// True when the token closed the parameter list of an anonymous function: what follows starts an
/// expression.
static bool read_token(Lexer *lexer, Token *t) {
    char c = peek(lexer, 0);
    bool after_parameters = false;
    if (is_letter(c)) {
        read_word(lexer, t);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)))) {
        t->kind = TOK_NUMBER;
        lexer->pos = lexer_read_number(lexer, t);
    } else if (c == '"') {
        read_text(lexer, t, '"');
    } else if (c == '\'') {
        if (lexer->previous_is_operand && !(t->in_matrix && t->space_before)) {
            lexer->pos++;
            t->kind = TOK_QUOTE;
        } else {
            read_text(lexer, t, '\'');
        }
    } else if (c == '(') {
        open_bracket(lexer, t, TOK_LPAREN, lexer->previous == TOK_AT ? '@' : '(');
    } else if (c == '[') {
        open_bracket(lexer, t, TOK_LBRACKET, '[');
    } else if (c == '{') {
        bool is_index = lexer->previous_is_operand && !(t->in_matrix && t->space_before);
        open_bracket(lexer, t, TOK_LBRACE, is_index ? 'i' : '{');
    } else if (c == ')') {
        after_parameters = close_bracket(lexer, t, TOK_RPAREN, '(', '@');
    } else if (c == ']') {
        close_bracket(lexer, t, TOK_RBRACKET, '[', '[');
    } else if (c == '}') {
        close_bracket(lexer, t, TOK_RBRACE, '{', 'i');
    } else if (c == '_') {
        while (is_word(peek(lexer, 0))) lexer->pos++;
        set_error(t, "MATLAB:m_illegal_name", "A name must begin with a letter, not with '_'.");
    } else if (!read_operator(lexer, t)) {
        read_bad(lexer, t);
    }
    return after_parameters;
}

void lexer_next(Lexer *lexer, Token *ret) {
    Token t = {0};
    bool after_parameters = false;
    t.space_before = skip_blank(lexer);
    char top = lexer->depth > 0 ? lexer->brackets[lexer->depth - 1] : '\0';
    t.in_matrix = top == '[' || top == '{';
    t.offset = lexer->pos;
    t.span.line = lexer->line;
    t.span.column = (int32_t)(lexer->pos - lexer->line_start) + 1;
    t.span.end_line = t.span.line;
    if (lexer->pos >= lexer->n) {
        t.kind = TOK_EOF;
        t.end = lexer->pos;
        t.span.end_column = t.span.column;
    } else if (at_newline(lexer)) {
        t.kind = TOK_NEWLINE;
        t.end = lexer->pos + 1;
        t.span.end_column = t.span.column + 1;
        step_newline(lexer);
    } else {
        lexer->ends_in_continuation = false;
        after_parameters = read_token(lexer, &t);
        t.end = lexer->pos;
        t.span.end_column = (int32_t)(lexer->pos - lexer->line_start) + 1;
    }
    lexer->previous = t.kind;
    lexer->previous_is_operand = ends_operand(t.kind) && !after_parameters;
    *ret = t;
}

void lexer_skip_line(Lexer *lexer) {
    while (lexer->pos < lexer->n && !at_newline(lexer)) lexer->pos++;
    lexer->depth = 0;
    lexer->previous = TOK_NEWLINE;
    lexer->previous_is_operand = false;
}

void lexer_jump(Lexer *lexer, uint32_t offset) {
    lexer->pos = offset;
    lexer->previous = TOK_NEWLINE;
    lexer->previous_is_operand = false;
}
