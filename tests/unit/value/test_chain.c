// Random chains of assignments on nested values: a failed one changes nothing, a successful one
// reads back what was stored. Origin: the two properties themselves.
#include "make.h"

static uint32_t seed = 777;
static int below(int n) {
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 8) % (uint32_t)n);
}

static Value random_index(void) {
    switch (below(40)) {
    case 0: return num(0);
    case 1: return num(1.5);
    case 2: return colon();
    case 3: return ROW(1, 2);
    case 4: return chr("a");
    default: return num(1 + below(4));
    }
}

static Value random_value(int depth) {
    switch (below(depth > 0 ? 9 : 6)) {
    case 0: return num(below(100));
    case 1: return ROW(1, 2, 3);
    case 2: return chr("abc");
    case 3: return STRS(1, 2, "p", "q");
    case 4: return none(0, 0);
    case 5: return value_bool(true);
    case 6: return CELL(1, 2, random_value(depth - 1), random_value(depth - 1));
    case 7: return CELL(2, 2, num(1), random_value(depth - 1), VALUE_NONE, chr("z"));
    default:
        return strct(2, (const char *const[]){"a", "b"},
                     (Value[]){random_value(depth - 1), random_value(depth - 1)});
    }
}

/// Reads the element a chain names; false when it is more or less than one value.
static bool read_back(Value v, const Step *steps, int n, Value *ret) {
    Value now = value_ref(v);
    for (int k = 0; k < n; k++) {
        ValueList list = {0};
        Value next = VALUE_NONE;
        if (steps[k].kind == '(')
            MUST(value_index(&ctx, now, steps[k].idx, steps[k].n, &next));
        else if (steps[k].kind == '{')
            MUST(value_index_brace(&ctx, now, steps[k].idx, steps[k].n, &list));
        else
            MUST(value_dot(&ctx, now, steps[k].name, &list));
        bool one = steps[k].kind == '(' || list.n == 1;
        if (steps[k].kind != '(' && one) next = value_ref(list.items[0]);
        value_list_done(&list);
        value_unref(now);
        now = next;
        if (!one) return false;
    }
    *ret = now;
    return true;
}

static void random_chains(void **state) {
    (void)state;
    static const char *const names[] = {"a", "b", "c"};
    int ok = 0, failed = 0, read = 0;
    Value v = VALUE_NONE;
    for (int round = 0; round < 40000; round++) {
        if (below(4) == 0) {
            value_unref(v);
            v = below(4) ? random_value(3) : VALUE_NONE;
        }
        Step steps[5];
        Value idx[5][2], rhs = random_value(2);
        int n = 1 + below(4);
        bool plain = true;
        for (int k = 0; k < n; k++) {
            steps[k] = (Step){.kind = "(({.."[below(5)],
                              .idx = idx[k],
                              .n = below(4) ? 1 : 2,
                              .name = names[below(3)]};
            for (int i = 0; i < 2; i++) {
                idx[k][i] = random_index();
                if (idx[k][i].tag != VAL_DOUBLE) plain = false;
            }
        }
        bool removes = steps[n - 1].kind == '(' && below(3) == 0, equal;
        Value before = value_ref(v);
        Status status = removes ? value_remove_chain(&ctx, &v, steps, n)
                                : value_assign_chain(&ctx, &v, steps, n, rhs);
        if (status != OK) {
            error_clear(&ctx.error);
            MUST(value_equal(&ctx, v, before, true, &equal));
            assert_true(equal);
            assert_string_equal(value_class_name(v), value_class_name(before));
            failed++;
        } else {
            ok++;
        }
        // The same without a second owner: the in-place path must leave the value whole as well.
        value_unref(v);
        v = before;
        if (v.tag == VAL_CELL || v.tag == VAL_STRUCT) {
            Value copy = value_ref(v);
            MUST(value_make_sole(&ctx, &copy));
            Status again = removes ? value_remove_chain(&ctx, &copy, steps, n)
                                   : value_assign_chain(&ctx, &copy, steps, n, rhs);
            assert_int_equal(again, status);
            if (again != OK) {
                error_clear(&ctx.error);
                MUST(value_equal(&ctx, v, copy, true, &equal));
                assert_true(equal);
            }
            value_unref(v);
            v = copy;
        } else if (status == OK) {
            MUST(removes ? value_remove_chain(&ctx, &v, steps, n)
                         : value_assign_chain(&ctx, &v, steps, n, rhs));
        }
        Value got;
        if (status == OK && plain && !removes && steps[n - 1].kind != '(' && v.tag != VAL_STRING &&
            read_back(v, steps, n, &got)) {
            MUST(value_equal(&ctx, got, rhs, true, &equal));
            assert_true(equal || rhs.tag == VAL_STRING ||
                        value_is_char(rhs)); // s{2} = 'abc' of a string array converts
            value_unref(got);
            read++;
        }
        value_unref(rhs);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < 2; i++) value_unref(idx[k][i]);
        }
    }
    value_unref(v);
    print_message("%d stored, %d refused, %d read back\n", ok, failed, read);
    assert_true(ok > 4000 && failed > 4000 && read > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_chains)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
