// Runs every script of tests/graphics and compares the scenes of the figures it leaves open with the stored text
// (NAME.scene). With GRADUS_UPDATE_SCENES set the stored texts are written anew. Their origin: ours, looked at.
#include "base/file.h"
#include "engine/engine.h"
#include "graphics/figure.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void dump_figures(Engine *engine, Buf *out) {
    Index n = 0;
    GObject *const *figures = engine->env.graphics ? graphics_figures(engine->env.graphics, &n) : NULL;
    for (Index i = 0; i < n; i++) {
        Scene *scene = NULL;
        if (figure_scene(&engine->ctx, figures[i], &scene) != OK) fail_msg("%s", error_message(&engine->ctx.error));
        buf_printf(out, "figure %d\n", figure_number(figures[i]));
        scene_dump(scene, out);
        scene_free(scene);
    }
}

static void show_difference(const char *name, const char *want, const char *got) {
    int line = 1;
    const char *w = want, *g = got, *w_line = want, *g_line = got;
    for (; *w && *w == *g; w++, g++)
        if (*w == '\n') line++, w_line = w + 1, g_line = g + 1;
    fail_msg("%s.scene line %d\n  stored: %.*s\n  drawn:  %.*s", name, line, (int)strcspn(w_line, "\n"), w_line, (int)strcspn(g_line, "\n"), g_line);
}

static void run_one(const char *folder, const char *file) {
    char path[1024], scene_path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    snprintf(scene_path, sizeof scene_path, "%s/%.*s.scene", folder, (int)(strlen(file) - 2), file);
    Engine *engine = NULL;
    assert_int_equal(engine_new(NULL, &engine), OK);
    Buf source = BUF_INIT, got = BUF_INIT, want = BUF_INIT;
    assert_int_equal(file_read(&engine->ctx, path, 1 << 20, &source), OK);
    Status status = engine_run_file(engine, path);
    if (strncmp(source.data, "%! error ", 9) == 0) {
        assert_int_not_equal(status, OK);
        error_clear(&engine->ctx.error);
    } else if (status != OK) {
        fail_msg("%s: %s", file, error_message(&engine->ctx.error));
    } else {
        dump_figures(engine, &got);
    }
    if (got.len && getenv("GRADUS_UPDATE_SCENES")) {
        assert_int_equal(file_write(&engine->ctx, scene_path, got.data, got.len), OK);
    } else if (got.len) {
        assert_int_equal(file_read(&engine->ctx, scene_path, 1 << 24, &want), OK);
        if (strcmp(buf_text(&want), buf_text(&got))) show_difference(file, buf_text(&want), buf_text(&got));
    }
    buf_done(&source);
    buf_done(&got);
    buf_done(&want);
    engine_free(engine);
}

static void test_scenes(void **state) {
    (void)state;
    const char *folder = SOURCE_DIR "/tests/graphics";
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    int n = 0;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        size_t length = strlen(e->d_name);
        if (length < 3 || strcmp(e->d_name + length - 2, ".m")) continue;
        run_one(folder, e->d_name);
        n++;
    }
    closedir(dir);
    assert_true(n >= 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scenes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
