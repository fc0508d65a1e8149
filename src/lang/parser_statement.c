// lang/parser_statement.c: statements and blocks. A statement that fails is given up as a whole:
// parse_check then goes on with the next line, so that one mistake gives one message and blocks
// still find their `end`.
#include "lang/parser.h"
#include <string.h>

void parser_skip_separators(Parser *p) {
    while (parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_SEMICOLON) || parser_at(p, TOK_COMMA))
        parser_next(p);
}

bool parser_at_block_end(const Parser *p) {
    switch (p->tok.kind) {
    case TOK_EOF:
    case TOK_END:
    case TOK_ELSE:
    case TOK_ELSEIF:
    case TOK_CASE:
    case TOK_OTHERWISE:
    case TOK_CATCH:
    case TOK_FUNCTION: return true;
    default: return false;
    }
}

bool parser_end_statement(Parser *p, Node *statement) {
    if (statement == NULL) return false;
    statement->show = true;
    if (parser_take(p, TOK_SEMICOLON)) {
        statement->show = false;
        return true;
    }
    if (parser_take(p, TOK_COMMA) || parser_take(p, TOK_NEWLINE) || parser_at_block_end(p))
        return true;
    return parse_fail_here(p, NULL) != NULL;
}

bool parser_expect_end(Parser *p, Span opening, const char *what) {
    if (parser_take(p, TOK_END)) return true;
    TokenKind kind = p->tok.kind;
    if (kind == TOK_EOF) p->incomplete = true;
    if (kind == TOK_EOF && p->octave_end.line > opening.line)
        parse_fail(p, p->octave_end, "MATLAB:m_missing_end",
                   "'%s' is not a keyword; close the '%s' of line %d with 'end'.", p->octave_word,
                   what, opening.line);
    else if (kind == TOK_EOF || kind == TOK_FUNCTION)
        parse_fail(p, opening, "MATLAB:m_missing_end", "This '%s' has no matching 'end'.", what);
    else
        parse_fail(p, p->tok.span, "MATLAB:m_illegal_keyword",
                   "%s does not belong to the '%s' of line %d; is an 'end' missing before it?",
                   token_kind_text(kind), what, opening.line);
    return false;
}

// ---- assignment ---------------------------------------------------------------------------------

void parser_add_target(Parser *p, const Node *target) {
    while (target->kind == NODE_INDEX || target->kind == NODE_BRACE || target->kind == NODE_DOT ||
           target->kind == NODE_DOT_DYNAMIC)
        target = target->a;
    if (target->kind == NODE_NAME) parser_add_known(p, target->text, target->n_bytes);
}

static bool check_target(Parser *p, const Node *target) {
    const Node *node = target;
    for (;; node = node->a) {
        if (node->kind == NODE_INDEX) {
            for (Index i = 0; i < node->list.n; i++)
                if (node->list.items[i]->kind == NODE_NAME_VALUE) {
                    parse_fail(p, node->list.items[i]->span, "MATLAB:m_illegal_assignment",
                               "Name=Value cannot be an index of an assignment.");
                    return false;
                }
        } else if (node->kind != NODE_BRACE && node->kind != NODE_DOT &&
                   node->kind != NODE_DOT_DYNAMIC) {
            break;
        }
    }
    if (node->kind == NODE_NAME || (node == target && node->kind == NODE_TILDE)) return true;
    const char *what = node->kind == NODE_NUMBER                              ? "a number"
                       : node->kind == NODE_CHAR || node->kind == NODE_STRING ? "text"
                       : node->kind == NODE_PAREN_EXPR ? "an expression in parentheses"
                       : node->kind == NODE_POSTFIX    ? "a transpose"
                       : node->kind == NODE_CELL       ? "a cell array"
                                                       : "an expression";
    parse_fail(p, target->span, "MATLAB:m_illegal_assignment",
               "Cannot assign to %s; the left side must be a variable, an element or a field. (To "
               "compare, write '=='.)",
               what);
    return false;
}

