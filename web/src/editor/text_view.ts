// editor/text_view.ts: shows formatted lines formatted: marks are hidden, styles drawn, equations and pictures stand as
// widgets. Only lines in view are decorated. Tables and tables of contents are blocks: text_blocks.ts.
import { Prec, StateEffect, type EditorState, type Extension, type Line, type Range, type Text } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { h } from "../base/dom";
import { followLink } from "../links";
import type { Session } from "../session";
import { later } from "./later";
import { equationElement } from "./equations";
import { outputList } from "./outputs";
import { layoutField } from "./run_state";
import { bold, italic, mono, readTextLine, underline, type TextLine, type Unit } from "./markup";
import { isBareBreak, isBreak, isText, structureOf, type Span } from "./structure";

class Equation extends WidgetType {
    constructor(readonly session: Session, readonly tex: string, readonly display: boolean) { super(); }
    override eq(other: Equation): boolean { return other.tex === this.tex && other.display === this.display; }
    override ignoreEvent(): boolean { return true; }
    override toDOM(view: EditorView): HTMLElement {
        const dom = equationElement(this.session.app, this.tex, this.display, () => view.requestMeasure());
        const open = (): void => void later().then(extras => extras.editEquation(this.session, view, dom, view.posAtDOM(dom)));
        dom.tabIndex = 0;
        dom.setAttribute("role", "button");
        dom.setAttribute("aria-label", `Equation ${this.tex}, edit`);
        dom.addEventListener("click", open);
        dom.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } });
        return dom;
    }
}

class Picture extends WidgetType {
    constructor(readonly session: Session, readonly address: string, readonly alt: string, readonly src: string) { super(); }
    override eq(other: Picture): boolean { return other.address === this.address && other.alt === this.alt && other.src === this.src; }
    override toDOM(view: EditorView): HTMLElement {
        if (!this.src) return h("span", { class: "missing-picture" }, `[${this.alt || "picture"}]`);
        const data = this.session.images[this.address.replace("text:image:", "")];
        const img = h("img", { class: "text-picture", src: this.src, alt: this.alt, width: data?.width > 0 ? data.width : null, onload: () => view.requestMeasure() });
        return img;
    }
}

class Label extends WidgetType {
    constructor(readonly text: string, readonly kind: string) { super(); }
    override eq(other: Label): boolean { return other.text === this.text && other.kind === this.kind; }
    override toDOM(): HTMLElement { return h("span", { class: this.kind }, this.text); }
}

const hidden = Decoration.replace({});
const kinds: Record<string, string> = { paragraph: "t-paragraph", title: "t-title", heading1: "t-h1", heading2: "t-h2", heading3: "t-h3", bullet: "t-item", number: "t-item", row: "t-paragraph", fence: "t-fence" };
const lineStyles = new Map<string, Decoration>();
const markStyles = new Map<string, Decoration>();

function lineStyle(name: string): Decoration {
    let found = lineStyles.get(name);
    if (!found) lineStyles.set(name, found = Decoration.line({ class: name }));
    return found;
}

function markStyle(style: number, link: string | null): Decoration | null {
    if (!style && link === null) return null;
    const key = `${style} ${link ?? ""}`;
    let found = markStyles.get(key);
    if (!found) {
        const names = [style & bold && "m-bold", style & italic && "m-italic", style & mono && "m-mono", style & underline && "m-underline", link !== null && "m-link"];
        found = Decoration.mark({ class: names.filter(name => name).join(" "), ...(link !== null && { attributes: { "data-href": link, title: `${link} (Ctrl+click)` } }) });
        markStyles.set(key, found);
    }
    return found;
}

const bullets = ["•", "◦", "▪", "•", "◦"];

/** The number a list item shows: its place among the numbered items before it. */
function itemNumber(state: EditorState, line: Line, parsed: TextLine): number {
    let n = parsed.number, first = line.number;
    while (first > 1) {
        const before = readTextLine(state.doc.line(first - 1).text);
        if (before?.kind !== "number" || before.level !== parsed.level) break;
        first--;
        n = before.number;
    }
    return n + line.number - first;
}

/** Decorations in any order. */
class Builder {
    readonly parts: Range<Decoration>[] = [];
    add(from: number, to: number, value: Decoration): void { this.parts.push(value.range(from, to)); }
}

