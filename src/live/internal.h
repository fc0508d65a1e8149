// live/internal.h: the server's parts, which share one event loop and so need no locks: Server owns
// Clients (browser tabs) and LiveDocs; a LiveDoc owns its text, outputs and KernelLink.
#pragma once
#include "base/buf.h"
#include "base/map.h"
#include "doc/model.h"
#include "live/changes.h"
#include "live/gate.h"
#include "live/live.h"
#include "live/message.h"
#include "live/roots.h"
#include "live/sections.h"
#include "live/stored.h"
#include <libwebsockets.h>

enum {
    MAX_TEXT = 16 << 20,    // bytes of a document
    MAX_MESSAGE = 48 << 20, // bytes of one message from a browser
    MAX_UPLOAD = 1 << 30,   // bytes of an uploaded file
    MAX_DOCS = 64,
    MAX_CLIENTS = 32,
    MAX_CONNECTIONS = 128,
    MAX_QUEUED_RUNS = 32,
    MAX_OUTPUTS = 5000, // of a document
    MAX_OUTPUT_BYTES = 64 << 20,
    MAX_QUEUE_BYTES = 64 << 20,   // waiting for a slow browser
    MAX_CONSOLE_BYTES = 384 << 10 // of the Command Window, kept for a reload
};

typedef struct Server Server;
typedef struct Client Client;
typedef struct LiveDoc LiveDoc;
typedef struct KernelLink KernelLink;
struct Language;

// ---- clients (socket.c) -------------------------------------------------------------------------
/// A text message shared by the queues it waits in.
typedef struct Message {
    int refs;
    size_t n;
    char *bytes; // LWS_PRE of room, then n bytes
} Message;

typedef struct Queued {
    Message *message;
    char key[32]; // a newer message of the same key takes its place; "" never
} Queued;

struct Client {
    Server *server;
    struct lws *wsi;
    int id;
    bool greeted; // has said hello
    bool closing;
    Buf incoming;
    Queued *queue; // heap, a ring
    Index n_queue, cap_queue, first_queue;
    size_t queue_bytes, sent; // sent: of the first message
    double rate_start_s;
    int rate_count;
};

/// A client has been told of everything sent before; a message goes to all that said hello. Takes
/// `object`. `key` may be null.
void server_broadcast(Server *server, json_t *object, const char *key);
void client_send(Client *client, json_t *object, const char *key);
Client *client_find(Server *server, int id);
int socket_callback(struct lws *wsi, enum lws_callback_reasons reason, Client **client, void *in,
                    size_t n);

// ---- requests (requests.c) ----------------------------------------------------------------------
/// A request of a browser while it is being answered.
typedef struct Request {
    Server *server;
    Client *client;
    LiveDoc *doc; // of the field "doc", when there is one
    const json_t *args;
    json_t *reply;     // to be filled
    const char *error; // word for a failure, static; null: from the status
    bool later;        // the answer comes later, by client and id
    json_int_t id;
} Request;
typedef struct RequestDef {
    const char *name;
    Status (*answer)(Request *r);
} RequestDef;
/// Tables, each ending with a null name; listed in requests.c.
extern const RequestDef requests_page[], requests_document[], requests_run[], requests_language[],
    requests_files[];
void request_message(Client *client, const char *bytes, size_t n);
const char *request_text(const Request *r, const char *name);
int request_int(const Request *r, const char *name, int otherwise);
void send_failure(Client *client, json_int_t id, const char *error, const char *message);
/// The word of a failure for the client, from ctx's error.
const char *failure_word(Ctx *ctx, Status status);

// ---- documents ----------------------------------------------------------------------------------
typedef struct Update {
    char *client;
    json_t *changes;
    size_t n_bytes;
} Update;

typedef struct LiveOutput {
    int key, line;
    int run, kernel_key; // as the kernel calls it
    size_t n_bytes;
    json_t *object; // Output
} LiveOutput;

