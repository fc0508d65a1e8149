// The panes by mouse and keyboard: Workspace, Variables editor, files, Command Window, a new function, help, start page.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { inBrowser, openLab, picture, ready } from "./harness.mjs";

async function skipTour(page) {
    await page.waitForSelector(".tour");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".tour", { state: "detached" });
}

async function command(page, text) {
    await page.fill(".console-input", text);
    await page.press(".console-input", "Enter");
    await page.waitForFunction(() => document.querySelector(".console-input").value === "");
    await ready(page);
}

const row = (page, name) => page.locator(`.variables tr[data-name="${name}"]`);
/** Waits until the Command Window shows it. */
const says = (page, pattern) => page.waitForFunction(source => new RegExp(source).test(document.querySelector(".console-log").innerText), pattern.source);
const said = page => page.locator(".console-log").innerText();
const clean = async (page, name) => assert.deepEqual(await violations(page, name), []);

test("start page and tour: five steps, skippable, never again", () => inBrowser(async page => {
    await page.waitForSelector(".tour");
    await clean(page, "tour");
    for (let step = 1; step <= 5; step++) {
        assert.equal(await page.textContent(".tour-count"), `${step} of 5`);
        await page.waitForTimeout(250);
        await picture(page, `tour-${step}`);
        await page.keyboard.press("ArrowRight");
    }
    await page.waitForSelector(".tour", { state: "detached" });
    await page.reload();
    await page.waitForSelector(".start");
    await page.waitForTimeout(500);
    assert.equal(await page.locator(".tour").count(), 0);
    await page.click(".help-menu");
    await page.click("[role=menuitem]:has-text('tour')");
    await page.waitForSelector(".tour");
    await page.keyboard.press("Escape");
    await openLab(page);
    await page.keyboard.press("F6");
    await page.waitForFunction(() => document.activeElement.closest(".pane") !== null);
    await page.keyboard.press("Shift+F6");
    await page.waitForFunction(() => document.activeElement.closest("main") !== null);
    await page.keyboard.press("Alt+W");
    await page.waitForSelector(".start .recent button:has-text('vanishingGradients')");
    await picture(page, "start");
    await clean(page, "start");
}));

test("Workspace: marks, statistics, edit, rename, delete", () => inBrowser(async page => {
    await skipTour(page);
    await command(page, "x = 3; A = magic(4); word = \"abc\";");
    await row(page, "word").waitFor();
    await command(page, "x = 4;");
    await page.waitForFunction(() => document.querySelectorAll(".variables tr.changed").length === 1);
    await page.click("button[aria-label='Only what the last run changed']");
    await page.waitForFunction(() => document.querySelectorAll(".variables tbody tr").length === 1);
    await page.click("button[aria-label='Only what the last run changed']");
    await row(page, "x").click();
    await page.keyboard.press("Shift+F2");
    await page.fill(".cell-input", "3 +");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".complaint:not([hidden])");
    await picture(page, "workspace-complaint");
    await page.keyboard.press("Escape");
    assert.equal(await row(page, "x").locator(".c-value").innerText(), "4");
    await page.keyboard.press("Shift+F2");
    await page.fill(".cell-input", "2^5");
    await page.keyboard.press("Enter");
    await row(page, "x").locator(".c-value:has-text('32')").waitFor();
    await says(page, /x = 2\^5/);
    await page.keyboard.press("F2");
    await page.fill(".cell-input", "steps");
    await page.keyboard.press("Enter");
    await row(page, "steps").waitFor();
    await page.click("button[aria-label='Workspace options']");
    await page.click("[role=menuitemcheckbox]:has-text('Mean')");
    await row(page, "A").locator(".c-mean:has-text('8.5')").waitFor();
    await picture(page, "workspace");
    await clean(page, "workspace");
    await row(page, "steps").click();
    await page.keyboard.press("Delete");
    await page.click("dialog button:has-text('Delete')");
    await row(page, "steps").waitFor({ state: "detached" });
    await command(page, "exist('steps')");
    await says(page, /ans =\s+0/);
}));

