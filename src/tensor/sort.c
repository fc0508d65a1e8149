// Stable sorting. Each element becomes a 64-bit key whose order as an unsigned number is the wanted
// order (NaN above everything, -0 equal to 0); keys travel with their position. Short columns are
// merged, long ones sorted by radix in rounds of 11 bits, leaving out the rounds in which all keys
// agree.
#include "tensor/internal.h"
#include <math.h>
#include <string.h>

typedef struct Keyed {
    uint64_t key;
    uint64_t minor; // angle of a complex number, else 0
    Index at;
} Keyed;

static uint64_t key_of_double(double x) {
    uint64_t bits;
    if (isnan(x)) return UINT64_MAX;
    if (x == 0) x = 0; // drops the sign of -0
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static Keyed key_of(const Tensor *t, Index i) {
    Keyed k = {0};
    if (t->is_complex) {
        double re = tensor_get(t, i), im = tensor_get_imag(t, i);
        bool nan = isnan(re) || isnan(im);
        k.key = key_of_double(nan ? NAN : hypot(re, im));
        k.minor = nan ? 0 : key_of_double(atan2(im, re));
    } else if (t->cls == CLASS_INT64) {
        k.key = (uint64_t)((int64_t *)t->data)[i] ^ (uint64_t)1 << 63;
    } else if (t->cls == CLASS_UINT64) {
        k.key = ((uint64_t *)t->data)[i];
    } else {
        k.key = key_of_double(tensor_get(t, i));
    }
    return k;
}

static inline bool keyed_after(const Keyed *a, const Keyed *b) {
    return a->key != b->key ? a->key > b->key : a->minor > b->minor;
}

/// Sorts n items; `room` holds as many.
static void sort_merge(const Ctx *ctx, Keyed *items, Keyed *room, Index n) {
    enum { RUN = 12 };
    for (Index from = 0; from < n; from += RUN) {
        Index end = from + RUN < n ? from + RUN : n;
        for (Index i = from + 1; i < end; i++) {
            Keyed item = items[i];
            Index j = i;
            for (; j > from && keyed_after(&items[j - 1], &item); j--) items[j] = items[j - 1];
            items[j] = item;
        }
    }
    Keyed *src = items, *dst = room;
    for (Index width = RUN; width < n; width *= 2) {
        for (Index from = 0; from < n && !ctx_is_stopping(ctx); from += 2 * width) {
            Index mid = from + width < n ? from + width : n,
                  end = from + 2 * width < n ? from + 2 * width : n;
            Index a = from, b = mid, to = from;
            while (a < mid && b < end && !stop_reached(ctx, to - from, n))
                dst[to++] = keyed_after(&src[a], &src[b]) ? src[b++] : src[a++];
            while (a < mid) dst[to++] = src[a++];
            while (b < end) dst[to++] = src[b++];
        }
        Keyed *swap = src;
        src = dst;
        dst = swap;
    }
    if (src != items) memcpy(items, src, (size_t)n * sizeof *items);
}

static Status sort_radix(Ctx *ctx, Keyed *items, Keyed *room, Index n) {
    enum { BITS = 11, BUCKETS = 1 << BITS, ROUNDS = 6 };
    Keyed *src = items, *dst = room;
    for (int round = 0; round < ROUNDS; round++) {
        Index start[BUCKETS] = {0};
        int shift = round * BITS;
        TRY(ctx_check_stop(ctx));
        for (Index from = 0, m; (m = stop_block(ctx, from, n)) > 0; from += m) {
            for (Index i = from; i < from + m; i++) start[src[i].key >> shift & (BUCKETS - 1)]++;
        }
        TRY(ctx_check_stop(ctx));
        if (start[src[0].key >> shift & (BUCKETS - 1)] == n) continue;
        Index sum = 0;
        for (int b = 0; b < BUCKETS; b++) {
            Index count = start[b];
            start[b] = sum;
            sum += count;
        }
        for (Index from = 0, m; (m = stop_block(ctx, from, n)) > 0; from += m) {
            for (Index i = from; i < from + m; i++) dst[start[src[i].key >> shift & (BUCKETS - 1)]++] = src[i];
        }
        Keyed *swap = src;
        src = dst;
        dst = swap;
    }
    if (src != items) ctx_copy(ctx, items, src, (size_t)n * sizeof *items);
    return ctx_check_stop(ctx);
}

Status tensor_sort(Ctx *ctx, const Tensor *x, int dim, bool descending, Tensor **ret,
                   Tensor **ret_where) {
    Index inner = 1, n = shape_dim(&x->shape, dim);
    for (int i = 0; i < dim && i < x->shape.n_dims; i++) inner *= x->shape.dim[i];
    Index outer = x->numel == 0 ? 0 : x->numel / (inner * n);
    Tensor *out = NULL, *where = NULL;
    Status status = OK;
    Keyed *items = mem_alloc((size_t)(n > 0 ? n : 1) * 2 * sizeof *items);
    if (!items) return ctx_fail_nomem(ctx);
    TRY_GOTO(tensor_new_as(ctx, (NumClass)x->cls, x->is_complex, &x->shape, &out));
    if (ret_where) TRY_GOTO(tensor_new(ctx, CLASS_DOUBLE, &x->shape, &where));
    size_t item_size = tensor_item_size(x);
    for (Index c = 0; c < outer * inner; c++) {
        TRY_GOTO(ctx_check_stop(ctx));
        Index from = c / inner * n * inner + c % inner;
        for (Index i = 0; !stop_reached(ctx, i, n); i++) {
            items[i] = key_of(x, from + i * inner);
            if (descending) {
                items[i].key = ~items[i].key;
                items[i].minor = ~items[i].minor;
            }
            items[i].at = i;
        }
        if (n > 1024 && !x->is_complex) {
            TRY_GOTO(sort_radix(ctx, items, items + n, n));
        } else {
            sort_merge(ctx, items, items + n, n);
        }
        TRY_GOTO(ctx_check_stop(ctx));
        for (Index i = 0; !stop_reached(ctx, i, n); i++) {
            memcpy(tensor_at(out, from + i * inner), tensor_at(x, from + items[i].at * inner),
                   item_size);
            if (where) tensor_f64(where)[from + i * inner] = (double)(items[i].at + 1);
        }
    }
    TRY_GOTO(ctx_check_stop(ctx));
    *ret = out;
    if (ret_where) *ret_where = where;
    out = where = NULL;
done:
    mem_free(items);
    tensor_unref(out);
    tensor_unref(where);
    return status;
}
