// base/excerpt.c: a buffer for the beginning, a ring for the end. Cuts are made at line ends where one
// is near, else between characters.
#include "base/excerpt.h"
#include "base/mem.h"
#include <string.h>

enum { NEAR = 4096 }; // bytes looked through for a line end

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t count_characters(const char *utf8, size_t n) {
    size_t k = 0;
    for (size_t i = 0; i < n; i++) k += !is_continuation(utf8[i]);
    return k;
}

void excerpt_clear(Excerpt *e) {
    buf_clear(&e->head);
    e->head_full = e->failed = e->head.failed = false;
    e->n_tail = e->n_head_chars = e->n_tail_chars = 0;
}

void excerpt_done(Excerpt *e) {
    buf_done(&e->head);
    mem_free(e->ring);
    e->ring = NULL;
    e->head = BUF_INIT;
    excerpt_clear(e);
}

bool excerpt_is_empty(const Excerpt *e) {
    return !e->head.len && !e->n_tail;
}

static bool ends_line(const Buf *text) {
    return text->len && text->data[text->len - 1] == '\n';
}

/// How many of these bytes still go to the head, of which `room` are free: up to a line end, or to the
/// end of a character.
static size_t head_share(const Excerpt *e, const char *utf8, size_t room) {
    size_t first = room > NEAR ? room - NEAR : 0;
    for (size_t k = room; k > first; k--)
        if (utf8[k - 1] == '\n') return k;
    if (!first && ends_line(&e->head)) return 0;
    while (room && is_continuation(utf8[room])) room--;
    return room;
}

static void put_ring(Excerpt *e, const char *utf8, size_t n) {
    if (!e->ring) e->ring = mem_alloc(e->most_tail);
    if (!e->ring) {
        e->failed = true;
        return;
    }
    e->n_tail_chars += count_characters(utf8, n);
    if (n > e->most_tail) { // as if what goes before had been put
        e->n_tail += n - e->most_tail;
        utf8 += n - e->most_tail;
        n = e->most_tail;
    }
    size_t at = e->n_tail % e->most_tail, first = e->most_tail - at;
    if (first > n) first = n;
    memcpy(e->ring + at, utf8, first);
    memcpy(e->ring, utf8 + first, n - first);
    e->n_tail += n;
}

void excerpt_put(Excerpt *e, const char *utf8, size_t n) {
    if (!e->head_full) {
        size_t room = e->most_head > e->head.len ? e->most_head - e->head.len : 0, share = n;
        if (n > room) {
            share = head_share(e, utf8, room);
            e->head_full = true;
        }
        buf_put(&e->head, utf8, share);
        e->n_head_chars += count_characters(utf8, share);
        if (e->head.failed) e->failed = true;
        utf8 += share;
        n -= share;
    }
    if (n) put_ring(e, utf8, n);
}

/// 1234567 as "1,234,567".
static void put_grouped(Buf *out, size_t number) {
    char digits[32];
    int n = 0;
    do {
        if (n % 4 == 3) digits[n++] = ',';
        digits[n++] = (char)('0' + number % 10);
    } while ((number /= 10));
    while (n) buf_putc(out, digits[--n]);
}

/// The gap's line, then the end of `text` from a line's or a character's beginning on; `n_chars` are
/// those of all that was put and stands not before the gap.
static void put_gap_and_end(Buf *out, const char *text, size_t n, size_t n_chars) {
    size_t near = n < NEAR ? n : NEAR, skip = 0;
    const char *line = memchr(text, '\n', near);
    if (line && (size_t)(line + 1 - text) < n)
        skip = (size_t)(line + 1 - text);
    else
        while (skip < n && is_continuation(text[skip])) skip++;
    buf_puts(out, "… (output shortened: ");
    put_grouped(out, n_chars - count_characters(text + skip, n - skip));
    buf_puts(out, " characters left out)\n");
    buf_put(out, text + skip, n - skip);
}

/// The ring in order.
static void put_ring_text(const Excerpt *e, Buf *out) {
    bool full = e->n_tail > e->most_tail;
    size_t at = full ? e->n_tail % e->most_tail : 0;
    if (full) buf_put(out, e->ring + at, e->most_tail - at);
    buf_put(out, e->ring, full ? at : e->n_tail);
}

void excerpt_tail(const Excerpt *e, Buf *out) {
    if (!e->n_tail) return;
    Buf end = BUF_INIT;
    put_ring_text(e, &end);
    if (end.failed) {
        out->failed = true;
    } else if (e->n_tail <= e->most_tail) {
        buf_put(out, end.data, end.len);
    } else {
        if (!ends_line(&e->head)) buf_putc(out, '\n');
        put_gap_and_end(out, end.data, end.len, e->n_tail_chars);
    }
    buf_done(&end);
}

void excerpt_brief(const Excerpt *e, size_t most_head, size_t most_tail, Buf *out) {
    if (e->head.len + e->n_tail <= most_head + most_tail) {
        excerpt_text(e, out);
        return;
    }
    Buf all = BUF_INIT; // but for what the ring lost
    buf_put(&all, buf_text(&e->head), e->head.len);
    put_ring_text(e, &all);
    if (all.failed) {
        out->failed = true;
    } else {
        size_t begin = most_head < e->head.len ? most_head : e->head.len, from = all.len - most_tail;
        if (begin < all.len) begin = head_share(&(Excerpt){0}, all.data, begin);
        if (all.len < begin + most_tail) from = begin;
        buf_put(out, all.data, begin);
        if (begin && all.data[begin - 1] != '\n') buf_putc(out, '\n');
        put_gap_and_end(out, all.data + from, all.len - from,
                        e->n_head_chars + e->n_tail_chars - count_characters(all.data, begin));
    }
    buf_done(&all);
}

void excerpt_text(const Excerpt *e, Buf *out) {
    buf_put(out, buf_text(&e->head), e->head.len);
    excerpt_tail(e, out);
}
