// doc/json.h: JSON as the formats want it: compact, sorted keys, shortest numbers, and texts that
// are always valid UTF-8 whatever a program printed.
#pragma once
#include "base/buf.h"
#include <jansson.h>

/// A dollar within an equation of plain-text live code, whose dollars end it.
#define TEX_DOLLAR "&dollar&;"

/// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD. `slash` writes
/// '/' as "\/", as plain-text live code does.
void json_put_text(Buf *out, const char *text, size_t n, bool slash);
/// Appends a value on one line, keys sorted by bytes, numbers with as many digits as they need.
void json_put(Buf *out, const json_t *value, bool slash);
/// The same on many lines, `indent` spaces a level (notebooks use 1).
void json_put_pretty(Buf *out, const json_t *value, int indent);
/// New JSON string of any bytes; null when memory is short.
json_t *json_text(const char *text, size_t n);
/// The object in `text` (may be null), or a new empty one when it is none. Null when memory is
/// short.
json_t *json_object_of(const char *text);
/// In the data of a grid: cells that hold several values (a table's variable of several columns) become one text each.
void json_join_cells(json_t *data);
/// Text of a member, or null.
const char *json_member(const json_t *object, const char *key);

/// Appends the base64 form of `bytes`.
void base64_put(Buf *out, const void *bytes, size_t n);
/// Appends the bytes that `n` characters of base64 stand for; other characters are skipped, '='
/// ends.
void base64_get(Buf *out, const char *text, size_t n);
/// End of the JSON object at p (strings respected); null when it does not close before `end`.
const char *json_end(const char *p, const char *end);
