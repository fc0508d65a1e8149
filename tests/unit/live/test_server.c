// Tests of the Live Editor's server as a user starts it: documents, runs, kernels, recovery, slow
// and greedy browsers.
#include "browser.h"
#include "live/internal.h"
#include "live/message.h"
#include <dirent.h>

typedef struct World {
    Live live;
    Tab tab;
    int doc;
    json_t *hello;
} World;

static void start(World *w) {
    static const char *const args[] = {"lab.m", NULL};
    assert_true(live_start(&w->live, args));
    enter(&w->live);
    tab_open(&w->live, &w->tab);
    w->hello = ASK(&w->tab, "hello", "\"client\":\"a\"");
    const json_t *docs = json_object_get(w->hello, "docs");
    w->doc = json_array_size(docs) ? int_of(json_array_get(docs, 0), "doc") : 0;
}

static int set_up(void **state) {
    World *w = calloc(1, sizeof *w);
    snprintf(w->live.folder, sizeof w->live.folder, "/tmp/gradus-live-XXXXXX");
    if (!mkdtemp(w->live.folder)) return -1;
    put_file(&w->live, "lab.m", "x = 1;\n%%\ny = x + 1\n%%\nz = 3;\n");
    *state = w;
    start(w);
    return 0;
}

static int tear_down(void **state) {
    World *w = *state;
    tab_close(&w->tab);
    json_decref(w->hello);
    live_remove(&w->live);
    free(w);
    return 0;
}

static json_t *run(World *w, const char *what, int line, int version) {
    json_decref(ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"%s\",\"line\":%d,\"version\":%d", w->doc,
                    what, line, version));
    json_t *done = tab_event(&w->tab, "run_done", 20);
    assert_non_null(done);
    return done;
}

static json_t *opened(World *w) {
    json_t *m = ASK(&w->tab, "reload", "\"doc\":%d", w->doc),
           *doc = json_incref(json_object_get(m, "doc"));
    json_decref(m);
    return doc;
}

static void messages_fit_the_protocol(void **state) {
    World *w = *state;
    const char *field = "";
    const ProtocolMessage *hello = message_find("hello");
    if (!message_check(hello->reply, w->hello, &field)) fail_msg("hello: %s", field);
    json_decref(run(w, "all", 1, 0));
    json_decref(ASK(
        &w->tab, "edit",
        "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[30,[0,\"\",\"\"]]}]",
        w->doc));
    json_decref(ASK(&w->tab, "set_layout", "\"doc\":%d,\"layout\":\"onright\"", w->doc));
    json_decref(ASK(&w->tab, "list", "\"path\":\"%s\"", w->live.folder));
    size_t i;
    json_t *m;
    json_array_foreach(w->tab.waiting, i, m) {
        const ProtocolMessage *message = message_find(text_of(m, "t"));
        if (!message || message->class != PROTOCOL_EVENT)
            fail_msg("%s is no event", text_of(m, "t"));
        if (!message_check(message->fields, m, &field)) fail_msg("%s: %s", text_of(m, "t"), field);
    }
}

bool request_known(const char *name);
static void every_request_has_an_answer(void **state) {
    (void)state;
    for (int i = 0; i < N_MSG; i++)
        if (protocol_messages[i].class == PROTOCOL_REQUEST &&
            !request_known(protocol_messages[i].name))
            fail_msg("request %s has no answer", protocol_messages[i].name);
}

static void runs_sections(void **state) {
    World *w = *state;
    json_t *reply =
        ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"section\",\"line\":1,\"version\":0", w->doc);
    assert_int_equal(int_of(reply, "from_line"), 1);
    assert_int_equal(int_of(reply, "to_line"), 1);
    assert_int_equal(int_of(reply, "next_line"), 2);
    json_decref(reply);
    json_t *done = tab_event(&w->tab, "run_done", 10);
    assert_non_null(done);
    assert_int_equal(json_array_size(json_object_get(done, "ran")), 1);
    json_decref(done);
    json_decref(run(w, "section", 3, 0));
    json_t *output = tab_event(&w->tab, "output", 5);
    assert_int_equal(int_of(json_object_get(output, "output"), "line"), 3);
    assert_string_equal(text_of(json_object_get(output, "output"), "name"), "y");
    json_decref(output);
    json_t *doc = opened(w); // all of it is in the server, for a reload
    assert_int_equal(json_array_size(json_object_get(doc, "outputs")), 1);
    assert_int_equal(json_array_size(json_object_get(doc, "ran")), 2);
    assert_int_equal(json_array_size(json_object_get(doc, "workspace")), 2);
    json_decref(doc);
    ASK_FAILS(&w->tab, "stale", "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":7",
              w->doc);
    ASK_FAILS(&w->tab, "argument", "run",
              "\"doc\":%d,\"what\":\"nothing\",\"line\":1,\"version\":0", w->doc);
    ASK_FAILS(&w->tab, "document", "run", "\"doc\":99,\"what\":\"all\",\"line\":1,\"version\":0");
    ASK_FAILS(&w->tab, "message", "run", "\"doc\":%d", w->doc);
    ASK_FAILS(&w->tab, "message", "no_such_thing", "\"doc\":%d", w->doc);
}

