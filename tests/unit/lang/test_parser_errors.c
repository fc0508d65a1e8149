// tests/unit/lang/test_parser_errors.c: what is wrong, where, and going on after it.
#include "base/buf.h"
#include "lang/ast.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
// cmocka wants the headers above first
#include <cmocka.h>

typedef struct Case {
    const char *source;
    int line, column;
    const char *id, *part; // identifier without "MATLAB:m_", words that the message must contain
} Case;

static const Case syntax_errors[] = {
    {"x = (1 + 2", 1, 5, "unbalanced", "no matching ')'"},
    {"x = [1 2", 1, 5, "unbalanced", "no matching ']'"},
    {"x = [1 2\ny = 3\n", 1, 5, "unbalanced", "no matching ']'"},
    {"c = {1, 2", 1, 5, "unbalanced", "no matching '}'"},
    {"f(1, 2;", 1, 2, "unbalanced", "no matching ')'"},
    {"c = {1 2)", 1, 9, "unbalanced", "expected to close the '{' in column 5"},
    {"x = a)", 1, 6, "unbalanced", "closes nothing"},
    {"x = 1]", 1, 6, "unbalanced", "closes nothing"},
    {"y = 2;\nx = 'abc", 2, 5, "string_not_terminated", "no closing quote"},
    {"x = \"abc", 1, 5, "string_not_terminated", "closing double quote"},
    {"disp 'abc", 1, 6, "string_not_terminated", "no closing quote"},
    {"if x\n y;\n", 1, 1, "missing_end", "'if' has no matching 'end'"},
    {"for i=1:3\n if x\n end\n", 1, 1, "missing_end", "'for'"},
    {"while x\n", 1, 1, "missing_end", "'while'"},
    {"switch x\ncase 1\n", 1, 1, "missing_end", "'switch'"},
    {"try\n x;\n", 1, 1, "missing_end", "'try'"},
    {"if a\nb\nendif\n", 3, 1, "missing_end", "'endif' is not a keyword"},
    {"function f\nfunction g\nend\n", 1, 1, "missing_end", "function"},
    {"x = 1;\nelse", 2, 1, "illegal_keyword", "no 'if' before"},
    {"elseif x", 1, 1, "illegal_keyword", "no 'if' before"},
    {"end", 1, 1, "illegal_keyword", "closes nothing"},
    {"catch", 1, 1, "illegal_keyword", "no 'try'"},
    {"case 1", 1, 1, "illegal_keyword", "'switch'"},
    {"otherwise", 1, 1, "illegal_keyword", "'switch'"},
    {"if a, else, else, end", 1, 13, "illegal_keyword", "cannot follow the 'else'"},
    {"for i=1:2\n x\nelse\nend", 3, 1, "illegal_keyword", "does not belong to the 'for'"},
    {"switch x\n y = 1;\nend", 2, 2, "illegal_switch", "'case'"},
    {"x = 1abc", 1, 5, "invalid_number", "letter"},
    {"x = 1.2.3", 1, 5, "invalid_number", "two decimal points"},
    {"x = 1e", 1, 5, "invalid_number", "exponent"},
    {"x = 0xG", 1, 5, "invalid_number", "hexadecimal"},
    {"x = 3 +", 1, 8, "missing_operand", "'+' needs a value on its right"},
    {"x = * 3", 1, 5, "missing_operand", "'*' needs a value on its left"},
    {"x = ", 1, 5, "missing_operand", "an expression"},
    {"x = ()", 1, 6, "missing_operand", "empty"},
    {"x = [1,,2]", 1, 8, "missing_operand", "an expression"},
    {"f(1,,2)", 1, 5, "missing_operand", "an expression"},
    {"3 = x", 1, 1, "illegal_assignment", "Cannot assign to a number"},
    {"a + b = c", 1, 1, "illegal_assignment", "Cannot assign to an expression"},
    {"a' = 3", 1, 1, "illegal_assignment", "transpose"},
    {"[a, 3] = f", 1, 5, "illegal_assignment", "number"},
    {"[a; b] = f", 1, 5, "illegal_assignment", "one row"},
    {"[] = f", 1, 1, "illegal_assignment", "empty"},
    {"x = y = 3", 1, 7, "illegal_assignment", "'=='"},
    {"if x = 3, end", 1, 6, "illegal_assignment", "'=='"},
    {"while x = 3, end", 1, 9, "illegal_assignment", "'=='"},
    {"y = (a = 3)", 1, 8, "illegal_assignment", "'=='"},
    {"f(a)(b) = 1", 1, 5, "double_index", "parentheses"},
    {"x += 1", 1, 3, "op_assign", "x = x + 1"},
    {"x = 2;\nx -= 1", 2, 3, "op_assign", "x = x - 1"},
    {"x++", 1, 3, "op_assign", "no operator '++'"},
    {"x != 3", 1, 3, "illegal_character", "'~='"},
    {"y = !x", 1, 5, "illegal_character", "'~'"},
    {"# comment", 1, 1, "illegal_character", "'%'"},
    {"x = \xE2\x80\x9C"
     "a\xE2\x80\x9D",
     1, 5, "illegal_character", "curly quote"},
    {"x = 3 \xE2\x88\x92 1", 1, 7, "illegal_character", "minus"},
    {"x =< 3", 1, 3, "illegal_operator", "'<='"},
    {"x = 3 4", 1, 7, "missing_operator", "before '4'"},
    {"f(a b)", 1, 5, "missing_operator", "before 'b'"},
    {"for i 1:3, end", 1, 7, "illegal_for", "'='"},
    {"break", 1, 1, "illegal_jump", "loop"},
    {"if x, continue, end", 1, 7, "illegal_jump", "loop"},
    {"if x\n function f\n end\nend", 2, 2, "illegal_function", "inside 'if'"},
    {"function\nx;", 1, 1, "illegal_function", "name"},
    {"function f(a=1)\nend", 1, 13, "illegal_default", "arguments"},
    {"function f(a,a)\nend", 1, 14, "duplicate_name", "'a'"},
    {"function f\nend\nx = 1;", 3, 1, "code_after_function", "function"},
    {"if = 3", 1, 1, "keyword_as_name", "'if'"},
    {"end = 3", 1, 1, "keyword_as_name", "'end'"},
    {"x = end", 1, 5, "missing_operand", "'end'"},
    {"x = [end]", 1, 6, "illegal_end", "last index"},
    {"_x = 2", 1, 1, "illegal_name", "letter"},
    {"x = a.", 1, 7, "missing_field", "field"},
    {"x = a.3", 1, 6, "missing_operator", ".3"},
    {"x = @", 1, 6, "missing_operand", "function name"},
    {"[~, a]", 1, 2, "illegal_tilde", "'~'"},
    {"f(Name=3, 4)", 1, 11, "positional_after_named", "Name=Value"},
    {"if\nend", 1, 1, "missing_condition", "'if'"},
    {"function f\narguments (Foo)\nx\nend\nend", 2, 12, "illegal_arguments", "Input"},
    {"function f(x)\narguments\nx (a,1)\nend\nend", 3, 4, "illegal_size", "size"},
};

