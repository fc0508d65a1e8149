// editor/table_editor.ts: the cells of a table in a popover: fields in a grid, buttons for rows and columns.
import type { EditorView } from "@codemirror/view";
import { fill, h } from "../base/dom";
import { openPopover } from "./popover";
import { structureOf } from "./structure";
import { cellSource, writeTable, type Table } from "./tables";

export function editTable(view: EditorView, anchor: Element, pos: number, table: Table): void {
    if (view.state.readOnly) return;
    let cells = table.rows.map(row => row.map(cellSource)), header = table.header;
    const columns = (): number => Math.max(1, ...cells.map(row => row.length));
    const grid = h("div", { class: "table-grid" });
    const draw = (row = 0, column = 0): void => {
        fill(grid, h("table", {}, cells.map((texts, r) => h("tr", { class: header && r === 0 ? "head" : null }, Array.from({ length: columns() }, (_, c) =>
            h("td", {}, field(texts, r, c)))))));
        grid.querySelectorAll("tr")[row]?.querySelectorAll("input")[column]?.focus();
    };
    const field = (texts: string[], r: number, c: number): HTMLElement => {
        const input = h("input", { type: "text", "aria-label": `Row ${r + 1}, column ${c + 1}`, value: texts[c] ?? "", oninput: () => { texts[c] = input.value; },
            onkeydown: (event: KeyboardEvent) => {
                const go = event.key === "ArrowDown" || event.key === "Enter" ? 1 : event.key === "ArrowUp" ? -1 : 0;
                if (!go) return;
                event.preventDefault();
                if (event.key === "Enter" && r === cells.length - 1) cells.push([]);
                draw(Math.max(0, Math.min(cells.length - 1, r + go)), c);
            }, onfocus: () => { at = { r, c }; } });
        return input;
    };
    let at = { r: 0, c: 0 };
    const button = (label: string, act: () => void): HTMLElement => h("button", { type: "button", class: "button", onclick: () => { act(); draw(Math.min(at.r, cells.length - 1), Math.min(at.c, columns() - 1)); } }, label);
    const check = h("input", { type: "checkbox", onchange: () => { header = check.checked; draw(at.r, at.c); } });
    check.checked = header;
    const buttons = h("div", { class: "table-buttons" },
        button("Add row", () => { cells.splice(at.r + 1, 0, []); at.r++; }),
        button("Add column", () => { const n = columns(); for (const row of cells) { while (row.length < n) row.push(""); row.splice(at.c + 1, 0, ""); } at.c++; }),
        button("Delete row", () => { if (cells.length > 1) cells.splice(at.r, 1); }),
        button("Delete column", () => { if (columns() > 1) for (const row of cells) row.splice(at.c, 1); }),
        h("label", {}, check, " Header row"),
        h("button", { type: "button", class: "button", onclick: () => { cells = []; popover.close(); } }, "Delete table"));
    const popover = openPopover(anchor, "Edit table", [grid, buttons], () => {
        const span = structureOf(view.state.doc).tables.find(one => one.from <= pos && pos <= one.to);
        const source = cells.length ? writeTable(cells, header, table.attributes) : "%[text] ";
        if (span && view.state.sliceDoc(span.from, span.to) !== source) view.dispatch({ changes: { from: span.from, to: span.to, insert: source }, userEvent: "input" });
        view.focus();
    });
    draw();
}
