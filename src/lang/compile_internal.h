// lang/compile_internal.h: state of the compiler, shared by the compile_*.c files.
// Failure is sticky: after the first error `status` is set, emission goes on harmlessly and the result is dropped.
#pragma once
#include "base/map.h"
#include "lang/compile.h"

typedef struct Jump {
    int32_t *at; // positions of instructions whose target is open
    Index n, cap;
} Jump;

typedef struct Loop {
    struct Loop *outer;
    Jump breaks, continues;
} Loop;

/// What `end` refers to: a register, or what a chain reaches in a variable (on the left of an assignment).
typedef struct EndContext {
    const struct EndContext *outer;
    int base;  // register
    int chain; // -1 or number of the chain of the steps so far
    int position, n;
} EndContext;

/// What the names of a function are, found before its code is compiled.
typedef struct Names {
    Map *assigned; // sets: value is any non-null pointer
    Map *used;
    Map *formals;
} Names;

typedef struct Compiler {
    Ctx *ctx;
    Status status;
    const CompileOptions *options;
    Module *module;
    struct Compiler *parent; // function around (nested) or creator (anonymous)
    Chunk *chunk;
    Names names;
    Map *slots;   // name to slot + 1
    Map *numbers; // bit pattern to index + 1
    Index cap_code, cap_constants, cap_sites, cap_chains, cap_rows, cap_handlers, cap_captures, cap_vars, cap_numbers,
        cap_arguments, cap_spans, cap_var_sites, cap_children;
    Index n_vars, n_numbers, n_sites, n_chains, n_rows, n_handlers, n_captures, n_var_sites, n_arguments, n_spans, n_children;
    int temp, temp_base, max_temp;
    Span span;
    Loop *loop;
    const EndContext *end;
    Jump returns;
} Compiler;

/// How many values an expression is asked for, and where they go.
typedef struct Want {
    int dst; // -1: anywhere (single value only)
    uint16_t nout, flags, reg;
} Want;
#define WANT_ANY ((Want){.dst = -1, .nout = 1})
#define WANT_IN(r) ((Want){.dst = (r), .nout = 1})

// compile.c: emission and registers
Status compile_fail(Compiler *c, Span span, const char *id, const char *message);
int emit(Compiler *c, Opcode op, int a, int b, int d);
int emit_wide(Compiler *c, Opcode op, int a, int32_t s);
void emit_ext(Compiler *c, int n, int nout, int flags, int x);
/// Emits a jump with an open target and remembers it; as second word when op is I_NOP.
void emit_jump(Compiler *c, Opcode op, int a, Jump *jump);
/// All remembered jumps go to `target`; the list is released.
void jump_land(Compiler *c, Jump *jump, int32_t target);
static inline int32_t here(const Compiler *c) { return (int32_t)c->chunk->n_code; }
int temp_new(Compiler *c);
int temps_new(Compiler *c, int n); // consecutive, returns the first
static inline bool is_temp(const Compiler *c, int r) { return r >= c->temp_base; }
int slot_find(Compiler *c, const char *name); // -1 when no variable
int slot_add(Compiler *c, const char *name);
int site_add(Compiler *c, const char *name);
int constant_add(Compiler *c, Value v); // takes v
int constant_text(Compiler *c, const char *text, size_t n, bool is_string);
int number_register(Compiler *c, double x); // -1 when there is no room
int chain_add(Compiler *c, const ChainStep *steps, int n);
int rows_add(Compiler *c, const uint16_t *counts, int n, bool lists);
Chunk *compile_function(Compiler *parent, const CompileOptions *options, Module *module, Ctx *ctx, const Node *node,
                        Status *status);
Chunk *compile_anonymous(Compiler *parent, const Node *node);
Compiler *compiler_new(Compiler *parent, const CompileOptions *options, Module *module, Ctx *ctx, const char *name);
/// Fixes sizes, hands the chunk to the module and frees the compiler; null on failure (status is then set).
Chunk *compiler_finish(Compiler *c, Status *status);
void layout_registers(Compiler *c);

// compile_scope.c
Status names_init(Compiler *c);
void names_done(Names *names);
void names_walk_list(Compiler *c, const NodeList *list);
void names_walk(Compiler *c, const Node *node);
bool names_has(const Map *set, const char *name);
void names_add(Compiler *c, Map *set, const char *name);
/// Whether a name is a variable as far as one can tell before running.
bool name_is_variable(Compiler *c, const char *name);
void scope_function(Compiler *c, const Node *function);
bool node_is_number_matrix(const Node *node);
bool node_has_end(const Node *node);

// compile_expr.c
int expr(Compiler *c, const Node *node, Want want);
/// Condition: falls through when true, jumps through `otherwise` when false.
void condition(Compiler *c, const Node *node, Jump *otherwise);
bool node_makes_list(const Node *node);
// compile_index.c
typedef struct Args {
    int first, n;
    bool lists;
} Args;
Args args_compile(Compiler *c, const NodeList *list, const EndContext *end);
int index_expr(Compiler *c, const Node *node, Want want);
int name_expr(Compiler *c, const Node *node, Want want);
// compile_assign.c
void assign_statement(Compiler *c, const Node *node);
/// Assigns register `value` to a target (name or reference).
void assign_to(Compiler *c, const Node *target, int value);
// compile_statement.c
void statements(Compiler *c, const NodeList *list);
void statement(Compiler *c, const Node *node);
// compile_arguments.c
void arguments_prologue(Compiler *c, const Node *function);
void arguments_epilogue(Compiler *c, const Node *function);
