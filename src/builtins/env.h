// builtins/env.h: what the function library keeps for one engine. Rooms' states are opaque pointers made on first use.
#pragma once
#include "base/map.h"
#include "lang/vm.h"
#include "tensor/rng.h"

struct GraphicsRoot; // graphics: all figures
struct NnState;      // nn: tape in force, observers

typedef struct Env {
    Ctx *ctx;
    Vm *vm;
    const Host *host;
    DisplayFormat format;
    Rng rng;
    struct Object *global_stream; // RandStream whose numbers are rng; owned, null until one is asked for
    double tic_s;                 // start of the last tic
    struct GraphicsRoot *graphics;
    void (*graphics_free)(struct GraphicsRoot *root);
    struct NnState *nn;
    void (*nn_free)(struct NnState *nn);
    Map *builtins;                // name to BuiltinDef
    char *examples_folder;        // where openExample looks; owned, may be null
    double start_s;               // clock_wall_s at start (cputime, now)
    struct OpenFiles *files;      // fopen; made on first use
    void (*files_free)(struct OpenFiles *files);
    const BuiltinDef *const **added; // families that rooms above the library brought; owned array
    Index n_added, cap_added;
    const BuiltinDef **all;       // env_all_builtins; made on first use
    Index n_all;
} Env;

/// Builds the table of functions, seeds the generator; families.c. `vm` is set by the engine afterwards.
Status env_init(Env *env, Ctx *ctx, const Host *host);
void env_done(Env *env);
const BuiltinDef *env_lookup(void *env, const char *name);
/// Adds a family of functions from a room above (doc): a table as at the foot of a family file. Call it before
/// anything runs. ERR_NOMEM.
Status env_add_family(Env *env, const BuiltinDef *const *family);
/// Every record, in the order of the families; count in *ret_n. Borrowed.
const BuiltinDef *const *env_all_builtins(const Env *env, Index *ret_n);
/// Writes printf output to the host (fprintf(1,…), disp).
void env_write(Env *env, const char *utf8, size_t n_bytes);
/// MATLAB's sprintf with all arguments recycled; appended to `out` (UTF-8). builtins/format.c; also used by error().
Status format_text(Ctx *ctx, const char *format, size_t n_bytes, const Value *args, int n, struct Buf *out);
/// All figures; made on first use. Defined in builtins/figures.c.
Status env_graphics(Env *env, struct GraphicsRoot **ret);
