// editor/find.ts: the panel to find and replace, above the document. It shows how many matches there are and which one is
// selected; Enter and Shift+Enter go through them, Replace All is one step to undo.
import { EditorSelection, StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, keymap, showPanel, type Command, type DecorationSet, type Panel, type ViewUpdate } from "@codemirror/view";
import { h, settled } from "../base/dom";
import { icon, type IconName } from "../shell/icons";
import { announce } from "../shell/notices";
import { findAll, patternOf, replaceMatches, type Match, type Query } from "./find_text";
import { readTextLine } from "./markup";
import { layoutField } from "./run_state";
import { tableAt } from "./structure";
import { readTable } from "./tables";

type Find = { query: Query; open: boolean; matches: readonly Match[] };

const setFind = StateEffect.define<Partial<Pick<Find, "query" | "open">>>();

const findField = StateField.define<Find>({
    create: () => ({ query: { search: "", replace: "", regexp: false, word: false, matchCase: false }, open: false, matches: [] }),
    update(value, transaction) {
        let next = value;
        for (const effect of transaction.effects) if (effect.is(setFind)) next = { ...next, ...effect.value };
        const { state } = transaction, layout = state.field(layoutField) !== transaction.startState.field(layoutField);
        if (next === value && !(value.open && (transaction.docChanged || layout))) return value;
        return { ...next, matches: next.open ? findAll(state.doc, next.query, state.field(layoutField) !== "hidecode") : [] };
    },
    provide: field => showPanel.from(field, find => find.open ? makePanel : null),
});

/** Which match is selected; -1: none. */
function currentOf(state: EditorState): number {
    const { from, to } = state.selection.main;
    return from === to ? -1 : state.field(findField).matches.findIndex(one => one.from === from && one.to === to);
}

function select(view: EditorView, match: Match): void {
    view.dispatch({ selection: EditorSelection.range(match.from, match.to), effects: EditorView.scrollIntoView(EditorSelection.range(match.from, match.to), { y: "nearest", yMargin: 80 }), userEvent: "select.search" });
}

/** Selects the next (1) or previous (-1) match, round the ends of the document; `here`: one at the cursor counts. */
function go(view: EditorView, way: 1 | -1, here = false): boolean {
    const { matches } = view.state.field(findField), { from, to } = view.state.selection.main;
    if (!matches.length) return false;
    const next = way > 0 ? matches.find(one => here ? one.from >= from : one.from >= to && one.to > to) ?? matches[0] : matches.findLast(one => one.to <= from) ?? matches.at(-1);
    select(view, next as Match);
    return true;
}

function replaceOne(view: EditorView): void {
    const { matches } = view.state.field(findField), at = currentOf(view.state), match = matches[at];
    if (!match) { go(view, 1); return; }
    const before = match.from, changes = view.state.changes(replaceMatches(view.state.doc, [match]));
    view.dispatch({ changes, selection: EditorSelection.cursor(changes.mapPos(match.to, 1)), userEvent: "input.replace" });
    const left = view.state.field(findField).matches, next = left.find(one => one.from >= Math.min(before + match.replacement.length, view.state.doc.length)) ?? left[0];
    if (next) select(view, next);
}

function replaceAll(view: EditorView): void {
    const { matches } = view.state.field(findField);
    if (!matches.length) return;
    view.dispatch({ changes: replaceMatches(view.state.doc, matches), userEvent: "input.replace.all" });
    announce(`${matches.length} replaced`);
}

// ---- the panel ----------------------------------------------------------------------------------