/// Right side of an assignment whose targets are in node->list; the cursor is on '='.
static Node *parse_assigned(Parser *p, Node *node) {
    for (Index i = 0; i < node->list.n; i++)
        if (!check_target(p, node->list.items[i])) return NULL;
    parser_next(p);
    node->a = parse_expression(p);
    if (node->a == NULL) return NULL;
    if (parser_at(p, TOK_ASSIGN))
        return parse_fail(p, p->tok.span, "MATLAB:m_illegal_assignment",
                          "Only one '=' is allowed in a statement; to compare, write '=='.");
    for (Index i = 0; i < node->list.n; i++) parser_add_target(p, node->list.items[i]);
    return node_end(p, node);
}

static Node *parse_assign_one(Parser *p, Node *target) {
    Node *node = node_from(p, NODE_ASSIGN, target);
    if (node == NULL) return NULL;
    Index mark = p->n_stack;
    if (!list_push(p, target) || !list_take(p, mark, &node->list)) return NULL;
    return parse_assigned(p, node);
}

/// [a, ~, b(2).c] = …: the elements of the matrix become the targets.
static Node *parse_assign_many(Parser *p, const Node *matrix) {
    if (matrix->list.n == 0)
        return parse_fail(p, matrix->span, "MATLAB:m_illegal_assignment",
                          "The list of outputs is empty.");
    if (matrix->list.n > 1)
        return parse_fail(p, matrix->list.items[1]->span, "MATLAB:m_illegal_assignment",
                          "A list of outputs has one row; separate its names by commas.");
    Node *node = node_from(p, NODE_ASSIGN, matrix);
    if (node == NULL) return NULL;
    node->list = matrix->list.items[0]->list;
    return parse_assigned(p, node);
}

static Node *parse_expression_statement(Parser *p, Node *first) {
    Node *value = first ? parse_expression_from(p, first) : parse_expression(p);
    if (value == NULL) return NULL;
    if (parser_at(p, TOK_ASSIGN)) return parse_assign_one(p, value);
    Node *node = node_from(p, NODE_EXPR, value);
    if (node == NULL) return NULL;
    node->a = value;
    return node_end(p, node);
}

static Node *parse_bracket_statement(Parser *p) {
    Node *matrix = parse_matrix(p, true);
    if (matrix == NULL) return NULL;
    if (parser_at(p, TOK_ASSIGN)) return parse_assign_many(p, matrix);
    if (matrix->b)
        return parse_fail(p, matrix->b->span, "MATLAB:m_illegal_tilde",
                          "'~' alone can stand only in a list of outputs, before '='.");
    return parse_expression_statement(p, matrix);
}

static const char *octave_word(const Parser *p) {
    static const char *const words[] = {"endif",     "endfor",        "endwhile", "endfunction",
                                        "endswitch", "end_try_catch", "endparfor"};
    size_t n = p->tok.end - p->tok.offset;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == n && memcmp(words[i], p->lexer.source + p->tok.offset, n) == 0)
            return words[i];
    return NULL;
}

static Node *parse_name_statement(Parser *p) {
    const char *word = octave_word(p);
    if (word) {
        p->octave_end = p->tok.span;
        p->octave_word = word;
    }
    return parser_is_command(p) ? parse_command(p) : parse_expression_statement(p, NULL);
}

// ---- blocks -------------------------------------------------------------------------------------

/// Statements of a block into *ret.
static bool parse_body(Parser *p, NodeList *ret) {
    Index mark = p->n_stack;
    p->block_depth++;
    bool ok = parser_enter(p) && parse_statements(p);
    if (!ok) return false;
    parser_leave(p);
    p->block_depth--;
    return list_take(p, mark, ret);
}

/// The condition or value after a keyword. A failure is recorded and null returned through *ret
/// while reading goes on, so that the block below is still a block.
static bool parse_header(Parser *p, const char *keyword, Node **ret) {
    int depth = p->depth;
    Index n_stack = p->n_stack;
    *ret = NULL;
    if (parser_at(p, TOK_NEWLINE) || parser_at(p, TOK_SEMICOLON) || parser_at(p, TOK_COMMA) ||
        parser_at(p, TOK_EOF))
        parse_fail(p, p->last.span, "MATLAB:m_missing_condition",
                   "An expression must follow '%s' on its line.", keyword);
    else
        *ret = parse_expression(p);
    if (*ret && parser_at(p, TOK_ASSIGN))
        parse_fail(p, p->tok.span, "MATLAB:m_illegal_assignment",
                   "'=' assigns; to compare in a condition, write '=='.");
    if (*ret && p->status == OK &&
        (parser_at(p, TOK_RPAREN) || parser_at(p, TOK_RBRACKET) || parser_at(p, TOK_RBRACE) ||
         parser_at(p, TOK_OP_ASSIGN)))
        parse_fail_here(p, NULL);
    if (p->status == OK) return true;
    if (!parser_recover(p)) return false;
    p->depth = depth;
    p->n_stack = n_stack;
    return true;
}

