// Several pages of one server: what is done in one is seen in the others and after a reload; and a page whose server was started
// anew says so, keeps what was typed and goes on when it is let in again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { accessible, command, onStage, openFile, picture, ready } from "./stage.mjs";

const said = page => page.locator(".console-log").innerText();
const row = (page, name) => page.locator(`.pane-workspace tr[data-name="${name}"]`);
const lines = text => text.split("\n").map(one => one.trim()).filter(one => one);

test("commands, answers and variables in two pages and after a reload", () => onStage(async stage => {
    const { page } = stage;
    const other = await stage.tab(page.url());
    await other.waitForSelector(".status-bar[data-state=ready]");
    await command(page, "A = magic(4) / 3;");
    await command(page, "x = 6 * 7");
    await page.locator(".console-input").fill("n = input('How many? ');");
    await page.locator(".console-input").press("Enter");
    for (const one of [page, other]) await one.waitForSelector(".console.asks");
    await other.locator(".console-input").fill("5");
    await other.locator(".console-input").press("Enter");
    await row(page, "n").waitFor();
    for (const one of [page, other]) await one.waitForFunction(() => !document.querySelector(".console.asks"));
    await command(other, "y = n + 1");
    const wanted = [">> A = magic(4) / 3;", ">> x = 6 * 7", "x =", "42", ">> n = input('How many? ');", "How many? 5", ">> y = n + 1", "y =", "6"];
    const shows = async one => {
        await one.waitForFunction(() => /y =\s+6/.test(document.querySelector(".console-log").textContent));
        assert.deepEqual(lines(await said(one)), wanted);
    };
    for (const one of [page, other]) await shows(one);
    await other.reload();
    await shows(other);
    await picture(other, "together-console");

    // the Variables editor of both; a change that the Workspace's row does not show
    for (const one of [page, other]) {
        await row(one, "A").dblclick();
        await one.waitForSelector(".vgrid .vg-cell.active");
    }
    const cell = (one, text) => one.locator(`.vgrid .vg-cell:has-text("${text}")`).first();
    await cell(page, "5.3333").click(); // 16/3
    await page.keyboard.type("1/7");
    await page.keyboard.press("Enter");
    await cell(other, "0.1429").waitFor();
    await page.keyboard.type("1/9"); // the cell below it
    await page.keyboard.press("Enter");
    await cell(other, "0.1111").waitFor();
    // copied with all digits, and edited with all digits
    await cell(other, "0.1429").click();
    await other.keyboard.press("Shift+ArrowDown");
    await other.keyboard.press("Control+c");
    await other.waitForFunction(async () => (await navigator.clipboard.readText()) === "0.14285714285714285\n0.1111111111111111");
    await cell(other, "0.1429").click();
    await other.keyboard.press("F2");
    assert.equal(await other.locator(".vg-editor input").inputValue(), "0.14285714285714285");
    await other.keyboard.press("Escape");
    await picture(other, "together-variables");

    // parts of a struct array and of a cell
    await command(page, "p = struct('v', {1, 2}); c = {1, {2, 'in'}};");
    await row(page, "p").dblclick();
    await page.waitForSelector(".variable-kind:has-text('struct array')");
    await page.locator(".vgrid .vg-cell:text-is('2')").dblclick();
    await page.locator(".vg-editor input").fill("20");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".vgrid .vg-cell:text-is('20')");
    await command(page, "p(2).v");
    await page.waitForFunction(() => /ans =\s+20/.test(document.querySelector(".console-log").textContent));
}));

test("a command is busy and can be stopped from another page", () => onStage(async stage => {
    const { page } = stage;
    const other = await stage.tab(page.url());
    await other.waitForSelector(".status-bar[data-state=ready]");
    await page.locator(".console-input").fill("while true, end");
    await page.locator(".console-input").press("Enter");
    for (const one of [page, other]) await one.waitForSelector(".status-bar[data-state=busy]");
    await other.click(".toolbar button[aria-label='Stop']");
    for (const one of [page, other]) {
        await ready(one);
        await one.waitForFunction(() => document.querySelector(".console-log").textContent.includes("terminated by user"));
    }
}));

test("section times are known after a reload", () => onStage(async ({ page }) => {
    await openFile(page, "slow.m");
    await page.keyboard.press("F5");
    await page.waitForSelector(".pane-workspace tbody tr:has-text('b')");
    await ready(page);
    await page.reload();
    await page.waitForSelector(".run-bar[title*='it took']");
}, { files: { "slow.m": "pause(0.3)\na = 1;\n%%\nb = 2;\n" } }));

test("the server was started anew: the page says what to do, keeps what was typed and goes on", () => onStage(async stage => {
    const { page, server, home } = stage;
    stage.allowed.push(/WebSocket/, /ERR_CONNECTION_REFUSED/, /status of 403/);
    await openFile(page, "kept.m");
    await page.click(".c-line:has-text('a = 1')");
    await page.keyboard.press("End");
    server.args = ["--port", server.port];
    await server.end("SIGKILL");
    await page.waitForSelector(".status-bar[data-state=lost]");
    await page.keyboard.type(" % typed meanwhile");
    await page.waitForSelector(".status-word:has-text('Start it again with “gradus live”')");
    await picture(page, "together-gone");
    const url = await server.start();
    await page.waitForSelector(".status-word:has-text('started anew')", { timeout: 15_000 });
    await picture(page, "together-anew");
    await accessible(page, "a server that was started anew");
    const coming = page.waitForEvent("download");
    await page.click("text=Save copies of unsaved texts");
    const download = await coming;
    assert.equal(download.suggestedFilename(), "kept.m");
    assert.equal(readFileSync(await download.path(), "utf8"), "a = 1; % typed meanwhile\n");
    const other = await stage.tab(url); // the browser is let in again
    await page.waitForSelector(".status-bar[data-state=ready]", { timeout: 15_000 });
    assert.ok(await page.locator("text=Save copies of unsaved texts").isHidden());
    await other.reload();
    for (const one of [page, other]) await one.waitForFunction(() => [...document.querySelectorAll(".cm-line")].some(line => line.textContent === "a = 1; % typed meanwhile"));
    assert.equal(readFileSync(`${home}/kept.m`, "utf8"), "a = 1;\n", "the file is written by Save only");
}, { files: { "kept.m": "a = 1;\n" } }));
