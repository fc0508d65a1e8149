// live/kernel/talk.c: messages out. Big parts (scenes) are JSON text already and are put in as such.
#include "live/kernel/internal.h"
#include <string.h>

static int put_bytes(const char *bytes, size_t n, void *out) {
    buf_put(out, bytes, n);
    return 0;
}

void talk_dump(const json_t *json, Buf *out) {
    if (!json || json_dump_callback(json, put_bytes, out, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) != 0)
        out->failed = true;
}

static void send_with(Kernel *k, const char *slot, json_t *message, const char *field, const char *json) {
    Buf out = BUF_INIT;
    talk_dump(message, &out);
    if (field && out.len > 1) {
        out.len--; // the closing brace
        buf_printf(&out, ",\"%s\":", field);
        buf_puts(&out, json);
        buf_putc(&out, '}');
    }
    json_decref(message);
    link_send(k->link, slot, &out);
}

void talk_report_with(Kernel *k, const char *name, const char *slot, json_t *message, const char *field,
                      const char *json) {
    json_object_set_new(message, "t", json_string(name));
    send_with(k, slot, message, field, json);
}

void talk_report(Kernel *k, const char *name, const char *slot, json_t *message) {
    talk_report_with(k, name, slot, message, NULL, NULL);
}

void talk_reply_with(Kernel *k, const json_t *request, json_t *fields, const char *field, const char *json) {
    json_object_set_new(fields, "t", json_string("reply"));
    json_object_set(fields, "id", json_object_get(request, "id"));
    send_with(k, NULL, fields, field, json);
}

void talk_reply(Kernel *k, const json_t *request, json_t *fields) {
    talk_reply_with(k, request, fields, NULL, NULL);
}

void talk_failure(Kernel *k, const json_t *request, const char *error, const char *message) {
    json_t *fields = json_pack("{s:s,s:s,s:s+}", "t", "failure", "error", error, "message", message, "");
    if (!fields) // the text is not valid UTF-8
        fields = json_pack("{s:s,s:s,s:s}", "t", "failure", "error", error, "message", "The request failed.");
    json_object_set(fields, "id", json_object_get(request, "id"));
    send_with(k, NULL, fields, NULL, NULL);
}

void talk_failure_of(Kernel *k, const json_t *request) {
    Error *error = &k->engine->ctx.error;
    const char *kind = error->status == ERR_NAME     ? "unknown"
                       : error->status == ERR_NOMEM  ? "memory"
                       : error->status == ERR_LIMIT  ? "limit"
                       : error->status == ERR_INTERRUPT ? "stopped"
                                                        : "failed";
    talk_failure(k, request, kind, error_message(error));
    error_clear(error);
}

const char *field_text(const json_t *message, const char *name) {
    const char *text = json_string_value(json_object_get(message, name));
    return text ? text : "";
}

int field_int(const json_t *message, const char *name, int otherwise) {
    const json_t *value = json_object_get(message, name);
    return json_is_integer(value) ? (int)json_integer_value(value) : otherwise;
}

double field_number(const json_t *message, const char *name, double otherwise) {
    const json_t *value = json_object_get(message, name);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}
