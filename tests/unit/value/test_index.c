// Reading and writing parts of values. Expected results: hand calculation from the documented
// rules; messages as documented.
#include "make.h"

static Value at1(Value v, Value i) {
    Value out;
    MUST(value_index(&ctx, v, &i, 1, &out));
    value_unref(v);
    value_unref(i);
    return out;
}
static Value at2(Value v, Value i, Value j) {
    Value out, idx[2] = {i, j};
    MUST(value_index(&ctx, v, idx, 2, &out));
    value_unref(v);
    value_unref(i);
    value_unref(j);
    return out;
}
static void fails_at(Value v, const Value *idx, int n, const char *id, const char *message) {
    Value out;
    fails(value_index(&ctx, v, idx, n, &out), id, message);
    value_unref(v);
}
static Value set1(Value v, Value i, Value rhs) {
    MUST(value_assign(&ctx, &v, &i, 1, rhs));
    value_unref(i);
    value_unref(rhs);
    return v;
}
static Value set2(Value v, Value i, Value j, Value rhs) {
    Value idx[2] = {i, j};
    MUST(value_assign(&ctx, &v, idx, 2, rhs));
    value_unref(i);
    value_unref(j);
    value_unref(rhs);
    return v;
}
static Value gone1(Value v, Value i) {
    MUST(value_remove(&ctx, &v, &i, 1));
    value_unref(i);
    return v;
}

static void reading(void **state) {
    (void)state;
    same(at1(ROW(10, 20, 30), num(2)), num(20));
    same(at1(ROW(10, 20, 30), ROW(3, 1)), ROW(30, 10));
    same(at1(ROW(10, 20, 30), MAT(2, 1, 3, 1)), ROW(30, 10));
    same(at1(MAT(2, 2, 1, 2, 3, 4), colon()), MAT(4, 1, 1, 3, 2, 4));
    same(at1(MAT(2, 2, 1, 2, 3, 4), ARR(CLASS_LOGICAL, 2, 2, 1, 0, 0, 1)), MAT(2, 1, 1, 4));
    same(at1(ROW(10, 20, 30), ARR(CLASS_LOGICAL, 1, 3, 1, 0, 1)), ROW(10, 30));
    same(at2(MAT(2, 3, 1, 2, 3, 4, 5, 6), num(2), colon()), ROW(4, 5, 6));
    same(at2(MAT(2, 3, 1, 2, 3, 4, 5, 6), colon(), ROW(3, 1)), MAT(2, 2, 3, 1, 6, 4));
    same(at1(num(7), ROW(1, 1, 1)), ROW(7, 7, 7));
    same(at1(chr("abc"), ROW(3, 2, 1)), chr("cba"));
    same(at1(STRS(1, 3, "a", "b", "c"), num(2)), str("b"));
    same(at1(CELL(1, 2, num(1), chr("q")), num(2)), CELL(1, 1, chr("q")));
    same(at1(CELL(1, 3, num(1), num(2), num(3)), ARR(CLASS_LOGICAL, 1, 3, 0, 1, 1)),
         CELL(1, 2, num(2), num(3)));
    ValueList list = {0};
    Value c = CELL(1, 3, num(1), chr("q"), VALUE_NONE), all = colon();
    MUST(value_index_brace(&ctx, c, &all, 1, &list));
    assert_int_equal(list.n, 3);
    same(value_ref(list.items[1]), chr("q"));
    same(value_ref(list.items[2]), none(0, 0));
    value_list_done(&list);
    value_unref(c);
    Value last;
    c = MAT(2, 3, 1, 2, 3, 4, 5, 6);
    MUST(value_end(&ctx, c, 1, 2, &last));
    same(last, num(3));
    MUST(value_end(&ctx, c, 0, 1, &last));
    same(last, num(6));
    value_unref(c);
}

