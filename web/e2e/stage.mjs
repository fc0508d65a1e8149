// e2e/stage.mjs: a stage for longer stories: a server that can be killed and started again, one browser, several tabs, memory of
// every process, measured limits, rules of accessibility. GRADUS names the program, CHROMIUM the browser, GRADUS_E2E_OUT the
// folder for pictures, GRADUS_E2E_SLACK what limits are multiplied with on a busy machine.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export { sleep };
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = resolve(process.env.GRADUS ?? join(repository, "build/gradus"));
const out = resolve(process.env.GRADUS_E2E_OUT ?? join(repository, "build/e2e"));
export const slack = Number(process.env.GRADUS_E2E_SLACK ?? 1);
mkdirSync(out, { recursive: true });

/** Keeps a picture of the page for people to look at. */
export async function picture(page, name) { await page.screenshot({ path: join(out, `${name}.png`) }); }

/** Prints a measured number and asserts the limit; `least` turns it round. */
export function limit(name, value, most, unit, { least = false, fixed = false } = {}) {
    const allowed = fixed ? most : least ? most / slack : most * slack;
    console.log(`LIMIT ${name}: ${Number(value.toFixed(1))} ${unit} (${least ? "at least" : "at most"} ${most}${slack !== 1 && !fixed ? `, slack ${slack}` : ""})`);
    assert.ok(least ? value >= allowed : value <= allowed, `${name}: ${value.toFixed(1)} ${unit}, ${least ? "at least" : "at most"} ${allowed.toFixed(1)} is asked`);
}

export function note(text) { console.log(`NOTE ${text}`); }

export function median(values) { return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN; }

// ---- processes ------------------------------------------------------------------------------------

/** Resident memory of a process in MB, 0 when it is gone; `peak`: the most it ever was. */
export function memory(pid, peak = false) {
    try {
        const found = (peak ? /VmHWM:\s+(\d+)/ : /VmRSS:\s+(\d+)/).exec(readFileSync(`/proc/${pid}/status`, "utf8"));
        return found ? Number(found[1]) / 1024 : 0;
    } catch { return 0; }
}

/** The kernels of a server: its children. */
export function kernelsOf(pid) {
    try {
        return readdirSync(`/proc/${pid}/task`).flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").trim().split(" ")).filter(one => one).map(Number);
    } catch { return []; }
}

/** The children of a process started by a shell or a proxy, down to the one whose command line holds `word`. */
function alive(pid) { try { process.kill(pid, 0); return true; } catch { return false; } }

export class Server {
    constructor(home, args = [], { env = {} } = {}) {
        this.home = home;
        this.args = args;
        this.env = { ...process.env, HOME: home, XDG_STATE_HOME: "", XDG_CONFIG_HOME: "", ...env };
        delete this.env.DISPLAY;
    }

    /** Resolves when the launch address is printed. */
    start() {
        const child = spawn(program, ["live", "--no-browser", ...this.args], { cwd: this.home, env: this.env, stdio: ["pipe", "pipe", "pipe"] });
        this.child = child;
        this.said = "";
        return new Promise((ready, failed) => {
            const hear = data => {
                this.said += data;
                const url = /https?:\/\/\S+launch=\S+/.exec(this.said);
                if (url) { this.url = url[0]; ready(this.url); }
            };
            child.stdout.on("data", hear);
            child.stderr.on("data", hear);
            child.once("exit", code => failed(new Error(`gradus live ended with ${code}: ${this.said}`)));
        });
    }

    get pid() { return this.child.pid; }
    get port() { return new URL(this.url).port; }

