// The kernel process: runs, commands, the workspace, variable windows, changes, figures.
#include "kernel_fixture.h"
#include <math.h>

/// Last version of the output on a line (of a kind), or null.
static json_t *output_on(const Child *c, int line, const char *kind) {
    json_t *found = NULL, *message;
    size_t i;
    json_array_foreach(c->seen, i, message) {
        json_t *output = json_object_get(message, "output");
        if (output && int_of(output, "line") == line && !strcmp(text_of(output, "kind"), kind)) found = output;
    }
    return found;
}

static json_t *variable_row(const Child *c, const char *name) {
    json_t *found = NULL, *message, *row;
    size_t i, k;
    json_array_foreach(c->seen, i, message) {
        json_t *rows = json_object_get(message, "variables");
        if (!rows) continue;
        found = NULL;
        json_array_foreach(rows, k, row) if (!strcmp(text_of(row, "name"), name)) found = row;
    }
    return found;
}

static void runs_a_document(void **state) {
    (void)state;
    Child c = child_start();
    json_t *done = child_run(&c, "%[text] # Title\nx = 1 + 2\ny = [1 2; 3 4];\nfor k = 1:2\n  fprintf('%d\\n', k)\nend\ndisp(f(x))\nfunction y = f(x)\ny = 2*x;\nend\n");
    assert_false(is_set(done, "failed"));
    assert_int_equal(int_of(done, "run"), 7);
    assert_non_null(output_on(&c, 2, "variable"));
    assert_string_equal(text_of(output_on(&c, 2, "variable"), "name"), "x");
    assert_string_equal(text_of(output_on(&c, 6, "text"), "text"), "1\n2\n");
    assert_string_equal(text_of(output_on(&c, 7, "text"), "text"), "     6\n");
    json_t *message;
    size_t i;
    int statements = 0;
    json_array_foreach(c.seen, i, message) statements += !strcmp(text_of(message, "t"), "statement");
    assert_int_equal(statements, 4);
    assert_string_equal(text_of(variable_row(&c, "y"), "size"), "2×2");
    assert_string_equal(text_of(variable_row(&c, "y"), "class"), "double");
    assert_true(is_set(variable_row(&c, "x"), "changed"));
    assert_int_equal(child_end(&c), 0);
}

static void runs_lines_and_keeps_the_workspace(void **state) {
    (void)state;
    Child c = child_start();
    const char *text = "a = 1;\nb = 2;\n%%\nc = a + b\n";
    child_begin(&c, 1, text, 1, 2);
    child_await(&c, "done", 20);
    assert_null(variable_row(&c, "c"));
    child_begin(&c, 2, text, 4, 4);
    child_await(&c, "done", 20);
    assert_non_null(output_on(&c, 4, "variable"));
    assert_true(is_set(variable_row(&c, "c"), "changed"));
    assert_false(is_set(variable_row(&c, "a"), "changed"));
    child_end(&c);
}

/// What changed since the start of the last run, also in place and inside networks, tables and cells.
static void changes_are_told(void **state) {
    (void)state;
    Child c = child_start();
    child_run(&c, "a = zeros(1000,1000); b = 1; t = table([1;2],'VariableNames',{'n'}); u = t; d = dlarray([1 2 3]); e = d; q = {1,{2}};\n"
                  "net = dlnetwork([featureInputLayer(3); fullyConnectedLayer(2)]); other = net;\n");
    child_forget(&c);
    child_run(&c, "a(777,555) = 1; t.n(2) = 5; d(2) = 7; q{2}{1} = 3; b = 1;\n"
                  "[l, g] = dlfeval(@(n,x) deal(0, dlgradient(sum(forward(n,x),'all'), n.Learnables)), net, dlarray([1;2;3],'CB'));\n"
                  "m = []; v = []; [net, m, v] = adamupdate(net, g, m, v, 1);\n");
    static const char *const changed[] = {"a", "t", "d", "q", "net", "g"}, *const same[] = {"b", "u", "e", "other"};
    for (int i = 0; i < 6; i++)
        if (!is_set(variable_row(&c, changed[i]), "changed")) fail_msg("%s should have changed", changed[i]);
    for (int i = 0; i < 4; i++)
        if (is_set(variable_row(&c, same[i]), "changed")) fail_msg("%s should not have changed", same[i]);
    child_end(&c);
}

