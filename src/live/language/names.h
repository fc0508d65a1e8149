// live/language/names.h: the variables of each scope of a parsed text, for check.
#pragma once
#include "base/map.h"
#include "lang/ast.h"
#include "live/language/internal.h"

typedef struct Variable {
    const Node *first; // where it is assigned first
    bool used, exempt; // exempt: parameter, output, loop, global: never told unused
} Variable;

typedef struct NameScope NameScope;
struct NameScope {
    NameScope *parent; // nested and anonymous functions see its variables
    Map *variables;    // name to Variable
    bool dynamic;      // load, eval and the like: variables may come from anywhere
    bool unsure;       // save, exist …: variables may be used by name
};

/// All variables assigned by these statements, without nested and anonymous functions. False: memory.
bool variables_collect(NameScope *scope, Arena *arena, const NodeList *statements);
Variable *variables_add(NameScope *scope, Arena *arena, const Node *name, bool exempt);
Variable *variables_find(const NameScope *scope, const char *name);
/// The name a target such as x(3).y{2} assigns to, or null.
const Node *target_name(const Node *target);
