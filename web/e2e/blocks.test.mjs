// Parts of a document with a life of their own: controls, tables, equations, layouts of output.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inBrowser, picture, ready } from "./harness.mjs";

const source = `%[text] # Blocks
%[text:tableOfContents]{"heading":"Contents"}
%[text] ## A table
%[text:table]
%[text] | Layer | $|g|$ |
%[text] | --- | --- |
%[text] | fc1 | **small** |
%[text:table]
%%
%[text] ## A control
k = 3; %[control:slider:8f01]{"position":[5,6]}
y = k^2
warning("careful")

%[appendix]{"version":"1.0"}
%---
%[metadata:view]
%   data: {"layout":"inline","rightPanelPercent":40}
%---
%[control:slider:8f01]
%   data: {"defaultValue":3,"label":"k","max":9,"min":0,"run":"Section","runOn":"ValueChanged","step":1}
%---
`;

const files = { "blocks.m": source };

async function open(page, name) {
    await page.locator(`.file:has-text("${name}")`).dblclick();
    await page.waitForSelector(".cm-content .t-title");
}

test("a slider writes its number and runs its section", () => inBrowser(async (page, { home }) => {
    await page.waitForSelector(".start");
    await open(page, "blocks.m");
    await page.locator(".control input[type=range]").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".output-variable:has-text('16')");
    await ready(page);
    await page.waitForSelector(".output-warning");
    await picture(page, "blocks");
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    const saved = readFileSync(`${home}/blocks.m`, "utf8");
    assert.match(saved, /^k = 4; %\[control:slider:8f01\]\{"position":\[5,6\]\}/m);
    assert.match(saved, /^%\[control:slider:8f01\]$/m, "the control's data is still there");
}, { files }));

test("output on the right and hidden code", () => inBrowser(async page => {
    await page.waitForSelector(".start");
    await open(page, "blocks.m");
    await page.keyboard.press("F5");
    await page.waitForSelector(".output-warning");
    await ready(page);
    await page.click("[aria-label='Output on the right']");
    const right = page.locator(".output-column .output-variable");
    await right.waitFor();
    const [code, output] = [await page.locator(".c-line:has-text('y = k')").boundingBox(), await right.boundingBox()];
    assert.ok(Math.abs(code.y - output.y) < 12, "beside its line");
    assert.ok(output.x > code.x + 300);
    await picture(page, "on-right");
    await page.click("[aria-label='Hide code']");
    await page.waitForFunction(() => document.querySelectorAll(".c-line").length === 1);
    await page.waitForSelector(".output-variable");
    const line = page.locator(".c-line");
    assert.doesNotMatch(await line.innerText(), /=|;/, "of the code only the control is seen");
    await line.locator("input[type=range]").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => /16/.test(document.querySelector(".output-variable")?.textContent ?? ""));
    await picture(page, "hidden-code");
}, { files }));
