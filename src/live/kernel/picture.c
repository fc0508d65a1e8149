// live/kernel/picture.c: scenes on their way to the page. One with too many parts to draw there
// becomes an image, with its groups kept, so that a frame never is more than a few megabytes.
#include "live/kernel/internal.h"
#include "graphics/scene.h"
#include <string.h>

enum { MAX_ITEMS = 20000, MAX_BYTES = 6 << 20 };
static const double image_dpi = 144;

/// The same picture as pixels. Items of a scene borrow, so `flat` must go before `scene`.
static Status flatten(Ctx *ctx, const Scene *scene, uint8_t **ret_pixels, Scene **ret) {
    uint8_t *pixels = NULL;
    Index width, height;
    TRY(target_pixels(ctx, scene, image_dpi, &pixels, &width, &height));
    Scene *flat = scene_new(scene->width, scene->height);
    SceneItem *image = flat ? scene_add(flat, SCENE_IMAGE) : NULL;
    if (!image) {
        scene_free(flat);
        mem_free(pixels);
        return ctx_fail_nomem(ctx);
    }
    flat->background = scene->background;
    flat->caption = scene->caption;
    image->width = scene->width;
    image->height = scene->height;
    image->pixels = pixels;
    image->pixel_width = width;
    image->pixel_height = height;
    image->smooth = true;
    for (Index i = 0; i < scene->n_items; i++) {
        if (scene->items[i].kind != SCENE_GROUP_BEGIN && scene->items[i].kind != SCENE_GROUP_END) continue;
        SceneItem *group = scene_add(flat, scene->items[i].kind);
        if (group) *group = scene->items[i];
    }
    *ret_pixels = pixels;
    *ret = flat;
    return OK;
}

Status picture_json(Ctx *ctx, const Scene *scene, Buf *out) {
    uint8_t *pixels = NULL;
    Scene *flat = NULL;
    size_t before = out->len;
    if (scene->n_items <= MAX_ITEMS) {
        TRY(target_json(ctx, scene, out));
        if (out->len - before <= MAX_BYTES) return OK;
        out->len = before;
    }
    TRY(flatten(ctx, scene, &pixels, &flat));
    Status status = target_json(ctx, flat, out);
    scene_free(flat);
    mem_free(pixels);
    return status;
}
