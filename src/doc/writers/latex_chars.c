// doc/writers/latex_chars.c: characters of LaTeX: what must be escaped, and names for what pdfLaTeX does not know as it stands.
#include "base/utf.h"
#include "doc/writers/latex_chars.h"
#include <ctype.h>
#include <string.h>

/// What pdfLaTeX knows under another name than its own character.
static const struct {
    uint32_t point;
    const char *tex;
} symbols[] = {{0xA0, "~"},
               {0xB0, "\\ensuremath{^\\circ}"},
               {0xB1, "\\ensuremath{\\pm}"},
               {0xB2, "\\ensuremath{^2}"},
               {0xB3, "\\ensuremath{^3}"},
               {0xB5, "\\ensuremath{\\mu}"},
               {0xB7, "\\ensuremath{\\cdot}"},
               {0xB9, "\\ensuremath{^1}"},
               {0xD7, "\\ensuremath{\\times}"},
               {0xF7, "\\ensuremath{\\div}"},
               {0x391, "A"},
               {0x393, "\\ensuremath{\\Gamma}"},
               {0x394, "\\ensuremath{\\Delta}"},
               {0x398, "\\ensuremath{\\Theta}"},
               {0x39B, "\\ensuremath{\\Lambda}"},
               {0x3A0, "\\ensuremath{\\Pi}"},
               {0x3A3, "\\ensuremath{\\Sigma}"},
               {0x3A6, "\\ensuremath{\\Phi}"},
               {0x3A9, "\\ensuremath{\\Omega}"},
               {0x3B1, "\\ensuremath{\\alpha}"},
               {0x3B2, "\\ensuremath{\\beta}"},
               {0x3B3, "\\ensuremath{\\gamma}"},
               {0x3B4, "\\ensuremath{\\delta}"},
               {0x3B5, "\\ensuremath{\\epsilon}"},
               {0x3B6, "\\ensuremath{\\zeta}"},
               {0x3B7, "\\ensuremath{\\eta}"},
               {0x3B8, "\\ensuremath{\\theta}"},
               {0x3BB, "\\ensuremath{\\lambda}"},
               {0x3BC, "\\ensuremath{\\mu}"},
               {0x3BD, "\\ensuremath{\\nu}"},
               {0x3BE, "\\ensuremath{\\xi}"},
               {0x3C0, "\\ensuremath{\\pi}"},
               {0x3C1, "\\ensuremath{\\rho}"},
               {0x3C3, "\\ensuremath{\\sigma}"},
               {0x3C4, "\\ensuremath{\\tau}"},
               {0x3C6, "\\ensuremath{\\phi}"},
               {0x3C7, "\\ensuremath{\\chi}"},
               {0x3C8, "\\ensuremath{\\psi}"},
               {0x3C9, "\\ensuremath{\\omega}"},
               {0x2026, "\\ldots{}"},
               {0x2070, "\\ensuremath{^0}"},
               {0x2074, "\\ensuremath{^4}"},
               {0x2075, "\\ensuremath{^5}"},
               {0x2076, "\\ensuremath{^6}"},
               {0x2077, "\\ensuremath{^7}"},
               {0x2078, "\\ensuremath{^8}"},
               {0x2079, "\\ensuremath{^9}"},
               {0x207B, "\\ensuremath{^-}"},
               {0x2080, "\\ensuremath{_0}"},
               {0x2081, "\\ensuremath{_1}"},
               {0x2082, "\\ensuremath{_2}"},
               {0x2083, "\\ensuremath{_3}"},
               {0x2084, "\\ensuremath{_4}"},
               {0x2085, "\\ensuremath{_5}"},
               {0x2086, "\\ensuremath{_6}"},
               {0x2087, "\\ensuremath{_7}"},
               {0x2088, "\\ensuremath{_8}"},
               {0x2089, "\\ensuremath{_9}"},
               {0x208B, "\\ensuremath{_-}"},
               {0x2190, "\\ensuremath{\\leftarrow}"},
               {0x2192, "\\ensuremath{\\to}"},
               {0x21D2, "\\ensuremath{\\Rightarrow}"},
               {0x2202, "\\ensuremath{\\partial}"},
               {0x2207, "\\ensuremath{\\nabla}"},
               {0x2208, "\\ensuremath{\\in}"},
               {0x2211, "\\ensuremath{\\sum}"},
               {0x2212, "\\ensuremath{-}"},
               {0x221A, "\\ensuremath{\\surd}"},
               {0x221E, "\\ensuremath{\\infty}"},
               {0x2248, "\\ensuremath{\\approx}"},
               {0x2260, "\\ensuremath{\\neq}"},
               {0x2264, "\\ensuremath{\\le}"},
               {0x2265, "\\ensuremath{\\ge}"}};

