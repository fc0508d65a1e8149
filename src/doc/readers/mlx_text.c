// doc/readers/mlx_text.c: matlab/document.xml to blocks. A paragraph's style says what it is; a
// whole run of code lines is one paragraph; an empty paragraph with section properties is a section
// break. mc:AlternateContent is read by its first Choice of which everything is known, else by its
// Fallback, and then the XML stays with the block. XML of other kinds becomes BLOCK_RAW and RUN_RAW
// of format "mlx".
#include "base/vec.h"
#include "doc/readers/mlx.h"
#include <stdlib.h>
#include <string.h>

typedef struct RunList {
    MlxReader *m;
    DocRun *items; // heap while growing
    Index n, cap;
    const char *link, *unsafe_link, *attributes; // of the hyperlink around
    const char *anchor;                          // first bookmark
    const char *anchor_id;
    int depth;
} RunList;

static void add_run(RunList *list, DocRun run) {
    Reader *r = &list->m->r;
    if (r->status != OK) return;
    Status status = vec_reserve(r->ctx, (void **)&list->items, &list->cap, list->n + 1, sizeof run);
    if (status != OK) {
        reader_fail(r, status);
        return;
    }
    run.link = list->link;
    run.unsafe_link = list->unsafe_link;
    if (!run.attributes) run.attributes = list->attributes;
    list->items[list->n++] = run;
}

static DocRuns finish_runs(RunList *list) {
    DocRuns runs = {0};
    Reader *r = &list->m->r;
    if (list->n && r->status == OK) {
        runs.items = arena_alloc(r->doc->arena, (size_t)list->n * sizeof *runs.items);
        if (runs.items) {
            memcpy(runs.items, list->items, (size_t)list->n * sizeof *runs.items);
            runs.n = list->n;
        } else {
            reader_fail(r, ctx_fail_nomem(r->ctx));
        }
    }
    mem_free(list->items);
    return runs;
}

static void add_raw_run(RunList *list, xmlNode *node, const char *alt) {
    const char *text = mlx_verbatim(list->m, node);
    if (text) add_run(list, (DocRun){.kind = RUN_RAW, .text = text, .id = "mlx", .alt = alt});
}

/// Text of a node in the arena; "" after a failure.
static const char *node_text(MlxReader *m, const xmlNode *node) {
    Buf text = BUF_INIT;
    xml_content(node, &text);
    if (text.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    const char *kept = reader_text(&m->r, buf_text(&text), text.len);
    buf_done(&text);
    return kept ? kept : "";
}

static bool is_blank_node(const xmlNode *node) {
    if (node->type == XML_CDATA_SECTION_NODE) return false;
    if (node->type != XML_TEXT_NODE) return false;
    for (const xmlChar *p = node->content; p && *p; p++)
        if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\r') return false;
    return true;
}

// ---- styles -----------------------------------------------------------------------------------

typedef struct Style {
    const char *name;
    BlockKind kind;
    int level;
} Style;
static const Style styles[] = {{"text", BLOCK_PARAGRAPH, 0},
                               {"title", BLOCK_TITLE, 0},
                               {"heading", BLOCK_HEADING, 1},
                               {"heading1", BLOCK_HEADING, 1},
                               {"heading2", BLOCK_HEADING, 2},
                               {"heading3", BLOCK_HEADING, 3},
                               {"code", BLOCK_CODE, 0},
                               {"ListParagraph", BLOCK_LIST_ITEM, 0},
                               {"TOCHeading", BLOCK_PARAGRAPH, 0},
                               {"TOC1", BLOCK_PARAGRAPH, 0},
                               {"CodeExampleLine", BLOCK_PARAGRAPH, 0}};

static const Style *find_style(const char *name) {
    for (size_t i = 0; name && i < sizeof styles / sizeof *styles; i++)
        if (!strcmp(styles[i].name, name)) return &styles[i];
    return NULL;
}

static const char *style_name(const xmlNode *properties) {
    return xml_attribute(xml_child(properties, "pStyle"), "val");
}

static bool is_on(const xmlNode *node) {
    const char *value = xml_attribute(node, "val");
    return !value || (strcmp(value, "0") && strcmp(value, "false") && strcmp(value, "none") &&
                      strcmp(value, "off"));
}

static void add_verbatim(Buf *text, xmlNode *node) {
    if (!xml_verbatim(node, text)) text->failed = true;
}

/// Gathered XML as an attribute, unless there is none.
static void keep_text(MlxAttributes *a, const char *key, Buf *text) {
    if (text->failed)
        reader_fail(&a->m->r, ctx_fail_nomem(a->m->r.ctx));
    else if (text->len)
        mlx_attribute_text(a, key, buf_text(text));
    buf_done(text);
}

static unsigned run_style(MlxReader *m, xmlNode *properties, const char **ret_attributes) {
    unsigned style = 0;
    Buf others = BUF_INIT;
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next) {
        const char *family = xml_attribute(node, "cs");
        if (!family) family = xml_attribute(node, "ascii");
        if (xml_is(node, "b"))
            style |= is_on(node) ? RUN_BOLD : 0;
        else if (xml_is(node, "i"))
            style |= is_on(node) ? RUN_ITALIC : 0;
        else if (xml_is(node, "u"))
            style |= is_on(node) ? RUN_UNDERLINE : 0;
        else if (xml_is(node, "rFonts") && family && !strcmp(family, "monospace"))
            style |= RUN_MONO;
        else if (node->type == XML_ELEMENT_NODE)
            add_verbatim(&others, node);
    }
    MlxAttributes attributes = {.m = m};
    keep_text(&attributes, "rPr", &others);
    *ret_attributes = mlx_attributes_end(&attributes);
    return style;
}

