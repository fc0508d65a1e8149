// lang/parser.h: what the parts of the parser share. The entry points are in lang/ast.h.
// Recursive descent with precedence climbing and one token of look-ahead. A function that returns a
// Node * returns null after parse_fail; the failure is sticky until statement level, where
// parse_check goes on with the next line.
#pragma once
#include "lang/ast.h"
#include "lang/lexer.h"

enum {
    PARSE_MAX_NESTING = 200, // brackets, blocks and unary operators open at once
    PARSE_MAX_HEIGHT = 2000, // levels of an expression tree: readers of the tree may recurse
    PARSE_MAX_DIAGNOSTICS = 100,
};

/// A name that is a variable in the function being read (command syntax does not apply to it).
typedef struct KnownName {
    const char *text;
    uint32_t n;
} KnownName;

typedef struct Parser {
    Ctx *ctx;
    Arena *arena;
    const char *name;
    bool (*is_variable)(void *self, const char *name); // null: nothing is known
    void *is_variable_self;
    int function_depth; // > 0: inside a function, where is_variable says nothing
    Lexer lexer;
    Token tok;       // current token, not consumed yet
    Token last;      // last token consumed
    int depth;       // nesting, see PARSE_MAX_NESTING
    int index_depth; // > 0: `end` means the last index
    int loop_depth;  // > 0: break and continue are allowed
    int block_depth; // > 0: inside if, for, … (a function may not begin)
    bool collect;    // parse_check: record and go on
    bool is_console; // parse_is_incomplete: nothing else is wanted

    Status status; // OK, or the failure under way
    Span err_span;
    const char *err_id, *err_message;
    bool incomplete; // the failure is that the text ended too early
    bool fatal;      // do not go on

    Diagnostic *diagnostics; // heap; messages in the arena
    Index n_diagnostics, cap_diagnostics;
    Node *pending; // an operand read before its expression, see parse_expression_from
    Node **stack;  // heap: lists under construction
    Index n_stack, cap_stack;
    KnownName *known; // heap
    Index n_known, cap_known;
    Span octave_end; // where endif, end_while … was seen as a statement; line 0: nowhere
    const char *octave_word;
    Index n_ended_functions; // functions closed with `end`
} Parser;

// ---- parser.c: tokens, failures, nodes ----------------------------------------------------------
void parser_next(Parser *p);
static inline bool parser_at(const Parser *p, TokenKind kind) {
    return p->tok.kind == kind;
}
bool parser_take(Parser *p, TokenKind kind);
/// Records a syntax error at `span`; the first of a statement wins. A bad token under the cursor is
/// reported instead, since it is the cause. Returns null.
Node *parse_fail(Parser *p, Span span, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/// "Unexpected X" at the current token, worded for what stands there; `wanted` ("an expression")
/// may be null.
Node *parse_fail_here(Parser *p, const char *wanted);
/// At the end of the text: the next line would belong to what is open ([, { or a continuation).
bool parser_wants_more(const Parser *p);
void *parser_fail_nomem(Parser *p);
Node *parser_fail_unsupported(Parser *p, Span span, const char *feature);
/// After a failure inside a statement: in parse_check records it, skips the line and returns true,
/// so that reading goes on; false otherwise.
bool parser_recover(Parser *p);
/// One more level of nesting; false after reporting the limit.
bool parser_enter(Parser *p);
static inline void parser_leave(Parser *p) {
    p->depth--;
}
/// New node that begins at the current token; null when memory is short.
Node *node_new(Parser *p, NodeKind kind);
/// The same, beginning where `first` begins.
Node *node_from(Parser *p, NodeKind kind, const Node *first);
/// Ends the node at the last token consumed and checks the height of the tree. Returns the node, or
/// null.
Node *node_end(Parser *p, Node *node);
const char *parser_text(Parser *p, const Token *t, size_t *ret_n);
/// Lists: mark = p->n_stack, push …, list_take.
bool list_push(Parser *p, Node *node);
bool list_take(Parser *p, Index mark, NodeList *ret);
void parser_add_known(Parser *p, const char *text, size_t n_bytes);
bool parser_is_known(const Parser *p, const char *text, size_t n_bytes);

// ---- parser_expr.c ------------------------------------------------------------------------------
Node *parse_expression(Parser *p);
/// Goes on with an expression whose first operand was read already.
Node *parse_expression_from(Parser *p, Node *operand);
/// [ … ]; with `allow_tilde` a lone ~ is an element (the left side of an assignment), and the first
/// one is left in node->b.
Node *parse_matrix(Parser *p, bool allow_tilde);
/// A name with its subscripts and fields: the target of an assignment.
Node *parse_reference(Parser *p);
Node *parse_name(Parser *p, const char *what);

// ---- parser_statement.c -------------------------------------------------------------------------
/// Statements up to a keyword that ends a block, or the end; pushed on the list stack.
bool parse_statements(Parser *p);
/// One statement (not a function); pushed on the list stack.
bool parse_statement(Parser *p);
/// Newlines, semicolons and commas between statements.
void parser_skip_separators(Parser *p);
bool parser_at_block_end(const Parser *p);
/// `end` that closes what began at `opening`.
bool parser_expect_end(Parser *p, Span opening, const char *what);
/// Adds names that an assignment to `target` makes known.
void parser_add_target(Parser *p, const Node *target);
/// The end of a statement: sets show and consumes the separator.
bool parser_end_statement(Parser *p, Node *statement);

// ---- parser_command.c ---------------------------------------------------------------------------
/// True when the name under the cursor begins a command (`hold on`).
bool parser_is_command(Parser *p);
Node *parse_command(Parser *p);

// ---- parser_function.c --------------------------------------------------------------------------
/// The whole text: script statements and functions.
bool parse_file(Parser *p, Unit *unit);
/// Comment block that begins on the line of `offset` or the next one, marks removed; null when
/// there is none.
const char *parser_comment_at(Parser *p, uint32_t offset);

// ---- parser_unparse.c ---------------------------------------------------------------------------
struct Buf;
/// An expression written without blanks, as anonymous functions are displayed: "@(x)x.^2+a".
void node_unparse(const char *source, const Node *node, struct Buf *out);
