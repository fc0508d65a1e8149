// doc/run.c: every top-level statement is cut out of its block and run on its own, with its line
// and column, so that what it shows can be tied to it. While the run lasts the engine's host is
// ours (run_collect.c); text and figures become outputs.
#include "base/clock.h"
#include "base/file.h"
#include "doc/run_internal.h"
#include "graphics/figure.h"
#include "lang/ast.h"
#include <stdatomic.h>
#include <string.h>

// ---- statements -------------------------------------------------------------------------------

/// Blanks with the line ends of `text` kept: the frame into which pieces are copied at their
/// places.
static char *blank_copy(const char *text, size_t n) {
    char *copy = mem_dup_text(text, n);
    for (size_t i = 0; copy && i < n; i++)
        if (copy[i] != '\n') copy[i] = ' ';
    return copy;
}

/// A block's text behind one statement of our own: a section may begin with a function and go on
/// with code, which the parser would take for a function file. The line numbers start one earlier,
/// so all others are right.
typedef struct BlockCode {
    char *text;
    size_t n;
    int first_line;
    Unit *unit;
} BlockCode;
enum { OWN_STATEMENTS = 1 };

static void code_done(BlockCode *code) {
    unit_free(code->unit);
    mem_free(code->text);
}

static Status code_parse(Runner *r, const DocBlock *block, BlockCode *code) {
    Ctx *ctx = &r->engine->ctx;
    Buf text = BUF_INIT;
    buf_puts(&text, "0;\n");
    buf_puts(&text, block->text);
    *code = (BlockCode){.n = text.len, .first_line = block->first_line - 1};
    code->text = buf_take(&text);
    if (!code->text) return ctx_fail_nomem(ctx);
    return parse_unit(ctx, r->doc->path, code->text, code->n, code->first_line, &code->unit);
}

/// Defines the functions of one block; a block with a syntax error says so when its section runs.
static Status define_functions(Runner *r, const DocBlock *block) {
    Ctx *ctx = &r->engine->ctx;
    BlockCode code;
    Status status = code_parse(r, block, &code);
    if (status != OK && status != ERR_NOMEM) {
        error_clear(&ctx->error);
        status = OK;
    } else if (status == OK && code.unit->functions.n) {
        char *text = blank_copy(code.text, code.n);
        if (!text) status = ctx_fail_nomem(ctx);
        for (Index i = 0; text && i < code.unit->functions.n; i++) {
            const Node *f = code.unit->functions.items[i];
            memcpy(text + f->offset, code.text + f->offset, f->n_source);
        }
        if (text) status = vm_run_text(r->engine->vm, r->doc->path, text, code.n, code.first_line);
        mem_free(text);
    }
    code_done(&code);
    return status;
}

/// Byte where the statement's own text ends: at the next statement or function, so that its
/// semicolon and comment belong to it.
static size_t statement_end(const Unit *unit, Index i, size_t n) {
    size_t start = unit->statements.items[i]->offset, end = n;
    if (i + 1 < unit->statements.n) end = unit->statements.items[i + 1]->offset;
    for (Index k = 0; k < unit->functions.n; k++) {
        size_t at = unit->functions.items[k]->offset;
        if (at > start && at < end) end = at;
    }
    return end;
}

/// Message and calls, without paths: the text becomes part of the document.
static void report_error(const Runner *r, const Error *error, Buf *out) {
    bool in_function = error->n_frames && error->frames[0].function[0];
    if (in_function && error->frames[0].line > 0)
        buf_printf(out, "Error using %s (line %d)\n", error->frames[0].function,
                   (int)error->frames[0].line);
    else if (in_function)
        buf_printf(out, "Error using %s\n", error->frames[0].function);
    buf_printf(out, "%s\n", error_message(error));
    for (Index i = 1; i < error->n_frames; i++)
        if (error->frames[i].function[0] && error->frames[i].line > 0)
            buf_printf(out, "Error in %s (line %d)\n", error->frames[i].function,
                       (int)error->frames[i].line);
    const char *name = path_base(r->doc->path);
    int32_t line = error->n_frames && !error->frames[error->n_frames - 1].function[0]
                       ? error->frames[error->n_frames - 1].line
                       : 0;
    if (line <= 0 && !in_function) line = error->span.line;
    if (line > 0) buf_printf(out, "Error in %s (line %d)", name, (int)line);
}

static void show_error(Runner *r) {
    runner_flush(r);
    Ctx *ctx = &r->engine->ctx;
    Buf report = BUF_INIT;
    if (ctx->error.status == ERR_INTERRUPT)
        buf_puts(&report, "Operation terminated by user.");
    else
        report_error(r, &ctx->error, &report);
    error_clear(&ctx->error);
    char *text = buf_take(&report);
    r->doc->blocks[r->block].failed = true;
    if (text)
        runner_add(r, r->block, (DocOutput){.kind = OUTPUT_ERROR, .line = r->line, .text = text});
}

