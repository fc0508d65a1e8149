// Factors of matrices through LAPACK: LU, QR, Cholesky, singular values, eigenvalues. Computed in
// double, see solve.c.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include "tensor/linalg.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define Z(p) ((lapack_complex_double *)(void *)(p))

static double *doubles(Index n, size_t w) {
    return mem_alloc_zero(((size_t)n + 1) * w * sizeof(double));
}

static Status check_finite(Ctx *ctx, const char *what, const Tensor *a) {
    for (Index i = 0; i < a->numel; i++) {
        if (!isfinite(tensor_get(a, i)) || !isfinite(tensor_get_imag(a, i))) {
            return ctx_fail(ctx, ERR_ARG, "MATLAB:linalg:matrixWithNaNInf",
                            "Input to %s must not contain NaN or Inf.", what);
        }
    }
    return OK;
}

Status linalg_lu(Ctx *ctx, const Tensor *a, Tensor **ret_l, Tensor **ret_u, Tensor **ret_p) {
    TRY(linalg_check(ctx, "lu", a, false));
    Index m = a->shape.dim[0], n = a->shape.dim[1], k = m < n ? m : n;
    size_t w = a->is_complex ? 2 : 1;
    Status status = OK;
    double *lu = NULL, *l = doubles(m * k, w), *u = doubles(k * n, w), *p = doubles(m * m, 1);
    lapack_int *pivots = mem_alloc(((size_t)k + 1) * sizeof *pivots);
    Index *row = mem_alloc(((size_t)m + 1) * sizeof *row);
    Tensor *tl = NULL, *tu = NULL, *tp = NULL;
    if (!l || !u || !p || !pivots || !row) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &lu));
    if (k > 0) {
        TRY_GOTO(blas_ready(ctx));
        if (w == 2) {
            LAPACKE_zgetrf(LAPACK_COL_MAJOR, (int)m, (int)n, Z(lu), (int)m, pivots);
        } else {
            int info; // a zero pivot leaves a zero on the diagonal of U
            TRY_GOTO(lu_factor(ctx, (int)m, (int)n, lu, pivots, &info));
        }
    }
    for (Index i = 0; i < m; i++) row[i] = i;
    for (Index i = 0; i < k; i++) {
        Index swap = row[i], with = pivots[i] - 1;
        row[i] = row[with];
        row[with] = swap;
    }
    for (Index i = 0; i < m; i++) p[i + row[i] * m] = 1;
    for (Index j = 0; j < k; j++) {
        l[(size_t)(j + j * m) * w] = 1;
        for (Index i = j + 1; i < m; i++) {
            memcpy(l + (size_t)(i + j * m) * w, lu + (size_t)(i + j * m) * w, w * sizeof *l);
        }
    }
    for (Index j = 0; j < n; j++) {
        Index rows = j + 1 < k ? j + 1 : k;
        memcpy(u + (size_t)(j * k) * w, lu + (size_t)(j * m) * w, (size_t)rows * w * sizeof *u);
    }
    Shape sl = shape_2d(m, k), su = shape_2d(k, n), sp = shape_2d(m, m);
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &sl, l, &tl));
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &su, u, &tu));
    TRY_GOTO(tensor_from_computed(ctx, CLASS_DOUBLE, false, &sp, p, &tp));
    *ret_l = tl;
    *ret_u = tu;
    *ret_p = tp;
    tl = tu = tp = NULL;
done:
    tensor_unref(tl);
    tensor_unref(tu);
    tensor_unref(tp);
    mem_free(lu);
    mem_free(l);
    mem_free(u);
    mem_free(p);
    mem_free(pivots);
    mem_free(row);
    return status;
}

