// The whole lab by mouse and keyboard, as its sheet tells it: from the pasted command to the downloaded PDF, with a reload in the
// middle of training, a second tab, and kernel and server killed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, busy, command, ink, kernelsOf, memory, note, onStage, openFile, picture, ready, scrollTo, sleep, toTop } from "./stage.mjs";

const variable = (page, name) => page.locator(`.pane-workspace tr[data-name="${name}"]`);
const said = page => page.locator(".console-log").innerText();
const folderOf = page => page.evaluate(() => [...document.querySelectorAll(".path-bar .crumbs button")].map(one => one.textContent).join("/").replace("//", "/"));

async function pasteText(page, text, html) {
    await page.evaluate(async ([plain, rich]) => {
        const parts = { "text/plain": new Blob([plain], { type: "text/plain" }) };
        if (rich) parts["text/html"] = new Blob([rich], { type: "text/html" });
        await navigator.clipboard.write([new ClipboardItem(parts)]);
    }, [text, html]);
    await page.keyboard.press("Control+v");
}

async function menu(page, button, item) {
    await page.click(`.toolbar button[aria-label="${button}"]`);
    await page.locator(`[role=menu] :is([role=menuitem], [role=menuitemcheckbox], button):has-text("${item}")`).first().click();
}

/** Opens the lab by the command its web page gives. */
async function openByCommand(page, text = 'openExample("gradus/VanishingGradientsExample")') {
    await page.click(".console-input");
    await pasteText(page, `${text}\n`);
    await page.waitForSelector(".cm-content .t-title:has-text('Watching Gradients Vanish')");
    await ready(page);
}

/** Fewer epochs and layers, so that a story takes seconds: what a student may well change. */
async function fewEpochs(page, epochs) {
    await scrollTo(page, "numEpochs = ");
    await page.locator(".cm-line:has-text('numEpochs = ')").first().dblclick({ position: { x: 4, y: 8 } });
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.type(`numEpochs = ${epochs};`);
    await page.waitForSelector(`.cm-line:has-text('numEpochs = ${epochs};')`);
}

test("open by a pasted command; other spellings of it open the same", () => onStage(async ({ page, home }) => {
    await accessible(page, "start page");
    await picture(page, "story-start");
    await openByCommand(page);
    const at = join(home, "Gradus/vanishing-gradients");
    assert.ok(existsSync(join(at, "vanishingGradients.m")), "the lab is in a folder of the user's");
    for (const name of ["createNetwork", "modelLoss", "trainAndRecord"]) assert.ok(existsSync(join(at, `${name}.m`)));
    for (const form of ["openExample('nnet/DetectVanishingGradientsInDeepNeuralNetworksExample')", "openExample deeplearning_shared/DetectVanishingGradientsExample"]) {
        await page.keyboard.press("Alt+W");
        await page.waitForSelector(".start");
        await openByCommand(page, form);
    }
    await picture(page, "story-open");
    await accessible(page, "the lab");
    await page.waitForFunction(() => document.querySelector(".path-bar .crumbs li:last-child")?.textContent === "vanishing-gradients");
    assert.equal(await folderOf(page), at, "the path bar shows the lab's folder");
}));