static void test_syntax_errors(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof syntax_errors / sizeof syntax_errors[0]; i++) {
        const Case *c = &syntax_errors[i];
        Ctx ctx;
        ctx_init(&ctx);
        Unit *unit = NULL;
        Status status = parse_unit(&ctx, "t.m", c->source, strlen(c->source), 1, &unit);
        char id[80];
        snprintf(id, sizeof id, "MATLAB:m_%s", c->id);
        const Error *e = &ctx.error;
        if (status != ERR_SYNTAX) fail_msg("accepted: %s", c->source);
        if (e->span.line != c->line || e->span.column != c->column ||
            strcmp(error_id(e), id) != 0 || !strstr(error_message(e), c->part))
            fail_msg("%s\n  %d:%d %s %s", c->source, e->span.line, e->span.column, error_id(e),
                     error_message(e));
        assert_null(unit);
        assert_string_equal(e->file, "t.m");
        ctx_done(&ctx);
    }
}

static void expect_status(const char *source, Status expected) {
    Ctx ctx;
    ctx_init(&ctx);
    Unit *unit = NULL;
    Status status = parse_unit(&ctx, "t.m", source, strlen(source), 1, &unit);
    if (status != expected) fail_msg("%s: %s", status_name(status), error_message(&ctx.error));
    unit_free(unit);
    ctx_done(&ctx);
}

