// figures/data_table.ts: the numbers of a figure as a table, for those who cannot see it and for those who want to copy them.
import { h } from "../base/dom";
import type { Session } from "../session";

const most_rows = 500;

export async function dataTable(session: Session, figure: number): Promise<void> {
    const reply = await session.app.ask("figure_data", { doc: session.id, figure });
    if (!reply) return;
    const rows = reply.rows as unknown[][];
    const dialog = h("dialog", { class: "dialog wide", "aria-label": "Data of the figure", onclose: () => dialog.remove() },
        h("form", { method: "dialog" }, h("h2", {}, reply.title || "Data of the figure"),
            h("div", { class: "grid-scroll tall", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, reply.columns.map(name => h("th", { scope: "col" }, name)))),
                h("tbody", {}, rows.slice(0, most_rows).map(row => h("tr", {}, row.map(cell => h("td", {}, String(cell ?? ""))))))),
            rows.length > most_rows && h("p", { class: "truncated" }, `The first ${most_rows} of ${rows.length} rows are shown.`)),
            h("div", { class: "dialog-buttons" }, h("button", { type: "submit", class: "primary" }, "Close"))));
    document.body.append(dialog);
    dialog.showModal();
}
