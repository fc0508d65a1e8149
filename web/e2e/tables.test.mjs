// Tables, edited where they stand, by mouse and by keyboard: cells, rows, columns, alignment; what the file then holds; undo.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, onStage, openFile, picture } from "./stage.mjs";

const source = `%[text] ## A table
%[text:table]
%[text] | Layer | $|g|$ |
%[text] | --- | --- |
%[text] | fc1 | **small** |
%[text:table]
%[text] after
x = 1;
`;
const files = { "table.m": source };

async function saved(page, home, name = "table.m") {
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    return readFileSync(join(home, name), "utf8").split("\n");
}

const cell = (page, row, column) => page.locator(".text-table tr").nth(row).locator("th, td").nth(column);

test("cells: click, type, Tab, Shift+Tab, Enter, Escape; each is one step to undo", () => onStage(async ({ page, home }) => {
    await openFile(page, "table.m");
    const { keyboard } = page;
    await cell(page, 1, 0).click();
    await page.waitForSelector(".cell-field");
    await keyboard.press("End");
    await keyboard.type(" first");
    await picture(page, "table-editing");
    await accessible(page, "a cell is edited");
    await keyboard.press("Tab");
    assert.equal(await page.locator(".cell-field").inputValue(), "**small**", "the marks of the style are there to edit");
    assert.match(await page.locator(".cell-field").getAttribute("aria-label"), /^Row 2, column 2/);
    await keyboard.type("3*4 | [x]");
    await keyboard.press("Tab"); // from the last cell: a new row
    await keyboard.type("fc2");
    await keyboard.press("Enter"); // and again
    await keyboard.press("Enter"); // out of an empty last row
    await page.waitForFunction(() => document.activeElement?.classList.contains("cm-content"));
    assert.deepEqual((await saved(page, home)).slice(1, 8), ["%[text:table]", "%[text] | Layer | $|g|$ |", "%[text] | --- | --- |", "%[text] | fc1 first | 3\\*4 \\| \\[x\\] |", "%[text] | fc2 |  |", "%[text:table]", "%[text] after"]);

    await cell(page, 1, 1).click();
    assert.equal(await page.locator(".cell-field").inputValue(), "3*4 | [x]", "no backslashes that are not needed");
    await keyboard.press("Shift+Tab");
    await keyboard.type("lost");
    await keyboard.press("Escape"); // as it was
    await page.waitForFunction(() => document.activeElement?.textContent === "fc1 first");
    const texts = () => page.locator(".text-table tr").evaluateAll(rows => rows.slice(1).map(row => [...row.cells].map(one => one.textContent).join("|")));
    const steps = [];
    for (let k = 0; k < 6; k++) {
        await keyboard.press("Control+z");
        steps.push((await texts()).join(" / "));
    }
    assert.deepEqual(steps, ["fc1 first|3*4 | [x] / fc2| / |", "fc1 first|3*4 | [x] / fc2|", "fc1 first|3*4 | [x] / |", "fc1 first|3*4 | [x]", "fc1 first|small", "fc1|small"]);
    await keyboard.press("Control+y");
    assert.deepEqual(await texts(), ["fc1 first|small"]);
    assert.deepEqual((await saved(page, home))[4], "%[text] | fc1 first | **small** |");
}, { files }));

