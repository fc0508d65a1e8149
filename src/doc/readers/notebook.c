// doc/readers/notebook.c: Jupyter notebooks, format 4 (3 is read where it is the same). A text cell
// is Markdown, a code cell one block of code. Sections, which notebooks do not have, are put
// between two code cells and before a text cell that begins with a heading, unless our writer noted
// where they are. Kept for the way back: the notebook's metadata (parts "metadata",
// "nbformat_minor"), each cell's id and metadata (attribute "cell" of its first block), outputs we
// have no kind for.
#include "doc/json.h"
#include "doc/readers/internal.h"
#include "doc/readers/markdown.h"
#include <string.h>

typedef struct Notebook {
    Reader *r;
    const json_t *attachments;
    int32_t line;        // number of the next line, counted through all cells
    bool sections_noted; // our writer says where sections begin
    bool foreign;        // the language is not MATLAB's
    const char *language;
} Notebook;

/// A text that may be an array of lines; appended.
static void put_lines(const json_t *text, Buf *out) {
    if (json_is_string(text)) buf_put(out, json_string_value(text), json_string_length(text));
    for (size_t i = 0; i < json_array_size(text); i++) {
        const json_t *line = json_array_get(text, i);
        if (json_is_string(line)) buf_put(out, json_string_value(line), json_string_length(line));
    }
}

static char *lines_of(const json_t *text) {
    Buf out = BUF_INIT;
    put_lines(text, &out);
    if (!out.data) buf_puts(&out, "");
    return buf_take(&out);
}

static bool image_of_bundle(Notebook *nb, const json_t *bundle, DocImage *ret) {
    static const char *const types[] = {"image/png", "image/jpeg", "image/gif"};
    for (int i = 0; i < 3; i++) {
        const json_t *data = json_object_get(bundle, types[i]);
        if (!data) continue;
        char *text = lines_of(data);
        Buf bytes = BUF_INIT;
        if (text) base64_get(&bytes, text, strlen(text));
        mem_free(text);
        bool good =
            !bytes.failed && image_of_bytes(bytes.data, bytes.len, &nb->r->pixels_left, ret);
        buf_done(&bytes);
        if (good) return true;
    }
    const json_t *svg = json_object_get(bundle, "image/svg+xml");
    char *text = svg ? lines_of(svg) : NULL;
    bool good = text && image_of_bytes(text, strlen(text), &nb->r->pixels_left, ret);
    mem_free(text);
    return good;
}

static const DocImage *find_attachment(void *self, Reader *r, const char *name) {
    Notebook *nb = self;
    DocImage image;
    const json_t *bundle = json_object_get(nb->attachments, name);
    return bundle && image_of_bundle(nb, bundle, &image) ? image_keep(r, &image) : NULL;
}

// ---- outputs ------------------------------------------------------------------------------------

/// What the model cannot say of an output, in the form of a stored output of our own kind.
static char *kept_output(const json_t *output) {
    json_t *data =
        json_pack("{s:s, s:o}", "dataType", "ipynb", "outputData", json_deep_copy(output));
    Buf text = BUF_INIT;
    if (data) json_put(&text, data, false);
    json_decref(data);
    return data ? buf_take(&text) : NULL;
}

static bool only(const json_t *object, const char *const *known) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        bool found = false;
        for (int i = 0; known[i]; i++) found = found || !strcmp(known[i], key);
        if (!found) return false;
    }
    return true;
}

static void data_output(Notebook *nb, const json_t *output, DocOutput *ret) {
    const json_t *bundle = json_object_get(output, "data");
    const json_t *plain = json_object_get(bundle, "text/plain"),
                 *latex = json_object_get(bundle, "text/latex");
    DocImage image;
    if (image_of_bundle(nb, bundle, &image)) {
        ret->kind = OUTPUT_FIGURE;
        ret->image = mem_alloc_zero(sizeof image);
        if (ret->image) {
            *ret->image = image;
        } else {
            mem_free(image.pixels);
            mem_free(image.bytes);
            reader_fail(nb->r, ctx_fail_nomem(nb->r->ctx));
        }
        ret->name = plain ? lines_of(plain) : NULL;
        if (ret->name && (!*ret->name || *ret->name == '<')) { // "<Figure size …>" names nothing
            mem_free(ret->name);
            ret->name = NULL;
        }
    } else if (latex) {
        ret->kind = OUTPUT_EQUATION;
        ret->text = lines_of(latex);
        char *p = ret->text; // without its dollars
        size_t n = p ? strlen(p) : 0, k = 0;
        while (k < n && p[k] == '$') k++;
        while (n > k && (p[n - 1] == '$' || p[n - 1] == '\n')) n--;
        if (p) memmove(p, p + k, n - k), p[n - k] = 0;
    } else if (plain) {
        ret->kind = json_object_get(bundle, "text/html") ? OUTPUT_TABLE : OUTPUT_VARIABLE;
        ret->text = lines_of(plain);
    }
}

