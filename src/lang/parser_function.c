// lang/parser_function.c: files: script statements, functions, arguments blocks, help text.
// Whether functions end with `end` is known only at the end of the file. Until then a function that
// begins inside another one is kept as open inside it; when the text ends and none was closed, the
// open ones are siblings after all.
#include "base/buf.h"
#include "base/vec.h"
#include "lang/parser.h"
#include <string.h>

typedef struct OpenFunction {
    Node *node;
    Index mark;       // where its statements begin on the list stack
    Index known_mark; // where its names begin
    bool has_code;    // an arguments block may not follow
} OpenFunction;

typedef struct File {
    Unit *unit;
    OpenFunction *open;
    Index n_open, cap_open;
    Node **functions;
    Index n_functions, cap_functions;
    bool seen_code;
    bool after_functions_reported;
} File;

// ---- help ---------------------------------------------------------------------------------------

static uint32_t next_line(const Parser *p, uint32_t pos) {
    while (pos < p->lexer.n && p->lexer.source[pos] != '\n') pos++;
    return pos < p->lexer.n ? pos + 1 : pos;
}

static uint32_t skip_blanks(const Parser *p, uint32_t pos) {
    uint32_t n;
    while (lexer_is_blank(&p->lexer, pos, &n)) pos += n;
    return pos;
}

static bool line_is(const Parser *p, uint32_t pos, const char *mark) {
    if (pos + 2 > p->lexer.n || memcmp(p->lexer.source + pos, mark, 2) != 0) return false;
    pos = skip_blanks(p, pos + 2);
    return pos >= p->lexer.n || p->lexer.source[pos] == '\n';
}

static void put_line(const Parser *p, uint32_t pos, Buf *out) {
    uint32_t end = pos;
    while (end < p->lexer.n && p->lexer.source[end] != '\n' && p->lexer.source[end] != '\r') end++;
    buf_put(out, p->lexer.source + pos, end - pos);
    buf_putc(out, '\n');
}

/// Comment lines from the line start `pos` on; blank lines before them are skipped.
static void collect_comment(const Parser *p, uint32_t pos, Buf *out) {
    uint32_t n = p->lexer.n;
    const char *s = p->lexer.source;
    uint32_t text = skip_blanks(p, pos);
    while (pos < n && text < n && s[text] == '\n') {
        pos = text + 1;
        text = skip_blanks(p, pos);
    }
    if (line_is(p, text, "%{")) {
        for (pos = next_line(p, pos); pos < n && !line_is(p, skip_blanks(p, pos), "%}");
             pos = next_line(p, pos))
            put_line(p, pos, out);
        return;
    }
    for (; pos < n && text < n && s[text] == '%'; text = skip_blanks(p, pos)) {
        while (text < n && s[text] == '%') text++;
        put_line(p, text, out);
        pos = next_line(p, pos);
    }
}

static const char *take_comment(Parser *p, uint32_t line_start) {
    Buf out = BUF_INIT;
    collect_comment(p, line_start, &out);
    const char *text = out.len > 0 ? arena_dup(p->arena, out.data, out.len) : NULL;
    if (out.failed || (out.len > 0 && text == NULL)) parser_fail_nomem(p);
    buf_done(&out);
    return text;
}

const char *parser_comment_at(Parser *p, uint32_t offset) {
    return take_comment(p, next_line(p, offset));
}

// ---- signatures ---------------------------------------------------------------------------------

static bool check_new_name(Parser *p, Index mark, const Node *name, const char *what) {
    for (Index i = mark; i < p->n_stack; i++)
        if (p->stack[i]->kind == NODE_NAME && strcmp(p->stack[i]->text, name->text) == 0) {
            parse_fail(p, name->span, "MATLAB:m_duplicate_name",
                       "The name '%s' appears twice in the list of %s.", name->text, what);
            return false;
        }
    return true;
}

