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

/// What the Command Window shows: a tail takes the place of its earlier form.
static char *window_text(const Child *c) {
    size_t i, n = 0, tail_at = 0;
    int tail = 0;
    json_t *message;
    char *all = calloc(1, 1);
    json_array_foreach(c->seen, i, message) {
        if (strcmp(text_of(message, "t"), "said")) continue;
        const char *text = text_of(message, "text");
        if (tail && int_of(message, "tail") == tail) n = tail_at;
        tail = int_of(message, "tail");
        tail_at = n;
        all = realloc(all, n + strlen(text) + 1);
        strcpy(all + n, text);
        n += strlen(text);
    }
    return all;
}

// Of what one statement or command shows the beginning and the end are kept, and how much is not.
static void text_is_bounded(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "for k = 1:200000, fprintf('%030d\\n', k), end");
    char *text = window_text(&c);
    assert_in_range(strlen(text), 200000, 300000);
    assert_memory_equal(text, "000000000000000000000000000001\n", 31);
    const char *gap = strstr(text, "\n… (output shortened: ");
    assert_non_null(gap);
    assert_string_equal(text + strlen(text) - 31, "000000000000000000000000200000\n");
    unsigned long million = 0, thousand = 0, one = 0; // the gap and what is there make up the whole
    assert_int_equal(sscanf(strstr(gap, ": "), ": %lu,%lu,%lu", &million, &thousand, &one), 3);
    size_t shown = strlen(text) - strlen("… (output shortened: 1,234,567 characters left out)\n");
    assert_int_equal(million * 1000000 + thousand * 1000 + one + shown, 200000 * 31);
    free(text);
    child_forget(&c);
    child_command(&c, "fprintf('short\\n')"); // the next command begins anew
    text = window_text(&c);
    assert_string_equal(text, "short\n");
    free(text);
    child_forget(&c);
    child_run(&c, "for k = 1:200000, fprintf('%030d\\n', k), end\nx = 1\n");
    const char *kept = text_of(output_on(&c, 1, "text"), "text");
    assert_in_range(strlen(kept), 900000, 1200000);
    assert_memory_equal(kept, "000000000000000000000000000001\n", 31);
    assert_non_null(strstr(kept, "\n… (output shortened: 5,151,4"));
    assert_string_equal(kept + strlen(kept) - 31, "000000000000000000000000200000\n");
    assert_non_null(output_on(&c, 2, "variable"));
    child_end(&c);
}

// A question in a flood: all before it is shown, the answer does not lose it.
static void a_flood_with_a_question(void **state) {
    (void)state;
    Child c = child_start();
    (void)child_ask(&c, json_pack("{s:s,s:s}", "t", "command", "text",
                                  "for k = 1:50000, fprintf('%030d\\n', k), end, x = input('more? '); disp(x)"));
    child_await(&c, "asked", 20);
    char *text = window_text(&c);
    assert_string_equal(text + strlen(text) - 31, "000000000000000000000000050000\n");
    free(text);
    child_send(&c, json_pack("{s:s,s:s,s:b}", "t", "reply_text", "text", "17", "end", 0));
    child_await(&c, "done", 20);
    text = window_text(&c);
    const char *last = strstr(text, "000000000000000000000000050000\n");
    assert_non_null(last);
    assert_null(strstr(last + 1, "000000000000000000000000050000\n"));
    assert_non_null(strstr(last, "17"));
    free(text);
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

static const char *full(Child *c, const char *path, int row, int column) {
    return cell(child_ask(c, json_pack("{s:s,s:s,s:i,s:i,s:i,s:i,s:[],s:b}", "t", "variable", "path", path, "row", row, "column",
                                       column, "rows", 1, "columns", 1, "page", "full", 1)), 0, 0);
}

// For the clipboard: the values themselves, not as they are displayed.
static void values_in_full(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "A = [pi 1/3 1e-300; 0.1 NaN -Inf]; s = single([0.1 1/3]); n = int64(9223372036854775807); "
                      "q = [1+pi*1i 2-0.1i]; c = {'text', \"str\", pi, [1/3 2;3 4], true, {}, repmat('y',1,1000)}; "
                      "t = table([1/3;2],[\"a\";\"b\"],categorical([\"u\";\"v\"]),'VariableNames',{'n','w','k'}); "
                      "z.x = 1/7; z.name = 'it''s'; p = struct('v', {1/3, 2}); b = [true false];");
    assert_string_equal(full(&c, "A", 1, 1), "3.141592653589793");
    assert_string_equal(full(&c, "A", 1, 2), "0.3333333333333333");
    assert_string_equal(full(&c, "A", 1, 3), "1e-300");
    assert_string_equal(full(&c, "A", 2, 1), "0.1");
    assert_string_equal(full(&c, "A", 2, 2), "NaN");
    assert_string_equal(full(&c, "A", 2, 3), "-Inf");
    assert_string_equal(full(&c, "s", 1, 1), "0.1");
    assert_string_equal(full(&c, "s", 1, 2), "0.33333334");
    assert_string_equal(full(&c, "n", 1, 1), "9223372036854775807");
    assert_string_equal(full(&c, "q", 1, 1), "1+3.141592653589793i");
    assert_string_equal(full(&c, "q", 1, 2), "2-0.1i");
    assert_string_equal(full(&c, "b", 1, 2), cell(window(&c, "b", 1, 2, 1, 1), 0, 0));
    assert_string_equal(full(&c, "c", 1, 1), "text");
    assert_string_equal(full(&c, "c", 1, 2), "str");
    assert_string_equal(full(&c, "c", 1, 3), "3.141592653589793");
    assert_string_equal(full(&c, "c", 1, 4), "[0.3333333333333333 2;3 4]");
    assert_int_equal(strlen(full(&c, "c", 1, 7)), 1000);
    assert_string_equal(full(&c, "t", 1, 1), "0.3333333333333333");
    assert_string_equal(full(&c, "t", 2, 2), "b");
    assert_string_equal(full(&c, "t", 1, 3), "u");
    assert_string_equal(full(&c, "z", 1, 1), "0.14285714285714285");
    assert_string_equal(full(&c, "z", 2, 1), "it's");
    assert_string_equal(full(&c, "p", 1, 1), "0.3333333333333333");
    child_command(&c, "h = cell(1,20); h(:) = {repmat('z',1,1000000)};"); // more than a message should have
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s,s:i,s:i,s:i,s:i,s:[],s:b}", "t", "variable", "path", "h", "row", 1, "column",
                                            1, "rows", 1, "columns", 20, "page", "full", 1));
    assert_string_equal(text_of(reply, "error"), "limit");
    child_end(&c);
}

