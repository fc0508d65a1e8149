// panes/workspace.ts: the variables of the kernel that the active document has.
import type { App } from "../app";
import { fill, h, onceAFrame } from "../base/dom";
import type { Session } from "../session";
import type { PaneView } from "./index";

export function make(app: App): PaneView {
    const body = h("tbody", {});
    const empty = h("p", { class: "pane-empty" }, "Variables appear here when code has run.");
    const table = h("table", { class: "variables" }, h("thead", {}, h("tr", {}, ["Name", "Value", "Size", "Class"].map(name => h("th", { scope: "col" }, name)))), body);
    const draw = onceAFrame(() => {
        const variables = app.target?.variables.value ?? [];
        fill(body, variables.map(one => h("tr", { class: one.changed ? "changed" : null }, h("th", { scope: "row" }, one.name), h("td", { class: "value", title: one.value }, one.value), h("td", {}, one.size), h("td", {}, one.class))));
        table.hidden = variables.length === 0;
        empty.hidden = !table.hidden;
    });
    let end = (): void => undefined;
    const follow = (session: Session | null): void => {
        end();
        if (session) end = session.variables.listen(draw);
        draw();
    };
    app.active.watch(() => follow(app.target));
    app.folder.listen(() => follow(app.target));
    return { dom: h("div", { class: "scroll", tabindex: 0 }, table, empty) };
}