// Two tabs type at once: the second is refused, fetches, rebases, and both have the same text.
static void two_tabs_one_text(void **state) {
    World *w = *state;
    Tab other;
    tab_open(&w->live, &other);
    json_decref(ASK(&other, "hello", "\"client\":\"b\""));
    json_t *reply = ASK(&w->tab, "edit",
                        "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[0,"
                        "\"%% one\",\"\"],30]}]",
                        w->doc);
    assert_true(json_is_true(json_object_get(reply, "accepted")));
    json_decref(reply);
    reply = ASK(
        &other, "edit",
        "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"b\",\"changes\":[30,[0,\"%% two\"]]}]",
        w->doc);
    assert_true(json_is_false(json_object_get(reply, "accepted")));
    json_decref(reply);
    json_t *missed = ASK(&other, "updates_since", "\"doc\":%d,\"version\":0", w->doc);
    assert_int_equal(int_of(missed, "version"), 1);
    assert_int_equal(json_array_size(json_object_get(missed, "updates")), 1);
    json_decref(missed);
    reply = ASK(
        &other, "edit",
        "\"doc\":%d,\"version\":1,\"updates\":[{\"client\":\"b\",\"changes\":[36,[0,\"%% two\"]]}]",
        w->doc);
    assert_true(json_is_true(json_object_get(reply, "accepted")));
    json_decref(reply);
    json_t *seen = tab_event(&w->tab, "edits", 5);
    assert_int_equal(int_of(seen, "version"), 1);
    json_decref(seen);
    seen = tab_event(&w->tab, "edits", 5);
    assert_int_equal(int_of(seen, "version"), 2);
    assert_string_equal(text_of(json_array_get(json_object_get(seen, "updates"), 0), "client"),
                        "b");
    json_decref(seen);
    json_t *doc = opened(w);
    assert_string_equal(text_of(doc, "text"), "% one\nx = 1;\n%%\ny = x + 1\n%%\nz = 3;\n% two");
    json_decref(doc);
    ASK_FAILS(&other, "argument", "edit",
              "\"doc\":%d,\"version\":2,\"updates\":[{\"client\":\"b\",\"changes\":[9999]}]",
              w->doc);
    ASK_FAILS(&other, "too_old", "updates_since", "\"doc\":%d,\"version\":-1", w->doc);
    tab_close(&other);
}

// While a run goes on, lines are put before it: its outputs come out where the statements then are.
static void outputs_follow_edits(void **state) {
    World *w = *state;
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30,"
                    "\"pause(1.2)\",\"a = 5\"]]}]",
                    w->doc));
    json_decref(
        ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1", w->doc));
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":1,\"updates\":[{\"client\":\"a\",\"changes\":[[0,\"\","
                    "\"\",\"\"],16]}]",
                    w->doc));
    json_t *output = tab_event(&w->tab, "output", 10);
    assert_int_equal(int_of(json_object_get(output, "output"), "line"), 4);
    assert_int_equal(int_of(output, "version"), 2);
    json_decref(output);
    json_decref(ASK(
        &w->tab, "edit",
        "\"doc\":%d,\"version\":2,\"updates\":[{\"client\":\"a\",\"changes\":[[2],16]}]", w->doc));
    json_t *doc = opened(w);
    assert_int_equal(int_of(json_array_get(json_object_get(doc, "outputs"), 0), "line"), 2);
    json_decref(doc);
}

// A figure stands below the last statement that touched it, behind what was shown before that.
static void figures_stand_where_they_were_touched_last(void **state) {
    World *w = *state;
    json_decref(ASK(&w->tab, "edit", "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30,\"plot(1:3)\","
                                     "\"drawnow\",\"q = 7\",\"title('last')\"]]}]", w->doc));
    json_decref(run(w, "all", 1, 1));
    json_t *doc = opened(w), *outputs = json_object_get(doc, "outputs");
    assert_int_equal(json_array_size(outputs), 2);
    assert_string_equal(text_of(json_array_get(outputs, 0), "name"), "q");
    assert_string_equal(text_of(json_array_get(outputs, 1), "kind"), "figure");
    assert_int_equal(int_of(json_array_get(outputs, 1), "line"), 4);
    json_decref(doc);
    json_decref(ASK(&w->tab, "figure_resize", "\"doc\":%d,\"figure\":1,\"width\":300,\"height\":210", w->doc));
    doc = opened(w); // what the user did to the picture is still there after a reload of the page
    outputs = json_object_get(doc, "outputs");
    assert_int_equal(int_of(json_object_get(json_array_get(outputs, 1), "scene"), "width"), 300);
    json_decref(doc);
}

