// .mlx, the whole package: outputs and regions, layouts, pictures and other parts, our own files, the
// way through plain-text live code. XML by hand, in the forms of docs and of files seen; expected
// values by hand.
#include "mlx_documents.h"

static void outputs_of_every_kind(void **state) {
    (void)state;
    Buf figure = BUF_INIT;
    buf_printf(&figure,
               "<figureId>f-1</figureId><figureUri>data:image/png;base64,%s</figureUri><figureSize "
               "type=\"array\">"
               "<element>560</element><element>420</element></figureSize><regionNumbers "
               "type=\"array\"><element>2"
               "</element></regionNumbers><themeMode>light</themeMode>",
               pixel);
    Buf xml = BUF_INIT;
    buf_puts(
        &xml,
        "<?xml "
        "version=\"1.0\"?><embeddedOutputs><metaData><layoutState>code</"
        "layoutState><splitterState><proportion>0.4"
        "</proportion></splitterState><novelty>1</novelty></metaData><outputArray type=\"array\">");
    buf_puts(&xml, ELEMENT("text", "<text>hello\n</text>" TRUNCATION, "3"));
    buf_puts(&xml, ELEMENT("variableString",
                           "<name>x</name><value>3</value>" TRUNCATION
                           "<header/><rows>1</rows><columns>1</columns>",
                           "4"));
    buf_puts(
        &xml,
        ELEMENT(
            "matrix",
            "<header/><name>A</name><varSize>2\u00d72</varSize><rows>2</rows><columns>2</columns>"
            "<value>     1     2\n     3     "
            "4\n</value><type>double</type><subtype>double</subtype>"
            "<prepopulatedData><a>1</a></prepopulatedData>",
            "4"));
    buf_printf(&xml,
               "<element><type>figure</type><outputData>%s</outputData><lineNumbers "
               "type=\"array\"><element>6</element>"
               "</lineNumbers></element>",
               buf_text(&figure));
    buf_puts(&xml, ELEMENT("warning", "<text>careful</text>", "6"));
    buf_puts(
        &xml,
        ELEMENT("error",
                "<text>Error using &lt;a href=\"matlab:open\"&gt;f&lt;/a&gt;</text>" TRUNCATION,
                "8"));
    buf_puts(&xml, ELEMENT("symbolic", "<name>s</name><value>x^2</value>", "8"));
    buf_puts(&xml, ELEMENT("hologram",
                           "<beam>1</beam><rays type=\"array\"><element>2</element></rays>", "8"));
    buf_puts(&xml, "</outputArray><regionArray type=\"array\">" REGION("0", "3", "3",
                                                                       "<element>0</element>")
                       REGION("1", "4", "4", "<element>1</element><element>2</element>")
                           REGION("2", "5", "6", "<element>3</element><element>4</element>")
                               REGION("3", "8", "8",
                                      "<element>5</element><element>6</element><element>7</"
                                      "element>") "</regionArray></embeddedOutputs>");
    Part parts[] = {{"matlab/document.xml",
                     DOCUMENT(P("title", R("T")) P("text", R("a")) CODE(
                         "disp hello\nx = 3, A = [1 2; 3 4]\nfor i = 1:2, plot(i)\nend")
                                  P("text", R("b")) SECTION CODE("f(1)")),
                     0},
                    {"matlab/output.xml", buf_text(&xml), 0}};
    Document *doc = read_parts(parts, 2);
    Buf out = BUF_INIT;
    document_dump(doc, &out);
    assert_string_equal(
        buf_text(&out),
        "title: {T}\nparagraph: {a}\ncode 3-6: disp hello\\nx = 3, A = [1 2; 3 4]\\nfor i = 1:2, "
        "plot(i)\\nend\n"
        "  output text 3: hello\\n\n  output variable 4: x x = 3\n  output matrix 4: A A =\\n\\n   "
        "  1     2\\n     3     4\\n\n"
        "  output figure 6:  1x1\n  output warning 6: careful\nparagraph: {b}\nsection: \ncode "
        "8-8: f(1)\n"
        "  output error 8: Error using f\n  output equation 8: s x^2\n  output raw 8: \n");
    const DocBlock *b = &doc->blocks[2];
    assert_null(b->outputs[0].data);
    assert_non_null(strstr(b->outputs[2].data,
                           "\"outputData\":{\"name\":\"A\",\"rows\":2,\"columns\":2,\"type\":"
                           "\"double\",\"value\":[[\"1\","
                           "\"2\"],[\"3\",\"4\"]]}"));
    assert_int_equal(b->outputs[3].image->width_px, 560);
    assert_string_equal(
        doc->blocks[5].outputs[2].data,
        "{\"dataType\":\"hologram\",\"outputData\":{\"beam\":\"1\",\"rays\":[\"2\"]},"
        "\"mlx\":{\"type\":\"hologram\",\"data\":{}}}");
    assert_int_equal(doc->layout, DOC_ON_RIGHT);
    assert_true(doc->right_percent == 40);
    doc->uuid = "fixed";
    doc->created = doc->modified = "1980-01-01T00:00:00Z";
    check_round_trip(doc);
    doc_free(doc);
    buf_done(&out);
    buf_done(&xml);
    buf_done(&figure);
}