static void errors_name_their_line(void **state) {
    (void)state;
    Child c = child_start();
    json_t *done = child_run(&c, "x = 1;\nif true\n  y = x + nothing_here;\nend\nz = 3;\n");
    assert_true(is_set(done, "failed"));
    assert_false(is_set(done, "stopped"));
    assert_int_equal(int_of(done, "error_line"), 3);
    assert_non_null(strstr(text_of(output_on(&c, 4, "error"), "text"), "nothing_here"));
    assert_null(variable_row(&c, "z"));
    child_forget(&c);
    done = child_run(&c, "x = (1\ny = 2\n");
    assert_true(is_set(done, "failed"));
    child_end(&c);
}

static void commands_share_the_workspace(void **state) {
    (void)state;
    Child c = child_start();
    child_run(&c, "x = 41;\n");
    child_forget(&c);
    json_t *done = child_command(&c, "y = x + 1\nfprintf('%s\\n', \"ok\")");
    assert_int_equal(int_of(done, "run"), 0);
    char *text = child_text(&c, "said", "out");
    assert_string_equal(text, "y =\n\n    42\n\nok\n");
    free(text);
    child_forget(&c);
    done = child_command(&c, "y = undefined_thing(3)");
    assert_true(is_set(done, "failed"));
    text = child_text(&c, "said", "error");
    assert_non_null(strstr(text, "undefined_thing"));
    free(text);
    child_end(&c);
}

static void text_is_bounded(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "for k = 1:200000, fprintf('%030d\\n', k), end");
    char *text = child_text(&c, "said", "out");
    assert_true(strlen(text) < 1200000);
    assert_non_null(strstr(text, "output shortened"));
    free(text);
    child_forget(&c);
    child_run(&c, "for k = 1:200000, fprintf('%030d\\n', k), end\nx = 1\n");
    const char *shown = text_of(output_on(&c, 1, "text"), "text");
    assert_true(strlen(shown) > 900000 && strlen(shown) < 1200000);
    assert_non_null(output_on(&c, 2, "variable"));
    child_end(&c);
}

static void text_comes_while_it_runs(void **state) {
    (void)state;
    Child c = child_start();
    child_begin(&c, 3, "disp('early')\npause(3)\n", 1, 3);
    double start = clock_monotonic_s();
    while (!output_on(&c, 1, "text")) assert_non_null(child_next(&c, 5));
    assert_true(clock_monotonic_s() - start < 1);
    child_send(&c, json_pack("{s:s}", "t", "halt"));
    json_t *done = child_await(&c, "done", 5);
    assert_true(is_set(done, "stopped"));
    assert_true(clock_monotonic_s() - start < 2);
    child_end(&c);
}

static void workspace_is_live(void **state) {
    (void)state;
    Child c = child_start();
    child_begin(&c, 3, "for k = 1:1e9, y = 2*k; end\n", 1, 1);
    double start = clock_monotonic_s();
    while (!variable_row(&c, "y")) assert_non_null(child_next(&c, 5));
    assert_true(clock_monotonic_s() - start < 3);
    // Asked while it runs: windows are answered, changes are refused.
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s,s:i,s:i,s:i,s:i,s:[]}", "t", "variable", "path", "k", "row", 1, "column", 1,
                                            "rows", 1, "columns", 1, "page"));
    assert_string_equal(text_of(reply, "t"), "reply");
    reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_assign", "name", "z", "text", "1"));
    assert_string_equal(text_of(reply, "error"), "busy");
    child_send(&c, json_pack("{s:s}", "t", "halt"));
    assert_true(is_set(child_await(&c, "done", 5), "stopped"));
    child_end(&c);
}

static json_t *window(Child *c, const char *path, int row, int column, int rows, int columns) {
    return child_ask(c, json_pack("{s:s,s:s,s:i,s:i,s:i,s:i,s:[]}", "t", "variable", "path", path, "row", row, "column", column,
                                  "rows", rows, "columns", columns, "page"));
}

static const char *cell(const json_t *reply, size_t r, size_t c) {
    return text_of(json_array_get(json_array_get(json_object_get(reply, "cells"), r), c), "text");
}

