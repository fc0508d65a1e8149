// graphics/math/symbols.h: what TeX names mean: one character with its class, or a function name.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Classes that decide the space between neighbours, in TeX's order.
typedef enum MathClass {
    CLASS_ORD,
    CLASS_OP,
    CLASS_BIN,
    CLASS_REL,
    CLASS_OPEN,
    CLASS_CLOSE,
    CLASS_PUNCT,
    CLASS_INNER,
    CLASS_NONE // takes no part in spacing
} MathClass;

typedef struct MathSymbol {
    const char *name; // without the backslash
    uint32_t code_point;
    uint8_t math_class;
    bool limits; // operators: scripts go above and below in display style
} MathSymbol;

/// Symbol of a command name; null when it is none.
const MathSymbol *math_symbol_find(const char *name, size_t n_bytes);
/// Code point and class of an accent command (\hat …); `stretchy` for \widehat, `below` for
/// \underbar-like ones.
typedef struct MathAccent {
    const char *name;
    uint32_t code_point;
    bool stretchy, below;
} MathAccent;
const MathAccent *math_accent_find(const char *name, size_t n_bytes);
/// Function names set upright (\sin); `limits` for \lim and its kind.
typedef struct MathFunction {
    const char *name, *text;
    bool limits;
} MathFunction;
const MathFunction *math_function_find(const char *name, size_t n_bytes);
/// Class of a character typed directly, and the character it stands for ('-' becomes the minus
/// sign).
MathClass math_char_class(uint32_t code_point, uint32_t *ret_code_point);

/// Alphabets of \mathbf, \mathcal, …
typedef enum MathAlphabet {
    ALPHABET_DEFAULT, // Latin and small Greek slanted, digits and capital Greek upright
    ALPHABET_ROMAN,
    ALPHABET_ITALIC,
    ALPHABET_BOLD,
    ALPHABET_BOLD_ITALIC,
    ALPHABET_SANS,
    ALPHABET_MONO,
    ALPHABET_BLACKBOARD,
    ALPHABET_SCRIPT,
    ALPHABET_FRAKTUR,
    ALPHABET_BOLD_DEFAULT, // \boldsymbol: as the default, all bold
    ALPHABET_BOLD_SCRIPT,
    ALPHABET_BOLD_FRAKTUR,
    ALPHABET_SANS_BOLD,
    ALPHABET_SANS_ITALIC
} MathAlphabet;
/// The character of an alphabet that stands for a letter or digit; others come back unchanged.
uint32_t math_alphabet_map(MathAlphabet alphabet, uint32_t code_point);
/// The bold form of an alphabet; itself where there is none.
MathAlphabet math_alphabet_bold(MathAlphabet alphabet);
/// The table of symbols.
const MathSymbol *math_symbols(int *ret_n);
/// Number of names in the three tables, and the i-th with the number of its arguments (completion,
/// documentation, tests).
int math_symbol_count(void);
const char *math_symbol_name(int i, int *ret_n_arguments);
