// doc/run_collect.c: what the running code shows, gathered as outputs and told to the sink. Figures
// are sent while they are drawn; the document keeps the form they have at the end of their section.
#include "base/clock.h"
#include "base/vec.h"
#include "doc/outputs.h"
#include "doc/run_internal.h"
#include "graphics/figure.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

/// Of one statement: bytes kept of its beginning and of its end; variables shown as outputs of their
/// own, those of a long loop that come after them are text.
enum { MAX_BEGIN = 512 << 10, MAX_END = 512 << 10, MAX_SHOWN = 200 };
static const double least_pause_s = 0.05; // between two scenes of one figure

// ---- outputs ----------------------------------------------------------------------------------

/// Carriage returns start their line again, backspaces take back a character: what a terminal would
/// show.
static void settle_text(Buf *text) {
    if (!memchr(text->data, '\r', text->len) && !memchr(text->data, '\b', text->len)) return;
    size_t k = 0, line = 0;
    for (size_t i = 0; i < text->len; i++) {
        char c = text->data[i];
        if (c == '\r' && i + 1 < text->len && text->data[i + 1] != '\n')
            k = line;
        else if (c == '\b') {
            while (k > line && ((unsigned char)text->data[k - 1] & 0xC0) == 0x80) k--;
            if (k > line) k--;
        } else if (c != '\r') {
            text->data[k++] = c;
            if (c == '\n') line = k;
        }
    }
    text->len = k;
    text->data[k] = 0;
}

static void fail(Runner *r, Status status) {
    if (r->status == OK) r->status = status;
}

void runner_add(Runner *r, Index block, DocOutput output) {
    DocBlock *b = &r->doc->blocks[block];
    Status status = block_add_output(&r->engine->ctx, b, output);
    if (status != OK) {
        fail(r, status);
        return;
    }
    Index i = b->n_outputs - 1;
    for (; i > 0 && b->outputs[i - 1].line > output.line; i--) b->outputs[i] = b->outputs[i - 1];
    b->outputs[i] = output;
    if (r->sink.on_output) r->sink.on_output(r->sink.self, block, &b->outputs[i]);
}

void runner_clear(Runner *r, Index block, int32_t first_line, int32_t last_line) {
    DocBlock *b = &r->doc->blocks[block];
    Index kept = 0;
    for (Index i = 0; i < b->n_outputs; i++) {
        if (b->outputs[i].line >= first_line && b->outputs[i].line <= last_line)
            output_done(&b->outputs[i]);
        else
            b->outputs[kept++] = b->outputs[i];
    }
    b->n_outputs = kept;
    b->failed = false;
    if (r->sink.on_clear) r->sink.on_clear(r->sink.self, block, first_line, last_line);
}

void runner_flush(Runner *r) {
    if (r->text.failed) fail(r, ctx_fail_nomem(&r->engine->ctx));
    if (excerpt_is_empty(&r->text)) return;
    Buf all = BUF_INIT;
    excerpt_text(&r->text, &all);
    excerpt_clear(&r->text);
    r->n_written += all.len;
    if (!all.failed) settle_text(&all);
    char *text = buf_take(&all);
    if (text)
        runner_add(r, r->block, (DocOutput){.kind = r->kind, .line = r->line, .text = text});
    else
        fail(r, ctx_fail_nomem(&r->engine->ctx));
}

/// The beginning is full: all that follows is one text, of which the end is kept.
static bool is_at_end(const Runner *r) {
    return r->text.head_full || r->n_written >= MAX_BEGIN;
}

static void on_write(void *self, HostStream stream, const char *utf8, size_t n) {
    Runner *r = self;
    OutputKind kind = stream == HOST_OUT       ? OUTPUT_TEXT
                      : stream == HOST_WARNING ? OUTPUT_WARNING
                                               : OUTPUT_ERROR;
    if (!is_at_end(r) && kind != r->kind) runner_flush(r);
    if (excerpt_is_empty(&r->text)) {
        r->kind = kind;
        r->text.most_head = r->n_written < MAX_BEGIN ? MAX_BEGIN - r->n_written : 0;
        r->text.most_tail = MAX_END;
    }
    excerpt_put(&r->text, utf8, n);
    if (r->sink.on_text && !r->text.failed)
        r->sink.on_text(r->sink.self, r->block, r->line, r->kind, &r->text);
}

static void on_variable(void *self, const char *name, const struct Value *value, const char *text) {
    Runner *r = self;
    size_t n_text = strlen(text);
    if (++r->n_shown > MAX_SHOWN || is_at_end(r)) {
        on_write(self, HOST_OUT, text, n_text);
        return;
    }
    runner_flush(r);
    r->n_written += n_text < MAX_BEGIN ? n_text : MAX_BEGIN; // of a huge array its own form keeps less
    DocOutput output = {0};
    Status status = output_of_value_as(&r->engine->ctx, &r->engine->env.format, name, value, text,
                                       &output);
    output.line = r->line;
    if (status == OK)
        runner_add(r, r->block, output);
    else
        fail(r, status);
}

