// The language services: marks, completion, hover, signatures, definitions, occurrences, help.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "live/language/language.h"

static Language *language;

static const char *text_of(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}
static int int_of(const json_t *object, const char *name) {
    return (int)json_integer_value(json_object_get(object, name));
}
static LanguageText plain(const char *text) {
    return (LanguageText){.text = text, .n_bytes = strlen(text)};
}

/// "line:column code" of every mark, one a line; owned.
static char *marks_of(const char *text) {
    LanguageText t = plain(text);
    json_t *reply = language_check(language, &t), *mark;
    Buf out = BUF_INIT;
    size_t i;
    assert_non_null(reply);
    json_array_foreach(json_object_get(reply, "marks"), i, mark)
        buf_printf(&out, "%d:%d %s %s\n", int_of(mark, "line"), int_of(mark, "column"), text_of(mark, "severity"), text_of(mark, "code"));
    json_decref(reply);
    char *all = buf_take(&out);
    return all ? all : calloc(1, 1);
}

static void check_marks(const char *text, const char *expected) {
    char *got = marks_of(text);
    assert_string_equal(got, expected);
    mem_free(got);
}

static void names_that_nothing_defines(void **state) {
    (void)state;
    check_marks("%[text] a\nx = 1;\ny = x + zz\n", "3:8 error unknown-name\n");
    check_marks("%[text] a\n% ü𝄞\nx = \"ü𝄞\" + zz\n", "3:12 error unknown-name\n"); // columns count UTF-16 units
    check_marks("x = zz\n", "1:4 warning unknown-name\n");                        // a plain script may be run by another
    check_marks("function y = f(x)\ny = x + zz;\nend\n", "2:8 error unknown-name\n");
    check_marks("load data\ny = zz;\n", "");
    check_marks("s = load(\"data\");\ny = zz;\n", "2:4 warning unknown-name\n");
    check_marks("f = @(a,b) a + b + cc;\nf(1,2);\n", "1:19 warning unknown-name\n");
    check_marks("[q, r] = deal(1, 2); q + r;\nfor k = 1:3, k; end\ntry, q; catch err, err; end\n", "");
    check_marks("h = @nothing_like_it;\n", "1:4 error unknown-name\n");
    check_marks("hold on\nclose all\nformat long\n", "");
    check_marks("x.a = 1; x.b(3).c = 2; y{2} = x; y;\n", "");
    check_marks("global G\nG = 3;\nm = matlab.lang.makeValidName(\"a b\");\n3;\nans\n", "");
}

static void mistakes_in_calls(void **state) {
    (void)state;
    check_marks("sin(1,2)\n", "1:0 error too-many-arguments\n");
    check_marks("c = {1}; sin(c{:});\n", "");
    check_marks("[a,b,c] = numel([1 2]);\n", "1:10 error too-many-outputs\n");
    check_marks("f(1,2)\nfunction f(x)\nx;\nend\n", "1:0 error too-many-arguments\n");
    check_marks("f(1,2)\nfunction f(varargin)\nvarargin;\nend\n", "");
    check_marks("m = trainingProgressMonitor(Metrics=\"L\", Colour=3);\n", "1:41 warning unknown-option\n");
}

static void doubtful_places(void **state) {
    (void)state;
    check_marks("function y = f(x)\nunused = 3;\ny = x;\nend\n", "2:0 warning unused-variable\n");
    check_marks("function y = f(x)\ny = x;\nreturn\ny = 2;\nend\n", "4:0 warning unreachable\n");
    check_marks("x = 1;\nfunction g\nend\n", "2:0 warning unused-function\n");
    check_marks("x = 1;\ng\nfunction g\nend\nfunction g\nend\n", "5:0 error duplicate-function\n");
    check_marks("x = 1;\nx == 2\n", "2:0 warning comparison-as-statement\n");
    char *got = marks_of("if x = 3\nend\n");
    assert_non_null(strstr(got, "error syntax"));
    mem_free(got);
    got = marks_of("x = (1\ny = nothing;\nfunction f\nend\n");
    assert_non_null(strstr(got, "1:4 error syntax"));
    mem_free(got);
    // A live document may begin with a function.
    check_marks("function y = f(x)\ny = x;\nend\n%[text] words\nf(3)\n", "");
}

static json_t *complete(const char *text, int line, int column, const json_t *variables, const char *folder) {
    LanguageText t = plain(text);
    t.variables = variables;
    t.folder = folder;
    json_t *reply = language_complete(language, &t, line, column);
    assert_non_null(reply);
    return reply;
}

static bool offers(const json_t *reply, const char *name, const char *kind) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(reply, "items"), i, item)
        if (!strcmp(text_of(item, "name"), name) && !strcmp(text_of(item, "kind"), kind)) return true;
    return false;
}

static const char *first_item(const json_t *reply) {
    return text_of(json_array_get(json_object_get(reply, "items"), 0), "name");
}

