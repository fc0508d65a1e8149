// live/socket.c: a browser tab's WebSocket. Messages to it wait in a ring; the newest of a key
// replaces the one that waits, so that a slow browser gets fewer pictures, not later ones, and what
// waits stays bounded: a browser that falls behind for good is let go, connects again and gets the
// state as it then is.
#include "base/clock.h"
#include "live/frames.h"
#include "live/internal.h"
#include <string.h>

enum { FRAGMENT = 64 << 10, MAX_RATE = 1000 };

static void message_unref(Message *m) {
    if (m && --m->refs == 0) {
        mem_free(m->bytes);
        mem_free(m);
    }
}

static Message *message_new(json_t *object) {
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(object);
    Message *m = text ? mem_alloc_zero(sizeof *m) : NULL;
    if (m) {
        m->refs = 1;
        m->n = strlen(text);
        m->bytes = mem_alloc(LWS_PRE + m->n + 1);
        if (m->bytes) memcpy(m->bytes + LWS_PRE, text, m->n + 1);
    }
    free(text);
    if (m && m->bytes) return m;
    mem_free(m);
    return NULL;
}

static Queued *queue_at(Client *c, Index i) {
    return &c->queue[(c->first_queue + i) % c->cap_queue];
}

/// Takes one waiting message out of the ring.
static void queue_remove(Client *c, Index i) {
    Queued *q = queue_at(c, i);
    c->queue_bytes -= q->message->n;
    message_unref(q->message);
    for (; i + 1 < c->n_queue; i++) *queue_at(c, i) = *queue_at(c, i + 1);
    c->n_queue--;
}

static void client_drop(Client *c, const char *reason) {
    if (c->closing) return;
    c->closing = true;
    while (c->n_queue > (c->sent > 0)) queue_remove(c, c->n_queue - 1);
    lws_close_reason(c->wsi, LWS_CLOSE_STATUS_POLICY_VIOLATION, (unsigned char *)reason,
                     strlen(reason));
    lws_set_timeout(c->wsi, PENDING_TIMEOUT_CLOSE_SEND, 1);
    lws_callback_on_writable(c->wsi);
}

static void queue_put(Client *c, Message *m, const char *key) {
    if (c->closing || !c->wsi) return;
    if (key && *key)
        for (Index i = c->n_queue - 1; i >= (c->sent > 0); i--)
            if (!strcmp(queue_at(c, i)->key, key)) {
                queue_remove(c, i);
                break;
            }
    if (c->n_queue == c->cap_queue) {
        Index cap = c->cap_queue ? c->cap_queue * 2 : 64;
        Queued *ring = mem_alloc((size_t)cap * sizeof *ring);
        if (!ring) {
            client_drop(c, "memory is short");
            return;
        }
        for (Index i = 0; i < c->n_queue; i++) ring[i] = *queue_at(c, i);
        mem_free(c->queue);
        c->queue = ring;
        c->cap_queue = cap;
        c->first_queue = 0;
    }
    Queued *q = &c->queue[(c->first_queue + c->n_queue++) % c->cap_queue];
    *q = (Queued){.message = m};
    if (key) snprintf(q->key, sizeof q->key, "%s", key);
    m->refs++;
    c->queue_bytes += m->n;
    if (c->queue_bytes > MAX_QUEUE_BYTES && c->n_queue > 1)
        client_drop(c, "too slow");
    else
        lws_callback_on_writable(c->wsi);
}

void client_send(Client *client, json_t *object, const char *key) {
    Message *m = message_new(object);
    if (m) queue_put(client, m, key);
    message_unref(m);
}

void server_broadcast(Server *server, json_t *object, const char *key) {
    Message *m = message_new(object);
    for (int i = 0; m && i < server->n_clients; i++)
        if (server->clients[i]->greeted) queue_put(server->clients[i], m, key);
    message_unref(m);
}

