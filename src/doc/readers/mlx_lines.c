// doc/readers/mlx_lines.c: lines of a document as output.xml counts them. Files differ (from 0 or
// 1, text paragraphs counted or not), so the rule under which the given lines are lines with
// statements is looked for.
#include "doc/readers/mlx.h"
#include <string.h>

/// How many lines things count for.
typedef struct LineRule {
    int base;     // number of the first line
    int text;     // a text paragraph
    int table;    // 0, 1, or 2: as many as it has rows
    int contents; // a table of contents
    bool example; // a code example counts all its lines
} LineRule;

static int32_t count_lines(const DocBlock *b, const LineRule *rule) {
    int32_t n = 1;
    switch (b->kind) {
    case BLOCK_CODE: return b->n_lines;
    case BLOCK_SECTION_BREAK:
    case BLOCK_RAW: return 0;
    case BLOCK_TABLE: return rule->table == 2 ? (int32_t)b->n_rows : rule->table;
    case BLOCK_CONTENTS: return rule->contents;
    case BLOCK_CODE_EXAMPLE:
        if (!rule->example) return 1;
        if (b->n_lines > 0) return b->n_lines;
        for (const char *p = b->text; *p; p++) n += *p == '\n';
        return n;
    default: return rule->text;
    }
}

static const LineRule plain_rule = {1, 1, 1, 1, true};

int32_t mlx_count_lines(const DocBlock *block) {
    return count_lines(block, &plain_rule);
}

void mlx_number_lines(Document *doc) {
    int32_t line = 1;
    for (Index i = 0; i < doc->n_blocks; i++) {
        doc->blocks[i].first_line = line;
        line += count_lines(&doc->blocks[i], &plain_rule);
    }
}

/// Lines of all code blocks in order; `starts` gets the first line of each under the rule.
bool mlx_find_place(const Document *doc, const int32_t *starts, int32_t line, MlxPlace *ret) {
    Index low = 0, high = doc->n_blocks; // last block that starts at or before the line
    while (low + 1 < high) {
        Index middle = (low + high) / 2;
        if (starts[middle] <= line)
            low = middle;
        else
            high = middle;
    }
    if (!doc->n_blocks || doc->blocks[low].kind != BLOCK_CODE) return false;
    int32_t at = line - starts[low];
    if (at < 0 || at >= doc->blocks[low].n_lines) return false;
    *ret = (MlxPlace){low, at};
    return true;
}

static void place_starts(const Document *doc, const LineRule *rule, int32_t *starts) {
    int32_t line = rule->base;
    for (Index i = 0; i < doc->n_blocks; i++) {
        starts[i] = line;
        line += count_lines(&doc->blocks[i], rule);
    }
}

void mlx_code_lines_done(MlxCodeLines *lines) {
    mem_free(lines->statement);
    mem_free(lines->first);
}

Status mlx_code_lines(Ctx *ctx, const Document *doc, MlxCodeLines *ret) {
    Index n = 0;
    for (Index i = 0; i < doc->n_blocks; i++)
        n += doc->blocks[i].kind == BLOCK_CODE ? doc->blocks[i].n_lines : 0;
    MlxCodeLines lines = {mem_alloc((size_t)n + 1),
                          mem_alloc((size_t)(doc->n_blocks + 1) * sizeof *lines.first)};
    if (!lines.statement || !lines.first) {
        mlx_code_lines_done(&lines);
        return ctx_fail_nomem(ctx);
    }
    n = 0;
    for (Index i = 0; i < doc->n_blocks; i++) {
        lines.first[i] = n;
        const char *p = doc->blocks[i].kind == BLOCK_CODE ? doc->blocks[i].text : NULL;
        while (p) {
            const char *word = p + strspn(p, " \t");
            lines.statement[n++] = *word && *word != '\n' && *word != '%';
            p = strchr(p, '\n');
            if (p) p++;
        }
    }
    *ret = lines;
    return OK;
}

/// Sets `starts` by the rule under which most of the lines hold statements; ties go to the plain
/// rule.
void mlx_place_blocks(const Document *doc, const MlxCodeLines *code, const int32_t *lines, Index n,
                      int32_t *starts) {
    enum { N_RULES = 2 * 2 * 3 * 2 * 2, ENOUGH = 500 };
    Index best = -1;
    LineRule chosen = plain_rule;
    for (int k = 0; k < N_RULES && n; k++) {
        static const int tables[] = {1, 2, 0};
        LineRule rule = {1 - k % 2, 1 - k / 2 % 2, tables[k / 4 % 3], 1 - k / 12 % 2, k / 24 == 0};
        Index score = 0;
        place_starts(doc, &rule, starts);
        for (Index i = 0; i < n && i < ENOUGH; i++) {
            MlxPlace place;
            if (mlx_find_place(doc, starts, lines[i], &place))
                score += code->statement[code->first[place.block] + place.line];
        }
        if (score > best) best = score, chosen = rule;
    }
    place_starts(doc, &chosen, starts);
}