/// Tables as releases before regionArray saved them: the shown text, and rows and columns as JSON of their own.
static void saved_tables_are_grids(void **state) {
    (void)state;
    static const char rows[] = "[[[{\"value\":\"red ones\"}],[{\"value\":\"1\"},{\"value\":\"2\"}]],"
                               "[[{\"value\":\"blue\"}],[{\"value\":\"3\"},{\"value\":\"4\"}]]]";
    static const char *const saved[] = {rows, "[[[{\"value\":\"one cell\"}]]]", "[damaged"};
    for (int i = 0; i < 3; i++) {
        Buf xml = BUF_INIT;
        buf_puts(&xml, "<?xml version=\"1.0\"?><embeddedOutputs><metaData/><outputArray type=\"array\">");
        buf_printf(&xml,
                   "<element><type>variableString</type><outputData><header>2\u00d72 &lt;a href=\"x\"&gt;table&lt;/a&gt;"
                   "</header><name>t</name><varSize>2\u00d72</varSize><rows>2</rows><columns>2</columns>"
                   "<varType>table</varType><value>   A   B\n   red ones 1 2\n</value><type>table</type>"
                   "<savedData>%s</savedData><metadata><ColumnModelProperties>[{\"HeaderName\":\"A\"},"
                   "{\"HeaderName\":\"B\"}]</ColumnModelProperties></metadata><subtype>table</subtype></outputData>"
                   "<lineNumbers type=\"array\"><element>1</element></lineNumbers></element>",
                   saved[i]);
        buf_puts(&xml, "</outputArray></embeddedOutputs>");
        Part parts[] = {{"matlab/document.xml", DOCUMENT(CODE("t")), 0}, {"matlab/output.xml", buf_text(&xml), 0}};
        Document *doc = read_parts(parts, 2);
        const DocOutput *o = &doc->blocks[0].outputs[0];
        assert_int_equal(o->kind, i ? OUTPUT_VARIABLE : OUTPUT_TABLE);
        assert_string_equal(o->text, i ? "t = 2\u00d72 table\n   A   B\n   red ones 1 2\n"
                                       : "t = 2\u00d72 table\n\n   A   B\n   red ones 1 2\n");
        static const char grid[] = "\"outputData\":{\"name\":\"t\",\"rows\":2,\"columns\":2,\"header\":\"2\u00d72 table\","
                                   "\"type\":\"table\",\"columnNames\":[\"A\",\"B\"],"
                                   "\"value\":[[\"red ones\",[\"1\",\"2\"]],[\"blue\",[\"3\",\"4\"]]]}";
        if (!i && !strstr(o->data, grid)) print_message("%s\n", o->data);
        if (!i) assert_non_null(strstr(o->data, grid));
        doc->uuid = "fixed";
        doc->created = doc->modified = "1980-01-01T00:00:00Z";
        check_round_trip(doc);
        doc_free(doc);
        buf_done(&xml);
    }
}

