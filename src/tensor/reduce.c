// Reductions. Neighbouring reduced dimensions are merged, so that a reduction sees three sizes:
// `inner` elements side by side, `n` of them to be folded, `outer` independent blocks. Sums are
// kept in double (integers of 64 bits in 128 bits).
#include "tensor/internal.h"
#include "tensor/kernels/variants.h"
#include <math.h>
#include <string.h>

typedef struct Fold {
    Index inner, n, outer;
} Fold;

static Fold fold_at(const Shape *s, int first, int last) {
    Fold f = {1, 1, 1};
    for (int i = 0; i < s->n_dims; i++) {
        if (i < first) {
            f.inner *= s->dim[i];
        } else if (i <= last) {
            f.n *= s->dim[i];
        } else {
            f.outer *= s->dim[i];
        }
    }
    return f;
}

/// Shape with dimensions first…last set to 1; an empty one stays empty when `keep_empty` (max,
/// min).
static Shape shape_without(const Shape *s, int first, int last, bool keep_empty) {
    Shape r = *s;
    for (int i = first; i <= last && i < r.n_dims; i++) {
        if (!keep_empty || r.dim[i] != 0) r.dim[i] = 1;
    }
    shape_trim(&r);
    return r;
}

static NumClass sum_class(const Tensor *x) {
    if (x->cls == CLASS_SINGLE || class_is_int((NumClass)x->cls)) return (NumClass)x->cls;
    return CLASS_DOUBLE;
}

// ---- sums and products
// -----------------------------------------------------------------------------------------------
/// Sum of `n` contiguous elements with the variant's loops.
static double sum_part(ReduceOp op, const Tensor *x, Index from, Index n) {
    if (x->cls == CLASS_SINGLE) {
        const KernelsF32 *k = kernels_f32();
        const float *p = tensor_f32(x) + from;
        return op == RED_SUMABS  ? k->sum_abs(n, p)
               : op == RED_SUMSQ ? k->sum_sq(n, p)
                                 : k->sum(n, p);
    }
    const LoopTable *l = kernel_loops();
    double (*sum)(Index, const double *) = op == RED_SUMABS  ? l->sum_abs_f64
                                           : op == RED_SUMSQ ? l->sum_sq_f64
                                                             : l->sum_f64;
    if (x->cls == CLASS_DOUBLE) return sum(n, tensor_f64(x) + from);
    double room[512], total = 0;
    for (Index i = 0; i < n; i += 512) {
        Index m = n - i < 512 ? n - i : 512;
        load_f64(x, from + i, m, room);
        total += sum(m, room);
    }
    return total;
}

/// The same of any length, in parts of some milliseconds; after a stop the rest is left, the caller fails.
static double sum_run(const Ctx *ctx, ReduceOp op, const Tensor *x, Index from, Index n) {
    enum { PART = 1 << 22 };
    double total = 0;
    for (Index i = 0; i < n && !ctx_is_stopping(ctx); i += PART)
        total += sum_part(op, x, from + i, n - i < PART ? n - i : PART);
    return total;
}

typedef struct SumTask {
    const Ctx *ctx; // whose stop ends the work; the caller fails
    ReduceOp op;
    const Tensor *x;
    double *out; // one per result
    Fold fold;
    bool omit_nan;
    double *count; // how many took part, with omit_nan; else null
} SumTask;

static inline double sum_term(ReduceOp op, double v) {
    return op == RED_SUMABS ? fabs(v) : op == RED_SUMSQ ? v * v : v;
}

/// Later dimensions: rows are added up side by side.
static void sum_rows(const SumTask *t, Index o) {
    Index inner = t->fold.inner;
    double *acc = t->out + o * inner;
    const LoopTable *loops = kernel_loops();
    bool plain = (t->op == RED_SUM || t->op == RED_MEAN) && !t->omit_nan;
    for (Index i = 0; i < inner; i++) acc[i] = 0;
    for (Index j = 0; j < t->fold.n && !ctx_is_stopping(t->ctx); j++) {
        Index from = (o * t->fold.n + j) * inner;
        if (plain && t->x->cls == CLASS_SINGLE) {
            loops->accumulate_f32(inner, tensor_f32(t->x) + from, acc);
        } else if (plain && t->x->cls == CLASS_DOUBLE) {
            loops->accumulate_f64(inner, tensor_f64(t->x) + from, acc);
        } else {
            for (Index i = 0; !stop_reached(t->ctx, i, inner); i++) {
                double v = tensor_get(t->x, from + i);
                if (t->omit_nan && isnan(v)) continue;
                acc[i] += sum_term(t->op, v);
                if (t->count) t->count[o * inner + i]++;
            }
        }
    }
}

