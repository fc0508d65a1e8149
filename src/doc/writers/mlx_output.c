// doc/writers/mlx_output.c: outputs and regions to matlab/output.xml. Regions are the top-level
// statements of each block of code; those that were read are given back as long as code and outputs
// are what they belonged to.
#include "base/vec.h"
#include "doc/json.h"
#include "doc/package/picture.h"
#include "doc/writers/mlx.h"
#include "lang/ast.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- JSON to XML ------------------------------------------------------------------------------

static bool is_xml_name(const char *name) {
    if (!isalpha((unsigned char)*name) && *name != '_') return false;
    for (; *name; name++)
        if (!isalnum((unsigned char)*name) && !strchr("_-.", *name)) return false;
    return true;
}

static void put_element(Buf *out, const char *name, const char *text) {
    buf_printf(out, "<%s>", name);
    xml_put_text(out, text, strlen(text));
    buf_printf(out, "</%s>", name);
}

static void put_number(Buf *out, const char *name, long value) {
    buf_printf(out, "<%s>%ld</%s>", name, value, name);
}

/// The element `name` for a value, as readers/mlx_output.c reads it back.
static void put_json(Buf *out, const char *name, const json_t *value) {
    const char *verbatim = json_string_value(json_object_get(value, "#xml")), *key;
    json_t *item;
    if (verbatim) {
        buf_puts(out, verbatim);
        return;
    }
    if (!is_xml_name(name)) return;
    if (json_is_string(value)) {
        put_element(out, name, json_string_value(value));
    } else if (json_is_object(value)) {
        buf_printf(out, "<%s>", name);
        json_object_foreach((json_t *)value, key, item) put_json(out, key, item);
        buf_printf(out, "</%s>", name);
    } else if (json_is_array(value)) {
        buf_printf(out, "<%s type=\"array\">", name);
        for (size_t i = 0; i < json_array_size(value); i++)
            put_json(out, "element", json_array_get(value, i));
        buf_printf(out, "</%s>", name);
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        put_element(out, name, text ? text : "");
        free(text);
    }
}

// ---- data of one output -----------------------------------------------------------------------

typedef struct OutputForm {
    const DocOutput *output;
    json_t *all;        // owned; null when the output has no data
    const json_t *live; // outputData
    const json_t *rest; // what the reader found no place for
    const char *type;   // name in the file
    int32_t region;
} OutputForm;

static const char *live_text(const OutputForm *f, const char *key, const char *otherwise) {
    const char *text = json_string_value(json_object_get(f->live, key));
    return text ? text : otherwise ? otherwise : "";
}

static void put_rest(const OutputForm *f, Buf *out, const char *without) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)f->rest, key, value) if (!without || strcmp(key, without))
        put_json(out, key, value);
}

static void put_truncation(const OutputForm *f, Buf *out) {
    if (json_object_get(f->rest, "truncationInfo")) return;
    bool cut = json_is_true(json_object_get(f->live, "truncated"));
    buf_printf(out,
               "<truncationInfo><wasTruncatedAtLineBreak>%s</wasTruncatedAtLineBreak>"
               "<wasTruncatedMidLine>false</wasTruncatedMidLine></truncationInfo>",
               cut ? "true" : "false");
}

static void put_message(const OutputForm *f, Buf *out) {
    put_element(out, "text", live_text(f, "text", f->output->text));
    if (f->output->kind != OUTPUT_WARNING) put_truncation(f, out);
    put_rest(f, out, NULL);
}

/// "x = 3" without the name: what a variable shows.
static const char *shown_value(const DocOutput *o) {
    const char *text = o->text ? o->text : "", *p = text;
    size_t n = o->name ? strlen(o->name) : 0;
    if (n && !strncmp(p, o->name, n)) {
        p += n;
        p += strspn(p, " ");
        if (*p == '=') return p + 1 + strspn(p + 1, " \n");
    }
    return text;
}

static void put_size(const OutputForm *f, Buf *out, const char *key) {
    if (json_object_get(f->rest, key)) return;
    const json_t *value = json_object_get(f->live, key);
    put_number(out, key, json_is_integer(value) ? (long)json_integer_value(value) : 1);
}

static void put_variable(const OutputForm *f, Buf *out) {
    const char *value =
        f->live ? live_text(f, "value", shown_value(f->output)) : shown_value(f->output);
    size_t n = strlen(value);
    while (n && value[n - 1] == '\n') n--;
    put_element(out, "name", live_text(f, "name", f->output->name));
    buf_puts(out, "<value>");
    xml_put_text(out, value, f->live ? strlen(value) : n);
    buf_puts(out, "</value>");
    if (!strcmp(f->type, "variableString")) {
        put_truncation(f, out);
        put_element(out, "header", live_text(f, "header", ""));
    }
    put_size(f, out, "rows");
    put_size(f, out, "columns");
    put_rest(f, out, NULL);
}