Client *client_find(Server *server, int id) {
    for (int i = 0; i < server->n_clients; i++)
        if (server->clients[i]->id == id) return server->clients[i];
    return NULL;
}

/// One fragment of the first message.
static int write_some(Client *c) {
    if (c->closing && !c->sent) return -1;
    if (!c->n_queue) return 0;
    Message *m = queue_at(c, 0)->message;
    size_t n = m->n - c->sent;
    if (n > FRAGMENT) n = FRAGMENT;
    bool first = c->sent == 0, last = c->sent + n == m->n;
    unsigned char *at = (unsigned char *)m->bytes + LWS_PRE + c->sent;
    unsigned char
        frame[LWS_PRE + FRAGMENT]; // the header is written before the bytes, which others may share
    memcpy(frame + LWS_PRE, at, n);
    if (lws_write(c->wsi, frame + LWS_PRE, n,
                  (enum lws_write_protocol)lws_write_ws_flags(LWS_WRITE_TEXT, first, last)) < 0)
        return -1;
    c->sent += n;
    if (last) {
        c->sent = 0;
        c->queue_bytes -= m->n;
        message_unref(m);
        c->first_queue = (c->first_queue + 1) % c->cap_queue;
        c->n_queue--;
    }
    if (c->n_queue || c->closing) lws_callback_on_writable(c->wsi);
    return 0;
}

static Client *client_new(struct lws *wsi) {
    Server *server = lws_context_user(lws_get_context(wsi));
    Client *c = server->n_clients < MAX_CLIENTS ? mem_alloc_zero(sizeof *c) : NULL;
    if (!c) return NULL;
    c->server = server;
    c->wsi = wsi;
    c->id = ++server->next_client;
    server->clients[server->n_clients++] = c;
    return c;
}

static void client_free(Client *c) {
    Server *server = c->server;
    for (int i = 0; i < server->n_clients; i++)
        if (server->clients[i] == c) server->clients[i] = server->clients[--server->n_clients];
    while (c->n_queue) queue_remove(c, c->n_queue - 1);
    mem_free(c->queue);
    buf_done(&c->incoming);
    mem_free(c);
}

static bool too_many(Client *c) {
    double now_s = clock_monotonic_s();
    if (now_s - c->rate_start_s > 1) {
        c->rate_start_s = now_s;
        c->rate_count = 0;
    }
    return ++c->rate_count > MAX_RATE;
}

static int receive(Client *c, const char *in, size_t n) {
    if (lws_frame_is_binary(c->wsi) || c->closing) return -1;
    if (lws_is_first_fragment(c->wsi)) buf_clear(&c->incoming);
    if (c->incoming.len + n > MAX_MESSAGE) {
        client_drop(c, "message too long");
        return 0;
    }
    buf_put(&c->incoming, in, n);
    if (c->incoming.failed) return -1;
    if (!lws_is_final_fragment(c->wsi) || lws_remaining_packet_payload(c->wsi)) return 0;
    if (too_many(c)) {
        client_drop(c, "too many messages");
        return 0;
    }
    request_message(c, buf_text(&c->incoming), c->incoming.len);
    if (c->incoming.cap > 1 << 20)
        buf_done(&c->incoming);
    else
        buf_clear(&c->incoming);
    return 0;
}

int socket_callback(struct lws *wsi, enum lws_callback_reasons reason, Client **client, void *in,
                    size_t n) {
    switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED:
        if (frames_upgrade(lws_get_socket_fd(wsi))) *client = client_new(wsi);
        return *client ? 0 : -1;
    case LWS_CALLBACK_RECEIVE: return *client ? receive(*client, in, n) : -1;
    case LWS_CALLBACK_SERVER_WRITEABLE: return *client ? write_some(*client) : -1;
    case LWS_CALLBACK_CLOSED:
        frames_close(lws_get_socket_fd(wsi));
        if (*client) client_free(*client);
        *client = NULL;
        return 0;
    default: return 0;
    }
}