/** Characters of one style side by side make one mark. */
class Run {
    from = -1;
    to = -1;
    mark: Decoration | null = null;
    constructor(readonly add: Builder, readonly start: number) {}
    flush(): void {
        if (this.mark && this.from >= 0) this.add.add(this.start + this.from, this.start + this.to, this.mark);
        this.from = -1;
    }
    put(unit: Unit, mark: Decoration | null): void {
        if (this.from < 0) this.from = unit.from;
        this.to = unit.to;
        this.mark = mark;
    }
}

function addUnits(session: Session, add: Builder, line: Line, parsed: TextLine): void {
    const run = new Run(add, line.from);
    const whole = parsed.units.length === 1 && parsed.units[0]?.kind === "equation" && parsed.kind === "paragraph";
    let at = parsed.from;
    for (const unit of parsed.units) {
        const from = line.from + unit.from, to = line.from + unit.to, mark = markStyle(unit.style, unit.link);
        const widget = widgetOf(session, unit, whole);
        if (unit.from > at || widget || run.mark !== mark) run.flush();
        if (unit.from > at) add.add(line.from + at, from, hidden);
        at = unit.to;
        if (!widget) {
            const escape = unit.to - unit.from - unit.text.length; // of an escaped character only the backslash is hidden
            if (unit.kind === "char" && escape > 0) add.add(from, from + escape, hidden);
            run.put(unit, mark);
            continue;
        }
        if (mark) add.add(from, to, mark);
        add.add(from, to, Decoration.replace({ widget }));
    }
    run.flush();
    if (at < line.length) add.add(line.from + at, line.to, hidden);
}

function widgetOf(session: Session, unit: Unit, whole: boolean): WidgetType | null {
    switch (unit.kind) {
    case "equation": return new Equation(session, unit.text, whole || unit.display === true);
    case "image": {
        const id = unit.extra?.startsWith("text:image:") ? unit.extra.slice(11) : null, src = id ? session.images[id]?.src : undefined;
        return new Picture(session, unit.extra ?? "", unit.text, typeof src === "string" && src.startsWith("data:image/") ? src : "");
    }
    case "break": return new Label("↵", "m-break");
    case "char": return null;
    }
}

function addText(session: Session, state: EditorState, add: Builder, line: Line, inExample: boolean): void {
    const parsed = readTextLine(line.text);
    if (!parsed || parsed.kind === "contents" || parsed.kind === "table") return;
    if (inExample && parsed.kind !== "fence") {
        const start = /^%\[text\](?:\{[^{}]*\})? ?/.exec(line.text)?.[0].length ?? 0;
        add.add(line.from, line.from, lineStyle("t-line t-example"));
        add.add(line.from, line.from + start, hidden);
        return;
    }
    add.add(line.from, line.from, lineStyle(`t-line ${kinds[parsed.kind] ?? ""} t-${parsed.align} t-level${parsed.level}`));
    const item = parsed.kind === "bullet" ? bullets[parsed.level] : parsed.kind === "number" ? `${itemNumber(state, line, parsed)}.` : null;
    if (parsed.from > 0) add.add(line.from, line.from + parsed.from, item ? Decoration.replace({ widget: new Label(item as string, "t-bullet") }) : hidden);
    if (parsed.kind !== "fence") addUnits(session, add, line, parsed);
}

const drawAgain = StateEffect.define<null>();

/** Shows the controls of a line; documents that have some load the module, until then literals are code. */
let controls: typeof import("./controls") | null = null;

function addControls(session: Session, view: EditorView, add: Builder, line: Line): void {
    if (controls) {
        controls.addControls(session, add, line);
        return;
    }
    void import("./controls").then(module => {
        controls = module;
        view.dispatch({ effects: drawAgain.of(null) });
    });
}

const outputMark = /[ \t]*%\[(?:output|control|task|text:anchor):[^\]]*\](?:\{[^{}]*\})?/g;

const edge = (text: string): boolean => isText(text) || isBareBreak(text);
const lineAbove = (doc: Text, line: Line): string => line.number > 1 ? doc.line(line.number - 1).text : "%%";

