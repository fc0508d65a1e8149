// doc/writers/picture.c: see picture.h.
#include "doc/writers/picture.h"
#include "doc/json.h"
#include "graphics/targets/bitmap.h"
#include <math.h>
#include <string.h>

static void set_kind(Picture *p, unsigned bit) {
    const PictureKind *kind = picture_kind(bit);
    p->media_type = kind->media_type;
    p->extension = kind->extension;
}

Status picture_of_image(Ctx *ctx, const DocImage *image, unsigned allowed, Picture *ret) {
    *ret = (Picture){.bytes = BUF_INIT};
    double w = (double)image->width, h = (double)image->height;
    ret->width_px = image->width_px > 0 ? image->width_px : w;
    ret->height_px = image->height_px > 0 ? image->height_px : w > 0 ? ret->width_px * h / w : h;
    const PictureKind *kind = image->bytes ? picture_kind_of(image->media_type) : NULL;
    unsigned bit = kind ? kind->bit : 0;
    if (bit & allowed) {
        buf_put(&ret->bytes, (const char *)image->bytes, image->n_bytes);
        set_kind(ret, bit);
        return ret->bytes.failed ? ctx_fail_nomem(ctx) : OK;
    }
    set_kind(ret, PICTURE_PNG);
    if (!image->pixels || image->width <= 0 || image->height <= 0) return OK;
    Status status = bitmap_put_png(ctx, image->pixels, image->width, image->height, &ret->bytes);
    if (status != OK) picture_done(ret);
    return status;
}

static Status draw(Ctx *ctx, Scene *scene, unsigned bit, double dpi, Buf *out) {
    if (bit == PICTURE_SVG) return target_svg(ctx, scene, out);
    if (bit == PICTURE_PDF) return target_pdf_bytes(ctx, &scene, 1, NULL, out);
    return target_png_bytes(ctx, scene, dpi, out);
}

Status picture_of_output(Ctx *ctx, const DocOutput *output, const DocOptions *options,
                         unsigned allowed, Picture *ret) {
    *ret = (Picture){.bytes = BUF_INIT};
    if (!output->scene)
        return output->image ? picture_of_image(ctx, output->image, allowed, ret) : OK;
    bool png = options->figure_format == DOC_FIGURE_PNG;
    bool svg = options->figure_format == DOC_FIGURE_SVG,
         pdf = options->figure_format == DOC_FIGURE_PDF;
    unsigned bit = PICTURE_PNG;
    if (!png && !pdf && (allowed & PICTURE_SVG))
        bit = PICTURE_SVG;
    else if (!png && !svg && (allowed & PICTURE_PDF))
        bit = PICTURE_PDF;
    set_kind(ret, bit);
    ret->width_px = round(output->scene->width * 96 / 72);
    ret->height_px = round(output->scene->height * 96 / 72);
    double dpi = options->figure_dpi > 0 ? options->figure_dpi : 150;
    Status status = draw(ctx, output->scene, bit, dpi, &ret->bytes);
    if (status == OK && ret->bytes.failed) status = ctx_fail_nomem(ctx);
    if (status != OK) picture_done(ret);
    return status;
}

void picture_done(Picture *picture) {
    buf_done(&picture->bytes);
}

const char *picture_caption(const DocOutput *output) {
    const char *text = output->scene ? output->scene->caption : NULL;
    return text && *text ? text : NULL;
}

void picture_put_uri(const Picture *picture, Buf *out) {
    buf_printf(out, "data:%s;base64,", picture->media_type);
    base64_put(out, picture->bytes.data, picture->bytes.len);
}
