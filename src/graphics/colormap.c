// Colour maps. Those with a formula are computed; parula and turbo are smooth curves through a few
// anchor colours.
#include "graphics/internal.h"
#include <string.h>
#include <strings.h>

typedef struct Anchor {
    float at, r, g, b;
} Anchor;

static const Anchor parula_anchors[] = {
    {0.0f, 0.2422f, 0.1504f, 0.6603f},      {0.142857f, 0.2810f, 0.3228f, 0.9579f},
    {0.222f, 0.244f, 0.436f, 0.999f},       {0.285714f, 0.1786f, 0.5289f, 0.9682f},
    {0.428571f, 0.0689f, 0.6948f, 0.8394f}, {0.464f, 0.004f, 0.722f, 0.790f},
    {0.508f, 0.096f, 0.750f, 0.712f},       {0.571429f, 0.2161f, 0.7843f, 0.5923f},
    {0.64f, 0.396f, 0.803f, 0.431f},        {0.714286f, 0.6720f, 0.7793f, 0.2227f},
    {0.778f, 0.863f, 0.741f, 0.160f},       {0.83f, 0.978f, 0.731f, 0.239f},
    {0.857143f, 0.9970f, 0.7659f, 0.2199f}, {0.935f, 0.961f, 0.889f, 0.154f},
    {1.0f, 0.9769f, 0.9839f, 0.0805f},
};
static const Anchor turbo_anchors[] = {
    {0.0f, 0.190f, 0.072f, 0.232f},   {0.0625f, 0.252f, 0.252f, 0.633f},
    {0.125f, 0.276f, 0.421f, 0.891f}, {0.1875f, 0.246f, 0.585f, 0.995f},
    {0.25f, 0.158f, 0.736f, 0.923f},  {0.3125f, 0.093f, 0.863f, 0.763f},
    {0.375f, 0.196f, 0.949f, 0.595f}, {0.4375f, 0.428f, 0.996f, 0.388f},
    {0.5f, 0.644f, 0.990f, 0.234f},   {0.5625f, 0.804f, 0.926f, 0.204f},
    {0.625f, 0.932f, 0.811f, 0.227f}, {0.6875f, 0.990f, 0.669f, 0.201f},
    {0.75f, 0.984f, 0.493f, 0.128f},  {0.8125f, 0.924f, 0.314f, 0.062f},
    {0.875f, 0.816f, 0.185f, 0.018f}, {0.9375f, 0.665f, 0.086f, 0.004f},
    {1.0f, 0.480f, 0.016f, 0.011f},
};

// Catmull-Rom through the anchors, cut to 0…1.
static double curve_at(const Anchor *a, int n, double t, int part) {
    int i = 0;
    while (i < n - 2 && t > (double)a[i + 1].at) i++;
    const float *p0 = &a[i > 0 ? i - 1 : 0].r, *p1 = &a[i].r, *p2 = &a[i + 1].r,
                *p3 = &a[i + 2 < n ? i + 2 : n - 1].r;
    double h = (double)(a[i + 1].at - a[i].at), u = (t - (double)a[i].at) / h;
    double t0 = (double)(i > 0 ? a[i - 1].at : a[i].at),
           t3 = (double)(i + 2 < n ? a[i + 2].at : a[i + 1].at);
    double m1 = (double)(p2[part] - p0[part]) / ((double)a[i + 1].at - t0) * h;
    double m2 = (double)(p3[part] - p1[part]) / (t3 - (double)a[i].at) * h;
    double u2 = u * u, u3 = u2 * u;
    double y = (2 * u3 - 3 * u2 + 1) * (double)p1[part] + (u3 - 2 * u2 + u) * m1 +
               (3 * u2 - 2 * u3) * (double)p2[part] + (u3 - u2) * m2;
    return fmin(fmax(y, 0), 1);
}

static void fill_anchors(const Anchor *a, int n_anchors, Index n, double *rgb) {
    for (Index i = 0; i < n; i++) {
        double t = n > 1 ? (double)i / (double)(n - 1) : 0;
        for (int part = 0; part < 3; part++) rgb[i + part * n] = curve_at(a, n_anchors, t, part);
    }
}

static void fill_parula(Index n, double *rgb) {
    fill_anchors(parula_anchors, sizeof parula_anchors / sizeof *parula_anchors, n, rgb);
}
static void fill_turbo(Index n, double *rgb) {
    fill_anchors(turbo_anchors, sizeof turbo_anchors / sizeof *turbo_anchors, n, rgb);
}

// Three trapezoids, each a quarter of the map apart.
static void fill_jet(Index m, double *rgb) {
    memset(rgb, 0, (size_t)(3 * m) * sizeof *rgb);
    Index n = (m + 3) / 4, length = 3 * n - 1;
    Index first = (n + 1) / 2 - (m % 4 == 1);
    for (Index i = 0; i < length; i++) {
        double u = i < n           ? (double)(i + 1) / (double)n
                   : i < 2 * n - 1 ? 1
                                   : (double)(length - i) / (double)n;
        Index g = first + i, r = g + n, b = g - n;
        if (g >= 0 && g < m) rgb[g + m] = u;
        if (r >= 0 && r < m) rgb[r] = u;
        if (b >= 0 && b < m) rgb[b + 2 * m] = u;
    }
}

