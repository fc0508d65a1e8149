// live/server.c: the loop: libwebsockets serves HTTP and WebSocket, kernels' sockets and signals
// come in as raw files.
#include "base/file.h"
#include "live/asset.h"
#include "live/frames.h"
#include "live/http.h"
#include "live/language/language.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_PORT = 8765, N_PORTS = 40, WATCH_MS = 2000 };

// ---- the library's callbacks --------------------------------------------------------------------
/// What hangs on a connection: an HTTP call or a WebSocket's client.
typedef struct Connection {
    void *call;
    Client *client;
    bool counted;
} Connection;

static int page_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
                         size_t n) {
    Connection *c = user;
    Server *server = lws_context_user(lws_get_context(wsi));
    switch ((int)reason) {
    case LWS_CALLBACK_FILTER_NETWORK_CONNECTION:
        return server->n_connections >= MAX_CONNECTIONS || !frames_open((int)(intptr_t)in) ? -1 : 0;
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED: server->n_connections++; return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        if (server->n_connections > 0) server->n_connections--;
        return 0;
    case LWS_CALLBACK_ESTABLISHED:
    case LWS_CALLBACK_RECEIVE:
    case LWS_CALLBACK_SERVER_WRITEABLE:
    case LWS_CALLBACK_CLOSED: return c ? socket_callback(wsi, reason, &c->client, in, n) : -1;
    default: return http_callback(wsi, reason, c ? &c->call : NULL, in, n);
    }
}

static void end_loop(Server *server) {
    server->stop = true;
    lws_cancel_service(server->lws);
}

/// Signals, and a line typed at the terminal.
static int terminal_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
                             void *in, size_t n) {
    (void)user, (void)in, (void)n;
    if (reason != LWS_CALLBACK_RAW_RX_FILE) return 0;
    Server *server = lws_context_user(lws_get_context(wsi));
    int fd = (int)(intptr_t)lws_get_socket_fd(wsi);
    unsigned char signal_number;
    if (fd != server->signals) {
        char line[256];
        ssize_t got = read(fd, line, sizeof line);
        if (got <= 0) return -1;
        if (memchr(line, '\n', (size_t)got)) server_launch(server);
        return 0;
    }
    while (read(fd, &signal_number, 1) == 1) {
        if (signal_number == SIGCHLD)
            kernels_reap(server);
        else
            end_loop(server);
    }
    return 0;
}

static const struct lws_protocols protocols[] = {
    {"gradus", page_callback, sizeof(Connection), 64 << 10, 0, NULL, 0},
    {"kernel", kernel_callback, 0, 0, 0, NULL, 0},
    {"terminal", terminal_callback, 0, 0, 0, NULL, 0},
    {NULL, NULL, 0, 0, 0, NULL, 0}};

// On every answer, the library's own as well. img-src data: pictures of documents; blob: downloads
// made in the page.
#define POLICY                                                                                 \
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' " \
    "data: blob:; font-src 'self'; "                                                           \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
static const struct lws_protocol_vhost_options security_headers[] = {
    {&security_headers[1], NULL, "content-security-policy:", POLICY},
    {&security_headers[2], NULL, "x-content-type-options:", "nosniff"},
    {&security_headers[3], NULL, "referrer-policy:", "no-referrer"},
    {&security_headers[4], NULL, "x-frame-options:", "DENY"},
    {&security_headers[5], NULL, "cross-origin-resource-policy:", "same-origin"},
    {&security_headers[6], NULL, "cross-origin-opener-policy:", "same-origin"},
    {NULL, NULL, "permissions-policy:", "camera=(), microphone=(), geolocation=()"}};

static const lws_retry_bo_t idle_policy = {.secs_since_valid_ping = 25,
                                           .secs_since_valid_hangup = 60};

// ---- starting -----------------------------------------------------------------------------------
static bool is_loopback(const char *address) {
    return !address || !strcmp(address, "localhost") || !strcmp(address, "::1") ||
           !strncmp(address, "127.", 4);
}

/// A port that can be listened on: the one asked for, or the first free one. (The library takes the
/// port again itself.)
static Status find_port(Ctx *ctx, const LiveOptions *options, int *ret) {
    int first = options->port ? options->port : FIRST_PORT, n = options->port ? 1 : N_PORTS;
    for (int port = first; port < first + n; port++) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        const char *name =
            options->bind && !is_loopback(options->bind) ? options->bind : "127.0.0.1";
        if (inet_pton(AF_INET, name, &address.sin_addr) != 1)
            address.sin_addr.s_addr = htonl(INADDR_ANY);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        bool is_free =
            fd >= 0 && !bind(fd, (struct sockaddr *)&address, sizeof address) && !listen(fd, 1);
        if (fd >= 0) close(fd);
        if (is_free) {
            *ret = port;
            return OK;
        }
    }
    return ctx_fail(ctx, ERR_IO, "Gradus:live:port",
                    options->port ? "Port %d is taken." : "No free port from %d on.", first);
}

