// Running by keys: Run and Advance pressed faster than the server answers, Step statement by statement, Run to End, F1.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, busy, onStage, openFile, picture, ready } from "./stage.mjs";

const line = page => page.evaluate(() => Number(/^Line (\d+)/.exec(document.querySelector(".status-place").textContent)?.[1]));
const atLine = (page, n) => page.waitForFunction(wanted => Number(/^Line (\d+)/.exec(document.querySelector(".status-place").textContent)?.[1]) === wanted, n);
const value = (page, name) => page.locator(`.pane-workspace tr[data-name="${name}"]`);

test("Run and Advance twice within one answer runs two sections; Run Section after it the third", () => onStage(async ({ page, server }) => {
    // every message of the server comes late, so that the second key is pressed before the first answer
    await page.routeWebSocket(/\/socket$/, socket => {
        const far = socket.connectToServer();
        socket.onMessage(message => far.send(message));
        far.onMessage(message => setTimeout(() => socket.send(message), 150));
    });
    await page.goto(new URL(server.url).origin);
    await page.waitForSelector(".status-bar[data-state=ready]");
    await openFile(page, "sections.m");
    await page.click(".c-line:has-text('a = 1')");
    await atLine(page, 1);
    await page.keyboard.press("Control+Shift+Enter");
    await page.keyboard.press("Control+Shift+Enter");
    await page.keyboard.press("Control+Enter");
    assert.equal(await line(page), 1, "no answer yet");
    await atLine(page, 5);
    await value(page, "c").waitFor();
    await ready(page);
    assert.deepEqual(await page.locator(".pane-workspace tr[data-name]").evaluateAll(rows => rows.map(one => one.dataset.name).sort()), ["a", "b", "c", "n"]);
    assert.match(await value(page, "n").innerText(), /1/, "each ran once");
    assert.equal(await value(page, "d").count(), 0);
}, { files: { "sections.m": "a = 1; if exist('n', 'var'), n = n + 1; else, n = 1; end\n%%\nb = 2;\n%%\n% third\nc = 3;\n%%\nd = 4;\n" } }));

test("Step goes statement by statement and shows where it is; Run to End runs the rest", () => onStage(async ({ page }) => {
    await openFile(page, "steps.m");
    await page.click(".c-line:has-text('a = 1')");
    await atLine(page, 2);
    await page.keyboard.press("F10");
    await atLine(page, 3);
    await value(page, "a").waitFor();
    await ready(page);
    assert.equal(await value(page, "b").count(), 0, "one statement only");
    await page.click(".toolbar button[aria-label=Step]"); // a loop is one statement
    await busy(page);
    await page.waitForSelector(".c-running:has-text('for k = 1:3')");
    await page.waitForSelector(".c-running:has-text('pause')");
    await picture(page, "step");
    await accessible(page, "a statement runs");
    await ready(page);
    await page.waitForFunction(() => !document.querySelector(".c-running"));
    await atLine(page, 7);
    assert.equal(await value(page, "c").count(), 0);
    await page.keyboard.press("F10"); // across the section's break
    await value(page, "c").waitFor();
    await ready(page);
    await atLine(page, 9);
    await page.click(".toolbar button[aria-label='Run to End']");
    await value(page, "e").waitFor();
    await ready(page);
    assert.match(await value(page, "a").innerText(), /\b1\b/, "what is above did not run again");
    assert.match(await value(page, "d").innerText(), /\b4\b/);
    assert.equal(await page.locator(".output-variable").count(), 2);
    assert.equal(await line(page), 9, "the cursor stays");
}, { files: { "steps.m": "%[text] # Steps\na = 1;\nfor k = 1:3\n    b = k;\n    pause(0.4)\nend\nc = 3\n%%\nd = 4\n%[text] and\ne = 5;\n" } }));

test("F1 is help on the name at the cursor in code, else the Help pane", () => onStage(async ({ page }) => {
    await openFile(page, "names.m");
    await page.click(".t-title");
    await page.keyboard.press("F1"); // in text: the contents
    await page.waitForSelector(".pane-help .help-page h1, .pane-help .help-page h2");
    const before = await page.locator(".pane-help .help-page").innerText();
    assert.doesNotMatch(before, /^\s*linspace\b/);
    await page.click(".c-line:has-text('linspace')");
    await page.keyboard.press("Home");
    for (let k = 0; k < 6; k++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("F1");
    await page.waitForFunction(() => /linspace/.test(document.querySelector(".pane-help .help-page").textContent));
    await page.click(".t-title");
    await page.keyboard.press("Home");
    await page.keyboard.press("F1"); // the page that is there stays
    await page.waitForTimeout(200);
    assert.match(await page.locator(".pane-help .help-page").innerText(), /linspace/);
    await page.click("[aria-label=Help].help-menu, .help-menu");
    assert.equal(await page.locator("[role=menu] :text('F1')").count(), 1, "one entry has the key");
}, { files: { "names.m": "%[text] # magic numbers\nx = linspace(0, 1, 5);\n" } }));