static void reading_fails(void **state) {
    (void)state;
    static const char bad[] = "MATLAB:badsubscript";
    Value six = num(6), zero = num(0), half = num(1.5), pair[2] = {num(1), num(4)}, text = str("a");
    fails_at(ROW(1, 2, 3, 4, 5), &six, 1, bad,
             "Index exceeds the number of array elements. Index must not exceed 5.");
    fails_at(ROW(1, 2, 3), pair, 2, bad,
             "Index in position 2 exceeds array bounds. Index must not exceed 3.");
    fails_at(ROW(1, 2, 3), &zero, 1, bad,
             "Array indices must be positive integers or logical values.");
    fails_at(ROW(1, 2, 3), &half, 1, bad,
             "Array indices must be positive integers or logical values.");
    fails_at(CELL(1, 1, num(1)), &six, 1, bad,
             "Index exceeds the number of array elements. Index must not exceed 1.");
    fails_at(ROW(1, 2), &text, 1, "MATLAB:UnsupportedIndexType",
             "Unable to use a value of type string as an index.");
    value_unref(text);
    ValueList list = {0};
    Value s = strct(1, (const char *const[]){"a"}, (Value[]){num(1)});
    fails(value_dot(&ctx, s, "b", &list), "MATLAB:nonExistentField",
          "Unrecognized field name \"b\".");
    fails(value_dot(&ctx, num(1), "b", &list), "MATLAB:structRefFromNonStruct",
          "Dot indexing is not supported for variables of this type.");
    fails(value_index_brace(&ctx, s, &six, 1, &list), "MATLAB:cellRefFromNonCell",
          "Brace indexing is not supported for variables of this type.");
    value_unref(s);
    value_list_done(&list);
}

static void writing(void **state) {
    (void)state;
    same(set1(ROW(1, 2, 3), num(2), num(9)), ROW(1, 9, 3));
    same(set1(ROW(1, 2), num(5), num(9)), ROW(1, 2, 0, 0, 9));
    same(set1(MAT(2, 1, 1, 2), num(3), num(9)), MAT(3, 1, 1, 2, 9));
    same(set1(VALUE_NONE, num(3), num(9)), ROW(0, 0, 9));
    same(set1(num(4), num(2), num(5)), ROW(4, 5));
    same(set1(MAT(2, 2, 1, 2, 3, 4), colon(), ROW(5, 6, 7, 8)), MAT(2, 2, 5, 7, 6, 8));
    same(set1(MAT(2, 2, 1, 2, 3, 4), colon(), num(0)), MAT(2, 2, 0, 0, 0, 0));
    same(set2(none(0, 0), num(1), colon(), ROW(1, 2, 3)), ROW(1, 2, 3));
    same(set2(VALUE_NONE, colon(), num(2), MAT(2, 1, 5, 6)), MAT(2, 2, 0, 5, 0, 6));
    same(set2(ROW(1, 2), num(3), num(3), num(9)), MAT(3, 3, 1, 2, 0, 0, 0, 0, 0, 0, 9));
    same(set2(MAT(2, 2, 1, 2, 3, 4), colon(), num(1), ROW(8, 9)), MAT(2, 2, 8, 2, 9, 4));
    same(set1(ROW(1, 2, 3), ARR(CLASS_LOGICAL, 1, 3, 1, 0, 1), num(0)), ROW(0, 2, 0));
    same(set1(ARR(CLASS_INT8, 1, 2, 1, 2), num(1), num(3.7)), ARR(CLASS_INT8, 1, 2, 4, 2));
    same(set1(ROW(1, 2), num(1), ARR(CLASS_SINGLE, 1, 1, 3)), ARR(CLASS_SINGLE, 1, 2, 3, 2));
    same(set1(ROW(1, 2), num(1), ARR(CLASS_INT16, 1, 1, 3)), ARR(CLASS_INT16, 1, 2, 3, 2));
    same(set1(ARR(CLASS_LOGICAL, 1, 2, 1, 0), num(2), num(5)), ARR(CLASS_LOGICAL, 1, 2, 1, 1));
    same(set1(chr("abc"), num(2), num(65)), chr("aAc"));
    same(set1(ROW(1, 2), num(2), chr("a")), ROW(1, 97));
    same(set1(ROW(1, 2), num(2), str("5")), ROW(1, 5));
    same(set1(VALUE_NONE, num(2), str("b")), STRS(1, 2, NULL, "b"));
    same(set1(STRS(1, 1, "a"), num(2), num(3.5)), STRS(1, 2, "a", "3.5"));
    same(set1(none(0, 0), num(2), CELL(1, 1, num(7))), CELL(1, 2, VALUE_NONE, num(7)));
    same(set1(CELL(1, 2, num(1), num(2)), ROW(1, 2), CELL(1, 1, chr("z"))),
         CELL(1, 2, chr("z"), chr("z")));
    same(set1(ROW(1, 2), num(2), complex_row(1, (double[]){1}, (double[]){2})),
         complex_row(2, (double[]){1, 1}, (double[]){0, 2}));
    same(set1(ROW(1, 2), num(3), value_bool(true)), ROW(1, 2, 1));
}