test("Variables editor: a million rows, keys, edit, copy, paste, pages, drill-down, plot", () => inBrowser(async page => {
    await skipTour(page);
    await command(page, "M = reshape(1:3e6, 1e6, 3); s.a = {1, 'two', [7 8 9]}; N = reshape(1:24, 4, 3, 2);");
    await row(page, "M").dblclick();
    await page.waitForSelector(".vg-cell.active:has-text('1')");
    const active = () => page.locator(".vgrid .vg-cell.active").innerText();
    const frames = await page.evaluate(async () => {
        const grid = document.querySelector(".vgrid"), times = [];
        let last = performance.now();
        for (let k = 0; k < 60; k++) {
            grid.scrollTop += 4000;
            await new Promise(requestAnimationFrame);
            const now = performance.now();
            times.push(now - last);
            last = now;
        }
        return times.sort((a, b) => a - b);
    });
    console.log(`scrolling a million rows: median frame ${frames[30].toFixed(1)} ms, 95 % ${frames[57].toFixed(1)} ms`);
    assert.ok(frames[30] < 50, `frames of ${frames[30]} ms`);
    await page.focus(".vgrid");
    await page.keyboard.press("Control+End");
    await page.waitForFunction(() => document.querySelector(".vgrid .vg-cell.active")?.textContent === "3000000");
    assert.equal(await page.locator(".vg-side.in").innerText(), "1000000");
    assert.ok(await page.locator(".vgrid *").count() < 1500, "only what is in view exists");
    await page.keyboard.type("-5");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => [...document.querySelectorAll(".vgrid .vg-cell")].some(one => one.textContent === "-5"));
    await says(page, /M\(1000000,3\) = -5;/);
    await page.keyboard.press("Control+Home");
    await page.waitForFunction(() => document.querySelector(".vgrid .vg-cell.active")?.textContent === "1");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Control+c");
    await page.waitForFunction(async () => await navigator.clipboard.readText() === "1\t1000001\n2\t1000002");
    await page.evaluate(() => navigator.clipboard.writeText("10\t20\n30\t40\n"));
    await page.keyboard.press("Control+v");
    await page.waitForFunction(() => [...document.querySelectorAll(".vgrid .vg-cell")].some(one => one.textContent === "40"));
    await says(page, /M\(1:2,1:2\) = \[10 20; 30 40\];/);
    await picture(page, "variables-matrix");
    await clean(page, "variables");
    await row(page, "N").dblclick();
    await page.fill(".page-of input", "2");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".vg-cell:has-text('13')");
    await row(page, "s").dblclick();
    await page.locator(".vg-cell.cell").first().dblclick();
    await page.waitForSelector(".variables-editor [role=tab][aria-selected=true]:has-text('s.a')");
    await page.locator(".vg-cell", { hasText: "[7 8 9]" }).dblclick();
    await page.waitForSelector(".variables-editor [role=tab][aria-selected=true]:has-text('s.a{1,3}')");
    await page.waitForSelector(".vg-cell.active:has-text('7')");
    assert.equal(await active(), "7");
    await picture(page, "variables-part");
    await page.click("button[aria-label='Plot the selection']");
    await page.click("[role=menuitem]:has-text('bar')");
    await page.waitForSelector(".pane-figures canvas");
    await page.waitForTimeout(300);
    await picture(page, "variables-plot");
    await command(page, "clear s");
    await page.waitForSelector(".variable-body .pane-empty");
}));

