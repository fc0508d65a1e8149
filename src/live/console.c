// live/console.c: what the Command Window of a document shows, for every browser and after a reload:
// texts of the kernel, the commands and answers that were typed. The oldest go first.
#include "live/internal.h"
#include <string.h>

static size_t bytes_of(const json_t *part) {
    return json_string_length(json_object_get(part, "text")) + 64;
}

static void drop(LiveDoc *doc, size_t i) {
    doc->console_bytes -= bytes_of(json_array_get(doc->console_texts, i));
    json_array_remove(doc->console_texts, i);
}

/// Whether two parts are forms of one long text's end.
static bool same_tail(const json_t *a, const json_t *b) {
    json_int_t tail = json_integer_value(json_object_get(a, "tail"));
    return tail && tail == json_integer_value(json_object_get(b, "tail"));
}

void doc_say(LiveDoc *doc, json_t *part) {
    size_t n = json_array_size(doc->console_texts);
    if (!part) return;
    if (n && same_tail(part, json_array_get(doc->console_texts, n - 1))) drop(doc, n - 1);
    json_array_append(doc->console_texts, part);
    doc->console_bytes += bytes_of(part);
    while (doc->console_bytes > MAX_CONSOLE_BYTES && json_array_size(doc->console_texts) > 1)
        drop(doc, 0);
    char key[32] = "";
    json_int_t tail = json_integer_value(json_object_get(part, "tail"));
    if (tail) snprintf(key, sizeof key, "tail:%d:%d", doc->id, (int)tail);
    json_t *event = json_pack("{s:s, s:i}", "t", "console", "doc", doc->id);
    if (event) json_object_update(event, part);
    server_broadcast(doc->server, event, key);
    json_decref(part);
}

void doc_say_typed(LiveDoc *doc, const char *stream, const char *before, const char *text) {
    doc_say(doc, json_pack("{s:s, s:s++}", "stream", stream, "text", before, text, "\n"));
}

void doc_clear_console(LiveDoc *doc) {
    json_array_clear(doc->console_texts);
    doc->console_bytes = 0;
    server_broadcast(doc->server, json_pack("{s:s, s:i}", "t", "console_clear", "doc", doc->id),
                     NULL);
}

void doc_ask(LiveDoc *doc, const char *prompt) {
    mem_free(doc->prompt);
    doc->prompt = mem_dup(prompt);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:s}", "t", "prompt", "doc", doc->id, "text", prompt),
                     NULL);
}

void doc_answer(LiveDoc *doc, const char *text, bool end) {
    json_t *message =
        json_pack("{s:s, s:s, s:b}", "t", "reply_text", "text", text, "end", end);
    doc_say_typed(doc, "answer", doc->prompt ? doc->prompt : "", text);
    mem_free(doc->prompt);
    doc->prompt = NULL;
    kernel_send(doc, message);
    json_decref(message);
}
