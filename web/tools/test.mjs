// Bundles each test/*.test.ts with esbuild (it comes with Vite) and hands them to node's own test runner.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";

const names = readdirSync("test").filter(n => n.endsWith(".test.ts"));
rmSync(".test", { recursive: true, force: true });
await build({
    entryPoints: names.map(n => `test/${n}`), bundle: true, platform: "node", format: "esm", outdir: ".test",
    outExtension: { ".js": ".mjs" }, logLevel: "warning",
});
const files = names.map(n => `.test/${n.replace(/\.ts$/, ".mjs")}`);
process.exit(spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1);