// ---- custom XML -------------------------------------------------------------------------------

static const char *custom_kind(const xmlNode *node) {
    const char *kind = xml_is(node, "customXml") ? xml_attribute(node, "element") : NULL;
    return kind ? kind : "";
}

/// Value of `<w:attr w:name=… w:val=…>`, or null.
static const char *custom_attribute(const xmlNode *custom, const char *name) {
    const xmlNode *properties = xml_child(custom, "customXmlPr");
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next) {
        const char *found = xml_is(node, "attr") ? xml_attribute(node, "name") : NULL;
        if (found && !strcmp(found, name)) return xml_attribute(node, "val");
    }
    return NULL;
}

static void keep_custom(MlxAttributes *a, const xmlNode *custom, const char *const *used) {
    const xmlNode *properties = xml_child(custom, "customXmlPr");
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next) {
        const char *name = xml_is(node, "attr") ? xml_attribute(node, "name") : NULL;
        const char *value = name ? xml_attribute(node, "val") : NULL;
        const char *const *u = used;
        while (*u && name && strcmp(*u, name)) u++;
        if (value && !*u) mlx_attribute_text(a, name, value);
    }
}

static void read_equation(RunList *list, xmlNode *node) {
    static const char *const used[] = {"displayStyle", "altTextString", NULL};
    MlxReader *m = list->m;
    const char *display = custom_attribute(node, "displayStyle"),
               *alt = custom_attribute(node, "altTextString");
    DocRun run = {.kind = RUN_EQUATION, .text = node_text(m, node)};
    run.display = display && !strcmp(display, "true");
    if (alt) run.alt = reader_text(&m->r, alt, strlen(alt));
    MlxAttributes others = {.m = m};
    keep_custom(&others, node, used);
    run.attributes = mlx_attributes_end(&others);
    add_run(list, run);
}

static void read_image(RunList *list, xmlNode *node) {
    static const char *const used[] = {"height", "width", "altText", "relationshipId", NULL};
    MlxReader *m = list->m;
    const char *id = custom_attribute(node, "relationshipId"),
               *alt = custom_attribute(node, "altText"), *width = custom_attribute(node, "width"),
               *height = custom_attribute(node, "height");
    const char *name = NULL;
    const DocImage *image = mlx_image(m, id, &name);
    if (!image) { // the file lacks the picture: its place is kept
        add_raw_run(list, node, alt ? reader_text(&m->r, alt, strlen(alt)) : NULL);
        return;
    }
    DocImage *sized = arena_alloc(m->r.doc->arena, sizeof *sized);
    if (!sized) {
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        return;
    }
    *sized = *image;
    sized->width_px = width ? strtod(width, NULL) : 0;
    sized->height_px = height ? strtod(height, NULL) : 0;
    if (!(sized->width_px > 0 && sized->width_px < 1e5)) sized->width_px = 0;
    if (!(sized->height_px > 0 && sized->height_px < 1e5)) sized->height_px = 0;
    DocRun run = {.kind = RUN_IMAGE, .image = sized};
    run.text = reader_text(&m->r, alt ? alt : "", alt ? strlen(alt) : 0);
    run.id = reader_text(&m->r, name, strcspn(name, "."));
    MlxAttributes others = {.m = m};
    keep_custom(&others, node, used);
    run.attributes = mlx_attributes_end(&others);
    add_run(list, run);
}

