// builtins/functionals.c: functions of functions: integrals, zeros, minima.
#include "builtins/arguments.h"

/// Values of fn at n points in one vectorized call; a scalar result counts for all points.
static Status sample(Call *call, Value fn, const double *x, Index n, double *ret) {
    Shape row = shape_2d(1, n);
    Tensor *t = NULL;
    OWN_TENSOR *y = NULL;
    OWN_VALUE result = VALUE_NONE;
    TRY(tensor_from_doubles(call->ctx, x, &row, &t));
    OWN_VALUE arg = value_take_tensor(t);
    TRY(vm_call(call->vm, fn, &arg, 1, 1, &result));
    TRY(value_to_doubles(call->ctx, result, &y));
    if (y->numel != n) {
        return call_fail(call, ERR_SIZE, "MATLAB:integral:UnsupportedFunctionSize",
                         "Output of the function must be the same size as the input. If FUN is an "
                         "array-valued integrand, set the 'ArrayValued' option to true.");
    }
    memcpy(ret, tensor_f64(y), (size_t)n * sizeof *ret);
    return OK;
}
static Status sample_one(Call *call, Value fn, double x, double *ret) {
    Value arg = value_double(x);
    OWN_VALUE result = VALUE_NONE;
    TRY(vm_call(call->vm, fn, &arg, 1, 1, &result));
    return value_to_double(call->ctx, result, ret);
}

// ---- integrals
// ------------------------------------------------------------------------------------------------------------
// Gauss-Kronrod rule of 7 and 15 points (positive nodes; the last is the centre).
static const double nodes[8] = {
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
    0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
    0.586087235467691130294144691258734, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0};
static const double kronrod[8] = {
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
    0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
    0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714};
static const double gauss[4] = {
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
    0.381830050505118944950369775488975, 0.417959183673469387755102040816327};

