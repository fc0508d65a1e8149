// doc/writers/word_styles.c: the look: styles, numbering, header and footer. Text in Times New
// Roman, headings in Arial, code in Courier New: fonts every word processor has or has a match for.
#include "doc/writers/highlight.h"
#include "doc/writers/word.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W_SPACE "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define FONT(name) "<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:cs=\"" name "\"/>"
#define SIZE(half) "<w:sz w:val=\"" half "\"/><w:szCs w:val=\"" half "\"/>"
#define INK "172B52"

/// A paragraph style: contents of w:pPr and w:rPr; "@" is the right end of the text area.
typedef struct ParagraphStyle {
    const char *id, *name, *based, *next, *paragraph, *run;
    bool shown; // in the gallery
    bool code;  // in the size of the document's code
} ParagraphStyle;

static const ParagraphStyle styles[] = {
    {"BodyText", "Body Text", "Normal", NULL, "", "", true},
    {"Title", "Title", "Normal", "BodyText",
     "<w:keepNext/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"4\" "
     "w:color=\"7D8BA6\"/></w:pBdr>"
     "<w:spacing w:before=\"0\" w:after=\"160\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"left\"/>",
     FONT("Arial") "<w:b/><w:bCs/><w:color w:val=\"" INK "\"/>" SIZE("42"), true},
    {"Heading1", "heading 1", "Normal", "BodyText",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"100\" w:line=\"240\" "
     "w:lineRule=\"auto\"/>"
     "<w:jc w:val=\"left\"/><w:outlineLvl w:val=\"0\"/>",
     FONT("Arial") "<w:b/><w:bCs/><w:color w:val=\"" INK "\"/>" SIZE("30"), true},
    {"Heading2", "heading 2", "Normal", "BodyText",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"80\" w:line=\"240\" "
     "w:lineRule=\"auto\"/>"
     "<w:jc w:val=\"left\"/><w:outlineLvl w:val=\"1\"/>",
     FONT("Arial") "<w:b/><w:bCs/><w:color w:val=\"" INK "\"/>" SIZE("25"), true},
    {"Heading3", "heading 3", "Normal", "BodyText",
     "<w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" w:after=\"60\" w:line=\"240\" "
     "w:lineRule=\"auto\"/>"
     "<w:jc w:val=\"left\"/><w:outlineLvl w:val=\"2\"/>",
     FONT("Arial") "<w:b/><w:bCs/><w:color w:val=\"" INK "\"/>" SIZE("22"), true},
    {"ListParagraph", "List Paragraph", "Normal", NULL,
     "<w:spacing w:before=\"0\" w:after=\"40\"/>", "", true},
    {"Code", "Code", "Normal", "Code",
     "<w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"4\" "
     "w:color=\"F3F4F6\"/><w:left w:val=\"single\" "
     "w:sz=\"4\" w:space=\"4\" w:color=\"F3F4F6\"/><w:bottom w:val=\"single\" w:sz=\"4\" "
     "w:space=\"4\" w:color=\"F3F4F6\"/>"
     "<w:right w:val=\"single\" w:sz=\"4\" w:space=\"4\" w:color=\"F3F4F6\"/></w:pBdr>"
     "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F3F4F6\"/><w:suppressAutoHyphens/>"
     "<w:spacing w:before=\"120\" w:after=\"120\" w:line=\"240\" w:lineRule=\"auto\"/>"
     "<w:ind w:left=\"482\" w:right=\"100\" w:hanging=\"382\"/><w:contextualSpacing/><w:jc "
     "w:val=\"left\"/>",
     FONT("Courier New") "<w:noProof/><w:color w:val=\"1A1A1F\"/>", true, true},
    {"Output", "Output", "Normal", "Output",
     "<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"6\" "
     "w:color=\"B8BDC7\"/></w:pBdr>"
     "<w:suppressAutoHyphens/><w:spacing w:before=\"100\" w:after=\"100\" w:line=\"240\" "
     "w:lineRule=\"auto\"/>"
     "<w:ind w:left=\"582\" w:hanging=\"382\"/><w:contextualSpacing/><w:jc w:val=\"left\"/>",
     FONT("Courier New") "<w:noProof/>", true, true},
    {"OutputWarning", "Output Warning", "Output", NULL,
     "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"B86100\"/></w:pBdr>",
     "<w:color w:val=\"A85600\"/>", false},
    {"OutputError", "Output Error", "Output", NULL,
     "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"BF0D0D\"/></w:pBdr>",
     "<w:color w:val=\"BF0D0D\"/>", false},
    {"Figure", "Figure", "Normal", "BodyText",
     "<w:spacing w:before=\"120\" w:after=\"120\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"center\"/>",
     "", true},
    {"Caption", "caption", "Normal", "BodyText",
     "<w:keepLines/><w:spacing w:before=\"0\" w:after=\"180\" w:line=\"240\" "
     "w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
     FONT("Arial") "<w:color w:val=\"5A6272\"/>" SIZE("17"), true},
    {"Equation", "Equation", "Normal", "BodyText",
     "<w:spacing w:before=\"100\" w:after=\"100\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"center\"/>",
     "", true},
    {"TableText", "Table Text", "Normal", NULL,
     "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"left\"/>",
     SIZE("20"), true},
    {"Gap", "Gap", "Normal", NULL,
     "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>", SIZE("4"),
     false},
    {"TOCHeading", "TOC Heading", "Normal", "BodyText",
     "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\" w:line=\"240\" "
     "w:lineRule=\"auto\"/><w:jc w:val=\"left\"/>",
     FONT("Arial") "<w:b/><w:bCs/><w:color w:val=\"" INK "\"/>" SIZE("26"), true},
    {"TOC1", "toc 1", "Normal", NULL,
     "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"@\"/></w:tabs>"
     "<w:spacing w:before=\"40\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"left\"/>",
     "", false},
    {"TOC2", "toc 2", "Normal", NULL,
     "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"@\"/></w:tabs>"
     "<w:spacing w:before=\"0\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:ind "
     "w:left=\"280\"/><w:jc w:val=\"left\"/>",
     "", false},
    {"TOC3", "toc 3", "Normal", NULL,
     "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"@\"/></w:tabs>"
     "<w:spacing w:before=\"0\" w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/><w:ind "
     "w:left=\"560\"/><w:jc w:val=\"left\"/>",
     "", false},
    {"Header", "header", "Normal", NULL,
     "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"3\" w:color=\"C8CCD4\"/></w:pBdr>"
     "<w:tabs><w:tab w:val=\"right\" w:pos=\"@\"/></w:tabs>"
     "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"left\"/>",
     FONT("Arial") "<w:color w:val=\"5A6272\"/>" SIZE("17"), false},
    {"Footer", "footer", "Normal", NULL,
     "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc "
     "w:val=\"center\"/>",
     FONT("Arial") "<w:color w:val=\"5A6272\"/>" SIZE("17"), false}};

