// live/run.c: what runs and what waits: one queue a document. A run keeps the text it was asked for
// and a map from its lines to the lines now, so that people may go on typing while it runs.
#include "base/clock.h"
#include "live/internal.h"
#include "live/sections.h"
#include <string.h>

static const double STATUS_INTERVAL_S = 0.05; // 20 a second
enum { INTERRUPT_AFTER_MS = 400, GIVE_UP_AFTER_MS = 3000 };

static void item_free(RunItem *item) {
    if (!item) return;
    json_decref(item->command);
    mem_free(item->text);
    mem_free(item->line_map);
    mem_free(item->sections);
    mem_free(item);
}

static int map_line(const RunItem *item, int line) {
    if (!item->line_map || line < 1 || line > item->n_lines) return 0;
    return item->line_map[line];
}

void doc_map_runs(LiveDoc *doc, const LineChanges *changes) {
    for (RunItem *item = doc->queue; item; item = item->next)
        for (int i = 1; i <= item->n_lines; i++)
            if (item->line_map[i]) item->line_map[i] = line_changes_map(changes, item->line_map[i]);
    if (doc->run_from) doc->run_from = line_changes_map(changes, doc->run_from);
    if (doc->run_to) doc->run_to = line_changes_map(changes, doc->run_to);
}

void doc_runs_done(LiveDoc *doc) {
    while (doc->queue) {
        RunItem *item = doc->queue;
        doc->queue = item->next;
        item_free(item);
    }
    doc->n_queue = 0;
}

// ---- status -------------------------------------------------------------------------------------
void doc_status_event(LiveDoc *doc) {
    RunItem *item = doc->queue;
    bool busy = item && item->started;
    double now_s = clock_monotonic_s();
    char key[32];
    snprintf(key, sizeof key, "status:%d", doc->id);
    doc->status_s = now_s;
    doc->run_shown = true;
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:b, s:i, s:i, s:i, s:f, s:i}", "t", "status", "doc",
                               doc->id, "busy", busy, "from_line", busy ? doc->run_from : 0,
                               "to_line", busy ? doc->run_to : 0, "version", doc->version,
                               "elapsed_ms", busy ? (now_s - doc->started_s) * 1000 : 0.0, "queued",
                               busy ? doc->n_queue - 1 : doc->n_queue),
                     key);
}

static void on_status_timer(lws_sorted_usec_list_t *sul) {
    LiveDoc *doc = lws_container_of(sul, LiveDoc, status_timer);
    if (!doc->run_shown) doc_status_event(doc);
}

/// The line being run changed: said at once, or a little later when it changes fast.
static void status_soon(LiveDoc *doc) {
    double wait_s = doc->status_s + STATUS_INTERVAL_S - clock_monotonic_s();
    bool waits = !doc->run_shown;
    doc->run_shown = false;
    if (wait_s <= 0)
        doc_status_event(doc);
    else if (!waits)
        lws_sul_schedule(doc->server->lws, 0, &doc->status_timer, on_status_timer,
                         (lws_usec_t)(wait_s * 1e6));
}

// ---- the queue ----------------------------------------------------------------------------------
static void start_next(LiveDoc *doc);

static Status queue_add(LiveDoc *doc, RunItem *item) {
    if (doc->n_queue >= MAX_QUEUED_RUNS) {
        item_free(item);
        return ctx_fail(doc->server->ctx, ERR_LIMIT, "Gradus:live:queue", "%d runs wait already.",
                        (int)MAX_QUEUED_RUNS);
    }
    RunItem **end = &doc->queue;
    while (*end) end = &(*end)->next;
    *end = item;
    doc->n_queue++;
    if (doc->queue == item)
        start_next(doc);
    else
        doc_status_event(doc);
    return OK;
}

static RunItem *take_first(LiveDoc *doc) {
    RunItem *item = doc->queue;
    if (item) doc->queue = item->next, doc->n_queue--;
    return item;
}

static void send_begin(LiveDoc *doc, RunItem *item) {
    Buf folder = BUF_INIT;
    json_t *begin = json_pack("{s:s, s:i, s:s, s:s, s:s, s:i, s:i}", "t", "begin", "run", item->id,
                              "path", doc->path, "folder", doc_folder(doc, &folder), "text",
                              item->text, "from_line", item->from_line, "to_line", item->to_line);
    int from = 0, to = 0; // outputs of these lines, as they are now, go
    for (int i = item->from_line; i <= item->to_line && i <= item->n_lines; i++)
        if (item->line_map[i]) {
            if (!from) from = item->line_map[i];
            to = item->line_map[i];
        }
    if (from) doc_clear_outputs(doc, from, to);
    doc->run_from = doc->run_to = from;
    kernel_send(doc, begin);
    json_decref(begin);
    buf_done(&folder);
}

