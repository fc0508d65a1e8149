// base/buf.h: a growable byte buffer for text, always NUL-terminated.
// Sticky failure: when memory runs out `failed` is set, later calls do nothing; check once at the end.
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Buf {
    char *data; // never null after the first write; NUL at data[len]
    size_t len;
    size_t cap;
    bool failed;
} Buf;

#define BUF_INIT ((Buf){0})
/// Frees the storage; the buffer is empty and usable again.
void buf_done(Buf *buf);
/// Keeps the storage, drops the content.
void buf_clear(Buf *buf);
void buf_put(Buf *buf, const char *bytes, size_t n_bytes);
void buf_puts(Buf *buf, const char *text);
void buf_putc(Buf *buf, char c);
/// `n` copies of `c`.
void buf_pad(Buf *buf, char c, long n);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(Buf *buf, const char *format, va_list args);
/// A finite number with the fewest digits that read back as the same double, or as the same float when `single`.
void buf_put_shortest(Buf *buf, double x, bool single);
/// The text, "" when nothing was written; borrowed until the next change.
const char *buf_text(const Buf *buf);
/// Hands the storage to the caller (mem_free) and empties the buffer; null when `failed`.
char *buf_take(Buf *buf);
/// Makes room for `n_bytes` more and returns where they go; null on failure. Add to len yourself.
char *buf_room(Buf *buf, size_t n_bytes);
