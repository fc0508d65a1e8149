// outputs/grid.ts: matrices and tables as grids, in the form of plain-text live code's appendix:
// {name, rows, columns, type, value, header?, exponent?, columnNames?, rowNames?}; `value` holds the first viewport only.
import { fill, h } from "../base/dom";
import type { OutputView } from "../editor/output_store";
import type { Json, Output } from "../protocol";
import type { Session } from "../session";
import { textView } from "./text";

export function gridView(session: Session, first: Output): OutputView {
    const rowsOf = (output: Output): Json => (output.data as Json)?.outputData?.value;
    if (!Array.isArray(rowsOf(first))) return textView(session, first);
    const dom = h("div", { class: "output output-grid", tabindex: 0, role: "group", "aria-label": `Variable ${first.name ?? ""}` });
    const update = (output: Output): void => {
        const data = (output.data as Json).outputData, rows = data.value as Json[][], names = (data.columnNames ?? []) as string[];
        const rowNames = (data.rowNames ?? []) as string[];
        const columns = Math.max(names.length, ...rows.map(row => Array.isArray(row) ? row.length : 1));
        const size = `${data.rows ?? rows.length}×${data.columns ?? columns}`;
        const exponent = data.exponent && String(data.exponent) !== "0" ? `10^${data.exponent} ×` : "";
        const head = h("div", { class: "grid-head" }, h("span", { class: "var-name" }, `${data.name ?? output.name ?? "ans"} = `),
            h("span", { class: "var-header" }, data.header ?? size), exponent && h("span", { class: "grid-exponent" }, "10", h("sup", {}, String(data.exponent)), " ×"));
        const numbers = Array.from({ length: columns }, (_, at) => h("th", { scope: "col" }, names[at] ?? String(at + 1)));
        const body = rows.map((row, at) => h("tr", {}, h("th", { scope: "row" }, rowNames[at] ?? String(at + 1)),
            (Array.isArray(row) ? row : [row]).map(cell => h("td", { class: typeof cell === "string" && !/^[-+\d.]/.test(cell) ? "words" : null }, [cell].flat(4).join("  ")))));
        const more = Number(data.rows ?? rows.length) > rows.length || Number(data.columns ?? columns) > columns;
        fill(dom, head, h("div", { class: "grid-scroll", tabindex: 0 }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}), numbers)), h("tbody", {}, body))),
            more && h("div", { class: "truncated" }, `The first ${rows.length} of ${data.rows} rows are shown.`));
    };
    update(first);
    return { dom, update };
}
