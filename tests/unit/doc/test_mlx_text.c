// .mlx, text and code: every form of document.xml by hand-written XML (the forms of docs and of files
// seen, the words our own), and the round trip through our writer. Expected dumps by hand.
#include "mlx_documents.h"

static void text_and_marks(void **state) {
    (void)state;
    check_body(DOCUMENT(P("title", R("My lab")) P("heading", R("One"))
                            P("text", R("plain ") RS("<w:b/>", "bold") RS("<w:i/><w:u/>", "both")
                                          RS("<w:rFonts w:cs=\"monospace\"/>", "code")
                                              R(" &lt;x&gt;")) P("text", "")),
               "title: {My lab}\nheading 1: {One}\nparagraph: {plain }{b bold}{iu both}{m code}{ "
               "<x>}\nparagraph: \n");
    check_body(DOCUMENT("<w:p><w:pPr><w:pStyle w:val=\"text\"/><w:jc w:val=\"center\"/></w:pPr>" R(
                   "mid") "</w:p>"),
               "paragraph center: {mid}\n");
    check_body(DOCUMENT(P("text", R("a") "<w:r><w:br/></w:r>" R("b"))), "paragraph: {a}{|}{b}\n");
    check_body(DOCUMENT(P("text", RS("<w:b w:val=\"0\"/><w:color w:val=\"FF0000\"/>", "red"))),
               "paragraph: {red}\n");
    check_body(DOCUMENT(P("Quote", R("own style"))), "paragraph: {own style}\n");
}

static void headings_of_newer_releases(void **state) {
    (void)state;
#define H2(style)                                                          \
    "<w:p>" AC("R2018b", "<w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>", \
               "<w:pPr><w:pStyle w:val=\"heading\"/></w:pPr>") R("H") "</w:p>"
    check_body(DOCUMENT(H2("heading2") H2("heading3")), "heading 2: {H}\nheading 3: {H}\n");
    check_body(DOCUMENT(H2("heading9")),
               "heading 1: {H}\n"); // not known: the Fallback, and the XML is kept
#undef H2
}

static void lists(void **state) {
    (void)state;
#define ITEM(id, text)                                                             \
    "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:numId w:val=\"" id \
    "\"/></w:numPr></w:pPr>" R(text) "</w:p>"
#define DEEP(text)                                                                           \
    "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId " \
    "w:val=\"2\"/></w:numPr>"                                                                \
    "</w:pPr>" R(text) "</w:p>"
    check_body(DOCUMENT(ITEM("1", "a") ITEM("1", "b") ITEM("2", "c") ITEM("2", "d") DEEP("e")),
               "item 0: {a}\nitem 0: {b}\nitem 0 ordered 1: {c}\nitem 0 ordered 2: {d}\nitem 1 "
               "ordered 1: {e}\n");
    check_body(DOCUMENT(ITEM("7", "odd")), "item 0: {odd}\n");
#undef ITEM
#undef DEEP
}

static void equations(void **state) {
    (void)state;
#define EQ(tex, display) CUSTOM("equation", ATTR("displayStyle", display), R(tex))
    check_body(DOCUMENT(P("text", R("let ") EQ("\\sigma(x)", "false") R("."))),
               "paragraph: {let }{$\\sigma(x)}{.}\n");
    check_body(DOCUMENT(P("text", EQ("a&lt;b", "true"))), "equation: {$a<b}\n");
    check_body(
        DOCUMENT(P("text", CUSTOM("equation",
                                  ATTR("displayStyle", "false") ATTR("altTextString", "x squared")
                                      ATTR("encoding", "mathml") ATTR("relationshipId", "rId4"),
                                  R("x^2")) R("!"))),
        "paragraph: {$x^2}{!}\n");
#undef EQ
}

