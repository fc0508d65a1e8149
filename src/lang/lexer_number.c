// lang/lexer_number.c: number literals: 12, 1.5e-3, .5, 1.e2, 2i, 0xFFs8, 0b101u16.
// The point is left alone where it belongs to an operator (1./x, 3.') or to a continuation (1...).
#include "lang/lexer.h"
#include <stdlib.h>
#include <string.h>

static char at(const Lexer *lexer, uint32_t pos) {
    return pos < lexer->n ? lexer->source[pos] : '\0';
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static uint32_t fail(const Lexer *lexer, uint32_t pos, Token *ret, const char *message) {
    while (is_word(at(lexer, pos)) || (at(lexer, pos) == '.' && is_digit(at(lexer, pos + 1))))
        pos++;
    ret->kind = TOK_ERROR;
    ret->id = "MATLAB:m_invalid_number";
    ret->message = message;
    return pos;
}

static int digit_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return 99;
}

/// u8 … s64 after a hexadecimal or binary literal; 0 bytes when there is none, -1 when it is
/// malformed.
static int read_suffix(const Lexer *lexer, uint32_t pos, NumClass *ret) {
    static const struct {
        const char *text;
        NumClass u, s;
    } widths[] = {{"8", CLASS_UINT8, CLASS_INT8},
                  {"16", CLASS_UINT16, CLASS_INT16},
                  {"32", CLASS_UINT32, CLASS_INT32},
                  {"64", CLASS_UINT64, CLASS_INT64}};
    char sign = at(lexer, pos);
    if (sign != 'u' && sign != 's' && sign != 'U' && sign != 'S') return is_word(sign) ? -1 : 0;
    uint32_t end = pos + 1;
    while (is_word(at(lexer, end))) end++;
    for (int i = 0; i < 4; i++) {
        size_t n = strlen(widths[i].text);
        if (end - pos - 1 == n && memcmp(lexer->source + pos + 1, widths[i].text, n) == 0) {
            *ret = sign == 'u' || sign == 'U' ? widths[i].u : widths[i].s;
            return (int)(end - pos);
        }
    }
    return -1;
}

/// A signed literal gives the bit pattern (0xFFs8 is -1), so all bits of the class may be used.
static bool fits(uint64_t value, NumClass cls) {
    int bits = 8 << ((cls - CLASS_INT8) / 2);
    return bits == 64 || value >> bits == 0;
}

static uint64_t sign_extend(uint64_t value, NumClass cls) {
    switch (cls) {
    case CLASS_INT8: return (uint64_t)(int64_t)(int8_t)value;
    case CLASS_INT16: return (uint64_t)(int64_t)(int16_t)value;
    case CLASS_INT32: return (uint64_t)(int64_t)(int32_t)value;
    default: return value;
    }
}

static uint32_t read_based(const Lexer *lexer, Token *ret, int base) {
    uint32_t pos = lexer->pos + 2;
    uint64_t value = 0;
    int n_digits = 0;
    for (; digit_value(at(lexer, pos)) < base; pos++, n_digits++) {
        if (value >> (base == 16 ? 60 : 63) != 0)
            return fail(lexer, pos, ret, "This literal needs more than 64 bits.");
        value = value * (uint64_t)base + (uint64_t)digit_value(at(lexer, pos));
    }
    if (n_digits == 0 || is_digit(at(lexer, pos)))
        return fail(lexer, pos, ret,
                    base == 16 ? "A hexadecimal literal needs digits 0-9 or A-F after '0x'."
                               : "A binary literal needs digits 0 or 1 after '0b'.");
    NumClass cls = value <= 0xFF          ? CLASS_UINT8
                   : value <= 0xFFFF      ? CLASS_UINT16
                   : value <= 0xFFFFFFFFu ? CLASS_UINT32
                                          : CLASS_UINT64;
    int n_suffix = read_suffix(lexer, pos, &cls);
    if (n_suffix < 0)
        return fail(lexer, pos, ret,
                    "After a hexadecimal or binary literal only u8, u16, u32, u64, s8, s16, s32 or "
                    "s64 may follow.");
    if (!fits(value, cls))
        return fail(lexer, pos, ret, "This literal does not fit the class its suffix names.");
    ret->integer = sign_extend(value, cls);
    ret->number_class = cls;
    bool is_signed =
        cls == CLASS_INT8 || cls == CLASS_INT16 || cls == CLASS_INT32 || cls == CLASS_INT64;
    ret->number = is_signed ? (double)(int64_t)ret->integer : (double)ret->integer;
    return pos + (uint32_t)n_suffix;
}

/// Digits, point, exponent; the offset after them, or 0 when the exponent has no digits.
static uint32_t scan_decimal(const Lexer *lexer) {
    uint32_t pos = lexer->pos;
    while (is_digit(at(lexer, pos))) pos++;
    if (at(lexer, pos) == '.') {
        char c = at(lexer, pos + 1);
        bool is_operator = c == '*' || c == '/' || c == '\\' || c == '^' || c == '\'';
        bool is_continuation = c == '.' && at(lexer, pos + 2) == '.';
        if (!is_operator && !is_continuation) {
            pos++;
            while (is_digit(at(lexer, pos))) pos++;
        }
    }
    char e = at(lexer, pos);
    if (e != 'e' && e != 'E' && e != 'd' && e != 'D') return pos;
    uint32_t digits = pos + 1;
    if (at(lexer, digits) == '+' || at(lexer, digits) == '-') digits++;
    if (!is_digit(at(lexer, digits))) return 0;
    while (is_digit(at(lexer, digits))) digits++;
    return digits;
}

enum { MAX_LITERAL = 1000 };

/// strtod on a copy; 'd' exponents become 'e'. The engine runs in the C locale, where the decimal
/// point is '.'.
static double convert(const char *text, size_t n_bytes) {
    char copy[MAX_LITERAL + 1];
    for (size_t i = 0; i < n_bytes; i++) copy[i] = text[i] == 'd' || text[i] == 'D' ? 'e' : text[i];
    copy[n_bytes] = '\0';
    return strtod(copy, NULL);
}

uint32_t lexer_read_number(const Lexer *lexer, Token *ret) {
    ret->number_class = CLASS_DOUBLE;
    char second = at(lexer, lexer->pos + 1);
    if (at(lexer, lexer->pos) == '0' && (second == 'x' || second == 'X'))
        return read_based(lexer, ret, 16);
    if (at(lexer, lexer->pos) == '0' && (second == 'b' || second == 'B'))
        return read_based(lexer, ret, 2);
    uint32_t end = scan_decimal(lexer);
    if (end == 0) {
        end = fail(lexer, lexer->pos, ret, "The exponent of this number has no digits.");
        return at(lexer, end) == '+' || at(lexer, end) == '-' ? end + 1 : end;
    }
    if (end - lexer->pos > MAX_LITERAL)
        return fail(lexer, end, ret, "This number has more than 1000 characters.");
    ret->number = convert(lexer->source + lexer->pos, end - lexer->pos);
    if ((at(lexer, end) == 'i' || at(lexer, end) == 'j') && !is_word(at(lexer, end + 1))) {
        ret->is_imaginary = true;
        end++;
    }
    if (is_word(at(lexer, end)))
        return fail(
            lexer, end, ret,
            "A number cannot be followed directly by a letter; is a '*' or a space missing?");
    if (at(lexer, end) == '.' && is_digit(at(lexer, end + 1)))
        return fail(lexer, end, ret, "A number cannot have two decimal points.");
    return end;
}
