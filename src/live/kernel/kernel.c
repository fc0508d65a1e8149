// live/kernel/kernel.c: the kernel's life. The engine runs on the main thread. Requests wait in the
// link's queue; while code runs, those that do no harm are answered at its safe points (kernel_pulse),
// all others when it is done. A halt is seen by the reading thread at once.
#include "live/kernel/kernel.h"
#include "base/clock.h"
#include "doc/doc.h"
#include "lang/vm.h"
#include "live/kernel/internal.h"
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static const double workspace_pause_s = 0.2, closing_s = 0.1;

typedef enum When {
    WHEN_ANY,  // answered while code runs as well
    WHEN_IDLE, // waits until it is done
    WHEN_FREE, // fails with "busy" meanwhile
    WHEN_ASKED // only read by input()
} When;
typedef struct Task {
    const char *name;
    void (*handle)(Kernel *k, const json_t *message);
    When when;
    bool runs; // user code: can be halted
} Task;

static const Task tasks[] = {
    {"begin", run_begin, WHEN_IDLE, true},
    {"command", console_command, WHEN_IDLE, true},
    {"cd", change_folder, WHEN_IDLE, true},
    {"workspace_stats", workspace_stats, WHEN_ANY, false},
    {"variable", window_variable, WHEN_ANY, false},
    {"variable_set", change_set, WHEN_FREE, true},
    {"variable_paste", change_paste, WHEN_FREE, true},
    {"variable_assign", change_assign, WHEN_FREE, true},
    {"variable_rename", change_rename, WHEN_FREE, true},
    {"variable_delete", change_delete, WHEN_FREE, true},
    {"variable_plot", change_plot, WHEN_FREE, true},
    {"figure_act", figures_act, WHEN_ANY, false},
    {"figure_pick", figures_pick, WHEN_ANY, false},
    {"figure_resize", figures_resize, WHEN_ANY, false},
    {"figure_data", figures_data, WHEN_ANY, false},
    {"figure_export", figures_export, WHEN_ANY, false},
    {"figure_close", figures_close, WHEN_IDLE, false},
    {"reply_text", NULL, WHEN_ASKED, false},
};
enum { N_TASKS = sizeof tasks / sizeof *tasks };

static const Task *find_task(const json_t *message) {
    const char *name = field_text(message, "t");
    for (int i = 0; i < N_TASKS; i++)
        if (!strcmp(tasks[i].name, name)) return &tasks[i];
    return NULL;
}

static bool is_request(const json_t *message) {
    return json_object_get(message, "id") != NULL;
}

static void handle(Kernel *k, json_t *message) {
    const Task *task = find_task(message);
    const ProtocolMessage *form = message_find(field_text(message, "t"));
    const char *field = "";
    if (!task || !form) {
        if (is_request(message)) talk_failure(k, message, "unknown", "The kernel does not know this request.");
    } else if (!message_check(form->fields, message, &field)) {
        Buf text = BUF_INIT;
        buf_printf(&text, "The field '%s' is missing or of the wrong kind.", field);
        if (is_request(message)) talk_failure(k, message, "invalid", buf_text(&text));
        buf_done(&text);
    } else if (task->when == WHEN_FREE && k->serving) {
        talk_failure(k, message, "busy", "The program is running.");
    } else if (task->handle) {
        task->handle(k, message);
    }
}

// ---- while code runs ----------------------------------------------------------------------------

static bool harmless(void *self, const json_t *message) {
    (void)self;
    const Task *task = find_task(message);
    return !task || task->when == WHEN_ANY || task->when == WHEN_FREE;
}

void kernel_pulse(Kernel *k) {
    Ctx *ctx = &k->engine->ctx;
    if (k->serving || !atomic_load(&k->running) || ctx->error.status != OK) return;
    k->serving = true;
    run_flush_text(k, false);
    console_flush(k, false);
    for (json_t *message; (message = link_take(k->link, 0, harmless, k));) {
        handle(k, message);
        json_decref(message);
        error_clear(&ctx->error);
    }
    if (clock_monotonic_s() - k->reported_s >= workspace_pause_s) workspace_report(k, false);
    k->serving = false;
}

void kernel_begin_busy(Kernel *k) {
    k->started_s = k->reported_s = clock_monotonic_s();
    error_clear(&k->engine->ctx.error);
    figures_forget_stops(k);
    link_set_ticking(k->link, true);
}