void word_set_code_size(WordWriter *w) {
    enum { LARGEST = 17, SMALLEST = 15 };
    double width = w->width_pt - 10.5, column = 0.6002 / 2; // of Courier New, a half point large
    size_t longest = code_longest(w->doc, (size_t)(width / (column * SMALLEST)));
    int size = longest ? (int)fmin(LARGEST, width / (column * (double)longest)) : LARGEST;
    w->code_half_pt = size;
    w->code_columns = (size_t)(width / (column * size));
}

static void put_style(const WordWriter *w, const ParagraphStyle *s, Buf *out) {
    buf_printf(out,
               "<w:style w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn "
               "w:val=\"%s\"/>",
               s->id, s->name, s->based);
    if (s->next) buf_printf(out, "<w:next w:val=\"%s\"/>", s->next);
    if (s->shown) buf_puts(out, "<w:qFormat/>");
    const char *at = strchr(s->paragraph, '@');
    if (at)
        buf_printf(out, "<w:pPr>%.*s%d%s</w:pPr>", (int)(at - s->paragraph), s->paragraph,
                   (int)(w->width_pt * 20), at + 1);
    else if (*s->paragraph)
        buf_printf(out, "<w:pPr>%s</w:pPr>", s->paragraph);
    char size[64] = "";
    if (s->code)
        snprintf(size, sizeof size, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", w->code_half_pt,
                 w->code_half_pt);
    if (*s->run || *size) buf_printf(out, "<w:rPr>%s%s</w:rPr>", s->run, size);
    buf_puts(out, "</w:style>");
}

