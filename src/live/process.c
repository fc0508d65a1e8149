// live/process.c: a document's kernel: a process of this very program on one end of a socket pair.
// It dies with the server, and the server outlives it whatever the user's code does.
#include "base/clock.h"
#include "live/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    KERNEL_FD = 3,
    MAX_FRAME = 256 << 20,
    MAX_OUT = 256 << 20,
    READ_AT_ONCE = 1 << 20,
    MAX_PENDING = 1000,
    REQUESTS_FROM = 1 << 20
};

typedef struct Pending {
    int kernel_id, client;
    json_int_t id;
    int figure; // whose new picture becomes the document's; 0: none
} Pending;

struct KernelLink {
    LiveDoc *doc;
    struct lws *wsi;
    pid_t pid;
    int status; // of the ended process
    bool reaped;
    Buf in, out;
    size_t in_at, out_at; // taken, sent
    Pending pending[MAX_PENDING];
    int n_pending;
};

// ---- starting -----------------------------------------------------------------------------------
/// In the child: only the socket as descriptor 3, its own process group, no signal blocked, death
/// with the parent.
static void run_child(int fd, const char *program, const char *folder, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(2, 1) < 0 || dup2(fd, KERNEL_FD) < 0) _exit(1);
    if (fd == KERNEL_FD) fcntl(fd, F_SETFD, 0);
    syscall(SYS_close_range, KERNEL_FD + 1, ~0u, 0);
    if (chdir(folder)) (void)!chdir("/");
    setenv("PWD", folder, 1);
    execl(program, "gradus", "kernel", "3", (char *)NULL);
    _exit(127);
}

static Status spawn(LiveDoc *doc, int fd, pid_t *ret) {
    Ctx *ctx = doc->server->ctx;
    const char *program =
        doc->server->options->program ? doc->server->options->program : "/proc/self/exe";
    Buf folder = BUF_INIT;
    doc_folder(doc, &folder);
    pid_t parent = getpid(), pid = folder.failed ? -1 : fork();
    if (pid == 0) run_child(fd, program, buf_text(&folder), parent);
    buf_done(&folder);
    if (pid < 0)
        return ctx_fail(ctx, ERR_IO, "Gradus:live:kernel", "Unable to start a kernel: %s.",
                        strerror(errno));
    *ret = pid;
    return OK;
}

Status kernel_start(LiveDoc *doc) {
    Ctx *ctx = doc->server->ctx;
    if (doc->kernel) return OK;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        return ctx_fail(ctx, ERR_IO, "Gradus:live:kernel", "Unable to start a kernel: %s.",
                        strerror(errno));
    KernelLink *link = mem_alloc_zero(sizeof *link);
    Status status = link ? spawn(doc, pair[1], &link->pid) : ctx_fail_nomem(ctx);
    close(pair[1]);
    if (status == OK) {
        fcntl(pair[0], F_SETFL, O_NONBLOCK);
        link->doc = doc;
        lws_sock_file_fd_type fd = {.filefd = pair[0]};
        link->wsi = lws_adopt_descriptor_vhost(doc->server->vhost, LWS_ADOPT_RAW_FILE_DESC, fd,
                                               "kernel", NULL);
        if (!link->wsi) {
            kill(link->pid, SIGKILL);
            waitpid(link->pid, NULL, 0);
            status = ctx_fail(ctx, ERR_IO, "Gradus:live:kernel",
                              "Unable to start a kernel: no room for its socket.");
        }
    }
    if (status != OK) {
        close(pair[0]);
        mem_free(link);
        return status;
    }
    lws_set_opaque_user_data(link->wsi, link);
    doc->kernel = link;
    doc->kernel_state = KERNEL_STARTING;
    json_array_clear(doc->ran);
    json_array_clear(doc->variables);
    json_object_clear(doc->figures);
    server_broadcast(doc->server,
                     json_pack("{s:s, s:i, s:s, s:s}", "t", "kernel", "doc", doc->id, "state",
                               "starting", "message", ""),
                     NULL);
    return OK;
}

int kernel_pid(const LiveDoc *doc) {
    return doc->kernel ? doc->kernel->pid : 0;
}

static void fail_pending(KernelLink *link) {
    for (int i = 0; i < link->n_pending; i++)
        request_done(link->doc->server, link->pending[i].client, link->pending[i].id, "kernel",
                     "The kernel has ended.");
    link->n_pending = 0;
}

