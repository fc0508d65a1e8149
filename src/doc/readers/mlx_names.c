// doc/readers/mlx_names.c: names that .mlx and plain-text live code have for the same thing.
#include "doc/readers/mlx.h"
#include <string.h>

typedef struct Pair {
    const char *mlx, *live;
} Pair;

static const Pair kinds[] = {{"editField", "editfield"},     {"comboBox", "dropdown"},
                             {"checkBox", "checkbox"},       {"stateButton", "statebutton"},
                             {"fileBrowser", "filebrowser"}, {"colorPicker", "colorpicker"},
                             {"datePicker", "datePicker"},   {"datePicker", "datepicker"},
                             {"rangeSlider", "rangeslider"}};
static const Pair keys[] = {{"text", "label"},
                            {"minimum", "min"},
                            {"maximum", "max"},
                            {"executionModel", "run"},
                            {"executionOn", "runOn"}};

static const char *swap(const Pair *pairs, size_t n, const char *name, bool to_live) {
    for (size_t i = 0; i < n; i++)
        if (!strcmp(to_live ? pairs[i].mlx : pairs[i].live, name))
            return to_live ? pairs[i].live : pairs[i].mlx;
    return name;
}

const char *mlx_control_kind(const char *kind, bool to_live) {
    return swap(kinds, sizeof kinds / sizeof *kinds, kind, to_live);
}

json_t *mlx_control_data(const json_t *data, bool to_live) {
    json_t *object = json_object();
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)data, key, value) {
        const char *name = swap(keys, sizeof keys / sizeof *keys, key, to_live);
        if (!object || json_object_set(object, name, value)) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) hash = (hash ^ p[i]) * 0x100000001B3u; // FNV-1a
    return hash;
}

uint64_t mlx_digest(const Document *doc) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        hash = mix(hash, &b->kind, sizeof b->kind);
        if (b->kind != BLOCK_CODE || !b->text) continue;
        hash = mix(hash, b->text, strlen(b->text) + 1);
        for (Index k = 0; k < b->n_outputs; k++)
            hash = mix(hash, &b->outputs[k].kind, sizeof b->outputs[k].kind);
    }
    return hash;
}