/** Where the text of a line stands in its height: a class for what is drawn beside it. */
export function placeOf(state: EditorState, line: Line): string {
    if (isText(line.text)) return `at-${kinds[readTextLine(line.text)?.kind ?? ""] ?? "t-paragraph"}`;
    const output = state.field(layoutField) !== "onright" && outputList(state).some(one => one.to === line.from - 1);
    return output || edge(lineAbove(state.doc, line)) ? "at-first" : "at-code";
}

function addCode(session: Session, view: EditorView, add: Builder, line: Line, ends: ReadonlySet<number>): void {
    const { doc } = view.state, above = lineAbove(doc, line), below = line.number < doc.lines ? doc.line(line.number + 1).text : "%%";
    if (!line.length && line.number === doc.lines && line.number > 1 && (isText(above) || ends.has(line.from - 1))) return; // the end of the file, no code
    add.add(line.from, line.from, lineStyle(`c-line${edge(above) || ends.has(line.from - 1) ? " c-first" : ""}${edge(below) || ends.has(line.to) ? " c-last" : ""}${isBreak(line.text) ? " c-break" : ""}`));
    if (!line.text.includes("%[")) return;
    if (line.text.includes("%[control:")) addControls(session, view, add, line);
    for (const found of line.text.matchAll(outputMark)) add.add(line.from + found.index, line.from + found.index + found[0].length, hidden);
}

function within(spans: readonly Span[], pos: number): boolean { return spans.some(span => span.from <= pos && pos <= span.to); }

function decorate(session: Session, view: EditorView): { all: DecorationSet; atomic: DecorationSet } {
    const { state } = view, add = new Builder(), structure = structureOf(state.doc);
    const ends = new Set(state.field(layoutField) === "onright" ? [] : outputList(state).map(one => one.to));
    let last = -1;
    for (const { from, to } of view.visibleRanges.length ? view.visibleRanges : [{ from: 0, to: 0 }]) { // an empty document has none
        for (let pos = from; pos <= to;) {
            const line = state.doc.lineAt(pos);
            pos = line.to + 1;
            if (line.number <= last || within(structure.tables, line.from)) continue;
            last = line.number;
            if (isText(line.text)) addText(session, state, add, line, within(structure.examples, line.from));
            else if (isBareBreak(line.text) && line.number > 1) {
                add.add(line.from, line.from, lineStyle("s-break"));
                add.add(line.from, line.to, Decoration.replace({ widget: new Label("", "s-rule") }));
            } else addCode(session, view, add, line, ends);
        }
    }
    const all = Decoration.set(add.parts, true);
    return { all, atomic: all.update({ filter: (from, to, value) => from < to && (value.spec as { class?: string }).class === undefined }) };
}

/** A click on a link opens its editor, with Ctrl it follows the link. */
const links = (session: Session): Extension => EditorView.domEventHandlers({
    mousedown(event) {
        const link = (event.target as Element).closest<HTMLElement>(".m-link");
        if (!link || !(event.ctrlKey || event.metaKey)) return false;
        followLink(session, link.dataset["href"] ?? "");
        event.preventDefault();
        return true;
    },
    click(event, view) {
        if (!(event.target as Element).closest(".m-link") || event.ctrlKey || event.metaKey || !view.state.selection.main.empty) return false;
        void later().then(extras => extras.editLink(session, view));
        return true;
    },
});

export function textView(session: Session): Extension {
    const plugin = ViewPlugin.fromClass(class {
        all: DecorationSet;
        atomic: DecorationSet;
        constructor(view: EditorView) { ({ all: this.all, atomic: this.atomic } = decorate(session, view)); }
        update(update: ViewUpdate): void {
            const placed = outputList(update.state) !== outputList(update.startState) || update.state.field(layoutField) !== update.startState.field(layoutField);
            const again = update.transactions.some(one => one.effects.some(effect => effect.is(drawAgain)));
            if (placed || again || update.docChanged || update.viewportChanged || session.images !== this.images) ({ all: this.all, atomic: this.atomic } = decorate(session, update.view));
            this.images = session.images;
        }
        images = session.images;
    }, {
        decorations: value => value.all,
        provide: self => Prec.high(EditorView.atomicRanges.of(view => view.plugin(self)?.atomic ?? Decoration.none)),
    });
    return [plugin, links(session)];
}