/// Takes the link from its document; the process is ended and reaped.
static void link_free(KernelLink *link) {
    LiveDoc *doc = link->doc;
    if (link->wsi) {
        lws_set_opaque_user_data(link->wsi, NULL);
        lws_set_timeout(link->wsi, PENDING_TIMEOUT_KILLED_BY_PARENT, LWS_TO_KILL_ASYNC);
    }
    if (!link->reaped) {
        kill(link->pid, SIGKILL);
        while (waitpid(link->pid, &link->status, 0) < 0 && errno == EINTR) {
        }
    }
    fail_pending(link);
    buf_done(&link->in);
    buf_done(&link->out);
    mem_free(link);
    doc->kernel = NULL;
}

void kernel_end(LiveDoc *doc) {
    if (!doc->kernel) return;
    doc->kernel_state = KERNEL_NONE;
    link_free(doc->kernel);
}

void kernel_interrupt(LiveDoc *doc) {
    if (doc->kernel && !doc->kernel->reaped) kill(doc->kernel->pid, SIGINT);
}

/// How it ended, in words.
static void describe_end(int status, char *text, size_t n) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        snprintf(text, n,
                 "The kernel was killed, perhaps because memory ran out. Run again to start a new "
                 "one; the variables are lost.");
    else if (WIFSIGNALED(status))
        snprintf(text, n,
                 "The kernel crashed (%s). Run again to start a new one; the variables are lost.",
                 strsignal(WTERMSIG(status)));
    else
        snprintf(text, n,
                 "The kernel ended. Run again to start a new one; the variables are lost.");
}

static void kernel_lost(KernelLink *link) {
    LiveDoc *doc = link->doc;
    char message[200];
    if (!link->reaped) { // the socket closed: it is ending, or has lost its mind
        for (int i = 0; i < 50 && !link->reaped; i++) {
            link->reaped = waitpid(link->pid, &link->status, WNOHANG) == link->pid;
            if (!link->reaped) usleep(2000);
        }
    }
    if (!link->reaped) {
        kill(link->pid, SIGKILL);
        while (waitpid(link->pid, &link->status, 0) < 0 && errno == EINTR) {
        }
        link->reaped = true;
    }
    describe_end(link->status, message, sizeof message);
    link_free(link);
    doc_kernel_gone(doc, message);
}

void kernels_reap(Server *server) {
    for (int i = -1; i < server->n_docs; i++) {
        LiveDoc *doc = i < 0 ? server->console : server->docs[i];
        KernelLink *link = doc ? doc->kernel : NULL;
        if (link && !link->reaped && waitpid(link->pid, &link->status, WNOHANG) == link->pid)
            link->reaped = true;
    }
}