static bool parse_if_branches(Parser *p, Span opening) {
    bool seen_else = false;
    for (;;) {
        Node *branch = node_new(p, NODE_BRANCH);
        if (branch == NULL) return false;
        Span at = p->tok.span;
        bool is_else = parser_at(p, TOK_ELSE);
        const char *keyword = parser_at(p, TOK_IF) ? "if" : "elseif";
        parser_next(p);
        if (seen_else) {
            parse_fail(p, at, "MATLAB:m_illegal_keyword",
                       "'%s' cannot follow the 'else' of the 'if' in line %d.",
                       is_else ? "else" : "elseif", opening.line);
            return false;
        }
        seen_else = is_else;
        if (!is_else && !parse_header(p, keyword, &branch->a)) return false;
        if (!parse_body(p, &branch->body) || !list_push(p, node_end(p, branch))) return false;
        if (!parser_at(p, TOK_ELSE) && !parser_at(p, TOK_ELSEIF)) return true;
    }
}

static Node *parse_if(Parser *p) {
    Node *node = node_new(p, NODE_IF);
    if (node == NULL) return NULL;
    Span opening = node->span;
    Index mark = p->n_stack;
    if (!parse_if_branches(p, opening) || !list_take(p, mark, &node->list)) return NULL;
    return parser_expect_end(p, opening, "if") ? node_end(p, node) : NULL;
}

static Node *parse_while(Parser *p) {
    Node *node = node_new(p, NODE_WHILE);
    if (node == NULL) return NULL;
    Span opening = node->span;
    parser_next(p);
    if (!parse_header(p, "while", &node->a)) return NULL;
    p->loop_depth++;
    if (!parse_body(p, &node->body)) return NULL;
    p->loop_depth--;
    return parser_expect_end(p, opening, "while") ? node_end(p, node) : NULL;
}

/// i = 1:3, (i = 1:3), and for parfor (i = 1:3, 4).
static bool parse_for_header(Parser *p, Node *node) {
    Token opening = p->tok;
    bool in_parens = parser_take(p, TOK_LPAREN);
    node->a = parse_reference(p);
    if (node->a == NULL) return false;
    if (!parser_at(p, TOK_ASSIGN)) {
        parse_fail(p, p->tok.span, "MATLAB:m_illegal_for",
                   "Expected '=' after the variable of '%s', as in: for i = 1:10.",
                   node->is_parfor ? "parfor" : "for");
        return false;
    }
    parser_next(p);
    node->b = parse_expression(p);
    if (node->b == NULL) return false;
    if (in_parens && node->is_parfor && parser_take(p, TOK_COMMA)) {
        node->c = parse_expression(p);
        if (node->c == NULL) return false;
    }
    parser_add_target(p, node->a);
    if (in_parens && !parser_take(p, TOK_RPAREN)) {
        parse_fail(p, opening.span, "MATLAB:m_unbalanced", "This '(' has no matching ')'.");
        return false;
    }
    if (parser_at(p, TOK_RPAREN) || parser_at(p, TOK_RBRACKET) || parser_at(p, TOK_RBRACE) ||
        parser_at(p, TOK_ASSIGN)) {
        parse_fail_here(p, NULL);
        return false;
    }
    return true;
}

static Node *parse_for(Parser *p) {
    Node *node = node_new(p, NODE_FOR);
    if (node == NULL) return NULL;
    Span opening = node->span;
    int depth = p->depth;
    node->is_parfor = parser_at(p, TOK_PARFOR);
    const char *keyword = node->is_parfor ? "parfor" : "for";
    parser_next(p);
    if (!parse_for_header(p, node)) {
        if (!parser_recover(p)) return NULL;
        p->depth = depth;
    }
    p->loop_depth++;
    if (!parse_body(p, &node->body)) return NULL;
    p->loop_depth--;
    return parser_expect_end(p, opening, keyword) ? node_end(p, node) : NULL;
}