test("section by section: Workspace, values, a pasted section", () => onStage(async ({ page, home }) => {
    await openByCommand(page);
    await toTop(page);
    await page.click(".cm-content .t-title");
    await page.waitForFunction(() => /Line 1,/.test(document.querySelector(".status-place").textContent));
    await page.keyboard.press("Control+Shift+Enter"); // text alone: only the cursor moves
    await page.waitForFunction(() => !/Line 1,/.test(document.querySelector(".status-place").textContent));
    await page.keyboard.press("Control+Shift+Enter");
    await page.waitForSelector(".output-figure canvas");
    await ready(page);
    await variable(page, "x").waitFor();
    assert.match(await variable(page, "x").innerText(), /1×241/);
    assert.ok(await variable(page, "x").evaluate(one => one.classList.contains("changed")), "what the run changed is marked");
    const drawn = await ink(page.locator(".output-figure canvas").first());
    assert.ok(drawn > 0.005 && drawn < 0.6, `the figure is drawn (${drawn})`);
    await page.click(".toolbar button[aria-label='Run and Advance']");
    await variable(page, "XTrain").waitFor();
    await ready(page);
    assert.match(await variable(page, "XTrain").innerText(), /28×28×1×5000/);
    assert.ok(!await variable(page, "x").evaluate(one => one.classList.contains("changed")), "x is as it was");
    await picture(page, "story-data");

    // a variable, seen and changed
    await variable(page, "x").dblclick();
    await page.waitForSelector(".vgrid .vg-cell.active");
    await page.locator(".vgrid .vg-cell.active").click();
    await page.keyboard.type("-7");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".console-log")?.textContent.includes("x(1,1) = -7"));
    await picture(page, "story-variable");
    await accessible(page, "Variables editor");

    // a section break, then code from a web page
    await scrollTo(page, "A mini-batch queue hands out");
    await page.locator(".cm-line:has-text('A mini-batch queue hands out')").click();
    await page.keyboard.press("End");
    await page.click(".toolbar button[aria-label='Section Break']");
    await pasteText(page, "plain", "<h3>From the page</h3><p>Classes of the labels:</p><pre class=\"code\"><span>names&nbsp;=&nbsp;categories(TTrain)';</span>\n<span>perClass = countcats(TTrain)'</span></pre>");
    await page.waitForSelector(".cm-line:has-text('perClass = countcats')");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".output:has-text('500')");
    await ready(page);
    assert.match(await variable(page, "names").innerText(), /1×10/);
    await picture(page, "story-pasted");
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    const text = readFileSync(join(home, "Gradus/vanishing-gradients/vanishingGradients.m"), "utf8");
    assert.match(text, /^%\[text\] #{2,4} From the page\n%\[text\] Classes of the labels:\nnames = categories\(TTrain\)';/m, "no stray characters");
}));

test("a function, folders, help", () => onStage(async ({ page, home }) => {
    await openByCommand(page);
    await menu(page, "New", "New Script");
    await page.waitForFunction(() => /untitled/i.test(document.querySelector(".tab[aria-selected=true]")?.textContent ?? ""));
    await page.click(".cm-content");
    await pasteText(page, "function y = doubled(x)\n% doubled  Twice the value.\ny = 2 * x;\nend\n");
    await page.waitForSelector(".cm-line:has-text('y = 2 * x')");
    await page.keyboard.press("Control+s");
    await page.waitForSelector("dialog input");
    await page.waitForFunction(() => /doubled\.m$/.test(document.querySelector("dialog input").value));
    await picture(page, "story-save");
    await accessible(page, "Save");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".tab[aria-selected=true]:has-text('doubled.m')");
    assert.ok(existsSync(join(home, "Gradus/vanishing-gradients/doubled.m")), "in the folder of the lab");
    await page.locator(".tab:has-text('vanishingGradients')").click();
    await command(page, "doubled(21)");
    assert.match(await said(page), /ans =\s+42/);
    await page.locator(".tab:has-text('doubled')").click();
    await page.locator(".cm-line:has-text('y = 2 * x')").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(" + 1;");
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    await page.locator(".tab:has-text('vanishingGradients')").click();
    await command(page, "doubled(21)");
    await page.waitForFunction(() => /ans =\s+43/.test(document.querySelector(".console-log").textContent));

    // pwd, cd, path bar and pane agree
    const at = await folderOf(page);
    await command(page, "pwd");
    assert.ok((await said(page)).includes(at));
    await command(page, "mkdir results; cd results");
    await page.waitForFunction(() => document.querySelector(".path-bar .crumbs li:last-child")?.textContent === "results");
    await page.waitForFunction(() => !document.querySelector(".pane-folder tr[data-name='modelLoss.m']"));
    await page.click(".path-bar button[aria-label='Parent folder']");
    await page.waitForSelector(".pane-folder tr[data-name='modelLoss.m']");
    await command(page, "clc");
    await command(page, "pwd");
    assert.match(await said(page), /vanishing-gradients'?\s*(>>)?\s*$/);

    await command(page, "doc histcounts");
    await page.waitForSelector(".pane-help .help-page:has-text('histcounts')");
    await picture(page, "story-help");
    await accessible(page, "help");
    for (const name of ["dlarray.sigmoid", "dlarray.relu"]) {
        await command(page, `doc ${name}`);
        await page.waitForSelector(`.pane-help .help-page:has-text('${name.split(".")[1]}')`);
        assert.doesNotMatch(await page.locator(".pane-help .help-page").innerText(), /not found|no help|nothing is known/i, name);
    }
}));