static void windows_show_every_class(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "A = reshape(1:24,2,3,4); s.name = 'Ann'; s.list = {1,\"two\",[1 2 3]}; t = table([1;2],[\"a\";\"b\"],'VariableNames',{'n','w'});"
                      "p = struct('x',{1,2,3}); w = 'hello'; z = categorical([\"u\" \"v\"]); d = dlarray(single([1 2; 3 4])); e = []; f = @(x) x.^2; q = 1+2i; b = [true false]; n = [NaN -Inf 0.1];");
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s,s:i,s:i,s:i,s:i,s:[i]}", "t", "variable", "path", "A", "row", 1, "column", 2,
                                            "rows", 10, "columns", 10, "page", 3));
    assert_string_equal(cell(reply, 0, 0), "15");
    assert_string_equal(cell(reply, 1, 1), "18");
    assert_int_equal(json_array_size(json_object_get(reply, "size")), 3);
    reply = window(&c, "s", 1, 1, 10, 3);
    assert_string_equal(text_of(reply, "kind"), "struct");
    assert_string_equal(json_string_value(json_array_get(json_object_get(reply, "row_names"), 1)), "list");
    reply = window(&c, "s.list{3}", 1, 1, 10, 10);
    assert_string_equal(cell(reply, 0, 2), "3");
    reply = window(&c, "s.list", 1, 1, 10, 10);
    assert_string_equal(cell(reply, 0, 1), "two");
    reply = window(&c, "t", 1, 1, 10, 10);
    assert_string_equal(text_of(reply, "kind"), "table");
    assert_string_equal(cell(reply, 1, 0), "2");
    assert_non_null(strstr(cell(reply, 1, 1), "b"));
    reply = window(&c, "p", 2, 1, 10, 10);
    assert_string_equal(cell(reply, 0, 0), "2");
    reply = window(&c, "w", 1, 1, 1, 1);
    assert_string_equal(cell(reply, 0, 0), "hello");
    reply = window(&c, "d", 1, 1, 5, 5);
    assert_string_equal(text_of(reply, "class"), "dlarray");
    assert_string_equal(cell(reply, 1, 1), "4");
    assert_string_equal(cell(window(&c, "z", 1, 1, 5, 5), 0, 1), "v");
    assert_string_equal(text_of(window(&c, "e", 1, 1, 5, 5), "t"), "reply");
    assert_string_equal(cell(window(&c, "f", 1, 1, 5, 5), 0, 0), "@(x)x.^2");
    assert_string_equal(cell(window(&c, "n", 1, 1, 5, 5), 0, 2), "0.1000");
    assert_string_equal(cell(window(&c, "b", 1, 1, 5, 5), 0, 1), "0");
    assert_string_equal(text_of(window(&c, "nothing", 1, 1, 5, 5), "error"), "unknown");
    assert_string_equal(text_of(window(&c, "A(99)", 1, 1, 5, 5), "t"), "failure");
    assert_string_equal(text_of(window(&c, "system('x')", 1, 1, 5, 5), "t"), "failure");
    assert_string_equal(text_of(window(&c, "f(3)", 1, 1, 5, 5), "t"), "failure");
    child_end(&c);
}

static json_t *set_cell(Child *c, const char *path, int row, int column, const char *text) {
    return child_ask(c, json_pack("{s:s,s:s,s:i,s:i,s:[],s:s}", "t", "variable_set", "path", path, "row", row, "column", column,
                                  "page", "text", text));
}

