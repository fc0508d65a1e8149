// Linear systems: A\B, inverse, determinant. Everything is computed in double (or pairs of doubles)
// through LAPACK and rounded to single at the end when an operand was single.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include "tensor/linalg.h"
#include <cblas-openblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define Z(p) ((lapack_complex_double *)(void *)(p))

NumClass linalg_class(const Tensor *a) {
    return a->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
}

Status linalg_check(Ctx *ctx, const char *function, const Tensor *a, bool square) {
    if (class_is_int((NumClass)a->cls)) return fail_class(ctx, function, a);
    if (a->shape.n_dims > 2) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:linalg:inputMustBe2D", "Input must be 2-D.");
    }
    if (square && a->shape.dim[0] != a->shape.dim[1]) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:square", "Matrix must be square. (%lld×%lld)",
                        (long long)a->shape.dim[0], (long long)a->shape.dim[1]);
    }
    if (a->shape.dim[0] > INT32_MAX || a->shape.dim[1] > INT32_MAX) {
        return ctx_fail(ctx, ERR_LIMIT, "MATLAB:array:SizeLimitExceeded", "Matrix is too large.");
    }
    return OK;
}

Status linalg_memory(Ctx *ctx, int info) {
    return info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR
               ? ctx_fail_nomem(ctx)
               : OK;
}

/// A square system under way. `w` is 2 for complex numbers, else 1.
typedef struct System {
    int n, n_rhs;
    size_t w;
    double *a, *b;
    double norm1;
    double rcond;
} System;

static double entry_size(const System *s, const double *a, Index at) {
    return s->w == 2 ? hypot(a[2 * at], a[2 * at + 1]) : fabs(a[at]);
}

static double norm_one(const System *s) {
    double top = 0;
    for (Index j = 0; j < s->n; j++) {
        double sum = 0;
        for (Index i = 0; i < s->n; i++) sum += entry_size(s, s->a, i + j * s->n);
        if (sum > top || isnan(sum)) top = sum;
    }
    return top;
}

/// 'U' or 'L' when the other triangle is all zero, else 0.
static char triangle_of(const System *s) {
    bool upper = true, lower = true;
    for (Index j = 0; j < s->n; j++) {
        for (Index i = 0; i < s->n && (upper || lower); i++) {
            if (i == j || entry_size(s, s->a, i + j * s->n) == 0) continue;
            if (i > j) upper = false;
            if (i < j) lower = false;
        }
    }
    return upper ? 'U' : lower ? 'L' : 0;
}

static bool hermitian_with_positive_diagonal(const System *s) {
    for (Index j = 0; j < s->n; j++) {
        for (Index i = 0; i <= j; i++) {
            const double *p = s->a + (size_t)(i + j * s->n) * s->w,
                         *q = s->a + (size_t)(j + i * s->n) * s->w;
            if (p[0] != q[0] || (s->w == 2 && p[1] != -q[1])) return false;
            if (i == j && !(p[0] > 0)) return false;
        }
    }
    return true;
}

static void solve_triangular(System *s, char uplo) {
    enum CBLAS_UPLO side = uplo == 'U' ? CblasUpper : CblasLower;
    if (s->w == 2) {
        const double one[2] = {1, 0};
        cblas_ztrsm(CblasColMajor, CblasLeft, side, CblasNoTrans, CblasNonUnit, s->n, s->n_rhs, one,
                    s->a, s->n, s->b, s->n);
        LAPACKE_ztrcon(LAPACK_COL_MAJOR, '1', uplo, 'N', s->n, Z(s->a), s->n, &s->rcond);
    } else {
        cblas_dtrsm(CblasColMajor, CblasLeft, side, CblasNoTrans, CblasNonUnit, s->n, s->n_rhs, 1,
                    s->a, s->n, s->b, s->n);
        LAPACKE_dtrcon(LAPACK_COL_MAJOR, '1', uplo, 'N', s->n, s->a, s->n, &s->rcond);
    }
}