static void write_styles(WordWriter *w) {
    Buf out = BUF_INIT;
    buf_puts(&out, XML_HEAD
             "<w:styles " W_SPACE "><w:docDefaults><w:rPrDefault><w:rPr>"
             "<w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:hAnsi=\"Times "
             "New Roman\" "
             "w:cs=\"Times New Roman\"/>" SIZE(
                 "22") "<w:lang w:val=\"en-US\" w:eastAsia=\"en-US\" "
                       "w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>");
    buf_printf(&out,
               "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
               "w:val=\"Normal\"/><w:qFormat/>"
               "<w:pPr><w:widowControl/><w:spacing w:before=\"0\" w:after=\"%d\" w:line=\"%d\" "
               "w:lineRule=\"auto\"/></w:pPr>"
               "</w:style>",
               w->options->double_spaced ? 0 : 120, w->options->double_spaced ? 480 : 264);
    buf_puts(&out, "<w:style w:type=\"character\" w:default=\"1\" "
                   "w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default "
                   "Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>"
                   "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name "
                   "w:val=\"Normal Table\"/>"
                   "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" "
                   "w:type=\"dxa\"/><w:tblCellMar>"
                   "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom "
                   "w:w=\"0\" w:type=\"dxa\"/>"
                   "<w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) put_style(w, &styles[i], &out);
    buf_puts(
        &out,
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>"
        "<w:color w:val=\"0B57B8\"/><w:u w:val=\"single\"/></w:rPr></w:style>"
        "<w:style w:type=\"character\" w:styleId=\"InlineCode\"><w:name w:val=\"Inline "
        "Code\"/><w:qFormat/><w:rPr>" FONT("Courier New") "<w:noProof/>" SIZE(
            "20") "</w:rPr></w:style>"
                  "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table "
                  "Grid\"/><w:basedOn w:val=\"TableNormal\"/>"
                  "<w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" "
                  "w:color=\"8A93A3\"/><w:left w:val=\"nil\"/>"
                  "<w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" "
                  "w:color=\"8A93A3\"/><w:right w:val=\"nil\"/><w:insideH "
                  "w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"D3D7DE\"/><w:insideV "
                  "w:val=\"nil\"/></w:tblBorders></w:tblPr>"
                  "<w:tblStylePr "
                  "w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders><w:bottom "
                  "w:val=\"single\" "
                  "w:sz=\"6\" w:space=\"0\" "
                  "w:color=\"8A93A3\"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style></"
                  "w:styles>");
    word_take_part(w, "word/styles.xml", &out);
}

// ---- numbering --------------------------------------------------------------------------------

static void put_level(Buf *out, int level, bool ordered) {
    static const char *const bullets[] = {"\u2022", "\u2013", "\u25AA"};
    static const char *const formats[] = {"decimal", "lowerLetter", "lowerRoman"};
    buf_printf(out, "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/>", level,
               ordered ? formats[level % 3] : "bullet");
    if (ordered)
        buf_printf(out, "<w:lvlText w:val=\"%%%d.\"/>", level + 1);
    else
        buf_printf(out, "<w:lvlText w:val=\"%s\"/>", bullets[level % 3]);
    buf_printf(
        out,
        "<w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%d\" w:hanging=\"340\"/></w:pPr></w:lvl>",
        440 + 360 * level);
}

static void write_numbering(WordWriter *w) {
    Buf out = BUF_INIT;
    buf_puts(&out, XML_HEAD "<w:numbering " W_SPACE ">");
    for (int kind = 0; kind < 2; kind++) {
        buf_printf(
            &out,
            "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType w:val=\"hybridMultilevel\"/>",
            kind);
        for (int level = 0; level < WORD_LEVELS; level++) put_level(&out, level, kind == 1);
        buf_puts(&out, "</w:abstractNum>");
    }
    buf_puts(&out, "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    for (Index i = 0; i < w->n_lists; i++)
        buf_printf(&out,
                   "<w:num w:numId=\"%d\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride "
                   "w:ilvl=\"%d\"><w:startOverride "
                   "w:val=\"%d\"/></w:lvlOverride></w:num>",
                   (int)i + 2, w->lists[i].level, w->lists[i].start);
    buf_puts(&out, "</w:numbering>");
    word_take_part(w, "word/numbering.xml", &out);
}

// ---- header, footer, settings -----------------------------------------------------------------

static void put_field(Buf *out, const char *code) {
    buf_printf(out,
               "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
               "xml:space=\"preserve\"> %s </w:instrText>"
               "</w:r><w:r><w:fldChar "
               "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
               "w:fldCharType=\"end\"/></w:r>",
               code);
}

static void write_header(WordWriter *w) {
    Buf out = BUF_INIT, title = BUF_INIT;
    if (w->options->title)
        buf_puts(&title, w->options->title);
    else
        document_title(w->doc, &title);
    buf_puts(&out,
             XML_HEAD "<w:hdr " W_SPACE "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r>");
    word_put_text(&out, buf_text(&title), title.len);
    buf_puts(&out, "</w:r>");
    if (w->options->date) {
        buf_puts(&out, "<w:r><w:tab/></w:r><w:r>");
        word_put_text(&out, w->options->date, strlen(w->options->date));
        buf_puts(&out, "</w:r>");
    }
    buf_puts(&out, "</w:p></w:hdr>");
    if (title.failed) out.failed = true;
    word_take_part(w, "word/header1.xml", &out);
    buf_puts(&out, XML_HEAD "<w:hdr " W_SPACE
                            "><w:p/></w:hdr>"); // first page: the title stands in the text
    word_take_part(w, "word/header2.xml", &out);
    buf_puts(&out, XML_HEAD "<w:ftr " W_SPACE "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>");
    put_field(&out, "PAGE");
    buf_puts(&out, "<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>");
    put_field(&out, "NUMPAGES");
    buf_puts(&out, "</w:p></w:ftr>");
    word_take_part(w, "word/footer1.xml", &out);
    buf_done(&title);
}

static void write_settings(WordWriter *w) {
    static const char *const fonts[][2] = {
        {"Times New Roman", "roman"}, {"Arial", "swiss"}, {"Courier New", "modern"}};
    Buf out = BUF_INIT;
    buf_puts(
        &out, XML_HEAD
        "<w:settings " W_SPACE
        " xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\">"
        "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:compat><w:compatSetting "
        "w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
        "w:val=\"15\"/>"
        "</w:compat><m:mathPr><m:mathFont m:val=\"Cambria Math\"/></m:mathPr>"
        "<w:themeFontLang w:val=\"en-US\"/></w:settings>");
    word_take_part(w, "word/settings.xml", &out);
    buf_puts(&out, XML_HEAD "<w:fonts " W_SPACE ">");
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        buf_printf(&out,
                   "<w:font w:name=\"%s\"><w:family w:val=\"%s\"/><w:pitch w:val=\"%s\"/></w:font>",
                   fonts[i][0], fonts[i][1], i == 2 ? "fixed" : "variable");
    buf_puts(&out, "</w:fonts>");
    word_take_part(w, "word/fontTable.xml", &out);
}

void word_write_styles(WordWriter *w) {
    write_styles(w);
    write_numbering(w);
    write_header(w);
    write_settings(w);
}
