// Running documents: outputs belong to their statements, functions work from anywhere, errors are
// shown and end the run, a stop is honoured, the host gets back its place. Expected displays:
// MATLAB's documented console form.
#include "doc/doc.h"
#include "doc/run.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Watch {
    Engine *engine;
    int lines[64], n_lines, stop_at;
} Watch;

static void watch_statement(void *self, const char *file, int line, int last_line) {
    Watch *watch = self;
    assert_non_null(file);
    assert_true(last_line >= line);
    if (watch->n_lines < 64) watch->lines[watch->n_lines++] = line;
    if (watch->stop_at == line) watch->engine->ctx.stop = 1;
}

typedef struct Bench {
    Engine *engine;
    Document *doc;
    Watch watch;
    bool failed;
} Bench;

static void bench_run(Bench *b, const char *text, Status expected) {
    Host host = {.self = &b->watch, .statement = watch_statement};
    b->doc = NULL;
    assert_int_equal(engine_new(&host, &b->engine), OK);
    b->watch.engine = b->engine;
    assert_int_equal(doc_read_text(&b->engine->ctx, "lab.m", text, strlen(text), &b->doc), OK);
    Status status = doc_run(b->engine, b->doc, &b->failed);
    if (status != expected)
        print_message("%s: %s\n", status_name(status), error_message(&b->engine->ctx.error));
    assert_int_equal(status, expected);
    assert_ptr_equal(b->engine->host.self, &b->watch);
}

static void bench_done(Bench *b) {
    doc_free(b->doc);
    engine_free(b->engine);
}

/// Outputs of all blocks as "kind line text;" with line ends as '/'.
static void outputs_text(const Document *doc, Buf *out) {
    for (Index i = 0; i < doc->n_blocks; i++)
        for (Index k = 0; k < doc->blocks[i].n_outputs; k++) {
            const DocOutput *o = &doc->blocks[i].outputs[k];
            buf_printf(out, "%c%d ", "tvefwEmTr"[o->kind], (int)o -> line);
            for (const char *p = o->text ? o->text : ""; *p; p++)
                buf_putc(out, *p == '\n' ? '/' : *p);
            buf_putc(out, ';');
        }
}

static void check_run(const char *text, const char *expected) {
    Bench b = {0};
    bench_run(&b, text, OK);
    Buf out = BUF_INIT;
    outputs_text(b.doc, &out);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
    bench_done(&b);
}

static void outputs_follow_statements(void **state) {
    (void)state;
    check_run("x = 1\ny = 2;\ndisp(x+y)\n", "v1 x =//     1//;t3      3/;");
    check_run("a = 1; b = 2, c = 3;", "v1 b =//     2//;");
    check_run("%[text] t\n\nfor k = 1:2\n  fprintf('%d\\n',k);\nend\n", "t5 1/2/;");
    check_run("x = [1 2 ...\n  3]\n", "m2 x =//     1     2     3//;");
    check_run("fprintf('a\\rb'); fprintf('\\n');", "t1 b;t1 /;");
}

static void functions_work_from_anywhere(void **state) {
    (void)state;
    check_run("disp(twice(4))\n%%\nfunction r = twice(v)\nr = 2*v;\nend\n", "t1      8/;");
    check_run("function r = half(v)\nr = v/2;\nend\ndisp(half(4))\nfunction r = other(v)\nr = "
              "half(v);\nend\ndisp(other(8))\n",
              "t4      2/;t8      4/;");
}

static void sections_share_the_workspace(void **state) {
    (void)state;
    check_run("x = 2;\n%%\ny = x + 1\n", "v3 y =//     3//;");
}

static void errors_are_shown_and_end_the_run(void **state) {
    (void)state;
    Bench b = {0};
    bench_run(&b, "x = 1\n%%\ny = nosuchname + 1\nz = 3\n%%\nw = 4\n", OK);
    assert_true(b.failed);
    assert_int_equal(b.engine->ctx.error.status, OK);
    Buf out = BUF_INIT;
    outputs_text(b.doc, &out);
    assert_non_null(strstr(buf_text(&out), "E3 Unrecognized function or variable 'nosuchname'."));
    assert_non_null(strstr(buf_text(&out), "line 3"));
    assert_null(strstr(buf_text(&out), "v4"));
    assert_null(strstr(buf_text(&out), "v6"));
    buf_done(&out);
    bench_done(&b);
    b = (Bench){0}; // a syntax error stops its own section, not those before
    bench_run(&b, "x = 1\n%%\ny = (1\n", OK);
    assert_true(b.failed);
    outputs_text(b.doc, &out);
    assert_int_equal(strncmp(buf_text(&out), "v1 x =//     1//;E", 18), 0);
    buf_done(&out);
    bench_done(&b);
    b = (Bench){0};
    bench_run(&b, "try\n error('my:id','inner');\ncatch e\n disp(e.message)\nend\n", OK);
    assert_false(b.failed);
    bench_done(&b);
}

