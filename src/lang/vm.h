// lang/vm.h: the machine that runs code: workspaces, the search path, calls in both directions.
#pragma once
#include "lang/builtin.h"

typedef struct Vm Vm;

/// What the VM asks of the function library; builtins/families.c provides it.
typedef const BuiltinDef *(*BuiltinLookup)(void *self, const char *name);

/// The i-th name the library knows, null beyond the last: for completion and "Did you mean".
typedef const char *(*BuiltinNames)(void *self, Index i);

typedef struct VmOptions {
    Ctx *ctx;               // borrowed
    const Host *host;       // borrowed
    struct Env *env;        // borrowed; handed to built-in functions
    BuiltinLookup lookup;
    BuiltinNames names;     // may be null
    void *lookup_self;
    DisplayFormat *format;  // borrowed; changed by format()
} VmOptions;
Status vm_new(const VmOptions *options, Vm **ret);
void vm_free(Vm *vm);

/// Runs script text in the base workspace (or `eval` in the caller's). `name` is used in messages ("lab.m", "" for eval);
/// `first_line` is the line number of the first line. Local functions defined in the text stay callable afterwards.
/// On failure ctx->error has message, file, span and stack.
Status vm_run_text(Vm *vm, const char *name, const char *source, size_t n_bytes, int first_line);
/// The same for a file: reads it; its folder is searched for functions while it runs.
Status vm_run_file(Vm *vm, const char *path);
/// Text in the workspace of the function that is running (eval); nargout > 0 wants values of an expression.
Status vm_eval(Vm *vm, const char *source, size_t n_bytes, int nargout, Value *ret);
/// The same in the caller's workspace (evalin "caller") or base ("base").
Status vm_eval_in(Vm *vm, const char *which, const char *source, size_t n_bytes, int nargout, Value *ret);

/// Calls a function handle, or a function by name (text). rets: max(nargout,1) slots, set on success and owned.
Status vm_call(Vm *vm, Value fn, const Value *args, int nargin, int nargout, Value *rets);
Status vm_call_name(Vm *vm, const char *name, const Value *args, int nargin, int nargout, Value *rets);
/// A handle to a named function (resolved at the call), or from text "@(x)x+1".
Status vm_make_handle(Vm *vm, const char *text, Value *ret);
/// nargin(f), nargout(f): negative when variable. ERR_NAME when unknown.
Status vm_arity(Vm *vm, Value fn, int *ret_nargin, int *ret_nargout);

/// Calls a built-in function that is written in the language: function `name` of the function file `file` with the text
/// `source`, which is parsed at the first call and kept. Its frames are left out of error reports: its own failures
/// appear at the call.
Status vm_call_library(Vm *vm, const char *file, const char *source, size_t n_bytes, const char *name, const Value *args,
                       int nargin, int nargout, Value *rets);

// ---- variables of the workspace in force (base, or the running function's) ------------------------------------------
typedef enum VmScope { VM_CURRENT, VM_CALLER, VM_BASE } VmScope;
/// Borrowed view of a variable; false when it is not defined.
bool vm_find_variable(Vm *vm, VmScope scope, const char *name, Value *ret);
Status vm_set_variable(Vm *vm, VmScope scope, const char *name, Value v); // v borrowed
Status vm_clear_variable(Vm *vm, VmScope scope, const char *name);
/// Names in alphabetical order; array and texts borrowed until the next change, array freed by the caller (mem_free).
Status vm_list_variables(Vm *vm, VmScope scope, const char ***ret_names, Index *ret_n);
Status vm_clear_all(Vm *vm, VmScope scope);

// ---- functions and the path ---------------------------------------------------------------------------------------------
/// What a name means now: "variable", "builtin", "file", "local", or null. ret_path (may be null) borrowed.
const char *vm_which(Vm *vm, const char *name, const char **ret_path);
const BuiltinDef *vm_find_builtin(Vm *vm, const char *name);
Status vm_add_path(Vm *vm, const char *folder, bool at_end);
Status vm_remove_path(Vm *vm, const char *folder);
const char *vm_path(Vm *vm); // ':'-separated, borrowed
/// Forgets cached function files so that the next call looks again (rehash, clear functions).
void vm_rehash(Vm *vm);
/// vm_rehash, and drops the parsed function files with their persistent variables (clear functions, clear all).
void vm_clear_functions(Vm *vm);
/// Names like `name` that could be called or read, for "Did you mean" and completion. mem_free the array only.
Status vm_suggest(Vm *vm, const char *prefix_or_name, bool completion, const char ***ret, Index *ret_n);

// ---- the running code -------------------------------------------------------------------------------------------------
/// Name, file and current line of the n-th frame (0: innermost user function); false beyond the last.
bool vm_frame(Vm *vm, int n, const char **ret_function, const char **ret_file, int *ret_line);
/// Name of the variable given as argument k (0-based) in the running call of a built-in function (level 0) or of the
/// user function that runs (level 1); null when the argument is an expression. Borrowed from the code.
const char *vm_argument_name(Vm *vm, int level, int k);
/// False when the running user function was called with ~ for output k (zero-based) or with fewer outputs (isargout).
bool vm_output_wanted(Vm *vm, Index k);
/// nargin and nargout of the running user function.
void vm_frame_counts(Vm *vm, int *ret_nargin, int *ret_nargout);
/// Shows a value as an unsuppressed statement would (host.variable).
Status vm_show(Vm *vm, const char *name, Value v);
/// host.write with printf formatting; UTF-8.
void vm_write(Vm *vm, HostStream stream, const char *utf8, size_t n_bytes);
/// warning(): honours warning off; id may be "".
void vm_warn(Vm *vm, const char *id, const char *format, ...) __attribute__((format(printf, 3, 4)));
/// The same in the shape of Ctx.warn.
void vm_warn_text(void *vm, const char *id, const char *text);
const Host *vm_host(Vm *vm);
/// Sends output elsewhere (evalc); returns the host that was in force. Borrowed.
const Host *vm_swap_host(Vm *vm, const Host *host);
Ctx *vm_ctx(Vm *vm);
/// Until vm_capture_end, text and shown values go to a buffer instead of the host. Captures nest.
Status vm_capture_begin(Vm *vm);
/// Ends the innermost capture and appends what was written to `out` (may be null: dropped).
void vm_capture_end(Vm *vm, struct Buf *out);
/// For error reports: the built-in function or operator that raised the error in force ("" when none), and the unknown
/// name it is about ("" when none). Borrowed until the next call.
void vm_error_hints(Vm *vm, const char **ret_failing, const char **ret_undefined);
/// lasterr / warning state lives here.
typedef struct VmWarnings VmWarnings;
Status vm_warning_set(Vm *vm, const char *id, bool on); // id "all" too
bool vm_warning_on(Vm *vm, const char *id);
void vm_last_warning(Vm *vm, const char **ret_message, const char **ret_id);
/// Sets what vm_last_warning gives; texts are copied. ERR_NOMEM.
Status vm_last_warning_set(Vm *vm, const char *message, const char *id);
/// The last error raised while code ran, caught or not; "" when there was none. Borrowed.
void vm_last_error(Vm *vm, const char **ret_message, const char **ret_id);
/// Sets what vm_last_error says.
Status vm_set_last_error(Vm *vm, const char *message, const char *id);
