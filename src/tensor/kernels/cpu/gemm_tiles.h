// tensor/kernels/cpu/gemm_tiles.h: the product on register tiles, included by each variant's file
// after f32_loops.h. A tile of C is MV vectors of rows by NR columns; it stays in registers while
// the inner dimension runs:
//
//      A: rows i…i+R  x  k        B: k x columns j…j+NR         C: R x NR
//      load MV vectors per k      broadcast NR numbers per k    MV * NR sums
//
// The last vector of a tile is masked, so any number of rows works. The includer defines the vector
// type V, its length VL, VZERO, VSET1(x), VLOAD(p), VSTORE(p, v), VFMA(a, b, c), the mask type
// VMASK, VMASK_MAKE(rows 1…VL), VMASK_LOAD(mask, p), VMASK_STORE(p, mask, v) and VADD(a, b). Every
// loop over a tile is unrolled by pragma: without it gcc 12 keeps the sums in memory.
#if defined(__clang__)
#define TILE_UNROLL _Pragma("clang loop unroll(full)")
#else
#define TILE_UNROLL _Pragma("GCC unroll 16")
#endif

#define GEMM_TILE(NAME, MV, NR)                                                                    \
    static void NAME(Index k, const float *a, Index lda, const float *b, Index b_row, Index b_col, \
                     float *c, Index ldc, Index rows, bool accumulate) {                           \
        V sum[NR][MV];                                                                             \
        VMASK mask = VMASK_MAKE(rows - VL * (MV - 1));                                             \
        TILE_UNROLL for (int j = 0; j < NR; j++) {                                                 \
            TILE_UNROLL for (int i = 0; i < MV; i++) sum[j][i] = VZERO;                            \
        }                                                                                          \
        for (Index l = 0; l < k; l++) {                                                            \
            V x[MV];                                                                               \
            TILE_UNROLL for (int i = 0; i < MV - 1; i++) x[i] = VLOAD(a + VL * i);                 \
            x[MV - 1] = VMASK_LOAD(mask, a + VL * (MV - 1));                                       \
            TILE_UNROLL for (int j = 0; j < NR; j++) {                                             \
                V y = VSET1(b[j * b_col]);                                                         \
                TILE_UNROLL for (int i = 0; i < MV; i++) sum[j][i] = VFMA(x[i], y, sum[j][i]);     \
            }                                                                                      \
            a += lda;                                                                              \
            b += b_row;                                                                            \
        }                                                                                          \
        TILE_UNROLL for (int j = 0; j < NR; j++) {                                                 \
            float *column = c + j * ldc;                                                           \
            TILE_UNROLL for (int i = 0; i < MV; i++) {                                             \
                float *at = column + VL * i;                                                       \
                if (i == MV - 1) {                                                                 \
                    V old = accumulate ? VMASK_LOAD(mask, at) : VZERO;                             \
                    VMASK_STORE(at, mask, VADD(old, sum[j][i]));                                   \
                } else {                                                                           \
                    V old = accumulate ? VLOAD(at) : VZERO;                                        \
                    VSTORE(at, VADD(old, sum[j][i]));                                              \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }
typedef void (*TileFn)(Index k, const float *a, Index lda, const float *b, Index b_row, Index b_col,
                       float *c, Index ldc, Index rows, bool accumulate);
GEMM_TILE(tile_2x1, 2, 1)
GEMM_TILE(tile_1x1, 1, 1)
GEMM_TILE(tile_2x2, 2, 2)
GEMM_TILE(tile_1x2, 1, 2)
GEMM_TILE(tile_2x4, 2, 4)
GEMM_TILE(tile_1x4, 1, 4)
#if TILE_COLUMNS == 8
GEMM_TILE(tile_2x8, 2, 8)
GEMM_TILE(tile_1x8, 1, 8)
#elif TILE_COLUMNS == 6
GEMM_TILE(tile_2x6, 2, 6)
GEMM_TILE(tile_1x6, 1, 6)
#endif

/// The widest tile that fits `columns`, and its width.
static inline TileFn tile_find(bool two, Index columns, int *ret_width) {
#if TILE_COLUMNS == 8
    if (columns >= 8) {
        *ret_width = 8;
        return two ? tile_2x8 : tile_1x8;
    }
#elif TILE_COLUMNS == 6
    if (columns >= 6) {
        *ret_width = 6;
        return two ? tile_2x6 : tile_1x6;
    }
#endif
    if (columns >= 4) {
        *ret_width = 4;
        return two ? tile_2x4 : tile_1x4;
    }
    *ret_width = columns >= 2 ? 2 : 1;
    if (columns >= 2) return two ? tile_2x2 : tile_1x2;
    return two ? tile_2x1 : tile_1x1;
}

/// What the epilogue adds to `n` finished columns of C starting at column j; they are still in the
/// first cache.
static void finish_columns(const GemmPiece *p, Index j, Index n) {
    const GemmEpilogue *e = p->epilogue;
    for (Index end = j + n; j < end; j++) {
        float *c = p->c + j * p->ldc;
        if (e->kind >= GEMM_BIAS && e->kind <= GEMM_BIAS_TANH && e->bias)
            pair_add(p->m, c, e->bias, c);
        switch (e->kind) {
        case GEMM_BIAS_RELU: map_relu(p->m, c, c); break;
        case GEMM_BIAS_SIGMOID: map_sigmoid(p->m, c, c); break;
        case GEMM_BIAS_TANH: map_tanh(p->m, c, c); break;
        case GEMM_DRELU: relu_backward(p->m, e->aux + j * e->ld_aux, c, c); break;
        case GEMM_DSIGMOID: sigmoid_backward(p->m, e->aux + j * e->ld_aux, c, c); break;
        case GEMM_DTANH: tanh_backward(p->m, e->aux + j * e->ld_aux, c, c); break;
        default: break;
        }
    }
}

static inline void tile_run(const GemmPiece *p, Index i, Index j, Index columns, const float *b,
                            Index b_row, Index b_col) {
    Index rows = p->m - i < TILE_ROWS ? p->m - i : TILE_ROWS;
    const float *a = p->packed ? p->a + i * p->k : p->a + i;
    int width;
    TileFn tile = tile_find(rows > VL, columns, &width);
    tile(p->k, a, p->packed ? TILE_ROWS : p->lda, b, b_row, b_col, p->c + i + j * p->ldc, p->ldc,
         rows, p->accumulate);
}

/// Strips of B outside, panels of A inside: for long inner dimensions, where a copy of the strip
/// pays.
static void piece_by_strips(const GemmPiece *p, Index j0, Index j1) {
    float strip[GEMM_STRIP_K * TILE_COLUMNS];
    for (Index j = j0; j < j1;) {
        int width;
        tile_find(true, j1 - j, &width);
        const float *b = p->b + j * p->b_col;
        for (Index l = 0; l < p->k; l++) {
            for (int q = 0; q < width; q++) strip[l * width + q] = b[l * p->b_row + q * p->b_col];
        }
        for (Index i = 0; i < p->m; i += TILE_ROWS) tile_run(p, i, j, width, strip, width, 1);
        if (p->epilogue) finish_columns(p, j, width);
        j += width;
    }
}

/// Panels of A outside: each stays in the first cache while the columns of B go by.
static void piece_by_panels(const GemmPiece *p, Index j0, Index j1) {
    for (Index i = 0; i < p->m; i += TILE_ROWS) {
        for (Index j = j0; j < j1;) {
            int width;
            tile_find(true, j1 - j, &width);
            tile_run(p, i, j, width, p->b + j * p->b_col, p->b_row, p->b_col);
            j += width;
        }
    }
    if (p->epilogue) finish_columns(p, j0, j1 - j0);
}

static void gemm_piece(const GemmPiece *piece, Index j0, Index j1) {
    if (piece->pack_b && piece->k <= GEMM_STRIP_K) {
        piece_by_strips(piece, j0, j1);
    } else {
        piece_by_panels(piece, j0, j1);
    }
}
