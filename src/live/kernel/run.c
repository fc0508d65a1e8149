// live/kernel/run.c: running lines of a document. What it shows goes out at once: text is sent again
// in growing form under one key (the newer replaces the older, also in the link's queue), figures as
// frames under the key they keep in their section.
#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "doc/run.h"
#include "graphics/figure.h"
#include "live/kernel/internal.h"
#include <string.h>

static const double flush_pause_s = 0.05;
static const double bytes_per_s = 1 << 20; // of text that is sent again and again
enum { GLIMPSE = 16 << 10 }; // bytes of its beginning and of its end that are sent while more comes

// ---- outputs ------------------------------------------------------------------------------------

static const char *const kinds[] = {
    [OUTPUT_TEXT] = "text",       [OUTPUT_VARIABLE] = "variable", [OUTPUT_EQUATION] = "equation",
    [OUTPUT_FIGURE] = "figure",   [OUTPUT_WARNING] = "warning",   [OUTPUT_ERROR] = "error",
    [OUTPUT_MATRIX] = "matrix",   [OUTPUT_TABLE] = "table",       [OUTPUT_RAW] = "text",
};

/// Sends {"t":"show_output","run","output":{…head, field: json…}}; takes `head`.
static void send_output(Kernel *k, int key, json_t *head, const char *field, const char *json) {
    Buf out = BUF_INIT;
    char slot[32];
    if (!head) return;
    snprintf(slot, sizeof slot, "output %d", key);
    buf_printf(&out, "{\"t\":\"show_output\",\"run\":%d,\"output\":", k->run);
    talk_dump(head, &out);
    json_decref(head);
    if (field && json && !out.failed) {
        out.len--; // the closing brace
        buf_printf(&out, ",\"%s\":", field);
        buf_puts(&out, json);
        buf_putc(&out, '}');
    }
    buf_putc(&out, '}');
    link_send(k->link, slot, &out);
}

static json_t *output_head(int key, int32_t line, OutputKind kind, const char *text, size_t n) {
    json_t *head = json_pack("{s:i,s:i,s:s}", "key", key, "line", (int)line, "kind", kinds[kind]);
    json_t *string = text ? json_stringn(text, n) : NULL;
    if (text && !string) string = json_string("(text that is not UTF-8)");
    if (head && string) json_object_set_new(head, "text", string);
    return head;
}

// ---- text ---------------------------------------------------------------------------------------

static void forget_stream(Kernel *k) {
    k->stream = NULL;
    k->stream_key = 0;
}

/// Bytes that are no part of a character whose rest is to come.
static size_t whole_characters(const Buf *text) {
    size_t n = text->len;
    while (n > 0 && ((unsigned char)text->data[n - 1] & 0xC0) == 0x80) n--;
    return n > 0 && (unsigned char)text->data[n - 1] >= 0xC0 ? n - 1 : text->len;
}

void run_flush_text(Kernel *k, bool all) {
    if (!k->stream || excerpt_is_empty(k->stream)) return;
    double now = clock_monotonic_s();
    if (!all && now - k->stream_s < k->stream_pause_s) return;
    Buf text = BUF_INIT;
    if (all)
        excerpt_text(k->stream, &text);
    else
        excerpt_brief(k->stream, GLIMPSE, GLIMPSE, &text);
    if (text.len) { // else memory is short: the complete output comes at the end
        if (!k->stream_key) k->stream_key = k->next_key++;
        send_output(k, k->stream_key,
                    output_head(k->stream_key, k->stream_line, k->stream_kind, text.data,
                                all ? text.len : whole_characters(&text)),
                    NULL, NULL);
        k->stream_s = clock_monotonic_s();
        k->stream_pause_s = flush_pause_s + (double)text.len / bytes_per_s;
    }
    buf_done(&text);
}

static void on_text(void *self, Index block, int32_t line, OutputKind kind, const Excerpt *so_far) {
    Kernel *k = self;
    (void)block;
    if (k->stream && (kind != k->stream_kind || line != k->stream_line)) forget_stream(k);
    k->stream = so_far;
    k->stream_kind = kind;
    k->stream_line = line;
    run_flush_text(k, false);
}

// ---- figures ------------------------------------------------------------------------------------