static bool parse_cases(Parser *p, Span opening) {
    bool seen_otherwise = false;
    while (parser_at(p, TOK_CASE) || parser_at(p, TOK_OTHERWISE)) {
        Node *branch = node_new(p, NODE_BRANCH);
        if (branch == NULL) return false;
        bool is_case = parser_at(p, TOK_CASE);
        Span at = p->tok.span;
        parser_next(p);
        if (seen_otherwise) {
            parse_fail(p, at, "MATLAB:m_illegal_keyword",
                       "Nothing can follow the 'otherwise' of the 'switch' in line %d.",
                       opening.line);
            return false;
        }
        seen_otherwise = !is_case;
        if (is_case && !parse_header(p, "case", &branch->a)) return false;
        if (!parse_body(p, &branch->body) || !list_push(p, node_end(p, branch))) return false;
    }
    return true;
}

static Node *parse_switch(Parser *p) {
    Node *node = node_new(p, NODE_SWITCH);
    if (node == NULL) return NULL;
    Span opening = node->span;
    parser_next(p);
    if (!parse_header(p, "switch", &node->a)) return NULL;
    parser_skip_separators(p);
    if (!parser_at_block_end(p))
        return parse_fail(p, p->tok.span, "MATLAB:m_illegal_switch",
                          "The first thing in a 'switch' must be 'case' or 'otherwise'.");
    Index mark = p->n_stack;
    if (!parse_cases(p, opening) || !list_take(p, mark, &node->list)) return NULL;
    return parser_expect_end(p, opening, "switch") ? node_end(p, node) : NULL;
}

/// `catch ME`: a name on the same line that stands alone, or before another statement, is the
/// variable.
static bool at_catch_variable(const Parser *p, int32_t line) {
    if (!parser_at(p, TOK_IDENT) || p->tok.span.line != line) return false;
    Lexer ahead = p->lexer;
    Token next;
    lexer_next(&ahead, &next);
    switch (next.kind) {
    case TOK_NEWLINE:
    case TOK_SEMICOLON:
    case TOK_COMMA:
    case TOK_EOF:
    case TOK_IDENT: return true;
    default: return next.kind >= TOK_FIRST_KEYWORD;
    }
}

static Node *parse_try(Parser *p) {
    Node *node = node_new(p, NODE_TRY);
    if (node == NULL) return NULL;
    Span opening = node->span;
    parser_next(p);
    if (!parse_body(p, &node->body)) return NULL;
    if (parser_at(p, TOK_CATCH)) {
        int32_t line = p->tok.span.line;
        parser_next(p);
        if (at_catch_variable(p, line)) {
            node->text = parser_text(p, &p->tok, &node->n_bytes);
            if (node->text == NULL) return NULL;
            parser_add_known(p, node->text, node->n_bytes);
            parser_next(p);
        }
        if (!parse_body(p, &node->catch_body)) return NULL;
    }
    return parser_expect_end(p, opening, "try") ? node_end(p, node) : NULL;
}

static Node *parse_spmd(Parser *p) {
    Node *node = node_new(p, NODE_SPMD);
    if (node == NULL) return NULL;
    Span opening = node->span;
    parser_next(p);
    if (parser_at(p, TOK_LPAREN) && parse_expression(p) == NULL) return NULL;
    if (!parse_body(p, &node->body)) return NULL;
    return parser_expect_end(p, opening, "spmd") ? node_end(p, node) : NULL;
}

// ---- short statements ---------------------------------------------------------------------------

static Node *parse_declaration(Parser *p, NodeKind kind) {
    Node *node = node_new(p, kind);
    if (node == NULL) return NULL;
    Index mark = p->n_stack;
    parser_next(p);
    do {
        Node *name = parse_name(p, "a variable name");
        if (name == NULL) return NULL;
        parser_add_known(p, name->text, name->n_bytes);
        if (parser_take(p, TOK_ASSIGN)) {
            name->b = parse_expression(p);
            if (name->b == NULL) return NULL;
            node_end(p, name);
        }
        if (!list_push(p, name)) return NULL;
    } while (parser_at(p, TOK_IDENT));
    if (!list_take(p, mark, &node->list)) return NULL;
    return node_end(p, node);
}