static void symbolic_outputs_are_mathml(void **state) {
    (void)state;
    static const struct {
        const char *data, *tex;
    } cases[] = {{"<name>s</name><mathml><math "
                  "xmlns=\"http://www.w3.org/1998/Math/MathML\"><mfrac><mi>x</mi><mn>2</mn></"
                  "mfrac><mo>+</mo>"
                  "<msup><mi>&#945;</mi><mn>3</mn></msup></math></mathml>",
                  "\\frac{x}{2}+{\\alpha }^{3}"},
                 {"<name>s</name><value>&lt;math&gt;&lt;mi&gt;sin&lt;/"
                  "mi&gt;&lt;msqrt&gt;&lt;mi&gt;y&lt;/mi&gt;&lt;/msqrt&gt;&lt;/math&gt;</value>",
                  "\\sin \\sqrt{y}"},
                 {"<value><math><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mi>ab</mi></mtd></"
                  "mtr><mtr><mtd/><mtd><mover><mi>v</mi><mo>^</mo></mover>"
                  "</mtd></mtr></mtable></math></value>",
                  "\\begin{matrix}1&\\mathrm{ab}\\\\&\\hat{v}\\end{matrix}"},
                 {"<name>s</name><value>x^2</value>", "x^2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Buf xml = BUF_INIT;
        buf_printf(&xml,
                   "<embeddedOutputs><outputArray "
                   "type=\"array\"><element><type>symbolic</type><outputData>%s</outputData>"
                   "</element></outputArray></embeddedOutputs>",
                   cases[i].data);
        Part parts[] = {{"matlab/document.xml", DOCUMENT(CODE("s")), 0},
                        {"matlab/output.xml", buf_text(&xml), 0}};
        Document *doc = read_parts(parts, 2);
        assert_int_equal(doc->blocks[0].outputs[0].kind, OUTPUT_EQUATION);
        assert_string_equal(doc->blocks[0].outputs[0].text, cases[i].tex);
        Buf file = BUF_INIT;
        write_mlx(doc, &file);
        Document *again = read_bytes(&file);
        assert_string_equal(again->blocks[0].outputs[0].text, cases[i].tex);
        if (doc->blocks[0].outputs[0].data)
            assert_string_equal(again->blocks[0].outputs[0].data, doc->blocks[0].outputs[0].data);
        doc_free(again);
        doc_free(doc);
        buf_done(&file);
        buf_done(&xml);
    }
}

/// Files that count lines in another way: the regions tell which.
static void line_rules_are_found_out(void **state) {
    (void)state;
    static const char *const regions[] = {
        REGION("0", "2", "2", "") REGION("1", "3", "3", "<element>0</element>")
            REGION("2", "5", "5", ""), // 1-based, text counts
        REGION("0", "1", "1", "") REGION("1", "2", "2", "<element>0</element>")
            REGION("2", "4", "4", ""), // 0-based
        REGION("0", "1", "1", "") REGION("1", "2", "2", "<element>0</element>")
            REGION("2", "3", "3", "")}; // code only
    for (size_t i = 0; i < 3; i++) {
        Buf xml = BUF_INIT;
        buf_printf(&xml,
                   "<embeddedOutputs><outputArray type=\"array\">%s</outputArray><regionArray "
                   "type=\"array\">%s</regionArray>"
                   "</embeddedOutputs>",
                   ELEMENT("text", "<text>out</text>", "99"), regions[i]);
        Part parts[] = {
            {"matlab/document.xml",
             DOCUMENT(P("text", R("a")) CODE("x = 1;\ny") P("text", R("b")) CODE("z = 1;")), 0},
            {"matlab/output.xml", buf_text(&xml), 0}};
        Document *doc = read_parts(parts, 2);
        assert_int_equal(doc->blocks[1].n_outputs, 1);
        assert_int_equal(doc->blocks[1].outputs[0].line, 3);
        doc_free(doc);
        buf_done(&xml);
    }
}

static void layouts(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        DocLayout layout;
    } cases[] = {{OUTPUTS("<layoutState>document</layoutState>", "", ""), DOC_INLINE},
                 {OUTPUTS("<layoutState>code</layoutState>", "", ""), DOC_ON_RIGHT},
                 {OUTPUTS(AC("R2019a", "<layoutState>hidecode</layoutState>",
                             "<layoutState>code</layoutState>"),
                          "", ""),
                  DOC_HIDE_CODE}};
    for (size_t i = 0; i < 3; i++) {
        Part parts[] = {{"matlab/document.xml", DOCUMENT(CODE("x")), 0},
                        {"matlab/output.xml", cases[i].xml, 0}};
        Document *doc = read_parts(parts, 2);
        assert_int_equal(doc->layout, cases[i].layout);
        doc->uuid = "fixed";
        doc->created = doc->modified = "1980-01-01T00:00:00Z";
        check_round_trip(doc);
        doc_free(doc);
    }
}

