// Controls in the code, each by mouse or keyboard: the literal they stand for changes in the text, and what they say runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, onStage, openFile, picture, ready } from "./stage.mjs";

const kinds = [
    ["slider", "8f01", "k", "3", { defaultValue: 3, label: "Layers", max: 9, min: 0, run: "Section", runOn: "ValueChanged", step: 1 }],
    ["dropdown", "8f02", "f", '"sigmoid"', { items: ['"sigmoid"', '"relu"', '"tanh"'], itemLabels: ["Sigmoid", "ReLU", "Tanh"], label: "Activation", run: "Section" }],
    ["checkbox", "8f03", "on", "false", { label: "Shuffle", run: "Section" }],
    ["editfield", "8f04", "name", '"a ""b"""', { label: "Name", run: "Section", valueType: "String" }],
    ["editfield", "8f05", "rate", "0.01", { label: "Rate", run: "Section", valueType: "Double" }],
    ["colorpicker", "8f06", "c", "[0 0 0]", { label: "Colour", run: "Section" }],
    ["datepicker", "8f07", "d", "datetime(2024,3,5)", { label: "Day", run: "Section" }],
    ["filebrowser", "8f08", "file", '""', { label: "Data", run: "Section", browserType: "File" }],
    ["statebutton", "8f09", "hold", "false", { label: "Hold", run: "Section" }],
    ["spinner", "8f0a", "n", "2", { label: "Count", min: 0, max: 8, step: 2, run: "Nothing" }],
];
const code = kinds.map(([kind, id, name, literal]) => `${name} = ${literal}; %[control:${kind}:${id}]{"position":[${name.length + 4},${name.length + 4 + literal.length}]}`);
const appendix = kinds.map(([kind, id, , , data]) => `%[control:${kind}:${id}]\n%   data: ${JSON.stringify(data)}\n%---`);
const files = {
    "controls.m": `%[text] # Controls\n${code.join("\n")}\nruns = evalin("base", "1");\nif exist("total", "var"), total = total + 1; else, total = 1; end\n%%\npressed = 7; %[control:button:8f0b]{"position":[11,12]}\n%%\nshift = 0; %[control:slider:8f0c]{"position":[9,10]}\nseen = shift;\n\n%[appendix]{"version":"1.0"}\n%---\n%[metadata:view]\n%   data: {"layout":"inline"}\n%---\n${appendix.join("\n")}\n%[control:button:8f0b]\n%   data: {"label":"Start","run":"SectionToEnd"}\n%---\n%[control:slider:8f0c]\n%   data: {"label":"Shift","max":100,"min":0,"run":"Section","runOn":"ValueChanging","step":1}\n%---\n`.replace('runs = evalin("base", "1");\n', ""),
    "data one.csv": "1,2\n",
};

const value = (page, name) => page.locator(`.pane-workspace tr[data-name="${name}"]`);
const control = (page, id) => page.locator(`.control[data-id="${id}"]`);

async function is(page, name, text) {
    await page.waitForFunction(([wanted, shown]) => document.querySelector(`.pane-workspace tr[data-name="${wanted}"]`)?.cells[1].textContent.includes(shown), [name, text], { timeout: 15_000 });
    await ready(page);
}

async function saved(page, home) {
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    return readFileSync(join(home, "controls.m"), "utf8").split("\n");
}

