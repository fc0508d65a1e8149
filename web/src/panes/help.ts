// panes/help.ts: help pages of functions.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { followLink, helpPage } from "../links";
import { showPane } from "../shell/docks";
import type { PaneDef, PaneView } from "./index";

function make(app: App): PaneView {
    const page = h("article", { class: "help-page" }, h("p", { class: "pane-empty" }, "Type the name of a function."));
    const input = h("input", { type: "search", class: "help-search", "aria-label": "Search the help", placeholder: "Function", onchange: () => { helpPage.value = input.value.trim(); } });
    helpPage.listen(name => void (async () => {
        if (!name) return;
        const reply = await app.ask("help", { name });
        if (!reply) return;
        fill(page, safeHtml(reply.html, href => followLink(app.active.value, href)));
        page.parentElement?.scrollTo(0, 0);
    })());
    return { dom: h("div", { class: "help" }, input, h("div", { class: "scroll" }, page)) };
}

/** `doc NAME` in user code brings the pane up. */
export function watchHelp(app: App): void {
    app.link.on("show", event => {
        if (event.kind !== "help") return;
        showPane(app, "help");
        helpPage.value = event.name;
    });
}

export const helpPane: PaneDef = { id: "help", title: "Help", place: "right", shown: false, make };
