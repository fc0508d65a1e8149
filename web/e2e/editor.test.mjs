// Writing a document: text as in a word processor, lists, equations, sections, paste from a page; under the strict policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inBrowser, openLab, picture, ready, startServer } from "./harness.mjs";

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

test("two tabs write the same document at once", () => inBrowser(async (page, { home }) => {
    await page.locator('.file:has-text("both.m")').dblclick();
    await page.waitForSelector(".c-line");
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.waitForSelector(".c-line");
    await page.click(".c-line:has-text('first')");
    await page.keyboard.press("End");
    await other.click(".c-line:has-text('second')");
    await other.keyboard.press("End");
    await Promise.all([page.keyboard.type(" % from the one tab", { delay: 3 }), other.keyboard.type(" % from the other", { delay: 4 })]);
    const wanted = "first = 1; % from the one tab|second = 2; % from the other";
    for (const one of [page, other]) await one.waitForFunction(text => [...document.querySelectorAll(".cm-line")].map(line => line.textContent).join("|").startsWith(text), wanted);
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    assert.equal(readFileSync(`${home}/both.m`, "utf8").trim().replace("\n", "|"), wanted);
}, { files: { "both.m": "first = 1;\nsecond = 2;\n" } }));

test("the server dies and comes again: what was typed meanwhile is not lost", () => inBrowser(async (page, { home, server, errors }) => {
    await page.locator('.file:has-text("kept.m")').dblclick();
    await page.waitForSelector(".c-line");
    await page.click(".c-line:has-text('a = 1')");
    await page.keyboard.press("End");
    await page.keyboard.type(" % saved by itself");
    await page.waitForTimeout(1500);
    server.child.removeAllListeners("exit");
    server.child.kill("SIGKILL");
    await page.waitForSelector("[data-state=lost]");
    await page.keyboard.type(" and typed while it was away");
    const again = await startServer(home, ["--port", new URL(page.url()).port]);
    try {
        const other = await page.context().newPage(); // the new server's own address lets the browser in again
        await other.goto(again.url);
        await other.waitForSelector(".status-bar[data-state=ready]");
        await page.waitForSelector(".status-bar[data-state=ready]", { timeout: 15_000 });
        const text = "a = 1; % saved by itself and typed while it was away";
        for (const one of [page, other]) await one.waitForFunction(wanted => [...document.querySelectorAll(".cm-line")].some(line => line.textContent === wanted), text);
        await page.click(".cm-content");
        await page.keyboard.press("Control+s");
        await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
        assert.equal(readFileSync(`${home}/kept.m`, "utf8"), `${text}\n`);
        errors.splice(0, errors.length, ...errors.filter(one => !/WebSocket|ERR_CONNECTION_REFUSED|status of 403/.test(one)));
    } finally {
        again.child.removeAllListeners("exit");
        again.child.kill("SIGTERM");
    }
}, { files: { "kept.m": "a = 1;\n" } }));

test("a link is edited at a click, names are renamed, a definition is opened", () => inBrowser(async (page, { home }) => {
    await page.locator('.file:has-text("names.m")').dblclick();
    await page.waitForSelector(".m-link");
    await page.click(".m-link");
    await page.locator(".link-form input").first().fill("the new words");
    await page.locator(".link-form input").nth(1).fill("https://example.org/new");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".m-link:has-text('the new words')");
    await page.locator(".c-line:has-text('total')").first().click();
    await page.keyboard.press("Home");
    await page.keyboard.press("F2");
    await page.locator("dialog input").fill("sumOfAll");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".c-line:has-text('disp(sumOfAll)')");
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    assert.deepEqual(readFileSync(`${home}/names.m`, "utf8").split("\n").slice(0, 4), ["%[text] See [the new words](https://example.org/new).", "sumOfAll = 1;", "disp(sumOfAll)", "helper(2)"]);
    await page.click(".c-line:has-text('helper(2)')");
    await page.keyboard.press("Home");
    await page.keyboard.press("Control+d");
    await page.waitForSelector(".tab[aria-selected=true]:has-text('helper.m')");
}, { files: { "names.m": "%[text] See [old words](https://example.com).\ntotal = 1;\ndisp(total)\nhelper(2)\n", "helper.m": "function y = helper(x)\ny = x;\nend\n" } }));

test("export with options; output collapsed and copied; an error brings the cursor back", () => inBrowser(async page => {
    await page.locator('.file:has-text("small.m")').dblclick();
    await page.waitForSelector(".c-line");
    await page.click(".c-line:has-text('x = 41')");
    await page.keyboard.press("Control+Shift+Enter");
    await page.waitForSelector(".output-variable:has-text('42')");
    await page.waitForFunction(() => /^Line 4/.test(document.querySelector(".status-place").textContent));
    await page.keyboard.press("Control+Shift+Enter");
    await page.waitForSelector(".output-error");
    await page.waitForFunction(() => /^Line 4/.test(document.querySelector(".status-place").textContent));
    await page.locator(".output-block:has(.output-variable)").hover();
    await page.locator(".output-block:has(.output-variable) .output-more").click();
    await page.click(".menu button:has-text('Copy output')");
    await page.waitForSelector(".notice:has-text('clipboard')");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /y = 42/);
    await page.locator(".output-block:has(.output-variable) .output-more").click();
    await page.click(".menu button:has-text('Collapse output')");
    await page.click(".output-unfold");
    await page.waitForSelector(".output-variable:visible");
    await page.click("[aria-label=Export]");
    await page.locator(".menu button", { hasText: "PDF" }).first().click();
    await page.locator("dialog label.check", { hasText: "Double" }).click();
    await picture(page, "export");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("dialog button.primary")]);
    assert.match(file.suggestedFilename(), /^small.*\.pdf$/);
    await page.waitForFunction(() => !document.querySelector("dialog"));
}, { files: { "small.m": "x = 41;\ny = x + 1\n%%\nerror(\"no\")\n%%\nz = 1\n" } }));
