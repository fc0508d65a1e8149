// LU factors with partial pivoting in panels of columns, with LAPACK inside each, so that a large
// system can be stopped between two panels.
//
//   | A11 A12 |   panel: A11, A21 = P L U;  A12 := L11 \ P A12;  A22 := A22 - L21 A12
//   | A21 A22 |
#include "tensor/internal.h"
#include "tensor/linalg.h"
#include <cblas-openblas.h>
#include <lapacke.h>

enum { PANEL = 192, UPDATE = 768 };

/// Columns from … to of what lies right of the panel at `j`.
static void update_columns(int n, double *a, int j, int nb, int from, int to) {
    int below = n - j - nb;
    double *top = a + (size_t)from * (size_t)n + j;
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasUnit, nb, to - from, 1,
                a + (size_t)j * (size_t)n + j, n, top, n);
    if (below > 0)
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, below, to - from, nb, -1,
                    a + (size_t)j * (size_t)n + j + nb, n, top, n, 1, top + nb, n);
}

Status lu_factor(Ctx *ctx, int n, double *a, int *pivots, int *ret_info) {
    int info = 0;
    for (int j = 0; j < n; j += PANEL) {
        int nb = n - j < PANEL ? n - j : PANEL;
        TRY(ctx_check_stop(ctx));
        lapack_int here = LAPACKE_dgetrf(LAPACK_COL_MAJOR, n - j, nb, a + (size_t)j * (size_t)n + j, n, pivots + j);
        if (here < 0) return ctx_fail_nomem(ctx);
        if (here > 0 && !info) info = here + j;
        for (int i = j; i < j + nb; i++) pivots[i] += j;
        if (j > 0) LAPACKE_dlaswp(LAPACK_COL_MAJOR, j, a, n, j + 1, j + nb, pivots, 1);
        if (j + nb >= n) break;
        LAPACKE_dlaswp(LAPACK_COL_MAJOR, n - j - nb, a + (size_t)(j + nb) * (size_t)n, n, j + 1, j + nb, pivots, 1);
        for (int c = j + nb; c < n; c += UPDATE) {
            TRY(ctx_check_stop(ctx));
            update_columns(n, a, j, nb, c, c + UPDATE < n ? c + UPDATE : n);
        }
    }
    *ret_info = info;
    return OK;
}

Status lu_solve(Ctx *ctx, int n, const double *a, const int *pivots, int n_rhs, double *b) {
    double columns = 1e9 / ((double)n * (double)n + 1);
    int step = columns < 32 ? 32 : columns > 1e6 ? 1000000 : (int)columns;
    for (int c = 0; c < n_rhs; c += step) {
        TRY(ctx_check_stop(ctx));
        LAPACKE_dgetrs(LAPACK_COL_MAJOR, 'N', n, n_rhs - c < step ? n_rhs - c : step, a, n, pivots,
                       b + (size_t)c * (size_t)n, n);
    }
    return OK;
}
