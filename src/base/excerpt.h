// base/excerpt.h: the beginning and the end of a text of any length, in bounded memory.
// Tests: tests/unit/base/test_excerpt.c.
#pragma once
#include "base/buf.h"

/// The first bytes are kept in `head`, the last ones in a ring; what lies between is counted only.
/// Memory: at most most_head + most_tail bytes and a little.
typedef struct Excerpt {
    size_t most_head, most_tail; // bytes to keep of each, given once
    Buf head;                    // ends with a whole character, and with a line where one fits
    bool head_full;              // all else is the tail's
    char *ring;                  // most_tail bytes; the next goes to ring[n_tail % most_tail]
    size_t n_tail;               // bytes put after the head
    size_t n_head_chars, n_tail_chars; // characters of both
    bool failed;                 // memory ran out
} Excerpt;

#define EXCERPT_INIT(head_bytes, tail_bytes) \
    ((Excerpt){.most_head = (head_bytes), .most_tail = (tail_bytes)})
/// Frees the storage; the excerpt is empty and usable again with the same sizes.
void excerpt_done(Excerpt *excerpt);
/// Drops the content, keeps the storage.
void excerpt_clear(Excerpt *excerpt);
/// Appends UTF-8. Text may come in any pieces.
void excerpt_put(Excerpt *excerpt, const char *utf8, size_t n_bytes);
bool excerpt_is_empty(const Excerpt *excerpt);
/// Appends what came after the head: all of it, or a line that says how much is left out and the end.
void excerpt_tail(const Excerpt *excerpt, Buf *out);
/// Appends head and tail.
void excerpt_text(const Excerpt *excerpt, Buf *out);
/// Appends less of both: about so many bytes of the beginning and of the end.
void excerpt_brief(const Excerpt *excerpt, size_t most_head, size_t most_tail, Buf *out);
