// On a cluster: the page behind nginx below a base path, with a token and its login page; a batch job without a display. The files
// of docs/cluster are used as they are shipped; only ports, paths and names that a site fills in are filled in.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { endTour, launchBrowser, picture, program, ready, repository, sleep } from "./stage.mjs";

const path = `${process.env.PATH}:/usr/sbin`;
const has = name => { try { execFileSync("sh", ["-c", `command -v ${name}`], { env: { PATH: path } }); return true; } catch { return false; } };
const shipped = name => readFileSync(join(repository, "docs/cluster", name), "utf8");
const freePort = () => new Promise(resolve => { const one = createServer().listen(0, "127.0.0.1", () => { const { port } = one.address(); one.close(() => resolve(port)); }); });

async function waitFor(what, condition, seconds = 10) {
    for (let k = 0; k < seconds * 20; k++) {
        if (await condition()) return;
        await sleep(50);
    }
    throw new Error(`${what}: not within ${seconds} s`);
}

/** Starts programs in a folder that is also their home; all end, and the folder goes, when `story` is over. */
async function inFolder(story) {
    const home = mkdtempSync(join(tmpdir(), "gradus-cluster-")), children = [];
    const env = { ...process.env, PATH: path, HOME: home, XDG_STATE_HOME: "", XDG_CONFIG_HOME: "" };
    delete env.DISPLAY;
    delete env.WAYLAND_DISPLAY;
    const start = (command, args, more = {}) => {
        const child = spawn(command, args, { cwd: home, env: { ...env, ...more }, stdio: ["ignore", "pipe", "pipe"] });
        child.said = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", data => { child.said += data; });
        children.push(child);
        return child;
    };
    try {
        await story({ home, env, start });
    } finally {
        for (const child of children.reverse()) {
            if (child.exitCode !== null || child.signalCode !== null) continue;
            const ended = new Promise(resolve => { child.once("exit", resolve); });
            child.kill("SIGTERM");
            await Promise.race([ended, sleep(5000).then(() => child.kill("SIGKILL"))]);
        }
        rmSync(home, { recursive: true, force: true, maxRetries: 3 });
    }
}

/** Logs in with the token, runs a document, reloads: all through the proxy's address. */
async function useThrough(address, token, name, shot) {
    const browser = await launchBrowser(), errors = [];
    try {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true }), page = await context.newPage();
        page.on("pageerror", error => errors.push(String(error)));
        await page.goto(address);
        const field = page.locator("input[name=token]");
        await field.fill("wrong");
        await field.press("Enter");
        await page.waitForLoadState();
        assert.equal(await page.locator(".status-bar").count(), 0, "a wrong token lets nobody in");
        await page.goto(address);
        await picture(page, `${shot}-login`);
        await page.locator("input[name=token]").fill(token);
        await page.locator("input[name=token]").press("Enter");
        await page.waitForSelector(".status-bar[data-state=ready]");
        await endTour(page);
        assert.ok(page.url().startsWith(address), `${page.url()} stays below ${address}`);
        if (!await page.locator(".cm-content").count()) await page.locator(`.pane-folder tr[data-name="${name}"]`).dblclick();
        await page.waitForSelector(".cm-content");
        await page.keyboard.press("F5"); // over the WebSocket
        await page.waitForSelector(".output-variable:has-text('42')");
        await page.waitForSelector(".output-figure canvas");
        await ready(page);
        await page.reload();
        await page.waitForSelector(".output-variable:has-text('42')");
        await page.click(".toolbar button[aria-label=Export]");
        await page.locator("[role=menu] button:has-text('PDF')").first().click();
        await page.waitForSelector("dialog button.primary");
        const [download] = await Promise.all([page.waitForEvent("download"), page.click("dialog button.primary")]);
        assert.equal(readFileSync(await download.path()).subarray(0, 5).toString(), "%PDF-");
        const other = await (await browser.newContext()).newPage();
        const answer = await other.goto(address);
        assert.equal(await other.locator(".status-bar").count(), 0, `another browser sees no page (${answer.status()})`);
        await picture(page, shot);
        assert.deepEqual(errors, []);
    } finally { await browser.close(); }
}

