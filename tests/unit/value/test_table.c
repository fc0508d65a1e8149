// Tables and categorical arrays. Display texts follow the documented layout (rule as wide as the
// wider of name and values, values centred under it); the rest is hand calculation.
#include "make.h"

static Value table_of(Index rows, int n, const char *const *names, Value *vars) {
    Table *t;
    MUST(table_new(&ctx, rows, names, vars, n, &t));
    return value_take_object(&t->head);
}
static Value people(void) {
    return table_of(2, 3, (const char *const[]){"LastName", "Age", "Smoker"},
                    (Value[]){CELL(2, 1, chr("Sanchez"), chr("Li")), MAT(2, 1, 38, 43),
                              ARR(CLASS_LOGICAL, 2, 1, 1, 0)});
}
static Value dot(Value v, const char *name) {
    ValueList list = {0};
    MUST(value_dot(&ctx, v, name, &list));
    assert_int_equal(list.n, 1);
    Value out = list.items[0];
    list.n = 0;
    value_list_done(&list);
    return out;
}
static Value sub(Value v, Value rows, Value vars) {
    Value out, idx[2] = {rows, vars};
    MUST(value_index(&ctx, v, idx, 2, &out));
    value_unref(rows);
    value_unref(vars);
    return out;
}
static Value brace(Value v, Value rows, Value vars) {
    ValueList list = {0};
    Value idx[2] = {rows, vars};
    MUST(value_index_brace(&ctx, v, idx, 2, &list));
    Value out = list.items[0];
    list.n = 0;
    value_list_done(&list);
    value_unref(rows);
    value_unref(vars);
    return out;
}

static void table_displays(void **state) {
    (void)state;
    shows(people(), "x =\n\n  2×3 table\n\n     LastName      Age    Smoker\n    ___________    "
                    "___    ______\n\n"
                    "    {'Sanchez'}    38     true  \n    {'Li'     }    43     false \n\n");
    shows(table_of(3, 2, (const char *const[]){"a", "b"},
                   (Value[]){MAT(3, 1, 1, 2, 3), MAT(3, 1, 4, 5, 6)}),
          "x =\n\n  3×2 table\n\n    a    b\n    _    _\n\n    1    4\n    2    5\n    3    6\n\n");
    shows(table_of(2, 2, (const char *const[]){"Var1", "s"},
                   (Value[]){MAT(2, 1, 0.81472, 12.5), STRS(2, 1, "p", "qq")}),
          "x =\n\n  2×2 table\n\n     Var1       s  \n    _______    ____\n\n    0.81472    \"p\" "
          "\n       12.5    \"qq\"\n\n");
    Value t = people(), names = CELL(2, 1, chr("r1"), chr("row2"));
    Step steps[2] = {{.kind = '.', .name = "Properties"}, {.kind = '.', .name = "RowNames"}};
    MUST(value_assign_chain(&ctx, &t, steps, 2, names));
    value_unref(names);
    shows(t,
          "x =\n\n  2×3 table\n\n             LastName      Age    Smoker\n            ___________ "
          "   ___    ______\n\n"
          "    r1      {'Sanchez'}    38     true  \n    row2    {'Li'     }    43     false \n\n");
}

static void table_reading(void **state) {
    (void)state;
    Value t = people(), age;
    same(dot(t, "Age"), MAT(2, 1, 38, 43));
    same(brace(t, colon(), str("Age")), MAT(2, 1, 38, 43));
    same(brace(t, num(2), chr("LastName")), CELL(1, 1, chr("Li")));
    same(brace(t, num(1), ROW(2, 3)), ROW(38, 1));
    age = sub(t, ARR(CLASS_LOGICAL, 2, 1, 0, 1), CELL(1, 1, chr("Age")));
    Shape shape;
    MUST(value_shape(&ctx, age, &shape));
    assert_true(shape.dim[0] == 1 && shape.dim[1] == 1);
    same(dot(age, "Age"), num(43));
    value_unref(age);
    Value properties = dot(t, "Properties");
    same(dot(properties, "VariableNames"), CELL(1, 3, chr("LastName"), chr("Age"), chr("Smoker")));
    value_unref(properties);
    ValueList list = {0};
    fails(value_dot(&ctx, t, "Weight", &list), "MATLAB:table:UnrecognizedVarName",
          "Unrecognized table variable name 'Weight'.");
    Value far[2] = {num(5), colon()}, out;
    fails(value_index(&ctx, t, far, 2, &out), "MATLAB:table:RowIndexOutOfRange",
          "Row index exceeds table dimensions.");
    value_list_done(&list);
    value_unref(t);
}

