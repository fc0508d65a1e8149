// Running parts of a document, and what a sink hears: sections and line ranges replace their own
// outputs only, figures come while they are drawn and move when touched again, the record tells of
// the run. Expected displays: MATLAB's documented console form.
#include "base/clock.h"
#include "doc/doc.h"
#include "doc/run.h"
#include "graphics/figure.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Session {
    Engine *engine;
    Document *doc;
    Buf heard; // what the sink was told
    bool failed;
} Session;

static void open_document(Session *s, const char *text) {
    *s = (Session){0};
    assert_int_equal(engine_new(NULL, &s->engine), OK);
    assert_int_equal(doc_read_text(&s->engine->ctx, "lab.m", text, strlen(text), &s->doc), OK);
}

static void close_document(Session *s) {
    doc_free(s->doc);
    engine_free(s->engine);
    buf_done(&s->heard);
}

static void put_output(Buf *out, const DocOutput *o) {
    buf_printf(out, "%c%d ", "tvefwEmTr"[o->kind], (int)o -> line);
    if (o->figure_number) buf_printf(out, "#%d ", o->figure_number);
    for (const char *p = o->text ? o->text : ""; *p; p++)
        if (*p != ' ') buf_putc(out, *p == '\n' ? '/' : *p);
    buf_putc(out, ';');
}

static void check_outputs(const Session *s, const char *expected) {
    Buf out = BUF_INIT;
    for (Index i = 0; i < s->doc->n_blocks; i++)
        for (Index k = 0; k < s->doc->blocks[i].n_outputs; k++)
            put_output(&out, &s->doc->blocks[i].outputs[k]);
    assert_string_equal(buf_text(&out), expected);
    buf_done(&out);
}

static void hear_statement(void *self, int32_t first, int32_t last) {
    buf_printf(&((Session *)self)->heard, "[%d-%d ", (int)first, (int)last);
}
static void hear_end(void *self, int32_t first, int32_t last, bool failed) {
    (void)first;
    (void)last;
    buf_puts(&((Session *)self)->heard, failed ? "!]" : "]");
}
static void hear_text(void *self, Index block, int32_t line, OutputKind kind,
                      const Excerpt *so_far) {
    (void)block;
    (void)kind;
    buf_printf(&((Session *)self)->heard, "'%s'@%d ", buf_text(&so_far->head), (int)line);
}
static void hear_output(void *self, Index block, const DocOutput *output) {
    Session *s = self;
    assert_int_equal(s->doc->blocks[block].kind, BLOCK_CODE);
    if (output->kind == OUTPUT_FIGURE) assert_non_null(output->scene);
    put_output(&s->heard, output);
}
static void hear_clear(void *self, Index block, int32_t first, int32_t last) {
    (void)block;
    (void)last;
    buf_printf(&((Session *)self)->heard, "-%d ", (int)first);
}
static RunSink sink_of(Session *s) {
    return (RunSink){s, hear_statement, hear_end, hear_text, hear_output, hear_clear};
}

static void a_sink_hears_everything_in_order(void **state) {
    (void)state;
    Session s;
    open_document(&s, "x = 1\nfor k = 1:2\n  fprintf('%d',k);\nend\nerror('a:b','bad')\ny = 2\n");
    RunSink sink = sink_of(&s);
    RunOptions options = {.sink = &sink};
    assert_int_equal(doc_run_with(s.engine, s.doc, &options, &s.failed), OK);
    assert_true(s.failed);
    assert_string_equal(buf_text(&s.heard), "-0 -0 [1-1 v1 x=//1//;][2-4 '1'@4 '12'@4 t4 12;][5-5 !]"
                                            "E5 bad/Errorinlab.m(line5);");
    close_document(&s);
}

static void lines_replace_their_own_outputs(void **state) {
    (void)state;
    Session s;
    open_document(&s, "a = 1\nb = a + 1\nc = [b ...\n  b]\nd = 4\n%%\ne = 5\n");
    assert_int_equal(doc_run(s.engine, s.doc, NULL), OK);
    assert_int_equal(engine_run_text(s.engine, "", "a = 10;", 7, 1), OK);
    assert_int_equal(doc_run_lines(s.engine, s.doc, 2, 3, &s.failed), OK);
    assert_false(s.failed);
    check_outputs(&s, "v1 a=//1//;v2 b=//11//;m4 c=//1111//;v5 d=//4//;v7 e=//5//;");
    // Line 4 is the second half of a statement: all of it runs.
    assert_int_equal(engine_run_text(s.engine, "", "b = 7;", 6, 1), OK);
    assert_int_equal(doc_run_lines(s.engine, s.doc, 4, 4, NULL), OK);
    check_outputs(&s, "v1 a=//1//;v2 b=//11//;m4 c=//77//;v5 d=//4//;v7 e=//5//;");
    assert_string_equal(s.doc->record.order, "1 2 1 1");
    close_document(&s);
}

static void sections_run_alone(void **state) {
    (void)state;
    Session s;
    open_document(&s, "a = 1\n%%\na = a + 1\n%%\na = a * 10\n");
    assert_int_equal(doc_run_section(s.engine, s.doc, 0, false, NULL, NULL), OK);
    assert_int_equal(doc_run_section(s.engine, s.doc, 1, false, NULL, NULL), OK);
    assert_int_equal(doc_run_section(s.engine, s.doc, 1, true, NULL, NULL), OK);
    check_outputs(&s, "v1 a=//1//;v3 a=//3//;v5 a=//30//;");
    assert_string_equal(s.doc->record.order, "1 2 2 3");
    assert_int_equal(doc_run_section(s.engine, s.doc, 3, false, NULL, NULL), ERR_ARG);
    assert_int_equal(doc_block_section(s.doc, 4), 2);
    close_document(&s);
}

