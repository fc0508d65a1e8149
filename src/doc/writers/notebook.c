// doc/writers/notebook.c: Jupyter notebooks, format 4.5. Text between two pieces of code is one
// Markdown cell (a notebook read keeps its own cells), pictures are attachments, figures image/png.
#include "base/map.h"
#include "doc/json.h"
#include "doc/writers/internal.h"
#include "doc/writers/markdown.h"
#include <ctype.h>
#include <string.h>

typedef struct NotebookWriter {
    Ctx *ctx;
    const Document *doc;
    const DocOptions *options;
    MarkdownWriter markdown;
    Buf text; // of the Markdown cell in progress
    json_t *cells;
    json_t *attachments; // of the cell in progress, or null
    int n_renamed;       // attachments of the cell whose name was taken
    json_t *metadata;    // of the cell in progress
    char *id;            // of the cell in progress, or null; owned
    bool open;
    bool section;  // a section begins with the next cell
    json_t *lines; // of the outputs of the cell in progress, or null
    Map *ids;
    Status status;
} NotebookWriter;

static void fail(NotebookWriter *w, Status status) {
    if (w->status == OK) w->status = status;
}

/// Lines of a text as an array, each with its line end but the last.
static json_t *lines(const char *text) {
    json_t *array = json_array();
    while (*text) {
        size_t n = strcspn(text, "\n");
        n += text[n] == '\n';
        json_array_append_new(array, json_text(text, n));
        text += n;
    }
    return array;
}

static uint32_t content_hash(const char *text) {
    uint32_t h = 2166136261u;
    for (; *text; text++) h = (h ^ (unsigned char)*text) * 16777619u;
    return h;
}

static bool is_cell_id(const char *id) {
    size_t n = id ? strlen(id) : 0;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)id[i]) && id[i] != '-' && id[i] != '_') return false;
    return n >= 1 && n <= 64;
}

/// The cell's own id, or one from its content; never the same twice.
static json_t *unique_id(NotebookWriter *w, const char *wanted, const char *text) {
    char made[24];
    for (uint32_t k = 0;; k++) {
        const char *id = wanted;
        if (k || !is_cell_id(wanted)) {
            uint32_t hash =
                content_hash(text) + k * 2654435761u + (uint32_t)json_array_size(w->cells);
            snprintf(made, sizeof made, "%08x", hash);
            id = made;
        }
        if (map_find(w->ids, id)) continue;
        if (map_set(w->ids, id, w) != OK) fail(w, ctx_fail_nomem(w->ctx));
        return json_string(id);
    }
}

static json_t *new_cell(NotebookWriter *w, const char *type, const char *id, json_t *metadata,
                        const char *text) {
    json_t *cell = json_object();
    if (!metadata) metadata = json_object();
    json_t *ours = json_copy(json_object_get(metadata, "gradus"));
    if (!ours) ours = json_object();
    json_object_del(ours, "section");
    json_object_del(ours, "lines");
    if (json_array_size(w->lines)) json_object_set(ours, "lines", w->lines);
    if (w->section) json_object_set_new(ours, "section", json_true());
    w->section = false;
    if (json_object_size(ours))
        json_object_set(metadata, "gradus", ours);
    else
        json_object_del(metadata, "gradus");
    json_decref(ours);
    json_object_set_new(cell, "cell_type", json_string(type));
    json_object_set_new(cell, "id", unique_id(w, id, text));
    json_object_set_new(cell, "metadata", metadata);
    json_object_set_new(cell, "source", lines(text));
    return cell;
}

static void add_cell(NotebookWriter *w, json_t *cell) {
    if (!cell || json_array_append_new(w->cells, cell)) fail(w, ctx_fail_nomem(w->ctx));
}

/// Ends the Markdown cell in progress.
static void end_text(NotebookWriter *w) {
    if (!w->open) return;
    if (w->text.failed) fail(w, ctx_fail_nomem(w->ctx));
    while (w->text.len && w->text.data[w->text.len - 1] == '\n') w->text.data[--w->text.len] = 0;
    json_t *cell = new_cell(w, "markdown", w->id, w->metadata, buf_text(&w->text));
    if (w->attachments) json_object_set_new(cell, "attachments", w->attachments);
    add_cell(w, cell);
    mem_free(w->id);
    w->id = NULL;
    w->metadata = w->attachments = NULL;
    w->n_renamed = 0;
    buf_clear(&w->text);
    w->open = false;
}