static void outputs_of_one_statement_are_bounded(void **state) {
    (void)state;
    Bench b = {0};
    bench_run(&b, "for k = 1:300, k, end\ndisp(repmat('\u00e9', 1000, 3000)), disp('the end'); disp('more')\n"
                  "for k = 1:1e5, fprintf('%09d\\n', k); if mod(k, 2), warning('odd'); end, end", OK);
    const DocBlock *block = &b.doc->blocks[0];
    assert_in_range(block->n_outputs, 205, 100000); // 200 variables, the rest as text, the matrix, …
    const DocOutput *rest = &block->outputs[200], *huge = &block->outputs[201];
    assert_int_equal(rest->kind, OUTPUT_TEXT);
    assert_non_null(strstr(rest->text, "201"));
    assert_non_null(strstr(rest->text, "300"));
    assert_true(strlen(huge->text) < (1 << 20) + 100);
    assert_memory_equal(huge->text, "\u00e9\u00e9", 4);
    assert_non_null(strstr(huge->text, "\u00e9\n\u2026 (output shortened: "));
    assert_string_equal(huge->text + strlen(huge->text) - 3, "\u00e9\n"); // its end is kept
    size_t kept = 0; // of a loop that shows now this, now that: all is bounded, the end is there
    const DocOutput *last = &block->outputs[block->n_outputs - 1];
    for (Index i = 0; i < block->n_outputs; i++)
        if (block->outputs[i].line == last->line) kept += strlen(block->outputs[i].text);
    assert_true(kept < (1 << 20) + 1000);
    assert_non_null(strstr(last->text, "characters left out)\n"));
    assert_string_equal(last->text + strlen(last->text) - 10, "000100000\n");
    bench_done(&b);
}

static void a_stop_is_honoured(void **state) {
    (void)state;
    Bench b = {.watch.stop_at = 2};
    bench_run(&b, "x = 1\nwhile true, end\ny = 2\n", ERR_INTERRUPT);
    assert_true(b.failed);
    Buf out = BUF_INIT;
    outputs_text(b.doc, &out);
    assert_string_equal(buf_text(&out), "v1 x =//     1//;E2 Operation terminated by user.;");
    buf_done(&out);
    bench_done(&b);
}

static void statements_are_announced_once(void **state) {
    (void)state;
    Bench b = {0};
    bench_run(&b, "%[text] t\nx = 1;\nfor k = 1:3\n  y = k;\nend\n%%\nz = 1;\n", OK);
    static const int lines[] = {2, 3, 7};
    assert_int_equal(b.watch.n_lines, 3);
    for (int i = 0; i < 3; i++) assert_int_equal(b.watch.lines[i], lines[i]);
    bench_done(&b);
}

static void running_again_replaces_outputs(void **state) {
    (void)state;
    Bench b = {0};
    bench_run(&b, "x = 1\n%%\ny = x\n", OK);
    assert_int_equal(doc_run_blocks(b.engine, b.doc, 2, 3, NULL), OK);
    Buf out = BUF_INIT;
    outputs_text(b.doc, &out);
    assert_string_equal(buf_text(&out), "v1 x =//     1//;v3 y =//     1//;");
    buf_done(&out);
    bench_done(&b);
}

static void figures_come_after_the_last_touch(void **state) {
    (void)state;
    Bench b = {0};
    bench_run(&b,
              "plot(1:3)\ndisp(1)\ntitle('t')\ndisp(2)\n%%\nplot(3:-1:1)\n%%\nfigure\nplot(1:2)"
              "\nfigure\nplot(1:2)\n",
              OK);
    assert_false(b.failed);
    Buf out = BUF_INIT;
    outputs_text(b.doc, &out);
    assert_string_equal(buf_text(&out), "t2      1/;f3 ;t4      2/;f6 ;f9 ;f11 ;");
    buf_done(&out);
    Scene **pages;
    Index n;
    assert_int_equal(doc_pages(&b.engine->ctx, b.doc, NULL, &pages, &n), OK);
    Index figures = 0;
    for (Index k = 0; k < n; k++) {
        for (Index i = 0; i < pages[k]->n_items; i++)
            figures += pages[k]->items[i].kind == SCENE_GROUP_BEGIN && pages[k]->items[i].role &&
                       !strcmp(pages[k]->items[i].role, "Figure");
        scene_free(pages[k]);
    }
    mem_free(pages);
    assert_true(figures >= 4);
    bench_done(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_follow_statements),
        cmocka_unit_test(functions_work_from_anywhere),
        cmocka_unit_test(sections_share_the_workspace),
        cmocka_unit_test(errors_are_shown_and_end_the_run),
        cmocka_unit_test(outputs_of_one_statement_are_bounded),
        cmocka_unit_test(a_stop_is_honoured),
        cmocka_unit_test(statements_are_announced_once),
        cmocka_unit_test(running_again_replaces_outputs),
        cmocka_unit_test(figures_come_after_the_last_touch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
