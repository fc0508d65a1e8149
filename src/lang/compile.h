// lang/compile.h: from the tree to bytecode.
#pragma once
#include "lang/chunk.h"

typedef struct CompileOptions {
    Ctx *ctx;
    /// Whether a name is a variable of the workspace the script will run in; may be null.
    bool (*is_variable)(void *self, const char *name);
    void *self;
    const char *file, *folder; // copied; folder may be null
    int first_line;
    bool statements; // report top-level statements to the host
    bool is_session;
    /// The text is one expression whose values are returned (eval with outputs). ERR_SYNTAX otherwise.
    bool as_expression;
} CompileOptions;
/// Compiles all functions and the script of a unit. The unit may be freed afterwards.
Status compile_unit(const CompileOptions *options, const Unit *unit, Module **ret);