static bool parse_outputs(Parser *p, Node *node) {
    Index mark = p->n_stack;
    Span opening = p->tok.span;
    parser_next(p);
    while (!parser_at(p, TOK_RBRACKET)) {
        if (parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_EOF)) {
            parse_fail(p, opening, "MATLAB:m_unbalanced", "This '[' has no matching ']'.");
            return false;
        }
        Node *name = parse_name(p, "the name of an output");
        if (name == NULL || !check_new_name(p, mark, name, "outputs") || !list_push(p, name))
            return false;
        parser_add_known(p, name->text, name->n_bytes);
        parser_take(p, TOK_COMMA);
    }
    parser_next(p);
    if (!list_take(p, mark, &node->outputs)) return false;
    if (parser_take(p, TOK_ASSIGN)) return true;
    return parse_fail(p, p->tok.span, "MATLAB:m_illegal_function",
                      "Expected '=' after the outputs of the function; found %s.",
                      token_kind_text(p->tok.kind)) != NULL;
}

static Node *parse_parameter(Parser *p, Index mark) {
    if (parser_at(p, TOK_TILDE)) {
        Node *node = node_new(p, NODE_TILDE);
        parser_next(p);
        return node_end(p, node);
    }
    Node *name = parse_name(p, "the name of an input");
    if (name == NULL || !check_new_name(p, mark, name, "inputs")) return NULL;
    parser_add_known(p, name->text, name->n_bytes);
    if (parser_at(p, TOK_ASSIGN))
        return parse_fail(p, p->tok.span, "MATLAB:m_illegal_default",
                          "A default value cannot stand here; give it in an 'arguments' block.");
    return name;
}

static bool parse_parameters(Parser *p, Node *node) {
    Index mark = p->n_stack;
    Span opening = p->tok.span;
    parser_next(p);
    if (parser_take(p, TOK_RPAREN)) return true;
    for (;;) {
        if (!list_push(p, parse_parameter(p, mark))) return false;
        if (parser_take(p, TOK_RPAREN)) return list_take(p, mark, &node->list);
        if (parser_take(p, TOK_COMMA)) continue;
        if (parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_EOF) || parser_at(p, TOK_SEMICOLON))
            parse_fail(p, opening, "MATLAB:m_unbalanced", "This '(' has no matching ')'.");
        else
            parse_fail_here(p, NULL);
        return false;
    }
}

/// function [out, …] = name(in, …): up to the end of the signature.
static bool parse_signature(Parser *p, Node *node) {
    Span keyword = p->tok.span;
    parser_next(p);
    if (parser_at(p, TOK_LBRACKET)) {
        if (!parse_outputs(p, node)) return false;
    }
    if (!parser_at(p, TOK_IDENT)) {
        if (parser_at(p, TOK_EOF)) p->incomplete = true;
        parse_fail(p, parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_EOF) ? keyword : p->tok.span,
                   "MATLAB:m_illegal_function", "A function name must follow 'function'; found %s.",
                   token_kind_text(p->tok.kind));
        return false;
    }
    Node *name = parse_name(p, "a function name");
    if (name == NULL) return false;
    if (node->outputs.n == 0 && parser_take(p, TOK_ASSIGN)) {
        Index mark = p->n_stack;
        parser_add_known(p, name->text, name->n_bytes);
        if (!list_push(p, name) || !list_take(p, mark, &node->outputs)) return false;
        name = parse_name(p, "a function name after '='");
        if (name == NULL) return false;
    }
    if (parser_at(p, TOK_DOT)) {
        parser_fail_unsupported(p, name->span,
                                "A property access method (function get.Name or set.Name)");
        return false;
    }
    node->text = name->text;
    node->n_bytes = name->n_bytes;
    return !parser_at(p, TOK_LPAREN) || parse_parameters(p, node);
}

// ---- arguments blocks ---------------------------------------------------------------------------

static bool token_is(const Parser *p, const char *word) {
    size_t n = strlen(word);
    return parser_at(p, TOK_IDENT) && p->tok.end - p->tok.offset == n &&
           memcmp(p->lexer.source + p->tok.offset, word, n) == 0;
}

