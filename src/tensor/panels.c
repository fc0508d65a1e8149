// Factors in panels of columns, with LAPACK inside each, so that a large one can be stopped between two panels.
//
//   | A11 A12 |   LU: A11, A21 = P L U;  A12 := L11 \ P A12;  A22 := A22 - L21 A12
//   | A21 A22 |   Cholesky: A11 = R11' R11;  A12 := R11' \ A12;  A22 := A22 - A12' A12
//                 QR: A11, A21 = Q R;  A12, A22 := Q' (A12, A22)
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include "tensor/linalg.h"
#include <cblas-openblas.h>
#include <lapacke.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { PANEL = 192, UPDATE = 768 };

Status blas_ready(Ctx *ctx) {
    enum { BUFFERS = 128 << 20 };
    struct rlimit space;
    blas_prepare();
    if (getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur == RLIM_INFINITY) return OK;
    void *room = mmap(NULL, BUFFERS, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) return ctx_fail_nomem(ctx);
    munmap(room, BUFFERS);
    return OK;
}

static int least(int a, int b) { return a < b ? a : b; }

/// Columns from … to of what lies right of the panel at `j`.
static void update_columns(int m, double *a, int j, int nb, int from, int to) {
    int below = m - j - nb;
    double *top = a + (size_t)from * (size_t)m + j;
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, nb, to - from, 1,
                a + (size_t)j * (size_t)m + j, m, top, m);
    if (below > 0)
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, below, to - from, nb, -1,
                    a + (size_t)j * (size_t)m + j + nb, m, top, m, 1, top + nb, m);
}

Status lu_factor(Ctx *ctx, int m, int n, double *a, int *pivots, int *ret_info) {
    int info = 0, k = least(m, n);
    for (int j = 0; j < k; j += PANEL) {
        int nb = least(k - j, PANEL), right = n - j - nb;
        TRY(ctx_check_stop(ctx));
        lapack_int here = LAPACKE_dgetrf(LAPACK_COL_MAJOR, m - j, nb, a + (size_t)j * (size_t)m + j, m, pivots + j);
        if (here < 0) return ctx_fail_nomem(ctx);
        if (here > 0 && !info) info = here + j;
        for (int i = j; i < j + nb; i++) pivots[i] += j;
        if (j > 0) LAPACKE_dlaswp(LAPACK_COL_MAJOR, j, a, m, j + 1, j + nb, pivots, 1);
        if (right <= 0) break;
        LAPACKE_dlaswp(LAPACK_COL_MAJOR, right, a + (size_t)(j + nb) * (size_t)m, m, j + 1, j + nb, pivots, 1);
        for (int c = j + nb; c < n; c += UPDATE) {
            TRY(ctx_check_stop(ctx));
            update_columns(m, a, j, nb, c, least(c + UPDATE, n));
        }
    }
    *ret_info = info;
    return OK;
}

Status chol_factor(Ctx *ctx, int n, double *a, int *ret_info) {
    for (int j = 0; j < n; j += PANEL) {
        int nb = least(n - j, PANEL);
        double *corner = a + (size_t)j * (size_t)n + j;
        lapack_int here = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', nb, corner, n);
        if (here < 0) return ctx_fail_nomem(ctx);
        if (here > 0) {
            *ret_info = here + j;
            return OK;
        }
        for (int c = j + nb; c < n; c += PANEL) { // A12, then its part of A22
            int width = least(n - c, PANEL);
            TRY(ctx_check_stop(ctx));
            double *top = a + (size_t)c * (size_t)n + j;
            cblas_dtrsm(CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, nb, width, 1, corner, n, top,
                        n);
            if (c > j + nb)
                cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, c - j - nb, width, nb, -1,
                            corner + (size_t)nb * (size_t)n, n, top, n, 1, top + nb, n);
            cblas_dsyrk(CblasColMajor, CblasUpper, CblasTrans, width, nb, -1, top, n, 1, top + (c - j), n);
        }
    }
    *ret_info = 0;
    return OK;
}

Status qr_factor(Ctx *ctx, int m, int n, double *a, double *tau) {
    int k = least(m, n);
    for (int j = 0; j < k; j += PANEL) {
        int nb = least(k - j, PANEL);
        double *panel = a + (size_t)j * (size_t)m + j;
        TRY(ctx_check_stop(ctx));
        TRY(linalg_memory(ctx, LAPACKE_dgeqrf(LAPACK_COL_MAJOR, m - j, nb, panel, m, tau + j)));
        for (int c = j + nb; c < n; c += UPDATE) {
            TRY(ctx_check_stop(ctx));
            TRY(linalg_memory(ctx, LAPACKE_dormqr(LAPACK_COL_MAJOR, 'L', 'T', m - j, least(n - c, UPDATE), nb, panel, m,
                                                  tau + j, a + (size_t)c * (size_t)m + j, m)));
        }
    }
    return OK;
}

int solve_columns(int n) {
    double columns = 1e9 / ((double)n * (double)n + 1);
    return columns < 32 ? 32 : columns > 1e6 ? 1000000 : (int)columns;
}

Status lu_solve(Ctx *ctx, int n, const double *a, const int *pivots, int n_rhs, double *b) {
    int step = solve_columns(n);
    for (int c = 0; c < n_rhs; c += step) {
        TRY(ctx_check_stop(ctx));
        LAPACKE_dgetrs(LAPACK_COL_MAJOR, 'N', n, n_rhs - c < step ? n_rhs - c : step, a, n, pivots,
                       b + (size_t)c * (size_t)n, n);
    }
    return OK;
}