/// Lines of a statement; the end of a line belongs to it.
static void statement_lines(const Node *node, int32_t *ret_first, int32_t *ret_last) {
    int32_t first = node->span.line, last = node->span.end_line;
    if (last > first && node->span.end_column == 1) last--;
    *ret_first = first;
    *ret_last = last > first ? last : first;
}

static Status run_statement(Runner *r, const BlockCode *code, Index i) {
    const Node *node = code->unit->statements.items[i];
    size_t start = node->offset, end = statement_end(code->unit, i, code->n);
    int32_t column = node->span.column > 0 ? node->span.column - 1 : 0;
    Buf source = BUF_INIT;
    buf_pad(&source, ' ', column); // errors then name the true column
    buf_put(&source, code->text + start, end - start);
    statement_lines(node, &r->first_line, &r->line);
    r->n_written = 0;
    r->n_shown = 0;
    r->kind = OUTPUT_TEXT;
    if (r->outer.statement) r->outer.statement(r->outer.self, r->doc->path, r->first_line, r->line);
    if (r->sink.on_statement) r->sink.on_statement(r->sink.self, r->first_line, r->line);
    Status status = source.failed ? ctx_fail_nomem(&r->engine->ctx)
                                  : vm_run_text(r->engine->vm, r->doc->path, buf_text(&source),
                                                source.len, node->span.line);
    buf_done(&source);
    if (status == OK) runner_flush(r);
    runner_collect_figures(r);
    if (r->sink.on_statement_end)
        r->sink.on_statement_end(r->sink.self, r->first_line, r->line, status != OK);
    return status == OK ? r->status : status;
}

// ---- what runs --------------------------------------------------------------------------------

static bool in_range(const Runner *r, int32_t first, int32_t last) {
    const RunOptions *o = r->options;
    return o->first_line <= 0 || (last >= o->first_line && first <= o->last_line);
}

static bool is_code(const DocBlock *block) {
    return block->kind == BLOCK_CODE && block->text;
}

static bool block_in_range(const Runner *r, Index index) {
    const DocBlock *block = &r->doc->blocks[index];
    return is_code(block) &&
           in_range(r, block->first_line,
                    block->first_line + (block->n_lines > 1 ? block->n_lines - 1 : 0));
}

static Status run_block(Runner *r, Index index) {
    r->block = index;
    const DocBlock *block = &r->doc->blocks[index];
    r->first_line = r->line = block->first_line;
    BlockCode code;
    Status status = code_parse(r, block, &code);
    const Error *error = &r->engine->ctx.error;
    if (status != OK && error->span.line > 0) r->line = error->span.line;
    if (status != OK && r->options->first_line > 0)
        runner_clear(r, index, r->line, r->line); // the same error, shown by an earlier run
    for (Index i = OWN_STATEMENTS; status == OK && i < code.unit->statements.n; i++) {
        int32_t first, last;
        statement_lines(code.unit->statements.items[i], &first, &last);
        if (!in_range(r, first, last)) continue;
        if (r->options->first_line > 0) runner_clear(r, index, first, last);
        status = ctx_check_stop(&r->engine->ctx);
        if (status != OK) r->line = last;
        if (status == OK) status = run_statement(r, &code, i);
    }
    code_done(&code);
    return status;
}

bool doc_section_blocks(const Document *doc, Index section, Index *ret_first, Index *ret_end) {
    Index first = 0, k = 0;
    for (Index i = 0; i <= doc->n_blocks; i++) {
        bool stop = i == doc->n_blocks || doc->blocks[i].kind == BLOCK_SECTION_BREAK;
        if (!stop) continue;
        if (k == section) {
            *ret_first = first;
            *ret_end = i;
            return true;
        }
        k++;
        first = i + 1;
    }
    return false;
}

Index doc_block_section(const Document *doc, Index block) {
    Index section = 0;
    for (Index i = 0; i < block && i < doc->n_blocks; i++)
        section += doc->blocks[i].kind == BLOCK_SECTION_BREAK;
    return section;
}

/// Whether the section's first code is among what runs: then it starts afresh.
static bool starts_section(const Runner *r, Index first, Index end) {
    for (Index i = first; i < end; i++) {
        const DocBlock *b = &r->doc->blocks[i];
        if (!is_code(b)) continue;
        if (i < r->options->first_block) return false;
        if (r->options->first_line <= 0) return true;
        int32_t line = b->first_line; // of the first line that is not blank
        for (const char *p = b->text; *p; p++) {
            if (*p == '\n') line++;
            if (*p != '\n' && *p != ' ' && *p != '\t' && *p != '\r') break;
        }
        return r->options->first_line <= line;
    }
    return true;
}

