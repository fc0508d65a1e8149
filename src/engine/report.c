// engine/report.c: the text of an error as a console or a document shows it.
#include "base/file.h"
#include "engine/engine.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_SOURCE_BYTES = 4 << 20 };

static bool line_of(const char *text, int line, Buf *out) {
    for (int i = 1; text && i < line; i++) {
        text = strchr(text, '\n');
        if (text) text++;
    }
    if (!text || !*text || line < 1) return false;
    buf_put(out, text, strcspn(text, "\r\n"));
    return true;
}

/// Line `line` of a file or of the text run last, without its newline; false when it is not there.
static bool source_line(const Engine *engine, const char *file, int line, Buf *out) {
    if (line < 1) return false;
    if (engine->text_name && strcmp(engine->text_name, file ? file : "") == 0)
        return line_of(buf_text(&engine->text), line - engine->first_line + 1, out);
    if (!file || !file[0] || !file_exists(file)) return false;
    Ctx ctx; // the engine's holds the error being reported
    ctx_init(&ctx);
    Buf text = BUF_INIT;
    bool found = file_read(&ctx, file, MAX_SOURCE_BYTES, &text) == OK && line_of(buf_text(&text), line, out);
    buf_done(&text);
    ctx_done(&ctx);
    return found;
}

static void put_place(const Engine *engine, const Error *error, Buf *out) {
    if (error->span.line <= 0) return;
    const char *file = error->file && error->file[0] ? error->file : NULL;
    if (file) buf_printf(out, "%s:%d:%d\n", file, error->span.line, error->span.column);
    Buf line = BUF_INIT;
    if (source_line(engine, file, error->span.line, &line)) {
        buf_printf(out, "%s\n", buf_text(&line));
        int column = error->span.column > 0 ? error->span.column : 1;
        // Tabs stay tabs so that the caret stands under its column.
        for (int i = 0; i < column - 1 && (size_t)i < line.len; i++) buf_putc(out, line.data[i] == '\t' ? '\t' : ' ');
        int n = error->span.end_line == error->span.line && error->span.end_column > column ? error->span.end_column - column : 1;
        buf_pad(out, '^', n > 1 ? n : 1);
        buf_putc(out, '\n');
    }
    buf_done(&line);
}

static void put_suggestion(Engine *engine, const char *undefined, Buf *out) {
    if (!undefined[0]) return;
    const char **names = NULL;
    Index n = 0;
    if (vm_suggest(engine->vm, undefined, false, &names, &n) != OK) return;
    for (Index i = 0; i < n && i < 3; i++) buf_printf(out, "%s%s", i == 0 ? "\nDid you mean: " : ", ", names[i]);
    if (n > 0) buf_putc(out, '\n');
    mem_free(names);
}

static void put_frames(const Engine *engine, const Error *error, Index first, Buf *out) {
    for (Index i = first; i < error->n_frames; i++) {
        const ErrorFrame *f = &error->frames[i];
        if (!f->function[0] && !f->file[0]) continue;
        const char *name = f->function[0] ? f->function : path_base(f->file);
        buf_printf(out, "\nError in %s (line %d)\n", name, f->line);
        Buf line = BUF_INIT;
        if (source_line(engine, f->file, f->line, &line)) buf_printf(out, "%s\n", buf_text(&line));
        buf_done(&line);
    }
}

void engine_error_report(Engine *engine, Buf *out) {
    const Error *error = &engine->ctx.error;
    if (error->status == OK) return;
    const char *failing, *undefined;
    vm_error_hints(engine->vm, &failing, &undefined);
    if (error->status == ERR_SYNTAX && error->n_frames == 0) {
        buf_printf(out, "Error: ");
        if (error->file && error->file[0]) buf_printf(out, "File: %s ", path_base(error->file));
        if (error->span.line > 0) buf_printf(out, "Line: %d Column: %d\n", error->span.line, error->span.column);
        buf_printf(out, "%s\n", error_message(error));
        put_place(engine, error, out);
        return;
    }
    Index first = 0;
    if (error->status == ERR_USER && error->n_frames > 0 && error->frames[0].function[0]) {
        buf_printf(out, "Error using %s (line %d)\n", error->frames[0].function, error->frames[0].line);
        first = 1;
    } else if (failing[0] && error->status != ERR_USER) {
        buf_printf(out, "Error using %s\n", failing);
    }
    buf_printf(out, "%s\n", error_message(error));
    if (strcmp(error_id(error), "MATLAB:UndefinedFunction") == 0) put_suggestion(engine, undefined, out);
    put_frames(engine, error, first, out);
    buf_putc(out, '\n');
    put_place(engine, error, out);
}
