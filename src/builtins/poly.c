// builtins/poly.c: polynomials, convolution and filters, differences, integrals, interpolation,
// Fourier transforms.
#include "builtins/arguments.h"
#include "tensor/linalg.h"

/// Class that results have: single when an input is.
static NumClass joint_class(const Call *call, int n) {
    for (int i = 0; i < n && i < call->nargin; i++) {
        if (call->arg[i].tag == VAL_TENSOR && call->arg[i].tensor->cls == CLASS_SINGLE)
            return CLASS_SINGLE;
    }
    return CLASS_DOUBLE;
}
static Status row_of(Ctx *ctx, const double *values, Index n, Tensor **ret) {
    Shape row = shape_2d(1, n);
    return tensor_from_doubles(ctx, values, &row, ret);
}

// ---- polynomials
// ------------------------------------------------------------------------------------------------------------
BUILTIN(polyval, "y = polyval(p,x)", ARITY(2, 2, 1), "Value of a polynomial.",
        "p: coefficients, highest power first\nx: array", "y: values", "",
        "assert(isequal(polyval([1 0 -1],[2 3]),[3 8]))", "polyfit, roots, conv") {
    OWN_TENSOR *p = NULL;
    OWN_VALUE y = VALUE_NONE;
    TRY(arg_tensor(call, 0, &p));
    TRY(value_binary(call->ctx, OP_MUL, call->arg[1], value_double(0), &y));
    for (Index k = 0; k < p->numel; k++) {
        OWN_VALUE scaled = VALUE_NONE, c = VALUE_NONE;
        Value next = VALUE_NONE, at = value_double((double)k + 1);
        TRY(value_index(call->ctx, call->arg[0], &at, 1, &c));
        if (k > 0)
            TRY(value_binary(call->ctx, OP_MUL, y, call->arg[1], &scaled));
        else
            scaled = value_ref(y);
        TRY(value_binary(call->ctx, OP_ADD, scaled, c, &next));
        value_unref(y);
        y = next;
    }
    call->ret[0] = value_give(&y);
    return OK;
}
BUILTIN(polyfit, "p = polyfit(x,y,n)\n[p,S] = polyfit(x,y,n)\n[p,S,mu] = polyfit(x,y,n)",
        ARITY(3, 3, 3), "Polynomial of degree n that fits points best.", "x, y: points\nn: degree",
        "p: row of coefficients, highest power first\nS: struct R, df, normr\nmu: mean and "
        "deviation used to scale x",
        "Fails when the sizes differ.", "assert(norm(polyfit([0 1 2],[1 3 5],1) - [2 1]) < 1e-12)",
        "polyval, roots, interp1") {
    OWN_TENSOR *x = NULL, *y = NULL, *v = NULL, *p = NULL, *q = NULL, *r = NULL;
    Index n;
    TRY(arg_doubles(call, 0, &x));
    TRY(arg_doubles(call, 1, &y));
    TRY(arg_index(call, 2, &n));
    if (x->numel != y->numel)
        return call_fail(call, ERR_SIZE, "MATLAB:polyfit:XYSizeMismatch",
                         "The first two inputs must have the same number of elements.");
    Index m = x->numel;
    double mean = 0, deviation = 1;
    if (call->nargout > 2) {
        double sum = 0;
        for (Index i = 0; i < m; i++) mean += tensor_f64(x)[i] / (double)m;
        for (Index i = 0; i < m; i++) sum += (tensor_f64(x)[i] - mean) * (tensor_f64(x)[i] - mean);
        deviation = m > 1 ? sqrt(sum / (double)(m - 1)) : 1;
    }
    Shape shape = shape_2d(m, n + 1), column = shape_2d(m, 1);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &v));
    for (Index i = 0; i < m; i++) {
        double power = 1;
        for (Index j = n; j >= 0; j--) {
            TRY(stop_check_at(call->ctx, j));
            tensor_f64(v)[j * m + i] = power;
            power *= (tensor_f64(x)[i] - mean) / deviation;
        }
    }
    OWN_TENSOR *b = NULL;
    TRY(tensor_reshape_take(call->ctx, GIVE(y), &column, &b));
    TRY(linalg_solve(call->ctx, v, b, NULL, &p));
    if (n + 1 > m)
        vm_warn(call->vm, "MATLAB:polyfit:PolyNotUnique",
                "Polynomial is not unique; degree >= number of data points.");
    Shape row = shape_2d(1, n + 1);
    Tensor *out = NULL;
    if (call->nargout > 1) {
        OWN_STRUCT *s = NULL;
        double sum = 0;
        for (Index i = 0; i < m; i++) {
            double e = tensor_f64(b)[i];
            for (Index j = 0; j <= n; j++) e -= tensor_f64(v)[j * m + i] * tensor_f64(p)[j];
            sum += e * e;
        }
        TRY(struct_scalar(call->ctx, &s));
        TRY(linalg_qr(call->ctx, v, true, &q, &r));
        TRY(struct_put(call->ctx, s, "R", value_take_tensor(GIVE(r))));
        TRY(struct_put(call->ctx, s, "df", value_double(m > n + 1 ? (double)(m - n - 1) : 0)));
        TRY(struct_put(call->ctx, s, "normr", value_double(sqrt(sum))));
        call->ret[1] = value_take_struct(GIVE(s));
    }
    if (call->nargout > 2) {
        Tensor *mu = NULL;
        TRY(tensor_column(call->ctx, (double[]){mean, deviation}, 2, &mu));
        ret_tensor(call, 2, mu);
    }
    TRY(tensor_reshape_take(call->ctx, GIVE(p), &row, &out));
    ret_tensor(call, 0, out);
    return OK;
}
BUILTIN(roots, "r = roots(p)", ARITY(1, 1, 1), "Zeros of a polynomial.",
        "p: coefficients, highest power first", "r: column of zeros", "Fails for NaN or Inf.",
        "assert(norm(sort(roots([1 -3 2])) - [1;2]) < 1e-12)", "poly, polyval, eig") {
    OWN_TENSOR *p = NULL, *c = NULL, *e = NULL;
    TRY(arg_doubles(call, 0, &p));
    const double *a = tensor_f64(p);
    Index lo = 0, hi = p->numel, zeros;
    for (Index i = 0; i < p->numel; i++) {
        if (!isfinite(a[i]))
            return call_fail(call, ERR_ARG, "MATLAB:roots:NonFiniteInput",
                             "Input to ROOTS must not contain NaN or Inf.");
    }
    while (lo < hi && a[lo] == 0) lo++;
    while (hi > lo && a[hi - 1] == 0) hi--;
    zeros = p->numel - hi;
    Index n = hi - lo - 1;
    if (hi <= lo) return value_empty(call->ctx, &call->ret[0]);
    if (n > 0) {
        Shape shape = shape_2d(n, n);
        TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &c));
        for (Index j = 0; j < n; j++) {
            tensor_f64(c)[j * n] = -a[lo + 1 + j] / a[lo];
            if (j + 1 < n) tensor_f64(c)[j * n + j + 1] = 1;
        }
        TRY(linalg_eig(call->ctx, c, NULL, &e));
    } else {
        Shape none = shape_2d(0, 1);
        TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &none, &e));
    }
    OWN_TENSOR *z = NULL;
    Shape column = shape_2d(zeros, 1);
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &column, &z));
    Value parts[2] = {value_take_tensor(GIVE(e)), value_take_tensor(GIVE(z))};
    Status status = zeros ? value_concat(call->ctx, 0, parts, 2, &call->ret[0])
                          : (call->ret[0] = value_ref(parts[0]), OK);
    value_unref(parts[0]);
    value_unref(parts[1]);
    return status;
}
BUILTIN(poly, "p = poly(r)\np = poly(A)", ARITY(1, 1, 1),
        "Polynomial with given zeros, or characteristic polynomial.",
        "r: real zeros\nA: square matrix", "p: row of coefficients", "",
        "assert(isequal(poly([1 2]),[1 -3 2]))", "roots, polyval") {
    OWN_TENSOR *r = NULL, *e = NULL;
    TRY(arg_doubles(call, 0, &r));
    bool matrix = r->shape.dim[0] == r->shape.dim[1] && r->numel > 1;
    if (matrix) TRY(linalg_eig(call->ctx, r, NULL, &e));
    const Tensor *z = matrix ? e : r;
    Index n = z->numel;
    OWN_MEM double *re = mem_alloc_zero((size_t)(2 * n + 2) * sizeof *re);
    if (!re) return ctx_fail_nomem(call->ctx);
    double *im = re + n + 1;
    re[0] = 1;
    for (Index k = 0; k < n; k++) {
        double a = tensor_get(z, k), b = tensor_get_imag(z, k);
        TRY(ctx_check_stop(call->ctx));
        for (Index j = k + 1; j > 0; j--) {
            double x = re[j - 1], y = im[j - 1];
            re[j] -= x * a - y * b;
            im[j] -= x * b + y * a;
        }
    }
    Tensor *p = NULL;
    TRY(row_of(call->ctx, re, n + 1, &p));
    ret_tensor(call, 0, p);
    return OK;
}
BUILTIN(polyder, "k = polyder(p)", ARITY(1, 1, 1), "Derivative of a polynomial.",
        "p: coefficients, highest power first", "k: row of coefficients", "",
        "assert(isequal(polyder([1 2 3]),[2 2]))", "polyint, polyval") {
    OWN_TENSOR *p = NULL;
    TRY(arg_doubles(call, 0, &p));
    Index n = p->numel, lo = 0;
    while (lo < n - 1 && tensor_f64(p)[lo] == 0) lo++;
    OWN_MEM double *k = mem_alloc_zero((size_t)(n + 1) * sizeof *k);
    if (!k) return ctx_fail_nomem(call->ctx);
    for (Index i = lo; i < n - 1; i++) k[i - lo] = tensor_f64(p)[i] * (double)(n - 1 - i);
    Tensor *t = NULL;
    TRY(row_of(call->ctx, k, n - lo > 1 ? n - lo - 1 : 1, &t));
    ret_tensor(call, 0, t);
    return OK;
}
BUILTIN(polyint, "q = polyint(p)\nq = polyint(p,k)", ARITY(1, 2, 1), "Integral of a polynomial.",
        "p: coefficients\nk: constant, 0 by default", "q: row of coefficients", "",
        "assert(isequal(polyint([2 2]),[1 2 0]))", "polyder, polyval") {
    OWN_TENSOR *p = NULL;
    double k = 0;
    TRY(arg_doubles(call, 0, &p));
    if (call->nargin > 1) TRY(arg_double(call, 1, &k));
    Index n = p->numel;
    OWN_MEM double *q = mem_alloc((size_t)(n + 1) * sizeof *q);
    if (!q) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < n; i++) q[i] = tensor_f64(p)[i] / (double)(n - i);
    q[n] = k;
    Tensor *t = NULL;
    TRY(row_of(call->ctx, q, n + 1, &t));
    ret_tensor(call, 0, t);
    return OK;
}