/// *ret_solved false: A is not positive definite; then `a` must be loaded anew.
static Status solve_cholesky(Ctx *ctx, System *s, bool *ret_solved) {
    int info = 0;
    *ret_solved = false;
    if (s->w == 2) {
        if (LAPACKE_zpotrf(LAPACK_COL_MAJOR, 'U', s->n, Z(s->a), s->n) != 0) return OK;
        LAPACKE_zpocon(LAPACK_COL_MAJOR, 'U', s->n, Z(s->a), s->n, s->norm1, &s->rcond);
        LAPACKE_zpotrs(LAPACK_COL_MAJOR, 'U', s->n, s->n_rhs, Z(s->a), s->n, Z(s->b), s->n);
    } else {
        TRY(chol_factor(ctx, s->n, s->a, &info));
        if (info) return OK;
        LAPACKE_dpocon(LAPACK_COL_MAJOR, 'U', s->n, s->a, s->n, s->norm1, &s->rcond);
        int step = solve_columns(s->n);
        for (int c = 0; c < s->n_rhs; c += step) {
            TRY(ctx_check_stop(ctx));
            LAPACKE_dpotrs(LAPACK_COL_MAJOR, 'U', s->n, s->n_rhs - c < step ? s->n_rhs - c : step, s->a, s->n,
                           s->b + (size_t)c * (size_t)s->n, s->n);
        }
    }
    *ret_solved = true;
    return OK;
}

enum { LARGE = 1024 }; // from here on the work is cut up, so that it can be stopped

/// LU with partial pivoting and the condition estimate; pivots must have room for n.
/// *ret_regular: no pivot is exactly zero.
static Status factor_lu(Ctx *ctx, System *s, lapack_int *pivots, bool *ret_regular) {
    lapack_int info;
    if (s->w == 2) {
        info = LAPACKE_zgetrf(LAPACK_COL_MAJOR, s->n, s->n, Z(s->a), s->n, pivots);
        if (info == 0)
            LAPACKE_zgecon(LAPACK_COL_MAJOR, '1', s->n, Z(s->a), s->n, s->norm1, &s->rcond);
    } else {
        if (s->n >= LARGE)
            TRY(lu_factor(ctx, s->n, s->n, s->a, pivots, &info));
        else
            info = LAPACKE_dgetrf(LAPACK_COL_MAJOR, s->n, s->n, s->a, s->n, pivots);
        if (info == 0) LAPACKE_dgecon(LAPACK_COL_MAJOR, '1', s->n, s->a, s->n, s->norm1, &s->rcond);
    }
    if (info > 0) s->rcond = 0;
    *ret_regular = info == 0;
    return OK;
}

static Status solve_square(Ctx *ctx, const Tensor *a, System *s) {
    if (s->n == 0 || s->n_rhs == 0) {
        s->rcond = INFINITY;
        return OK;
    }
    TRY(blas_ready(ctx));
    s->norm1 = norm_one(s);
    char uplo = triangle_of(s);
    if (uplo) {
        solve_triangular(s, uplo);
        return OK;
    }
    if (hermitian_with_positive_diagonal(s)) {
        bool solved;
        TRY(solve_cholesky(ctx, s, &solved));
        if (solved) return OK;
        if (s->w == 2) {
            load_c64(a, 0, a->numel, s->a);
        } else {
            load_f64(a, 0, a->numel, s->a);
        }
    }
    lapack_int *pivots = mem_alloc((size_t)s->n * sizeof *pivots);
    if (!pivots) return ctx_fail_nomem(ctx);
    // An exactly singular factor divides by zero below, and gives Inf and NaN as documented.
    bool regular;
    Status status = factor_lu(ctx, s, pivots, &regular);
    if (status == OK && s->w == 2)
        LAPACKE_zgetrs(LAPACK_COL_MAJOR, 'N', s->n, s->n_rhs, Z(s->a), s->n, pivots, Z(s->b), s->n);
    else if (status == OK)
        status = lu_solve(ctx, s->n, s->a, pivots, s->n_rhs, s->b);
    mem_free(pivots);
    return status;
}

