// cli/test.c: `gradus test`: runs test scripts, each in a process of its own so that a crash costs one test.
// A script passes when it ends without an error and, when FILE.out stands beside FILE.m, printed exactly that.
// A first line "%! error ID" expects the script to end with an error of that identifier (a prefix is enough).
// With --examples the examples of every function's help are run; they pass when they end without an error.
#include "base/file.h"
#include "cli/cli.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct TestRun {
    int n_passed, n_failed;
    bool update; // --update writes FILE.out from what was printed
} TestRun;

static void capture_write(void *self, HostStream stream, const char *utf8, size_t n_bytes) {
    (void)stream;
    buf_put(self, utf8, n_bytes);
}

static void print_first_difference(const char *want, const char *got) {
    int line = 1;
    while (*want && *want == *got) {
        if (*want == '\n') line++;
        want++;
        got++;
    }
    while (line > 1 && want[-1] != '\n') want--, got--;
    printf("  line %d\n  expected: %.*s\n  printed:  %.*s\n", line, (int)strcspn(want, "\n"), want,
           (int)strcspn(got, "\n"), got);
}

// Compares with the stored output, if there is one. True when they agree.
static bool output_agrees(Ctx *ctx, const char *path, const Buf *printed, bool update) {
    Buf out_path = BUF_INIT, want = BUF_INIT;
    buf_put(&out_path, path, strlen(path) - 2);
    buf_puts(&out_path, ".out");
    bool good = true;
    if (update && file_exists(buf_text(&out_path))) {
        good = file_write(ctx, buf_text(&out_path), buf_text(printed), printed->len) == OK;
    } else if (file_exists(buf_text(&out_path))) {
        good = file_read(ctx, buf_text(&out_path), 1 << 24, &want) == OK &&
               strcmp(buf_text(&want), buf_text(printed)) == 0;
        if (!good) print_first_difference(buf_text(&want), buf_text(printed));
    }
    buf_done(&out_path);
    buf_done(&want);
    return good;
}

// The identifier after "%! error " on the first line, or "" when no error is expected; null when memory is short.
static char *expected_error(const char *source) {
    static const char mark[] = "%! error ";
    if (strncmp(source, mark, sizeof mark - 1) != 0) return mem_dup("");
    source += sizeof mark - 1;
    return mem_dup_text(source, strcspn(source, " \r\n"));
}

static bool run_script(const char *path, bool update) {
    Buf printed = BUF_INIT, source = BUF_INIT;
    Host host = {.self = &printed, .write = capture_write};
    Engine *engine = NULL;
    if (engine_open(&host, &engine) != OK) return false;
    bool good = file_read(&engine->ctx, path, 1 << 24, &source) == OK;
    char *id = good ? expected_error(buf_text(&source)) : NULL;
    if (id) {
        Status status = engine_run_file(engine, path);
        const char *got = error_id(&engine->ctx.error);
        if (id[0]) {
            good = status != OK && strncmp(got, id, strlen(id)) == 0;
            if (!good) printf("  expected error %s, got %s\n", id, status == OK ? "none" : got);
        } else {
            good = status == OK;
        }
        if (status != OK) {
            Buf report = BUF_INIT;
            engine_error_report(engine, &report);
            if (!good) printf("%s", buf_text(&report));
            buf_done(&report);
            error_clear(&engine->ctx.error);
        }
        if (good) good = output_agrees(&engine->ctx, path, &printed, update);
    }
    mem_free(id);
    buf_done(&source);
    engine_free(engine);
    buf_done(&printed);
    return good;
}

static bool run_example(const BuiltinDef *def) {
    Buf printed = BUF_INIT;
    Host host = {.self = &printed, .write = capture_write};
    Engine *engine = NULL;
    if (engine_open(&host, &engine) != OK) return false;
    bool good = engine_run_text(engine, "example", def->examples, strlen(def->examples), 1) == OK;
    if (!good) {
        Buf report = BUF_INIT;
        engine_error_report(engine, &report);
        printf("%s", buf_text(&report));
        buf_done(&report);
    }
    engine_free(engine);
    buf_done(&printed);
    return good;
}

// Runs one test in a child process and counts it.
static void run_child(TestRun *run, const char *name, const char *path, const BuiltinDef *def) {
    enum { SECONDS = 240 };
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(SECONDS);
        bool good = path ? run_script(path, run->update) : run_example(def);
        fflush(stdout);
        exit(good ? 0 : 1); // exit, not _exit: the leak check of the sanitizer build runs here
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        run->n_passed++;
        return;
    }
    run->n_failed++;
    printf("FAIL %s", name);
    if (WIFSIGNALED(status)) printf(" (signal %d)", WTERMSIG(status));
    putchar('\n');
}

// A test is a .m file that is not a function for another test: function files live in folders named "functions".
static void walk(TestRun *run, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) {
        printf("FAIL %s: not found\n", path);
        run->n_failed++;
        return;
    }
    if (!S_ISDIR(info.st_mode)) {
        run_child(run, path, path, NULL);
        return;
    }
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char *inner = path_join(path, name);
        if (inner && name[0] != '.') {
            if (file_is_folder(inner) && strcmp(name, "functions") != 0)
                walk(run, inner);
            else if (strcmp(path_extension(name), ".m") == 0)
                run_child(run, inner, inner, NULL);
        }
        mem_free(inner);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

static void run_examples(TestRun *run) {
    Host host = {0};
    Engine *engine = NULL;
    if (engine_open(&host, &engine) != OK) {
        run->n_failed++;
        return;
    }
    Index n = 0;
    const BuiltinDef *const *all = env_all_builtins(&engine->env, &n);
    for (Index i = 0; i < n; i++) {
        if (all[i]->examples && all[i]->examples[0])
            run_child(run, all[i]->name, NULL, all[i]);
        else {
            printf("FAIL %s: no example\n", all[i]->name);
            run->n_failed++;
        }
    }
    engine_free(engine);
}

int command_test(int argc, char **argv) {
    TestRun run = {0};
    bool examples = false;
    int n_paths = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--examples") == 0)
            examples = true;
        else if (strcmp(argv[i], "--update") == 0)
            run.update = true;
        else
            argv[n_paths++] = argv[i];
    }
    if (examples) run_examples(&run);
    for (int i = 0; i < n_paths; i++) walk(&run, argv[i]);
    if (!examples && n_paths == 0) walk(&run, "tests");
    printf("%d passed, %d failed\n", run.n_passed, run.n_failed);
    return run.n_failed == 0 && run.n_passed > 0 ? EXIT_GOOD : EXIT_FAILED;
}
