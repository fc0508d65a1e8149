// lang/vm_internal.h: the parts of the machine.
// A frame's variables lie in its registers while it runs. Variables that several frames can see (workspace of scripts,
// global, persistent, shared with nested functions) are SharedCells: a frame that starts moves the value into its own
// register and leaves it behind when it ends, so that the running code always works on plain registers.
#pragma once
#include "base/buf.h"
#include "base/map.h"
#include "lang/chunk.h"
#include "lang/vm.h"
#include <pthread.h>

/// Internal tag of registers: a comma-separated list (ValueList *) of other than one value. Never leaves this room.
enum { VAL_LIST = 64 };
static inline ValueList *list_of(Value v) { return (ValueList *)(void *)v.cell; }
void list_release(Value v);
static inline void reg_release(Value v) {
    if (v.tag <= VAL_BOOL) return;
    if ((int)v.tag == VAL_LIST) list_release(v);
    else value_unref(v);
}
static inline void reg_set(Value *reg, Value v) {
    Value old = *reg;
    *reg = v;
    reg_release(old);
}
static inline void reg_clear(Value *reg) {
    Value old = *reg;
    reg->tag = VAL_NONE;
    reg_release(old);
}
static inline Value reg_move(Value *reg) {
    Value v = *reg;
    reg->tag = VAL_NONE;
    return v;
}

// ---- workspaces ---------------------------------------------------------------------------------------------------------
typedef struct WsVar {
    SharedCell cell;
    SharedCell *link; // global variable this name stands for, or null
} WsVar;
typedef struct Workspace {
    Map *vars; // name to WsVar
} Workspace;
static inline SharedCell *wsvar_cell(WsVar *v) { return v->link ? v->link : &v->cell; }
Workspace *workspace_new(void);
void workspace_free(Workspace *ws);
/// Adds the name when it is new; null when memory is short.
WsVar *workspace_intern(Workspace *ws, const char *name);

// ---- frames ---------------------------------------------------------------------------------------------------------------
/// Variables of a function that its nested functions see; alive as long as a frame or a handle needs it.
typedef struct NestedEnv {
    int refs;
    struct Vm *vm;
    struct NestedEnv *parent, *prev, *next;
    const Chunk *owner;
    int n;
    SharedCell cells[];
} NestedEnv;
NestedEnv *env_ref(NestedEnv *env);
void env_unref(NestedEnv *env);

/// FuncHandle.code: an anonymous, local or nested function.
typedef struct Closure {
    Module *module;
    Chunk *chunk;
    NestedEnv *env;
} Closure;

typedef struct Binding {
    SharedCell *cell;
    Value *saved; // where the value was
    Value *reg;
} Binding;

typedef struct Frame {
    Vm *vm;
    struct Frame *prev;
    Chunk *chunk;
    Module *module; // held
    Value *regs;
    int32_t pc;
    int nargin, nargout;
    Value *rets;    // max(nargout, 1) slots of the caller
    NestedEnv *env; // own when the chunk has nested functions, else the one around; borrowed unless own
    bool owns_env;
    Workspace *ws;  // scripts: the one they run in; functions: made when eval and the like need it
    bool owns_ws;
    Binding *bindings;
    Index n_bindings, cap_bindings;
    ValueList options;               // name, value, name, value …
    const ArgumentSpec *validating;  // validators of this argument are running
} Frame;

typedef enum CalleeKind { CALLEE_NONE, CALLEE_BUILTIN, CALLEE_CHUNK, CALLEE_NESTED, CALLEE_FILE } CalleeKind;
typedef struct Callee {
    CalleeKind kind;
    const void *target;
} Callee;

typedef struct FunctionFile {
    char *path;
    int64_t mtime_ns, n_bytes;
    double checked_s; // clock at the last look
    Module *module;   // null until parsed
    bool exists;
} FunctionFile;
typedef struct Folder {
    char *path;
    int64_t mtime_ns;
    uint64_t inode;
    uint32_t generation; // of the last look
    Map *files;          // name to FunctionFile
    bool scanned;
} Folder;

typedef struct StackBlock {
    struct StackBlock *below, *above;
    Index used, cap;
    Value values[];
} StackBlock;

typedef struct Capturing {
    struct Capturing *outer;
    Buf text;
} Capturing;

struct VmWarnings {
    Map *off; // id to "f" (off) or "n" (on again)
    bool all_off;
    char *last_message, *last_id;
    char *error_message, *error_id; // the last error, for lasterr
};

struct Vm {
    Ctx *ctx;
    const Host *host;
    struct Env *env;
    BuiltinLookup lookup;
    BuiltinNames names;
    void *lookup_self;
    DisplayFormat *format;
    Workspace *base;
    Map *globals; // name to SharedCell
    Frame *frame; // innermost
    StackBlock *stack;
    int depth;
    int64_t steps;
    Module **session; // modules whose functions the console sees, held
    Index n_session, cap_session;
    Map *session_functions; // name to Chunk
    Map *library;           // name to Module: built-in functions written in the language; made on first use
    // path
    uint32_t generation;
    Map *folders;           // path to Folder, all ever seen
    char **path;            // entries, owned
    Index n_path, cap_path;
    Buf path_text;
    const char *run_folder; // folder of the file being run, or null; borrowed
    const char *run_file;   // that file: it does not hide a built-in function of its name; borrowed
    uint32_t refreshed;     // generation of the last look at the folders
    NestedEnv *envs;
    Capturing *capture;
    struct VmWarnings warnings;
    uint16_t doomed;        // of the call about to be made: Call.doomed
    char failing[64];       // builtin or operator that raised the error in force
    Buf suggestion;         // "Did you mean" text of the error in force
    pthread_t thread;       // whose stack is measured
    const char *stack_low;  // lowest address to use; null: not measured
    int stack_level;        // runs in progress
};