    async end(signal = "SIGTERM") {
        const { child } = this;
        if (!child || child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise(resolve => { child.once("exit", resolve); });
        child.kill(signal);
        await ended;
    }
}

// ---- stage ----------------------------------------------------------------------------------------

export async function launchBrowser() {
    return await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks", "--enable-precise-memory-info", "--disable-background-timer-throttling", "--disable-renderer-backgrounding"] });
}

/** Runs `story(stage)` with `files` (name: text) in a home folder of its own; errors in any page's console fail it. */
export async function onStage(story, { args = [], files = {}, width = 1440, height = 1000, start = true, tour = false } = {}) {
    const home = mkdtempSync(join(tmpdir(), "gradus-stage-")), errors = [];
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(home, name)), { recursive: true });
        writeFileSync(join(home, name), text);
    }
    const server = new Server(home, args), browser = await launchBrowser(), pages = [];
    /** Words of expected errors, such as those of a server that was killed. */
    const allowed = [];
    const hear = text => { if (!allowed.some(one => one.test(text))) errors.push(text); };
    let context = null;
    const stage = {
        home, server, browser, errors, allowed,
        get page() { return pages[0]; },
        get context() { return context; },
        async tab(url) {
            context ??= await browser.newContext({ viewport: { width, height }, permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true });
            const page = await context.newPage();
            page.on("pageerror", error => hear(error.stack ?? String(error)));
            page.on("console", message => { if (message.type() === "error") hear(`${message.text()} (${message.location()?.url ?? ""})`); });
            pages.push(page);
            if (url) await page.goto(url);
            return page;
        },
    };
    try {
        if (start) {
            const page = await stage.tab(await server.start());
            await page.waitForSelector(".status-bar[data-state=ready]");
            if (!tour) await endTour(page);
        }
        await story(stage).catch(async error => {
            for (const [at, page] of pages.entries()) await page.screenshot({ path: join(out, `failed-${at}.png`), timeout: 5000 }).catch(() => undefined);
            error.message += errors.length ? `\nsaid in the page:\n${errors.join("\n")}` : "";
            throw error;
        });
        assert.deepEqual(errors, [], "errors in the page");
    } finally {
        await browser.close();
        const kernels = server.child ? kernelsOf(server.pid) : [];
        await server.end();
        for (let wait = 0; wait < 30 && kernels.some(alive); wait++) await sleep(100);
        const left = kernels.filter(alive);
        for (const pid of left) process.kill(pid, "SIGKILL");
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
        assert.deepEqual(left, [], "kernels that outlive their server");
    }
}

/** The tour of the first visit, when there is one. */
export async function endTour(page) {
    await page.waitForTimeout(150);
    if (await page.locator(".tour").count()) {
        await page.locator(".tour").press("Escape");
        await page.waitForFunction(() => !document.querySelector(".tour"));
    }
}

// ---- what stories do again and again --------------------------------------------------------------

export async function ready(page, timeout = 60_000) {
    await page.waitForFunction(() => document.querySelector(".status-bar")?.dataset.state === "ready", null, { timeout });
}

export async function busy(page, timeout = 10_000) {
    await page.waitForFunction(() => document.querySelector(".status-bar")?.dataset.state === "busy", null, { timeout });
}

export async function openFile(page, name) {
    await page.locator(`.pane-folder :is(.file, tr):has-text("${name}")`).first().dblclick();
    await page.waitForFunction(wanted => document.querySelector(".tab[aria-selected=true]")?.textContent?.includes(wanted), name);
    await page.waitForSelector(".cm-content");
}

/** A line in the Command Window; resolves when the kernel is ready again. */
export async function command(page, text) {
    const input = page.locator(".pane-console .console-input");
    await input.click();
    await input.fill(text);
    await input.press("Enter");
    await page.waitForTimeout(30);
    await ready(page);
}

/** Puts a line of the document at the top of the view. */
export async function scrollTo(page, text) {
    for (let k = 0; k < 80; k++) {
        const found = await page.evaluate(wanted => {
            const scroller = document.querySelector(".cm-scroller"), line = [...document.querySelectorAll(".cm-line")].find(one => one.textContent?.includes(wanted));
            const at = scroller.scrollTop;
            scroller.scrollTop += line ? line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8 : 400;
            if (!line && scroller.scrollTop === at) scroller.scrollTop = 0; // from the top once more
            return Boolean(line);
        }, text);
        await page.waitForTimeout(40);
        if (found) return;
    }
    throw new Error(`no line with ${text}`);
}

export async function toTop(page) {
    await page.evaluate(() => { document.querySelector(".cm-scroller").scrollTop = 0; });
    await page.waitForTimeout(60);
}

/** Share of dark and coloured pixels of a canvas; waits a moment for the first of them. */
export async function ink(canvas) {
    let share = 0;
    for (let wait = 0; wait < 50 && !share; wait++) {
        if (wait) await sleep(100);
        share = await canvas.evaluate(one => {
            const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
            let some = 0;
            for (let k = 0; k < data.length; k += 4) if (data[k + 3] > 0 && Math.min(data[k], data[k + 1], data[k + 2]) < 200) some++;
            return some / (data.length / 4);
        });
    }
    return share;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No violations of the rules of accessibility (WCAG 2.0 to 2.2, A and AA) on the page as it stands. */
export async function accessible(page, where) {
    if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axeSource);
    const found = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }))
        .violations.map(one => `${one.id}: ${one.nodes.slice(0, 4).map(node => `${node.html.slice(0, 200)} [${node.failureSummary?.split("\n")[1]?.trim().slice(0, 160)}]`).join(" | ")}`));
    assert.deepEqual(found, [], `accessibility: ${where}`);
}