typedef struct Integrand {
    Value fn;
    double a, b; // bounds; infinite ones are mapped to t in (-1,1)
    bool scalar_calls;
} Integrand;
/// Integrand at n points of t, with the map's derivative.
static Status integrand(Call *call, const Integrand *g, const double *t, Index n, double *ret) {
    double x[15], w[15];
    for (Index i = 0; i < n; i++) {
        double u = t[i];
        if (isinf(g->a) && isinf(g->b))
            x[i] = u / (1 - u * u), w[i] = (1 + u * u) / ((1 - u * u) * (1 - u * u));
        else if (isinf(g->b))
            x[i] = g->a + (1 + u) / (1 - u), w[i] = 2 / ((1 - u) * (1 - u));
        else if (isinf(g->a))
            x[i] = g->b - (1 - u) / (1 + u), w[i] = 2 / ((1 + u) * (1 + u));
        else
            x[i] = u, w[i] = 1;
    }
    if (g->scalar_calls) {
        for (Index i = 0; i < n; i++) TRY(sample_one(call, g->fn, x[i], &ret[i]));
    } else {
        TRY(sample(call, g->fn, x, n, ret));
    }
    for (Index i = 0; i < n; i++) ret[i] *= w[i];
    return OK;
}
static Status rule(Call *call, const Integrand *g, double a, double b, double *ret_sum,
                   double *ret_error) {
    double t[15], f[15], c = (a + b) / 2, h = (b - a) / 2, k = 0, s = 0;
    for (int i = 0; i < 7; i++) t[i] = c - h * nodes[i], t[14 - i] = c + h * nodes[i];
    t[7] = c;
    TRY(integrand(call, g, t, 15, f));
    for (int i = 0; i < 15; i++) {
        int j = i < 8 ? i : 14 - i;
        k += kronrod[j] * f[i];
        if (j % 2 == 1) s += gauss[j / 2] * f[i];
    }
    *ret_sum = h * k;
    *ret_error = fabs(h * (k - s));
    return OK;
}
static Status integrate(Call *call, const Integrand *g, double absolute, double relative,
                        double *ret) {
    enum { MAX_PARTS = 2000 };
    double lo = g->a, hi = g->b;
    if (isinf(lo) || isinf(hi)) lo = -1, hi = 1;
    typedef struct Part {
        double a, b, sum, error;
    } Part;
    OWN_MEM Part *parts = mem_alloc(MAX_PARTS * sizeof *parts);
    if (!parts) return ctx_fail_nomem(call->ctx);
    int n = 10;
    double total = 0, error = 0;
    for (int i = 0; i < n; i++) {
        parts[i] = (Part){.a = lo + (hi - lo) * i / n,
                          .b = i == n - 1 ? hi : lo + (hi - lo) * (i + 1) / n};
        TRY(rule(call, g, parts[i].a, parts[i].b, &parts[i].sum, &parts[i].error));
    }
    for (;;) {
        int worst = 0;
        total = error = 0;
        for (int i = 0; i < n; i++) {
            total += parts[i].sum;
            error += parts[i].error;
            if (!(parts[i].error <= parts[worst].error)) worst = i;
        }
        if (error <= fmax(absolute, relative * fabs(total)) || n == MAX_PARTS) break;
        if (!isfinite(total)) break;
        Part p = parts[worst];
        double mid = (p.a + p.b) / 2;
        if (mid <= p.a || mid >= p.b) break;
        parts[worst] = (Part){.a = p.a, .b = mid};
        parts[n] = (Part){.a = mid, .b = p.b};
        TRY(rule(call, g, p.a, mid, &parts[worst].sum, &parts[worst].error));
        TRY(rule(call, g, mid, p.b, &parts[n].sum, &parts[n].error));
        n++;
        TRY(ctx_check_stop(call->ctx));
    }
    if (!isfinite(total))
        vm_warn(call->vm, "MATLAB:integral:NonFiniteValue", "Inf or NaN value encountered.");
    else if (n == MAX_PARTS)
        vm_warn(call->vm, "MATLAB:integral:MaxIntervalCountReached",
                "Reached the limit on the maximum number of intervals in use. Approximate bound on "
                "error is %9.1e.",
                error);
    *ret = total;
    return OK;
}
static Status integral_of(Call *call, int first_option) {
    OWN_VALUE fn = VALUE_NONE;
    Integrand g = {0};
    double absolute = 1e-10, relative = 1e-6, sign = 1;
    Option o[] = {{"AbsTol", NULL}, {"RelTol", NULL}, {"ArrayValued", NULL}, {"Waypoints", NULL}};
    TRY(arg_func(call, 0, &fn));
    TRY(arg_double(call, 1, &g.a));
    TRY(arg_double(call, 2, &g.b));
    TRY(arg_options(call, first_option, o, 4));
    if (o[3].value) return ctx_fail_unsupported(call->ctx, "Waypoints in integral");
    if (o[0].value) TRY(value_to_double(call->ctx, *o[0].value, &absolute));
    if (o[1].value) TRY(value_to_double(call->ctx, *o[1].value, &relative));
    if (o[2].value) TRY(value_truth(call->ctx, *o[2].value, &g.scalar_calls));
    g.fn = fn;
    if (g.a > g.b) {
        double t = g.a;
        g.a = g.b;
        g.b = t;
        sign = -1;
    }
    double total = 0;
    if (g.a != g.b) TRY(integrate(call, &g, absolute, relative, &total));
    ret_double(call, 0, sign * total);
    return OK;
}
BUILTIN(
    integral,
    "q = integral(fun,a,b)\nq = integral(fun,a,b,\"AbsTol\",t,\"RelTol\",r,\"ArrayValued\",tf)",
    ARITY(3, -1, 1), "Integral of a function.",
    "fun: function of a vector of points\na, b: bounds, may be infinite\nAbsTol, RelTol: "
    "tolerances, 1e-10 and 1e-6 by default\nArrayValued: true calls fun with one point at a time",
    "q: integral", "Fails when fun gives another size than it gets.",
    "assert(abs(integral(@(x) x.^2,0,3) - 9) < 1e-9)\nassert(abs(integral(@(x) "
    "exp(-x.^2),-Inf,Inf) - sqrt(pi)) < 1e-8)",
    "trapz, quad, fzero") {
    return integral_of(call, 3);
}
BUILTIN(quad, "q = quad(fun,a,b)\nq = quad(fun,a,b,tol)", ARITY(3, 4, 1),
        "Integral of a function (older name of integral).",
        "fun: function of a vector of points\na, b: bounds\ntol: absolute tolerance", "q: integral",
        "", "assert(abs(quad(@(x) x,0,2) - 2) < 1e-9)", "integral") {
    return integral_of(call, call->nargin);
}