static void saves_and_keeps_outputs(void **state) {
    World *w = *state;
    ASK_FAILS(&w->tab, "exists", "save_as", "\"doc\":%d,\"path\":\"%s/lab.m\",\"overwrite\":false",
              w->doc, w->live.folder);
    json_t *reply =
        ASK(&w->tab, "new", "\"kind\":\"live\",\"text\":\"%%[text] # Title\\nq = 7\\n\"");
    int doc = int_of(json_object_get(reply, "doc"), "doc");
    json_decref(reply);
    ASK_FAILS(&w->tab, "untitled", "save", "\"doc\":%d", doc);
    ASK_FAILS(&w->tab, "unsaved", "close", "\"doc\":%d", doc);
    json_decref(ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1", doc));
    json_decref(tab_event(&w->tab, "run_done", 10));
    json_decref(ASK(&w->tab, "save_as", "\"doc\":%d,\"path\":\"%s/new.m\",\"overwrite\":false", doc,
                    w->live.folder));
    const char *file = get_file(&w->live, "new.m");
    assert_non_null(strstr(file, "q = 7 %[output:"));
    assert_non_null(strstr(file, "\n\n%[appendix]{\"version\":\"1.0\"}\n"));
    json_decref(ASK(&w->tab, "close", "\"doc\":%d", doc));
    reply = ASK(&w->tab, "open", "\"path\":\"%s/new.m\"", w->live.folder);
    assert_string_equal(text_of(json_object_get(reply, "doc"), "text"), "%[text] # Title\nq = 7\n");
    assert_int_equal(json_array_size(json_object_get(json_object_get(reply, "doc"), "outputs")), 1);
    json_decref(reply);
}

static void proposes_names(void **state) {
    World *w = *state;
    static const struct {
        const char *text, *name;
    } rows[] = {{"function [loss,g] = modelLoss(net,X)\\nend", "modelLoss.m"},
                {"function plain\\nend", "plain.m"},
                {"x = 1", "untitled.m"},
                {"% c\\nfunction y = f2(x)\\ny = x;\\nend\\nfunction g\\nend", "f2.m"},
                {"", "untitled.m"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *reply = ASK(&w->tab, "new", "\"kind\":\"script\",\"text\":\"%s\"", rows[i].text);
        int doc = int_of(json_object_get(reply, "doc"), "doc");
        json_decref(reply);
        reply = ASK(&w->tab, "propose_name", "\"doc\":%d", doc);
        assert_string_equal(text_of(reply, "name"), rows[i].name);
        json_decref(reply);
    }
}

static void other_programs_write(void **state) {
    World *w = *state;
    put_file(&w->live, "lab.m", "x = 1;\n%%\ny = x + 2\n%%\nz = 3;\n");
    json_t *edits = tab_event(&w->tab, "edits", 6); // nothing unsaved: taken over
    assert_non_null(edits);
    assert_string_equal(text_of(json_array_get(json_object_get(edits, "updates"), 0), "client"),
                        "server");
    json_decref(edits);
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":1,\"updates\":[{\"client\":\"a\",\"changes\":[30,[0,\"%"
                    "% mine\"]]}]",
                    w->doc));
    put_file(&w->live, "lab.m", "theirs\n");
    json_t *changed = tab_event(&w->tab, "disk_changed", 6);
    assert_non_null(changed);
    json_decref(changed);
    ASK_FAILS(&w->tab, "changed", "save", "\"doc\":%d", w->doc);
    assert_string_equal(get_file(&w->live, "lab.m"), "theirs\n");
    json_decref(ASK(&w->tab, "save", "\"doc\":%d,\"overwrite\":true", w->doc));
    assert_non_null(strstr(get_file(&w->live, "lab.m"), "% mine"));
}

