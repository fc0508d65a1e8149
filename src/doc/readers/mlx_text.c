// doc/readers/mlx_text.c: matlab/document.xml to blocks. A paragraph's style says what it is; a
// whole run of code lines is one paragraph; an empty paragraph with section properties is a section
// break. mc:AlternateContent is read by its first Choice of which everything is known, else by its
// Fallback, and then the XML stays with the block. XML of other kinds becomes BLOCK_RAW and RUN_RAW
// of format "mlx".
#include "base/vec.h"
#include "doc/readers/mlx.h"
#include <stdlib.h>
#include <string.h>
// ---- paragraphs -------------------------------------------------------------------------------

static bool known_properties(xmlNode *node) {
    return xml_is(node, "pPr") && mlx_style(mlx_style_name(node));
}

/// Paragraph properties, direct or chosen; *ret_strange is an alternative whose Fallback was taken.
static xmlNode *paragraph_properties(xmlNode *paragraph, xmlNode **ret_strange) {
    *ret_strange = NULL;
    for (xmlNode *node = paragraph->children; node; node = node->next) {
        if (xml_is(node, "pPr")) return node;
        if (!xml_is(node, "AlternateContent")) continue;
        bool known;
        xmlNode *chosen = mlx_choose(node, known_properties, &known),
                *found = xml_child(chosen, "pPr");
        if (found && !known) *ret_strange = node;
        if (found) return found;
    }
    return NULL;
}

static DocAlign alignment(const xmlNode *properties) {
    const char *jc = xml_attribute(xml_child(properties, "jc"), "val");
    if (jc && !strcmp(jc, "center")) return DOC_CENTER;
    return jc && (!strcmp(jc, "right") || !strcmp(jc, "end")) ? DOC_RIGHT : DOC_LEFT;
}

static void keep_properties(MlxAttributes *a, xmlNode *properties) {
    static const char *const used[] = {"pStyle", "jc", "numPr", "sectPr"};
    Buf text = BUF_INIT;
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next) {
        bool known = node->type != XML_ELEMENT_NODE;
        for (size_t i = 0; i < sizeof used / sizeof *used; i++)
            known = known || xml_is(node, used[i]);
        if (!known) mlx_add_verbatim(&text, node);
    }
    mlx_keep_text(a, "pPr", &text);
}

static void read_list_properties(DocBlock *block, const xmlNode *properties, MlxAttributes *a) {
    const xmlNode *list = xml_child(properties, "numPr");
    const char *id = xml_attribute(xml_child(list, "numId"), "val"),
               *level = xml_attribute(xml_child(list, "ilvl"), "val");
    block->ordered = id && !strcmp(id, "2");
    block->level = level ? mlx_small_number(level) : 0;
    if (block->level > 8) block->level = 8;
    if (id && strcmp(id, "1") && strcmp(id, "2")) mlx_attribute_text(a, "numId", id);
}

static DocBlock *add_text(MlxReader *m, xmlNode *paragraph, xmlNode *properties, xmlNode *strange) {
    const char *name = mlx_style_name(properties);
    const MlxStyle *style = mlx_style(name ? name : "text");
    MlxRuns list = {.m = m};
    mlx_read_runs(&list, paragraph);
    DocRuns runs = mlx_runs_end(&list);
    bool equation = style && style->kind == BLOCK_PARAGRAPH && runs_are_equation(&runs);
    DocBlock *block = reader_block(&m->r, equation ? BLOCK_EQUATION
                                          : style  ? style->kind
                                                   : BLOCK_PARAGRAPH);
    if (!block) return NULL;
    MlxAttributes others = {.m = m};
    block->runs = runs;
    block->anchor = list.anchor;
    block->align = alignment(properties);
    if (style) block->level = style->level;
    if (block->kind == BLOCK_LIST_ITEM) read_list_properties(block, properties, &others);
    if (!style) mlx_attribute_text(&others, "style", name);
    keep_properties(&others, properties);
    Buf kept = BUF_INIT;
    if (strange) mlx_add_verbatim(&kept, strange);
    mlx_keep_text(&others, "properties", &kept);
    block->attributes = mlx_attributes_end(&others);
    return block;
}