#define IMAGE(id)                                                                     \
    CUSTOM("image",                                                                   \
           ATTR("height", "20") ATTR("width", "30") ATTR("verticalAlign", "baseline") \
               ATTR("altText", "a dot") ATTR("relationshipId", id),                   \
           "")

static void pictures_properties_and_other_parts(void **state) {
    (void)state;
    Buf png = BUF_INIT;
    base64_get(&png, pixel, strlen(pixel));
    Part parts[] = {
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
         "Extension=\"mml\" "
         "ContentType=\"text/xml\"/><Override PartName=\"/documentation/doc.xml\" "
         "ContentType=\"text/doc\"/></Types>",
         0},
        {"_rels/.rels",
         "<Relationships "
         "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
         "Id=\"rId1\" "
         "Type=\"t\" Target=\"matlab/document.xml\"/><Relationship Id=\"rId9\" Type=\"d\" "
         "Target=\"documentation/doc.xml\"/>"
         "</Relationships>",
         0},
        {"matlab/document.xml",
         DOCUMENT(P("text", R("see ") IMAGE("rId1")
                                IMAGE("rId1") "<w:hyperlink w:docLocation=\"https://a.org\">" IMAGE(
                                    "rId2") "</w:hyperlink>" IMAGE("rId77"))),
         0},
        {"matlab/_rels/document.xml.rels",
         "<Relationships "
         "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
         "Id=\"rId1\" Type=\"i\" "
         "Target=\"../media/image1.png\"/><Relationship Id=\"rId2\" Type=\"i\" "
         "Target=\"/media/image2.png\"/><Relationship Id=\"rId3\" "
         "Type=\"m\" Target=\"../mathml/eqn1.mml\"/></Relationships>",
         0},
        {"media/image1.png", png.data, png.len},
        {"media/image2.png", png.data, png.len},
        {"mathml/eqn1.mml", "<math/>", 0},
        {"documentation/doc.xml", "<doc>help</doc>", 0},
        {"metadata/coreProperties.xml",
         "<c "
         "xmlns:d=\"u\"><d:created>2020-01-02T03:04:05Z</"
         "d:created><d:modified>2021-01-02T03:04:05Z</d:modified></c>",
         0},
        {"metadata/mwcorePropertiesExtension.xml", "<m><uuid>1234-5</uuid></m>", 0}};
    Document *doc = read_parts(parts, sizeof parts / sizeof *parts);
    const DocRun *runs = doc->blocks[0].runs.items;
    assert_int_equal(doc->blocks[0].runs.n, 5);
    assert_int_equal(runs[1].kind, RUN_IMAGE);
    assert_string_equal(runs[1].text, "a dot");
    assert_string_equal(runs[1].id, "image1");
    assert_true(runs[1].image->bytes == runs[2].image->bytes); // one picture used twice
    assert_int_equal(runs[1].image->width, 1);
    assert_true(runs[1].image->pixels[0] == 255 && runs[1].image->width_px == 30);
    assert_string_equal(runs[3].link, "https://a.org");
    assert_int_equal(runs[4].kind, RUN_RAW); // its file is missing
    assert_string_equal(doc->created, "2020-01-02T03:04:05Z");
    assert_string_equal(doc->uuid, "1234-5");
    const DocPart *part = document_find_part(doc, "mlx", "documentation/doc.xml");
    assert_non_null(part);
    assert_string_equal(part->media_type, "text/doc");
    assert_non_null(document_find_part(doc, "mlx", "mathml/eqn1.mml"));
    assert_null(document_find_part(doc, "mlx", "media/image1.png"));
    check_round_trip(doc);
    doc_free(doc);
    buf_done(&png);
}

