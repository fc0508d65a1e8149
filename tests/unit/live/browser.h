// tests/unit/live/browser.h: a server started as a user starts it (the program beside the test),
// and a browser reduced to sockets: raw HTTP requests, a WebSocket, JSON messages. For the tests of
// this folder.
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Live {
    pid_t pid;
    int port, out; // out: what it printed
    char folder[64], launch[200], cookie[200], host[64];
    char base[64];
} Live;

static inline double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline void put_file(const Live *live, const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", live->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static inline char *get_file(const Live *live, const char *name) {
    char path[300];
    static char text[1 << 20];
    snprintf(path, sizeof path, "%s/%s", live->folder, name);
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return text;
}

/// The program to test: beside this one.
static inline void program_path(char *path, size_t n) {
    ssize_t length = readlink("/proc/self/exe", path, n - 1);
    path[length > 0 ? length : 0] = 0;
    strcpy(strrchr(path, '/') + 1, "gradus");
}

/// A free port of this machine.
static inline int free_port(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, n), 0);
    getsockname(fd, (struct sockaddr *)&a, &n);
    close(fd);
    return ntohs(a.sin_port);
}

/// Starts the server in live->folder (made when empty) with more arguments (null-terminated); waits
/// for the launch URL.
static inline bool live_start(Live *live, const char *const *more) {
    char program[4096], port[16], *args[40] = {"gradus", "live", "--no-browser", "--port", port};
    int n = 5, pair[2];
    if (!*live->folder) {
        snprintf(live->folder, sizeof live->folder, "/tmp/gradus-live-XXXXXX");
        assert_non_null(mkdtemp(live->folder));
    }
    if (!live->port) live->port = free_port();
    snprintf(port, sizeof port, "%d", live->port);
    snprintf(live->host, sizeof live->host, "127.0.0.1:%d", live->port);
    if (!*live->base) strcpy(live->base, "/");
    for (; more && *more; more++) args[n++] = (char *)*more;
    program_path(program, sizeof program);
    assert_int_equal(pipe(pair), 0);
    live->pid = fork();
    if (live->pid == 0) {
        setpgid(0, 0);
        dup2(pair[1], 1);
        dup2(pair[1], 2);
        close(pair[0]);
        close(pair[1]);
        int null = open("/dev/null", O_RDONLY);
        dup2(null, 0);
        setenv("HOME", live->folder, 1);
        char state[100];
        snprintf(state, sizeof state, "%s/.state", live->folder);
        setenv("XDG_STATE_HOME", state, 1);
        if (chdir(live->folder)) _exit(1);
        execv(program, args);
        _exit(127);
    }
    close(pair[1]);
    live->out = pair[0];
    char text[2000] = "";
    size_t length = 0;
    while (!strstr(text, "Ctrl-C") && length + 1 < sizeof text) {
        ssize_t got = read(live->out, text + length, sizeof text - 1 - length);
        if (got <= 0) return false;
        text[length += (size_t)got] = 0;
    }
    const char *url = strstr(text, "http");
    snprintf(live->launch, sizeof live->launch, "%.*s", (int)strcspn(url, " \n"), url);
    return true;
}

static inline void live_kill(Live *live, int signal_number) {
    if (live->pid <= 0) return;
    kill(live->pid, signal_number);
    waitpid(live->pid, NULL, 0);
    close(live->out);
    live->pid = 0;
}

/// Ends it as a user would; a clean end has status 0 and no report of a sanitizer.
static inline void live_end(Live *live) {
    if (live->pid <= 0) return;
    char text[8000];
    size_t n = 0;
    int status = 0;
    kill(live->pid, SIGTERM);
    for (ssize_t got;
         n + 1 < sizeof text && (got = read(live->out, text + n, sizeof text - 1 - n)) > 0;)
        n += (size_t)got;
    text[n] = 0;
    waitpid(live->pid, &status, 0);
    close(live->out);
    live->pid = 0;
    if (status || strstr(text, "runtime error") || strstr(text, "Sanitizer"))
        fail_msg("ended with %d: %s", status, text);
}

static inline void live_remove(Live *live) {
    live_end(live);
    char command[120];
    snprintf(command, sizeof command, "rm -rf '%s'", live->folder);
    assert_int_equal(system(command), 0);
}

// ---- HTTP ---------------------------------------------------------------------------------------
static inline int connect_to(const char *address, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, address, &a.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&a, sizeof a)) {
        close(fd);
        return -1;
    }
    return fd;
}

static inline void send_all(int fd, const void *bytes, size_t n) {
    for (const char *p = bytes; n;) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0) return;
        p += sent, n -= (size_t)sent;
    }
}

typedef struct Answer {
    int status;         // 0: closed without an answer
    char text[1 << 16]; // head and body
    size_t n;
    const char *body;
} Answer;

