// Tick choice. Steps are 1, 2 or 5 times a power of ten. Automatic limits are the data range
// widened to whole steps; the smallest step that needs no more than the given number of intervals
// is taken, unless the next larger one fits the data more tightly (0…15 gives 0 5 10 15 and not 0 2
// … 16). A common factor 10^n is split off when labels would need five or more digits before, or
// three or more zeros behind the point.
#include "graphics/internal.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

static double step_above(double step) {
    double magnitude = pow(10, floor(log10(step) + 1e-9)), lead = step / magnitude;
    return (lead < 1.5 ? 2 : lead < 3 ? 5 : 10) * magnitude;
}

static double step_below(double step) {
    double magnitude = pow(10, floor(log10(step) + 1e-9)), lead = step / magnitude;
    return (lead < 1.5 ? 0.5 : lead < 3 ? 1 : 2) * magnitude;
}

static double step_at_least(double x) {
    double magnitude = pow(10, floor(log10(x) - 1e-9)), lead = x / magnitude;
    return (lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10) * magnitude;
}

// Whole steps at or below (above) x, forgiving the rounding of the division.
static double slack(double q) {
    return 1e-9 + 4e-16 * fabs(q);
}
static double floor_step(double x, double step) {
    return floor(x / step + slack(x / step));
}
static double ceil_step(double x, double step) {
    return ceil(x / step - slack(x / step));
}

void ticks_nice_limits(double lo, double hi, int max_intervals, double *ret_lo, double *ret_hi) {
    if (!(hi - lo > 1e-12 * fmax(fabs(lo), fabs(hi)))) {
        // One value only: MATLAB shows one unit (or a share of the value) on either side.
        double half = fabs(lo) > 1e6 ? fabs(lo) * 0.1 : 1;
        if (lo != 0 && fabs(lo) < 1e-3) half = fabs(lo);
        *ret_lo = lo - half, *ret_hi = lo + half;
        return;
    }
    if (max_intervals < 2) max_intervals = 2;
    double step = step_at_least((hi - lo) / max_intervals);
    while (ceil_step(hi, step) - floor_step(lo, step) > max_intervals) step = step_above(step);
    double best_lo = floor_step(lo, step) * step, best_hi = ceil_step(hi, step) * step;
    double wide = step_above(step);
    double wide_lo = floor_step(lo, wide) * wide, wide_hi = ceil_step(hi, wide) * wide;
    if (wide_hi - wide_lo < (best_hi - best_lo) * (1 - 1e-9) && (wide_hi - wide_lo) / wide > 2.5) {
        best_lo = wide_lo;
        best_hi = wide_hi;
    }
    *ret_lo = best_lo;
    *ret_hi = best_hi;
}

void ticks_nice_log_limits(double lo, double hi, double *ret_lo, double *ret_hi) {
    double a = floor(log10(lo) + 1e-10), b = ceil(log10(hi) - 1e-10);
    if (b <= a) {
        if (lo == hi) a -= 1;
        b = a + 1;
        if (lo == hi) b += 1;
    }
    *ret_lo = pow(10, a);
    *ret_hi = pow(10, b);
}

static bool ends_on_steps(double lo, double hi, double step) {
    return fabs(floor_step(lo, step) * step - lo) + fabs(ceil_step(hi, step) * step - hi) <
           1e-9 * (hi - lo);
}

// Step for given limits: as above, but a larger one that divides the range evenly wins when the
// smaller one does not.
static double tick_step(double lo, double hi, int max_intervals) {
    double rounding = 4e-16 * fmax(fabs(lo), fabs(hi));
    double step = step_at_least((hi - lo - rounding) / max_intervals);
    if (ends_on_steps(lo, hi, step)) return step;
    // Limits between two ticks leave room: the next smaller step may need no more intervals either.
    double fine = step_below(step), wide = step_above(step);
    if (floor_step(hi, fine) - ceil_step(lo, fine) <= max_intervals) return fine;
    return ends_on_steps(lo, hi, wide) && (hi - lo) / wide > 2.5 ? wide : step;
}

