// base/mem.h: heap memory, arenas and reference counts.
// In the hostile build (GRADUS_HOSTILE) the n-th allocation can be made to fail.
#pragma once
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Signed zero-based element count or position. Byte sizes are size_t.
typedef int64_t Index;

/// Allocates `n_bytes` (at least 1); null when memory is short. Free with mem_free.
void *mem_alloc(size_t n_bytes);
/// Like mem_alloc, zeroed.
void *mem_alloc_zero(size_t n_bytes);
/// Resizes; on failure returns null and the old block stays valid.
void *mem_realloc(void *ptr, size_t n_bytes);
/// 64-byte aligned block for array data. Free with mem_free.
void *mem_alloc_aligned(size_t n_bytes);
/// Frees a block of any mem_alloc*; null is fine.
void mem_free(void *ptr);
/// As mem_alloc_aligned, for data that come and go often: a block that was given back before, if there is one of about
/// this size. It must be given back with mem_give, never to mem_free or mem_realloc. Any thread.
void *mem_take(size_t n_bytes);
/// Gives back a block of mem_take(n_bytes), null is fine; a bounded number of bytes waits for the next mem_take.
void mem_give(void *ptr, size_t n_bytes);
/// Copies `n_bytes` bytes and adds a NUL. Owned by the caller; null when memory is short.
char *mem_dup_text(const char *text, size_t n_bytes);
/// Copies a NUL-terminated text. Owned by the caller.
char *mem_dup(const char *text);

/// Hostile build only: the n-th allocation from now on fails (0 switches off). No effect otherwise.
void mem_fail_at(int64_t n);

typedef _Atomic int32_t RefCount;
static inline void refcount_init(RefCount *count) { atomic_init(count, 1); }
static inline void refcount_up(RefCount *count) {
    atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
}
/// True when this was the last reference and the object must be freed now.
static inline bool refcount_down(RefCount *count) {
    return atomic_fetch_sub_explicit(count, 1, memory_order_acq_rel) == 1;
}
/// True when the caller holds the only reference, so that in-place change is allowed.
static inline bool refcount_sole(const RefCount *count) {
    return atomic_load_explicit(count, memory_order_acquire) == 1;
}

/// True when there are exactly `n` references.
static inline bool refcount_is(const RefCount *count, int32_t n) {
    return atomic_load_explicit(count, memory_order_acquire) == n;
}

/// Arena: many small objects, freed together.
typedef struct Arena Arena;
/// New arena; null when memory is short.
Arena *arena_new(void);
void arena_free(Arena *arena);
/// `n_bytes` zeroed bytes, 16-byte aligned, alive until arena_free; null when memory is short.
void *arena_alloc(Arena *arena, size_t n_bytes);
/// Copy of a text in the arena, NUL added.
char *arena_dup(Arena *arena, const char *text, size_t n_bytes);
/// Bytes handed out so far.
size_t arena_used(const Arena *arena);