/// Sends a request as it is and reads the whole answer.
static inline Answer *raw_request(const Live *live, const char *request, size_t n) {
    static Answer answer;
    memset(&answer, 0, sizeof answer);
    int fd = connect_to("127.0.0.1", live->port);
    assert_true(fd >= 0);
    send_all(fd, request, n);
    long length = -1;
    while (answer.n + 1 < sizeof answer.text) {
        struct pollfd p = {fd, POLLIN, 0};
        if (poll(&p, 1, 3000) <= 0) break;
        ssize_t got = recv(fd, answer.text + answer.n, sizeof answer.text - 1 - answer.n, 0);
        if (got <= 0) break;
        answer.text[answer.n += (size_t)got] = 0;
        char *end = strstr(answer.text, "\r\n\r\n");
        if (!end) continue;
        const char *field = strcasestr(answer.text, "content-length:");
        length = field && field < end ? atol(field + 15) : -1;
        if (strstr(answer.text, " 304 ") ||
            (length >= 0 && answer.n >= (size_t)(end + 4 - answer.text) + (size_t)length))
            break;
    }
    close(fd);
    if (answer.n > 12) answer.status = atoi(answer.text + 9);
    char *end = strstr(answer.text, "\r\n\r\n");
    answer.body = end ? end + 4 : "";
    return &answer;
}

/// A request with the right Host; `headers` are "Name: value\r\n" lines.
static inline Answer *request(const Live *live, const char *method, const char *path,
                              const char *headers, const char *body) {
    static char text[1 << 17];
    int n = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: %s\r\n%s", method, path,
                     live->host, headers);
    if (body)
        n += snprintf(text + n, sizeof text - (size_t)n, "Content-Length: %zu\r\n\r\n%s",
                      strlen(body), body);
    else
        n += snprintf(text + n, sizeof text - (size_t)n, "\r\n");
    return raw_request(live, text, (size_t)n);
}

static inline const char *with_cookie(const Live *live, const char *more) {
    static char text[600];
    snprintf(text, sizeof text, "Cookie: %s\r\n%s", live->cookie, more);
    return text;
}

/// Opens the launch URL and keeps the cookie.
static inline void enter(Live *live) {
    const char *path = strchr(live->launch + 8, '/');
    Answer *a = request(live, "GET", path, "", NULL);
    assert_int_equal(a->status, 303);
    const char *cookie = strcasestr(a->text, "set-cookie: ");
    assert_non_null(cookie);
    snprintf(live->cookie, sizeof live->cookie, "%.*s", (int)strcspn(cookie + 12, ";"),
             cookie + 12);
}

// ---- WebSocket ----------------------------------------------------------------------------------
typedef struct Tab {
    int fd;
    int next_id;
    unsigned char *in;
    size_t n, cap;
    json_t *waiting; // messages read while something else was waited for
    bool closed;
    int close_code; // of the server's close frame, 0: none
} Tab;

static inline int upgrade(const Live *live, const char *path, const char *headers, int *ret_fd) {
    char text[2000];
    int fd = connect_to("127.0.0.1", live->port);
    int n = snprintf(text, sizeof text,
                     "GET %s HTTP/1.1\r\nUpgrade: websocket\r\nConnection: "
                     "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n",
                     path, headers);
    send_all(fd, text, (size_t)n);
    char answer[4000] = "";
    size_t length = 0;
    while (!strstr(answer, "\r\n\r\n") && length + 1 < sizeof answer) {
        struct pollfd p = {fd, POLLIN, 0};
        if (poll(&p, 1, 3000) <= 0) break;
        ssize_t got = recv(fd, answer + length, 1, 0);
        if (got <= 0) break;
        answer[length += (size_t)got] = 0;
    }
    int status = length > 12 ? atoi(answer + 9) : 0;
    if (ret_fd && status == 101)
        *ret_fd = fd;
    else
        close(fd);
    return status;
}

static inline void tab_open(const Live *live, Tab *tab) {
    char headers[600], path[100];
    snprintf(headers, sizeof headers, "Host: %s\r\nOrigin: http://%s\r\nCookie: %s\r\n", live->host,
             live->host, live->cookie);
    snprintf(path, sizeof path, "%ssocket", live->base);
    memset(tab, 0, sizeof *tab);
    tab->waiting = json_array();
    assert_int_equal(upgrade(live, path, headers, &tab->fd), 101);
}

static inline void tab_close(Tab *tab) {
    if (tab->fd > 0) close(tab->fd);
    json_decref(tab->waiting);
    free(tab->in);
    memset(tab, 0, sizeof *tab);
}

static inline void send_frame(Tab *tab, int first, const char *text, size_t n, bool masked) {
    unsigned char head[14] = {(unsigned char)first};
    size_t k = 2;
    if (n < 126)
        head[1] = (unsigned char)n;
    else if (n < 65536)
        head[1] = 126, head[2] = (unsigned char)(n >> 8), head[3] = (unsigned char)n, k = 4;
    else {
        head[1] = 127;
        for (int i = 0; i < 8; i++) head[2 + i] = (unsigned char)((uint64_t)n >> (56 - 8 * i));
        k = 10;
    }
    if (masked) head[1] |= 0x80, memset(head + k, 0, 4), k += 4; // a mask of zeros is a mask
    send_all(tab->fd, head, k);
    send_all(tab->fd, text, n);
}

static inline void tab_text(Tab *tab, const char *text) {
    send_frame(tab, 0x81, text, strlen(text), true);
}

