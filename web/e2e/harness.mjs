// e2e/harness.mjs: a server with a home folder of its own and a browser page in it. GRADUS names the program (default: the
// build folder's), CHROMIUM the browser.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { openPage } from "./page_files.mjs";

const program = resolve(process.env.GRADUS ?? "../build/gradus");

export function startServer(home, args) {
    const child = spawn(program, ["live", "--no-browser", ...args],
        { cwd: home, env: { ...process.env, HOME: home, XDG_STATE_HOME: "", XDG_CONFIG_HOME: "" }, stdio: ["pipe", "pipe", "pipe"] });
    return new Promise((ready, failed) => {
        let said = "";
        const hear = data => {
            said += data;
            const url = /http:\/\/\S+launch=\S+/.exec(said);
            if (url) ready({ child, url: url[0] });
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.on("exit", code => failed(new Error(`gradus live ended with ${code}: ${said}`)));
    });
}

/** Runs `story(page, { home, errors })` with `files` (name: text) in the home folder; fails on errors in the page's console. */
export async function inBrowser(story, { args = [], files = {}, width = 1440, height = 1000 } = {}) {
    const home = mkdtempSync(join(tmpdir(), "gradus-e2e-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
    const server = await startServer(home, args);
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"] });
    const errors = [];
    try {
        const context = await browser.newContext({ viewport: { width, height }, permissions: ["clipboard-read", "clipboard-write"], acceptDownloads: true });
        const page = await context.newPage();
        page.on("pageerror", error => errors.push(error.stack ?? String(error)));
        page.on("console", message => { if (message.type() === "error") errors.push(message.text()); });
        await openPage(page, server.url);
        await story(page, { home, errors, server }).catch(async error => {
            await page.screenshot({ path: `${out}/failed.png` });
            error.message += `\nsaid in the page:\n${errors.join("\n")}`;
            throw error;
        });
        if (errors.length) throw new Error(`errors in the page:\n${errors.join("\n")}`);
    } finally {
        await browser.close();
        server.child.removeAllListeners("exit");
        if (server.child.exitCode === null && server.child.signalCode === null) { // a story may have ended it
            const ended = new Promise(resolve => server.child.on("exit", resolve));
            server.child.kill("SIGTERM");
            await ended;
        }
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    }
}

const out = process.env.GRADUS_E2E_OUT ?? "e2e/out";
mkdirSync(out, { recursive: true });

/** Keeps a picture of the page in e2e/out for people to look at. */
export async function picture(page, name) { await page.screenshot({ path: `${out}/${name}.png` }); }

export async function openLab(page) {
    await page.click("text=Open the lab");
    await page.waitForSelector(".cm-content .t-title");
}

/** Waits until the status bar says Ready. */
export async function ready(page, timeout = 60_000) {
    await page.waitForFunction(() => document.querySelector(".status-bar")?.dataset.state === "ready", null, { timeout });
}

/** Puts a line of the document at the top of the view. */
export async function scrollTo(page, text) {
    for (let k = 0; k < 60; k++) {
        const found = await page.evaluate(wanted => {
            const scroller = document.querySelector(".cm-scroller"), line = [...document.querySelectorAll(".cm-line")].find(one => one.textContent?.includes(wanted));
            scroller.scrollTop += line ? line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8 : 300;
            return Boolean(line);
        }, text);
        await page.waitForTimeout(60);
        if (found) return;
    }
    throw new Error(`no line with ${text}`);
}
