// graphics/math/alphabets.c: letters, Greek and digits in the mathematical alphabets of Unicode.
#include "graphics/math/symbols.h"

/// Letters that Unicode had before it added the mathematical alphabets.
static uint32_t hole_fill(uint32_t c) {
    static const uint32_t holes[][2] = {
        {0x1D455, 0x210E}, {0x1D49D, 0x212C}, {0x1D4A0, 0x2130}, {0x1D4A1, 0x2131},
        {0x1D4A3, 0x210B}, {0x1D4A4, 0x2110}, {0x1D4A7, 0x2112}, {0x1D4A8, 0x2133},
        {0x1D4AD, 0x211B}, {0x1D4BA, 0x212F}, {0x1D4BC, 0x210A}, {0x1D4C4, 0x2134},
        {0x1D506, 0x212D}, {0x1D50B, 0x210C}, {0x1D50C, 0x2111}, {0x1D515, 0x211C},
        {0x1D51D, 0x2128}, {0x1D53A, 0x2102}, {0x1D53F, 0x210D}, {0x1D545, 0x2115},
        {0x1D547, 0x2119}, {0x1D548, 0x211A}, {0x1D549, 0x211D}, {0x1D551, 0x2124},
    };
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        if (holes[i][0] == c) return holes[i][1];
    return c;
}

/// Start of the Latin capitals of an alphabet; 0: leave them upright.
static uint32_t latin_start(MathAlphabet alphabet) {
    switch (alphabet) {
    case ALPHABET_DEFAULT:
    case ALPHABET_ITALIC: return 0x1D434;
    case ALPHABET_BOLD: return 0x1D400;
    case ALPHABET_BOLD_ITALIC: return 0x1D468;
    case ALPHABET_SANS: return 0x1D5A0;
    case ALPHABET_MONO: return 0x1D670;
    case ALPHABET_BLACKBOARD: return 0x1D538;
    case ALPHABET_SCRIPT: return 0x1D49C;
    case ALPHABET_FRAKTUR: return 0x1D504;
    case ALPHABET_BOLD_DEFAULT: return 0x1D468;
    case ALPHABET_BOLD_SCRIPT: return 0x1D4D0;
    case ALPHABET_BOLD_FRAKTUR: return 0x1D56C;
    case ALPHABET_SANS_BOLD: return 0x1D5D4;
    case ALPHABET_SANS_ITALIC: return 0x1D608;
    default: return 0;
    }
}

/// Start of the Greek capitals; small letters follow 26 later, the variant forms 51 later.
static uint32_t greek_start(MathAlphabet alphabet, bool capital) {
    switch (alphabet) {
    case ALPHABET_DEFAULT: return capital ? 0 : 0x1D6E2;
    case ALPHABET_ITALIC: return 0x1D6E2;
    case ALPHABET_BOLD_DEFAULT: return capital ? 0x1D6A8 : 0x1D71C;
    case ALPHABET_BOLD_SCRIPT:
    case ALPHABET_BOLD_FRAKTUR:
    case ALPHABET_BOLD: return 0x1D6A8;
    case ALPHABET_BOLD_ITALIC: return 0x1D71C;
    case ALPHABET_SCRIPT:
    case ALPHABET_FRAKTUR:
    case ALPHABET_BLACKBOARD:
    case ALPHABET_SANS_ITALIC:
    case ALPHABET_SANS:
    case ALPHABET_MONO: return capital ? 0 : 0x1D6E2;
    default: return 0;
    }
}

static uint32_t digit_start(MathAlphabet alphabet) {
    switch (alphabet) {
    case ALPHABET_BOLD:
    case ALPHABET_BOLD_DEFAULT:
    case ALPHABET_BOLD_SCRIPT:
    case ALPHABET_BOLD_FRAKTUR:
    case ALPHABET_BOLD_ITALIC: return 0x1D7CE;
    case ALPHABET_SANS_BOLD: return 0x1D7EC;
    case ALPHABET_SANS_ITALIC:
    case ALPHABET_BLACKBOARD: return 0x1D7D8;
    case ALPHABET_SANS: return 0x1D7E2;
    case ALPHABET_MONO: return 0x1D7F6;
    default: return 0;
    }
}

static uint32_t greek_map(MathAlphabet alphabet, uint32_t c) {
    static const uint32_t variants[] = {0x2202, 0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6};
    bool capital = c >= 0x391 && c <= 0x3A9;
    uint32_t start = greek_start(alphabet, capital);
    if (c == 0x2207) { // nabla follows the capitals but stays upright unless bold
        if (alphabet == ALPHABET_BOLD || alphabet == ALPHABET_BOLD_DEFAULT) return 0x1D6C1;
        return alphabet == ALPHABET_BOLD_ITALIC ? 0x1D735 : c;
    }
    if (!start) return c;
    if (capital) return start + (c - 0x391);
    if (c >= 0x3B1 && c <= 0x3C9) return start + 26 + (c - 0x3B1);
    for (uint32_t i = 0; i < 7; i++)
        if (variants[i] == c) return start + 51 + i;
    return c;
}

uint32_t math_alphabet_map(MathAlphabet alphabet, uint32_t c) {
    uint32_t start;
    if (c >= 'A' && c <= 'Z')
        return (start = latin_start(alphabet)) ? hole_fill(start + (c - 'A')) : c;
    if (c >= 'a' && c <= 'z')
        return (start = latin_start(alphabet)) ? hole_fill(start + 26 + (c - 'a')) : c;
    if (c >= '0' && c <= '9') return (start = digit_start(alphabet)) ? start + (c - '0') : c;
    return greek_map(alphabet, c);
}

MathAlphabet math_alphabet_bold(MathAlphabet alphabet) {
    switch (alphabet) {
    case ALPHABET_DEFAULT: return ALPHABET_BOLD_DEFAULT;
    case ALPHABET_ROMAN: return ALPHABET_BOLD;
    case ALPHABET_ITALIC: return ALPHABET_BOLD_ITALIC;
    case ALPHABET_SANS: return ALPHABET_SANS_BOLD;
    case ALPHABET_SCRIPT: return ALPHABET_BOLD_SCRIPT;
    case ALPHABET_FRAKTUR: return ALPHABET_BOLD_FRAKTUR;
    default: return alphabet;
    }
}