/// Least squares: A P = Q R, then R(1:r,1:r) y = (Q' B)(1:r), x = P y with the rest zero. `b` has
/// max(m, n) rows.
static Status solve_least_squares(Ctx *ctx, System *s, int m, double *ret_rcond) {
    int n = s->n, k = m < n ? m : n, ldb = m > n ? m : n;
    size_t w = s->w;
    Status status = OK;
    lapack_int *order = mem_alloc_zero(((size_t)n + 1) * sizeof *order);
    double *tau = mem_alloc(((size_t)k + 1) * w * sizeof *tau),
           *x = mem_alloc(((size_t)n + 1) * w * sizeof *x);
    if (!order || !tau || !x) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(blas_ready(ctx));
    TRY_GOTO(linalg_memory(
        ctx, w == 2 ? LAPACKE_zgeqp3(LAPACK_COL_MAJOR, m, n, Z(s->a), m, order, Z(tau))
                    : LAPACKE_dgeqp3(LAPACK_COL_MAJOR, m, n, s->a, m, order, tau)));
    TRY_GOTO(ctx_check_stop(ctx));
    int rank = 0;
    double top = k ? entry_size(s, s->a, 0) : 0,
           tolerance = (double)(m > n ? m : n) * DBL_EPSILON * top;
    while (rank < k && entry_size(s, s->a, rank + (Index)rank * m) > tolerance) rank++;
    *ret_rcond = rank == k && k ? entry_size(s, s->a, (k - 1) + (Index)(k - 1) * m) / top : 0;
    const double one[2] = {1, 0};
    if (w == 2) {
        TRY_GOTO(linalg_memory(ctx, LAPACKE_zunmqr(LAPACK_COL_MAJOR, 'L', 'C', m, s->n_rhs, k,
                                                   Z(s->a), m, Z(tau), Z(s->b), ldb)));
        cblas_ztrsm(CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, rank,
                    s->n_rhs, one, s->a, m, s->b, ldb);
    } else {
        TRY_GOTO(linalg_memory(ctx, LAPACKE_dormqr(LAPACK_COL_MAJOR, 'L', 'T', m, s->n_rhs, k, s->a,
                                                   m, tau, s->b, ldb)));
        cblas_dtrsm(CblasColMajor, CblasLeft, CblasUpper, CblasNoTrans, CblasNonUnit, rank,
                    s->n_rhs, 1, s->a, m, s->b, ldb);
    }
    for (int j = 0; j < s->n_rhs; j++) {
        double *column = s->b + (size_t)j * (size_t)ldb * w;
        memset(x, 0, (size_t)n * w * sizeof *x);
        for (int i = 0; i < rank; i++)
            memcpy(x + (size_t)(order[i] - 1) * w, column + (size_t)i * w, w * sizeof *x);
        memcpy(column, x, (size_t)n * w * sizeof *x);
    }
done:
    mem_free(order);
    mem_free(tau);
    mem_free(x);
    return status;
}

void linalg_warn_rcond(Ctx *ctx, double rcond) {
    if (rcond == 0 || isnan(rcond))
        ctx_warn(ctx, "MATLAB:singularMatrix", "Matrix is singular to working precision.");
    else if (rcond < DBL_EPSILON)
        ctx_warn(ctx, "MATLAB:nearlySingularMatrix",
                 "Matrix is close to singular or badly scaled. Results may be inaccurate. RCOND = "
                 "%13.6e.",
                 rcond);
}

Status linalg_solve(Ctx *ctx, const Tensor *a, const Tensor *b, double *ret_rcond, Tensor **ret) {
    TRY(linalg_check(ctx, "mldivide", a, false));
    TRY(linalg_check(ctx, "mldivide", b, false));
    Index m = a->shape.dim[0], n = a->shape.dim[1], n_rhs = b->shape.dim[1];
    if (m != b->shape.dim[0]) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:dimagree",
                        "Matrix dimensions must agree. (%lld×%lld and %lld×%lld)", (long long)m,
                        (long long)n, (long long)b->shape.dim[0], (long long)n_rhs);
    }
    bool pairs = a->is_complex || b->is_complex;
    System s = {.n = (int)n, .n_rhs = (int)n_rhs, .w = pairs ? 2 : 1, .rcond = 1};
    Index ldb = m > n ? m : n;
    Status status = OK;
    TRY_GOTO(tensor_doubles(ctx, a, pairs, &s.a));
    s.b = mem_alloc_zero(((size_t)ldb * (size_t)n_rhs + 1) * s.w * sizeof *s.b);
    if (!s.b) TRY_GOTO(ctx_fail_nomem(ctx));
    for (Index j = 0; j < n_rhs; j++) {
        if (pairs) {
            load_c64(b, j * m, m, s.b + 2 * j * ldb);
        } else {
            load_f64(b, j * m, m, s.b + j * ldb);
        }
    }
    if (m == n) {
        TRY_GOTO(solve_square(ctx, a, &s));
    } else if (m > 0 && n > 0 && n_rhs > 0) {
        TRY_GOTO(solve_least_squares(ctx, &s, (int)m, &s.rcond));
    }
    if (m > n) { // the solution is the top n rows
        for (Index j = 1; j < n_rhs; j++) {
            memmove(s.b + (size_t)(j * n) * s.w, s.b + (size_t)(j * ldb) * s.w,
                    (size_t)n * s.w * sizeof *s.b);
        }
    }
    Shape shape = shape_2d(n, n_rhs);
    NumClass cls = a->cls == CLASS_SINGLE || b->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Tensor *out;
    TRY_GOTO(tensor_from_computed(ctx, cls, pairs, &shape, s.b, &out));
    status = tensor_narrow_complex(ctx, &out);
    if (status != OK) {
        tensor_unref(out);
        goto done;
    }
    if (ret_rcond) *ret_rcond = s.rcond;
    *ret = out;
