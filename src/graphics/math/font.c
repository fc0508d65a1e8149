// graphics/math/font.c: the OpenType faces of mathematics. They are found through fontconfig and
// opened once in the life of the process; from then on the table is only read (HarfBuzz objects
// made immutable), so engines may share it.
#include "graphics/math/internal.h"
#include <fontconfig/fontconfig.h>
#include <pthread.h>
#include <string.h>

typedef struct FaceQuery {
    const char *families[3];
    int weight, slant;
} FaceQuery;

static const FaceQuery queries[FACE_COUNT] = {
    [FACE_MATH] = {{"Latin Modern Math", "STIX Math", "DejaVu Math TeX Gyre"},
                   FC_WEIGHT_REGULAR,
                   FC_SLANT_ROMAN},
    [FACE_ROMAN] = {{"Latin Modern Roman", "STIXGeneral", "Liberation Serif"},
                    FC_WEIGHT_REGULAR,
                    FC_SLANT_ROMAN},
    [FACE_BOLD] = {{"Latin Modern Roman", "STIXGeneral", "Liberation Serif"},
                   FC_WEIGHT_BOLD,
                   FC_SLANT_ROMAN},
    [FACE_ITALIC] = {{"Latin Modern Roman", "STIXGeneral", "Liberation Serif"},
                     FC_WEIGHT_REGULAR,
                     FC_SLANT_ITALIC},
    [FACE_BOLD_ITALIC] = {{"Latin Modern Roman", "STIXGeneral", "Liberation Serif"},
                          FC_WEIGHT_BOLD,
                          FC_SLANT_ITALIC},
    [FACE_SANS] = {{"Latin Modern Sans", "Liberation Sans", NULL},
                   FC_WEIGHT_REGULAR,
                   FC_SLANT_ROMAN},
    [FACE_SYMBOLS] = {{"DejaVu Sans", "STIX Math", NULL}, FC_WEIGHT_REGULAR, FC_SLANT_ROMAN},
    [FACE_MONO] = {{"Latin Modern Mono", "Liberation Mono", NULL},
                   FC_WEIGHT_REGULAR,
                   FC_SLANT_ROMAN},
};

static MathFont fonts[FACE_COUNT];
static pthread_once_t fonts_once = PTHREAD_ONCE_INIT;

/// File of exactly this family, or null: a substitute would have other glyphs.
static char *find_file(const char *family, const FaceQuery *query) {
    FcPattern *pattern = FcPatternCreate();
    if (!pattern) return NULL;
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddInteger(pattern, FC_WEIGHT, query->weight);
    FcPatternAddInteger(pattern, FC_SLANT, query->slant);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *match = FcFontMatch(NULL, pattern, &result);
    char *file = NULL;
    FcChar8 *name, *path;
    for (int i = 0; match && FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        if (FcStrCmpIgnoreCase(name, (const FcChar8 *)family)) continue;
        if (FcPatternGetString(match, FC_FILE, 0, &path) == FcResultMatch)
            file = mem_dup((const char *)path);
        break;
    }
    if (match) FcPatternDestroy(match);
    FcPatternDestroy(pattern);
    return file;
}

static bool open_font(MathFont *font, char *file, bool need_math) {
    hb_blob_t *blob = hb_blob_create_from_file(file);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    if (hb_face_get_glyph_count(face) == 0 || (need_math && !hb_ot_math_has_data(face))) {
        hb_face_destroy(face);
        return false;
    }
    font->font = hb_font_create(face);
    hb_ot_font_set_funcs(font->font);
    font->units_per_em = hb_face_get_upem(face);
    font->file = file;
    hb_face_destroy(face);
    hb_font_make_immutable(font->font);
    return true;
}

static void open_fonts(void) {
    for (int i = 0; i < FACE_COUNT; i++)
        for (int k = 0; k < 3 && !fonts[i].font && queries[i].families[k]; k++) {
            char *file = find_file(queries[i].families[k], &queries[i]);
            if (file && !open_font(&fonts[i], file, i == FACE_MATH)) mem_free(file);
            fonts[i].latin_modern =
                fonts[i].font && !strcmp(queries[i].families[k], "Latin Modern Math");
        }
}

const MathFont *math_font(MathFace face) {
    pthread_once(&fonts_once, open_fonts);
    return &fonts[face];
}
