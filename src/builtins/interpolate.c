// builtins/interpolate.c: interpolation between points, coordinates, and missing values.
#include "builtins/arguments.h"

typedef enum Method {
    METHOD_LINEAR,
    METHOD_NEAREST,
    METHOD_NEXT,
    METHOD_PREVIOUS,
    METHOD_PCHIP,
    METHOD_CUBIC,
    METHOD_SPLINE
} Method;
static const char *const method_names[] = {"linear", "nearest", "next",   "previous",
                                           "pchip",  "cubic",   "spline", NULL};

/// Slopes of the shape-preserving cubic (Fritsch and Carlson's harmonic mean).
static void pchip_slopes(const double *x, const double *y, Index n, double *d) {
    if (n == 2) {
        d[0] = d[1] = (y[1] - y[0]) / (x[1] - x[0]);
        return;
    }
    for (Index i = 1; i < n - 1; i++) {
        double h0 = x[i] - x[i - 1], h1 = x[i + 1] - x[i], s0 = (y[i] - y[i - 1]) / h0,
               s1 = (y[i + 1] - y[i]) / h1;
        double w0 = 2 * h1 + h0, w1 = h1 + 2 * h0;
        d[i] = s0 * s1 <= 0 ? 0 : (w0 + w1) / (w0 / s0 + w1 / s1);
    }
    for (int end = 0; end < 2; end++) {
        Index a = end ? n - 1 : 0, b = end ? n - 2 : 1, c = end ? n - 3 : 2;
        double h0 = fabs(x[b] - x[a]), h1 = fabs(x[c] - x[b]), s0 = (y[b] - y[a]) / (x[b] - x[a]),
               s1 = (y[c] - y[b]) / (x[c] - x[b]);
        double v = ((2 * h0 + h1) * s0 - h0 * s1) / (h0 + h1);
        if (v * s0 <= 0)
            v = 0;
        else if (s0 * s1 <= 0 && fabs(v) > 3 * fabs(s0))
            v = 3 * s0;
        d[a] = v;
    }
}
/// Slopes of the not-a-knot cubic spline: Thomas elimination on the tridiagonal system. w: 3n
/// scratch.
static void spline_slopes(const double *x, const double *y, Index n, double *d, double *w) {
    if (n == 2) {
        d[0] = d[1] = (y[1] - y[0]) / (x[1] - x[0]);
        return;
    }
    if (n == 3) { // one parabola
        double s0 = (y[1] - y[0]) / (x[1] - x[0]), s1 = (y[2] - y[1]) / (x[2] - x[1]),
               c = (s1 - s0) / (x[2] - x[0]);
        for (Index i = 0; i < 3; i++) d[i] = s0 + c * ((x[i] - x[0]) + (x[i] - x[1]));
        return;
    }
    double *diag = w, *upper = w + n, *rhs = w + 2 * n;
    double h0 = x[1] - x[0], h1 = x[2] - x[1], s0 = (y[1] - y[0]) / h0, s1 = (y[2] - y[1]) / h1;
    diag[0] = h1;
    upper[0] = h0 + h1;
    rhs[0] = ((h0 + 2 * upper[0]) * h1 * s0 + h0 * h0 * s1) / upper[0];
    for (Index i = 1; i < n - 1; i++) {
        double a = x[i] - x[i - 1], b = x[i + 1] - x[i];
        double lower = b, factor = lower / diag[i - 1];
        diag[i] = 2 * (a + b) - factor * upper[i - 1];
        upper[i] = a;
        rhs[i] = 3 * (b * (y[i] - y[i - 1]) / a + a * (y[i + 1] - y[i]) / b) - factor * rhs[i - 1];
    }
    h0 = x[n - 1] - x[n - 2], h1 = x[n - 2] - x[n - 3];
    s0 = (y[n - 1] - y[n - 2]) / h0, s1 = (y[n - 2] - y[n - 3]) / h1;
    double lower = h0 + h1, last = ((h0 * h0) * s1 + (2 * lower + h0) * h1 * s0) / lower,
           factor = lower / diag[n - 2];
    d[n - 1] = (last - factor * rhs[n - 2]) / (h1 - factor * upper[n - 2]);
    for (Index i = n - 2; i >= 0; i--) d[i] = (rhs[i] - upper[i] * d[i + 1]) / diag[i];
}
static double interpolate(const double *x, const double *y, const double *d, Index n, Method method,
                          double q) {
    Index lo = 0, hi = n - 1;
    while (hi - lo > 1) {
        Index mid = (lo + hi) / 2;
        if (q >= x[mid])
            lo = mid;
        else
            hi = mid;
    }
    double h = x[hi] - x[lo], t = (q - x[lo]) / h;
    switch (method) {
    case METHOD_NEAREST: return t < 0.5 ? y[lo] : y[hi];
    case METHOD_NEXT: return q <= x[lo] ? y[lo] : y[hi];
    case METHOD_PREVIOUS: return q >= x[hi] ? y[hi] : y[lo];
    case METHOD_LINEAR: return t == 1 ? y[hi] : y[lo] + t * (y[hi] - y[lo]);
    default: {
        double s = (y[hi] - y[lo]) / h, c = (3 * s - 2 * d[lo] - d[hi]) / h,
               b = (d[lo] + d[hi] - 2 * s) / (h * h), u = q - x[lo];
        return y[lo] + u * (d[lo] + u * (c + u * b));
    }
    }
}
static int order_doubles(const void *self, Index i, Index j) {
    const double *x = self;
    return (x[i] > x[j]) - (x[i] < x[j]);
}
BUILTIN(interp1,
        "vq = interp1(x,v,xq)\nvq = interp1(x,v,xq,method)\nvq = "
        "interp1(x,v,xq,method,extrapolation)\nvq = interp1(v,xq)",
        ARITY(2, 5, 1), "Interpolation of data in one dimension.",
        "x: different points\nv: values at x; columns of a matrix are separate data\nxq: where to "
        "interpolate\nmethod: \"linear\" (default), \"nearest\", \"next\", \"previous\", "
        "\"pchip\", \"cubic\", \"spline\"\nextrapolation: \"extrap\" or a value for points outside",
        "vq: values at xq; NaN outside unless extrapolated", "Fails when points repeat.",
        "assert(interp1([1 2 3],[10 20 30],2.5) == 25)\nassert(isnan(interp1([1 2],[1 "
        "2],5)))\nassert(abs(interp1(1:4,(1:4).^3,2.5,\"spline\") - 15.625) < 1e-12)",
        "interp2, polyfit, spline") {
    int last = call->nargin, word = 0;
    bool extrapolate = false;
    double outside = NAN;
    int first_option = last;
    for (int i = 2; i < last; i++) {
        if (arg_is_text(call, i)) {
            first_option = i;
            break;
        }
    }
    if (first_option == last && last == 5) first_option = 3;
    if (first_option < last && arg_is_word(call, first_option, "extrap"))
        extrapolate = true;
    else if (first_option < last)
        TRY(arg_choice(call, first_option, method_names, &word));
    if (first_option + 1 < last) {
        extrapolate = arg_is_word(call, first_option + 1, "extrap");
        if (!extrapolate) TRY(arg_double(call, first_option + 1, &outside));
    }
    Method method = (Method)word;
    if (method >= METHOD_PCHIP && first_option + 1 >= last) extrapolate = true;
    OWN_TENSOR *x = NULL, *v = NULL, *q = NULL, *y = NULL;
    if (first_option == 2) {
        TRY(arg_doubles(call, 0, &v));
        TRY(arg_doubles(call, 1, &q));
        Index rows = shape_is_vector(&v->shape) ? v->numel : v->shape.dim[0];
        TRY(tensor_range(call->ctx, 1, 1, (double)rows, &x));
    } else {
        TRY(arg_doubles(call, 0, &x));
        TRY(arg_doubles(call, 1, &v));
        TRY(arg_doubles(call, 2, &q));
    }
    Index n = x->numel, columns = shape_is_vector(&v->shape)
                                      ? 1
                                      : v->numel / (v->shape.dim[0] ? v->shape.dim[0] : 1);
    if (n < 2 || v->numel != n * columns)
        return call_fail(
            call, ERR_SIZE, "MATLAB:interp1:YVectorInvalid",
            "There must be at least two sample points, and one value for each of them.");
    OWN_MEM Index *order = NULL;
    TRY(order_by(call->ctx, n, order_doubles, tensor_f64(x), &order));
    OWN_MEM double *work = mem_alloc((size_t)(6 * n) * sizeof *work);
    if (!work) return ctx_fail_nomem(call->ctx);
    double *xs = work, *ys = work + n, *d = work + 2 * n;
    for (Index i = 0; i < n; i++) {
        xs[i] = tensor_f64(x)[order[i]];
        if (i && !(xs[i] > xs[i - 1]))
            return call_fail(call, ERR_ARG, "MATLAB:griddedInterpolant:NonUniqueCompVecsPtsErrId",
                             "Sample points must be unique.");
    }
    Shape shape = q->shape;
    if (columns > 1) shape = shape_2d(q->numel, columns);
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index c = 0; c < columns; c++) {
        for (Index i = 0; i < n; i++) ys[i] = tensor_f64(v)[c * n + order[i]];
        if (method == METHOD_SPLINE) spline_slopes(xs, ys, n, d, work + 3 * n);
        if (method == METHOD_PCHIP || method == METHOD_CUBIC) pchip_slopes(xs, ys, n, d);
        for (Index k = 0; k < q->numel; k++) {
            double at = tensor_f64(q)[k];
            bool inside = at >= xs[0] && at <= xs[n - 1];
            tensor_f64(y)[c * q->numel + k] = isnan(at) ? NAN
                                              : inside || extrapolate
                                                  ? interpolate(xs, ys, d, n, method, at)
                                                  : outside;
        }
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
static Status like_interp1(Call *call, const char *method) {
    OWN_VALUE name = VALUE_NONE;
    TRY(value_from_text(call->ctx, method, &name));
    Value args[4] = {call->arg[0], call->arg[1], call->arg[2], name};
    return vm_call_name(call->vm, "interp1", args, 4, 1, &call->ret[0]);
}
BUILTIN(spline, "s = spline(x,y,xq)", ARITY(3, 3, 1), "Interpolation by a cubic spline.",
        "x, y: data\nxq: where to interpolate", "s: values",
        "The form without xq is not supported.",
        "assert(abs(spline(1:4,(1:4).^2,2.5) - 6.25) < 1e-12)", "interp1, pchip") {
    return like_interp1(call, "spline");
}
BUILTIN(pchip, "p = pchip(x,y,xq)", ARITY(3, 3, 1),
        "Interpolation by a cubic that keeps the shape.", "x, y: data\nxq: where to interpolate",
        "p: values", "The form without xq is not supported.",
        "assert(pchip([1 2 3],[0 1 1],3) == 1)", "interp1, spline") {
    return like_interp1(call, "pchip");
}
/// Axis of a grid: the vector itself, or the row or column of a meshgrid matrix.
static Status grid_axis(Call *call, int i, bool along_columns, Index n, double *ret) {
    OWN_TENSOR *t = NULL;
    TRY(arg_doubles(call, i, &t));
    bool vector = shape_is_vector(&t->shape) && t->numel == n;
    Index rows = t->shape.dim[0];
    if (!vector && shape_dim(&t->shape, along_columns ? 1 : 0) != n)
        return call_fail(call, ERR_SIZE, "MATLAB:interp2:XYsizeMismatch",
                         "The coordinates do not fit the values.");
    for (Index k = 0; k < n; k++) ret[k] = tensor_f64(t)[vector ? k : along_columns ? k * rows : k];
    for (Index k = 1; k < n; k++) {
        if (!(ret[k] > ret[k - 1]))
            return call_fail(call, ERR_ARG, "MATLAB:interp2:notIncreasing",
                             "The coordinates must increase.");
    }
    return OK;
}
static Index cell_below(const double *x, Index n, double q) {
    Index lo = 0, hi = n - 1;
    while (hi - lo > 1) {
        Index mid = (lo + hi) / 2;
        if (q >= x[mid])
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}
BUILTIN(interp2, "Vq = interp2(X,Y,V,Xq,Yq)\nVq = interp2(V,Xq,Yq)\nVq = interp2(...,method)",
        ARITY(3, 7, 1), "Interpolation of data on a grid.",
        "X, Y: coordinates of columns and rows, increasing\nV: matrix of values\nXq, Yq: where to "
        "interpolate\nmethod: \"linear\" (default) or \"nearest\"",
        "Vq: values; NaN outside", "Other methods are not supported.",
        "assert(interp2([1 2;3 4],1.5,1.5) == 2.5)", "interp1, meshgrid") {
    int last = call->nargin;
    bool nearest = false;
    for (int i = 3; i < last; i++) {
        if (!arg_is_text(call, i)) continue;
        nearest = arg_is_word(call, i, "nearest");
        if (!nearest && !arg_is_word(call, i, "linear"))
            return ctx_fail_unsupported(call->ctx,
                                        "interp2 with a method other than linear and nearest");
        last = i;
        break;
    }
    int at = last >= 5 ? 2 : 0;
    OWN_TENSOR *v = NULL, *xq = NULL, *yq = NULL, *y = NULL;
    if (last < 3) return call_fail(call, ERR_ARG, "MATLAB:minrhs", "Not enough input arguments.");
    TRY(arg_doubles(call, at, &v));
    TRY(arg_doubles(call, at + 1, &xq));
    TRY(arg_doubles(call, at + 2, &yq));
    Index m = v->shape.dim[0], n = v->shape.dim[1];
    if (m < 2 || n < 2)
        return call_fail(call, ERR_SIZE, "MATLAB:interp2:tooSmall",
                         "There must be at least two rows and columns of values.");
    OWN_MEM double *axes = mem_alloc((size_t)(m + n) * sizeof *axes);
    if (!axes) return ctx_fail_nomem(call->ctx);
    double *gx = axes, *gy = axes + n;
    for (Index k = 0; k < n; k++) gx[k] = (double)k + 1;
    for (Index k = 0; k < m; k++) gy[k] = (double)k + 1;
    if (at) {
        TRY(grid_axis(call, 0, true, n, gx));
        TRY(grid_axis(call, 1, false, m, gy));
    }
    // A row of x and a column of y stand for the grid of both.
    bool grid = shape_is_vector(&xq->shape) && shape_is_vector(&yq->shape) &&
                xq->shape.dim[0] == 1 && yq->shape.dim[1] == 1 && (xq->numel > 1 || yq->numel > 1);
    Shape shape = grid ? shape_2d(yq->numel, xq->numel) : xq->shape;
    if (!grid && !shape_equal(&xq->shape, &yq->shape))
        return call_fail(call, ERR_SIZE, "MATLAB:interp2:sizeMismatch",
                         "Xq and Yq must have the same size.");
    TRY(tensor_new(call->ctx, CLASS_DOUBLE, &shape, &y));
    for (Index k = 0; k < y->numel; k++) {
        double px = tensor_f64(xq)[grid ? k / yq->numel : k],
               py = tensor_f64(yq)[grid ? k % yq->numel : k];
        if (!(px >= gx[0] && px <= gx[n - 1] && py >= gy[0] && py <= gy[m - 1])) {
            tensor_f64(y)[k] = NAN;
            continue;
        }
        Index j = cell_below(gx, n, px), i = cell_below(gy, m, py);
        double s = (px - gx[j]) / (gx[j + 1] - gx[j]), t = (py - gy[i]) / (gy[i + 1] - gy[i]);
        const double *f = tensor_f64(v) + j * m + i;
        if (nearest) s = s >= 0.5, t = t >= 0.5;
        tensor_f64(y)[k] =
            (f[0] * (1 - s) + f[m] * s) * (1 - t) + (f[1] * (1 - s) + f[m + 1] * s) * t;
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

// ---- missing values
// ---------------------------------------------------------------------------------------------------------
BUILTIN(rmmissing, "R = rmmissing(A)", ARITY(1, 1, 2),
        "Removes missing elements of a vector, or rows that have one.",
        "A: vector, matrix or table", "R: what is left\nTF: logical vector of what was removed", "",
        "assert(isequal(rmmissing([1 NaN 3]),[1 3]))", "ismissing, fillmissing") {
    OWN_VALUE flags = VALUE_NONE;
    OWN_TENSOR *tf = NULL, *keep = NULL;
    Shape s;
    TRY(vm_call_name(call->vm, "ismissing", call->arg, 1, 1, &flags));
    TRY(value_to_tensor(call->ctx, flags, &tf));
    TRY(value_shape(call->ctx, call->arg[0], &s));
    bool vector = shape_is_vector(&s) && !value_is_object(call->arg[0], &table_class);
    Index m = vector ? s.dim[0] * s.dim[1] : s.dim[0];
    Shape column = vector ? s : shape_2d(m, 1);
    TRY(logical_new(call->ctx, &column, &keep));
    memset(tensor_u8(keep), 1, (size_t)m);
    for (Index i = 0; i < tf->numel; i++) {
        if (tensor_u8(tf)[i]) tensor_u8(keep)[vector ? i : i % m] = 0;
    }
    Value idx[2] = {{.tag = VAL_TENSOR, .tensor = keep}, {.tag = VAL_COLON}};
    TRY(value_index(call->ctx, call->arg[0], idx, vector ? 1 : 2, &call->ret[0]));
    if (call->nargout > 1) {
        Tensor *gone = NULL;
        TRY(tensor_unary(call->ctx, OP_NOT, keep, &gone));
        ret_tensor(call, 1, gone);
    }
    return OK;
}
BUILTIN(fillmissing, "F = fillmissing(A,\"constant\",v)\nF = fillmissing(A,method)", ARITY(2, 3, 1),
        "Fills NaN.",
        "A: numeric array\nv: value\nmethod: \"previous\", \"next\", \"nearest\" or \"linear\" "
        "along the first dimension that is not 1",
        "F: array of the same size", "Other classes and methods are not supported.",
        "assert(isequal(fillmissing([1 NaN 3],\"linear\"),[1 2 3]))\nassert(isequal(fillmissing([1 "
        "NaN],\"constant\",0),[1 0]))",
        "ismissing, rmmissing, interp1") {
    static const char *const methods[] = {"constant", "previous", "next",
                                          "nearest",  "linear",   NULL};
    OWN_TENSOR *x = NULL, *y = NULL;
    int method;
    double constant = 0;
    TRY(arg_tensor(call, 0, &x));
    TRY(arg_choice(call, 1, methods, &method));
    if (method == 0 && call->nargin < 3)
        return call_fail(call, ERR_ARG, "MATLAB:fillmissing:ConstantValue",
                         "\"constant\" must be followed by a value.");
    if (method == 0) TRY(arg_double(call, 2, &constant));
    if (x->is_complex) return ctx_fail_unsupported(call->ctx, "fillmissing of complex arrays");
    TRY(tensor_copy(call->ctx, x, &y));
    Lines l = lines_along(&x->shape, shape_first_dim(&x->shape));
    for (Index k = 0; k < l.count && x->numel; k++) {
        Index start = line_start(&l, k);
        for (Index i = 0; i < l.n; i++) {
            if (!isnan(tensor_get(x, start + i * l.stride))) continue;
            Index before = i - 1, after = i + 1;
            while (before >= 0 && isnan(tensor_get(x, start + before * l.stride))) before--;
            while (after < l.n && isnan(tensor_get(x, start + after * l.stride))) after++;
            bool has_before = before >= 0, has_after = after < l.n;
            double a = has_before ? tensor_get(x, start + before * l.stride) : NAN,
                   b = has_after ? tensor_get(x, start + after * l.stride) : NAN, v = NAN;
            if (method == 0) v = constant;
            if (method == 1) v = a;
            if (method == 2) v = b;
            if (method == 3) v = !has_before || (has_after && after - i <= i - before) ? b : a;
            if (method == 4 && has_before && has_after)
                v = a + (b - a) * (double)(i - before) / (double)(after - before);
            if (method == 4 &&
                has_before != has_after) { // ends: the straight line of the two nearest values
                Index p = has_before ? before : after, q = p;
                int step = has_before ? -1 : 1;
                do q += step;
                while (q >= 0 && q < l.n && isnan(tensor_get(x, start + q * l.stride)));
                if (q >= 0 && q < l.n) {
                    double vp = tensor_get(x, start + p * l.stride),
                           vq = tensor_get(x, start + q * l.stride);
                    v = vp + (vq - vp) * (double)(i - p) / (double)(q - p);
                }
            }
            tensor_set(y, start + i * l.stride, v);
        }
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}
BUILTIN(standardizeMissing, "B = standardizeMissing(A,indicator)", ARITY(2, 2, 1),
        "Replaces values that stand for missing ones by NaN.",
        "A: numeric array\nindicator: values", "B: array of the same size",
        "Other classes are not supported.",
        "assert(isequaln(standardizeMissing([1 -99],-99),[1 NaN]))", "ismissing, fillmissing") {
    OWN_TENSOR *x = NULL, *m = NULL, *y = NULL;
    TRY(arg_tensor(call, 0, &x));
    TRY(arg_doubles(call, 1, &m));
    if (!class_is_float((NumClass)x->cls))
        return ctx_fail_unsupported(call->ctx, "standardizeMissing of classes without NaN");
    TRY(tensor_copy(call->ctx, x, &y));
    for (Index i = 0; i < x->numel; i++) {
        for (Index k = 0; k < m->numel; k++) {
            if (tensor_get(x, i) == tensor_get(m, k)) tensor_set(y, i, NAN);
        }
    }
    ret_tensor(call, 0, GIVE(y));
    return OK;
}

// ---- coordinates
// ----------------------------------------------------------------------------------------------------------------
BUILTIN(cart2pol, "[theta,rho] = cart2pol(x,y)", ARITY(2, 2, 2), "Cartesian to polar coordinates.",
        "x, y: arrays", "theta: angles in radians\nrho: radii", "",
        "[t,r] = cart2pol(0,2);\nassert(abs(t - pi/2) < 1e-15 && r == 2)",
        "pol2cart, hypot, atan2") {
    TRY(value_binary(call->ctx, OP_ATAN2, call->arg[1], call->arg[0], &call->ret[0]));
    return ret_wanted(call, 1)
               ? value_binary(call->ctx, OP_HYPOT, call->arg[0], call->arg[1], &call->ret[1])
               : OK;
}
BUILTIN(pol2cart, "[x,y] = pol2cart(theta,rho)", ARITY(2, 2, 2), "Polar to Cartesian coordinates.",
        "theta: angles in radians\nrho: radii", "x, y: arrays", "",
        "[x,y] = pol2cart(0,2);\nassert(x == 2 && y == 0)", "cart2pol") {
    for (int k = 0; k < 2 && ret_wanted(call, k); k++) {
        OWN_VALUE part = VALUE_NONE;
        TRY(value_unary(call->ctx, k ? OP_SIN : OP_COS, call->arg[0], &part));
        TRY(value_binary(call->ctx, OP_MUL, part, call->arg[1], &call->ret[k]));
    }
    return OK;
}

const BuiltinDef *const family_interpolate[] = {&def_interp1,
                                                &def_spline,
                                                &def_pchip,
                                                &def_interp2,
                                                &def_rmmissing,
                                                &def_fillmissing,
                                                &def_standardizeMissing,
                                                &def_cart2pol,
                                                &def_pol2cart,
                                                NULL};
