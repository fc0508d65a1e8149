// Random numbers: MT19937 (Matsumoto and Nishimura, ACM TOMACS 8, 1998) with 53-bit uniform numbers
// from two words, which is the stream that rand is documented to give. Normal numbers come from the
// polar method (Marsaglia and Bray, 1964) on the same words: their stream is our own.
#include "tensor/rng.h"
#include "tensor/internal.h"
#include <math.h>
#include <string.h>

enum { WORDS = 624, SHIFT_WORDS = 397 };

void rng_seed(Rng *rng, uint32_t seed) {
    memset(rng, 0, sizeof *rng);
    rng->seed = seed;
    uint32_t *s = rng->state;
    s[0] = seed ? seed : 5489u;
    for (uint32_t i = 1; i < WORDS; i++) s[i] = 1812433253u * (s[i - 1] ^ (s[i - 1] >> 30)) + i;
    rng->position = WORDS;
}

static inline uint32_t twist(uint32_t high, uint32_t low) {
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return (y >> 1) ^ (0x9908b0dfu & (0u - (y & 1)));
}

static void rng_refill(Rng *rng) {
    uint32_t *s = rng->state;
    int i = 0;
    for (; i < WORDS - SHIFT_WORDS; i++) s[i] = s[i + SHIFT_WORDS] ^ twist(s[i], s[i + 1]);
    for (; i < WORDS - 1; i++) s[i] = s[i + SHIFT_WORDS - WORDS] ^ twist(s[i], s[i + 1]);
    s[i] = s[SHIFT_WORDS - 1] ^ twist(s[i], s[0]);
    rng->position = 0;
}

uint32_t rng_u32(Rng *rng) {
    if (rng->position >= WORDS) rng_refill(rng);
    uint32_t y = rng->state[rng->position++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

double rng_uniform(Rng *rng) {
    for (;;) {
        uint32_t a = rng_u32(rng) >> 5, b = rng_u32(rng) >> 6;
        double x = ((double)a * 67108864.0 + (double)b) * (1.0 / 9007199254740992.0);
        if (x > 0) return x;
    }
}

double rng_normal(Rng *rng) {
    if (rng->has_normal) {
        rng->has_normal = false;
        return rng->normal;
    }
    for (;;) {
        double u = 2 * rng_uniform(rng) - 1, v = 2 * rng_uniform(rng) - 1, s = u * u + v * v;
        if (s >= 1 || s == 0) continue;
        double scale = sqrt(-2 * log(s) / s);
        rng->normal = v * scale;
        rng->has_normal = true;
        return u * scale;
    }
}

uint64_t rng_below(Rng *rng, uint64_t n) {
    if (n <= 1) return 0;
    // floor(n * rand) is what randi is known to give; above 2^53 two words are rejected to a
    // multiple of n instead.
    if (n <= (uint64_t)1 << 53) {
        uint64_t k = (uint64_t)(rng_uniform(rng) * (double)n);
        return k < n ? k : n - 1;
    }
    uint64_t limit = UINT64_MAX - UINT64_MAX % n, x;
    do {
        x = (uint64_t)rng_u32(rng) << 32;
        x |= rng_u32(rng);
    } while (x >= limit);
    return x % n;
}

enum { POLL = 1 << 18 }; // numbers between two looks at the stop flag

static Status give_up(Ctx *ctx, Tensor **t) {
    tensor_unref(*t);
    *t = NULL;
    return ctx_check_stop(ctx);
}

Status rng_fill_uniform(Ctx *ctx, Rng *rng, NumClass cls, const Shape *shape, Tensor **ret) {
    TRY(tensor_new(ctx, cls, shape, ret));
    Tensor *t = *ret;
    for (Index i = 0; i < t->numel; i++) {
        if (i % POLL == POLL - 1 && ctx_is_stopping(ctx)) return give_up(ctx, ret);
        double x = rng_uniform(rng);
        if (cls == CLASS_DOUBLE) {
            tensor_f64(t)[i] = x;
        } else if (cls == CLASS_SINGLE) {
            float f = (float)x; // rounding may reach 1, which the open interval excludes
            tensor_f32(t)[i] = f < 1.0f ? f : 1.0f - 0x1p-24f;
        } else {
            tensor_set(t, i, x);
        }
    }
    return OK;
}

Status rng_fill_normal(Ctx *ctx, Rng *rng, NumClass cls, const Shape *shape, Tensor **ret) {
    TRY(tensor_new(ctx, cls, shape, ret));
    for (Index i = 0; i < (*ret)->numel; i++) {
        if (i % POLL == POLL - 1 && ctx_is_stopping(ctx)) return give_up(ctx, ret);
        tensor_set(*ret, i, rng_normal(rng));
    }
    return OK;
}

Status rng_permutation(Ctx *ctx, Rng *rng, Index n, Index k, Tensor **ret) {
    if (k < 0 || k > n) {
        return ctx_fail(ctx, ERR_ARG, "MATLAB:randperm:outOfRange",
                        "K must be less than or equal to N.");
    }
    Shape row = shape_2d(1, n);
    Tensor *keys = NULL, *sorted = NULL, *order = NULL, *out = NULL;
    Status status = OK;
    if (k == n) { // the order of n uniform numbers
        TRY_GOTO(rng_fill_uniform(ctx, rng, CLASS_DOUBLE, &row, &keys));
        TRY_GOTO(tensor_sort(ctx, keys, 1, false, &sorted, &order));
        *ret = order;
        order = NULL;
    } else { // k steps of exchanging each place with one at or after it
        TRY_GOTO(tensor_new(ctx, CLASS_DOUBLE, &row, &keys));
        double *p = tensor_f64(keys);
        for (Index i = 0; i < n; i++) p[i] = (double)(i + 1);
        for (Index i = 0; i < k; i++) {
            Index j = i + (Index)rng_below(rng, (uint64_t)(n - i));
            double x = p[i];
            p[i] = p[j];
            p[j] = x;
        }
        Shape first = shape_2d(1, k);
        TRY_GOTO(tensor_from_doubles(ctx, p, &first, &out));
        *ret = out;
    }
done:
    tensor_unref(keys);
    tensor_unref(sorted);
    tensor_unref(order);
    return status;
}