// frame.c
Value *stack_take(Vm *vm, int n, StackBlock **ret_block, Index *ret_used);
void stack_give(Vm *vm, StackBlock *block, Index used);
/// Moves the cell's value into a register until the frame ends.
Status frame_bind(Frame *f, SharedCell *cell, Value *reg);
/// Ends a binding of this register early; the value goes back.
void frame_unbind(Frame *f, Value *reg);
void frame_unbind_all(Frame *f);
Status frame_workspace(Frame *f, Workspace **ret);
SharedCell *global_cell(Vm *vm, const char *name);
/// The nearest frame that is not a script in its caller's workspace; null for the base.
Frame *frame_owner(Frame *f);
Span frame_span(const Frame *f);

// vm_loop.c
Status execute(Frame *f);

// call.c
Status call_chunk(Vm *vm, Module *module, Chunk *chunk, NestedEnv *env, FuncHandle *handle, Value *args, int nargin,
                  bool take, int nargout, Value *rets);
Status call_builtin(Vm *vm, const BuiltinDef *def, const Value *args, int nargin, int nargout, Value *rets);
Status call_method(Vm *vm, MethodFn fn, const char *name, const Value *args, int nargin, int nargout, Value *rets);
Status call_callee(Vm *vm, Callee callee, const char *name, Value *args, int nargin, bool take, int nargout, Value *rets);
Status call_handle(Vm *vm, FuncHandle *h, Value *args, int nargin, bool take, int nargout, Value *rets);
/// Call through a site of the running frame.
Status call_site(Frame *f, Site *site, Value *args, int nargin, bool take, int nargout, Value *rets);
Status call_name(Vm *vm, const char *name, Value *args, int nargin, bool take, int nargout, Value *rets);
/// Overload of `name` that one of the arguments brings, or null.
MethodFn find_overload(const char *name, const Value *args, int nargin);
Status fail_undefined(Vm *vm, const char *name);
Status run_script(Vm *vm, Module *module, Workspace *ws, int nargout, Value *rets);
Status make_handle(Vm *vm, Frame *f, const char *name, Value *ret);
/// Adds place and calls to an error that has none yet.
void record_stack(Frame *f);
Status make_closure(Frame *f, Chunk *chunk, Value *ret);
void vm_set_failing(Vm *vm, const char *name);

// path.c
Callee resolve(Vm *vm, Frame *f, const char *name);
/// Parses the file when it is new or has changed.
Status function_file_load(Vm *vm, FunctionFile *file);
void path_done(Vm *vm);
// library.c
void library_done(Vm *vm);

// vm_values.c
/// Value of an operand: the register, or for an undefined variable the result of calling its name, kept in *tmp (owned).
Status operand(Frame *f, int reg, Value *tmp, Value *ret);
Status binary_slow(Frame *f, BinaryOp op, int a, int b, Value *ret);
Status unary_slow(Frame *f, UnaryOp op, int a, Value *ret);
Status truth_slow(Frame *f, int a, bool *ret);
Status scalar_bool(Frame *f, int a, Value *ret);
Status colon_slow(Frame *f, int lo, int step, int hi, Value *ret);
Status for_range(Frame *f, int state, bool *ret_empty);
Status for_array(Frame *f, int state, bool *ret_empty);
Status for_next(Frame *f, int state, Value *ret);
Status case_matches(Frame *f, int subject, int value, bool *ret);
Status build_matrix(Frame *f, const Rows *rows, int first, Value *ret);
Status build_cell(Frame *f, const Rows *rows, int first, Value *ret);

// vm_index.c
typedef struct Pack {
    Value *args;
    int n;
    Value *heap; // owned when not null
    Value *regs; // registers to clear at the end, or null
    int n_regs;
} Pack;
Status pack_open(Frame *f, int first, int n, bool lists, bool consume, Pack *pack);
void pack_close(Pack *pack);
Status do_index(Frame *f, const Instr *in, const Ext *ext);
Status do_index_plain(Frame *f, int base, const int *idx, int n, Value *ret);
Status do_brace(Frame *f, const Instr *in, const Ext *ext);
Status do_dot(Frame *f, const Instr *in, const Ext *ext);
Status do_dot_dynamic(Frame *f, const Instr *in, const Ext *ext);
Status do_dot_call(Frame *f, const Instr *in, const Ext *ext);
Status do_call(Frame *f, const Instr *in, const Ext *ext);
Status do_name(Frame *f, const Instr *in, const Ext *ext);
Status do_end(Frame *f, const Instr *in, const Ext *ext);
Status do_end_chain(Frame *f, const Instr *in, const Ext *ext);
Status do_unpack(Frame *f, const Instr *in, const Ext *ext);
Status do_list_take(Frame *f, const Instr *in);
bool package_means(Frame *f, const Instr *in);
// vm_assign.c
Status set_index(Frame *f, int var, const int *idx, int n, int rhs);
Status set_chain(Frame *f, const Instr *in);
Status remove_chain(Frame *f, const Instr *in);
Status lhs_count(Frame *f, const Instr *in);
Status set_list(Frame *f, const Instr *in, const Ext *ext);
Status set_dot(Frame *f, const Instr *in);
// vm_arguments.c
Status bind_arguments(Frame *f, Value *args, int nargin, bool take);
Status check_argument(Frame *f, int reg, const ArgumentSpec *spec);
bool take_option(Frame *f, const char *name, Value *ret);
/// Rewrites the error in force: "Invalid argument at position 1. …".
void blame_argument(Vm *vm, const ArgumentSpec *spec);
// vm_workspace.c
Status scope_workspace(Vm *vm, VmScope scope, Workspace **ret);
// vm_output.c
Status show_result(Frame *f, const Instr *in);
