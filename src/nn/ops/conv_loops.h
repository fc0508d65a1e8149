// nn/ops/conv_loops.h: inner loops of convolution for one element type; included by conv.c once per
// type with REAL, CONV(name), CONV_GEMM and CONV_ADD defined. No include guard: that is the point.
//
// One image H x W x C becomes a matrix of columns, PQ x RSC: column (r,s,c) holds what filter
// element (r,s,c) meets at every output position. Then  y = columns * w,  dw = columns' * dy,
// dcolumns = dy * w'.

/// Rows [*lo, *hi) of an output column meet the image; the others meet padding. Stride 1.
static void CONV(rows_inside)(const ConvShape *s, Index row0, Index *lo, Index *hi) {
    *lo = row0 < 0 ? -row0 : 0;
    *hi = s->h - row0 < s->p ? s->h - row0 : s->p;
    if (*lo > s->p) *lo = s->p;
    if (*hi < *lo) *hi = *lo;
}

/// One column of the unfolded image, for filter element (row0, column0) and image plane x.
static void CONV(unfold_one)(const ConvShape *s, const REAL *x, Index row0, Index column0,
                             REAL *to) {
    Index lo, hi;
    CONV(rows_inside)(s, row0, &lo, &hi);
    for (Index j = 0; j < s->q; j++, to += s->p) {
        const Index column = column0 + j * s->stride[1];
        if (column < 0 || column >= s->w) {
            memset(to, 0, (size_t)s->p * sizeof *to);
            continue;
        }
        const REAL *from = x + column * s->h + row0;
        if (s->stride[0] == 1) {
            for (Index i = 0; i < lo; i++) to[i] = 0;
            for (Index i = lo; i < hi; i++) to[i] = from[i];
            for (Index i = hi; i < s->p; i++) to[i] = 0;
            continue;
        }
        for (Index i = 0; i < s->p; i++) {
            const Index row = row0 + i * s->stride[0];
            to[i] = row >= 0 && row < s->h ? x[column * s->h + row] : 0;
        }
    }
}

/// Output as large as the input, stride 1: the whole plane moves by one distance. Output columns
/// [*j0, *j1) meet image columns; element k of the unfolded column is image element k + *shift, and
/// [*begin, *end) stay inside.
static void CONV(plane_shift)(const ConvShape *s, Index row0, Index column0, Index *shift,
                              Index *begin, Index *end) {
    const Index j0 = column0 < 0 ? -column0 : 0, j1 = s->w - column0 < s->q ? s->w - column0 : s->q;
    *shift = column0 * s->h + row0;
    *begin = j0 * s->h;
    *end = j1 * s->h;
    if (*begin + *shift < 0) *begin = -*shift;
    if (*end + *shift > s->h * s->w) *end = s->h * s->w - *shift;
    if (*end < *begin) *end = *begin;
}

/// Zeroes what came from the neighbouring column when a plane was moved by row0 rows.
static void CONV(clear_wrapped)(const ConvShape *s, Index row0, REAL *columns) {
    Index lo, hi;
    CONV(rows_inside)(s, row0, &lo, &hi);
    if (lo == 0 && hi == s->p) return;
    // Row by row, few of them: column by column the compiler would call memset for single numbers.
    const Index n = s->p * s->q;
    for (Index i = 0; i < lo; i++)
        for (Index k = i; k < n; k += s->p) columns[k] = 0;
    for (Index i = hi; i < s->p; i++)
        for (Index k = i; k < n; k += s->p) columns[k] = 0;
}

static bool CONV(plane_moves)(const ConvShape *s) {
    return s->stride[0] == 1 && s->stride[1] == 1 && s->p == s->h;
}

static void CONV(unfold)(const ConvShape *s, const REAL *x, REAL *columns) {
    const Index plane = s->h * s->w, pq = s->p * s->q;
    const bool moves = CONV(plane_moves)(s);
    for (Index c = 0; c < s->c; c++, x += plane)
        for (Index q = 0; q < s->s; q++)
            for (Index r = 0; r < s->r; r++, columns += pq) {
                const Index row0 = r * s->dilation[0] - s->before[0];
                const Index column0 = q * s->dilation[1] - s->before[1];
                if (!moves) {
                    CONV(unfold_one)(s, x, row0, column0, columns);
                    continue;
                }
                Index shift, begin, end;
                CONV(plane_shift)(s, row0, column0, &shift, &begin, &end);
                memset(columns, 0, (size_t)begin * sizeof *columns);
                memcpy(columns + begin, x + begin + shift, (size_t)(end - begin) * sizeof *columns);
                memset(columns + end, 0, (size_t)(pq - end) * sizeof *columns);
                CONV(clear_wrapped)(s, row0, columns);
            }
}

