// lang/compile.c: the driver of the compiler: units, functions, registers and emission.
// A function is compiled in two passes: names first (which are variables, which numbers occur), so that the layout of
// the registers [variables][numbers][temporaries] is known, then code.
#include "lang/compile.h"
#include "base/buf.h"
#include "base/vec.h"
#include "lang/compile_internal.h"
#include <string.h>

enum { MAX_NUMBERS = 256, MAX_REGISTERS = 60000 };

static Status sticky(Compiler *c, Status status) {
    if (c->status == OK) c->status = status;
    return status;
}

Status compile_fail(Compiler *c, Span span, const char *id, const char *message) {
    if (c->status != OK) return c->status;
    sticky(c, ctx_fail(c->ctx, ERR_SYNTAX, id, "%s", message));
    error_locate(&c->ctx->error, c->options->file, span);
    return c->status;
}

#define GROW(c, items, n, cap)                                                                     \
    (vec_reserve((c)->ctx, (void **)&(items), &(cap), (n) + 1, sizeof *(items)) == OK              \
         ? true                                                                                    \
         : (sticky(c, ERR_NOMEM), false))

// ---- emission ---------------------------------------------------------------------------------------------------------

static int emit_instr(Compiler *c, Instr instr) {
    Chunk *chunk = c->chunk;
    if (!GROW(c, chunk->code, chunk->n_code, c->cap_code)) return 0;
    if (!GROW(c, chunk->spans, c->n_spans, c->cap_spans)) return 0;
    chunk->spans[c->n_spans++] = c->span;
    chunk->code[chunk->n_code] = instr;
    return (int)chunk->n_code++;
}

int emit(Compiler *c, Opcode op, int a, int b, int d) {
    return emit_instr(c, (Instr){.op = (uint16_t)op, .a = (uint16_t)a, .b = (uint16_t)b, .c = (uint16_t)d});
}

int emit_wide(Compiler *c, Opcode op, int a, int32_t s) {
    return emit_instr(c, (Instr){.op = (uint16_t)op, .a = (uint16_t)a, .s = s});
}

void emit_ext(Compiler *c, int n, int nout, int flags, int x) {
    Ext ext = {(uint16_t)n, (uint16_t)nout, (uint16_t)flags, (uint16_t)x};
    Instr instr;
    memcpy(&instr, &ext, sizeof instr);
    emit_instr(c, instr);
}

void emit_jump(Compiler *c, Opcode op, int a, Jump *jump) {
    int at = emit_wide(c, op, a, 0);
    if (!GROW(c, jump->at, jump->n, jump->cap)) return;
    jump->at[jump->n++] = at;
}

void jump_land(Compiler *c, Jump *jump, int32_t target) {
    if (c->status == OK) {
        for (Index i = 0; i < jump->n; i++) c->chunk->code[jump->at[i]].s = target;
    }
    mem_free(jump->at);
    *jump = (Jump){0};
}

// ---- registers and tables -----------------------------------------------------------------------------------------

int temps_new(Compiler *c, int n) {
    int first = c->temp;
    if (first + n >= MAX_REGISTERS) {
        if (c->status == OK)
            sticky(c, ctx_fail(c->ctx, ERR_LIMIT, "Gradus:tooManyRegisters", "The expression or function is too large."));
        return c->temp_base;
    }
    c->temp += n;
    if (c->temp > c->max_temp) c->max_temp = c->temp;
    return first;
}

int temp_new(Compiler *c) { return temps_new(c, 1); }

int slot_find(Compiler *c, const char *name) {
    return c->slots ? (int)(intptr_t)map_find(c->slots, name) - 1 : -1;
}

int slot_add(Compiler *c, const char *name) {
    int slot = slot_find(c, name);
    if (slot >= 0 || c->status != OK) return slot < 0 ? 0 : slot;
    if (c->n_vars >= MAX_REGISTERS / 2) {
        sticky(c, ctx_fail(c->ctx, ERR_LIMIT, "Gradus:tooManyVariables", "The function has too many variables."));
        return 0;
    }
    if (!GROW(c, c->chunk->var_names, c->n_vars, c->cap_vars)) return 0;
    char *copy = mem_dup(name);
    if (!copy || map_set(c->slots, name, (void *)(intptr_t)(c->n_vars + 1)) != OK) {
        mem_free(copy);
        sticky(c, ctx_fail_nomem(c->ctx));
        return 0;
    }
    c->chunk->var_names[c->n_vars] = copy;
    c->chunk->n_vars = (int)c->n_vars + 1;
    return (int)c->n_vars++;
}

