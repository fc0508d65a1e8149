// doc/controls.c: see controls.h.
#include "doc/controls.h"
#include "doc/json.h"
#include <string.h>
#include <strings.h>

// ---- the code of a control ----------------------------------------------------------------------

/// Byte at a column in UTF-16 units of a line.
static const char *at_column(const char *line, const char *stop, int32_t column) {
    const char *p = line;
    while (p < stop && column > 0) {
        unsigned char c = (unsigned char)*p;
        size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        column -= n == 4 ? 2 : 1;
        p += n < (size_t)(stop - p) ? n : (size_t)(stop - p);
    }
    return p;
}

/// Where a line and column of the text are; null when it has no such line.
static const char *at_place(const char *text, int32_t line, int32_t column) {
    for (int32_t i = 0; i < line && text; i++) {
        text = strchr(text, '\n');
        if (text) text++;
    }
    return text ? at_column(text, text + strcspn(text, "\n"), column) : NULL;
}

void control_code(const DocBlock *b, const DocControl *c, Buf *out) {
    const char *from = at_place(b->text, c->line, c->start);
    const char *to = at_place(b->text, c->end_line, c->end);
    if (from && to > from) buf_put(out, from, (size_t)(to - from));
}

// ---- its value ----------------------------------------------------------------------------------

/// In one line, without blanks at its ends.
static Status one_line(Ctx *ctx, Arena *arena, const char *text, size_t n, const char **ret) {
    while (n && (unsigned char)*text <= ' ') text++, n--;
    while (n && (unsigned char)text[n - 1] <= ' ') n--;
    char *line = arena_dup(arena, text, n);
    if (!line) return ctx_fail_nomem(ctx);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F) line[i] = ' ';
    *ret = line;
    return OK;
}

/// What a text literal says; anything else as it stands. In place.
static void strip_quotes(char *text) {
    size_t n = strlen(text), k = 0;
    char quote = *text;
    if (n < 2 || (quote != '"' && quote != '\'') || text[n - 1] != quote) return;
    for (size_t i = 1; i + 1 < n; i++) // a quote within is two, else this is no single literal
        if (text[i] == quote && (++i + 1 >= n || text[i] != quote)) return;
    for (size_t i = 1; i + 1 < n; i++) {
        text[k++] = text[i];
        i += text[i] == quote;
    }
    text[k] = 0;
}

/// "datetime(2026,1,31)" and "datetime("31-Jan-2026")" as a date; anything else as it stands. In place.
static void strip_date(char *text) {
    static const char call[] = "datetime(";
    size_t n = strlen(text), head = sizeof call - 1;
    int year, month, day, end = 0;
    if (n <= head || strncmp(text, call, head) || text[n - 1] != ')') return;
    bool numbers = sscanf(text + head, "%4d ,%2d ,%2d )%n", &year, &month, &day, &end) == 3;
    if (numbers && end && !text[head + (size_t)end] && year >= 0 && month > 0 && day > 0) {
        snprintf(text, n + 1, "%04d-%02d-%02d", year, month, day);
    } else if (text[head] == '"' || text[head] == '\'') {
        Buf code = BUF_INIT;
        buf_put(&code, text + head, n - head - 1);
        size_t whole = code.len;
        if (code.data) strip_quotes(code.data);
        if (code.data && strlen(code.data) < whole) memcpy(text, code.data, strlen(code.data) + 1);
        buf_done(&code);
    }
}

static bool is_kind(const DocControl *c, const char *kind) {
    return c->kind && !strcasecmp(c->kind, kind);
}

/// The label of the list's entry that the code is, or null.
static const char *item_label(const json_t *data, const char *code) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(data, "items"), i, item) {
        const char *text = json_string_value(item);
        char number[32] = "";
        if (json_is_integer(item)) snprintf(number, sizeof number, "%lld", (long long)json_integer_value(item));
        if (json_is_real(item)) snprintf(number, sizeof number, "%.15g", json_real_value(item));
        if (strcmp(text ? text : number, code) || !*code) continue;
        const char *label = json_string_value(json_array_get(json_object_get(data, "itemLabels"), i));
        return label && *label ? label : NULL;
    }
    return NULL;
}