/// What a notebook's reader noted of the cell that begins with this block; false when nothing.
static bool cell_notes(const DocBlock *b, char **ret_id, json_t **ret_metadata) {
    *ret_id = NULL;
    *ret_metadata = NULL;
    if (!b->attributes || !strstr(b->attributes, "\"cell\"")) return false;
    json_t *attributes = json_object_of(b->attributes);
    const json_t *cell = json_object_get(attributes, "cell");
    const char *id = json_member(cell, "id");
    if (id) *ret_id = mem_dup(id);
    *ret_metadata = json_copy(json_object_get(cell, "metadata"));
    bool found = json_is_object(cell);
    json_decref(attributes);
    return found;
}

static Status attach(void *self, const Picture *picture, const char *name, Buf *address) {
    NotebookWriter *w = self;
    Buf file = BUF_INIT;
    for (const char *p = name; *p; p++) // a name that needs no escapes
        buf_putc(&file, isalnum((unsigned char)*p) || strchr("._-", *p) ? *p : '-');
    size_t n = strlen(picture->extension);
    if (file.len < n || strcmp(buf_text(&file) + file.len - n, picture->extension) != 0) {
        buf_puts(&file, picture->extension);
    }
    if (!w->attachments) w->attachments = json_object();
    while (json_object_get(w->attachments, buf_text(&file))) {
        buf_clear(&file);
        buf_printf(&file, "picture-%d%s", ++w->n_renamed + 1, picture->extension);
    }
    Buf data = BUF_INIT;
    if (!strcmp(picture->media_type, "image/svg+xml"))
        buf_put(&data, picture->bytes.data, picture->bytes.len);
    else
        base64_put(&data, picture->bytes.data, picture->bytes.len);
    json_t *bundle = json_object();
    json_object_set_new(bundle, picture->media_type, json_text(buf_text(&data), data.len));
    json_object_set_new(w->attachments, buf_text(&file), bundle);
    buf_printf(address, "attachment:%s", buf_text(&file));
    bool failed = data.failed || file.failed || address->failed;
    buf_done(&data);
    buf_done(&file);
    return failed ? ctx_fail_nomem(w->ctx) : OK;
}

// ---- outputs ------------------------------------------------------------------------------------

static json_t *stream(const char *name, const char *text) {
    json_t *output = json_object();
    json_object_set_new(output, "output_type", json_string("stream"));
    json_object_set_new(output, "name", json_string(name));
    json_object_set_new(output, "text", lines(text));
    return output;
}

static json_t *display(json_t *bundle) {
    json_t *output = json_object();
    json_object_set_new(output, "output_type", json_string("display_data"));
    json_object_set_new(output, "metadata", json_object());
    json_object_set_new(output, "data", bundle);
    return output;
}

static json_t *figure(NotebookWriter *w, const DocOutput *o) {
    enum { ALL = PICTURE_PNG | PICTURE_JPEG | PICTURE_GIF | PICTURE_SVG };
    DocOptions options = *w->options;
    if (options.figure_format != DOC_FIGURE_SVG) options.figure_format = DOC_FIGURE_PNG;
    Picture picture;
    Status status = picture_of_output(w->ctx, o, &options, ALL, &picture);
    if (status != OK) {
        fail(w, status);
        return NULL;
    }
    json_t *bundle = NULL;
    if (picture.bytes.len) {
        Buf data = BUF_INIT;
        bool svg = !strcmp(picture.media_type, "image/svg+xml");
        if (!svg) base64_put(&data, picture.bytes.data, picture.bytes.len);
        bundle = json_object();
        json_object_set_new(bundle, picture.media_type,
                            svg ? lines(buf_text(&picture.bytes))
                                : json_text(buf_text(&data), data.len));
        if (o->name) json_object_set_new(bundle, "text/plain", lines(o->name));
        buf_done(&data);
    }
    picture_done(&picture);
    return bundle ? display(bundle) : NULL;
}

static void put_html_text(Buf *out, const char *text) {
    for (; *text; text++) {
        const char *entity = *text == '&'   ? "&amp;"
                             : *text == '<' ? "&lt;"
                             : *text == '>' ? "&gt;"
                                            : NULL;
        if (entity)
            buf_puts(out, entity);
        else
            buf_putc(out, *text);
    }
}

static void put_html_cell(Buf *out, const char *tag, const json_t *value) {
    buf_printf(out, "<%s>", tag);
    if (json_is_string(value))
        put_html_text(out, json_string_value(value));
    else if (value)
        json_put(out, value, false);
    buf_printf(out, "</%s>", *tag == 't' && tag[1] == 'h' ? "th" : "td");
}