int site_add(Compiler *c, const char *name) {
    Chunk *chunk = c->chunk;
    for (Index i = c->n_sites; i-- > 0 && i + 16 > c->n_sites;)
        if (strcmp(chunk->sites[i].name, name) == 0) return (int)i;
    if (!GROW(c, chunk->sites, c->n_sites, c->cap_sites)) return 0;
    char *copy = mem_dup(name);
    if (!copy || c->n_sites >= NO_REGISTER - 1) {
        mem_free(copy);
        sticky(c, ctx_fail_nomem(c->ctx));
        return 0;
    }
    chunk->sites[c->n_sites] = (Site){.name = copy};
    chunk->n_sites = (int)c->n_sites + 1;
    return (int)c->n_sites++;
}

int constant_add(Compiler *c, Value v) {
    Chunk *chunk = c->chunk;
    if (!GROW(c, chunk->constants, chunk->n_constants, c->cap_constants)) {
        value_unref(v);
        return 0;
    }
    chunk->constants[chunk->n_constants] = v;
    return (int)chunk->n_constants++;
}

int constant_text(Compiler *c, const char *text, size_t n, bool is_string) {
    Value v = VALUE_NONE;
    Status status = is_string ? value_string_scalar(c->ctx, text, n, &v) : value_from_utf8(c->ctx, text, n, &v);
    if (status != OK) {
        sticky(c, status);
        return 0;
    }
    return constant_add(c, v);
}

/// Key of a number in the map: its bits as text.
static void number_key(double x, char key[17]) {
    uint64_t bits;
    memcpy(&bits, &x, 8);
    for (int i = 0; i < 16; i++) key[i] = "0123456789abcdef"[bits >> (60 - 4 * i) & 15];
    key[16] = '\0';
}

int number_register(Compiler *c, double x) {
    char key[17];
    number_key(x, key);
    intptr_t found = (intptr_t)map_find(c->numbers, key);
    if (found) return (int)(c->n_vars + found - 1);
    if (c->temp_base > 0 || c->n_numbers >= MAX_NUMBERS) return -1; // the layout is fixed, or the table full
    if (!GROW(c, c->chunk->numbers, c->n_numbers, c->cap_numbers)) return -1;
    if (map_set(c->numbers, key, (void *)(intptr_t)(c->n_numbers + 1)) != OK) {
        sticky(c, ctx_fail_nomem(c->ctx));
        return -1;
    }
    c->chunk->numbers[c->n_numbers++] = x;
    c->chunk->n_numbers = (int)c->n_numbers;
    return -1;
}

int chain_add(Compiler *c, const ChainStep *steps, int n) {
    Chunk *chunk = c->chunk;
    if (!GROW(c, chunk->chains, c->n_chains, c->cap_chains)) return 0;
    Chain chain = {.steps = mem_alloc_zero((size_t)(n > 0 ? n : 1) * sizeof *steps), .n = n};
    bool complete = chain.steps != NULL;
    for (int i = 0; complete && i < n; i++) {
        chain.steps[i] = steps[i];
        if (steps[i].name) {
            chain.steps[i].name = mem_dup(steps[i].name);
            complete = chain.steps[i].name != NULL;
        }
    }
    chunk->chains[c->n_chains] = chain;
    chunk->n_chains = (int)c->n_chains + 1;
    if (!complete) sticky(c, ctx_fail_nomem(c->ctx));
    return (int)c->n_chains++;
}

int rows_add(Compiler *c, const uint16_t *counts, int n, bool lists) {
    Chunk *chunk = c->chunk;
    if (!GROW(c, chunk->rows, c->n_rows, c->cap_rows)) return 0;
    Rows rows = {.counts = mem_alloc((size_t)(n > 0 ? n : 1) * sizeof *counts), .n = n, .lists = lists};
    if (!rows.counts) {
        sticky(c, ctx_fail_nomem(c->ctx));
        return 0;
    }
    if (n > 0) memcpy(rows.counts, counts, (size_t)n * sizeof *counts);
    chunk->rows[c->n_rows] = rows;
    chunk->n_rows = (int)c->n_rows + 1;
    return (int)c->n_rows++;
}

void layout_registers(Compiler *c) {
    c->chunk->n_vars = (int)c->n_vars;
    c->temp_base = c->temp = c->max_temp = (int)(c->n_vars + c->n_numbers);
    // temp_base marks the layout as fixed even when there is nothing yet.
    if (c->temp_base == 0) c->temp_base = c->temp = c->max_temp = slot_add(c, "ans") + 1;
}

// ---- functions -------------------------------------------------------------------------------------------------------

