// lang/ast.h: the tree the parser hands to the compiler. All nodes live in one arena.
#pragma once
#include "base/ctx.h"
#include "base/mem.h"
#include "tensor/ops.h"

struct Buf;
typedef struct Node Node;
typedef struct NodeList { Node **items; Index n; } NodeList;

typedef enum NodeKind {
    // expressions
    NODE_NUMBER,     // number, is_imaginary; integer class for hex/binary literals with suffix
    NODE_CHAR,       // 'text'  (text, n_bytes: UTF-8, quotes undone)
    NODE_STRING,     // "text"
    NODE_NAME,       // identifier; text
    NODE_COLON_ALL,  // ':' alone as an argument
    NODE_END,        // end inside an index
    NODE_UNARY,      // unary_op, a
    NODE_POSTFIX,    // ' or .' : unary_op OP_CTRANSPOSE or OP_TRANSPOSE, a
    NODE_BINARY,     // binary_op, a, b
    NODE_AND_AND, NODE_OR_OR, // short circuit a, b
    NODE_RANGE,      // a:b:c  a = lo, b = step or null, c = hi
    NODE_PAREN_EXPR, // (a): stops comma lists, command syntax and display name
    NODE_INDEX,      // a(list): call or index
    NODE_BRACE,      // a{list}
    NODE_DOT,        // a.text
    NODE_DOT_DYNAMIC,// a.(b)
    NODE_MATRIX,     // rows: list of NODE_ROW
    NODE_CELL,       // rows: list of NODE_ROW
    NODE_ROW,        // list
    NODE_ANON,       // @(params) a ; list = params (NODE_NAME or NODE_TILDE); text = source slice
    NODE_HANDLE,     // @name or @pkg.name; text
    NODE_TILDE,      // ~ as an output or parameter
    NODE_NAME_VALUE, // text = a, only inside NODE_INDEX lists: f(Name=value)
    NODE_META_CLASS, // ?ClassName; text
    // statements
    NODE_EXPR,       // a; show
    NODE_ASSIGN,     // list = targets (one or more; NODE_TILDE allowed), a = value; show
    NODE_COMMAND,    // text = function, list = NODE_CHAR words; show (display of ans suppressed when !show);
                     // a = the statement read as an expression (`x -1`), or null: for a workspace where text is a variable
    NODE_IF,         // list = NODE_BRANCH …; a condition null: else
    NODE_BRANCH,     // a = condition or null, body
    NODE_WHILE,      // a, body
    NODE_FOR,        // a = target (name or index expression), b = range, body; is_parfor (c = second argument or null)
    NODE_SWITCH,     // a, list = NODE_BRANCH (a = case value; null: otherwise)
    NODE_TRY,        // body, catch_body, text = catch variable or null
    NODE_BREAK, NODE_CONTINUE, NODE_RETURN,
    NODE_GLOBAL, NODE_PERSISTENT, // list of NODE_NAME (b = initial value or null)
    NODE_FUNCTION,   // see below
    NODE_ARGUMENTS,  // block in a function: list of NODE_ARGUMENT; text "Input", "Output" or "Repeating"
    NODE_ARGUMENT,   // one declaration, see below
    NODE_SPMD,       // body, run once
} NodeKind;

struct Node {
    NodeKind kind;
    Span span;
    uint32_t offset, n_source; // bytes of source the node covers
    Node *a, *b, *c;
    NodeList list;
    const char *text; // NUL-terminated, in the arena
    size_t n_bytes;   // length of text
    double number;
    uint64_t integer;         // exact value of hex and binary literals
    int8_t number_class;      // NumClass of hex/binary literals, else CLASS_DOUBLE
    bool is_imaginary;
    bool show;                // statement without semicolon
    bool is_parfor;
    BinaryOp binary_op;
    UnaryOp unary_op;
    NodeList body, catch_body;
    // NODE_FUNCTION: text = name, list = parameters (NODE_NAME, NODE_TILDE), outputs, body, arguments blocks, help
    NodeList outputs;
    NodeList arguments;       // NODE_ARGUMENTS blocks
    const char *help;         // comment block below the signature, or null
    // NODE_ARGUMENT: text = name ("opts" for opts.Name with field = "Name"; "obj.?Class" unsupported), list = sizes
    // (NODE_NUMBER or NODE_COLON_ALL; has_size), class_text or null, validators (expressions), a = default or null
    const char *field;
    const char *class_text;
    bool has_size;
    NodeList validators;
    uint32_t height;          // levels of nodes below and with this one; the parser keeps it below 2,000
};

/// A parsed file or piece of text.
typedef struct Unit {
    Arena *arena;
    const char *name;       // file name for messages, in the arena
    const char *source;     // copy in the arena, NUL-terminated
    size_t n_source;
    NodeList statements;    // script code (empty for a function file)
    NodeList functions;     // NODE_FUNCTION, file functions or local functions; nested ones are in body of their parent
    bool is_function_file;  // first code is a function
    const char *help;       // first comment block of a script, or null
} Unit;

/// Parses a script, function file or eval text. On failure ctx->error is the first diagnostic (ERR_SYNTAX,
/// "MATLAB:m_…" id, span) and no unit is returned. first_line numbers the first line.
Status parse_unit(Ctx *ctx, const char *name, const char *source, size_t n_bytes, int first_line, Unit **ret);
void unit_free(Unit *unit);
/// The same where some names are variables already (the workspace a console line or eval runs in), so that `x -1` is an
/// expression there. Asked at script level only; `is_variable` may be null.
Status parse_unit_known(Ctx *ctx, const char *name, const char *source, size_t n_bytes, int first_line,
                        bool (*is_variable)(void *self, const char *name), void *self, Unit **ret);
/// All syntax errors of a text (for check and the editor), not only the first; messages owned by the arena.
typedef struct Diagnostic { Span span; const char *message; bool is_error; } Diagnostic;
Status parse_check(Ctx *ctx, const char *name, const char *source, size_t n_bytes, Arena *arena, Diagnostic **ret, Index *ret_n);
/// The same, with what could be read: statements and functions without mistakes. *ret_unit is filled in
/// (nodes in `arena`; never unit_free it); a block in which something is wrong may be missing as a whole.
Status parse_check_unit(Ctx *ctx, const char *name, const char *source, size_t n_bytes, Arena *arena, Diagnostic **ret,
                        Index *ret_n, Unit *ret_unit);
/// S-expression of a unit for tests: "(assign (name x) (number 1))".
void unit_dump(const Unit *unit, struct Buf *out);
/// The caret form of an error: "lab.m:3:7: message\n    x = (1\n         ^\n".
void diagnostic_format(const char *file, const char *source, size_t n_bytes, int first_line, Span span, const char *message, struct Buf *out);
/// True when `source` is an unfinished statement or block (console: ask for another line).
bool parse_is_incomplete(const char *source, size_t n_bytes);