/// "x" or "/x" as "/x/".
static Status check_base(Ctx *ctx, const char *given, char ret[128]) {
    const char *p = given ? given : "/";
    size_t n = strlen(p);
    if (n > 100 ||
        p[strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/")] ||
        strstr(p, "//") || strstr(p, ".."))
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:base", "'%s' is not a path such as /gradus/.",
                        p);
    snprintf(ret, 128, "%s%s%s", p[0] == '/' ? "" : "/", p, n && p[n - 1] == '/' ? "" : "/");
    return OK;
}

/// Reads the token, or makes the file with a fresh one.
static Status load_token(Ctx *ctx, Gate *gate, const char *path) {
    Buf text = BUF_INIT;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0) {
        char secret[GATE_SECRET];
        Status status = gate_secret(ctx, secret);
        bool good =
            status == OK && write(fd, secret, strlen(secret)) > 0 && write(fd, "\n", 1) == 1;
        good = !close(fd) && good;
        if (!good) return ctx_fail(ctx, ERR_IO, "Gradus:live:token", "Unable to write '%s'.", path);
        gate->token = mem_dup(secret);
        return gate->token ? OK : ctx_fail_nomem(ctx);
    }
    struct stat st;
    if (errno != EEXIST || stat(path, &st))
        return ctx_fail(ctx, ERR_IO, "Gradus:live:token", "Unable to use '%s': %s.", path,
                        strerror(errno));
    if (st.st_mode & 077)
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:token",
                        "'%s' can be read by others. Use: chmod 600 '%s'", path, path);
    TRY(file_read(ctx, path, 4096, &text));
    while (text.len && strchr("\r\n \t", text.data[text.len - 1])) text.data[--text.len] = 0;
    Status status = text.len >= 22
                        ? OK
                        : ctx_fail(ctx, ERR_ARG, "Gradus:live:token",
                                   "The token in '%s' is shorter than 22 letters.", path);
    if (status == OK && !(gate->token = mem_dup(buf_text(&text)))) status = ctx_fail_nomem(ctx);
    buf_done(&text);
    return status;
}

static Status set_gate(Server *server) {
    Ctx *ctx = server->ctx;
    const LiveOptions *o = server->options;
    char base[128];
    if (!is_loopback(o->bind) && !o->token_file)
        return ctx_fail(ctx, ERR_ARG, "Gradus:live:bind",
                        "--bind %s lets other machines in: it needs --token-file as well.",
                        o->bind);
    TRY(check_base(ctx, o->base_path, base));
    TRY(find_port(ctx, o, &server->port));
    TRY(gate_init(ctx, &server->gate, base, server->port));
    if (!is_loopback(o->bind)) {
        char origin[300], host[256] = "";
        gethostname(host, sizeof host - 1);
        const char *names[] = {o->bind, host};
        for (int i = 0; i < 2; i++) {
            if (!*names[i] || !strcmp(names[i], "0.0.0.0") || !strcmp(names[i], "::")) continue;
            snprintf(origin, sizeof origin,
                     strchr(names[i], ':') ? "http://[%s]:%d" : "http://%s:%d", names[i],
                     server->port);
            TRY(gate_allow(ctx, &server->gate, origin));
        }
    }
    for (int i = 0; i < o->n_origins; i++) TRY(gate_allow(ctx, &server->gate, o->origins[i]));
    return o->token_file ? load_token(ctx, &server->gate, o->token_file) : OK;
}

static Status set_folders(Server *server) {
    Ctx *ctx = server->ctx;
    const LiveOptions *o = server->options;
    char folder[PATH_MAX];
    const char *home = getenv("HOME");
    if (!getcwd(folder, sizeof folder)) snprintf(folder, sizeof folder, "/");
    server->folder = mem_dup(folder);
    server->home = mem_dup(home && home[0] == '/' ? home : folder);
    if (!server->folder || !server->home) return ctx_fail_nomem(ctx);
    for (int i = 0; i < o->n_roots; i++) TRY(roots_add(ctx, &server->roots, o->roots[i]));
    if (o->n_roots) return OK;
    if (file_is_folder(server->home)) TRY(roots_add(ctx, &server->roots, server->home));
    TRY(roots_add(ctx, &server->roots, folder));
    if (!o->open) return OK;
    char *real = realpath(o->open, NULL);
    if (!real)
        return ctx_fail(ctx, ERR_IO, "Gradus:live:missing", "Unable to open '%s': %s.", o->open,
                        strerror(errno));
    if (!file_is_folder(real)) real[path_base(real) - real] = 0;
    Status status = roots_add(ctx, &server->roots, real);
    free(real);
    return status;
}