Status linalg_qr(Ctx *ctx, const Tensor *a, bool economy, Tensor **ret_q, Tensor **ret_r) {
    TRY(linalg_check(ctx, "qr", a, false));
    Index m = a->shape.dim[0], n = a->shape.dim[1], k = m < n ? m : n;
    Index columns = economy && m > n ? n : m; // of Q, rows of R
    size_t w = a->is_complex ? 2 : 1;
    Status status = OK;
    double *qr = NULL, *q = doubles(m * columns, w), *r = doubles(columns * n, w),
           *tau = doubles(k, w);
    Tensor *tq = NULL, *tr = NULL;
    if (!q || !r || !tau) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &qr));
    if (k > 0) {
        TRY_GOTO(blas_ready(ctx));
        if (w == 1) TRY_GOTO(qr_factor(ctx, (int)m, (int)n, qr, tau));
        if (w == 2)
            TRY_GOTO(linalg_memory(ctx, LAPACKE_zgeqrf(LAPACK_COL_MAJOR, (int)m, (int)n, Z(qr), (int)m, Z(tau))));
    }
    TRY_GOTO(ctx_check_stop(ctx));
    for (Index j = 0; j < n; j++) {
        Index rows = j + 1 < columns ? j + 1 : columns;
        memcpy(r + (size_t)(j * columns) * w, qr + (size_t)(j * m) * w,
               (size_t)rows * w * sizeof *r);
    }
    memcpy(q, qr, (size_t)(m * (columns < n ? columns : n)) * w * sizeof *q);
    if (k > 0) {
        TRY_GOTO(linalg_memory(ctx, w == 2 ? LAPACKE_zungqr(LAPACK_COL_MAJOR, (int)m, (int)columns,
                                                            (int)k, Z(q), (int)m, Z(tau))
                                           : LAPACKE_dorgqr(LAPACK_COL_MAJOR, (int)m, (int)columns,
                                                            (int)k, q, (int)m, tau)));
    } else {
        for (Index i = 0; i < columns; i++) q[(size_t)(i * (m + 1)) * w] = 1;
    }
    Shape sq = shape_2d(m, columns), sr = shape_2d(columns, n);
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &sq, q, &tq));
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &sr, r, &tr));
    if (ret_q) {
        *ret_q = tq;
        tq = NULL;
    }
    *ret_r = tr;
done:
    tensor_unref(tq);
    mem_free(qr);
    mem_free(q);
    mem_free(r);
    mem_free(tau);
    return status;
}

Status linalg_chol(Ctx *ctx, const Tensor *a, Tensor **ret_r, Index *ret_p) {
    TRY(linalg_check(ctx, "chol", a, true));
    Index n = a->shape.dim[0];
    size_t w = a->is_complex ? 2 : 1;
    double *r = NULL;
    Status status = OK;
    lapack_int info = 0;
    TRY(tensor_doubles(ctx, a, a->is_complex, &r));
    if (n > 0) {
        TRY_GOTO(blas_ready(ctx));
        if (w == 2) {
            info = LAPACKE_zpotrf(LAPACK_COL_MAJOR, 'U', (int)n, Z(r), (int)n);
        } else {
            TRY_GOTO(chol_factor(ctx, (int)n, r, &info));
        }
    }
    // When the minor of order p fails, the result is the factor of the leading p - 1 rows and
    // columns.
    Index order = info > 0 ? info - 1 : n;
    for (Index j = 0; j < order; j++) {
        memmove(r + (size_t)(j * order) * w, r + (size_t)(j * n) * w,
                (size_t)order * w * sizeof *r);
        for (Index i = (j + 1) * (Index)w; i < order * (Index)w; i++)
            r[(size_t)(j * order) * w + (size_t)i] = 0;
    }
    Shape shape = shape_2d(order, order);
    status = tensor_from_computed(ctx, linalg_class(a), w == 2, &shape, r, ret_r);
    if (status == OK && ret_p) *ret_p = info > 0 ? info : 0;
done:
    mem_free(r);
    return status;
}

/// Vt (rows × n, conjugate transposed) to V (n × rows).
static void transpose_into(const double *vt, Index rows, Index n, size_t w, double *v) {
    for (Index i = 0; i < rows; i++) {
        for (Index j = 0; j < n; j++) {
            const double *from = vt + (size_t)(i + j * rows) * w;
            double *to = v + (size_t)(j + i * n) * w;
            to[0] = from[0];
            if (w == 2) to[1] = -from[1];
        }
    }
}

