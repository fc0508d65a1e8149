// builtins/families.c: the list of families. One line a family; everything else follows from the records.
#include "builtins/families.h"

const BuiltinDef *const *const builtin_families[] = {
#define FAMILY(name) family_##name,
#include "builtins/families.def"
#undef FAMILY
    NULL,
};
