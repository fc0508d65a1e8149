// Images: image, imagesc, imshow. Pixels are coloured here and handed on as one RGBA picture.
#include "graphics/internal.h"

static Status init_image(Ctx *ctx, GObject *object) {
    (void)ctx;
    ((Image *)object)->cdata_mapping = 1;
    object->in_legend = false;
    return OK;
}

// Centres of the first and last pixel along one dimension.
static void centers(const NumArray *given, Index n, double ret[2]) {
    Index k = numbers_count(given);
    ret[0] = k ? given->v[0] : 1;
    ret[1] = k > 1 ? given->v[k - 1] : k ? given->v[0] + (double)(n - 1) : (double)n;
}

static void edges(const NumArray *given, Index n, double ret[2]) {
    centers(given, n, ret);
    double half = n > 1 ? (ret[1] - ret[0]) / (double)(n - 1) / 2 : 0.5;
    ret[0] -= half;
    ret[1] += half;
}

static void image_extent(const GObject *object, Extent *e) {
    const Image *image = (const Image *)object;
    double x[2], y[2];
    edges(&image->x, image->c.columns, x);
    edges(&image->y, image->c.rows, y);
    for (int k = 0; k < 2; k++) {
        extent_add(e, 0, x[k]);
        extent_add(e, 1, y[k]);
    }
    extent_add(e, 2, 0);
    e->tight[0] = e->tight[1] = true;
}

static void image_color_range(const GObject *object, double *lo, double *hi) {
    const Image *image = (const Image *)object;
    if (image->cdata_mapping == 1 || image->c.pages == 3) return;
    Index n = numbers_count(&image->c);
    for (Index i = 0; i < n; i++) {
        double c = image->c.v[i];
        if (!isfinite(c)) continue;
        *lo = fmin(*lo, c);
        *hi = fmax(*hi, c);
    }
}

static uint8_t byte_of(double x) {
    return (uint8_t)lround(fmin(fmax(x, 0), 1) * 255);
}

static void fill_pixels(const Image *image, const Frame *f, uint8_t *pixels, bool flip_x,
                        bool flip_y) {
    Index rows = image->c.rows, columns = image->c.columns, plane = rows * columns,
          n_alpha = numbers_count(&image->alpha);
    for (Index r = 0; r < rows; r++)
        for (Index k = 0; k < columns; k++) {
            Index i = flip_y ? rows - 1 - r : r, j = flip_x ? columns - 1 - k : k,
                  at = i + j * rows;
            uint8_t *p = pixels + 4 * (r * columns + k);
            double alpha = n_alpha == plane ? image->alpha.v[at]
                           : n_alpha == 1   ? image->alpha.v[0]
                                            : 1;
            if (image->c.pages == 3) {
                for (int d = 0; d < 3; d++) p[d] = byte_of(image->c.v[at + d * plane]);
                p[3] = byte_of(alpha);
            } else {
                double c = image->c.v[at];
                Color color =
                    frame_map_color(f, isnan(c) ? f->clim[0] : c, image->cdata_mapping == 1);
                p[0] = byte_of((double)color.r), p[1] = byte_of((double)color.g),
                p[2] = byte_of((double)color.b);
                p[3] = byte_of((double)color.a * alpha);
            }
        }
}

static void image_draw(const GObject *object, Frame *f) {
    const Image *image = (const Image *)object;
    if (!image->c.rows || !image->c.columns || f->is_3d) return;
    double x[2], y[2], p[2], q[2], depth;
    edges(&image->x, image->c.columns, x);
    edges(&image->y, image->c.rows, y);
    if (!frame_project(f, x[0], y[0], 0, &p[0], &p[1], &depth) ||
        !frame_project(f, x[1], y[1], 0, &q[0], &q[1], &depth))
        return;
    uint8_t *pixels = arena_alloc(f->scene->arena, (size_t)(image->c.rows * image->c.columns) * 4);
    if (!pixels) {
        f->scene->failed = true;
        return;
    }
    fill_pixels(image, f, pixels, q[0] < p[0], q[1] < p[1]);
    frame_clip_begin(f);
    SceneItem *item = scene_add(f->scene, SCENE_IMAGE);
    if (item) {
        item->x = fmin(p[0], q[0]);
        item->y = fmin(p[1], q[1]);
        item->width = fabs(q[0] - p[0]);
        item->height = fabs(q[1] - p[1]);
        item->pixels = pixels;
        item->pixel_width = image->c.columns;
        item->pixel_height = image->c.rows;
        item->smooth = image->interpolation == 1 || (double)image->c.columns > 2 * item->width;
    }
    frame_clip_end(f);
}

static const PropDef image_props[] = {
    PROP_NUMS("CData", Image, c),
    PROP_NUMS("XData", Image, x),
    PROP_NUMS("YData", Image, y),
    PROP_NUMS("AlphaData", Image, alpha),
    PROP_WORDS("CDataMapping", Image, cdata_mapping, "scaled|direct"),
    PROP_WORDS("Interpolation", Image, interpolation, "nearest|bilinear"),
    PROP_END,
};
const GClass class_image = {.type = "image",
                            .class_name = "matlab.graphics.primitive.Image",
                            .size = sizeof(Image),
                            .props = image_props,
                            .init = init_image,
                            .extent = image_extent,
                            .color_range = image_color_range,
                            .draw = image_draw,
                            .in_axes = true};
