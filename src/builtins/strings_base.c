// builtins/strings_base.c: numbers in other bases: dec2bin, bin2dec, dec2hex, hex2dec, dec2base,
// base2dec.
#include "builtins/text_arguments.h"
#include <ctype.h>

static const char digit_characters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// One element as an unsigned pattern: negative numbers (dec2bin, dec2hex) become two's complement
/// in 8, 16, 32 or 64 bits.
static Status element_bits(Call *call, const Tensor *t, Index i, bool allow_negative,
                           uint64_t *ret) {
    if (t->cls == CLASS_UINT64 || t->cls == CLASS_INT64) {
        *ret = ((const uint64_t *)t->data)[i];
        if (t->cls == CLASS_UINT64 || (int64_t)*ret >= 0) return OK;
    }
    double x = tensor_get(t, i);
    if (!isfinite(x) || x != trunc(x) || x >= 18446744073709551616.0 ||
        (x < 0 && (!allow_negative || x < -9223372036854775808.0)))
        return call_fail(call, ERR_ARG, "MATLAB:dec2base:FirstArg",
                         "The numbers must be %sintegers of at most 64 bits.",
                         allow_negative ? "" : "nonnegative ");
    if (x >= 0) {
        *ret = (uint64_t)x;
        return OK;
    }
    int bits = x >= -128 ? 8 : x >= -32768 ? 16 : x >= -2147483648.0 ? 32 : 64;
    *ret = (uint64_t)(int64_t)x;
    if (bits < 64) *ret &= ((uint64_t)1 << bits) - 1;
    return OK;
}

static int digits_of(uint64_t x, int base, char out[65]) {
    char reversed[65];
    int n = 0;
    do {
        reversed[n++] = digit_characters[x % (uint64_t)base];
        x /= (uint64_t)base;
    } while (x > 0);
    for (int i = 0; i < n; i++) out[i] = reversed[n - 1 - i];
    return n;
}

static Status to_base(Call *call, int base, int min_digits_argument, bool allow_negative) {
    OWN_TENSOR *t = NULL, *out = NULL;
    TRY(arg_tensor(call, 0, &t));
    Index width = 0;
    if (call->nargin > min_digits_argument) TRY(arg_index(call, min_digits_argument, &width));
    char digits[65];
    for (Index i = 0; i < t->numel; i++) {
        uint64_t x;
        TRY(element_bits(call, t, i, allow_negative, &x));
        int n = digits_of(x, base, digits);
        if (n > width) width = n;
    }
    Shape shape = shape_2d(t->numel, t->numel > 0 ? width : 0);
    TRY(tensor_full(call->ctx, CLASS_CHAR, &shape, '0', &out));
    for (Index i = 0; i < t->numel; i++) {
        uint64_t x;
        TRY(element_bits(call, t, i, allow_negative, &x));
        int n = digits_of(x, base, digits);
        for (int k = 0; k < n; k++)
            tensor_u16(out)[i + (width - n + k) * t->numel] = (uint16_t)digits[k];
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

/// Value of one text; blanks are ignored.
static Status parse_digits(Call *call, const Text *t, int base, double *ret) {
    uint64_t exact = 0;
    double value = 0;
    for (size_t i = 0; t && i < t->n_bytes; i++) {
        char c = (char)toupper((unsigned char)t->bytes[i]);
        if (c == ' ') continue;
        const char *found = c ? strchr(digit_characters, c) : NULL;
        if (!found || found - digit_characters >= base)
            return call_fail(call, ERR_ARG, "MATLAB:base2dec:NotInBase",
                             "'%s' is not a number in base %d.", t->bytes, base);
        exact = exact * (uint64_t)base + (uint64_t)(found - digit_characters);
        value = value * base + (double)(found - digit_characters);
    }
    *ret = value < 9007199254740992.0 ? (double)exact : value;
    return OK;
}

/// "0x1F" and "0b101", with an optional class suffix, as hex2dec and bin2dec accept them: the
/// digits only.
static Status strip_prefix(Call *call, const Text *t, char letter, Text **ret) {
    size_t start = 0, end = t->n_bytes;
    if (end > 2 && t->bytes[0] == '0' && tolower((unsigned char)t->bytes[1]) == letter) {
        start = 2;
        for (size_t i = start; i < end; i++)
            if (strchr("uUsS", t->bytes[i])) end = i;
    }
    return text_new(call->ctx, t->bytes + start, end - start, ret);
}

static Status from_base(Call *call, int base, char prefix) {
    OWN_STRINGS *s = NULL;
    OWN_TENSOR *out = NULL;
    TRY(arg_strings(call, 0, &s));
    Shape shape = text_kind(call->arg[0]) == TEXT_STRING ? s->shape : shape_2d(s->numel, 1);
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &out));
    for (Index i = 0; i < s->numel; i++) {
        OWN_TEXT *digits = NULL;
        if (!s->items[i])
            return call_fail(call, ERR_ARG, "MATLAB:base2dec:InputClass",
                             "A missing string is no number.");
        TRY(strip_prefix(call, s->items[i], prefix, &digits));
        TRY(parse_digits(call, prefix ? digits : s->items[i], base, &tensor_f64(out)[i]));
    }
    ret_tensor(call, 0, GIVE(out));
    return OK;
}