// ---- figures ----------------------------------------------------------------------------------

static void touch_figure(Runner *r, int number) {
    Touched touched = {number, r->block, r->line};
    for (Index i = 0; i < r->n_touched; i++)
        if (r->touched[i].number == number) { // the last to be touched comes last
            memmove(&r->touched[i], &r->touched[i + 1],
                    (size_t)(r->n_touched - i - 1) * sizeof touched);
            r->touched[r->n_touched - 1] = touched;
            return;
        }
    Status status = vec_reserve(&r->engine->ctx, (void **)&r->touched, &r->cap_touched,
                                r->n_touched + 1, sizeof touched);
    if (status != OK) {
        fail(r, status);
        return;
    }
    r->touched[r->n_touched++] = touched;
}

/// What stands below the figure in a document goes with its scene.
static Status put_caption(Ctx *ctx, GObject *figure, Scene *scene) {
    Buf text = BUF_INIT;
    Status status = figure_caption(ctx, figure, &text);
    if (status == OK && text.len &&
        !(scene->caption = arena_dup(scene->arena, text.data, text.len)))
        status = ctx_fail_nomem(ctx);
    buf_done(&text);
    return status;
}

/// The figure's scene and description as an output. A figure that cannot be drawn says why in its
/// place. False: nothing to show (closed meanwhile, out of memory, stop asked for).
static bool figure_output(Runner *r, const Touched *touched, DocOutput *ret) {
    Ctx *ctx = &r->engine->ctx;
    GObject *figure = graphics_figure(r->engine->env.graphics, touched->number);
    if (!figure) return false;
    *ret = (DocOutput){.kind = OUTPUT_FIGURE, .line = touched->line};
    Status status = figure_scene(ctx, figure, &ret->scene);
    if (status == OK) status = put_caption(ctx, figure, ret->scene);
    if (status == OK) {
        Buf text = BUF_INIT;
        status = figure_description(ctx, figure, &text);
        ret->name = status == OK ? buf_take(&text) : NULL;
        if (status == OK && !ret->name) status = ctx_fail_nomem(ctx);
        buf_done(&text);
    }
    if (status == OK) {
        ret->figure_number = touched->number;
        return true;
    }
    output_done(ret);
    if (status == ERR_NOMEM) {
        fail(r, status);
        return false;
    }
    *ret = (DocOutput){.kind = OUTPUT_ERROR, .line = touched->line};
    if (status != ERR_INTERRUPT) ret->text = mem_dup(error_message(&ctx->error));
    error_clear(&ctx->error);
    return ret->text != NULL;
}

static Sent *sent_of(Runner *r, int number) {
    for (Index i = 0; i < r->n_sent; i++)
        if (r->sent[i].number == number) return &r->sent[i];
    Status status = vec_reserve(&r->engine->ctx, (void **)&r->sent, &r->cap_sent, r->n_sent + 1,
                                sizeof *r->sent);
    if (status != OK) {
        fail(r, status);
        return NULL;
    }
    r->sent[r->n_sent] = (Sent){.number = number};
    return &r->sent[r->n_sent++];
}

/// Tells the sink how a figure looks now, unless that was a moment ago. Drawing never takes more
/// than about a fifth of the time.
static void send_figure(Runner *r, int number) {
    if (!r->sink.on_output) return;
    Sent *sent = sent_of(r, number);
    double now = clock_monotonic_s();
    if (!sent || now < sent->next_s) return;
    for (Index i = 0; i < r->n_touched; i++) {
        if (r->touched[i].number != number) continue;
        DocOutput output;
        if (figure_output(r, &r->touched[i], &output)) {
            if (output.kind == OUTPUT_FIGURE) // what is wrong is said at the end of the section
                r->sink.on_output(r->sink.self, r->touched[i].block, &output);
            output_done(&output);
        }
        break;
    }
    double taken = clock_monotonic_s() - now;
    sent->next_s = now + fmax(least_pause_s, 5 * taken);
}

static void on_figure(void *self, int number, bool drawn) {
    Runner *r = self;
    touch_figure(r, number);
    if (drawn) send_figure(r, number);
    if (r->outer.figure) r->outer.figure(r->outer.self, number, drawn);
}

void runner_collect_figures(Runner *r) {
    GraphicsRoot *root = r->engine->env.graphics;
    if (!root) return;
    Index n;
    GObject *const *figures = graphics_figures(root, &n);
    for (Index i = 0; i < n; i++) {
        if (!figure_is_dirty(figures[i], true)) continue;
        touch_figure(r, figure_number(figures[i]));
        send_figure(r, figure_number(figures[i]));
    }
}

