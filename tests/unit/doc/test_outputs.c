// The structured form of shown variables. Expected JSON: the form of plain-text live code as found
// in public files (reference/live-documents.md 1.4 and samples: no header for double arrays,
// exponent as text, string arrays without quotes in a matrix and with quotes in a table); displayed
// cells: MATLAB's documented format short.
#include "doc/outputs.h"
#include "engine/engine.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void output_of(Engine *e, const char *expression, DocOutput *ret) {
    Value v;
    Status status = engine_eval(e, expression, &v);
    if (status != OK) print_message("%s: %s\n", expression, error_message(&e->ctx.error));
    assert_int_equal(status, OK);
    Buf text = BUF_INIT;
    assert_int_equal(value_display(&e->ctx, &e->env.format, "x", v, &text), OK);
    *ret = (DocOutput){.line = 7};
    assert_int_equal(output_of_value(&e->ctx, "x", &v, buf_text(&text), ret), OK);
    assert_string_equal(ret->name, "x");
    assert_string_equal(ret->text, buf_text(&text));
    assert_int_equal(ret->line, 7);
    buf_done(&text);
    value_unref(v);
}

static void forms(void **state) {
    (void)state;
    static const struct {
        const char *expression;
        OutputKind kind;
        const char *data;
    } cases[] = {
        {"pi", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"x\",\"value\":\"3.1416\"}}"},
        {"'text'", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"x\",\"value\":\"'text'\"}}"},
        {"\"a/b\"", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"x\",\"value\":\"\\\"a\\/"
         "b\\\"\"}}"},
        {"[]", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"name\":\"x\",\"value\":\"[]\"}}"},
        {"single(2.5)", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"header\":\"single\",\"name\":\"x\","
         "\"value\":\"2.5000\"}}"},
        {"struct(\"a\",1,\"bc\",\"t\")", OUTPUT_VARIABLE,
         "{\"dataType\":\"textualVariable\",\"outputData\":{\"header\":\"struct with "
         "fields:\",\"name\":\"x\",\"value\":\"     a: 1\\n    bc: \\\"t\\\"\"}}"},
        {"[1 2;3 4]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"name\":\"x\",\"rows\":2,"
         "\"type\":\"double\",\"value\":[["
         "\"1\",\"2\"],[\"3\",\"4\"]]}}"},
        {"[0.5 NaN -Inf]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":3,\"name\":\"x\",\"rows\":1,"
         "\"type\":\"double\",\"value\":[["
         "\"0.5000\",\"NaN\",\"-Inf\"]]}}"},
        {"[0 1; -142122.3033756867 -18.8495559215]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"exponent\":\"5\",\"name\":\"x\","
         "\"rows\":2,\"type\":"
         "\"double\",\"value\":[[\"0\",\"0.0000\"],[\"-1.4212\",\"-0.0002\"]]}}"},
        {"[1+2i 3]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"name\":\"x\",\"rows\":1,"
         "\"type\":\"double\",\"value\":[["
         "\"1.0000 + 2.0000i\",\"3.0000 + 0.0000i\"]]}}"},
        {"[false true]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"header\":\"1×2 logical "
         "array\",\"name\":\"x\",\"rows\":1,\"type\":\"logical\",\"value\":[[\"0\",\"1\"]]}}"},
        {"int8([1;-20])", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":1,\"header\":\"2×1 int8 column "
         "vector\",\"name\":\"x\",\"rows\":2,\"type\":\"int8\",\"value\":[[\"1\"],[\"-20\"]]}}"},
        {"[\"red\" \"blue\"]", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"header\":\"1×2 string "
         "array\",\"name\":\"x\",\"rows\":1,\"type\":\"string\",\"value\":[[\"red\",\"blue\"]]}}"},
        {"categorical([\"u\" \"v\"])", OUTPUT_MATRIX,
         "{\"dataType\":\"matrix\",\"outputData\":{\"columns\":2,\"header\":\"1×2 categorical "
         "array\",\"name\":\"x\",\"rows\":1,\"type\":\"categorical\",\"value\":[[\"u\",\"v\"]]}}"},
        {"{1,'two';[1 2],{};\"s\",true}", OUTPUT_TABLE,
         "{\"dataType\":\"tabular\",\"outputData\":{\"columns\":2,\"header\":\"3×2 cell "
         "array\",\"name\":\"x\",\"rows\":3,\"type\":\"cell\",\"value\":[[\"1\",\"'two'\"],[\"[1,2]"
         "\",\"0×0 "
         "cell\"],[\"\\\"s\\\"\",\"1\"]]}}"},
        {"table([1;2.5],[\"p\";\"q\"],[true;false],VariableNames=[\"A\" \"B\" \"C\"])",
         OUTPUT_TABLE,
         "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"A\",\"B\",\"C\"],"
         "\"columns\":3,\"dataTypes\":["
         "\"double\",\"string\",\"logical\"],\"header\":\"2×3 "
         "table\",\"name\":\"x\",\"rows\":2,\"type\":\"table\",\"value\":[[\"1\",\"\\\"p\\\"\","
         "\"true\"],[\"2.5\","
         "\"\\\"q\\\"\",\"false\"]]}}"},
        {"table([1;2],RowNames=[\"r\" \"s\"],VariableNames=\"A\")", OUTPUT_TABLE,
         "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"A\"],\"columns\":1,"
         "\"cornerText\":\"Row\","
         "\"dataTypes\":[\"double\"],\"header\":\"2×1 "
         "table\",\"name\":\"x\",\"rowNames\":[\"r\",\"s\"],\"rows\":2,"
         "\"type\":\"table\",\"value\":[[\"1\"],[\"2\"]]}}"},
        {"struct(\"a\",{1,[1 2]})", OUTPUT_TABLE,
         "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"a\"],\"columns\":1,"
         "\"header\":\"1×2 struct "
         "array\",\"name\":\"x\",\"rows\":2,\"type\":\"struct\",\"value\":[[\"1\"],[\"[1 2]\"]]}}"},
    };
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DocOutput o;
        output_of(e, cases[i].expression, &o);
        assert_int_equal(o.kind, cases[i].kind);
        assert_string_equal(o.data, cases[i].data);
        output_done(&o);
    }
    engine_free(e);
}

