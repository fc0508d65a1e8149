import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanCode, cleanText } from "../src/editor/page_reader";

test("characters that look like others", () => {
    assert.equal(cleanCode("x\u00A0=\u2003\u2018a\u2019;\r\n>> y\u200B = \u201Cb\u201D \u2212 1   "), "x = 'a';\ny = \"b\" - 1");
    assert.equal(cleanText(" a\u00A0 \n b\u200B"), " a b");
});