static void compiler_free(Compiler *c) {
    mem_free(c->returns.at);
    map_free(c->slots);
    map_free(c->numbers);
    names_done(&c->names);
    mem_free(c);
}

Compiler *compiler_new(Compiler *parent, const CompileOptions *options, Module *module, Ctx *ctx, const char *name) {
    Compiler *c = mem_alloc_zero(sizeof *c);
    if (!c) {
        ctx_fail_nomem(ctx);
        return NULL;
    }
    *c = (Compiler){.ctx = ctx, .options = options, .module = module, .parent = parent};
    c->chunk = mem_alloc_zero(sizeof *c->chunk);
    c->slots = map_new();
    c->numbers = map_new();
    if (c->chunk) {
        c->chunk->module = module;
        c->chunk->name = mem_dup(name);
        c->chunk->varargin_slot = c->chunk->varargout_slot = c->chunk->options_slot = NO_REGISTER;
        if (parent) c->chunk->parent = parent->chunk;
    }
    if (names_init(c) == OK && c->chunk && c->chunk->name && c->slots && c->numbers) return c;
    ctx_fail_nomem(ctx);
    chunk_free(c->chunk);
    compiler_free(c);
    return NULL;
}

static bool keep_chunk(Module *module, Ctx *ctx, Chunk *chunk) {
    if (vec_reserve(ctx, (void **)&module->chunks, &module->cap_chunks, module->n_chunks + 1, sizeof(Chunk *)) != OK)
        return false;
    module->chunks[module->n_chunks++] = chunk;
    return true;
}

Chunk *compiler_finish(Compiler *c, Status *status) {
    Chunk *chunk = c->chunk;
    if (c->status == OK) {
        chunk->n_vars = (int)c->n_vars;
        chunk->n_numbers = (int)c->n_numbers;
        chunk->n_regs = c->max_temp + 1;
        chunk->var_sites = mem_alloc_zero((size_t)(c->n_vars + 1) * sizeof(Site));
        chunk->persistents = mem_alloc_zero((size_t)(chunk->n_persistents + 1) * sizeof *chunk->persistents);
        if (!chunk->var_sites || !chunk->persistents) sticky(c, ctx_fail_nomem(c->ctx));
    }
    if (c->status == OK) {
        for (Index i = 0; i < c->n_vars; i++) chunk->var_sites[i].name = chunk->var_names[i];
        for (int i = 0; i < chunk->n_persistents; i++) chunk->persistents[i].home = &chunk->persistents[i].value;
        if (!keep_chunk(c->module, c->ctx, chunk)) c->status = ERR_NOMEM;
    }
    if (c->status != OK) {
        if (*status == OK) *status = c->status;
        if (chunk) chunk_free(chunk);
        chunk = NULL;
    }
    compiler_free(c);
    return chunk;
}

static void signature(Compiler *c, const Node *node) {
    Chunk *chunk = c->chunk;
    int n = (int)node->list.n;
    bool variable = n > 0 && node->list.items[n - 1]->kind == NODE_NAME &&
                    strcmp(node->list.items[n - 1]->text, "varargin") == 0;
    if (variable) chunk->varargin_slot = (uint16_t)slot_find(c, "varargin");
    chunk->n_params = variable ? n - 1 : n;
    int n_out = (int)node->outputs.n;
    bool variable_out = n_out > 0 && strcmp(node->outputs.items[n_out - 1]->text, "varargout") == 0;
    if (variable_out) chunk->varargout_slot = (uint16_t)slot_find(c, "varargout");
    chunk->n_outputs = variable_out ? n_out - 1 : n_out;
    chunk->param_slots = mem_alloc((size_t)(n + 1) * sizeof(uint16_t));
    chunk->output_slots = mem_alloc((size_t)(n_out + 1) * sizeof(uint16_t));
    if (!chunk->param_slots || !chunk->output_slots) {
        sticky(c, ctx_fail_nomem(c->ctx));
        return;
    }
    for (int i = 0; i < chunk->n_params; i++) {
        const Node *p = node->list.items[i];
        chunk->param_slots[i] = p->kind == NODE_TILDE ? NO_REGISTER : (uint16_t)slot_find(c, p->text);
    }
    for (int i = 0; i < chunk->n_outputs; i++)
        chunk->output_slots[i] = (uint16_t)slot_find(c, node->outputs.items[i]->text);
}

static void add_child(Compiler *c, Chunk *child) {
    if (!GROW(c, c->chunk->children, c->n_children, c->cap_children)) return;
    c->chunk->children[c->n_children++] = child;
    c->chunk->n_children = (int)c->n_children;
}

