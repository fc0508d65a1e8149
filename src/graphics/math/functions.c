// graphics/math/functions.c: the tables of accents and of function names set upright. To add one,
// add a row.
#include "graphics/math/symbols.h"
#include <string.h>

static const MathAccent accents[] = {
    {"hat", 0x302, false, false},
    {"widehat", 0x302, true, false},
    {"tilde", 0x303, false, false},
    {"widetilde", 0x303, true, false},
    {"bar", 0x304, false, false},
    {"vec", 0x20D7, false, false},
    {"dot", 0x307, false, false},
    {"ddot", 0x308, false, false},
    {"dddot", 0x20DB, false, false},
    {"ddddot", 0x20DC, false, false},
    {"acute", 0x301, false, false},
    {"grave", 0x300, false, false},
    {"breve", 0x306, false, false},
    {"check", 0x30C, false, false},
    {"widecheck", 0x30C, true, false},
    {"mathring", 0x30A, false, false},
    {"overrightarrow", 0x20D7, true, false},
    {"Overrightarrow", 0x21D2, true, false},
    {"overrightharpoon", 0x20D1, true, false},
    {"overleftharpoon", 0x20D0, true, false},
    {"overleftarrow", 0x20D6, true, false},
    {"overleftrightarrow", 0x20E1, true, false},
    {"underrightarrow", 0x20EF, true, true},
    {"underleftarrow", 0x20EE, true, true},
    {"underleftrightarrow", 0x2194, true, true},
    {"utilde", 0x330, true, true},
};

static const MathFunction functions[] = {
    {"sin", "sin", false},       {"cos", "cos", false},
    {"tan", "tan", false},       {"cot", "cot", false},
    {"sec", "sec", false},       {"csc", "csc", false},
    {"sinh", "sinh", false},     {"cosh", "cosh", false},
    {"tanh", "tanh", false},     {"coth", "coth", false},
    {"sech", "sech", false},     {"csch", "csch", false},
    {"arcsin", "arcsin", false}, {"arccos", "arccos", false},
    {"arctan", "arctan", false}, {"exp", "exp", false},
    {"log", "log", false},       {"ln", "ln", false},
    {"lg", "lg", false},         {"arg", "arg", false},
    {"deg", "deg", false},       {"dim", "dim", false},
    {"hom", "hom", false},       {"ker", "ker", false},
    {"lim", "lim", true},        {"limsup", "lim sup", true},
    {"liminf", "lim inf", true}, {"max", "max", true},
    {"min", "min", true},        {"sup", "sup", true},
    {"inf", "inf", true},        {"det", "det", true},
    {"gcd", "gcd", true},        {"Pr", "Pr", true},
    {"argmax", "arg max", true}, {"argmin", "arg min", true},
    {"sgn", "sgn", false},       {"sign", "sign", false},
    {"tr", "tr", false},         {"rank", "rank", false},
    {"diag", "diag", false},     {"softmax", "softmax", false},
    {"sinc", "sinc", false},     {"erf", "erf", false},
    {"injlim", "inj lim", true}, {"projlim", "proj lim", true},
    {"arcctg", "arcctg", false}, {"arctg", "arctg", false},
    {"cosec", "cosec", false},   {"cotg", "cotg", false},
    {"ctg", "ctg", false},       {"cth", "cth", false},
    {"ch", "ch", false},         {"sh", "sh", false},
    {"tg", "tg", false},         {"th", "th", false},
    {"plim", "plim", true},      {"trace", "trace", false},
    {"span", "span", false},     {"mean", "mean", false},
    {"var", "var", false},       {"arccot", "arccot", false},
    {"arcsec", "arcsec", false}, {"arccsc", "arccsc", false},
    {"arsinh", "arsinh", false}, {"arcosh", "arcosh", false},
    {"artanh", "artanh", false}, {"erfc", "erfc", false},
};

const MathAccent *math_accent_find(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        if (!strncmp(accents[i].name, name, n) && !accents[i].name[n]) return &accents[i];
    return NULL;
}

const MathFunction *math_function_find(const char *name, size_t n) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (!strncmp(functions[i].name, name, n) && !functions[i].name[n]) return &functions[i];
    return NULL;
}

int math_symbol_count(void) {
    int n_symbols;
    math_symbols(&n_symbols);
    return n_symbols +
           (int)(sizeof accents / sizeof *accents + sizeof functions / sizeof *functions);
}

const char *math_symbol_name(int i, int *ret_n_arguments) {
    int n_symbols, n_accents = (int)(sizeof accents / sizeof *accents);
    const MathSymbol *symbols = math_symbols(&n_symbols);
    *ret_n_arguments = 0;
    if (i < n_symbols) return symbols[i].name;
    i -= n_symbols;
    if (i < n_accents) {
        *ret_n_arguments = 1;
        return accents[i].name;
    }
    return functions[i - n_accents].name;
}
