// base/map.c: entries in order of insertion in one array, and a table of positions with linear probing over it.
// Removed entries stay as holes (key null) until the next growth packs the array; the table keeps a mark (DELETED).
#include "base/map.h"
#include <string.h>

enum { FREE = -1, DELETED = -2 };

typedef struct Entry {
    char *key;
    uint32_t hash;
    void *value;
} Entry;

struct Map {
    Entry *entries;
    Index n, cap, n_live;
    int32_t *table; // n_table entries, a power of two
    Index n_table;
};

static uint32_t hash_bytes(const char *key, size_t n_bytes) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n_bytes; i++) h = (h ^ (unsigned char)key[i]) * 16777619u;
    return h;
}

Map *map_new(void) { return mem_alloc_zero(sizeof(Map)); }

void map_free(Map *map) {
    if (!map) return;
    for (Index i = 0; i < map->n; i++) mem_free(map->entries[i].key);
    mem_free(map->entries);
    mem_free(map->table);
    mem_free(map);
}

// Position in the table of a key, or FREE.
static Index find_slot(const Map *map, const char *key, size_t n_bytes, uint32_t hash) {
    if (!map->n_table) return FREE;
    for (Index i = hash & (uint32_t)(map->n_table - 1);; i = (i + 1) & (map->n_table - 1)) {
        int32_t e = map->table[i];
        if (e == FREE) return FREE;
        if (e == DELETED) continue;
        const Entry *entry = &map->entries[e];
        if (entry->hash == hash && strncmp(entry->key, key, n_bytes) == 0 && !entry->key[n_bytes])
            return i;
    }
}

static void table_insert(Map *map, int32_t e) {
    Index i = map->entries[e].hash & (uint32_t)(map->n_table - 1);
    while (map->table[i] >= 0) i = (i + 1) & (map->n_table - 1);
    map->table[i] = e;
}

static Status grow(Map *map) {
    Index cap = map->n_live < 8 ? 16 : map->n_live * 2;
    Entry *entries = mem_alloc((size_t)cap * sizeof *entries);
    int32_t *table = mem_alloc((size_t)cap * 4 * sizeof *table);
    if (!entries || !table) {
        mem_free(entries);
        mem_free(table);
        return ERR_NOMEM;
    }
    Index n = 0;
    for (Index i = 0; i < map->n; i++)
        if (map->entries[i].key) entries[n++] = map->entries[i];
    mem_free(map->entries);
    mem_free(map->table);
    map->entries = entries;
    map->n = n;
    map->cap = cap;
    map->table = table;
    map->n_table = 1;
    while (map->n_table < cap * 2) map->n_table *= 2;
    for (Index i = 0; i < map->n_table; i++) table[i] = FREE;
    for (Index i = 0; i < n; i++) table_insert(map, (int32_t)i);
    return OK;
}

Status map_set(Map *map, const char *key, void *value) {
    size_t n_bytes = strlen(key);
    uint32_t hash = hash_bytes(key, n_bytes);
    Index slot = find_slot(map, key, n_bytes, hash);
    if (slot >= 0) {
        map->entries[map->table[slot]].value = value;
        return OK;
    }
    char *copy = mem_dup_text(key, n_bytes);
    if (!copy) return ERR_NOMEM;
    if (map->n == map->cap && grow(map) != OK) {
        mem_free(copy);
        return ERR_NOMEM;
    }
    map->entries[map->n] = (Entry){copy, hash, value};
    table_insert(map, (int32_t)map->n);
    map->n++;
    map->n_live++;
    return OK;
}

void *map_find_n(const Map *map, const char *key, size_t n_bytes) {
    Index slot = find_slot(map, key, n_bytes, hash_bytes(key, n_bytes));
    return slot < 0 ? NULL : map->entries[map->table[slot]].value;
}

void *map_find(const Map *map, const char *key) { return map_find_n(map, key, strlen(key)); }

void *map_remove(Map *map, const char *key) {
    size_t n_bytes = strlen(key);
    Index slot = find_slot(map, key, n_bytes, hash_bytes(key, n_bytes));
    if (slot < 0) return NULL;
    Entry *entry = &map->entries[map->table[slot]];
    void *value = entry->value;
    mem_free(entry->key);
    *entry = (Entry){0};
    map->table[slot] = DELETED;
    map->n_live--;
    return value;
}

Index map_count(const Map *map) { return map->n_live; }

bool map_next(const Map *map, Index *pos, const char **ret_key, void **ret_value) {
    while (*pos < map->n) {
        const Entry *entry = &map->entries[(*pos)++];
        if (!entry->key) continue;
        if (ret_key) *ret_key = entry->key;
        if (ret_value) *ret_value = entry->value;
        return true;
    }
    return false;
}
