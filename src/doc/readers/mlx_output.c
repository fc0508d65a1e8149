// doc/readers/mlx_output.c: matlab/output.xml to outputs. A region is one top-level statement and
// names the outputs it made. The data of an output becomes the JSON of plain-text live code; what
// has no place there stays under "mlx":
// {"type": …, "data": …}.
#include "base/vec.h"
#include "doc/package/picture.h"
#include "doc/readers/mlx.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// ---- XML to JSON ------------------------------------------------------------------------------

static json_t *node_json(xmlNode *node);

static json_t *verbatim_json(xmlNode *node) {
    Buf text = BUF_INIT;
    json_t *json = xml_verbatim(node, &text) && !text.failed
                       ? json_pack("{s:s}", "#xml", buf_text(&text))
                       : NULL;
    buf_done(&text);
    return json;
}

static bool is_array(const xmlNode *node) {
    const char *type = xml_attribute(node, "type");
    return type && !strcmp(type, "array") && !node->properties->next;
}

static json_t *array_json(xmlNode *node) {
    json_t *array = json_array();
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE &&
            (!array || json_array_append_new(array, node_json(child)))) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *object_json(xmlNode *node) {
    json_t *object = json_object();
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)child->name;
        if (!object || json_object_get(object, name)) { // a name twice: not an object
            json_decref(object);
            return verbatim_json(node);
        }
        if (json_object_set_new(object, name, node_json(child))) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

/// Elements become objects, those of type "array" arrays, texts strings, anything else {"#xml": …}.
static json_t *node_json(xmlNode *node) {
    bool elements = false, text = false, array = is_array(node),
         strange = node->properties && !array;
    for (xmlNode *child = node->children; child; child = child->next) {
        elements = elements || child->type == XML_ELEMENT_NODE;
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            text = text || strspn((const char *)child->content, " \t\r\n") <
                               strlen((const char *)child->content);
        strange = strange || (child->type == XML_ELEMENT_NODE &&
                              (child->ns || (array && !xml_is(child, "element"))));
    }
    if (strange || (elements && text)) return verbatim_json(node);
    if (array) return array_json(node);
    if (elements) return object_json(node);
    Buf content = BUF_INIT;
    xml_content(node, &content);
    json_t *json = content.failed ? NULL : json_stringn(buf_text(&content), content.len);
    buf_done(&content);
    return json;
}

// ---- data of one output -----------------------------------------------------------------------

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/// Moves a text from the file's data to the live data under another name; "" is left out.
static void move_text(json_t *data, const char *from, json_t *live, const char *to) {
    const char *text = json_string_value(json_object_get(data, from));
    if (!text) return;
    if (*text) json_object_set_new(live, to, json_string(text));
    json_object_del(data, from);
}

static void move_number(json_t *data, const char *key, json_t *live) {
    const char *text = json_string_value(json_object_get(data, key));
    char *end = NULL;
    long value = text ? strtol(text, &end, 10) : 0;
    if (!text || end == text || *end) return;
    json_object_set_new(live, key, json_integer(value));
    json_object_del(data, key);
}

/// "1.0e+03 *" on a line of its own: the exponent; false when it is none.
static bool read_factor(const char *line, size_t n, int *ret) {
    char text[32];
    if (n >= sizeof text) return false;
    memcpy(text, line, n);
    text[n] = 0;
    char *p = text + strspn(text, " "), *end;
    if (strncmp(p, "1.0e", 4)) return false;
    *ret = (int)strtol(p + 4, &end, 10);
    return end > p + 4 && end[strspn(end, " ")] == '*';
}

/// Words between blanks of a line as strings.
static json_t *row_json(const char *line, size_t n) {
    json_t *row = json_array();
    for (size_t i = 0; i < n;) {
        while (i < n && isspace((unsigned char)line[i])) i++;
        size_t start = i;
        while (i < n && !isspace((unsigned char)line[i])) i++;
        if (i > start) json_array_append_new(row, json_stringn(line + start, i - start));
    }
    return row;
}

