import assert from "node:assert/strict";
import { ChangeSet, Text } from "@codemirror/state";
import { test } from "node:test";
import { findAll, patternOf, replaceMatches, type Query } from "../src/editor/find_text";

const query = (search: string, more: Partial<Query> = {}): Query => ({ search, replace: "", regexp: false, word: false, matchCase: false, ...more });
const doc = (...lines: string[]): Text => Text.of(lines);
const replaced = (text: Text, q: Query): string[] => ChangeSet.of(replaceMatches(text, findAll(text, q)), text.length).apply(text).toString().split("\n");

test("marks of the text are not found, what they mark is", () => {
    const text = doc("%[text] a **bold** word and text", "x = 'text'; %[output:1234abcd]", "%%", "%[text:table]", "%[text] | text | b |", "%[text] | --- | --- |", "%[text:table]", "", "%[appendix]", "%[text:image:1]");
    assert.deepEqual(findAll(text, query("text")).map(one => [one.line, text.sliceString(one.from, one.to)]), [[1, "text"], [2, "text"], [5, "text"]]);
    assert.deepEqual(findAll(text, query("bold word")).map(one => text.sliceString(one.from, one.to)), ["bold** word"]);
    assert.equal(findAll(text, query("output")).length, 0);
    assert.equal(findAll(text, query("---")).length, 0);
    assert.equal(findAll(text, query("|")).length, 0, "bars of a table");
    assert.equal(findAll(text, query("text"), false).length, 2, "hidden code");
});

test("case, whole words, patterns", () => {
    const text = doc("Grad = 1;", "gradient = grad + Grad;");
    assert.equal(findAll(text, query("grad")).length, 4);
    assert.equal(findAll(text, query("grad", { word: true })).length, 3);
    assert.equal(findAll(text, query("Grad", { word: true, matchCase: true })).length, 2);
    assert.equal(findAll(text, query("g.ad", { regexp: true })).length, 4);
    assert.equal(findAll(text, query("g.ad")).length, 0);
    assert.match(String(patternOf(query("(", { regexp: true }))), /[Uu]nterminated group/);
    assert.deepEqual(replaced(text, query("(\\w+) = (\\w+)", { regexp: true, replace: "$2 = $1$$" })), ["1 = Grad$;", "grad = gradient$ + Grad;"]);
});

test("what is put into text keeps its style and is escaped; code, tables, examples as they need it", () => {
    const text = doc("%[text] a **bold** word", "bold = 1;", "%[text:table]", "%[text] | bold | a \\| b |", "%[text:table]", "%[text] ```", "%[text] bold", "%[text] ```", "%[text] bold");
    assert.deepEqual(replaced(text, query("bold", { replace: "x*|y" })), ["%[text] a **x\\*|y** word", "x*|y = 1;", "%[text:table]", "%[text] | x\\*\\|y | a \\| b |", "%[text:table]", "%[text] ```", "%[text] x*|y", "%[text] ```", "%[text] x\\*|y"]);
    assert.deepEqual(replaced(doc("%[text] so **bold** it"), query("o bol", { replace: "A" })), ["%[text] sA**d** it"]);
    assert.deepEqual(replaced(doc("%[text] one"), query("one", { replace: "# no heading" })), ["%[text] \\# no heading"]);
});