// ---- options of optimset in the last argument
/// A numeric option; *value stays where it is not set. Texts such as "200*numberofvariables" are
/// defaults.
static Status solver_option(Call *call, int i, const char *name, double *value) {
    OWN_VALUE v = VALUE_NONE;
    if (i >= call->nargin || arg_is_empty(call, i)) return OK;
    if (call->arg[i].tag != VAL_STRUCT)
        return call_fail(call, ERR_TYPE, "MATLAB:optimfun:NotAnOptionsStruct",
                         "The options of %s must be a struct made by optimset.", call->def->name);
    const StructArray *s = call->arg[i].structure;
    if (s->numel != 1 || struct_find(s, name) < 0) return OK;
    TRY(struct_get(call->ctx, s, 0, name, &v));
    if (value_is_empty(v) || value_is_text_scalar(v)) return OK;
    return value_to_double(call->ctx, v, value);
}

/// Output 3: what the solver did.
static Status solver_output(Call *call, double steps, double calls, const char *algorithm) {
    OWN_STRUCT *s = NULL;
    TRY(struct_scalar(call->ctx, &s));
    TRY(struct_put(call->ctx, s, "iterations", value_double(steps)));
    TRY(struct_put(call->ctx, s, "funcCount", value_double(calls)));
    TRY(struct_put_text(call->ctx, s, "algorithm", algorithm));
    call->ret[3] = value_take_struct(GIVE(s));
    return OK;
}