static void start_next(LiveDoc *doc) {
    RunItem *item = doc->queue;
    if (!item) {
        doc_status_event(doc);
        return;
    }
    if (kernel_start(doc) != OK) {
        char message[300];
        snprintf(message, sizeof message, "%s", error_message(&doc->server->ctx->error));
        error_clear(&doc->server->ctx->error);
        doc_kernel_gone(doc, message);
        return;
    }
    item->started = true;
    doc->stopping = false;
    doc->started_s = clock_monotonic_s();
    doc->run_from = doc->run_to = 0;
    if (item->command) {
        const char *text = json_string_value(json_object_get(item->command, "text"));
        doc_say_typed(doc, "echo", "", text);
        kernel_send(doc, item->command);
    } else {
        send_begin(doc, item);
    }
    doc_status_event(doc);
}

// ---- requests -----------------------------------------------------------------------------------
static RunItem *item_new(LiveDoc *doc, const RunRange *range) {
    RunItem *item = mem_alloc_zero(sizeof *item);
    if (!item) return NULL;
    item->id = ++doc->next_run;
    item->text = mem_dup_text(doc->stored.text, doc->stored.n_text);
    item->n_lines = text_lines(doc->stored.text, doc->stored.n_text);
    item->line_map = mem_alloc((size_t)(item->n_lines + 1) * sizeof *item->line_map);
    item->from_line = range->from_line;
    item->to_line = range->to_line;
    item->section = -1;
    for (int i = 0; item->line_map && i <= item->n_lines; i++) item->line_map[i] = i;
    if (item->text && item->line_map &&
        sections_find(doc->server->ctx, item->text, doc->stored.n_text, &item->sections,
                      &item->n_sections) == OK)
        return item;
    item_free(item);
    return NULL;
}

Status doc_queue_run(LiveDoc *doc, const char *what, int line, Request *r) {
    Ctx *ctx = doc->server->ctx;
    RunRange range;
    TRY(sections_resolve(ctx, doc->stored.text, doc->stored.n_text, what, line, &range));
    RunItem *item = item_new(doc, &range);
    if (!item) return ctx_fail_nomem(ctx);
    int run = item->id;
    TRY(queue_add(doc, item));
    json_object_set_new(r->reply, "run", json_integer(run));
    json_object_set_new(r->reply, "from_line", json_integer(range.from_line));
    json_object_set_new(r->reply, "to_line", json_integer(range.to_line));
    json_object_set_new(r->reply, "next_line", json_integer(range.next_line));
    return OK;
}

Status doc_command(LiveDoc *doc, Request *r) {
    RunItem *item = mem_alloc_zero(sizeof *item);
    if (!item) return ctx_fail_nomem(doc->server->ctx);
    item->id = ++doc->next_run;
    item->client = r->client->id;
    item->request = r->id;
    item->command = json_pack("{s:s, s:i, s:i, s:s}", "t", "command", "id", item->id, "doc",
                              doc->id, "text", request_text(r, "text"));
    if (!item->command) {
        item_free(item);
        return ctx_fail_nomem(doc->server->ctx);
    }
    r->later = true;
    return queue_add(doc, item);
}

static void on_stop_timer(lws_sorted_usec_list_t *sul) {
    LiveDoc *doc = lws_container_of(sul, LiveDoc, stop_timer);
    if (!doc->queue || !doc->queue->started || !doc->stopping) return;
    kernel_interrupt(doc);
    if (!doc->interrupted) {
        doc->interrupted = true;
        lws_sul_schedule(doc->server->lws, 0, &doc->stop_timer, on_stop_timer,
                         (GIVE_UP_AFTER_MS - INTERRUPT_AFTER_MS) * 1000);
        return;
    }
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:s, s:s}", "t", "kernel", "doc", doc->id, "state",
                               "stuck", "message",
                               "The program does not stop. Restart ends it; the variables are "
                               "lost, the text and outputs stay."),
                     NULL);
}

static void send_run_done(LiveDoc *doc, const RunItem *item, bool failed, bool stopped,
                          double elapsed_ms, int error_line) {
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:i, s:b, s:b, s:f, s:i, s:O, s:O}", "t", "run_done",
                               "doc", doc->id, "run", item->id, "failed", failed, "stopped",
                               stopped, "elapsed_ms", elapsed_ms, "error_line", error_line, "ran",
                               doc->ran, "times", doc->times),
                     NULL);
}

/// What waits will not run.
static void drop_waiting(LiveDoc *doc) {
    RunItem *first = doc->queue;
    while (first && first->next) {
        RunItem *item = first->next;
        first->next = item->next;
        doc->n_queue--;
        if (item->command)
            request_done(doc->server, item->client, item->request, "stopped",
                         "Stopped before it began.");
        else
            send_run_done(doc, item, false, true, 0, 0);
        item_free(item);
    }
}

