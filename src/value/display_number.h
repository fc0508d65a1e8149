// value/display_number.h: how one number stands in a column: width, decimals, common factor.
#pragma once
#include "value/internal.h"

typedef enum NumKind { NUM_INT, NUM_FIXED, NUM_EXP, NUM_G, NUM_BANK, NUM_RAT, NUM_HEX } NumKind;
typedef struct NumFormat {
    NumKind kind;
    int width;    // of a column, complex ones included
    int decimals; // or significant digits with NUM_G
    int exponent; // common factor 10^exponent, 0: none
    bool is_complex, is_single;
    bool plain_zero; // 0 is shown as "0" in a column of decimals
} NumFormat;

/// What must be known about the numbers before a format can be chosen.
typedef struct NumStats {
    bool all_int; // every finite number is a whole one
    bool is_complex, is_scalar, is_single;
    double max_abs; // of the finite ones, 0 when there are none
} NumStats;
NumStats num_stats(const Tensor *t);
NumFormat num_format_choose(const DisplayFormat *format, NumStats stats);
/// One number, padded to the width of the column.
void num_put(Buf *out, const NumFormat *f, double re, double im);