static void table_writing(void **state) {
    (void)state;
    Value t = people(), weight = MAT(2, 1, 70, 80), two = num(2), shared = value_ref(t);
    MUST(value_assign_dot(&ctx, &t, "Weight", weight));
    value_unref(weight);
    Step element[2] = {{.kind = '.', .name = "Weight"}, {.kind = '(', .idx = &two, .n = 1}};
    MUST(value_assign_chain(&ctx, &t, element, 2, num(85)));
    same(dot(t, "Weight"), MAT(2, 1, 70, 85));
    Step name[2] = {{.kind = '.', .name = "LastName"}, {.kind = '{', .idx = &two, .n = 1}};
    Value lee = chr("Lee");
    MUST(value_assign_chain(&ctx, &t, name, 2, lee));
    same(dot(t, "LastName"), CELL(2, 1, chr("Sanchez"), chr("Lee")));
    same(dot(shared, "LastName"), CELL(2, 1, chr("Sanchez"), chr("Li")));
    Value cell_idx[2] = {num(1), str("Age")};
    MUST(value_assign_brace(&ctx, &t, cell_idx, 2, num(39)));
    same(dot(t, "Age"), MAT(2, 1, 39, 43));
    Value row = CELL(1, 4, chr("New"), num(50), value_bool(true), num(60)),
          row_idx[2] = {num(3), colon()};
    MUST(value_assign(&ctx, &t, row_idx, 2, row));
    same(dot(t, "Weight"), MAT(3, 1, 70, 85, 60));
    same(dot(t, "LastName"), CELL(3, 1, chr("Sanchez"), chr("Lee"), chr("New")));
    Value drop_row[2] = {num(1), colon()}, drop_var[2] = {colon(), str("Smoker")};
    MUST(value_remove(&ctx, &t, drop_row, 2));
    MUST(value_remove(&ctx, &t, drop_var, 2));
    same(dot(t, "Age"), MAT(2, 1, 43, 50));
    assert_int_equal(table_find((Table *)t.object, "Smoker"), -1);
    Value empty = none(0, 0), short_column = MAT(3, 1, 1, 2, 3);
    MUST(value_assign_dot(&ctx, &t, "Age", empty));
    assert_int_equal(table_find((Table *)t.object, "Age"), -1);
    fails(value_assign_dot(&ctx, &t, "Height", short_column), "MATLAB:table:RowDimensionMismatch",
          NULL);
    value_unref(short_column);
    value_unref(empty);
    value_unref(row);
    value_unref(cell_idx[1]);
    value_unref(drop_var[1]);
    value_unref(lee);
    value_unref(t);
    value_unref(shared);
}

static void table_new_variables(void **state) {
    (void)state;
    Value t = table_of(0, 0, NULL, NULL), rhs = MAT(2, 2, 1, 2, 3, 4), names = STRS(1, 2, "a", "b");
    MUST(value_assign_brace(&ctx, &t, (Value[]){colon(), names}, 2, rhs));
    same(dot(t, "b"), MAT(2, 1, 2, 4));
    Value word = str("x");
    MUST(value_assign_brace(&ctx, &t, (Value[]){num(2), num(4)}, 2,
                            word)); // Var3 is made on the way
    same(dot(t, "Var4"), STRS(2, 1, NULL, "x"));
    value_unref(word);
    value_unref(names);
    value_unref(rhs);
    value_unref(t);
}

static void table_joining(void **state) {
    (void)state;
    const char *const a[] = {"a"}, *const b[] = {"b"};
    Value out,
        parts[2] = {table_of(1, 1, a, (Value[]){num(1)}), table_of(1, 1, a, (Value[]){num(2)})};
    MUST(value_concat(&ctx, 0, parts, 2, &out));
    same(dot(out, "a"), MAT(2, 1, 1, 2));
    value_unref(out);
    fails(value_concat(&ctx, 1, parts, 2, &out), "MATLAB:table:DuplicateVarNames", NULL);
    value_unref(parts[1]);
    parts[1] = table_of(1, 1, b, (Value[]){str("q")});
    MUST(value_concat(&ctx, 1, parts, 2, &out));
    same(dot(out, "b"), str("q"));
    value_unref(out);
    fails(value_concat(&ctx, 0, parts, 2, &out), "MATLAB:table:vertcat:UnequalVarNames", NULL);
    value_unref(parts[0]);
    value_unref(parts[1]);
}

