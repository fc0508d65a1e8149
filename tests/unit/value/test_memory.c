// Every allocation fails in turn: nothing leaks (address sanitizer), nothing crashes, the failure
// is ERR_NOMEM. In builds without GRADUS_HOSTILE each scenario only has to succeed.
#include "make.h"

typedef Status (*Scenario)(void);

static Status nested_assignment(void) {
    Value v = VALUE_NONE, three = num(3), two = num(2), text = VALUE_NONE;
    Step steps[4] = {{.kind = '.', .name = "a"},
                     {.kind = '(', .idx = &two, .n = 1},
                     {.kind = '.', .name = "b"},
                     {.kind = '{', .idx = &three, .n = 1}};
    Status status = value_from_text(&ctx, "abc", &text);
    if (status == OK) status = value_assign_chain(&ctx, &v, steps, 4, text);
    if (status == OK) status = value_assign_chain(&ctx, &v, steps, 4, num(1));
    value_unref(text);
    value_unref(v);
    return status;
}

static Status strings_and_concat(void) {
    Value a = VALUE_NONE, b = VALUE_NONE, sum = VALUE_NONE, both = VALUE_NONE;
    Status status = value_string_scalar(&ctx, "abc", 3, &a);
    if (status == OK) status = value_from_text(&ctx, "de", &b);
    if (status == OK) status = value_binary(&ctx, OP_ADD, a, b, &sum);
    Value parts[3] = {a, b, num(2)};
    if (status == OK) status = value_concat(&ctx, 1, parts, 3, &both);
    if (status == OK) status = value_assign(&ctx, &both, (Value[]){num(7)}, 1, b);
    value_unref(a);
    value_unref(b);
    value_unref(sum);
    value_unref(both);
    return status;
}

static Status numbers(void) {
    Value v = VALUE_NONE, part = VALUE_NONE, range = VALUE_NONE;
    Status status = value_colon(&ctx, num(1), VALUE_NONE, num(5), &range);
    if (status == OK) status = value_assign(&ctx, &v, &range, 1, num(2));
    if (status == OK) status = value_index(&ctx, v, &range, 1, &part);
    if (status == OK) status = value_remove(&ctx, &v, (Value[]){num(2)}, 1);
    if (status == OK)
        status = value_assign(&ctx, &v, (Value[]){num(2), num(7)}, 2, value_bool(true));
    value_unref(v);
    value_unref(part);
    value_unref(range);
    return status;
}

static Status tables(void) {
    Value v = VALUE_NONE, range = VALUE_NONE, column = VALUE_NONE, text = VALUE_NONE,
          out = VALUE_NONE;
    Table *t = NULL;
    Buf buf = BUF_INIT;
    Status status = value_colon(&ctx, num(1), VALUE_NONE, num(3), &range);
    if (status == OK) status = value_unary(&ctx, OP_TRANSPOSE, range, &column);
    if (status == OK)
        status =
            table_new(&ctx, 3, (const char *const[]){"a"}, (Value[]){value_ref(column)}, 1, &t);
    if (status == OK) v = value_take_object(&t->head);
    if (status == OK) status = value_assign_dot(&ctx, &v, "b", column);
    if (status == OK) status = value_from_text(&ctx, "b", &text);
    if (status == OK) status = value_index(&ctx, v, (Value[]){num(2), text}, 2, &out);
    if (status == OK) status = value_display(&ctx, &SHORT_LOOSE, "t", v, &buf);
    if (status == OK) status = value_assign_brace(&ctx, &v, (Value[]){num(5), text}, 2, num(9));
    if (status == OK) status = value_remove(&ctx, &v, (Value[]){num(1), colon()}, 2);
    buf_done(&buf);
    value_unref(v);
    value_unref(range);
    value_unref(column);
    value_unref(text);
    value_unref(out);
    return status;
}

static Status displays(void) {
    Value v = VALUE_NONE, text = VALUE_NONE;
    Buf buf = BUF_INIT;
    Status status = value_from_text(&ctx, "abc", &text);
    if (status == OK) status = value_assign_brace(&ctx, &v, (Value[]){num(2), num(2)}, 2, text);
    if (status == OK) status = value_assign_brace(&ctx, &v, (Value[]){num(1)}, 1, num(1.5));
    if (status == OK) status = value_display(&ctx, &SHORT_LOOSE, "c", v, &buf);
    if (status == OK) status = value_display(&ctx, &SHORT_LOOSE, "t", text, &buf);
    if (status == OK) status = value_summary(&ctx, v, &buf);
    buf_done(&buf);
    value_unref(v);
    value_unref(text);
    return status;
}

static Status exceptions(void) {
    ctx_fail(&ctx, ERR_SIZE, "a:b", "text");
    error_add_frame(&ctx.error, "f", "f.m", 1, 1);
    Value v = VALUE_NONE;
    Status status = exception_from_error(&ctx, &v);
    value_unref(v);
    return status;
}

static Status categoricals(void) {
    Value v = VALUE_NONE, text = VALUE_NONE, both = VALUE_NONE, equal = VALUE_NONE;
    Categorical *c = NULL;
    Shape shape = shape_2d(1, 2);
    Status status = categorical_new(&ctx, &shape, NULL, 0, &c);
    if (status == OK) v = value_take_object(&c->head);
    if (status == OK) status = value_string_scalar(&ctx, "red", 3, &text);
    if (status == OK) status = value_assign(&ctx, &v, (Value[]){num(3)}, 1, text);
    if (status == OK) status = value_concat(&ctx, 1, (Value[]){v, text}, 2, &both);
    if (status == OK) status = value_binary(&ctx, OP_EQ, both, text, &equal);
    value_unref(v);
    value_unref(text);
    value_unref(both);
    value_unref(equal);
    return status;
}

static void each_allocation(void **state) {
    (void)state;
    static const Scenario scenarios[] = {nested_assignment, strings_and_concat, numbers,     tables,
                                         displays,          exceptions,         categoricals};
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        int failures = 0;
        for (int64_t n = 1; n <= 400; n++) {
            mem_fail_at(n);
            Status status = scenarios[i]();
            mem_fail_at(0);
            if (status != OK) assert_int_equal(status, ERR_NOMEM);
            failures += status != OK;
            error_clear(&ctx.error);
        }
        MUST(scenarios[i]());
#ifdef GRADUS_HOSTILE
        assert_true(failures > 3); // allocations really failed
#else
        assert_int_equal(failures, 0);
#endif
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