test("Current Folder: make, rename, delete, upload, download, cd", () => inBrowser(async (page, { home }) => {
    await skipTour(page);
    await page.click(".pane-folder button[aria-label='New file or folder']");
    await page.click("[role=menuitem]:has-text('New folder')");
    await page.fill("dialog input", "week 3");
    await page.keyboard.press("Enter");
    const entry = name => page.locator(`.files tr[data-name="${name}"]`);
    await entry("week 3").waitFor();
    await entry("week 3").dblclick();
    await page.waitForSelector(".path-bar [aria-current=location]:has-text('week 3')");
    await command(page, "pwd");
    await says(page, /week 3'/);
    await page.setInputFiles(".pane-folder input[type=file]", { name: "data.csv", mimeType: "text/csv", buffer: Buffer.from("1,2\n3,4\n") });
    await entry("data.csv").waitFor();
    await page.setInputFiles(".pane-folder input[type=file]", { name: "data.csv", mimeType: "text/csv", buffer: Buffer.from("5,6\n") });
    await page.click("dialog button:has-text('Replace')");
    await page.waitForFunction(() => document.querySelector("tr[data-name='data.csv'] .c-bytes")?.textContent === "4 B");
    await entry("data.csv").click();
    await page.keyboard.press("F2");
    await page.fill(".cell-input", "numbers.csv");
    await page.keyboard.press("Enter");
    await entry("numbers.csv").waitFor();
    assert.equal(readFileSync(join(home, "week 3", "numbers.csv"), "utf8"), "5,6\n");
    await entry("numbers.csv").click({ button: "right" });
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("[role=menuitem]:has-text('Download')")]);
    assert.equal(readFileSync(await download.path(), "utf8"), "5,6\n");
    await picture(page, "folder");
    await clean(page, "folder");
    await entry("numbers.csv").dblclick();
    await page.waitForSelector(".cm-content:has-text('5,6')");
    await page.keyboard.press("Alt+W");
    await entry("numbers.csv").click();
    await page.keyboard.press("Delete");
    await page.click("dialog button:has-text('Delete')");
    await entry("numbers.csv").waitFor({ state: "detached" });
    assert.ok(!existsSync(join(home, "week 3", "numbers.csv")));
    await command(page, "cd ..");
    await entry("week 3").waitFor();
}, { height: 900 }));

test("Command Window: history, completion, pasted lines, input, errors, clc, openExample", () => inBrowser(async (page, { home }) => {
    await skipTour(page);
    await command(page, "first = 1;");
    await command(page, "zebraCount = 2;");
    await page.fill(".console-input", "fi");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.inputValue(".console-input"), "first = 1;");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.inputValue(".console-input"), "fi");
    await page.fill(".console-input", "zebr");
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.querySelector(".console-input").value === "zebraCount");
    await page.fill(".console-input", "hist");
    await page.keyboard.press("Tab");
    await page.waitForSelector(".console-completions li");
    await picture(page, "console-completion");
    await clean(page, "completion");
    await page.keyboard.press("Escape");
    await page.fill(".console-input", "");
    await page.evaluate(() => navigator.clipboard.writeText(">> t = 0;\nfor k = 1:3\n  t = t + k;\nend\ndisp(t)\n"));
    await page.keyboard.press("Control+v");
    await page.waitForFunction(() => /disp\(t\)\s+6/.test(document.querySelector(".console-log").innerText));
    await page.fill(".console-input", "name = input('Who? ', 's');");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".console-mark").textContent === "Who? ");
    await page.fill(".console-input", "Ada");
    await page.keyboard.press("Enter");
    await row(page, "name").locator(".c-value:has-text('Ada')").waitFor();
    await page.evaluate(() => navigator.clipboard.writeText("for k = 1:20000, fprintf('%d some text that is printed\\n', k); end\n"));
    await page.focus(".console-input");
    await page.keyboard.press("Control+v");
    await page.waitForFunction(() => document.querySelector(".console-log").innerText.includes("20000 some text"), null, { timeout: 30000 });
    assert.ok((await said(page)).length < 800_000, "what was printed first is gone");
    await command(page, "clc");
    await page.waitForFunction(() => !document.querySelector(".console-log").innerText.includes("some text"));
    await page.reload();
    await page.waitForSelector(".console-input");
    await page.waitForTimeout(300);
    await page.focus(".console-input");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.inputValue(".console-input"), "clc", "the history is kept");
    await command(page, "openExample('nnet/DetectVanishingGradientsInDeepNeuralNetworksExample')");
    await page.waitForSelector(".cm-content .t-title");
    assert.ok(existsSync(join(home, "Gradus", "vanishing-gradients")));
}));