/// The rows of a displayed matrix. Rows that do not have `columns` words (complex numbers, column
/// headings) stay whole.
static json_t *rows_json(const char *value, long columns, json_t *live) {
    json_t *rows = json_array(), *whole = json_array();
    bool regular = true;
    for (const char *p = value; *p;) {
        size_t n = strcspn(p, "\n");
        int exponent;
        if (!json_array_size(rows) && read_factor(p, n, &exponent)) {
            json_object_set_new(live, "exponent", json_sprintf("%d", exponent));
        } else {
            json_t *row = row_json(p, n);
            size_t words = json_array_size(row);
            regular = regular && (words == 0 || (long)words == columns);
            if (words) {
                json_array_append(rows, row);
                json_array_append_new(whole, json_pack("[s#]", p, (int)n));
            }
            json_decref(row);
        }
        p += n;
        if (*p) p++;
    }
    json_decref(regular ? whole : rows);
    return regular ? rows : whole;
}

static OutputKind read_grid(json_t *data, json_t *live) {
    bool table = !strcmp(text_of(data, "subtype"), "table") ||
                 !strcmp(text_of(data, "subtype"), "cell") ||
                 !strcmp(text_of(data, "subtype"), "struct");
    move_text(data, "name", live, "name");
    move_number(data, "rows", live);
    move_number(data, "columns", live);
    move_text(data, "header", live, "header");
    move_text(data, "type", live, "type");
    const char *value = json_string_value(json_object_get(data, "value"));
    long columns = (long)json_integer_value(json_object_get(live, "columns"));
    if (value)
        json_object_set_new(live, "value",
                            rows_json(value, columns, live)); // the text itself stays below "mlx"
    return table ? OUTPUT_TABLE : OUTPUT_MATRIX;
}

/// What our writer adds to a grid; true when it has the shown text, too.
static bool read_own(const json_t *data, json_t *live, DocOutput *output) {
    const char *text = json_string_value(json_object_get(data, "gradus"));
    json_t *own = text ? json_loads(text, 0, NULL) : NULL;
    const char *shown = json_string_value(json_object_get(own, "#text"));
    if (shown) output->text = text_without_tags(shown);
    json_object_del(own, "#text");
    if (json_is_object(own)) json_object_update(live, own);
    json_decref(own);
    return output->text != NULL;
}

/// The file's `truncationInfo` says no cut: nothing to keep.
static void read_truncation(json_t *data, json_t *live) {
    const json_t *info = json_object_get(data, "truncationInfo");
    const char *key;
    json_t *value;
    bool cut = false;
    json_object_foreach((json_t *)info, key, value) cut =
        cut || !strcmp(json_string_value(value) ? json_string_value(value) : "", "true");
    if (cut) json_object_set_new(live, "truncated", json_true());
    if (info && !cut) json_object_del(data, "truncationInfo");
}

/// What is shown for a grid: its name and the lines as displayed.
static void show_grid(const json_t *data, const json_t *live, Buf *out) {
    const char *header = text_of(live, "header"), *value = text_of(data, "value");
    buf_printf(out, "%s =", text_of(live, "name"));
    if (*header) buf_printf(out, " %s", header);
    buf_printf(out, "\n\n%s", value);
}

/// The text without its marks; a buffer that failed gives none, which fails the reader.
static void show_text(DocOutput *output, const Buf *shown, const char *text) {
    output->text = shown && shown->failed ? NULL : text_without_tags(text);
}

static xmlNode *find_math(xmlNode *node, int depth) {
    if (xml_is(node, "math")) return node;
    for (xmlNode *child = node->children; child && depth < 4; child = child->next) {
        xmlNode *found = child->type == XML_ELEMENT_NODE ? find_math(child, depth + 1) : NULL;
        if (found) return found;
    }
    return NULL;
}

