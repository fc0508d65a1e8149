// Colour names, hexadecimal codes and line specifications.
#include "graphics/internal.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const Color color_dark = {0.15f, 0.15f, 0.15f, 1};

typedef struct NamedColor {
    const char *name, *letter;
    Color color;
} NamedColor;
static const NamedColor named_colors[] = {
    {"red", "r", {1, 0, 0, 1}},   {"green", "g", {0, 1, 0, 1}},   {"blue", "b", {0, 0, 1, 1}},
    {"cyan", "c", {0, 1, 1, 1}},  {"magenta", "m", {1, 0, 1, 1}}, {"yellow", "y", {1, 1, 0, 1}},
    {"black", "k", {0, 0, 0, 1}}, {"white", "w", {1, 1, 1, 1}},
};

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool parse_hex(const char *text, Color *ret) {
    size_t n = strlen(text);
    if (n != 3 && n != 6) return false;
    int part[3];
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(text[n == 3 ? i : 2 * i]),
            low = hex_digit(text[n == 3 ? i : 2 * i + 1]);
        if (high < 0 || low < 0) return false;
        part[i] = high * 16 + low;
    }
    *ret = (Color){(float)part[0] / 255, (float)part[1] / 255, (float)part[2] / 255, 1};
    return true;
}

bool color_parse(const char *text, Color *ret) {
    if (text[0] == '#') return parse_hex(text + 1, ret);
    for (size_t i = 0; i < sizeof named_colors / sizeof *named_colors; i++)
        if (!strcasecmp(text, named_colors[i].name) || !strcasecmp(text, named_colors[i].letter)) {
            *ret = named_colors[i].color;
            return true;
        }
    return false;
}

// ---- line specifications: style, marker and colour letter in any order, each at most once ------
static size_t parse_style(const char *text, LineSpec *spec) {
    static const char *const styles[] = {"--", "-.", "-", ":"};
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(styles[i]);
        if (!strncmp(text, styles[i], n)) {
            if (spec->style) return 0;
            spec->style = styles[i];
            return n;
        }
    }
    return 0;
}

static size_t parse_marker(const char *text, LineSpec *spec) {
    static const struct {
        const char *text, *marker;
    } markers[] = {
        {"square", "square"},
        {"diamond", "diamond"},
        {"pentagram", "pentagram"},
        {"hexagram", "hexagram"},
        {"+", "+"},
        {"o", "o"},
        {"*", "*"},
        {".", "."},
        {"x", "x"},
        {"s", "square"},
        {"d", "diamond"},
        {"^", "^"},
        {"v", "v"},
        {">", ">"},
        {"<", "<"},
        {"p", "pentagram"},
        {"h", "hexagram"},
        {"_", "_"},
        {"|", "|"},
    };
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        size_t n = strlen(markers[i].text);
        if (!strncmp(text, markers[i].text, n)) {
            if (spec->marker) return 0;
            spec->marker = markers[i].marker;
            return n;
        }
    }
    return 0;
}

static size_t parse_color_part(const char *text, LineSpec *spec) {
    size_t used = 0;
    for (size_t i = 0; i < sizeof named_colors / sizeof *named_colors && !used; i++) {
        size_t n = strlen(named_colors[i].name);
        if (!strncmp(text, named_colors[i].name, n))
            used = n;
        else if (text[0] == named_colors[i].letter[0])
            used = 1;
        if (used) {
            if (spec->has_color) return 0;
            spec->has_color = true;
            spec->color = named_colors[i].color;
        }
    }
    return used;
}

bool linespec_parse(const char *text, LineSpec *ret) {
    LineSpec spec = {0};
    if (!*text) {
        *ret = spec;
        return true;
    }
    // A word such as "black" must not be read as the letter b followed by something else.
    for (size_t i = 0; i < sizeof named_colors / sizeof *named_colors; i++)
        if (!strcasecmp(text, named_colors[i].name)) {
            *ret = (LineSpec){.color = named_colors[i].color, .has_color = true};
            return true;
        }
    while (*text) {
        size_t n = parse_style(text, &spec);
        if (!n) n = parse_marker(text, &spec);
        if (!n) n = parse_color_part(text, &spec);
        if (!n) return false;
        text += n;
    }
    *ret = spec;
    return true;
}

// ---- colours that may be words -----------------------------------------------------------------
bool gcolor_visible(const GColor *c) {
    return c->kind != COLOR_NONE;
}

Color gcolor_resolve(const GColor *c, Color automatic) {
    return c->kind == COLOR_RGB ? c->rgb : automatic;
}

Color color_with_alpha(Color c, double alpha) {
    c.a *= (float)alpha;
    return c;
}
