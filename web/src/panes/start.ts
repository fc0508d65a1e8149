// panes/start.ts: what stands in the middle while no document is open.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { icon } from "../shell/icons";

export function makeStartPage(app: App): HTMLElement {
    const recent = h("ul", { class: "recent" });
    app.recent.watch(list => fill(recent, list.map(one => h("li", {}, h("button", { type: "button", onclick: () => void app.open(one.path) }, h("strong", {}, one.name), h("span", {}, one.path))))));
    return h("div", { class: "start" }, h("h1", {}, "Gradus"), h("p", {}, "A laboratory for gradients in deep networks."),
        h("div", { class: "start-choices" },
            h("button", { type: "button", class: "choice", onclick: () => void app.openExample("vanishing-gradients") }, icon("chart"), h("strong", {}, "Open the lab"), h("span", {}, "Watching gradients vanish")),
            h("button", { type: "button", class: "choice", onclick: () => void app.create("live") }, icon("new"), h("strong", {}, "New live script"), h("span", {}, "Text, code and results"))),
        recent);
}
