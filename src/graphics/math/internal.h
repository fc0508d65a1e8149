// graphics/math/internal.h: what the files of this folder share: the tree of a formula, its parser,
// fonts and boxes.
//
//   source --parse--> MathNode tree --layout--> Box tree --flatten--> glyphs and rules of a
//   MathLayout --draw--> Scene
#pragma once
#include "base/buf.h"
#include "base/utf.h"
#include "graphics/math.h"
#include "graphics/math/symbols.h"
#include <hb-ot.h>
#include <hb.h>

// ---- tree -------------------------------------------------------------------------------------
typedef enum MathKind {
    MATH_SYMBOL,   // code_point in alphabet; large: a big operator
    MATH_LIST,     // a: first of the children
    MATH_FRACTION, // a over b; thickness -1: the font's bar, 0: none; left, right fences or 0;
                   // style or -1
    MATH_RADICAL,  // root of a, index b or null
    MATH_SCRIPTS,  // base a (null: empty), superscript b, subscript c
    MATH_ACCENT,   // code_point over (below: under) a; stretchy
    MATH_BAR,      // rule over (below: under) a
    MATH_BRACE,    // horizontal brace code_point over (below: under) a
    MATH_FENCED,   // left a right; the children of a may hold MATH_MIDDLE
    MATH_MIDDLE,   // code_point, only inside MATH_FENCED
    MATH_BIG,      // fence code_point of height `amount` em
    MATH_ARRAY,    // array
    MATH_TEXT,     // text in face
    MATH_SPACE,    // amount em
    MATH_STYLE,    // style (or size, `amount` times the formula's) for the rest of the list
    MATH_COLOR,    // a null: colour for the rest of the list; else of a
    MATH_STACK,    // a with b above and c below (\overset, \underset, \stackrel)
    MATH_ARROW,    // stretchy arrow code_point with b above and c below
    MATH_PHANTOM,  // size of a; amount: bit 1 no width, 2 no height, 4 no depth, 8 drawn all the
                   // same, 16 drawn to the left, 32 to both sides
    MATH_BOXED,    // a with amount: bit 1 a frame in color, 2 a ground in fill
    MATH_CANCEL,   // stroke over a; amount 1 /, 2 \, 3 both, 4 horizontal, 5 / with a head
    MATH_PRIME,    // amount: how many; only in superscripts
    MATH_RULE,     // amount em wide, thickness em high
    MATH_CHOICE,   // the list a has a node for each style
    MATH_RAISE,    // a moved up by amount em; stretchy: centred on the axis
    MATH_ERROR     // text shown as typed, in red
} MathKind;

typedef enum MathFace {
    FACE_MATH,
    FACE_ROMAN,
    FACE_BOLD,
    FACE_ITALIC,
    FACE_BOLD_ITALIC,
    FACE_SANS,
    FACE_MONO,
    FACE_SYMBOLS, // what the mathematical face lacks
    FACE_COUNT
} MathFace;

typedef enum MathLine { LINE_NONE, LINE_ONE, LINE_TWO, LINE_DASHED } MathLine;
typedef struct MathArray {
    Index n_rows, n_cols;
    struct MathNode **cells;  // n_rows x n_cols, row by row; null: empty
    const char *align;        // 'l' 'c' 'r' for each column; repeats when short
    const uint8_t *line_above; // n_rows + 1: MathLine
    const uint8_t *line_left; // n_cols + 1: number of vertical lines
    const double *row_gap;    // extra space below each row, em
    double stretch;           // of the struts: 1.2 for cases
    double col_gap;           // em between columns
    bool paired;              // aligned: no gap inside a pair of columns
    bool small, display;      // script style, display style
    bool outer_gap;           // array: half a gap at both sides
    uint32_t left, right;
} MathArray;

typedef struct MathNode {
    MathKind kind;
    MathClass math_class;
    struct MathNode *next, *a, *b, *c;
    uint32_t code_point, left, right;
    MathAlphabet alphabet;
    MathFace face;
    bool large, stretchy, below;
    bool limits;         // operator with limits in display style
    int8_t limits_asked; // 1 \limits, -1 \nolimits
    int8_t style;        // 0 display … 3 scriptscript, -1 as is
    double amount, thickness;
    const char *text;
    size_t n_text;
    Color color, fill;
    bool has_color;
    const MathArray *array;
} MathNode;

