// live/requests.c: a browser's message is parsed, checked against the protocol's table, and given
// to the function of its name or passed to the document's kernel. The tables of answers stand in
// requests_*.c.
#include "live/internal.h"
#include <string.h>

static const RequestDef *const tables[] = {requests_page, requests_document, requests_run,
                                           requests_language, requests_files};

static const RequestDef *find_request(const char *name) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const RequestDef *r = tables[i]; r->name; r++)
            if (!strcmp(r->name, name)) return r;
    return NULL;
}

bool request_known(const char *name);
/// For tests: every request of the protocol has an answer.
bool request_known(const char *name) {
    return find_request(name) != NULL;
}

const char *request_text(const Request *r, const char *name) {
    const char *text = json_string_value(json_object_get(r->args, name));
    return text ? text : "";
}

int request_int(const Request *r, const char *name, int otherwise) {
    const json_t *value = json_object_get(r->args, name);
    return json_is_integer(value) ? (int)json_integer_value(value) : otherwise;
}

void send_failure(Client *client, json_int_t id, const char *error, const char *message) {
    client_send(client,
                json_pack("{s:s, s:I, s:s, s:s}", "t", "failure", "id", id, "error", error,
                          "message", message),
                NULL);
}

void request_done(Server *server, int client_id, json_int_t id, const char *error,
                  const char *message) {
    Client *client = client_find(server, client_id);
    if (!client) return;
    if (error)
        send_failure(client, id, error, message);
    else
        client_send(client, json_pack("{s:s, s:I}", "t", "reply", "id", id), NULL);
}

const char *failure_word(Ctx *ctx, Status status) {
    static const char *const words[] = {"forbidden", "missing", "exists", "too_old",
                                        "read_only", "changed", "open",   "binary",
                                        "untitled",  "unsaved", "busy",   "stopped"};
    static const char head[] = "Gradus:live:";
    const char *id = error_id(&ctx->error);
    for (size_t i = 0; !strncmp(id, head, sizeof head - 1) && i < sizeof words / sizeof *words; i++)
        if (!strcmp(id + sizeof head - 1, words[i])) return words[i];
    switch (status) {
    case ERR_NOMEM: return "memory";
    case ERR_LIMIT: return "limit";
    case ERR_UNSUPPORTED: return "unsupported";
    case ERR_IO: return "io";
    case ERR_SYNTAX: return "syntax";
    default: return "argument";
    }
}

static void answer(Request *r, const RequestDef *def) {
    Ctx *ctx = r->server->ctx;
    Client *client = r->client;
    int client_id = client->id;
    r->reply = json_object();
    Status status = r->reply ? def->answer(r) : ctx_fail_nomem(ctx);
    client = client_find(r->server, client_id); // it may have been let go meanwhile
    if (status != OK) {
        if (client)
            send_failure(client, r->id, r->error ? r->error : failure_word(ctx, status),
                         error_message(&ctx->error));
        error_clear(&ctx->error);
    } else if (!r->later && client) {
        json_object_set_new(r->reply, "t", json_string("reply"));
        json_object_set_new(r->reply, "id", json_integer(r->id));
        client_send(client, json_incref(r->reply), NULL);
    }
    json_decref(r->reply);
}

static void pass_to_kernel(Request *r, const char *name) {
    Ctx *ctx = r->server->ctx;
    Status status = !strcmp(name, "command") ? doc_command(r->doc, r)
                                             : kernel_forward(r->doc, r->client, r->id, r->args);
    if (status == OK) return;
    send_failure(r->client, r->id, failure_word(ctx, status), error_message(&ctx->error));
    error_clear(&ctx->error);
}

/// Checks a message that is an object; null when it may be answered, else what is wrong.
static const char *check(Request *r, const ProtocolMessage *message, const char *name, char *room,
                         size_t n) {
    const char *field = "?";
    if (!message || (message->class != PROTOCOL_REQUEST && message->class != PROTOCOL_KERNEL))
        return "There is no such request.";
    if (!r->client->greeted && strcmp(name, "hello")) return "The first request is hello.";
    if (!message_check(message->fields, r->args, &field)) {
        snprintf(room, n, "The field '%s' is missing or of another type.", field);
        return room;
    }
    const json_t *doc = json_object_get(r->args, "doc");
    if (!doc) return NULL;
    r->doc = doc_find(r->server, (int)json_integer_value(doc));
    if (!r->doc) r->error = "document";
    return r->doc ? NULL : "No such document is open.";
}

void request_message(Client *client, const char *bytes, size_t n) {
    json_error_t error;
    json_t *args = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);
    Request r = {.server = client->server, .client = client, .args = args};
    const char *name = json_string_value(json_object_get(args, "t"));
    const json_t *id = json_object_get(args, "id");
    r.id = json_integer_value(id);
    if (!name || !json_is_integer(id)) {
        send_failure(client, 0, "message", "Not a message of the protocol.");
    } else {
        const ProtocolMessage *message = message_find(name);
        char room[160];
        const char *wrong = check(&r, message, name, room, sizeof room);
        const RequestDef *def = wrong ? NULL : find_request(name);
        if (wrong)
            send_failure(client, r.id, r.error ? r.error : "message", wrong);
        else if (message->class == PROTOCOL_KERNEL)
            pass_to_kernel(&r, name);
        else if (def)
            answer(&r, def);
        else
            send_failure(client, r.id, "unsupported", "The server has no answer to this request.");
    }
    json_decref(args);
}
