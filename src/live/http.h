// live/http.h: one HTTP request and its answer. Handlers fill the answer; http.c sends it.
#pragma once
#include "live/internal.h"

typedef struct HttpCall {
    Server *server;
    struct lws *wsi;
    const RouteDef *route;
    char path[1024], host[300], origin[300], cookie[2048], authorization[200], fetch_site[40],
        custom[8], launch[64];
    char if_none_match[80], accept_encoding[200];
    char file_path[4096]; // the argument "path"
    bool overwrite;       // the argument "overwrite" is 1
    bool head;            // HEAD: headers only
    int64_t content_length;
    // body of a POST
    bool want_body, replied;
    Buf form;    // small bodies
    Place place; // upload: where it goes
    char temp[64];
    int upload_fd; // -1: none
    int64_t received;
    // the answer
    int status;
    const char *media_type;
    Buf headers;                // "Name: value\n" lines
    const unsigned char *bytes; // static, or
    Buf body;                   // made
    int file;                   // or a file; -1: none
    int64_t n_body, n_sent;
    bool close; // the connection, afterwards
} HttpCall;

/// A plain answer.
void reply_text(HttpCall *call, int status, const char *text);
void reply_page(HttpCall *call, int status, const char *title, const char *html);
void reply_header(HttpCall *call, const char *name, const char *value);

// handlers (pages.c, transfer.c)
void http_page(void *call);
void http_asset(void *call);
void http_login(void *call);
void http_download(void *call);
void http_export(void *call);
void http_upload(void *call);
void http_link(void *call);
/// A piece of an upload's body; false: stop, an answer is set.
bool upload_body(HttpCall *call, const void *bytes, size_t n);
void upload_end(HttpCall *call);
void login_end(HttpCall *call);
/// The answer to the page without a session: how to get in.
void reply_login(HttpCall *call);
/// The launch URL was used: session cookie, and away from the URL with the secret.
void reply_launch(HttpCall *call);