Chunk *compile_function(Compiler *parent, const CompileOptions *options, Module *module, Ctx *ctx, const Node *node,
                        Status *status) {
    Compiler *c = compiler_new(parent, options, module, ctx, node->text);
    if (!c) {
        *status = ERR_NOMEM;
        return NULL;
    }
    c->chunk->is_nested = parent != NULL;
    if (node->help) c->chunk->help = mem_dup(node->help);
    c->span = node->span;
    if (c->status == OK) scope_function(c, node);
    if (c->status == OK) layout_registers(c);
    if (c->status == OK) signature(c, node);
    for (Index i = 0; c->status == OK && i < node->body.n; i++) {
        if (node->body.items[i]->kind != NODE_FUNCTION) continue;
        Status inner = OK;
        Chunk *child = compile_function(c, options, module, ctx, node->body.items[i], &inner);
        if (child) add_child(c, child);
        else sticky(c, inner);
    }
    if (c->status == OK) {
        arguments_prologue(c, node);
        statements(c, &node->body);
        jump_land(c, &c->returns, here(c));
        arguments_epilogue(c, node);
        emit(c, I_RETURN, 0, 0, 0);
    }
    return compiler_finish(c, status);
}

/// Lines from the first to the last of a statement, as far as the operand holds.
static int lines_below(Span span) {
    int last = span.end_line - (span.end_column == 1 && span.end_line > span.line);
    int below = last - span.line;
    return below < 0 ? 0 : below > UINT16_MAX ? UINT16_MAX : below;
}

static Status compile_script(const CompileOptions *options, const Unit *unit, Module *module) {
    Compiler *c = compiler_new(NULL, options, module, options->ctx, "");
    if (!c) return ERR_NOMEM;
    Status status = OK;
    c->chunk->is_script = true;
    if (c->status == OK) {
        names_walk_list(c, &unit->statements);
        const char *name;
        void *value;
        for (Index pos = 0; map_next(c->names.used, &pos, &name, &value);) slot_add(c, name);
        for (Index pos = 0; map_next(c->names.assigned, &pos, &name, &value);) slot_add(c, name);
        layout_registers(c);
    }
    if (c->status == OK && options->as_expression) {
        if (unit->statements.n != 1 || unit->statements.items[0]->kind != NODE_EXPR) {
            compile_fail(c, (Span){0}, "MATLAB:m_invalid_lhs", "The text is not an expression, so it has no value to return.");
        } else {
            int r = temp_new(c);
            expr(c, unit->statements.items[0]->a, (Want){.dst = r, .nout = 1, .flags = EXT_NOUT_FRAME | EXT_AS_LIST});
            emit(c, I_RETLIST, r, 0, 0);
        }
    } else if (c->status == OK) {
        for (Index i = 0; i < unit->statements.n; i++) {
            const Node *node = unit->statements.items[i];
            if (node->kind == NODE_FUNCTION) continue;
            c->span = node->span;
            if (options->statements) emit_wide(c, I_STATEMENT, lines_below(node->span), node->span.line);
            statement(c, node);
            c->temp = c->temp_base;
        }
        jump_land(c, &c->returns, here(c));
    }
    emit(c, I_RETURN, 0, 0, 0);
    module->script = compiler_finish(c, &status);
    return status;
}

static Status compile_functions(const CompileOptions *options, const Unit *unit, Module *module) {
    module->functions = mem_alloc_zero((size_t)(unit->functions.n + 1) * sizeof(Chunk *));
    if (!module->functions) return ctx_fail_nomem(options->ctx);
    for (Index i = 0; i < unit->functions.n; i++) {
        Status status = OK;
        Chunk *chunk = compile_function(NULL, options, module, options->ctx, unit->functions.items[i], &status);
        if (!chunk) return status;
        module->functions[module->n_functions++] = chunk;
    }
    return OK;
}

Status compile_unit(const CompileOptions *options, const Unit *unit, Module **ret) {
    Module *module = mem_alloc_zero(sizeof *module);
    if (!module) return ctx_fail_nomem(options->ctx);
    module->refs = 1;
    module->first_line = options->first_line;
    module->is_session = options->is_session;
    module->file = mem_dup(options->file);
    module->folder = options->folder ? mem_dup(options->folder) : NULL;
    module->source = mem_dup_text(unit->source, unit->n_source);
    module->n_source = unit->n_source;
    Status status = OK;
    if (!module->file || !module->source || (options->folder && !module->folder)) status = ctx_fail_nomem(options->ctx);
    if (status == OK) status = compile_functions(options, unit, module);
    if (status == OK && !unit->is_function_file) status = compile_script(options, unit, module);
    if (status != OK) {
        module_unref(module);
        return status;
    }
    *ret = module;
    return OK;
}
