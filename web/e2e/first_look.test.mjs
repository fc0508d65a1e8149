// The first look at everything: each state of the page in light and dark, wide and narrow, without violations of the rules of
// accessibility and with a picture for people to look at. The tour, the login page and a recovered document as well.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, command, launchBrowser, onStage, openFile, picture, ready, scrollTo, toTop } from "./stage.mjs";

const wide = { width: 1280, height: 800 }, small = { width: 480, height: 800 };

/** Looks at the page as it stands, in light and dark; narrow too with `both`. What is wrong anywhere fails the story at its end. */
function looker(page) {
    const wrong = [];
    const look = async (name, { both = false } = {}) => {
        for (const size of both ? [wide, small] : [wide]) {
            await page.setViewportSize(size);
            for (const colorScheme of ["light", "dark"]) {
                await page.emulateMedia({ colorScheme });
                await page.waitForTimeout(250);
                const where = `${name}-${colorScheme}${size === small ? "-480" : ""}`;
                await picture(page, `look-${where}`);
                await accessible(page, where).catch(error => wrong.push(error.message));
                const cut = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1 ||
                    [...document.querySelectorAll(".popover")].some(one => one.getBoundingClientRect().right > innerWidth || one.getBoundingClientRect().bottom > innerHeight));
                if (cut) wrong.push(`${where}: something is wider than the window`);
            }
        }
        await page.setViewportSize(wide);
        await page.emulateMedia({ colorScheme: "light" });
    };
    return { look, end: () => assert.deepEqual(wrong, []) };
}

const lab = async page => {
    await page.click("text=Open the lab");
    await page.waitForSelector(".cm-content .t-title");
    await ready(page);
};

test("start page, tour, lab before and after a run in its three layouts, export, second tab", () => onStage(async stage => {
    const { page } = stage, { look, end } = looker(page);
    await page.waitForSelector(".tour");
    assert.ok(await page.locator(".choice.lab").isVisible(), "the tour begins when the start page stands");
    await look("tour");
    for (let k = 0; k < 4; k++) await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".tour-count:text-is('5 of 5')");
    await look("tour-last");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".tour"));
    assert.equal(await page.locator(".toolbar [aria-pressed=true]").count(), 0, "nothing is on");
    assert.ok(await page.locator(".toolbar button[aria-label=Stop]").isDisabled(), "nothing runs");
    await look("start", { both: true });
    await lab(page);
    await look("lab", { both: true });
    await scrollTo(page, "linspace");
    await page.click(".c-line:has-text('linspace')");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".output-figure canvas");
    await ready(page);
    await look("lab-inline", { both: true });
    await page.click("[aria-label='Output on the right']");
    await look("lab-right", { both: true });
    await page.click("[aria-label='Hide code']");
    await toTop(page);
    await look("lab-hidden");
    await page.click("[aria-label='Output inline']");
    await page.click("[aria-label=Export]");
    await look("export-menu");
    await page.locator(".menu button", { hasText: "PDF" }).first().click();
    await page.waitForSelector("dialog select");
    await look("export", { both: true });
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+N");
    await page.waitForFunction(() => document.querySelectorAll(".tab").length >= 2);
    await page.waitForSelector(".c-line");
    await look("second-tab");
    end();
}, { tour: true, ...wide }));

const source = `%[text] # Parts of a document
%[text] Text with **bold**, *slanted*, \`mono\\_space\`, a [link](https://example.org) and $x^2$.
%[text:table]
%[text] | Layer | Gradient |
%[text] | --- | ---: |
%[text] | fc1 | 0.031 |
%[text:table]
%[text] $\\\\frac{\\\\partial L}{\\\\partial w} = \\\\sum_i \\\\delta_i x_i$
%[text] - one item
%[text] - another \\
a = rand(4, 3, 2);
gradient = mean(a, "all")
%%
%[text] ## A surface
[X, Y] = meshgrid(-2:0.2:2);
surf(X, Y, X .* exp(-X.^2 - Y.^2)); title("A surface")
%%
warning("careful")
failing(1)
`;
const files = { "parts.m": source, "failing.m": "function failing(x)\nerror(\"it is %d\", x)\nend\n" };

