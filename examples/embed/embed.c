// examples/embed/embed.c: Gradus from C: run code, hand over numbers, read results, catch an error.
//   cc embed.c $(pkg-config --cflags --libs gradus) -o embed && ./embed
#include <gradus/engine.h>
#include <gradus/value.h>
#include <stdio.h>

static void write_text(void *self, int stream, const char *utf8, size_t n_bytes) {
    (void)self;
    fwrite(utf8, 1, n_bytes, stream == 0 ? stdout : stderr);
}

int main(void) {
    GradusHost host = {.write = write_text};
    GradusEngine *engine = NULL;
    if (gradus_engine_new(&host, &engine)) return 1;

    // The slope of sum(sigmoid(x)) at three points, by automatic differentiation.
    double x[3] = {-2, 0, 2}, slope[3] = {0};
    int64_t dims[2] = {1, 3};
    GradusValue *value = NULL;
    int failed = gradus_value_doubles(engine, x, dims, 2, &value) || gradus_set_variable(engine, "x", value);
    gradus_value_free(value);
    value = NULL;
    failed = failed || gradus_run_text(engine, "embed",
                                       "s = extractdata(dlfeval(@slope, dlarray(x)));\n"
                                       "function g = slope(x)\n"
                                       "g = dlgradient(sum(sigmoid(x)), x);\n"
                                       "end\n");
    failed = failed || gradus_eval(engine, "s", &value) || gradus_value_get_doubles(engine, value, slope, 3);
    gradus_value_free(value);
    if (failed) {
        fprintf(stderr, "%s\n", gradus_error_message(engine));
    } else {
        printf("slopes %.4f %.4f %.4f\n", slope[0], slope[1], slope[2]);
        if (gradus_run_text(engine, "embed", "y = undefined_name + 1;"))
            printf("line %d: %s\n", gradus_error_line(engine), gradus_error_message(engine));
    }
    gradus_engine_free(engine);
    return failed;
}
