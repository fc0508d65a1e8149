// The matrix operators: product, division, power.
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include "tensor/linalg.h"
#include <cblas-openblas.h>
#include <math.h>
#include <string.h>

static Status check_matrices(Ctx *ctx, const char *name, const char *other, const Tensor *a,
                             const Tensor *b) {
    if (a->shape.n_dims > 2 || b->shape.n_dims > 2) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:mtimes:inputsMustBe2D",
                        "Arguments must be 2-D, or at least one argument must be scalar. Use %s.",
                        other);
    }
    if (class_is_int((NumClass)a->cls) || class_is_int((NumClass)b->cls)) {
        return ctx_fail(
            ctx, ERR_TYPE, "MATLAB:mtimes:integerNotSupported",
            "%s is not fully supported for integer classes. At least one argument must be scalar.",
            name);
    }
    return OK;
}

static Status fail_inner(Ctx *ctx, const Tensor *a, const Tensor *b) {
    char left[160], right[160];
    shape_format(&a->shape, "×", left, sizeof left);
    shape_format(&b->shape, "×", right, sizeof right);
    return ctx_fail(
        ctx, ERR_SIZE, "MATLAB:innerdim",
        "Incorrect dimensions for matrix multiplication. Check that the number of columns in the "
        "first matrix "
        "matches the number of rows in the second matrix. To operate on each element of the matrix "
        "individually, use TIMES (.*) for elementwise multiplication. (%s and %s)",
        left, right);
}

static Status complex_times(Ctx *ctx, const Tensor *a, const Tensor *b, NumClass cls,
                            const Shape *shape, Tensor **ret) {
    double *x = NULL, *y = NULL, *z = NULL;
    Status status = OK;
    int m = (int)shape->dim[0], n = (int)shape->dim[1], k = (int)a->shape.dim[1];
    TRY_GOTO(tensor_doubles(ctx, a, true, &x));
    TRY_GOTO(tensor_doubles(ctx, b, true, &y));
    z = mem_alloc_zero(((size_t)m * (size_t)n + 1) * 2 * sizeof *z);
    if (!z) TRY_GOTO(ctx_fail_nomem(ctx));
    if (m > 0 && n > 0 && k > 0) {
        const double one[2] = {1, 0}, zero[2] = {0, 0};
        TRY_GOTO(blas_ready(ctx));
        cblas_zgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, x, m, y, k, zero, z,
                    m);
    }
    TRY_GOTO(tensor_from_computed(ctx, cls, true, shape, z, ret));
    status = tensor_narrow_complex(ctx, ret);
    if (status != OK) tensor_unref(*ret);
done:
    mem_free(x);
    mem_free(y);
    mem_free(z);
    return status;
}

enum { BLOCK = 768 };           // of a large product, along each direction
static const double small = 512, // multiplications that are done without BLAS
    large = 2e9;                 // and at once

/// out = x y for m x k and k x n, in blocks between which the stop flag is looked at.
static Status multiply(Ctx *ctx, Index m, Index n, Index k, const Tensor *x, const Tensor *y,
                       Tensor *out) {
    Index step = (double)m * (double)n * (double)k > large ? BLOCK : INT64_MAX / 4;
    if ((double)m * (double)n * (double)k > small) TRY(blas_ready(ctx));
    for (Index j = 0; j < n; j += step)
        for (Index i = 0; i < m; i += step)
            for (Index l = 0; l < k; l += step) {
                Index mb = m - i < step ? m - i : step, nb = n - j < step ? n - j : step,
                      kb = k - l < step ? k - l : step;
                TRY(ctx_check_stop(ctx));
                if (out->cls == CLASS_SINGLE)
                    gemm_f32(ctx->pool, false, false, mb, nb, kb, 1, tensor_f32(x) + i + l * m, m,
                             tensor_f32(y) + l + j * k, k, l > 0, tensor_f32(out) + i + j * m, m);
                else
                    gemm_f64(ctx->pool, false, false, mb, nb, kb, 1, tensor_f64(x) + i + l * m, m,
                             tensor_f64(y) + l + j * k, k, l > 0, tensor_f64(out) + i + j * m, m);
            }
    return OK;
}

Status matrix_times(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    if (a->numel == 1 || b->numel == 1) return tensor_binary(ctx, OP_MUL, a, b, ret);
    TRY(check_matrices(ctx, "MTIMES (*)",
                       "TIMES (.*) for elementwise multiplication, or PAGEMTIMES to apply matrix "
                       "multiplication to the "
                       "pages of N-D arrays",
                       a, b));
    if (a->shape.dim[1] != b->shape.dim[0]) return fail_inner(ctx, a, b);
    Index m = a->shape.dim[0], k = a->shape.dim[1], n = b->shape.dim[1];
    Shape shape = shape_2d(m, n);
    NumClass cls = a->cls == CLASS_SINGLE || b->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE;
    if (a->is_complex || b->is_complex) return complex_times(ctx, a, b, cls, &shape, ret);
    Tensor *x = NULL, *y = NULL, *out = NULL;
    Status status = OK;
    TRY_GOTO(tensor_cast(ctx, a, cls, &x));
    TRY_GOTO(tensor_cast(ctx, b, cls, &y));
    TRY_GOTO(tensor_new(ctx, cls, &shape, &out));
    if (k == 0)
        memset(out->data, 0, (size_t)out->numel * class_size(cls));
    else
        TRY_GOTO(multiply(ctx, m, n, k, x, y, out));
    *ret = out;
    out = NULL;
done:
    tensor_unref(x);
    tensor_unref(y);
    tensor_unref(out);
    return status;
}

