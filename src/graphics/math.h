// graphics/math.h: typesetting of TeX mathematics and of marked-up labels into scenes.
#pragma once
#include "base/buf.h"
#include "graphics/scene.h"

typedef enum MarkupKind { MARKUP_NONE, MARKUP_TEX, MARKUP_LATEX } MarkupKind; // Interpreter property of text objects

typedef struct MathBox {
    double width, ascent, descent; // points; descent positive below the baseline
} MathBox;
/// Typesets `tex` (no dollar signs) at `size_pt`; the baseline starts at (0, 0) of the new scene's origin shifted by
/// (x, y) when drawn with math_draw. `display` selects display style. Unknown commands are shown as their source in red
/// and named in `*ret_note` (may be null; owned, mem_free) – never a failure. ERR_LIMIT for absurd nesting or size.
typedef struct MathLayout MathLayout;
Status math_layout(Ctx *ctx, const char *tex, size_t n_bytes, double size_pt, bool display, MathLayout **ret, char **ret_note);
MathBox math_box(const MathLayout *layout);
/// Adds the drawing to `scene` with the baseline's left end at (x, y), turned by `angle` (radians, counter-clockwise).
void math_draw(const MathLayout *layout, Scene *scene, double x, double y, double angle, Color color);
void math_free(MathLayout *layout);

// The same source as text for other programs. Each appends to `out`; an unknown command is shown as its source. Fails
// with ERR_LIMIT (absurd nesting or length) and ERR_NOMEM; `out` is then as it was.

/// The source as TeX takes it between two dollars: without "$", "\[", "\]", "\(", "\)" of its own, and with several
/// formulas or lines as rows of an environment; plain TeX's \pmatrix{… \cr …} and the like as environments too. Every
/// other source comes as it is.
Status math_source(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out);
/// Presentation MathML: one <math> element with its namespace and the source as annotation.
Status math_mathml(Ctx *ctx, const char *tex, size_t n_bytes, bool display, Buf *out);
/// Office Math: one <m:oMath> element for Word. It declares no namespaces: bind the prefix m to
/// http://schemas.openxmlformats.org/officeDocument/2006/math and w to
/// http://schemas.openxmlformats.org/wordprocessingml/2006/main. Put it into <m:oMathPara> for a display.
Status math_omml(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out);
/// A reading in plain words ("sum from i = 1 to n of x sub i"), for alternative text.
Status math_speech(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out);

/// A label with MATLAB's "tex" markup (\alpha, x^2, x_{i}, \bf, \it, \color{red}), "latex" (text with $…$) or none; several
/// lines at '\n'. Same life as above.
typedef struct LabelLayout LabelLayout;
Status label_layout(Ctx *ctx, MarkupKind kind, const FontSpec *font, const char *utf8, size_t n_bytes, LabelLayout **ret);
MathBox label_box(const LabelLayout *layout); // whole block: ascent of the first line, descent down to the last
/// (x, y) is the baseline start of the first line of an unrotated block; align 0 left, 0.5 centre, 1 right within the block.
void label_draw(const LabelLayout *layout, Scene *scene, double x, double y, double angle, double align, Color color);
void label_free(LabelLayout *layout);
/// A label as plain text on one line, appended: symbols as characters ("\alpha": α), scripts as
/// "x²", "x_ij", "x^(n+1)", fractions as "1/(1+x)". Nothing when a "latex" formula has what plain
/// text cannot say. ERR_LIMIT, ERR_NOMEM.
Status label_text(Ctx *ctx, MarkupKind kind, const char *utf8, size_t n_bytes, Buf *out);