/// TeX of MathML that stands in the data of a symbolic output, as elements or as text; nothing when
/// there is none.
static void symbolic_tex(xmlNode *source, Buf *out) {
    const xmlNode *math = find_math(source, 0);
    if (math) {
        mathml_tex(math, out);
        return;
    }
    Ctx quiet; // MathML that is damaged is shown as it is
    ctx_init(&quiet);
    for (xmlNode *child = source->children; child && !out->len; child = child->next) {
        Buf text = BUF_INIT;
        xmlDoc *xml = NULL;
        if (child->type == XML_ELEMENT_NODE) xml_content(child, &text);
        if (strstr(buf_text(&text), "<math") &&
            xml_read(&quiet, "MathML", text.data, text.len, &xml) == OK) {
            xmlNode *found = find_math(xmlDocGetRootElement(xml), 0);
            if (found) mathml_tex(found, out);
            xmlFreeDoc(xml);
        }
        if (text.failed) out->failed = true;
        buf_done(&text);
    }
    ctx_done(&quiet);
}

/// The cell of a saved table: an array of {"value"}, several where the table's variable has several columns.
static json_t *saved_cell(const json_t *parts) {
    json_t *values = json_array();
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *value = json_object_get(json_array_get(parts, i), "value");
        if (json_is_string(value)) json_array_append(values, (json_t *)value);
    }
    bool one = json_array_size(values) == 1;
    json_t *cell = one ? json_incref(json_array_get(values, 0)) : values;
    if (one) json_decref(values);
    return cell;
}

/// A table of an older release: its rows in `savedData`, its columns in `ColumnModelProperties`, both JSON. False when the
/// two do not fit; the text is shown then. The file's own elements stay in `data`.
static bool read_saved_table(json_t *data, json_t *live, DocOutput *output) {
    json_t *rows = json_loads(text_of(data, "savedData"), 0, NULL);
    json_t *columns = json_loads(text_of(json_object_get(data, "metadata"), "ColumnModelProperties"), 0, NULL);
    json_t *names = json_array(), *value = json_array();
    size_t n = json_array_size(columns);
    bool good = n > 0 && json_array_size(rows) > 0;
    for (size_t c = 0; c < n; c++)
        json_array_append_new(names, json_string(text_of(json_array_get(columns, c), "HeaderName")));
    for (size_t r = 0; r < json_array_size(rows) && good; r++) {
        const json_t *row = json_array_get(rows, r);
        json_t *cells = json_array();
        good = json_array_size(row) == n;
        for (size_t c = 0; c < n && good; c++) json_array_append_new(cells, saved_cell(json_array_get(row, c)));
        json_array_append_new(value, cells);
    }
    json_decref(rows);
    json_decref(columns);
    if (good) {
        output->kind = OUTPUT_TABLE;
        char *header = text_without_tags(text_of(data, "header"));
        move_text(data, "name", live, "name");
        move_number(data, "rows", live);
        move_number(data, "columns", live);
        if (header && *header) json_object_set_new(live, "header", json_string(header));
        if (header && !strcmp(header, text_of(data, "header"))) json_object_del(data, "header");
        mem_free(header);
        move_text(data, "type", live, "type");
        json_object_set(live, "columnNames", names);
        json_object_set(live, "value", value);
    }
    json_decref(names);
    json_decref(value);
    return good;
}