bool ticks_linear(Arena *arena, double lo, double hi, int max_intervals, TickSet *ret) {
    *ret = (TickSet){0};
    if (max_intervals < 1) max_intervals = 1;
    double step = tick_step(lo, hi, max_intervals);
    double first = ceil_step(lo, step), last = floor_step(hi, step);
    if (last - first > 1000 || !(last >= first)) return true;
    Index n = (Index)(last - first) + 1;
    ret->at = arena_alloc(arena, (size_t)n * sizeof *ret->at);
    if (!ret->at) return false;
    for (Index i = 0; i < n; i++) {
        double x = (first + (double)i) * step;
        ret->at[i] = fabs(x) < step * 1e-9 ? 0 : x;
    }
    ret->n = n;
    double minor = step / (fabs(step / pow(10, floor(log10(step) + 1e-9)) - 2) < 0.1 ? 4 : 5);
    Index n_minor = (Index)(floor_step(hi, minor) - ceil_step(lo, minor)) + 1;
    ret->minor = arena_alloc(arena, (size_t)(n_minor > 0 ? n_minor : 1) * sizeof *ret->minor);
    if (!ret->minor) return false;
    for (Index i = 0; i < n_minor; i++) ret->minor[i] = (ceil_step(lo, minor) + (double)i) * minor;
    ret->n_minor = n_minor > 0 ? n_minor : 0;
    return ticks_label(arena, ret, INT_MIN, NULL);
}

static bool label_decades(Arena *arena, TickSet *ret) {
    ret->labels = arena_alloc(arena, (size_t)ret->n * sizeof *ret->labels);
    if (!ret->labels && ret->n) return false;
    for (Index i = 0; i < ret->n; i++) {
        char text[48];
        int n = snprintf(text, sizeof text, "10^{%d}", (int)lround(log10(ret->at[i])));
        ret->labels[i] = arena_dup(arena, text, (size_t)n);
        if (!ret->labels[i]) return false;
    }
    return true;
}

// Within less than one decade: 1-2-5 numbers (or linear ticks) instead of powers of ten.
static bool ticks_log_narrow(Arena *arena, double lo, double hi, int max_intervals, TickSet *ret) {
    TickSet linear;
    if (!ticks_linear(arena, lo, hi, max_intervals < 6 ? max_intervals : 6, &linear)) return false;
    *ret = linear;
    return ticks_label(arena, ret, 0, NULL);
}

bool ticks_log(Arena *arena, double lo, double hi, int max_intervals, TickSet *ret) {
    *ret = (TickSet){0};
    double first = ceil(log10(lo) - 1e-9), last = floor(log10(hi) + 1e-9);
    if (last < first + 1 && log10(hi) - log10(lo) < 0.9)
        return ticks_log_narrow(arena, lo, hi, max_intervals, ret);
    double decades = last - first;
    double step = 1;
    while (decades / step > max_intervals) step = step < 2 ? 2 : step < 5 ? 5 : step * 2;
    Index n = 0;
    ret->at = arena_alloc(arena, (size_t)(decades / step + 2) * sizeof *ret->at);
    if (!ret->at) return false;
    for (double e = ceil(first / step) * step; e <= last + 0.5; e += step)
        ret->at[n++] = pow(10, e);
    ret->n = n;
    double from = floor(log10(lo)), to = ceil(log10(hi));
    if (to - from > 400) return label_decades(arena, ret);
    ret->minor = arena_alloc(arena, (size_t)((to - from + 1) * 9) * sizeof *ret->minor);
    if (!ret->minor) return false;
    for (double e = from; e < to; e++) {
        if (step > 1) {
            double x = pow(10, e);
            if (x >= lo && x <= hi) ret->minor[ret->n_minor++] = x;
            continue;
        }
        for (int k = 2; k <= 9; k++) {
            double x = k * pow(10, e);
            if (x >= lo * (1 - 1e-12) && x <= hi * (1 + 1e-12)) ret->minor[ret->n_minor++] = x;
        }
    }
    return label_decades(arena, ret);
}