static void links_and_anchors(void **state) {
    (void)state;
#define LINK(target, text) "<w:hyperlink w:docLocation=\"" target "\">" R(text) "</w:hyperlink>"
    check_body(DOCUMENT(P("text", LINK("https://a.org/x?a=1&amp;b=2", "a") R(" ")
                                      LINK("mailto:a@b.org", "b"))),
               "paragraph: {a -> https://a.org/x?a=1&b=2}{ }{b -> mailto:a@b.org}\n");
    check_body(
        DOCUMENT(P("text", "<w:hyperlink w:anchor=\"internal:H_1\">" R("there") "</w:hyperlink>")
                     P("heading", "<w:bookmarkStart w:name=\"MW_H_1\" w:id=\"H_1\"/>" R(
                                      "Here") "<w:bookmarkEnd w:id=\"H_1\"/>")),
        "paragraph: {there -> #H_1}\nheading 1 #H_1: {Here}\n");
    Document *doc = read_document(
        DOCUMENT(P("text", LINK("matlab:delete(x)", "a") LINK("javascript:alert(1)", "b")
                               LINK("file:///etc/passwd", "c"))));
    for (int i = 0; i < 3; i++) assert_null(doc->blocks[0].runs.items[i].link);
    assert_string_equal(doc->blocks[0].runs.items[0].unsafe_link, "matlab:delete(x)");
    assert_string_equal(doc->blocks[0].runs.items[1].unsafe_link, "javascript:alert(1)");
    check_round_trip(doc);
    doc_free(doc);
#undef LINK
}

static void contents_examples_tables(void **state) {
    (void)state;
    check_body(DOCUMENT(AC("R2018a",
                           "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of "
                           "Contents\"/></w:docPartObj>"
                           "</w:sdtPr><w:sdtContent>" P("TOCHeading", R("Contents"))
                               P("TOC1", R("One")) "</w:sdtContent></w:sdt>",
                           "") P("heading", R("One"))),
               "contents: {Contents}\nheading 1: {One}\n");
    check_body(
        DOCUMENT(
            AC("R2018a",
               "<w:sdt><w:sdtPr><w:alias w:val=\"codeexample_matlab\"/></w:sdtPr><w:sdtContent>" P(
                   "CodeExampleLine", R("x = 1;"))
                   P("CodeExampleLine", R("  y")) "</w:sdtContent></w:sdt>",
               P("text", R("x = 1;")))),
        "example: x = 1;\\n  y\n");
#define CELL(text) "<w:tc><w:p>" R(text) "</w:p></w:tc>"
    check_body(
        DOCUMENT(AC("R2023b",
                    "<w:tbl><w:tblPr><w:tblStyle w:val=\"Table\"/></w:tblPr><w:tblGrid><w:gridCol "
                    "w:w=\"90\"/><w:gridCol/>"
                    "</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL("a")
                        CELL("b") "</w:tr><w:tr>" CELL("1") "<w:tc><w:p>" R("2") "</w:p><w:p>" R(
                            "3") "</w:p></w:tc></w:tr></w:tbl>",
                    "")),
        "table:  /{a}{b} /{1}{2}{|}{3}\n");
#undef CELL
}

static void code_is_kept_byte_for_byte(void **state) {
    (void)state;
    check_body(DOCUMENT(CODE("x = 1;\n\n% a\ty = \"\xC3\xA4\" < 2 & 3\n")
                            SECTION CODE("%% Title\r\ny = 2;\r\n")),
               "code 1-4: x = 1;\\n\\n% a\ty = \"\xC3\xA4\" < 2 & 3\\n\nsection: \ncode 5-7: %% "
               "Title\\ny = 2;\\n\n");
    check_body(DOCUMENT(CODE("a = b(c[1]]]]><![CDATA[>2);")), "code 1-1: a = b(c[1]]>2);\n");
}

static void lines_count_text_but_not_sections(void **state) {
    (void)state;
    check_body(DOCUMENT(P("title", R("T")) P("text", R("a")) SECTION CODE("x\ny") P("text", R("b"))
                            SECTION CODE("z")),
               "title: {T}\nparagraph: {a}\nsection: \ncode 3-4: x\\ny\nparagraph: {b}\nsection: "
               "\ncode 6-6: z\n");
}