/// Whether a file is a live document: .mlx, or .m with text marks near its beginning.
static bool is_live_file(const char *path) {
    if (!strcmp(path_extension(path), ".mlx")) return true;
    char text[64 << 10];
    FILE *file = strcmp(path_extension(path), ".m") ? NULL : fopen(path, "r");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file) fclose(file);
    text[n] = 0;
    return !strncmp(text, "%[text", 6) || strstr(text, "\n%[text");
}

/// "vanishing-gradients" is the folder of vanishingGradients.m.
static bool is_named_like(const char *file, const char *folder) {
    const char *f = file, *p = folder;
    for (; *p; p++) {
        if (*p == '-' || *p == '_') continue;
        if ((*f | 32) != (*p | 32)) return false;
        f++;
    }
    return !strcmp(f, ".m") || !strcmp(f, ".mlx");
}

/// The live document of a folder: the one named like it, else the only one; null: none, or several.
/// Owned.
static char *find_document(const char *folder) {
    char *found = NULL;
    bool named = false, several = false;
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && !named && (e = readdir(dir));) {
        char *path = e->d_name[0] == '.' ? NULL : path_join(folder, e->d_name);
        named = path && is_named_like(e->d_name, path_base(folder));
        if (path && (named || is_live_file(path))) {
            several = found != NULL;
            mem_free(found);
            found = path;
        } else {
            mem_free(path);
        }
    }
    if (dir) closedir(dir);
    if (!several || named) return found;
    mem_free(found);
    return NULL;
}

/// Opens what was named on the command line; a folder opens its document and becomes the current
/// folder.
static Status open_first(Server *server) {
    const char *given = server->options->open;
    LiveDoc *doc;
    if (!given) return OK;
    char *real = realpath(given, NULL);
    if (!real)
        return ctx_fail(server->ctx, ERR_IO, "Gradus:live:missing", "Unable to open '%s': %s.",
                        given, strerror(errno));
    Status status = OK;
    if (file_is_folder(real)) {
        char *copy = mem_dup(real), *path = find_document(real);
        if (copy) mem_free(server->folder), server->folder = copy;
        if (path) status = doc_open_path(server, path, &doc);
        if (path && status == OK) status = kernel_start(doc);
        mem_free(path);
    } else {
        status = doc_open_path(server, real, &doc);
        if (status == OK && (!strcmp(doc->kind, "live") || !strcmp(doc->kind, "script")))
            status = kernel_start(doc);
    }
    if (status == OK && server->n_docs > 1) { // before those that were recovered
        LiveDoc *last = server->docs[server->n_docs - 1];
        memmove(server->docs + 1, server->docs,
                (size_t)(server->n_docs - 1) * sizeof *server->docs);
        server->docs[0] = last;
    }
    free(real);
    return status;
}

static Status listen_on(Server *server) {
    const LiveOptions *o = server->options;
    struct lws_context_creation_info info = {
        .port = server->port,
        .iface = o->bind && strcmp(o->bind, "localhost") ? o->bind : "127.0.0.1",
        .protocols = protocols,
        .headers = security_headers,
        .server_string = "gradus",
        .options = LWS_SERVER_OPTION_VALIDATE_UTF8 | LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                   LWS_SERVER_OPTION_DISABLE_IPV6 | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                   LWS_SERVER_OPTION_NO_LWS_SYSTEM_STATES,
        .timeout_secs = 20,
        .keepalive_timeout = 20,
        .max_http_header_data = 8192,
        .max_http_header_pool = 32,
        .pt_serv_buf_size = 64 << 10,
        .retry_and_idle_policy = &idle_policy,
        .user = server,
        .gid = -1,
        .uid = -1,
    };
    if (o->bind && strchr(o->bind, ':')) info.options &= ~(uint64_t)LWS_SERVER_OPTION_DISABLE_IPV6;
    lws_set_log_level(0, NULL);
    server->lws = lws_create_context(&info);
    if (server->lws) server->vhost = lws_create_vhost(server->lws, &info);
    if (server->vhost) return OK;
    return ctx_fail(server->ctx, ERR_IO, "Gradus:live:port", "Unable to listen on port %d of %s.",
                    server->port, info.iface);
}