// ---- convolution and filters
// -----------------------------------------------------------------------------------------------------
BUILTIN(conv, "w = conv(u,v)\nw = conv(u,v,shape)", ARITY(2, 3, 1),
        "Convolution of vectors, product of polynomials.",
        "u, v: real vectors\nshape: \"full\" (default), \"same\", \"valid\"", "w: vector", "",
        "assert(isequal(conv([1 2],[1 3]),[1 5 6]))", "deconv, conv2, filter") {
    static const char *const words[] = {"full", "same", "valid", NULL};
    OWN_TENSOR *u = NULL, *v = NULL;
    int kind = 0;
    TRY(arg_doubles(call, 0, &u));
    TRY(arg_doubles(call, 1, &v));
    if (call->nargin > 2) TRY(arg_choice(call, 2, words, &kind));
    Index m = u->numel, n = v->numel, full = m && n ? m + n - 1 : 0;
    OWN_MEM double *w = mem_alloc_zero((size_t)(full + 1) * sizeof *w);
    if (!w) return ctx_fail_nomem(call->ctx);
    for (Index i = 0; i < m; i++) {
        for (Index from = 0, l; (l = stop_block(call->ctx, from, n)) > 0; from += l) {
            for (Index j = from; j < from + l; j++) w[i + j] += tensor_f64(u)[i] * tensor_f64(v)[j];
        }
        TRY(ctx_check_stop(call->ctx));
    }
    Index first = kind == 1   ? n / 2
                  : kind == 2 ? n - 1
                              : 0,
          count = kind == 1   ? m
                  : kind == 2 ? (m >= n ? m - n + 1 : 0)
                              : full;
    bool column =
        kind == 0 && m == 1 ? v->shape.dim[1] == 1 && n > 1 : u->shape.dim[1] == 1 && m > 1;
    Shape shape = column ? shape_2d(count, 1) : shape_2d(1, count);
    OWN_TENSOR *y = NULL;
    TRY(tensor_from_doubles(call->ctx, w + (count ? first : 0), &shape, &y));
    TRY(cast_back(call->ctx, joint_class(call, 2), &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(deconv, "[q,r] = deconv(u,v)", ARITY(2, 2, 2), "Division of polynomials.",
        "u: dividend\nv: divisor; its first coefficient is not 0", "q: quotient\nr: remainder",
        "Fails when the divisor starts with 0.",
        "[q,r] = deconv([1 5 6],[1 2]);\nassert(isequal(q,[1 3]) && ~any(r))", "conv, roots") {
    OWN_TENSOR *u = NULL, *v = NULL, *r = NULL;
    TRY(arg_doubles(call, 0, &u));
    TRY(arg_doubles(call, 1, &v));
    if (v->numel == 0 || tensor_f64(v)[0] == 0)
        return call_fail(call, ERR_ARG, "MATLAB:deconv:ZeroCoef1",
                         "First coefficient of divisor must be non-zero.");
    Index n = u->numel - v->numel + 1;
    TRY(tensor_copy(call->ctx, u, &r));
    OWN_MEM double *q = mem_alloc_zero((size_t)(n > 0 ? n + 1 : 1) * sizeof *q);
    if (!q) return ctx_fail_nomem(call->ctx);
    for (Index k = 0; k < n; k++) {
        TRY(ctx_check_stop(call->ctx));
        q[k] = tensor_f64(r)[k] / tensor_f64(v)[0];
        for (Index j = 0; j < v->numel; j++) tensor_f64(r)[k + j] -= q[k] * tensor_f64(v)[j];
        tensor_f64(r)[k] = 0;
    }
    Tensor *t = NULL;
    TRY(row_of(call->ctx, q, n > 0 ? n : 1, &t));
    ret_tensor(call, 0, t);
    if (call->nargout > 1) ret_tensor(call, 1, GIVE(r));
    return OK;
}
BUILTIN(conv2, "C = conv2(A,B)\nC = conv2(A,B,shape)", ARITY(2, 3, 1), "Convolution of matrices.",
        "A, B: real matrices\nshape: \"full\" (default), \"same\", \"valid\"", "C: matrix", "",
        "assert(isequal(conv2([1 2],[1 1]),[1 3 2]))", "conv, filter") {
    static const char *const words[] = {"full", "same", "valid", NULL};
    OWN_TENSOR *a = NULL, *b = NULL, *y = NULL;
    int kind = 0;
    TRY(arg_doubles(call, 0, &a));
    TRY(arg_doubles(call, 1, &b));
    if (call->nargin > 2) TRY(arg_choice(call, 2, words, &kind));
    Index m = a->shape.dim[0], n = a->shape.dim[1], p = b->shape.dim[0], q = b->shape.dim[1];
    Index r0 = kind == 1   ? p / 2
               : kind == 2 ? p - 1
                           : 0,
          c0 = kind == 1   ? q / 2
               : kind == 2 ? q - 1
                           : 0;
    Index rows = kind == 0   ? m + p - 1
                 : kind == 1 ? m
                             : m - p + 1,
          columns = kind == 0   ? n + q - 1
                    : kind == 1 ? n
                                : n - q + 1;
    Shape shape = shape_2d(rows > 0 ? rows : 0, columns > 0 ? columns : 0);
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index c = 0; c < shape.dim[1]; c++) {
        TRY(ctx_check_stop(call->ctx));
        for (Index r = 0; r < shape.dim[0]; r++) {
            double sum = 0;
            for (Index j = 0; j < q; j++) {
                Index ac = c + c0 - j;
                if (ac < 0 || ac >= n) continue;
                for (Index i = 0; i < p; i++) {
                    Index ar = r + r0 - i;
                    if (ar >= 0 && ar < m)
                        sum += tensor_f64(a)[ac * m + ar] * tensor_f64(b)[j * p + i];
                }
            }
            tensor_f64(y)[c * shape.dim[0] + r] = sum;
        }
    }
    TRY(cast_back(call->ctx, joint_class(call, 2), &y));
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(filter, "y = filter(b,a,x)\n[y,zf] = filter(b,a,x,zi)", ARITY(3, 4, 2), "Digital filter.",
        "b, a: numerator and denominator coefficients\nx: data, filtered along its first dimension "
        "that is not 1\nzi: initial state",
        "y: filtered data\nzf: final state (vectors only)", "Fails when a(1) is 0.",
        "assert(isequal(filter(1,[1 -0.5],[1 1 1]),[1 1.5 1.75]))", "conv, movmean") {
    OWN_TENSOR *b = NULL, *a = NULL, *x = NULL, *y = NULL, *zi = NULL;
    TRY(arg_doubles(call, 0, &b));
    TRY(arg_doubles(call, 1, &a));
    TRY(arg_doubles(call, 2, &x));
    if (a->numel == 0 || tensor_f64(a)[0] == 0)
        return call_fail(call, ERR_ARG, "MATLAB:filter:firstElementDenominator",
                         "First denominator filter coefficient must be non-zero.");
    Index n = b->numel > a->numel ? b->numel : a->numel;
    OWN_MEM double *w = mem_alloc_zero((size_t)(3 * n + 3) * sizeof *w);
    if (!w) return ctx_fail_nomem(call->ctx);
    double *bb = w, *aa = w + n + 1, *z = w + 2 * n + 2, a0 = tensor_f64(a)[0];
    for (Index i = 0; i < b->numel; i++) bb[i] = tensor_f64(b)[i] / a0;
    for (Index i = 0; i < a->numel; i++) aa[i] = tensor_f64(a)[i] / a0;
    if (call->nargin > 3 && !arg_is_empty(call, 3)) {
        TRY(arg_doubles(call, 3, &zi));
        if (zi->numel != n - 1)
            return call_fail(
                call, ERR_SIZE, "MATLAB:filter:invalidInitialConditions",
                "Initial conditions must be a vector of length max(length(a),length(b))-1.");
    }
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &x->shape, &y));
    Lines l = lines_along(&x->shape, shape_first_dim(&x->shape));
    for (Index k = 0; k < l.count && x->numel; k++) {
        for (Index i = 0; i < n; i++) z[i] = zi && i < n - 1 ? tensor_f64(zi)[i] : 0;
        for (Index i = 0, work = 0; i < l.n; i++, work += n) {
            if (work >= STOP_BLOCK) {
                TRY(ctx_check_stop(call->ctx));
                work = 0;
            }
            Index at = line_start(&l, k) + i * l.stride;
            double in = tensor_f64(x)[at], out = bb[0] * in + z[0];
            for (Index j = 1; j < n; j++)
                z[j - 1] = bb[j] * in + (j < n - 1 ? z[j] : 0) - aa[j] * out;
            tensor_f64(y)[at] = out;
        }
    }
    TRY(cast_back(call->ctx, joint_class(call, 3), &y));
    ret_tensor(call, 0, GIVE(y));
    if (call->nargout > 1) {
        Tensor *zf = NULL;
        TRY(tensor_column(call->ctx, z, n - 1, &zf));
        ret_tensor(call, 1, zf);
    }
    return OK;
}

// ---- differences and integrals
// -----------------------------------------------------------------------------------------------------
static Status diff_once(Ctx *ctx, const Tensor *x, int dim, Tensor **ret) {
    Index n = shape_dim(&x->shape, dim);
    OWN_MEM uint8_t *head = mem_alloc((size_t)n + 1), *tail = mem_alloc((size_t)n + 1);
    OWN_TENSOR *a = NULL, *b = NULL;
    if (!head || !tail) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < n; i++) head[i] = i<n - 1, tail[i] = i> 0;
    TRY(tensor_keep(ctx, x, dim, tail, &a));
    TRY(tensor_keep(ctx, x, dim, head, &b));
    return tensor_binary(ctx, OP_SUB, a, b, ret);
}
BUILTIN(diff, "Y = diff(X)\nY = diff(X,n)\nY = diff(X,n,dim)", ARITY(1, 3, 1),
        "Differences of neighbours.", "X: array\nn: how many times, 1 by default\ndim: dimension",
        "Y: one element shorter along dim for each time", "Fails when n is not a positive integer.",
        "assert(isequal(diff([1 4 9]),[3 5]))\nassert(isequal(diff([1 4 9],2),2))",
        "gradient, cumsum, trapz") {
    OWN_TENSOR *x = NULL;
    Index n = 1;
    TRY(arg_tensor(call, 0, &x));
    if (x->cls >= CLASS_LOGICAL) {
        Tensor *wide = NULL;
        TRY(tensor_cast(call->ctx, x, CLASS_DOUBLE, &wide));
        tensor_unref(x);
        x = wide;
    }
    if (call->nargin > 1 && !arg_is_empty(call, 1)) TRY(arg_index(call, 1, &n));
    int dim = -1;
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    if (dim >= SHAPE_MAX_DIMS) dim = SHAPE_MAX_DIMS - 1; // size 1 there too
    if (x->numel <= 1 && dim < 0) return value_empty(call->ctx, &call->ret[0]);
    for (Index k = 0; k < n && x->numel; k++) {
        Tensor *y = NULL;
        TRY(diff_once(call->ctx, x, dim >= 0 ? dim : shape_first_dim(&x->shape), &y));
        tensor_unref(x);
        x = y;
    }
    ret_tensor(call, 0, GIVE(x));
    return OK;
}
/// Derivative of lines along dim; spacing h or positions.
static Status gradient_along(Ctx *ctx, const Tensor *x, int dim, double h, const double *at,
                             Tensor **ret) {
    TRY(tensor_zeros(ctx, CLASS_DOUBLE, &x->shape, ret));
    Lines l = lines_along(&x->shape, dim);
    for (Index k = 0; k < l.count && l.n > 1 && x->numel; k++) {
        const double *f = tensor_f64(x) + line_start(&l, k);
        double *g = tensor_f64(*ret) + line_start(&l, k);
        for (Index i = 0; i < l.n; i++) {
            Index a = i > 0 ? i - 1 : 0, b = i < l.n - 1 ? i + 1 : l.n - 1;
            double width = at ? at[b] - at[a] : h * (double)(b - a);
            g[i * l.stride] = (f[b * l.stride] - f[a * l.stride]) / width;
        }
    }
    return OK;
}
BUILTIN(gradient,
        "FX = gradient(F)\n[FX,FY,...] = gradient(F)\n[...] = gradient(F,h)\n[...] = "
        "gradient(F,hx,hy,...)",
        ARITY(1, -1, -1), "Numerical gradient.", "F: vector or array\nh: spacing, or coordinates",
        "FX: derivative along columns (dimension 2)\nFY: along rows, and so on", "",
        "assert(isequal(gradient([1 4 9]),[3 4 5]))", "diff, del2") {
    OWN_TENSOR *x = NULL;
    TRY(arg_doubles(call, 0, &x));
    bool vector = shape_is_vector(&x->shape);
    int n = vector ? 1 : x->shape.n_dims, outs = call->nargout > 1 ? call->nargout : 1;
    if (outs > n)
        return call_fail(call, ERR_ARG, "MATLAB:gradient:InvalidOutputs",
                         "Too many output arguments.");
    for (int k = 0; k < outs; k++) {
        int dim = vector   ? shape_first_dim(&x->shape)
                  : k == 0 ? 1
                  : k == 1 ? 0
                           : k,
            i = call->nargin == 2 ? 1 : k + 1;
        OWN_TENSOR *h = NULL;
        Tensor *g = NULL;
        if (i < call->nargin) TRY(arg_doubles(call, i, &h));
        if (h && h->numel != 1 && h->numel != shape_dim(&x->shape, dim))
            return call_fail(call, ERR_SIZE, "MATLAB:gradient:InvalidSpacing",
                             "Spacing must be scalar or have one coordinate for each point.");
        TRY(gradient_along(call->ctx, x, dim, h && h->numel == 1 ? tensor_get(h, 0) : 1,
                           h && h->numel > 1 ? tensor_f64(h) : NULL, &g));
        ret_tensor(call, k, g);
    }
    return OK;
}
static Status integrate(Call *call, bool running) {
    OWN_TENSOR *x = NULL, *y = NULL, *z = NULL;
    bool both = call->nargin > 1;
    TRY(arg_doubles(call, both ? 1 : 0, &y));
    if (both) TRY(arg_doubles(call, 0, &x));
    int dim = shape_first_dim(&y->shape);
    if (call->nargin > 2) TRY(arg_dim(call, 2, &dim));
    Lines l = lines_along(&y->shape, dim);
    if (x && x->numel != 1 && x->numel != l.n)
        return call_fail(call, ERR_SIZE, "MATLAB:trapz:LengthXmismatchY",
                         "Point spacing must be a scalar specifying uniform spacing or a vector of "
                         "x-coordinates for each data point.");
    Shape shape = y->shape;
    if (!running && dim < shape.n_dims) shape.dim[dim] = 1;
    if (y->numel == 0) shape = shape_2d(1, 1);
    shape_trim(&shape);
    TRY(tensor_zeros(call->ctx, CLASS_DOUBLE, &shape, &z));
    for (Index k = 0; k < l.count && y->numel; k++) {
        const double *f = tensor_f64(y) + line_start(&l, k);
        double sum = 0;
        for (Index i = 1; i < l.n; i++) {
            double h = !x              ? 1
                       : x->numel == 1 ? tensor_f64(x)[0]
                                       : tensor_f64(x)[i] - tensor_f64(x)[i - 1];
            sum += h * (f[i * l.stride] + f[(i - 1) * l.stride]) / 2;
            if (running) tensor_f64(z)[line_start(&l, k) + i * l.stride] = sum;
        }
        if (!running) tensor_f64(z)[k] = sum;
    }
    ret_tensor(call, 0, GIVE(z));
    return OK;
}
BUILTIN(trapz, "Q = trapz(Y)\nQ = trapz(X,Y)\nQ = trapz(X,Y,dim)", ARITY(1, 3, 1),
        "Integral by the trapezoidal rule.",
        "Y: values\nX: points or spacing, 1 by default\ndim: dimension", "Q: integrals",
        "Fails when X does not fit Y.",
        "assert(trapz([1 2 3]) == 4)\nassert(trapz([0 2],[1 1]) == 2)", "cumtrapz, sum, integral") {
    return integrate(call, false);
}
BUILTIN(cumtrapz, "Q = cumtrapz(Y)\nQ = cumtrapz(X,Y)\nQ = cumtrapz(X,Y,dim)", ARITY(1, 3, 1),
        "Running integral by the trapezoidal rule.",
        "Y: values\nX: points or spacing, 1 by default\ndim: dimension",
        "Q: integrals up to each point", "Fails when X does not fit Y.",
        "assert(isequal(cumtrapz([1 2 3]),[0 1.5 4]))", "trapz, cumsum") {
    return integrate(call, true);
}