static void controls(void **state) {
    (void)state;
    static const char xml[] = DOCUMENT(
        "<w:p><w:pPr><w:pStyle w:val=\"code\"/></w:pPr><w:r><w:t><![CDATA[k = 3;\nn = "
        "\"a\";]]></w:t></w:r>" AC(
            "R2018a",
            CUSTOM(
                "livecontrol",
                ATTR(
                    "context",
                    "{&quot;data&quot;:{&quot;text&quot;:&quot;k&quot;,&quot;value&quot;:3,&quot;"
                    "defaultValue&quot;:3,"
                    "&quot;minimum&quot;:0,&quot;maximum&quot;:9,&quot;step&quot;:1,&quot;"
                    "executionModel&quot;:"
                    "&quot;Section&quot;,&quot;odd&quot;:[1]},&quot;type&quot;:&quot;slider&quot;}")
                    ATTR("text", "3") ATTR("startOffsetLine", "0") ATTR("startColumn", "4")
                        ATTR("endOffsetLine", "0") ATTR("endColumn", "5"),
                ""),
            "")
            AC("R2019a",
               CUSTOM("livecontrol",
                      ATTR("context", "{&quot;data&quot;:{&quot;items&quot;:[&quot;a&quot;],&quot;"
                                      "value&quot;:&quot;a&quot;},"
                                      "&quot;type&quot;:&quot;comboBox&quot;,&quot;extra&quot;:1}")
                          ATTR("startOffsetLine", "1") ATTR("startColumn", "4")
                              ATTR("endColumn", "7"),
                      ""),
               "") AC("R2020b", CUSTOM("livetask", ATTR("x", "1"), ""), "") "</w:p>");
    Document *doc = read_document(xml);
    const DocBlock *b = &doc->blocks[0];
    assert_int_equal(b->n_controls, 2);
    assert_string_equal(b->controls[0].kind, "slider");
    assert_string_equal(
        b->controls[0].data,
        "{\"label\":\"k\",\"value\":3,\"defaultValue\":3,\"min\":0,\"max\":9,\"step\":1,"
        "\"run\":\"Section\",\"odd\":[1]}");
    assert_int_equal(b->controls[0].start, 4);
    assert_int_equal(b->controls[0].end, 5);
    assert_string_equal(b->controls[1].kind, "dropdown");
    assert_string_equal(b->controls[1].data,
                        "{\"items\":[\"a\"],\"value\":\"a\",\"mlx\":{\"extra\":1}}");
    assert_int_equal(b->controls[1].line, 1);
    assert_int_equal(b->runs.n, 1); // the task, as it is
    assert_int_equal(b->runs.items[0].kind, RUN_RAW);
    doc->uuid = "fixed";
    doc->created = doc->modified = "1980-01-01T00:00:00Z";
    check_round_trip(doc);
    doc_free(doc);
}

static void unknown_xml_stays(void **state) {
    (void)state;
    check_body("<w:document xmlns:w=\"urn:strange\" xmlns:v=\"urn:v\" v:a=\"1\"><w:body>" P(
                   "text", R("a")) "<v:b/></w:body></w:document>",
               "paragraph: {a}\nraw: <v:b xmlns:v=\"urn:v\"/>\n");
    check_body(
        DOCUMENT("<w:future w:x=\"1\"><w:y/></w:future>" P("text", R("a") "<w:ink/>" R("b"))),
        "raw: <w:future xmlns:w=\"" W
        "\" w:x=\"1\"><w:y/></w:future>\nparagraph: {a}{?<w:ink xmlns:w=\"" W "\"/>}{b}\n");
    check_body(DOCUMENT(AC("R2030a", "<w:hologram/>", P("text", R("instead")))),
               "paragraph: {instead}\n");
    check_body(DOCUMENT(P("text", CUSTOM("sound", ATTR("a", "b"), ""))),
               "paragraph: {?<w:customXml xmlns:w=\"" W
               "\" w:element=\"sound\"><w:customXmlPr><w:attr w:name=\"a\" w:val=\"b\"/>"
               "</w:customXmlPr></w:customXml>}\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(text_and_marks),
                                       cmocka_unit_test(headings_of_newer_releases),
                                       cmocka_unit_test(lists),
                                       cmocka_unit_test(equations),
                                       cmocka_unit_test(links_and_anchors),
                                       cmocka_unit_test(contents_examples_tables),
                                       cmocka_unit_test(code_is_kept_byte_for_byte),
                                       cmocka_unit_test(lines_count_text_but_not_sections),
                                       cmocka_unit_test(controls),
                                       cmocka_unit_test(unknown_xml_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