static bool at_arguments_block(const Parser *p) {
    if (!token_is(p, "arguments")) return false;
    Lexer ahead = p->lexer;
    Token next;
    lexer_next(&ahead, &next);
    if (next.kind == TOK_NEWLINE || next.kind == TOK_SEMICOLON || next.kind == TOK_EOF) return true;
    if (next.kind != TOK_LPAREN) return false;
    lexer_next(&ahead, &next);
    if (next.kind != TOK_IDENT) return false;
    lexer_next(&ahead, &next);
    if (next.kind != TOK_RPAREN && next.kind != TOK_COMMA) return false;
    while (next.kind == TOK_COMMA || next.kind == TOK_IDENT) lexer_next(&ahead, &next);
    lexer_next(&ahead, &next);
    return next.kind == TOK_NEWLINE || next.kind == TOK_EOF;
}

static bool parse_sizes(Parser *p, Node *node) {
    Index mark = p->n_stack;
    Span opening = p->tok.span;
    parser_next(p);
    for (;;) {
        Node *size = NULL;
        if (parser_at(p, TOK_COLON))
            size = node_new(p, NODE_COLON_ALL);
        else if (parser_at(p, TOK_NUMBER))
            size = node_new(p, NODE_NUMBER);
        else
            return parse_fail(p, p->tok.span, "MATLAB:m_illegal_size",
                              "A size in an 'arguments' block is a number or ':'.") != NULL;
        if (size == NULL) return false;
        size->number = p->tok.number;
        parser_next(p);
        if (!list_push(p, node_end(p, size))) return false;
        if (parser_take(p, TOK_RPAREN)) break;
        if (!parser_take(p, TOK_COMMA))
            return parse_fail(p, opening, "MATLAB:m_unbalanced", "This '(' has no matching ')'.") !=
                   NULL;
    }
    node->has_size = true;
    return list_take(p, mark, &node->list);
}

static bool parse_class_name(Parser *p, Node *node) {
    Token whole = p->tok;
    parser_next(p);
    while (parser_at(p, TOK_DOT)) {
        parser_next(p);
        if (!parser_at(p, TOK_IDENT)) return parse_fail_here(p, "a class name") != NULL;
        whole.end = p->tok.end;
        parser_next(p);
    }
    node->class_text = parser_text(p, &whole, NULL);
    return node->class_text != NULL;
}

static bool parse_validators(Parser *p, Node *node) {
    Index mark = p->n_stack;
    Span opening = p->tok.span;
    parser_next(p);
    while (!parser_take(p, TOK_RBRACE)) {
        Node *item = parse_expression(p);
        if (!list_push(p, item)) return false;
        if (!parser_take(p, TOK_COMMA) && !parser_at(p, TOK_RBRACE))
            return parse_fail(p, opening, "MATLAB:m_unbalanced", "This '{' has no matching '}'.") !=
                   NULL;
    }
    return list_take(p, mark, &node->validators);
}

static bool parse_argument_field(Parser *p, Node *node) {
    if (parser_at(p, TOK_QUESTION)) {
        parser_fail_unsupported(p, p->tok.span, "name.?ClassName in an arguments block");
        return false;
    }
    if (!parser_at(p, TOK_IDENT)) return parse_fail_here(p, "the name of an option") != NULL;
    node->field = parser_text(p, &p->tok, NULL);
    parser_next(p);
    return node->field != NULL;
}

