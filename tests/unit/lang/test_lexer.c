// tests/unit/lang/test_lexer.c: tokens of short texts. Expectations follow the documented rules of
// the language.
#include "lang/lexer.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
// cmocka wants the headers above first
#include <cmocka.h>

/// Reads `source` and writes the kinds as words into `out`.
static void kinds(const char *source, char *out, size_t n_out) {
    Lexer lexer;
    Token t;
    lexer_init(&lexer, source, strlen(source), 1);
    out[0] = '\0';
    for (int i = 0; i < 100; i++) {
        lexer_next(&lexer, &t);
        if (t.kind == TOK_EOF) return;
        size_t n = strlen(out);
        const char *blank = n > 0 ? " " : "";
        if (t.kind == TOK_IDENT || t.kind == TOK_NUMBER || t.kind == TOK_CHAR ||
            t.kind == TOK_STRING)
            snprintf(out + n, n_out - n, "%s%.*s", blank, (int)(t.end - t.offset),
                     source + t.offset);
        else if (t.kind == TOK_NEWLINE)
            snprintf(out + n, n_out - n, "%sNL", blank);
        else if (t.kind == TOK_ERROR)
            snprintf(out + n, n_out - n, "%sERROR", blank);
        else
            snprintf(out + n, n_out - n, "%s%s", blank, token_kind_text(t.kind));
    }
    fail_msg("no end of text");
}

static void test_kinds(void **state) {
    (void)state;
    static const struct {
        const char *source, *expected;
    } cases[] = {
        {"a+b", "a '+' b"},
        {"a'", "a a transpose"},
        {"a.'", "a a transpose"},
        {"x='a'", "x '=' 'a'"},
        {"[a 'b']", "'[' a 'b' ']'"},
        {"[a' 'b']", "'[' a a transpose 'b' ']'"},
        {"(a 'b')", "'(' a a transpose b a transpose ')'"},
        {"{x'}", "'{' x a transpose '}'"},
        {"@(x) 'q'", "'@' '(' x ')' 'q'"},
        {"f(x)'", "f '(' x ')' a transpose"},
        {"case 'a'", "'case' 'a'"},
        {"'it''s'", "'it''s'"},
        {"\"say \"\"x\"\"\"", "\"say \"\"x\"\"\""},
        {"x(end)", "x '(' 'end' ')'"},
        {"end", "'end'"},
        {"s.end", "s '.' end"},
        {"1:3", "1 ':' 3"},
        {"1./x", "1 './' x"},
        {"1.'", "1 a transpose"},
        {"1...\n+2", "1 '+' 2"},
        {"a % b\nc", "a NL c"},
        {"a ... b\nc", "a c"},
        {"%{\nx\n%{\ny\n%}\n%}\nz", "NL z"},
        {"%{ not a block\nz", "NL z"},
        {"a\r\nb", "a NL b"},
        {"a\xC2\xA0+\xC2\xA0"
         "b",
         "a '+' b"},
        {"\xEF\xBB\xBFx", "x"},
        {"#!/usr/bin/env gradus\nx", "NL x"},
        {"a~=b", "a '~=' b"},
        {"a!=b", "a ERROR b"},
        {"~a", "'~' a"},
        {"a&&b||c&d|e", "a '&&' b '||' c '&' d '|' e"},
        {"x+=1", "x an operator with '=' 1"},
        {"x==1", "x '==' 1"},
        {"a.^b.*c./d.\\e", "a '.^' b '.*' c './' d '.\\' e"},
        {"_x", "ERROR"},
        {"x.(n)", "x '.' '(' n ')'"},
        {"?c", "'?' c"},
        {"'open", "ERROR"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[400];
        kinds(cases[i].source, out, sizeof out);
        if (strcmp(out, cases[i].expected) != 0) fail_msg("%s: %s", cases[i].source, out);
    }
}

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *source;
        double value;
        NumClass cls;
        bool imaginary;
    } cases[] = {
        {"0", 0, CLASS_DOUBLE, false},
        {"12", 12, CLASS_DOUBLE, false},
        {"1.5", 1.5, CLASS_DOUBLE, false},
        {".5", 0.5, CLASS_DOUBLE, false},
        {"1.", 1, CLASS_DOUBLE, false},
        {"1.e2", 100, CLASS_DOUBLE, false},
        {"1e3", 1000, CLASS_DOUBLE, false},
        {"2d-1", 0.2, CLASS_DOUBLE, false},
        {"1E+2", 100, CLASS_DOUBLE, false},
        {"3i", 3, CLASS_DOUBLE, true},
        {"1e1j", 10, CLASS_DOUBLE, true},
        {"0xFF", 255, CLASS_UINT8, false},
        {"0x100", 256, CLASS_UINT16, false},
        {"0xFFFFFFFF", 4294967295.0, CLASS_UINT32, false},
        {"0x1p", 0, CLASS_CHAR, false},
        {"0xFFs8", -1, CLASS_INT8, false},
        {"0x7Fu32", 127, CLASS_UINT32, false},
        {"0b101", 5, CLASS_UINT8, false},
        {"0B11s16", 3, CLASS_INT16, false},
        {"0b12", 0, CLASS_CHAR, false},
        {"0x", 0, CLASS_CHAR, false},
        {"1e", 0, CLASS_CHAR, false},
        {"1e+", 0, CLASS_CHAR, false},
        {"1abc", 0, CLASS_CHAR, false},
        {"1.2.3", 0, CLASS_CHAR, false},
        {"0x1FFu8", 0, CLASS_CHAR, false},
        {"0x11112222333344445", 0, CLASS_CHAR, false},
        {"1_000", 0, CLASS_CHAR, false},
    }; // CLASS_CHAR: no number
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Lexer lexer;
        Token t;
        lexer_init(&lexer, cases[i].source, strlen(cases[i].source), 1);
        lexer_next(&lexer, &t);
        if (cases[i].cls == CLASS_CHAR) {
            if (t.kind != TOK_ERROR) fail_msg("%s is accepted", cases[i].source);
            assert_int_equal(t.end, strlen(cases[i].source));
            continue;
        }
        if (t.kind != TOK_NUMBER) fail_msg("%s: %s", cases[i].source, t.message);
        if (t.number != cases[i].value || t.number_class != cases[i].cls ||
            t.is_imaginary != cases[i].imaginary)
            fail_msg("%s: %g class %d", cases[i].source, t.number, (int)t.number_class);
    }
}

