// tensor/linalg.h: dense linear algebra through LAPACKE. Double and single, real and complex where MATLAB has it.
#pragma once
#include "tensor/tensor.h"

/// A\B: triangular, Cholesky or LU for square A; else least squares by QR with column pivoting (a basic solution when
/// the rank is short: at most rank(A) non-zero rows).
/// *ret_rcond (may be null) is the estimated reciprocal condition, so that the caller can warn.
Status linalg_solve(Ctx *ctx, const Tensor *a, const Tensor *b, double *ret_rcond, Tensor **ret);
/// Warns, as \ and inv do, of a matrix with this reciprocal condition: singular at 0, nearly so below eps.
void linalg_warn_rcond(Ctx *ctx, double rcond);
Status linalg_inv(Ctx *ctx, const Tensor *a, double *ret_rcond, Tensor **ret);
Status linalg_det(Ctx *ctx, const Tensor *a, double *ret_re, double *ret_im);
/// P*A = L*U.
Status linalg_lu(Ctx *ctx, const Tensor *a, Tensor **ret_l, Tensor **ret_u, Tensor **ret_p);
Status linalg_qr(Ctx *ctx, const Tensor *a, bool economy, Tensor **ret_q, Tensor **ret_r);
/// Upper factor; *ret_p is 0 or the order of the minor that is not positive definite.
Status linalg_chol(Ctx *ctx, const Tensor *a, Tensor **ret_r, Index *ret_p);
/// Singular values as a column; ret_u and ret_v may be null.
Status linalg_svd(Ctx *ctx, const Tensor *a, bool economy, Tensor **ret_u, Tensor **ret_s, Tensor **ret_v);
/// Eigenvalues as a column (ascending when symmetric); ret_v may be null.
Status linalg_eig(Ctx *ctx, const Tensor *a, Tensor **ret_v, Tensor **ret_d);
Status linalg_expm(Ctx *ctx, const Tensor *a, Tensor **ret);
/// p: 1, 2, INFINITY, or 0 for Frobenius; vectors also other p.
Status linalg_norm(Ctx *ctx, const Tensor *a, double p, double *ret);
/// FFT along `dim` of length n (n < 0: as it is), complex result; inverse scales by 1/n.
Status fft_along(Ctx *ctx, const Tensor *x, Index n, int dim, bool inverse, Tensor **ret);
/// LU with partial pivoting of a real m x n matrix in place, as LAPACK's getrf, but it can be stopped.
///   pivots   min(m, n) numbers, 1-based
///   ret_info 0, or the first column whose pivot is exactly zero
/// Fails  ERR_INTERRUPT, ERR_NOMEM; the matrix is then half done.
Status lu_factor(Ctx *ctx, int m, int n, double *a, int *pivots, int *ret_info);
/// Solves with these factors in place of `b`, n x n_rhs. ERR_INTERRUPT.
Status lu_solve(Ctx *ctx, int n, const double *a, const int *pivots, int n_rhs, double *b);
/// How many right sides of n rows are solved between two looks at the stop flag.
int solve_columns(int n);
/// Cholesky's factor of a real n x n matrix in its upper triangle, as LAPACK's potrf, but it can be stopped.
///   ret_info 0, or the order of the first minor that is not positive
/// Fails  ERR_INTERRUPT, ERR_NOMEM; the matrix is then half done.
Status chol_factor(Ctx *ctx, int n, double *a, int *ret_info);
/// QR of a real m x n matrix in place, as LAPACK's geqrf, but it can be stopped; tau takes min(m, n) numbers.
/// Fails  ERR_INTERRUPT, ERR_NOMEM; the matrix is then half done.
Status qr_factor(Ctx *ctx, int m, int n, double *a, double *tau);
