// Fails when what the first page load fetches is over its budget of 150 kB gzip.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 150_000;
const html = readFileSync("dist/index.html", "utf8");
let total = gzipSync(html).length;
for (const name of readdirSync("dist/assets")) {
    const bytes = gzipSync(readFileSync(`dist/assets/${name}`), { level: 9 }).length;
    const first = html.includes(name);
    if (first) total += bytes;
    console.log(`${String(bytes).padStart(8)}  ${name}${first ? "" : "  (later)"}`);
}
console.log(`${String(total).padStart(8)}  first load, gzip; budget ${budget}`);
if (total > budget) process.exit(1);