static void fill_hot(Index m, double *rgb) {
    Index n = 3 * m / 8;
    for (Index i = 0; i < m; i++) {
        rgb[i] = i < n ? (double)(i + 1) / (double)n : 1;
        rgb[i + m] = i < n ? 0 : i < 2 * n ? (double)(i - n + 1) / (double)n : 1;
        rgb[i + 2 * m] = i < 2 * n ? 0 : (double)(i - 2 * n + 1) / (double)(m - 2 * n);
    }
}

static double ramp(Index i, Index n) {
    return n > 1 ? (double)i / (double)(n - 1) : 0;
}

static void put(double *rgb, Index n, Index i, double r, double g, double b) {
    rgb[i] = r, rgb[i + n] = g, rgb[i + 2 * n] = b;
}

static void fill_gray(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, ramp(i, n), ramp(i, n), ramp(i, n));
}

static void fill_bone(Index n, double *rgb) {
    fill_hot(n, rgb);
    for (Index i = 0; i < n; i++) {
        double g = 7 * ramp(i, n), red = rgb[i], blue = rgb[i + 2 * n];
        put(rgb, n, i, (g + blue) / 8, (g + rgb[i + n]) / 8, (g + red) / 8);
    }
}

static void fill_pink(Index n, double *rgb) {
    fill_hot(n, rgb);
    for (Index i = 0; i < 3 * n; i++) rgb[i] = sqrt((2 * ramp(i % n, n) + rgb[i]) / 3);
}

static void fill_hsv(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) {
        double h = 6 * (double)i / (double)n;
        put(rgb, n, i, fmin(fmax(fabs(h - 3) - 1, 0), 1), fmin(fmax(2 - fabs(h - 2), 0), 1),
            fmin(fmax(2 - fabs(h - 4), 0), 1));
    }
}

static void fill_copper(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) {
        double x = ramp(i, n);
        put(rgb, n, i, fmin(1, 1.25 * x), 0.7812 * x, 0.4975 * x);
    }
}
static void fill_cool(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, ramp(i, n), 1 - ramp(i, n), 1);
}
static void fill_spring(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, 1, ramp(i, n), 1 - ramp(i, n));
}
static void fill_summer(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, ramp(i, n), 0.5 + ramp(i, n) / 2, 0.4);
}
static void fill_autumn(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, 1, ramp(i, n), 0);
}
static void fill_winter(Index n, double *rgb) {
    for (Index i = 0; i < n; i++) put(rgb, n, i, 0, ramp(i, n), 0.5 + (1 - ramp(i, n)) / 2);
}

static void fill_lines(Index n, double *rgb) {
    static const double order[7][3] = {{0, 0.4470, 0.7410},      {0.8500, 0.3250, 0.0980},
                                       {0.9290, 0.6940, 0.1250}, {0.4940, 0.1840, 0.5560},
                                       {0.4660, 0.6740, 0.1880}, {0.3010, 0.7450, 0.9330},
                                       {0.6350, 0.0780, 0.1840}};
    for (Index i = 0; i < n; i++) put(rgb, n, i, order[i % 7][0], order[i % 7][1], order[i % 7][2]);
}

static void fill_prism(Index n, double *rgb) {
    static const double colors[6][3] = {{1, 0, 0}, {1, 0.5, 0}, {1, 1, 0},
                                        {0, 1, 0}, {0, 0, 1},   {2.0 / 3, 0, 1}};
    for (Index i = 0; i < n; i++)
        put(rgb, n, i, colors[i % 6][0], colors[i % 6][1], colors[i % 6][2]);
}

typedef struct MapRow {
    const char *name;
    void (*fill)(Index n, double *rgb);
} MapRow;
static const MapRow maps[] = {
    {"parula", fill_parula}, {"turbo", fill_turbo},   {"hsv", fill_hsv},
    {"hot", fill_hot},       {"cool", fill_cool},     {"spring", fill_spring},
    {"summer", fill_summer}, {"autumn", fill_autumn}, {"winter", fill_winter},
    {"gray", fill_gray},     {"bone", fill_bone},     {"copper", fill_copper},
    {"pink", fill_pink},     {"jet", fill_jet},       {"lines", fill_lines},
    {"prism", fill_prism},
};

const char *colormap_name(Index i) {
    return i >= 0 && i < (Index)(sizeof maps / sizeof *maps) ? maps[i].name : NULL;
}

bool colormap_fill(const char *name, Index n, double *rgb) {
    if (!strcasecmp(name, "default")) name = "parula";
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        if (!strcasecmp(name, maps[i].name)) {
            if (n > 0) maps[i].fill(n, rgb);
            return true;
        }
    return false;
}