// ---- talking ------------------------------------------------------------------------------------
void kernel_send(LiveDoc *doc, const json_t *message) {
    KernelLink *link = doc->kernel;
    char *text = link ? json_dumps(message, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
    if (!text) return;
    size_t n = strlen(text);
    if (link->out_at == link->out.len) {
        buf_clear(&link->out);
        link->out_at = 0;
    }
    if (link->out.len + n < MAX_OUT) {
        unsigned char head[4] = {(unsigned char)n, (unsigned char)(n >> 8),
                                 (unsigned char)(n >> 16), (unsigned char)(n >> 24)};
        buf_put(&link->out, (const char *)head, 4);
        buf_put(&link->out, text, n);
        lws_callback_on_writable(link->wsi);
    }
    free(text);
}

/// The figure whose picture in the answer is to stay; 0: none.
static int kept_figure(const json_t *args) {
    const char *name = json_string_value(json_object_get(args, "t"));
    bool keep = !strcmp(name, "figure_resize") || (!strcmp(name, "figure_act") && json_is_true(json_object_get(args, "keep")));
    return keep ? (int)json_integer_value(json_object_get(args, "figure")) : 0;
}

Status kernel_forward(LiveDoc *doc, Client *client, json_int_t id, const json_t *args) {
    Ctx *ctx = doc->server->ctx;
    TRY(kernel_start(doc));
    KernelLink *link = doc->kernel;
    if (link->n_pending == MAX_PENDING)
        return ctx_fail(ctx, ERR_LIMIT, "Gradus:live:kernel",
                        "Too many requests wait for the kernel.");
    json_t *copy = json_copy((json_t *)args);
    if (!copy) return ctx_fail_nomem(ctx);
    int kernel_id = REQUESTS_FROM + (++doc->server->next_kernel_id & 0xFFFFFFF);
    json_object_set_new(copy, "id", json_integer(kernel_id));
    link->pending[link->n_pending++] = (Pending){kernel_id, client->id, id, kept_figure(args)};
    kernel_send(doc, copy);
    json_decref(copy);
    return OK;
}

/// An answer to a request that was passed on; false when it is none of those.
static bool take_answer(KernelLink *link, json_t *message) {
    int id = (int)json_integer_value(json_object_get(message, "id"));
    for (int i = 0; i < link->n_pending; i++)
        if (link->pending[i].kernel_id == id) {
            Client *client = client_find(link->doc->server, link->pending[i].client);
            json_object_set_new(message, "id", json_integer(link->pending[i].id));
            if (link->pending[i].figure)
                doc_keep_picture(link->doc, link->pending[i].figure, json_object_get(message, "scene"));
            if (client) client_send(client, json_incref(message), NULL);
            link->pending[i] = link->pending[--link->n_pending];
            return true;
        }
    return false;
}

static void take_message(KernelLink *link, const char *bytes, size_t n) {
    json_t *message = json_loadb(bytes, n, 0, NULL);
    const char *name = json_string_value(json_object_get(message, "t"));
    const ProtocolMessage *known = message_find(name);
    if (name && (!strcmp(name, "reply") || !strcmp(name, "failure"))) {
        if (!take_answer(link, message)) doc_report(link->doc, message);
    } else if (known && known->class == PROTOCOL_REPORT &&
               message_check(known->fields, message, NULL)) {
        doc_report(link->doc, message);
    }
    json_decref(message);
}

/// All whole messages that have come; -1 when the other end talks nonsense.
static int take_messages(KernelLink *link) {
    LiveDoc *doc = link->doc;
    for (;;) {
        size_t left = link->in.len - link->in_at;
        const unsigned char *p = (const unsigned char *)link->in.data + link->in_at;
        if (left < 4) break;
        size_t n = p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
        if (n > MAX_FRAME) return -1;
        if (left < 4 + n) break;
        link->in_at += 4 + n;
        take_message(link, (const char *)p + 4, n);
        if (doc->kernel != link) return 0; // ended meanwhile
    }
    if (link->in_at == link->in.len) {
        if (link->in.cap > 4 << 20)
            buf_done(&link->in);
        else
            buf_clear(&link->in);
        link->in_at = 0;
    } else if (link->in_at > 1 << 20) {
        memmove(link->in.data, link->in.data + link->in_at, link->in.len - link->in_at);
        link->in.len -= link->in_at;
        link->in_at = 0;
    }
    return 0;
}

/// Its connection goes, by itself or by the -1 that the callback returns.
static void socket_lost(KernelLink *link) {
    lws_set_opaque_user_data(link->wsi, NULL);
    link->wsi = NULL;
    kernel_lost(link);
}

static int receive(KernelLink *link, struct lws *wsi) {
    LiveDoc *doc = link->doc;
    int fd = (int)(intptr_t)lws_get_socket_fd(wsi);
    size_t total = 0;
    while (total < READ_AT_ONCE) {
        char *room = buf_room(&link->in, 64 << 10);
        ssize_t n = room ? read(fd, room, 64 << 10) : -1;
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) {
            if (take_messages(link) == 0 && doc->kernel == link) socket_lost(link);
            return -1;
        }
        link->in.len += (size_t)n;
        total += (size_t)n;
    }
    if (take_messages(link) == 0) return 0;
    socket_lost(link);
    return -1;
}

static int send_some(KernelLink *link, struct lws *wsi) {
    int fd = (int)(intptr_t)lws_get_socket_fd(wsi);
    while (link->out_at < link->out.len) {
        ssize_t n =
            send(fd, link->out.data + link->out_at, link->out.len - link->out_at, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) break; // full, or closed: reading finds out
        link->out_at += (size_t)n;
    }
    if (link->out_at < link->out.len) lws_callback_on_writable(wsi);
    return 0;
}

int kernel_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                    size_t n) {
    (void)user, (void)in, (void)n;
    KernelLink *link = lws_get_opaque_user_data(wsi);
    switch ((int)reason) {
    case LWS_CALLBACK_RAW_RX_FILE: return link ? receive(link, wsi) : -1;
    case LWS_CALLBACK_RAW_WRITEABLE_FILE: return link ? send_some(link, wsi) : -1;
    case LWS_CALLBACK_RAW_CLOSE_FILE:
        if (!link) return 0;
        socket_lost(link);
        return 0;
    default: return 0;
    }
}
