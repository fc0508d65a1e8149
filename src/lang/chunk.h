// lang/chunk.h: what the compiler makes: a Chunk per function or script, a Module per file or piece of text.
// Registers of a frame: variables, then number constants, then temporaries.
#pragma once
#include "lang/ast.h"
#include "value/value.h"

typedef enum Opcode {
#define OPCODE(name) I_##name,
#include "lang/opcode.def"
#undef OPCODE
    I_COUNT
} Opcode;

typedef struct Instr {
    uint16_t op, a;
    union {
        struct {
            uint16_t b, c;
        };
        int32_t s; // jump target or wide operand
    };
} Instr;
_Static_assert(sizeof(Instr) == 8, "instructions are 8 bytes");
/// Second word of an instruction.
typedef struct Ext {
    uint16_t n, nout, flags, x;
} Ext;
enum {
    EXT_LISTS = 1,     // an argument register may hold a list
    EXT_AS_LIST = 2,   // the result may be a list: any count goes
    EXT_NOUT_FRAME = 4,// as many outputs as the running function was asked for; result as list
    EXT_NOUT_REG = 8,  // number of outputs in register x; result as list
    EXT_STATEMENT = 16,// nothing is wanted: no output is fine
    EXT_FIRST = 32,    // of several values the first counts (x = c{:})
    EXT_DOOMED = 64,   // x has a bit for each argument that is a variable which the results replace
    NO_REGISTER = 0xffff
};

/// Place where a name is called. The resolution is kept until the generation changes.
typedef struct Site {
    const char *name; // owned by the chunk
    uint32_t generation; // 0: not resolved
    uint8_t kind;        // CalleeKind
    const void *target;  // BuiltinDef, Chunk or FunctionFile, borrowed while the generation lasts
} Site;

/// One step of a chain a(…){…}.name: registers of the arguments or the name.
typedef struct ChainStep {
    char kind; // '(' '{' '.' or '?' for .(register first)
    uint16_t first, n;
    bool lists;
    const char *name; // owned
} ChainStep;
typedef struct Chain {
    ChainStep *steps;
    int n;
} Chain;

typedef struct Rows {
    uint16_t *counts; // registers per row
    int n;
    bool lists;
} Rows;

typedef struct Handler {
    int32_t begin, end, target;
    uint16_t temp; // first temporary to clear
} Handler;

struct Chunk;
typedef struct Capture {
    uint16_t from; // register of the creator
    uint16_t to;   // register here
} Capture;
/// Outputs that a call [~,x] = f(…) does not want: the call stands in code[from … to) and puts its results in `first`.
typedef struct Ignored {
    int32_t from, to;
    uint16_t first;
    uint64_t mask; // bit k: output k, zero-based; outputs beyond 63 count as wanted
} Ignored;
/// A variable shared with the function around (level 0: the direct parent's environment).
typedef struct Inherited {
    uint16_t slot, level, index;
} Inherited;

/// A declaration of an arguments block.
typedef struct ArgumentSpec {
    char *name;       // "x" or the option's name
    int position;     // 1-based; 0 for options; -1 for outputs
    bool has_size;
    int n_sizes;
    Index sizes[SHAPE_MAX_DIMS]; // -1: any
    char *class_text; // or null
} ArgumentSpec;

typedef struct Module Module;
typedef struct Chunk {
    Module *module; // borrowed: the module owns its chunks
    char *name;     // function name, "" for scripts, "@(x)…" for anonymous functions
    char *help;     // or null
    struct Chunk *parent; // function around a nested one
    bool is_script, is_anonymous, is_nested;
    Instr *code;
    Span *spans; // one per instruction
    Index n_code;
    Value *constants;
    Index n_constants;
    double *numbers;
    int n_vars, n_numbers, n_regs;
    char **var_names;
    Site *var_sites; // n_vars: to call an undefined variable's name
    Site *sites;
    int n_sites;
    Chain *chains;
    int n_chains;
    Rows *rows;
    int n_rows;
    Handler *handlers; // innermost first
    int n_handlers;
    Capture *captures;
    int n_captures;
    Ignored *ignored;
    int n_ignored;
    int n_params; // without varargin and options; parameter i is slot i unless param_slots says NO_REGISTER
    uint16_t *param_slots;
    uint16_t varargin_slot;
    int n_outputs;
    uint16_t *output_slots;
    uint16_t varargout_slot;
    // arguments blocks
    ArgumentSpec *arguments;
    int n_arguments;
    int n_required;        // positional ones without default
    bool has_options, has_repeating;
    bool checks_positions; // an arguments block exists: missing arguments fail at entry
    uint16_t options_slot;
    uint16_t *repeating_slots;
    int n_repeating;
    // persistent variables: values live in the chunk
    struct SharedCell *persistents;
    int n_persistents;
    // nested functions
    uint16_t *env_slots; // own variables that nested functions see
    int n_env;
    Inherited *inherited;
    int n_inherited;
    struct Chunk **children; // nested functions, borrowed
    int n_children;
} Chunk;

/// A variable that is shared by frames: the value is where `home` points, the running frame's register or `value`.
typedef struct SharedCell {
    Value value;
    Value *home;
} SharedCell;

/// All functions of a file, or of a piece of text.
struct Module {
    int refs;
    char *file;   // path, or the name given with the text
    char *folder; // folder of the file, or null
    char *source; // for messages
    size_t n_source;
    int first_line;
    Chunk **chunks; // owned
    Index n_chunks, cap_chunks;
    Chunk *script;           // null for function files
    Chunk **functions;       // file or local functions in order, borrowed
    Index n_functions;
    bool is_session;   // text run in the base workspace: sees and defines session functions
    bool is_library;   // built-in function written in the language: its frames are not shown
};

Module *module_ref(Module *module);
void module_unref(Module *module);
/// Function of the file by name, or null.
Chunk *module_find(const Module *module, const char *name);
void chunk_free(Chunk *chunk);
/// Readable listing, for tests.
void chunk_dump(const Chunk *chunk, struct Buf *out);
