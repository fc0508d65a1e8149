// lang/builtin.h: the record of one built-in function, and the call it receives.
// One record serves the arity check, error wording, help, doc, completion, hover, the generated reference and the
// example tests.
#pragma once
#include "base/host.h"
#include "value/value.h"

struct Vm;
struct Env; // state of the function library: builtins/env.h

typedef struct BuiltinDef BuiltinDef;
typedef struct Call {
    Ctx *ctx;
    struct Vm *vm;         // to call back: vm_call
    struct Env *env;
    const BuiltinDef *def; // null for methods without a record
    int nargin;
    const Value *arg;      // borrowed
    uint32_t doomed;       // bit i: arg[i] is a variable that the results of this statement replace
    int nargout;           // 0 when no output was asked for (a statement): ret[0], when set, becomes ans
    Value *ret;            // max(nargout, 1) slots, VAL_NONE at the start; filled ones are owned by the caller
} Call;
typedef Status (*BuiltinFn)(Call *call);

struct BuiltinDef {
    const char *name;
    BuiltinFn fn;
    int8_t min_in, max_in, max_out; // max -1: any number
    const char *forms;    // "y = cumsum(x)\ny = cumsum(x,dim)"
    const char *summary;  // one line: "Cumulative sum."
    const char *inputs;   // "x: numeric array\ndim: …", may be ""
    const char *outputs;
    const char *errors;   // what fails and how, may be ""
    const char *examples; // code, each line tested: "cumsum([1 2 3])  % 1 3 6" or an assert
    const char *see;      // "sum, cumprod"
};
#define ARITY(min_in, max_in, max_out) min_in, max_in, max_out
/// Over the function's body:  BUILTIN(cumsum, "forms", ARITY(1, 3, 1), "summary", "in", "out", "errors", "examples", "see")
/// { …body, with Call *call… }
#define BUILTIN(name_, forms_, arity_, summary_, inputs_, outputs_, errors_, examples_, see_)      \
    static Status fn_##name_(Call *call);                                                          \
    static const BuiltinDef def_##name_ = {#name_,   fn_##name_, arity_,    forms_, summary_,      \
                                           inputs_,  outputs_,   errors_,   examples_, see_};      \
    static Status fn_##name_(Call *call)
/// The same where the name is no C identifier or a reserved word: BUILTIN_AS(logical_not, "not", …)
#define BUILTIN_AS(ident_, text_, forms_, arity_, summary_, inputs_, outputs_, errors_, examples_, see_) \
    static Status fn_##ident_(Call *call);                                                         \
    static const BuiltinDef def_##ident_ = {text_,    fn_##ident_, arity_,  forms_,    summary_,   \
                                            inputs_, outputs_,    errors_, examples_, see_};       \
    static Status fn_##ident_(Call *call)

/// Table at the foot of a family file: `const BuiltinDef *const family_reduce[] = {&def_sum, …, NULL};`,
/// listed once in builtins/families.c.

// ---- typed getters: argument i (zero-based), with MATLAB's wording and the function's name in the message -----------
Status arg_double(Call *call, int i, double *ret);          // real numeric scalar
Status arg_index(Call *call, int i, Index *ret);            // non-negative integer
Status arg_positive(Call *call, int i, Index *ret);         // integer ≥ 1
Status arg_dim(Call *call, int i, int *ret);                // dimension argument: ≥ 1, returned zero-based
Status arg_bool(Call *call, int i, bool *ret);
Status arg_text(Call *call, int i, char **ret);             // UTF-8, mem_free
Status arg_tensor(Call *call, int i, Tensor **ret);         // numeric, logical or char; new reference
Status arg_strings(Call *call, int i, StringArray **ret);   // char, cellstr or string; new reference
Status arg_cell(Call *call, int i, CellArray **ret);        // borrowed
Status arg_struct(Call *call, int i, StructArray **ret);    // borrowed
Status arg_func(Call *call, int i, Value *ret);             // function handle, or name as text; owned
/// True when argument i is text equal to `word`, ignoring case.
bool arg_is_word(const Call *call, int i, const char *word);
/// Name-value options from argument `first` on. ERR_ARG for unknown names (with the list) and missing values.
typedef struct Option { const char *name; const Value *value; /* filled in, null: not given */ } Option;
Status arg_options(Call *call, int first, Option *options, int n_options);
/// Fails with ERR_ARG: "Error using NAME\n…" wording is added by the report. `id` without prefix: "MATLAB:sum:wrongDim".
Status call_fail(Call *call, Status status, const char *id, const char *format, ...) __attribute__((format(printf, 4, 5)));
/// Result i: takes the value.
static inline void ret_value(Call *call, int i, Value v) { call->ret[i] = v; }
static inline void ret_tensor(Call *call, int i, Tensor *t) { call->ret[i] = value_take_tensor(t); }
static inline void ret_double(Call *call, int i, double x) { call->ret[i] = value_double(x); }
static inline void ret_bool(Call *call, int i, bool b) { call->ret[i] = value_bool(b); }
/// True when output i is wanted (output 0 always is).
static inline bool ret_wanted(const Call *call, int i) { return i == 0 || i < call->nargout; }
