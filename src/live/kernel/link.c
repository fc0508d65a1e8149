// live/kernel/link.c: two threads and two queues. The reader never waits for the engine, so that a
// halt is seen at once; the writer never makes the engine wait unless far too much is queued.
#include "live/kernel/link.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 50, SLOT_BYTES = 48, FREE_WAIT_MS = 1000 };

typedef struct Outgoing Outgoing;
struct Outgoing {
    Outgoing *next;
    char slot[SLOT_BYTES];
    char *bytes;
    size_t n;
};
typedef struct Incoming Incoming;
struct Incoming {
    Incoming *next;
    json_t *message;
};

struct Link {
    int fd;
    LinkEarly early;
    LinkTick tick;
    void *self;
    pthread_mutex_t lock;
    pthread_cond_t came, went, queued; // a message was read; written; given to the writer
    pthread_t reader, writer;
    int n_threads;
    Incoming *first_in, **last_in;
    Outgoing *first_out, **last_out;
    size_t n_waiting;
    bool gone, ending, ticking, writing;
    int wake[2]; // ends the reader
};

// ---- reading ------------------------------------------------------------------------------------

/// Waits until the socket has something; false at the end. Ticks meanwhile.
static bool wait_readable(Link *l) {
    for (;;) {
        struct pollfd p[2] = {{.fd = l->fd, .events = POLLIN}, {.fd = l->wake[0], .events = POLLIN}};
        pthread_mutex_lock(&l->lock);
        bool ticking = l->ticking, ending = l->ending;
        pthread_mutex_unlock(&l->lock);
        if (ending) return false;
        int n = poll(p, 2, ticking ? TICK_MS : -1);
        if (n < 0 && errno != EINTR) return false;
        if (ticking && l->tick) l->tick(l->self);
        if (n > 0 && p[1].revents) {
            char drop[16];
            if (read(l->wake[0], drop, sizeof drop) < 0 && errno != EAGAIN) return false;
        }
        if (n > 0 && p[0].revents) return true;
    }
}

static bool read_fully(Link *l, void *to, size_t n) {
    for (char *p = to; n;) {
        if (!wait_readable(l)) return false;
        ssize_t k = recv(l->fd, p, n, MSG_DONTWAIT);
        if (k == 0 || (k < 0 && errno != EAGAIN && errno != EINTR)) return false;
        if (k > 0) p += k, n -= (size_t)k;
    }
    return true;
}

static json_t *read_message(Link *l) {
    unsigned char head[4];
    if (!read_fully(l, head, sizeof head)) return NULL;
    size_t n = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (n > LINK_MAX_FRAME) return NULL;
    char *bytes = mem_alloc(n + 1);
    json_t *message = NULL;
    if (bytes && read_fully(l, bytes, n)) {
        message = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, NULL);
        if (!json_is_object(message)) { // not ours to guess at
            json_decref(message);
            message = json_object();
        }
    }
    mem_free(bytes);
    return message;
}

static void queue_in(Link *l, json_t *message) {
    Incoming *in = mem_alloc_zero(sizeof *in);
    if (!in) {
        json_decref(message);
        return;
    }
    in->message = message;
    pthread_mutex_lock(&l->lock);
    *l->last_in = in;
    l->last_in = &in->next;
    pthread_cond_broadcast(&l->came);
    pthread_mutex_unlock(&l->lock);
}

