// fuzz/fuzz_language.c: any bytes through the editor's language services, at several places. libFuzzer entry. The library is a
// few records: what matters is the text.
#include "builtins/families.h"
#include "live/language/language.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const BuiltinDef plot = {.name = "plot", .min_in = 1, .max_in = -1, .max_out = 1, .forms = "plot(x)\nplot(x,Name=Value)",
                                .summary = "Lines.", .inputs = "x: data\nLineWidth: points", .outputs = "h: lines", .errors = "",
                                .examples = "plot(1:3)", .see = "sin"};
static const BuiltinDef sine = {.name = "sin", .min_in = 1, .max_in = 1, .max_out = 1, .forms = "y = sin(x)", .summary = "Sine.",
                                .inputs = "x: angle", .outputs = "y: sine", .errors = "", .examples = "sin(0)", .see = "plot"};
static const BuiltinDef *const family[] = {&plot, &sine, NULL};
const BuiltinDef *const *const builtin_families[] = {family, NULL};

static void check(json_t *reply) {
    if (reply == NULL) __builtin_trap(); // memory is not short here
    char *text = json_dumps(reply, JSON_COMPACT);
    if (text == NULL) __builtin_trap();
    free(text);
    json_decref(reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes) {
    static Language *language;
    if (language == NULL && language_new(&language) != OK) return 0;
    LanguageText t = {.text = (const char *)data, .n_bytes = n_bytes, .infos = true};
    check(language_check(language, &t));
    int lines = 1;
    for (size_t i = 0; i < n_bytes; i++) lines += data[i] == '\n';
    for (int k = 0; k < 4; k++) {
        int line = 1 + lines * k / 3, column = (int)(n_bytes * 7 + (size_t)k * 5) % 60;
        check(language_complete(language, &t, line, column));
        check(language_hover(language, &t, line, column));
        check(language_signature(language, &t, line, column));
        check(language_definition(language, &t, line, column));
        check(language_occurrences(language, &t, line, column));
    }
    char name[64];
    size_t n = n_bytes < sizeof name - 1 ? n_bytes : sizeof name - 1;
    memcpy(name, data, n);
    name[n] = 0;
    check(language_help(language, &t, name));
    check(language_help_search(language, name));
    return 0;
}