// kill -9 of the server two seconds after a key press: the text is there again; the file is as it
// was.
static void survives_kill_of_the_server(void **state) {
    World *w = *state;
    int number = w->doc;
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[30,[0,\"%"
                    "% typed\"]]}]",
                    w->doc));
    usleep(1200 * 1000);
    live_kill(&w->live, SIGKILL);
    tab_close(&w->tab);
    json_decref(w->hello);
    assert_null(strstr(get_file(&w->live, "lab.m"), "typed"));
    start(w);
    assert_int_equal(json_array_size(json_object_get(w->hello, "docs")), 1);
    const json_t *doc = json_array_get(json_object_get(w->hello, "docs"), 0);
    assert_non_null(strstr(text_of(doc, "text"), "% typed"));
    assert_true(json_is_true(json_object_get(doc, "recovered")));
    assert_int_not_equal(int_of(doc, "doc"), number); // pages of before cannot take it for another one
    json_decref(ASK(&w->tab, "save", "\"doc\":%d", w->doc));
    assert_non_null(strstr(get_file(&w->live, "lab.m"), "% typed"));
    struct stat st;
    char path[200];
    snprintf(path, sizeof path, "%s/.state/gradus/live", w->live.folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

static pid_t kernel_of(const Live *live) {
    char command[200];
    snprintf(command, sizeof command, "pgrep -P %d -f 'kernel 3' | head -1", (int)live->pid);
    FILE *p = popen(command, "r");
    int pid = 0;
    if (fscanf(p, "%d", &pid) != 1) pid = 0;
    pclose(p);
    return pid;
}

static void survives_kill_of_the_kernel(void **state) {
    World *w = *state;
    json_decref(run(w, "all", 1, 0));
    pid_t kernel = kernel_of(&w->live);
    assert_true(kernel > 0);
    kill(kernel, SIGKILL);
    json_t *event;
    while ((event = tab_event(&w->tab, "kernel", 5)) && strcmp(text_of(event, "state"), "dead"))
        json_decref(event);
    assert_non_null(event);
    json_decref(event);
    json_t *doc = opened(w);
    assert_int_equal(json_array_size(json_object_get(doc, "outputs")), 1); // outputs stay
    assert_int_equal(json_array_size(json_object_get(doc, "ran")), 0);
    json_decref(doc);
    json_t *done = run(w, "all", 1, 0); // and the next run starts a new kernel
    assert_true(json_is_false(json_object_get(done, "failed")));
    json_decref(done);
    live_kill(&w->live, SIGKILL);
    usleep(300 * 1000);
    assert_int_equal(kernel_of(&w->live), 0); // kernels die with the server
}

static void stops(void **state) {
    World *w = *state;
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30,"
                    "\"while true, end\"]]}]",
                    w->doc));
    json_decref(
        ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1", w->doc));
    json_decref(ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1",
                    w->doc)); // waits, and goes too
    usleep(200 * 1000);
    double before_s = now_s();
    json_decref(ASK(&w->tab, "stop", "\"doc\":%d", w->doc));
    json_t *first = tab_event(&w->tab, "run_done", 5), *second = tab_event(&w->tab, "run_done", 5);
    double took_s = now_s() - before_s;
    assert_non_null(first);
    assert_non_null(second);
    assert_true(json_is_true(json_object_get(first, "stopped")) &&
                json_is_true(json_object_get(second, "stopped")));
    print_message("stopped after %.0f ms\n", took_s * 1000);
    assert_true(took_s < 1); // 0.2 s on a machine of one's own
    json_decref(first);
    json_decref(second);
}

/// Does not wait for its end.
static void send_command(World *w, int id, const char *code) {
    char text[400];
    snprintf(text, sizeof text, "{\"t\":\"command\",\"id\":%d,\"doc\":%d,\"text\":\"%s\"}", id, w->doc, code);
    tab_text(&w->tab, text);
}

// A command is busy until it has ended, and can be stopped.
static void stops_commands(void **state) {
    World *w = *state;
    send_command(w, 900, "disp('begun'), while true, end");
    json_t *said = tab_event(&w->tab, "console", 10), *doc;
    while (said && !strstr(text_of(said, "text"), "begun\n")) json_decref(said), said = tab_event(&w->tab, "console", 10);
    assert_non_null(said);
    json_decref(said);
    doc = opened(w);
    assert_true(json_is_true(json_object_get(doc, "busy")));
    json_decref(doc);
    json_decref(ASK(&w->tab, "stop", "\"doc\":%d", w->doc));
    for (json_t *m; (m = tab_event(&w->tab, "reply", 10)); json_decref(m))
        if (int_of(m, "id") == 900) {
            json_decref(m);
            break;
        }
    doc = opened(w);
    assert_false(json_is_true(json_object_get(doc, "busy")));
    json_t *last = json_array_get(json_object_get(doc, "console"), json_array_size(json_object_get(doc, "console")) - 1);
    assert_string_equal(text_of(last, "text"), "Operation terminated by user.\n");
    json_decref(doc);
}

