// doc/writers/mlx_text.c: blocks to matlab/document.xml: the other direction of readers/mlx_text.c,
// with the wrappers that let older readers take a Fallback.
#include "base/vec.h"
#include "doc/controls.h"
#include "doc/package/picture.h"
#include "doc/snapshot.h"
#include "doc/writers/mlx.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ALTERNATE(release) "<mc:AlternateContent><mc:Choice Requires=\"" release "\">"
#define OTHERWISE "</mc:Choice><mc:Fallback>"
#define ALTERNATE_END "</mc:Fallback></mc:AlternateContent>"

static void put_text_element(Buf *out, const char *text) {
    buf_puts(out, "<w:t>");
    xml_put_text(out, text, strlen(text));
    buf_puts(out, "</w:t>");
}

/// Text in CDATA; "]]>" is split over two.
static void put_cdata(MlxWriter *w, Buf *out, const char *text) {
    size_t n = strlen(text);
    if (!xml_can_hold(text, n)) {
        mlx_write_fail(w,
                       ctx_fail_unsupported(w->ctx, "A control character in code of an .mlx file"));
        return;
    }
    buf_puts(out, "<![CDATA[");
    for (const char *p = text, *stop; *p; p = stop) {
        stop = strstr(p, "]]>");
        if (stop) stop += 2;
        if (!stop) stop = p + strlen(p);
        buf_put(out, p, (size_t)(stop - p));
        if (*stop) buf_puts(out, "]]><![CDATA[");
    }
    buf_puts(out, "]]>");
}

// ---- runs -------------------------------------------------------------------------------------

static void put_run_start(Buf *out, const DocRun *run, const json_t *attributes) {
    const char *others = json_string_value(json_object_get(attributes, "rPr"));
    buf_puts(out, "<w:r>");
    if (!run->style && !others) return;
    buf_puts(out, "<w:rPr>");
    if (run->style & RUN_MONO) buf_puts(out, "<w:rFonts w:cs=\"monospace\"/>");
    if (run->style & RUN_BOLD) buf_puts(out, "<w:b/>");
    if (run->style & RUN_ITALIC) buf_puts(out, "<w:i/>");
    if (run->style & RUN_UNDERLINE) buf_puts(out, "<w:u/>");
    buf_puts(out, others ? others : "");
    buf_puts(out, "</w:rPr>");
}

static void put_custom_start(Buf *out, const char *element) {
    buf_printf(out, "<w:customXml w:element=\"%s\"><w:customXmlPr>", element);
}

static void put_custom(Buf *out, const char *name, const char *value) {
    buf_puts(out, "<w:attr");
    xml_put_pair(out, "w:name", name);
    xml_put_pair(out, "w:val", value);
    buf_puts(out, "/>");
}

static void put_custom_number(Buf *out, const char *name, long value) {
    buf_printf(out, "<w:attr w:name=\"%s\" w:val=\"%ld\"/>", name, value);
}

/// Attributes of the run that are the element's own.
static void put_custom_others(Buf *out, const json_t *attributes) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)attributes, key, value) if (json_is_string(value) &&
                                                              strncmp(key, "link:", 5) &&
                                                              strcmp(key, "rPr"))
        put_custom(out, !strcmp(key, "align") ? "verticalAlign" : key, json_string_value(value));
}

static void put_equation(Buf *out, const DocRun *run, const json_t *attributes) {
    put_custom_start(out, "equation");
    put_custom(out, "displayStyle", run->display ? "true" : "false");
    if (run->alt) put_custom(out, "altTextString", run->alt);
    put_custom_others(out, attributes);
    buf_puts(out, "</w:customXmlPr><w:r>");
    put_text_element(out, run->text);
    buf_puts(out, "</w:r></w:customXml>");
}

/// The key of the picture object itself: the same one often stands at many places.
static void place_key(const DocImage *image, char ret[24]) {
    const void *at = image->bytes ? image->bytes : image->pixels;
    snprintf(ret, 24, "@%p", at);
}

/// The place among the writer's pictures under a key; -1 when there is none.
static Index known_picture(const MlxWriter *w, const char *key) {
    return (Index)(intptr_t)map_find(w->image_ids, key) - 1;
}