/// What we write by ourselves: regions are the statements, the package is complete.
static void our_own_files(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    static const char text[] = "%[text] # T\n%[text] a\nx = 1\nfor i = 1:3\n    disp(i)\nend\ny = "
                               "[1 ...\n   2];\n%%\nz = 3;\n";
    assert_int_equal(doc_read_text(&ctx, "a.m", text, strlen(text), &doc), OK);
    DocOutput output = {.kind = OUTPUT_TEXT, .line = 6, .text = mem_dup("1 \x01 2")};
    DocBlock *code = &doc->blocks[2];
    assert_int_equal(code->kind, BLOCK_CODE);
    assert_int_equal(block_add_output(&ctx, code, output), OK);
    static const char grid[] = "{\"dataType\":\"tabular\",\"outputData\":{\"columnNames\":[\"A\","
                               "\"B c\"],\"columns\":2,\"header\":\"1\u00d72 table\","
                               "\"name\":\"t\",\"rowNames\":[\"r\"],\"rows\":1,\"type\":\"table\","
                               "\"value\":[[\"1\",\"two words\"]]}}";
    DocOutput table = {.kind = OUTPUT_TABLE,
                       .line = 8,
                       .name = mem_dup("t"),
                       .text = mem_dup("t =\n\n  1x2 table\n"),
                       .data = mem_dup(grid)};
    assert_int_equal(block_add_output(&ctx, code, table), OK);
    DocFiles files;
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("mlx"), doc, NULL, "a", &files), OK);
    Package *package = NULL;
    assert_int_equal(package_read(&ctx, files.main.data, files.main.len, NULL, &package), OK);
    assert_string_equal(package->entries[0].name, "[Content_Types].xml");
    static const char *const names[] = {"_rels/.rels",
                                        "matlab/document.xml",
                                        "matlab/output.xml",
                                        "metadata/coreProperties.xml",
                                        "metadata/mwcoreProperties.xml",
                                        "metadata/mwcorePropertiesExtension.xml",
                                        "metadata/mwcorePropertiesReleaseInfo.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(package_find(package, names[i]));
    const char *xml = package_find(package, "matlab/document.xml")->bytes;
    assert_non_null(strstr(xml, "?><w:document ")); // on one line, as MATLAB's own
    xml = package_find(package, "matlab/output.xml")->bytes;
    assert_non_null(strstr(xml, "?><embeddedOutputs>"));
    assert_non_null(strstr(xml, "<startLine>3</startLine><endLine>3</endLine>"));
    assert_non_null(strstr(xml, "<startLine>4</startLine><endLine>6</endLine><outputIndexes "
                                "type=\"array\"><element>0</element>"));
    assert_non_null(strstr(xml, "<startLine>7</startLine><endLine>8</endLine>"));
    assert_non_null(strstr(xml, "<sectionBreak>true</sectionBreak><endOfSection>true</"
                                "endOfSection><regionNumber>3</regionNumber>"
                                "</code><startLine>9</startLine><endLine>9</endLine>"));
    assert_non_null(strstr(xml, "1 \xEF\xBF\xBD 2")); // XML cannot hold the control character
    assert_non_null(strstr(package_find(package, "metadata/mwcoreProperties.xml")->bytes,
                           "<matlabRelease>Gradus "));
    package_free(package);
    Document *again = read_bytes(&files.main); // what we wrote is written again byte for byte
    Buf second = BUF_INIT;
    write_mlx(again, &second);
    const DocOutput *back = &again->blocks[2].outputs[1];
    assert_int_equal(back->kind, OUTPUT_TABLE);
    assert_string_equal(back->text, "t =\n\n  1x2 table\n");
    json_t *data = json_loads(back->data, 0, NULL), *expected = json_loads(grid, 0, NULL);
    assert_true(
        json_equal(json_object_get(data, "outputData"), json_object_get(expected, "outputData")));
    json_decref(data);
    json_decref(expected);
    assert_int_equal(second.len, files.main.len);
    assert_memory_equal(second.data, files.main.data, second.len);
    doc_free(again);
    buf_done(&second);
    doc_files_done(&files);
    doc_free(doc);
    assert_int_equal(doc_read_text(&ctx, "a.m", "x = 'a\x02'", 9, &doc), OK);
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("mlx"), doc, NULL, "a", &files),
                     ERR_UNSUPPORTED);
    doc_free(doc);
    ctx_done(&ctx);
}