static Status run_section(Runner *r, Index section, Index first, Index end) {
    bool any = false;
    for (Index i = first; i < end; i++)
        any = any ||
              (i >= r->options->first_block && i < r->options->end_block && block_in_range(r, i));
    if (!any) return OK;
    if (starts_section(r, first, end))
        runner_fresh_figures(r, first, end);
    else
        runner_resume_figure(r, first, end);
    for (Index i = first; i < end; i++)
        if (r->options->first_line <= 0 && i >= r->options->first_block &&
            i < r->options->end_block && is_code(&r->doc->blocks[i]))
            runner_clear(r, i, 0, INT32_MAX);
    Status status = record_section(r->engine, r->doc, section);
    for (Index i = first; i < end && status == OK && !r->engine->quit; i++) {
        if (i < r->options->first_block || i >= r->options->end_block || !block_in_range(r, i))
            continue;
        status = run_block(r, i);
        if (r->status != OK) status = r->status;
        if (status == ERR_INTERRUPT && !strcmp(error_id(&r->engine->ctx.error), "Gradus:quit")) {
            error_clear(&r->engine->ctx.error);
            runner_flush(r);
            r->engine->quit = true;
            status = OK;
        }
    }
    return status;
}

/// The folder of the document is searched for functions from the first run on.
static Status add_folder(Runner *r) {
    if (!*r->doc->folder) return OK;
    Status status = vm_add_path(r->engine->vm, r->doc->folder, false);
    if (status != ERR_IO && status != ERR_ARG && status != ERR_NAME) return status;
    error_clear(&r->engine->ctx.error); // a folder that is gone is no reason not to run
    return OK;
}

static Status run_sections(Runner *r) {
    Document *doc = r->doc;
    Status status = add_folder(r);
    for (Index i = 0; i < doc->n_blocks && status == OK; i++)
        if (is_code(&doc->blocks[i])) status = define_functions(r, &doc->blocks[i]);
    bool all = r->options->first_line <= 0 && r->options->first_block == 0 &&
               r->options->end_block == doc->n_blocks;
    if (all) { // nothing of an earlier run stays, even if this one ends early
        runner_fresh_figures(r, 0, doc->n_blocks);
        for (Index i = 0; i < doc->n_blocks; i++)
            if (is_code(&doc->blocks[i])) runner_clear(r, i, 0, INT32_MAX);
    }
    Index first, end;
    for (Index k = 0; status == OK && !r->engine->quit && doc_section_blocks(doc, k, &first, &end);
         k++) {
        if (end <= r->options->first_block) continue;
        if (first >= r->options->end_block) break;
        status = run_section(r, k, first, end);
        if (status == OK) runner_show_figures(r);
        if (status == OK) status = r->status;
    }
    return status;
}

Status doc_run_with(Engine *engine, Document *doc, const RunOptions *options, bool *ret_failed) {
    RunOptions all = options ? *options : (RunOptions){0};
    bool fresh = all.first_line <= 0 && all.first_block <= 0 &&
                 (all.end_block <= 0 || all.end_block >= doc->n_blocks);
    if (all.end_block <= 0 || all.end_block > doc->n_blocks) all.end_block = doc->n_blocks;
    if (all.first_line > 0 && all.last_line < all.first_line) all.last_line = all.first_line;
    Runner r = {.engine = engine, .doc = doc, .options = &all, .outer = engine->host, .status = OK};
    if (all.sink) r.sink = *all.sink;
    engine->host = runner_host(&r);
    double start = clock_monotonic_s();
    bool failed = false;
    Status status = record_start(engine, doc, fresh);
    if (status == OK) status = run_sections(&r);
    if (status != OK && status != ERR_NOMEM) {
        bool stopped = status == ERR_INTERRUPT;
        show_error(&r);
        failed = true;
        status = stopped ? ERR_INTERRUPT : OK;
    }
    if (status != ERR_NOMEM) runner_show_figures(&r);
    if (status == ERR_INTERRUPT) atomic_store(&engine->ctx.stop, 0); // it has been answered
    if (status == OK) status = r.status;
    doc->record.seconds += clock_monotonic_s() - start;
    engine->host = r.outer;
    runner_done(&r);
    if (ret_failed) *ret_failed = failed;
    return status;
}

Status doc_run(Engine *engine, Document *doc, bool *ret_failed) {
    return doc_run_with(engine, doc, NULL, ret_failed);
}

Status doc_run_blocks(Engine *engine, Document *doc, Index first, Index end, bool *ret_failed) {
    if (end <= first) return OK;
    RunOptions options = {.first_block = first, .end_block = end};
    return doc_run_with(engine, doc, &options, ret_failed);
}

Status doc_run_lines(Engine *engine, Document *doc, int32_t first_line, int32_t last_line,
                     bool *ret_failed) {
    RunOptions options = {.first_line = first_line > 0 ? first_line : 1, .last_line = last_line};
    return doc_run_with(engine, doc, &options, ret_failed);
}

Status doc_run_section(Engine *engine, Document *doc, Index section, bool to_end,
                       const RunSink *sink, bool *ret_failed) {
    RunOptions options = {.sink = sink};
    if (section < 0 || !doc_section_blocks(doc, section, &options.first_block, &options.end_block))
        return ctx_fail(&engine->ctx, ERR_ARG, "Gradus:doc:section",
                        "There is no section %d in '%s'.", (int)section + 1, doc->path);
    if (to_end) options.end_block = doc->n_blocks;
    if (options.end_block <= options.first_block) return OK; // nothing between two breaks
    return doc_run_with(engine, doc, &options, ret_failed);
}
