// base/utf.h: UTF-8 (files, source, strings) to and from UTF-16 (char arrays). Invalid input becomes U+FFFD.
#pragma once
#include "base/mem.h"
#include <stdint.h>

/// Number of UTF-16 units that `n_bytes` of UTF-8 need.
Index utf16_length(const char *utf8, size_t n_bytes);
/// Converts into `units` (room for utf16_length units); returns the number written.
Index utf8_to_utf16(const char *utf8, size_t n_bytes, uint16_t *units);
/// Number of UTF-8 bytes that `n` units need, without NUL.
size_t utf8_length(const uint16_t *units, Index n);
/// Converts into `bytes` (room for utf8_length bytes, no NUL added); returns the number written.
size_t utf16_to_utf8(const uint16_t *units, Index n, char *bytes);
/// Decodes one code point and steps *pos; U+FFFD for invalid bytes.
uint32_t utf8_next(const char *utf8, size_t n_bytes, size_t *pos);
/// Encodes one code point into out[4]; returns the number of bytes.
int utf8_encode(uint32_t code_point, char out[4]);
