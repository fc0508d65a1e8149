// The pool: every element exactly once, nested use, resizing, and a storm of small jobs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// cmocka.h needs the four above it.
#include <cmocka.h>

#include "base/pool.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct Marks {
    Pool *pool;
    _Atomic int *count;
    Index n, grain;
    _Atomic int bad_part, bad_range;
} Marks;

static void mark(void *arg, Index begin, Index end, int part) {
    Marks *m = arg;
    if (part < 0 || part >= pool_threads(m->pool)) atomic_fetch_add(&m->bad_part, 1);
    if (begin % m->grain || begin >= end) atomic_fetch_add(&m->bad_range, 1);
    for (Index i = begin; i < end; i++)
        atomic_fetch_add_explicit(&m->count[i], 1, memory_order_relaxed);
}

static void check_job(Pool *pool, Index n, Index grain) {
    Marks m = {.pool = pool, .n = n, .grain = grain};
    m.count = calloc((size_t)n + 1, sizeof *m.count);
    assert_non_null(m.count);
    pool_run(pool, n, grain, mark, &m);
    for (Index i = 0; i < n; i++) assert_int_equal(m.count[i], 1);
    assert_int_equal(m.count[n], 0);
    assert_int_equal(m.bad_part + m.bad_range, 0);
    free((void *)m.count);
}

static void test_every_element_once(void **state) {
    (void)state;
    static const Index sizes[] = {1, 2, 7, 8, 9, 100, 1000, 4097};
    static const Index grains[] = {1, 3, 8, 1000};
    for (int threads = 1; threads <= 5; threads += 2) {
        Pool *pool = pool_new(threads);
        assert_non_null(pool);
        assert_int_equal(pool_threads(pool), threads);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            for (size_t g = 0; g < sizeof grains / sizeof *grains; g++)
                check_job(pool, sizes[i], grains[g]);
        }
        pool_free(pool);
    }
    check_job(NULL, 100, 8);
    assert_int_equal(pool_threads(NULL), 1);
}

static void test_many_small_jobs(void **state) {
    (void)state;
    Pool *pool = pool_new(4);
    for (int i = 0; i < 20000; i++) {
        _Atomic int count[16] = {0};
        Marks m = {.pool = pool, .count = count, .n = 16, .grain = 1};
        pool_run(pool, 16, 1, mark, &m);
        for (int k = 0; k < 16; k++) {
            if (count[k] != 1) fail_msg("job %d: element %d ran %d times", i, k, count[k]);
        }
    }
    pool_free(pool);
}

typedef struct Nested {
    Pool *pool;
    _Atomic int64_t sum;
} Nested;

static void add_inner(void *arg, Index begin, Index end, int part) {
    (void)part;
    for (Index i = begin; i < end; i++) atomic_fetch_add(&((Nested *)arg)->sum, i);
}
static void add_outer(void *arg, Index begin, Index end, int part) {
    (void)part;
    for (Index i = begin; i < end; i++) pool_run(((Nested *)arg)->pool, 100, 1, add_inner, arg);
}

static void test_nested_runs_inline(void **state) {
    (void)state;
    Nested n = {.pool = pool_new(3)};
    pool_run(n.pool, 50, 1, add_outer, &n);
    assert_int_equal(n.sum, 50 * 4950);
    pool_free(n.pool);
}

static void *run_from_thread(void *arg) {
    for (int i = 0; i < 500; i++) pool_run(((Nested *)arg)->pool, 100, 1, add_inner, arg);
    return NULL;
}

static void test_two_callers(void **state) {
    (void)state;
    Nested n = {.pool = pool_new(2)};
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, run_from_thread, &n), 0);
    run_from_thread(&n);
    pthread_join(other, NULL);
    assert_int_equal(n.sum, 1000 * 4950);
    pool_free(n.pool);
}

static void test_resize(void **state) {
    (void)state;
    Pool *pool = pool_new(1);
    for (int n = 1; n <= 6; n++) {
        assert_int_equal(pool_resize(pool, n), OK);
        assert_int_equal(pool_threads(pool), n);
        check_job(pool, 100, 1);
    }
    assert_int_equal(pool_resize(pool, 2), OK);
    check_job(pool, 100, 1);
    assert_int_not_equal(pool_resize(pool, 0), OK);
    pool_free(pool);
}

static void test_default_threads(void **state) {
    (void)state;
    setenv("GRADUS_NUM_THREADS", "3", 1);
    assert_int_equal(pool_default_threads(), 3);
    setenv("GRADUS_NUM_THREADS", "many", 1);
    assert_true(pool_default_threads() >= 1);
    unsetenv("GRADUS_NUM_THREADS");
    assert_true(pool_default_threads() >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_element_once),
                                       cmocka_unit_test(test_many_small_jobs),
                                       cmocka_unit_test(test_nested_runs_inline),
                                       cmocka_unit_test(test_two_callers),
                                       cmocka_unit_test(test_resize),
                                       cmocka_unit_test(test_default_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