/// Occurrences of a word.
static int count(const char *text, const char *word) {
    int n = 0;
    for (const char *p = text; (p = strstr(p, word)); p += strlen(word)) n++;
    return n;
}

static void large_values_keep_their_sizes(void **state) {
    (void)state;
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    DocOutput o;
    output_of(e, "7 * ones(300, 40)", &o);
    assert_non_null(strstr(o.data, "\"columns\":40,"));
    assert_non_null(strstr(o.data, "\"rows\":300,"));
    assert_int_equal(count(o.data, "\"7\""), OUTPUT_MAX_ROWS * OUTPUT_MAX_COLUMNS);
    output_done(&o);
    output_of(e, "array2table(ones(101, 2))", &o);
    assert_non_null(strstr(o.data, "\"rows\":101,"));
    assert_int_equal(count(o.data, "[\"1\",\"1\"]"), OUTPUT_MAX_ROWS);
    output_done(&o);
    Value v; // a console form of many megabytes is cut at the end of a line
    assert_int_equal(engine_eval(e, "ones(2)", &v), OK);
    Buf text = BUF_INIT;
    for (int i = 0; i < 400000; i++) buf_puts(&text, "     1\n");
    buf_puts(&text, "the end\n");
    o = (DocOutput){0};
    assert_int_equal(output_of_value(&e->ctx, "x", &v, buf_text(&text), &o), OK);
    assert_in_range(strlen(o.text), 200000, 300000);
    assert_non_null(strstr(o.text, "     1\n… (output shortened: 2,5"));
    assert_string_equal(o.text + strlen(o.text) - 15, "     1\nthe end\n");
    output_done(&o);
    buf_done(&text);
    value_unref(v);
    engine_free(e);
}

static void the_format_in_force_counts(void **state) {
    (void)state;
    Engine *e;
    assert_int_equal(engine_new(NULL, &e), OK);
    Value v;
    assert_int_equal(engine_eval(e, "[pi 1]", &v), OK);
    DisplayFormat format = {.mode = FORMAT_LONG, .width = 80};
    DocOutput o = {0};
    assert_int_equal(output_of_value_as(&e->ctx, &format, "x", &v, "x =\n", &o), OK);
    assert_non_null(strstr(o.data, "[[\"3.141592653589793\",\"1.000000000000000\"]]"));
    output_done(&o);
    value_unref(v);
    engine_free(e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),
        cmocka_unit_test(large_values_keep_their_sizes),
        cmocka_unit_test(the_format_in_force_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
