// editor/edits.ts: what commands do to the text: kinds of lines, styles, lines put in, comments.
import { EditorSelection, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { readTextLine, type LineKind, type Unit } from "./markup";
import { isBreak, isText, tableAt } from "./structure";
import { cellField, goToTable, styleField } from "./table_editor";
import { emptyTable, writeTable } from "./tables";
import { asCode, asText, isEditable, isItem, rewriteUnits, selectedLines, unitsBefore, unitsSelected } from "./text_lines";
import { mendLists, pendingStyle, setPending } from "./typing";

// ---- kinds of lines -----------------------------------------------------------------------------

/** Replaces the selected lines by what `make` says and keeps the cursor at its character. */
function remake(view: EditorView, make: (text: string, at: number) => string): void {
    const { state } = view, { doc } = state, numbers = selectedLines(state), head = state.selection.main.head;
    const changes: ChangeSpec[] = [];
    let cursor: number | null = null, moved = 0;
    numbers.forEach((n, at) => {
        const line = doc.line(n), next = make(line.text, at);
        if (head >= line.from && head <= line.to) {
            const before = readTextLine(line.text), after = readTextLine(next);
            const offset = isEditable(before) ? unitsBefore(before, head - line.from) : head - line.from;
            const place = isEditable(after) ? after.units[offset]?.from ?? after.to : Math.min(next.length, offset);
            cursor = line.from + moved + place;
        }
        if (next !== line.text) changes.push({ from: line.from, to: line.to, insert: next });
        moved += next.length - line.length;
    });
    if (!changes.length) return;
    view.dispatch({ changes, ...(numbers.length === 1 && cursor !== null && { selection: EditorSelection.cursor(cursor) }), userEvent: "input" });
    mendLists(view, numbers[0] as number, numbers.at(-1) as number);
}

/** Section breaks stay what they are. */
const unlessBreak = (make: (text: string, at: number) => string) => (text: string, at: number): string => isBreak(text) ? text : make(text, at);

export function setKind(kind: LineKind) {
    return (view: EditorView): void => remake(view, unlessBreak((text, at) => asText(text, { kind, level: 0, number: at + 1 })));
}

export function toggleList(kind: "bullet" | "number") {
    return (view: EditorView): void => {
        const { doc } = view.state, all = selectedLines(view.state).every(n => readTextLine(doc.line(n).text)?.kind === kind);
        setKind(all ? "paragraph" : kind)(view);
    };
}

export function toggleText(view: EditorView): void {
    const { doc } = view.state, all = selectedLines(view.state).every(n => isText(doc.line(n).text));
    remake(view, unlessBreak(text => all ? asCode(text) : isText(text) ? text : asText(text, { kind: "paragraph" })));
}

// ---- styles -------------------------------------------------------------------------------------

/** The selected units, line by line, changed by `make`. */
function restyle(view: EditorView, make: (units: Unit[]) => Unit[]): void {
    const { state } = view, { from, to } = state.selection.main, changes: ChangeSpec[] = [];
    let anchor = from, head = to, moved = 0;
    for (const n of selectedLines(state)) {
        const line = state.doc.line(n), parsed = readTextLine(line.text);
        if (!isEditable(parsed)) continue;
        const a = unitsBefore(parsed, Math.max(parsed.from, from - line.from)), b = unitsBefore(parsed, Math.min(parsed.to, to - line.from));
        const units = [...parsed.units.slice(0, a), ...make(parsed.units.slice(a, b)), ...parsed.units.slice(b)];
        const start = rewriteUnits(line, parsed, units, a), end = rewriteUnits(line, parsed, units, b);
        if (from >= line.from) anchor = start.cursor + moved;
        if (to <= line.to) head = end.cursor + moved;
        moved += start.changes.insert.length - (start.changes.to - start.changes.from);
        changes.push(start.changes);
    }
    if (changes.length) view.dispatch({ changes, selection: EditorSelection.range(anchor, head), userEvent: "input.style" });
}

export function toggleStyle(bit: number) {
    return (view: EditorView): void => {
        const field = cellField();
        if (field) styleField(field, bit);
        else if (view.state.selection.main.empty) {
            view.dispatch({ effects: setPending.of(view.state.field(pendingStyle) ^ bit) });
        } else {
            const all = unitsSelected(view.state).every(unit => unit.style & bit || /\s/.test(unit.text));
            restyle(view, units => units.map(unit => ({ ...unit, style: all ? unit.style & ~bit : unit.style | bit })));
        }
    };
}

// ---- lines put in -------------------------------------------------------------------------------

/** Puts lines below the cursor's line, or in its place when it is empty. */
export function insertLines(view: EditorView, text: string, cursor_end = true): void {
    const line = view.state.doc.lineAt(view.state.selection.main.head), parsed = readTextLine(line.text);
    const empty = line.length === 0 || (isEditable(parsed) && parsed.units.length === 0);
    const end = tableAt(view.state.doc, line.from)?.to ?? line.to, from = empty ? line.from : end, insert = empty ? text : `\n${text}`;
    view.dispatch({ changes: { from, to: end, insert }, selection: EditorSelection.cursor(cursor_end ? from + insert.length : from), userEvent: "input", scrollIntoView: true });
}

export function sectionBreak(view: EditorView): void {
    const { head } = view.state.selection.main, { doc } = view.state, line = doc.lineAt(head), parsed = readTextLine(line.text);
    if (isEditable(parsed) || isText(line.text)) {
        const before = isEditable(parsed) && head <= line.from + parsed.from, at = before ? line.from : tableAt(doc, line.from)?.to ?? line.to;
        const insert = before ? "%%\n" : at < doc.length ? "\n%%" : "\n%%\n";
        const next = before ? at + 3 + (head - line.from) : Math.min(at + insert.length + (insert.endsWith("%%") ? 1 : 0), doc.length + insert.length);
        view.dispatch({ changes: { from: at, insert }, selection: EditorSelection.cursor(next), userEvent: "input", scrollIntoView: true });
        return;
    }
    const left = doc.sliceString(line.from, head), right = doc.sliceString(head, line.to);
    const insert = `${left.trim() ? "\n" : ""}%%\n`;
    const from = left.trim() ? head : line.from;
    view.dispatch({ changes: { from, to: head, insert: right || left.trim() ? insert : "%%\n" }, selection: EditorSelection.cursor(from + insert.length), userEvent: "input", scrollIntoView: true });
}

export const comment = (on: boolean) => (view: EditorView): void => remake(view, text => {
    if (isText(text) || isBreak(text)) return text;
    if (on) return text.trim() ? text.replace(/^(\s*)/, "$1% ") : text;
    return text.replace(/^(\s*)% ?/, "$1");
});

export function setAlign(align: "left" | "center") {
    return (view: EditorView): void => remake(view, unlessBreak(text => isText(text) ? asText(text, { align }) : text));
}

/** Alt+Enter: a text line below the cursor; on an empty code line that line becomes text. */
export function insertTextLine(view: EditorView): void {
    const line = view.state.doc.lineAt(view.state.selection.main.head), parsed = readTextLine(line.text);
    if (line.length === 0) remake(view, () => "%[text] ");
    else if (isItem(parsed) || !parsed) insertLines(view, "%[text] ");
    else insertLines(view, "");
}

/** A new table, its first cell ready to be typed into. */
export function insertTable(view: EditorView): void {
    const text = `${writeTable(emptyTable(3, 2))}\n%[text] `;
    insertLines(view, text);
    const from = view.state.selection.main.head - text.length;
    void Promise.resolve().then(() => goToTable(view, from, 0, 0));
}

export function insertContents(view: EditorView): void { insertLines(view, '%[text:tableOfContents]{"heading":"Contents"}\n%[text] '); }
export function insertExample(view: EditorView): void { insertLines(view, "%[text] ```matlabCodeExample\n%[text] \n%[text] ```"); }
