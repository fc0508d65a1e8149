// doc/run_record.c: what a document remembers of its run: the generator, versions, time, and the
// order in which sections ran.
#include "base/pool.h"
#include "doc/run_internal.h"
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

/// Whether the generator stands where its seed puts it.
static bool rng_is_fresh(const Rng *rng) {
    Rng seeded;
    rng_seed(&seeded, rng->seed);
    return rng->position == seeded.position && !rng->has_normal &&
           !memcmp(rng->state, seeded.state, sizeof rng->state);
}

/// Local time as ISO 8601 with offset: "2026-11-27T23:12:28+01:00".
static void put_time(Buf *out) {
    time_t now = time(NULL);
    struct tm local;
    char text[40], offset[8];
    if (!localtime_r(&now, &local)) return;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
    strftime(offset, sizeof offset, "%z", &local); // "+0100"
    buf_printf(out, "%s%.3s:%s", text, offset, strlen(offset) > 3 ? offset + 3 : "00");
}

static void put_versions(const Engine *engine, Buf *out) {
    buf_puts(out, "Gradus " GRADUS_VERSION);
    struct utsname system;
    if (uname(&system) == 0) buf_printf(out, ", %s %s", system.sysname, system.machine);
    int n = engine->ctx.pool ? pool_threads(engine->ctx.pool) : 1;
    buf_printf(out, ", %d thread%s", n, n == 1 ? "" : "s");
}

static Status keep(Engine *engine, Document *doc, Buf *text, const char **ret) {
    Status status = text->failed ? ctx_fail_nomem(&engine->ctx)
                                 : document_text(&engine->ctx, doc, buf_text(text), text->len, ret);
    buf_clear(text);
    return status;
}

Status record_start(Engine *engine, Document *doc, bool fresh) {
    DocRunRecord *record = &doc->record;
    if (!fresh && record->seed) return OK; // goes on
    *record = (DocRunRecord){0};
    Buf text = BUF_INIT;
    const Rng *rng = &engine->env.rng;
    buf_printf(&text, "twister %u%s", (unsigned)rng->seed, rng_is_fresh(rng) ? "" : ", in use");
    Status status = keep(engine, doc, &text, &record->seed);
    put_versions(engine, &text);
    if (status == OK) status = keep(engine, doc, &text, &record->versions);
    put_time(&text);
    if (status == OK) status = keep(engine, doc, &text, &record->started);
    buf_done(&text);
    return status;
}

Status record_section(Engine *engine, Document *doc, Index section) {
    enum { MOST = 600 }; // bytes of the order; the oldest runs are forgotten first
    Buf text = BUF_INIT;
    const char *order = doc->record.order ? doc->record.order : "";
    if (strlen(order) > MOST) {
        order = strchr(order + strlen(order) - MOST, ' ');
        buf_puts(&text, "…");
    }
    buf_printf(&text, "%s%s%d", order ? order : "", order && *order ? " " : "", (int)section + 1);
    Status status = keep(engine, doc, &text, &doc->record.order);
    buf_done(&text);
    return status;
}