// ---- parser -----------------------------------------------------------------------------------
enum { MATH_MAX_DEPTH = 60, MATH_MAX_BYTES = 1 << 16, MATH_MAX_CELLS = 10000,
       MATH_MAX_SCAN = 1 << 24 };
typedef struct MathParser {
    Ctx *ctx;
    Arena *arena;
    const char *start, *at, *end;
    MathAlphabet alphabet;
    bool bold; // inside \boldsymbol
    int depth;
    int n_open_fences, n_open_arrays;
    size_t n_scanned; // bytes looked at in vain, or copied into macros
    bool in_text; // a '$' ends the list
    Buf note;
    Status status;
} MathParser;

/// Where a list ends: the character or command is not consumed.
typedef enum MathStop { STOP_END = 0, STOP_BRACE = 1, STOP_BRACKET = 2 } MathStop;

MathNode *math_node(MathParser *p, MathKind kind, MathClass math_class);
MathNode *math_parse_list(MathParser *p, MathStop stop);
/// The whole source of a formula, after math_source. Null only when the status is set.
MathNode *math_parse_formula(MathParser *p);
/// One argument: a group, a command with its arguments, or one character. Never null unless the
/// status is set.
MathNode *math_parse_argument(MathParser *p);
MathNode *math_parse_atom(MathParser *p);
/// Text up to the brace that closes it (consumed); `face` as a start.
MathNode *math_parse_text(MathParser *p, MathFace face, bool to_end);
/// "{text}", or one mathematical argument without braces.
MathNode *math_read_text_argument(MathParser *p, MathFace face);
/// The command after a backslash: `name` is consumed already. Null: unknown.
MathNode *math_parse_command(MathParser *p, const char *name, size_t n);
/// Commands of commands.c.
MathNode *math_make_command(MathParser *p, const char *name, size_t n, bool *ret_known);
/// Commands of macros.c; null: none of that name.
MathNode *math_parse_macro(MathParser *p, const char *name, size_t n);
/// Parses other text in the state of `p`, as a list.
MathNode *math_parse_source(MathParser *p, const char *tex, size_t n);
/// Names of the tables, for documentation and tests; null past the end.
const char *math_macro_name(int i);
const char *math_command_name(int i);
const char *math_environment_name(int i);
MathNode *math_parse_environment(MathParser *p, const char *begin);
/// Steps over white space.
void math_skip_space(MathParser *p);
/// Reads a name after the backslash at `p->at` ("frac", or one other character).
const char *math_read_name(MathParser *p, size_t *ret_n);
/// True when the next thing is the command `name`; consumes nothing.
bool math_at_command(const MathParser *p, const char *name);
/// "{raw}" without reading what is inside; null when there is no brace.
const char *math_read_raw(MathParser *p, size_t *ret_n);
/// Counts work that nesting could repeat; past a limit the status is set.
void math_count_scan(MathParser *p, size_t n_bytes);
/// "[raw]"; null when there is no bracket.
const char *math_read_optional(MathParser *p, size_t *ret_n);
/// A length such as "1.5em", "3mu", "12pt", "-2mm"; in em.
double math_read_length(const char *text, size_t n);
/// A fence after \left, \big …; '.' gives 0.
uint32_t math_read_fence(MathParser *p);
MathNode *math_error_node(MathParser *p, const char *from, const char *to);
void math_note(MathParser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool math_color_find(const char *name, size_t n, const char *model, size_t n_model, Color *ret);

// ---- writers ----------------------------------------------------------------------------------
/// Source to tree, without notes.
Status math_parse(Ctx *ctx, Arena *arena, const char *tex, size_t n_bytes, MathNode **ret);
typedef void (*MathWriteFn)(Buf *out, const MathNode *root, const char *tex, size_t n_bytes, bool display);
/// Parses and appends what `write` makes of the tree to `out`; nothing on failure.
Status math_write(Ctx *ctx, const char *tex, size_t n_bytes, Buf *out, MathWriteFn write, bool display);
/// The one node inside lists of one; the node itself otherwise.
const MathNode *math_only(const MathNode *node);
bool math_is_empty(const MathNode *node);
bool math_is_digit(const MathNode *node);
bool math_is_letter(uint32_t code_point);
/// Digits (and a point between them) from *item on and before `end`; *item is moved past them. The number
/// of bytes.
size_t math_read_number(const MathNode **item, const MathNode *end, char *digits, size_t cap);
/// The accent as a character of its own: a circumflex for U+0302.
uint32_t math_accent_spacing(uint32_t mark);
void buf_put_xml(Buf *out, const char *text, size_t n_bytes);
void buf_put_xml_char(Buf *out, uint32_t code_point);
/// Class in its row: a sign without something to join on both sides is ordinary.
MathClass math_class_in_row(const MathNode *node, MathClass before, const MathNode *after);
/// 0 none, 1 thin, 2 medium, 3 thick; negative: not in scripts.
int math_gap(MathClass before, MathClass after);

// ---- fonts ------------------------------------------------------------------------------------
typedef struct MathFont {
    hb_font_t *font; // null: not installed
    char *file;
    double units_per_em;
    bool latin_modern; // the shifts of scripts are TeX's own (layout_scripts)
} MathFont;
/// The faces found on this machine, opened once and read only from then on.
const MathFont *math_font(MathFace face);

// ---- boxes ------------------------------------------------------------------------------------
typedef enum BoxKind { BOX_LIST, BOX_GLYPH, BOX_RULE, BOX_STROKE, BOX_TEXT } BoxKind;
typedef struct Box {
    BoxKind kind;
    struct Box *child, *last, *next;
    double x, y; // place in the parent, y down
    double width, ascent, descent;
    double ink_top, ink_bottom; // glyphs: true extent, up positive
    double italic;              // italics correction
    double accent_at;           // where an accent is centred
    MathFace face;
    uint32_t glyph;
    double size;
    const char *text; // BOX_TEXT
    double x2, y2;    // BOX_STROKE: from (0, 0) to here
    Color color;
    bool has_color;
} Box;

typedef struct MathStyle {
    int level; // 0 display, 1 text, 2 script, 3 scriptscript
    bool cramped;
} MathStyle;

typedef struct Layouter {
    Ctx *ctx;
    Arena *arena;
    double size;  // of text style here
    double whole; // of the formula
    const MathFont *math;
    int depth;
    Status status;
} Layouter;

Box *box_new(Layouter *l, BoxKind kind);
/// Places `child` at (x, y); the parent's size is the caller's.
void box_add(Box *parent, Box *child, double x, double y);
/// Makes the parent's ascent and descent cover the child placed at y.
void box_cover(Box *parent, const Box *child, double y);
Box *box_rule(Layouter *l, double width, double height); // from the baseline upwards
Box *box_glyph(Layouter *l, MathFace face, uint32_t glyph, double size);
/// Character of the mathematical face; falls back to text when the face lacks it.
Box *box_char(Layouter *l, uint32_t code_point, double size);
Box *box_text(Layouter *l, MathFace face, const char *text, size_t n, double size);
/// Grown to at least `length`, from variants and assemblies.
Box *box_stretch(Layouter *l, uint32_t code_point, double size, double length, bool vertical);
/// The widest variant not wider than `length`.
Box *box_accent(Layouter *l, uint32_t code_point, double size, double length, bool stretchy);
double style_size(const Layouter *l, MathStyle style);
double math_constant(const Layouter *l, hb_ot_math_constant_t constant, double size);
MathStyle style_script(MathStyle style);
MathStyle style_cramped(MathStyle style);
/// True for one character, whatever its alphabet or accent: scripts and accents then sit by its shape.
bool is_single_char(const MathNode *node);
Box *layout_node(Layouter *l, const MathNode *node, MathStyle style);
/// A list or a single node as a row with spaces between classes. Null gives an empty box.
Box *layout_row(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_accent(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_bar(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_brace(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_arrow(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_boxed(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_cancel(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_phantom(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_raised(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_array(Layouter *l, const MathNode *node, MathStyle style);
Box *layout_fence(Layouter *l, uint32_t code_point, double size, double ascent, double descent);

/// Text in the Latin Modern Roman face with mathematics between dollar signs: one line of a "latex"
/// label.
Status math_text_layout(Ctx *ctx, const char *text, size_t n_bytes, double size_pt, bool bold,
                        MathLayout **ret);
