// editor/commands.ts: what changes the text of the active document.
import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import { EditorSelection, type ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { App } from "../app";
import type { Session } from "../session";
import type { Command } from "../shell/commands";
import { later } from "./later";
import { bold, italic, mono, readTextLine, underline, type LineKind, type Unit } from "./markup";
import { isBreak, isText } from "./structure";
import { writeTable } from "./tables";
import { asCode, asText, isEditable, isItem, rewriteUnits, selectedLines, unitsBefore } from "./text_lines";
import { mendLists, pendingStyle, setPending } from "./typing";

const has = (app: App): boolean => app.active.value !== null;
const isLive = (app: App): boolean => app.active.value?.live ?? false;

const inSession = (run: (session: Session, view: EditorView) => unknown) => (app: App): void => {
    const session = app.active.value;
    if (!session) return;
    run(session, session.view);
    session.view.focus();
};
const withExtras = (run: (extras: Awaited<ReturnType<typeof later>>, session: Session) => unknown) => async (app: App): Promise<void> => {
    const session = app.active.value, extras = await later();
    if (session) await run(extras, session);
};
const inView = (run: (view: EditorView) => unknown) => inSession((_session, view) => run(view));

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

function setKind(kind: LineKind) {
    return (view: EditorView): void => remake(view, unlessBreak((text, at) => asText(text, { kind, level: 0, number: at + 1 })));
}

function toggleList(kind: "bullet" | "number") {
    return (view: EditorView): void => {
        const { doc } = view.state, all = selectedLines(view.state).every(n => readTextLine(doc.line(n).text)?.kind === kind);
        setKind(all ? "paragraph" : kind)(view);
    };
}

function lineKindAt(app: App): LineKind | "code" | null {
    const view = app.active.value?.view;
    if (!view) return null;
    return readTextLine(view.state.doc.lineAt(view.state.selection.main.head).text)?.kind ?? "code";
}

function toggleText(view: EditorView): void {
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

function unitsSelected(view: EditorView): Unit[] {
    const { state } = view, { from, to } = state.selection.main;
    return selectedLines(state).flatMap(n => {
        const line = state.doc.line(n), parsed = readTextLine(line.text);
        return isEditable(parsed) ? parsed.units.slice(unitsBefore(parsed, from - line.from), unitsBefore(parsed, to - line.from)) : [];
    });
}

function toggleStyle(bit: number) {
    return (view: EditorView): void => {
        if (view.state.selection.main.empty) {
            view.dispatch({ effects: setPending.of(view.state.field(pendingStyle) ^ bit) });
            return;
        }
        const all = unitsSelected(view).every(unit => unit.style & bit || /\s/.test(unit.text));
        restyle(view, units => units.map(unit => ({ ...unit, style: all ? unit.style & ~bit : unit.style | bit })));
    };
}

function styleOn(bit: number) {
    return (app: App): boolean => {
        const view = app.active.value?.view;
        if (!view) return false;
        const { head } = view.state.selection.main, line = view.state.doc.lineAt(head), parsed = readTextLine(line.text);
        if (!isEditable(parsed)) return false;
        const style = parsed.units[Math.max(0, unitsBefore(parsed, head - line.from) - 1)]?.style ?? 0;
        return Boolean((style ^ view.state.field(pendingStyle)) & bit);
    };
}

// ---- lines put in -------------------------------------------------------------------------------

/** Puts lines below the cursor's line, or in its place when it is empty. */
export function insertLines(view: EditorView, text: string, cursor_end = true): void {
    const line = view.state.doc.lineAt(view.state.selection.main.head), parsed = readTextLine(line.text);
    const empty = line.length === 0 || (isEditable(parsed) && parsed.units.length === 0);
    const from = empty ? line.from : line.to, insert = empty ? text : `\n${text}`;
    view.dispatch({ changes: { from, to: line.to, insert }, selection: EditorSelection.cursor(cursor_end ? from + insert.length : from), userEvent: "input", scrollIntoView: true });
}

function sectionBreak(view: EditorView): void {
    const { head } = view.state.selection.main, { doc } = view.state, line = doc.lineAt(head), parsed = readTextLine(line.text);
    if (isEditable(parsed) || isText(line.text)) {
        const before = isEditable(parsed) && head <= line.from + parsed.from, at = before ? line.from : line.to;
        const insert = before ? "%%\n" : line.number < doc.lines ? "\n%%" : "\n%%\n";
        const next = before ? at + 3 + (head - line.from) : Math.min(at + insert.length + (insert.endsWith("%%") ? 1 : 0), doc.length + insert.length);
        view.dispatch({ changes: { from: at, insert }, selection: EditorSelection.cursor(next), userEvent: "input", scrollIntoView: true });
        return;
    }
    const left = doc.sliceString(line.from, head), right = doc.sliceString(head, line.to);
    const insert = `${left.trim() ? "\n" : ""}%%\n`;
    const from = left.trim() ? head : line.from;
    view.dispatch({ changes: { from, to: head, insert: right || left.trim() ? insert : "%%\n" }, selection: EditorSelection.cursor(from + insert.length), userEvent: "input", scrollIntoView: true });
}

const comment = (on: boolean) => (view: EditorView): void => remake(view, text => {
    if (isText(text) || isBreak(text)) return text;
    if (on) return text.trim() ? text.replace(/^(\s*)/, "$1% ") : text;
    return text.replace(/^(\s*)% ?/, "$1");
});

const kindIs = (kind: LineKind | "code") => (app: App): boolean => lineKindAt(app) === kind;
const alignCommand = (align: "left" | "center"): Command => ({
    id: `align.${align}`, label: align === "left" ? "Align left" : "Centre", icon: align, enabled: isLive,
    run: inView(view => remake(view, unlessBreak(text => isText(text) ? asText(text, { align }) : text))),
});
const kindCommand = (id: string, label: string, kind: LineKind, key?: string): Command => ({
    id, label, icon: "text", ...(key && { keys: [key] }), inDocument: true, enabled: isLive, run: inView(setKind(kind)), on: kindIs(kind),
});
const styleCommand = (id: string, label: string, icon: "bold" | "italic" | "underline" | "mono", bit: number, key: string): Command => ({
    id, label, icon, keys: [key], inDocument: true, enabled: isLive, run: inView(toggleStyle(bit)), on: styleOn(bit),
});

export const editCommands: readonly Command[] = [
    { id: "edit.undo", label: "Undo", icon: "undo", run: inView(undo), enabled: app => has(app) && undoDepth((app.active.value as Session).view.state) > 0 },
    { id: "edit.redo", label: "Redo", icon: "redo", run: inView(redo), enabled: app => has(app) && redoDepth((app.active.value as Session).view.state) > 0 },
    { id: "edit.find", label: "Find and Replace", icon: "find", keys: ["Ctrl+F", "Ctrl+H"], run: withExtras((extras, session) => extras.openSearchPanel(session.view)), enabled: has },
    { id: "section.break", label: "Section Break", icon: "break", keys: ["Ctrl+Alt+Enter"], inDocument: true, enabled: has, run: inView(sectionBreak) },
    { id: "kind.text", label: "Text", icon: "text", keys: ["Alt+Enter"], inDocument: true, enabled: isLive, run: inView(view => insertTextLine(view)), on: app => !kindIs("code")(app) },
    { id: "kind.code", label: "Text or code", icon: "code", keys: ["Ctrl+E"], inDocument: true, enabled: isLive, run: inView(toggleText), on: kindIs("code") },
    kindCommand("style.text", "Normal text", "paragraph", "Ctrl+Alt+0"), kindCommand("style.title", "Title", "title", "Ctrl+Alt+L"),
    kindCommand("style.h1", "Heading 1", "heading1", "Ctrl+Shift+1"), kindCommand("style.h2", "Heading 2", "heading2", "Ctrl+Shift+2"), kindCommand("style.h3", "Heading 3", "heading3", "Ctrl+Shift+3"),
    styleCommand("style.bold", "Bold", "bold", bold, "Ctrl+B"), styleCommand("style.italic", "Italic", "italic", italic, "Ctrl+I"),
    styleCommand("style.underline", "Underline", "underline", underline, "Ctrl+U"), styleCommand("style.mono", "Monospaced", "mono", mono, "Ctrl+M"),
    { id: "list.bullets", label: "Bulleted list", icon: "bullets", keys: ["Ctrl+Alt+U"], inDocument: true, enabled: isLive, run: inView(toggleList("bullet")), on: kindIs("bullet") },
    { id: "list.numbers", label: "Numbered list", icon: "numbers", keys: ["Ctrl+Alt+O"], inDocument: true, enabled: isLive, run: inView(toggleList("number")), on: kindIs("number") },
    alignCommand("left"), alignCommand("center"),
    { id: "insert.equation", label: "Equation", icon: "equation", keys: ["Ctrl+Alt+Q"], inDocument: true, enabled: isLive, run: withExtras((extras, session) => extras.insertEquation(session, session.view)) },
    { id: "insert.image", label: "Image…", icon: "image", enabled: isLive, run: withExtras((extras, session) => extras.chooseImage(session)) },
    { id: "insert.link", label: "Link…", icon: "link", keys: ["Ctrl+K"], inDocument: true, enabled: isLive, run: async app => { const extras = await later(), session = app.active.value; if (session) extras.editLink(session, session.view); } },
    { id: "insert.table", label: "Table", icon: "table", enabled: isLive, run: inView(view => insertLines(view, `${writeTable([["", ""], ["", ""]], true)}\n%[text] `)) },
    { id: "insert.contents", label: "Table of contents", icon: "contents", enabled: isLive, run: inView(view => insertLines(view, '%[text:tableOfContents]{"heading":"Contents"}\n%[text] ')) },
    { id: "insert.example", label: "Code example", icon: "code", enabled: isLive, run: inView(view => insertLines(view, "%[text] ```matlabCodeExample\n%[text] \n%[text] ```")) },
    { id: "code.comment", label: "Comment", icon: "comment", keys: ["Ctrl+R"], inDocument: true, enabled: has, run: inView(comment(true)) },
    { id: "code.uncomment", label: "Uncomment", keys: ["Ctrl+Shift+R"], inDocument: true, enabled: has, run: inView(comment(false)) },
    { id: "code.definition", label: "Go to definition", keys: ["F12", "Ctrl+D"], inDocument: true, enabled: has, run: withExtras((extras, session) => extras.goToDefinition(session)) },
    { id: "code.rename", label: "Rename…", keys: ["F2"], inDocument: true, enabled: has, run: withExtras((extras, session) => extras.renameName(session)) },
    { id: "code.help", label: "Help on the name", keys: ["F1"], inDocument: true, enabled: has, run: withExtras((extras, session) => extras.helpOnName(session)) },
    { id: "layout.inline", label: "Output inline", icon: "inline", enabled: has, run: inSession(session => session.chooseLayout("inline")), on: app => app.active.value?.layout.value === "inline" },
    { id: "layout.right", label: "Output on the right", icon: "right", enabled: has, run: inSession(session => session.chooseLayout("onright")), on: app => app.active.value?.layout.value === "onright" },
    { id: "layout.hide", label: "Hide code", icon: "hide", enabled: has, run: inSession(session => session.chooseLayout("hidecode")), on: app => app.active.value?.layout.value === "hidecode" },
    { id: "outputs.clear", label: "Clear all output", enabled: has, run: app => app.active.value && app.ask("clear_outputs", { doc: app.active.value.id }) },
];

/** Alt+Enter: a text line below the cursor; on an empty code line that line becomes text. */
function insertTextLine(view: EditorView): void {
    const line = view.state.doc.lineAt(view.state.selection.main.head), parsed = readTextLine(line.text);
    if (line.length === 0) remake(view, () => "%[text] ");
    else if (isItem(parsed) || !parsed) insertLines(view, "%[text] ");
    else insertLines(view, "");
}