static void remember(MlxWriter *w, const char *key, Index index) {
    if (map_set(w->image_ids, key, (void *)(intptr_t)(index + 1)) != OK)
        mlx_write_fail(w, ctx_fail_nomem(w->ctx));
}

/// The picture among the writer's that is this one, or has the same bytes; -1 when there is none.
static Index find_picture(MlxWriter *w, const DocImage *image, const char *place,
                          const char *digest) {
    Index i = known_picture(w, place);
    if (i >= 0 || !*digest) return i;
    i = known_picture(w, digest);
    if (i < 0) return -1;
    const DocImage *other = w->images[i].image;
    if (other->n_bytes != image->n_bytes || memcmp(other->bytes, image->bytes, image->n_bytes) != 0)
        return -1;
    remember(w, place, i);
    return i;
}

/// Relationship id of a picture, which is put into the package at its first use; null after a
/// failure. A package that its reader would refuse is not written.
static const char *picture_id(MlxWriter *w, const DocImage *image) {
    char place[24], digest[17] = "";
    if (!w->image_ids) w->image_ids = map_new();
    if (!w->image_ids) mlx_write_fail(w, ctx_fail_nomem(w->ctx));
    if (w->status != OK) return NULL;
    place_key(image, place);
    if (image->bytes && known_picture(w, place) < 0)
        snapshot_digest(image->bytes, image->n_bytes, digest);
    Index known = find_picture(w, image, place, digest);
    if (known >= 0) return w->images[known].id;
    if (w->n_images >= package_limits.entries) {
        mlx_write_fail(w, ctx_fail(w->ctx, ERR_LIMIT, "Gradus:doc:size",
                                   "The document has more than %d pictures, the most of a package.",
                                   (int)package_limits.entries));
        return NULL;
    }
    Status status = vec_reserve(w->ctx, (void **)&w->images, &w->cap_images, w->n_images + 1,
                                sizeof *w->images);
    Buf bytes = BUF_INIT, name = BUF_INIT;
    const char *type = NULL;
    MlxImage entry = {.image = image};
    if (status == OK) status = picture_bytes(w->ctx, image, &bytes, &type);
    if (status == OK) entry.id = mlx_new_id(w, w->kept_relations, &w->last_id);
    for (Index k = w->n_images + 1; status == OK && !name.failed;
         k++) { // kept parts may have such names
        buf_clear(&name);
        buf_printf(&name, "media/image%d%s", (int)k, picture_extension(type));
        if (!document_find_part(w->doc, "mlx", buf_text(&name)) &&
            !package_has(&w->package, buf_text(&name)))
            break;
    }
    entry.name = name.len ? mem_dup(name.data + strlen("media/")) : NULL;
    if (status == OK && (!entry.name || !entry.id)) status = ctx_fail_nomem(w->ctx);
    if (status == OK) {
        mlx_take_part(w, buf_text(&name), &bytes);
        remember(w, place, w->n_images);
        if (*digest) remember(w, digest, w->n_images);
        w->images[w->n_images++] = entry;
    } else {
        mlx_write_fail(w, status);
        mem_free(entry.name);
        mem_free(entry.id);
    }
    buf_done(&bytes);
    buf_done(&name);
    return status == OK ? entry.id : NULL;
}

static void put_image(MlxWriter *w, Buf *out, const DocRun *run, const json_t *attributes) {
    const DocImage *image = run->image;
    const char *id = image && (image->bytes || image->pixels) ? picture_id(w, image) : NULL;
    if (!id) { // a picture that was never there: its words remain
        if (run->text && *run->text && w->status == OK) {
            buf_puts(out, "<w:r>");
            put_text_element(out, run->text);
            buf_puts(out, "</w:r>");
        }
        return;
    }
    double width = image->width_px > 0 ? image->width_px : (double)image->width;
    double height = image->height_px > 0 ? image->height_px
                    : image->width > 0   ? width * (double)image->height / (double)image->width
                                         : (double)image->height;
    put_custom_start(out, "image");
    if (height > 0) put_custom_number(out, "height", lround(height));
    if (width > 0) put_custom_number(out, "width", lround(width));
    if (!json_object_get(attributes, "align")) put_custom(out, "verticalAlign", "baseline");
    put_custom_others(out, attributes);
    put_custom(out, "altText", run->text ? run->text : "");
    put_custom(out, "relationshipId", id);
    buf_puts(out, "</w:customXmlPr></w:customXml>");
}

