import assert from "node:assert/strict";
import { test } from "node:test";
import { readColour, readDate, writeColour, writeDate } from "../src/editor/literals";

test("colours of rows and of strings", () => {
    assert.equal(readColour("[0 0.4470 0.7410]"), "#0072bd");
    assert.equal(readColour('"#0072BD"'), "#0072bd");
    assert.equal(readColour("[0 2 0]"), null);
    assert.equal(readColour("lines(1)"), null);
    assert.equal(writeColour("[0 0 0]", "#ff8000"), "[1 0.502 0]");
    assert.equal(writeColour("'#000000'", "#ff8000"), "'#FF8000'");
});

test("dates of numbers and of text", () => {
    assert.equal(readDate('datetime("2024-3-05")'), "2024-03-05");
    assert.equal(readDate("datetime(2024, 3, 5)"), "2024-03-05");
    assert.equal(readDate("datetime('now')"), null);
    assert.equal(writeDate('datetime("2024-3-05","Format","dd.MM.y")', "2025-12-01"), 'datetime("2025-12-01","Format","dd.MM.y")');
    assert.equal(writeDate("datetime(2024,3,5)", "2025-12-01"), "datetime(2025,12,1)");
});
