// e2e/axe.mjs: what axe-core finds wrong with the page as it stands, in light and dark. The rule "region" is off: the bars that
// size panes stand between the landmarks on purpose. The document itself has a story of its own.
import { readFileSync } from "node:fs";

const source = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export async function violations(page, name) {
    const found = [];
    if (!await page.evaluate(() => "axe" in window)) await page.evaluate(source);
    for (const theme of ["light", "dark"]) {
        await page.evaluate(wanted => { document.documentElement.dataset.theme = wanted; }, theme);
        await page.waitForTimeout(250); // colours change over time
        const result = await page.evaluate(() => window.axe.run({ exclude: [[".cm-editor"]] }, { resultTypes: ["violations"], rules: { region: { enabled: false } } }));
        for (const one of result.violations) for (const node of one.nodes) found.push(`${name}, ${theme}: ${one.id} ${node.target.join(" ")}\n${node.failureSummary}`);
    }
    await page.evaluate(() => { document.documentElement.dataset.theme = "light"; });
    return found;
}
