// tests/unit/lang/test_parser.c: trees of short texts, as S-expressions. Expectations follow the
// documented syntax rules.
#include "base/buf.h"
#include "lang/ast.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the headers above first
#include <cmocka.h>

typedef struct Case {
    const char *source, *expected;
} Case;

static void check(const Case *cases, size_t n) {
    for (size_t i = 0; i < n; i++) {
        Ctx ctx;
        ctx_init(&ctx);
        Unit *unit = NULL;
        Status status = parse_unit(&ctx, "t.m", cases[i].source, strlen(cases[i].source), 1, &unit);
        if (status != OK) fail_msg("%s\n%s", cases[i].source, error_message(&ctx.error));
        Buf out = BUF_INIT;
        unit_dump(unit, &out);
        if (out.len > 0 && out.data[out.len - 1] == '\n') out.data[--out.len] = '\0';
        if (strcmp(buf_text(&out), cases[i].expected) != 0)
            fail_msg("%s\n  is       %s\n  expected %s", cases[i].source, buf_text(&out),
                     cases[i].expected);
        buf_done(&out);
        unit_free(unit);
        ctx_done(&ctx);
    }
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof(cases)[0])

static void test_operators(void **state) {
    (void)state;
    static const Case cases[] = {
        {"1+2*3", "(expr! (+ (number 1) (* (number 2) (number 3))))"},
        {"1-2-3", "(expr! (- (- (number 1) (number 2)) (number 3)))"},
        {"-2^2", "(expr! (neg (^ (number 2) (number 2))))"},
        {"2^-1", "(expr! (^ (number 2) (neg (number 1))))"},
        {"2^-1^2", "(expr! (^ (^ (number 2) (neg (number 1))) (number 2)))"},
        {"2^3^2", "(expr! (^ (^ (number 2) (number 3)) (number 2)))"},
        {"-a.^b", "(expr! (neg (.^ (name a) (name b))))"},
        {"a^b'", "(expr! (' (^ (name a) (name b))))"},
        {"-a'", "(expr! (neg (' (name a))))"},
        {"~a==b", "(expr! (== (not (name a)) (name b)))"},
        {"-a*b", "(expr! (* (neg (name a)) (name b)))"},
        {"a:b:c", "(expr! (range (name a) (name b) (name c)))"},
        {"1:n+1", "(expr! (range (number 1) (+ (name n) (number 1))))"},
        {"1:n==2", "(expr! (== (range (number 1) (name n)) (number 2)))"},
        {"1:2:3:4", "(expr! (range (range (number 1) (number 2) (number 3)) (number 4)))"},
        {"a|b&c", "(expr! (| (name a) (& (name b) (name c))))"},
        {"a||b&&c|d", "(expr! (|| (name a) (&& (name b) (| (name c) (name d)))))"},
        {"a&b==c", "(expr! (& (name a) (== (name b) (name c))))"},
        {"a<b<c", "(expr! (< (< (name a) (name b)) (name c)))"},
        {"a\\b", "(expr! (\\ (name a) (name b)))"},
        {"x.*-y", "(expr! (.* (name x) (neg (name y))))"},
        {"- -x", "(expr! (neg (neg (name x))))"},
        {"a++b", "(expr! (+ (name a) (plus (name b))))"},
        {"3.'", "(expr! (.' (number 3)))"},
        {"(a)'", "(expr! (' (paren (name a))))"},
        {"x''", "(expr! (' (' (name x))))"},
        {"\"a\"+\"b\"", "(expr! (+ (string \"a\") (string \"b\")))"},
    };
    CHECK(cases);
}

