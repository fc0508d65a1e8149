// tests/unit/lang/test_vm_path.c: functions in files: found, edited, shadowed, in packages and private folders.
#include "vm_fixture.h"
#include "base/file.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Place {
    Fixture *f;
    char folder[64], old[4096];
} Place;

static int place_setup(void **state) {
    Place *p = test_calloc(1, sizeof *p);
    if (fixture_setup((void **)&p->f) != 0) return -1;
    strcpy(p->folder, "/tmp/gradus_path_XXXXXX");
    if (!mkdtemp(p->folder) || !getcwd(p->old, sizeof p->old) || chdir(p->folder) != 0) return -1;
    *state = p;
    return 0;
}
static int place_teardown(void **state) {
    Place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    int gone = chdir(p->old) | system(command);
    fixture_teardown((void **)&p->f);
    test_free(p);
    return gone;
}
static void write_file(Place *p, const char *name, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    assert_int_equal(file_write(&p->f->ctx, path, text, strlen(text)), OK);
}

static void files_in_the_current_folder(void **state) {
    Place *p = *state;
    write_file(p, "twice.m", "function y = twice(x)\ny = help1(x)*2;\nend\nfunction y = help1(x)\ny = x;\nend\n");
    works(p->f, "assert(twice(4) == 8)");
    fails(p->f, "help1(1)", "MATLAB:UndefinedFunction", NULL);
    fails(p->f, "twice(undef)", "MATLAB:UndefinedFunction", "Unrecognized function or variable 'undef'.");
    fails(p->f, "twice()", "MATLAB:minrhs", NULL);
    assert_string_equal(path_base(p->f->ctx.error.file), "twice.m");
    assert_int_equal(p->f->ctx.error.span.line, 2);
}

static void edits_take_effect(void **state) {
    Place *p = *state;
    write_file(p, "ver.m", "function y = ver()\ny = 1;\n");
    works(p->f, "assert(ver() == 1)");
    usleep(30000);
    write_file(p, "ver.m", "function y = ver()\ny = 22;\n");
    works(p->f, "assert(ver() == 22)");
    write_file(p, "sin.m", "function y = sin(x)\ny = -5;\n");
    works(p->f, "assert(sin(0) == -5)");
    char path[256];
    snprintf(path, sizeof path, "%s/sin.m", p->folder);
    assert_int_equal(unlink(path), 0);
    works(p->f, "assert(sin(0) == 0)");
    write_file(p, "fresh.m", "function y = fresh()\ny = 3;\n");
    works(p->f, "assert(fresh == 3)");
    usleep(30000);
    write_file(p, "fresh.m", "function y = fresh()\ny = ;\n");
    fails(p->f, "fresh", NULL, NULL);
    assert_int_equal(p->f->ctx.error.status, ERR_SYNTAX);
}

static void persistent_variables_end_with_clear(void **state) {
    Place *p = *state;
    write_file(p, "tick1.m", "function n = tick1()\npersistent k\nif isequal(k, []), k = 0; end\nk = k + 1; n = k;\n");
    works(p->f, "tick1; assert(tick1() == 2)");
    vm_rehash(p->f->vm);
    works(p->f, "assert(tick1() == 3)");
    vm_clear_functions(p->f->vm);
    works(p->f, "assert(tick1() == 1)");
}

static void scripts_share_variables(void **state) {
    Place *p = *state;
    write_file(p, "setup1.m", "base_value = seed*2;\n");
    works(p->f, "seed = 4; setup1; assert(base_value == 8)");
    write_file(p, "runner.m", "function y = runner()\nseed = 10;\nsetup1;\ny = eval('base_value');\nend\n");
    works(p->f, "assert(runner() == 20 && base_value == 8)");
    fails(p->f, "x = setup1(3);", NULL, NULL);
}

static void packages_and_private(void **state) {
    Place *p = *state;
    mkdir("+tools", 0755);
    mkdir("private", 0755);
    mkdir("more", 0755);
    write_file(p, "+tools/half.m", "function y = half(x)\ny = x/2;\n");
    write_file(p, "private/hidden.m", "function y = hidden()\ny = 7;\n");
    write_file(p, "usehidden.m", "function y = usehidden()\ny = hidden();\n");
    write_file(p, "more/extra.m", "function y = extra()\ny = 9;\n");
    works(p->f, "assert(tools.half(4) == 2); h = @tools.half; assert(h(6) == 3)");
    works(p->f, "assert(usehidden() == 7)");
    fails(p->f, "hidden()", "MATLAB:UndefinedFunction", NULL);
    fails(p->f, "extra()", "MATLAB:UndefinedFunction", NULL);
    assert_int_equal(vm_add_path(p->f->vm, "more", false), OK);
    works(p->f, "assert(extra() == 9)");
    const char *path;
    assert_string_equal(vm_which(p->f->vm, "extra", &path), "file");
    assert_non_null(strstr(path, "more/extra.m"));
    assert_int_equal(vm_remove_path(p->f->vm, "more"), OK);
    fails(p->f, "extra()", "MATLAB:UndefinedFunction", NULL);
}

static void running_a_file(void **state) {
    Place *p = *state;
    mkdir("lab", 0755);
    write_file(p, "lab/main1.m", "r = neighbour(2);\nassert(r == 4 && own() == 1)\nfunction y = own()\ny = 1;\nend\n");
    write_file(p, "lab/neighbour.m", "function y = neighbour(x)\ny = x^2;\n");
    p->f->n_statements = 0;
    assert_int_equal(vm_run_file(p->f->vm, "lab/main1.m"), OK);
    assert_int_equal(p->f->n_statements, 2);
    assert_int_equal(p->f->last_line, 2);
    works(p->f, "assert(r == 4)");
    fails(p->f, "neighbour(2)", "MATLAB:UndefinedFunction", NULL);
    // A script called like the function it tries out.
    write_file(p, "lab/numel.m", "assert(numel([1 2 3]) == 3)\n");
    assert_int_equal(vm_run_file(p->f->vm, "lab/numel.m"), OK);
}

static void suggestions_and_arity(void **state) {
    Place *p = *state;
    const char **names = NULL;
    Index n = 0;
    works(p->f, "velocity = 3;");
    assert_int_equal(vm_suggest(p->f->vm, "velocty", false, &names, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(names[0], "velocity");
    mem_free(names);
    assert_int_equal(vm_suggest(p->f->vm, "zer", true, &names, &n), OK);
    assert_int_equal(n, 1);
    mem_free(names);
    works(p->f, "f = @(a,b,varargin) a;\nfunction [x,y] = fn2(a), x = a; y = a; end");
    Value v;
    int in, out;
    assert_true(vm_find_variable(p->f->vm, VM_BASE, "f", &v));
    assert_int_equal(vm_arity(p->f->vm, v, &in, &out), OK);
    assert_int_equal(in, -3);
    assert_int_equal(value_from_text(&p->f->ctx, "fn2", &v), OK);
    assert_int_equal(vm_arity(p->f->vm, v, &in, &out), OK);
    value_unref(v);
    assert_int_equal(in, 1);
    assert_int_equal(out, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_in_the_current_folder, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(edits_take_effect, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(persistent_variables_end_with_clear, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(scripts_share_variables, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(packages_and_private, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(running_a_file, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(suggestions_and_arity, place_setup, place_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
