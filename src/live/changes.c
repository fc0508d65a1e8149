// live/changes.c: one walk over the old text, copying what is kept and counting line ends on the
// way.
#include "live/changes.h"
#include "base/utf.h"
#include "base/vec.h"
#include <stdint.h>
#include <string.h>

/// The walk: `at` is a place in the old text, `line` the line it is on.
typedef struct Walk {
    const char *text, *end, *at;
    int line;
} Walk;

static Status fail(Ctx *ctx, const char *what) {
    return ctx_fail(ctx, ERR_ARG, "Gradus:live:changes", "Change set not understood: %s.", what);
}

/// Eight ASCII bytes at once, while there are so many: editing long texts spends its time here.
static const char *walk_ascii(Walk *w, const char *p, json_int_t *n) {
    const uint64_t high = 0x8080808080808080u, line_ends = 0x0A0A0A0A0A0A0A0Au;
    for (uint64_t v; *n >= 8 && w->end - p >= 8; p += 8, *n -= 8) {
        memcpy(&v, p, 8);
        if (v & high) break;
        v ^= line_ends; // bytes that are zero now
        w->line += __builtin_popcountll(~((v & ~high) + ~high) & high);
    }
    return p;
}

/// Steps over `n` UTF-16 units.
static Status walk_units(Ctx *ctx, Walk *w, json_int_t n) {
    const char *p = w->at;
    while (n > 0) {
        p = walk_ascii(w, p, &n);
        if (n <= 0) break;
        if (p >= w->end) return fail(ctx, "longer than the text");
        unsigned char c = (unsigned char)*p;
        if (c < 0x80) {
            w->line += c == '\n';
            p++, n--;
        } else if (c >= 0xF0) {
            if (n == 1) return fail(ctx, "an end within a surrogate pair");
            p += 4, n -= 2;
        } else {
            p += c >= 0xE0 ? 3 : 2, n--;
        }
    }
    if (p > w->end) return fail(ctx, "longer than the text");
    w->at = p;
    return OK;
}

static bool starts_line(const Walk *w) {
    return w->at == w->text || w->at[-1] == '\n';
}
static bool ends_line(const Walk *w) {
    return w->at == w->end || *w->at == '\n';
}

/// "[n, line, line…]"
static Status replace(Ctx *ctx, Walk *w, const json_t *part, Buf *out, LineChange *change) {
    const json_t *length = json_array_get(part, 0);
    if (!json_is_integer(length) || json_integer_value(length) < 0)
        return fail(ctx, "a length is missing");
    size_t n = json_array_size(part);
    *change = (LineChange){
        .from_line = w->line, .at_start = starts_line(w), .n_lines = n > 1 ? (int)n - 2 : 0};
    TRY(walk_units(ctx, w, json_integer_value(length)));
    change->to_line = w->line;
    change->at_end = ends_line(w);
    for (size_t i = 1; i < n; i++) {
        const json_t *line = json_array_get(part, i);
        if (!json_is_string(line)) return fail(ctx, "a line is not a text");
        const char *text = json_string_value(line);
        size_t n_bytes = json_string_length(line);
        if (memchr(text, '\n', n_bytes) || memchr(text, '\r', n_bytes) || memchr(text, 0, n_bytes))
            return fail(ctx, "a line with a line end or a null in it");
        if (i > 1) buf_putc(out, '\n');
        buf_put(out, text, n_bytes);
        change->inserts = change->inserts || n_bytes || n > 2;
    }
    return OK;
}

Status changes_apply(Ctx *ctx, const char *text, size_t n_bytes, const json_t *changes,
                     size_t max_bytes, Buf *out, LineChanges *ret_lines) {
    if (!json_is_array(changes)) return fail(ctx, "not an array");
    Walk w = {text, text + n_bytes, text, 1};
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *part = json_array_get(changes, i);
        if (json_is_integer(part)) {
            const char *start = w.at;
            TRY(walk_units(ctx, &w, json_integer_value(part)));
            buf_put(out, start, (size_t)(w.at - start));
        } else if (json_is_array(part)) {
            LineChange change;
            TRY(replace(ctx, &w, part, out, &change));
            if (ret_lines)
                VEC_PUSH_TRY(ctx, ret_lines->items, ret_lines->n, ret_lines->cap, change);
        } else {
            return fail(ctx, "a part that is neither number nor array");
        }
        if (out->len > max_bytes)
            return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:size",
                            "The document would be longer than %zu bytes.", max_bytes);
    }
    if (w.at != w.end) return fail(ctx, "shorter than the text");
    return out->failed ? ctx_fail_nomem(ctx) : OK;
}

void line_changes_done(LineChanges *changes) {
    mem_free(changes->items);
    *changes = (LineChanges){0};
}

/// Line `line` within the stretch of one change: 0 when it is gone, else its line if nothing before
/// had moved it.
static int map_within(const LineChange *c, int line) {
    bool only_insert = c->from_line == c->to_line && c->at_start && !c->at_end;
    bool covered = (line > c->from_line || c->at_start) && (line < c->to_line || c->at_end);
    if (covered && !c->inserts) return 0;
    if (line == c->to_line && !covered && (line > c->from_line || only_insert))
        return c->from_line + c->n_lines;
    int into = line - c->from_line;
    return c->from_line + (into < c->n_lines ? into : c->n_lines);
}

int line_changes_map(const LineChanges *changes, int line) {
    int shift = 0;
    for (Index i = 0; i < changes->n; i++) {
        const LineChange *c = &changes->items[i];
        if (line < c->from_line) break;
        if (line > c->to_line) {
            shift += c->n_lines - (c->to_line - c->from_line);
            continue;
        }
        int mapped = map_within(c, line);
        if (!mapped) return 0;
        shift += mapped - line;
    }
    return line + shift;
}

static bool put_lines(json_t *part, const char *text, size_t n) {
    const char *end = text + n;
    for (;;) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (json_array_append_new(part, json_stringn(text, (size_t)((stop ? stop : end) - text))))
            return false;
        if (!stop) return true;
        text = stop + 1;
    }
}

json_t *changes_between(const char *a, size_t n_a, const char *b, size_t n_b) {
    size_t shorter = n_a < n_b ? n_a : n_b, head = 0, tail = 0;
    while (head < shorter && a[head] == b[head]) head++;
    while (head &&
           ((head < n_a && (a[head] & 0xC0) == 0x80) || (head < n_b && (b[head] & 0xC0) == 0x80)))
        head--;
    while (tail < shorter - head && a[n_a - 1 - tail] == b[n_b - 1 - tail]) tail++;
    while (tail && ((a[n_a - tail] & 0xC0) == 0x80)) tail--;
    json_t *changes = json_array(), *part = json_array();
    Index deleted = utf16_length(a + head, n_a - head - tail),
          kept = utf16_length(a + n_a - tail, tail);
    Index first = utf16_length(a, head);
    bool good = changes && part &&
                (!first || !json_array_append_new(changes, json_integer(first))) &&
                !json_array_append_new(part, json_integer(deleted)) &&
                (n_b == head + tail || put_lines(part, b + head, n_b - head - tail)) &&
                !json_array_append(changes, part) &&
                (!kept || !json_array_append_new(changes, json_integer(kept)));
    json_decref(part);
    if (good) return changes;
    json_decref(changes);
    return NULL;
}