static void *read_all(void *self) {
    Link *l = self;
    for (json_t *message; (message = read_message(l));) {
        if (l->early && l->early(l->self, l, message))
            json_decref(message);
        else
            queue_in(l, message);
    }
    if (l->early) (void)l->early(l->self, l, NULL);
    pthread_mutex_lock(&l->lock);
    l->gone = true;
    pthread_cond_broadcast(&l->came);
    pthread_cond_broadcast(&l->went);
    pthread_cond_broadcast(&l->queued);
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

static void deadline(struct timespec *t, int ms) {
    clock_gettime(CLOCK_MONOTONIC, t);
    t->tv_sec += ms / 1000;
    t->tv_nsec += (long)(ms % 1000) * 1000000;
    if (t->tv_nsec >= 1000000000) t->tv_sec++, t->tv_nsec -= 1000000000;
}

json_t *link_take(Link *l, int wait_ms, LinkWanted wanted, void *self) {
    struct timespec end;
    deadline(&end, wait_ms > 0 ? wait_ms : 0);
    json_t *message = NULL;
    pthread_mutex_lock(&l->lock);
    for (;;) {
        Incoming **at = &l->first_in;
        while (*at && wanted && !wanted(self, (*at)->message)) at = &(*at)->next;
        Incoming *in = *at;
        if (in) {
            *at = in->next;
            if (!in->next) l->last_in = at;
            message = in->message;
            mem_free(in);
            break;
        }
        if (l->gone || wait_ms == 0) break;
        if (wait_ms < 0)
            pthread_cond_wait(&l->came, &l->lock);
        else if (pthread_cond_timedwait(&l->came, &l->lock, &end) == ETIMEDOUT)
            wait_ms = 0; // one more look
    }
    pthread_mutex_unlock(&l->lock);
    return message;
}

void link_each(Link *l, void (*visit)(void *self, json_t *message), void *self) {
    pthread_mutex_lock(&l->lock);
    for (Incoming *in = l->first_in; in; in = in->next) visit(self, in->message);
    pthread_mutex_unlock(&l->lock);
}

bool link_is_gone(const Link *link) {
    Link *l = (Link *)link;
    pthread_mutex_lock(&l->lock);
    bool gone = l->gone;
    pthread_mutex_unlock(&l->lock);
    return gone;
}

// ---- writing ------------------------------------------------------------------------------------

static bool write_fully(Link *l, const void *from, size_t n) {
    for (const char *p = from; n;) {
        ssize_t k = send(l->fd, p, n, MSG_NOSIGNAL);
        if (k < 0 && errno != EINTR) return false;
        if (k > 0) p += k, n -= (size_t)k;
    }
    return true;
}

static bool write_frame(Link *l, const Outgoing *o) {
    unsigned char head[4] = {(unsigned char)o->n, (unsigned char)(o->n >> 8), (unsigned char)(o->n >> 16),
                             (unsigned char)(o->n >> 24)};
    return write_fully(l, head, sizeof head) && write_fully(l, o->bytes, o->n);
}

static void outgoing_free(Outgoing *o) {
    mem_free(o->bytes);
    mem_free(o);
}

static void *write_all(void *self) {
    Link *l = self;
    pthread_mutex_lock(&l->lock);
    for (;;) {
        while (!l->first_out && !l->ending && !l->gone) pthread_cond_wait(&l->queued, &l->lock);
        Outgoing *o = l->first_out;
        if (!o || l->gone) break;
        l->first_out = o->next;
        if (!o->next) l->last_out = &l->first_out;
        l->writing = true;
        pthread_mutex_unlock(&l->lock);
        bool good = write_frame(l, o);
        pthread_mutex_lock(&l->lock);
        l->writing = false;
        l->n_waiting -= o->n;
        if (!good) l->gone = true;
        outgoing_free(o);
        pthread_cond_broadcast(&l->went);
        if (!good) pthread_cond_broadcast(&l->came);
    }
    pthread_mutex_unlock(&l->lock);
    return NULL;
}

/// The message of this slot that waits, or null.
static Outgoing *find_slot(Link *l, const char *slot) {
    for (Outgoing *o = slot ? l->first_out : NULL; o; o = o->next)
        if (!strncmp(o->slot, slot, SLOT_BYTES - 1)) return o;
    return NULL;
}

void link_send(Link *l, const char *slot, Buf *json) {
    size_t n = json->len;
    Outgoing *o = json->failed || n > LINK_MAX_FRAME ? NULL : mem_alloc_zero(sizeof *o);
    char *bytes = o ? buf_take(json) : NULL;
    buf_done(json);
    if (!bytes) {
        mem_free(o);
        return;
    }
    o->bytes = bytes;
    o->n = n;
    if (slot) strncpy(o->slot, slot, SLOT_BYTES - 1);
    pthread_mutex_lock(&l->lock);
    while (l->n_waiting > LINK_MAX_WAITING && !l->gone) pthread_cond_wait(&l->went, &l->lock);
    Outgoing *before = find_slot(l, slot);
    if (l->gone) {
        outgoing_free(o);
    } else if (before) {
        mem_free(before->bytes);
        l->n_waiting += n - before->n;
        before->bytes = o->bytes;
        before->n = n;
        mem_free(o);
    } else {
        *l->last_out = o;
        l->last_out = &o->next;
        l->n_waiting += n;
        pthread_cond_signal(&l->queued);
    }
    pthread_mutex_unlock(&l->lock);
}

// ---- life ---------------------------------------------------------------------------------------

static void wake_reader(Link *l) {
    if (write(l->wake[1], "x", 1) < 0) return; // full: it will wake anyway
}

void link_set_ticking(Link *l, bool on) {
    pthread_mutex_lock(&l->lock);
    l->ticking = on;
    pthread_mutex_unlock(&l->lock);
    wake_reader(l);
}

Status link_new(Ctx *ctx, int fd, LinkEarly early, LinkTick tick, void *self, Link **ret) {
    Link *l = mem_alloc_zero(sizeof *l);
    if (!l) return ctx_fail_nomem(ctx);
    *l = (Link){.fd = fd, .early = early, .tick = tick, .self = self};
    l->last_in = &l->first_in;
    l->last_out = &l->first_out;
    if (pipe2(l->wake, O_NONBLOCK | O_CLOEXEC) != 0) {
        mem_free(l);
        return ctx_fail(ctx, ERR_IO, "", "A pipe could not be made: %s.", strerror(errno));
    }
    pthread_mutex_init(&l->lock, NULL);
    pthread_condattr_t steady;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&l->came, &steady);
    pthread_cond_init(&l->went, &steady);
    pthread_cond_init(&l->queued, &steady);
    pthread_condattr_destroy(&steady);
    if (pthread_create(&l->reader, NULL, read_all, l) == 0) l->n_threads = 1;
    if (l->n_threads && pthread_create(&l->writer, NULL, write_all, l) == 0) l->n_threads = 2;
    if (l->n_threads < 2) {
        link_free(l);
        return ctx_fail(ctx, ERR_IO, "", "A thread could not be started.");
    }
    *ret = l;
    return OK;
}

void link_free(Link *l) {
    if (!l) return;
    struct timespec end;
    deadline(&end, FREE_WAIT_MS);
    pthread_mutex_lock(&l->lock);
    while ((l->first_out || l->writing) && !l->gone && l->n_threads == 2)
        if (pthread_cond_timedwait(&l->went, &l->lock, &end) == ETIMEDOUT) break;
    l->ending = true;
    pthread_cond_broadcast(&l->queued);
    pthread_mutex_unlock(&l->lock);
    wake_reader(l);
    shutdown(l->fd, SHUT_RDWR);
    if (l->n_threads > 0) pthread_join(l->reader, NULL);
    if (l->n_threads > 1) pthread_join(l->writer, NULL);
    for (Incoming *in; (in = l->first_in);) {
        l->first_in = in->next;
        json_decref(in->message);
        mem_free(in);
    }
    for (Outgoing *o; (o = l->first_out);) {
        l->first_out = o->next;
        outgoing_free(o);
    }
    pthread_cond_destroy(&l->came);
    pthread_cond_destroy(&l->went);
    pthread_cond_destroy(&l->queued);
    pthread_mutex_destroy(&l->lock);
    close(l->wake[0]);
    close(l->wake[1]);
    mem_free(l);
}