const source = "%[text] # On the cluster\nanswer = 6 * 7\nplot(1:10)\n";

test("behind nginx, below a base path, with a token", async t => {
    if (!has("nginx")) return t.skip("nginx is not installed and could not be");
    await inFolder(async ({ home, start }) => {
        const inner = await freePort(), front = await freePort();
        writeFileSync(join(home, "work.m"), source);
        const config = shipped("nginx.conf").replace("127.0.0.1:8080", `127.0.0.1:${front}`).replace("127.0.0.1:8765", `127.0.0.1:${inner}`);
        writeFileSync(join(home, "nginx.conf"), `daemon off; pid ${home}/pid; error_log ${home}/error.log; events {}\nhttp { access_log off; ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(one => `${one}_temp_path ${home}/${one};`).join(" ")}\n${config}\n}\n`);
        const server = start(program, ["live", "--no-browser", "--port", String(inner), "--base-path", "/gradus/", "--origin", `http://127.0.0.1:${front}`, "--token-file", join(home, "token")]);
        start("nginx", ["-c", join(home, "nginx.conf"), "-p", home]);
        await waitFor(`gradus live (${server.said})`, () => existsSync(join(home, "token")) && /Ctrl-C/.test(server.said));
        assert.equal(statSync(join(home, "token")).mode & 0o777, 0o600);
        await waitFor("nginx", () => fetch(`http://127.0.0.1:${front}/`).then(() => true, () => false));
        await useThrough(`http://127.0.0.1:${front}/gradus/`, readFileSync(join(home, "token"), "utf8").trim(), "work.m", "cluster-nginx");
    });
});

test("the batch script of the scheduler", async () => {
    await inFolder(async ({ home, start }) => {
        mkdirSync(join(home, "bin"));
        writeFileSync(join(home, "bin/gradus"), `#!/bin/sh\nexec "${program}" "$@"\n`);
        writeFileSync(join(home, "bin/hostname"), "#!/bin/sh\ncase $1 in -i) echo 127.0.0.1;; *) echo localhost;; esac\n"); // one node, this machine
        for (const name of ["gradus", "hostname"]) chmodSync(join(home, "bin", name), 0o755);
        writeFileSync(join(home, "work.m"), source);
        writeFileSync(join(home, "gradus.slurm"), shipped("gradus.slurm"));
        const job = 1000 + process.pid % 9000;
        const run = start("bash", ["gradus.slurm", "work.m"], { PATH: `${home}/bin:${path}`, SLURM_JOB_ID: String(job), SLURM_CPUS_PER_TASK: "2", SLURM_SUBMIT_HOST: "login" });
        await waitFor(`the job (${run.said})`, () => /localhost:\d+\//.test(run.said) && existsSync(join(home, ".gradus-token")));
        const port = 20000 + job % 20000;
        assert.match(run.said, new RegExp(`ssh -N -L ${port}:localhost:${port} login`));
        await waitFor(`the server (${run.said})`, () => fetch(`http://localhost:${port}/`).then(() => true, () => false));
        await useThrough(`http://localhost:${port}/`, readFileSync(join(home, ".gradus-token"), "utf8").trim(), "work.m", "cluster-job");
    });
});

test("a batch export without a display", async () => {
    await inFolder(async ({ home, env, start }) => {
        writeFileSync(join(home, "work.m"), `${source}disp("display: [" + getenv("DISPLAY") + "]")\n`);
        const run = start(program, ["export", "--run", "work.m", "work.pdf"]);
        await waitFor(`gradus export (${run.said})`, () => run.exitCode !== null, 60);
        assert.equal(run.exitCode, 0, run.said);
        const text = execFileSync("pdftotext", ["-layout", join(home, "work.pdf"), "-"], { encoding: "utf8", env });
        assert.match(text, /On the cluster/);
        assert.match(text, /answer = 42/);
        assert.match(text, /display: \[\]/);
    });
});