static void put_run(MlxWriter *w, Buf *out, const DocRun *run) {
    json_t *attributes = mlx_parse_attributes(run->attributes);
    switch (run->kind) {
    case RUN_TEXT:
        put_run_start(out, run, attributes);
        put_text_element(out, run->text);
        buf_puts(out, "</w:r>");
        break;
    case RUN_BREAK:
        put_run_start(out, run, attributes);
        buf_puts(out, "<w:br/></w:r>");
        break;
    case RUN_EQUATION: put_equation(out, run, attributes); break;
    case RUN_IMAGE: put_image(w, out, run, attributes); break;
    case RUN_RAW:
        if (run->id && !strcmp(run->id, "mlx")) buf_puts(out, run->text);
        break;
    }
    json_decref(attributes);
}

static bool same_text(const char *a, const char *b) {
    return a && b ? !strcmp(a, b) : a == b;
}

static void put_link_start(Buf *out, const DocRun *run) {
    json_t *attributes = mlx_parse_attributes(run->attributes);
    const char *key;
    json_t *value;
    buf_puts(out, "<w:hyperlink");
    if (run->link && run->link[0] == '#') {
        buf_puts(out, " w:anchor=\"internal:");
        xml_put_attribute(out, run->link + 1);
        buf_putc(out, '"');
    } else {
        xml_put_pair(out, "w:docLocation", run->link ? run->link : run->unsafe_link);
    }
    json_object_foreach(attributes, key,
                        value) if (!strncmp(key, "link:", 5) && json_is_string(value)) {
        buf_printf(out, " w:%s=\"", key + 5);
        xml_put_attribute(out, json_string_value(value));
        buf_putc(out, '"');
    }
    buf_putc(out, '>');
    json_decref(attributes);
}

static void put_runs(MlxWriter *w, Buf *out, const DocRun *runs, Index n) {
    for (Index i = 0; i < n && w->status == OK; i++) {
        const DocRun *run = &runs[i];
        bool linked = run->link || run->unsafe_link;
        bool before = i > 0 && same_text(run[-1].link, run->link) &&
                      same_text(run[-1].unsafe_link, run->unsafe_link);
        bool after = i + 1 < n && same_text(run[1].link, run->link) &&
                     same_text(run[1].unsafe_link, run->unsafe_link);
        if (linked && !before) put_link_start(out, run);
        put_run(w, out, run);
        if (linked && !after) buf_puts(out, "</w:hyperlink>");
    }
}

// ---- paragraphs -------------------------------------------------------------------------------

static const char *const align_names[] = {"left", "center", "right"};

static void put_properties(Buf *out, const char *style, const DocBlock *b,
                           const json_t *attributes) {
    const char *others = json_string_value(json_object_get(attributes, "pPr"));
    buf_puts(out, "<w:pPr><w:pStyle");
    xml_put_pair(out, "w:val", style);
    buf_puts(out, "/>");
    if (b && b->kind == BLOCK_LIST_ITEM) {
        const char *id = json_string_value(json_object_get(attributes, "numId"));
        buf_puts(out, "<w:numPr>");
        if (b->level) buf_printf(out, "<w:ilvl w:val=\"%d\"/>", b->level);
        buf_puts(out, "<w:numId");
        xml_put_pair(out, "w:val", id ? id : b->ordered ? "2" : "1");
        buf_puts(out, "/></w:numPr>");
    }
    if (b) buf_printf(out, "<w:jc w:val=\"%s\"/>", align_names[b->align]);
    buf_puts(out, others ? others : "");
    buf_puts(out, "</w:pPr>");
}

