// live/language/text.c: places in text (bytes here, UTF-16 columns outside), marks and HTML.
#include "base/utf.h"
#include "live/language/internal.h"
#include <string.h>

size_t place_offset(const LanguageText *t, int line, int column) {
    size_t at = 0;
    for (int l = 1; l < line && at < t->n_bytes; l++) {
        const char *end = memchr(t->text + at, '\n', t->n_bytes - at);
        if (!end) return t->n_bytes;
        at = (size_t)(end - t->text) + 1;
    }
    for (int units = 0; units < column && at < t->n_bytes && t->text[at] != '\n';)
        units += utf8_next(t->text, t->n_bytes, &at) > 0xFFFF ? 2 : 1;
    return at;
}

size_t line_length(const LanguageText *t, size_t offset) {
    size_t n = 0;
    while (offset + n < t->n_bytes && t->text[offset + n] != '\n' && t->text[offset + n] != '\r') n++;
    return n;
}

void place_find(const LanguageText *t, size_t offset, Place *hint, int *ret_line, int *ret_column) {
    Place p = *hint;
    if (offset > t->n_bytes) offset = t->n_bytes;
    if (p.line < 1 || p.offset > offset) p = (Place){.line = 1};
    while (p.offset < offset) {
        const char *end = memchr(t->text + p.offset, '\n', offset - p.offset);
        if (!end) break;
        p.offset = p.line_start = (size_t)(end - t->text) + 1;
        p.line++;
    }
    p.offset = offset;
    *hint = p;
    *ret_line = p.line;
    *ret_column = (int)utf16_length(t->text + p.line_start, offset - p.line_start);
}

json_t *mark_new(const LanguageText *t, size_t from, size_t to, Place *hint, const char *severity, const char *code,
                 const char *message) {
    int line, column, end_line, end_column;
    Place end = {0};
    place_find(t, from, hint, &line, &column);
    end = *hint;
    place_find(t, to > from ? to : from, &end, &end_line, &end_column);
    return json_pack("{s:i,s:i,s:i,s:i,s:s,s:s,s:o}", "line", line, "column", column, "end_line", end_line, "end_column",
                     end_column, "severity", severity, "code", code, "message", json_text(message, strlen(message)));
}

void html_put(Buf *out, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        switch (text[i]) {
        case '&': buf_puts(out, "&amp;"); break;
        case '<': buf_puts(out, "&lt;"); break;
        case '>': buf_puts(out, "&gt;"); break;
        case '"': buf_puts(out, "&quot;"); break;
        case '\'': buf_puts(out, "&#39;"); break;
        default: buf_putc(out, text[i]);
        }
    }
}

void html_puts(Buf *out, const char *text) {
    html_put(out, text, strlen(text));
}

json_t *html_reply(Buf *html) {
    json_t *reply = html->failed ? NULL : json_pack("{s:o}", "html", json_text(buf_text(html), html->len));
    buf_done(html);
    return reply;
}

const json_t *workspace_find(const LanguageText *t, const char *name, size_t n) {
    size_t i;
    const json_t *row;
    json_array_foreach(t->variables, i, row) {
        const char *text = json_string_value(json_object_get(row, "name"));
        if (text && strlen(text) == n && !memcmp(text, name, n)) return row;
    }
    return NULL;
}