test("training: Busy, Stop, reload, a second tab, figures, discussion, PDF and Word", () => onStage(async stage => {
    const { page, home } = stage;
    await openByCommand(page);
    await fewEpochs(page, 400);
    await toTop(page);
    await page.click(".cm-content .t-title");
    await page.click(".toolbar button[aria-label='Run to End']");
    await busy(page);
    assert.match(await page.locator(".status-bar").innerText(), /Busy/);
    await variable(page, "sigmoidNet").waitFor({ timeout: 30_000 });
    await scrollTo(page, "trainAndRecord(sigmoidNet");
    await page.waitForSelector(".c-running:has-text('trainAndRecord(sigmoidNet')");
    await page.waitForTimeout(600);
    await picture(page, "story-training");
    await accessible(page, "while it trains");

    await page.reload(); // in the middle
    await page.waitForSelector(".cm-content .t-title");
    await busy(page);
    await variable(page, "XTrain").waitFor();
    await scrollTo(page, "trainAndRecord(sigmoidNet");
    await page.waitForSelector(".c-running:has-text('trainAndRecord(sigmoidNet')");
    await toTop(page);
    await page.locator(".output-figure canvas").first().waitFor();
    const second = await stage.tab(new URL(stage.server.url).origin);
    await second.waitForSelector(".cm-content .t-title");
    await busy(second);
    await second.locator(".output-figure canvas").first().waitFor();
    await picture(second, "story-second-tab");

    await second.click(".toolbar button[aria-label=Stop]");
    await ready(page, 5000);
    await scrollTo(page, "trainAndRecord(sigmoidNet");
    await page.waitForSelector(".output-error");
    await picture(page, "story-stopped");
    assert.ok(await variable(page, "XTrain").count(), "the Workspace keeps what ran");

    await fewEpochs(page, 3);
    await second.waitForFunction(() => true);
    await page.keyboard.press("F5");
    await page.waitForTimeout(100);
    await variable(page, "measured").waitFor({ timeout: 120_000 });
    await ready(page, 120_000);
    await second.locator(`.pane-workspace tr[data-name="measured"]`).waitFor();
    await second.close();
    await scrollTo(page, "Each ridge below");
    await page.waitForTimeout(500);
    const nth = await page.evaluate(() => [...document.querySelectorAll(".output-figure canvas")].findIndex(one => one.getBoundingClientRect().top > document.querySelector(".cm-scroller").getBoundingClientRect().top));
    const canvas = page.locator(".output-figure canvas").nth(nth);
    assert.ok(await ink(canvas) > 0.01, "the ridges are drawn");
    const box = await canvas.boundingBox(), before = await canvas.evaluate(one => one.toDataURL());
    await page.mouse.move(box.x + 150, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 140, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(([old, at]) => document.querySelectorAll(".output-figure canvas")[at].toDataURL() !== old, [before, nth]);
    await picture(page, "story-ridges");

    // the discussion
    await scrollTo(page, "A large gradient says that");
    await page.locator(".cm-line:has-text('A large gradient says that')").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+Enter");
    await page.keyboard.type("My discussion: the slope of the *sigmoid* is at most $\\frac{1}{4}$, so four layers leave little of the gradient.", { delay: 2 });
    await page.waitForSelector(".cm-line:has-text('My discussion')");
    await picture(page, "story-discussion");

    // Save As .mlx in a new subfolder
    await page.keyboard.press("Control+Shift+s");
    await page.waitForSelector("dialog .browser-list");
    await page.click("dialog button:has-text('New Folder')");
    const ask = page.locator("dialog").last();
    await ask.locator("input").fill("handin");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("dialog .crumbs li:last-child")?.textContent === "handin");
    await page.locator("dialog select").selectOption(".mlx");
    await picture(page, "story-save-as");
    await page.click("dialog button.primary");
    await page.waitForSelector(".tab[aria-selected=true]:has-text('vanishingGradients.mlx')");
    const saved = join(home, "Gradus/vanishing-gradients/handin/vanishingGradients.mlx");
    assert.equal(readFileSync(saved).subarray(0, 2).toString(), "PK");

    // PDF with double spacing, Word
    const exported = async (label, spacing) => {
        await menu(page, "Export", label);
        await page.waitForSelector("dialog select");
        await page.getByLabel("Double line spacing in text").setChecked(spacing === "double");
        await picture(page, "story-export");
        const [download] = await Promise.all([page.waitForEvent("download"), page.click("dialog button.primary")]);
        const path = join(home, `${spacing}-${download.suggestedFilename()}`);
        await download.saveAs(path);
        return path;
    };
    const pages = path => Number(/Pages:\s+(\d+)/.exec(execFileSync("pdfinfo", [path], { encoding: "utf8" }))[1]);
    const single = await exported("PDF", "single"), double = await exported("PDF", "double");
    assert.ok(pages(double) > pages(single), `double spacing takes more pages: ${pages(single)}, ${pages(double)}`);
    const text = execFileSync("pdftotext", ["-layout", double, "-"], { encoding: "utf8" });
    for (const wanted of [/Watching Gradients Vanish/, /Two activation functions/, /Question 3/, /My discussion: the slope of the sigmoid is at most/, /numEpochs = 3;/, /first layer/, /ReLU\s*\(x\)/, /σ\s*\(x\)|𝜎\s*\(𝑥\)/u, /accuracy/])
        assert.match(text, wanted);
    const word = await exported("Word", "double");
    const xml = execFileSync("unzip", ["-p", word, "word/document.xml"], { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.match(xml, /Watching Gradients Vanish/);
    assert.match(xml, /<m:oMath/, "equations are Word's own");
    note(`PDF: ${pages(single)} pages, ${pages(double)} with double spacing; Word ${Math.round(statSync(word).size / 1000)} kB`);
    await page.setViewportSize({ width: 520, height: 900 });
    await page.waitForTimeout(300);
    await picture(page, "story-narrow");
    await accessible(page, "narrow");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.waitForTimeout(400);
    await picture(page, "story-dark");
    await accessible(page, "dark");
}));

test("kill -9 of kernel and server: nothing typed is lost", () => onStage(async stage => {
    const { page, server, home } = stage;
    stage.allowed.push(/WebSocket/, /ERR_CONNECTION_REFUSED/, /403/, /Failed to load resource/);
    await openByCommand(page);
    await toTop(page);
    await page.click(".cm-content .t-title");
    await page.keyboard.press("End");
    await page.keyboard.type(" one", { delay: 10 });
    await page.waitForTimeout(200);
    await command(page, "kept = 5;");
    await variable(page, "kept").waitFor();
    const kernels = kernelsOf(server.pid).filter(pid => memory(pid) > 0).sort((a, b) => memory(b) - memory(a));
    for (const pid of kernels) process.kill(pid, "SIGKILL");
    await variable(page, "kept").waitFor({ state: "detached" });
    await picture(page, "story-kernel-killed");
    await command(page, "kept = 6;");
    await variable(page, "kept").waitFor();
    assert.match(await page.locator(".t-title").first().innerText(), /Vanish one$/, "the text is untouched");

    await page.click(".cm-content .t-title");
    await page.keyboard.press("End");
    await page.keyboard.type(" two", { delay: 10 });
    await sleep(2000); // what is older than two seconds must not be lost
    await server.end("SIGKILL");
    await page.waitForSelector(".status-bar[data-state=lost]");
    await picture(page, "story-server-killed");
    const url = await server.start();
    const again = await stage.tab(url);
    await again.waitForSelector(".t-title:has-text('Vanish one two')");
    await picture(again, "story-recovered");
    assert.doesNotMatch(readFileSync(join(home, "Gradus/vanishing-gradients/vanishingGradients.m"), "utf8"), /one two/, "the file is written by Save only");
}));