test("keyboard alone: into the table, through it, rows, columns, alignment, header, out again", () => onStage(async ({ page, home }) => {
    await openFile(page, "table.m");
    const { keyboard } = page, focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.click(".t-h1");
    await keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.activeElement?.textContent === "Layer");
    await accessible(page, "a table has the focus");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowRight");
    assert.equal(await focused(), "small");
    await keyboard.press("Control+Enter"); // runs the section of the table
    await page.waitForSelector(".pane-workspace tr[data-name=x]");
    await keyboard.type("9.5"); // typing replaces
    await keyboard.press("Enter");
    await keyboard.press("Escape");
    const choose = async (menu, item) => {
        await page.locator(`.table-tools button:has-text("${menu}")`).focus();
        await keyboard.press("Enter");
        await page.locator(`[role=menu] button:has-text("${item}")`).focus();
        await keyboard.press("Enter");
        await page.waitForFunction(() => /^T[DH]$/.test(document.activeElement?.tagName ?? ""));
    };
    await choose("Column", "Align right");
    await choose("Row", "Add row above");
    await choose("Column", "Add column to the left");
    await keyboard.type("mid");
    await keyboard.press("Escape");
    await keyboard.press("Delete");
    await keyboard.type("middle");
    await keyboard.press("Tab");
    await keyboard.press("Escape");
    await choose("Table", "Header row");
    await picture(page, "table-tools");
    assert.deepEqual((await saved(page, home)).slice(1, 8), ['%[text:table]{"ignoreHeader":true}', "%[text] | Layer |  | $|g|$ |", "%[text] | --- | --- | ---: |", "%[text] | fc1 |  | 9.5 |", "%[text] |  | middle |  |", "%[text] |  |  |  |", "%[text:table]"]);
    await choose("Row", "Delete row");
    await choose("Row", "Delete row");
    await choose("Column", "Delete column");
    assert.deepEqual((await saved(page, home)).slice(1, 6), ['%[text:table]{"ignoreHeader":true}', "%[text] | Layer |  |", "%[text] | --- | --- |", "%[text] | fc1 |  |", "%[text:table]"]);
    await keyboard.press("ArrowDown"); // below: the text after it
    await page.waitForFunction(() => document.activeElement?.classList.contains("cm-content"));
    await keyboard.press("Home");
    await keyboard.type("well ");
    await keyboard.press("Home");
    await keyboard.press("ArrowLeft"); // back into its last cell
    await page.waitForFunction(() => document.activeElement?.tagName === "TD");
    await page.locator('.table-tools button:has-text("Table")').focus();
    await keyboard.press("Enter");
    await page.locator('[role=menu] button:has-text("Delete table")').focus();
    await keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.classList.contains("cm-content"));
    assert.deepEqual((await saved(page, home)).slice(0, 4), ["%[text] ## A table", "%[text]", "%[text] well after", "x = 1;"].map((one, at) => at === 1 ? "%[text] " : one));
}, { files }));

test("by the pointer's menu; styles in a cell; a table put in and filled; typing beside a table leaves its lines alone; saved while a cell is open", () => onStage(async ({ page, home }) => {
    await openFile(page, "table.m");
    const { keyboard } = page;
    await cell(page, 0, 0).click({ button: "right" });
    await page.click("[role=menu] button:has-text('Centre')");
    await cell(page, 1, 0).click();
    await keyboard.press("Control+a");
    await keyboard.press("Control+b");
    assert.equal(await page.locator(".cell-field").inputValue(), "**fc1**");
    await page.click(".toolbar button[aria-label=Bold]");
    await page.click(".toolbar button[aria-label=Italic]");
    const lines = await saved(page, home); // the field is still open
    assert.deepEqual(lines.slice(2, 5), ["%[text] | Layer | $|g|$ |", "%[text] | :---: | --- |", "%[text] | *fc1* | **small** |"]);
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await page.keyboard.press("Control+End");
    await page.click(".toolbar button[aria-label=Insert]");
    await page.click("[role=menu] button:has-text('Table')");
    await page.waitForFunction(() => document.querySelectorAll(".text-table").length === 2 && document.activeElement?.closest(".text-table"));
    await keyboard.type("a");
    await keyboard.press("Tab");
    await keyboard.type("b");
    await keyboard.press("ArrowDown");
    await keyboard.press("Escape");
    await page.locator(".cm-line:has-text('after')").click();
    await keyboard.press("Home");
    for (const [key, text] of [["ArrowUp", ""], ["Escape", "one "]]) { await keyboard.press(key); if (text) await keyboard.type(text); }
    const now = (await saved(page, home));
    assert.deepEqual(now.slice(5, 8), ["%[text:table]", "%[text] one after", "x = 1;"]);
    assert.deepEqual(now.slice(8, 14), ["%[text:table]", "%[text] | a | b |", "%[text] | --- | --- |", "%[text] |  |  |", "%[text] |  |  |", "%[text:table]"]);
}, { files }));