static void test_unsupported(void **state) {
    (void)state;
    expect_status("classdef A\nend", ERR_UNSUPPORTED);
    expect_status("function f(o)\narguments\no.?pkg.Class\nend\nend", ERR_UNSUPPORTED);
    expect_status("function v = get.Name(o)\nend", ERR_UNSUPPORTED);
}

static void expect_repeated(const char *head, const char *part, int n, const char *tail,
                            Status expected) {
    Buf text = BUF_INIT;
    buf_puts(&text, head);
    for (int i = 0; i < n; i++) buf_puts(&text, part);
    buf_puts(&text, tail);
    expect_status(buf_text(&text), expected);
    buf_done(&text);
}

static void test_limits(void **state) {
    (void)state;
    expect_repeated("x = ", "(", 100000, "", ERR_LIMIT);
    expect_repeated("x = ", "[", 100000, "", ERR_LIMIT);
    expect_repeated("x = ", "{", 100000, "", ERR_LIMIT);
    expect_repeated("x = ", "-", 100000, "1", ERR_LIMIT);
    expect_repeated("x = ", "~", 100000, "1", ERR_LIMIT);
    expect_repeated("x = ", "1^-", 100000, "1", ERR_LIMIT);
    expect_repeated("x = 1", "+1", 100000, "", ERR_LIMIT);
    expect_repeated("x = a", "'", 100000, "", ERR_LIMIT);
    expect_repeated("x = a", ".b", 100000, "", ERR_LIMIT);
    expect_repeated("x = a", "{1}", 100000, "", ERR_LIMIT);
    expect_repeated("", "if 1\n", 100000, "", ERR_LIMIT);
    expect_repeated("", "@() ", 100000, "1", ERR_LIMIT);
    expect_repeated("", "try\n", 100000, "", ERR_LIMIT);
    expect_repeated("x = ", "f(", 100000, "", ERR_LIMIT);
    expect_repeated("x = ", "(", 90, "1", ERR_SYNTAX);
    expect_repeated("x = 1", "+1", 1000, "", OK);
    expect_repeated("", "function f\n", 5000, "", OK);
    expect_repeated("if a\n", "elseif b\n", 5000, "end", OK);
}