static void put_paragraph_start(Buf *out, const DocBlock *b, const json_t *attributes) {
    const char *own = json_string_value(json_object_get(attributes, "style"));
    const char *strange = json_string_value(json_object_get(attributes, "properties"));
    buf_puts(out, "<w:p>");
    if (strange) {
        buf_puts(out, strange);
    } else if (b->kind == BLOCK_HEADING && b->level > 1) {
        buf_puts(out, ALTERNATE("R2018b"));
        put_properties(out, b->level == 2 ? "heading2" : "heading3", b, attributes);
        buf_puts(out, OTHERWISE);
        put_properties(out, "heading", b, attributes);
        buf_puts(out, ALTERNATE_END);
    } else {
        const char *style = b->kind == BLOCK_TITLE       ? "title"
                            : b->kind == BLOCK_HEADING   ? "heading"
                            : b->kind == BLOCK_LIST_ITEM ? "ListParagraph"
                                                         : "text";
        put_properties(out, own ? own : style, b, attributes);
    }
}

static void put_text_block(MlxWriter *w, Buf *out, const DocBlock *b) {
    json_t *attributes = mlx_parse_attributes(b->attributes);
    const char *verbatim = json_string_value(json_object_get(attributes, "alternate"));
    const char *shown = json_string_value(json_object_get(attributes, "shown"));
    Buf now = BUF_INIT;
    runs_text(&b->runs, &now);
    if (now.failed) out->failed = true;
    if (verbatim && shown && !strcmp(shown, buf_text(&now))) { // still what its XML says
        buf_puts(out, verbatim);
    } else {
        put_paragraph_start(out, b, attributes);
        if (b->anchor) {
            buf_puts(out, "<w:bookmarkStart w:name=\"MW_");
            xml_put_attribute(out, b->anchor);
            buf_puts(out, "\" w:id=\"");
            xml_put_attribute(out, b->anchor);
            buf_puts(out, "\"/>");
        }
        put_runs(w, out, b->runs.items, b->runs.n);
        if (b->anchor) {
            buf_puts(out, "<w:bookmarkEnd");
            xml_put_pair(out, "w:id", b->anchor);
            buf_puts(out, "/>");
        }
        buf_puts(out, "</w:p>");
    }
    buf_done(&now);
    json_decref(attributes);
}

// ---- code -------------------------------------------------------------------------------------

static json_t *control_context(const DocControl *c, const char *kind, const char *text) {
    json_t *live = c->data ? json_loads(c->data, 0, NULL) : NULL;
    json_t *data = live ? mlx_control_data(live, false) : json_object(), *all = json_object();
    const char *key;
    json_t *value;
    if (data && !json_object_get(data, "value") && *text) {
        json_t *number = json_loads(text, JSON_DECODE_ANY, NULL);
        json_object_set_new(data, "value",
                            json_is_number(number) ? json_incref(number) : json_string(text));
        json_decref(number);
    }
    if (all && data) json_object_set(all, "data", data);
    if (all) json_object_set_new(all, "type", json_string(kind));
    json_object_foreach(json_object_get(data, "mlx"), key, value) json_object_set(all, key, value);
    json_object_del(data, "mlx");
    json_decref(live);
    json_decref(data);
    return all;
}

static void put_control(MlxWriter *w, Buf *out, const DocBlock *b, const DocControl *c) {
    const char *kind = mlx_control_kind(c->kind, false);
    bool early = !strcmp(kind, "slider") || !strcmp(kind, "comboBox");
    Buf text = BUF_INIT;
    if (c->line == c->end_line) control_code(b, c, &text);
    if (text.failed) out->failed = true;
    json_t *context = control_context(c, kind, buf_text(&text));
    char *json = context ? json_dumps(context, JSON_COMPACT) : NULL;
    if (!json) mlx_write_fail(w, ctx_fail_nomem(w->ctx));
    buf_puts(out, early ? ALTERNATE("R2018a") : ALTERNATE("R2019a"));
    put_custom_start(out, "livecontrol");
    put_custom(out, "context", json ? json : "");
    put_custom(out, "text", buf_text(&text));
    put_custom_number(out, "startOffsetLine", c->line);
    put_custom_number(out, "startColumn", c->start);
    put_custom_number(out, "endOffsetLine", c->end_line);
    put_custom_number(out, "endColumn", c->end);
    buf_puts(out, "</w:customXmlPr></w:customXml>" OTHERWISE ALTERNATE_END);
    free(json);
    json_decref(context);
    buf_done(&text);
}