static void test_matrices(void **state) {
    (void)state;
    static const Case cases[] = {
        {"[1 -2];", "(expr (matrix (row (number 1) (neg (number 2)))))"},
        {"[1 - 2];", "(expr (matrix (row (- (number 1) (number 2)))))"},
        {"[1 -  2];", "(expr (matrix (row (- (number 1) (number 2)))))"},
        {"[1 -2 - 3];", "(expr (matrix (row (number 1) (- (neg (number 2)) (number 3)))))"},
        {"[1 , -2];", "(expr (matrix (row (number 1) (neg (number 2)))))"},
        {"[a' b'];", "(expr (matrix (row (' (name a)) (' (name b)))))"},
        {"[a ' b'];", "(expr (matrix (row (name a) (char \" b\"))))"},
        {"['a' 'b'];", "(expr (matrix (row (char \"a\") (char \"b\"))))"},
        {"[f(1) (2)];", "(expr (matrix (row (index (name f) (number 1)) (paren (number 2)))))"},
        {"[a (1)];", "(expr (matrix (row (name a) (paren (number 1)))))"},
        {"[a(1)];", "(expr (matrix (row (index (name a) (number 1)))))"},
        {"{a {1}};", "(expr (cell (row (name a) (cell (row (number 1))))))"},
        {"[f(1, -2) x];",
         "(expr (matrix (row (index (name f) (number 1) (neg (number 2))) (name x))))"},
        {"[(1 -2)];", "(expr (matrix (row (paren (- (number 1) (number 2))))))"},
        {"{@(x) x+1, 2};",
         "(expr (cell (row (anon (in (name x)) (+ (name x) (number 1))) (number 2))))"},
        {"[1 2\n3 4];", "(expr (matrix (row (number 1) (number 2)) (row (number 3) (number 4))))"},
        {"[1 2 % c\n 3 4];",
         "(expr (matrix (row (number 1) (number 2)) (row (number 3) (number 4))))"},
        {"[1 2 ... c\n 3 4];", "(expr (matrix (row (number 1) (number 2) (number 3) (number 4))))"},
        {"[\n1;\n\n2\n];", "(expr (matrix (row (number 1)) (row (number 2))))"},
        {"[1,2,;3,4,];", "(expr (matrix (row (number 1) (number 2)) (row (number 3) (number 4))))"},
        {"[];", "(expr (matrix))"},
        {"{};", "(expr (cell))"},
        {"[;];", "(expr (matrix))"},
        {"[a -b]';", "(expr (' (matrix (row (name a) (neg (name b))))))"},
        {"[x.a x.b];", "(expr (matrix (row (dot (name x) a) (dot (name x) b))))"},
        {"[a ~= b];", "(expr (matrix (row (~= (name a) (name b)))))"},
        {"[a ~b];", "(expr (matrix (row (name a) (not (name b)))))"},
        {"[1:3 4];", "(expr (matrix (row (range (number 1) (number 3)) (number 4))))"},
        {"[a == b, c];", "(expr (matrix (row (== (name a) (name b)) (name c))))"},
        {"c{1 +1};", "(expr (brace (name c) (+ (number 1) (number 1))))"},
        {"[@sin @cos];", "(expr (matrix (row (handle sin) (handle cos))))"},
    };
    CHECK(cases);
}

static void test_references(void **state) {
    (void)state;
    static const Case cases[] = {
        {"x.(\"dyn\");", "(expr (dot (name x) (string \"dyn\")))"},
        {"x.(name).y;", "(expr (dot (dot (name x) (name name)) y))"},
        {"a.b.c(1){2}.d;",
         "(expr (dot (brace (index (dot (dot (name a) b) c) (number 1)) (number 2)) d))"},
        {"@pkg.fn;", "(expr (handle pkg.fn))"},
        {"A(:,end+1)=1;", "(assign (index (name A) (:) (+ (end) (number 1))) (number 1))"},
        {"[a,b(2).c]=f(x);",
         "(assign (name a) (dot (index (name b) (number 2)) c) (index (name f) (name x)))"},
        {"[~,i]=max(x);", "(assign (~) (name i) (index (name max) (name x)))"},
        {"[~, ~]=f;", "(assign (~) (~) (name f))"},
        {"[a b]=f;", "(assign (name a) (name b) (name f))"},
        {"[c{1:2}]=f;", "(assign (brace (name c) (range (number 1) (number 2))) (name f))"},
        {"x(y(end),end);", "(expr (index (name x) (index (name y) (end)) (end)))"},
        {"f(a,Name=3);", "(expr (index (name f) (name a) (named Name (number 3))))"},
        {"f(a==3);", "(expr (index (name f) (== (name a) (number 3))))"},
        {"x(:)';", "(expr (' (index (name x) (:))))"},
        {"x{:};", "(expr (brace (name x) (:)))"},
        {"f();", "(expr (index (name f)))"},
        {"f (1);", "(expr (index (name f) (number 1)))"},
        {"@() x;", "(expr (anon (in) (name x)))"},
        {"@(x,~) x';", "(expr (anon (in (name x) (~)) (' (name x))))"},
        {"@(x) {x 1};", "(expr (anon (in (name x)) (cell (row (name x) (number 1)))))"},
        {"s.end=1;", "(assign (dot (name s) end) (number 1))"},
        {"?matlab.a;", "(expr (class matlab.a))"},
        {"'it''s';", "(expr (char \"it's\"))"},
        {"\"a\"\"b\";", "(expr (string \"a\\\"b\"))"},
        {"0xFFs8;", "(expr (int8 -1))"},
        {"2i;", "(expr (imaginary 2))"},
    };
    CHECK(cases);
}

