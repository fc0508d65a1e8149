// PDF: scenes become pages. The bytes are gathered in memory and written in one go (file_write), so
// a failure leaves the old file. Outlines come from the anchors: each hangs below the nearest
// earlier anchor of a smaller level.
#include "base/file.h"
#include "graphics/targets/cairo_draw.h"
#include "graphics/targets/pdf_catalog.h"
#include <cairo-pdf.h>
#include <stdio.h>
#include <string.h>

static cairo_status_t append(void *closure, const unsigned char *bytes, unsigned n_bytes) {
    Buf *buf = closure;
    buf_put(buf, (const char *)bytes, n_bytes);
    return buf->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const DocumentInfo *info) {
    if (info && info->title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, info->title);
    if (info && info->author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, info->author);
    if (info && info->subject)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, info->subject);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                   info && info->creator ? info->creator
                                                         : "Gradus " GRADUS_VERSION);
}

// Names of all anchors of all pages; map_free.
static Status list_destinations(Ctx *ctx, Scene *const *pages, Index n_pages, Map **ret) {
    Map *names = map_new();
    Status status = names ? OK : ctx_fail_nomem(ctx);
    for (Index p = 0; p < n_pages; p++)
        for (Index i = 0; i < pages[p]->n_items && status == OK; i++) {
            SceneItem *item = &pages[p]->items[i];
            if (item->kind != SCENE_ANCHOR || !item->id || !*item->id) continue;
            status = map_set(names, item->id, item);
            if (status != OK) ctx_fail_nomem(ctx);
        }
    if (status == OK) *ret = names;
    else map_free(names);
    return status;
}

enum { MAX_LEVEL = 8 };
static void add_outlines(cairo_surface_t *surface, const Scene *page, Index page_number,
                         int *parents) {
    for (Index i = 0; i < page->n_items; i++) {
        const SceneItem *item = &page->items[i];
        if (item->kind != SCENE_ANCHOR || item->level < 1 || !item->text || !*item->text) continue;
        int level = item->level < MAX_LEVEL ? item->level : MAX_LEVEL - 1;
        char link[96];
        snprintf(link, sizeof link, "page=%d pos=[%f %f]", (int)page_number, item->x, item->y);
        int id = cairo_pdf_surface_add_outline(surface, parents[level - 1], item->text, link,
                                               CAIRO_PDF_OUTLINE_FLAG_OPEN);
        for (int k = level; k < MAX_LEVEL; k++) parents[k] = id;
    }
}

/// *ret_alts: alternative texts in order of the elements, borrowed from the pages; array mem_free.
static Status draw_pages(Ctx *ctx, cairo_surface_t *surface, Scene *const *pages, Index n_pages,
                         const char ***ret_alts, Index *ret_n_alts) {
    Map *names = NULL;
    TRY(list_destinations(ctx, pages, n_pages, &names));
    cairo_t *cr = cairo_create(surface);
    Drawing drawing;
    drawing_init(&drawing, ctx, cr);
    drawing.tagged = true;
    drawing.destinations = names;
    int parents[MAX_LEVEL] = {CAIRO_PDF_OUTLINE_ROOT};
    for (Index p = 0; p < n_pages && drawing.status == OK; p++) {
        cairo_pdf_surface_set_size(surface, pages[p]->width, pages[p]->height);
        drawing_scene(&drawing, pages[p]);
        add_outlines(surface, pages[p], p + 1, parents);
        cairo_show_page(cr);
    }
    *ret_alts = drawing.alts;
    *ret_n_alts = drawing.n_alts;
    drawing.alts = NULL;
    Status status = drawing_done(&drawing);
    cairo_destroy(cr);
    map_free(names);
    return status;
}

Status target_pdf_bytes(Ctx *ctx, Scene *const *pages, Index n_pages, const DocumentInfo *info,
                        Buf *out) {
    if (n_pages < 1) return ctx_fail(ctx, ERR_ARG, "", "A PDF document needs at least one page.");
    Buf bytes = BUF_INIT; // offsets in the file count from its own start
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(append, &bytes, pages[0]->width, pages[0]->height);
    set_metadata(surface, info);
    PdfMarks marks = {.language = info ? info->language : NULL, .has_title = info && info->title};
    const char **alts = NULL;
    Status status = draw_pages(ctx, surface, pages, n_pages, &alts, &marks.n_alts);
    marks.alts = alts;
    cairo_surface_finish(surface);
    if (status == OK)
        status = drawing_check(ctx, cairo_surface_status(surface), "the PDF document");
    cairo_surface_destroy(surface);
    if (status == OK) status = pdf_mark(ctx, &bytes, &marks, NULL);
    mem_free(alts);
    if (status == OK) buf_put(out, bytes.data, bytes.len);
    if (status == OK && (out->failed || bytes.failed)) status = ctx_fail_nomem(ctx);
    buf_done(&bytes);
    return status;
}

Status target_pdf(Ctx *ctx, Scene *const *pages, Index n_pages, const DocumentInfo *info,
                  const char *path) {
    Buf bytes = BUF_INIT;
    Status status = target_pdf_bytes(ctx, pages, n_pages, info, &bytes);
    if (status == OK) status = file_write(ctx, path, bytes.data, bytes.len);
    buf_done(&bytes);
    return status;
}
