// doc/readers/mlx_runs.c: text within paragraphs of matlab/document.xml: runs in their styles,
// links, bookmarks, equations and pictures. What is not known becomes RUN_RAW of format "mlx".
#include "base/vec.h"
#include "doc/readers/mlx.h"
#include <stdlib.h>
#include <string.h>

void mlx_run_add(MlxRuns *list, DocRun run) {
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

DocRuns mlx_runs_end(MlxRuns *list) {
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

void mlx_raw_run(MlxRuns *list, xmlNode *node, const char *alt) {
    const char *text = mlx_verbatim(list->m, node);
    if (text) mlx_run_add(list, (DocRun){.kind = RUN_RAW, .text = text, .id = "mlx", .alt = alt});
}

/// Text of a node in the arena; "" after a failure.
const char *mlx_node_text(MlxReader *m, const xmlNode *node) {
    Buf text = BUF_INIT;
    xml_content(node, &text);
    if (text.failed) reader_fail(&m->r, ctx_fail_nomem(m->r.ctx));
    const char *kept = reader_text(&m->r, buf_text(&text), text.len);
    buf_done(&text);
    return kept ? kept : "";
}

bool mlx_is_blank(const xmlNode *node) {
    if (node->type == XML_CDATA_SECTION_NODE) return false;
    if (node->type != XML_TEXT_NODE) return false;
    for (const xmlChar *p = node->content; p && *p; p++)
        if (*p != ' ' && *p != '\t' && *p != '\n' && *p != '\r') return false;
    return true;
}

// ---- styles -----------------------------------------------------------------------------------

static const MlxStyle styles[] = {{"text", BLOCK_PARAGRAPH, 0},
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

const MlxStyle *mlx_style(const char *name) {
    for (size_t i = 0; name && i < sizeof styles / sizeof *styles; i++)
        if (!strcmp(styles[i].name, name)) return &styles[i];
    return NULL;
}

const char *mlx_style_name(const xmlNode *properties) {
    return xml_attribute(xml_child(properties, "pStyle"), "val");
}

bool mlx_is_on(const xmlNode *node) {
    const char *value = xml_attribute(node, "val");
    return !value || (strcmp(value, "0") && strcmp(value, "false") && strcmp(value, "none") &&
                      strcmp(value, "off"));
}

void mlx_add_verbatim(Buf *text, xmlNode *node) {
    if (!xml_verbatim(node, text)) text->failed = true;
}

/// Gathered XML as an attribute, unless there is none.
void mlx_keep_text(MlxAttributes *a, const char *key, Buf *text) {
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
            style |= mlx_is_on(node) ? RUN_BOLD : 0;
        else if (xml_is(node, "i"))
            style |= mlx_is_on(node) ? RUN_ITALIC : 0;
        else if (xml_is(node, "u"))
            style |= mlx_is_on(node) ? RUN_UNDERLINE : 0;
        else if (xml_is(node, "rFonts") && family && !strcmp(family, "monospace"))
            style |= RUN_MONO;
        else if (node->type == XML_ELEMENT_NODE)
            mlx_add_verbatim(&others, node);
    }
    MlxAttributes attributes = {.m = m};
    mlx_keep_text(&attributes, "rPr", &others);
    *ret_attributes = mlx_attributes_end(&attributes);
    return style;
}

// ---- custom XML -------------------------------------------------------------------------------

const char *mlx_custom_kind(const xmlNode *node) {
    const char *kind = xml_is(node, "customXml") ? xml_attribute(node, "element") : NULL;
    return kind ? kind : "";
}

/// Value of `<w:attr w:name=… w:val=…>`, or null.
const char *mlx_custom_attribute(const xmlNode *custom, const char *name) {
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

static void read_equation(MlxRuns *list, xmlNode *node) {
    static const char *const used[] = {"displayStyle", "altTextString", NULL};
    MlxReader *m = list->m;
    const char *display = mlx_custom_attribute(node, "displayStyle"),
               *alt = mlx_custom_attribute(node, "altTextString");
    DocRun run = {.kind = RUN_EQUATION, .text = mlx_node_text(m, node)};
    run.display = display && !strcmp(display, "true");
    if (alt) run.alt = reader_text(&m->r, alt, strlen(alt));
    MlxAttributes others = {.m = m};
    keep_custom(&others, node, used);
    run.attributes = mlx_attributes_end(&others);
    mlx_run_add(list, run);
}

static void read_image(MlxRuns *list, xmlNode *node) {
    static const char *const used[] = {"height",  "width",          "verticalAlign",
                                       "altText", "relationshipId", NULL};
    MlxReader *m = list->m;
    const char *id = mlx_custom_attribute(node, "relationshipId"),
               *alt = mlx_custom_attribute(node, "altText"),
               *width = mlx_custom_attribute(node, "width"),
               *height = mlx_custom_attribute(node, "height");
    const char *name = NULL;
    const DocImage *image = mlx_image(m, id, &name);
    if (!image) { // the file lacks the picture: its place is kept
        mlx_raw_run(list, node, alt ? reader_text(&m->r, alt, strlen(alt)) : NULL);
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
    const char *align = mlx_custom_attribute(node, "verticalAlign");
    if (align) mlx_attribute_text(&others, "align", align); // its name in plain-text live code
    run.attributes = mlx_attributes_end(&others);
    mlx_run_add(list, run);
}

// ---- runs -------------------------------------------------------------------------------------

static bool known_inline(xmlNode *node) {
    static const char *const plain[] = {"r", "hyperlink", "bookmarkStart", "bookmarkEnd",
                                        "AlternateContent"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (xml_is(node, plain[i])) return true;
    if (xml_is(node, "pPr")) return mlx_style(mlx_style_name(node)) != NULL;
    const char *kind = mlx_custom_kind(node);
    return !strcmp(kind, "equation") || !strcmp(kind, "image") || !strcmp(kind, "livecontrol");
}

static bool known_in_run(const xmlNode *node) {
    static const char *const names[] = {"rPr", "t", "br", "cr", "tab"};
    if (node->type != XML_ELEMENT_NODE) return mlx_is_blank(node);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (xml_is(node, names[i])) return true;
    return false;
}

static void read_run(MlxRuns *list, xmlNode *node) {
    for (xmlNode *child = node->children; child; child = child->next)
        if (!known_in_run(child)) {
            mlx_raw_run(list, node, mlx_node_text(list->m, node));
            return;
        }
    const char *attributes = NULL;
    unsigned style = run_style(list->m, xml_child(node, "rPr"), &attributes);
    for (xmlNode *child = node->children; child; child = child->next) {
        if (xml_is(child, "br") || xml_is(child, "cr"))
            mlx_run_add(list, (DocRun){.kind = RUN_BREAK, .style = style});
        const char *text = xml_is(child, "tab") ? "\t"
                           : xml_is(child, "t") ? mlx_node_text(list->m, child)
                                                : "";
        if (*text)
            mlx_run_add(
                list,
                (DocRun){.kind = RUN_TEXT, .style = style, .text = text, .attributes = attributes});
    }
}

static void read_inline(MlxRuns *list, xmlNode *first);

static void set_link(MlxRuns *list, const xmlNode *node) {
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

static void read_hyperlink(MlxRuns *list, xmlNode *node) {
    const char *link = list->link, *unsafe = list->unsafe_link, *attributes = list->attributes;
    set_link(list, node);
    read_inline(list, node->children);
    list->link = link;
    list->unsafe_link = unsafe;
    list->attributes = attributes;
}

/// The first bookmark is the block's anchor; others keep their places as they are.
static void read_bookmark(MlxRuns *list, xmlNode *node) {
    const char *id = xml_attribute(node, "id"), *name = xml_attribute(node, "name");
    bool start = xml_is(node, "bookmarkStart");
    if (start && !list->anchor && id && *id) {
        const char *plain = name && !strncmp(name, "MW_", 3) ? name + 3 : NULL;
        list->anchor_id = id;
        if (!plain) plain = id;
        list->anchor = reader_text(&list->m->r, plain, strlen(plain));
    } else if (start || !list->anchor_id || !id || strcmp(id, list->anchor_id)) {
        mlx_raw_run(list, node, NULL);
    }
}

static void read_alternate(MlxRuns *list, xmlNode *node) {
    bool known;
    xmlNode *chosen = mlx_choose(node, known_inline, &known);
    if (known)
        read_inline(list, chosen->children);
    else
        mlx_raw_run(list, node, chosen ? mlx_node_text(list->m, chosen) : NULL);
}

static void read_inline(MlxRuns *list, xmlNode *first) {
    for (xmlNode *node = first; node && list->m->r.status == OK; node = node->next) {
        const char *kind = mlx_custom_kind(node);
        if (xml_is(node, "pPr") || mlx_is_blank(node))
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
            mlx_raw_run(list, node, NULL);
    }
}
int32_t mlx_small_number(const char *text) {
    long value = text ? strtol(text, NULL, 10) : 0;
    return value < 0 ? 0 : value > 10000000 ? 10000000 : (int32_t)value;
}

/// Alternatives of the properties were read already: only the others are text.
void mlx_read_runs(MlxRuns *list, xmlNode *paragraph) {
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
