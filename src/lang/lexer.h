// lang/lexer.h: source text to tokens, one at a time.
// What a character means depends on what stands before it (quote or transpose) and on the innermost
// open bracket (inside [] and {} spaces and newlines separate). The lexer keeps both; a Lexer may
// be copied by value to look ahead.
#pragma once
#include "base/ctx.h"
#include "tensor/tensor.h"

typedef enum TokenKind {
    TOK_EOF,
    TOK_ERROR, // see Token.message
    TOK_NEWLINE,
    TOK_SEMICOLON,
    TOK_COMMA,
    TOK_IDENT,
    TOK_NUMBER,
    TOK_CHAR,   // 'text'
    TOK_STRING, // "text"
    TOK_LPAREN,
    TOK_RPAREN,
    TOK_LBRACKET,
    TOK_RBRACKET,
    TOK_LBRACE,
    TOK_RBRACE,
    TOK_DOT,
    TOK_AT,
    TOK_QUESTION,
    TOK_ASSIGN,
    TOK_OP_ASSIGN, // += and the like, which the language does not have
    TOK_COLON,
    TOK_TILDE,
    TOK_PLUS,
    TOK_MINUS,
    TOK_STAR,
    TOK_SLASH,
    TOK_BACKSLASH,
    TOK_CARET,
    TOK_DOT_STAR,
    TOK_DOT_SLASH,
    TOK_DOT_BACKSLASH,
    TOK_DOT_CARET,
    TOK_QUOTE,     // ' as transpose
    TOK_DOT_QUOTE, // .'
    TOK_EQ,
    TOK_NE,
    TOK_LT,
    TOK_LE,
    TOK_GT,
    TOK_GE,
    TOK_AND,
    TOK_OR,
    TOK_AND_AND,
    TOK_OR_OR,
    TOK_END_INDEX, // the word end inside brackets
    // keywords
    TOK_BREAK,
    TOK_FIRST_KEYWORD = TOK_BREAK,
    TOK_CASE,
    TOK_CATCH,
    TOK_CLASSDEF,
    TOK_CONTINUE,
    TOK_ELSE,
    TOK_ELSEIF,
    TOK_END,
    TOK_FOR,
    TOK_FUNCTION,
    TOK_GLOBAL,
    TOK_IF,
    TOK_OTHERWISE,
    TOK_PARFOR,
    TOK_PERSISTENT,
    TOK_RETURN,
    TOK_SPMD,
    TOK_SWITCH,
    TOK_TRY,
    TOK_WHILE,
} TokenKind;
enum { LEXER_MAX_BRACKETS = 200 };

typedef struct Token {
    TokenKind kind;
    uint32_t offset, end; // bytes in the source, end exclusive
    Span span;
    bool space_before; // blank, continuation or comment before it on the same logical line
    bool in_matrix;    // the innermost bracket open before it is [ or {
    // TOK_NUMBER
    double number;
    uint64_t integer;
    NumClass number_class;
    bool is_imaginary;
    // TOK_ERROR: static texts; `detail` is one character for %s in the message, or empty
    const char *id, *message;
    char detail[12];
    bool is_limit;
} Token;

typedef struct Lexer {
    const char *source;
    uint32_t n, pos;
    int32_t line;
    uint32_t line_start; // offset of the first byte of the line
    uint32_t depth;      // open brackets
    char brackets[LEXER_MAX_BRACKETS];
    TokenKind previous;
    bool previous_is_operand;  // a quote now means transpose
    bool open_block_comment;   // the text ended inside %{
    bool ends_in_continuation; // the text ended after "..." (or its newline)
} Lexer;

/// Starts at the first byte; `source` is borrowed and need not end in NUL. Less than 4 GiB.
void lexer_init(Lexer *lexer, const char *source, size_t n_bytes, int first_line);
/// The next token; at the end TOK_EOF for ever. A malformed token is TOK_ERROR and reading goes on
/// after it.
void lexer_next(Lexer *lexer, Token *ret);
/// Skips to the newline that ends the current line and forgets open brackets (error recovery,
/// command syntax).
void lexer_skip_line(Lexer *lexer);
/// Continues at `offset` on the current line (command syntax reads its own words).
void lexer_jump(Lexer *lexer, uint32_t offset);
/// True when the blank characters at `offset` (space, tab, no-break space …) are `*ret_n` bytes
/// long.
bool lexer_is_blank(const Lexer *lexer, uint32_t offset, uint32_t *ret_n);
/// What a token of this kind is called in messages: "'('", "'end'", "a number"; never null.
const char *token_kind_text(TokenKind kind);
/// The keyword with this spelling, or TOK_IDENT.
TokenKind lexer_keyword(const char *text, size_t n_bytes);

/// Reads a number literal at source[pos] (a digit, or a point before a digit): decimal, 0x…, 0b…,
/// suffixes, i and j. Fills the number fields of *ret, or its error fields and kind; returns the
/// offset after it. lexer_number.c
uint32_t lexer_read_number(const Lexer *lexer, Token *ret);