static void test_exact_integers(void **state) {
    (void)state;
    Lexer lexer;
    Token t;
    lexer_init(&lexer, "0xFFFFFFFFFFFFFFFF", 18, 1);
    lexer_next(&lexer, &t);
    assert_int_equal(t.number_class, CLASS_UINT64);
    assert_true(t.integer == UINT64_MAX);
    lexer_init(&lexer, "0x8000000000000000s64", 21, 1);
    lexer_next(&lexer, &t);
    assert_true((int64_t)t.integer == INT64_MIN);
}

static void test_spans(void **state) {
    (void)state;
    Lexer lexer;
    Token t;
    const char *source = "ab = 1;\n  cd";
    lexer_init(&lexer, source, strlen(source), 10);
    lexer_next(&lexer, &t);
    assert_int_equal(t.span.line, 10);
    assert_int_equal(t.span.column, 1);
    assert_int_equal(t.span.end_column, 3);
    for (int i = 0; i < 5; i++) lexer_next(&lexer, &t);
    assert_int_equal(t.span.line, 11);
    assert_int_equal(t.span.column, 3);
    assert_int_equal(t.offset, 10);
    assert_true(t.space_before);
}

static void test_matrix_flags(void **state) {
    (void)state;
    Lexer lexer;
    Token t;
    lexer_init(&lexer, "[a (b -c)]", 10, 1);
    bool expected[] = {false, true, true, false, false, false, false, true}; // [ a ( b - c ) ]
    for (int i = 0; i < 8; i++) {
        lexer_next(&lexer, &t);
        if (t.in_matrix != expected[i]) fail_msg("token %d", i);
    }
}

static void test_bracket_limit(void **state) {
    (void)state;
    char source[LEXER_MAX_BRACKETS + 10];
    memset(source, '(', sizeof source);
    Lexer lexer;
    Token t;
    lexer_init(&lexer, source, sizeof source, 1);
    for (int i = 0; i < LEXER_MAX_BRACKETS; i++) {
        lexer_next(&lexer, &t);
        assert_int_equal(t.kind, TOK_LPAREN);
    }
    lexer_next(&lexer, &t);
    assert_int_equal(t.kind, TOK_ERROR);
    assert_true(t.is_limit);
}

static void test_end_flags(void **state) {
    (void)state;
    Lexer lexer;
    Token t;
    lexer_init(&lexer, "x ...\n", 6, 1);
    lexer_next(&lexer, &t);
    lexer_next(&lexer, &t);
    assert_int_equal(t.kind, TOK_EOF);
    assert_true(lexer.ends_in_continuation);
    lexer_init(&lexer, "%{\nabc\n", 7, 1);
    lexer_next(&lexer, &t);
    assert_int_equal(t.kind, TOK_EOF);
    assert_true(lexer.open_block_comment);
    lexer_next(&lexer, &t);
    assert_int_equal(t.kind, TOK_EOF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),          cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_exact_integers), cmocka_unit_test(test_spans),
        cmocka_unit_test(test_matrix_flags),   cmocka_unit_test(test_bracket_limit),
        cmocka_unit_test(test_end_flags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
