// The pool of threads. A job is cut into at most one part a thread; parts are claimed, not
// assigned, so a worker that is asleep or not scheduled costs nothing: the caller takes its parts
// too. The part number fixes the range, so results that are gathered by part do not depend on who
// ran it.
//
// `ticket` holds the number of the job (high 32 bits), its number of parts and its next free part
// (16 bits each). A claim is one compare and swap on all three, so a late worker cannot take a part
// of a job it has not seen; the job's other fields are read only after a claim, and do not change
// while a part is unfinished. Idle workers watch the ticket for some microseconds, then sleep on a
// condition.
#include "base/pool.h"
#include "base/clock.h"
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

enum { MAX_THREADS = 256, JOB_SHIFT = 32, PARTS_SHIFT = 16, PART_MASK = 0xffff };
static const double SPIN_S = 30e-6;

struct Pool {
    int n_threads; // counting the caller
    int n_workers; // threads that were really started
    pthread_t *workers;
    _Atomic uint64_t ticket;
    _Atomic int pending;    // parts not finished
    _Atomic int n_sleeping; // workers waiting on `wake`
    _Atomic bool caller_sleeps;
    _Atomic bool busy, quit;
    pthread_mutex_t lock;
    pthread_cond_t wake, done;
    // the job; written by the caller before the ticket is published
    PoolFn fn;
    void *arg;
    Index n, step;
};

static inline void spin_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#else
    atomic_signal_fence(memory_order_seq_cst);
#endif
}

/// Runs parts of job number `job` until none is free.
static void pool_work(Pool *pool, uint64_t job) {
    for (;;) {
        uint64_t ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
        int part;
        do {
            if (ticket >> JOB_SHIFT != job) return;
            part = (int)(ticket & PART_MASK);
            if (part >= (int)(ticket >> PARTS_SHIFT & PART_MASK)) return;
        } while (!atomic_compare_exchange_weak_explicit(
            &pool->ticket, &ticket, ticket + 1, memory_order_acq_rel, memory_order_acquire));
        Index begin = part * pool->step, end = begin + pool->step;
        pool->fn(pool->arg, begin, end < pool->n ? end : pool->n, part);
        if (atomic_fetch_sub_explicit(&pool->pending, 1, memory_order_seq_cst) == 1 &&
            atomic_load_explicit(&pool->caller_sleeps, memory_order_seq_cst)) {
            pthread_mutex_lock(&pool->lock);
            pthread_cond_signal(&pool->done);
            pthread_mutex_unlock(&pool->lock);
        }
    }
}

static uint64_t pool_job(Pool *pool) {
    return atomic_load_explicit(&pool->ticket, memory_order_seq_cst) >> JOB_SHIFT;
}

/// Waits for a job after `seen`; spins first.
static uint64_t pool_await(Pool *pool, uint64_t seen) {
    double until = clock_monotonic_s() + SPIN_S;
    do {
        for (int i = 0; i < 64; i++) {
            if (pool_job(pool) != seen || atomic_load_explicit(&pool->quit, memory_order_relaxed))
                return pool_job(pool);
            spin_pause();
        }
    } while (clock_monotonic_s() < until);
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_add(&pool->n_sleeping, 1);
    while (pool_job(pool) == seen && !atomic_load(&pool->quit))
        pthread_cond_wait(&pool->wake, &pool->lock);
    atomic_fetch_sub(&pool->n_sleeping, 1);
    pthread_mutex_unlock(&pool->lock);
    return pool_job(pool);
}

static void *pool_worker(void *arg) {
    Pool *pool = arg;
    uint64_t seen = 0;
    while (!atomic_load(&pool->quit)) {
        uint64_t job = pool_await(pool, seen);
        if (job != seen) pool_work(pool, job);
        seen = job;
    }
    return NULL;
}

static void pool_start(Pool *pool, int n_threads) {
    pool->n_workers = 0;
    atomic_store(&pool->quit, false);
    // Workers start from job 0; counting goes on from there for each set of workers.
    atomic_store(&pool->ticket, 0);
    while (pool->n_workers < n_threads - 1 &&
           pthread_create(&pool->workers[pool->n_workers], NULL, pool_worker, pool) == 0) {
        pool->n_workers++;
    }
    pool->n_threads = pool->n_workers + 1;
}

