// tools/katex_metrics.js: fills the stored box metrics that our typesetting of mathematics is compared with.
// Development only: npm install katex, then NODE_PATH=.../node_modules node tools/katex_metrics.js FILE
// FILE holds one formula a line, "style TAB height TAB depth TAB width TAB TeX"; style is D (display) or T (text), the
// numbers are written by this script, in em. Heights and depths are those of KaTeX's own tree; widths are added up
// from the advances, margins and paddings of that tree; "-" where KaTeX leaves a width to the browser.
"use strict";
const fs = require("fs");
const katex = require("katex");

const fontData = (() => {
    const path = require("path").join(require.resolve("katex/package.json"), "../src/fontMetricsData.js");
    return Function(fs.readFileSync(path, "utf8").replace("export default", "return"))();
})();
const fonts = [["mathnormal", "Math-Italic"], ["mathbf", "Main-Bold"], ["boldsymbol", "Math-BoldItalic"],
    ["mathbb", "AMS-Regular"], ["amsrm", "AMS-Regular"], ["mathcal", "Caligraphic-Regular"], ["mathtt", "Typewriter-Regular"],
    ["texttt", "Typewriter-Regular"], ["mathsf", "SansSerif-Regular"], ["textsf", "SansSerif-Regular"],
    ["mathfrak", "Fraktur-Regular"], ["mathscr", "Script-Regular"], ["textbf", "Main-Bold"], ["textit", "Main-Italic"],
    ["mathit", "Main-Italic"], ["small-op", "Size1-Regular"], ["large-op", "Size2-Regular"]];

// KaTeX joins neighbouring characters into one node that keeps the first one's width: add them up again.
function textWidth(node, classes) {
    const chars = [...node.text];
    if (chars.length < 2) return node.width || 0;
    const known = fonts.find(([name]) => classes.includes(name));
    const metrics = fontData[known ? known[1] : "Main-Regular"] || {};
    let sum = 0;
    for (const c of chars) {
        const m = metrics[c.codePointAt(0)] || fontData["Main-Regular"][c.codePointAt(0)];
        if (m) sum += m[4];
        else if (c === "\u00a0") sum += 0.25;
        else unknownWidth = true;
    }
    return sum;
}

const sizes = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488];
let unknownWidth = false;

const em = (text) => (typeof text === "string" && text.endsWith("em") ? parseFloat(text) : 0);

function fontScale(classes) {
    const reset = classes.find((c) => /^reset-size\d+$/.test(c));
    const size = classes.find((c) => /^size\d+$/.test(c));
    if (!reset || !size) return 1;
    return sizes[size.slice(4) - 1] / sizes[reset.slice(10) - 1];
}

function childrenWidth(node) {
    const classes = node.classes || [];
    if (!classes.includes("vlist-t")) return (node.children || []).reduce((sum, c) => sum + width(c), 0);
    const rows = node.children[0].children[0].children || [];
    return rows.reduce((most, c) => Math.max(most, width(c)), 0);
}

// Width in em of the node's parent.
function width(node) {
    const classes = (node.classes || []).flatMap((c) => c.split(" ")).map((c) => c.replace(/^katex-/, ""));
    const has = (name) => classes.includes(name);
    const style = node.style || {};
    if (node.constructor.name === "SymbolNode") return textWidth(node, classes) + Math.max(node.italic || 0, 0);
    if (node.constructor.name === "SvgNode") return 0;
    if (has("pstrut") || has("strut") || has("vlist-s") || has("frac-line")) return 0;
    if (has("accent-body") && !has("accent-full")) return 0;
    if (has("llap") || has("rlap") || has("clap")) return 0;
    if (has("stretchy") || has("tag")) unknownWidth = true;
    let own = childrenWidth(node);
    if (has("nulldelimiter")) own = 0.12;
    if (has("x-arrow-pad")) own += 1;
    if (has("boxpad")) own += 0.6;
    if (has("cancel-pad")) own += 0.4;
    if (has("cancel-lap")) own -= 0.4;
    if (has("root")) own += 0.27777778 - 0.55555556;
    if (has("vertical-separator")) own = em(style.borderRightWidth) - 0.04;
    if (style.width) own = em(style.width);
    if (style.minWidth) own = Math.max(own, em(style.minWidth));
    for (const side of ["marginLeft", "marginRight", "paddingLeft", "paddingRight"]) own += em(style[side]);
    return own * fontScale(classes);
}

function measure(tex, display) {
    unknownWidth = false;
    const tree = katex.__renderToHTMLTree(tex, { displayMode: display, throwOnError: true, strict: false });
    const w = width(tree);
    return [tree.height.toFixed(3), tree.depth.toFixed(3), unknownWidth ? "-" : w.toFixed(3)];
}

const file = process.argv[2];
const lines = fs.readFileSync(file, "utf8").split("\n");
const out = lines.map((line) => {
    const parts = line.split("\t");
    if (line.startsWith("#") || parts.length < 2) {
        return line.startsWith("# KaTeX ") ? "# KaTeX " + katex.version : line;
    }
    const tex = parts[parts.length - 1];
    return [parts[0], ...measure(tex, parts[0] === "D"), tex].join("\t");
});
fs.writeFileSync(file, out.join("\n"));