// A kernel that hears nothing: after three seconds the page offers a restart, which works.
static void stuck(void **state) {
    World *w = *state;
    json_decref(run(w, "all", 1, 0));
    pid_t kernel = kernel_of(&w->live);
    assert_true(kernel > 0);
    kill(kernel, SIGSTOP);
    json_decref(ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":0", w->doc));
    json_decref(ASK(&w->tab, "stop", "\"doc\":%d", w->doc));
    double before_s = now_s();
    json_t *event;
    while ((event = tab_event(&w->tab, "kernel", 6)) && strcmp(text_of(event, "state"), "stuck"))
        json_decref(event);
    assert_non_null(event);
    json_decref(event);
    assert_true(now_s() - before_s > 2.5);
    json_decref(ASK(&w->tab, "restart", "\"doc\":%d", w->doc));
    json_t *done = tab_event(&w->tab, "run_done", 5);
    assert_true(json_is_true(json_object_get(done, "failed")));
    json_decref(done);
    done = run(w, "all", 1, 0);
    assert_true(json_is_false(json_object_get(done, "failed")));
    json_decref(done);
}

static size_t memory_of(pid_t pid) {
    char path[64], line[200];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    size_t kib = 0;
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "VmRSS:", 6)) kib = (size_t)atol(line + 6);
    if (file) fclose(file);
    return kib << 10;
}

// A loop prints 100 MB: what is kept is bounded, and other requests are answered meanwhile.
static void big_output(void **state) {
    World *w = *state;
    json_decref(
        ASK(&w->tab, "edit",
            "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30,\"s = "
            "repmat('x',1,999);\",\"for k=1:100000\",\"fprintf('%%s\\\\n',s);\",\"end\"]]}]",
            w->doc));
    json_decref(
        ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1", w->doc));
    double slowest_s = 0;
    json_t *done = NULL;
    for (int i = 0; i < 600 && !done; i++) {
        double before_s = now_s();
        json_decref(ASK(&w->tab, "propose_name", "\"doc\":%d", w->doc));
        double took_s = now_s() - before_s;
        if (took_s > slowest_s) slowest_s = took_s;
        done = tab_event(&w->tab, "run_done", 0.05);
    }
    assert_non_null(done);
    json_decref(done);
    size_t memory = memory_of(w->live.pid);
    print_message("100 MB printed: server %zu MB, slowest answer %.0f ms\n", memory >> 20,
                  slowest_s * 1000);
    assert_true(memory < (size_t)400 << 20);
    assert_true(slowest_s < 2);
}

/// Connections and other sockets of the server.
static int sockets_of(pid_t pid) {
    char folder[64], link[400], to[64];
    int n_sockets = 0;
    snprintf(folder, sizeof folder, "/proc/%d/fd", (int)pid);
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        snprintf(link, sizeof link, "%s/%s", folder, e->d_name);
        ssize_t n = readlink(link, to, sizeof to - 1);
        n_sockets += n > 7 && !memcmp(to, "socket:", 7);
    }
    if (dir) closedir(dir);
    return n_sockets;
}

/// All that a page is told of a document when it connects.
static void same_state(const json_t *a, const json_t *b) {
    static const char *const fields[] = {"text", "version", "outputs", "ran", "times", "workspace", "console", "busy"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!json_equal(json_object_get(a, fields[i]), json_object_get(b, fields[i])))
            fail_msg("%s differ", fields[i]);
}

#if defined(__SANITIZE_ADDRESS__)
enum { MOST_MB = 300 + 256 }; // what was freed lies in quarantine
#else
enum { MOST_MB = 300 };
#endif

// A browser that stops reading in a flood is let go: its connection is closed though it never takes
// what was sent, memory stays bounded, the session goes on, and when it connects again it has it all.
static void slow_browser(void **state) {
    World *w = *state;
    enum { LINES = 40 };
    char text[LINES * 40] = "";
    for (int i = 0; i < LINES; i++) strcat(text, ",\"disp(repmat('x',1000,1000))\"");
    json_decref(ASK(&w->tab, "edit", "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30%s]]}]",
                    w->doc, text));
    Tab slow;
    tab_open(&w->live, &slow);
    json_decref(ASK(&slow, "hello", "\"client\":\"slow\"")); // and reads no more
    int sockets = sockets_of(w->live.pid);
    size_t before = memory_of(w->live.pid), most = 0;
    for (int i = 0; i < 3; i++) { // 40 MB each, and it may have 64 MB waiting
        json_decref(run(w, "all", 1, 1));
        json_array_clear(w->tab.waiting);
        size_t now = memory_of(w->live.pid);
        if (now > most) most = now;
    }
    print_message("server: %zu MB, at most %zu MB\n", before >> 20, most >> 20);
    assert_true(most < before + ((size_t)MOST_MB << 20));
    double until_s = now_s() + 60;
    while (sockets_of(w->live.pid) >= sockets && now_s() < until_s) usleep(20000);
    assert_true(sockets_of(w->live.pid) < sockets);
    for (json_t *m; (m = tab_read(&slow, 20));) json_decref(m);
    assert_true(slow.closed);
    tab_close(&slow);
    json_decref(ASK(&w->tab, "command", "\"doc\":%d,\"text\":\"after = 1;\"", w->doc)); // the others go on
    tab_open(&w->live, &slow);
    json_t *hello = ASK(&slow, "hello", "\"client\":\"slow\""), *doc = opened(w);
    assert_int_equal(json_array_size(json_object_get(doc, "outputs")), LINES);
    same_state(json_array_get(json_object_get(hello, "docs"), 0), doc);
    json_decref(doc);
    json_decref(hello);
    tab_close(&slow);
}