void doc_stop(LiveDoc *doc) {
    drop_waiting(doc);
    if (!doc->queue || !doc->queue->started) return;
    json_t *halt = json_pack("{s:s}", "t", "halt");
    kernel_send(doc, halt);
    json_decref(halt);
    doc->stopping = true;
    doc->interrupted = false;
    lws_sul_schedule(doc->server->lws, 0, &doc->stop_timer, on_stop_timer,
                     INTERRUPT_AFTER_MS * 1000);
}

// ---- reports of the kernel ----------------------------------------------------------------------
static bool has_ran(const LiveDoc *doc, const char *hash) {
    size_t i;
    json_t *item;
    json_array_foreach(doc->ran, i, item) if (!strcmp(json_string_value(item), hash)) return true;
    return false;
}

enum { MAX_RAN = 2000 }; // sections remembered

/// The statement being run is in this section, -1: none is; the one before gets its time.
static void enter_section(LiveDoc *doc, RunItem *item, Index section) {
    double now_s = clock_monotonic_s();
    if (section == item->section) return;
    if (item->section >= 0 && *item->sections[item->section].hash) {
        if (json_object_size(doc->times) >= MAX_RAN) json_object_clear(doc->times);
        json_object_set_new(doc->times, item->sections[item->section].hash,
                            json_real((now_s - item->section_s) * 1000));
    }
    item->section = section;
    item->section_s = now_s;
}

/// Sections of the run that ran to their ends.
static void note_ran(LiveDoc *doc, const RunItem *item, bool whole, int error_line) {
    for (Index i = 0; i < item->n_sections; i++) {
        const Section *s = &item->sections[i];
        bool inside = s->from_line >= item->from_line && s->to_line <= item->to_line;
        if (!inside || !*s->hash || (!whole && (error_line <= 0 || s->to_line >= error_line)))
            continue;
        if (has_ran(doc, s->hash)) continue;
        if (json_array_size(doc->ran) >= MAX_RAN) json_array_remove(doc->ran, 0);
        json_array_append_new(doc->ran, json_string(s->hash));
    }
}

static void finish_first(LiveDoc *doc, bool failed, bool stopped, int error_line,
                         double elapsed_ms) {
    RunItem *item = take_first(doc);
    if (!item) return;
    lws_sul_cancel(&doc->stop_timer);
    doc->stopping = false;
    doc->run_from = doc->run_to = 0;
    mem_free(doc->prompt);
    doc->prompt = NULL;
    if (item->command) {
        request_done(doc->server, item->client, item->request, NULL, NULL);
    } else {
        enter_section(doc, item, -1);
        note_ran(doc, item, !failed && !stopped, error_line);
        send_run_done(doc, item, failed, stopped, elapsed_ms, map_line(item, error_line));
    }
    item_free(item);
    if (doc_unsaved(doc)) state_touch(doc); // its outputs, too
    if (doc->queue)
        start_next(doc);
    else
        doc_status_event(doc);
}

void doc_kernel_gone(LiveDoc *doc, const char *message) {
    drop_waiting(doc);
    bool ran = doc->queue && doc->queue->started;
    doc->kernel_state = KERNEL_DEAD;
    mem_free(doc->prompt);
    doc->prompt = NULL;
    json_array_clear(doc->ran);
    json_array_clear(doc->variables);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:s, s:s}", "t", "kernel", "doc", doc->id, "state",
                               "dead", "message", message),
                     NULL);
    if (doc->queue && doc->queue->command) {
        RunItem *item = take_first(doc);
        request_done(doc->server, item->client, item->request, "kernel", message);
        item_free(item);
    } else if (doc->queue) {
        finish_first(doc, true, false, 0, ran ? (clock_monotonic_s() - doc->started_s) * 1000 : 0);
    }
    doc_status_event(doc);
    char key[32];
    snprintf(key, sizeof key, "workspace:%d", doc->id);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:O, s:s}", "t", "workspace", "doc", doc->id,
                               "variables", doc->variables, "folder", doc->folder),
                     key);
}

static int field_int(const json_t *report, const char *name) {
    return (int)json_integer_value(json_object_get(report, name));
}

static void on_ready(LiveDoc *doc, json_t *report) {
    doc->kernel_state = KERNEL_READY;
    char *folder = mem_dup(json_string_value(json_object_get(report, "folder")));
    if (folder) mem_free(doc->folder), doc->folder = folder;
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:s, s:s}", "t", "kernel", "doc", doc->id, "state",
                               "ready", "message", ""),
                     NULL);
}