static Status adopt(Server *server, int fd) {
    lws_sock_file_fd_type file = {.filefd = fd};
    if (lws_adopt_descriptor_vhost(server->vhost, LWS_ADOPT_RAW_FILE_DESC, file, "terminal", NULL))
        return OK;
    return ctx_fail(server->ctx, ERR_IO, "Gradus:live:loop", "Unable to watch for signals.");
}

// Signals arrive in any thread (the linear algebra has its own), so a handler passes them to the
// loop through a pipe.
static volatile int signal_pipe = -1; // the one place a signal handler can look
static const int watched_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
enum { N_WATCHED = sizeof watched_signals / sizeof *watched_signals };

static void on_signal(int number) {
    int before = errno;
    unsigned char byte = (unsigned char)number;
    (void)!write(signal_pipe, &byte, 1);
    errno = before;
}

static void forget_signals(void) {
    if (signal_pipe < 0) return;
    for (int i = 0; i < N_WATCHED; i++) signal(watched_signals[i], SIG_DFL);
    close(signal_pipe);
    signal_pipe = -1;
}

static Status watch_signals(Server *server) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
        return ctx_fail(server->ctx, ERR_IO, "Gradus:live:loop", "Unable to watch for signals: %s.",
                        strerror(errno));
    server->signals = ends[0];
    signal_pipe = ends[1];
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < N_WATCHED; i++)
        sigaction(watched_signals[i],
                  &(struct sigaction){.sa_handler = on_signal, .sa_flags = SA_RESTART}, NULL);
    TRY(adopt(server, server->signals));
    int terminal = isatty(STDIN_FILENO) ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10) : -1;
    return terminal >= 0 ? adopt(server, terminal) : OK;
}

static void on_watch_timer(lws_sorted_usec_list_t *sul) {
    Server *server = lws_container_of(sul, Server, watch_timer);
    watch_disk(server);
    lws_sul_schedule(server->lws, 0, &server->watch_timer, on_watch_timer, WATCH_MS * 1000);
}

// ---- said to the terminal -----------------------------------------------------------------------
void server_notice(Server *server, const char *format, ...) {
    Buf text = BUF_INIT;
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, format, args);
    va_end(args);
    if (server->options->notice) server->options->notice(server->options->self, buf_text(&text));
    buf_done(&text);
}

void server_launch(Server *server) {
    const LiveOptions *o = server->options;
    Gate *gate = &server->gate;
    if (!*gate->launch && gate_secret(server->ctx, gate->launch) != OK) {
        error_clear(&server->ctx->error);
        return;
    }
    const GateOrigin *origin = &gate->origins[o->n_origins ? gate->n_origins - o->n_origins : 0];
    Buf url = BUF_INIT;
    if (!is_loopback(o->bind) && !o->n_origins && gate->n_origins > 3) origin = &gate->origins[3];
    buf_printf(&url, "%s://%s%s?launch=%s", origin->scheme, origin->authority, gate->base,
               gate->launch);
    if (!url.failed && o->started) o->started(o->self, buf_text(&url));
    if (url.data) explicit_bzero(url.data, url.len);
    buf_done(&url);
}

// ---- life ---------------------------------------------------------------------------------------
/// Numbers of documents begin at the milliseconds of the start, so that a page of an earlier server,
/// which tells its documents by them, does not take another document for its own.
static int first_number(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int)(((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000) & 0x3FFFFFFF);
}

static void server_done(Server *server) {
    state_done(server);
    exports_done(server);
    lws_sul_cancel(&server->watch_timer);
    lws_sul_cancel(&server->export_timer);
    forget_signals();
    while (server->n_docs) live_doc_free(server->docs[--server->n_docs]);
    live_doc_free(server->console);
    server->console = NULL;
    if (server->lws) lws_context_destroy(server->lws);
    language_free(server->language);
    roots_done(&server->roots);
    gate_done(&server->gate);
    mem_free(server->home);
    mem_free(server->folder);
}

Status live_serve(Ctx *ctx, const LiveOptions *options) {
    Server server = {
        .ctx = ctx, .options = options, .session_lock = -1, .next_doc = first_number()};
    Status status = OK;
    TRY_GOTO(set_folders(&server));
    TRY_GOTO(set_gate(&server));
    TRY_GOTO(state_init(ctx, &server));
    if (language_new(&server.language) != OK) TRY_GOTO(ctx_fail_nomem(ctx));
    TRY_GOTO(listen_on(&server));
    TRY_GOTO(watch_signals(&server));
    state_recover(&server);
    TRY_GOTO(open_first(&server));
    lws_sul_schedule(server.lws, 0, &server.watch_timer, on_watch_timer, WATCH_MS * 1000);
    server_launch(&server);
    while (!server.stop && lws_service(server.lws, 0) >= 0) {
    }
done:
    server_done(&server);
    return status;
}
