// doc/readers/marks.c: the marks at the end of lines of plain-text live code: outputs and controls
// whose data stands in the appendix become outputs and controls of the block; every other mark
// (output groups, anchors, tasks, what a later version may add) is kept in the block's attributes:
//   {"marks":[[2,"%[output:group:99aa]"],…]}   with the line in the block, from 0
// A mark repeated on continuation lines counts on its last line; the others are kept as marks too.
#include "base/vec.h"
#include "doc/json.h"
#include "doc/readers/internal.h"
#include <ctype.h>
#include <string.h>

static bool starts(const char *p, const char *end, const char *word) {
    size_t n = strlen(word);
    return (size_t)(end - p) >= n && !memcmp(p, word, n);
}

static bool is_known(const char *p, const char *end) {
    return starts(p, end, "output:") || starts(p, end, "control:") || starts(p, end, "task:") ||
           starts(p, end, "text:anchor:");
}

/// The end of the mark "%[kind:id]{…}" at p, or null. Unknown kinds count only with `any`: a
/// comment such as "% [m:s]" is not to be taken for one.
static const char *mark_end(const char *p, const char *end, bool any) {
    if (end - p < 4 || p[0] != '%' || p[1] != '[') return NULL;
    if (!is_known(p + 2, end) && !any) return NULL;
    const char *q = p + 2;
    bool colon = false;
    for (; q < end && (isalnum((unsigned char)*q) || strchr(":_-.", *q)); q++) colon |= *q == ':';
    if (q >= end || *q != ']' || !colon) return NULL;
    q++;
    return q < end && *q == '{' ? json_end(q, end) : q;
}

/// Whether only marks stand between p and the end. Notes them when `use`.
static bool read_marks(Reader *r, const char *p, const char *end, int32_t line, bool use) {
    enum { MAX_MARKS = 200000 };
    for (bool any = false; p < end; any = true) {
        while (p < end && (*p == ' ' || *p == '\t')) p++;
        if (p >= end) break;
        const char *stop = mark_end(p, end, any);
        if (!stop) return false;
        if (use && r->n_marks < MAX_MARKS) {
            CodeMark mark = {p, (size_t)(stop - p), line};
            Status status = vec_reserve(r->ctx, (void **)&r->marks, &r->cap_marks, r->n_marks + 1,
                                        sizeof *r->marks);
            if (status != OK) {
                reader_fail(r, status);
                return false;
            }
            r->marks[r->n_marks++] = mark;
        }
        p = stop;
    }
    return true;
}

/// "%%" and nothing but blanks.
static bool is_section_sign(const char *p, const char *end) {
    if (end - p < 2 || p[0] != '%' || p[1] != '%') return false;
    for (p += 2; p < end && isspace((unsigned char)*p);) p++;
    return p == end;
}

size_t marks_strip(Reader *r, const SourceLine *line) {
    enum { MAX_TRIES = 64 }; // marks stand at the end: a line of thousands of half marks is none
    const char *end = line->text + line->n, *p = line->text;
    int32_t number = r->code_seen ? r->code_lines : 0;
    for (int tries = 0; p + 3 < end; p++) {
        p = memchr(p, '%', (size_t)(end - p));
        if (!p || p + 3 >= end) break;
        if (p[1] != '[' || !is_known(p + 2, end)) continue;
        if (++tries > MAX_TRIES) break;
        if (!read_marks(r, p, end, number, false)) continue;
        if (is_section_sign(line->text, p)) break; // without its marks it would begin a section
        read_marks(r, p, end, number, true);
        if (p > line->text && p[-1] == ' ') p--; // the one space that belongs to the marks
        return (size_t)(p - line->text);
    }
    return line->n;
}

// ---- from marks to the model --------------------------------------------------------------------

typedef struct Applied {
    Reader *r;
    DocBlock *block;
    json_t *kept;         // array of [line, text]
    DocControl *controls; // heap
    Index n_controls, cap_controls;
} Applied;

static void keep_mark(Applied *a, const CodeMark *mark) {
    if (!a->kept) a->kept = json_array();
    json_t *pair = json_array(), *text = json_text(mark->text, mark->n);
    bool bad = !a->kept || json_array_append_new(pair, json_integer(mark->line)) ||
               json_array_append_new(pair, text) || json_array_append_new(a->kept, pair);
    if (bad) reader_fail(a->r, ctx_fail_nomem(a->r->ctx));
}