Status linalg_svd(Ctx *ctx, const Tensor *a, bool economy, Tensor **ret_u, Tensor **ret_s,
                  Tensor **ret_v) {
    TRY(linalg_check(ctx, "svd", a, false));
    TRY(check_finite(ctx, "SVD", a));
    Index m = a->shape.dim[0], n = a->shape.dim[1], k = m < n ? m : n;
    size_t w = a->is_complex ? 2 : 1;
    bool vectors = ret_u || ret_v;
    Index nu = economy ? k : m, nv = economy ? k : n;
    char job = vectors ? (economy ? 'S' : 'A') : 'N';
    Status status = OK;
    double *x = NULL, *s = doubles(k, 1), *u = doubles(vectors ? m * nu : 1, w),
           *vt = doubles(vectors ? nv * n : 1, w), *v = doubles(vectors ? nv * n : 1, w);
    Tensor *tu = NULL, *ts = NULL, *tv = NULL;
    if (!s || !u || !vt || !v) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &x));
    if (k > 0) {
        TRY_GOTO(blas_ready(ctx));
        int ldu = vectors ? (int)m : 1, ldvt = vectors ? (int)nv : 1;
        lapack_int info = w == 2 ? LAPACKE_zgesdd(LAPACK_COL_MAJOR, job, (int)m, (int)n, Z(x),
                                                  (int)m, s, Z(u), ldu, Z(vt), ldvt)
                                 : LAPACKE_dgesdd(LAPACK_COL_MAJOR, job, (int)m, (int)n, x, (int)m,
                                                  s, u, ldu, vt, ldvt);
        TRY_GOTO(linalg_memory(ctx, info));
        if (info != 0)
            TRY_GOTO(
                ctx_fail(ctx, ERR_ARG, "MATLAB:svd:svdNoConvergence", "SVD did not converge."));
        if (vectors) transpose_into(vt, nv, n, w, v);
    } else if (vectors) {
        for (Index i = 0; i < nu; i++) u[(size_t)(i * (m + 1)) * w] = 1;
        for (Index i = 0; i < nv; i++) v[(size_t)(i * (n + 1)) * w] = 1;
    }
    Shape ss = shape_2d(k, 1), su = shape_2d(m, nu), sv = shape_2d(n, nv);
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), false, &ss, s, &ts));
    if (ret_u) TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &su, u, &tu));
    if (ret_v) TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), w == 2, &sv, v, &tv));
    *ret_s = ts;
    if (ret_u) *ret_u = tu;
    if (ret_v) *ret_v = tv;
    ts = tu = tv = NULL;
done:
    tensor_unref(ts);
    tensor_unref(tu);
    tensor_unref(tv);
    mem_free(x);
    mem_free(s);
    mem_free(u);
    mem_free(vt);
    mem_free(v);
    return status;
}

// ---- eigenvalues
// -----------------------------------------------------------------------------------------------------
static bool is_hermitian(const Tensor *a) {
    Index n = a->shape.dim[0];
    for (Index j = 0; j < n; j++) {
        for (Index i = 0; i <= j; i++) {
            if (tensor_get(a, i + j * n) != tensor_get(a, j + i * n)) return false;
            if (tensor_get_imag(a, i + j * n) != -tensor_get_imag(a, j + i * n)) return false;
        }
    }
    return true;
}

/// LAPACK gives complex pairs of a real matrix as (real column, imaginary column).
static void unpack_pairs(const double *v, const double *im, Index n, double *out) {
    for (Index j = 0; j < n; j++) {
        for (Index i = 0; i < n; i++) {
            double *to = out + 2 * (i + j * n);
            if (im[j] == 0) {
                to[0] = v[i + j * n];
                to[1] = 0;
            } else if (im[j] > 0) {
                to[0] = v[i + j * n];
                to[1] = v[i + (j + 1) * n];
            } else {
                to[0] = v[i + (j - 1) * n];
                to[1] = -v[i + j * n];
            }
        }
    }
}