static void categoricals(void **state) {
    (void)state;
    const char *const words[] = {"red", "green", "red", NULL};
    Value c = cats(words, 4), out, idx = ROW(1, 2), green = str("green");
    shows(value_ref(c), "x = \n\n  1×4 categorical array\n\n     red      green      "
                        "red      <undefined> \n\n");
    shows(cats(words, 1), "x = \n\n  categorical\n\n     red \n\n");
    MUST(value_index(&ctx, c, &idx, 1, &out));
    same(out, cats(words, 2));
    MUST(value_binary(&ctx, OP_EQ, c, green, &out));
    same(out, ARR(CLASS_LOGICAL, 1, 4, 0, 1, 0, 0));
    MUST(value_binary(&ctx, OP_NE, c, green, &out));
    same(out, ARR(CLASS_LOGICAL, 1, 4, 1, 0, 1, 1));
    fails(value_binary(&ctx, OP_LT, c, green, &out), "MATLAB:categorical:NotOrdinal", NULL);
    Value copy = value_ref(c), four = num(4);
    MUST(value_assign(&ctx, &copy, &four, 1, green));
    same(value_ref(copy), cats((const char *const[]){"red", "green", "red", "green"}, 4));
    assert_int_equal(((Categorical *)c.object)->codes[3], 0);
    MUST(value_remove(&ctx, &copy, &four, 1));
    same(copy, cats(words, 3));
    Value parts[2] = {cats(words, 2), str("blue")};
    MUST(value_concat(&ctx, 1, parts, 2, &out));
    same(out, cats((const char *const[]){"red", "green", "blue"}, 3));
    Value grown = VALUE_NONE;
    MUST(value_assign(&ctx, &grown, &four, 1, parts[0] = (value_unref(parts[0]), cats(words, 1))));
    same(grown, cats((const char *const[]){NULL, NULL, NULL, "red"}, 4));
    value_unref(parts[0]);
    value_unref(parts[1]);
    value_unref(green);
    value_unref(idx);
    value_unref(c);
}

static void table_chains(void **state) {
    (void)state;
    Value t = people(), one = num(1), nine = num(9), two = num(2);
    void *data = ((Table *)t.object)->vars[1].tensor->data;
    Step age[2] = {{.kind = '.', .name = "Age"}, {.kind = '(', .idx = &one, .n = 1}};
    MUST(value_assign_chain(&ctx, &t, age, 2, num(40)));
    assert_ptr_equal(((Table *)t.object)->vars[1].tensor->data, data); // in place
    Step beyond[2] = {age[0], {.kind = '(', .idx = &nine, .n = 1}};
    fails(value_assign_chain(&ctx, &t, beyond, 2, num(1)), "MATLAB:table:RowDimensionMismatch",
          NULL);
    same(dot(t, "Age"), MAT(2, 1, 40, 43));
    Step fresh[2] = {{.kind = '.', .name = "Height"}, {.kind = '(', .idx = &two, .n = 1}};
    MUST(value_assign_chain(&ctx, &t, fresh, 2, num(180)));
    same(dot(t, "Height"), MAT(2, 1, 0, 180));
    Step rename[3] = {{.kind = '.', .name = "Properties"},
                      {.kind = '.', .name = "VariableNames"},
                      {.kind = '{', .idx = &two, .n = 1}};
    Value years = chr("Years");
    MUST(value_assign_chain(&ctx, &t, rename, 3, years));
    same(dot(t, "Years"), MAT(2, 1, 40, 43));
    value_unref(years);
    value_unref(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_displays),      cmocka_unit_test(table_reading),
        cmocka_unit_test(table_writing),       cmocka_unit_test(table_joining),
        cmocka_unit_test(table_new_variables), cmocka_unit_test(table_chains),
        cmocka_unit_test(categoricals)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
