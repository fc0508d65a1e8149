// The float32 kernels for AVX2 with FMA; CMakeLists.txt gives this file its flags.
#define FMADD(a, b, c) __builtin_fmaf((a), (b), (c))
#include "tensor/kernels/cpu/f32_loops.h"
#include <immintrin.h>

static inline __m256i mask_make(Index rows) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)rows),
                              _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

#define V __m256
#define VL 8
#define VZERO _mm256_setzero_ps()
#define VSET1(x) _mm256_set1_ps(x)
#define VLOAD(p) _mm256_loadu_ps(p)
#define VSTORE(p, v) _mm256_storeu_ps((p), (v))
#define VFMA(a, b, c) _mm256_fmadd_ps((a), (b), (c))
#define VADD(a, b) _mm256_add_ps((a), (b))
#define VMASK __m256i
#define VMASK_MAKE(rows) mask_make(rows)
#define VMASK_LOAD(mask, p) _mm256_maskload_ps((p), (mask))
#define VMASK_STORE(p, mask, v) _mm256_maskstore_ps((p), (mask), (v))
#define TILE_COLUMNS 6
#define TILE_ROWS (2 * VL)
#include "tensor/kernels/cpu/gemm_tiles.h"

#define KERNEL_TABLE kernels_f32_avx2
#define KERNEL_VARIANT KERNELS_AVX2
#define KERNEL_NAME "avx2"
#include "tensor/kernels/cpu/f32_table.h"
