// live/live.h: the Live Editor's server: one page, one event loop, a kernel process for each
// document. Threat model and flags: docs/live-editor.md.
#pragma once
#include "base/ctx.h"
#include <stdbool.h>

typedef struct LiveOptions {
    const char *open;       // file or folder to open, or null
    int port;               // 0: 8765, or the next free one
    const char *bind;       // address; null: loopback only
    const char *base_path;  // "/" or "/x/"; null: "/"
    const char *token_file; // file with the token (made when missing), or null. Needed with `bind`
    const char *const *roots;
    int n_roots; // 0: home, current folder and the folder of `open`
    const char *const *origins;
    int n_origins;       // pages may come from these addresses, too (portals, reverse proxies)
    const char *program; // started as "PROGRAM kernel 3" for every document; null: this program
    void *self;
    /// The server listens; `url` is the launch URL, good once. Called again whenever another one
    /// was asked for.
    void (*started)(void *self, const char *url);
    /// Something a person at the terminal should know.
    void (*notice)(void *self, const char *text);
} LiveOptions;

/// Serves until SIGINT or SIGTERM, then keeps unsaved texts for recovery and ends the kernels.
/// ERR_ARG (options that do not go together), ERR_IO (port taken, no such file).
Status live_serve(Ctx *ctx, const LiveOptions *options);