// ---- runs -------------------------------------------------------------------------------------

static bool known_inline(xmlNode *node) {
    static const char *const plain[] = {"r", "hyperlink", "bookmarkStart", "bookmarkEnd",
                                        "AlternateContent"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (xml_is(node, plain[i])) return true;
    if (xml_is(node, "pPr")) return find_style(style_name(node)) != NULL;
    const char *kind = custom_kind(node);
    return !strcmp(kind, "equation") || !strcmp(kind, "image") || !strcmp(kind, "livecontrol");
}

static bool known_in_run(const xmlNode *node) {
    static const char *const names[] = {"rPr", "t", "br", "cr", "tab"};
    if (node->type != XML_ELEMENT_NODE) return is_blank_node(node);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (xml_is(node, names[i])) return true;
    return false;
}

static void read_run(RunList *list, xmlNode *node) {
    for (xmlNode *child = node->children; child; child = child->next)
        if (!known_in_run(child)) {
            add_raw_run(list, node, node_text(list->m, node));
            return;
        }
    const char *attributes = NULL;
    unsigned style = run_style(list->m, xml_child(node, "rPr"), &attributes);
    for (xmlNode *child = node->children; child; child = child->next) {
        if (xml_is(child, "br") || xml_is(child, "cr"))
            add_run(list, (DocRun){.kind = RUN_BREAK, .style = style});
        const char *text = xml_is(child, "tab") ? "\t"
                           : xml_is(child, "t") ? node_text(list->m, child)
                                                : "";
        if (*text)
            add_run(
                list,
                (DocRun){.kind = RUN_TEXT, .style = style, .text = text, .attributes = attributes});
    }
}

static void read_inline(RunList *list, xmlNode *first);

static void set_link(RunList *list, const xmlNode *node) {
    Reader *r = &list->m->r;
    const char *anchor = xml_attribute(node, "anchor"),
               *target = xml_attribute(node, "docLocation"), *id = xml_attribute(node, "id");
    Buf text = BUF_INIT;
    if (anchor) {
        if (strncmp(anchor, "internal:", 9)) buf_puts(&text, "internal:");
        buf_puts(&text, anchor);
    } else if (target) {
        buf_puts(&text, target);
    }
    for (Index i = 0; id && !anchor && !target && i < list->m->n_relations; i++)
        if (!strcmp(list->m->relations[i].id, id)) buf_puts(&text, list->m->relations[i].target);
    mlx_check(list->m, &text);
    list->link = text.len ? link_allowed(r, buf_text(&text), text.len) : NULL;
    list->unsafe_link = text.len && !list->link ? reader_text(r, buf_text(&text), text.len) : NULL;
    buf_done(&text);
    MlxAttributes others = {.m = list->m};
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        if (!strcmp(name, "anchor") || !strcmp(name, "docLocation") || !strcmp(name, "id"))
            continue;
        Buf key = BUF_INIT;
        buf_printf(&key, "link:%s", name);
        mlx_attribute_text(&others, buf_text(&key), xml_attribute(node, name));
        buf_done(&key);
    }
    list->attributes = mlx_attributes_end(&others);
}

static void read_hyperlink(RunList *list, xmlNode *node) {
    const char *link = list->link, *unsafe = list->unsafe_link, *attributes = list->attributes;
    set_link(list, node);
    read_inline(list, node->children);
    list->link = link;
    list->unsafe_link = unsafe;
    list->attributes = attributes;
}

