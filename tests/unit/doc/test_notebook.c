// Notebooks, read and written. tests/doc/notebook/lab.ipynb is written by hand after nbformat 4.5
// and is valid by its JSON schema; the structural rules of that schema are checked here for what we
// write.
#include "doc/json.h"
#include "documents.h"
#include <ctype.h>

#define LAB SOURCE_DIR "/tests/doc/notebook/lab.ipynb"

static void cells_become_blocks(void **state) {
    (void)state;
    Document *doc = read_path(LAB);
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(buf_text(&out), "title: {A notebook}\n"
                                        "paragraph: {With }{$x^2}{ and }{!dot}{.}\n"
                                        "example: never run\n"
                                        "code 8-9: x = 1\\ny = 2\n"
                                        "  output text 9: x =\\n     1\\n\n"
                                        "  output warning 9: careful\n"
                                        "  output variable 9: y = 2\n"
                                        "  output figure 9:  4x4\n"
                                        "  output table 9: T\n"
                                        "  output equation 9: \\alpha\n"
                                        "  output raw 9: \n"
                                        "  output error 9: Lab:mine: stopped\n"
                                        "section: \n"
                                        "code 10-10: \n"
                                        "raw: raw text\n"
                                        "section: \n"
                                        "heading 1: {The end}\n");
    assert_non_null(doc->blocks[1].runs.items[3].image);
    assert_string_equal(doc->blocks[1].runs.items[3].id, "dot.png");
    doc_free(doc);
    buf_done(&out);
}

static bool has_only(const json_t *object, const char *keys) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        const char *found = strstr(keys, key);
        if (!found || (found[strlen(key)] && found[strlen(key)] != ' ')) {
            print_message("unexpected key %s\n", key);
            return false;
        }
    }
    return true;
}

static void check_lines(const json_t *lines) {
    assert_true(json_is_array(lines) || json_is_string(lines));
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const char *line = json_string_value(json_array_get(lines, i));
        assert_non_null(line);
        const char *end = strchr(line, '\n');
        assert_true(i + 1 == json_array_size(lines) ? !end || !end[1] : end && !end[1]);
    }
}

static void check_output(const json_t *output) {
    const char *type = json_member(output, "output_type");
    assert_non_null(type);
    if (!strcmp(type, "stream")) {
        assert_true(has_only(output, "output_type name text"));
        const char *name = json_member(output, "name");
        assert_true(!strcmp(name, "stdout") || !strcmp(name, "stderr"));
        check_lines(json_object_get(output, "text"));
    } else if (!strcmp(type, "error")) {
        assert_true(has_only(output, "output_type ename evalue traceback"));
        assert_true(json_is_array(json_object_get(output, "traceback")));
        assert_non_null(json_member(output, "ename"));
        assert_non_null(json_member(output, "evalue"));
    } else {
        bool result = !strcmp(type, "execute_result");
        assert_true(result || !strcmp(type, "display_data"));
        assert_true(has_only(output, result ? "output_type data metadata execution_count"
                                            : "output_type data metadata"));
        assert_true(json_is_object(json_object_get(output, "metadata")));
        assert_true(json_object_size(json_object_get(output, "data")) > 0);
    }
}

/// The rules of nbformat 4.5 that a reader relies on.
static void check_notebook(const Buf *text) {
    json_t *root = json_loadb(text->data, text->len, 0, NULL);
    assert_non_null(root);
    assert_true(has_only(root, "cells metadata nbformat nbformat_minor"));
    assert_int_equal(json_integer_value(json_object_get(root, "nbformat")), 4);
    assert_int_equal(json_integer_value(json_object_get(root, "nbformat_minor")), 5);
    const json_t *metadata = json_object_get(root, "metadata");
    assert_non_null(json_member(json_object_get(metadata, "kernelspec"), "display_name"));
    assert_non_null(json_member(json_object_get(metadata, "kernelspec"), "name"));
    assert_non_null(json_member(json_object_get(metadata, "language_info"), "name"));
    const json_t *cells = json_object_get(root, "cells");
    for (size_t i = 0; i < json_array_size(cells); i++) {
        const json_t *cell = json_array_get(cells, i), *outputs = json_object_get(cell, "outputs");
        const char *type = json_member(cell, "cell_type"), *id = json_member(cell, "id");
        bool code = !strcmp(type, "code");
        assert_true(code || !strcmp(type, "markdown") || !strcmp(type, "raw"));
        assert_true(has_only(cell, code ? "cell_type id metadata source outputs execution_count"
                                        : "cell_type id metadata source attachments"));
        assert_true(strlen(id) >= 1 && strlen(id) <= 64);
        for (const char *p = id; *p; p++)
            assert_true(isalnum((unsigned char)*p) || strchr("-_", *p));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(id, json_member(json_array_get(cells, k), "id"));
        assert_true(json_is_object(json_object_get(cell, "metadata")));
        check_lines(json_object_get(cell, "source"));
        if (code) assert_true(json_is_array(outputs) && json_object_get(cell, "execution_count"));
        for (size_t k = 0; k < json_array_size(outputs); k++)
            check_output(json_array_get(outputs, k));
    }
    json_decref(root);
}