static void test_statements(void **state) {
    (void)state;
    static const Case cases[] = {
        {"x=1", "(assign! (name x) (number 1))"},
        {"x=1;", "(assign (name x) (number 1))"},
        {"x=1,y", "(assign! (name x) (number 1))\n(expr! (name y))"},
        {"if a, b; elseif c d; else e; end",
         "(if (branch (name a) (body (expr (name b)))) (branch (name c) (body (expr (name d)))) "
         "(else (body (expr (name e)))))"},
        {"if x(1)==2 disp(1), end", "(if (branch (== (index (name x) (number 1)) (number 2)) (body "
                                    "(expr! (index (name disp) (number 1))))))"},
        {"for i=1:3,end", "(for (name i) (range (number 1) (number 3)) (body))"},
        {"for (i=1:3) i; end",
         "(for (name i) (range (number 1) (number 3)) (body (expr (name i))))"},
        {"for k=1:2 x=k; end",
         "(for (name k) (range (number 1) (number 2)) (body (assign (name x) (name k))))"},
        {"parfor (i=1:3,4) end",
         "(parfor (name i) (range (number 1) (number 3)) (number 4) (body))"},
        {"for s.i=[1 2], break, end",
         "(for (dot (name s) i) (matrix (row (number 1) (number 2))) (body (break)))"},
        {"while x<3 x=x+1; end",
         "(while (< (name x) (number 3)) (body (assign (name x) (+ (name x) (number 1)))))"},
        {"switch a\n% c\ncase {1,2}\n b;\ncase 'x', c;\notherwise d;\nend",
         "(switch (name a) (branch (cell (row (number 1) (number 2))) (body (expr (name b)))) "
         "(branch (char \"x\") (body "
         "(expr (name c)))) (else (body (expr (name d)))))"},
        {"try, a; catch ME, b; end", "(try (body (expr (name a))) (catch (expr (name b))) ME)"},
        {"try\na;\ncatch\nb;\nend", "(try (body (expr (name a))) (catch (expr (name b))))"},
        {"try a; catch b=1; end",
         "(try (body (expr (name a))) (catch (assign (name b) (number 1))))"},
        {"try a; end", "(try (body (expr (name a))) (catch))"},
        {"global a b", "(global (name a) (name b))"},
        {"persistent n", "(persistent (name n))"},
        {"return", "(return)"},
        {"while 1, continue; end", "(while (number 1) (body (continue)))"},
        {"x = 1 + ...\n 2;", "(assign (name x) (+ (number 1) (number 2)))"},
        {"%{\nblock\n%}\nx;", "(expr (name x))"},
        {";;,\n", ""},
        {"spmd, x; end", "(spmd (body (expr (name x))))"},
    };
    CHECK(cases);
}

static void test_commands(void **state) {
    (void)state;
    static const Case cases[] = {
        {"hold on", "(command! hold (char \"on\"))"},
        {"hold on;", "(command hold (char \"on\"))"},
        {"close all, x;", "(command! close (char \"all\"))\n(expr (name x))"},
        {"format long % c", "(command! format (char \"long\"))"},
        {"cd /usr/bin", "(command! cd (char \"/usr/bin\"))"},
        {"cd ..", "(command! cd (char \"..\"))"},
        {"ls *.m", "(command! ls (char \"*.m\"))"},
        {"disp 'it''s me' \"b c\"", "(command! disp (char \"it's me\") (char \"b c\"))"},
        {"clear -regexp ^a b", "(command! clear (char \"-regexp\") (char \"^a\") (char \"b\"))"},
        {"syms f(x, y) z", "(command! syms (char \"f(x, y)\") (char \"z\"))"},
        {"a -1", "(command! a (char \"-1\"))"},
        {"a - 1", "(expr! (- (name a) (number 1)))"},
        {"a-1", "(expr! (- (name a) (number 1)))"},
        {"a=1; a -1", "(assign (name a) (number 1))\n(expr! (- (name a) (number 1)))"},
        {"a (1)", "(expr! (index (name a) (number 1)))"},
        {"a == b", "(expr! (== (name a) (name b)))"},
        {"a ==b", "(command! a (char \"==b\"))"},
        {"a =b", "(assign! (name a) (name b))"},
        {"a '", "(expr! (' (name a)))"},
        {"a'", "(expr! (' (name a)))"},
        {"ans +1", "(expr! (+ (name ans) (number 1)))"},
        {"for k=1:2, k -1, end",
         "(for (name k) (range (number 1) (number 2)) (body (expr! (- (name k) (number 1)))))"},
        {"[p,q]=f; q -1", "(assign (name p) (name q) (name f))\n(expr! (- (name q) (number 1)))"},
        {"function f(v), v -1, end",
         "(function f (in (name v)) (out) (body (expr! (- (name v) (number 1)))))"},
    };
    CHECK(cases);
}