static void error_text(const json_t *output, DocOutput *ret) {
    const char *name = json_member(output, "ename"), *value = json_member(output, "evalue");
    Buf text = BUF_INIT;
    if (name && *name && strcmp(name, "Error")) buf_printf(&text, "%s: ", name);
    buf_puts(&text, value ? value : "");
    ret->kind = OUTPUT_ERROR;
    ret->text = buf_take(&text);
}

/// An output of our writer that carries its own data.
static bool add_own_output(Notebook *nb, DocBlock *block, const json_t *output, int32_t line) {
    const json_t *data = json_object_get(json_object_get(output, "metadata"), "gradus");
    DocOutput ret;
    if (!json_member(data, "dataType") || !appendix_output(nb->r, data, line, &ret)) return false;
    Status status = block_add_output(nb->r->ctx, block, ret);
    if (status != OK) reader_fail(nb->r, status);
    return true;
}

static void add_output(Notebook *nb, Index index, const json_t *output, int32_t line) {
    static const char *const stream_keys[] = {"output_type", "name", "text", NULL};
    static const char *const data_keys[] = {"output_type", "data", "metadata", "execution_count",
                                            NULL};
    Reader *r = nb->r;
    DocBlock *block = &r->doc->blocks[index];
    if (line < 0 || line >= block->n_lines) line = block->n_lines - 1;
    line += block->first_line;
    if (add_own_output(nb, block, output, line)) return;
    DocOutput ret = {.kind = OUTPUT_RAW, .line = line};
    const char *type = json_member(output, "output_type");
    bool whole = false; // the model says all of it
    if (!type) return;
    if (!strcmp(type, "stream")) {
        const char *name = json_member(output, "name");
        ret.kind = name && !strcmp(name, "stderr") ? OUTPUT_WARNING : OUTPUT_TEXT;
        ret.text = lines_of(json_object_get(output, "text"));
        whole = only(output, stream_keys);
    } else if (!strcmp(type, "display_data") || !strcmp(type, "execute_result")) {
        data_output(nb, output, &ret);
        const json_t *bundle = json_object_get(output, "data");
        size_t n_kinds = json_object_size(bundle);
        bool empty = !json_object_size(json_object_get(output, "metadata"));
        whole = empty && only(output, data_keys) &&
                (n_kinds == 1 || (n_kinds == 2 && ret.kind == OUTPUT_FIGURE && ret.name));
    } else if (!strcmp(type, "error")) {
        error_text(output, &ret);
        whole = !json_array_size(json_object_get(output, "traceback"));
    }
    // Pictures are never kept twice: what else a picture's output says is left out.
    if (ret.kind == OUTPUT_RAW || (!whole && ret.kind != OUTPUT_FIGURE)) {
        ret.data = kept_output(output);
        if (!ret.data) ret.kind = OUTPUT_TEXT;
    }
    if (!ret.text && !ret.data && !ret.image) ret.text = mem_dup("");
    Status status = block_add_output(r->ctx, block, ret);
    if (status != OK) reader_fail(r, status);
}

// ---- cells --------------------------------------------------------------------------------------

/// Notes a cell's id and metadata at its first block.
static void note_cell(Notebook *nb, Index first, const json_t *cell) {
    Reader *r = nb->r;
    if (first >= r->doc->n_blocks || r->status != OK) return;
    json_t *kept = json_object(), *attributes = json_object_of(r->doc->blocks[first].attributes);
    const char *id = json_member(cell, "id");
    const json_t *metadata = json_object_get(cell, "metadata");
    if (id) json_object_set_new(kept, "id", json_string(id));
    if (json_object_size(metadata)) json_object_set(kept, "metadata", (json_t *)metadata);
    json_object_set_new(attributes, "cell", kept);
    r->doc->blocks[first].attributes = reader_json(r, attributes);
    json_decref(attributes);
}