typedef struct RunItem {
    struct RunItem *next;
    int id;
    bool started;
    json_t *command; // a Command Window entry: what the kernel is sent; null: a run of the document
    int client;
    json_int_t request; // to answer when a command is done
    char *text;         // the document as it was meant
    int from_line, to_line;
    int *line_map; // lines of `text` (from 1) to lines now, 0: gone
    int n_lines;
    Section *sections; // of `text`
    Index n_sections, section; // being run, -1: none yet
    double section_s;          // since when
} RunItem;

typedef enum KernelState { KERNEL_NONE, KERNEL_STARTING, KERNEL_READY, KERNEL_DEAD } KernelState;

struct LiveDoc {
    Server *server;
    int id;
    bool console; // the Command Window's own workspace: no text, not listed
    char *path, *name, *kind;
    DocFormat format;
    bool untitled, read_only, recovered;
    StoredText stored; // text as edited; outputs in `outputs` until it is written
    int version, saved_version;
    Update *log; // updates that led to version log_version+1 …
    Index n_log, cap_log;
    int log_version;
    size_t log_bytes;
    LiveOutput *outputs;
    Index n_outputs, cap_outputs;
    size_t output_bytes;
    int next_key;
    bool outputs_cut, outputs_changed;
    Document *origin; // what the format keeps beside (package parts)
    struct timespec disk_time;
    off_t disk_size;
    bool disk_said; // the page was told that the file changed

    // kernel
    KernelLink *kernel;
    KernelState kernel_state;
    char *folder; // the kernel's current folder
    json_t *variables, *figures, *console_texts;
    size_t console_bytes;
    char *prompt; // what input() asks, or null
    json_t *ran;   // hashes
    json_t *times; // milliseconds by hash
    RunItem *queue;
    int n_queue, next_run;
    double started_s, status_s, progress_s; // when it began; when these events were sent last
    int run_from, run_to;                   // statement being run, lines now
    bool run_shown;                         // the status event has it
    bool stopping, interrupted; // a stop was asked for; SIGINT was sent as well
    struct timespec folder_time;
    lws_sorted_usec_list_t status_timer, stop_timer, save_timer;
    bool recovery_waits;
};

// document.c
Status doc_open_path(Server *server, const char *path, LiveDoc **ret);
Status live_doc_new(Server *server, const char *kind, const char *text, LiveDoc **ret);
LiveDoc *doc_console(Server *server);
void live_doc_free(LiveDoc *doc);
void doc_close(LiveDoc *doc);
LiveDoc *doc_find(Server *server, int id);
LiveDoc *doc_by_path(Server *server, const char *path);
json_t *doc_opened(LiveDoc *doc);
bool doc_unsaved(const LiveDoc *doc);
Status doc_set_path(LiveDoc *doc, const char *path);
void doc_set_stored(LiveDoc *doc, StoredText *stored);
Status server_add_doc(Server *server, LiveDoc *doc);
/// Whether a name ends like a file whose text may be edited here.
const char *doc_kind_of(const char *path, const char *text, size_t n, bool live);
/// The document's folder, or the server's; borrowed.
const char *doc_folder(const LiveDoc *doc, Buf *room);

// edit.c
/// Applies updates made against `version`; false in *ret_accepted when that is not the newest.
Status doc_edit(LiveDoc *doc, int version, const json_t *updates, bool *ret_accepted);
/// Replaces the text by another as an edit of the server's own.
Status doc_replace_text(LiveDoc *doc, const char *text, size_t n);
Status doc_updates_since(LiveDoc *doc, int version, json_t **ret);

// output.c
void doc_add_output(LiveDoc *doc, int run, json_t *output, int line);
/// Drops outputs of lines from … to (now).
void doc_clear_outputs(LiveDoc *doc, int from_line, int to_line);
void doc_map_outputs(LiveDoc *doc, const LineChanges *changes);
json_t *doc_outputs(const LiveDoc *doc);
/// Takes the outputs of a file that was read.
void doc_load_outputs(LiveDoc *doc, json_t *outputs);
/// The picture a figure now has, of its last output and of its window; null (a failure): nothing.
void doc_keep_picture(LiveDoc *doc, int figure, json_t *scene);

