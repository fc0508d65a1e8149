// live/asset.c: looks a file of the page up.
#include "live/asset.h"
#include <string.h>

const Asset *asset_find(const char *path) {
    for (const Asset *a = live_assets; a->path; a++)
        if (!strcmp(a->path, path)) return a;
    return NULL;
}