done:
    mem_free(s.a);
    mem_free(s.b);
    return status;
}

/// From the factors: A X = I, a few columns at a time.
static Status inverse_by_columns(Ctx *ctx, System *s, const lapack_int *pivots) {
    double *x = mem_alloc_zero((size_t)s->n * (size_t)s->n * sizeof *x);
    if (!x) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < s->n; i++) x[i * (s->n + 1)] = 1;
    Status status = lu_solve(ctx, s->n, s->a, pivots, s->n, x);
    mem_free(s->a);
    s->a = x;
    return status;
}

Status linalg_inv(Ctx *ctx, const Tensor *a, double *ret_rcond, Tensor **ret) {
    TRY(linalg_check(ctx, "inv", a, true));
    System s = {.n = (int)a->shape.dim[0], .w = a->is_complex ? 2 : 1, .rcond = INFINITY};
    Status status = OK;
    lapack_int *pivots = mem_alloc(((size_t)s.n + 1) * sizeof *pivots);
    if (!pivots) return ctx_fail_nomem(ctx);
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &s.a));
    if (s.n > 0) {
        TRY_GOTO(blas_ready(ctx));
        s.norm1 = norm_one(&s);
        bool regular;
        TRY_GOTO(factor_lu(ctx, &s, pivots, &regular));
        if (regular && s.w == 1 && s.n >= LARGE) {
            TRY_GOTO(inverse_by_columns(ctx, &s, pivots));
        } else if (regular) {
            TRY_GOTO(linalg_memory(
                ctx, s.w == 2 ? LAPACKE_zgetri(LAPACK_COL_MAJOR, s.n, Z(s.a), s.n, pivots)
                              : LAPACKE_dgetri(LAPACK_COL_MAJOR, s.n, s.a, s.n, pivots)));
        } else {
            for (Index i = 0; i < a->numel * (Index)s.w; i++)
                s.a[i] = s.w == 2 && i % 2 ? 0 : INFINITY;
        }
    }
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), a->is_complex, &a->shape, s.a, ret));
    if (ret_rcond) *ret_rcond = s.rcond;
done:
    mem_free(pivots);
    mem_free(s.a);
    return status;
}

Status linalg_det(Ctx *ctx, const Tensor *a, double *ret_re, double *ret_im) {
    TRY(linalg_check(ctx, "det", a, true));
    System s = {.n = (int)a->shape.dim[0], .w = a->is_complex ? 2 : 1};
    double re = 1, im = 0;
    Status status = OK;
    lapack_int *pivots = mem_alloc(((size_t)s.n + 1) * sizeof *pivots);
    if (!pivots) return ctx_fail_nomem(ctx);
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &s.a));
    if (s.n > 0) {
        TRY_GOTO(blas_ready(ctx));
        bool regular;
        TRY_GOTO(factor_lu(ctx, &s, pivots, &regular));
    }
    for (Index i = 0; i < s.n; i++) {
        const double *d = s.a + (size_t)(i * (s.n + 1)) * s.w;
        double sign = pivots[i] != i + 1 ? -1 : 1, p = sign * d[0], q = s.w == 2 ? sign * d[1] : 0;
        double product = re * p - im * q;
        im = re * q + im * p;
        re = product;
    }
    *ret_re = re;
    if (ret_im) *ret_im = s.w == 2 ? im : 0;
done:
    mem_free(pivots);
    mem_free(s.a);
    return status;
}