static void changes_are_lines_of_code(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "A = eye(2); s.a = {1,2}; w = \"old\"; t = table([1;2],'VariableNames',{'n'});");
    assert_string_equal(text_of(set_cell(&c, "A", 1, 2, "pi*2"), "code"), "A(1,2) = pi*2;");
    assert_string_equal(cell(window(&c, "A", 1, 2, 1, 1), 0, 0), "6.2832");
    assert_string_equal(text_of(set_cell(&c, "s.a", 1, 2, "'txt'"), "code"), "s.a{1,2} = 'txt';");
    assert_string_equal(text_of(set_cell(&c, "t", 2, 1, "7"), "code"), "t{2,1} = 7;");
    // What is no expression, or fails, changes nothing.
    assert_string_equal(text_of(set_cell(&c, "A", 1, 1, "1; system('x')"), "t"), "failure");
    assert_string_equal(text_of(set_cell(&c, "A", 1, 1, "nonsense_name"), "t"), "failure");
    assert_string_equal(text_of(set_cell(&c, "A", 1, 1, ""), "t"), "failure");
    assert_string_equal(cell(window(&c, "A", 1, 1, 1, 1), 0, 0), "1");
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_assign", "name", "w", "text", "new text"));
    assert_string_equal(text_of(reply, "code"), "w = \"new text\";");
    reply = child_ask(&c, json_pack("{s:s,s:s,s:i,s:i,s:[],s:[[s,s],[s,s]]}", "t", "variable_paste", "path", "A", "row", 2, "column",
                                    1, "page", "cells", "1", "2.5", "", "-4e3"));
    assert_string_equal(text_of(reply, "code"), "A(2:3,1:2) = [1 2.5; NaN -4e3];");
    reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_rename", "name", "A", "to", "B"));
    assert_string_equal(text_of(reply, "code"), "B = A; clear A");
    reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_rename", "name", "B", "to", "end"));
    assert_string_equal(text_of(reply, "t"), "failure");
    reply = child_ask(&c, json_pack("{s:s,s:[s,s]}", "t", "variable_delete", "names", "w", "t"));
    assert_string_equal(text_of(reply, "code"), "clear w t");
    assert_string_equal(text_of(window(&c, "w", 1, 1, 1, 1), "error"), "unknown");
    char *echo = child_text(&c, "said", "echo");
    assert_non_null(strstr(echo, "B = A; clear A\n"));
    free(echo);
    child_end(&c);
}

static json_t *figure_request(Child *c, const char *action, double x, double y, double dx, double dy, double factor) {
    return child_ask(c, json_pack("{s:s,s:i,s:s,s:f,s:f,s:f,s:f,s:f}", "t", "figure_act", "figure", 1, "action", action, "x", x, "y",
                                  y, "dx", dx, "dy", dy, "factor", factor));
}

static void figures_answer(void **state) {
    (void)state;
    Child c = child_start();
    child_run(&c, "plot([1 2 3],[4 5 6])\ntitle('T')\n");
    json_t *output = output_on(&c, 2, "figure");
    assert_non_null(output);
    assert_int_equal(int_of(output, "figure"), 1);
    assert_true(json_array_size(json_object_get(json_object_get(output, "scene"), "items")) > 5);
    assert_true(strlen(text_of(output, "alt")) > 5);
    json_t *reply = figure_request(&c, "zoom", 200, 150, 0, 0, 2);
    assert_non_null(json_object_get(reply, "scene"));
    reply = figure_request(&c, "wobble", 200, 150, 0, 0, 2);
    assert_string_equal(text_of(reply, "t"), "failure");
    reply = child_ask(&c, json_pack("{s:s,s:i}", "t", "figure_data", "figure", 1));
    assert_int_equal(json_array_size(json_object_get(reply, "columns")), 2);
    assert_int_equal(json_array_size(json_object_get(reply, "rows")), 3);
    reply = child_ask(&c, json_pack("{s:s,s:i,s:s}", "t", "figure_export", "figure", 1, "format", "svg"));
    assert_int_equal(strncmp(text_of(reply, "data_uri"), "data:image/svg+xml;base64,", 26), 0);
    reply = child_ask(&c, json_pack("{s:s,s:i,s:f,s:f}", "t", "figure_resize", "figure", 1, "width", 600.0, "height", 300.0));
    assert_true(fabs(json_number_value(json_object_get(json_object_get(reply, "scene"), "width")) - 600) < 1);
    reply = child_ask(&c, json_pack("{s:s,s:i}", "t", "figure_data", "figure", 9));
    assert_string_equal(text_of(reply, "error"), "unknown");
    // Running the section again closes its figure and makes it anew.
    child_run(&c, "plot([1 2 3],[4 5 6])\ntitle('T')\n");
    assert_int_equal(int_of(output_on(&c, 2, "figure"), "figure"), 1);
    child_end(&c);
}

