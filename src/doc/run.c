// doc/run.c: every top-level statement is cut out of its block and run on its own, with its line
// and column, so that what it shows can be tied to it. While the run lasts the engine's host is
// ours; text and figures become outputs.
#include "doc/run.h"
#include "base/file.h"
#include "base/vec.h"
#include "graphics/figure.h"
#include "lang/ast.h"
#include <string.h>

enum { MAX_OUTPUT_BYTES = 1 << 20 };

/// A figure touched in this section.
typedef struct Touched {
    int number;
    Index block;
    int32_t line;
} Touched;

typedef struct Runner {
    Engine *engine;
    Document *doc;
    Host outer;
    Index block;      // being run
    int32_t line;     // last line of the statement being run
    Buf text;         // written by it, not yet an output
    OutputKind kind;  // of `text`
    size_t n_written; // by this statement
    Touched *touched;
    Index n_touched, cap_touched;
    Status status; // memory ran out while collecting
} Runner;

// ---- collecting -------------------------------------------------------------------------------

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

static void add_output(Runner *r, DocOutput output) {
    Status status = block_add_output(&r->engine->ctx, &r->doc->blocks[r->block], output);
    if (status != OK && r->status == OK) r->status = status;
}

static void flush(Runner *r) {
    if (r->text.failed && r->status == OK) r->status = ctx_fail_nomem(&r->engine->ctx);
    if (!r->text.len) return;
    settle_text(&r->text);
    char *text = buf_take(&r->text);
    if (text) add_output(r, (DocOutput){.kind = r->kind, .line = r->line, .text = text});
    r->text = BUF_INIT;
}

static void on_write(void *self, HostStream stream, const char *utf8, size_t n) {
    Runner *r = self;
    OutputKind kind = stream == HOST_OUT       ? OUTPUT_TEXT
                      : stream == HOST_WARNING ? OUTPUT_WARNING
                                               : OUTPUT_ERROR;
    if (kind != r->kind) flush(r);
    r->kind = kind;
    if (r->n_written > MAX_OUTPUT_BYTES) return;
    buf_put(&r->text, utf8, n);
    r->n_written += n;
    if (r->n_written > MAX_OUTPUT_BYTES) buf_puts(&r->text, "\n… (output shortened)\n");
}

static void on_variable(void *self, const char *name, const struct Value *value, const char *text) {
    Runner *r = self;
    (void)value;
    flush(r);
    if (r->n_written > MAX_OUTPUT_BYTES) return;
    r->n_written += strlen(text);
    DocOutput output = {
        .kind = OUTPUT_VARIABLE, .line = r->line, .name = mem_dup(name), .text = mem_dup(text)};
    if (!output.name || !output.text) {
        output_done(&output);
        if (r->status == OK) r->status = ctx_fail_nomem(&r->engine->ctx);
        return;
    }
    add_output(r, output);
}

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
        if (r->status == OK) r->status = status;
        return;
    }
    r->touched[r->n_touched++] = touched;
}

static void on_figure(void *self, int number, bool drawn) {
    Runner *r = self;
    touch_figure(r, number);
    if (r->outer.figure) r->outer.figure(r->outer.self, number, drawn);
}

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

/// Figures that changed without a word to the host.
static void collect_dirty(Runner *r) {
    GraphicsRoot *root = r->engine->env.graphics;
    if (!root) return;
    Index n;
    GObject *const *figures = graphics_figures(root, &n);
    for (Index i = 0; i < n; i++)
        if (figure_is_dirty(figures[i], true)) touch_figure(r, figure_number(figures[i]));
}

/// Puts an output behind all others of its line or of earlier ones.
static void insert_output(Runner *r, Index block, DocOutput output) {
    Index before = r->block;
    r->block = block;
    add_output(r, output);
    r->block = before;
    DocBlock *b = &r->doc->blocks[block];
    if (r->status != OK) return;
    for (Index i = b->n_outputs - 1; i > 0 && b->outputs[i - 1].line > output.line; i--) {
        b->outputs[i] = b->outputs[i - 1];
        b->outputs[i - 1] = output;
    }
}

/// Shows the figures of the section: scenes are taken now, later sections may change the figures.
static void show_figures(Runner *r) {
    GraphicsRoot *root = r->engine->env.graphics;
    for (Index i = 0; root && i < r->n_touched && r->status == OK; i++) {
        GObject *figure = graphics_figure(root, r->touched[i].number);
        if (!figure) continue; // closed meanwhile
        Scene *scene = NULL;
        Status status = figure_scene(&r->engine->ctx, figure, &scene);
        if (status == ERR_NOMEM) {
            r->status = status;
            return;
        }
        if (status != OK) { // a figure that cannot be drawn says why in its place
            char *text = mem_dup(error_message(&r->engine->ctx.error));
            error_clear(&r->engine->ctx.error);
            if (text)
                insert_output(
                    r, r->touched[i].block,
                    (DocOutput){.kind = OUTPUT_ERROR, .line = r->touched[i].line, .text = text});
            continue;
        }
        figure_is_dirty(figure, true);
        insert_output(r, r->touched[i].block,
                      (DocOutput){.kind = OUTPUT_FIGURE,
                                  .line = r->touched[i].line,
                                  .figure_number = r->touched[i].number,
                                  .scene = scene});
    }
    r->n_touched = 0;
}