/// The first bookmark is the block's anchor; others keep their places as they are.
static void read_bookmark(RunList *list, xmlNode *node) {
    const char *id = xml_attribute(node, "id"), *name = xml_attribute(node, "name");
    bool start = xml_is(node, "bookmarkStart");
    if (start && !list->anchor && id && *id) {
        const char *plain = name && !strncmp(name, "MW_", 3) ? name + 3 : NULL;
        list->anchor_id = id;
        if (!plain) plain = id;
        list->anchor = reader_text(&list->m->r, plain, strlen(plain));
    } else if (start || !list->anchor_id || !id || strcmp(id, list->anchor_id)) {
        add_raw_run(list, node, NULL);
    }
}

static void read_alternate(RunList *list, xmlNode *node) {
    bool known;
    xmlNode *chosen = mlx_choose(node, known_inline, &known);
    if (known)
        read_inline(list, chosen->children);
    else
        add_raw_run(list, node, chosen ? node_text(list->m, chosen) : NULL);
}

static void read_inline(RunList *list, xmlNode *first) {
    for (xmlNode *node = first; node && list->m->r.status == OK; node = node->next) {
        const char *kind = custom_kind(node);
        if (xml_is(node, "pPr") || is_blank_node(node))
            continue;
        else if (xml_is(node, "r"))
            read_run(list, node);
        else if (xml_is(node, "hyperlink"))
            read_hyperlink(list, node);
        else if (xml_is(node, "bookmarkStart") || xml_is(node, "bookmarkEnd"))
            read_bookmark(list, node);
        else if (xml_is(node, "AlternateContent"))
            read_alternate(list, node);
        else if (!strcmp(kind, "equation"))
            read_equation(list, node);
        else if (!strcmp(kind, "image"))
            read_image(list, node);
        else
            add_raw_run(list, node, NULL);
    }
}

// ---- code -------------------------------------------------------------------------------------

typedef struct ControlList {
    DocControl *items; // heap
    Index n, cap;
} ControlList;

static int32_t small_number(const char *text) {
    long value = text ? strtol(text, NULL, 10) : 0;
    return value < 0 ? 0 : value > 10000000 ? 10000000 : (int32_t)value;
}

/// False when the control's own data cannot be read; it stays XML then.
static bool read_control(MlxReader *m, ControlList *list, const xmlNode *node) {
    const char *context = custom_attribute(node, "context"),
               *end_line = custom_attribute(node, "endOffsetLine"),
               *start_line = custom_attribute(node, "startOffsetLine");
    json_t *json = context ? json_loads(context, 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(json, "type"));
    json_t *data = json_object_get(json, "data");
    if (!type || !json_is_object(data)) {
        json_decref(json);
        return false;
    }
    DocControl control = {.line = small_number(start_line),
                          .start = small_number(custom_attribute(node, "startColumn"))};
    control.end_line = end_line ? small_number(end_line) : control.line;
    control.end = small_number(custom_attribute(node, "endColumn"));
    const char *kind = mlx_control_kind(type, true);
    control.kind = reader_text(&m->r, kind, strlen(kind));
    json_t *live = mlx_control_data(data, true);
    const char *key;
    json_t *value;
    json_object_foreach(json, key, value) // what else stands beside type and data
        if (live && strcmp(key, "type") && strcmp(key, "data")) {
        json_t *outer = json_object_get(live, "mlx");
        if (!outer && json_object_set_new(live, "mlx", json_object()) == 0)
            outer = json_object_get(live, "mlx");
        json_object_set(outer, key, value);
    }
    char *text = live ? json_dumps(live, JSON_COMPACT) : NULL;
    if (text) control.data = reader_text(&m->r, text, strlen(text));
    if (!text) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    free(text);
    json_decref(live);
    json_decref(json);
    Status status =
        vec_reserve(m->r.ctx, (void **)&list->items, &list->cap, list->n + 1, sizeof control);
    if (status != OK)
        reader_fail(&m->r, status);
    else
        list->items[list->n++] = control;
    return true;
}

static bool known_in_code(xmlNode *node) {
    return !strcmp(custom_kind(node), "livecontrol");
}