// Parts of structs, struct arrays, cells in cells and objects are set by lines of code as well.
static void nested_parts_can_be_set(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "p = struct('v', {1, 2}, 'name', {'ann', 'bob'}); c = {1, {2, 'in'}}; z.in.x = 5; o = MException('a:b', 'msg');");
    assert_true(is_set(window(&c, "p", 1, 1, 5, 5), "editable"));
    assert_string_equal(text_of(set_cell(&c, "p", 2, 1, "1/3"), "code"), "p(2).v = 1/3;");
    assert_string_equal(cell(window(&c, "p", 2, 1, 1, 1), 0, 0), "0.3333");
    assert_string_equal(text_of(set_cell(&c, "p", 2, 2, "eve's"), "code"), "p(2).name = 'eve''s';");
    assert_string_equal(full(&c, "p", 2, 2), "eve's");
    assert_string_equal(text_of(set_cell(&c, "p", 3, 1, "1"), "t"), "failure"); // no such element
    assert_string_equal(text_of(set_cell(&c, "c{1,2}", 1, 1, "7"), "code"), "c{1,2}{1,1} = 7;");
    assert_string_equal(cell(window(&c, "c{1,2}", 1, 1, 1, 1), 0, 0), "7");
    assert_string_equal(text_of(set_cell(&c, "z.in", 1, 1, "6"), "code"), "z.in.x = 6;");
    json_t *reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_assign", "name", "c{1,2}{1,2}", "text", "'out'"));
    assert_string_equal(text_of(reply, "code"), "c{1,2}{1,2} = 'out';");
    assert_string_equal(full(&c, "c{1,2}", 1, 2), "out");
    reply = child_ask(&c, json_pack("{s:s,s:s,s:s}", "t", "variable_assign", "name", "c{9}", "text", "1"));
    assert_string_equal(text_of(reply, "t"), "failure");
    child_end(&c);
}

// Another page sees a change that no row of the Workspace shows.
static void changes_inside_are_reported(void **state) {
    (void)state;
    Child c = child_start();
    child_command(&c, "big = zeros(100);");
    set_cell(&c, "big", 50, 50, "1");
    child_forget(&c);
    set_cell(&c, "big", 50, 51, "2"); // the row says "changed" already
    assert_non_null(variable_row(&c, "big"));
    child_forget(&c);
    child_command(&c, "1;"); // ans is new; then nothing is
    child_forget(&c);
    child_command(&c, "1;");
    child_command(&c, "1;");
    child_forget(&c);
    child_command(&c, "1;");
    assert_null(variable_row(&c, "big"));
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
        cmocka_unit_test(a_flood_with_a_question),
        cmocka_unit_test(text_comes_while_it_runs),
        cmocka_unit_test(workspace_is_live),
        cmocka_unit_test(windows_show_every_class),
        cmocka_unit_test(changes_are_lines_of_code),
        cmocka_unit_test(values_in_full),
        cmocka_unit_test(nested_parts_can_be_set),
        cmocka_unit_test(changes_inside_are_reported),
        cmocka_unit_test(figures_answer),
        cmocka_unit_test(a_monitor_can_be_stopped),
        cmocka_unit_test(questions_and_other_wishes),
        cmocka_unit_test(hostile_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