static void greedy_browser(void **state) {
    World *w = *state;
    Tab greedy;
    tab_open(&w->live, &greedy);
    double before_s = now_s();
    for (int i = 0; i < 5000; i++) tab_text(&greedy, "{}");
    for (json_t *m; (m = tab_read(&greedy, 2));) json_decref(m);
    assert_true(greedy.closed || now_s() - before_s > 6); // unless so few a second got through
    tab_close(&greedy);
    json_decref(ASK(&w->tab, "propose_name", "\"doc\":%d", w->doc)); // the others go on
}

static void files(void **state) {
    World *w = *state;
    const char *at = w->live.folder;
    json_decref(ASK(&w->tab, "folder_new", "\"path\":\"%s/sub\"", at));
    ASK_FAILS(&w->tab, "exists", "folder_new", "\"path\":\"%s/sub\"", at);
    json_decref(ASK(&w->tab, "file_new", "\"path\":\"%s/sub/a.m\",\"text\":\"a\"", at));
    ASK_FAILS(&w->tab, "exists", "file_new", "\"path\":\"%s/sub/a.m\",\"text\":\"b\"", at);
    json_decref(
        ASK(&w->tab, "file_rename", "\"path\":\"%s/sub/a.m\",\"to\":\"%s/sub/b.m\"", at, at));
    ASK_FAILS(&w->tab, "exists", "file_rename", "\"path\":\"%s/sub/b.m\",\"to\":\"%s/lab.m\"", at,
              at);
    ASK_FAILS(&w->tab, "exists", "file_delete", "\"path\":\"%s/sub\"", at);
    json_decref(ASK(&w->tab, "file_delete", "\"path\":\"%s/sub\",\"recursive\":true", at));
    ASK_FAILS(&w->tab, "missing", "list", "\"path\":\"%s/sub/x\"", at);
    ASK_FAILS(&w->tab, "forbidden", "file_delete", "\"path\":\"%s\",\"recursive\":true", at);
    ASK_FAILS(&w->tab, "forbidden", "list", "\"path\":\"/etc\"");
    ASK_FAILS(&w->tab, "forbidden", "list", "\"path\":\"%s/.state\"", at);
    ASK_FAILS(&w->tab, "forbidden", "open", "\"path\":\"/etc/passwd\"");
    ASK_FAILS(&w->tab, "forbidden", "file_new", "\"path\":\"%s/../x.m\",\"text\":\"\"", at);
    ASK_FAILS(&w->tab, "forbidden", "save_as",
              "\"doc\":%d,\"path\":\"/tmp/x.m\",\"overwrite\":true", w->doc);
    json_t *reply = ASK(&w->tab, "list", "\"path\":\"%s\"", at);
    assert_int_equal(json_array_size(json_object_get(reply, "entries")),
                     1); // hidden ones are not listed
    json_decref(reply);
}

static void answers_questions(void **state) {
    World *w = *state;
    json_t *reply =
        ASK(&w->tab, "typeset", "\"tex\":\"\\\\frac{a}{b}\",\"display\":false,\"size\":12");
    assert_non_null(strstr(text_of(reply, "svg"), "<svg"));
    assert_non_null(strstr(text_of(reply, "svg"), "currentColor"));
    assert_non_null(strstr(text_of(reply, "mathml"), "mfrac"));
    assert_true(json_number_value(json_object_get(reply, "width")) > 3);
    json_decref(reply);
    reply = ASK(&w->tab, "check", "\"doc\":%d", w->doc);
    assert_true(json_is_array(json_object_get(reply, "marks")));
    json_decref(reply);
    reply = ASK(&w->tab, "help", "\"name\":\"sin\"");
    assert_true(json_is_true(json_object_get(reply, "found")));
    json_decref(reply);
    reply =
        ASK(&w->tab, "complete", "\"doc\":%d,\"line\":1,\"column\":2,\"text\":\"zero\"", w->doc);
    assert_true(json_array_size(json_object_get(reply, "items")) > 0);
    json_decref(reply);
}