/// What the solvers below fill: n values and n × n vectors, both with room for complex numbers.
typedef struct Eigen {
    Index n;
    double *x, *values, *vectors, *scratch;
    bool complex_values, complex_vectors;
} Eigen;

static lapack_int eigen_hermitian(Eigen *e, bool pairs, bool want) {
    int n = (int)e->n;
    char job = want ? 'V' : 'N';
    lapack_int info = pairs ? LAPACKE_zheev(LAPACK_COL_MAJOR, job, 'U', n, Z(e->x), n, e->values)
                            : LAPACKE_dsyev(LAPACK_COL_MAJOR, job, 'U', n, e->x, n, e->values);
    memcpy(e->vectors, e->x, (size_t)(e->n * e->n) * (pairs ? 2 : 1) * sizeof *e->x);
    e->complex_vectors = pairs;
    return info;
}

static lapack_int eigen_general(Eigen *e, bool pairs, bool want) {
    int n = (int)e->n;
    char job = want ? 'V' : 'N';
    if (pairs) {
        e->complex_values = e->complex_vectors = true;
        return LAPACKE_zgeev(LAPACK_COL_MAJOR, 'N', job, n, Z(e->x), n, Z(e->values), NULL, n,
                             Z(e->vectors), n);
    }
    double *re = e->scratch, *im = re + n, *v = im + n;
    lapack_int info = LAPACKE_dgeev(LAPACK_COL_MAJOR, 'N', job, n, e->x, n, re, im, NULL, n, v, n);
    for (int i = 0; i < n; i++) e->complex_values |= im[i] != 0;
    for (int i = 0; i < n; i++) {
        if (e->complex_values) {
            e->values[2 * i] = re[i];
            e->values[2 * i + 1] = im[i];
        } else {
            e->values[i] = re[i];
        }
    }
    if (e->complex_values) {
        e->complex_vectors = true;
        if (want) unpack_pairs(v, im, e->n, e->vectors);
    } else {
        memcpy(e->vectors, v, (size_t)(e->n * e->n) * sizeof *v);
    }
    return info;
}

Status linalg_eig(Ctx *ctx, const Tensor *a, Tensor **ret_v, Tensor **ret_d) {
    TRY(linalg_check(ctx, "eig", a, true));
    TRY(check_finite(ctx, "EIG", a));
    Index n = a->shape.dim[0];
    Eigen e = {.n = n,
               .values = doubles(n, 2),
               .vectors = doubles(n * n, 2),
               .scratch = doubles(n * n + 2 * n, 1)};
    Tensor *tv = NULL, *td = NULL;
    Status status = OK;
    if (!e.values || !e.vectors || !e.scratch) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(tensor_doubles(ctx, a, a->is_complex, &e.x));
    if (n > 0) {
        TRY_GOTO(blas_ready(ctx));
        lapack_int info = is_hermitian(a) ? eigen_hermitian(&e, a->is_complex, ret_v != NULL)
                                          : eigen_general(&e, a->is_complex, ret_v != NULL);
        TRY_GOTO(linalg_memory(ctx, info));
        if (info != 0)
            TRY_GOTO(ctx_fail(ctx, ERR_ARG, "MATLAB:eig:NoConvergence", "EIG did not converge."));
    }
    Shape column = shape_2d(n, 1);
    TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), e.complex_values, &column, e.values, &td));
    if (ret_v) {
        TRY_GOTO(tensor_from_computed(ctx, linalg_class(a), e.complex_vectors, &a->shape, e.vectors,
                                      &tv));
        *ret_v = tv;
        tv = NULL;
    }
    *ret_d = td;
    td = NULL;
done:
    tensor_unref(tv);
    tensor_unref(td);
    mem_free(e.x);
    mem_free(e.values);
    mem_free(e.vectors);
    mem_free(e.scratch);
    return status;
}
