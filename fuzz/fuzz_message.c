// fuzz/fuzz_message.c: libFuzzer target for what a browser can send: a message against the protocol's tables, a change set
// applied to a text with its lines mapped, plain-text live code taken apart and put together, and a display list taken back.
// The first byte chooses. Build: tools/fuzz.sh.
#include "graphics/targets/json_read.h"
#include "live/changes.h"
#include "live/message.h"
#include "live/sections.h"
#include "live/stored.h"
#include "base/utf.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void try_message(json_t *object) {
    const ProtocolMessage *message = message_find(json_string_value(json_object_get(object, "t")));
    const char *field;
    if (message) message_check(message->fields, object, &field);
}

static void try_changes(Ctx *ctx, json_t *changes) {
    static const char text[] = "x = 1;\n%% \xC3\xA4\xF0\x9F\x98\x80\ny = 2\n\nz";
    Buf out = BUF_INIT;
    LineChanges lines = {0};
    if (changes_apply(ctx, text, strlen(text), changes, 1 << 20, &out, &lines) == OK) {
        int n = text_lines(buf_text(&out), out.len);
        for (int line = 1; line <= 5; line++) {
            int mapped = line_changes_map(&lines, line);
            if (mapped < 0 || mapped > n) abort(); // a line outside the new text
        }
        json_t *between = changes_between(text, strlen(text), buf_text(&out), out.len);
        Buf again = BUF_INIT;
        if (changes_apply(ctx, text, strlen(text), between, 1 << 20, &again, NULL) != OK || again.len != out.len ||
            memcmp(buf_text(&again), buf_text(&out), out.len))
            abort();
        buf_done(&again);
        json_decref(between);
    }
    line_changes_done(&lines);
    buf_done(&out);
}

static void try_stored(Ctx *ctx, const char *text, size_t n) {
    StoredText stored, again;
    Buf first = BUF_INIT, second = BUF_INIT;
    if (stored_split(ctx, text, n, &stored) != OK) return;
    if (!strstr(stored.text, "%[appendix]") && !strstr(stored.text, "%[output:group:") && stored_join(ctx, &stored, false, &first) == OK && stored_split(ctx, buf_text(&first), first.len, &again) == OK) {
        if (again.n_text < stored.n_text || memcmp(again.text, stored.text, stored.n_text)) abort(); // a line of text was lost
        stored_done(&again);
    }
    stored_done(&stored);
    buf_done(&first);
    buf_done(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n < 2) return 0;
    Ctx ctx;
    ctx_init(&ctx);
    const char *text = (const char *)data + 1;
    if (data[0] % 4 == 3) {
        try_stored(&ctx, text, n - 1);
    } else {
        json_t *value = json_loadb(text, n - 1, JSON_ALLOW_NUL, NULL);
        Scene *scene = NULL;
        if (value && data[0] % 4 == 0) try_message(value);
        if (value && data[0] % 4 == 1) try_changes(&ctx, value);
        if (value && data[0] % 4 == 2 && scene_from_json(&ctx, value, &scene) == OK) scene_free(scene);
        json_decref(value);
    }
    ctx_done(&ctx);
    return 0;
}