static void on_statement(LiveDoc *doc, json_t *report) {
    RunItem *item = doc->queue;
    if (!item || item->id != field_int(report, "run")) return;
    enter_section(doc, item,
                  sections_at(item->sections, item->n_sections, field_int(report, "from_line")));
    doc->run_from = map_line(item, field_int(report, "from_line"));
    doc->run_to = map_line(item, field_int(report, "to_line"));
    status_soon(doc);
}

static void on_output(LiveDoc *doc, json_t *report) {
    RunItem *item = doc->queue;
    json_t *output = json_object_get(report, "output");
    if (!item || item->id != field_int(report, "run")) return;
    doc_add_output(doc, item->id, output, map_line(item, field_int(output, "line")));
}

static void on_done(LiveDoc *doc, json_t *report) {
    RunItem *item = doc->queue;
    if (item && item->started && field_int(report, "run") == (item->command ? 0 : item->id))
        finish_first(doc, json_is_true(json_object_get(report, "failed")),
                     json_is_true(json_object_get(report, "stopped")),
                     field_int(report, "error_line"),
                     json_number_value(json_object_get(report, "elapsed_ms")));
    files_changed(doc->server, doc->folder);
}

static void on_variables(LiveDoc *doc, json_t *report) {
    json_decref(doc->variables);
    doc->variables = json_incref(json_object_get(report, "variables"));
    const char *folder = json_string_value(json_object_get(report, "folder"));
    if (strcmp(folder, doc->folder)) {
        char *copy = mem_dup(folder);
        if (copy) mem_free(doc->folder), doc->folder = copy;
    }
    char key[32];
    snprintf(key, sizeof key, "workspace:%d", doc->id);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:O, s:s}", "t", "workspace", "doc", doc->id,
                               "variables", doc->variables, "folder", doc->folder),
                     key);
}

/// The report under the event's name.
static void pass_on(LiveDoc *doc, json_t *report, const char *event, const char *key) {
    json_t *copy = json_copy(report);
    json_object_set_new(copy, "t", json_string(event));
    json_object_set_new(copy, "doc", json_integer(doc->id));
    server_broadcast(doc->server, copy, key);
}

static void on_said(LiveDoc *doc, json_t *report) {
    json_t *part = json_copy(report);
    json_object_del(part, "t");
    doc_say(doc, part);
}

static void on_cleared(LiveDoc *doc, json_t *report) {
    (void)report;
    doc_clear_console(doc);
}

static void on_asked(LiveDoc *doc, json_t *report) {
    doc_ask(doc, json_string_value(json_object_get(report, "text")));
}

static void on_drew(LiveDoc *doc, json_t *report) {
    char key[32], number[16];
    snprintf(key, sizeof key, "figure:%d:%d", doc->id, field_int(report, "figure"));
    snprintf(number, sizeof number, "%d", field_int(report, "figure"));
    json_object_set_new(doc->figures, number,
                        json_pack("{s:O, s:O}", "scene", json_object_get(report, "scene"), "alt",
                                  json_object_get(report, "alt")));
    pass_on(doc, report, "figure", key);
}

static void on_closed_figure(LiveDoc *doc, json_t *report) {
    char number[16];
    snprintf(number, sizeof number, "%d", field_int(report, "figure"));
    json_object_del(doc->figures, number);
    pass_on(doc, report, "figure_closed", NULL);
}

static void on_progressed(LiveDoc *doc, json_t *report) {
    char key[32];
    double now_s = clock_monotonic_s(),
           fraction = json_number_value(json_object_get(report, "fraction"));
    if (now_s - doc->progress_s < STATUS_INTERVAL_S && fraction < 1) return; // the next is near
    doc->progress_s = now_s;
    snprintf(key, sizeof key, "progress:%d", doc->id);
    pass_on(doc, report, "progress", key);
}

static void on_wants(LiveDoc *doc, json_t *report) {
    pass_on(doc, report, "show", NULL);
}

static const struct {
    const char *name;
    void (*take)(LiveDoc *doc, json_t *report);
} reports[] = {{"ready", on_ready},
               {"statement", on_statement},
               {"show_output", on_output},
               {"done", on_done},
               {"variables", on_variables},
               {"said", on_said},
               {"cleared", on_cleared},
               {"asked", on_asked},
               {"drew", on_drew},
               {"closed_figure", on_closed_figure},
               {"progressed", on_progressed},
               {"wants", on_wants}};

void doc_report(LiveDoc *doc, json_t *report) {
    const char *name = json_string_value(json_object_get(report, "t"));
    RunItem *item = doc->queue;
    if (!strcmp(name, "failure") && item && item->started && item->command &&
        item->id == field_int(report, "id"))
        finish_first(doc, true, true, 0, 0); // a command that did not begin; "done" tells of others
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        if (!strcmp(name, reports[i].name)) reports[i].take(doc, report);
}