static void pool_stop(Pool *pool) {
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->quit, true);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->n_workers; i++) pthread_join(pool->workers[i], NULL);
    pool->n_workers = 0;
}

Pool *pool_new(int n_threads) {
    if (n_threads < 1) n_threads = 1;
    if (n_threads > MAX_THREADS) n_threads = MAX_THREADS;
    Pool *pool = mem_alloc_zero(sizeof *pool);
    if (!pool) return NULL;
    pool->workers = mem_alloc_zero(MAX_THREADS * sizeof *pool->workers);
    if (!pool->workers) {
        mem_free(pool);
        return NULL;
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->done, NULL);
    pool_start(pool, n_threads);
    return pool;
}

void pool_free(Pool *pool) {
    if (!pool) return;
    pool_stop(pool);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    mem_free(pool->workers);
    mem_free(pool);
}

int pool_threads(const Pool *pool) {
    return pool ? pool->n_threads : 1;
}

Status pool_resize(Pool *pool, int n_threads) {
    if (!pool || n_threads < 1 || n_threads > MAX_THREADS) return ERR_ARG;
    bool expected = false;
    if (!atomic_compare_exchange_strong(&pool->busy, &expected, true)) return ERR_ARG;
    if (n_threads != pool->n_threads) {
        pool_stop(pool);
        pool_start(pool, n_threads);
    }
    atomic_store(&pool->busy, false);
    return pool->n_threads == n_threads ? OK : ERR_NOMEM;
}

int pool_default_threads(void) {
    const char *text = getenv("GRADUS_NUM_THREADS");
    if (text && *text) {
        char *end;
        errno = 0;
        long n = strtol(text, &end, 10);
        if (errno == 0 && *end == 0 && n >= 1 && n <= MAX_THREADS) return (int)n;
    }
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        int n = CPU_COUNT(&set);
        if (n >= 1) return n < MAX_THREADS ? n : MAX_THREADS;
    }
#endif
    return 1;
}

/// Waits until no part is left; spins first, because the other parts are about as long as the
/// caller's own.
static void pool_finish(Pool *pool) {
    double until = clock_monotonic_s() + SPIN_S;
    do {
        for (int i = 0; i < 64; i++) {
            if (atomic_load_explicit(&pool->pending, memory_order_acquire) == 0) return;
            spin_pause();
        }
    } while (clock_monotonic_s() < until);
    pthread_mutex_lock(&pool->lock);
    atomic_store_explicit(&pool->caller_sleeps, true, memory_order_seq_cst);
    while (atomic_load_explicit(&pool->pending, memory_order_seq_cst) != 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    atomic_store_explicit(&pool->caller_sleeps, false, memory_order_seq_cst);
    pthread_mutex_unlock(&pool->lock);
}

void pool_run(Pool *pool, Index n, Index grain, PoolFn fn, void *arg) {
    if (n <= 0) return;
    if (grain < 1) grain = 1;
    bool expected = false;
    if (!pool || n <= grain || pool->n_threads < 2 ||
        !atomic_compare_exchange_strong_explicit(&pool->busy, &expected, true, memory_order_acq_rel,
                                                 memory_order_relaxed)) {
        fn(arg, 0, n, 0);
        return;
    }
    Index grains = (n + grain - 1) / grain;
    Index parts = grains < pool->n_threads ? grains : pool->n_threads;
    pool->fn = fn;
    pool->arg = arg;
    pool->n = n;
    pool->step = (grains + parts - 1) / parts * grain;
    parts = (n + pool->step - 1) / pool->step;
    atomic_store_explicit(&pool->pending, (int)parts, memory_order_relaxed);
    uint64_t job = (pool_job(pool) + 1) & UINT32_MAX;
    atomic_store_explicit(&pool->ticket, job << JOB_SHIFT | (uint64_t)parts << PARTS_SHIFT,
                          memory_order_seq_cst);
    if (atomic_load_explicit(&pool->n_sleeping, memory_order_seq_cst) > 0) {
        pthread_mutex_lock(&pool->lock);
        pthread_cond_broadcast(&pool->wake);
        pthread_mutex_unlock(&pool->lock);
    }
    pool_work(pool, job);
    pool_finish(pool);
    atomic_store_explicit(&pool->busy, false, memory_order_release);
}
