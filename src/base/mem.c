// base/mem.c: one door for heap memory, so that the hostile build can close it at a chosen call.
// Arena: a chain of blocks, newest first; each block doubles until 1 MiB, larger requests get a block of their own.
#include "base/mem.h"
#include "base/mem_room.h"
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// What this thread may allocate before it looks again at how much memory there is.
static _Thread_local size_t unchecked = (size_t)32 << 20;

/// False when `n_bytes` more would take what the system needs. The next look comes after a quarter of what is left.
static bool has_room(size_t n_bytes) {
    enum { LEAST = 4 << 20, MOST = 1 << 30 };
    size_t left = mem_room("").left;
    if (n_bytes > left && malloc_trim(0)) left = mem_room("").left; // what was freed goes back to the system first
    bool fits = n_bytes <= left;
    if (fits) left -= n_bytes;
    unchecked = left / 4 < LEAST ? LEAST : left / 4 > MOST ? MOST : left / 4;
    return fits;
}

static inline bool is_too_much(size_t n_bytes) {
    if (__builtin_expect(n_bytes >= unchecked, 0)) return !has_room(n_bytes);
    unchecked -= n_bytes;
    return false;
}

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
    if (allocation_refused() || is_too_much(n_bytes)) return NULL;
    return malloc(n_bytes ? n_bytes : 1);
}

void *mem_alloc_zero(size_t n_bytes) {
    if (allocation_refused() || is_too_much(n_bytes)) return NULL;
    return calloc(1, n_bytes ? n_bytes : 1);
}

void *mem_realloc(void *ptr, size_t n_bytes) {
    size_t old = n_bytes >= unchecked ? malloc_usable_size(ptr) : 0;
    if (allocation_refused() || is_too_much(n_bytes > old ? n_bytes - old : 0)) return NULL;
    return realloc(ptr, n_bytes ? n_bytes : 1);
}

static const size_t HUGE_PAGE = (size_t)2 << 20;

void *mem_alloc_aligned(size_t n_bytes) {
    if (allocation_refused() || n_bytes > SIZE_MAX / 2 || is_too_much(n_bytes)) return NULL;
    bool large = n_bytes >= 2 * HUGE_PAGE; // large arrays on huge pages: fewer faults when new, fewer look-ups later
    size_t align = large ? HUGE_PAGE : 64;
    void *ptr = aligned_alloc(align, n_bytes ? (n_bytes + align - 1) / align * align : align);
    if (ptr && large) (void)madvise(ptr, n_bytes / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
    return ptr;
}

void mem_free(void *ptr) { free(ptr); }

// ---- store of aligned blocks ----------------------------------------------------------------------------------------
// A training step makes and drops the same arrays again and again, of sizes for which malloc splits, merges and searches.
// Blocks of 4 KiB to 4 MiB wait in lists by size class, eight classes to a doubling; the last one given is taken first,
// while it is still in cache. New ones are cut from one region of huge pages: on small ones the look-ups of
// addresses took about a tenth of the lab's time. When the region is used up they come from malloc.
#if defined(__SANITIZE_ADDRESS__) || defined(GRADUS_HOSTILE)
#define STORE_BLOCKS 0 // every use after free must be seen, every allocation be able to fail
#elif defined(__has_feature)
#define STORE_BLOCKS !__has_feature(address_sanitizer)
#else
#define STORE_BLOCKS 1
#endif

#if STORE_BLOCKS
enum { STORE_LOW = 12, STORE_HIGH = 22, STORE_STEPS = 8, STORE_CLASSES = (STORE_HIGH - STORE_LOW) * STORE_STEPS };
static const size_t REGION_BYTES = (size_t)32 << 20, WAITING_MOST = (size_t)16 << 20; // the latter outside the region

typedef struct Waiting {
    struct Waiting *next;
} Waiting;
static struct {
    pthread_mutex_t lock;
    Waiting *list[STORE_CLASSES];
    size_t n_waiting; // bytes in the lists that are not of the region
    char *region;
    size_t used;
    bool asked; // for the region
} store = {.lock = PTHREAD_MUTEX_INITIALIZER};

/// The class of a size and the size of its blocks; -1 when blocks of this size do not wait.
static int store_class(size_t n_bytes, size_t *ret_size) {
    if (n_bytes <= (size_t)1 << STORE_LOW || n_bytes > (size_t)1 << STORE_HIGH) return -1;
    int octave = 63 - __builtin_clzll((unsigned long long)(n_bytes - 1)); // 2^octave < n_bytes <= 2^(octave + 1)
    size_t low = (size_t)1 << octave, step = low / STORE_STEPS, k = (n_bytes - low + step - 1) / step;
    *ret_size = low + k * step;
    return (octave - STORE_LOW) * STORE_STEPS + (int)k - 1;
}

static bool in_region(const void *ptr) {
    return store.region && (const char *)ptr >= store.region && (const char *)ptr < store.region + REGION_BYTES;
}

/// A new block of the region; null when there is no room.
static void *region_cut(size_t size) {
    if (!store.asked) {
        store.asked = true;
        char *at = mmap(NULL, REGION_BYTES + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (at == MAP_FAILED) return NULL;
        store.region = (char *)(((uintptr_t)at + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
        (void)madvise(store.region, REGION_BYTES, MADV_HUGEPAGE);
    }
    if (!store.region || size > REGION_BYTES - store.used) return NULL;
    store.used += size;
    return store.region + store.used - size;
}

void *mem_take(size_t n_bytes) {
    size_t size;
    int class = store_class(n_bytes, &size);
    if (class < 0) return mem_alloc_aligned(n_bytes);
    pthread_mutex_lock(&store.lock);
    Waiting *w = store.list[class];
    if (w) {
        store.list[class] = w->next;
        if (!in_region(w)) store.n_waiting -= size;
    } else {
        w = region_cut(size);
    }
    pthread_mutex_unlock(&store.lock);
    return w ? w : mem_alloc_aligned(size);
}

void mem_give(void *ptr, size_t n_bytes) {
    size_t size;
    int class = ptr ? store_class(n_bytes, &size) : -1;
    bool kept = false;
    if (class >= 0) {
        pthread_mutex_lock(&store.lock);
        bool own = in_region(ptr);
        kept = own || size <= WAITING_MOST - store.n_waiting;
        if (kept) {
            Waiting *w = ptr;
            w->next = store.list[class];
            store.list[class] = w;
            if (!own) store.n_waiting += size;
        }
        pthread_mutex_unlock(&store.lock);
    }
    if (!kept) free(ptr);
}
#else
void *mem_take(size_t n_bytes) { return mem_alloc_aligned(n_bytes); }
void mem_give(void *ptr, size_t n_bytes) {
    (void)n_bytes;
    free(ptr);
}
#endif

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