/// Solves; a square system that is singular, or nearly so, gives a warning with the result.
static Status solve_and_warn(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    double rcond = 1;
    TRY(linalg_solve(ctx, a, b, &rcond, ret));
    if (a->numel && a->shape.dim[0] == a->shape.dim[1]) linalg_warn_rcond(ctx, rcond);
    return OK;
}

Status matrix_divide(Ctx *ctx, BinaryOp op, const Tensor *a, const Tensor *b, Tensor **ret) {
    bool left = op == OP_MLDIVIDE;
    if ((left ? a : b)->numel == 1) return tensor_binary(ctx, left ? OP_LDIV : OP_RDIV, a, b, ret);
    TRY(check_matrices(ctx, left ? "MLDIVIDE (\\)" : "MRDIVIDE (/)",
                       left ? "LDIVIDE (.\\) for elementwise left division"
                            : "RDIVIDE (./) for elementwise right division",
                       a, b));
    if (left) return solve_and_warn(ctx, a, b, ret);
    // x = a / b solves x b = a, that is b' x' = a'
    Tensor *at = NULL, *bt = NULL, *xt = NULL;
    Status status = OK;
    if (a->shape.dim[1] != b->shape.dim[1]) {
        char l[160], r[160];
        shape_format(&a->shape, "×", l, sizeof l);
        shape_format(&b->shape, "×", r, sizeof r);
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:dimagree",
                        "Matrix dimensions must agree. (%s and %s)", l, r);
    }
    TRY_GOTO(matrix_transpose(ctx, a, false, &at));
    TRY_GOTO(matrix_transpose(ctx, b, false, &bt));
    TRY_GOTO(solve_and_warn(ctx, bt, at, &xt));
    TRY_GOTO(matrix_transpose(ctx, xt, false, ret));
done:
    tensor_unref(at);
    tensor_unref(bt);
    tensor_unref(xt);
    return status;
}

static Status identity(Ctx *ctx, Index n, Tensor **ret) {
    Shape shape = shape_2d(n, n);
    TRY(tensor_zeros(ctx, CLASS_DOUBLE, &shape, ret));
    for (Index i = 0; i < n; i++) tensor_f64(*ret)[i * (n + 1)] = 1;
    return OK;
}

/// A to a whole power by repeated squaring.
static Status whole_power(Ctx *ctx, const Tensor *a, double p, Tensor **ret) {
    Tensor *base = NULL, *result = NULL, *next = NULL;
    Status status = OK;
    if (p < 0) {
        TRY_GOTO(linalg_inv(ctx, a, NULL, &base));
    } else {
        base = tensor_ref((Tensor *)a);
    }
    uint64_t n = (uint64_t)fmin(fabs(p), 9.2e18);
    if (n == 0) TRY_GOTO(identity(ctx, a->shape.dim[0], &result));
    for (; n; n >>= 1) {
        TRY_GOTO(ctx_check_stop(ctx));
        if (n & 1) {
            if (result) {
                TRY_GOTO(matrix_times(ctx, result, base, &next));
                tensor_unref(result);
                result = next;
                next = NULL;
            } else {
                result = tensor_ref(base);
            }
        }
        if (n > 1) {
            TRY_GOTO(matrix_times(ctx, base, base, &next));
            tensor_unref(base);
            base = next;
            next = NULL;
        }
    }
    TRY_GOTO(tensor_cast(ctx, result, a->cls == CLASS_SINGLE ? CLASS_SINGLE : CLASS_DOUBLE, ret));
done:
    tensor_unref(base);
    tensor_unref(result);
    return status;
}

/// V f(D) / V with the eigenvalues d: f is d^p (matrix to a power) or s^d (number to a matrix).
static Status spectral_power(Ctx *ctx, const Tensor *matrix, const Tensor *scalar,
                             bool matrix_is_base, Tensor **ret) {
    Tensor *v = NULL, *d = NULL, *f = NULL, *row = NULL, *scaled = NULL;
    Status status = OK;
    TRY_GOTO(linalg_eig(ctx, matrix, &v, &d));
    TRY_GOTO(
        tensor_binary(ctx, OP_POW, matrix_is_base ? d : scalar, matrix_is_base ? scalar : d, &f));
    TRY_GOTO(matrix_transpose(ctx, f, false, &row));
    TRY_GOTO(tensor_binary(ctx, OP_MUL, v, row, &scaled));
    TRY_GOTO(matrix_divide(ctx, OP_MRDIVIDE, scaled, v, ret));
done:
    tensor_unref(v);
    tensor_unref(d);
    tensor_unref(f);
    tensor_unref(row);
    tensor_unref(scaled);
    return status;
}

Status matrix_power(Ctx *ctx, const Tensor *a, const Tensor *b, Tensor **ret) {
    if (a->numel == 1 && b->numel == 1) return tensor_binary(ctx, OP_POW, a, b, ret);
    const Tensor *matrix = a->numel == 1 ? b : a, *scalar = a->numel == 1 ? a : b;
    if (scalar->numel != 1 || matrix->shape.n_dims > 2 ||
        matrix->shape.dim[0] != matrix->shape.dim[1]) {
        return ctx_fail(ctx, ERR_SIZE, "MATLAB:square",
                        "Incorrect dimensions for raising a matrix to a power. Check that the "
                        "matrix is square and the "
                        "power is a scalar. To operate on each element of the matrix individually, "
                        "use POWER (.^) for "
                        "elementwise power.");
    }
    TRY(check_matrices(ctx, "MPOWER (^)", "POWER (.^) for elementwise power", a, b));
    double p = tensor_get(scalar, 0);
    if (matrix == a && !scalar->is_complex && p == floor(p) && isfinite(p))
        return whole_power(ctx, a, p, ret);
    return spectral_power(ctx, matrix, scalar, matrix == a, ret);
}