static bool has_content(const xmlNode *paragraph) {
    for (const xmlNode *node = paragraph->children; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && !xml_is(node, "pPr")) return true;
    return false;
}

static void read_paragraph(MlxReader *m, xmlNode *paragraph) {
    xmlNode *strange, *properties = paragraph_properties(paragraph, &strange);
    const char *name = mlx_style_name(properties);
    bool section = xml_child(properties, "sectPr") != NULL;
    if (name && !strcmp(name, "code"))
        mlx_read_code(m, paragraph);
    else if (!section || has_content(paragraph))
        add_text(m, paragraph, properties, strange);
    if (section) reader_block(&m->r, BLOCK_SECTION_BREAK);
}

// ---- tables -----------------------------------------------------------------------------------

static Index count_children(const xmlNode *node, const char *name) {
    Index n = 0;
    for (const xmlNode *child = node->children; child; child = child->next)
        n += xml_is(child, name);
    return n;
}

static DocRuns read_cell(MlxReader *m, xmlNode *cell, char *ret_align) {
    MlxRuns list = {.m = m};
    bool first = true;
    *ret_align = 'l';
    for (xmlNode *node = cell->children; node && m->r.status == OK; node = node->next) {
        if (!xml_is(node, "p")) {
            if (node->type == XML_ELEMENT_NODE && !xml_is(node, "tcPr"))
                mlx_raw_run(&list, node, NULL);
            continue;
        }
        if (first) *ret_align = "lcr"[alignment(xml_child(node, "pPr"))];
        if (!first) mlx_run_add(&list, (DocRun){.kind = RUN_BREAK});
        first = false;
        mlx_read_runs(&list, node);
    }
    return mlx_runs_end(&list);
}

static bool has_header(const xmlNode *table) {
    const xmlNode *row = xml_child(table, "tr"),
                  *look = xml_child(xml_child(table, "tblPr"), "tblLook");
    const char *first = xml_attribute(look, "firstRow");
    const xmlNode *mark = xml_child(xml_child(row, "trPr"), "tblHeader");
    return (mark && mlx_is_on(mark)) || (first && !strcmp(first, "1"));
}

static const char *table_attributes(MlxReader *m, const xmlNode *table, const char *aligns) {
    MlxAttributes others = {.m = m};
    const xmlNode *grid = xml_child(table, "tblGrid"), *properties = xml_child(table, "tblPr");
    json_t *widths = grid ? json_array() : NULL;
    Buf text = BUF_INIT;
    for (xmlNode *node = grid ? grid->children : NULL; node; node = node->next)
        if (xml_is(node, "gridCol") && xml_attribute(node, "w"))
            json_array_append_new(widths, json_integer(mlx_small_number(xml_attribute(node, "w"))));
    if (json_array_size(widths)) mlx_attribute(&others, "gridColumns", json_incref(widths));
    json_decref(widths);
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && !xml_is(node, "tblStyle"))
            mlx_add_verbatim(&text, node);
    mlx_keep_text(&others, "tblPr", &text);
    if (strspn(aligns, "l") < strlen(aligns)) mlx_attribute_text(&others, "cellAlign", aligns);
    return mlx_attributes_end(&others);
}

