// e2e/page_files.mjs: with GRADUS_PAGE=FOLDER the page comes from that folder (web/dist, or a quick bundle) in place of the one
// embedded in the program, so that a story can be tried without building the program.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";

const folder = process.env.GRADUS_PAGE;
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Goes to the launch URL; its secret is good once. */
export async function openPage(page, url) {
    if (!folder) { await page.goto(url); return; }
    const fulfill = async (route, name) => {
        const answer = await route.fetch();
        await route.fulfill({ status: 200, headers: { ...answer.headers(), "content-encoding": "identity", "content-type": types[extname(name)] ?? "application/octet-stream" }, body: readFileSync(join(folder, name)) });
    };
    await page.route(one => one.pathname.endsWith("/") && !one.search, route => fulfill(route, "index.html"));
    await page.route("**/assets/*", route => fulfill(route, new URL(route.request().url()).pathname.replace(/^.*\/assets\//, "assets/")));
    await page.context().request.get(url, { maxRedirects: 0 });
    await page.goto(new URL(".", url).href);
}
