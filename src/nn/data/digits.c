// nn/data/digits.c: draws handwritten-looking digits from pen strokes.
//
// A style is a set of points and strokes through them. Making a digit: move every point a little,
// pass a smooth curve through each stroke, put the curve through slant, scale, rotation and shift,
// and draw it with a soft round pen whose pressure varies. Only integer arithmetic and + - * / sqrt
// on doubles are used (no libm, no fused multiply-add), so the images are the same bits on every
// machine.
#include "nn/data.h"
#include "nn/data/styles.h"
#include <math.h>
#include <string.h>

// ---- random numbers: splitmix64 (Steele, Lea & Flood 2014) ----

typedef struct Source {
    uint64_t state;
} Source;

static uint64_t source_next(Source *s) {
    uint64_t z = (s->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
static double between(Source *s, double lo, double hi) {
    return lo + (hi - lo) * ((double)(source_next(s) >> 11) * (1.0 / 9007199254740992.0));
}
static int below(Source *s, int n) {
    return (int)((source_next(s) >> 33) % (uint64_t)n);
}
/// Bell-shaped in [-1, 1]: the mean of three uniform numbers.
static double bell(Source *s) {
    return (between(s, -1, 1) + between(s, -1, 1) + between(s, -1, 1)) / 3;
}

// ---- geometry ----

/// sin and cos of up to 50 degrees, by their series.
static void turn_of(double degrees, double *ret_sin, double *ret_cos) {
    double a = degrees * (3.14159265358979323846 / 180), a2 = a * a;
    *ret_sin = a * (1 - a2 / 6 * (1 - a2 / 20 * (1 - a2 / 42 * (1 - a2 / 72 * (1 - a2 / 110)))));
    *ret_cos = 1 - a2 / 2 * (1 - a2 / 12 * (1 - a2 / 30 * (1 - a2 / 56 * (1 - a2 / 90))));
}

/// From the unit box to pixels: (x, y) -> (a x + b y + e, c x + d y + f).
typedef struct Placement {
    double a, b, c, d, e, f;
} Placement;

typedef struct Pen {
    double radius, soft;       // pixels; width of the edge
    double swing, phase, pace; // pressure along the stroke
    double ink;                // value at full coverage
} Pen;

static Placement placement_make(Source *s, double degrees) {
    double height = between(s, 15.5, 19.5), width = height * between(s, 0.52, 0.78);
    double slant = 0.16 * bell(s) + 0.05, sine, cosine;
    turn_of(degrees, &sine, &cosine);
    // Columns of (turn * slant * scale); y points down, so turning to the left is x' = cos x + sin
    // y.
    double m11 = width, m12 = -slant * height, m22 = height;
    Placement p = {.a = cosine * m11,
                   .b = cosine * m12 + sine * m22,
                   .c = -sine * m11,
                   .d = -sine * m12 + cosine * m22};
    double x0 = 14 + between(s, -1.3, 1.3), y0 = 14 + between(s, -1.3, 1.3);
    p.e = x0 - (p.a + p.b) / 2;
    p.f = y0 - (p.c + p.d) / 2;
    return p;
}

static StylePoint place(const Placement *p, StylePoint at) {
    return (StylePoint){p->a * at.x + p->b * at.y + p->e, p->c * at.x + p->d * at.y + p->f};
}

// ---- drawing ----

/// A wave between -1 and 1 with period 1, from parabolas.
static double wave(double t) {
    t -= floor(t);
    double u = t < 0.5 ? 4 * t - 1 : 3 - 4 * t; // triangle
    return u * (1.5 - 0.5 * u * u);
}

static double clamp01(double v) {
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

/// Raises the ink of all pixels near the segment a-b; radius varies from ra to rb.
static void draw_segment(double *ink, StylePoint a, StylePoint b, double ra, double rb,
                         double soft) {
    double reach = (ra > rb ? ra : rb) + 0.5 * soft;
    int x0 = (int)floor((a.x < b.x ? a.x : b.x) - reach),
        x1 = (int)floor((a.x > b.x ? a.x : b.x) + reach) + 1;
    int y0 = (int)floor((a.y < b.y ? a.y : b.y) - reach),
        y1 = (int)floor((a.y > b.y ? a.y : b.y) + reach) + 1;
    if (x0 < 0) x0 = 0;
    if (y0 < 0) y0 = 0;
    if (x1 > DIGITS_SIZE - 1) x1 = DIGITS_SIZE - 1;
    if (y1 > DIGITS_SIZE - 1) y1 = DIGITS_SIZE - 1;
    double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    double per_length2 = length2 > 0 ? 1 / length2 : 0, per_soft = 1 / soft, reach2 = reach * reach;
    for (int x = x0; x <= x1; x++)
        for (int y = y0; y <= y1; y++) {
            double px = x + 0.5 - a.x, py = y + 0.5 - a.y;
            double t = clamp01((px * dx + py * dy) * per_length2);
            double qx = px - t * dx, qy = py - t * dy, distance2 = qx * qx + qy * qy;
            if (distance2 >= reach2 || ink[x * DIGITS_SIZE + y] >= 1) continue;
            double cover = clamp01(0.5 + (ra + t * (rb - ra) - sqrt(distance2)) * per_soft);
            if (cover > ink[x * DIGITS_SIZE + y]) ink[x * DIGITS_SIZE + y] = cover;
        }
}

/// Point at t in 0…1 between p1 and p2 of the smooth curve through p0 p1 p2 p3 (Catmull & Rom
/// 1974).
static StylePoint curve_at(StylePoint p0, StylePoint p1, StylePoint p2, StylePoint p3, double t) {
    double t2 = t * t, t3 = t2 * t;
    double w0 = (-t3 + 2 * t2 - t) / 2, w1 = (3 * t3 - 5 * t2 + 2) / 2,
           w2 = (-3 * t3 + 4 * t2 + t) / 2, w3 = (t3 - t2) / 2;
    return (StylePoint){w0 * p0.x + w1 * p1.x + w2 * p2.x + w3 * p3.x,
                        w0 * p0.y + w1 * p1.y + w2 * p2.y + w3 * p3.y};
}

static double pressure(const Pen *pen, double travelled) {
    return pen->radius * (1 + pen->swing * wave(pen->phase + pen->pace * travelled));
}

/// One stroke through n placed points; a stroke that ends where it began is closed smoothly.
static void draw_stroke(double *ink, const StylePoint *p, int n, bool closed, const Pen *pen,
                        double *travelled) {
    StylePoint from = p[0];
    for (int i = 0; i + 1 < n; i++) {
        StylePoint before = i > 0 ? p[i - 1] : closed ? p[n - 2] : p[0];
        StylePoint after = i + 2 < n ? p[i + 2] : closed ? p[1] : p[n - 1];
        double dx = p[i + 1].x - p[i].x, dy = p[i + 1].y - p[i].y;
        int steps = 1 + (int)(sqrt(dx * dx + dy * dy) / 1.6);
        for (int k = 1; k <= steps; k++) {
            StylePoint to = curve_at(before, p[i], p[i + 1], after, (double)k / steps);
            double sx = to.x - from.x, sy = to.y - from.y, step = sqrt(sx * sx + sy * sy);
            draw_segment(ink, from, to, pressure(pen, *travelled), pressure(pen, *travelled + step),
                         pen->soft);
            *travelled += step;
            from = to;
        }
    }
}

static void draw_style(Source *s, const Style *style, double degrees, double *ink) {
    StylePoint placed[STYLE_MAX_POINTS];
    Placement where = placement_make(s, degrees);
    double wobble = between(s, 0.02, 0.075), bend = 0.10 * bell(s), lean = 0.10 * bell(s);
    for (int i = 0; i < style->n_points; i++) {
        StylePoint p = style->points[i];
        double cx = p.x - 0.5, cy = p.y - 0.5;
        p.x += wobble * bell(s) + bend * (4 * cy * cy - 0.5) + lean * cx * cy * 2;
        p.y += wobble * bell(s) + 0.5 * lean * (4 * cx * cx - 0.5);
        placed[i] = place(&where, p);
    }
    Pen pen = {.radius = between(s, 0.75, 1.55),
               .soft = between(s, 0.9, 1.5),
               .swing = between(s, 0, 0.28),
               .phase = between(s, 0, 1),
               .pace = between(s, 0.01, 0.05),
               .ink = between(s, 0.88, 1.0)};
    double travelled = 0;
    StylePoint stroke[STYLE_MAX_POINTS + 1];
    for (const char *c = style->strokes; *c;) {
        int n = 0;
        const char *first = c;
        for (; *c && *c != ' '; c++) stroke[n++] = placed[*c - 'A'];
        draw_stroke(ink, stroke, n, n > 2 && *first == c[-1], &pen, &travelled);
        if (*c == ' ') c++;
    }
    for (int i = 0; i < DIGITS_SIZE * DIGITS_SIZE; i++) ink[i] *= pen.ink;
}

/// Light smoothing with weights 1 2 1 in each direction, mixed in by `amount`.
static void soften(double *ink, double amount) {
    enum { N = DIGITS_SIZE };
    double row[N * N];
    for (int x = 0; x < N; x++)
        for (int y = 0; y < N; y++) {
            double up = y > 0 ? ink[x * N + y - 1] : 0, down = y < N - 1 ? ink[x * N + y + 1] : 0;
            row[x * N + y] = (up + 2 * ink[x * N + y] + down) / 4;
        }
    for (int x = 0; x < N; x++)
        for (int y = 0; y < N; y++) {
            double left = x > 0 ? row[(x - 1) * N + y] : 0,
                   right = x < N - 1 ? row[(x + 1) * N + y] : 0;
            double smooth = (left + 2 * row[x * N + y] + right) / 4;
            ink[x * N + y] += amount * (smooth - ink[x * N + y]);
        }
}

static const Style *pick_style(Source *s, int digit) {
    int n = 0, first = 0;
    for (int i = 0; i < digit_style_count; i++)
        if (digit_styles[i].digit == digit) {
            if (n == 0) first = i;
            n++;
        }
    return &digit_styles[first + below(s, n)];
}

static void draw_digit(Source *s, int digit, double *pixels, double *ret_degrees) {
    double degrees = below(s, 91) - 45;
    memset(pixels, 0, DIGITS_SIZE * DIGITS_SIZE * sizeof *pixels);
    draw_style(s, pick_style(s, digit), degrees, pixels);
    soften(pixels, between(s, 0, 0.5));
    for (int i = 0; i < DIGITS_SIZE * DIGITS_SIZE; i++)
        pixels[i] = floor(pixels[i] * 255 + 0.5) / 255;
    *ret_degrees = degrees;
}

Status digits_make(Ctx *ctx, bool test_set, Tensor **ret_images, uint8_t *labels,
                   Tensor **ret_angles) {
    Shape shape;
    Tensor *images = NULL, *angles = NULL;
    Status status = OK;
    Source s = {.state = test_set ? 0x5EED7E57u : 0x5EED0001u};
    TRY_GOTO(shape_make(ctx, (Index[]){DIGITS_SIZE, DIGITS_SIZE, 1, DIGITS_COUNT}, 4, &shape));
    TRY_GOTO(tensor_new(ctx, CLASS_DOUBLE, &shape, &images));
    TRY_GOTO(tensor_new(ctx, CLASS_DOUBLE, &(Shape){2, {DIGITS_COUNT, 1}}, &angles));
    for (int i = 0; i < DIGITS_COUNT; i++)
        labels[i] = (uint8_t)(i / (DIGITS_COUNT / DIGITS_CLASSES));
    for (int i = DIGITS_COUNT - 1; i > 0; i--) { // shuffle
        int k = below(&s, i + 1);
        uint8_t kept = labels[i];
        labels[i] = labels[k];
        labels[k] = kept;
    }
    for (int i = 0; i < DIGITS_COUNT; i++) {
        if (i % 256 == 0) TRY_GOTO(ctx_check_stop(ctx));
        draw_digit(&s, labels[i], tensor_f64(images) + (Index)i * DIGITS_SIZE * DIGITS_SIZE,
                   &tensor_f64(angles)[i]);
    }
    *ret_images = images;
    images = NULL;
    if (ret_angles) {
        *ret_angles = angles;
        angles = NULL;
    }
done:
    tensor_unref(images);
    tensor_unref(angles);
    return status;
}
