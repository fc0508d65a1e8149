// lang/chunk.c: lifetime of compiled code.
#include "lang/chunk.h"
#include "base/buf.h"
#include <string.h>

static const char *const opcode_names[] = {
#define OPCODE(name) #name,
#include "lang/opcode.def"
#undef OPCODE
};

void chunk_free(Chunk *chunk) {
    if (!chunk) return;
    for (Index i = 0; i < chunk->n_constants; i++) value_unref(chunk->constants[i]);
    for (int i = 0; i < chunk->n_vars; i++) mem_free(chunk->var_names[i]);
    for (int i = 0; i < chunk->n_sites; i++) mem_free((char *)chunk->sites[i].name);
    for (int i = 0; i < chunk->n_chains; i++) {
        for (int k = 0; chunk->chains[i].steps && k < chunk->chains[i].n; k++) mem_free((char *)chunk->chains[i].steps[k].name);
        mem_free(chunk->chains[i].steps);
    }
    for (int i = 0; i < chunk->n_rows; i++) mem_free(chunk->rows[i].counts);
    for (int i = 0; i < chunk->n_arguments; i++) {
        mem_free(chunk->arguments[i].name);
        mem_free(chunk->arguments[i].class_text);
    }
    if (chunk->persistents)
        for (int i = 0; i < chunk->n_persistents; i++) value_unref(chunk->persistents[i].value);
    mem_free(chunk->persistents);
    mem_free(chunk->name);
    mem_free(chunk->help);
    mem_free(chunk->code);
    mem_free(chunk->spans);
    mem_free(chunk->constants);
    mem_free(chunk->numbers);
    mem_free(chunk->var_names);
    mem_free(chunk->var_sites);
    mem_free(chunk->sites);
    mem_free(chunk->chains);
    mem_free(chunk->rows);
    mem_free(chunk->handlers);
    mem_free(chunk->captures);
    mem_free(chunk->ignored);
    mem_free(chunk->param_slots);
    mem_free(chunk->output_slots);
    mem_free(chunk->arguments);
    mem_free(chunk->repeating_slots);
    mem_free(chunk->env_slots);
    mem_free(chunk->inherited);
    mem_free(chunk->children);
    mem_free(chunk);
}

Module *module_ref(Module *module) {
    if (module) module->refs++;
    return module;
}

void module_unref(Module *module) {
    if (!module || --module->refs > 0) return;
    for (Index i = 0; i < module->n_chunks; i++) chunk_free(module->chunks[i]);
    mem_free(module->chunks);
    mem_free(module->functions);
    mem_free(module->file);
    mem_free(module->folder);
    mem_free(module->source);
    mem_free(module);
}

Chunk *module_find(const Module *module, const char *name) {
    for (Index i = 0; i < module->n_functions; i++)
        if (strcmp(module->functions[i]->name, name) == 0) return module->functions[i];
    return NULL;
}

void chunk_dump(const Chunk *chunk, Buf *out) {
    buf_printf(out, "chunk %s: %d variables, %d numbers, %d registers\n", chunk->name, chunk->n_vars, chunk->n_numbers, chunk->n_regs);
    for (Index i = 0; i < chunk->n_code; i++) {
        const Instr *in = &chunk->code[i];
        const char *name = in->op < I_COUNT ? opcode_names[in->op] : "EXT";
        buf_printf(out, "%4ld %-10s %d %d %d\n", (long)i, name, in->a, in->b, in->c);
    }
}
