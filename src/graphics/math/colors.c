// graphics/math/colors.c: colours by name, by number and in the rgb, RGB, HTML and gray models.
#include "graphics/math/internal.h"
#include <stdlib.h>
#include <string.h>

static bool read_numbers(const char *text, size_t n, double *ret, int count) {
    char copy[80] = {0}, *at = copy;
    memcpy(copy, text, n < sizeof copy ? n : sizeof copy - 1);
    for (int i = 0; i < count; i++) {
        char *next;
        ret[i] = strtod(at, &next);
        if (next == at || !(ret[i] >= 0 && ret[i] <= 255)) return false;
        for (at = next; *at == ',' || *at == ' ';) at++;
    }
    return true;
}

typedef struct NamedColor {
    const char *name;
    float r, g, b;
} NamedColor;
// The names of LaTeX's xcolor package.
static const NamedColor colors[] = {
    {"red", 1, 0, 0},
    {"green", 0, 1, 0},
    {"blue", 0, 0, 1},
    {"black", 0, 0, 0},
    {"white", 1, 1, 1},
    {"cyan", 0, 1, 1},
    {"magenta", 1, 0, 1},
    {"yellow", 1, 1, 0},
    {"gray", .5f, .5f, .5f},
    {"grey", .5f, .5f, .5f},
    {"orange", 1, .5f, 0},
    {"purple", .75f, 0, .25f},
    {"brown", .75f, .5f, .25f},
    {"teal", 0, .5f, .5f},
    {"violet", .5f, 0, .5f},
    {"pink", 1, .75f, .75f},
    {"olive", .5f, .5f, 0},
    {"lime", .75f, 1, 0},
    {"darkgray", .25f, .25f, .25f},
    {"lightgray", .75f, .75f, .75f},
    {"darkgreen", 0, .5f, 0},
    {"navy", 0, 0, .5f},
};

static bool named_color(const char *name, size_t n, Color *ret) {
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        if (strlen(colors[i].name) != n || memcmp(colors[i].name, name, n)) continue;
        *ret = (Color){colors[i].r, colors[i].g, colors[i].b, 1};
        return true;
    }
    return false;
}

/// "rrggbb".
static bool hex_color(const char *digits, size_t n, Color *ret) {
    unsigned value = 0;
    if (n != 6) return false;
    for (size_t i = 0; i < n; i++) {
        const char *hex = "0123456789abcdef",
                   *at = strchr(hex, digits[i] | (digits[i] > '9' ? 32 : 0));
        if (!at || !*at) return false;
        value = value * 16 + (unsigned)(at - hex);
    }
    *ret = (Color){(float)(value >> 16 & 255) / 255, (float)(value >> 8 & 255) / 255,
                   (float)(value & 255) / 255, 1};
    return true;
}

/// "red!30" or "red!30!blue": a mixture with white or the second.
static bool mixed_color(const char *name, size_t n, Color *ret) {
    const char *mark = memchr(name, '!', n);
    Color a, b = {1, 1, 1, 1};
    double percent;
    if (!mark || !named_color(name, (size_t)(mark - name), &a)) return false;
    size_t left = n - (size_t)(mark - name) - 1;
    if (!read_numbers(mark + 1, left, &percent, 1) || percent > 100) return false;
    const char *second = memchr(mark + 1, '!', left);
    if (second && !named_color(second + 1, n - (size_t)(second + 1 - name), &b)) return false;
    float t = (float)(percent / 100);
    *ret = (Color){t * a.r + (1 - t) * b.r, t * a.g + (1 - t) * b.g, t * a.b + (1 - t) * b.b, 1};
    return true;
}

bool math_color_find(const char *name, size_t n, const char *model, size_t n_model, Color *ret) {
    double c[3];
    if (model && n_model == 3 && (!memcmp(model, "rgb", 3) || !memcmp(model, "RGB", 3))) {
        if (!read_numbers(name, n, c, 3)) return false;
        double scale = model[0] == 'R' ? 255 : 1;
        for (int i = 0; i < 3; i++) c[i] = c[i] / scale > 1 ? 1 : c[i] / scale;
        *ret = (Color){(float)c[0], (float)c[1], (float)c[2], 1};
        return true;
    }
    if (model && n_model == 4 && !memcmp(model, "gray", 4)) {
        if (!read_numbers(name, n, c, 1) || c[0] > 1) return false;
        *ret = (Color){(float)c[0], (float)c[0], (float)c[0], 1};
        return true;
    }
    if (model && n_model == 4 && !memcmp(model, "HTML", 4)) return hex_color(name, n, ret);
    if (n == 7 && name[0] == '#') return hex_color(name + 1, 6, ret);
    return named_color(name, n, ret) || mixed_color(name, n, ret);
}
