// panes/start_page.ts: what stands in the middle while no document is open.
import "../styles/start.css";
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { command, perform } from "../shell/commands";
import { icon, type IconName } from "../shell/icons";
import { parentOf } from "./folder_rows";

export function makeStartPage(app: App): HTMLElement {
    const choice = (name: IconName, title: string, text: string, run: () => unknown, kind = "choice"): HTMLElement =>
        h("button", { type: "button", class: kind, onclick: () => void run() }, icon(name), h("strong", {}, title), h("span", {}, text));
    const by = (id: string) => () => perform(app, command(id));
    const recent = h("ul", { class: "recent" }), head = h("h3", {}, "Recent documents");
    app.recent.watch(list => {
        head.hidden = list.length === 0;
        fill(recent, list.slice(0, 8).map(one => h("li", {}, h("button", { type: "button", title: one.path, onclick: () => void app.open(one.path) }, icon("file"), h("strong", {}, one.name), h("span", {}, tidy(parentOf(one.path), app.home))))));
    });
    return h("div", { class: "start-scroll" }, h("div", { class: "start" },
        h("h2", { class: "start-title" }, "Gradus"), h("p", {}, "A laboratory for gradients in deep networks."),
        choice("chart", "Open the lab", "Detecting vanishing gradients: train two networks, watch their gradients layer by layer", () => app.openExample("vanishing-gradients"), "choice lab"),
        h("div", { class: "start-choices" },
            choice("new", "New live script", "Text, code and results in one document", by("new.live")),
            choice("code", "New script", "Code alone, run as a whole or by sections", by("new.script")),
            choice("equation", "New function", "A file that can be called by its name", by("new.function")),
            choice("open", "Open a file", "Live scripts, code, notebooks, texts", by("file.open"))),
        head, recent,
        h("p", { class: "start-foot" }, h("button", { type: "button", class: "link", onclick: by("help.tour") }, "Take the tour"), " · ", h("button", { type: "button", class: "link", onclick: by("help.open") }, "Browse the functions"))));
}

/** The home folder as "~". */
function tidy(path: string, home: string): string { return home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path; }
