// editor/commands.ts: what changes the text of the active document.
import { redo, redoDepth, undo, undoDepth } from "@codemirror/commands";
import type { EditorView } from "@codemirror/view";
import type { App } from "../app";
import type { Session } from "../session";
import type { Command } from "../shell/commands";
import { later } from "./later";
import { bold, italic, mono, readTextLine, underline, type LineKind } from "./markup";
import { styleAt } from "./typing";

const has = (app: App): boolean => app.active.value !== null;
const isLive = (app: App): boolean => app.active.value?.live ?? false;

const inSession = (run: (session: Session) => unknown) => (app: App): void => {
    const session = app.active.value;
    if (!session) return;
    run(session);
    session.view.focus();
};
type Extras = Awaited<ReturnType<typeof later>>;
const withExtras = (run: (extras: Extras, session: Session) => unknown) => async (app: App): Promise<void> => {
    const session = app.active.value, extras = await later();
    if (session) await run(extras, session);
};
/** Changes the text with one of the functions of edits.ts. */
const edit = (choose: (edits: Extras["edits"]) => (view: EditorView) => void) => withExtras(({ edits }, session) => {
    if (session.view.state.readOnly) return;
    choose(edits)(session.view);
    if (!document.activeElement?.closest(".cell-field")) session.view.focus();
});

// ---- what is at the cursor ----------------------------------------------------------------------

function lineKindAt(app: App): LineKind | "code" | null {
    const view = app.active.value?.view;
    if (!view) return null;
    return readTextLine(view.state.doc.lineAt(view.state.selection.main.head).text)?.kind ?? "code";
}

function styleOn(bit: number) {
    return (app: App): boolean => {
        const view = app.active.value?.view;
        return view !== undefined && (styleAt(view.state) & bit) !== 0;
    };
}

const kindIs = (kind: LineKind | "code") => (app: App): boolean => lineKindAt(app) === kind;
const alignCommand = (align: "left" | "center"): Command => ({
    id: `align.${align}`, label: align === "left" ? "Align left" : "Centre", icon: align, enabled: isLive,
    run: edit(edits => edits.setAlign(align)),
});
const kindCommand = (id: string, label: string, kind: LineKind, key?: string): Command => ({
    id, label, icon: "text", ...(key && { keys: [key] }), inDocument: true, enabled: isLive, run: edit(edits => edits.setKind(kind)), on: kindIs(kind),
});
const styleCommand = (id: string, label: string, icon: "bold" | "italic" | "underline" | "mono", bit: number, key: string): Command => ({
    id, label, icon, keys: [key], inDocument: true, enabled: isLive, run: edit(edits => edits.toggleStyle(bit)), on: styleOn(bit),
});

export const editCommands: readonly Command[] = [
    { id: "edit.undo", label: "Undo", icon: "undo", run: inSession(session => undo(session.view)), enabled: app => has(app) && undoDepth((app.active.value as Session).view.state) > 0 },
    { id: "edit.redo", label: "Redo", icon: "redo", run: inSession(session => redo(session.view)), enabled: app => has(app) && redoDepth((app.active.value as Session).view.state) > 0 },
    { id: "edit.find", label: "Find and Replace", icon: "find", keys: ["Ctrl+F", "Ctrl+H"], run: withExtras((extras, session) => extras.openFind(session.view)), enabled: has },
    { id: "section.break", label: "Section Break", icon: "break", keys: ["Ctrl+Alt+Enter"], inDocument: true, enabled: has, run: edit(edits => edits.sectionBreak) },
    { id: "kind.text", label: "Text", icon: "text", keys: ["Alt+Enter"], inDocument: true, enabled: isLive, run: edit(edits => edits.insertTextLine), on: app => !["code", null].includes(lineKindAt(app)) },
    { id: "kind.code", label: "Text or code", icon: "code", keys: ["Ctrl+E"], inDocument: true, enabled: isLive, run: edit(edits => edits.toggleText), on: kindIs("code") },
    kindCommand("style.text", "Normal text", "paragraph", "Ctrl+Alt+0"), kindCommand("style.title", "Title", "title", "Ctrl+Alt+L"),
    kindCommand("style.h1", "Heading 1", "heading1", "Ctrl+Shift+1"), kindCommand("style.h2", "Heading 2", "heading2", "Ctrl+Shift+2"), kindCommand("style.h3", "Heading 3", "heading3", "Ctrl+Shift+3"),
    styleCommand("style.bold", "Bold", "bold", bold, "Ctrl+B"), styleCommand("style.italic", "Italic", "italic", italic, "Ctrl+I"),
    styleCommand("style.underline", "Underline", "underline", underline, "Ctrl+U"), styleCommand("style.mono", "Monospaced", "mono", mono, "Ctrl+M"),
    { id: "list.bullets", label: "Bulleted list", icon: "bullets", keys: ["Ctrl+Alt+U"], inDocument: true, enabled: isLive, run: edit(edits => edits.toggleList("bullet")), on: kindIs("bullet") },
    { id: "list.numbers", label: "Numbered list", icon: "numbers", keys: ["Ctrl+Alt+O"], inDocument: true, enabled: isLive, run: edit(edits => edits.toggleList("number")), on: kindIs("number") },
    alignCommand("left"), alignCommand("center"),
    { id: "insert.equation", label: "Equation", icon: "equation", keys: ["Ctrl+Alt+Q"], inDocument: true, enabled: isLive, run: withExtras((extras, session) => extras.insertEquation(session, session.view)) },
    { id: "insert.image", label: "Image…", icon: "image", enabled: isLive, run: withExtras((extras, session) => extras.chooseImage(session)) },
    { id: "insert.link", label: "Link…", icon: "link", keys: ["Ctrl+K"], inDocument: true, enabled: isLive, run: withExtras((extras, session) => extras.editLink(session, session.view)) },
    { id: "insert.table", label: "Table", icon: "table", enabled: isLive, run: edit(edits => edits.insertTable) },
    { id: "insert.contents", label: "Table of contents", icon: "contents", enabled: isLive, run: edit(edits => edits.insertContents) },
    { id: "insert.example", label: "Code example", icon: "code", enabled: isLive, run: edit(edits => edits.insertExample) },
    { id: "code.comment", label: "Comment", icon: "comment", keys: ["Ctrl+R"], inDocument: true, enabled: has, run: edit(edits => edits.comment(true)) },
    { id: "code.uncomment", label: "Uncomment", keys: ["Ctrl+Shift+R"], inDocument: true, enabled: has, run: edit(edits => edits.comment(false)) },
    { id: "code.definition", label: "Go to definition", keys: ["F12", "Ctrl+D"], inDocument: true, enabled: has, run: withExtras((extras, session) => extras.goToDefinition(session)) },
    { id: "code.rename", label: "Rename…", keys: ["F2"], inDocument: true, enabled: has, run: withExtras((extras, session) => extras.renameName(session)) },
    { id: "layout.inline", label: "Output inline", icon: "inline", enabled: has, run: inSession(session => session.chooseLayout("inline")), on: app => app.active.value?.layout.value === "inline" },
    { id: "layout.right", label: "Output on the right", icon: "right", enabled: has, run: inSession(session => session.chooseLayout("onright")), on: app => app.active.value?.layout.value === "onright" },
    { id: "layout.hide", label: "Hide code", icon: "hide", enabled: has, run: inSession(session => session.chooseLayout("hidecode")), on: app => app.active.value?.layout.value === "hidecode" },
    { id: "outputs.clear", label: "Clear all output", enabled: has, run: app => app.active.value && app.ask("clear_outputs", { doc: app.active.value.id }) },
];
