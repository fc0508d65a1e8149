// base/buf.c: see buf.h. Invariant: cap > len whenever data is not null, and data[len] is NUL.
#include "base/buf.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_done(Buf *buf) {
    mem_free(buf->data);
    *buf = BUF_INIT;
}

void buf_clear(Buf *buf) {
    buf->len = 0;
    buf->failed = false;
    if (buf->data) buf->data[0] = 0;
}

char *buf_room(Buf *buf, size_t n_bytes) {
    if (buf->failed) return NULL;
    if (n_bytes >= SIZE_MAX / 2 - buf->len) {
        buf->failed = true;
        return NULL;
    }
    size_t need = buf->len + n_bytes + 1;
    if (need > buf->cap) {
        size_t cap = buf->cap ? buf->cap * 2 : 64;
        if (cap < need) cap = need;
        char *data = mem_realloc(buf->data, cap);
        if (!data) {
            buf->failed = true;
            return NULL;
        }
        buf->data = data;
        buf->cap = cap;
    }
    return buf->data + buf->len;
}

void buf_put(Buf *buf, const char *bytes, size_t n_bytes) {
    char *to = buf_room(buf, n_bytes);
    if (!to) return;
    if (n_bytes) memcpy(to, bytes, n_bytes);
    buf->len += n_bytes;
    buf->data[buf->len] = 0;
}

void buf_puts(Buf *buf, const char *text) { buf_put(buf, text, strlen(text)); }

void buf_putc(Buf *buf, char c) { buf_put(buf, &c, 1); }

void buf_pad(Buf *buf, char c, long n) {
    if (n <= 0) return;
    char *to = buf_room(buf, (size_t)n);
    if (!to) return;
    memset(to, c, (size_t)n);
    buf->len += (size_t)n;
    buf->data[buf->len] = 0;
}

void buf_vprintf(Buf *buf, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *to = n < 0 ? NULL : buf_room(buf, (size_t)n);
    if (to) {
        vsnprintf(to, (size_t)n + 1, format, again);
        buf->len += (size_t)n;
    }
    va_end(again);
}

void buf_printf(Buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    buf_vprintf(buf, format, args);
    va_end(args);
}

void buf_put_shortest(Buf *buf, double x, bool single) {
    char text[40];
    for (int digits = single ? 6 : 15; digits <= 17; digits++) { // %g drops zeros at the end
        snprintf(text, sizeof text, "%.*g", digits, x);
        if (single ? strtof(text, NULL) == (float)x : strtod(text, NULL) == x) break;
    }
    buf_puts(buf, text);
}

const char *buf_text(const Buf *buf) { return buf->data ? buf->data : ""; }

char *buf_take(Buf *buf) {
    if (buf->failed) {
        buf_done(buf);
        return NULL;
    }
    char *data = buf->data ? buf->data : mem_dup("");
    *buf = BUF_INIT;
    return data;
}
