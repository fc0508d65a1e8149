// The float32 kernels for AVX-512; CMakeLists.txt gives this file its flags.
#define FMADD(a, b, c) __builtin_fmaf((a), (b), (c))
#define TRANSPOSE_BLOCK 16
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