static void put_code(MlxWriter *w, Buf *out, const DocBlock *b) {
    buf_puts(out, "<w:p><w:pPr><w:pStyle w:val=\"code\"/></w:pPr><w:r><w:t>");
    put_cdata(w, out, b->text ? b->text : "");
    buf_puts(out, "</w:t></w:r>");
    for (Index i = 0; i < b->n_controls; i++) put_control(w, out, b, &b->controls[i]);
    put_runs(w, out, b->runs.items, b->runs.n);
    buf_puts(out, "</w:p>");
}

/// Lines of an example as paragraphs of `style`.
static void put_lines(Buf *out, const char *text, const char *style, bool mono) {
    const DocRun plain = {.style = mono ? RUN_MONO : 0};
    for (const char *p = text;; p++) {
        size_t n = strcspn(p, "\n");
        buf_puts(out, "<w:p>");
        put_properties(out, style, NULL, NULL);
        put_run_start(out, &plain, NULL);
        buf_puts(out, "<w:t>");
        xml_put_text(out, p, n);
        buf_puts(out, "</w:t></w:r></w:p>");
        p += n;
        if (!*p) break;
    }
}

static void put_example(Buf *out, const DocBlock *b) {
    buf_puts(out, ALTERNATE("R2018a") "<w:sdt><w:sdtPr><w:alias w:val=\"codeexample_");
    xml_put_attribute(out, b->language && *b->language ? b->language : "plain");
    buf_puts(out, "\"/></w:sdtPr><w:sdtContent>");
    put_lines(out, b->text, "CodeExampleLine", false);
    buf_puts(out, "</w:sdtContent></w:sdt>" OTHERWISE);
    put_lines(out, b->text, "text", true);
    buf_puts(out, ALTERNATE_END);
}

// ---- contents and tables ----------------------------------------------------------------------

static void put_contents(MlxWriter *w, Buf *out, const DocBlock *b) {
    buf_puts(out, ALTERNATE("R2018a") "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
                                      "w:val=\"Table of Contents\"/>"
                                      "</w:docPartObj></w:sdtPr><w:sdtContent>");
    if (b->runs.n) {
        buf_puts(out, "<w:p>");
        put_properties(out, "TOCHeading", NULL, NULL);
        put_runs(w, out, b->runs.items, b->runs.n);
        buf_puts(out, "</w:p>");
    }
    for (Index i = 0; i < w->doc->n_blocks; i++) {
        const DocBlock *heading = &w->doc->blocks[i];
        if (heading->kind != BLOCK_HEADING || !heading->runs.n) continue;
        Buf words = BUF_INIT, anchor = BUF_INIT;
        runs_text(&heading->runs, &words);
        if (heading->anchor) buf_printf(&anchor, "#%s", heading->anchor);
        DocRun run = {.kind = RUN_TEXT,
                      .text = buf_text(&words),
                      .link = anchor.len ? buf_text(&anchor) : NULL};
        buf_puts(out, "<w:p>");
        put_properties(out, "TOC1", NULL, NULL);
        put_runs(w, out, &run, 1);
        buf_puts(out, "</w:p>");
        if (words.failed || anchor.failed) out->failed = true;
        buf_done(&words);
        buf_done(&anchor);
    }
    buf_puts(out, "</w:sdtContent></w:sdt>" OTHERWISE ALTERNATE_END);
}

/// Line breaks in a cell are paragraphs of their own.
static void put_cell(MlxWriter *w, Buf *out, const DocRuns *runs, char align) {
    DocBlock paragraph = {.kind = BLOCK_PARAGRAPH};
    paragraph.align = align == 'c' ? DOC_CENTER : align == 'r' ? DOC_RIGHT : DOC_LEFT;
    buf_puts(out, "<w:tc>");
    for (Index i = 0; i <= runs->n; i++) {
        Index start = i;
        while (i < runs->n && runs->items[i].kind != RUN_BREAK) i++;
        buf_puts(out, "<w:p>");
        put_properties(out, "text", &paragraph, NULL);
        put_runs(w, out, runs->items + start, i - start);
        buf_puts(out, "</w:p>");
    }
    buf_puts(out, "</w:tc>");
}

