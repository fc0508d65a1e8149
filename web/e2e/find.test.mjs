// Find and replace across formatted text, tables and code, by mouse and keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, onStage, openFile, picture } from "./stage.mjs";

const source = `%[text] # Gradients in text
%[text] A **small** gradient and a *Gradient* of the loss.
%[text:table]
%[text] | gradient | value |
%[text] | --- | --- |
%[text] | last | 3 |
%[text:table]
gradient = 3;
gradients = [gradient 4];
%%
%[text] The small gradient again.
`;
const files = { "find.m": source };

async function saved(page, home) {
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    return readFileSync(join(home, "find.m"), "utf8").trimEnd();
}

const count = (page, text) => page.waitForFunction(wanted => document.querySelector(".find-count")?.textContent === wanted, text, { timeout: 5000 });
const selected = page => page.evaluate(() => getSelection().toString());

test("find: case, whole word, pattern, next and previous, across text, tables and code", () => onStage(async ({ page }) => {
    await openFile(page, "find.m");
    const { keyboard } = page;
    await page.click(".t-title");
    await keyboard.press("Home");
    await keyboard.press("Control+f");
    await page.waitForSelector(".find-panel");
    await keyboard.type("text");
    await count(page, "1 of 1"); // the title's word, not the marks of text lines
    await page.fill(".find-field >> nth=0", "gradient");
    await count(page, "1 of 8");
    await keyboard.press("Enter");
    await count(page, "2 of 8");
    await keyboard.press("Shift+Enter");
    await keyboard.press("Shift+Enter");
    await count(page, "8 of 8"); // round the beginning
    await keyboard.press("Enter");
    for (let k = 0; k < 3; k++) await keyboard.press("Enter");
    await count(page, "4 of 8");
    await page.waitForSelector(".text-table .found-here:has-text('gradient')");
    await picture(page, "find-table");
    await page.click(".find-panel [aria-label='Whole word']");
    await count(page, "6 matches".replace("6 matches", "3 of 6"));
    await page.click(".find-panel [aria-label='Match case']");
    await count(page, "2 of 5");
    await page.click(".find-panel [aria-label='Next match (Enter)']");
    await count(page, "3 of 5");
    await accessible(page, "find panel");
    await picture(page, "find");
    await page.click(".find-panel [aria-label='Whole word']");
    await page.click(".find-panel [aria-label='Regular expression']");
    await page.fill(".find-field >> nth=0", "small g\\w+t");
    await count(page, "1 of 2");
    await page.fill(".find-field >> nth=0", "small (");
    await page.waitForFunction(() => /group/.test(document.querySelector(".find-count").textContent));
    await page.fill(".find-field >> nth=0", "nowhere");
    await count(page, "No match");
    await keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".find-panel") && document.activeElement.classList.contains("cm-content"));
    // what is selected is looked for
    await page.locator(".cm-line:has-text('The small gradient')").dblclick({ position: { x: 45, y: 12 } });
    const word = await selected(page);
    await keyboard.press("Control+f");
    assert.equal(await page.inputValue(".find-field >> nth=0"), word);
    await keyboard.press("Escape");
    await keyboard.press("F3"); // opens it again
    await page.waitForSelector(".find-panel");
}, { files }));

test("replace one, replace all as one step to undo; marks stay, what is put in is escaped", () => onStage(async ({ page, home }) => {
    await openFile(page, "find.m");
    const { keyboard } = page;
    await page.click(".t-title");
    await keyboard.press("Home");
    await keyboard.press("Control+h");
    await page.fill("[aria-label=Find]", "small gradient");
    await page.fill("[aria-label='Replace with']", "tiny *slope*");
    await page.click(".find-panel button:text-is('Replace')");
    await count(page, "1 of 1");
    assert.match(await saved(page, home), /^%\[text\] A \*\*tiny \\\*slope\\\*\*\* and a \*Gradient\* of the loss\.$/m);
    await page.click(".find-panel button:text-is('Replace')");
    await count(page, "No match");
    assert.match(await saved(page, home), /^%\[text\] The tiny \\\*slope\\\* again\.$/m);
    await page.click(".find-panel [aria-label='Match case']");
    await page.click(".find-panel [aria-label='Regular expression']");
    await page.fill("[aria-label=Find]", "\\bgrad(\\w*)\\b");
    await page.fill("[aria-label='Replace with']", "slope$1");
    const before = await saved(page, home);
    await page.click(".find-panel button:text-is('Replace All')");
    await count(page, "No match");
    const after = await saved(page, home);
    assert.match(after, /^slopeient = 3;\nslopeients = \[slopeient 4\];$/m);
    assert.match(after, /^%\[text\] \| slopeient \| value \|$/m);
    assert.match(after, /^%\[text\] # Gradients in text\n/, "case was matched");
    await keyboard.press("Escape");
    await keyboard.press("Control+z");
    assert.equal(await saved(page, home), before, "one step");
    await page.waitForSelector(".text-table:has-text('gradient')");
}, { files }));
