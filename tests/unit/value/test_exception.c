// Exceptions and the way between them and Error. Expected texts: documented report layout.
#include "make.h"

static Value property(Value v, const char *name) {
    ValueList list = {0};
    MUST(value_dot(&ctx, v, name, &list));
    Value out = list.items[0];
    list.n = 0;
    value_list_done(&list);
    return out;
}

static void made(void **state) {
    (void)state;
    Exception *e;
    MUST(exception_new(&ctx, "a:b", "hello", &e));
    Value v = value_take_object(&e->head);
    same(property(v, "identifier"), chr("a:b"));
    same(property(v, "message"), chr("hello"));
    assert_string_equal(value_class_name(v), "MException");
    shows(v, "x = \n\n  MException with properties:\n\n    identifier: 'a:b'\n       message: "
             "'hello'\n         cause: {}\n"
             "         stack: [0×1 struct]\n    Correction: []\n\n");
}

static void caught(void **state) {
    (void)state;
    ctx_fail(&ctx, ERR_SIZE, "MATLAB:x", "sizes %d", 3);
    error_add_frame(&ctx.error, "inner", "inner.m", 3, 1);
    error_add_frame(&ctx.error, "outer", "outer.m", 7, 1);
    Value v;
    MUST(exception_from_error(&ctx, &v));
    assert_int_equal(ctx.error.status, OK);
    Buf report = BUF_INIT;
    MUST(exception_report(&ctx, v, &report));
    assert_string_equal(buf_text(&report),
                        "Error using inner (line 3)\nsizes 3\n\nError in outer (line 7)\n");
    buf_done(&report);
    // Thrown again it is the same object with the same stack.
    assert_int_equal(exception_throw(&ctx, v), ERR_SIZE);
    assert_string_equal(error_id(&ctx.error), "MATLAB:x");
    assert_string_equal(error_message(&ctx.error), "sizes 3");
    error_add_frame(&ctx.error, "other", "other.m", 1, 1);
    Value again;
    MUST(exception_from_error(&ctx, &again));
    assert_ptr_equal(again.object, v.object);
    assert_int_equal(((Exception *)again.object)->stack.structure->numel, 2);
    value_unref(again);
    value_unref(v);
}

static void refused(void **state) {
    (void)state;
    assert_int_equal(exception_throw(&ctx, num(1)), ERR_TYPE);
    error_clear(&ctx.error);
    Exception *e;
    MUST(exception_new(&ctx, "", "m", &e));
    Value out;
    assert_int_equal(exception_class.dot_get(&ctx, &e->head, "nope", &out), ERR_NAME);
    error_clear(&ctx.error);
    object_unref(&e->head);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(made), cmocka_unit_test(caught),
                                       cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