static void writing_fails(void **state) {
    (void)state;
    Value v = ROW(1, 2, 3, 4), rhs = ROW(1, 2, 3), two = ROW(1, 2), c = CELL(1, 1, num(1)),
          idx[2] = {num(1), two}, seven = num(7);
    fails(value_assign(&ctx, &v, &two, 1, rhs), "MATLAB:matrix:singleSubscriptNumelMismatch",
          "Unable to perform assignment because the left and right sides have a different number "
          "of elements.");
    fails(value_assign(&ctx, &v, idx, 2, rhs), "MATLAB:subsassigndimmismatch",
          "Unable to perform assignment because the size of the left side is 1-by-2 and the size "
          "of the right side is 1-by-3.");
    fails(value_assign(&ctx, &v, &two, 1, c), "MATLAB:UnableToConvert",
          "Conversion to double from cell is not possible.");
    same(v, ROW(1, 2, 3, 4));
    v = MAT(2, 2, 1, 2, 3, 4);
    fails(value_assign(&ctx, &v, &seven, 1, num(1)), "MATLAB:indexed_matrix_cannot_be_resized",
          "Attempt to grow array along ambiguous dimension.");
    Value corner[2] = {num(1), num(1)};
    fails(value_remove(&ctx, &v, corner, 2), "MATLAB:subsdeldimmismatch",
          "A null assignment can have only one non-colon index.");
    fails(value_remove(&ctx, &v, &seven, 1), "MATLAB:subsdeldimmismatch",
          "Matrix index is out of range for deletion.");
    value_unref(v);
    value_unref(rhs);
    value_unref(two);
    value_unref(c);
}

static void removing(void **state) {
    (void)state;
    same(gone1(ROW(1, 2, 3), num(2)), ROW(1, 3));
    same(gone1(MAT(3, 1, 1, 2, 3), ROW(1, 3)), MAT(1, 1, 2));
    same(gone1(MAT(2, 2, 1, 2, 3, 4), num(2)), ROW(1, 2, 4));
    same(gone1(ROW(1, 2, 3), none(0, 0)), ROW(1, 2, 3));
    same(gone1(ROW(1, 2, 3), ARR(CLASS_LOGICAL, 1, 3, 1, 0, 1)), num(2));
    same(gone1(CELL(1, 2, num(1), num(2)), num(1)), CELL(1, 1, num(2)));
    same(gone1(STRS(1, 2, "a", "b"), num(1)), str("b"));
    Value v = MAT(2, 3, 1, 2, 3, 4, 5, 6), idx[2] = {colon(), num(2)};
    MUST(value_remove(&ctx, &v, idx, 2));
    same(v, MAT(2, 2, 1, 3, 4, 6));
    v = ROW(1, 2, 3);
    Value row[2] = {num(1), num(2)};
    MUST(value_remove(&ctx, &v, row, 2));
    same(v, ROW(1, 3));
}

static void chains(void **state) {
    (void)state;
    Value v = VALUE_NONE, three = num(3), two = num(2), one = num(1);
    Step a_b_3[3] = {{.kind = '.', .name = "a"},
                     {.kind = '.', .name = "b"},
                     {.kind = '(', .idx = &three, .n = 1}};
    MUST(value_assign_chain(&ctx, &v, a_b_3, 3, num(5)));
    same(value_ref(v),
         strct(1, (const char *const[]){"a"},
               (Value[]){strct(1, (const char *const[]){"b"}, (Value[]){ROW(0, 0, 5)})}));
    // A failing inner step leaves no new field behind.
    Value bad = num(0);
    Step failing[2] = {{.kind = '.', .name = "z"}, {.kind = '(', .idx = &bad, .n = 1}};
    fails(value_assign_chain(&ctx, &v, failing, 2, num(1)), "MATLAB:badsubscript", NULL);
    assert_int_equal(v.structure->n_fields, 1);
    value_clear(&v);

    Step c2_1[2] = {{.kind = '{', .idx = &two, .n = 1}, {.kind = '(', .idx = &one, .n = 1}};
    MUST(value_assign_chain(&ctx, &v, c2_1, 2, num(8)));
    same(value_ref(v), CELL(1, 2, VALUE_NONE, num(8)));
    value_clear(&v);

    Step s2_a[2] = {{.kind = '(', .idx = &two, .n = 1}, {.kind = '.', .name = "a"}};
    MUST(value_assign_chain(&ctx, &v, s2_a, 2, num(8)));
    Step s2_a_3[3] = {s2_a[0], s2_a[1], {.kind = '(', .idx = &three, .n = 1}};
    MUST(value_assign_chain(&ctx, &v, s2_a_3, 3, num(9)));
    ValueList list = {0};
    MUST(value_dot(&ctx, v, "a", &list));
    assert_int_equal(list.n, 2);
    same(value_ref(list.items[0]), none(0, 0));
    same(value_ref(list.items[1]), ROW(8, 0, 9));
    value_list_done(&list);
    Step drop[3] = {s2_a[0], s2_a[1], {.kind = '(', .idx = &two, .n = 1}};
    MUST(value_remove_chain(&ctx, &v, drop, 3));
    MUST(value_dot(&ctx, v, "a", &list));
    same(value_ref(list.items[1]), ROW(8, 9));
    value_list_done(&list);
    // A value stored inside itself is a copy.
    Value keep = value_ref(v);
    Step self[2] = {{.kind = '(', .idx = &one, .n = 1}, {.kind = '.', .name = "a"}};
    MUST(value_assign_chain(&ctx, &v, self, 2, v));
    assert_true(v.structure->items[0].tag == VAL_STRUCT);
    assert_true(keep.structure->items[0].tag == VAL_NONE);
    value_unref(keep);
    value_unref(v);
}