static Node *parse_jump(Parser *p, NodeKind kind) {
    Node *node = node_new(p, kind);
    if (node && kind != NODE_RETURN && p->loop_depth == 0)
        return parse_fail(p, p->tok.span, "MATLAB:m_illegal_jump",
                          "%s can be used only inside a 'for' or 'while' loop.",
                          token_kind_text(p->tok.kind));
    parser_next(p);
    return node_end(p, node);
}

static Node *fail_keyword(Parser *p) {
    Span span = p->tok.span;
    const char *text = token_kind_text(p->tok.kind);
    switch (p->tok.kind) {
    case TOK_ELSE:
    case TOK_ELSEIF:
        return parse_fail(p, span, "MATLAB:m_illegal_keyword", "This %s has no 'if' before it.",
                          text);
    case TOK_CASE:
    case TOK_OTHERWISE:
        return parse_fail(p, span, "MATLAB:m_illegal_keyword",
                          "This %s does not stand in a 'switch'.", text);
    case TOK_CATCH:
        return parse_fail(p, span, "MATLAB:m_illegal_keyword",
                          "This 'catch' has no 'try' before it.");
    case TOK_END:
        return parse_fail(p, span, "MATLAB:m_illegal_keyword",
                          "This 'end' closes nothing: no block is open here.");
    case TOK_FUNCTION:
        return parse_fail(p, span, "MATLAB:m_illegal_function",
                          "A function cannot be defined inside 'if', 'for', 'while', 'switch' or "
                          "'try'; is an 'end' missing above?");
    case TOK_CLASSDEF: return parser_fail_unsupported(p, span, "classdef (defining classes)");
    default: return parse_fail_here(p, "a statement");
    }
}

static Node *parse_one(Parser *p) {
    switch (p->tok.kind) {
    case TOK_IDENT: return parse_name_statement(p);
    case TOK_LBRACKET: return parse_bracket_statement(p);
    case TOK_IF: return parse_if(p);
    case TOK_WHILE: return parse_while(p);
    case TOK_FOR:
    case TOK_PARFOR: return parse_for(p);
    case TOK_SWITCH: return parse_switch(p);
    case TOK_TRY: return parse_try(p);
    case TOK_SPMD: return parse_spmd(p);
    case TOK_GLOBAL: return parse_declaration(p, NODE_GLOBAL);
    case TOK_PERSISTENT: return parse_declaration(p, NODE_PERSISTENT);
    case TOK_BREAK: return parse_jump(p, NODE_BREAK);
    case TOK_CONTINUE: return parse_jump(p, NODE_CONTINUE);
    case TOK_RETURN: return parse_jump(p, NODE_RETURN);
    case TOK_RPAREN:
    case TOK_RBRACKET:
    case TOK_RBRACE: return parse_fail_here(p, NULL);
    default:
        return p->tok.kind >= TOK_FIRST_KEYWORD ? fail_keyword(p)
                                                : parse_expression_statement(p, NULL);
    }
}

/// `if = 3` and the like.
static bool is_keyword_assigned(const Parser *p) {
    if (p->tok.kind < TOK_FIRST_KEYWORD) return false;
    Lexer ahead = p->lexer;
    Token next;
    lexer_next(&ahead, &next);
    return next.kind == TOK_ASSIGN;
}

bool parse_statement(Parser *p) {
    int depth = p->depth, loop_depth = p->loop_depth, block_depth = p->block_depth;
    Index n_stack = p->n_stack;
    Node *node = NULL;
    if (is_keyword_assigned(p))
        parse_fail(p, p->tok.span, "MATLAB:m_keyword_as_name",
                   "%s is a keyword and cannot be the name of a variable.",
                   token_kind_text(p->tok.kind));
    else
        node = parse_one(p);
    if (parser_end_statement(p, node) && list_push(p, node)) return true;
    if (!parser_recover(p)) return false;
    p->depth = depth;
    p->loop_depth = loop_depth;
    p->block_depth = block_depth;
    p->index_depth = 0;
    p->pending = NULL;
    p->n_stack = n_stack;
    return true;
}

bool parse_statements(Parser *p) {
    for (;;) {
        parser_skip_separators(p);
        if (parser_at(p, TOK_FUNCTION) && p->block_depth > 0) {
            fail_keyword(p);
            return false;
        }
        if (parser_at_block_end(p)) return true;
        if (!parse_statement(p)) return false;
    }
}
