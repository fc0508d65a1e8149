// doc/readers/mlx_code.c: code paragraphs of matlab/document.xml with their controls, and code
// examples.
#include "base/vec.h"
#include "doc/readers/mlx.h"
#include <stdlib.h>
#include <string.h>

typedef struct ControlList {
    DocControl *items; // heap
    Index n, cap;
} ControlList;

/// False when the control's own data cannot be read; it stays XML then.
static bool read_control(MlxReader *m, ControlList *list, const xmlNode *node) {
    const char *context = mlx_custom_attribute(node, "context"),
               *end_line = mlx_custom_attribute(node, "endOffsetLine"),
               *start_line = mlx_custom_attribute(node, "startOffsetLine");
    json_t *json = context ? json_loads(context, 0, NULL) : NULL;
    const char *type = json_string_value(json_object_get(json, "type"));
    json_t *data = json_object_get(json, "data");
    if (!type || !json_is_object(data)) {
        json_decref(json);
        return false;
    }
    DocControl control = {.line = mlx_small_number(start_line),
                          .start = mlx_small_number(mlx_custom_attribute(node, "startColumn"))};
    control.end_line = end_line ? mlx_small_number(end_line) : control.line;
    control.end = mlx_small_number(mlx_custom_attribute(node, "endColumn"));
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
    return !strcmp(mlx_custom_kind(node), "livecontrol");
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

void mlx_read_code(MlxReader *m, xmlNode *paragraph) {
    Buf text = BUF_INIT;
    ControlList controls = {0};
    MlxRuns others = {.m = m};
    for (xmlNode *node = paragraph->children; node && m->r.status == OK; node = node->next) {
        bool known = false;
        xmlNode *chosen =
            xml_is(node, "AlternateContent") ? mlx_choose(node, known_in_code, &known) : NULL;
        if (xml_is(node, "pPr") || mlx_is_blank(node)) continue;
        if (xml_is(node, "r")) {
            xml_content(node, &text);
            continue;
        }
        bool good = known_in_code(node) && read_control(m, &controls, node);
        for (xmlNode *inner = known ? chosen->children : NULL; inner; inner = inner->next)
            if (inner->type == XML_ELEMENT_NODE) good = read_control(m, &controls, inner);
        if (!good) mlx_raw_run(&others, node, NULL);
    }
    DocRuns runs = mlx_runs_end(&others);
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
void mlx_read_example(MlxReader *m, xmlNode *node, const char *language) {
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
