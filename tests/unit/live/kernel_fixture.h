// A kernel in a forked child, and the other end of its socket.
#pragma once
#include "base/clock.h"
#include "live/kernel/kernel.h"
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

enum { LEAKED = 99 }; // exit status of a kernel that leaks (under ASan)

typedef struct Child {
    pid_t pid;
    int fd, next_id;
    json_t *seen; // every message so far
} Child;

static inline void child_write(Child *c, const char *text) {
    size_t n = strlen(text);
    unsigned char head[4] = {(unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16), (unsigned char)(n >> 24)};
    assert_int_equal(send(c->fd, head, 4, MSG_NOSIGNAL), 4);
    for (size_t k = 0; k < n;) {
        ssize_t w = send(c->fd, text + k, n - k, MSG_NOSIGNAL);
        assert_true(w > 0);
        k += (size_t)w;
    }
}

/// Sends and frees a message.
static inline void child_send(Child *c, json_t *message) {
    assert_non_null(message);
    char *text = json_dumps(message, JSON_COMPACT);
    json_decref(message);
    child_write(c, text);
    free(text);
}

static inline bool read_n(int fd, void *to, size_t n, double until_s) {
    for (char *p = to; n;) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        double left = until_s - clock_monotonic_s();
        if (left <= 0 || poll(&poll_fd, 1, (int)(left * 1000) + 1) < 0) return false;
        if (!poll_fd.revents) continue;
        ssize_t k = recv(fd, p, n, 0);
        if (k <= 0) return false;
        p += k, n -= (size_t)k;
    }
    return true;
}

/// The next message, owned by c->seen; null after `seconds`.
static inline json_t *child_next(Child *c, double seconds) {
    unsigned char head[4];
    double until = clock_monotonic_s() + seconds;
    if (!read_n(c->fd, head, 4, until)) return NULL;
    size_t n = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    char *text = malloc(n + 1);
    bool whole = read_n(c->fd, text, n, until + 10);
    json_error_t error;
    json_t *message = whole ? json_loadb(text, n, 0, &error) : NULL;
    if (whole && !message) fail_msg("not JSON: %s in %.200s", error.text, text);
    free(text);
    if (message) json_array_append_new(c->seen, message);
    return message;
}

static inline const char *text_of(const json_t *object, const char *name) {
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}
static inline int int_of(const json_t *object, const char *name) {
    return (int)json_integer_value(json_object_get(object, name));
}

static inline bool is_set(const json_t *object, const char *name) {
    const json_t *value = json_object_get(object, name);
    return json_is_true(value);
}

/// Reads until a message of this name comes.
static inline json_t *child_await(Child *c, const char *name, double seconds) {
    double until = clock_monotonic_s() + seconds;
    for (;;) {
        json_t *message = child_next(c, until - clock_monotonic_s());
        if (!message) fail_msg("no '%s' within %g s", name, seconds);
        if (!strcmp(text_of(message, "t"), name)) return message;
    }
}

/// Sends a request (taken) and returns its reply or failure.
static inline json_t *child_ask(Child *c, json_t *request) {
    int id = c->next_id++;
    json_object_set_new(request, "id", json_integer(id));
    json_object_set_new(request, "doc", json_integer(1));
    child_send(c, request);
    for (;;) {
        json_t *message = child_next(c, 20);
        if (!message) fail_msg("no answer");
        if (json_object_get(message, "id") && int_of(message, "id") == id) return message;
    }
}

static inline void child_begin(Child *c, int run, const char *text, int from, int to) {
    char folder[1000];
    assert_non_null(getcwd(folder, sizeof folder));
    child_send(c, json_pack("{s:s,s:i,s:s,s:s,s:s,s:i,s:i}", "t", "begin", "run", run, "path", "", "folder", folder, "text",
                            text, "from_line", from, "to_line", to));
}

static inline json_t *child_run(Child *c, const char *text) {
    child_begin(c, 7, text, 1, 10000);
    return child_await(c, "done", 60);
}

/// Runs a command and waits for its end.
static inline json_t *child_command(Child *c, const char *text) {
    (void)child_ask(c, json_pack("{s:s,s:s}", "t", "command", "text", text));
    return child_await(c, "done", 60);
}

static inline void child_forget(Child *c) {
    json_array_clear(c->seen);
}

/// All text of reports `said`, or of text outputs, joined; owned.
static inline char *child_text(const Child *c, const char *report, const char *stream) {
    size_t i, n = 0;
    json_t *message;
    char *all = calloc(1, 1);
    json_array_foreach(c->seen, i, message) {
        if (strcmp(text_of(message, "t"), report) != 0 || (stream && strcmp(text_of(message, "stream"), stream) != 0)) continue;
        const char *text = text_of(message, "text");
        all = realloc(all, n + strlen(text) + 1);
        strcpy(all + n, text);
        n += strlen(text);
    }
    return all;
}

static inline Child child_start(void) {
    int fds[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    Child c = {.fd = fds[0], .next_id = 1, .seen = json_array()};
    c.pid = fork();
    assert_true(c.pid >= 0);
    if (c.pid == 0) {
        close(fds[0]);
        int status = kernel_main(fds[1]);
#if defined(__SANITIZE_ADDRESS__)
        if (__lsan_do_recoverable_leak_check()) status = LEAKED;
#endif
        _exit(status);
    }
    close(fds[1]);
    (void)child_await(&c, "ready", 20);
    return c;
}

/// Ends it; its exit status.
static inline int child_end(Child *c) {
    int status = 0;
    close(c->fd);
    json_decref(c->seen);
    for (int i = 0; i < 500; i++) {
        pid_t done = waitpid(c->pid, &status, WNOHANG);
        if (done == c->pid) {
            int result = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
            assert_int_not_equal(result, LEAKED);
            return result;
        }
        usleep(10000);
    }
    kill(c->pid, SIGKILL);
    waitpid(c->pid, &status, 0);
    return -1;
}