static FigureKey *figure_key(Kernel *k, int number, Index section) {
    for (Index i = 0; i < k->n_keys; i++)
        if (k->keys[i].number == number && k->keys[i].section == section) return &k->keys[i];
    if (vec_reserve(&k->engine->ctx, (void **)&k->keys, &k->cap_keys, k->n_keys + 1, sizeof *k->keys) != OK) {
        error_clear(&k->engine->ctx.error);
        return NULL;
    }
    k->keys[k->n_keys] = (FigureKey){.number = number, .section = section, .key = k->next_key++};
    return &k->keys[k->n_keys++];
}

/// An output that stands in the document is final; others are frames.
static bool is_frame(const Kernel *k, Index block, const DocOutput *output) {
    const DocBlock *b = &k->doc->blocks[block];
    return output < b->outputs || output >= b->outputs + b->n_outputs;
}

/// Whether a figure is that of a training progress monitor (builtins/monitor.c tags it).
static bool is_monitor(Kernel *k, int number) {
    Ctx *ctx = &k->engine->ctx;
    GraphicsRoot *root = k->engine->env.graphics;
    GObject *figure = root ? graphics_figure(root, number) : NULL;
    PropValue tag = {0};
    if (!figure) return false;
    if (object_get(ctx, figure, "Tag", &tag) != OK) error_clear(&ctx->error);
    bool is = tag.text && !strcmp(tag.text, "trainingProgressMonitor");
    prop_value_done(&tag);
    return is;
}

static void send_figure(Kernel *k, Index block, const DocOutput *output) {
    Ctx *ctx = &k->engine->ctx;
    FigureKey *key = figure_key(k, output->figure_number, doc_block_section(k->doc, block));
    Buf json = BUF_INIT;
    if (!key) return;
    int stop = atomic_exchange(&ctx->stop, 0); // what was drawn is shown in any case
    if (picture_json(ctx, output->scene, &json) == OK) {
        json_t *head = json_pack("{s:i,s:i,s:s,s:i,s:b}", "key", key->key, "line", (int)output->line, "kind", "figure",
                                 "figure", output->figure_number, "frame", is_frame(k, block, output));
        if (head && output->name) json_object_set_new(head, "alt", json_string(output->name));
        if (head && is_monitor(k, output->figure_number)) json_object_set_new(head, "monitor", json_true());
        send_output(k, key->key, head, "scene", buf_text(&json));
    } else {
        error_clear(&ctx->error);
    }
    if (stop) atomic_store(&ctx->stop, stop);
    buf_done(&json);
}

static void on_output(void *self, Index block, const DocOutput *output) {
    Kernel *k = self;
    if (output->kind == OUTPUT_FIGURE) {
        if (output->scene) send_figure(k, block, output);
        return;
    }
    bool streamed = k->stream && k->stream_kind == output->kind && k->stream_line == output->line;
    int key = streamed && k->stream_key ? k->stream_key : k->next_key++;
    const char *text = output->text ? output->text : "";
    json_t *head = output_head(key, output->line, output->kind, text, strlen(text));
    if (head && output->name) json_object_set_new(head, "name", json_string(output->name));
    send_output(k, key, head, "data", output->data);
    if (streamed) forget_stream(k);
}

// ---- statements ---------------------------------------------------------------------------------

static void on_statement(void *self, int32_t first_line, int32_t last_line) {
    Kernel *k = self;
    forget_stream(k);
    talk_report(k, "statement", NULL,
                json_pack("{s:i,s:i,s:i}", "run", k->run, "from_line", (int)first_line, "to_line", (int)last_line));
    kernel_pulse(k);
}

/// Line of the document where the error arose; 0 when it is not known.
static int32_t line_of_error(const Error *error) {
    for (Index i = error->n_frames; i-- > 0;)
        if (!error->frames[i].function[0] && error->frames[i].line > 0) return error->frames[i].line;
    return error->n_frames ? 0 : error->span.line;
}

static void on_statement_end(void *self, int32_t first_line, int32_t last_line, bool failed) {
    Kernel *k = self;
    int32_t line = failed ? line_of_error(&k->engine->ctx.error) : 0;
    if (failed) k->error_line = line >= first_line && line <= last_line ? line : first_line;
    if (!failed) kernel_pulse(k);
}

// ---- the run ------------------------------------------------------------------------------------