// ---- through plain-text live code -------------------------------------------------------------

/// Code, text, equations, sections, controls, pictures, outputs: what must survive another format.
static void describe_content(const Document *doc, Buf *out) {
    for (Index i = 0; i < doc->n_blocks; i++) {
        const DocBlock *b = &doc->blocks[i];
        buf_printf(out, "%d align %d level %d anchor %s header %d: %s\n", b->kind, b->align,
                   b->level, b->anchor ? b->anchor : "-", b->has_header, b->text ? b->text : "");
        for (Index k = 0; k < b->runs.n; k++) {
            const DocRun *r = &b->runs.items[k];
            buf_printf(out, "  run %d %u %s -> %s %s %s %d", r->kind, r->style,
                       r->text ? r->text : "", r->link ? r->link : "-",
                       r->unsafe_link ? r->unsafe_link : "-", r->alt ? r->alt : "-", r->display);
            if (r->image) {
                buf_printf(out, " %g x %g ", r->image->width_px, r->image->height_px);
                base64_put(out, r->image->bytes, r->image->n_bytes);
            }
            buf_putc(out, '\n');
        }
        for (Index k = 0; k < b->n_rows * b->n_cols; k++) {
            buf_puts(out, "  cell ");
            runs_text(&b->cells[k], out);
            buf_putc(out, '\n');
        }
        for (Index k = 0; k < b->n_controls; k++) {
            const DocControl *c = &b->controls[k];
            json_t *data = json_loads(c->data, 0, NULL);
            char *sorted = json_dumps(data, JSON_COMPACT | JSON_SORT_KEYS);
            buf_printf(out, "  control %s %d:%d-%d:%d %s\n", c->kind, c->line, c->start,
                       c->end_line, c->end, sorted);
            free(sorted);
            json_decref(data);
        }
        for (Index k = 0; k < b->n_outputs; k++) {
            const DocOutput *o = &b->outputs[k];
            buf_printf(out, "  output %d line %d %s: %s", o->kind, (int)(o->line - b->first_line),
                       o->name ? o->name : "-", o->text ? o->text : "");
            if (o->image) base64_put(out, o->image->bytes, o->image->n_bytes);
            buf_putc(out, '\n');
        }
    }
}

static void check_through_text(const Document *doc) {
    Ctx ctx;
    ctx_init(&ctx);
    DocFiles files;
    Buf file = BUF_INIT, before = BUF_INIT, after = BUF_INIT;
    Document *live = NULL;
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("live"), doc, NULL, "x", &files), OK);
    assert_int_equal(doc_read_text(&ctx, "x.m", files.main.data, files.main.len, &live), OK);
    write_mlx(live, &file);
    Document *again = read_bytes(&file);
    describe_content(doc, &before);
    describe_content(again, &after);
    assert_string_equal(buf_text(&before), buf_text(&after));
    doc_files_done(&files);
    doc_free(live);
    doc_free(again);
    buf_done(&file);
    buf_done(&before);
    buf_done(&after);
    ctx_done(&ctx);
}