/// A table's rows as HTML, beside its console form; null when its data is not at hand.
static json_t *html_table(const DocOutput *o) {
    json_t *data = o->data && o->kind == OUTPUT_TABLE ? json_object_of(o->data) : NULL;
    json_join_cells(json_object_get(data, "outputData"));
    const json_t *d = json_object_get(data, "outputData"), *rows = json_object_get(d, "value");
    const json_t *names = json_object_get(d, "columnNames"),
                 *row_names = json_object_get(d, "rowNames");
    bool named = json_array_size(row_names) > 0;
    json_t *result = NULL;
    if (json_is_array(rows)) {
        Buf html = BUF_INIT;
        buf_puts(&html, "<table>\n");
        if (json_array_size(names)) {
            buf_puts(&html, "<thead><tr>");
            if (named) put_html_cell(&html, "td", json_object_get(d, "cornerText"));
            for (size_t c = 0; c < json_array_size(names); c++)
                put_html_cell(&html, "th scope=\"col\"", json_array_get(names, c));
            buf_puts(&html, "</tr></thead>\n");
        }
        buf_puts(&html, "<tbody>\n");
        for (size_t r = 0; r < json_array_size(rows); r++) {
            buf_puts(&html, "<tr>");
            const json_t *row = json_array_get(rows, r);
            if (named) put_html_cell(&html, "th scope=\"row\"", json_array_get(row_names, r));
            for (size_t c = 0; c < json_array_size(row); c++)
                put_html_cell(&html, "td", json_array_get(row, c));
            buf_puts(&html, "</tr>\n");
        }
        buf_puts(&html, "</tbody>\n</table>");
        if (!html.failed) result = lines(buf_text(&html));
        buf_done(&html);
    }
    json_decref(data);
    return result;
}

/// The output with what our own formats know of it beside what a notebook shows.
static json_t *with_data(json_t *output, const DocOutput *o) {
    json_t *data = output && o->data ? json_loads(o->data, 0, NULL) : NULL;
    if (json_is_object(data)) json_object_set(json_object_get(output, "metadata"), "gradus", data);
    json_decref(data);
    return output;
}

static json_t *result_output(NotebookWriter *w, const DocOutput *o) {
    const char *text = o->text ? o->text : "";
    json_t *kept =
        o->data && strstr(o->data, "\"dataType\":\"ipynb\"") ? json_object_of(o->data) : NULL;
    if (kept) {
        json_t *output = json_incref(json_object_get(kept, "outputData"));
        json_decref(kept);
        return output;
    }
    json_t *output = NULL, *bundle = NULL, *html = NULL;
    switch (o->kind) {
    case OUTPUT_TEXT: return stream("stdout", text);
    case OUTPUT_WARNING: return stream("stderr", text);
    case OUTPUT_ERROR:
        output = json_object();
        json_object_set_new(output, "output_type", json_string("error"));
        json_object_set_new(output, "ename", json_string("Error"));
        json_object_set_new(output, "evalue", json_text(text, strlen(text)));
        json_object_set_new(output, "traceback", json_array());
        return output;
    case OUTPUT_FIGURE: return figure(w, o);
    case OUTPUT_EQUATION: {
        Buf tex = BUF_INIT;
        buf_printf(&tex, "$$%s$$", text);
        bundle = json_object();
        json_object_set_new(bundle, "text/latex", lines(buf_text(&tex)));
        buf_done(&tex);
        return with_data(display(bundle), o);
    }
    case OUTPUT_RAW:
        if (!o->data) return NULL;
        bundle = json_object();
        json_object_set_new(bundle, "text/plain", json_array());
        return with_data(display(bundle), o);
    default:
        bundle = json_object();
        json_object_set_new(bundle, "text/plain", lines(text));
        html = html_table(o);
        if (html) json_object_set_new(bundle, "text/html", html);
        return with_data(display(bundle), o);
    }
}

