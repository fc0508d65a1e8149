// builtins/dict.h: the object behind containers.Map and dictionary.
#pragma once
#include "builtins/arguments.h"

typedef struct Dict {
    Object head;
    Index n, cap;
    Value *keys, *values;
    Map *positions;                    // key text to position + 1
    char key_type[16], value_type[40]; // "" : not configured yet
    bool numeric;                      // keys are numbers
} Dict;
extern const ForeignDef map_class, dictionary_class;
/// The map or dictionary behind a value, or null.
Dict *as_dict(Value v);
/// True for containers.Map.
bool is_map(const Dict *d);
/// Empty, types not configured.
Status dict_new(Ctx *ctx, const ForeignDef *def, Dict **ret);
/// Position of a key, -1 when it is not there. ERR_TYPE when the key has the wrong type.
Status dict_find(Ctx *ctx, const Dict *d, Value key, Index *ret);
/// Adds or replaces one entry; key and value borrowed.
Status dict_set(Ctx *ctx, Dict *d, Value key, Value value);
/// Raises the error about a key that is not there.
Status dict_missing(Ctx *ctx, const Dict *d, Value key);
/// Keys or values as keys() and values() give them.
Status dict_list(Ctx *ctx, const Dict *d, const Value *items, Value *ret);
/// d(key)
Status dict_index(Ctx *ctx, Object *o, const Value *idx, int n, Value *ret);
/// d(key) = rhs; *o is sole or a map.
Status dict_assign(Ctx *ctx, Object **o, const Value *idx, int n, Value rhs);
/// d(key) = []
Status dict_delete(Ctx *ctx, Object **o, const Value *idx, int n);
/// Number of keys in an argument: a char vector is one key.
Index key_count(Value keys);
/// Key number i of an argument, owned.
Status key_at(Ctx *ctx, Value keys, Index i, Value *ret);
/// True for names of numeric classes and logical.
bool type_is_number(const char *type);
/// Methods of both classes (maps.c).
MethodFn dict_method(const char *name);
static inline void own_dict_done(Dict **d) {
    if (*d) object_unref(&(*d)->head);
}
#define OWN_DICT __attribute__((cleanup(own_dict_done))) Dict