// ---- Fourier transforms
// --------------------------------------------------------------------------------------------------------------
static Status transform(Call *call, bool inverse) {
    OWN_TENSOR *x = NULL, *y = NULL;
    Index n = -1;
    TRY(arg_tensor(call, 0, &x));
    int dim = shape_first_dim(&x->shape), last = call->nargin;
    bool symmetric = inverse && last > 1 && arg_is_word(call, last - 1, "symmetric");
    if (last > 1 && arg_is_text(call, last - 1)) last--;
    if (last > 1 && !arg_is_empty(call, 1)) TRY(arg_index(call, 1, &n));
    if (last > 2) TRY(arg_dim(call, 2, &dim));
    if (!class_is_float((NumClass)x->cls)) {
        Tensor *wide = NULL;
        TRY(tensor_cast(call->ctx, x, CLASS_DOUBLE, &wide));
        tensor_unref(x);
        x = wide;
    }
    if (x->numel == 0) {
        call->ret[0] = value_ref(call->arg[0]);
        return OK;
    }
    TRY(fft_along(call->ctx, x, n, dim, inverse, &y));
    if (symmetric) {
        Tensor *re = NULL;
        TRY(tensor_unary(call->ctx, OP_REAL, y, &re));
        tensor_unref(y);
        y = re;
    } else {
        TRY(tensor_narrow_complex(call->ctx, &y));
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(fft, "Y = fft(X)\nY = fft(X,n)\nY = fft(X,n,dim)", ARITY(1, 3, 1),
        "Discrete Fourier transform.",
        "X: array\nn: length; X is cut or padded with zeros\ndim: dimension", "Y: complex array",
        "", "assert(isequal(fft([1 1 1 1]),[4 0 0 0]))", "ifft, fftshift, abs, angle") {
    return transform(call, false);
}
BUILTIN(ifft, "X = ifft(Y)\nX = ifft(Y,n)\nX = ifft(Y,n,dim)\nX = ifft(...,\"symmetric\")",
        ARITY(1, 4, 1), "Inverse discrete Fourier transform.",
        "Y: array\nn: length\ndim: dimension\n\"symmetric\": the result is real", "X: array", "",
        "assert(norm(ifft(fft([1 2 3])) - [1 2 3]) < 1e-14)", "fft, ifftshift") {
    return transform(call, true);
}
static Status both_transforms(Call *call, bool inverse) {
    OWN_TENSOR *x = NULL, *a = NULL, *b = NULL;
    TRY(arg_tensor(call, 0, &x));
    if (!class_is_float((NumClass)x->cls)) {
        Tensor *wide = NULL;
        TRY(tensor_cast(call->ctx, x, CLASS_DOUBLE, &wide));
        tensor_unref(x);
        x = wide;
    }
    TRY(fft_along(call->ctx, x, -1, 0, inverse, &a));
    TRY(fft_along(call->ctx, a, -1, 1, inverse, &b));
    TRY(tensor_narrow_complex(call->ctx, &b));
    ret_tensor(call, 0, GIVE(b));
    return OK;
}
BUILTIN(fft2, "Y = fft2(X)", ARITY(1, 1, 1), "2-D discrete Fourier transform.", "X: matrix",
        "Y: complex matrix", "", "assert(isequal(fft2(ones(2)),[4 0;0 0]))", "fft, ifft2") {
    return both_transforms(call, false);
}
BUILTIN(ifft2, "X = ifft2(Y)", ARITY(1, 1, 1), "Inverse 2-D discrete Fourier transform.",
        "Y: matrix", "X: matrix", "", "assert(norm(ifft2(fft2(eye(2))) - eye(2)) < 1e-14)",
        "fft2, ifft") {
    return both_transforms(call, true);
}
static Status shift_halves(Call *call, bool inverse) {
    Shape s;
    TRY(value_shape(call->ctx, call->arg[0], &s));
    double by[SHAPE_MAX_DIMS];
    int dim = -1;
    if (call->nargin > 1)
        TRY(arg_dim(call, 1, &dim));
    else if (shape_is_vector(&s))
        dim = shape_first_dim(&s);
    for (int i = 0; i < s.n_dims; i++)
        by[i] = dim >= 0 && i != dim ? 0 : (double)(inverse ? (s.dim[i] + 1) / 2 : s.dim[i] / 2);
    Tensor *t = NULL;
    TRY(row_of(call->ctx, by, s.n_dims, &t));
    OWN_VALUE k = value_take_tensor(t);
    Value args[2] = {call->arg[0], k};
    return vm_call_name(call->vm, "circshift", args, 2, 1, &call->ret[0]);
}
BUILTIN(fftshift, "Y = fftshift(X)\nY = fftshift(X,dim)", ARITY(1, 2, 1),
        "Moves the zero frequency to the middle.", "X: array\ndim: dimension", "Y: array", "",
        "assert(isequal(fftshift(1:5),[4 5 1 2 3]))", "ifftshift, fft") {
    return shift_halves(call, false);
}
BUILTIN(ifftshift, "X = ifftshift(Y)\nX = ifftshift(Y,dim)", ARITY(1, 2, 1), "Undoes fftshift.",
        "Y: array\ndim: dimension", "X: array", "", "assert(isequal(ifftshift(fftshift(1:5)),1:5))",
        "fftshift, ifft") {
    return shift_halves(call, true);
}

const BuiltinDef *const family_poly[] = {
    &def_polyval,  &def_polyfit,   &def_roots, &def_poly,   &def_polyder, &def_polyint,
    &def_conv,     &def_deconv,    &def_conv2, &def_filter, &def_diff,    &def_gradient,
    &def_trapz,    &def_cumtrapz,  &def_fft,   &def_ifft,   &def_fft2,    &def_ifft2,
    &def_fftshift, &def_ifftshift, NULL};
