// The synthetic digits: repeatable bits, balanced classes, sensible pictures.
#include "check.h"
#include "nn/data.h"

/// FNV-1a over grey levels: equal on every machine and compiler.
static uint64_t hash_of(const Tensor *images) {
    uint64_t h = 1469598103934665603u;
    for (Index i = 0; i < images->numel; i++) {
        h ^= (uint64_t)(tensor_f64(images)[i] * 255 + 0.5);
        h *= 1099511628211u;
    }
    return h;
}

static void digits_repeat_and_are_balanced(void **state) {
    Fixture *f = *state;
    // Origin of the hashes: ours (gcc and clang, with and without optimization, agree).
    static const uint64_t want[2] = {0x5dc817f2388b6288u, 0x33d09f3a38505395u};
    for (int set = 0; set < 2; set++) {
        static uint8_t labels[DIGITS_COUNT];
        Tensor *images = NULL, *angles = NULL;
        CHECK_OK(f, digits_make(&f->ctx, set == 1, &images, labels, &angles));
        assert_true(shape_equal(&images->shape, &(Shape){4, {28, 28, 1, 5000}}));
        int count[DIGITS_CLASSES] = {0}, changes = 0;
        for (int i = 0; i < DIGITS_COUNT; i++) {
            count[labels[i]]++;
            changes += i > 0 && labels[i] != labels[i - 1];
            double angle = tensor_f64(angles)[i], ink = 0, edge = 0;
            assert_true(angle >= -45 && angle <= 45);
            for (int p = 0; p < 784; p++) {
                double v = tensor_f64(images)[i * 784 + p];
                assert_true(v >= 0 && v <= 1);
                ink += v;
                if (p % 28 == 0 || p % 28 == 27 || p < 28 || p >= 756) edge += v;
            }
            assert_true(ink > 10 && ink < 300); // something is drawn, and not a blot
            assert_true(edge < 6);              // and it stays on the page
        }
        for (int d = 0; d < DIGITS_CLASSES; d++)
            assert_int_equal(count[d], DIGITS_COUNT / DIGITS_CLASSES);
        assert_true(changes > 4000);
        if (hash_of(images) != want[set])
            fail_msg("set %d has hash 0x%llx", set, (unsigned long long)hash_of(images));
        tensor_unref(images);
        tensor_unref(angles);
    }
}

static void a_stop_request_is_heard(void **state) {
    Fixture *f = *state;
    static uint8_t labels[DIGITS_COUNT];
    Tensor *images = NULL;
    atomic_store(&f->ctx.stop, 1);
    assert_int_equal(digits_make(&f->ctx, false, &images, labels, NULL), ERR_INTERRUPT);
    assert_null(images);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(digits_repeat_and_are_balanced, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_stop_request_is_heard, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
