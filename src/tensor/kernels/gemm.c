// Products of matrices. Small and middle float products run on the tiles of cpu/gemm_tiles.h; large
// ones and doubles go to OpenBLAS, which is told once to use no threads of its own: the columns of
// C are split over the one pool instead.
//
// A transposed A, or a long inner dimension, is first packed into panels as high as a tile:
//
//      panel p:  k columns of TILE_ROWS consecutive floats, zero below the last row of A
//
// and the inner dimension is cut in blocks of at most GEMM_STRIP_K, so that a panel and a strip of
// B stay in cache. Up to PLAIN_K the copies cost more than they save.
#include "tensor/kernels/variants.h"
#include "tensor/ops.h"
#include <cblas-openblas.h>
#include <lapacke.h>
#include <string.h>

// Above this many multiply-adds with no side short, OpenBLAS's cache blocking wins over ours
// (measured on Zen 4, one thread).
static const double BLAS_WORK = 1.5e8;
static const double THREAD_FLOPS = 1.2e6;
enum {
    STACK_FLOATS = 16384,
    COLUMN_GRAIN = 8,
    PLAIN_K = 1024,
    FAR_COLUMNS = 1024,
    OWN_COPY_FLOATS = 32768
};

void blas_prepare(void) {
    static _Atomic bool asked;
    if (!atomic_load_explicit(&asked, memory_order_acquire)) {
        openblas_set_num_threads(1);
        LAPACKE_set_nancheck(
            0); // NaN is an ordinary value here; callers that mind look for it themselves
        atomic_store_explicit(&asked, true, memory_order_release);
    }
}

/// Packs rows 0…m of the k columns of op(A) that start at `from` into panels.
static void pack_a(const KernelsF32 *kernels, bool ta, Index m, Index k, const float *a, Index lda,
                   Index from, float *to) {
    Index height = kernels->tile_rows;
    for (Index i = 0; i < m; i += height, to += height * k) {
        Index rows = m - i < height ? m - i : height;
        if (rows < height) memset(to, 0, (size_t)(height * k) * sizeof *to);
        if (ta) { // stored k × m: column i + r of A is row r of the panel
            kernels->transpose(k, rows, a + from + i * lda, lda, to, height);
        } else {
            for (Index l = 0; l < k; l++) {
                memcpy(to + l * height, a + i + (from + l) * lda, (size_t)rows * sizeof *to);
            }
        }
    }
}

typedef struct Product {
    bool ta, tb;
    Index m, n, k;
    const float *a, *b;
    Index lda, ldb;
    float *c;
    Index ldc;
} Product;

/// Packed panels of A: one copy that all threads read, or (small ones) a copy for each part in its
/// own cache.
typedef struct Packed {
    float *data;
    Index stride; // floats between the copies; 0: one copy
} Packed;

typedef struct PieceTask {
    const KernelsF32 *kernels;
    const Product *product;
    Packed packed;
    Index from; // start of the block of the inner dimension
    GemmPiece piece;
} PieceTask;

static void run_piece(void *arg, Index begin, Index end, int part) {
    const PieceTask *task = arg;
    GemmPiece piece = task->piece;
    if (task->packed.stride) {
        const Product *p = task->product;
        float *own = task->packed.data + part * task->packed.stride;
        pack_a(task->kernels, p->ta, p->m, piece.k, p->a, p->lda, task->from, own);
        piece.a = own;
    }
    task->kernels->gemm_piece(&piece, begin, end);
}

static void run_blocks(Pool *pool, const KernelsF32 *kernels, const Product *p, Packed packed,
                       const GemmEpilogue *epilogue) {
    Index block = p->k;
    if (packed.data) {
        Index n_blocks = (p->k + GEMM_STRIP_K - 1) / GEMM_STRIP_K;
        block = (p->k + n_blocks - 1) / n_blocks;
    }
    bool finish = epilogue && epilogue->kind > GEMM_ADD;
    for (Index from = 0; from < p->k; from += block) {
        Index k = p->k - from < block ? p->k - from : block;
        PieceTask task = {
            .kernels = kernels,
            .product = p,
            .packed = packed,
            .from = from,
            .piece = {.m = p->m,
                      .k = k,
                      .a = packed.data ? packed.data : p->a + from * p->lda,
                      .lda = p->lda,
                      .packed = packed.data != NULL,
                      .b = p->b + from * (p->tb ? p->ldb : 1),
                      .b_row = p->tb ? p->ldb : 1,
                      .b_col = p->tb ? 1 : p->ldb,
                      .c = p->c,
                      .ldc = p->ldc,
                      .accumulate = from > 0 || (epilogue && epilogue->kind == GEMM_ADD),
                      .pack_b = packed.data && p->m > kernels->tile_rows &&
                                (p->k > PLAIN_K || p->ldb >= FAR_COLUMNS),
                      .epilogue = finish && from + k == p->k ? epilogue : NULL}};
        if (packed.data && !packed.stride)
            pack_a(kernels, p->ta, p->m, k, p->a, p->lda, from, packed.data);
        pool_run(pool, p->n, COLUMN_GRAIN, run_piece, &task);
    }
}

