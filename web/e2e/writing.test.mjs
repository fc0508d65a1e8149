// Styles while one writes: what the toolbar shows at the cursor, what typing at the edge of a run takes, Ctrl+B before typing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, onStage, openFile, picture } from "./stage.mjs";

const files = { "styles.m": "%[text] a **bold** end\n%[text] *first* and [a link](https://example.org)\n%[text] plain\nx = 1;\n" };

async function saved(page, home) {
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    return readFileSync(join(home, "styles.m"), "utf8").split("\n");
}

/** Waits until the toolbar shows these styles and no others. */
async function pressed(page, ...names) {
    await page.waitForFunction(wanted => ["Bold", "Italic", "Underline", "Monospaced"].every(name =>
        document.querySelector(`.toolbar button[aria-label=${name}]`).getAttribute("aria-pressed") === String(wanted.includes(name))), names, { timeout: 5000 });
}

async function at(page, text) {
    await page.locator(`.cm-line:has-text("${text}")`).first().click();
    await page.keyboard.press("Home");
}

const right = async (page, times) => { for (let k = 0; k < times; k++) await page.keyboard.press("ArrowRight"); };

test("the toolbar shows the style at the cursor; typing takes the style of the character before it; a mark costs no key", () => onStage(async ({ page, home }) => {
    await openFile(page, "styles.m");
    const { keyboard } = page;
    await at(page, "a bold end");
    await pressed(page);
    await right(page, 3); // a, blank, b
    await pressed(page, "Bold");
    await right(page, 3); // behind the d
    await pressed(page, "Bold");
    await accessible(page, "a style is on");
    await keyboard.type("er");
    await pressed(page, "Bold");
    await right(page, 1); // behind the blank: one key
    await pressed(page);
    await keyboard.type("X");
    await keyboard.press("ArrowLeft");
    await keyboard.press("ArrowLeft");
    await pressed(page, "Bold");
    await keyboard.type("!");
    assert.equal((await saved(page, home))[0], "%[text] a **bolder!** Xend");
    await keyboard.press("Home");
    await right(page, 2); // before the bold word: the blank is plain
    await pressed(page);
    await keyboard.type("so ");
    assert.equal((await saved(page, home))[0], "%[text] a so **bolder!** Xend");
    await keyboard.press("Home");
    await keyboard.press("Control+ArrowRight");
    for (let k = 0; k < 2; k++) await keyboard.press("Control+ArrowRight");
    await keyboard.press("Shift+ArrowRight");
    await keyboard.press("Shift+ArrowRight");
    assert.ok((await page.evaluate(() => getSelection().toString())).length >= 1, "selects past the marks");
    await keyboard.press("ArrowLeft");

    await at(page, "first and"); // at the beginning of a line: the character after it
    await pressed(page, "Italic");
    await keyboard.type("The ");
    await keyboard.press("End"); // a link does not grow at its end
    await keyboard.type(" here");
    await keyboard.press("ArrowUp");
    assert.equal((await saved(page, home))[1], "%[text] *The first* and [a link](https://example.org) here");
}, { files }));

test("Ctrl+B with nothing selected is about what is typed next; the toolbar's buttons the same; a word at a time", () => onStage(async ({ page, home }) => {
    await openFile(page, "styles.m");
    const { keyboard } = page;
    await at(page, "plain");
    await keyboard.press("End");
    await keyboard.press("Control+b");
    await pressed(page, "Bold");
    await picture(page, "style-at-cursor");
    await keyboard.type(" loud and"); // the blank cannot begin a bold run, the style waits
    await pressed(page, "Bold");
    await page.click(".toolbar button[aria-label=Italic]");
    await pressed(page, "Bold", "Italic");
    await keyboard.type(" both");
    await keyboard.press("Control+b");
    await keyboard.press("Control+i");
    await pressed(page);
    await keyboard.type(" plain 2*3 ");
    await keyboard.press("Control+m");
    await pressed(page, "Monospaced");
    await keyboard.type("f(x)");
    await keyboard.press("Control+m");
    await keyboard.type(".");
    const line = (await saved(page, home))[2];
    assert.match(line, /^%\[text\] plain \*\*loud and( \*both\*|\* both\*)\*\* plain 2\\\*3 `f\(x\)`\.$/);
    await keyboard.press("Control+b"); // on and off again: nothing is left of it
    await keyboard.press("Control+b");
    await pressed(page);
    await keyboard.press("Control+b");
    await keyboard.press("ArrowLeft"); // elsewhere it is forgotten
    await right(page, 1);
    await pressed(page);
    assert.equal((await saved(page, home))[2], line);
    // closed by hand it ends there
    await keyboard.type(" **two**, *three* `four`;");
    assert.equal((await saved(page, home))[2], `${line} **two**, *three* \`four\`;`);
    // what is typed over a selection takes its style
    await at(page, "a bold end");
    await right(page, 2);
    for (let k = 0; k < 4; k++) await keyboard.press("Shift+ArrowRight");
    await pressed(page, "Bold");
    await keyboard.type("fat");
    assert.equal((await saved(page, home))[0], "%[text] a **fat** end");
}, { files }));