// ---- zeros
// --------------------------------------------------------------------------------------------------------------------
BUILTIN(fzero,
        "x = fzero(fun,x0)\nx = fzero(fun,x0,options)\n[x,fval,exitflag,output] = fzero(...)",
        ARITY(2, 3, 4), "Zero of a function of one variable.",
        "fun: function of a scalar\nx0: start, or two points where the signs differ\noptions: TolX "
        "of optimset",
        "x: where the sign changes\nfval: value there\nexitflag: 1 when it worked\noutput: struct "
        "iterations, funcCount",
        "Fails when the signs at two given points agree, or no change of sign is found.",
        "assert(abs(fzero(@(x) x^2-2,[0 2]) - sqrt(2)) < 1e-12)", "roots, fminsearch") {
    OWN_VALUE fn = VALUE_NONE;
    OWN_TENSOR *start = NULL;
    TRY(arg_func(call, 0, &fn));
    TRY(arg_doubles(call, 1, &start));
    double a, b, fa, fb, tol_x = 2.220446049250313e-16;
    int n_calls = 0, n_steps = 0;
    TRY(solver_option(call, 2, "TolX", &tol_x));
    if (start->numel == 2) {
        a = tensor_get(start, 0), b = tensor_get(start, 1);
        TRY(sample_one(call, fn, a, &fa));
        TRY(sample_one(call, fn, b, &fb));
        if (fa * fb > 0)
            return call_fail(call, ERR_ARG, "MATLAB:fzero:ValuesAtEndPtsSameSign",
                             "Function values at the interval endpoints must differ in sign.");
    } else if (start->numel == 1) {
        double x = tensor_get(start, 0), step = x != 0 ? fabs(x) / 50 : 1.0 / 50;
        a = b = x;
        TRY(sample_one(call, fn, x, &fa));
        fb = fa;
        while (fa * fb > 0 || (fa == fb && fa != 0)) {
            step *= sqrt(2);
            a = x - step;
            TRY(sample_one(call, fn, a, &fa));
            if (fa * fb <= 0) break;
            b = x + step;
            TRY(sample_one(call, fn, b, &fb));
            if (step > 1e100 || isnan(fa) || isnan(fb))
                return call_fail(call, ERR_ARG, "MATLAB:fzero:NoSignChange",
                                 "No change of sign was found.");
        }
    } else {
        return call_fail(call, ERR_SIZE, "MATLAB:fzero:LengthArg2",
                         "The second argument must be of length 1 or 2.");
    }
    // Brent's method: inverse quadratic steps, bisection when they do not shrink the bracket.
    double c = a, fc = fa, d = b - a, e = d;
    for (int k = 0; k < 500 && fb != 0; k++, n_steps++) {
        if ((fb > 0) == (fc > 0)) c = a, fc = fa, d = e = b - a;
        if (fabs(fc) < fabs(fb)) {
            a = b, b = c, c = a;
            fa = fb, fb = fc, fc = fa;
        }
        double tol = 2 * tol_x * fmax(fabs(b), 1), m = (c - b) / 2;
        if (fabs(m) <= tol) break;
        if (fabs(e) < tol || fabs(fa) <= fabs(fb)) {
            d = e = m;
        } else {
            double s = fb / fa, p, q;
            if (a == c) {
                p = 2 * m * s, q = 1 - s;
            } else {
                double r = fb / fc, t = fa / fc;
                p = s * (2 * m * t * (t - r) - (b - a) * (r - 1));
                q = (t - 1) * (r - 1) * (s - 1);
            }
            if (p > 0) q = -q;
            p = fabs(p);
            if (2 * p < fmin(3 * m * q - fabs(tol * q), fabs(e * q)))
                e = d, d = p / q;
            else
                d = e = m;
        }
        a = b, fa = fb;
        b += fabs(d) > tol ? d : copysign(tol, m);
        TRY(sample_one(call, fn, b, &fb));
        TRY(ctx_check_stop(call->ctx));
    }
    n_calls = n_steps + 2;
    ret_double(call, 0, b);
    if (call->nargout > 1) ret_double(call, 1, fb);
    if (call->nargout > 2) ret_double(call, 2, 1);
    return call->nargout > 3 ? solver_output(call, n_steps, n_calls, "bisection, interpolation")
                             : OK;
}

