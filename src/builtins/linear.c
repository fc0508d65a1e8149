// builtins/linear.c: linear algebra: solving, factors, eigenvalues, rank and condition.
#include "builtins/arguments.h"
#include "tensor/linalg.h"

/// Argument i as a float matrix.
static Status arg_matrix(Call *call, int i, bool square, Tensor **ret) {
    OWN_TENSOR *t = NULL;
    TRY(arg_tensor(call, i, &t));
    if (t->shape.n_dims > 2)
        return call_fail(call, ERR_SIZE, "MATLAB:inputMustBe2D", "Input must be 2-D.");
    if (square && t->shape.dim[0] != t->shape.dim[1])
        return call_fail(call, ERR_SIZE, "MATLAB:square", "Matrix must be square.");
    if (class_is_float((NumClass)t->cls)) {
        *ret = GIVE(t);
        return OK;
    }
    return tensor_cast(call->ctx, t, CLASS_DOUBLE, ret);
}

BUILTIN(det, "d = det(A)", ARITY(1, 1, 1), "Determinant.", "A: square matrix", "d: scalar",
        "Fails for matrices that are not square.", "assert(abs(det([1 2;3 4]) + 2) < 1e-12)",
        "inv, lu, rank") {
    OWN_TENSOR *a = NULL, *y = NULL;
    double re, im;
    TRY(arg_matrix(call, 0, true, &a));
    TRY(linalg_det(call->ctx, a, &re, &im));
    if (im != 0) {
        Shape one = shape_2d(1, 1);
        TRY(tensor_new_complex(call->ctx, CLASS_DOUBLE, &one, &y));
        tensor_f64(y)[0] = re;
        tensor_f64(y)[1] = im;
    } else {
        TRY(tensor_from_double(call->ctx, re, &y));
        TRY(cast_back(call->ctx, (NumClass)a->cls, &y));
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(inv, "Y = inv(A)", ARITY(1, 1, 1), "Inverse matrix.", "A: square matrix",
        "Y: inverse; warns when A is singular", "Fails for matrices that are not square.",
        "assert(norm(inv([2 0;0 4]) - [0.5 0;0 0.25]) < 1e-14)", "mldivide, pinv, det") {
    OWN_TENSOR *a = NULL;
    Tensor *y = NULL;
    double rcond = 1;
    TRY(arg_matrix(call, 0, true, &a));
    TRY(linalg_inv(call->ctx, a, &rcond, &y));
    ret_tensor(call, 0, y);
    if (a->numel) linalg_warn_rcond(call->ctx, rcond);
    return OK;
}
BUILTIN(linsolve, "x = linsolve(A,b)", ARITY(2, 2, 1), "Solves A*x = b.",
        "A: matrix\nb: right side", "x: solution, least squares when A is not square", "",
        "assert(norm(linsolve([2 0;0 4],[2;4]) - [1;1]) < 1e-14)", "mldivide, lsqminnorm") {
    return value_binary(call->ctx, OP_MLDIVIDE, call->arg[0], call->arg[1], &call->ret[0]);
}
BUILTIN(trace, "t = trace(A)", ARITY(1, 1, 1), "Sum of the diagonal.", "A: square matrix",
        "t: scalar", "Fails for matrices that are not square.", "assert(trace([1 2;3 4]) == 5)",
        "det, diag") {
    OWN_TENSOR *a = NULL;
    double sum = 0;
    TRY(arg_matrix(call, 0, true, &a));
    if (a->is_complex) return ctx_fail_unsupported(call->ctx, "trace of complex matrices");
    for (Index k = 0; k < a->shape.dim[0]; k++) sum += tensor_get(a, k * (a->shape.dim[0] + 1));
    ret_double(call, 0, sum);
    return OK;
}

// ---- factors
// ---------------------------------------------------------------------------------------------------------------
BUILTIN(lu, "[L,U] = lu(A)\n[L,U,P] = lu(A)\nY = lu(A)", ARITY(1, 1, 3),
        "LU factors with partial pivoting.", "A: matrix",
        "L: lower factor (permuted in the two-output form)\nU: upper factor\nP: permutation with "
        "P*A = L*U",
        "", "[L,U,P] = lu([1 2;3 4]);\nassert(norm(P*[1 2;3 4] - L*U) < 1e-14)", "qr, chol, det") {
    OWN_TENSOR *a = NULL, *l = NULL, *u = NULL, *p = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    TRY(linalg_lu(call->ctx, a, &l, &u, &p));
    if (call->nargout >= 3) {
        ret_tensor(call, 0, GIVE(l));
        ret_tensor(call, 1, GIVE(u));
        ret_tensor(call, 2, GIVE(p));
        return OK;
    }
    if (call->nargout == 2) {
        OWN_TENSOR *pt = NULL;
        Tensor *y = NULL;
        TRY(tensor_unary(call->ctx, OP_TRANSPOSE, p, &pt));
        TRY(tensor_binary(call->ctx, OP_MTIMES, pt, l, &y));
        ret_tensor(call, 0, y);
        ret_tensor(call, 1, GIVE(u));
        return OK;
    }
    if (a->shape.dim[0] != a->shape.dim[1])
        return ctx_fail_unsupported(call->ctx, "lu with one output of a matrix that is not square");
    OWN_TENSOR *eye = NULL, *lower = NULL;
    Tensor *y = NULL;
    TRY(tensor_zeros(call->ctx, (NumClass)a->cls, &a->shape, &eye));
    for (Index k = 0; k < a->shape.dim[0]; k++) tensor_set(eye, k * (a->shape.dim[0] + 1), 1);
    TRY(tensor_binary(call->ctx, OP_SUB, l, eye, &lower));
    TRY(tensor_binary(call->ctx, OP_ADD, lower, u, &y));
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(qr, "[Q,R] = qr(A)\n[Q,R] = qr(A,\"econ\")\nR = qr(A)", ARITY(1, 2, 2),
        "Orthogonal-triangular factors.",
        "A: matrix\n\"econ\" or 0: only as many columns as needed",
        "Q: orthogonal\nR: upper triangular with A = Q*R", "",
        "[Q,R] = qr([1 2;3 4]);\nassert(norm(Q*R - [1 2;3 4]) < 1e-14)", "lu, chol, orth") {
    OWN_TENSOR *a = NULL, *q = NULL, *r = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    TRY(linalg_qr(call->ctx, a, call->nargin > 1 || call->nargout < 2, &q, &r));
    if (call->nargout < 2) {
        ret_tensor(call, 0, GIVE(r));
        return OK;
    }
    ret_tensor(call, 0, GIVE(q));
    ret_tensor(call, 1, GIVE(r));
    return OK;
}
BUILTIN(chol, "R = chol(A)\nL = chol(A,\"lower\")\n[R,flag] = chol(A)", ARITY(1, 2, 2),
        "Cholesky factor.", "A: symmetric positive definite matrix; its upper triangle is read",
        "R: upper triangular with A = R'*R\nflag: 0, or where A stops being positive definite",
        "Fails when A is not positive definite and flag is not asked for.",
        "assert(norm(chol([4 2;2 3]) - [2 1;0 sqrt(2)]) < 1e-14)", "lu, qr") {
    OWN_TENSOR *a = NULL, *r = NULL;
    Index p = 0;
    TRY(arg_matrix(call, 0, true, &a));
    TRY(linalg_chol(call->ctx, a, &r, &p));
    if (p && call->nargout < 2)
        return call_fail(call, ERR_ARG, "MATLAB:posdef", "Matrix must be positive definite.");
    if (arg_is_word(call, 1, "lower")) {
        Tensor *l = NULL;
        TRY(tensor_unary(call->ctx, OP_CTRANSPOSE, r, &l));
        ret_tensor(call, 0, l);
    } else {
        ret_tensor(call, 0, GIVE(r));
    }
    if (call->nargout > 1) ret_double(call, 1, (double)p);
    return OK;
}
/// Diagonal matrix m×n from a column.
static Status spread_diagonal(Ctx *ctx, const Tensor *s, Index m, Index n, Tensor **ret) {
    Shape shape = shape_2d(m, n);
    if (s->is_complex) {
        TRY(tensor_new_complex(ctx, (NumClass)s->cls, &shape, ret));
        memset((*ret)->data, 0, (size_t)(*ret)->numel * 2 * class_size((NumClass)s->cls));
    } else {
        TRY(tensor_zeros(ctx, (NumClass)s->cls, &shape, ret));
    }
    size_t size = class_size((NumClass)s->cls) * (s->is_complex ? 2 : 1);
    for (Index k = 0; k < s->numel && k < m && k < n; k++)
        memcpy((char *)(*ret)->data + (size_t)(k * (m + 1)) * size,
               (char *)s->data + (size_t)k * size, size);
    return OK;
}
BUILTIN(svd, "S = svd(A)\n[U,S,V] = svd(A)\n[U,S,V] = svd(A,\"econ\")", ARITY(1, 2, 3),
        "Singular values and vectors.", "A: matrix\n\"econ\" or 0: only as many columns as needed",
        "S: column of singular values, or diagonal matrix\nU, V: orthogonal with A = U*S*V'", "",
        "assert(norm(svd([3 0;0 4]) - [4;3]) < 1e-14)\n[U,S,V] = svd([1 2;3 "
        "4]);\nassert(norm(U*S*V' - [1 2;3 4]) < 1e-13)",
        "eig, rank, cond, pinv") {
    OWN_TENSOR *a = NULL, *u = NULL, *s = NULL, *v = NULL;
    bool economy = call->nargin > 1;
    TRY(arg_matrix(call, 0, false, &a));
    if (call->nargout < 2) {
        TRY(linalg_svd(call->ctx, a, true, NULL, &s, NULL));
        ret_tensor(call, 0, GIVE(s));
        return OK;
    }
    TRY(linalg_svd(call->ctx, a, economy, &u, &s, &v));
    Tensor *d = NULL;
    TRY(spread_diagonal(call->ctx, s, u->shape.dim[1], v->shape.dim[1], &d));
    ret_tensor(call, 0, GIVE(u));
    ret_tensor(call, 1, d);
    if (call->nargout > 2) ret_tensor(call, 2, GIVE(v));
    return OK;
}
BUILTIN(eig, "e = eig(A)\n[V,D] = eig(A)", ARITY(1, 1, 2), "Eigenvalues and eigenvectors.",
        "A: square matrix",
        "e: column of eigenvalues, ascending for symmetric A\nV: columns are eigenvectors\nD: "
        "diagonal matrix with A*V = V*D",
        "Fails for matrices that are not square.", "assert(norm(eig([2 0;0 1]) - [1;2]) < 1e-14)",
        "svd, expm, poly") {
    OWN_TENSOR *a = NULL, *v = NULL, *d = NULL;
    TRY(arg_matrix(call, 0, true, &a));
    TRY(linalg_eig(call->ctx, a, call->nargout > 1 ? &v : NULL, &d));
    if (call->nargout < 2) {
        ret_tensor(call, 0, GIVE(d));
        return OK;
    }
    Tensor *full = NULL;
    TRY(spread_diagonal(call->ctx, d, d->numel, d->numel, &full));
    ret_tensor(call, 0, GIVE(v));
    ret_tensor(call, 1, full);
    return OK;
}
BUILTIN(expm, "Y = expm(X)", ARITY(1, 1, 1), "Matrix exponential.", "X: square matrix",
        "Y: e to the power X", "Fails for matrices that are not square.",
        "assert(norm(expm(zeros(2)) - eye(2)) < 1e-14)", "exp, mpower, eig") {
    OWN_TENSOR *a = NULL;
    Tensor *y = NULL;
    TRY(arg_matrix(call, 0, true, &a));
    TRY(linalg_expm(call->ctx, a, &y));
    ret_tensor(call, 0, y);
    return OK;
}

// ---- by singular values
// -------------------------------------------------------------------------------------------------------
static double tolerance(const Tensor *a, const Tensor *s) {
    double top = s->numel ? tensor_get(s, 0) : 0;
    double n = (double)(a->shape.dim[0] > a->shape.dim[1] ? a->shape.dim[0] : a->shape.dim[1]);
    double spacing = a->cls == CLASS_SINGLE ? nextafterf((float)top, INFINITY) - (float)top
                                            : nextafter(top, INFINITY) - top;
    return n * spacing;
}
static Index count_above(const Tensor *s, double tol) {
    Index r = 0;
    for (Index k = 0; k < s->numel; k++) r += tensor_get(s, k) > tol;
    return r;
}
BUILTIN(rank, "k = rank(A)\nk = rank(A,tol)", ARITY(1, 2, 1), "Number of independent columns.",
        "A: matrix\ntol: singular values up to this count as 0", "k: rank", "",
        "assert(rank([1 2;2 4]) == 1)", "svd, null, orth") {
    OWN_TENSOR *a = NULL, *s = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    double tol = 0;
    if (a->numel == 0) {
        ret_double(call, 0, 0);
        return OK;
    }
    TRY(linalg_svd(call->ctx, a, true, NULL, &s, NULL));
    tol = tolerance(a, s);
    if (call->nargin > 1) TRY(arg_double(call, 1, &tol));
    ret_double(call, 0, (double)count_above(s, tol));
    return OK;
}
BUILTIN(cond, "c = cond(A)\nc = cond(A,p)", ARITY(1, 2, 1), "Condition number.",
        "A: matrix\np: 2 (default), 1, Inf or \"fro\"", "c: norm(A,p)*norm(inv(A),p)", "",
        "assert(abs(cond([2 0;0 1]) - 2) < 1e-14)", "norm, svd, rank") {
    OWN_TENSOR *a = NULL, *s = NULL;
    double p = 2;
    TRY(arg_matrix(call, 0, false, &a));
    if (arg_is_word(call, 1, "fro"))
        p = 0;
    else if (arg_is_word(call, 1, "inf"))
        p = INFINITY;
    else if (call->nargin > 1)
        TRY(arg_double(call, 1, &p));
    if (p == 2) {
        TRY(linalg_svd(call->ctx, a, true, NULL, &s, NULL));
        Index n = s->numel;
        ret_double(call, 0,
                   n == 0                      ? 0
                   : tensor_get(s, n - 1) == 0 ? INFINITY
                                               : tensor_get(s, 0) / tensor_get(s, n - 1));
        return OK;
    }
    OWN_TENSOR *y = NULL;
    double n1, n2, rcond;
    TRY(linalg_inv(call->ctx, a, &rcond, &y));
    TRY(linalg_norm(call->ctx, a, p, &n1));
    TRY(linalg_norm(call->ctx, y, p, &n2));
    ret_double(call, 0, n1 * n2);
    return OK;
}
/// Columns first … last-1 of a matrix.
static Status columns_of(Ctx *ctx, const Tensor *a, Index first, Index last, Tensor **ret) {
    OWN_MEM uint8_t *keep = mem_alloc_zero((size_t)a->shape.dim[1] + 1);
    if (!keep) return ctx_fail_nomem(ctx);
    for (Index k = first; k < last; k++) keep[k] = 1;
    return tensor_keep(ctx, a, 1, keep, ret);
}
BUILTIN(orth, "Q = orth(A)", ARITY(1, 1, 1), "Orthonormal basis of the range.", "A: matrix",
        "Q: columns are the basis", "", "assert(isequal(size(orth([1 2;2 4])),[2 1]))",
        "null, svd, rank") {
    OWN_TENSOR *a = NULL, *u = NULL, *s = NULL, *v = NULL;
    Tensor *q = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    TRY(linalg_svd(call->ctx, a, true, &u, &s, &v));
    TRY(columns_of(call->ctx, u, 0, count_above(s, tolerance(a, s)), &q));
    ret_tensor(call, 0, q);
    return OK;
}
BUILTIN(null, "Z = null(A)", ARITY(1, 1, 1), "Orthonormal basis of the null space.", "A: matrix",
        "Z: columns with A*Z = 0", "", "assert(norm([1 2;2 4]*null([1 2;2 4])) < 1e-14)",
        "orth, svd, rank") {
    OWN_TENSOR *a = NULL, *u = NULL, *s = NULL, *v = NULL;
    Tensor *z = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    TRY(linalg_svd(call->ctx, a, false, &u, &s, &v));
    TRY(columns_of(call->ctx, v, count_above(s, tolerance(a, s)), v->shape.dim[1], &z));
    ret_tensor(call, 0, z);
    return OK;
}
BUILTIN(pinv, "B = pinv(A)\nB = pinv(A,tol)", ARITY(1, 2, 1), "Pseudoinverse.",
        "A: matrix\ntol: singular values up to this count as 0", "B: n-by-m matrix", "",
        "assert(norm(pinv([2 0;0 4]) - [0.5 0;0 0.25]) < 1e-14)", "inv, svd, mldivide") {
    OWN_TENSOR *a = NULL, *u = NULL, *s = NULL, *v = NULL, *ut = NULL, *scaled = NULL, *d = NULL;
    Tensor *y = NULL;
    TRY(arg_matrix(call, 0, false, &a));
    TRY(linalg_svd(call->ctx, a, true, &u, &s, &v));
    double tol = tolerance(a, s);
    if (call->nargin > 1) TRY(arg_double(call, 1, &tol));
    TRY(tensor_make_sole(call->ctx, &s));
    for (Index k = 0; k < s->numel; k++)
        tensor_set(s, k, tensor_get(s, k) > tol ? 1 / tensor_get(s, k) : 0);
    TRY(spread_diagonal(call->ctx, s, v->shape.dim[1], u->shape.dim[1], &d));
    TRY(tensor_unary(call->ctx, OP_CTRANSPOSE, u, &ut));
    TRY(tensor_binary(call->ctx, OP_MTIMES, v, d, &scaled));
    TRY(tensor_binary(call->ctx, OP_MTIMES, scaled, ut, &y));
    ret_tensor(call, 0, y);
    return OK;
}

// ---- pages
// ---------------------------------------------------------------------------------------------------------------------
BUILTIN(pagemtimes, "Z = pagemtimes(X,Y)", ARITY(2, 4, 1),
        "Matrix product of every page of N-D arrays.", "X, Y: arrays with compatible pages",
        "Z: array of products", "Fails when the sizes do not agree.",
        "Z = pagemtimes(ones(2,3,4),ones(3,5,4));\nassert(isequal(size(Z),[2 5 4]) && Z(1) == 3)",
        "mtimes, pagetranspose") {
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    if (call->nargin > 2) return ctx_fail_unsupported(call->ctx, "transposed pages in pagemtimes");
    TRY(arg_tensor(call, 0, &x));
    TRY(arg_tensor(call, 1, &y));
    if (x->is_complex || y->is_complex)
        return ctx_fail_unsupported(call->ctx, "pagemtimes of complex arrays");
    NumClass cls = x->cls == CLASS_SINGLE || y->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    Index m = x->shape.dim[0], k = x->shape.dim[1], n = y->shape.dim[1];
    if (k != y->shape.dim[0])
        return call_fail(
            call, ERR_SIZE, "MATLAB:pagemtimes:dimagree",
            "Incorrect dimensions for matrix multiplication. Check that the number of columns in "
            "the first array matches the number of rows in the second array.");
    Shape px = x->shape, py = y->shape, pages;
    px.dim[0] = px.dim[1] = py.dim[0] = py.dim[1] = 1;
    TRY(shape_broadcast(call->ctx, &px, &py, &pages));
    Index count = shape_numel(&pages);
    Shape out = pages;
    out.dim[0] = m;
    out.dim[1] = n;
    shape_trim(&out);
    Tensor *fx = NULL, *fy = NULL;
    TRY(tensor_cast(call->ctx, x, cls, &fx));
    tensor_unref(x);
    x = fx;
    TRY(tensor_cast(call->ctx, y, cls, &fy));
    tensor_unref(y);
    y = fy;
    TRY(tensor_zeros(call->ctx, cls, &out, &z));
    for (Index p = 0; p < count; p++) {
        Index rest = p, ax = 0, ay = 0, sx = 1, sy = 1;
        for (int d = 2; d < pages.n_dims; d++) {
            Index at = rest % pages.dim[d];
            rest /= pages.dim[d];
            ax += (shape_dim(&x->shape, d) == 1 ? 0 : at) * sx;
            ay += (shape_dim(&y->shape, d) == 1 ? 0 : at) * sy;
            sx *= shape_dim(&x->shape, d);
            sy *= shape_dim(&y->shape, d);
        }
        struct Pool *pool = call->ctx->pool;
        if (cls == CLASS_SINGLE)
            gemm_f32(pool, false, false, m, n, k, 1, tensor_f32(x) + ax * m * k, m,
                     tensor_f32(y) + ay * k * n, k, 0, tensor_f32(z) + p * m * n, m);
        else
            gemm_f64(pool, false, false, m, n, k, 1, tensor_f64(x) + ax * m * k, m,
                     tensor_f64(y) + ay * k * n, k, 0, tensor_f64(z) + p * m * n, m);
    }
    ret_tensor(call, 0, GIVE(z));
    return OK;
}
static Status page_transpose(Call *call, bool conjugate) {
    OWN_TENSOR *x = NULL, *c = NULL;
    Tensor *y = NULL;
    int order[SHAPE_MAX_DIMS];
    TRY(arg_tensor(call, 0, &x));
    for (int i = 0; i < SHAPE_MAX_DIMS; i++) order[i] = i < 2 ? 1 - i : i;
    if (conjugate) TRY(tensor_unary(call->ctx, OP_CONJ, x, &c));
    TRY(tensor_permute(call->ctx, c ? c : x, order, x->shape.n_dims, &y));
    ret_tensor(call, 0, y);
    return OK;
}
BUILTIN(pagetranspose, "Y = pagetranspose(X)", ARITY(1, 1, 1), "Transposes every page.",
        "X: N-D array", "Y: array with dimensions 1 and 2 exchanged", "",
        "assert(isequal(size(pagetranspose(ones(2,3,4))),[3 2 4]))",
        "pagemtimes, permute, transpose") {
    return page_transpose(call, false);
}
BUILTIN(pagectranspose, "Y = pagectranspose(X)", ARITY(1, 1, 1),
        "Transposes and conjugates every page.", "X: N-D array",
        "Y: array with dimensions 1 and 2 exchanged", "",
        "assert(isequal(size(pagectranspose(ones(2,3,4))),[3 2 4]))", "pagetranspose") {
    return page_transpose(call, true);
}

static Status symmetric(Call *call, double sign, bool *ret) {
    OWN_TENSOR *a = NULL;
    TRY(arg_tensor(call, 0, &a));
    Index n = a->shape.dim[0];
    *ret = a->shape.n_dims == 2 && n == a->shape.dim[1];
    for (Index j = 0; *ret && j < n; j++) {
        for (Index i = 0; i <= j && *ret; i++) {
            *ret = tensor_get(a, j * n + i) == sign * tensor_get(a, i * n + j) &&
                   tensor_get_imag(a, j * n + i) ==
                       (sign == 1 ? -1 : 1) * tensor_get_imag(a, i * n + j);
        }
    }
    return OK;
}
BUILTIN(ishermitian, "tf = ishermitian(A)", ARITY(1, 1, 1), "True for Hermitian matrices.",
        "A: matrix", "tf: logical scalar", "", "assert(ishermitian([1 2i;-2i 3]))", "issymmetric") {
    bool yes;
    TRY(symmetric(call, 1, &yes));
    ret_bool(call, 0, yes);
    return OK;
}
BUILTIN(issymmetric, "tf = issymmetric(A)", ARITY(1, 1, 1), "True for symmetric matrices.",
        "A: real matrix", "tf: logical scalar", "", "assert(issymmetric([1 2;2 3]))",
        "ishermitian") {
    bool yes;
    TRY(symmetric(call, 1, &yes));
    ret_bool(call, 0, yes);
    return OK;
}
/// Everything outside the band is zero.
static Status banded(Call *call, bool lower, bool upper) {
    OWN_TENSOR *a = NULL;
    TRY(arg_tensor(call, 0, &a));
    bool yes = a->shape.n_dims == 2;
    Index m = a->shape.dim[0];
    for (Index k = 0; yes && k < a->numel; k++) {
        bool zero = tensor_get(a, k) == 0 && tensor_get_imag(a, k) == 0;
        if (!zero && ((k % m > k / m && !lower) || (k % m < k / m && !upper))) yes = false;
    }
    ret_bool(call, 0, yes);
    return OK;
}
BUILTIN(isdiag, "tf = isdiag(A)", ARITY(1, 1, 1), "True for diagonal matrices.", "A: matrix",
        "tf: logical scalar", "", "assert(isdiag(eye(2)))", "istril, istriu") {
    return banded(call, false, false);
}
BUILTIN(istril, "tf = istril(A)", ARITY(1, 1, 1), "True for lower triangular matrices.",
        "A: matrix", "tf: logical scalar", "", "assert(istril([1 0;2 3]))", "istriu, isdiag") {
    return banded(call, true, false);
}
BUILTIN(istriu, "tf = istriu(A)", ARITY(1, 1, 1), "True for upper triangular matrices.",
        "A: matrix", "tf: logical scalar", "", "assert(istriu([1 2;0 3]))", "istril, isdiag") {
    return banded(call, false, true);
}

const BuiltinDef *const family_linear[] = {&def_det,
                                           &def_inv,
                                           &def_linsolve,
                                           &def_trace,
                                           &def_lu,
                                           &def_qr,
                                           &def_chol,
                                           &def_svd,
                                           &def_eig,
                                           &def_expm,
                                           &def_rank,
                                           &def_cond,
                                           &def_orth,
                                           &def_null,
                                           &def_pinv,
                                           &def_pagemtimes,
                                           &def_pagetranspose,
                                           &def_pagectranspose,
                                           &def_ishermitian,
                                           &def_issymmetric,
                                           &def_isdiag,
                                           &def_istril,
                                           &def_istriu,
                                           NULL};