/// Kind, live data and shown text; `data` keeps what found no place. Returns the live name of the
/// kind.
static const char *convert(const char *type, xmlNode *source, json_t *data, json_t *live,
                           DocOutput *output) {
    Buf shown = BUF_INIT;
    if (!strcmp(type, "text") || !strcmp(type, "warning") || !strcmp(type, "error")) {
        output->kind = *type == 't' ? OUTPUT_TEXT : *type == 'w' ? OUTPUT_WARNING : OUTPUT_ERROR;
        show_text(output, NULL, text_of(data, "text"));
        if (!json_object_get(data, "text")) json_object_set_new(live, "text", json_string(""));
        if (json_object_get(data, "text"))
            json_object_set(live, "text", json_object_get(data, "text"));
        json_object_del(data, "text");
        read_truncation(data, live);
        if (*type == 'e') json_object_set_new(live, "errorType", json_string("runtime"));
        return type;
    }
    if (!strcmp(type, "variableString") || !strcmp(type, "variable")) {
        if (read_saved_table(data, live, output)) {
            show_grid(data, live, &shown);
            show_text(output, &shown, buf_text(&shown));
            buf_done(&shown);
            return "tabular";
        }
        output->kind = OUTPUT_VARIABLE;
        const char *header = text_of(data, "header"), *value = text_of(data, "value");
        const char *gap = strchr(value, '\n') ? "\n" : *header ? " " : "";
        buf_printf(&shown, "%s = %s%s%s", text_of(data, "name"), header, gap, value);
        show_text(output, &shown, buf_text(&shown));
        move_text(data, "name", live, "name");
        json_object_set_new(live, "value", json_string(text_of(data, "value")));
        json_object_del(data, "value");
        move_text(data, "header", live, "header");
        read_truncation(data, live);
        buf_done(&shown);
        return "textualVariable";
    }
    if (!strcmp(type, "matrix")) {
        output->kind = read_grid(data, live);
        if (read_own(data, live, output))
            return output->kind == OUTPUT_TABLE ? "tabular" : "matrix";
        show_grid(data, live, &shown);
        show_text(output, &shown, buf_text(&shown));
        buf_done(&shown);
        return output->kind == OUTPUT_TABLE ? "tabular" : "matrix";
    }
    if (!strcmp(type, "symbolic")) {
        output->kind = OUTPUT_EQUATION;
        if (source) symbolic_tex(source, &shown);
        bool math = shown.len > 0;
        if (!math) buf_puts(&shown, text_of(data, "value"));
        show_text(output, &shown, buf_text(&shown));
        move_text(data, "name", live, "name");
        json_object_set_new(live, "value", json_string(buf_text(&shown)));
        if (!math) json_object_del(data, "value"); // MathML itself stays below "mlx"
        buf_done(&shown);
        return "symbolic";
    }
    output->kind = OUTPUT_RAW;
    json_object_update(live, data);
    json_object_clear(data);
    return type;
}

static void read_figure(MlxReader *m, json_t *data, DocOutput *output) {
    const char *uri = text_of(data, "figureUri"), *type;
    Buf bytes = BUF_INIT;
    if (!data_uri_read(uri, &bytes, &type)) {
        buf_done(&bytes);
        return;
    }
    DocImage *image = mem_alloc_zero(sizeof *image);
    bool known = image && image_of_bytes(bytes.data, bytes.len, &m->r.pixels_left, image);
    if (image) {
        const json_t *size = json_object_get(data, "figureSize");
        image->width_px = strtod(json_string_value(json_array_get(size, 0))
                                     ? json_string_value(json_array_get(size, 0))
                                     : "0",
                                 NULL);
        image->height_px = strtod(json_string_value(json_array_get(size, 1))
                                      ? json_string_value(json_array_get(size, 1))
                                      : "0",
                                  NULL);
        if (!known) { // kept all the same
            image->n_bytes = bytes.len;
            image->media_type = type;
            image->bytes = (uint8_t *)buf_take(&bytes);
        }
    }
    buf_done(&bytes);
    if (!image || !image->bytes) {
        image_free(image);
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        return;
    }
    output->kind = OUTPUT_FIGURE;
    output->image = image;
    json_object_del(data, "figureUri");
}

