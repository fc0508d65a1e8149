// Number formats of the Command Window. A scalar is shown as a whole number, with fixed decimals,
// or with an exponent; a matrix of doubles that does not fit fixed decimals gets a common factor
// instead of exponents.
#include "value/display_number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static void stats_add(NumStats *s, double x) {
    if (!isfinite(x)) return;
    if (x != trunc(x)) s->all_int = false;
    if (fabs(x) > s->max_abs) s->max_abs = fabs(x);
}

NumStats num_stats(const Tensor *t) {
    NumStats s = {.all_int = true,
                  .is_complex = t->is_complex,
                  .is_scalar = t->numel == 1,
                  .is_single = t->cls == CLASS_SINGLE};
    for (Index i = 0; i < t->numel; i++) {
        stats_add(&s, tensor_get(t, i));
        if (t->is_complex) stats_add(&s, tensor_get_imag(t, i));
    }
    return s;
}

static int decimal_exponent(double x) {
    return x > 0 ? (int)floor(log10(x)) : 0;
}

/// Factor of a matrix: the largest number becomes d.dddd, or 0.dddd where all are small.
static int factor_exponent(double max_abs) {
    if (max_abs == 0) return 0;
    int e = max_abs < 1 ? (int)ceil(log10(max_abs)) : decimal_exponent(max_abs);
    return e;
}

static bool is_long(FormatMode mode) {
    return mode == FORMAT_LONG || mode == FORMAT_LONG_G || mode == FORMAT_LONG_E;
}

static int width_fixed(const NumFormat *f) {
    if (f->is_complex) return f->decimals + 5 + 2 + f->decimals + 3 + 1;
    if (f->decimals == 4) return 10;
    return f->decimals + 5;
}

static int width_exp(const NumFormat *f) {
    int one = f->decimals + 6;
    if (f->is_complex) return 3 + one + 3 + one + 1;
    return (f->decimals > 10 ? 5 : 3) + one;
}

static void choose_g(NumFormat *f, FormatMode mode) {
    f->kind = NUM_G;
    bool is_long_g = mode == FORMAT_LONG_G;
    f->decimals = !is_long_g ? 5 : f->is_single ? 7 : 15;
    f->width = !is_long_g ? 13 : f->is_single ? 17 : 26;
    if (f->is_complex) f->width = 2 * f->width + 2;
}

static void choose_fixed_or_exp(NumFormat *f, FormatMode mode, const NumStats *s) {
    double top = mode == FORMAT_LONG || s->is_complex ? 100 : 1000;
    bool fits = s->max_abs == 0 || (s->max_abs > 0.001 && s->max_abs < top);
    f->kind = NUM_FIXED;
    f->width = width_fixed(f);
    f->plain_zero = !s->is_complex;
    if (mode == FORMAT_SHORT_E || mode == FORMAT_LONG_E || (!fits && s->is_scalar)) {
        f->kind = NUM_EXP;
        f->width = width_exp(f);
    } else if (!fits) {
        f->exponent = factor_exponent(s->max_abs);
    }
}

NumFormat num_format_choose(const DisplayFormat *format, NumStats s) {
    FormatMode mode = format->mode;
    NumFormat f = {.is_complex = s.is_complex, .is_single = s.is_single};
    f.decimals = !is_long(mode) ? 4 : s.is_single ? 7 : 15;
    switch (mode) {
    case FORMAT_SHORT_G:
    case FORMAT_LONG_G: choose_g(&f, mode); return f;
    case FORMAT_BANK:
        f.kind = NUM_BANK;
        f.width = s.is_complex ? 28 : 13;
        return f;
    case FORMAT_RAT:
        f.kind = NUM_RAT;
        f.width = s.is_complex ? 30 : 14;
        return f;
    case FORMAT_HEX:
        f.kind = NUM_HEX;
        f.width = (s.is_single ? 8 : 16) + 3;
        if (s.is_complex) f.width *= 2;
        return f;
    default: break;
    }
    if (s.all_int && !s.is_complex && s.max_abs < 999999999.5) {
        f.kind = NUM_INT;
        f.width = s.max_abs < 999.5 ? 6 : 12;
        return f;
    }
    choose_fixed_or_exp(&f, mode, &s);
    return f;
}

/// Nearest simple fraction by continued fractions, within the relative error that format rat uses.
static void rational(double x, char *text, size_t n_bytes) {
    if (!isfinite(x)) {
        snprintf(text, n_bytes, "%s", isnan(x) ? "*" : x < 0 ? "-1/0" : "1/0");
        return;
    }
    double tolerance = 1e-6 * fabs(x), n0 = 1, d0 = 0, rest = x, n = nearbyint(x), d = 1;
    double fraction = rest - n;
    for (int i = 0; i < 20 && fabs(x - n / d) > tolerance && fraction != 0; i++) {
        rest = 1 / fraction;
        double whole = nearbyint(rest), n2 = n * whole + n0, d2 = d * whole + d0;
        fraction = rest - whole;
        n0 = n, d0 = d, n = n2, d = d2;
    }
    if (d < 0) n = -n, d = -d;
    if (d == 1)
        snprintf(text, n_bytes, "%.0f", n);
    else
        snprintf(text, n_bytes, "%.0f/%.0f", n, d);
}

