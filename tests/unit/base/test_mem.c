// Aligned blocks that wait to be used again: sizes around every boundary, contents, several threads.
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/mem.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 400 };

static size_t size_of(unsigned k) { // around powers of two and in between, from nothing to above the largest class
    static const size_t edges[] = {0, 1, 4095, 4096, 4097, 4608, 4609, 5000, 65536, 65537, 100000, 1048576, 4194303, 4194304, 4194305, 6000000};
    return edges[k % (sizeof edges / sizeof *edges)];
}

typedef struct Held {
    unsigned char *block;
    size_t n_bytes;
    unsigned char mark;
} Held;

static void fill(Held *h, unsigned k) {
    h->n_bytes = size_of(k);
    h->mark = (unsigned char)(k * 7 + 1);
    h->block = mem_take(h->n_bytes);
    assert_non_null(h->block);
    assert_true((uintptr_t)h->block % 64 == 0);
    memset(h->block, h->mark, h->n_bytes);
}

static bool is_whole(const Held *h) {
    for (size_t i = 0; i < h->n_bytes; i += i < 128 || i + 128 > h->n_bytes ? 1 : 61)
        if (h->block[i] != h->mark) return false;
    return h->n_bytes == 0 || h->block[h->n_bytes - 1] == h->mark;
}

/// Takes and gives in an order that mixes sizes; no two blocks may share a byte.
static void *churn(void *arg) {
    unsigned seed = *(unsigned *)arg;
    Held held[24] = {{0}};
    for (unsigned k = 0; k < MANY; k++) {
        seed = seed * 1664525 + 1013904223;
        Held *h = &held[(seed >> 16) % 24];
        if (h->block && !is_whole(h)) return "a block changed";
        if (h->block) mem_give(h->block, h->n_bytes);
        fill(h, seed >> 8);
    }
    for (int i = 0; i < 24; i++) {
        if (held[i].block && !is_whole(&held[i])) return "a block changed";
        mem_give(held[i].block, held[i].n_bytes);
    }
    return NULL;
}

static void blocks_keep_apart(void **state) {
    (void)state;
    unsigned seed = 5;
    assert_null(churn(&seed));
    mem_give(NULL, 5000);
}

static void threads_share_the_store(void **state) {
    (void)state;
    pthread_t threads[4];
    unsigned seeds[4] = {1, 2, 3, 4};
    for (int i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, churn, &seeds[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *said;
        pthread_join(threads[i], &said);
        assert_null(said);
    }
}

/// More than the region and the waiting bytes hold: all of it comes and goes.
static void more_than_the_store_holds(void **state) {
    (void)state;
    static Held held[40];
    for (int round = 0; round < 2; round++) {
        for (unsigned i = 0; i < 40; i++) {
            held[i] = (Held){.block = mem_take(3000000), .n_bytes = 3000000, .mark = (unsigned char)(i + 1)};
            assert_non_null(held[i].block);
            memset(held[i].block, held[i].mark, held[i].n_bytes);
        }
        for (int i = 0; i < 40; i++) assert_true(is_whole(&held[i]));
        for (int i = 0; i < 40; i++) mem_give(held[i].block, held[i].n_bytes);
    }
    assert_null(mem_take(SIZE_MAX - 100));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(blocks_keep_apart), cmocka_unit_test(threads_share_the_store),
                                       cmocka_unit_test(more_than_the_store_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