/// The product when there is no memory to pack a transposed A: one number at a time, slow but
/// right.
static void run_plain(const Product *p, bool accumulate) {
    for (Index j = 0; j < p->n; j++) {
        for (Index i = 0; i < p->m; i++) {
            double sum = 0;
            for (Index l = 0; l < p->k; l++) {
                float x = p->ta ? p->a[l + i * p->lda] : p->a[i + l * p->lda];
                float y = p->tb ? p->b[j + l * p->ldb] : p->b[l + j * p->ldb];
                sum += (double)x * (double)y;
            }
            float *c = p->c + i + j * p->ldc;
            *c = (accumulate ? *c : 0) + (float)sum;
        }
    }
}

/// The epilogue on its own: a piece without inner dimension that accumulates nothing.
static void run_epilogue(const KernelsF32 *kernels, const Product *p,
                         const GemmEpilogue *epilogue) {
    GemmPiece piece = {.m = p->m,
                       .k = 0,
                       .a = p->a,
                       .lda = 1,
                       .b = p->b,
                       .b_row = 1,
                       .b_col = 0,
                       .c = p->c,
                       .ldc = p->ldc,
                       .accumulate = true,
                       .epilogue = epilogue};
    kernels->gemm_piece(&piece, 0, p->n);
}

typedef struct BlasTask {
    bool ta, tb;
    int m, k, lda, ldb, ldc;
    double alpha, beta;
    const void *a, *b;
    void *c;
    bool single;
} BlasTask;

static void run_blas(void *arg, Index begin, Index end, int part) {
    (void)part;
    const BlasTask *t = arg;
    enum CBLAS_TRANSPOSE ta = t->ta ? CblasTrans : CblasNoTrans,
                         tb = t->tb ? CblasTrans : CblasNoTrans;
    Index b_at = begin * (t->tb ? 1 : t->ldb), c_at = begin * t->ldc;
    int n = (int)(end - begin);
    if (t->single) {
        cblas_sgemm(CblasColMajor, ta, tb, t->m, n, t->k, (float)t->alpha, t->a, t->lda,
                    (const float *)t->b + b_at, t->ldb, (float)t->beta, (float *)t->c + c_at,
                    t->ldc);
    } else {
        cblas_dgemm(CblasColMajor, ta, tb, t->m, n, t->k, t->alpha, t->a, t->lda,
                    (const double *)t->b + b_at, t->ldb, t->beta, (double *)t->c + c_at, t->ldc);
    }
}

static void blas_product(Pool *pool, BlasTask *task, Index n) {
    blas_prepare();
    bool threads = 2.0 * task->m * (double)n * task->k >= 4 * THREAD_FLOPS;
    pool_run(threads ? pool : NULL, n, 32, run_blas, task);
}

static bool blas_is_better(Index m, Index n, Index k) {
    return (double)m * (double)n * (double)k > BLAS_WORK && m >= 256 && n >= 256 && k >= 256;
}