/// What the file's own elements cannot hold of a grid of ours (names of rows and columns, cells
/// with blanks, the console form) as JSON in an element of our own; it comes back with the others.
static void put_own(const OutputForm *f, Buf *out) {
    static const char *const held[] = {"name", "rows", "columns", "header", "type"};
    if (json_object_get(f->rest, "gradus") || json_object_get(f->rest, "value")) return;
    json_t *own = json_copy((json_t *)f->live);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) json_object_del(own, held[i]);
    if (f->output->text) json_object_set_new(own, "#text", json_string(f->output->text));
    char *text = own ? json_dumps(own, JSON_COMPACT) : NULL;
    if (text)
        put_element(out, "gradus", text);
    else
        out->failed = true;
    free(text);
    json_decref(own);
}

/// Rows as lines of right-justified words, below the names of columns.
static void put_rows(const json_t *rows, const json_t *names, const json_t *exponent, Buf *out) {
    const char *power = json_string_value(exponent);
    if (power || json_is_integer(exponent))
        buf_printf(out, "   1.0e%+03d *\n\n",
                   power ? atoi(power) : (int)json_integer_value(exponent));
    size_t width = 0, n_rows = json_array_size(rows);
    for (size_t r = 0; r <= n_rows; r++) {
        const json_t *row = r ? json_array_get(rows, r - 1) : names;
        for (size_t c = 0; c < json_array_size(row); c++) {
            size_t n = json_string_length(json_array_get(row, c));
            if (n > width) width = n;
        }
    }
    for (size_t r = 0; r <= n_rows; r++) {
        const json_t *row = r ? json_array_get(rows, r - 1) : names;
        for (size_t c = 0; c < json_array_size(row); c++) {
            const char *word = json_string_value(json_array_get(row, c));
            if (!word) word = "";
            buf_pad(out, ' ', (long)(width + 4 - strlen(word)));
            buf_puts(out, word);
        }
        if (json_array_size(row)) buf_putc(out, '\n');
    }
}

static void put_grid(const OutputForm *f, Buf *out) {
    long rows = (long)json_integer_value(json_object_get(f->live, "rows")),
         columns = (long)json_integer_value(json_object_get(f->live, "columns"));
    if (!json_object_get(f->rest, "header")) put_element(out, "header", live_text(f, "header", ""));
    put_element(out, "name", live_text(f, "name", f->output->name));
    if (rows) put_number(out, "rows", rows);
    if (columns) put_number(out, "columns", columns);
    if (*live_text(f, "type", "")) put_element(out, "type", live_text(f, "type", ""));
    if (!json_object_get(f->rest, "varSize") && rows && columns)
        buf_printf(out, "<varSize>%ld\u00d7%ld</varSize>", rows, columns);
    if (!json_object_get(f->rest, "value")) {
        Buf value = BUF_INIT;
        json_t *shown = json_deep_copy(f->live);
        json_join_cells(shown);
        put_rows(json_object_get(shown, "value"), json_object_get(shown, "columnNames"),
                 json_object_get(shown, "exponent"), &value);
        json_decref(shown);
        put_element(out, "value", buf_text(&value));
        if (value.failed) out->failed = true;
        buf_done(&value);
    }
    if (!json_object_get(f->rest, "subtype") && f->output->kind == OUTPUT_TABLE)
        put_element(out, "subtype", "table");
    put_own(f, out);
    put_rest(f, out, NULL);
}

static void put_equation(const OutputForm *f, Buf *out) {
    if (*live_text(f, "name", f->output->name))
        put_element(out, "name", live_text(f, "name", f->output->name));
    if (!json_object_size(f->rest))
        put_element(out, "value", live_text(f, "value", f->output->text));
    put_rest(f, out, NULL); // the MathML it was read from
}

/// Picture of a figure and its size in CSS pixels.
static Status figure_bytes(MlxWriter *w, const DocOutput *o, Buf *bytes, const char **ret_type,
                           double size[2]) {
    *ret_type = "image/png";
    if (o->scene) {
        double dpi = w->options->figure_dpi > 0 ? w->options->figure_dpi : 192;
        size[0] = o->scene->width / 0.75;
        size[1] = o->scene->height / 0.75;
        return target_png_bytes(w->ctx, o->scene, dpi, bytes);
    }
    size[0] = o->image->width_px > 0 ? o->image->width_px : (double)o->image->width;
    size[1] = o->image->height_px > 0 ? o->image->height_px : (double)o->image->height;
    return picture_bytes(w->ctx, o->image, bytes, ret_type);
}