static void add_code(NotebookWriter *w, const DocBlock *b) {
    char *id;
    json_t *metadata;
    end_text(w);
    cell_notes(b, &id, &metadata);
    if (w->options->hide_code) { // as Jupyter marks a folded input
        if (!metadata) metadata = json_object();
        json_t *jupyter = json_copy(json_object_get(metadata, "jupyter"));
        if (!jupyter) jupyter = json_object();
        json_object_set_new(jupyter, "source_hidden", json_true());
        json_object_set_new(metadata, "jupyter", jupyter);
    }
    json_t *outputs = json_array();
    w->lines = json_array();
    for (Index i = 0; i < b->n_outputs && !w->options->no_outputs; i++) {
        json_t *output = result_output(w, &b->outputs[i]);
        if (!output) continue;
        json_array_append_new(outputs, output);
        json_array_append_new(w->lines, json_integer(b->outputs[i].line - b->first_line));
    }
    json_t *cell = new_cell(w, "code", id, metadata, b->text ? b->text : "");
    json_decref(w->lines);
    w->lines = NULL;
    json_object_set_new(cell, "outputs", outputs);
    json_object_set_new(cell, "execution_count", json_null());
    add_cell(w, cell);
    mem_free(id);
}

static void add_raw(NotebookWriter *w, const DocBlock *b) {
    char *id;
    json_t *metadata;
    end_text(w);
    cell_notes(b, &id, &metadata);
    add_cell(w, new_cell(w, "raw", id, metadata, b->text ? b->text : ""));
    mem_free(id);
}

static void add_text(NotebookWriter *w, const DocBlock *b, const DocBlock *next) {
    char *id;
    json_t *metadata;
    if (cell_notes(b, &id, &metadata)) {
        end_text(w);
        w->id = id;
        w->metadata = metadata;
    }
    w->open = true;
    markdown_block(&w->markdown, b, next);
    if (w->markdown.status != OK) fail(w, w->markdown.status);
}

// ---- the notebook -------------------------------------------------------------------------------

static json_t *notebook_metadata(const Document *doc) {
    const DocPart *part = document_find_part(doc, "ipynb", "metadata");
    json_t *metadata = json_object_of(part ? part->bytes : NULL);
    if (!json_object_get(metadata, "kernelspec"))
        json_object_set_new(metadata, "kernelspec",
                            json_pack("{s:s, s:s, s:s}", "display_name", "MATLAB Kernel",
                                      "language", "matlab", "name", "jupyter_matlab_kernel"));
    if (!json_object_get(metadata, "language_info"))
        json_object_set_new(metadata, "language_info",
                            json_pack("{s:s, s:s, s:s}", "file_extension", ".m", "mimetype",
                                      "text/x-matlab", "name", "matlab"));
    json_object_set_new(metadata, "gradus", json_pack("{s:s}", "version", GRADUS_VERSION));
    return metadata;
}

static Status write_notebook(Ctx *ctx, const Document *doc, const DocOptions *options,
                             DocFiles *files) {
    NotebookWriter w = {.ctx = ctx,
                        .doc = doc,
                        .options = options,
                        .text = BUF_INIT,
                        .cells = json_array(),
                        .ids = map_new(),
                        .status = OK};
    w.markdown = (MarkdownWriter){.ctx = ctx,
                                  .doc = doc,
                                  .options = options,
                                  .out = &w.text,
                                  .self = &w,
                                  .store = attach,
                                  .status = OK};
    if (!w.ids || !w.cells) w.status = ctx_fail_nomem(ctx);
    for (Index i = 0; i < doc->n_blocks && w.status == OK; i++) {
        const DocBlock *b = &doc->blocks[i], *next = i + 1 < doc->n_blocks ? b + 1 : NULL;
        if (b->kind == BLOCK_SECTION_BREAK) {
            end_text(&w);
            w.section = true;
        } else if (b->kind == BLOCK_CODE) {
            add_code(&w, b);
        } else if (b->kind == BLOCK_RAW && b->raw_format && !strcmp(b->raw_format, "ipynb")) {
            add_raw(&w, b);
        } else {
            add_text(&w, b, next);
        }
    }
    end_text(&w);
    json_t *root = json_object();
    json_object_set_new(root, "cells", w.cells);
    json_object_set_new(root, "metadata", notebook_metadata(doc));
    json_object_set_new(root, "nbformat", json_integer(4));
    json_object_set_new(root, "nbformat_minor", json_integer(5));
    if (w.status == OK) json_put_pretty(&files->main, root, 1);
    buf_putc(&files->main, '\n');
    json_decref(root);
    json_decref(w.metadata);
    json_decref(w.attachments);
    mem_free(w.id);
    map_free(w.ids);
    buf_done(&w.text);
    return w.status;
}

const WriterDef writer_notebook = {"notebook", ".ipynb", "application/x-ipynb+json",
                                   write_notebook, false};
