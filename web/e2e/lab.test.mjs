// The first steps of the lab: open it, run a section, see the figure and the Workspace; run it all; turn a figure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBrowser, openLab, picture, ready, scrollTo } from "./harness.mjs";
import { ink } from "./stage.mjs";

test("open the lab, run a section, see figure and Workspace", () => inBrowser(async page => {
    await page.waitForSelector(".start");
    await openLab(page);
    await page.click(".c-line:has-text('linspace')");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".output-figure canvas");
    await ready(page);
    await page.waitForSelector(".pane-workspace tbody tr:has-text('1×241 double')");
    assert.equal(await page.locator(".run-bar.own.stale").count(), 0, "the section has run as it stands");
    const drawn = await ink(page.locator(".output-figure canvas").first());
    assert.ok(drawn > 0.005 && drawn < 0.5, `the figure is drawn (${drawn})`);
    await picture(page, "lab-section");
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await page.keyboard.type("y = 1;");
    await page.waitForSelector(".run-bar.own.stale");
}));

test("run everything, turn the ridges, reload and find it as it was", () => inBrowser(async (page, { errors }) => {
    await openLab(page);
    await page.keyboard.press("F5");
    await page.waitForSelector("[data-state=busy]");
    await ready(page);
    await page.waitForSelector(".pane-workspace tbody tr:has-text('reluAccuracy')");
    await scrollTo(page, "Each ridge below");
    const canvas = page.locator(".output-figure canvas").first();
    await canvas.waitFor();
    await page.waitForTimeout(300);
    await picture(page, "lab-ridges");
    const box = await canvas.boundingBox();
    const before = await canvas.evaluate(one => one.toDataURL());
    await page.mouse.move(box.x + 150, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + 190, box.y + 130, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(old => [...document.querySelectorAll(".output-figure canvas")].some(one => one.toDataURL() !== old), before);
    await page.reload();
    await page.waitForSelector(".cm-content .t-title");
    await page.waitForSelector(".pane-workspace tbody tr:has-text('reluAccuracy')");
    await scrollTo(page, "Mean gradient of each layer");
    await page.waitForSelector(".output-figure canvas");
    assert.deepEqual(errors, []);
}));

const figureCode = "%[text] # Figures\nplot(1:5)\ndrawnow\nq = 7\ntitle('last')\n%%\n[X, Y] = meshgrid(1:9);\nsurf(X, Y, X .* Y)\n%%\n"
    + "monitor = trainingProgressMonitor(Metrics=\"Loss\");\nk = 0;\nwhile ~monitor.Stop\n    k = k + 1;\n    recordMetrics(monitor, k, Loss=1/k);\n    pause(0.01)\nend\nstoppedAt = k\n";

test("figures: place, tools, size, keys; Stop of a training monitor", () => inBrowser(async page => {
    await page.locator('.file:has-text("figures.m")').dblclick();
    await page.waitForSelector(".c-line");
    await page.keyboard.press("F5");
    await page.waitForSelector(".figure-stop:visible", { timeout: 20_000 });
    await picture(page, "monitor");
    await page.click(".figure-stop:visible");
    await page.waitForSelector(".output-variable:has-text('stoppedAt')");
    await ready(page);
    await page.evaluate(() => { document.querySelector(".cm-scroller").scrollTop = 0; });
    const order = await page.evaluate(() => [...document.querySelectorAll(".output-block")].slice(0, 2).map(one => one.querySelector("canvas") ? "figure" : "q"));
    assert.deepEqual(order, ["q", "figure"], "the figure stands below the last line that touched it");
    const canvas = page.locator(".output-figure canvas").first(), url = () => canvas.evaluate(one => one.toDataURL()), changed = old => page.waitForFunction(before => document.querySelector(".output-figure canvas").toDataURL() !== before, old);
    let before = await url();
    await canvas.hover();
    await page.locator(".figure-tools [aria-label='Zoom in']").first().click();
    await changed(before);
    before = await url();
    await canvas.focus();
    await page.keyboard.press("-");
    await changed(before);
    const width = (await canvas.boundingBox()).width;
    await page.locator(".figure-corner").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(old => document.querySelector(".output-figure canvas").getBoundingClientRect().width > old + 10, width);
    await page.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
    await canvas.hover();
    await picture(page, "figure-dark");
    await page.reload();
    await page.waitForFunction(old => (document.querySelector(".output-figure canvas")?.getBoundingClientRect().width ?? 0) > old + 10, width);
}, { files: { "figures.m": figureCode } }));

test("Stop ends a training within 200 ms", () => inBrowser(async page => {
    await page.locator('.file:has-text("train.m")').dblclick();
    await page.waitForSelector(".c-line");
    await page.keyboard.press("F5");
    await page.waitForSelector("[data-state=busy]");
    await page.waitForTimeout(1500);
    const ms = await page.evaluate(() => new Promise(done => {
        const began = performance.now(), bar = document.querySelector(".status-bar");
        new MutationObserver(() => { if (bar.dataset.state === "ready") done(performance.now() - began); }).observe(bar, { attributes: true });
        document.querySelector(".toolbar [aria-label=Stop]").click();
    }));
    console.log(`stopped after ${ms.toFixed(0)} ms`);
    assert.ok(ms < 200, `${ms} ms`);
}, { files: { "train.m": "X = rand(64, 4000);\nT = rand(1, 4000);\nlayers = [featureInputLayer(64) fullyConnectedLayer(256) reluLayer fullyConnectedLayer(1)];\nnet = dlnetwork(layers);\navg = []; sq = [];\nfor k = 1:1e6\n    [loss, g] = dlfeval(@stepLoss, net, dlarray(X, \"CB\"), T);\n    [net, avg, sq] = adamupdate(net, g, avg, sq, k);\nend\nfunction [loss, g] = stepLoss(net, X, T)\nloss = mse(forward(net, X), T);\ng = dlgradient(loss, net.Learnables);\nend\n" } }));
