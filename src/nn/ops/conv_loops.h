// nn/ops/conv_loops.h: inner loops of convolution for one element type; included by conv.c once per type with
// REAL, CONV(name) and CONV_GEMM defined. No include guard: that is the point.
//
// One image H x W x C becomes a matrix of columns, PQ x RSC: column (r,s,c) holds what filter element (r,s,c) meets at
// every output position. Then  y = columns * w,  dw = columns' * dy,  dcolumns = dy * w'.

static void CONV(unfold)(const ConvShape *s, const REAL *x, REAL *columns) {
    for (Index c = 0; c < s->c; c++)
        for (Index q = 0; q < s->s; q++)
            for (Index r = 0; r < s->r; r++) {
                const Index row0 = r * s->dilation[0] - s->before[0], column0 = q * s->dilation[1] - s->before[1];
                for (Index j = 0; j < s->q; j++, columns += s->p) {
                    const Index column = column0 + j * s->stride[1];
                    if (column < 0 || column >= s->w) {
                        memset(columns, 0, (size_t)s->p * sizeof *columns);
                        continue;
                    }
                    const REAL *from = x + (c * s->w + column) * s->h;
                    for (Index i = 0; i < s->p; i++) {
                        const Index row = row0 + i * s->stride[0];
                        columns[i] = row >= 0 && row < s->h ? from[row] : 0;
                    }
                }
            }
}

/// The adjoint of unfold: adds columns back into the image.
static void CONV(fold)(const ConvShape *s, const REAL *columns, REAL *x) {
    for (Index c = 0; c < s->c; c++)
        for (Index q = 0; q < s->s; q++)
            for (Index r = 0; r < s->r; r++) {
                const Index row0 = r * s->dilation[0] - s->before[0], column0 = q * s->dilation[1] - s->before[1];
                for (Index j = 0; j < s->q; j++, columns += s->p) {
                    const Index column = column0 + j * s->stride[1];
                    if (column < 0 || column >= s->w) continue;
                    REAL *into = x + (c * s->w + column) * s->h;
                    for (Index i = 0; i < s->p; i++) {
                        const Index row = row0 + i * s->stride[0];
                        if (row >= 0 && row < s->h) into[row] += columns[i];
                    }
                }
            }
}

static void CONV(forward_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c;
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * rsc;
    for (Index n = begin; n < end; n++) {
        REAL *y = (REAL *)work->y + n * pq * s->k;
        CONV(unfold)(s, (const REAL *)work->x + n * s->h * s->w * s->c, columns);
        CONV_GEMM(false, false, pq, s->k, rsc, columns, pq, (const REAL *)work->w_filter, rsc, y, pq, false);
        for (Index k = 0; work->bias && k < s->k; k++) {
            const REAL bias = ((const REAL *)work->bias)[k];
            for (Index i = 0; i < pq; i++) y[k * pq + i] += bias;
        }
    }
}

/// x (cleared before) from y.
static void CONV(input_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c;
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * rsc;
    for (Index n = begin; n < end; n++) {
        const REAL *y = (const REAL *)work->y + n * pq * s->k;
        CONV_GEMM(false, true, pq, rsc, s->k, y, pq, (const REAL *)work->w_filter, rsc, columns, pq, false);
        CONV(fold)(s, columns, (REAL *)work->x + n * s->h * s->w * s->c);
    }
}

/// Each part adds into filters of its own, which the caller sums up.
static void CONV(filter_part)(void *arg, Index begin, Index end, int part) {
    const ConvWork *work = arg;
    const ConvShape *s = &work->shape;
    const Index pq = s->p * s->q, rsc = s->r * s->s * s->c;
    REAL *columns = (REAL *)work->buffer + (Index)part * pq * rsc;
    REAL *dw = (REAL *)work->w_filter + (Index)part * rsc * s->k;
    for (Index n = begin; n < end; n++) {
        const REAL *y = (const REAL *)work->y + n * pq * s->k;
        CONV(unfold)(s, (const REAL *)work->x + n * s->h * s->w * s->c, columns);
        CONV_GEMM(true, false, rsc, s->k, pq, columns, pq, y, pq, dw, rsc, true);
    }
}
