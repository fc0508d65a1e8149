// doc/writers/word_text.c: paragraphs, runs, links, bookmarks, equations and pictures of the .docx
// writer.
#include "doc/package/picture.h"
#include "doc/writers/word.h"
#include "graphics/targets/bitmap.h"
#include "graphics/math.h"
#include <ctype.h>
#include <math.h>
#include <string.h>

void word_put_text(Buf *out, const char *text, size_t n) {
    for (size_t i = 0; i < n;) {
        size_t start = i;
        while (i < n && text[i] != '\t' && text[i] != '\n') i++;
        if (i > start) {
            buf_puts(out, "<w:t xml:space=\"preserve\">");
            xml_put_text(out, text + start, i - start);
            buf_puts(out, "</w:t>");
        }
        if (i < n) buf_puts(out, text[i++] == '\t' ? "<w:tab/>" : "<w:br/>");
    }
}

void word_put_start(WordWriter *w, const char *style, const char *more, const char *align) {
    buf_printf(&w->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s", style, more);
    if (align) buf_printf(&w->body, "<w:jc w:val=\"%s\"/>", align);
    buf_puts(&w->body, "</w:pPr>");
}

// ---- bookmarks and links ----------------------------------------------------------------------

void word_bookmark_name(const char *anchor, Buf *out) {
    enum { LONGEST = 30 };
    uint32_t hash = 0x811C9DC5u;
    bool changed = strlen(anchor) > LONGEST;
    buf_puts(out, "a_");
    for (size_t i = 0; anchor[i]; i++) {
        hash = (hash ^ (unsigned char)anchor[i]) * 0x01000193u;
        bool plain = isalnum((unsigned char)anchor[i]) || anchor[i] == '_';
        changed = changed || !plain;
        if (i < LONGEST) buf_putc(out, plain ? anchor[i] : '_');
    }
    if (changed) buf_printf(out, "%08x", (unsigned)hash); // two anchors stay two
}

int word_put_bookmark(WordWriter *w, const char *name) {
    int id = ++w->last_bookmark;
    buf_printf(&w->body, "<w:bookmarkStart w:id=\"%d\"", id);
    xml_put_pair(&w->body, "w:name", name);
    buf_puts(&w->body, "/>");
    return id;
}

void word_put_bookmark_end(WordWriter *w, int id) {
    buf_printf(&w->body, "<w:bookmarkEnd w:id=\"%d\"/>", id);
}

/// Relationship of a URL, one for all its uses.
static int link_id(WordWriter *w, const char *url) {
    void *found = map_find(w->links, url);
    if (found) return (int)(intptr_t)found;
    int id = word_relation(w, "hyperlink", url, true);
    if (map_set(w->links, url, (void *)(intptr_t)id) != OK) word_fail(w, ctx_fail_nomem(w->ctx));
    return id;
}

static void put_link_start(WordWriter *w, const char *link) {
    if (link[0] != '#') {
        buf_printf(&w->body, "<w:hyperlink r:id=\"rId%d\">", link_id(w, link));
        return;
    }
    Buf name = BUF_INIT;
    word_bookmark_name(link + 1, &name);
    if (name.failed) w->body.failed = true;
    buf_puts(&w->body, "<w:hyperlink");
    xml_put_pair(&w->body, "w:anchor", buf_text(&name));
    buf_putc(&w->body, '>');
    buf_done(&name);
}

// ---- equations --------------------------------------------------------------------------------

/// Office Math of an equation; false where its source is too long or too deep for it.
static bool put_math(WordWriter *w, const char *tex) {
    Status status = math_omml(w->ctx, tex, strlen(tex), &w->body);
    if (status == OK) return true;
    if (status == ERR_NOMEM)
        word_fail(w, status);
    else
        error_clear(&w->ctx->error);
    return false;
}

void word_put_equation(WordWriter *w, const char *tex, const char *align) {
    size_t mark = w->body.len;
    if (align)
        buf_printf(&w->body, "<m:oMathPara><m:oMathParaPr><m:jc m:val=\"%s\"/></m:oMathParaPr>",
                   align);
    if (put_math(w, tex)) {
        if (align) buf_puts(&w->body, "</m:oMathPara>");
        return;
    }
    w->body.len = mark; // the source instead
    buf_puts(&w->body, "<w:r><w:rPr><w:i/><w:iCs/></w:rPr>");
    word_put_text(&w->body, tex, strlen(tex));
    buf_puts(&w->body, "</w:r>");
}

// ---- pictures ---------------------------------------------------------------------------------

/// Shrinks to the text area; a picture is at most 0.6 of its height.
static void fit(const WordWriter *w, double *width, double *height) {
    double scale = 1;
    if (*width > w->width_pt) scale = w->width_pt / *width;
    if (*height * scale > 0.6 * w->height_pt) scale = 0.6 * w->height_pt / *height;
    *width = fmax(*width * scale, 1);
    *height = fmax(*height * scale, 1);
}

/// Puts a file into word/media and returns its relationship.
static int add_media(WordWriter *w, Buf *bytes, const char *extension) {
    char name[80], target[64];
    snprintf(target, sizeof target, "media/image%d.%s", w->last_drawing, extension);
    snprintf(name, sizeof name, "word/%s", target);
    word_take_part(w, name, bytes);
    return word_relation(w, "image", target, false);
}

static void put_drawing(WordWriter *w, int id, int svg_id, double width, double height,
                        const char *alt) {
    long cx = lround(width * 12700), cy = lround(height * 12700); // English metric units
    Buf *out = &w->body;
    buf_printf(out,
               "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" "
               "distR=\"0\"><wp:extent cx=\"%ld\" cy=\"%ld\"/>"
               "<wp:docPr id=\"%d\" name=\"Picture %d\"",
               cx, cy, w->last_drawing, w->last_drawing);
    xml_put_pair(out, "descr", alt);
    buf_printf(out,
               "/><a:graphic><a:graphicData "
               "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
               "<pic:nvPicPr><pic:cNvPr id=\"%d\" name=\"Picture "
               "%d\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
               "<a:blip r:embed=\"rId%d\">",
               w->last_drawing, w->last_drawing, id);
    if (svg_id)
        buf_printf(out,
                   "<a:extLst><a:ext uri=\"{96DAC541-7B7A-43D3-8B79-37D633B846F1}\"><asvg:svgBlip "
                   "xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" "
                   "r:embed=\"rId%d\"/></a:ext>"
                   "</a:extLst>",
                   svg_id);
    buf_printf(out,
               "</a:blip><a:stretch><a:fillRect/></a:stretch></"
               "pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
               "<a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm><a:prstGeom "
               "prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>"
               "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
               cx, cy);
}

void word_put_scene(WordWriter *w, const Scene *scene, const char *alt) {
    double width = scene->width, height = scene->height;
    double dpi = w->options->figure_dpi > 0 ? w->options->figure_dpi : 200;
    Buf png = BUF_INIT, svg = BUF_INIT;
    Status status = target_png_bytes(w->ctx, scene, dpi, &png);
    bool vectors = w->options->figure_format == DOC_FIGURE_SVG;
    if (status == OK && vectors) status = target_svg(w->ctx, scene, &svg);
    if (status != OK) {
        word_fail(w, status);
        buf_done(&png);
        buf_done(&svg);
        return;
    }
    w->last_drawing++;
    int id = add_media(w, &png, "png"), svg_id = vectors ? add_media(w, &svg, "svg") : 0;
    fit(w, &width, &height);
    put_drawing(w, id, svg_id, width, height, alt);
}

/// Pixels as PNG where the stored file is of a kind that Word does not show alone.
static Status shown_bytes(WordWriter *w, const DocImage *image, Buf *out, const char **ret_type) {
    const char *stored = image->bytes ? bitmap_type(image->bytes, image->n_bytes) : NULL;
    bool good = stored && strcmp(stored, "image/svg+xml");
    if (good || !image->pixels) return good ? picture_bytes(w->ctx, image, out, ret_type) : ERR_ARG;
    DocImage plain = {.pixels = image->pixels, .width = image->width, .height = image->height};
    return picture_bytes(w->ctx, &plain, out, ret_type);
}

bool word_put_image(WordWriter *w, const DocImage *image, const char *alt) {
    Buf bytes = BUF_INIT;
    const char *type = NULL;
    Status status = shown_bytes(w, image, &bytes, &type);
    if (status != OK) {
        buf_done(&bytes);
        if (status == ERR_NOMEM) word_fail(w, status);
        return false;
    }
    double width = image->width_px > 0 ? image->width_px
                   : image->width > 0  ? (double)image->width
                                       : 320;
    double height = image->height_px > 0 ? image->height_px
                    : image->width > 0   ? width * (double)image->height / (double)image->width
                                         : width * 0.75;
    width *= 0.75; // CSS pixels to points
    height *= 0.75;
    fit(w, &width, &height);
    w->last_drawing++;
    put_drawing(w, add_media(w, &bytes, picture_extension(type) + 1), 0, width, height, alt);
    return true;
}

// ---- runs -------------------------------------------------------------------------------------

static void put_run_properties(Buf *out, unsigned style, bool linked) {
    if (!style && !linked) return;
    buf_puts(out, "<w:rPr>");
    if (linked) buf_puts(out, "<w:rStyle w:val=\"Hyperlink\"/>");
    if ((style & RUN_MONO) && !linked) buf_puts(out, "<w:rStyle w:val=\"InlineCode\"/>");
    if ((style & RUN_MONO) && linked)
        buf_puts(
            out,
            "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>");
    if (style & RUN_BOLD) buf_puts(out, "<w:b/><w:bCs/>");
    if (style & RUN_ITALIC) buf_puts(out, "<w:i/><w:iCs/>");
    if (style & RUN_UNDERLINE) buf_puts(out, "<w:u w:val=\"single\"/>");
    buf_puts(out, "</w:rPr>");
}

static void put_plain(WordWriter *w, const DocRun *run, const char *text) {
    if (!text || !*text) return;
    buf_puts(&w->body, "<w:r>");
    put_run_properties(&w->body, run->style, run->link != NULL);
    word_put_text(&w->body, text, strlen(text));
    buf_puts(&w->body, "</w:r>");
}

static void put_run(WordWriter *w, const DocRun *run) {
    switch (run->kind) {
    case RUN_TEXT: put_plain(w, run, run->text); break;
    case RUN_EQUATION: word_put_equation(w, run->text, NULL); break;
    case RUN_IMAGE:
        if (!run->image || !word_put_image(w, run->image, run->text ? run->text : ""))
            put_plain(w, run, run->text);
        break;
    case RUN_BREAK: buf_puts(&w->body, "<w:r><w:br/></w:r>"); break;
    case RUN_RAW: put_plain(w, run, run->alt); break;
    }
}

void word_put_runs(WordWriter *w, const DocRuns *runs) {
    for (Index i = 0; i < runs->n && w->status == OK; i++) {
        const DocRun *run = &runs->items[i];
        const char *before = i ? run[-1].link : NULL, *after = i + 1 < runs->n ? run[1].link : NULL;
        if (run->link && !(before && !strcmp(before, run->link))) put_link_start(w, run->link);
        put_run(w, run);
        if (run->link && !(after && !strcmp(after, run->link)))
            buf_puts(&w->body, "</w:hyperlink>");
    }
}