static void put_figure_id(const Buf *bytes, Buf *out) {
    uint64_t hash[2] = {0xCBF29CE484222325u, 0x9AE16A3B2F90404Fu};
    for (size_t i = 0; i < bytes->len; i++)
        for (int k = 0; k < 2; k++)
            hash[k] = (hash[k] ^ (unsigned char)bytes->data[i]) * 0x100000001B3u;
    buf_printf(out, "<figureId>%08x-%04x-8%03x-a%03x-%012llx</figureId>", (unsigned)(hash[0] >> 32),
               (unsigned)(hash[0] >> 16 & 0xFFFF), (unsigned)(hash[0] & 0xFFF),
               (unsigned)(hash[1] >> 52), (unsigned long long)(hash[1] & 0xFFFFFFFFFFFF));
}

static void put_figure(MlxWriter *w, const OutputForm *f, Buf *out) {
    Buf bytes = BUF_INIT;
    const char *type;
    double size[2];
    Status status = figure_bytes(w, f->output, &bytes, &type, size);
    if (status != OK) mlx_write_fail(w, status);
    buf_printf(out, "<figureUri>data:%s;base64,", type);
    base64_put(out, bytes.data, bytes.len);
    buf_puts(out, "</figureUri>");
    if (!json_object_get(f->rest, "figureId")) put_figure_id(&bytes, out);
    if (!json_object_get(f->rest, "figureSize") && size[0] > 0 && size[1] > 0)
        buf_printf(
            out,
            "<figureSize type=\"array\"><element>%ld</element><element>%ld</element></figureSize>",
            lround(size[0]), lround(size[1]));
    if (!json_object_get(f->rest, "regionNumbers"))
        buf_printf(out, "<regionNumbers type=\"array\"><element>%d</element></regionNumbers>",
                   (int)f->region);
    put_rest(f, out, NULL);
    buf_done(&bytes);
}

static const char *type_name(const OutputForm *f) {
    const char *own = json_string_value(json_object_get(json_object_get(f->all, "mlx"), "type"));
    const char *live = json_string_value(json_object_get(f->all, "dataType"));
    if (own) return own;
    switch (f->output->kind) {
    case OUTPUT_TEXT: return "text";
    case OUTPUT_WARNING: return "warning";
    case OUTPUT_ERROR: return "error";
    case OUTPUT_FIGURE: return "figure";
    case OUTPUT_EQUATION: return "symbolic";
    case OUTPUT_MATRIX:
    case OUTPUT_TABLE: return f->live ? "matrix" : "variableString";
    case OUTPUT_VARIABLE: return "variableString";
    case OUTPUT_RAW: break;
    }
    return live ? live : "unknown";
}

static void put_output(MlxWriter *w, const DocOutput *o, int32_t region, Buf *out) {
    OutputForm f = {.output = o, .region = region};
    f.all = o->data ? json_loads(o->data, 0, NULL) : NULL;
    f.live = json_object_get(f.all, "outputData");
    f.rest = json_object_get(json_object_get(f.all, "mlx"), "data");
    f.type = type_name(&f);
    put_element(out, "type", f.type);
    buf_puts(out, "<outputData>");
    switch (o->kind) {
    case OUTPUT_TEXT:
    case OUTPUT_WARNING:
    case OUTPUT_ERROR: put_message(&f, out); break;
    case OUTPUT_EQUATION: put_equation(&f, out); break;
    case OUTPUT_FIGURE: put_figure(w, &f, out); break;
    case OUTPUT_MATRIX:
    case OUTPUT_TABLE:
        if (f.live)
            put_grid(&f, out);
        else
            put_variable(&f, out);
        break;
    case OUTPUT_VARIABLE: put_variable(&f, out); break;
    case OUTPUT_RAW: {
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)f.live, key, value) put_json(out, key, value);
        put_rest(&f, out, NULL);
        break;
    }
    }
    buf_puts(out, "</outputData>");
    json_decref(f.all);
}

// ---- regions ----------------------------------------------------------------------------------

typedef struct Region {
    int32_t start, end; // lines of the file
    bool section_start, section_end;
} Region;
typedef struct Regions {
    Region *items; // heap
    Index n, cap;
} Regions;

static Status add_region(MlxWriter *w, Regions *regions, int32_t start, int32_t end) {
    Region region = {start, end < start ? start : end, false, false};
    VEC_PUSH_TRY(w->ctx, regions->items, regions->n, regions->cap, region);
    return OK;
}

