// nn/data/styles.h: how people write digits: points and pen strokes. Data in styles.c.
#pragma once

enum { STYLE_MAX_POINTS = 16 };

/// In the unit box, x to the right, y down.
typedef struct StylePoint {
    double x, y;
} StylePoint;

typedef struct Style {
    int digit;
    int n_points;
    StylePoint points[STYLE_MAX_POINTS]; // A, B, C, …
    const char *strokes; // points of each stroke by letter, strokes separated by blanks; smooth
                         // within a stroke
} Style;

/// All styles, those of one digit together.
extern const Style digit_styles[];
extern const int digit_style_count;