static void put_table_head(Buf *out, const DocBlock *b, const json_t *attributes) {
    const char *others = json_string_value(json_object_get(attributes, "tblPr"));
    const json_t *widths = json_object_get(attributes, "gridColumns");
    buf_puts(out, "<w:tbl><w:tblPr><w:tblStyle w:val=\"Table\"/>");
    buf_puts(out, others ? others : "");
    buf_puts(out, "</w:tblPr><w:tblGrid>");
    for (Index c = 0; c < b->n_cols; c++) {
        const json_t *width = json_array_get(widths, (size_t)c);
        if (json_is_integer(width))
            buf_printf(out, "<w:gridCol w:w=\"%d\"/>", (int)json_integer_value(width));
        else
            buf_puts(out, "<w:gridCol/>");
    }
    buf_puts(out, "</w:tblGrid>");
}

static void put_table(MlxWriter *w, Buf *out, const DocBlock *b) {
    json_t *attributes = mlx_parse_attributes(b->attributes);
    const char *aligns = json_string_value(json_object_get(attributes, "cellAlign"));
    const char *own = json_string_value(json_object_get(attributes, "tblPr"));
    bool marked = own && strstr(own, "firstRow");
    Index n = b->n_rows * b->n_cols;
    if (aligns && (Index)strlen(aligns) != n) aligns = NULL;
    buf_puts(out, ALTERNATE("R2023b"));
    put_table_head(out, b, attributes);
    for (Index i = 0; i < n; i++) {
        if (i % b->n_cols == 0) buf_puts(out, "<w:tr>");
        if (i == 0 && b->has_header && !marked) buf_puts(out, "<w:trPr><w:tblHeader/></w:trPr>");
        put_cell(w, out, &b->cells[i], aligns ? aligns[i] : 'l');
        if (i % b->n_cols == b->n_cols - 1) buf_puts(out, "</w:tr>");
    }
    buf_puts(out, "</w:tbl>" OTHERWISE);
    for (Index r = 0; r < b->n_rows; r++) {
        buf_puts(out, "<w:p>");
        put_properties(out, "text", NULL, NULL);
        for (Index c = 0; c < b->n_cols; c++) {
            const DocRuns *cell = &b->cells[r * b->n_cols + c];
            if (c) buf_puts(out, "<w:r><w:t>\t</w:t></w:r>");
            put_runs(w, out, cell->items, cell->n);
        }
        buf_puts(out, "</w:p>");
    }
    buf_puts(out, ALTERNATE_END);
    json_decref(attributes);
}

// ---- the body ---------------------------------------------------------------------------------

static void put_block(MlxWriter *w, Buf *out, const DocBlock *b) {
    switch (b->kind) {
    case BLOCK_CODE: put_code(w, out, b); break;
    case BLOCK_CODE_EXAMPLE: put_example(out, b); break;
    case BLOCK_SECTION_BREAK: buf_puts(out, "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"); break;
    case BLOCK_CONTENTS: put_contents(w, out, b); break;
    case BLOCK_TABLE: put_table(w, out, b); break;
    case BLOCK_RAW:
        if (b->raw_format && !strcmp(b->raw_format, "mlx")) buf_puts(out, b->text);
        break;
    default: put_text_block(w, out, b); break;
    }
}

void mlx_write_text(MlxWriter *w, Buf *out) {
    const DocPart *root = document_find_part(w->doc, "mlx", MLX_PART_ROOT);
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" MLX_W
                  "\" xmlns:mc=\"" MLX_MC "\"");
    if (root) buf_put(out, root->bytes, root->n_bytes);
    buf_puts(out, "><w:body>");
    for (Index i = 0; i < w->doc->n_blocks && w->status == OK; i++)
        put_block(w, out, &w->doc->blocks[i]);
    buf_puts(out, "</w:body></w:document>");
    if (out->failed) mlx_write_fail(w, ctx_fail_nomem(w->ctx));
}
