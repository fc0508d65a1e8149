// builtins/env.c: the state of the function library and the table of its functions.
#include "builtins/env.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/vec.h"
#include "builtins/families.h"
#include "builtins/files.h"
#include <string.h>

Status env_init(Env *env, Ctx *ctx, const Host *host) {
    *env = (Env){.ctx = ctx, .host = host, .format = {.mode = FORMAT_SHORT, .width = 80}};
    env->start_s = clock_wall_s();
    env->tic_s = -1;
    rng_seed(&env->rng, 0);
    env->builtins = map_new();
    if (!env->builtins) return ctx_fail_nomem(ctx);
    for (int f = 0; builtin_families[f]; f++) {
        for (int i = 0; builtin_families[f][i]; i++) {
            const BuiltinDef *def = builtin_families[f][i];
            if (map_set(env->builtins, def->name, (void *)def) != OK) {
                map_free(env->builtins);
                env->builtins = NULL;
                return ctx_fail_nomem(ctx);
            }
        }
    }
    return OK;
}

void env_done(Env *env) {
    object_unref(env->global_stream);
    if (env->graphics && env->graphics_free) env->graphics_free(env->graphics);
    if (env->nn && env->nn_free) env->nn_free(env->nn);
    if (env->files && env->files_free) env->files_free(env->files);
    map_free(env->builtins);
    mem_free((void *)env->all);
    mem_free((void *)env->added);
    mem_free(env->examples_folder);
    *env = (Env){0};
}

const BuiltinDef *env_lookup(void *env, const char *name) {
    return map_find(((const Env *)env)->builtins, name);
}

Status env_add_family(Env *env, const BuiltinDef *const *family) {
    VEC_PUSH_TRY(env->ctx, env->added, env->n_added, env->cap_added, family);
    for (int i = 0; family[i]; i++)
        if (map_set(env->builtins, family[i]->name, (void *)family[i]) != OK) return ctx_fail_nomem(env->ctx);
    mem_free((void *)env->all); // made anew with the family in it
    env->all = NULL;
    return OK;
}

const BuiltinDef *const *env_all_builtins(const Env *env, Index *ret_n) {
    // Built on first use; the list never changes afterwards.
    Env *self = (Env *)env;
    if (!self->all) {
        Index n = 0;
        for (int f = 0; builtin_families[f]; f++) {
            for (int i = 0; builtin_families[f][i]; i++) n++;
        }
        for (Index f = 0; f < self->n_added; f++)
            for (int i = 0; self->added[f][i]; i++) n++;
        self->all = mem_alloc((size_t)(n + 1) * sizeof *self->all);
        if (!self->all) {
            *ret_n = 0;
            return NULL;
        }
        n = 0;
        for (int f = 0; builtin_families[f]; f++) {
            for (int i = 0; builtin_families[f][i]; i++) self->all[n++] = builtin_families[f][i];
        }
        for (Index f = 0; f < self->n_added; f++)
            for (int i = 0; self->added[f][i]; i++) self->all[n++] = self->added[f][i];
        self->all[n] = NULL;
        self->n_all = n;
    }
    *ret_n = self->n_all;
    return self->all;
}

void env_write(Env *env, const char *utf8, size_t n_bytes) {
    if (env->host && env->host->write) env->host->write(env->host->self, HOST_OUT, utf8, n_bytes);
}