static Index count_figures(const Session *s) {
    Index n = 0;
    if (s->engine->env.graphics) graphics_figures(s->engine->env.graphics, &n);
    return n;
}

static void running_again_does_not_pile_up_figures(void **state) {
    (void)state;
    Session s;
    open_document(&s, "plot(1:3)\n%%\nplot(3:-1:1)\ntitle('t')\n");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(doc_run_section(s.engine, s.doc, 0, false, NULL, NULL), OK);
        assert_int_equal(doc_run_section(s.engine, s.doc, 1, false, NULL, NULL), OK);
        assert_int_equal(count_figures(&s), 2);
    }
    check_outputs(&s, "f1 #1 ;f4 #2 ;");
    // A line of a section goes on with the section's figure, not with the one drawn last.
    assert_int_equal(doc_run_section(s.engine, s.doc, 0, false, NULL, NULL), OK);
    assert_int_equal(doc_run_lines(s.engine, s.doc, 4, 4, NULL), OK);
    assert_int_equal(count_figures(&s), 2);
    check_outputs(&s, "f1 #1 ;f4 #2 ;");
    const DocOutput *figure = &s.doc->blocks[2].outputs[0];
    assert_non_null(strstr(figure->name, "t: one line"));
    close_document(&s);
}

static void a_figure_is_sent_while_it_is_drawn(void **state) {
    (void)state;
    Session s;
    open_document(&s,
                  "h = animatedline;\nfor k = 1:30\n  addpoints(h,k,k);\n  drawnow\n  pause(0.01)\n"
                  "end\ndisp(1)\n");
    RunSink sink = sink_of(&s);
    RunOptions options = {.sink = &sink};
    double start = clock_monotonic_s();
    assert_int_equal(doc_run_with(s.engine, s.doc, &options, &s.failed), OK);
    double taken = clock_monotonic_s() - start; // on a busy machine the loop lasts longer
    Index sent = 0;
    for (const char *p = buf_text(&s.heard); (p = strstr(p, "f6 #1 ;")); p++) sent++;
    assert_true(sent >= 3 && (double)sent <= 20 * taken + 2); // 20 a second, the first and the last
    check_outputs(&s, "f6 #1 ;t7 1/;");
    close_document(&s);
}

static void a_stop_keeps_what_ran(void **state) {
    (void)state;
    Session s;
    open_document(&s, "plot(1:3)\nx = 1\nwhile true\n  x = x + 1;\n\nend\n");
    RunSink sink = sink_of(&s);
    RunOptions options = {.sink = &sink, .first_line = 1, .last_line = 2};
    assert_int_equal(doc_run_with(s.engine, s.doc, &options, NULL), OK);
    atomic_store(&s.engine->ctx.stop, 1);
    assert_int_equal(doc_run_lines(s.engine, s.doc, 3, 6, &s.failed), ERR_INTERRUPT);
    assert_true(s.failed);
    check_outputs(&s, "f1 #1 ;v2 x=//1//;E6 Operationterminatedbyuser.;");
    assert_int_equal(s.engine->ctx.stop, 0);
    assert_int_equal(doc_run_lines(s.engine, s.doc, 2, 2, &s.failed), OK);
    assert_false(s.failed);
    close_document(&s);
}

static void the_record_tells_of_the_run(void **state) {
    (void)state;
    Session s;
    open_document(&s, "x = rand;\n%%\n%[text] only text\n%%\ny = rand;\n");
    assert_null(s.doc->record.seed);
    assert_int_equal(doc_run(s.engine, s.doc, NULL), OK);
    const DocRunRecord *r = &s.doc->record;
    assert_string_equal(r->seed, "twister 0");
    assert_string_equal(r->order, "1 3");
    assert_int_equal(strncmp(r->versions, "Gradus ", 7), 0);
    assert_non_null(strstr(r->versions, "thread"));
    assert_int_equal(strlen(r->started), strlen("2026-11-27T23:12:28+01:00"));
    assert_true(r->seconds > 0 && r->seconds < 60);
    assert_int_equal(doc_run(s.engine, s.doc, NULL), OK);
    assert_string_equal(r->seed, "twister 0, in use"); // the stream went on
    assert_string_equal(r->order, "1 3");
    close_document(&s);
}

static void nothing_of_an_earlier_run_stays(void **state) {
    (void)state;
    Session s;
    open_document(&s, "if exist('n','var'), error('a:b','second'), end\nn = 1\n%%\nplot(1:2)\n");
    assert_int_equal(doc_run(s.engine, s.doc, NULL), OK);
    check_outputs(&s, "v2 n=//1//;f4 #1 ;");
    assert_int_equal(doc_run(s.engine, s.doc, &s.failed), OK);
    assert_true(s.failed);
    check_outputs(&s, "E1 second/Errorinlab.m(line1);");
    assert_int_equal(count_figures(&s), 0);
    close_document(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sink_hears_everything_in_order),
        cmocka_unit_test(lines_replace_their_own_outputs),
        cmocka_unit_test(sections_run_alone),
        cmocka_unit_test(running_again_does_not_pile_up_figures),
        cmocka_unit_test(a_figure_is_sent_while_it_is_drawn),
        cmocka_unit_test(a_stop_keeps_what_ran),
        cmocka_unit_test(the_record_tells_of_the_run),
        cmocka_unit_test(nothing_of_an_earlier_run_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
