// tensor/rng.h: Mersenne Twister with the documented stream of rng("default"); rand gives 0.8147, 0.9058, 0.1270, …
#pragma once
#include "tensor/tensor.h"

typedef struct Rng {
    uint32_t state[624];
    int position;      // next word, 624: refill
    uint32_t seed;     // as given to rng_seed
    bool has_normal;   // the polar method makes two normal numbers at a time: `normal` is the one not yet given
    double normal;
} Rng;
/// Seeds (0 is the default seed 5489).
void rng_seed(Rng *rng, uint32_t seed);
uint32_t rng_u32(Rng *rng);
/// Uniform in the open interval (0,1), 53 bits from two words.
double rng_uniform(Rng *rng);
/// Standard normal, double. The stream is our own: the values differ from other programs' with the same seed.
double rng_normal(Rng *rng);
/// Uniform integer in [0, n).
uint64_t rng_below(Rng *rng, uint64_t n);
Status rng_fill_uniform(Ctx *ctx, Rng *rng, NumClass cls, const Shape *shape, Tensor **ret);
Status rng_fill_normal(Ctx *ctx, Rng *rng, NumClass cls, const Shape *shape, Tensor **ret);
/// Random permutation of 1…n, first k of it, as a 1×k double row.
Status rng_permutation(Ctx *ctx, Rng *rng, Index n, Index k, Tensor **ret);