/// Text of code lines: line ends are single line feeds.
static const char *code_text(MlxReader *m, const Buf *text) {
    char *copy = arena_dup(m->r.doc->arena, buf_text(text), text->len);
    if (!copy || text->failed) {
        reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        return "";
    }
    size_t k = 0;
    for (size_t i = 0; i < text->len; i++) {
        if (copy[i] == '\r' && copy[i + 1] == '\n') continue;
        copy[k++] = copy[i] == '\r' ? '\n' : copy[i];
    }
    copy[k] = 0;
    return copy;
}

static void read_code(MlxReader *m, xmlNode *paragraph) {
    Buf text = BUF_INIT;
    ControlList controls = {0};
    RunList others = {.m = m};
    for (xmlNode *node = paragraph->children; node && m->r.status == OK; node = node->next) {
        bool known = false;
        xmlNode *chosen =
            xml_is(node, "AlternateContent") ? mlx_choose(node, known_in_code, &known) : NULL;
        if (xml_is(node, "pPr") || is_blank_node(node)) continue;
        if (xml_is(node, "r")) {
            xml_content(node, &text);
            continue;
        }
        bool good = known_in_code(node) && read_control(m, &controls, node);
        for (xmlNode *inner = known ? chosen->children : NULL; inner; inner = inner->next)
            if (inner->type == XML_ELEMENT_NODE) good = read_control(m, &controls, inner);
        if (!good) add_raw_run(&others, node, NULL);
    }
    DocRuns runs = finish_runs(&others);
    const char *code = code_text(m, &text);
    DocBlock *block = reader_block(&m->r, BLOCK_CODE);
    if (block) {
        block->text = code;
        block->runs = runs;
        block->n_lines = 1;
        for (const char *p = code; *p; p++) block->n_lines += *p == '\n';
        block->controls =
            controls.n ? arena_alloc(m->r.doc->arena, (size_t)controls.n * sizeof *controls.items)
                       : NULL;
        if (block->controls) {
            memcpy(block->controls, controls.items, (size_t)controls.n * sizeof *controls.items);
            block->n_controls = controls.n;
        } else if (controls.n) {
            reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
        }
    }
    mem_free(controls.items);
    buf_done(&text);
}

// ---- paragraphs -------------------------------------------------------------------------------

static bool known_properties(xmlNode *node) {
    return xml_is(node, "pPr") && find_style(style_name(node));
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
        if (!known) add_verbatim(&text, node);
    }
    keep_text(a, "pPr", &text);
}

static void read_list_properties(DocBlock *block, const xmlNode *properties, MlxAttributes *a) {
    const xmlNode *list = xml_child(properties, "numPr");
    const char *id = xml_attribute(xml_child(list, "numId"), "val"),
               *level = xml_attribute(xml_child(list, "ilvl"), "val");
    block->ordered = id && !strcmp(id, "2");
    block->level = level ? small_number(level) : 0;
    if (block->level > 8) block->level = 8;
    if (id && strcmp(id, "1") && strcmp(id, "2")) mlx_attribute_text(a, "numId", id);
}

/// Alternatives of the properties were read already: only the others are text.
static void read_paragraph_runs(RunList *list, xmlNode *paragraph) {
    for (xmlNode *node = paragraph->children; node && list->m->r.status == OK; node = node->next) {
        bool properties = false;
        for (xmlNode *side = xml_is(node, "AlternateContent") ? node->children : NULL; side;
             side = side->next)
            properties = properties || xml_child(side, "pPr");
        xmlNode *next = node->next;
        node->next = NULL; // one node at a time
        if (!properties) read_inline(list, node);
        node->next = next;
    }
}

static DocBlock *add_text(MlxReader *m, xmlNode *paragraph, xmlNode *properties, xmlNode *strange) {
    const char *name = style_name(properties);
    const Style *style = find_style(name ? name : "text");
    RunList list = {.m = m};
    read_paragraph_runs(&list, paragraph);
    DocRuns runs = finish_runs(&list);
    bool equation = style && style->kind == BLOCK_PARAGRAPH && runs.n == 1 &&
                    runs.items[0].kind == RUN_EQUATION;
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
    if (strange) add_verbatim(&kept, strange);
    keep_text(&others, "properties", &kept);
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
    const char *name = style_name(properties);
    bool section = xml_child(properties, "sectPr") != NULL;
    if (name && !strcmp(name, "code"))
        read_code(m, paragraph);
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
    RunList list = {.m = m};
    bool first = true;
    *ret_align = 'l';
    for (xmlNode *node = cell->children; node && m->r.status == OK; node = node->next) {
        if (!xml_is(node, "p")) {
            if (node->type == XML_ELEMENT_NODE && !xml_is(node, "tcPr"))
                add_raw_run(&list, node, NULL);
            continue;
        }
        if (first) *ret_align = "lcr"[alignment(xml_child(node, "pPr"))];
        if (!first) add_run(&list, (DocRun){.kind = RUN_BREAK});
        first = false;
        read_paragraph_runs(&list, node);
    }
    return finish_runs(&list);
}