static Status read_value(Ctx *ctx, const DocControl *c, const json_t *data, const char *code, Arena *arena,
                         const char **ret) {
    const char *label = is_kind(c, "dropdown") || is_kind(c, "combobox") ? item_label(data, code) : NULL;
    bool logical = is_kind(c, "checkbox") || is_kind(c, "statebutton");
    if (label) return one_line(ctx, arena, label, strlen(label), ret);
    if (logical && (!strcmp(code, "true") || !strcmp(code, "1"))) code = "on";
    if (logical && (!strcmp(code, "false") || !strcmp(code, "0"))) code = "off";
    char *value = arena_dup(arena, code, strlen(code));
    if (!value) return ctx_fail_nomem(ctx);
    if (is_kind(c, "datepicker"))
        strip_date(value);
    else
        strip_quotes(value);
    *ret = value;
    return OK;
}

static Status read_control(Ctx *ctx, const DocBlock *b, const DocControl *c, Arena *arena, ShownControl *ret) {
    Buf text = BUF_INIT;
    const char *code = "";
    json_t *data = json_object_of(c->data);
    Status status = data ? OK : ctx_fail_nomem(ctx);
    const char *label = json_member(data, "label");
    if (!label) label = json_member(data, "text");
    if (!label) label = "";
    ret->button = is_kind(c, "button");
    ret->value = "";
    control_code(b, c, &text);
    if (text.failed && status == OK) status = ctx_fail_nomem(ctx);
    if (status == OK) status = one_line(ctx, arena, label, strlen(label), &ret->label);
    if (status == OK) status = one_line(ctx, arena, buf_text(&text), text.len, &code);
    if (status == OK && ret->button) {
        ret->value = ret->label;
        ret->label = "";
    } else if (status == OK) {
        status = read_value(ctx, c, data, code, arena, &ret->value);
    }
    json_decref(data);
    buf_done(&text);
    return status;
}

Status controls_shown(Ctx *ctx, const DocBlock *b, Arena *arena, ShownControl **ret) {
    *ret = NULL;
    if (b->n_controls <= 0) return OK;
    ShownControl *shown = arena_alloc(arena, (size_t)b->n_controls * sizeof *shown);
    if (!shown) return ctx_fail_nomem(ctx);
    for (Index i = 0; i < b->n_controls; i++) TRY(read_control(ctx, b, &b->controls[i], arena, &shown[i]));
    *ret = shown;
    return OK;
}

Status controls_runs(Ctx *ctx, const DocBlock *b, Arena **ret_arena, DocRuns *ret) {
    *ret = (DocRuns){0};
    *ret_arena = NULL;
    if (b->n_controls <= 0) return OK;
    Arena *arena = *ret_arena = arena_new();
    if (!arena) return ctx_fail_nomem(ctx);
    ShownControl *shown = NULL;
    TRY(controls_shown(ctx, b, arena, &shown));
    DocRun *runs = arena_alloc(arena, (size_t)b->n_controls * 4 * sizeof *runs);
    if (!runs) return ctx_fail_nomem(ctx);
    Index n = 0;
    for (Index i = 0; i < b->n_controls; i++) {
        const ShownControl *s = &shown[i];
        if (s->button && !*s->value) continue;
        if (n) runs[n++] = (DocRun){.kind = RUN_BREAK};
        if (*s->label) {
            runs[n++] = (DocRun){.kind = RUN_TEXT, .text = s->label};
            runs[n++] = (DocRun){.kind = RUN_TEXT, .text = " "};
        }
        static const char empty[] = "\u00A0"; // an empty field is still a field
        runs[n++] = (DocRun){.kind = RUN_TEXT,
                             .style = RUN_MONO | RUN_CONTROL,
                             .text = *s->value ? s->value : empty};
    }
    *ret = (DocRuns){runs, n};
    return OK;
}