static void test_check_goes_on(void **state) {
    (void)state;
    const char *source = "x = (1\n"
                         "y = 2;\n"
                         "if x = 3\n"
                         "  z = * 4;\n"
                         "  w = 5;\n"
                         "end\n"
                         "for k 1:3\n"
                         "  disp(k)\n"
                         "end\n"
                         "s = 'abc\n"
                         "q = [1 2 3];\n"
                         "1 = q\n";
    static const struct {
        int line, column;
    } expected[] = {{1, 5}, {3, 6}, {4, 7}, {7, 7}, {10, 5}, {12, 1}};
    Ctx ctx;
    ctx_init(&ctx);
    Arena *arena = arena_new();
    Diagnostic *found = NULL;
    Index n = 0;
    assert_int_equal(parse_check(&ctx, "t.m", source, strlen(source), arena, &found, &n), OK);
    assert_int_equal(n, 6);
    for (Index i = 0; i < n; i++) {
        assert_int_equal(found[i].span.line, expected[i].line);
        assert_int_equal(found[i].span.column, expected[i].column);
        assert_true(found[i].is_error);
        assert_non_null(found[i].message);
    }
    assert_int_equal(ctx.error.status, OK);
    assert_int_equal(parse_check(&ctx, "t.m", "x = 1;", 6, arena, &found, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(parse_check(&ctx, "t.m", "y = 1 +\nclassdef A", 18, arena, &found, &n), OK);
    assert_int_equal(n, 2);
    assert_non_null(strstr(found[1].message, "not supported"));
    arena_free(arena);
    ctx_done(&ctx);
}

static void test_check_function_in_block(void **state) {
    (void)state;
    const char *source = "for k=1:3\nif x\nfunction f\ny = 1;\nend\nz = (1\n";
    Ctx ctx;
    ctx_init(&ctx);
    Arena *arena = arena_new();
    Diagnostic *found = NULL;
    Index n = 0;
    assert_int_equal(parse_check(&ctx, "t.m", source, strlen(source), arena, &found, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(found[0].span.line, 3);
    assert_int_equal(found[1].span.line, 6);
    arena_free(arena);
    ctx_done(&ctx);
}

static void test_incomplete(void **state) {
    (void)state;
    static const char *const yes[] = {"for i=1:3",          "if a\n b",         "x = [1 2",
                                      "x = [1 2\n",         "c = {1, ...\n",    "x = 3 ...",
                                      "x = 3 + ...\n",      "%{\nabc",          "function f\n",
                                      "f(1, ...\n",         "c = {f(1",         "try\nx",
                                      "switch a\ncase 1\n", "while 1\nx = [1\n"};
    static const char *const no[] = {"",
                                     "x = 3",
                                     "f(1",
                                     "x = 'abc",
                                     "end",
                                     "x = 1 +",
                                     "if a, b, end",
                                     "x = [1 2)",
                                     "hold on",
                                     "x = 3;\n",
                                     "for i=1:3\nx = 1 +\n",
                                     "%{\na\n%}\n"};
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (!parse_is_incomplete(yes[i], strlen(yes[i]))) fail_msg("complete: %s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (parse_is_incomplete(no[i], strlen(no[i]))) fail_msg("incomplete: %s", no[i]);
}

static void expect_caret(const char *source, int first_line, Span span, const char *expected) {
    Buf out = BUF_INIT;
    diagnostic_format("lab.m", source, strlen(source), first_line, span, "message", &out);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
}

static void test_caret(void **state) {
    (void)state;
    expect_caret("a\nb\nx = (1\n", 1, (Span){3, 5, 3, 6},
                 "lab.m:3:5: message\n    x = (1\n        ^\n");
    expect_caret("x = (1", 7, (Span){7, 5, 7, 6}, "lab.m:7:5: message\n    x = (1\n        ^\n");
    expect_caret("\tx = (1", 1, (Span){1, 6, 1, 7},
                 "lab.m:1:6: message\n    \tx = (1\n    \t    ^\n");
    expect_caret("'\xC3\xA9' + (", 1, (Span){1, 8, 1, 9},
                 "lab.m:1:8: message\n    '\xC3\xA9' + (\n          ^\n");
    expect_caret("x\r\ny", 1, (Span){1, 1, 1, 2}, "lab.m:1:1: message\n    x\n    ^\n");
    expect_caret("x", 1, (Span){0, 0, 0, 0}, "lab.m: message\n");
    expect_caret("x", 1, (Span){9, 1, 9, 2}, "lab.m:9:1: message\n");
}

static void test_first_line(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Unit *unit = NULL;
    assert_int_equal(parse_unit(&ctx, "lab.m", "x=1;\ny = )", 10, 41, &unit), ERR_SYNTAX);
    assert_int_equal(ctx.error.span.line, 42);
    assert_int_equal(ctx.error.span.column, 5);
    ctx_done(&ctx);
}

/// Each allocation fails in turn (hostile build; elsewhere every round succeeds).
static void test_memory(void **state) {
    (void)state;
    static const char source[] = "function y = f(x)\n% help\narguments\nx (1,1) double = 3\nend\ny "
                                 "= {[1 2], @(a) a+x};\nhold on\nend\n";
    for (int n = 1; n < 60; n++) {
        Ctx ctx;
        ctx_init(&ctx);
        Unit *unit = NULL;
        mem_fail_at(n);
        Status status = parse_unit(&ctx, "t.m", source, sizeof source - 1, 1, &unit);
        mem_fail_at(0);
        assert_true(status == OK || status == ERR_NOMEM);
        assert_int_equal(status == OK, unit != NULL);
        unit_free(unit);
        ctx_done(&ctx);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax_errors),
        cmocka_unit_test(test_unsupported),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_check_goes_on),
        cmocka_unit_test(test_check_function_in_block),
        cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_caret),
        cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