/// Storage that has one owner stays where it is: assignment in a loop costs no copy.
static void in_place(void **state) {
    (void)state;
    Value inner = ROW(1, 2, 3), two = num(2);
    void *data = inner.tensor->data;
    Value v = strct(1, (const char *const[]){"c"}, (Value[]){CELL(1, 2, num(0), inner)});
    Step steps[3] = {{.kind = '.', .name = "c"},
                     {.kind = '{', .idx = &two, .n = 1},
                     {.kind = '(', .idx = &two, .n = 1}};
    MUST(value_assign_chain(&ctx, &v, steps, 3, num(7)));
    Value now = v.structure->items[0].cell->items[1];
    assert_ptr_equal(now.tensor->data, data);
    assert_true(tensor_f64(now.tensor)[1] == 7);
    // A shared one is copied first.
    Value other = value_ref(now);
    MUST(value_assign_chain(&ctx, &v, steps, 3, num(8)));
    assert_true(tensor_f64(other.tensor)[1] == 7);
    value_unref(other);
    value_unref(v);
}

static void copy_on_write(void **state) {
    (void)state;
    Value a = CELL(1, 2, num(1), num(2)), b = value_ref(a), one = num(1), letter = chr("x");
    MUST(value_assign_brace(&ctx, &b, &one, 1, letter));
    value_unref(letter);
    same(a, CELL(1, 2, num(1), num(2)));
    same(b, CELL(1, 2, chr("x"), num(2)));
    Value v = ROW(1, 2, 3), all = colon();
    MUST(value_assign(&ctx, &v, &all, 1, v)); // x(:) = x
    same(v, ROW(1, 2, 3));
}

/// A list of a million levels is freed without recursion.
static void deep_nesting(void **state) {
    (void)state;
    Value v = num(1);
    for (int i = 0; i < 1000000; i++)
        v = i % 2 ? CELL(1, 1, v) : strct(1, (const char *const[]){"a"}, (Value[]){v});
    value_unref(v);
}

static void small_classes(void **state) {
    (void)state;
    same(at1(chr("abc"), num(2)), chr("b"));
    same(at1(ARR(CLASS_SINGLE, 1, 2, 1, 2.5), num(2)), ARR(CLASS_SINGLE, 1, 1, 2.5));
    same(at1(complex_row(2, (double[]){1, 3}, (double[]){2, -4}), num(2)),
         complex_row(1, (double[]){3}, (double[]){-4}));
    Tensor *t;
    Shape shape = {.n_dims = 3, .dim = {2, 2, 2}};
    MUST(tensor_zeros(&ctx, CLASS_DOUBLE, &shape, &t));
    for (int i = 0; i < 8; i++) tensor_f64(t)[i] = i + 1;
    Value v = value_take_tensor(t);
    same(at2(value_ref(v), num(2), num(3)), num(6)); // the last subscript folds
    v = set2(v, num(1), num(4), num(70));
    same(at1(value_ref(v), num(7)), num(70));
    Value page[3] = {colon(), colon(), num(3)};
    MUST(value_assign(&ctx, &v, page, 3, num(5)));
    same(at1(value_ref(v), ROW(7, 9, 12)), ROW(70, 5, 5));
    page[2] = ROW(1, 3);
    MUST(value_remove(&ctx, &v, page, 3));
    value_unref(page[2]);
    same(value_ref(v), MAT(2, 2, 5, 70, 6, 8));
    v = set2(v, num(1), colon(), num(0));
    same(v, MAT(2, 2, 0, 0, 6, 8));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading),      cmocka_unit_test(reading_fails),
        cmocka_unit_test(writing),      cmocka_unit_test(writing_fails),
        cmocka_unit_test(removing),     cmocka_unit_test(chains),
        cmocka_unit_test(in_place),     cmocka_unit_test(copy_on_write),
        cmocka_unit_test(deep_nesting), cmocka_unit_test(small_classes)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