static void a_monitor_can_be_stopped(void **state) {
    (void)state;
    Child c = child_start();
    child_begin(&c, 5,
                "m = trainingProgressMonitor(Metrics=\"Loss\");\nk = 0;\nwhile ~m.Stop\nk = k + 1;\nrecordMetrics(m, k, Loss=1/k)\npause(0.01)\nend\n"
                "after = k\n",
                1, 8);
    json_t *frame = NULL;
    while (!(frame = output_on(&c, 7, "figure"))) assert_non_null(child_next(&c, 10));
    assert_true(is_set(frame, "frame"));
    json_t *reply = figure_request(&c, "stop", 0, 0, 0, 0, 1);
    assert_string_equal(text_of(reply, "t"), "reply");
    json_t *done = child_await(&c, "done", 10);
    assert_false(is_set(done, "failed"));
    assert_non_null(output_on(&c, 8, "variable"));
    child_end(&c);
}

static void questions_and_other_wishes(void **state) {
    (void)state;
    Child c = child_start();
    child_begin(&c, 1, "n = input('How many? ');\nclc\ndoc sin\nopenExample('lab')\n", 1, 4);
    assert_string_equal(text_of(child_await(&c, "asked", 10), "text"), "How many? ");
    child_send(&c, json_pack("{s:s,s:s,s:b}", "t", "reply_text", "text", "6*7", "end", 0));
    child_await(&c, "cleared", 10);
    json_t *wish = child_await(&c, "wants", 10);
    assert_string_equal(text_of(wish, "kind"), "help");
    assert_string_equal(text_of(wish, "name"), "sin");
    assert_string_equal(text_of(child_await(&c, "wants", 10), "kind"), "example");
    child_await(&c, "done", 10);
    assert_string_equal(text_of(variable_row(&c, "n"), "value"), "42");
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s}", "t", "cd", "path", "/tmp"));
    assert_string_equal(text_of(reply, "path"), "/tmp");
    reply = child_ask(&c, json_pack("{s:s,s:s}", "t", "cd", "path", "/no/such/place"));
    assert_string_equal(text_of(reply, "t"), "failure");
    reply = child_ask(&c, json_pack("{s:s,s:[s]}", "t", "workspace_stats", "names", "n"));
    assert_true(json_number_value(json_object_get(json_object_get(json_object_get(reply, "stats"), "n"), "mean")) == 42);
    (void)child_ask(&c, json_pack("{s:s,s:s}", "t", "command", "text", "exit(3)"));
    assert_true(is_set(child_await(&c, "done", 10), "quit"));
    assert_int_equal(child_end(&c), 3);
}

static void hostile_messages(void **state) {
    (void)state;
    Child c = child_start();
    child_write(&c, "not json at all");
    child_write(&c, "[1,2,3]");
    child_write(&c, "{\"t\":5}");
    child_write(&c, "{\"t\":\"begin\"}");
    json_t *reply = child_ask(&c, json_pack("{s:s}", "t", "no_such_request"));
    assert_string_equal(text_of(reply, "error"), "unknown");
    reply = child_ask(&c, json_pack("{s:s,s:i}", "t", "command", "text", 5));
    assert_string_equal(text_of(reply, "error"), "invalid");
    child_command(&c, "x = 1;");
    // A length of 4 GB ends the connection, and with it the kernel.
    assert_int_equal(send(c.fd, "\xff\xff\xff\xff", 4, MSG_NOSIGNAL), 4);
    assert_int_equal(child_end(&c), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_a_document),
        cmocka_unit_test(runs_lines_and_keeps_the_workspace),
        cmocka_unit_test(changes_are_told),
        cmocka_unit_test(errors_name_their_line),
        cmocka_unit_test(commands_share_the_workspace),
        cmocka_unit_test(text_is_bounded),
        cmocka_unit_test(text_comes_while_it_runs),
        cmocka_unit_test(workspace_is_live),
        cmocka_unit_test(windows_show_every_class),
        cmocka_unit_test(changes_are_lines_of_code),
        cmocka_unit_test(figures_answer),
        cmocka_unit_test(a_monitor_can_be_stopped),
        cmocka_unit_test(questions_and_other_wishes),
        cmocka_unit_test(hostile_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