static int32_t count_lines(const char *text) {
    int32_t n = 1;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static void add_code(Notebook *nb, const json_t *cell, const char *text) {
    Reader *r = nb->r;
    DocBlock *block = reader_block(r, BLOCK_CODE);
    if (!block) return;
    Index index = r->doc->n_blocks - 1;
    block->text = reader_text(r, text, strlen(text));
    block->first_line = nb->line;
    block->n_lines = count_lines(text);
    if (nb->foreign) block->language = nb->language;
    const json_t *outputs = json_object_get(cell, "outputs");
    const json_t *ours = json_object_get(json_object_get(cell, "metadata"), "gradus");
    const json_t *lines = json_object_get(ours, "lines");
    for (size_t i = 0; i < json_array_size(outputs) && r->status == OK; i++) {
        const json_t *line = json_array_get(lines, i);
        bool known = json_is_integer(line) && json_integer_value(line) < INT32_MAX;
        add_output(nb, index, json_array_get(outputs, i),
                   known ? (int32_t)json_integer_value(line) : -1);
    }
}

static void add_raw(Notebook *nb, const char *text) {
    DocBlock *block = reader_block(nb->r, BLOCK_RAW);
    if (!block) return;
    block->raw_format = "ipynb";
    block->text = reader_text(nb->r, text, strlen(text));
}

static bool section_before(Notebook *nb, const json_t *cell, const char *type, const char *text) {
    const Document *doc = nb->r->doc;
    if (!doc->n_blocks) return false;
    const json_t *ours = json_object_get(json_object_get(cell, "metadata"), "gradus");
    if (nb->sections_noted) return json_is_true(json_object_get(ours, "section"));
    if (!strcmp(type, "code")) return doc->blocks[doc->n_blocks - 1].kind == BLOCK_CODE;
    return !strcmp(type, "markdown") && *text == '#';
}

static void add_cell(Notebook *nb, const json_t *cell) {
    Reader *r = nb->r;
    const char *type = json_member(cell, "cell_type");
    const json_t *source = json_object_get(cell, "source");
    char *text = lines_of(source ? source : json_object_get(cell, "input"));
    if (!type || !text) {
        if (!text) reader_fail(r, ctx_fail_nomem(r->ctx));
        mem_free(text);
        return;
    }
    if (section_before(nb, cell, type, text)) reader_block(r, BLOCK_SECTION_BREAK);
    Index first = r->doc->n_blocks;
    if (!strcmp(type, "code")) {
        add_code(nb, cell, text);
    } else if (!strcmp(type, "markdown")) {
        nb->attachments = json_object_get(cell, "attachments");
        MarkdownSource from = {.self = nb, .attachment = find_attachment, .first_line = nb->line};
        markdown_read(r, text, strlen(text), &from);
        if (r->doc->n_blocks == first && r->status == OK) reader_block(r, BLOCK_PARAGRAPH);
        for (Index i = first; i < r->doc->n_blocks; i++) // fences of a text cell are never run
            if (r->doc->blocks[i].kind == BLOCK_CODE) {
                r->doc->blocks[i].kind = BLOCK_CODE_EXAMPLE;
                r->doc->blocks[i].language = "matlab";
            }
    } else {
        add_raw(nb, text);
    }
    note_cell(nb, first, cell);
    nb->line += count_lines(text);
    mem_free(text);
}

// ---- the file -----------------------------------------------------------------------------------

static const json_t *find_cells(const json_t *root) {
    const json_t *cells = json_object_get(root, "cells");
    const json_t *sheet = json_array_get(json_object_get(root, "worksheets"), 0); // format 3
    return cells ? cells : json_object_get(sheet, "cells");
}

static void keep_member(Reader *r, const json_t *root, const char *key) {
    const json_t *value = json_object_get(root, key);
    if (!value || r->status != OK) return;
    Buf text = BUF_INIT;
    json_put(&text, value, false);
    Status status = text.failed ? ctx_fail_nomem(r->ctx)
                                : document_add_part(r->ctx, r->doc, "ipynb", key,
                                                    "application/json", text.data, text.len);
    if (status != OK) reader_fail(r, status);
    buf_done(&text);
}

static bool is_ours(const char *language) {
    return !language || !strcmp(language, "matlab") || !strcmp(language, "octave");
}

static Status read_file(Ctx *ctx, Document *doc) {
    json_error_t error;
    json_t *root = json_loadb(doc->source, doc->n_source, 0, &error);
    const json_t *cells = find_cells(root);
    if (!json_is_array(cells)) {
        Status status = root ? ctx_fail(ctx, ERR_SYNTAX, "Gradus:doc:notebook",
                                        "'%s' is no Jupyter notebook: it has no cells.", doc->path)
                             : ctx_fail(ctx, ERR_SYNTAX, "Gradus:doc:notebook",
                                        "'%s' is no Jupyter notebook: line %d, column %d: %s.",
                                        doc->path, error.line, error.column, error.text);
        json_decref(root);
        return status;
    }
    Reader r = reader_start(ctx, doc);
    const json_t *metadata = json_object_get(root, "metadata");
    const json_t *kernel = json_object_get(metadata, "kernelspec");
    const char *language = json_member(json_object_get(metadata, "language_info"), "name");
    if (!language) language = json_member(kernel, "language");
    Notebook nb = {.r = &r, .line = 1, .foreign = !is_ours(language)};
    if (nb.foreign) nb.language = reader_text(&r, language, strlen(language));
    nb.sections_noted = json_object_get(metadata, "gradus") != NULL;
    keep_member(&r, root, "metadata");
    for (size_t i = 0; i < json_array_size(cells) && r.status == OK; i++)
        add_cell(&nb, json_array_get(cells, i));
    if (r.status == OK) markdown_finish(&r);
    reader_done(&r);
    json_decref(root);
    return r.status;
}

const ReaderDef reader_notebook = {"notebook", ".ipynb", DOC_NOTEBOOK, NULL, read_file};