void kernel_end_busy(Kernel *k) {
    link_set_ticking(k->link, false);
    atomic_store(&k->running, 0);
    atomic_store(&k->engine->ctx.stop, 0);
    atomic_store(&k->engine->ctx.attend, 0);
}

// ---- on the reading thread ------------------------------------------------------------------------

static void mark_halted(void *self, json_t *message) {
    (void)self;
    const Task *task = find_task(message);
    if (task && task->runs) json_object_set_new(message, "halted", json_true());
}

static bool hear_early(void *self, Link *link, json_t *message) {
    Kernel *k = self;
    bool gone = !message;
    if (!gone && strcmp(field_text(message, "t"), "halt") != 0) {
        if (atomic_load(&k->running)) engine_attend(k->engine);
        return false;
    }
    link_each(link, mark_halted, k);
    int running = atomic_load(&k->running);
    if (gone || running) engine_stop(k->engine);
    k->halted = running;
    k->halted_s = clock_monotonic_s();
    return true;
}

/// After a halt what ran so far is shown, with the stop flag down; a figure that takes too long to
/// draw is left out.
static void tick(void *self) {
    Kernel *k = self;
    int running = atomic_load(&k->running);
    if (!running) return;
    engine_attend(k->engine);
    if (running == k->halted && !atomic_load(&k->closing) && clock_monotonic_s() - k->halted_s > closing_s)
        engine_stop(k->engine);
}

// ---- the loop -----------------------------------------------------------------------------------

/// Under the queue's lock: from here on a halt means this message.
static bool take_next(void *self, const json_t *message) {
    Kernel *k = self;
    const Task *task = find_task(message);
    if (task && task->runs) {
        atomic_store(&k->engine->ctx.stop, 0);
        atomic_store(&k->closing, 0);
        k->serial = k->serial < INT32_MAX ? k->serial + 1 : 1;
        atomic_store(&k->running, k->serial);
    }
    return true;
}

static void refuse_halted(Kernel *k, const json_t *message) {
    atomic_store(&k->running, 0);
    if (is_request(message)) talk_failure(k, message, "stopped", "Operation terminated by user.");
    if (!strcmp(field_text(message, "t"), "begin")) {
        k->started_s = clock_monotonic_s();
        console_report_done(k, field_int(message, "run", 0), true, true, 0);
    }
}

static void report_ready(Kernel *k) {
    char folder[4096];
    if (!getcwd(folder, sizeof folder)) folder[0] = 0;
    talk_report(k, "ready", NULL,
                json_pack("{s:i,s:s,s:s}", "pid", (int)getpid(), "version", GRADUS_VERSION, "folder", folder));
}

/// What is got ready at first use (the limits of the stack, tables) is there before anyone waits for it.
static void warm_up(Kernel *k) {
    static const char code[] = "if false, end";
    (void)vm_run_text(k->engine->vm, "", code, sizeof code - 1, 1);
    error_clear(&k->engine->ctx.error);
}

static void serve(Kernel *k) {
    report_ready(k);
    warm_up(k);
    workspace_stamp(k);
    for (json_t *message; !k->engine->quit && (message = link_take(k->link, -1, take_next, k));) {
        if (json_is_true(json_object_get(message, "halted")))
            refuse_halted(k, message);
        else
            handle(k, message);
        atomic_store(&k->running, 0);
        error_clear(&k->engine->ctx.error);
        json_decref(message);
    }
}

static Engine *interrupted; // for the signal handler: a handler has no other way to know

static void on_interrupt(int signal) {
    (void)signal;
    if (interrupted) engine_stop(interrupted);
}

static void watch_signals(Engine *engine) {
    interrupted = engine;
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &action, NULL);
    action = (struct sigaction){.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &action, NULL);
}

int kernel_main(int fd) {
    Kernel k = {.next_key = 1, .said.all = EXCERPT_INIT(CONSOLE_BEGIN, CONSOLE_END)};
    Host host = console_host(&k);
    int exit_status = 1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    if (engine_new(&host, &k.engine) != OK) return exit_status;
    watch_signals(k.engine);
    if (link_new(&k.engine->ctx, fd, hear_early, tick, &k, &k.link) == OK) {
        serve(&k);
        exit_status = k.engine->exit_status;
    }
    link_free(k.link);
    workspace_done(&k);
    doc_free(k.doc);
    excerpt_done(&k.said.all);
    mem_free(k.keys);
    mem_free(k.stopped);
    watch_signals(NULL);
    engine_free(k.engine);
    return exit_status;
}
