// live/kernel/console.c: the Command Window: commands, the text they show, questions to the user; and
// the host through which everything else leaves the engine.
#include "base/clock.h"
#include "graphics/figure.h"
#include "live/kernel/internal.h"
#include "lang/vm.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const double flush_pause_s = 0.05, tail_pause_s = 0.25, frame_pause_s = 0.05;

// ---- text ---------------------------------------------------------------------------------------

/// tail: 0, or the number of the tail whose earlier form this replaces.
static void send_said(Kernel *k, const char *stream, const char *text, size_t n, const char *path, int line, int tail) {
    char slot[32];
    json_t *message = json_pack("{s:s,s:s%}", "stream", stream, "text", text, n);
    if (!message) return; // not UTF-8: hosts get UTF-8
    if (path && *path) json_object_set_new(message, "path", json_string(path));
    if (path && *path && line > 0) json_object_set_new(message, "line", json_integer(line));
    if (tail) json_object_set_new(message, "tail", json_integer(tail));
    snprintf(slot, sizeof slot, "said %d", tail);
    talk_report(k, "said", tail ? slot : NULL, message);
}

static void say_to_user(Kernel *k, const char *stream, const char *text, size_t n) {
    send_said(k, stream, text, n, NULL, 0, 0);
}

/// Bytes that make whole characters.
static size_t whole_characters(const char *text, size_t n) {
    size_t k = n;
    while (k > 0 && n - k < 4 && ((unsigned char)text[k - 1] & 0xC0) == 0x80) k--;
    if (k == 0) return n;
    unsigned char lead = (unsigned char)text[k - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return n - (k - 1) < need ? k - 1 : n;
}

static const char *const streams[] = {"out", "warning", "error"};

/// What the head has and was not sent.
static void flush_head(Kernel *k, bool all) {
    Pending *p = &k->said;
    if (p->n_sent >= p->all.head.len) return;
    const char *text = p->all.head.data + p->n_sent;
    size_t n = p->all.head.len - p->n_sent;
    if (!all && !p->all.head_full) n = whole_characters(text, n);
    if (n) say_to_user(k, streams[p->stream], text, n);
    p->n_sent += n;
}

/// The tail: all of it, or the last of it to show that it goes on.
static void flush_tail(Kernel *k, bool all) {
    Pending *p = &k->said;
    if (!p->all.n_tail || p->tail_sent >= p->all.n_tail + all) return;
    Buf text = BUF_INIT, shown = BUF_INIT;
    excerpt_tail(&p->all, &text);
    size_t cut = !all && text.len > CONSOLE_GLIMPSE ? text.len - CONSOLE_GLIMPSE : 0;
    while (cut && cut < text.len && text.data[cut - 1] != '\n') cut++;
    if (cut == text.len) cut = 0; // one line
    size_t n = all ? text.len - cut : whole_characters(text.data + cut, text.len - cut);
    if (cut) buf_puts(&shown, "\n…\n");
    buf_put(&shown, text.data + cut, n);
    if (!shown.failed) send_said(k, streams[p->stream], shown.data, shown.len, NULL, 0, p->tail);
    buf_done(&shown);
    p->tail_sent = p->all.n_tail + all;
    buf_done(&text);
}

void console_flush(Kernel *k, bool all) {
    Pending *p = &k->said;
    double now = clock_monotonic_s(), pause = p->all.n_tail > CONSOLE_GLIMPSE ? tail_pause_s : flush_pause_s;
    bool waits = p->n_sent < p->all.head.len || p->tail_sent < p->all.n_tail + all;
    if (!waits || (!all && now - p->sent_s < pause)) return;
    flush_head(k, all);
    flush_tail(k, all);
    p->sent_s = now;
}

/// What is written from now on begins anew.
static void forget_said(Kernel *k) {
    Pending *p = &k->said;
    excerpt_clear(&p->all);
    p->n_sent = p->tail_sent = 0;
    p->tail = p->tail < INT32_MAX ? p->tail + 1 : 1;
}

static void on_write(void *self, HostStream stream, const char *utf8, size_t n) {
    Kernel *k = self;
    Pending *p = &k->said;
    if (stream != p->stream && !p->all.head_full) { // the tail is one text, whatever it is made of
        flush_head(k, true);
        p->stream = stream;
    }
    excerpt_put(&p->all, utf8, n);
    if (p->all.failed) forget_said(k); // short of memory: the text is lost, not the run
    console_flush(k, false);
}

// ---- the host -----------------------------------------------------------------------------------

static void on_poll(void *self) {
    kernel_pulse(self);
}

static void on_progress(void *self, double fraction, const char *text) {
    Kernel *k = self;
    double now_s = clock_monotonic_s();
    if (fraction >= 1 || now_s - k->progressed_s >= frame_pause_s) { // training tells at every iteration
        k->progressed_s = now_s;
        json_t *message = json_pack("{s:f,s:s}", "fraction", fraction, "text", text ? text : "");
        if (message) talk_report(k, "progressed", "progressed", message);
    }
    kernel_pulse(k);
}

static bool send_scene(Kernel *k, GObject *figure, bool frame) {
    Ctx *ctx = &k->engine->ctx;
    Buf json = BUF_INIT, alt = BUF_INIT;
    Scene *scene = NULL;
    bool failed = ctx->error.status != OK; // the error of the command is to be told yet
    int number = figure_number(figure);
    Status status = figure_scene(ctx, figure, &scene);
    if (status == OK) status = picture_json(ctx, scene, &json);
    if (status == OK) status = figure_description(ctx, figure, &alt);
    if (status == OK) {
        char slot[32];
        snprintf(slot, sizeof slot, "drew %d", number);
        json_t *message = json_pack("{s:i,s:s,s:b}", "figure", number, "alt", buf_text(&alt), "frame", frame);
        if (message) talk_report_with(k, "drew", slot, message, "scene", buf_text(&json));
    } else if (status != ERR_INTERRUPT) {
        console_flush(k, true);
        forget_said(k);
        say_to_user(k, "error", error_message(&ctx->error), strlen(error_message(&ctx->error)));
    }
    if (status != OK && !failed) error_clear(&ctx->error);
    scene_free(scene);
    buf_done(&json);
    buf_done(&alt);
    return status != ERR_INTERRUPT;
}

void console_show_figure(Kernel *k, int number, bool frame) {
    GraphicsRoot *root = k->engine->env.graphics;
    GObject *figure = root ? graphics_figure(root, number) : NULL;
    if (!figure) {
        talk_report(k, "closed_figure", NULL, json_pack("{s:i}", "figure", number));
        return;
    }
    if (send_scene(k, figure, frame)) figure_is_dirty(figure, true);
}

/// Documents show their figures themselves; those of commands are frames of the figure pane.
static void on_figure(void *self, int number, bool drawn) {
    Kernel *k = self;
    GraphicsRoot *root = k->engine->env.graphics;
    bool there = root && graphics_figure(root, number);
    if (!there)
        console_show_figure(k, number, false);
    else if (drawn && k->run <= 0 && clock_monotonic_s() - k->drew_s >= frame_pause_s) {
        console_show_figure(k, number, true);
        k->drew_s = clock_monotonic_s();
    }
    kernel_pulse(k);
}

static bool wants_reply(void *self, const json_t *message) {
    (void)self;
    return !strcmp(field_text(message, "t"), "reply_text");
}

/// Waits for the user; requests that do no harm are answered meanwhile.
static bool on_read_line(void *self, const char *prompt, char *line, size_t n_bytes) {
    Kernel *k = self;
    json_t *answer = NULL;
    run_flush_text(k, true);
    console_flush(k, true);
    forget_said(k); // the answer stands behind it
    workspace_report(k, false);
    talk_report(k, "asked", NULL, json_pack("{s:s}", "text", prompt ? prompt : ""));
    while (!answer) {
        kernel_pulse(k);
        answer = link_take(k->link, 50, wants_reply, k);
        if (!answer && (atomic_load(&k->engine->ctx.stop) || link_is_gone(k->link))) return false;
    }
    bool end = json_is_true(json_object_get(answer, "end"));
    snprintf(line, n_bytes, "%s", field_text(answer, "text"));
    json_decref(answer);
    return !end;
}

static void on_open(void *self, const char *kind, const char *name) {
    json_t *message = json_pack("{s:s,s:s,s:i}", "kind", kind, "name", name, "line", 0);
    if (message) talk_report(self, "wants", NULL, message);
}

static void on_clear_screen(void *self) {
    Kernel *k = self;
    forget_said(k);
    talk_report(k, "cleared", NULL, json_object());
}

Host console_host(Kernel *k) {
    return (Host){.self = k,
                  .write = on_write,
                  .figure = on_figure,
                  .progress = on_progress,
                  .read_line = on_read_line,
                  .open = on_open,
                  .clear_screen = on_clear_screen,
                  .poll = on_poll,
                  .stop_pressed = figures_stop_pressed,
                  .interactive = true};
}

// ---- commands -----------------------------------------------------------------------------------

/// The report, with the innermost place that has a file to jump to.
static void say_error(Kernel *k) {
    const Error *error = &k->engine->ctx.error;
    Buf report = BUF_INIT;
    const char *path = NULL;
    int line = 0;
    if (error->status == ERR_INTERRUPT)
        buf_puts(&report, "Operation terminated by user.\n");
    else
        engine_error_report(k->engine, &report);
    for (Index i = 0; i < error->n_frames && !path; i++)
        if (error->frames[i].file && error->frames[i].file[0]) path = error->frames[i].file, line = error->frames[i].line;
    if (!path && error->file && error->file[0]) path = error->file, line = error->span.line;
    send_said(k, "error", buf_text(&report), report.len, path, line, 0);
    buf_done(&report);
    error_clear(&k->engine->ctx.error);
}

/// Text of commands is kept, so that an error report can show its line.
static void remember(Engine *engine, const char *text) {
    buf_clear(&engine->text);
    buf_puts(&engine->text, text);
    mem_free(engine->text_name);
    engine->text_name = mem_dup("");
    engine->first_line = 1;
}

/// exit and quit are an interrupt with an identifier of their own.
static Status note_quit(Engine *engine, Status status) {
    if (status != ERR_INTERRUPT || strcmp(error_id(&engine->ctx.error), "Gradus:quit") != 0) return status;
    engine->quit = true;
    const char *code = strrchr(error_message(&engine->ctx.error), ' ');
    engine->exit_status = code ? (int)strtol(code, NULL, 10) : 0;
    error_clear(&engine->ctx.error);
    return OK;
}

/// Also after an interrupted command, whose error is told already.
static void show_changed_figures(Kernel *k) {
    GraphicsRoot *root = k->engine->env.graphics;
    Index n = 0;
    GObject *const *figures = root ? graphics_figures(root, &n) : NULL;
    for (Index i = 0; i < n; i++)
        if (figure_is_dirty(figures[i], false)) console_show_figure(k, figure_number(figures[i]), false);
}

static Status run_code(Kernel *k, const char *code) {
    Engine *engine = k->engine;
    k->run = 0;
    forget_said(k);
    kernel_begin_busy(k);
    workspace_stamp(k);
    remember(engine, code);
    Status status = note_quit(engine, vm_run_text(engine->vm, "", code, strlen(code), 1));
    console_flush(k, true);
    return status;
}

static void finish(Kernel *k) {
    atomic_store(&k->engine->ctx.stop, 0); // what ran is shown
    show_changed_figures(k);
    atomic_store(&k->closing, 1);
    atomic_store(&k->engine->ctx.stop, 0);
    workspace_report(k, true);
    kernel_end_busy(k);
}

void console_report_done(Kernel *k, int run, bool failed, bool stopped, int error_line) {
    int ms = (int)((clock_monotonic_s() - k->started_s) * 1000);
    talk_report(k, "done", NULL,
                json_pack("{s:i,s:b,s:b,s:b,s:i,s:i}", "run", run, "failed", failed, "stopped", stopped, "quit",
                          k->engine->quit, "error_line", error_line, "elapsed_ms", ms));
}

/// Answered when it starts; `done` with run 0 tells of its end.
void console_command(Kernel *k, const json_t *request) {
    talk_reply(k, request, json_object());
    Status status = run_code(k, field_text(request, "text"));
    if (status != OK) say_error(k);
    finish(k);
    console_report_done(k, 0, status != OK, status == ERR_INTERRUPT, 0);
}

Status console_run_echoed(Kernel *k, const char *code) {
    Buf echo = BUF_INIT;
    buf_printf(&echo, "%s\n", code);
    say_to_user(k, "echo", buf_text(&echo), echo.len);
    buf_done(&echo);
    Status status = run_code(k, code);
    finish(k);
    return status;
}