test("New Script, paste a function, Save proposes its name, it is callable at once; errors lead to their line", () => inBrowser(async (page, { home }) => {
    await skipTour(page);
    await page.click(".start button:has-text('New script')");
    await page.waitForSelector(".cm-content");
    await page.evaluate(() => navigator.clipboard.writeText("function y = twice(x)\n% twice  Two times x.\ny = 2*x;\nif x > 100\n    error('Too large.')\nend\nend\n"));
    await page.focus(".cm-content");
    await page.keyboard.press("Control+v");
    await page.waitForSelector(".cm-line:has-text('Too large')");
    await page.keyboard.press("Control+s");
    await page.waitForSelector(".browser-list");
    assert.equal(await page.inputValue("dialog input"), "twice.m");
    await page.waitForTimeout(200);
    await page.fill("dialog input", "other.m");
    await page.waitForSelector(".advice:has-text('not by twice')");
    await page.fill("dialog input", "twice.m");
    await picture(page, "save-as");
    await clean(page, "save");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.title.startsWith("twice.m –"));
    assert.match(readFileSync(join(home, "twice.m"), "utf8"), /^function y = twice/);
    await command(page, "twice(21)");
    await says(page, /42/);
    await page.keyboard.press("Alt+N");
    await command(page, "twice(101)");
    await page.click(".console-log .place");
    await page.waitForFunction(() => document.title.startsWith("twice.m"));
    await page.waitForFunction(() => document.querySelector(".status-place").textContent.startsWith("Line 5,"));
    await page.focus(".cm-content");
    await page.keyboard.type(" ");
    await page.waitForFunction(() => document.title.includes("•"));
    await page.keyboard.press("Alt+W");
    await page.waitForSelector("dialog:has-text('not saved')");
    await page.click("dialog button:has-text(\"Don't save\")");
}));

test("help: doc, search, links, back, run the example", () => inBrowser(async page => {
    await skipTour(page);
    await command(page, "doc histcounts");
    await page.waitForSelector(".help-page h1:has-text('histcounts')");
    await picture(page, "help");
    await clean(page, "help");
    await page.fill(".help-search", "relu");
    await page.waitForSelector(".help-found li[data-name=relu]");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".help-page h1:has-text('relu')");
    await page.locator(".help-page a").first().click();
    await page.waitForFunction(() => document.querySelector(".help-page h1")?.textContent !== "relu");
    await page.click("button[aria-label=Back]");
    await page.waitForSelector(".help-page h1:has-text('relu')");
    await page.click(".example-buttons button:has-text('Run')");
    await page.waitForFunction(() => document.querySelector(".console-log").innerText.includes(">>"));
    await ready(page);
    assert.doesNotMatch(await said(page), /Error/);
}));

test("narrow window: every pane behind a tab, nothing out of reach", () => inBrowser(async page => {
    await skipTour(page);
    await picture(page, "narrow-start");
    for (const [title, inside] of [["Current Folder", ".folder"], ["Workspace", ".workspace"], ["Help", ".help-page h1"], ["Figures", ".figures"], ["Variables", ".variables-editor"], ["Command Window", ".console"]]) {
        await page.click(`.pane-tabs [role=tab]:has-text("${title}")`);
        await page.waitForSelector(inside);
        await picture(page, `narrow-${title.replace(" ", "-").toLowerCase()}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${title} fits`);
    }
    await clean(page, "narrow");
    await command(page, "x = 1;");
    await openLab(page);
    await picture(page, "narrow-lab");
    await clean(page, "narrow lab");
}, { width: 360, height: 800 }));