static void completion(void **state) {
    (void)state;
    json_t *reply = complete("learnRate = 0.1;\nlearnDecay = 2;\ny = lea\n", 3, 7, NULL, NULL);
    assert_int_equal(int_of(reply, "from_column"), 4);
    assert_string_equal(first_item(reply), "learnDecay");
    assert_true(offers(reply, "learnRate", "variable"));
    json_decref(reply);
    reply = complete("x = cums", 1, 8, NULL, NULL);
    assert_true(offers(reply, "cumsum", "function"));
    json_decref(reply);
    reply = complete("s.alpha = 1; s.beta.gamma = 2;\nq = struct(\"one\",1,'two',2);\ns.\nq.\ns.beta.g", 3, 2, NULL, NULL);
    assert_true(offers(reply, "alpha", "field") && offers(reply, "beta", "field"));
    assert_false(offers(reply, "gamma", "field"));
    json_decref(reply);
    reply = complete("s.alpha = 1; s.beta.gamma = 2;\nq = struct(\"one\",1,'two',2);\ns.\nq.\ns.beta.g", 4, 2, NULL, NULL);
    assert_true(offers(reply, "one", "field") && offers(reply, "two", "field"));
    json_decref(reply);
    reply = complete("s.alpha = 1; s.beta.gamma = 2;\ns.beta.g", 2, 8, NULL, NULL);
    assert_string_equal(first_item(reply), "gamma");
    json_decref(reply);
    reply = complete("m = trainingProgressMonitor(Met", 1, 31, NULL, NULL);
    assert_true(offers(reply, "Metrics", "option"));
    json_decref(reply);
    reply = complete("% lea", 1, 5, NULL, NULL);
    assert_int_equal(json_array_size(json_object_get(reply, "items")), 0);
    json_decref(reply);
    json_t *variables = json_pack("[{s:s,s:s,s:s,s:s}]", "name", "fromWorkspace", "size", "3×4", "class", "double", "value", "");
    reply = complete("y = fromW", 1, 9, variables, NULL);
    assert_string_equal(first_item(reply), "fromWorkspace");
    json_decref(reply);
    json_decref(variables);
    // Names of another function's variables are not offered.
    reply = complete("function a\nhidden1 = 1;\nend\nfunction b\nhid\nend\n", 5, 3, NULL, NULL);
    assert_false(offers(reply, "hidden1", "variable"));
    json_decref(reply);
}

static void completion_of_files(void **state) {
    (void)state;
    char folder[] = "/tmp/gradus_languageXXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/helperFunction.m", folder);
    FILE *f = fopen(path, "w");
    fputs("function y = helperFunction(x, scale)\n% Scales x.\ny = x*scale;\nend\n", f);
    fclose(f);
    json_t *reply = complete("y = helperF", 1, 11, NULL, folder);
    assert_true(offers(reply, "helperFunction", "function"));
    json_decref(reply);
    reply = complete("open(\"help", 1, 10, NULL, folder);
    assert_true(offers(reply, "helperFunction.m", "file"));
    json_decref(reply);
    LanguageText t = plain("y = helperFunction(3, ");
    t.folder = folder;
    reply = language_signature(language, &t, 1, 22);
    assert_string_equal(json_string_value(json_array_get(json_object_get(reply, "forms"), 0)), "y = helperFunction(x, scale)");
    assert_int_equal(int_of(reply, "active"), 1);
    json_decref(reply);
    reply = language_definition(language, &t, 1, 6);
    assert_string_equal(text_of(reply, "path"), path);
    json_decref(reply);
    reply = language_hover(language, &t, 1, 6);
    assert_non_null(strstr(text_of(reply, "html"), "Scales x."));
    json_decref(reply);
    reply = language_help(language, &t, "helperFunction");
    assert_true(json_is_true(json_object_get(reply, "found")));
    json_decref(reply);
    reply = language_check(language, &t);
    json_decref(reply);
    unlink(path);
    rmdir(folder);
}

static void hover_and_signature(void **state) {
    (void)state;
    LanguageText t = plain("alpha = 3;\ny = cumsum(alpha, 2) + max([1, 2], [], ");
    json_t *variables = json_pack("[{s:s,s:s,s:s,s:s}]", "name", "alpha", "size", "1×1", "class", "double", "value", "<b>3</b>");
    t.variables = variables;
    json_t *reply = language_hover(language, &t, 2, 12);
    assert_non_null(strstr(text_of(reply, "html"), "1×1 double"));
    assert_null(strstr(text_of(reply, "html"), "<b>"));
    assert_non_null(strstr(text_of(reply, "html"), "line 1"));
    json_decref(reply);
    reply = language_hover(language, &t, 2, 6);
    assert_non_null(strstr(text_of(reply, "html"), "data-help=\"cumsum\""));
    json_decref(reply);
    reply = language_signature(language, &t, 2, 18);
    assert_int_equal(int_of(reply, "active"), 1);
    assert_non_null(strstr(json_string_value(json_array_get(json_object_get(reply, "forms"), 0)), "cumsum"));
    json_decref(reply);
    reply = language_signature(language, &t, 2, 39);
    assert_int_equal(int_of(reply, "active"), 2);
    json_decref(reply);
    reply = language_signature(language, &t, 1, 3);
    assert_int_equal(json_array_size(json_object_get(reply, "forms")), 0);
    json_decref(reply);
    json_decref(variables);
}

