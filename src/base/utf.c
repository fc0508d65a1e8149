// base/utf.c: Unicode transformation formats. Decoding accepts only shortest forms and no surrogates (RFC 3629).
#include "base/utf.h"

uint32_t utf8_next(const char *utf8, size_t n_bytes, size_t *pos) {
    const unsigned char *s = (const unsigned char *)utf8 + *pos;
    size_t left = n_bytes - *pos;
    uint32_t c = s[0];
    if (c < 0x80) {
        *pos += 1;
        return c;
    }
    int more = c >= 0xF0 && c < 0xF5 ? 3 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xC2 && c < 0xE0 ? 1 : 0;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (more && (size_t)more < left) {
        uint32_t code = c & (0x3Fu >> more);
        int i = 1;
        for (; i <= more && (s[i] & 0xC0) == 0x80; i++) code = code << 6 | (s[i] & 0x3F);
        if (i > more && code >= least[more] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF)) {
            *pos += (size_t)more + 1;
            return code;
        }
    }
    *pos += 1;
    return 0xFFFD;
}

int utf8_encode(uint32_t c, char out[4]) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

Index utf16_length(const char *utf8, size_t n_bytes) {
    Index n = 0;
    for (size_t pos = 0; pos < n_bytes;) n += utf8_next(utf8, n_bytes, &pos) > 0xFFFF ? 2 : 1;
    return n;
}

Index utf8_to_utf16(const char *utf8, size_t n_bytes, uint16_t *units) {
    Index n = 0;
    for (size_t pos = 0; pos < n_bytes;) {
        uint32_t c = utf8_next(utf8, n_bytes, &pos);
        if (c > 0xFFFF) {
            c -= 0x10000;
            units[n++] = (uint16_t)(0xD800 | c >> 10);
            units[n++] = (uint16_t)(0xDC00 | (c & 0x3FF));
        } else {
            units[n++] = (uint16_t)c;
        }
    }
    return n;
}

// Code point at units[*i], stepping; lone surrogates become U+FFFD.
static uint32_t utf16_next(const uint16_t *units, Index n, Index *i) {
    uint32_t c = units[(*i)++];
    if (c < 0xD800 || c > 0xDFFF) return c;
    if (c < 0xDC00 && *i < n && (units[*i] & 0xFC00) == 0xDC00)
        return 0x10000 + ((c & 0x3FF) << 10 | (units[(*i)++] & 0x3FFu));
    return 0xFFFD;
}

size_t utf8_length(const uint16_t *units, Index n) {
    size_t bytes = 0;
    for (Index i = 0; i < n;) {
        char out[4];
        bytes += (size_t)utf8_encode(utf16_next(units, n, &i), out);
    }
    return bytes;
}

size_t utf16_to_utf8(const uint16_t *units, Index n, char *bytes) {
    size_t len = 0;
    for (Index i = 0; i < n;) {
        char out[4];
        int k = utf8_encode(utf16_next(units, n, &i), out);
        for (int j = 0; j < k; j++) bytes[len++] = out[j];
    }
    return len;
}
