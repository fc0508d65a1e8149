// live/kernel/link.h: the kernel's end of the socket: a thread that reads and a thread that writes,
// with a queue each. Frames are a 4-byte little-endian length and one JSON object.
#pragma once
#include "base/buf.h"
#include "base/ctx.h"
#include <jansson.h>

enum { LINK_MAX_FRAME = 256 << 20, LINK_MAX_WAITING = 64 << 20 };

typedef struct Link Link;

/// What the reading thread does with a message itself, before it is queued; true: it is done with.
/// Called on that thread. `message` null: the other end is gone.
typedef bool (*LinkEarly)(void *self, Link *link, json_t *message);
/// Called on the reading thread every `tick_ms` (50) while link_set_ticking is on.
typedef void (*LinkTick)(void *self);

/// Starts both threads on `fd`, which stays the caller's. ERR_NOMEM, ERR_IO (no thread).
Status link_new(Ctx *ctx, int fd, LinkEarly early, LinkTick tick, void *self, Link **ret);
/// Writes what waits (not longer than a second), ends the threads. Null is fine.
void link_free(Link *link);
void link_set_ticking(Link *link, bool on);

/// Picks messages out of the queue.
typedef bool (*LinkWanted)(void *self, const json_t *message);
/// The first message wanted (`wanted` null: any); owned by the caller. Null: none is there, or with
/// `wait_ms` (-1: for ever) none came in that time, or the other end is gone.
json_t *link_take(Link *link, int wait_ms, LinkWanted wanted, void *self);
/// Looks at every queued message.
void link_each(Link *link, void (*visit)(void *self, json_t *message), void *self);
bool link_is_gone(const Link *link);

/// Queues one message: takes the bytes of `json` (emptied). A message with the same `slot` (may be
/// null) that was not written yet is replaced in its place. Waits while LINK_MAX_WAITING bytes wait.
/// A buffer that ran out of memory is dropped.
void link_send(Link *link, const char *slot, Buf *json);
