// builtins/families.h: the families of built-in functions; each is the table at the foot of its file.
#pragma once
#include "lang/builtin.h"
#define FAMILY(name) extern const BuiltinDef *const family_##name[];
#include "builtins/families.def"
#undef FAMILY
extern const BuiltinDef *const *const builtin_families[];