/// The next message within `timeout_s`, a new reference; null: none, or closed.
static inline json_t *tab_read(Tab *tab, double timeout_s) {
    double until_s = now_s() + timeout_s;
    static unsigned char *message;
    static size_t n_message;
    for (;;) {
        size_t n = 0, k = 2;
        bool whole = tab->n >= 2;
        if (whole) {
            n = tab->in[1] & 127;
            if (n == 126) k = 4;
            if (n == 127) k = 10;
            whole = tab->n >= k;
            if (whole && k > 2) {
                n = 0;
                for (size_t i = 2; i < k; i++) n = n << 8 | tab->in[i];
            }
            whole = whole && tab->n >= k + n;
        }
        if (whole) {
            int op = tab->in[0] & 15;
            bool last = tab->in[0] & 128;
            if (op == 8) tab->closed = true;
            if (op == 8 && n >= 2) tab->close_code = tab->in[k] << 8 | tab->in[k + 1];
            if (op <= 2) {
                if (op) n_message = 0;
                message = realloc(message, n_message + n + 1);
                memcpy(message + n_message, tab->in + k, n);
                n_message += n;
            }
            tab->n -= k + n;
            memmove(tab->in, tab->in + k + n, tab->n);
            if (op == 8) return NULL;
            if (op <= 2 && last) {
                json_t *value = json_loadb((char *)message, n_message, 0, NULL);
                assert_non_null(value);
                return value;
            }
            continue;
        }
        struct pollfd p = {tab->fd, POLLIN, 0};
        double left_s = until_s - now_s();
        if (left_s <= 0 || poll(&p, 1, (int)(left_s * 1000) + 1) <= 0) return NULL;
        if (tab->cap < tab->n + (1 << 20))
            tab->in = realloc(tab->in, tab->cap = tab->n * 2 + (2 << 20));
        ssize_t got = recv(tab->fd, tab->in + tab->n, 1 << 20, 0);
        if (got <= 0) {
            tab->closed = true;
            return NULL;
        }
        tab->n += (size_t)got;
    }
}

static inline bool is_message(const json_t *m, const char *name) {
    const char *t = json_string_value(json_object_get(m, "t"));
    return t && !strcmp(t, name);
}

/// The next event of a name, a new reference; others wait for later calls. Null after `timeout_s`.
static inline json_t *tab_event(Tab *tab, const char *name, double timeout_s) {
    double until_s = now_s() + timeout_s;
    for (size_t i = 0; i < json_array_size(tab->waiting); i++) {
        json_t *m = json_array_get(tab->waiting, i);
        if (!is_message(m, name)) continue;
        json_incref(m);
        json_array_remove(tab->waiting, i);
        return m;
    }
    for (json_t *m; (m = tab_read(tab, until_s - now_s()));) {
        if (is_message(m, name)) return m;
        json_array_append_new(tab->waiting, m);
    }
    return NULL;
}

/// Sends a request whose fields are JSON text without braces; the answer (reply or failure), a new
/// reference.
static inline json_t *ask(Tab *tab, const char *name, const char *format, ...) {
    char *text = malloc(1 << 21);
    int id = ++tab->next_id,
        n = snprintf(text, 200, "{\"t\":\"%s\",\"id\":%d%s", name, id, *format ? "," : "");
    va_list args;
    va_start(args, format);
    n += vsnprintf(text + n, (1 << 21) - 300, format, args);
    va_end(args);
    strcpy(text + n, "}");
    tab_text(tab, text);
    free(text);
    double until_s = now_s() + 20;
    for (json_t *m; (m = tab_read(tab, until_s - now_s()));) {
        if ((is_message(m, "reply") || is_message(m, "failure")) &&
            json_integer_value(json_object_get(m, "id")) == id)
            return m;
        json_array_append_new(tab->waiting, m);
    }
    return NULL;
}

static inline json_t *expect_reply(json_t *m, const char *file, int line) {
    if (is_message(m, "reply")) return m;
    char *text = m ? json_dumps(m, JSON_COMPACT) : NULL;
    printf("%s:%d: %s\n", file, line, text ? text : "no answer");
    fail();
    return NULL;
}
#define ASK(tab, ...) expect_reply(ask(tab, __VA_ARGS__), __FILE__, __LINE__)

static inline void expect_failure(json_t *m, const char *word, const char *file, int line) {
    const char *error = json_string_value(json_object_get(m, "error"));
    if (!is_message(m, "failure") || !error || strcmp(error, word)) {
        char *text = m ? json_dumps(m, JSON_COMPACT) : NULL;
        printf("%s:%d: wanted failure '%s': %s\n", file, line, word, text ? text : "no answer");
        fail();
    }
    json_decref(m);
}
#define ASK_FAILS(tab, word, ...) expect_failure(ask(tab, __VA_ARGS__), word, __FILE__, __LINE__)

static inline int int_of(const json_t *m, const char *name) {
    return (int)json_integer_value(json_object_get(m, name));
}
static inline const char *text_of(const json_t *m, const char *name) {
    const char *text = json_string_value(json_object_get(m, name));
    return text ? text : "";
}
