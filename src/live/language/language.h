// live/language/language.h: what an editor wants to know of MATLAB text: marks, completion, hover,
// signatures, definitions, occurrences, help. Nothing is ever run, and any text will do.
// Answers are the reply fields of protocol.txt (without "t" and "id") as a new JSON object that the
// caller frees (json_decref); null only when memory is short. Lines are 1-based, columns 0-based
// UTF-16 units. A place outside the text is moved into it.
// Tests: tests/unit/live/test_language.c, tests/cli/check.sh, fuzz/fuzz_language.c.
#pragma once
#include "base/ctx.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/// The function library's records, sorted for looking up and searching. Constant once made: one for
/// a process, used from any number of threads.
typedef struct Language Language;
/// ERR_NOMEM.
Status language_new(Language **ret);
/// Null is fine.
void language_free(Language *language);

/// The text asked about. All borrowed; only `text` must be there.
typedef struct LanguageText {
    const char *text; // whole document in plain-text form (or one Command Window entry)
    size_t n_bytes;
    const char *path;        // file it belongs to, absolute; null: none. Its folder is searched first
    const char *folder;      // current folder, searched for functions and file names; null: none
    const char *search_path; // more folders, ':'-separated; null: none
    const json_t *variables; // Variable[] of the workspace; null: none
    bool command;            // Command Window text: workspace variables count as assigned
    bool infos;              // check: marks of severity "info" too (missing semicolons)
} LanguageText;

/// {"marks":[Mark…]} in order of place. Severity and code:
///   error    syntax, unknown-name, too-many-arguments, too-many-outputs, duplicate-function
///   warning  unknown-name (in a plain script, which another may run), unused-variable,
///            unused-function, unreachable, comparison-as-statement, unknown-option
///   info     missing-semicolon (with `infos`)
/// Names are not marked where they may come from elsewhere: after load, eval, addpath, a script.
json_t *language_check(const Language *language, const LanguageText *text);

/// {"from_column", "items":[Completion…]} best first, at most 200. kind: keyword variable function
/// file folder field option text.
json_t *language_complete(const Language *language, const LanguageText *text, int line, int column);

/// {"html"}: "" when there is nothing to say. Escaped; only p, code, strong, pre, a[data-help], ul, li.
json_t *language_hover(const Language *language, const LanguageText *text, int line, int column);

/// {"forms":[…], "active"}: calling forms of the innermost open call, and the argument (from 0) the
/// place is in; no forms outside calls.
json_t *language_signature(const Language *language, const LanguageText *text, int line, int column);

/// {"path"?, "line"?, "column"?, "help"?}: in this text: line and column alone; in another file: with
/// its path; a built-in function: its help. Empty when unknown.
json_t *language_definition(const Language *language, const LanguageText *text, int line, int column);

/// {"name", "kind", "places":[Mark…]}: every place of the variable or local function at the place,
/// within its scope; name "" when there is none. kind: variable function.
json_t *language_occurrences(const Language *language, const LanguageText *text, int line, int column);

/// {"name","title","html","found"}: a help page: syntax, description, arguments, errors, an example
/// (pre class "example" with a button[data-run]), see also (a[data-help]). `text` (may be null)
/// gives folder and path for the user's own functions, whose first comment is their help.
json_t *language_help(const Language *language, const LanguageText *text, const char *name);

/// {"items":[{"name","summary"}…]}, best first, at most 50. Empty text: everything, by name.
json_t *language_help_search(const Language *language, const char *words);
