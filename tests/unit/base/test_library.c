// Libraries loaded at first use: a missing library and a missing function are errors that name
// them; a good one is called through its table.
#include "base/library.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MATH_CALLS(F) F(cbrt)
static struct { MATH_CALLS(LIBRARY_POINTER) } math;
static const char *const math_names[] = {MATH_CALLS(LIBRARY_NAME)};
static const char *const odd_names[] = {"gradus_no_such_function"};
static void *odd[1];

static void test_load(void **state) {
    (void)state;
    Ctx ctx = {0};
    Library good = LIBRARY_INIT("libm.so.6", math_names, math);
    Library missing = LIBRARY_INIT("libgradus-none.so.9", odd_names, odd);
    Library older = LIBRARY_INIT("libm.so.6", odd_names, odd);
    assert_int_equal(library_prepare(&ctx, &good), OK);
    assert_int_equal(library_prepare(&ctx, &good), OK);
    assert_true(fabs(math.cbrt(27) - 3) < 1e-15);
    assert_int_equal(library_prepare(&ctx, &missing), ERR_UNSUPPORTED);
    assert_non_null(strstr(ctx.error.message, "libgradus-none.so.9"));
    error_clear(&ctx.error);
    assert_int_equal(library_prepare(&ctx, &older), ERR_UNSUPPORTED);
    assert_non_null(strstr(ctx.error.message, "gradus_no_such_function"));
    error_clear(&ctx.error);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_load)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
