#include "live/frames.h"
#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>

enum { MAX_WATCHED = 1024 };
enum { FIN_MASK = 0x80, CLOSE_PROTOCOL_ERROR = 1002 };

size_t frames_follow(FrameReader *r, const uint8_t *bytes, size_t n) {
    size_t i = 0;
    while (i < n) {
        if (r->left) { // within a payload
            size_t skip = r->left < n - i ? (size_t)r->left : n - i;
            r->left -= skip;
            i += skip;
            continue;
        }
        uint8_t b = bytes[i];
        if (r->at == 0) {
            *r = (FrameReader){.at = 1};
        } else if (r->at == 1) {
            if (!(b & FIN_MASK)) return i > 0 ? i - 1 : 0;
            r->length = b & 127u;
            r->n_long = r->length == 127 ? 8 : r->length == 126 ? 2 : 0;
            if (r->n_long) r->length = 0;
            r->rest = (uint8_t)(r->n_long + 4); // and the key
            r->at = 2;
        } else {
            if (r->n_long) {
                r->length = r->length << 8 | b;
                r->n_long--;
            }
            if (--r->rest == 0) {
                r->left = r->length;
                r->at = 0;
            }
        }
        i++;
    }
    return n;
}

// ---- connections ------------------------------------------------------------------------------------------------------

/// What recv knows of a descriptor. Only the server's loop changes it; any thread's recv may look at the kind.
typedef struct Watch {
    _Atomic uint8_t kind; // WATCH_NONE, …
    uint8_t matched;      // of "\r\n\r\n", the end of a request's header
    bool early;           // bytes came after it
    bool broken;          // an unmasked frame: nothing more is read
    FrameReader reader;
} Watch;
enum { WATCH_NONE, WATCH_HTTP, WATCH_FRAMES };
static Watch watches[MAX_WATCHED];

static Watch *watch_of(int fd) { return fd >= 0 && fd < MAX_WATCHED ? &watches[fd] : NULL; }

bool frames_open(int fd) {
    Watch *w = watch_of(fd);
    if (!w) return false;
    *w = (Watch){.kind = WATCH_HTTP};
    return true;
}

bool frames_upgrade(int fd) {
    Watch *w = watch_of(fd);
    if (!w || atomic_load(&w->kind) != WATCH_HTTP || w->early) return false;
    atomic_store(&w->kind, WATCH_FRAMES);
    return true;
}

void frames_close(int fd) {
    Watch *w = watch_of(fd);
    if (w) atomic_store(&w->kind, WATCH_NONE);
}

/// Remembers whether anything followed the end of the last header.
static void follow_request(Watch *w, const char *bytes, size_t n) {
    static const char end[] = "\r\n\r\n";
    for (size_t i = 0; i < n; i++) {
        if (w->matched == 4) { // the next request, or what should have waited
            w->matched = 0;
            w->early = true;
        }
        if (bytes[i] == end[w->matched]) w->matched++;
        else w->matched = bytes[i] == '\r';
        if (w->matched == 4) w->early = false;
    }
}

/// The recv that libwebsockets calls: the linker prefers the program's own. It does what libc's does, which is recvfrom
/// without an address; a connection that sent an unmasked frame is told 1002 and then reads as broken.
__attribute__((visibility("default"))) ssize_t recv(int fd, void *buffer, size_t n_bytes, int flags) {
    Watch *w = watch_of(fd);
    uint8_t kind = w ? atomic_load(&w->kind) : WATCH_NONE;
    if (kind == WATCH_FRAMES && w->broken) {
        errno = ECONNABORTED;
        return -1;
    }
    ssize_t got = recvfrom(fd, buffer, n_bytes, flags, NULL, NULL);
    if (got <= 0 || kind == WATCH_NONE || (flags & MSG_PEEK)) return got;
    if (kind == WATCH_HTTP) {
        follow_request(w, buffer, (size_t)got);
        return got;
    }
    size_t fine = frames_follow(&w->reader, buffer, (size_t)got);
    if (fine == (size_t)got) return got;
    static const uint8_t close_frame[] = {0x88, 2, CLOSE_PROTOCOL_ERROR >> 8, CLOSE_PROTOCOL_ERROR & 255};
    (void)send(fd, close_frame, sizeof close_frame, MSG_DONTWAIT | MSG_NOSIGNAL);
    w->broken = true;
    if (fine > 0) return (ssize_t)fine;
    errno = ECONNABORTED;
    return -1;
}
