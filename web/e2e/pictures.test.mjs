// Pictures in the text: by the toolbar's button, pasted from the clipboard, dropped; what the file then holds.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, onStage, openFile, picture } from "./stage.mjs";

const files = { "pictures.m": "%[text] before after\nx = 1;\n%[text] last\n" };

async function saved(page, home) {
    await page.keyboard.press("Control+s");
    await page.waitForFunction(() => !document.querySelector(".tab-dot.changed"));
    return readFileSync(join(home, "pictures.m"), "utf8");
}

/** A PNG of one colour, as its bytes. */
async function png(page, colour, width = 60, height = 40) {
    const data = await page.evaluate(([fill, w, h]) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h }), context = canvas.getContext("2d");
        context.fillStyle = fill;
        context.fillRect(0, 0, w, h);
        return canvas.toDataURL("image/png").split(",")[1];
    }, [colour, width, height]);
    return Buffer.from(data, "base64");
}

const shown = (page, n) => page.waitForFunction(wanted => [...document.querySelectorAll("img.text-picture")].filter(one => one.complete && one.naturalWidth > 0).length === wanted, n);

test("a picture by the button, by paste, by drag and drop; kept in the file, shown again, undone", () => onStage(async ({ page, home, errors }) => {
    await openFile(page, "pictures.m");
    const { keyboard } = page;
    writeFileSync(join(home, "red.png"), await png(page, "#c33"));
    await page.locator(".cm-line:has-text('before after')").click();
    await keyboard.press("Home");
    for (let k = 0; k < 7; k++) await keyboard.press("ArrowRight");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.click(".toolbar button[aria-label='Image…']")]);
    await chooser.setFiles(join(home, "red.png"));
    await shown(page, 1);
    assert.match(await saved(page, home), /^%\[text\] before !\[red\]\(text:image:\w+\)after$/m, "where the cursor was");

    await page.locator(".cm-line:has-text('last')").click();
    await keyboard.press("End");
    await page.evaluate(async bytes => {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([new Uint8Array(bytes)], { type: "image/png" }) })]);
    }, [...await png(page, "#3a3")]);
    await keyboard.press("Control+v");
    await shown(page, 2);

    // dropped between the lines, beside the code: it gets a line of text of its own below
    const target = page.locator(".c-line:has-text('x = 1')"), box = await target.boundingBox();
    const data = await page.evaluateHandle(bytes => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "blue sky.png", { type: "image/png" }));
        return transfer;
    }, [...await png(page, "#33c")]);
    const at = { clientX: box.x + 60, clientY: box.y + 8, dataTransfer: data };
    await target.dispatchEvent("dragover", at);
    await target.dispatchEvent("drop", at);
    await shown(page, 3);
    await picture(page, "pictures");
    await accessible(page, "pictures");
    const text = await saved(page, home), body = text.split("\n%[appendix]")[0].trim().split("\n");
    assert.equal(body.length, 4);
    assert.equal(body[1], "x = 1;");
    assert.match(body[2], /^%\[text\] !\[blue sky\]\(text:image:\w+\)$/, "below the line it was dropped on");
    assert.match(body[3], /^%\[text\] last!\[[\w ]+\]\(text:image:\w+\)$/);
    assert.equal(text.match(/"src":"data:image\\?\/png;base64/g)?.length, 3, "the pictures are in the file");
    const names = await page.locator("img.text-picture").evaluateAll(all => all.map(one => one.alt));
    assert.deepEqual(names.slice(0, 2), ["red", "blue sky"]);
    assert.ok(names[2], "a pasted one has a name as well");

    await page.reload();
    await page.waitForSelector(".cm-content");
    await shown(page, 3);

    // what is no picture is refused with words
    const [again] = await Promise.all([page.waitForEvent("filechooser"), page.click(".toolbar button[aria-label='Image…']")]);
    writeFileSync(join(home, "notes.txt"), "no picture");
    await again.setFiles(join(home, "notes.txt"));
    await page.waitForSelector(".notice.error:has-text('PNG')");
    assert.deepEqual(errors, []);
    await page.locator(".cm-line:has-text('last')").click();
    await keyboard.press("End");
    await keyboard.press("Backspace"); // one key for the whole picture
    await shown(page, 2);
    await keyboard.press("Control+z");
    await shown(page, 3);
}, { files }));
