import assert from "node:assert/strict";
import { test } from "node:test";
import { bold, charUnits, italic, mono, plainOf, readTex, readTextLine, writeTex, writeUnits, type TextLine } from "../src/editor/markup";

function line(text: string): TextLine {
    const parsed = readTextLine(text);
    assert.ok(parsed, text);
    return parsed;
}
const shown = (text: string): string => plainOf(line(text));

test("kinds of lines", () => {
    const kinds: [string, string][] = [["%[text] # T", "title"], ["%[text] ## H", "heading1"], ["%[text] ### H", "heading2"], ["%[text] #### H", "heading3"],
        ["%[text] - item \\", "bullet"], ["%[text] 3. item", "number"], ["%[text] #no", "paragraph"], ["%[text]", "paragraph"], ["%[text] ```", "fence"], ["%[text:table]", "table"]];
    for (const [text, kind] of kinds) assert.equal(line(text).kind, kind, text);
    assert.equal(readTextLine("x = 1; % [text]"), null);
    assert.equal(line('%[text]{"align":"center"} $x$').align, "center");
});

test("marks are hidden and styles found", () => {
    const parsed = line("%[text] a **bold** and *italic* `mono` <u>u</u>");
    assert.equal(plainOf(parsed), "a bold and italic mono u");
    assert.equal(parsed.units.filter(unit => unit.style === bold).map(unit => unit.text).join(""), "bold");
    assert.equal(parsed.units.filter(unit => unit.style === italic).map(unit => unit.text).join(""), "italic");
    assert.equal(parsed.units.filter(unit => unit.style === mono).map(unit => unit.text).join(""), "mono");
});

test("a mark without its partner is text", () => {
    for (const text of ["2 * 3", "a ** b", "`open", "$5", "[no link]", "**open"]) assert.equal(shown(`%[text] ${text}`), text);
});

test("escapes", () => {
    assert.equal(shown("%[text] \\*not\\* \\[x\\] \\_ \\\\ \\$5 1\\. a"), "*not* [x] _ \\ $5 1. a");
    assert.equal(line("%[text] last item ends").to, 22);
    assert.equal(shown("%[text] - last \\"), "last");
});

test("equations: doubled backslashes and those typed by hand", () => {
    assert.equal(line("%[text] $\\\\frac{a}{b}\\_x$").units[0]?.text, "\\frac{a}{b}_x");
    assert.equal(line("%[text] $\\frac{a}{b}$").units[0]?.text, "\\frac{a}{b}");
    for (const tex of ["\\sigma(x) = \\frac{1}{1 + e^{-x}}", "a_{i*j} [x] \\le 0", "\\begin{cases} x & x > 0 \\\\ 0 \\end{cases}"]) assert.equal(readTex(writeTex(tex)), tex);
});

test("equations: lines, dollars and attributes with marks in their words", () => {
    assert.equal(readTex("a \\+ b\\n\\\\nu &dollar&;c&dollar&;"), "a + b\n\\nu $c$");
    assert.equal(readTex("\\nu"), "\\nu");
    for (const tex of ["x\ny", "\\[ x \\]\n$y$"]) assert.equal(readTex(writeTex(tex)), tex);
    const units = line('%[text] $x${"altText":"the set {a\\_1}"} end').units;
    assert.equal(units[0]?.extra, '{"altText":"the set {a\\_1}"}');
    assert.equal(units.length, 5);
});

test("code is as it stands", () => {
    assert.equal(shown("%[text] `a_b[1]` *i `2*x` i*"), "a_b[1] i 2*x i");
    assert.equal(line("%[text] [`x]` y](https://z.org)").units.filter(unit => unit.link !== null).map(unit => unit.text).join(""), "x] y");
    assert.equal(writeUnits(line("%[text] `a_b <c> [d]`").units).text, "`a_b <c> [d]`");
});

test("targets with brackets and blanks come back", () => {
    for (const source of ["[f](https://x.org/a_(b)?c=1) t", "[m](<matlab:doc some page>) t", "[n](matlab:doc\\(sin) t"]) {
        const { units } = line(`%[text] ${source}`);
        assert.equal(units.filter(unit => unit.link !== null).length, 1, source);
        assert.equal(writeUnits(units).text, source);
    }
    assert.equal(line("%[text] %[text:anchor:A_1]  two blanks").units[0]?.text, " ");
});

test("links and pictures", () => {
    const parsed = line("%[text] see [the **page**](https://x.org) ![alt](text:image:5f1a)");
    assert.equal(parsed.units.filter(unit => unit.link === "https://x.org").map(unit => unit.text).join(""), "the page");
    assert.equal(parsed.units.at(-1)?.extra, "text:image:5f1a");
});

test("writing what was read gives the same units", () => {
    const sources = ["plain", "**a *b* c** d", "***both***", "a **b**`c`**d**", "<u>u **x**</u>", "[l **b**](https://x.org) t", "$\\\\alpha\\_1$ and \\*", "**a**[**b**](https://y.org)**c**", "a`b*c`"];
    for (const source of sources) {
        const units = line(`%[text] ${source}`).units, again = line(`%[text] ${writeUnits(units).text}`).units;
        const bare = (list: typeof units): unknown => list.map(({ kind, text, style, link }) => ({ kind, text, style, link }));
        assert.deepEqual(bare(again), bare(units), source);
    }
});

test("emphasis never begins with a space", () => {
    const { text } = writeUnits([...charUnits("a"), ...charUnits(" b", bold)]);
    assert.equal(text, "a **b**");
});

test("places of units in what is written", () => {
    const { text, at } = writeUnits([...charUnits("a"), ...charUnits("b*", bold), ...charUnits("c")]);
    assert.equal(text, "a**b\\***c");
    assert.deepEqual(at, [0, 3, 4, 8, 9]);
});