/// The JSON kept with the output; none where text and kind say it all.
static bool keep_data(const char *type, const char *live_type, json_t *data, json_t *live,
                      DocOutput *output) {
    const char *text = json_string_value(json_object_get(live, "text"));
    bool plain = output->kind == OUTPUT_TEXT || output->kind == OUTPUT_WARNING ||
                 output->kind == OUTPUT_ERROR;
    if (plain && !json_object_size(data) && output->text && text && !strcmp(text, output->text) &&
        !json_object_get(live, "truncated"))
        return true;
    json_t *all = json_pack("{s:s,s:O}", "dataType", live_type, "outputData", live);
    if (all && strcmp(type, "text"))
        json_object_set_new(all, "mlx", json_pack("{s:s,s:O}", "type", type, "data", data));
    else if (all && json_object_size(data))
        json_object_set_new(all, "mlx", json_pack("{s:s,s:O}", "type", type, "data", data));
    char *json = all ? json_dumps(all, JSON_COMPACT) : NULL;
    output->data = json ? mem_dup(json) : NULL;
    free(json);
    json_decref(all);
    return output->data != NULL;
}

/// One element of the output array.
static DocOutput read_output(MlxReader *m, xmlNode *element) {
    DocOutput output = {.kind = OUTPUT_RAW};
    Buf type = BUF_INIT;
    xml_content(xml_child(element, "type"), &type);
    xmlNode *source = xml_child(element, "outputData");
    json_t *data = source ? node_json(source) : json_object(), *live = json_object();
    const char *live_type = buf_text(&type);
    if (json_is_string(data)) { // an empty element
        json_decref(data);
        data = json_object();
    }
    bool good = data && live && !type.failed;
    if (good && !strcmp(buf_text(&type), "figure")) {
        read_figure(m, data, &output);
        live_type = "image";
    } else if (good) {
        live_type = convert(buf_text(&type), source, data, live, &output);
    }
    bool has_text = output.kind != OUTPUT_FIGURE && output.kind != OUTPUT_RAW;
    good = good && (!has_text || output.text);
    if (good && json_object_get(live, "name") && output.kind != OUTPUT_FIGURE) {
        output.name = mem_dup(json_string_value(json_object_get(live, "name")));
        good = output.name != NULL;
    }
    if (!good || !keep_data(buf_text(&type), live_type, data, live, &output))
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    json_decref(data);
    json_decref(live);
    buf_done(&type);
    return output;
}

// ---- regions and ties -------------------------------------------------------------------------

typedef struct Ties {
    int32_t *region_start, *region_end; // one a region
    Index n_regions;
    int32_t *of_output;   // region that names the output, or -1
    int32_t *output_line; // last of its own line numbers, or -1
    Index n_outputs;
} Ties;

static Index count_elements(const xmlNode *array) {
    Index n = 0;
    for (const xmlNode *node = array ? array->children : NULL; node; node = node->next)
        n += xml_is(node, "element");
    return n;
}

static int32_t number_of(const xmlNode *node) {
    Buf text = BUF_INIT;
    if (node) xml_content(node, &text);
    long value = text.len ? strtol(buf_text(&text), NULL, 10) : -1;
    buf_done(&text);
    return value < -1 || value > 100000000 ? -1 : (int32_t)value;
}

static void read_ties(Ties *ties, const xmlNode *outputs, const xmlNode *regions) {
    Index k = 0;
    for (const xmlNode *node = regions ? regions->children : NULL; node; node = node->next) {
        if (!xml_is(node, "element")) continue;
        ties->region_start[k] = number_of(xml_child(node, "startLine"));
        ties->region_end[k] = number_of(xml_child(node, "endLine"));
        const xmlNode *indexes = xml_child(node, "outputIndexes");
        for (const xmlNode *i = indexes ? indexes->children : NULL; i; i = i->next) {
            int32_t index = xml_is(i, "element") ? number_of(i) : -1;
            if (index >= 0 && index < ties->n_outputs) ties->of_output[index] = (int32_t)k;
        }
        k++;
    }
    k = 0;
    for (const xmlNode *node = outputs ? outputs->children : NULL; node; node = node->next) {
        if (!xml_is(node, "element")) continue;
        const xmlNode *lines = xml_child(node, "lineNumbers");
        for (const xmlNode *i = lines ? lines->children : NULL; i; i = i->next)
            if (xml_is(i, "element") && number_of(i) > ties->output_line[k])
                ties->output_line[k] = number_of(i);
        k++;
    }
}