static Index count_code_blocks(const Document *doc, Index first, Index end) {
    Index n = 0;
    for (Index i = first; i < end; i++) n += doc->blocks[i].kind == BLOCK_CODE;
    return n;
}

/// Tells the new document which figures the old one's sections showed, so that running a section again
/// closes them. They are marks without a scene; a section that is not there any more loses its.
static Status carry_figures(Ctx *ctx, const Document *from, Document *to) {
    Index first, end, to_first, to_end;
    for (Index s = 0; doc_section_blocks(from, s, &first, &end) && doc_section_blocks(to, s, &to_first, &to_end); s++) {
        if (!count_code_blocks(to, to_first, to_end)) continue;
        Index home = to_first;
        while (to->blocks[home].kind != BLOCK_CODE) home++;
        for (Index b = first; b < end; b++)
            for (Index i = 0; i < from->blocks[b].n_outputs; i++) {
                const DocOutput *o = &from->blocks[b].outputs[i];
                if (o->kind != OUTPUT_FIGURE || o->figure_number <= 0) continue;
                DocOutput mark = {.kind = OUTPUT_FIGURE, .figure_number = o->figure_number,
                                  .line = to->blocks[home].first_line};
                TRY(block_add_output(ctx, &to->blocks[home], mark));
            }
    }
    return OK;
}

/// Reads the text, whatever the extension of its file, as plain-text live code.
static Status read_document(Kernel *k, const json_t *message, Document **ret) {
    Ctx *ctx = &k->engine->ctx;
    const char *path = field_text(message, "path"), *text = field_text(message, "text");
    Document *doc = NULL;
    Buf plain = BUF_INIT;
    const char *base = path_base(*path ? path : "untitled.m"), *extension = path_extension(base);
    buf_printf(&plain, "%.*s.m", (int)(strlen(base) - strlen(extension)), base);
    Status status = plain.failed ? ctx_fail_nomem(ctx)
                                 : doc_read_text(ctx, buf_text(&plain), text, strlen(text), &doc);
    buf_done(&plain);
    if (status != OK) return status;
    document_clear_outputs(doc); // those of the file are the server's
    const char *folder = field_text(message, "folder");
    status = document_text(ctx, doc, *path ? path : base, strlen(*path ? path : base), &doc->path);
    if (status == OK) status = document_text(ctx, doc, folder, strlen(folder), &doc->folder);
    if (status == OK && k->doc) status = carry_figures(ctx, k->doc, doc);
    if (status != OK) {
        doc_free(doc);
        return status;
    }
    *ret = doc;
    return OK;
}

static Status run_document(Kernel *k, const json_t *message, bool *ret_failed) {
    Document *doc = NULL;
    TRY(read_document(k, message, &doc));
    doc_free(k->doc);
    k->doc = doc;
    k->n_keys = 0;
    RunSink sink = {.self = k,
                    .on_statement = on_statement,
                    .on_statement_end = on_statement_end,
                    .on_text = on_text,
                    .on_output = on_output};
    RunOptions options = {.first_line = field_int(message, "from_line", 0),
                          .last_line = field_int(message, "to_line", 0),
                          .sink = &sink};
    return doc_run_with(k->engine, doc, &options, ret_failed);
}

void run_begin(Kernel *k, const json_t *message) {
    Ctx *ctx = &k->engine->ctx;
    bool failed = false;
    k->run = field_int(message, "run", 0);
    k->error_line = 0;
    kernel_begin_busy(k);
    workspace_stamp(k);
    Status status = run_document(k, message, &failed);
    bool stopped = status == ERR_INTERRUPT;
    if (status != OK && !stopped) { // the text could not be read, or memory ran out
        int key = k->next_key++;
        int32_t line = ctx->error.span.line > 0 ? ctx->error.span.line : field_int(message, "from_line", 1);
        const char *text = error_message(&ctx->error);
        send_output(k, key, output_head(key, line, OUTPUT_ERROR, text, strlen(text)), NULL, NULL);
        k->error_line = line;
        failed = true;
    }
    error_clear(&ctx->error);
    forget_stream(k);
    console_flush(k, true);
    atomic_store(&k->closing, 1);
    atomic_store(&ctx->stop, 0);
    workspace_report(k, true);
    kernel_end_busy(k);
    console_report_done(k, k->run, failed || stopped, stopped, k->error_line);
    k->run = 0;
}