static void run_sums(void *arg, Index begin, Index end, int part) {
    (void)part;
    const SumTask *t = arg;
    for (Index o = begin; o < end && !ctx_is_stopping(t->ctx); o++) {
        if (t->fold.inner != 1) {
            sum_rows(t, o);
        } else if (!t->omit_nan) {
            t->out[o] = sum_run(t->ctx, t->op, t->x, o * t->fold.n, t->fold.n);
        } else {
            double sum = 0;
            for (Index i = o * t->fold.n, stop = i + t->fold.n; !stop_reached(t->ctx, i, stop); i++) {
                double v = tensor_get(t->x, i);
                if (isnan(v)) continue;
                sum += sum_term(t->op, v);
                if (t->count) t->count[o]++;
            }
            t->out[o] = sum;
        }
    }
}

/// Exact saturating sums of 64-bit integers.
static Status sum_wide(Ctx *ctx, const Tensor *x, Fold f, const Shape *shape, Tensor **ret) {
    Tensor *out;
    TRY(tensor_new(ctx, (NumClass)x->cls, shape, &out));
    for (Index o = 0; o < f.outer; o++) {
        for (Index i = 0; !stop_reached(ctx, i, f.inner); i++) {
            __int128 sum = 0;
            for (Index j = 0; !stop_reached(ctx, j, f.n); j++) {
                Index at = (o * f.n + j) * f.inner + i;
                sum += x->cls == CLASS_INT64 ? (__int128)((int64_t *)x->data)[at]
                                             : (__int128)((uint64_t *)x->data)[at];
            }
            Index to = o * f.inner + i;
            if (x->cls == CLASS_INT64) {
                ((int64_t *)out->data)[to] = (int64_t)(sum > INT64_MAX   ? INT64_MAX
                                                          : sum < INT64_MIN ? INT64_MIN
                                                                            : sum);
            } else {
                ((uint64_t *)out->data)[to] = (uint64_t)(sum > UINT64_MAX ? UINT64_MAX : sum);
            }
        }
    }
    return tensor_finish(ctx, out, ret);
}

static Status reduce_sum(Ctx *ctx, ReduceOp op, const Tensor *x, Fold f, const Shape *shape,
                         ReduceOptions options, Tensor **ret) {
    if ((x->cls == CLASS_INT64 || x->cls == CLASS_UINT64) && op == RED_SUM)
        return sum_wide(ctx, x, f, shape, ret);
    Index n_out = f.inner * f.outer;
    bool omit = options.omit_nan && class_is_float((NumClass)x->cls);
    double *sums = mem_alloc((size_t)(n_out > 0 ? n_out : 1) * 2 * sizeof *sums);
    if (!sums) return ctx_fail_nomem(ctx);
    SumTask task = {ctx, op, x, sums, f, omit, op == RED_MEAN && omit ? sums + n_out : NULL};
    if (task.count) memset(task.count, 0, (size_t)n_out * sizeof *sums);
    Index block = f.inner * f.n;
    pool_run(ctx->pool, f.outer, block ? 32768 / block + 1 : f.outer + 1, run_sums, &task);
    if (op == RED_MEAN) {
        for (Index i = 0; i < n_out; i++) sums[i] /= task.count ? task.count[i] : (double)f.n;
    }
    NumClass cls = op == RED_MEAN && x->cls != CLASS_SINGLE ? CLASS_DOUBLE : sum_class(x);
    Status status = ctx_check_stop(ctx);
    if (status == OK) status = tensor_from_computed(ctx, cls, false, shape, sums, ret);
    mem_free(sums);
    return status;
}