/// Block and line of an output; without any tie it stands behind the last code before.
static MlxPlace output_place(const Document *doc, const Ties *ties, Index k,
                             const int32_t *by_region, const int32_t *by_line, MlxPlace before) {
    MlxPlace place;
    int32_t region = ties->of_output[k];
    if (region >= 0 && mlx_find_place(doc, by_region, ties->region_end[region], &place))
        return place;
    if (region >= 0 && mlx_find_place(doc, by_region, ties->region_start[region], &place))
        return place;
    if (ties->output_line[k] >= 0 && mlx_find_place(doc, by_line, ties->output_line[k], &place))
        return place;
    return before;
}

static MlxPlace first_code(const Document *doc) {
    for (Index i = 0; i < doc->n_blocks; i++)
        if (doc->blocks[i].kind == BLOCK_CODE) return (MlxPlace){i, doc->blocks[i].n_lines - 1};
    return (MlxPlace){-1, 0};
}

/// Adds the outputs to their blocks; *ret_in_order: a writer that goes through the blocks meets
/// them in the file's order.
static void place_outputs(MlxReader *m, const xmlNode *outputs, const Ties *ties,
                          const int32_t *by_region, const int32_t *by_line, bool *ret_in_order) {
    Document *doc = m->r.doc;
    MlxPlace before = first_code(doc);
    Index k = 0;
    *ret_in_order = true;
    if (before.block < 0) return;
    for (xmlNode *node = outputs->children; node && m->r.status == OK; node = node->next) {
        if (!xml_is(node, "element")) continue;
        MlxPlace place = output_place(doc, ties, k++, by_region, by_line, before);
        if (place.block < before.block ||
            (place.block == before.block && place.line < before.line && k > 1))
            *ret_in_order = false;
        before = place;
        DocBlock *block = &doc->blocks[place.block];
        DocOutput output = read_output(m, node);
        output.line = block->first_line + place.line;
        Status status = block_add_output(m->r.ctx, block, output);
        if (status != OK) reader_fail(&m->r, status);
        for (Index i = block->n_outputs - 1;
             i > 0 && block->outputs[i - 1].line > block->outputs[i].line; i--) {
            DocOutput later = block->outputs[i - 1];
            block->outputs[i - 1] = block->outputs[i];
            block->outputs[i] = later;
        }
    }
}

static void keep_regions(MlxReader *m, xmlNode *regions) {
    Buf text = BUF_INIT;
    buf_printf(&text, "%016llx\n", (unsigned long long)mlx_digest(m->r.doc));
    if (!xml_verbatim(regions, &text)) text.failed = true;
    Status status = text.failed ? ctx_fail_nomem(m->r.ctx)
                                : document_add_part(m->r.ctx, m->r.doc, "mlx", MLX_PART_REGIONS,
                                                    NULL, text.data, text.len);
    if (status != OK) reader_fail(&m->r, status);
    buf_done(&text);
}