static Status arg_base(Call *call, int *ret) {
    Index base;
    TRY(arg_positive(call, 1, &base));
    if (base < 2 || base > 36)
        return call_fail(call, ERR_ARG, "MATLAB:dec2base:BaseOutOfRange",
                         "The base must be an integer between 2 and 36.");
    *ret = (int)base;
    return OK;
}

BUILTIN(dec2bin, "s = dec2bin(D)\ns = dec2bin(D,minDigits)", ARITY(1, 2, 1),
        "Binary digits of integers.",
        "D: integers; negative ones give two's complement\nminDigits: least number of digits",
        "s: character array, one row per number", "",
        "assert(strcmp(dec2bin(5), '101'))\nassert(strcmp(dec2bin(5,6), '000101'))",
        "bin2dec, dec2hex, dec2base") {
    return to_base(call, 2, 1, true);
}
BUILTIN(dec2hex, "s = dec2hex(D)\ns = dec2hex(D,minDigits)", ARITY(1, 2, 1),
        "Hexadecimal digits of integers.",
        "D: integers; negative ones give two's complement\nminDigits: least number of digits",
        "s: character array, one row per number", "", "assert(strcmp(dec2hex(255), 'FF'))",
        "hex2dec, dec2bin") {
    return to_base(call, 16, 1, true);
}
BUILTIN(dec2base, "s = dec2base(D,base)\ns = dec2base(D,base,minDigits)", ARITY(2, 3, 1),
        "Digits of integers in any base.",
        "D: nonnegative integers\nbase: 2 to 36\nminDigits: least number of digits",
        "s: character array, one row per number", "", "assert(strcmp(dec2base(23,3), '212'))",
        "base2dec, dec2bin") {
    int base = 10;
    TRY(arg_base(call, &base));
    return to_base(call, base, 2, false);
}
BUILTIN(bin2dec, "D = bin2dec(s)", ARITY(1, 1, 1), "Number from binary digits.",
        "s: text; blanks are ignored", "D: numbers", "Other characters fail.",
        "assert(bin2dec('101') == 5)", "dec2bin, hex2dec") {
    return from_base(call, 2, 'b');
}
BUILTIN(hex2dec, "D = hex2dec(s)", ARITY(1, 1, 1), "Number from hexadecimal digits.", "s: text",
        "D: numbers", "Other characters fail.", "assert(hex2dec('FF') == 255)",
        "dec2hex, bin2dec") {
    return from_base(call, 16, 'x');
}
BUILTIN(base2dec, "D = base2dec(s,base)", ARITY(2, 2, 1), "Number from digits in any base.",
        "s: text\nbase: 2 to 36", "D: numbers", "Other characters fail.",
        "assert(base2dec('212',3) == 23)", "dec2base") {
    int base = 10;
    TRY(arg_base(call, &base));
    return from_base(call, base, '\0');
}

const BuiltinDef *const family_strings_base[] = {
    &def_dec2bin, &def_dec2hex, &def_dec2base, &def_bin2dec, &def_hex2dec, &def_base2dec, NULL};
