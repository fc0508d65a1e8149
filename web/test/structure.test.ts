import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { sectionAt, structureOf } from "../src/editor/structure";

const doc = (...lines: string[]): Text => Text.of(lines);

test("sections and their hashes", () => {
    const text = doc("%[text] # T", "x = 1;", "%%", "", "y = 2;  ", "%% Title", "%[text] only text");
    const { sections } = structureOf(text);
    assert.deepEqual(sections.map(one => [one.from_line, one.to_line]), [[1, 2], [3, 5], [6, 7]]);
    // FNV-1a, 32 bits: of "a" it is e40c292c (the algorithm's published vector)
    assert.equal(structureOf(doc("a")).sections[0]?.hash, "e40c292c");
    assert.equal(structureOf(doc("foobar")).sections[0]?.hash, "bf9cf968");
    assert.equal(sections[2]?.hash, "");
    assert.equal(sections[0]?.hash, structureOf(doc("", "x = 1; %[output:12ab34cd]", "%[text] other")).sections[0]?.hash);
    assert.equal(sectionAt(text, text.line(4).from).from_line, 3);
});

test("tables, examples, headings, appendix", () => {
    const text = doc("%[text] # Title", "%[text:table]", "%[text] | a | b |", "%[text:table]", "%[text] ```", "%[text] # no heading", "%[text] ```", "x = 1", "", "%[appendix]{\"version\":\"1.0\"}", "%---");
    const found = structureOf(text);
    assert.equal(found.tables.length, 1);
    assert.equal(found.examples.length, 1);
    assert.deepEqual(found.headings.map(one => one.line), [1]);
    assert.equal(found.appendix, text.line(9).to);
});