// ---- labels ------------------------------------------------------------------------------------
static int common_exponent(const TickSet *t) {
    double largest = 0;
    for (Index i = 0; i < t->n; i++) largest = fmax(largest, fabs(t->at[i]));
    if (!(largest > 0) || !isfinite(largest)) return 0;
    int e = (int)ceil(log10(largest) - 1e-9) - 1;
    return e >= 4 || e <= -3 ? e : 0;
}

// Digits behind the point that tell all ticks apart and show them exactly, at most 6.
static int decimals_needed(const TickSet *t, double factor) {
    for (int d = 0; d < 6; d++) {
        bool fine = true;
        double unit = pow(10, d);
        for (Index i = 0; i < t->n && fine; i++) {
            double x = t->at[i] * factor * unit;
            fine = fabs(x - round(x)) < 1e-4;
        }
        if (fine) return d;
    }
    return 6;
}

static void tidy_zeros(char *text) {
    char *point = strchr(text, '.');
    if (!point || strchr(text, 'e')) return;
    char *end = text + strlen(text);
    while (end > point + 1 && end[-1] == '0') *--end = 0;
    if (end == point + 1) *point = 0;
    if (!strcmp(text, "-0")) memmove(text, text + 1, 2);
}

/// A user's tick format is trusted only when it holds exactly one conversion for a number.
static bool format_is_safe(const char *format) {
    int n = 0;
    for (const char *p = format; *p; p++) {
        if (*p != '%') continue;
        if (p[1] == '%') {
            p++;
            continue;
        }
        p++;
        p += strspn(p, "-+ #0123456789.,");
        if (!*p || !strchr("dieEfgGu", *p)) return false;
        n++;
    }
    return n == 1;
}

// Writes literal text, the one conversion (integer ones as %.0f), and the rest. Commas (thousands)
// are not drawn.
static void format_label(char *text, size_t n_bytes, const char *format, double x) {
    size_t used = 0;
    for (const char *p = format; *p && used + 1 < n_bytes; p++) {
        if (*p != '%' || p[1] == '%') {
            text[used++] = *p;
            p += *p == '%';
            continue;
        }
        char own[32] = "%";
        size_t k = 1;
        for (p++; *p && strchr("-+ #0123456789.,", *p); p++)
            if (*p != ',' && k < 20) own[k++] = *p;
        bool whole = strchr("diu", *p) != NULL;
        own[k++] = whole ? '.' : *p;
        if (whole) own[k++] = '0', own[k++] = 'f';
        own[k] = 0;
        int n = snprintf(text + used, n_bytes - used, own, x);
        used += n > 0 && (size_t)n < n_bytes - used ? (size_t)n : 0;
    }
    text[used] = 0;
}

bool ticks_label(Arena *arena, TickSet *t, int exponent, const char *format) {
    bool own_format = format && *format && format_is_safe(format);
    t->exponent = exponent != INT_MIN ? exponent : own_format ? 0 : common_exponent(t);
    double factor = pow(10, -t->exponent);
    int decimals = decimals_needed(t, factor);
    t->labels = arena_alloc(arena, (size_t)(t->n ? t->n : 1) * sizeof *t->labels);
    if (!t->labels) return false;
    for (Index i = 0; i < t->n; i++) {
        char text[400];
        if (own_format) {
            format_label(text, sizeof text, format, t->at[i] * factor);
        } else {
            snprintf(text, sizeof text, "%.*f", decimals, t->at[i] * factor);
            tidy_zeros(text);
        }
        t->labels[i] = arena_dup(arena, text, strlen(text));
        if (!t->labels[i]) return false;
    }
    return true;
}