function makePanel(view: EditorView): Panel {
    const { query } = view.state.field(findField), start = view.state.selection.main.from;
    const change = (part: Partial<Query>): void => view.dispatch({ effects: setFind.of({ query: { ...view.state.field(findField).query, ...part } }) });
    const count = h("span", { class: "find-count" });
    const heard = settled(400, () => announce(count.textContent ?? ""));
    const search = h("input", { type: "text", class: "find-field", "aria-label": "Find", placeholder: "Find", spellcheck: "false", autocomplete: "off", value: query.search, oninput: () => {
        change({ search: search.value });
        const match = view.state.field(findField).matches.find(one => one.from >= start) ?? view.state.field(findField).matches[0];
        if (match) select(view, match);
    } });
    const replace = h("input", { type: "text", class: "find-field", "aria-label": "Replace with", placeholder: "Replace with", spellcheck: "false", autocomplete: "off", value: query.replace, oninput: () => change({ replace: replace.value }) });
    const toggle = (name: "matchCase" | "word" | "regexp", label: string, sign: string): HTMLElement => {
        const button = h("button", { type: "button", class: "tool small", title: label, "data-sign": sign, "aria-label": label, "aria-pressed": String(query[name]), onclick: () => {
            const on = !view.state.field(findField).query[name];
            button.setAttribute("aria-pressed", String(on));
            change({ [name]: on });
            search.focus();
        } });
        return button;
    };
    const button = (label: string, name: IconName, run: () => unknown): HTMLElement => h("button", { type: "button", class: "tool small", title: label, "aria-label": label, onclick: run }, icon(name));
    const word = (label: string, run: () => void): HTMLElement => h("button", { type: "button", class: "button", onclick: run }, label);
    const dom = h("div", { class: "find-panel", role: "search", "aria-label": "Find and replace", onkeydown: (event: KeyboardEvent) => {
        if (event.key === "Escape") closeFind(view);
        else if (event.key === "Enter" && event.target === search) go(view, event.shiftKey ? -1 : 1);
        else if (event.key === "Enter" && event.target === replace) replaceOne(view);
        else if (event.key === "F3") go(view, event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
    } },
    h("div", { class: "find-line" }, search, toggle("matchCase", "Match case", "Aa"), toggle("word", "Whole word", "ab"), toggle("regexp", "Regular expression", ".*"),
        button("Previous match (Shift+Enter)", "previous", () => go(view, -1)), button("Next match (Enter)", "chevron", () => go(view, 1)), count, h("span", { class: "stretch" }), button("Close (Escape)", "close", () => closeFind(view))),
    !view.state.readOnly && h("div", { class: "find-line" }, replace, word("Replace", () => replaceOne(view)), word("Replace All", () => replaceAll(view))));
    const draw = (): void => {
        const { matches, query: now } = view.state.field(findField), pattern = patternOf(now), at = currentOf(view.state);
        const text = pattern === null ? "" : typeof pattern === "string" ? pattern : !matches.length ? "No match" : at >= 0 ? `${at + 1} of ${matches.length}` : `${matches.length} ${matches.length === 1 ? "match" : "matches"}`;
        search.setAttribute("aria-invalid", String(typeof pattern === "string"));
        count.classList.toggle("none", pattern !== null && !matches.length);
        if (count.textContent === text) return;
        count.textContent = text;
        heard();
    };
    draw();
    return { dom, top: true, mount: () => { search.focus(); search.select(); }, update: update => { if (update.docChanged || update.selectionSet || update.startState.field(findField) !== update.state.field(findField)) draw(); } };
}

export function openFind(view: EditorView): void {
    const { from, to } = view.state.selection.main, selected = view.state.sliceDoc(from, to), { query, open } = view.state.field(findField);
    const line = view.state.doc.lineAt(from), parsed = to <= line.to ? readTextLine(line.text) : null;
    const seen = parsed ? parsed.units.filter(unit => line.from + unit.from >= from && line.from + unit.to <= to && unit.kind === "char").map(unit => unit.text).join("") : selected;
    const search = seen && seen.length < 200 && !seen.includes("\n") ? seen : query.search;
    const field = view.dom.querySelector<HTMLInputElement>(".find-field");
    view.dispatch({ effects: setFind.of({ open: true, query: { ...query, search } }) });
    if (!open || !field) return;
    field.value = search;
    field.focus();
    field.select();
}

function closeFind(view: EditorView): boolean {
    if (!view.state.field(findField).open) return false;
    view.dispatch({ effects: setFind.of({ open: false }) });
    view.focus();
    return true;
}

// ---- matches in the document --------------------------------------------------------------------

const mark = Decoration.mark({ class: "cm-searchMatch" }), selectedMark = Decoration.mark({ class: "cm-searchMatch cm-searchMatch-selected" });

/** The cell of a table that holds a place of its lines. */
function cellAt(view: EditorView, pos: number): HTMLElement | null {
    const { doc } = view.state, span = tableAt(doc, pos), line = doc.lineAt(pos);
    if (!span) return null;
    const dom = [...view.contentDOM.querySelectorAll<HTMLElement>(".text-table")].find(one => view.posAtDOM(one) === span.from);
    const nth = line.number - doc.lineAt(span.from).number - 1, row = nth > 0 && readTable(doc.sliceString(span.from, span.to)).rule ? nth - 1 : nth;
    const bars = readTextLine(line.text)?.units.filter(unit => unit.text === "|" && unit.to - unit.from === 1 && line.from + unit.from < pos).length ?? 0;
    return dom?.querySelector("table")?.rows[row]?.cells[bars - 1] ?? null;
}

const highlight = ViewPlugin.fromClass(class {
    marks: DecorationSet;
    #cells: Element[] = [];
    constructor(readonly view: EditorView) { this.marks = this.build(); }
    update(update: ViewUpdate): void {
        if (!update.docChanged && !update.selectionSet && !update.viewportChanged && update.state.field(findField) === update.startState.field(findField)) return;
        this.marks = this.build();
        for (const cell of this.#cells.splice(0)) cell.classList.remove("found", "found-here");
        if (update.state.field(findField).open) update.view.requestMeasure({ read: () => undefined, write: () => this.markCells() });
    }
    build(): DecorationSet {
        const { state, viewport } = this.view, now = currentOf(state), { matches } = state.field(findField);
        return Decoration.set(matches.flatMap((one, at) => one.to > viewport.from && one.from < viewport.to ? [(at === now ? selectedMark : mark).range(one.from, one.to)] : []));
    }
    /** Matches within tables, whose lines are not shown as lines. */
    markCells(): void {
        const { state, viewport } = this.view, now = currentOf(state);
        state.field(findField).matches.forEach((one, at) => {
            const cell = one.to > viewport.from && one.from < viewport.to ? cellAt(this.view, one.from) : null;
            if (!cell) return;
            cell.classList.add("found");
            if (at === now) {
                cell.classList.add("found-here");
                cell.scrollIntoView({ block: "nearest" });
            }
            this.#cells.push(cell);
        });
    }
}, { decorations: value => value.marks });

const again = (way: 1 | -1): Command => view => view.state.field(findField).open ? go(view, way) : (openFind(view), true);

export function find(): Extension {
    return [findField, highlight, keymap.of([{ key: "F3", run: again(1), shift: again(-1) }, { key: "Mod-g", run: again(1), shift: again(-1) }, { key: "Escape", run: closeFind }])];
}