/// Takes an earlier form of the figure out of the section's outputs.
static void drop_figure(Runner *r, int number) {
    Index first, end;
    Document *doc = r->doc;
    if (!doc_section_blocks(doc, doc_block_section(doc, r->block), &first, &end)) return;
    for (Index k = first; k < end; k++) {
        DocBlock *b = &doc->blocks[k];
        for (Index i = 0; i < b->n_outputs; i++) {
            if (b->outputs[i].kind != OUTPUT_FIGURE || b->outputs[i].figure_number != number)
                continue;
            output_done(&b->outputs[i]);
            b->n_outputs--;
            memmove(&b->outputs[i], &b->outputs[i + 1],
                    (size_t)(b->n_outputs - i) * sizeof *b->outputs);
            i--;
        }
    }
}

void runner_show_figures(Runner *r) {
    GraphicsRoot *root = r->engine->env.graphics;
    // What ran so far is shown in any case.
    int stop = atomic_exchange(&r->engine->ctx.stop, 0);
    for (Index i = 0; root && i < r->n_touched && r->status == OK; i++) {
        DocOutput output;
        drop_figure(r, r->touched[i].number);
        if (!figure_output(r, &r->touched[i], &output)) continue;
        GObject *figure = graphics_figure(root, r->touched[i].number);
        if (figure) figure_is_dirty(figure, true);
        runner_add(r, r->touched[i].block, output);
    }
    r->n_touched = 0;
    if (stop) atomic_store(&r->engine->ctx.stop, 1);
}

/// Whether a block outside first … end-1 shows the figure.
static bool shown_elsewhere(const Document *doc, int number, Index first, Index end) {
    for (Index k = 0; k < doc->n_blocks; k++) {
        if (k >= first && k < end) continue;
        const DocBlock *b = &doc->blocks[k];
        for (Index i = 0; i < b->n_outputs; i++)
            if (b->outputs[i].figure_number == number) return true;
    }
    return false;
}

void runner_fresh_figures(Runner *r, Index first, Index end) {
    GraphicsRoot *root = r->engine->env.graphics;
    if (!root) return;
    for (Index k = first; k < end; k++) {
        const DocBlock *b = &r->doc->blocks[k];
        for (Index i = 0; i < b->n_outputs; i++) {
            int number = b->outputs[i].figure_number;
            GObject *figure = number > 0 ? graphics_figure(root, number) : NULL;
            if (figure && !shown_elsewhere(r->doc, number, first, end)) object_delete(figure);
        }
    }
    graphics_forget_current_figure(root);
}

void runner_resume_figure(Runner *r, Index first, Index end) {
    GraphicsRoot *root = r->engine->env.graphics;
    if (!root) return;
    graphics_forget_current_figure(root);
    for (Index k = first; k < end; k++) {
        const DocBlock *b = &r->doc->blocks[k];
        for (Index i = 0; i < b->n_outputs; i++) {
            int number = b->outputs[i].figure_number;
            GObject *figure = number > 0 ? graphics_figure(root, number) : NULL;
            if (figure) graphics_set_current_figure(figure);
        }
    }
}

// ---- the host ---------------------------------------------------------------------------------

static void on_progress(void *self, double fraction, const char *text) {
    Runner *r = self;
    if (r->outer.progress) r->outer.progress(r->outer.self, fraction, text);
}

static bool on_read_line(void *self, const char *prompt, char *line, size_t n_bytes) {
    Runner *r = self;
    return r->outer.read_line && r->outer.read_line(r->outer.self, prompt, line, n_bytes);
}

static void on_open(void *self, const char *kind, const char *name) {
    Runner *r = self;
    if (r->outer.open) r->outer.open(r->outer.self, kind, name);
}

static void on_clear_screen(void *self) {
    Runner *r = self;
    if (r->outer.clear_screen) r->outer.clear_screen(r->outer.self);
}

static void on_poll(void *self) {
    Runner *r = self;
    if (r->outer.poll) r->outer.poll(r->outer.self);
}

static bool on_stop_pressed(void *self, int figure_number) {
    Runner *r = self;
    return r->outer.stop_pressed && r->outer.stop_pressed(r->outer.self, figure_number);
}

Host runner_host(Runner *r) {
    return (Host){.self = r,
                  .write = on_write,
                  .variable = on_variable,
                  .figure = on_figure,
                  .progress = on_progress,
                  .read_line = on_read_line,
                  .open = on_open,
                  .clear_screen = on_clear_screen,
                  .poll = on_poll,
                  .stop_pressed = on_stop_pressed};
}

void runner_done(Runner *r) {
    mem_free(r->touched);
    mem_free(r->sent);
    excerpt_done(&r->text);
}