/// "%[control:kind:id]{"position":[5,6]}" with exactly that in its object, into the model.
static bool add_control(Applied *a, const CodeMark *mark) {
    Reader *r = a->r;
    const char *end = mark->text + mark->n, *kind = mark->text + 10;
    const char *close = memchr(kind, ']', (size_t)(end - kind));
    const char *colon = close ? memchr(kind, ':', (size_t)(close - kind)) : NULL;
    if (!colon || colon == kind || colon + 1 == close || close + 1 >= end) return false;
    json_t *object = json_loadb(close + 1, (size_t)(end - close - 1), 0, NULL);
    const json_t *position = json_object_get(object, "position");
    const json_t *more = json_object_get(object, "lines");
    json_int_t from = json_integer_value(json_array_get(position, 0));
    json_int_t to = json_integer_value(json_array_get(position, 1));
    json_int_t lines = json_integer_value(more);
    bool good = json_array_size(position) == 2 && json_object_size(object) == (more ? 2u : 1u) &&
                from >= 1 && (to >= from || lines) && to >= 1 && to < 1 << 30 && from < 1 << 30 &&
                lines >= 0 && lines <= mark->line;
    json_decref(object);
    if (!good) return false;
    DocControl control = {.kind = reader_text(r, kind, (size_t)(colon - kind)),
                          .id = reader_text(r, colon + 1, (size_t)(close - colon - 1)),
                          .line = mark->line - (int32_t)lines,
                          .end_line = mark->line,
                          .start = (int32_t)from - 1,
                          .end = (int32_t)to - 1};
    const json_t *data = appendix_use(r, "control", kind, (size_t)(close - kind));
    if (data) {
        Buf text = BUF_INIT;
        json_put(&text, data, false);
        if (!text.failed) control.data = reader_text(r, text.data, text.len);
        buf_done(&text);
    }
    if (r->status == OK) {
        Status status = vec_reserve(r->ctx, (void **)&a->controls, &a->cap_controls,
                                    a->n_controls + 1, sizeof control);
        if (status != OK) reader_fail(r, status);
    }
    if (r->status == OK) a->controls[a->n_controls++] = control;
    return true;
}

/// "%[output:id]": the id, or null when the mark is another or its data is missing.
static const char *output_id(const Reader *r, const CodeMark *mark, size_t *ret_n) {
    static const char head[] = "%[output:";
    size_t n_head = sizeof head - 1;
    if (mark->n < n_head + 2 || memcmp(mark->text, head, n_head) || mark->text[mark->n - 1] != ']')
        return NULL;
    const char *id = mark->text + n_head;
    *ret_n = mark->n - n_head - 1;
    return !memchr(id, ':', *ret_n) && appendix_has(r, "output", id, *ret_n) ? id : NULL;
}

static void add_output(Applied *a, const char *id, size_t n, int32_t line) {
    Reader *r = a->r;
    const json_t *data = appendix_use(r, "output", id, n);
    DocOutput output = {0};
    if (!data || !appendix_output(r, data, a->block->first_line + line, &output)) return;
    output.id = mem_dup_text(id, n);
    Status status = output.id ? OK : ctx_fail_nomem(r->ctx);
    if (status == OK)
        status = block_add_output(r->ctx, a->block, output);
    else
        output_done(&output);
    if (status != OK) reader_fail(r, status);
}

/// Where each output is named last: id to index + 1 of the mark.
static Map *last_outputs(Reader *r) {
    Map *last = map_new();
    for (Index i = 0; last && i < r->n_marks; i++) {
        size_t n;
        const char *id = output_id(r, &r->marks[i], &n);
        char *key = id ? mem_dup_text(id, n) : NULL;
        bool good = !id || (key && map_set(last, key, (void *)(intptr_t)(i + 1)) == OK);
        mem_free(key);
        if (!good) {
            map_free(last);
            last = NULL;
        }
    }
    if (!last) reader_fail(r, ctx_fail_nomem(r->ctx));
    return last;
}

static void finish(Applied *a) {
    Reader *r = a->r;
    if (a->n_controls && r->status == OK) {
        size_t n_bytes = (size_t)a->n_controls * sizeof *a->controls;
        DocControl *controls = arena_alloc(r->doc->arena, n_bytes);
        if (!controls) {
            reader_fail(r, ctx_fail_nomem(r->ctx));
        } else {
            memcpy(controls, a->controls, n_bytes);
            a->block->controls = controls;
            a->block->n_controls = a->n_controls;
        }
    }
    mem_free(a->controls);
    if (!a->kept) return;
    json_t *attributes = json_object_of(a->block->attributes);
    if (!attributes || json_object_set_new(attributes, "marks", a->kept))
        reader_fail(r, ctx_fail_nomem(r->ctx));
    else
        a->block->attributes = reader_json(r, attributes);
    json_decref(attributes);
}

void marks_apply(Reader *r, DocBlock *block) {
    if (!r->n_marks || !block) {
        r->n_marks = 0;
        return;
    }
    Applied a = {.r = r, .block = block};
    Map *last = last_outputs(r);
    for (Index i = 0; last && i < r->n_marks && r->status == OK; i++) {
        const CodeMark *mark = &r->marks[i];
        size_t n;
        const char *id = output_id(r, mark, &n);
        if (id && (intptr_t)map_find_n(last, id, n) == i + 1)
            add_output(&a, id, n, mark->line);
        else if (id || !starts(mark->text, mark->text + mark->n, "%[control:") ||
                 !add_control(&a, mark))
            keep_mark(&a, mark);
    }
    map_free(last);
    finish(&a);
    r->n_marks = 0;
}
