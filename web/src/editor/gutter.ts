// editor/gutter.ts: left of the text: the bar of the section (a click runs it; hatched: it never ran as it stands; dark blue:
// the statement being processed), line numbers, fold marks.
import { codeFolding, foldGutter } from "@codemirror/language";
import { RangeSetBuilder, type Extension } from "@codemirror/state";
import { EditorView, GutterMarker, ViewPlugin, gutter, Decoration, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { h } from "../base/dom";
import type { Session } from "../session";
import { formatTime } from "../shell/status_bar";
import { outputList } from "./outputs";
import { ranField, runningField } from "./run_state";
import { isBareBreak, sectionAt } from "./structure";
import { placeOf } from "./text_view";

class Bar extends GutterMarker {
    constructor(readonly name: string, readonly title: string) { super(); }
    override eq(other: Bar): boolean { return other.name === this.name && other.title === this.title; }
    override toDOM(): HTMLElement { return h("div", { class: this.name, title: this.title }); }
}

function barAt(session: Session, view: EditorView, pos: number): Bar | null {
    const { state } = view, section = sectionAt(state.doc, pos);
    if (section.hash === "") return null;
    const running = state.field(runningField), now = running !== null && pos >= state.doc.lineAt(running.from).from && pos <= running.to;
    const line_to = state.doc.lineAt(pos).to, failed = outputList(state).some(one => one.to === line_to && session.outputs.get(one.key)?.kind === "error");
    const stale = !state.field(ranField).has(section.hash);
    const own = section.from <= state.selection.main.head && state.selection.main.head <= section.to;
    const took = session.times[section.hash], title = `Run this section${took === undefined || stale ? "" : ` (it took ${formatTime(took)})`}${stale ? " (changed or not run yet)" : ""}`;
    return new Bar(`run-bar${failed ? " failed" : now ? " running" : stale ? " stale" : ""}${own ? " own" : ""}`, title);
}

const runGutter = (session: Session): Extension => gutter({
    class: "cm-run-gutter",
    lineMarker: (view, line) => barAt(session, view, line.from),
    widgetMarker: (view, _widget, block) => barAt(session, view, block.from),
    lineMarkerChange: update => update.docChanged || update.selectionSet || update.transactions.some(one => one.effects.length > 0),
    domEventHandlers: {
        mousedown(view, line, event) {
            if ((event as MouseEvent).button !== 0) return false;
            void session.run("section", view.state.doc.lineAt(line.from).number);
            event.preventDefault();
            return true;
        },
    },
});

/** A line's number beside its first row of text, which stands lower in headings and at the top of a block of code. */
class LineNumber extends GutterMarker {
    override readonly elementClass: string;
    constructor(readonly number: number, place: string) {
        super();
        this.elementClass = place;
    }
    override eq(other: LineNumber): boolean { return other.number === this.number && other.elementClass === this.elementClass; }
    override toDOM(): Node { return document.createTextNode(String(this.number)); }
}

const widest = (view: EditorView): LineNumber => new LineNumber(Math.max(99, view.state.doc.lines), "");

const numberGutter = (session: Session): Extension => gutter({
    class: "cm-lineNumbers",
    lineMarker(view, block) {
        const line = view.state.doc.lineAt(block.from);
        return isBareBreak(line.text) && line.number > 1 && session.live ? null : new LineNumber(line.number, session.live ? placeOf(view.state, line) : "");
    },
    lineMarkerChange: update => update.docChanged || outputList(update.state) !== outputList(update.startState),
    initialSpacer: widest,
    updateSpacer: (_spacer, update) => widest(update.view),
});

const delay_ms = 60;

/** The background of the statement being run; statements that are over at once do not flicker. */
const runningLines = ViewPlugin.fromClass(class {
    shown: DecorationSet = Decoration.none;
    timer = 0;
    constructor(readonly view: EditorView) {}
    update(update: ViewUpdate): void {
        const running = update.state.field(runningField);
        if (running === update.startState.field(runningField) && !update.docChanged) return;
        clearTimeout(this.timer);
        if (!running) {
            this.shown = Decoration.none;
            return;
        }
        if (this.shown.size) this.shown = this.build();
        else this.timer = window.setTimeout(() => {
            this.shown = this.build();
            this.view.dispatch({});
        }, delay_ms);
    }
    build(): DecorationSet {
        const add = new RangeSetBuilder<Decoration>(), { doc } = this.view.state, running = this.view.state.field(runningField);
        if (!running) return Decoration.none;
        const last = doc.lineAt(Math.min(doc.length, running.to)).number;
        for (let n = doc.lineAt(running.from).number; n <= last; n++) add.add(doc.line(n).from, doc.line(n).from, runningLine);
        return add.finish();
    }
    destroy(): void { clearTimeout(this.timer); }
}, { decorations: value => value.shown });

const runningLine = Decoration.line({ class: "c-running" });

/** The rule of a section line is drawn this far below its top. */
const rule_px = 8;

/** The border around the section the cursor is in, drawn below the text. */
const sectionBorder = ViewPlugin.fromClass(class {
    readonly box = h("div", { class: "section-border", "aria-hidden": "true" });
    constructor(readonly view: EditorView) {
        view.scrollDOM.append(this.box);
        this.measure();
    }
    update(update: ViewUpdate): void {
        if (update.docChanged || update.selectionSet || update.geometryChanged || update.viewportChanged) this.measure();
    }
    measure(): void {
        this.view.requestMeasure({
            key: this,
            read: view => {
                const section = sectionAt(view.state.doc, view.state.selection.main.head);
                if (section.only) return null;
                const { doc } = view.state, end = Math.min(section.to, doc.length);
                const top = view.lineBlockAt(section.from).top + (isBareBreak(doc.lineAt(section.from).text) ? rule_px : 0);
                const next = end < doc.length && isBareBreak(doc.lineAt(end + 1).text), bottom = view.lineBlockAt(end).bottom + (next ? rule_px : 0);
                const content = view.contentDOM.getBoundingClientRect(), scroll = view.scrollDOM.getBoundingClientRect();
                return { top: top + view.documentPadding.top, height: bottom - top, left: content.left - scroll.left + view.scrollDOM.scrollLeft, width: content.width };
            },
            write: at => {
                this.box.hidden = !at;
                if (!at) return;
                this.box.style.top = `${at.top}px`;
                this.box.style.height = `${at.height}px`;
                this.box.style.left = `${at.left + 1}px`;
                this.box.style.width = `${at.width - 4}px`;
            },
        });
    }
    destroy(): void { this.box.remove(); }
});

export function gutters(session: Session): Extension {
    return [
        runGutter(session), numberGutter(session),
        foldGutter({ markerDOM: open => h("span", { class: open ? "fold-mark" : "fold-mark folded", title: open ? "Fold" : "Unfold" }) }),
        codeFolding({ placeholderText: "…" }), runningLines, sectionBorder,
    ];
}