static void number_text(const NumFormat *f, double x, char *text, size_t n_bytes) {
    if (f->kind == NUM_HEX) {
        uint64_t bits;
        memcpy(&bits, &x, sizeof bits);
        float single = (float)x;
        uint32_t short_bits;
        memcpy(&short_bits, &single, sizeof short_bits);
        if (f->is_single)
            snprintf(text, n_bytes, "%08x", short_bits);
        else
            snprintf(text, n_bytes, "%016llx", (unsigned long long)bits);
    } else if (f->kind == NUM_RAT) {
        rational(x, text, n_bytes);
    } else if (!isfinite(x)) {
        snprintf(text, n_bytes, "%s", isnan(x) ? "NaN" : x < 0 ? "-Inf" : "Inf");
    } else if (f->kind == NUM_INT || (x == 0 && f->plain_zero)) {
        snprintf(text, n_bytes, "%.0f", x == 0 ? 0.0 : x);
    } else if (f->kind == NUM_EXP) {
        snprintf(text, n_bytes, "%.*e", f->decimals, x);
    } else if (f->kind == NUM_G) {
        snprintf(text, n_bytes, "%.*g", f->decimals, x == 0 ? 0.0 : x);
    } else {
        snprintf(text, n_bytes, "%.*f", f->kind == NUM_BANK ? 2 : f->decimals, x);
    }
}

void num_put(Buf *out, const NumFormat *f, double re, double im) {
    char text[64];
    double scale = f->exponent ? pow(10, f->exponent) : 1;
    number_text(f, re / scale, text, sizeof text);
    if (!f->is_complex) {
        buf_printf(out, "%*s", f->width, text);
        return;
    }
    bool fixed = f->kind == NUM_FIXED;
    int im_width = fixed ? f->decimals + 3 : 0;
    int re_width = f->width - 3 - (fixed ? im_width : 1 + f->decimals + 6);
    if (f->kind == NUM_G || f->kind == NUM_BANK || f->kind == NUM_RAT) {
        re_width = f->width / 2 - 1;
        im_width = f->width - re_width - 3;
    }
    buf_printf(out, "%*s", re_width, text);
    number_text(f, fabs(im) / scale, text, sizeof text);
    buf_puts(out, signbit(im) && !isnan(im) ? " -" : " +");
    if (fixed)
        buf_printf(out, "%*s", im_width, text);
    else
        buf_printf(out, " %s", text);
    buf_putc(out, 'i');
}

// ---- numbers inside texts -----------------------------------------------------------------------
/// Summaries know two widths: short, and long for the long modes.
static DisplayFormat format_inside(FormatMode mode) {
    return (DisplayFormat){.mode = is_long(mode) ? FORMAT_LONG : FORMAT_SHORT};
}

static void put_compact(Buf *out, FormatMode mode, double x, bool is_single) {
    DisplayFormat format = format_inside(mode);
    NumStats s = {.all_int = true, .is_scalar = true, .is_single = is_single};
    stats_add(&s, x);
    NumFormat f = num_format_choose(&format, s);
    f.width = 0;
    num_put(out, &f, x, 0);
}

void show_number(Buf *out, FormatMode mode, double re, double im, bool is_complex) {
    if (!is_complex) {
        put_compact(out, mode, re, false);
        return;
    }
    DisplayFormat format = format_inside(mode);
    NumStats s = {.is_complex = true, .is_scalar = true};
    stats_add(&s, re);
    stats_add(&s, im);
    NumFormat f = num_format_choose(&format, s);
    Buf buf = BUF_INIT;
    num_put(&buf, &f, re, im);
    const char *text = buf_text(&buf);
    while (*text == ' ') text++;
    buf_puts(out, text);
    if (buf.failed) out->failed = true;
    buf_done(&buf);
}

void show_element(Buf *out, FormatMode mode, const Tensor *t, Index i) {
    switch (t->cls) {
    case CLASS_INT64: buf_printf(out, "%lld", (long long)((int64_t *)t->data)[i]); break;
    case CLASS_UINT64: buf_printf(out, "%llu", (unsigned long long)((uint64_t *)t->data)[i]); break;
    case CLASS_DOUBLE:
    case CLASS_SINGLE:
        if (t->is_complex)
            show_number(out, mode, tensor_get(t, i), tensor_get_imag(t, i), true);
        else
            put_compact(out, mode, tensor_get(t, i), t->cls == CLASS_SINGLE);
        break;
    default: buf_printf(out, "%.0f", tensor_get(t, i)); break;
    }
}
