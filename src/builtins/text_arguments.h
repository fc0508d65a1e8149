// builtins/text_arguments.h: text in and out: every function of the string families takes character
// vectors, cell arrays of them and string arrays, and answers in kind.
#pragma once
#include "builtins/arguments.h"

typedef enum TextKind { TEXT_CHAR, TEXT_CELL, TEXT_STRING } TextKind;

/// Kind of a text value (TEXT_CHAR for anything else).
TextKind text_kind(Value v);
/// Argument i as strings with its kind. A char matrix gives one string a row.
Status arg_texts(Call *call, int i, StringArray **ret, TextKind *ret_kind);
/// Argument i as one text; new reference, never null. ERR_ARG for missing.
Status arg_one_text(Call *call, int i, Text **ret);
/// Strings as a value of the kind; takes `s` (also on failure). TEXT_CHAR: one row per string,
/// padded; missing is ''.
Status texts_take(Ctx *ctx, TextKind kind, StringArray *s, Value *ret);
/// texts_take into output i.
Status ret_texts(Call *call, int i, TextKind kind, StringArray *s);
/// One text in the kind of scalar results: char row for TEXT_CHAR and TEXT_CELL, string scalar for
/// TEXT_STRING.
Status text_value(Ctx *ctx, TextKind kind, const char *utf8, size_t n_bytes, Value *ret);
Status text_from_buf(Ctx *ctx, const Buf *buf, Text **ret);

/// Result of one text; `self` carries what the function needs. A null result stands for missing.
typedef Status (*TextMap)(Call *call, const Text *t, void *self, Text **ret);
/// Applies fn to every string of argument i; missing stays missing. The result is output 0, of the
/// same kind.
Status map_texts(Call *call, int i, TextMap fn, void *self);
/// A number or truth from one text (null: missing).
typedef double (*TextMeasure)(const Text *t, const void *self);
/// Applies fn to every string; output 0 is double or logical of the same shape.
Status measure_texts(Call *call, int i, bool is_logical, TextMeasure fn, const void *self);

static inline void own_text_done(Text **t) {
    text_unref(*t);
}
#define OWN_TEXT __attribute__((cleanup(own_text_done))) Text

// ---- positions: bytes (UTF-8) and units (what indices count) ------------------------------------
Index text_units_before(const Text *t, size_t byte);
/// The same for many places in rising order, in one walk over the text. Start with {.text = t}.
typedef struct UnitWalk {
    const Text *text;
    size_t byte;
    Index units; // before `byte`
} UnitWalk;
Index unit_walk_to(UnitWalk *walk, size_t byte);
/// Byte offset of a unit (n_bytes beyond the end).
size_t text_byte_of(const Text *t, Index unit);
/// First occurrence of `part` at or after byte `from`; SIZE_MAX when there is none. Empty parts are
/// not found.
size_t text_find(const Text *t, const Text *part, size_t from);
/// White space as isspace and strtrim see it: space, \t \n \v \f \r, no-break and other Unicode
/// spaces.
bool code_is_space(uint32_t code);
/// Escapes \n, \t, \\ … undone, as strsplit and strjoin do with delimiters.
Status text_unescape(Ctx *ctx, const Text *t, Text **ret);
/// Longest of `parts` that stands at byte `at`; -1 when none does.
Index text_match_any(const Text *t, size_t at, const StringArray *parts);
