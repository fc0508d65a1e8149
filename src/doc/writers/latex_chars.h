// doc/writers/latex_chars.h: see latex_chars.c.
#pragma once
#include "base/buf.h"
#include <stdint.h>

/// The code points beyond ASCII that a file holds; start with zeros.
typedef struct LatexChars {
    uint8_t used[0x110000 / 8];
} LatexChars;

/// Notes that the file holds this code point.
void latex_note(LatexChars *chars, uint32_t point);
/// What pdfLaTeX knows a character as, static; null: nothing but itself.
const char *latex_symbol(uint32_t point);
/// One character as it stands, noted.
void latex_put_point(LatexChars *chars, Buf *out, uint32_t point);
/// `n` bytes of UTF-8 as text that LaTeX prints as it is; line ends become blanks.
void latex_put_escaped(LatexChars *chars, Buf *out, const char *text, size_t n);
/// Letters and digits only, for labels.
void latex_put_label(Buf *out, const char *name);
/// For the preamble: every character noted gets a meaning in pdfLaTeX, and one column in listings.
void latex_declare(const LatexChars *chars, Buf *out);