static void start_section(Runner *r) {
    show_figures(r);
    if (r->engine->env.graphics) graphics_forget_current_figure(r->engine->env.graphics);
}

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
    flush(r);
    Ctx *ctx = &r->engine->ctx;
    Buf report = BUF_INIT;
    if (ctx->error.status == ERR_INTERRUPT)
        buf_puts(&report, "Operation terminated by user.");
    else
        report_error(r, &ctx->error, &report);
    error_clear(&ctx->error);
    char *text = buf_take(&report);
    r->doc->blocks[r->block].failed = true;
    if (text) add_output(r, (DocOutput){.kind = OUTPUT_ERROR, .line = r->line, .text = text});
}

static Status run_statement(Runner *r, const BlockCode *code, Index i) {
    const Node *node = code->unit->statements.items[i];
    size_t start = node->offset, end = statement_end(code->unit, i, code->n);
    int32_t column = node->span.column > 0 ? node->span.column - 1 : 0;
    Buf source = BUF_INIT;
    buf_pad(&source, ' ', column); // errors then name the true column
    buf_put(&source, code->text + start, end - start);
    r->line = node->span.end_line > node->span.line ? node->span.end_line : node->span.line;
    if (node->span.end_line > node->span.line && node->span.end_column == 1) r->line--;
    r->n_written = 0;
    r->kind = OUTPUT_TEXT;
    if (r->outer.statement) r->outer.statement(r->outer.self, r->doc->path, node->span.line);
    Status status = source.failed ? ctx_fail_nomem(&r->engine->ctx)
                                  : vm_run_text(r->engine->vm, r->doc->path, buf_text(&source),
                                                source.len, node->span.line);
    buf_done(&source);
    if (status == OK) flush(r);
    collect_dirty(r);
    return status == OK ? r->status : status;
}

static Status run_block(Runner *r, Index index) {
    r->block = index;
    const DocBlock *block = &r->doc->blocks[index];
    r->line = block->first_line;
    BlockCode code;
    Status status = code_parse(r, block, &code);
    const Error *error = &r->engine->ctx.error;
    if (status != OK && error->span.line > 0) r->line = error->span.line;
    for (Index i = OWN_STATEMENTS; status == OK && i < code.unit->statements.n; i++) {
        status = ctx_check_stop(&r->engine->ctx);
        if (status == OK) status = run_statement(r, &code, i);
    }
    code_done(&code);
    return status;
}

static Host take_host(Runner *r) {
    return (Host){.self = r,
                  .write = on_write,
                  .variable = on_variable,
                  .figure = on_figure,
                  .progress = on_progress,
                  .read_line = on_read_line,
                  .open = on_open};
}

static bool is_code(const DocBlock *block) {
    return block->kind == BLOCK_CODE && block->text;
}

Status doc_run_blocks(Engine *engine, Document *doc, Index first, Index end, bool *ret_failed) {
    Runner r = {.engine = engine, .doc = doc, .outer = engine->host, .status = OK};
    bool failed = false;
    engine->host = take_host(&r);
    Status status = OK;
    if (*doc->folder) status = vm_add_path(engine->vm, doc->folder, false);
    if (status == ERR_IO || status == ERR_ARG ||
        status == ERR_NAME) { // a folder that is gone is no reason not to run
        error_clear(&engine->ctx.error);
        status = OK;
    }
    for (Index i = first; i < end; i++) block_clear_outputs(&doc->blocks[i]);
    for (Index i = 0; i < doc->n_blocks && status == OK; i++)
        if (is_code(&doc->blocks[i])) status = define_functions(&r, &doc->blocks[i]);
    if (status == OK) start_section(&r);
    for (Index i = first; i < end && status == OK && !engine->quit; i++) {
        if (doc->blocks[i].kind == BLOCK_SECTION_BREAK)
            start_section(&r);
        else if (is_code(&doc->blocks[i]))
            status = run_block(&r, i);
        if (r.status != OK) status = r.status;
        if (status == ERR_INTERRUPT && !strcmp(error_id(&engine->ctx.error), "Gradus:quit")) {
            error_clear(&engine->ctx.error);
            flush(&r);
            engine->quit = true;
            status = OK;
        }
    }
    if (status != OK && status != ERR_NOMEM) {
        bool stopped = status == ERR_INTERRUPT;
        show_error(&r);
        failed = true;
        status = stopped ? ERR_INTERRUPT : OK;
    }
    if (status != ERR_NOMEM) show_figures(&r);
    if (status == OK) status = r.status;
    engine->host = r.outer;
    mem_free(r.touched);
    buf_done(&r.text);
    if (ret_failed) *ret_failed = failed;
    return status;
}

Status doc_run(Engine *engine, Document *doc, bool *ret_failed) {
    return doc_run_blocks(engine, doc, 0, doc->n_blocks, ret_failed);
}
