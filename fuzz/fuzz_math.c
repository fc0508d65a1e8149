// fuzz/fuzz_math.c: any bytes as a formula: laid out, drawn, written as MathML, Office Math and
// words, and as a label. libFuzzer entry.
#include "graphics/math.h"
#include <math.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void expect(bool holds) {
    if (!holds) __builtin_trap();
}

static void expect_status(Ctx *ctx, Status status) {
    expect(status == OK || status == ERR_LIMIT);
    error_clear(&ctx->error);
}

static void try_layout(Ctx *ctx, const char *tex, size_t n, bool display) {
    MathLayout *layout = NULL;
    char *note = NULL;
    Status status = math_layout(ctx, tex, n, 10, display, &layout, &note);
    expect_status(ctx, status);
    if (status != OK) return;
    MathBox box = math_box(layout);
    expect(isfinite(box.width) && isfinite(box.ascent) && isfinite(box.descent));
    Scene *scene = scene_new(500, 500);
    if (scene) math_draw(layout, scene, 10, 50, 0.1, (Color){0, 0, 0, 1});
    scene_free(scene);
    mem_free(note);
    math_free(layout);
}

static void try_label(Ctx *ctx, const char *text, size_t n, MarkupKind kind) {
    FontSpec font = {"Helvetica", 10, false, false};
    LabelLayout *label = NULL;
    Status status = label_layout(ctx, kind, &font, text, n, &label);
    expect_status(ctx, status);
    if (status != OK) return;
    expect(isfinite(label_box(label).width));
    label_free(label);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    const char *tex = (const char *)data;
    Ctx ctx;
    ctx_init(&ctx);
    try_layout(&ctx, tex, n_bytes, true);
    try_layout(&ctx, tex, n_bytes, false);
    Buf out = BUF_INIT;
    expect_status(&ctx, math_mathml(&ctx, tex, n_bytes, true, &out));
    expect_status(&ctx, math_omml(&ctx, tex, n_bytes, &out));
    expect_status(&ctx, math_speech(&ctx, tex, n_bytes, &out));
    buf_done(&out);
    try_label(&ctx, tex, n_bytes, MARKUP_TEX);
    try_label(&ctx, tex, n_bytes, MARKUP_LATEX);
    ctx_done(&ctx);
    return 0;
}
