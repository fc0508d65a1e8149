// base/map.h: hash map from text to pointer. Keys are copied; values are the caller's.
#pragma once
#include "base/mem.h"
#include "base/status.h"

typedef struct Map Map;
/// New empty map; null when memory is short.
Map *map_new(void);
void map_free(Map *map);
/// Stores `value` under `key`, replacing; ERR_NOMEM leaves the map unchanged.
Status map_set(Map *map, const char *key, void *value);
/// The value, or null when the key is not there.
void *map_find(const Map *map, const char *key);
void *map_find_n(const Map *map, const char *key, size_t n_bytes);
/// Removes a key; returns the value that was there, or null.
void *map_remove(Map *map, const char *key);
Index map_count(const Map *map);
/// Walks the entries in order of insertion: start with *pos = 0; false at the end.
bool map_next(const Map *map, Index *pos, const char **ret_key, void **ret_value);