static void test_functions(void **state) {
    (void)state;
    static const Case cases[] = {
        {"function f\nend", "(function f (in) (out) (body))"},
        {"function y=f(x)\ny=x;\nend",
         "(function f (in (name x)) (out (name y)) (body (assign (name y) (name x))))"},
        {"function [a,b]=f(~,x)\nend",
         "(function f (in (~) (name x)) (out (name a) (name b)) (body))"},
        {"function [a b]=f\nend", "(function f (in) (out (name a) (name b)) (body))"},
        {"function []=f()\nend", "(function f (in) (out) (body))"},
        {"function f\na;\nfunction g\nb;\n",
         "(function f (in) (out) (body (expr (name a))))\n(function g (in) (out) (body (expr (name "
         "b))))"},
        {"function f\nfunction g\nend\ng;\nend",
         "(function f (in) (out) (body (function g (in) (out) (body)) (expr (name g))))"},
        {"x=1;\nfunction f\nend\ny=2;", "(assign (name x) (number 1))\n(assign (name y) (number "
                                        "2))\n(function f (in) (out) (body))"},
        {"x=f;\nfunction y=f\ny=1;", "(assign (name x) (name f))\n(function f (in) (out (name y)) "
                                     "(body (assign (name y) (number 1))))"},
        {"function f(x,o)\narguments\nx (1,:) double {mustBePositive, mustBeMember(x,[1 2])} = "
         "5\no.Name (1,1) string = \"x\"\nend\nend",
         "(function f (in (name x) (name o)) (out) (arguments Input (argument x (size (number 1) "
         "(:)) (class double) "
         "(validators (name mustBePositive) (index (name mustBeMember) (name x) (matrix (row "
         "(number 1) (number 2))))) "
         "(default (number 5))) (argument o.Name (size (number 1) (number 1)) (class string) "
         "(default (string \"x\")))) (body))"},
        {"function f(varargin)\narguments (Repeating)\nvarargin\nend\nend",
         "(function f (in (name varargin)) (out) (arguments Repeating (argument varargin)) "
         "(body))"},
        {"function y=f\narguments (Output)\ny double\nend\ny=1;\nend",
         "(function f (in) (out (name y)) (arguments Output (argument y (class double))) (body "
         "(assign (name y) (number 1))))"},
        {"function f\narguments = 3;\nend",
         "(function f (in) (out) (body (assign (name arguments) (number 3))))"},
    };
    CHECK(cases);
}

static Unit *parse(Ctx *ctx, const char *source) {
    Unit *unit = NULL;
    ctx_init(ctx);
    assert_int_equal(parse_unit(ctx, "t.m", source, strlen(source), 1, &unit), OK);
    return unit;
}