static void exports(void **state) {
    World *w = *state;
    json_decref(run(w, "all", 1, 0));
    json_t *reply = ASK(&w->tab, "export", "\"doc\":%d,\"format\":\"pdf\",\"options\":{}", w->doc);
    assert_string_equal(text_of(reply, "name"), "lab.pdf");
    char path[200];
    snprintf(path, sizeof path, "/%s", text_of(reply, "url"));
    json_decref(reply);
    Answer *a = request(&w->live, "GET", path, with_cookie(&w->live, ""), NULL);
    assert_int_equal(a->status, 200);
    assert_memory_equal(a->body, "%PDF", 4);
    assert_non_null(strcasestr(a->text, "content-disposition: attachment"));
    assert_int_equal(request(&w->live, "GET", path, with_cookie(&w->live, ""), NULL)->status,
                     404); // once
    ASK_FAILS(&w->tab, "argument", "export", "\"doc\":%d,\"format\":\"exe\",\"options\":{}",
              w->doc);
}

// Every format that can be opened: saved, closed, opened: the same text and outputs.
static void formats(void **state) {
    World *w = *state;
    static const char *const extensions[] = {".mlx", ".ipynb", ".md", ".m"};
    json_t *reply = ASK(&w->tab, "new",
                        "\"kind\":\"live\",\"text\":\"%%[text] # Title\\nq = 7\\n%%%%\\n%%[text] "
                        "Some **bold** text and $x^2$\\nplot(1:3)\\n\"");
    int doc = int_of(json_object_get(reply, "doc"), "doc");
    json_decref(reply);
    json_decref(ASK(&w->tab, "run", "\"doc\":%d,\"what\":\"all\",\"line\":1,\"version\":1", doc));
    json_decref(tab_event(&w->tab, "run_done", 20));
    for (size_t i = 0; i < 4; i++) {
        json_decref(ASK(&w->tab, "save_as",
                        "\"doc\":%d,\"path\":\"%s/form%zu%s\",\"overwrite\":false", doc,
                        w->live.folder, i, extensions[i]));
        json_decref(ASK(&w->tab, "close", "\"doc\":%d", doc));
        reply = ASK(&w->tab, "open", "\"path\":\"%s/form%zu%s\"", w->live.folder, i, extensions[i]);
        const json_t *o = json_object_get(reply, "doc");
        doc = int_of(o, "doc");
        if (strcmp(text_of(o, "text"),
                   "%[text] # Title\nq = 7\n%%\n%[text] Some **bold** text and $x^2$\nplot(1:3)\n"))
            fail_msg("%s: text is\n%s", extensions[i], text_of(o, "text"));
        size_t n = json_array_size(json_object_get(o, "outputs"));
        if (n != 2) fail_msg("%s: %zu outputs", extensions[i], n);
        assert_string_equal(text_of(o, "kind"), "live");
        json_decref(reply);
    }
    static const char *const exports[][2] = {
        {"pdf", ".pdf"},      {"word", ".docx"},      {"html", ".html"}, {"latex", ".zip"},
        {"markdown", ".zip"}, {"notebook", ".ipynb"}, {"mlx", ".mlx"},   {"live", ".m"}};
    for (size_t i = 0; i < sizeof exports / sizeof *exports; i++) {
        reply = ASK(&w->tab, "export", "\"doc\":%d,\"format\":\"%s\",\"options\":{}", doc,
                    exports[i][0]);
        if (!strstr(text_of(reply, "name"), exports[i][1]))
            fail_msg("%s: %s", exports[i][0], text_of(reply, "name"));
        assert_true(int_of(reply, "bytes") > 100);
        json_decref(reply);
    }
}

/// Parts of the Command Window as {"stream text", …} in one line.
static void put_part(char *all, const json_t *part) {
    strcat(strcat(strcat(all, text_of(part, "stream")), ":"), text_of(part, "text"));
    for (char *p; (p = strchr(all, '\n'));) *p = '/';
    strcat(all, "|");
}

/// What a page was told until the command ended.
static void told(Tab *tab, int n_parts, char *all) {
    *all = 0;
    for (json_t *m; n_parts-- && (m = tab_event(tab, "console", 10)); json_decref(m)) put_part(all, m);
}