static void CONV(fold_one)(const ConvShape *s, const REAL *columns, Index row0, Index column0,
                           REAL *x) {
    for (Index j = 0; j < s->q; j++, columns += s->p) {
        const Index column = column0 + j * s->stride[1];
        if (column < 0 || column >= s->w) continue;
        REAL *into = x + column * s->h;
        for (Index i = 0; i < s->p; i++) {
            const Index row = row0 + i * s->stride[0];
            if (row >= 0 && row < s->h) into[row] += columns[i];
        }
    }
}

/// The adjoint of unfold: adds columns (which it may change) back into the image.
static void CONV(fold)(const ConvShape *s, REAL *columns, REAL *x) {
    const Index plane = s->h * s->w, pq = s->p * s->q;
    const bool moves = CONV(plane_moves)(s);
    for (Index c = 0; c < s->c; c++, x += plane)
        for (Index q = 0; q < s->s; q++)
            for (Index r = 0; r < s->r; r++, columns += pq) {
                const Index row0 = r * s->dilation[0] - s->before[0];
                const Index column0 = q * s->dilation[1] - s->before[1];
                if (!moves) {
                    CONV(fold_one)(s, columns, row0, column0, x);
                    continue;
                }
                Index shift, begin, end;
                CONV(plane_shift)(s, row0, column0, &shift, &begin, &end);
                CONV(clear_wrapped)(s, row0, columns);
                CONV_ADD(end - begin, columns + begin, x + begin + shift);
            }
}

/// With a bias the filters have one more row, the bias, which meets a column of ones.
static void CONV(forward_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c, rows = rsc + (work->bias ? 1 : 0);
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * (rsc + 1);
    for (Index i = 0; i < pq; i++) columns[rsc * pq + i] = 1;
    for (Index n = begin; n < end && !ctx_is_stopping(work->ctx); n++) {
        REAL *y = (REAL *)work->y + n * pq * s->k;
        CONV(unfold)(s, (const REAL *)work->x + n * s->h * s->w * s->c, columns);
        CONV_GEMM(false, false, pq, s->k, rows, columns, pq, (const REAL *)work->w_filter, rows, y,
                  pq, false);
    }
}

/// Filters with the bias as their last row.
static void CONV(with_bias)(const ConvShape *s, const REAL *w, const REAL *bias, REAL *to) {
    const Index rsc = s->r * s->s * s->c;
    for (Index k = 0; k < s->k; k++, to += rsc + 1) {
        memcpy(to, w + k * rsc, (size_t)rsc * sizeof *to);
        to[rsc] = bias[k];
    }
}

/// x (cleared before) from y.
static void CONV(input_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c;
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * (rsc + 1);
    for (Index n = begin; n < end && !ctx_is_stopping(work->ctx); n++) {
        const REAL *y = (const REAL *)work->y + n * pq * s->k;
        CONV_GEMM(false, true, pq, rsc, s->k, y, pq, (const REAL *)work->w_filter, rsc, columns, pq,
                  false);
        CONV(fold)(s, columns, (REAL *)work->x + n * s->h * s->w * s->c);
    }
}

/// Each part adds into filters of its own, which the caller sums up.
static void CONV(filter_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c;
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * (rsc + 1);
    REAL *dw = (REAL *)work->w_filter + (Index)part * rsc * s->k;
    for (Index n = begin; n < end && !ctx_is_stopping(work->ctx); n++) {
        const REAL *y = (const REAL *)work->y + n * pq * s->k;
        CONV(unfold)(s, (const REAL *)work->x + n * s->h * s->w * s->c, columns);
        CONV_GEMM(true, false, rsc, s->k, pq, columns, pq, y, pq, dw, rsc, true);
    }
}