/// name(.field) (sizes) class {validators} = default
static Node *parse_argument(Parser *p) {
    Node *node = node_new(p, NODE_ARGUMENT);
    if (node == NULL) return NULL;
    if (!parser_at(p, TOK_IDENT) && !parser_at(p, TOK_TILDE))
        return parse_fail_here(p, "the name of an argument");
    node->text = parser_text(p, &p->tok, &node->n_bytes);
    if (node->text == NULL) return NULL;
    parser_next(p);
    if (parser_take(p, TOK_DOT) && !parse_argument_field(p, node)) return NULL;
    if (parser_at(p, TOK_LPAREN) && !parse_sizes(p, node)) return NULL;
    if (parser_at(p, TOK_IDENT) && !parse_class_name(p, node)) return NULL;
    if (parser_at(p, TOK_LBRACE) && !parse_validators(p, node)) return NULL;
    if (parser_take(p, TOK_ASSIGN)) {
        node->a = parse_expression(p);
        if (node->a == NULL) return NULL;
    }
    if (node_end(p, node) == NULL) return NULL;
    return parser_end_statement(p, node) ? node : NULL;
}

static bool parse_block_attributes(Parser *p, Node *node) {
    static const char *const words[] = {"Input", "Output", "Repeating"};
    node->text = "Input";
    bool repeating = false, output = false;
    if (parser_take(p, TOK_LPAREN)) {
        do {
            bool known = false;
            for (int i = 0; i < 3; i++)
                if (token_is(p, words[i])) {
                    known = true;
                    repeating |= i == 2;
                    output |= i == 1;
                }
            if (!known)
                return parse_fail(p, p->tok.span, "MATLAB:m_illegal_arguments",
                                  "An 'arguments' block is Input, Output or Repeating.") != NULL;
            parser_next(p);
        } while (parser_take(p, TOK_COMMA));
        if (!parser_take(p, TOK_RPAREN)) return parse_fail_here(p, NULL) != NULL;
    }
    if (output && repeating) {
        parser_fail_unsupported(p, node->span, "An 'arguments (Output,Repeating)' block");
        return false;
    }
    if (repeating) node->text = "Repeating";
    if (output) node->text = "Output";
    node->n_bytes = strlen(node->text);
    return true;
}

static Node *parse_arguments_block(Parser *p) {
    Node *node = node_new(p, NODE_ARGUMENTS);
    if (node == NULL) return NULL;
    Span opening = node->span;
    Index mark = p->n_stack;
    parser_next(p);
    if (!parse_block_attributes(p, node)) return NULL;
    for (;;) {
        parser_skip_separators(p);
        if (parser_at_block_end(p)) break;
        int depth = p->depth;
        Index n_stack = p->n_stack;
        if (list_push(p, parse_argument(p))) continue;
        if (!parser_recover(p)) return NULL;
        p->depth = depth;
        p->n_stack = n_stack;
    }
    if (!list_take(p, mark, &node->list)) return NULL;
    return parser_expect_end(p, opening, "arguments") ? node_end(p, node) : NULL;
}

static bool parse_arguments_blocks(Parser *p, Node *function) {
    Index mark = p->n_stack;
    for (;;) {
        parser_skip_separators(p);
        if (!at_arguments_block(p)) break;
        if (list_push(p, parse_arguments_block(p))) continue;
        if (!parser_recover(p)) return false;
    }
    return list_take(p, mark, &function->arguments);
}

// ---- files --------------------------------------------------------------------------------------

static bool add_function(Parser *p, File *file, Node *node) {
    if (vec_reserve(p->ctx, (void **)&file->functions, &file->cap_functions, file->n_functions + 1,
                    sizeof(Node *)) != OK)
        return parser_fail_nomem(p) != NULL;
    file->functions[file->n_functions++] = node;
    return true;
}

static bool open_function(Parser *p, File *file) {
    if (vec_reserve(p->ctx, (void **)&file->open, &file->cap_open, file->n_open + 1,
                    sizeof(OpenFunction)) != OK)
        return parser_fail_nomem(p) != NULL;
    Node *node = node_new(p, NODE_FUNCTION);
    if (node == NULL) return false;
    node->text = "";
    OpenFunction open = {.node = node, .mark = p->n_stack, .known_mark = p->n_known};
    if (!parse_signature(p, node)) {
        if (!parser_recover(p)) return false;
        p->n_stack = open.mark;
    }
    node->help = parser_comment_at(p, p->last.offset);
    file->open[file->n_open++] = open;
    p->function_depth++;
    return p->status == OK && parse_arguments_blocks(p, node);
}