// What one page types is shown in all of them, and after a reload, in the order in which it ran.
static void commands_and_input(void **state) {
    World *w = *state;
    Tab other;
    char first[4000], second[4000], kept[4000] = "";
    static const char expected[] = "echo:disp(41+1)/|out:    42/|echo:n = input('How many? ');/|"
                                   "answer:How many? 7/|echo:fprintf('%d\\n', n);/|out:7/|";
    tab_open(&w->live, &other);
    json_decref(ASK(&other, "hello", "\"client\":\"b\""));
    json_decref(ASK(&w->tab, "command", "\"doc\":%d,\"text\":\"disp(41+1)\"", w->doc));
    send_command(w, 1001, "n = input('How many? ');");
    send_command(w, 1002, "fprintf('%d\\\\n', n);");
    json_t *prompt = tab_event(&other, "prompt", 10);
    assert_string_equal(text_of(prompt, "text"), "How many? ");
    json_decref(prompt);
    json_decref(ASK(&other, "answer", "\"doc\":%d,\"text\":\"7\"", w->doc));
    told(&w->tab, 6, first);
    told(&other, 6, second);
    json_t *doc = opened(w), *part;
    size_t i;
    json_array_foreach(json_object_get(doc, "console"), i, part) put_part(kept, part);
    assert_false(json_is_string(json_object_get(doc, "prompt"))); // answered
    json_decref(doc);
    tab_close(&other);
    assert_string_equal(first, expected);
    assert_string_equal(second, expected);
    assert_string_equal(kept, expected);
}

// A change in the Variables editor or the Workspace of one page is told to the others.
static void changes_of_variables_reach_all_pages(void **state) {
    World *w = *state;
    Tab other;
    json_decref(ASK(&w->tab, "command", "\"doc\":%d,\"text\":\"A = zeros(60); s.a = 1;\"", w->doc));
    tab_open(&w->live, &other);
    json_decref(ASK(&other, "hello", "\"client\":\"b\""));
    static const char *const changes[] = {
        "\"t\":\"variable_set\",\"path\":\"A\",\"row\":40,\"column\":40,\"page\":[],\"text\":\"1\"",
        "\"t\":\"variable_set\",\"path\":\"A\",\"row\":41,\"column\":40,\"page\":[],\"text\":\"1\"",
        "\"t\":\"variable_paste\",\"path\":\"A\",\"row\":50,\"column\":1,\"page\":[],\"cells\":[[\"1\",\"2\"]]",
        "\"t\":\"variable_assign\",\"name\":\"q\",\"text\":\"5\"",
        "\"t\":\"variable_rename\",\"name\":\"q\",\"to\":\"r\"",
        "\"t\":\"variable_delete\",\"names\":[\"r\"]"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char text[400];
        snprintf(text, sizeof text, "{\"id\":%zu,\"doc\":%d,%s}", 500 + i, w->doc, changes[i]);
        tab_text(&w->tab, text);
        json_t *event = tab_event(&other, "workspace", 10), *echo = tab_event(&other, "console", 10);
        if (!event || !echo) fail_msg("change %zu is not told", i);
        assert_int_equal(json_array_size(json_object_get(event, "variables")), i == 3 || i == 4 ? 3 : 2);
        assert_string_equal(text_of(echo, "stream"), "echo");
        json_decref(event);
        json_decref(echo);
    }
    tab_close(&other);
}

// How long each section took is known to a page that is loaded anew.
static void section_times_outlive_a_reload(void **state) {
    World *w = *state;
    json_decref(ASK(&w->tab, "edit",
                    "\"doc\":%d,\"version\":0,\"updates\":[{\"client\":\"a\",\"changes\":[[30,"
                    "\"pause(0.3)\",\"a = 1;\",\"%%%%\",\"b = 2;\"]]}]", w->doc));
    json_t *done = run(w, "all", 1, 1), *doc = opened(w), *times = json_object_get(doc, "times"), *ms;
    assert_true(json_equal(times, json_object_get(done, "times")));
    assert_int_equal(json_object_size(times), 2);
    const char *hash;
    int slow = 0;
    json_object_foreach(times, hash, ms) slow += json_number_value(ms) >= 290;
    assert_int_equal(slow, 1);
    json_decref(done);
    json_decref(doc);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_request_has_an_answer),
                                       TEST(messages_fit_the_protocol),
                                       TEST(runs_sections),
                                       TEST(two_tabs_one_text),
                                       TEST(outputs_follow_edits),
                                       TEST(figures_stand_where_they_were_touched_last),
                                       TEST(saves_and_keeps_outputs),
                                       TEST(proposes_names),
                                       TEST(other_programs_write),
                                       TEST(survives_kill_of_the_server),
                                       TEST(survives_kill_of_the_kernel),
                                       TEST(stops),
                                       TEST(stops_commands),
                                       TEST(stuck),
                                       TEST(big_output),
                                       TEST(slow_browser),
                                       TEST(greedy_browser),
                                       TEST(files),
                                       TEST(answers_questions),
                                       TEST(exports),
                                       TEST(formats),
                                       TEST(commands_and_input),
                                       TEST(changes_of_variables_reach_all_pages),
                                       TEST(section_times_outlive_a_reload)};
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
