import assert from "node:assert/strict";
import { test } from "node:test";
import { addColumn, addRow, cellForm, removeColumn, removeRow, setAlign, setCell, typedSource } from "../src/editor/table_shape";
import { cellUnits, emptyTable, readTable, writeTable } from "../src/editor/tables";

const lines = (...texts: string[]): string => texts.join("\n");

test("tables keep bars in equations and escaped bars", () => {
    const source = lines("%[text:table]", "%[text] | a | $|x|$ |", "%[text] | --- | --- |", "%[text] | b \\| c | **d** |", "%[text:table]");
    const table = readTable(source);
    assert.equal(table.header, true);
    assert.deepEqual(table.cells.map(row => row.length), [2, 2]);
    assert.equal(cellUnits(table.cells[1]?.[0] ?? "").map(unit => unit.text).join(""), "b | c");
    assert.equal(writeTable(table), source);
});

test("a rule says how columns are aligned; ignoreHeader says that there is no header", () => {
    const source = lines('%[text:table]{"columnWidths":[10,20,30],"ignoreHeader":true}', "%[text] | a | b | c |", "%[text] | --- | :---: | ---: |", "%[text:table]");
    const table = readTable(source);
    assert.equal(table.header, false);
    assert.deepEqual(table.aligns, ["", "center", "right"]);
    assert.equal(writeTable(table), source);
    const bare = lines("%[text:table]", "%[text] | a | b |", "%[text] | --- | c |", "%[text:table]");
    assert.equal(writeTable(readTable(bare)), bare, "no rule where there was none");
});

test("rows and columns come and go with their alignment and widths", () => {
    const table = readTable(lines('%[text:table]{"columnWidths":[10,20]}', "%[text] | a | b |", "%[text] | --- | ---: |", "%[text] | c | d |", "%[text:table]"));
    assert.equal(writeTable(addColumn(table, 1)), lines('%[text:table]{"columnWidths":[10,10,20]}', "%[text] | a |  | b |", "%[text] | --- | --- | ---: |", "%[text] | c |  | d |", "%[text:table]"));
    assert.equal(writeTable(removeColumn(table, 0)), lines('%[text:table]{"columnWidths":[20]}', "%[text] | b |", "%[text] | ---: |", "%[text] | d |", "%[text:table]"));
    assert.deepEqual(addRow(table, 1).cells, [["a", "b"], ["", ""], ["c", "d"]]);
    assert.deepEqual(removeRow(table, 0).cells, [["c", "d"]]);
    assert.deepEqual(removeRow(removeRow(table, 0), 0).cells, [["c", "d"]], "the last row stays");
    assert.deepEqual(setCell(table, 1, 0, "x").cells, [["a", "b"], ["x", "d"]]);
    assert.deepEqual(setAlign(table, 0, "center").aligns, ["center", "right"]);
    assert.equal(writeTable(emptyTable(2, 1)), lines("%[text:table]", "%[text] |  |", "%[text] | --- |", "%[text] |  |", "%[text:table]"));
});

test("what is typed into a cell is what it shows, and is shown again without needless backslashes", () => {
    for (const [typed, source] of [["3*4 [x]", "3\\*4 \\[x\\]"], ["a | b", "a \\| b"], ["**bold** $\\frac{a}{b}$", "**bold** $\\\\frac{a}{b}$"], [" two  lines\nbecome one ", "two lines become one"], ["# no heading", "# no heading"], ["$|x|$", "$|x|$"]] as const) {
        assert.equal(typedSource(typed), source, typed);
        assert.equal(typedSource(cellForm(source)), source, "and back");
    }
    assert.equal(cellForm("3\\*4"), "3*4");
    assert.equal(cellForm("\\*a\\*"), "\\*a\\*", "these backslashes matter");
});
