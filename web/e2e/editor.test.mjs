// Writing a document: text as in a word processor, lists, equations, sections, paste from a page; under the strict policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inBrowser, openLab, picture, ready } from "./harness.mjs";

async function newDocument(page) {
    await page.click("text=New live script");
    await page.waitForSelector(".cm-content");
    await page.waitForFunction(() => document.querySelector(".cm-search, .cm-content")); // the editor stands
    await page.click(".cm-content");
}

/** The document as the file has it, asked from the server by saving it. */
async function savedText(page, home, name) {
    await page.keyboard.press("Control+s");
    const input = page.locator("dialog input");
    await input.fill(`${home}/${name}`);
    await page.keyboard.press("Enter");
    await page.waitForFunction(wanted => document.querySelector(".tab[aria-selected=true]")?.textContent?.includes(wanted), name);
    return readFileSync(`${home}/${name}`, "utf8").split("\n%[appendix]")[0].trimEnd().split("\n");
}

test("typing text, lists, equations, sections", () => inBrowser(async (page, { home }) => {
    await newDocument(page);
    const { keyboard } = page, type = async text => { await keyboard.type(text, { delay: 4 }); };
    await keyboard.press("Alt+Enter");
    await type("# My title");
    await keyboard.press("Enter");
    await type("Some *slanted* and **bold words**, `mono`, $x^2$ and 3*4 [x]");
    await keyboard.press("Enter");
    await type("- one");
    await keyboard.press("Enter");
    await type("two");
    await keyboard.press("Enter");
    await keyboard.press("Enter");
    await type("after");
    await keyboard.press("Control+Alt+Enter");
    await type("x = 1");
    await picture(page, "typing");
    const lines = await savedText(page, home, "typed.m");
    assert.deepEqual(lines, ["%[text] # My title", "%[text] Some *slanted* and **bold words**, `mono`, $x^2$ and 3\\*4 \\[x\\]",
        "%[text] - one", "%[text] - two \\", "%[text] after", "%%", "x = 1"]);
    await keyboard.press("Home");
    await keyboard.press("Backspace");
    await page.waitForFunction(() => !document.querySelector(".s-break"));
    await keyboard.press("Control+z");
    await page.waitForSelector(".s-break");
}));

test("paste from a page", () => inBrowser(async (page, { home }) => {
    await newDocument(page);
    await page.evaluate(async () => {
        const html = `<h2>Load</h2><p>Use&nbsp;<code>magic</code>, <b>first</b>.</p><pre>x =\u00A0[1 2];\ndisp(\u2018a\u2019)</pre><ul><li>One</li><li>Two</li></ul>`;
        await navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }), "text/plain": new Blob(["x"], { type: "text/plain" }) })]);
    });
    await page.keyboard.press("Control+v");
    await page.waitForSelector(".t-h1");
    assert.deepEqual(await savedText(page, home, "pasted.m"), ["%[text] ## Load", "%[text] Use `magic`, **first**.", "x = [1 2];", "disp('a')", "%[text] - One", "%[text] - Two \\"]);
}));

test("the policy without inline styles, a narrow window, no violations of accessibility rules", () => inBrowser(async page => {
    await page.route("**/*", async route => {
        const response = await route.fetch(), headers = response.headers(), policy = headers["content-security-policy"];
        if (policy) headers["content-security-policy"] = policy.replace(" 'unsafe-inline'", "");
        await route.fulfill({ response, headers });
    });
    await page.reload();
    await openLab(page);
    await page.click(".c-line:has-text('linspace')");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".output-figure canvas");
    await ready(page);
    const width = await page.evaluate(() => getComputedStyle(document.querySelector(".cm-scroller")).display);
    assert.equal(width, "flex", "CodeMirror's own styles are in force");
    await page.setViewportSize({ width: 520, height: 800 });
    await page.click("[aria-label=More]");
    for (const name of ["Section Break", "Bold", "Equation", "Step"]) await page.waitForSelector(`.toolbar button[aria-label="${name}"]:visible, .menu button:has-text("${name}")`);
    await picture(page, "narrow");
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1440, height: 1000 });
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] })).violations.map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`));
    assert.deepEqual(found, []);
}));