// save.c
Status doc_save(LiveDoc *doc, const char *path, bool fresh, bool force);
Status doc_propose_name(LiveDoc *doc, Buf *ret);
/// The whole file as plain text with its outputs.
Status doc_plain(LiveDoc *doc, bool no_outputs, Buf *out);
/// The document with outputs, for the document room's writers; doc_free it.
Status doc_build(LiveDoc *doc, bool no_outputs, Document **ret);

// console.c
/// Adds a part {"stream","text",…} to the Command Window of all browsers; takes it, null: nothing.
void doc_say(LiveDoc *doc, json_t *part);
/// The same for a line that a person typed, behind `before`.
void doc_say_typed(LiveDoc *doc, const char *stream, const char *before, const char *text);
void doc_clear_console(LiveDoc *doc);
/// input() waits for an answer; and has it.
void doc_ask(LiveDoc *doc, const char *prompt);
void doc_answer(LiveDoc *doc, const char *text, bool end);

// run.c
Status doc_queue_run(LiveDoc *doc, const char *what, int line, Request *r);
Status doc_command(LiveDoc *doc, Request *r);
void doc_stop(LiveDoc *doc);
void doc_map_runs(LiveDoc *doc, const LineChanges *changes);
void doc_report(LiveDoc *doc, json_t *report);
void doc_kernel_gone(LiveDoc *doc, const char *message);
void doc_runs_done(LiveDoc *doc);
void doc_status_event(LiveDoc *doc);

// process.c
/// Starts the kernel if there is none. ERR_IO.
Status kernel_start(LiveDoc *doc);
void kernel_end(LiveDoc *doc);
void kernel_send(LiveDoc *doc, const json_t *message);
/// Passes a browser's request on; answered when the kernel does.
Status kernel_forward(LiveDoc *doc, Client *client, json_int_t id, const json_t *args);
void kernel_interrupt(LiveDoc *doc);
int kernel_pid(const LiveDoc *doc);
int kernel_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t n);
void kernels_reap(Server *server);
/// Answers a command's request, when its browser is still there.
void request_done(Server *server, int client, json_int_t id, const char *error,
                  const char *message);

// state.c
Status state_init(Ctx *ctx, Server *server);
void state_done(Server *server);
void state_touch(LiveDoc *doc);  // the text changed: keep it within a second
void state_forget(LiveDoc *doc); // saved or closed
void state_keep_now(LiveDoc *doc);
void state_recover(Server *server);
void state_add_recent(Server *server, const char *path);
void state_save_prefs(Server *server);

// export.c
Status export_start(Request *r);
void export_poll(Server *server);
void exports_done(Server *server);
typedef struct Export Export;
/// The file of a one-time address, taken out; -1: none. *ret_name and *ret_type are written when
/// there is one.
int export_take(Server *server, const char *secret, char ret_name[256], char ret_type[128]);

// files.c
void files_changed(Server *server, const char *folder);
void watch_disk(Server *server);
bool forbidden_name(const char *name);

// http.c
int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void **call, void *in,
                  size_t n);
/// All routes, ending with a null path.
extern const RouteDef live_routes[];
const RouteDef *live_route_table(void);

struct Server {
    Ctx *ctx;
    const LiveOptions *options;
    struct lws_context *lws;
    struct lws_vhost *vhost;
    Gate gate;
    Roots roots;
    char *home, *folder; // folder: current when started
    int port;
    int signals; // descriptor
    bool stop;
    Client *clients[MAX_CLIENTS];
    int n_clients, next_client, n_connections;
    LiveDoc *docs[MAX_DOCS];
    int n_docs, next_doc;
    LiveDoc *console;
    json_t *prefs, *recent;
    bool first_visit;
    char *state, *session; // folders
    int session_lock;
    Export *exports;
    struct Language *language;
    lws_sorted_usec_list_t watch_timer, export_timer;
    int next_kernel_id;
};
/// Says something to the terminal.
void server_notice(Server *server, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// A fresh launch URL, handed to the terminal.
void server_launch(Server *server);