void kernel_gemm_f32(Pool *pool, bool ta, bool tb, Index m, Index n, Index k, const float *a,
                     Index lda, const float *b, Index ldb, float *c, Index ldc,
                     const GemmEpilogue *epilogue) {
    if (m <= 0 || n <= 0) return;
    const KernelsF32 *kernels = kernels_f32();
    Product p = {ta, tb, m, n, k, a, b, lda, ldb, c, ldc};
    bool add = epilogue && epilogue->kind == GEMM_ADD,
         finish = epilogue && epilogue->kind > GEMM_ADD;
    if (k <= 0) {
        for (Index j = 0; j < n && !add; j++) memset(c + j * ldc, 0, (size_t)m * sizeof *c);
        if (finish) run_epilogue(kernels, &p, epilogue);
        return;
    }
    if (n == 1 && m * k >= 4096) { // matrix times column: bound by reading A once
        blas_prepare();
        cblas_sgemv(CblasColMajor, ta ? CblasTrans : CblasNoTrans, (int)(ta ? k : m),
                    (int)(ta ? m : k), 1, a, (int)lda, b, (int)(tb ? ldb : 1), add ? 1 : 0, c, 1);
        if (finish) run_epilogue(kernels, &p, epilogue);
        return;
    }
    if (blas_is_better(m, n, k)) {
        BlasTask task = {ta, tb,          (int)m, (int)k, (int)lda, (int)ldb, (int)ldc,
                         1,  add ? 1 : 0, a,      b,      c,        true};
        blas_product(pool, &task, n);
        if (finish) run_epilogue(kernels, &p, epilogue);
        return;
    }
    if (2.0 * (double)m * (double)n * (double)k < THREAD_FLOPS) pool = NULL;
    // A wide A whose columns lie a power of two apart falls on few cache lines: pack it too.
    bool pack = ta || k > PLAIN_K || (lda >= FAR_COLUMNS && n > 4 * COLUMN_GRAIN);
    if (!pack) {
        run_blocks(pool, kernels, &p, (Packed){0}, epilogue);
        return;
    }
    float room[STACK_FLOATS] __attribute__((aligned(64)));
    Index height = kernels->tile_rows, n_blocks = (k + GEMM_STRIP_K - 1) / GEMM_STRIP_K;
    Index floats = (m + height - 1) / height * height * ((k + n_blocks - 1) / n_blocks);
    int copies = pool && floats <= OWN_COPY_FLOATS ? pool_threads(pool) : 1;
    Packed packed = {.data = room, .stride = copies > 1 ? floats : 0};
    if (floats * copies > STACK_FLOATS)
        packed.data = mem_alloc_aligned((size_t)(floats * copies) * sizeof *room);
    if (packed.data) {
        run_blocks(pool, kernels, &p, packed, epilogue);
        if (packed.data != room) mem_free(packed.data);
    } else {
        run_plain(&p, add);
        if (finish) run_epilogue(kernels, &p, epilogue);
    }
}

void gemm_f32(struct Pool *pool, bool ta, bool tb, Index m, Index n, Index k, float alpha,
              const float *a, Index lda, const float *b, Index ldb, float beta, float *c,
              Index ldc) {
    if (m <= 0 || n <= 0) return;
    if (alpha == 1 && (beta == 0 || beta == 1)) {
        GemmEpilogue add = {.kind = beta == 1 ? GEMM_ADD : GEMM_STORE};
        kernel_gemm_f32(pool, ta, tb, m, n, k, a, lda, b, ldb, c, ldc, &add);
        return;
    }
    BlasTask task = {ta,           tb, (int)m, (int)k, (int)lda, (int)ldb, (int)ldc, (double)alpha,
                     (double)beta, a,  b,      c,      true};
    blas_product(pool, &task, n);
}

/// Products so small that the call into BLAS would cost more than the work.
static void tiny_f64(bool ta, bool tb, Index m, Index n, Index k, const double *a, Index lda,
                     const double *b, Index ldb, double *c, Index ldc) {
    for (Index j = 0; j < n; j++) {
        for (Index i = 0; i < m; i++) {
            double sum = 0;
            for (Index l = 0; l < k; l++) {
                sum +=
                    (ta ? a[l + i * lda] : a[i + l * lda]) * (tb ? b[j + l * ldb] : b[l + j * ldb]);
            }
            c[i + j * ldc] = sum;
        }
    }
}

void gemm_f64(struct Pool *pool, bool ta, bool tb, Index m, Index n, Index k, double alpha,
              const double *a, Index lda, const double *b, Index ldb, double beta, double *c,
              Index ldc) {
    if (m <= 0 || n <= 0) return;
    if (alpha == 1 && beta == 0 && m * n * k <= 512) {
        tiny_f64(ta, tb, m, n, k, a, lda, b, ldb, c, ldc);
        return;
    }
    if (n == 1 && !tb && k > 0) { // matrix times column
        blas_prepare();
        cblas_dgemv(CblasColMajor, ta ? CblasTrans : CblasNoTrans, (int)(ta ? k : m),
                    (int)(ta ? m : k), alpha, a, (int)lda, b, 1, beta, c, 1);
        return;
    }
    if (m == 1 && k > 0) { // row times matrix: op(B)' times the row as a column
        blas_prepare();
        cblas_dgemv(CblasColMajor, tb ? CblasNoTrans : CblasTrans, (int)(tb ? n : k),
                    (int)(tb ? k : n), alpha, b, (int)ldb, a, (int)(ta ? 1 : lda), beta, c,
                    (int)ldc);
        return;
    }
    BlasTask task = {ta,    tb,   (int)m, (int)k, (int)lda, (int)ldb, (int)ldc,
                     alpha, beta, a,      b,      c,        false};
    blas_product(pool, &task, n);
}