/// Ends the innermost open function. Its place is the body of the one around it, or the file.
static bool close_function(Parser *p, File *file) {
    OpenFunction *open = &file->open[--file->n_open];
    p->function_depth--;
    Node *node = open->node;
    if (!list_take(p, open->mark, &node->body)) return false;
    p->n_known = open->known_mark;
    node_end(p, node);
    node->height = 1;
    return file->n_open > 0 ? list_push(p, node) : add_function(p, file, node);
}

static bool reported(Parser *p) {
    return parser_recover(p);
}

/// End of the text with functions open: siblings without `end`, or some `end` is missing.
static bool close_all(Parser *p, File *file) {
    if (file->n_open == 0) return true;
    const Node *inner = file->open[file->n_open - 1].node;
    if (p->n_ended_functions > 0) {
        p->incomplete = true;
        parse_fail(p, inner->span, "MATLAB:m_missing_end",
                   "This function has no matching 'end', while others of the file have one.");
        if (!reported(p)) return false;
    }
    if (p->is_console) {
        p->incomplete = true;
        parse_fail(p, inner->span, "MATLAB:m_missing_end", "This function has no matching 'end'.");
        return false;
    }
    for (Index i = file->n_open; i-- > 0;) {
        Node *node = file->open[i].node;
        if (!list_take(p, file->open[i].mark, &node->body)) return false;
        node->height = 1;
    }
    for (Index i = 0; i < file->n_open; i++)
        if (!add_function(p, file, file->open[i].node)) return false;
    file->n_open = 0;
    return true;
}

static bool parse_file_statement(Parser *p, File *file) {
    if (file->unit->is_function_file && file->n_open == 0 && !file->after_functions_reported &&
        !parser_at_block_end(p)) {
        file->after_functions_reported = true;
        parse_fail(p, p->tok.span, "MATLAB:m_code_after_function",
                   "Code cannot follow the last 'end' of a file that begins with a function; is "
                   "there one 'end' too many above?");
        return reported(p);
    }
    return parse_statement(p);
}

static bool parse_file_items(Parser *p, File *file) {
    for (;;) {
        parser_skip_separators(p);
        if (parser_at(p, TOK_EOF)) return close_all(p, file);
        if (!file->seen_code) {
            file->seen_code = true;
            file->unit->is_function_file = parser_at(p, TOK_FUNCTION);
        }
        bool ok;
        if (parser_at(p, TOK_FUNCTION)) {
            ok = open_function(p, file);
        } else if (parser_at(p, TOK_END) && file->n_open > 0) {
            p->n_ended_functions++;
            parser_next(p);
            ok = close_function(p, file);
        } else {
            ok = parse_file_statement(p, file);
        }
        if (!ok) return false;
    }
}

bool parse_file(Parser *p, Unit *unit) {
    File file = {.unit = unit};
    bool ok = parse_file_items(p, &file) && p->status == OK;
    if (ok) {
        Node **items = arena_alloc(p->arena, (size_t)(file.n_functions + 1) * sizeof *items);
        if (items == NULL)
            ok = parser_fail_nomem(p) != NULL;
        else if (file.n_functions > 0)
            memcpy(items, file.functions, (size_t)file.n_functions * sizeof *items);
        unit->functions = (NodeList){.items = items, .n = file.n_functions};
    }
    if (ok) ok = list_take(p, 0, &unit->statements);
    if (ok) {
        const char *help = take_comment(p, 0);
        if (!unit->is_function_file)
            unit->help = help;
        else if (unit->functions.n > 0 && unit->functions.items[0]->help == NULL)
            unit->functions.items[0]->help = help;
        ok = p->status == OK;
    }
    mem_free(file.open);
    mem_free(file.functions);
    return ok;
}