static void what_was_unknown_comes_back(void **state) {
    (void)state;
    Document *doc = read_path(LAB);
    Buf text = BUF_INIT;
    write_as(doc, "notebook", NULL, &text);
    check_notebook(&text);
    json_t *root = json_loadb(text.data, text.len, 0, NULL);
    const json_t *cells = json_object_get(root, "cells"),
                 *metadata = json_object_get(root, "metadata");
    static const char *const ids[] = {"intro-1", "code-1", "code-2", "raw-1", "end-1"};
    assert_int_equal(json_array_size(cells), 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(json_member(json_array_get(cells, (size_t)i), "id"), ids[i]);
    assert_true(json_is_true(json_object_get(json_object_get(metadata, "own"), "kept")));
    assert_string_equal(json_member(json_object_get(metadata, "kernelspec"), "name"), "octave");
    const json_t *first = json_array_get(cells, 0), *code = json_array_get(cells, 1);
    assert_non_null(json_object_get(json_object_get(first, "metadata"), "tags"));
    assert_non_null(json_object_get(json_object_get(first, "attachments"), "dot.png"));
    assert_non_null(json_object_get(json_object_get(code, "metadata"), "collapsed"));
    const json_t *outputs = json_object_get(code, "outputs");
    assert_int_equal(json_array_size(outputs), 8);
    const json_t *html = json_array_get(outputs, 4), *strange = json_array_get(outputs, 6);
    const json_t *error = json_array_get(outputs, 7);
    assert_non_null(json_object_get(json_object_get(html, "data"), "text/html"));
    assert_non_null(
        json_object_get(json_object_get(strange, "data"), "application/x-strange+json"));
    assert_string_equal(json_member(error, "ename"), "Lab:mine");
    assert_int_equal(json_array_size(json_object_get(error, "traceback")), 1);
    json_decref(root);
    check_stable(doc, "notebook", "lab.ipynb");
    doc_free(doc);
    buf_done(&text);
}

/// Live code as a notebook and back: text, code, sections and outputs with their lines.
static void live_code_and_back(void **state) {
    (void)state;
    Document *doc = read_path(SOURCE_DIR "/tests/doc/live/forms.m");
    Buf text = BUF_INIT;
    write_as(doc, "notebook", NULL, &text);
    check_notebook(&text);
    Document *again = read_as("x.ipynb", buf_text(&text), text.len);
    check_stable(again, "notebook", "x.ipynb");
    Index n_code = 0;
    for (Index i = 0, k = 0; i < doc->n_blocks; i++) {
        const DocBlock *a = &doc->blocks[i];
        if (a->kind != BLOCK_CODE) continue;
        while (k < again->n_blocks && again->blocks[k].kind != BLOCK_CODE) k++;
        assert_true(k < again->n_blocks);
        const DocBlock *b = &again->blocks[k++];
        assert_string_equal(b->text, a->text);
        assert_int_equal(b->n_outputs, a->n_outputs);
        for (Index o = 0; o < a->n_outputs; o++) {
            assert_int_equal(b->outputs[o].kind, a->outputs[o].kind);
            assert_string_equal(b->outputs[o].text, a->outputs[o].text);
            assert_int_equal(b->outputs[o].line - b->first_line,
                             a->outputs[o].line - a->first_line);
        }
        n_code++;
    }
    assert_int_equal(n_code, 2);
    assert_int_equal(again->n_sections, doc->n_sections);
    doc_free(doc);
    doc_free(again);
    buf_done(&text);
}

static void options_are_heard(void **state) {
    (void)state;
    Document *doc = read_path(LAB);
    DocOptions options = {.no_outputs = true, .hide_code = true};
    Buf text = BUF_INIT;
    write_as(doc, "notebook", &options, &text);
    check_notebook(&text);
    assert_null(strstr(text.data, "stream"));
    assert_non_null(strstr(text.data, "source_hidden"));
    doc_free(doc);
    buf_done(&text);
}

static void check_refused(const char *text) {
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read_text(&ctx, "x.ipynb", text, strlen(text), &doc), ERR_SYNTAX);
    assert_null(doc);
    assert_non_null(strstr(error_message(&ctx.error), "x.ipynb"));
    ctx_done(&ctx);
}

static void damage_is_named(void **state) {
    (void)state;
    check_refused("");
    check_refused("{\"cells\": [");
    check_refused("{\"a\": 1}");
    check_refused("[]");
    Buf deep = BUF_INIT;
    for (int i = 0; i < 100000; i++) buf_putc(&deep, '[');
    check_refused(buf_text(&deep));
    buf_done(&deep);
    // Cells of the wrong shape are passed over.
    static const char odd[] =
        "{\"cells\":[1,null,{},{\"cell_type\":\"code\"},{\"cell_type\":7},"
        "{\"cell_type\":\"code\",\"source\":{\"a\":1},\"outputs\":[1,{},{\"output_type\":"
        "\"stream\"},{\"output_type\":\"display_data\",\"data\":5},{\"output_type\":\"error\"}]}]}";
    Document *doc = read_as("x.ipynb", odd, sizeof odd - 1);
    check_stable(doc, "notebook", "x.ipynb");
    doc_free(doc);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_blocks), cmocka_unit_test(what_was_unknown_comes_back),
        cmocka_unit_test(live_code_and_back),  cmocka_unit_test(options_are_heard),
        cmocka_unit_test(damage_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
