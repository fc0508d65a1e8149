// live/asset.h: the page's files, embedded in the program (tools/embed.c makes the table when
// web/dist was built).
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct Asset {
    const char *path; // relative to the base: "" is the page itself, "assets/index-1a2b3c.js"
    const char *media_type;
    const char *etag; // quoted
    bool hashed;      // its name changes with its content
    const unsigned char *bytes;
    size_t n;
    const unsigned char *gzip; // null: not smaller
    size_t n_gzip;
} Asset;

/// Ends with a null path; empty when the page was not built.
extern const Asset live_assets[];
const Asset *asset_find(const char *path);