static Status reduce_complex(Ctx *ctx, ReduceOp op, const Tensor *x, Fold f, const Shape *shape,
                             ReduceOptions options, Tensor **ret) {
    bool real = op == RED_SUMSQ || op == RED_SUMABS;
    Tensor *out;
    TRY(tensor_new_as(ctx, (NumClass)x->cls, !real, shape, &out));
    for (Index o = 0; o < f.outer; o++) {
        for (Index i = 0; !stop_reached(ctx, i, f.inner); i++) {
            double re = op == RED_PROD, im = 0, count = 0;
            for (Index j = 0; !stop_reached(ctx, j, f.n); j++) {
                Index at = (o * f.n + j) * f.inner + i;
                double a = tensor_get(x, at), b = tensor_get_imag(x, at);
                if (options.omit_nan && (isnan(a) || isnan(b))) continue;
                count++;
                if (op == RED_PROD) {
                    double product = re * a - im * b;
                    im = re * b + im * a;
                    re = product;
                } else if (real) {
                    re += op == RED_SUMSQ ? a * a + b * b : hypot(a, b);
                } else {
                    re += a;
                    im += b;
                }
            }
            if (op == RED_MEAN) {
                re /= count;
                im /= count;
            }
            double pair[2] = {re, im};
            if (real) {
                tensor_set(out, o * f.inner + i, re);
            } else {
                store_c64(out, o * f.inner + i, 1, pair);
            }
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status == OK) status = tensor_narrow_complex(ctx, &out);
    if (status == OK) {
        *ret = out;
    } else {
        tensor_unref(out);
    }
    return status;
}

static Status reduce_prod(Ctx *ctx, const Tensor *x, Fold f, const Shape *shape,
                          ReduceOptions options, Tensor **ret) {
    Tensor *out;
    TRY(tensor_new(ctx, sum_class(x), shape, &out));
    bool wide = x->cls == CLASS_INT64 || x->cls == CLASS_UINT64;
    for (Index to = 0; !stop_reached(ctx, to, out->numel); to++) {
        Index from = to / f.inner * f.n * f.inner + to % f.inner;
        long double wide_product = 1;
        double product = 1; // not wider: prod([a b]) must be a * b to the last bit
        for (Index j = 0; !stop_reached(ctx, j, f.n); j++) {
            if (wide) {
                wide_product *= tensor_get_wide(x, from + j * f.inner);
            } else {
                double v = tensor_get(x, from + j * f.inner);
                if (!(options.omit_nan && isnan(v))) product *= v;
            }
        }
        if (wide) {
            tensor_set_wide(out, to, wide_product);
        } else {
            tensor_set(out, to, product);
        }
    }
    return tensor_finish(ctx, out, ret);
}

static Status reduce_any(Ctx *ctx, ReduceOp op, const Tensor *x, Fold f, const Shape *shape,
                         Tensor **ret) {
    Tensor *out;
    TRY(tensor_new(ctx, CLASS_LOGICAL, shape, &out));
    for (Index o = 0; o < f.outer; o++) {
        for (Index i = 0; !stop_reached(ctx, i, f.inner); i++) {
            bool want = op == RED_ANY, found = false;
            for (Index j = 0; !stop_reached(ctx, j, f.n) && !found; j++) {
                Index at = (o * f.n + j) * f.inner + i;
                double v = tensor_get(x, at), w = tensor_get_imag(x, at);
                bool nan = isnan(v) ||
                           isnan(w); // NaN counts for neither: any skips it, all takes it as true
                found = want ? !nan && (v != 0 || w != 0) : !nan && v == 0 && w == 0;
            }
            tensor_u8(out)[o * f.inner + i] = found == want;
        }
    }
    return tensor_finish(ctx, out, ret);
}

// ---- extremes
// --------------------------------------------------------------------------------------------------------
static double angle_of(const Tensor *x, Index i) {
    return atan2(tensor_get_imag(x, i), tensor_get(x, i));
}
static double size_of(const Tensor *x, Index i) {
    return hypot(tensor_get(x, i), tensor_get_imag(x, i));
}

static bool is_nan_at(const Tensor *x, Index i) {
    if (!class_is_float((NumClass)x->cls)) return false;
    return isnan(tensor_get(x, i)) || isnan(tensor_get_imag(x, i));
}

/// True when element `i` is strictly beyond element `best`.
static bool beyond(const Tensor *x, bool want_max, Index i, Index best) {
    if (x->is_complex) {
        double p = size_of(x, i), q = size_of(x, best);
        if (p == q) {
            p = angle_of(x, i);
            q = angle_of(x, best);
        }
        return want_max ? p > q : p < q;
    }
    if (x->cls == CLASS_INT64 || x->cls == CLASS_UINT64) {
        long double p = tensor_get_wide(x, i), q = tensor_get_wide(x, best);
        return want_max ? p > q : p < q;
    }
    double p = tensor_get(x, i), q = tensor_get(x, best);
    return want_max ? p > q : p < q;
}

/// Position of the extreme among elements from, from + step, … (n of them, n > 0).
static Index extreme_at(const Ctx *ctx, const Tensor *x, bool want_max, bool include_nan, Index from, Index step,
                        Index n) {
    Index best = -1;
    if (x->cls == CLASS_DOUBLE && !x->is_complex) { // the common class, without calls
        const double *p = tensor_f64(x);
        for (Index j = 0, m; (m = stop_block(ctx, j, n)) > 0; j += m) {
            for (Index i = from + j * step, last = i + m * step; i < last; i += step) {
                if (isnan(p[i])) {
                    if (include_nan) return i;
                    continue;
                }
                if (best < 0 || (want_max ? p[i] > p[best] : p[i] < p[best])) best = i;
            }
        }
        return best < 0 ? from : best;
    }
    for (Index j = 0, i = from; !stop_reached(ctx, j, n); j++, i += step) {
        if (is_nan_at(x, i)) {
            if (include_nan) return i;
            continue;
        }
        if (best < 0 || beyond(x, want_max, i, best)) best = i;
    }
    return best < 0 ? from : best;
}

static NumClass extreme_class(const Tensor *x) {
    return x->cls == CLASS_CHAR ? CLASS_DOUBLE : (NumClass)x->cls;
}

static void copy_element(Tensor *to, Index i, const Tensor *from, Index j) {
    if (to->cls == from->cls) {
        memcpy(tensor_at(to, i), tensor_at(from, j), tensor_item_size(from));
    } else {
        tensor_set(to, i, tensor_get(from, j));
    }
}

/// Real floats along a later dimension: whole rows are compared at once, with loops that skip NaN.
static void extreme_rows(const Ctx *ctx, ReduceOp op, const Tensor *x, Fold f, Tensor *out) {
    const LoopTable *table = kernel_loops();
    const FloatLoops *loops = x->cls == CLASS_SINGLE ? &table->f32 : &table->f64;
    BinaryLoop loop = op == RED_MAX ? loops->max : loops->min;
    for (Index o = 0; o < f.outer; o++) {
        void *row = tensor_at(out, o * f.inner);
        memcpy(row, tensor_at(x, o * f.n * f.inner), (size_t)f.inner * tensor_item_size(x));
        for (Index j = 1; j < f.n && !ctx_is_stopping(ctx); j++)
            loop(f.inner, row, 1, tensor_at(x, (o * f.n + j) * f.inner), 1, row);
    }
}

static Status reduce_extreme(Ctx *ctx, ReduceOp op, const Tensor *x, Fold f, const Shape *shape,
                             ReduceOptions options, Tensor **ret, Tensor **ret_where) {
    Tensor *out, *where = NULL;
    TRY(tensor_new_as(ctx, extreme_class(x), x->is_complex, shape, &out));
    if (ret_where) {
        Status status = tensor_new(ctx, CLASS_DOUBLE, shape, &where);
        if (status != OK) {
            tensor_unref(out);
            return status;
        }
    }
    bool rows = class_is_float((NumClass)x->cls) && !x->is_complex && f.inner > 1 && !where &&
                !options.include_nan;
    if (rows && out->numel > 0) extreme_rows(ctx, op, x, f, out);
    for (Index o = 0; o < f.outer && out->numel > 0 && !rows; o++) {
        for (Index i = 0; !stop_reached(ctx, i, f.inner); i++) {
            Index from = o * f.n * f.inner + i, to = o * f.inner + i;
            if (x->cls == CLASS_SINGLE && !x->is_complex && f.inner == 1 && !where &&
                !options.include_nan) {
                float lo, hi;
                if (kernels_f32()->range(f.n, tensor_f32(x) + from, &lo, &hi) == 0) {
                    tensor_f32(out)[to] = op == RED_MAX ? hi : lo;
                    continue;
                }
            }
            Index at = extreme_at(ctx, x, op == RED_MAX, options.include_nan, from, f.inner, f.n);
            copy_element(out, to, x, at);
            if (where) tensor_f64(where)[to] = (double)((at - from) / f.inner + 1);
        }
    }
    Status status = ctx_check_stop(ctx);
    if (status != OK) {
        tensor_unref(out);
        tensor_unref(where);
        return status;
    }
    *ret = out;
    if (ret_where) *ret_where = where;
    return OK;
}

// ---- entries
// ---------------------------------------------------------------------------------------------------------
static Status reduce_block(Ctx *ctx, ReduceOp op, const Tensor *x, int first, int last,
                           ReduceOptions options, Tensor **ret) {
    TRY(ctx_check_stop(ctx));
    bool extreme = op == RED_MAX || op == RED_MIN;
    Shape shape = shape_without(&x->shape, first, last, extreme);
    Fold f = fold_at(&x->shape, first, last);
    if (extreme) return reduce_extreme(ctx, op, x, f, &shape, options, ret, NULL);
    if (op == RED_ANY || op == RED_ALL) return reduce_any(ctx, op, x, f, &shape, ret);
    if (x->is_complex) return reduce_complex(ctx, op, x, f, &shape, options, ret);
    if (op == RED_PROD) return reduce_prod(ctx, x, f, &shape, options, ret);
    return reduce_sum(ctx, op, x, f, &shape, options, ret);
}

/// Several blocks of dimensions, the last one first. A mean of means is right because all blocks
/// are equally long.
static Status reduce_blocks(Ctx *ctx, ReduceOp op, const Tensor *x, const bool *chosen, int top,
                            ReduceOptions options, Tensor **ret) {
    Tensor *now = tensor_ref((Tensor *)x), *next = NULL;
    Status status = OK;
    ReduceOp step = op;
    for (int last = top; last >= 0;) {
        if (!chosen[last]) {
            last--;
            continue;
        }
        int first = last;
        while (first > 0 && chosen[first - 1]) first--;
        TRY_GOTO(reduce_block(ctx, step, now, first, last, options, &next));
        tensor_unref(now);
        now = next;
        if (op == RED_SUMSQ || op == RED_SUMABS) step = RED_SUM; // later blocks only add
        last = first - 1;
    }
    *ret = now;
    return OK;
done:
    tensor_unref(now);
    return status;
}

/// mean over blocks with NaN left out: the sum divided by the number of the others.
static Status mean_omitting(Ctx *ctx, const Tensor *x, const int *dims, int n_dims, Tensor **ret) {
    Tensor *nan = NULL, *used = NULL, *sum = NULL, *count = NULL;
    Status status = OK;
    ReduceOptions omit = {.omit_nan = true}, plain = {0};
    TRY_GOTO(tensor_unary(ctx, OP_ISNAN, x, &nan));
    TRY_GOTO(tensor_unary(ctx, OP_NOT, nan, &used));
    TRY_GOTO(tensor_reduce(ctx, RED_SUM, x, dims, n_dims, omit, &sum));
    TRY_GOTO(tensor_reduce(ctx, RED_SUM, used, dims, n_dims, plain, &count));
    TRY_GOTO(tensor_binary(ctx, OP_RDIV, sum, count, ret));
done:
    tensor_unref(nan);
    tensor_unref(used);
    tensor_unref(sum);
    tensor_unref(count);
    return status;
}

Status tensor_reduce(Ctx *ctx, ReduceOp op, const Tensor *x, const int *dims, int n_dims,
                     ReduceOptions options, Tensor **ret) {
    bool chosen[SHAPE_MAX_DIMS] = {false};
    int top = x->shape.n_dims - 1, n_blocks = 0;
    if (n_dims == 0) {
        for (int i = 0; i <= top; i++) chosen[i] = true;
    }
    for (int i = 0; i < n_dims; i++) {
        if (dims[i] >= 0 && dims[i] <= top) chosen[dims[i]] = true;
    }
    for (int i = 0; i <= top; i++) n_blocks += chosen[i] && (i == 0 || !chosen[i - 1]);
    if (n_blocks == 0) { // only dimensions beyond the last: each element is its own result
        return reduce_block(ctx, op, x, top + 1, top + 1, options, ret);
    }
    if (op == RED_MEAN && n_blocks > 1 && options.omit_nan)
        return mean_omitting(ctx, x, dims, n_dims, ret);
    return reduce_blocks(ctx, op, x, chosen, top, options, ret);
}

Status tensor_extreme(Ctx *ctx, ReduceOp op, const Tensor *x, int dim, ReduceOptions options,
                      Tensor **ret_value, Tensor **ret_where) {
    Shape shape = shape_without(&x->shape, dim, dim, true);
    return reduce_extreme(ctx, op, x, fold_at(&x->shape, dim, dim), &shape, options, ret_value,
                          ret_where);
}
