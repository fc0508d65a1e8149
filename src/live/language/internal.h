// live/language/internal.h: what the services share: places in text, the outline of a text (its
// tokens, scopes and names), the function library, files of functions, HTML.
#pragma once
#include "doc/json.h"
#include "base/buf.h"
#include "lang/builtin.h"
#include "lang/lexer.h"
#include "live/language/language.h"

// ---- text.c: places -----------------------------------------------------------------------------
/// Byte offset of a 1-based line and a 0-based UTF-16 column; moved into the text.
size_t place_offset(const LanguageText *t, int line, int column);
/// Bytes from an offset to the end of its line.
size_t line_length(const LanguageText *t, size_t offset);
/// Line and column of ascending or any offsets; `hint` (start: zeroed) makes ascending ones quick.
typedef struct Place {
    size_t offset, line_start;
    int line;
} Place;
void place_find(const LanguageText *t, size_t offset, Place *hint, int *ret_line, int *ret_column);
/// A Mark from … to bytes; severity, code and message may be "".
json_t *mark_new(const LanguageText *t, size_t from, size_t to, Place *hint, const char *severity, const char *code,
                 const char *message);
/// Escaped for HTML text and quoted attributes.
void html_put(Buf *out, const char *text, size_t n);
void html_puts(Buf *out, const char *text);
/// The HTML as {"html": …}; frees the buffer.
json_t *html_reply(Buf *html);

// ---- library.c: built-in functions --------------------------------------------------------------
struct Language {
    const BuiltinDef **all; // by name
    Index n;
};
const BuiltinDef *library_find(const Language *language, const char *name, size_t n);
/// Whether a name begins names of built-in functions with dots ("matlab" of "matlab.lang.makeValidName").
bool library_is_package(const Language *language, const char *name, size_t n);
/// Functions of objects that have no record of their own, and `ans`.
bool library_is_method(const char *name);
/// The k-th option (Name=Value) the record tells of, with its description up to the end of the line;
/// false beyond the last.
bool library_option(const BuiltinDef *def, int k, const char **ret_name, size_t *ret_n, const char **ret_text,
                    size_t *ret_text_n);
bool is_keyword(const char *name, size_t n);
const char *keyword_at(int i); // null beyond the last

// ---- outline.c ----------------------------------------------------------------------------------
typedef enum SymbolKind {
    SYMBOL_NAME,     // variable or function
    SYMBOL_FIELD,    // behind a dot
    SYMBOL_OPTION,   // Name= in a call
    SYMBOL_FUNCTION, // name in its own definition
    SYMBOL_OTHER     // class in an arguments block, word of a command
} SymbolKind;
typedef struct Symbol {
    uint32_t offset, end;
    uint32_t token; // index
    int32_t scope;
    SymbolKind kind;
    bool assigned; // or declared here
    bool handle;   // behind @
} Symbol;
typedef struct Scope {
    int32_t parent;  // -1: none
    bool anonymous;  // @(x) …: its names are its parameters, all else is the parent's
    bool nested;     // a function inside a function sees its names
    uint32_t begin, end;
    uint32_t name, n_name; // of a function: offset and length; 0 length: script
    uint32_t params, n_params; // of the text between the brackets of the signature
} Scope;
typedef struct Tok {
    uint32_t offset, end;
    int32_t line;
    uint8_t kind; // TokenKind
    bool space_before;
} Tok;
typedef struct Outline {
    const LanguageText *text;
    Tok *tokens;
    Index n_tokens, cap_tokens;
    Symbol *symbols;
    Index n_symbols, cap_symbols;
    Scope *scopes; // 0: the script
    Index n_scopes, cap_scopes;
    bool failed; // memory
} Outline;
/// False when memory is short. outline_done in any case.
bool outline_make(const LanguageText *text, Outline *ret);
void outline_done(Outline *o);
static inline const char *symbol_text(const Outline *o, const Symbol *s) { return o->text->text + s->offset; }
static inline size_t symbol_length(const Symbol *s) { return s->end - s->offset; }
bool symbol_is(const Outline *o, const Symbol *s, const char *name, size_t n);
/// The symbol at an offset (also just behind its end), or null.
const Symbol *outline_at(const Outline *o, size_t offset);
/// The scope in which a name used in `scope` is a variable; -1: it is none.
int32_t outline_variable_scope(const Outline *o, int32_t scope, const char *name, size_t n);
/// Innermost scope at an offset.
int32_t outline_scope_at(const Outline *o, size_t offset);
/// Definition of a function of this text, or null.
const Symbol *outline_function(const Outline *o, const char *name, size_t n);
/// Index of the token that holds or ends at the offset, else of the last before it; -1: none.
Index outline_token_before(const Outline *o, size_t offset);
typedef enum Surroundings { IN_CODE, IN_STRING, IN_COMMENT } Surroundings;
/// What an offset is in; *ret_token: the string's token.
Surroundings outline_surroundings(const Outline *o, size_t offset, Index *ret_token);
/// The innermost call open at an offset: token of its name, and the argument the offset is in.
bool outline_call_at(const Outline *o, size_t offset, Index *ret_name_token, int *ret_argument);

// ---- files.c: functions and files on disk ---------------------------------------------------------
/// Path of the function file NAME.m or NAME.mlx that a call in this text would find, without built-in
/// ones; owned (mem_free), or null.
char *files_find_function(const LanguageText *t, const char *name, size_t n);
/// Whether a folder +NAME or @NAME is there.
bool files_find_package(const LanguageText *t, const char *name, size_t n);
/// Calls `each` for every entry of the folders searched whose name begins with `prefix` (ignoring
/// case); stops after 2,000.
typedef void (*FileVisit)(void *self, const char *folder, const char *name, bool is_folder);
void files_each(const LanguageText *t, const char *subfolder, const char *prefix, FileVisit each, void *self);
/// First comment of a function file (its help), appended without its marks; false: none.
bool files_help(const char *path, Buf *out);
/// First line with code of a function file: its signature, appended.
bool files_signature(const char *path, Buf *out);

/// The row of a variable in the workspace list, or null.
const json_t *workspace_find(const LanguageText *t, const char *name, size_t n);
