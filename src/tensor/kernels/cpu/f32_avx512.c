// The float32 kernels for AVX-512; CMakeLists.txt gives this file its flags.
#define FMADD(a, b, c) __builtin_fmaf((a), (b), (c))
#define TRANSPOSE_BLOCK 16
#define MAX_PAIRS 16
#include "tensor/kernels/cpu/f32_loops.h"
#include <immintrin.h>

/// 16 rows by 16 columns held in 16 registers; after four rounds of exchanges row i holds column i.
/// `rows` and `columns` say how much of the block exists.
static void transpose_16(Index rows, Index columns, const float *a, Index lda, float *b,
                         Index ldb) {
    __m512 r[16], t[16];
    __mmask16 in = (__mmask16)((1u << rows) - 1), out = (__mmask16)((1u << columns) - 1);
    for (int j = 0; j < 16; j++)
        r[j] = j < columns ? _mm512_maskz_loadu_ps(in, a + j * lda) : _mm512_setzero_ps();
    for (int j = 0; j < 16; j += 2) {
        t[j] = _mm512_unpacklo_ps(r[j], r[j + 1]);
        t[j + 1] = _mm512_unpackhi_ps(r[j], r[j + 1]);
    }
    for (int j = 0; j < 16; j += 4) {
        r[j] = _mm512_shuffle_ps(t[j], t[j + 2], 0x44);
        r[j + 1] = _mm512_shuffle_ps(t[j], t[j + 2], 0xee);
        r[j + 2] = _mm512_shuffle_ps(t[j + 1], t[j + 3], 0x44);
        r[j + 3] = _mm512_shuffle_ps(t[j + 1], t[j + 3], 0xee);
    }
    for (int half = 0; half < 16; half += 8) {
        for (int j = 0; j < 4; j++) {
            t[half + j] = _mm512_shuffle_f32x4(r[half + j], r[half + j + 4], 0x88);
            t[half + j + 4] = _mm512_shuffle_f32x4(r[half + j], r[half + j + 4], 0xdd);
        }
    }
    for (int j = 0; j < 8; j++) {
        // t[j] holds lanes 0 and 2 of the first group of columns (j < 4) or lanes 1 and 3 (j >= 4)
        r[j] = _mm512_shuffle_f32x4(t[j], t[j + 8], 0x88);
        r[j + 8] = _mm512_shuffle_f32x4(t[j], t[j + 8], 0xdd);
    }
    for (int i = 0; i < 16; i++) {
        if (i < rows) _mm512_mask_storeu_ps(b + i * ldb, out, r[i]);
    }
}

static void transpose(Index m, Index n, const float *a, Index lda, float *b, Index ldb) {
    for (Index j = 0; j < n; j += 16) {
        for (Index i = 0; i < m; i += 16) {
            transpose_16(m - i < 16 ? m - i : 16, n - j < 16 ? n - j : 16, a + i + j * lda, lda,
                         b + j + i * ldb, ldb);
        }
    }
}

/// The even and the odd numbers of 32, of which `pairs` pairs exist.
static inline void load_pairs(const float *x, Index pairs, __m512 *ret_even, __m512 *ret_odd) {
    const __m512i evens = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    uint32_t in = (uint32_t)((1ull << (2 * pairs)) - 1);
    __m512 low = _mm512_maskz_loadu_ps((__mmask16)in, x),
           high = _mm512_maskz_loadu_ps((__mmask16)(in >> 16), x + 16);
    *ret_even = _mm512_permutex2var_ps(low, evens, high);
    *ret_odd =
        _mm512_permutex2var_ps(low, _mm512_add_epi32(evens, _mm512_set1_epi32(1)), high);
}

static void max_pairs(Index n, const float *x, Index h, Index at, float *y, int64_t *where) {
    const __m512i twice = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0), one = _mm512_set1_epi64(1);
    for (Index i = 0; i < n; i += MAX_PAIRS) {
        Index m = n - i < MAX_PAIRS ? n - i : MAX_PAIRS;
        __mmask16 out = (__mmask16)((1u << m) - 1);
        __m512 a, b, c, d;
        load_pairs(x + 2 * i, m, &a, &b);
        load_pairs(x + h + 2 * i, m, &c, &d);
        __mmask16 odd_ab = _mm512_cmp_ps_mask(b, a, _CMP_GT_OQ),
                  odd_cd = _mm512_cmp_ps_mask(d, c, _CMP_GT_OQ);
        __m512 ab = _mm512_mask_mov_ps(a, odd_ab, b), cd = _mm512_mask_mov_ps(c, odd_cd, d);
        __mmask16 second = _mm512_cmp_ps_mask(cd, ab, _CMP_GT_OQ);
        _mm512_mask_storeu_ps(y + i, out, _mm512_mask_mov_ps(ab, second, cd));
        if (!where) continue;
        unsigned odd = (odd_ab & ~(unsigned)second) | (odd_cd & (unsigned)second), right = second;
        for (Index half = 0; half < m; half += 8, odd >>= 8, right >>= 8) {
            __m512i p = _mm512_add_epi64(twice, _mm512_set1_epi64(at + 2 * (i + half)));
            p = _mm512_mask_add_epi64(p, (__mmask8)right, p, _mm512_set1_epi64(h));
            p = _mm512_mask_add_epi64(p, (__mmask8)odd, p, one);
            _mm512_mask_storeu_epi64(where + i + half, (__mmask8)(out >> half), p);
        }
    }
}

#define V __m512
#define VL 16
#define VZERO _mm512_setzero_ps()
#define VSET1(x) _mm512_set1_ps(x)
#define VLOAD(p) _mm512_loadu_ps(p)
#define VSTORE(p, v) _mm512_storeu_ps((p), (v))
#define VFMA(a, b, c) _mm512_fmadd_ps((a), (b), (c))
#define VADD(a, b) _mm512_add_ps((a), (b))
#define VMASK __mmask16
#define VMASK_MAKE(rows) ((__mmask16)((1u << (rows)) - 1))
#define VMASK_LOAD(mask, p) _mm512_maskz_loadu_ps((mask), (p))
#define VMASK_STORE(p, mask, v) _mm512_mask_storeu_ps((p), (mask), (v))
#define TILE_COLUMNS 8
#define TILE_ROWS (2 * VL)
#include "tensor/kernels/cpu/gemm_tiles.h"

#define KERNEL_TABLE kernels_f32_avx512
#define KERNEL_VARIANT KERNELS_AVX512
#define KERNEL_NAME "avx512"
#include "tensor/kernels/cpu/f32_table.h"
