// editor/text_blocks.ts: tables, tables of contents and the appendix: lines that are shown as one block.
import { StateField, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { fill, h } from "../base/dom";
import type { Session } from "../session";
import { equationElement } from "./equations";
import { bold, italic, mono, plainOf, readTextLine, underline, type Unit } from "./markup";
import { isText, structureOf, type Span } from "./structure";
import { later } from "./later";
import { cellUnits, columnsOf, readTable, type Table } from "./tables";

/** Units as elements, for places outside the editor's text. */
export function unitsElement(session: Session, units: readonly Unit[], resized: () => void): Node[] {
    return units.map(unit => {
        if (unit.kind === "equation") return equationElement(session.app, unit.text, false, resized);
        const names = [unit.style & bold && "m-bold", unit.style & italic && "m-italic", unit.style & mono && "m-mono", unit.style & underline && "m-underline", unit.link !== null && "m-link"].filter(name => name);
        return names.length ? h("span", { class: names.join(" ") }, unit.text) : document.createTextNode(unit.text);
    });
}

/** Shows a cell's source. */
export function drawCell(session: Session, view: EditorView, cell: HTMLElement, source: string): void {
    fill(cell, unitsElement(session, cellUnits(source), () => view.requestMeasure()));
}

/** Makes the rows and cells of a table; those that are there already and hold the same stay. */
function drawTable(session: Session, view: EditorView, grid: HTMLTableElement, table: Table): void {
    const columns = columnsOf(table);
    while (grid.rows.length > table.cells.length) grid.deleteRow(-1);
    table.cells.forEach((texts, r) => {
        const row = grid.rows[r] ?? grid.insertRow(), head = table.header && r === 0;
        while (row.cells.length > columns) row.lastChild?.remove();
        for (let c = 0; c < columns; c++) {
            let cell = row.cells[c];
            if (cell?.tagName !== (head ? "TH" : "TD")) {
                const fresh = head ? h("th", { role: "columnheader", tabindex: -1 }) : h("td", { role: "gridcell", tabindex: -1 });
                if (cell) cell.replaceWith(fresh);
                else row.append(fresh);
                cell = fresh;
            }
            const source = texts[c] ?? "";
            for (const align of ["center", "right"]) cell.classList.toggle(`t-${align}`, table.aligns[c] === align);
            if (cell.dataset["source"] === source) continue;
            cell.dataset["source"] = source;
            if (!cell.classList.contains("editing")) drawCell(session, view, cell, source);
        }
    });
    if (!grid.querySelector("[tabindex='0']")) grid.rows[0]?.cells[0]?.setAttribute("tabindex", "0");
}

class TableWidget extends WidgetType {
    constructor(readonly session: Session, readonly source: string) { super(); }
    override eq(other: TableWidget): boolean { return other.source === this.source; }
    override get estimatedHeight(): number { return 30 * this.source.split("\n").length; }
    override ignoreEvent(): boolean { return true; }
    override toDOM(view: EditorView): HTMLElement {
        const grid = h("table", { role: "grid", "aria-label": "Table" }), dom = h("div", { class: "text-table" }, h("div", { class: "table-scroll" }, grid));
        drawTable(this.session, view, grid, readTable(this.source));
        void later().then(extras => extras.editableTable(this.session, view, dom));
        return dom;
    }
    /** The element stays, and with it the cell that is being edited. */
    override updateDOM(dom: HTMLElement, view: EditorView): boolean {
        drawTable(this.session, view, dom.querySelector("table") as HTMLTableElement, readTable(this.source));
        return true;
    }
}

class ContentsWidget extends WidgetType {
    constructor(readonly session: Session, readonly heading: string, readonly entries: string) { super(); }
    override eq(other: ContentsWidget): boolean { return other.heading === this.heading && other.entries === this.entries; }
    override ignoreEvent(): boolean { return true; }
    override toDOM(view: EditorView): HTMLElement {
        const { headings } = structureOf(view.state.doc);
        return h("nav", { class: "contents", "aria-label": this.heading || "Contents" }, h("div", { class: "contents-head" }, this.heading || "Contents"),
            h("ol", {}, headings.filter(one => one.level > 1).map(one => h("li", { class: `level${one.level}` },
                h("button", { type: "button", onclick: () => this.session.goTo(view.state.doc.lineAt(one.from).number, 0) }, plainOf(readTextLine(view.state.doc.lineAt(one.from).text) as never))))));
    }
}

class AppendixWidget extends WidgetType {
    override eq(): boolean { return true; }
    override toDOM(): HTMLElement { return h("div", { class: "hidden-code" }); }
}

function decorate(session: Session, state: EditorState): DecorationSet {
    const { tables, headings, appendix } = structureOf(state.doc), parts: Range<Decoration>[] = [];
    for (const span of tables) parts.push(Decoration.replace({ widget: new TableWidget(session, state.sliceDoc(span.from, span.to)), block: true }).range(span.from, span.to));
    for (const span of contentsLines(state)) {
        const line = state.sliceDoc(span.from, span.to), heading = /"heading"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? "";
        const entries = headings.map(one => state.sliceDoc(one.from, one.to)).join("\n");
        parts.push(Decoration.replace({ widget: new ContentsWidget(session, heading, entries), block: true }).range(span.from, span.to));
    }
    if (appendix !== null && appendix < state.doc.length) parts.push(Decoration.replace({ widget: new AppendixWidget(), block: true }).range(appendix, state.doc.length));
    return Decoration.set(parts, true);
}

function contentsLines(state: EditorState): Span[] {
    const found: Span[] = [];
    let pos = 0;
    for (const text of state.doc.iterLines()) {
        if (isText(text) && text.startsWith("%[text:tableOfContents]")) found.push({ from: pos, to: pos + text.length });
        pos += text.length + 1;
    }
    return found;
}

export function textBlocks(session: Session): Extension {
    return StateField.define<DecorationSet>({
        create: state => decorate(session, state),
        update: (value, transaction) => transaction.docChanged ? decorate(session, transaction.state) : value,
        provide: field => [EditorView.decorations.from(field), EditorView.atomicRanges.of(view => view.state.field(field))],
    });
}
