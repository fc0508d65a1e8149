// lang/diagnostic.c: a message with its place and a caret below the source line. The caret counts
// characters, not bytes, and repeats the line's tabs, so that it stands below the right column in a
// console.
#include "base/buf.h"
#include "base/utf.h"
#include "lang/ast.h"
#include <string.h>

/// Start and length (without newline) of the n-th line, zero-based; false beyond the end.
static bool find_line(const char *source, size_t n_bytes, int n, size_t *ret_start,
                      size_t *ret_length) {
    size_t pos = 0;
    for (; n > 0; n--) {
        const char *newline = pos < n_bytes ? memchr(source + pos, '\n', n_bytes - pos) : NULL;
        if (newline == NULL) return false;
        pos = (size_t)(newline - source) + 1;
    }
    const char *newline = pos < n_bytes ? memchr(source + pos, '\n', n_bytes - pos) : NULL;
    size_t end = newline ? (size_t)(newline - source) : n_bytes;
    if (end > pos && source[end - 1] == '\r') end--;
    *ret_start = pos;
    *ret_length = end - pos;
    return true;
}

void diagnostic_format(const char *file, const char *source, size_t n_bytes, int first_line,
                       Span span, const char *message, Buf *out) {
    if (file && file[0] != '\0') buf_printf(out, "%s:", file);
    if (span.line > 0)
        buf_printf(out, "%d:%d: ", span.line, span.column);
    else if (file && file[0] != '\0')
        buf_putc(out, ' ');
    buf_puts(out, message);
    buf_putc(out, '\n');
    size_t start, length;
    if (span.line < first_line || span.column < 1 ||
        !find_line(source, n_bytes, span.line - first_line, &start, &length))
        return;
    buf_puts(out, "    ");
    buf_put(out, source + start, length);
    buf_puts(out, "\n    ");
    size_t stop = (size_t)span.column - 1, pos = 0;
    while (pos < stop && pos < length) {
        buf_putc(out, source[start + pos] == '\t' ? '\t' : ' ');
        utf8_next(source + start, length, &pos);
    }
    buf_puts(out, "^\n");
}
