// The first steps of the lab: open it, run a section, see the figure and the Workspace; run it all; turn a figure.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inBrowser, openLab, picture, ready, scrollTo } from "./harness.mjs";

test("open the lab, run a section, see figure and Workspace", () => inBrowser(async page => {
    await page.waitForSelector(".start");
    await openLab(page);
    await page.click(".c-line:has-text('linspace')");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector(".output-figure canvas");
    await ready(page);
    await page.waitForSelector(".pane-workspace tbody tr:has-text('1×241 double')");
    assert.equal(await page.locator(".run-bar.own.stale").count(), 0, "the section has run as it stands");
    const ink = await page.evaluate(() => {
        const canvas = document.querySelector(".output-figure canvas"), { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let dark = 0;
        for (let k = 0; k < data.length; k += 4) if (data[k] < 128) dark++;
        return dark / (data.length / 4);
    });
    assert.ok(ink > 0.005 && ink < 0.5, `the figure is drawn (${ink})`);
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