/// The block's statements; a block that cannot be parsed is one region. `first` is the line of its
/// first line.
static Status add_statements(MlxWriter *w, Regions *regions, const DocBlock *b, int32_t first) {
    Ctx quiet; // a syntax error in code is no failure of the writer
    Unit *unit = NULL;
    Buf text = BUF_INIT; // behind a statement of our own, so that code below a function is not
                         // taken for a function file
    ctx_init(&quiet);
    buf_puts(&text, "0;\n");
    buf_puts(&text, b->text);
    Status status = text.failed
                        ? ERR_NOMEM
                        : parse_unit(&quiet, "document", text.data, text.len, first - 1, &unit);
    if (status == ERR_NOMEM) {
        status = ctx_fail_nomem(w->ctx);
    } else if (status != OK) {
        status = add_region(w, regions, first, first + mlx_count_lines(b) - 1);
    } else {
        for (Index i = 1; i < unit->statements.n && status == OK; i++) {
            Span span = unit->statements.items[i]->span;
            int32_t end = span.end_line > span.line && span.end_column == 1 ? span.end_line - 1
                                                                            : span.end_line;
            status = add_region(w, regions, span.line, end);
        }
    }
    unit_free(unit);
    buf_done(&text);
    ctx_done(&quiet);
    return status;
}

/// The region an output belongs to: the last one of its block that starts at or before its line.
static Index output_region(const Regions *regions, Index first, int32_t line) {
    Index found = first;
    for (Index i = first; i < regions->n; i++)
        if (regions->items[i].start <= line) found = i;
    return found;
}

static void mark_sections(const Document *doc, Regions *regions, const Index *block_first) {
    bool fresh = true;
    for (Index i = 0; i < doc->n_blocks; i++) {
        if (doc->blocks[i].kind == BLOCK_SECTION_BREAK) fresh = true;
        if (block_first[i] == block_first[i + 1]) continue;
        if (fresh) {
            regions->items[block_first[i]].section_start = true;
            if (block_first[i]) regions->items[block_first[i] - 1].section_end = true;
        }
        fresh = false;
    }
    if (regions->n) regions->items[regions->n - 1].section_end = true;
}

static void put_region(const Region *region, Index number, const Buf *indexes, Buf *out) {
    buf_printf(
        out,
        "<element><code><sectionBreak>%s</sectionBreak><endOfSection>%s</endOfSection>"
        "<regionNumber>%d</regionNumber></code><startLine>%d</startLine><endLine>%d</endLine>",
        region->section_start ? "true" : "false", region->section_end ? "true" : "false",
        (int)number, (int)region->start, (int)region->end);
    if (indexes->len)
        buf_printf(out, "<outputIndexes type=\"array\">%s</outputIndexes></element>",
                   buf_text(indexes));
    else
        buf_puts(out, "<outputIndexes type=\"array\"/></element>");
}

// ---- the part ---------------------------------------------------------------------------------

typedef struct OutputFile {
    MlxWriter *w;
    Regions regions;
    Index *block_first; // n_blocks + 1: first region of each block
    Buf outputs, areas;
    int n_outputs;
} OutputFile;

static Status find_regions(OutputFile *f) {
    const Document *doc = f->w->doc;
    int32_t line = 1;
    f->block_first = mem_alloc_zero((size_t)(doc->n_blocks + 1) * sizeof *f->block_first);
    if (!f->block_first) return ctx_fail_nomem(f->w->ctx);
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        f->block_first[i] = f->regions.n;
        if (b->kind == BLOCK_CODE && b->text) {
            TRY(add_statements(f->w, &f->regions, b, line));
            if (f->regions.n == f->block_first[i] && b->n_outputs)
                TRY(add_region(f->w, &f->regions, line, line));
        }
        line += mlx_count_lines(b);
    }
    f->block_first[doc->n_blocks] = f->regions.n;
    mark_sections(doc, &f->regions, f->block_first);
    return OK;
}