test("slider, list, check box, fields, colour, date, file, state button, spinner: the code changes and its section runs", () => onStage(async ({ page, home }) => {
    await openFile(page, "controls.m");
    await page.waitForSelector(".control-slider input");
    const { keyboard } = page;
    await control(page, "8f01").locator("input").focus();
    await keyboard.press("ArrowRight");
    await is(page, "k", "4");
    await is(page, "total", "1");
    const box = await control(page, "8f01").locator("input").boundingBox();
    await page.mouse.move(box.x + box.width * 4 / 9, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 5 });
    assert.match(await control(page, "8f01").locator("output").innerText(), /9/, "shown while it is dragged");
    await page.mouse.up();
    await is(page, "k", "9");
    await is(page, "total", "2"); // ran once for the whole drag
    await control(page, "8f02").locator("select").selectOption({ label: "ReLU" });
    await is(page, "f", "relu");
    await control(page, "8f03").locator("input").click();
    await is(page, "on", "true");
    assert.equal(await control(page, "8f04").locator("input").inputValue(), 'a "b"', "quotes are not doubled in the field");
    await control(page, "8f04").locator("input").fill('say "hi"');
    await keyboard.press("Enter");
    await is(page, "name", 'say ');
    await control(page, "8f05").locator("input").fill("1e-3");
    await keyboard.press("Tab");
    await is(page, "rate", "1.0000e-03");
    await control(page, "8f06").locator("input").evaluate(one => { one.value = "#ff0000"; one.dispatchEvent(new Event("input", { bubbles: true })); one.dispatchEvent(new Event("change", { bubbles: true })); }); // the picker itself is the browser's
    await is(page, "c", "[1 0 0]");
    await control(page, "8f07").locator("input").fill("2025-12-24");
    await is(page, "d", "24-Dec-2025");
    await control(page, "8f08").locator("button").click();
    await page.waitForSelector("dialog .browser-list");
    await page.locator("dialog .file:has-text('data one.csv')").click();
    await accessible(page, "a file is looked for");
    await page.click("dialog button.primary");
    await is(page, "file", "data one.csv");
    for (const wanted of ["true", "false"]) {
        await control(page, "8f09").locator("button").click();
        await is(page, "hold", wanted);
    }
    const total = Number(await value(page, "total").locator("td").nth(1).innerText());
    await control(page, "8f0a").locator("input").focus();
    await keyboard.press("ArrowUp"); // runs nothing
    await page.waitForFunction(() => document.querySelector(".cm-content").textContent.includes("Count"));
    await page.waitForTimeout(900);
    assert.equal(await page.locator(".hover-help").count(), 0, "no help on the literal that a control stands for");
    assert.equal(Number(await value(page, "total").locator("td").nth(1).innerText()), total, "nothing ran");
    await picture(page, "controls");
    await accessible(page, "controls");
    const lines = await saved(page, home);
    for (const line of ['k = 9; %[control:slider:8f01]{"position":[5,6]}', 'f = "relu"; %[control:dropdown:8f02]{"position":[5,11]}', 'on = true; %[control:checkbox:8f03]{"position":[6,10]}', 'name = "say ""hi"""; %[control:editfield:8f04]{"position":[8,20]}',
        'rate = 1e-3; %[control:editfield:8f05]{"position":[8,12]}', 'c = [1 0 0]; %[control:colorpicker:8f06]{"position":[5,12]}', 'd = datetime(2025,12,24); %[control:datepicker:8f07]{"position":[5,25]}', 'file = "data one.csv"; %[control:filebrowser:8f08]{"position":[8,22]}',
        'hold = false; %[control:statebutton:8f09]{"position":[8,13]}', 'n = 4; %[control:spinner:8f0a]{"position":[5,6]}']) assert.ok(lines.includes(line), line);
    assert.ok(lines.includes("%[control:slider:8f01]"), "their data is still there");
    await page.click(".t-title");
    await keyboard.press("Control+z");
    await page.waitForFunction(() => document.querySelector(".control[data-id='8f0a'] input").value === "2"); // the control follows the text
}, { files }));

test("a button runs to the end; a slider that runs while it is dragged asks for one run at a time", () => onStage(async ({ page }) => {
    await openFile(page, "controls.m");
    await control(page, "8f0b").locator("button:text-is('Start')").click();
    await is(page, "seen", "0");
    assert.equal(await value(page, "total").count(), 0, "not what is above");
    assert.match(await value(page, "pressed").innerText(), /7/);
    await page.evaluate(() => {
        const send = WebSocket.prototype.send;
        window.runs = 0;
        WebSocket.prototype.send = function (data) { if (typeof data === "string" && /"t":"run"/.test(data)) window.runs++; return send.call(this, data); };
    });
    const box = await control(page, "8f0c").locator("input").boundingBox();
    await page.mouse.move(box.x + 8, box.y + box.height / 2);
    await page.mouse.down();
    for (let k = 1; k <= 40; k++) await page.mouse.move(box.x + 8 + (box.width - 16) * k / 40, box.y + box.height / 2);
    await page.mouse.up();
    const at = await control(page, "8f0c").locator("output").innerText();
    await is(page, "seen", at);
    const runs = await page.evaluate(() => window.runs);
    assert.ok(runs >= 1 && runs <= 41, `${runs} runs`);
    assert.equal(await page.locator(".status-note:has-text('waiting')").count(), 0, "no queue is left");
}, { files }));
