// live/base64.c: three bytes to four letters.
#include "live/base64.h"
#include <stdint.h>

void base64_encode(const void *bytes, size_t n, bool url, Buf *out) {
    const char *letters = url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                              : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *b = bytes;
    char *to = buf_room(out, (n + 2) / 3 * 4);
    if (!to) return;
    size_t k = 0;
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        uint32_t v = (uint32_t)b[i] << 16 | (left > 1 ? (uint32_t)b[i + 1] << 8 : 0) |
                     (left > 2 ? b[i + 2] : 0u);
        to[k++] = letters[v >> 18];
        to[k++] = letters[v >> 12 & 63];
        if (left > 1 || !url) to[k++] = left > 1 ? letters[v >> 6 & 63] : '=';
        if (left > 2 || !url) to[k++] = left > 2 ? letters[v & 63] : '=';
    }
    out->len += k;
    out->data[out->len] = 0;
}