static void test_anonymous_text(void **state) {
    (void)state;
    static const Case cases[] = {
        {"@(x) x.^2 + a", "@(x)x.^2+a"},
        {"@( x , y ) f( x, y' )", "@(x,y)f(x,y')"},
        {"@() [1 2; 3 -4]", "@()[1,2;3,-4]"},
        {"@(s) s.a{end}(1).(n)", "@(s)s.a{end}(1).(n)"},
        {"@(x) ~x && (x | 0xFF)", "@(x)~x&&(x|0xFF)"},
        {"@(x) g(x, 'a b', \"c\", Name = 3)", "@(x)g(x,'a b',\"c\",Name=3)"},
        {"@(k) x(:, 1:2:k)", "@(k)x(:,1:2:k)"},
        {"@(f) @(x) f(x)", "@(f)@(x)f(x)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Ctx ctx;
        Unit *unit = parse(&ctx, cases[i].source);
        assert_string_equal(unit->statements.items[0]->a->text, cases[i].expected);
        unit_free(unit);
        ctx_done(&ctx);
    }
}

static void test_help(void **state) {
    (void)state;
    Ctx ctx;
    Unit *unit = parse(&ctx, "function f(x)\n% F does it.\n%   f(1)\n\n% not help\nx;\nend\n");
    assert_string_equal(unit->functions.items[0]->help, " F does it.\n   f(1)\n");
    assert_true(unit->is_function_file);
    unit_free(unit);
    unit = parse(&ctx, "\n%% Title\n% text\nx = 1;\n");
    assert_string_equal(unit->help, " Title\n text\n");
    assert_false(unit->is_function_file);
    unit_free(unit);
    unit = parse(&ctx, "% before\nfunction g\nx;\n");
    assert_string_equal(unit->functions.items[0]->help, " before\n");
    unit_free(unit);
    ctx_done(&ctx);
}

static void test_spans(void **state) {
    (void)state;
    Ctx ctx;
    Unit *unit = parse(&ctx, "x = 1;\nyy = foo(a, ...\n   bb) + 2;\n");
    const Node *assign = unit->statements.items[1];
    assert_int_equal(assign->span.line, 2);
    assert_int_equal(assign->span.column, 1);
    assert_int_equal(assign->span.end_line, 3);
    assert_int_equal(assign->span.end_column, 11);
    const Node *call = assign->a->a;
    assert_int_equal(call->kind, NODE_INDEX);
    assert_int_equal(call->span.column, 6);
    assert_int_equal(call->list.items[1]->span.line, 3);
    assert_int_equal(call->list.items[1]->span.column, 4);
    assert_memory_equal(unit->source + call->offset, "foo(a, ...\n   bb)", call->n_source);
    assert_int_equal(call->n_source, 17);
    unit_free(unit);
    ctx_done(&ctx);
}

static void test_command_alternative(void **state) {
    (void)state;
    Ctx ctx;
    Unit *unit = parse(&ctx, "w -1\nhold on\nx.y = 3;\n");
    const Node *command = unit->statements.items[0];
    assert_int_equal(command->kind, NODE_COMMAND);
    assert_non_null(command->a);
    assert_int_equal(command->a->kind, NODE_BINARY);
    assert_null(unit->statements.items[1]->a);
    assert_int_equal(unit->statements.n, 3);
    unit_free(unit);
    ctx_done(&ctx);
}

static bool is_w(void *self, const char *name) {
    return strcmp(name, self) == 0;
}

static void test_known_variables(void **state) {
    (void)state;
    static const char source[] = "w -1\nv -1\nfunction f\nw -1\nend\n";
    Ctx ctx;
    ctx_init(&ctx);
    Unit *unit = NULL;
    assert_int_equal(
        parse_unit_known(&ctx, "", source, sizeof source - 1, 1, is_w, "w", &unit), OK);
    assert_int_equal(unit->statements.items[0]->kind, NODE_EXPR);
    assert_int_equal(unit->statements.items[1]->kind, NODE_COMMAND);
    assert_int_equal(unit->functions.items[0]->body.items[0]->kind, NODE_COMMAND);
    unit_free(unit);
    ctx_done(&ctx);
}

static void test_long_input(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    for (int i = 0; i < 20000; i++) buf_printf(&text, "x%d = [%d, 2; 3 4]';\n", i, i);
    Ctx ctx;
    Unit *unit = parse(&ctx, buf_text(&text));
    assert_int_equal(unit->statements.n, 20000);
    assert_int_equal(unit->statements.items[19999]->span.line, 20000);
    unit_free(unit);
    ctx_done(&ctx);
    buf_done(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operators),      cmocka_unit_test(test_matrices),
        cmocka_unit_test(test_references),     cmocka_unit_test(test_statements),
        cmocka_unit_test(test_commands),       cmocka_unit_test(test_functions),
        cmocka_unit_test(test_anonymous_text), cmocka_unit_test(test_help),
        cmocka_unit_test(test_spans),          cmocka_unit_test(test_command_alternative),
        cmocka_unit_test(test_long_input),
        cmocka_unit_test(test_known_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