static bool has_header(const xmlNode *table) {
    const xmlNode *row = xml_child(table, "tr"),
                  *look = xml_child(xml_child(table, "tblPr"), "tblLook");
    const char *first = xml_attribute(look, "firstRow");
    const xmlNode *mark = xml_child(xml_child(row, "trPr"), "tblHeader");
    return (mark && is_on(mark)) || (first && !strcmp(first, "1"));
}

static const char *table_attributes(MlxReader *m, const xmlNode *table, const char *aligns) {
    MlxAttributes others = {.m = m};
    const xmlNode *grid = xml_child(table, "tblGrid"), *properties = xml_child(table, "tblPr");
    json_t *widths = grid ? json_array() : NULL;
    Buf text = BUF_INIT;
    for (xmlNode *node = grid ? grid->children : NULL; node; node = node->next)
        if (xml_is(node, "gridCol") && xml_attribute(node, "w"))
            json_array_append_new(widths, json_integer(small_number(xml_attribute(node, "w"))));
    if (json_array_size(widths)) mlx_attribute(&others, "gridColumns", json_incref(widths));
    json_decref(widths);
    for (xmlNode *node = properties ? properties->children : NULL; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE && !xml_is(node, "tblStyle")) add_verbatim(&text, node);
    keep_text(&others, "tblPr", &text);
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
    RunList list = {.m = m};
    for (xmlNode *p = content ? content->children : NULL; p; p = p->next) {
        const char *style = style_name(xml_child(p, "pPr"));
        if (xml_is(p, "p") && style && !strcmp(style, "TOCHeading")) read_paragraph_runs(&list, p);
    }
    DocRuns runs = finish_runs(&list);
    DocBlock *block = reader_block(&m->r, BLOCK_CONTENTS);
    if (block) block->runs = runs;
}

static void read_example(MlxReader *m, xmlNode *node, const char *language) {
    xmlNode *content = xml_child(node, "sdtContent");
    Buf text = BUF_INIT;
    bool first = true;
    for (xmlNode *p = content ? content->children : NULL; p; p = p->next) {
        if (!xml_is(p, "p")) continue;
        if (!first) buf_putc(&text, '\n');
        first = false;
        xml_content(p, &text);
    }
    const char *kept = code_text(m, &text);
    DocBlock *block = reader_block(&m->r, BLOCK_CODE_EXAMPLE);
    if (block) {
        block->text = kept;
        block->n_lines = 1;
        for (const char *p = kept; *p; p++) block->n_lines += *p == '\n';
        block->language = *language && strcmp(language, "plain")
                              ? reader_text(&m->r, language, strlen(language))
                              : NULL;
    }
    buf_done(&text);
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
        read_example(m, node, example_language(node));
}

/// What the block shows, to see later whether it is still what its XML says.
static void keep_alternate(MlxReader *m, Index index, xmlNode *node) {
    DocBlock *block = &m->r.doc->blocks[index];
    Buf text = BUF_INIT;
    runs_text(&block->runs, &text);
    mlx_check(m, &text);
    MlxAttributes a = {.m = m};
    Buf xml = BUF_INIT;
    add_verbatim(&xml, node);
    keep_text(&a, "alternate", &xml);
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
        if (!strcmp((const char *)ns->href, MLX_W) || !ns->prefix ||
            !strcmp((const char *)ns->prefix, "mc"))
            continue;
        Buf name = BUF_INIT;
        buf_printf(&name, "xmlns:%s", (const char *)ns->prefix);
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
        if (is_blank_node(node)) continue;
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