static void tie_outputs(MlxReader *m, xmlNode *outputs, xmlNode *regions) {
    Document *doc = m->r.doc;
    enum { MAX_OUTPUTS = 20000 };
    Ties ties = {.n_outputs = count_elements(outputs), .n_regions = count_elements(regions)};
    if (ties.n_outputs > MAX_OUTPUTS) {
        reader_fail(&m->r, ctx_fail(m->r.ctx, ERR_LIMIT, "Gradus:doc:size",
                                    "Document has more than %d outputs.", MAX_OUTPUTS));
        return;
    }
    MlxCodeLines code;
    Status status = mlx_code_lines(m->r.ctx, doc, &code);
    if (status != OK) {
        reader_fail(&m->r, status);
        return;
    }
    size_t n = (size_t)(2 * ties.n_regions + 2 * ties.n_outputs + 2 * doc->n_blocks + 1);
    int32_t *numbers = mem_alloc(n * sizeof *numbers);
    if (!numbers) {
        mlx_code_lines_done(&code);
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        return;
    }
    ties.region_start = numbers;
    ties.region_end = ties.region_start + ties.n_regions;
    ties.of_output = ties.region_end + ties.n_regions;
    ties.output_line = ties.of_output + ties.n_outputs;
    int32_t *by_region = ties.output_line + ties.n_outputs, *by_line = by_region + doc->n_blocks;
    for (Index i = 0; i < 2 * ties.n_outputs; i++) ties.of_output[i] = -1;
    read_ties(&ties, outputs, regions);
    mlx_place_blocks(doc, &code, ties.region_start, ties.n_regions, by_region);
    mlx_place_blocks(doc, &code, ties.output_line, ties.n_outputs, by_line);
    mlx_code_lines_done(&code);
    bool in_order = true;
    if (outputs) place_outputs(m, outputs, &ties, by_region, by_line, &in_order);
    if (regions && ties.n_outputs && in_order && m->r.status == OK) keep_regions(m, regions);
    mem_free(numbers);
}

// ---- the part ---------------------------------------------------------------------------------

static bool known_layout(xmlNode *node) {
    return xml_is(node, "layoutState");
}

static void set_layout(MlxReader *m, const xmlNode *node) {
    Document *doc = m->r.doc;
    Buf text = BUF_INIT;
    xml_content(node, &text);
    mlx_check(m, &text);
    if (!strcmp(buf_text(&text), "code")) doc->layout = DOC_ON_RIGHT;
    if (!strcmp(buf_text(&text), "hidecode")) doc->layout = DOC_HIDE_CODE;
    buf_done(&text);
}

static void set_split(Document *doc, const xmlNode *node) {
    const xmlNode *share = xml_child(node, "proportion");
    Buf text = BUF_INIT;
    if (share) xml_content(share, &text);
    double value = text.len ? strtod(buf_text(&text), NULL) : 0;
    if (value > 0 && value <= 1) doc->right_percent = value * 100;
    buf_done(&text);
}

static void read_meta(MlxReader *m, xmlNode *meta) {
    Buf others = BUF_INIT;
    for (xmlNode *node = meta ? meta->children : NULL; node; node = node->next) {
        bool known = false;
        xmlNode *chosen =
            xml_is(node, "AlternateContent") ? mlx_choose(node, known_layout, &known) : NULL;
        if (xml_is(node, "layoutState"))
            set_layout(m, node);
        else if (chosen && xml_child(chosen, "layoutState"))
            set_layout(m, xml_child(chosen, "layoutState"));
        else if (xml_is(node, "splitterState"))
            set_split(m->r.doc, node);
        else if (node->type == XML_ELEMENT_NODE && !xml_is(node, "evaluationState") &&
                 !xml_is(node, "outputStatus") && !xml_verbatim(node, &others))
            others.failed = true;
    }
    if (others.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    if (others.len && !others.failed) {
        Status status = document_add_part(m->r.ctx, m->r.doc, "mlx", MLX_PART_META, NULL,
                                          others.data, others.len);
        if (status != OK) reader_fail(&m->r, status);
    }
    buf_done(&others);
}

void mlx_read_outputs(MlxReader *m, xmlNode *root) {
    if (m->r.status != OK || !xml_is(root, "embeddedOutputs")) return;
    read_meta(m, xml_child(root, "metaData"));
    tie_outputs(m, xml_child(root, "outputArray"), xml_child(root, "regionArray"));
}
