// base/mem.c: one door for heap memory, so that the hostile build can close it at a chosen call.
// Arena: a chain of blocks, newest first; each block doubles until 1 MiB, larger requests get a block of their own.
#include "base/mem.h"
#include <stdlib.h>
#include <string.h>

#ifdef GRADUS_HOSTILE
static _Atomic int64_t fail_countdown; // test build only
static bool allocation_refused(void) {
    if (atomic_load(&fail_countdown) == 0) return false;
    return atomic_fetch_sub(&fail_countdown, 1) == 1;
}
void mem_fail_at(int64_t n) { atomic_store(&fail_countdown, n); }
#else
static inline bool allocation_refused(void) { return false; }
void mem_fail_at(int64_t n) { (void)n; }
#endif

void *mem_alloc(size_t n_bytes) {
    if (allocation_refused()) return NULL;
    return malloc(n_bytes ? n_bytes : 1);
}

void *mem_alloc_zero(size_t n_bytes) {
    if (allocation_refused()) return NULL;
    return calloc(1, n_bytes ? n_bytes : 1);
}

void *mem_realloc(void *ptr, size_t n_bytes) {
    if (allocation_refused()) return NULL;
    return realloc(ptr, n_bytes ? n_bytes : 1);
}

void *mem_alloc_aligned(size_t n_bytes) {
    if (allocation_refused() || n_bytes > SIZE_MAX - 64) return NULL;
    return aligned_alloc(64, n_bytes ? (n_bytes + 63) / 64 * 64 : 64);
}

void mem_free(void *ptr) { free(ptr); }

char *mem_dup_text(const char *text, size_t n_bytes) {
    char *copy = mem_alloc(n_bytes + 1);
    if (!copy) return NULL;
    if (n_bytes) memcpy(copy, text, n_bytes);
    copy[n_bytes] = 0;
    return copy;
}

char *mem_dup(const char *text) { return mem_dup_text(text, strlen(text)); }

typedef struct Block {
    struct Block *next;
    size_t used, cap;
    _Alignas(16) char bytes[];
} Block;

struct Arena {
    Block *newest;
    size_t used;
};

Arena *arena_new(void) { return mem_alloc_zero(sizeof(Arena)); }

void arena_free(Arena *arena) {
    if (!arena) return;
    for (Block *b = arena->newest, *next; b; b = next) {
        next = b->next;
        mem_free(b);
    }
    mem_free(arena);
}

void *arena_alloc(Arena *arena, size_t n_bytes) {
    if (n_bytes > SIZE_MAX / 2) return NULL;
    n_bytes = (n_bytes + 15) / 16 * 16;
    Block *b = arena->newest;
    if (!b || b->cap - b->used < n_bytes) {
        size_t cap = b ? b->cap * 2 : 4096;
        if (cap > (1u << 20)) cap = 1u << 20;
        if (cap < n_bytes) cap = n_bytes;
        b = mem_alloc(sizeof(Block) + cap);
        if (!b) return NULL;
        *b = (Block){.next = arena->newest, .cap = cap};
        arena->newest = b;
    }
    void *p = b->bytes + b->used;
    b->used += n_bytes;
    arena->used += n_bytes;
    memset(p, 0, n_bytes);
    return p;
}

char *arena_dup(Arena *arena, const char *text, size_t n_bytes) {
    char *copy = arena_alloc(arena, n_bytes + 1);
    if (copy && n_bytes) memcpy(copy, text, n_bytes);
    return copy;
}

size_t arena_used(const Arena *arena) { return arena->used; }