// ---- minima
// --------------------------------------------------------------------------------------------------------------------
static Status value_at(Call *call, Value fn, const double *x, Index n, const Shape *shape,
                       double *ret) {
    Tensor *t = NULL;
    OWN_VALUE result = VALUE_NONE;
    (void)n;
    TRY(tensor_from_doubles(call->ctx, x, shape, &t));
    OWN_VALUE arg = value_take_tensor(t);
    TRY(vm_call(call->vm, fn, &arg, 1, 1, &result));
    return value_to_double(call->ctx, result, ret);
}
BUILTIN(fminsearch,
        "x = fminsearch(fun,x0)\nx = fminsearch(fun,x0,options)\n[x,fval,exitflag,output] = "
        "fminsearch(...)",
        ARITY(2, 3, 4), "Minimum of a function of several variables, without derivatives.",
        "fun: function of an array like x0\nx0: start\noptions: TolX, TolFun (1e-4), MaxIter and "
        "MaxFunEvals (200 a variable) of optimset",
        "x: local minimum\nfval: value there\nexitflag: 1, or 0 when a limit was reached\noutput: "
        "struct iterations, funcCount",
        "", "x = fminsearch(@(x) (x(1)-1)^2 + (x(2)-2)^2,[0 0]);\nassert(norm(x - [1 2]) < 1e-3)",
        "fzero, integral") {
    OWN_VALUE fn = VALUE_NONE;
    OWN_TENSOR *start = NULL;
    TRY(arg_func(call, 0, &fn));
    TRY(arg_doubles(call, 1, &start));
    Index n = start->numel, m = n + 1;
    double tol_x = 1e-4, tol_f = 1e-4, most_steps = 200 * (double)n, most_calls = 200 * (double)n,
           calls = (double)m;
    TRY(solver_option(call, 2, "TolX", &tol_x));
    TRY(solver_option(call, 2, "TolFun", &tol_f));
    TRY(solver_option(call, 2, "MaxIter", &most_steps));
    TRY(solver_option(call, 2, "MaxFunEvals", &most_calls));
    // Nelder and Mead's simplex: points in columns 0…n, then the centre and two trial points.
    OWN_MEM double *w = mem_alloc((size_t)((m + 3) * (n + 1)) * sizeof *w);
    if (!w) return ctx_fail_nomem(call->ctx);
    double *points = w, *centre = w + m * n, *trial = centre + n, *trial2 = trial + n,
           *f = trial2 + n;
    for (Index j = 0; j < m; j++) {
        for (Index i = 0; i < n; i++) points[j * n + i] = tensor_f64(start)[i];
        if (j)
            points[j * n + j - 1] =
                points[j * n + j - 1] != 0 ? 1.05 * points[j * n + j - 1] : 0.00025;
        TRY(value_at(call, fn, points + j * n, n, &start->shape, &f[j]));
    }
    bool converged = false;
    Index step = 0;
    for (; (double)step < most_steps && calls < most_calls; step++) {
        for (Index j = 1; j < m; j++) { // keep the points in order of value
            for (Index k = j; k > 0 && f[k - 1] > f[k]; k--) {
                double t = f[k];
                f[k] = f[k - 1];
                f[k - 1] = t;
                for (Index i = 0; i < n; i++) {
                    t = points[k * n + i];
                    points[k * n + i] = points[(k - 1) * n + i];
                    points[(k - 1) * n + i] = t;
                }
            }
        }
        double width = 0;
        for (Index k = n; k < m * n; k++) width = fmax(width, fabs(points[k] - points[k % n]));
        if (fabs(f[n] - f[0]) <= tol_f && width <= tol_x) {
            converged = true;
            break;
        }
        double *worst = points + n * n, fr, fe;
        for (Index i = 0; i < n; i++) {
            centre[i] = 0;
            for (Index j = 0; j < n; j++) centre[i] += points[j * n + i] / (double)n;
            trial[i] = 2 * centre[i] - worst[i];
        }
        TRY(value_at(call, fn, trial, n, &start->shape, &fr));
        calls++;
        double scale = fr < f[0] ? 2 : fr < f[n] ? 0.5 : -0.5;
        if (fr < f[0] || fr >= f[n - 1]) {
            for (Index i = 0; i < n; i++) trial2[i] = centre[i] + scale * (centre[i] - worst[i]);
            TRY(value_at(call, fn, trial2, n, &start->shape, &fe));
            calls++;
        } else {
            fe = INFINITY;
        }
        bool use_second = fr < f[0] ? fe < fr : fe <= fmin(fr, f[n]);
        if (fr < f[n - 1] || use_second) {
            memcpy(worst, use_second ? trial2 : trial, (size_t)n * sizeof *worst);
            f[n] = use_second ? fe : fr;
        } else { // shrink towards the best point
            for (Index j = 1; j < m; j++) {
                for (Index i = 0; i < n; i++)
                    points[j * n + i] = points[i] + 0.5 * (points[j * n + i] - points[i]);
                TRY(value_at(call, fn, points + j * n, n, &start->shape, &f[j]));
                calls++;
            }
        }
        TRY(ctx_check_stop(call->ctx));
    }
    Tensor *x = NULL;
    TRY(tensor_from_doubles(call->ctx, points, &start->shape, &x));
    ret_tensor(call, 0, x);
    if (call->nargout > 1) ret_double(call, 1, f[0]);
    if (call->nargout > 2) ret_double(call, 2, converged);
    return call->nargout > 3
               ? solver_output(call, (double)step, calls, "Nelder-Mead simplex direct search")
               : OK;
}

const BuiltinDef *const family_functionals[] = {&def_integral, &def_quad, &def_fzero,
                                                &def_fminsearch, NULL};