static void definitions_and_occurrences(void **state) {
    (void)state;
    const char *text = "x = 1;\ny = x + f(x);\nz = @(x) x*y;\nfunction r = f(x)\nr = x;\nend\n";
    LanguageText t = plain(text);
    json_t *reply = language_definition(language, &t, 2, 4);
    assert_int_equal(int_of(reply, "line"), 1);
    assert_null(json_object_get(reply, "path"));
    json_decref(reply);
    reply = language_definition(language, &t, 2, 8);
    assert_int_equal(int_of(reply, "line"), 4);
    assert_int_equal(int_of(reply, "column"), 13);
    json_decref(reply);
    reply = language_occurrences(language, &t, 1, 0);
    assert_string_equal(text_of(reply, "name"), "x");
    assert_string_equal(text_of(reply, "kind"), "variable");
    assert_int_equal(json_array_size(json_object_get(reply, "places")), 3); // not those of @(x) and of f
    json_decref(reply);
    reply = language_occurrences(language, &t, 3, 9);
    assert_int_equal(json_array_size(json_object_get(reply, "places")), 2);
    json_decref(reply);
    reply = language_occurrences(language, &t, 4, 13);
    assert_string_equal(text_of(reply, "kind"), "function");
    assert_int_equal(json_array_size(json_object_get(reply, "places")), 2);
    json_decref(reply);
    t = plain("plot(1:3)");
    reply = language_definition(language, &t, 1, 2);
    assert_string_equal(text_of(reply, "help"), "plot");
    json_decref(reply);
}

static void help_pages(void **state) {
    (void)state;
    json_t *reply = language_help(language, NULL, "dlarray.relu");
    assert_true(json_is_true(json_object_get(reply, "found")));
    assert_non_null(strstr(text_of(reply, "html"), "<h1>relu</h1>"));
    assert_non_null(strstr(text_of(reply, "html"), "data-run"));
    json_decref(reply);
    reply = language_help(language, NULL, "<script>");
    assert_false(json_is_true(json_object_get(reply, "found")));
    assert_null(strstr(text_of(reply, "html"), "<script>"));
    json_decref(reply);
    reply = language_help_search(language, "cumulative sum");
    assert_string_equal(text_of(json_array_get(json_object_get(reply, "items"), 0), "name"), "cumsum");
    json_decref(reply);
    reply = language_help_search(language, "");
    assert_true(json_array_size(json_object_get(reply, "items")) > 500);
    json_decref(reply);
}

static double cpu_s(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

/// A document of 2,000 lines: every service within 20 ms here; ten times that is allowed, for slow machines.
static void fast_enough(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    for (int i = 0; i < 200; i++) {
        buf_printf(&text, "%%[text] ## Section %d\nvalue%d = linspace(0, %d, 100);\n", i, i, i + 1);
        buf_printf(&text, "for k = 1:10\n  value%d(k) = sin(value%d(k)) + helper%d(k);\nend\nplot(value%d, LineWidth=2)\n", i, i, i % 20, i);
        buf_printf(&text, "title(\"Plot %d\")\ns.field%d = value%d;\nf%d = @(x) x.^2 + value%d(1);\n%%%%\n", i, i, i, i, i);
    }
    for (int i = 0; i < 20; i++) buf_printf(&text, "function y = helper%d(x)\ny = 2*x;\nend\n", i);
    LanguageText t = {.text = buf_text(&text), .n_bytes = text.len, .folder = "/tmp"};
    double ms[6], start;
#define TIMED(i, call)                                       \
    start = cpu_s();                                         \
    json_decref(call);                                       \
    ms[i] = 1000 * (cpu_s() - start)
    TIMED(0, language_check(language, &t));
    TIMED(1, language_complete(language, &t, 1994, 8));
    TIMED(2, language_hover(language, &t, 1994, 4));
    TIMED(3, language_signature(language, &t, 1996, 12));
    TIMED(4, language_definition(language, &t, 1994, 4));
    TIMED(5, language_occurrences(language, &t, 1994, 4));
    print_message("2,000 lines: check %.1f complete %.1f hover %.1f signature %.1f definition %.1f occurrences %.1f ms\n", ms[0],
                  ms[1], ms[2], ms[3], ms[4], ms[5]);
    for (int i = 0; i < 6; i++) assert_true(ms[i] < 200);
    char *marks = marks_of(buf_text(&text));
    assert_string_equal(marks, "");
    mem_free(marks);
    buf_done(&text);
}

static int start(void **state) {
    (void)state;
    return language_new(&language) != OK;
}
static int stop(void **state) {
    (void)state;
    language_free(language);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_nothing_defines), cmocka_unit_test(mistakes_in_calls),
        cmocka_unit_test(doubtful_places),            cmocka_unit_test(completion),
        cmocka_unit_test(completion_of_files),        cmocka_unit_test(hover_and_signature),
        cmocka_unit_test(definitions_and_occurrences), cmocka_unit_test(help_pages),
        cmocka_unit_test(fast_enough),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
