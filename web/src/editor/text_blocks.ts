// editor/text_blocks.ts: tables, tables of contents and the appendix: lines that are shown as one block.
import { StateField, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { h } from "../base/dom";
import type { Session } from "../session";
import { equationElement } from "./equations";
import { bold, italic, mono, plainOf, readTextLine, underline, type Unit } from "./markup";
import { isText, structureOf, type Span } from "./structure";
import { later } from "./later";
import { readTable } from "./tables";

/** Units as elements, for places outside the editor's text. */
export function unitsElement(session: Session, units: readonly Unit[], resized: () => void): Node[] {
    return units.map(unit => {
        if (unit.kind === "equation") return equationElement(session.app, unit.text, false, resized);
        const names = [unit.style & bold && "m-bold", unit.style & italic && "m-italic", unit.style & mono && "m-mono", unit.style & underline && "m-underline"].filter(name => name);
        return names.length ? h("span", { class: names.join(" ") }, unit.text) : document.createTextNode(unit.text);
    });
}

class TableWidget extends WidgetType {
    constructor(readonly session: Session, readonly source: string) { super(); }
    override eq(other: TableWidget): boolean { return other.source === this.source; }
    override get estimatedHeight(): number { return 30 * this.source.split("\n").length; }
    override ignoreEvent(): boolean { return true; }
    override toDOM(view: EditorView): HTMLElement {
        const table = readTable(this.source), cell = (units: readonly Unit[], head: boolean): HTMLElement =>
            h(head ? "th" : "td", {}, unitsElement(this.session, units, () => view.requestMeasure()));
        const open = (): void => void later().then(extras => extras.editTable(view, dom, view.posAtDOM(dom), table));
        const dom = h("div", { class: "text-table", tabindex: 0, role: "button", "aria-label": "Table, edit", onclick: open,
            onkeydown: (event: KeyboardEvent) => { if (event.key === "Enter") { event.preventDefault(); open(); } } },
        h("table", {}, table.rows.map((row, at) => h("tr", {}, row.map(units => cell(units, table.header && at === 0))))));
        return dom;
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
