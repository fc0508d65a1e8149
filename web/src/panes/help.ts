// panes/help.ts: help pages of functions.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { followLink, helpPage } from "../links";
import type { PaneView } from "./index";

export function make(app: App): PaneView {
    const page = h("article", { class: "help-page" }, h("p", { class: "pane-empty" }, "Type the name of a function."));
    const input = h("input", { type: "search", class: "help-search", "aria-label": "Search the help", placeholder: "Function", onchange: () => { helpPage.value = input.value.trim(); } });
    helpPage.watch(name => void (async () => {
        if (!name) return;
        const reply = await app.ask("help", { name });
        if (!reply) return;
        fill(page, safeHtml(reply.html, href => followLink(app.active.value, href)));
        page.parentElement?.scrollTo(0, 0);
    })());
    return { dom: h("div", { class: "help" }, input, h("div", { class: "scroll", tabindex: 0 }, page)) };
}