static void through_plain_text(void **state) {
    (void)state;
    Ctx ctx;
    ctx_init(&ctx);
    Buf xml = BUF_INIT, png = BUF_INIT;
    assert_int_equal(file_read(&ctx, SOURCE_DIR "/tests/doc/mlx/forms.xml", 1 << 20, &xml), OK);
    base64_get(&png, pixel, strlen(pixel));
    char *outputs = strstr(xml.data, "<!--output.xml-->");
    Part parts[] = {
        {"matlab/document.xml", xml.data, (size_t)(outputs - xml.data)},
        {"matlab/output.xml", outputs, 0},
        {"matlab/_rels/document.xml.rels",
         "<Relationships "
         "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
         "Id=\"rId1\" Type=\"i\" Target=\"../media/image1.png\"/></Relationships>",
         0},
        {"media/image1.png", png.data, png.len}};
    Document *doc = read_parts(parts, 4);
    check_round_trip(doc);
    check_through_text(doc);
    doc_free(doc);
    doc = read_document(DOCUMENT(
        P("text", R("a * b_c [d] `e` \\ 1. # &lt;x&gt; $5") "<w:r><w:br/></w:r>" RS(
                      "<w:b/><w:i/>", "x*y")) P("text", "")
            CODE("\nx = 1; % \xC3\xA4 \t end \n\n\ty = 2;\n\n") SECTION CODE("%% Title\nz = 3;")
                P("text", CUSTOM("equation", ATTR("displayStyle", "true"), R("\\frac{a_1}{b*c}"))
                              R(" b"))));
    check_through_text(doc);
    doc_free(doc);
    buf_done(&xml);
    buf_done(&png);
    ctx_done(&ctx);
}

/// Pictures of the same bytes are one part, wherever they come from.
static void same_pictures_are_one_part(void **state) {
    (void)state;
    Buf text = BUF_INIT;
    for (int i = 0; i < 3; i++) buf_printf(&text, "![dot](data:image/png;base64,%s)\n\n", pixel);
    Ctx ctx;
    ctx_init(&ctx);
    Document *doc = NULL;
    assert_int_equal(doc_read_text(&ctx, "a.md", text.data, text.len, &doc), OK);
    assert_true(doc->blocks[0].runs.items[0].image->bytes !=
                doc->blocks[1].runs.items[0].image->bytes);
    Buf file = BUF_INIT;
    write_mlx(doc, &file);
    Package *package = NULL;
    assert_int_equal(package_read(&ctx, file.data, file.len, NULL, &package), OK);
    assert_non_null(package_find(package, "media/image1.png"));
    assert_null(package_find(package, "media/image2.png"));
    package_free(package);
    Document *again = read_bytes(&file);
    for (int i = 0; i < 3; i++) assert_int_equal(again->blocks[i].runs.items[0].kind, RUN_IMAGE);
    doc_free(again);
    doc_free(doc);
    buf_done(&file);
    buf_done(&text);
    ctx_done(&ctx);
}

/// More pictures than a package may have are refused, with their number.
static void too_many_pictures(void **state) {
    (void)state;
    enum { MANY = 4200 };
    Ctx ctx;
    ctx_init(&ctx);
    Buf png = BUF_INIT, text = BUF_INIT;
    base64_get(&png, pixel, strlen(pixel));
    for (int i = 0; i < MANY; i++) { // what stands behind a PNG is no part of its picture
        Buf other = BUF_INIT;
        buf_put(&other, png.data, png.len);
        buf_printf(&other, "%d", i);
        buf_puts(&text, "![](data:image/png;base64,");
        base64_put(&text, other.data, other.len);
        buf_puts(&text, ")\n\n");
        buf_done(&other);
    }
    Document *doc = NULL;
    DocFiles files;
    assert_int_equal(doc_read_text(&ctx, "a.md", text.data, text.len, &doc), OK);
    assert_int_equal(doc_write_files(&ctx, doc_writer_find("x.mlx"), doc, NULL, "x", &files), ERR_LIMIT);
    assert_non_null(strstr(error_message(&ctx.error), "4096 pictures"));
    doc_free(doc);
    buf_done(&png);
    buf_done(&text);
    ctx_done(&ctx);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(outputs_of_every_kind),
                                       cmocka_unit_test(saved_tables_are_grids),
                                       cmocka_unit_test(symbolic_outputs_are_mathml),
                                       cmocka_unit_test(line_rules_are_found_out),
                                       cmocka_unit_test(layouts),
                                       cmocka_unit_test(pictures_properties_and_other_parts),
                                       cmocka_unit_test(our_own_files),
                                       cmocka_unit_test(through_plain_text),
                                       cmocka_unit_test(same_pictures_are_one_part),
                                       cmocka_unit_test(too_many_pictures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