/// Outputs of a block; `line` is where the block starts in the file we write.
static void put_outputs(OutputFile *f, Index block, int32_t line) {
    const DocBlock *b = &f->w->doc->blocks[block];
    Index first = f->block_first[block], end = f->block_first[block + 1];
    Regions own = {f->regions.items, end, end};
    int before = f->n_outputs;
    Index n = f->w->options->no_outputs ? 0 : b->n_outputs;
    Index *region_of = n ? mem_alloc((size_t)n * sizeof *region_of) : NULL;
    if (n && !region_of) {
        mlx_write_fail(f->w, ctx_fail_nomem(f->w->ctx));
        return;
    }
    for (Index i = 0; i < n && f->w->status == OK; i++) {
        const DocOutput *o = &b->outputs[i];
        Index region = output_region(&own, first, o->line - b->first_line + line);
        region_of[i] = region;
        buf_puts(&f->outputs, "<element>");
        put_output(f->w, o, (int32_t)region, &f->outputs);
        buf_puts(&f->outputs, "<lineNumbers type=\"array\">");
        for (int32_t k = own.items[region].start; k <= own.items[region].end; k++)
            buf_printf(&f->outputs, "<element>%d</element>", (int)k);
        buf_puts(&f->outputs, "</lineNumbers></element>");
        f->n_outputs++;
    }
    for (Index r = first; r < end && f->w->status == OK; r++) {
        Buf indexes = BUF_INIT;
        for (Index i = 0; i < n; i++)
            if (region_of[i] == r)
                buf_printf(&indexes, "<element>%d</element>", before + (int)i);
        put_region(&own.items[r], r, &indexes, &f->areas);
        if (indexes.failed) f->areas.failed = true;
        buf_done(&indexes);
    }
    mem_free(region_of);
}

static void put_layout(const MlxWriter *w, Buf *out) {
    const Document *doc = w->doc;
    bool hidden = w->options->hide_code || doc->layout == DOC_HIDE_CODE;
    if (hidden)
        buf_puts(out, "<mc:AlternateContent xmlns:mc=\"" MLX_MC
                      "\"><mc:Choice Requires=\"R2019a\"><layoutState>hidecode"
                      "</layoutState></mc:Choice><mc:Fallback><layoutState>document</layoutState></"
                      "mc:Fallback>"
                      "</mc:AlternateContent>");
    else
        put_element(out, "layoutState", doc->layout == DOC_ON_RIGHT ? "code" : "document");
}

static void put_meta(const MlxWriter *w, bool failed, Buf *out) {
    const DocPart *others = document_find_part(w->doc, "mlx", MLX_PART_META);
    buf_puts(out, "<metaData><evaluationState>manual</evaluationState>");
    put_layout(w, out);
    put_element(out, "outputStatus", failed ? "error" : "ready");
    if (w->doc->right_percent > 0)
        buf_printf(out, "<splitterState><proportion>%.10g</proportion></splitterState>",
                   w->doc->right_percent / 100);
    if (others) buf_put(out, others->bytes, others->n_bytes);
    buf_puts(out, "</metaData>");
}

/// Regions as they were read, if they still fit; null otherwise.
static const char *stored_regions(const MlxWriter *w) {
    const DocPart *part = document_find_part(w->doc, "mlx", MLX_PART_REGIONS);
    if (!part || w->options->no_outputs) return NULL;
    char *end;
    unsigned long long digest = strtoull(part->bytes, &end, 16);
    return *end == '\n' && digest == mlx_digest(w->doc) ? end + 1 : NULL;
}

static void put_file(OutputFile *f, Buf *out) {
    const Document *doc = f->w->doc;
    const char *stored = stored_regions(f->w);
    bool failed = false;
    int32_t line = 1;
    for (Index i = 0; i < doc->n_blocks && f->w->status == OK; i++) {
        const DocBlock *b = &doc->blocks[i];
        failed = failed || b->failed;
        for (Index k = 0; k < b->n_outputs; k++)
            failed = failed || b->outputs[k].kind == OUTPUT_ERROR;
        if (b->kind == BLOCK_CODE && b->text) put_outputs(f, i, line);
        line += mlx_count_lines(b);
    }
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><embeddedOutputs>");
    put_meta(f->w, failed, out);
    buf_printf(out, "<outputArray type=\"array\">%s</outputArray>", buf_text(&f->outputs));
    if (stored)
        buf_puts(out, stored);
    else
        buf_printf(out, "<regionArray type=\"array\">%s</regionArray>", buf_text(&f->areas));
    buf_puts(out, "</embeddedOutputs>");
    if (f->outputs.failed || f->areas.failed || out->failed)
        mlx_write_fail(f->w, ctx_fail_nomem(f->w->ctx));
}

void mlx_write_outputs(MlxWriter *w, Buf *out) {
    OutputFile f = {.w = w};
    Status status = find_regions(&f);
    if (status != OK)
        mlx_write_fail(w, status);
    else
        put_file(&f, out);
    mem_free(f.regions.items);
    mem_free(f.block_first);
    buf_done(&f.outputs);
    buf_done(&f.areas);
}