static void read_table(MlxReader *m, xmlNode *table) {
    enum { MAX_CELLS = 100000 };
    Index n_rows = count_children(table, "tr"), n_cols = 0, at = 0;
    for (xmlNode *row = table->children; row; row = row->next)
        if (xml_is(row, "tr") && count_children(row, "tc") > n_cols)
            n_cols = count_children(row, "tc");
    if (!n_cols || n_cols > MAX_CELLS / n_rows) {
        DocBlock *raw = reader_block(&m->r, BLOCK_RAW);
        if (raw) raw->raw_format = "mlx", raw->text = mlx_verbatim(m, table);
        return;
    }
    DocRuns *cells = arena_alloc(m->r.doc->arena, (size_t)(n_rows * n_cols) * sizeof *cells);
    char *aligns = mem_alloc_zero((size_t)(n_rows * n_cols) + 1);
    if (!cells || !aligns) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    for (xmlNode *row = table->children; row && m->r.status == OK; row = row->next) {
        if (!xml_is(row, "tr")) continue;
        Index column = 0;
        memset(aligns + at, 'l', (size_t)n_cols);
        for (xmlNode *cell = row->children; cell; cell = cell->next)
            if (xml_is(cell, "tc"))
                cells[at + column] = read_cell(m, cell, &aligns[at + column]), column++;
        at += n_cols;
    }
    DocBlock *block = reader_block(&m->r, BLOCK_TABLE);
    if (block) {
        block->cells = cells;
        block->n_rows = n_rows;
        block->n_cols = n_cols;
        block->has_header = has_header(table);
        block->attributes = table_attributes(m, table, aligns);
    }
    mem_free(aligns);
}

// ---- structured parts -------------------------------------------------------------------------

static bool is_contents(const xmlNode *node) {
    const xmlNode *part = xml_child(xml_child(node, "sdtPr"), "docPartObj");
    const char *gallery = xml_attribute(xml_child(part, "docPartGallery"), "val");
    return gallery && !strcmp(gallery, "Table of Contents");
}

/// "matlab" of the alias "codeexample_matlab", or null.
static const char *example_language(const xmlNode *node) {
    const char *alias = xml_attribute(xml_child(xml_child(node, "sdtPr"), "alias"), "val");
    return alias && !strncmp(alias, "codeexample_", 12) ? alias + 12 : NULL;
}

static void read_contents(MlxReader *m, xmlNode *node) {
    xmlNode *content = xml_child(node, "sdtContent");
    MlxRuns list = {.m = m};
    for (xmlNode *p = content ? content->children : NULL; p; p = p->next) {
        const char *style = mlx_style_name(xml_child(p, "pPr"));
        if (xml_is(p, "p") && style && !strcmp(style, "TOCHeading")) mlx_read_runs(&list, p);
    }
    DocRuns runs = mlx_runs_end(&list);
    DocBlock *block = reader_block(&m->r, BLOCK_CONTENTS);
    if (block) block->runs = runs;
}

// ---- the body ---------------------------------------------------------------------------------

static bool known_block(xmlNode *node) {
    if (xml_is(node, "p") || xml_is(node, "tbl")) return true;
    return xml_is(node, "sdt") && (is_contents(node) || example_language(node));
}

static void add_raw(MlxReader *m, xmlNode *node) {
    const char *text = mlx_verbatim(m, node);
    DocBlock *block = text ? reader_block(&m->r, BLOCK_RAW) : NULL;
    if (!block) return;
    block->text = text;
    block->raw_format = "mlx";
}

static void read_block(MlxReader *m, xmlNode *node) {
    if (xml_is(node, "p"))
        read_paragraph(m, node);
    else if (xml_is(node, "tbl"))
        read_table(m, node);
    else if (is_contents(node))
        read_contents(m, node);
    else
        mlx_read_example(m, node, example_language(node));
}

/// What the block shows, to see later whether it is still what its XML says.
static void keep_alternate(MlxReader *m, Index index, xmlNode *node) {
    DocBlock *block = &m->r.doc->blocks[index];
    Buf text = BUF_INIT;
    runs_text(&block->runs, &text);
    mlx_check(m, &text);
    MlxAttributes a = {.m = m};
    Buf xml = BUF_INIT;
    mlx_add_verbatim(&xml, node);
    mlx_keep_text(&a, "alternate", &xml);
    mlx_attribute_text(&a, "shown", buf_text(&text));
    block->attributes = mlx_attributes_end(&a);
    buf_done(&text);
}