test("find, completion, hover, table, equation, link, error, Variables editor, help, a figure being turned, file dialogs", () => onStage(async ({ page }) => {
    const { look, end } = looker(page), { keyboard } = page;
    await openFile(page, "parts.m");
    await keyboard.press("F5");
    await page.waitForSelector(".output-error");
    await ready(page);
    await toTop(page);
    await look("parts", { both: true });
    await page.locator(".output-error .place, .output-error button").first().scrollIntoViewIfNeeded();
    await look("error");
    await toTop(page);
    await keyboard.press("Control+f");
    await page.fill("[aria-label=Find]", "a");
    await page.fill("[aria-label='Replace with']", "b");
    await look("find", { both: true });
    await keyboard.press("Escape");
    await page.click(".text-table td >> nth=0");
    await look("table", { both: true });
    await keyboard.press("Escape");
    await page.click(".table-tools button:has-text('Column')");
    await look("table-menu");
    await keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Column", "the menu gives the focus back");
    await page.locator(".equation.display").click();
    await page.waitForSelector(".equation-preview .math");
    await look("equation", { both: true });
    await keyboard.press("Escape");
    await page.click(".m-link");
    await page.waitForSelector(".link-form");
    await look("link");
    await keyboard.press("Escape");
    await page.locator(".c-line:has-text('gradient = mean')").click();
    await keyboard.press("End");
    await keyboard.press("Enter");
    await keyboard.type("hist", { delay: 20 });
    await page.waitForSelector(".cm-tooltip-autocomplete li");
    await page.waitForTimeout(300);
    await look("completion");
    await keyboard.press("Escape");
    await keyboard.type("counts(", { delay: 20 });
    await page.waitForSelector(".signature");
    await look("signature");
    await keyboard.press("Escape");
    await keyboard.press("Control+z");
    await keyboard.press("Control+z");
    const word = page.locator(".c-line:has-text('gradient = mean')");
    const box = await word.boundingBox();
    await page.mouse.move(box.x + 110, box.y + box.height / 2);
    await page.waitForSelector(".hover-help");
    await picture(page, "look-hover-light");
    await accessible(page, "hover");
    await page.mouse.move(10, 10);
    await page.locator(".pane-workspace tr[data-name=a]").dblclick();
    await page.waitForSelector(".vgrid .vg-cell");
    await look("variables", { both: true });
    await command(page, "doc surf");
    await page.waitForSelector(".pane-help .help-page:has-text('surf')");
    await look("help");
    await scrollTo(page, "surf(X");
    const canvas = page.locator(".output-figure canvas").first(), at = await canvas.boundingBox();
    await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
    await page.mouse.down();
    await page.mouse.move(at.x + at.width / 2 + 60, at.y + at.height / 2 + 20, { steps: 6 });
    await look("figure-turned");
    await page.mouse.up();
    await keyboard.press("Control+o");
    await page.waitForSelector("dialog .browser-list li");
    await look("open", { both: true });
    end();
}, { files, ...wide }));

test("login page; a recovered document", () => onStage(async stage => {
    const { server, home } = stage, page = await stage.tab();
    stage.allowed.push(/WebSocket/, /ERR_CONNECTION_REFUSED/, /403/, /Failed to load resource/);
    await page.goto(await server.start());
    await page.waitForSelector(".status-bar[data-state=ready]");
    await openFile(page, "parts.m");
    await page.click(".t-title");
    await page.keyboard.press("End");
    await page.keyboard.type(" kept");
    await page.waitForTimeout(1200);
    await server.end("SIGKILL");
    await page.waitForSelector(".status-bar[data-state=lost]");
    const lost = looker(page);
    await lost.look("lost");
    await page.goto("about:blank");
    await page.goto(await server.start());
    await page.waitForSelector(".t-title:has-text('kept')");
    await page.waitForSelector(".notice:has-text('recovered')");
    await page.waitForSelector(".tab-dot.changed");
    await page.locator(".tour").press("Escape");
    await lost.look("recovered", { both: true });
    lost.end();

    const browser = await launchBrowser(), stranger = await browser.newPage({ viewport: wide });
    try {
        const { look, end } = looker(stranger);
        await stranger.goto(new URL(server.url).origin);
        await stranger.waitForSelector("input[name=token]");
        const [background, font] = await stranger.evaluate(() => [getComputedStyle(document.querySelector("main")).borderRadius, getComputedStyle(document.body).fontFamily]);
        assert.equal(background, "12px");
        assert.match(font, /system|Segoe|Inter/);
        await look("login", { both: true });
        await stranger.fill("input[name=token]", "wrong");
        await stranger.keyboard.press("Enter");
        await stranger.waitForSelector("[role=alert]:has-text('wrong')");
        await look("login-wrong");
        await stranger.fill("input[name=token]", readFileSync(join(home, "token"), "utf8").trim());
        await stranger.click("button");
        await stranger.waitForSelector(".status-bar[data-state=ready]");
        end();
    } finally {
        await browser.close();
    }
}, { files, args: ["--token-file", "token"], start: false, ...wide }));
