// base/pool.h: the one pool of threads. Workers spin briefly, then sleep; nested use runs inline.
#pragma once
#include "base/mem.h"
#include "base/status.h"

typedef struct Pool Pool;
/// A pool that uses `n_threads` threads counting the caller; null when none can be made.
Pool *pool_new(int n_threads);
void pool_free(Pool *pool);
int pool_threads(const Pool *pool);
/// Changes the number of threads (maxNumCompThreads). Not while work runs.
Status pool_resize(Pool *pool, int n_threads);
/// GRADUS_NUM_THREADS when set and valid, else the number of CPUs this process may use.
int pool_default_threads(void);

/// Work on [begin, end) by the part-th of n_parts threads.
typedef void (*PoolFn)(void *arg, Index begin, Index end, int part);
/// Splits [0, n) in multiples of `grain` over the threads and returns when all is done. A null pool, n <= grain,
/// or a busy pool runs on the calling thread. `fn` may not fail: report through `arg`.
void pool_run(Pool *pool, Index n, Index grain, PoolFn fn, void *arg);