static void read_alternate_block(MlxReader *m, xmlNode *node) {
    bool known;
    xmlNode *chosen = mlx_choose(node, known_block, &known);
    Index before = m->r.doc->n_blocks;
    bool one_text = !known && chosen && count_children(chosen, "p") == 1;
    if (!known && !one_text) {
        add_raw(m, node);
        return;
    }
    for (xmlNode *child = chosen->children; child && m->r.status == OK; child = child->next)
        if (child->type == XML_ELEMENT_NODE && known_block(child)) read_block(m, child);
    if (!known && m->r.status == OK && m->r.doc->n_blocks == before + 1)
        keep_alternate(m, before, node);
}

/// Numbers of list items, where each list ends, and section breaks whose title is a line of the
/// code below.
static void finish_blocks(Document *doc) {
    int numbers[9] = {0};
    for (Index i = 0; i < doc->n_blocks; i++) {
        DocBlock *b = &doc->blocks[i];
        const DocBlock *next = i + 1 < doc->n_blocks ? b + 1 : NULL;
        if (b->kind == BLOCK_SECTION_BREAK)
            b->titled = next && next->kind == BLOCK_CODE && !strncmp(next->text, "%% ", 3);
        if (b->kind != BLOCK_LIST_ITEM) {
            memset(numbers, 0, sizeof numbers);
            continue;
        }
        for (int k = b->level + 1; k < 9; k++) numbers[k] = 0;
        if (b->ordered)
            b->number = ++numbers[b->level];
        else
            numbers[b->level] = 0;
        bool same = next && next->kind == BLOCK_LIST_ITEM;
        b->list_end = !same || (next->level == b->level && next->ordered != b->ordered);
    }
}

/// Namespaces and attributes of the root that we do not write ourselves.
static void keep_root(MlxReader *m, const xmlNode *root) {
    Buf text = BUF_INIT;
    for (const xmlNs *ns = root->nsDef; ns; ns = ns->next) {
        const char *prefix = (const char *)ns->prefix;
        if (!prefix || !strcmp(prefix, "mc") || !strcmp(prefix, "w")) continue; // ours
        Buf name = BUF_INIT;
        buf_printf(&name, "xmlns:%s", prefix);
        xml_put_pair(&text, buf_text(&name), (const char *)ns->href);
        buf_done(&name);
    }
    for (const xmlAttr *a = root->properties; a; a = a->next) {
        Buf name = BUF_INIT;
        if (a->ns && a->ns->prefix) buf_printf(&name, "%s:", (const char *)a->ns->prefix);
        buf_puts(&name, (const char *)a->name);
        xml_put_pair(&text, buf_text(&name), xml_attribute(root, (const char *)a->name));
        buf_done(&name);
    }
    if (text.len) {
        Status status =
            document_add_part(m->r.ctx, m->r.doc, "mlx", MLX_PART_ROOT, NULL, text.data, text.len);
        if (status != OK) reader_fail(&m->r, status);
    }
    buf_done(&text);
}

void mlx_read_text(MlxReader *m, xmlNode *root) {
    xmlNode *body = xml_child(root, "body");
    if (!body || !xml_is(root, "document")) {
        reader_fail(
            &m->r,
            ctx_fail(m->r.ctx, ERR_SYNTAX, "Gradus:doc:package",
                     "matlab/document.xml is no live document: it has no w:document and w:body."));
        return;
    }
    for (xmlNode *node = body->children; node && m->r.status == OK; node = node->next) {
        if (mlx_is_blank(node)) continue;
        if (xml_is(node, "AlternateContent"))
            read_alternate_block(m, node);
        else if (node->type == XML_ELEMENT_NODE && known_block(node))
            read_block(m, node);
        else
            add_raw(m, node);
    }
    finish_blocks(m->r.doc);
    keep_root(m, root);
}