/// Characters that the T1 encoding has.
static bool in_latin(uint32_t point) {
    return (point >= 0xA1 && point <= 0x17E) || (point >= 0x2013 && point <= 0x201E) ||
           point == 0x20AC;
}

const char *latex_symbol(uint32_t point) {
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].point == point) return symbols[i].tex;
    return NULL;
}

void latex_note(LatexChars *chars, uint32_t point) {
    if (point >= 0x80 && point < 0x110000) chars->used[point / 8] |= (uint8_t)(1u << point % 8);
}

void latex_put_point(LatexChars *chars, Buf *out, uint32_t point) {
    char bytes[4];
    latex_note(chars, point);
    buf_put(out, bytes, (size_t)utf8_encode(point, bytes));
}

void latex_put_escaped(LatexChars *chars, Buf *out, const char *text, size_t n) {
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            latex_put_point(chars, out, utf8_next(text, n, &i));
            continue;
        }
        i++;
        switch (c) {
        case '\\': buf_puts(out, "\\textbackslash{}"); break;
        case '^': buf_puts(out, "\\textasciicircum{}"); break;
        case '~': buf_puts(out, "\\textasciitilde{}"); break;
        case '<': buf_puts(out, "\\textless{}"); break;
        case '>': buf_puts(out, "\\textgreater{}"); break;
        case '|': buf_puts(out, "\\textbar{}"); break;
        case '"': buf_puts(out, "\\textquotedbl{}"); break;
        case '\'': buf_puts(out, "'{}"); break; // no ligatures of quotes
        case '`': buf_puts(out, "\\textasciigrave{}"); break;
        case '-': buf_puts(out, i < n && text[i] == '-' ? "-{}" : "-"); break;
        case '\n':
        case '\r':
        case '\t': buf_putc(out, ' '); break;
        default:
            if (strchr("{}$&#%_", c)) buf_putc(out, '\\');
            if (strchr("[]", c)) { // never an option of the command before
                buf_printf(out, "{%c}", c);
                break;
            }
            if (c >= 32) buf_putc(out, (char)c);
        }
    }
}

void latex_put_label(Buf *out, const char *name) {
    for (; *name; name++) {
        if (isalnum((unsigned char)*name))
            buf_putc(out, *name);
        else
            buf_printf(out, "-%02x", (unsigned char)*name);
    }
}

void latex_declare(const LatexChars *chars, Buf *out) {
    Buf literate = BUF_INIT;
    buf_puts(out, "\\ifPDFTeX\n");
    for (uint32_t point = 0x80; point < 0x110000; point++) {
        if (!(chars->used[point / 8] & (1u << point % 8))) continue;
        char bytes[5] = {0};
        utf8_encode(point, bytes);
        const char *symbol = latex_symbol(point);
        if (symbol)
            buf_printf(out, "\\DeclareUnicodeCharacter{%04X}{%s}\n", point, symbol);
        else if (!in_latin(point))
            buf_printf(out, "\\DeclareUnicodeCharacter{%04X}{\\texttt{[U+%04X]}}\n", point, point);
        // The command behind the character has a name of its own: inside a listing the character
        // itself would call the listing again.
        buf_printf(out,
                   "\\expandafter\\let\\csname gradus:%04X\\expandafter\\endcsname"
                   "\\csname u8:\\detokenize{%s}\\endcsname\n",
                   point, bytes);
        buf_printf(&literate, "{%s}{{\\csname gradus:%04X\\endcsname}}1 ", bytes, point);
    }
    if (literate.len) buf_printf(out, "\\lstset{literate=%s}\n", literate.data);
    buf_puts(out, "\\fi\n");
    buf_done(&literate);
}
