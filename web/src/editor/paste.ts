// editor/paste.ts: what the clipboard holds goes into the document: a web page as text and code (page_reader.ts), plain text as
// code, or as text where the cursor is in text, a picture as a picture.
import { EditorSelection } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Session } from "../session";
import { charUnits, readTextLine } from "./markup";
import { cleanCode, cleanText, linesOfPage } from "./page_reader";
import { insertPicture } from "./pictures";
import { isBareBreak, isText } from "./structure";
import { bodyText, isEditable, rewriteUnits, unitsBefore } from "./text_lines";

/** Only inline text, no blocks: it goes into the line. */
function isInline(lines: readonly string[]): boolean {
    const parsed = lines.length === 1 ? readTextLine(lines[0] as string) : null;
    return parsed?.kind === "paragraph" && parsed.align === "left";
}

function pasteLines(view: EditorView, lines: readonly string[]): void {
    const { state } = view, { from, to } = state.selection.main, line = state.doc.lineAt(from), parsed = readTextLine(line.text);
    if (isEditable(parsed) && isInline(lines) && from === to) {
        const units = readTextLine(lines[0] as string)?.units ?? [], n = unitsBefore(parsed, from - line.from);
        const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, n), ...units, ...parsed.units.slice(n)], n + units.length);
        view.dispatch({ changes: done.changes, selection: EditorSelection.cursor(done.cursor), userEvent: "input.paste", scrollIntoView: true });
        return;
    }
    const empty = line.length === 0 || (isEditable(parsed) && parsed.units.length === 0 && parsed.kind === "paragraph");
    const start = empty ? line.from : line.to, insert = (empty ? "" : "\n") + lines.join("\n");
    view.dispatch({ changes: { from: start, to: Math.max(start, Math.min(to, line.to), line.to), insert }, selection: EditorSelection.cursor(start + insert.length), userEvent: "input.paste", scrollIntoView: true });
}

/** Whether plain text from the clipboard is code already (from an editor), so that its HTML is only colours. */
function onlyColours(page: Document): boolean {
    return page.querySelector("p, h1, h2, h3, h4, ul, ol, table, math, .katex, a[href]") === null || page.querySelector("meta[name=Generator][content*='code' i]") !== null;
}

function pastePlain(session: Session, view: EditorView, text: string): void {
    const { from, to } = view.state.selection.main, line = view.state.doc.lineAt(from), parsed = readTextLine(line.text);
    const cleaned = cleanCode(text);
    if (isEditable(parsed) && session.live) {
        const parts = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
        if (parts.some(isText)) pasteLines(view, parts);
        else if (parts.length === 1) pasteLines(view, [`%[text] ${bodyText(charUnits(cleanText(parts[0] as string)), "row").text}`]);
        else pasteLines(view, looksLikeCode(cleaned) ? cleaned.replace(/\n$/, "").split("\n") : parts.filter(part => part.trim()).map(part => `%[text] ${bodyText(charUnits(cleanText(part)), "paragraph").text}`));
        return;
    }
    const insert = isBareBreak(line.text) ? `\n${cleaned}` : cleaned;
    view.dispatch({ changes: { from, to, insert }, selection: EditorSelection.cursor(from + insert.length), userEvent: "input.paste", scrollIntoView: true });
}

function looksLikeCode(text: string): boolean {
    const lines = text.split("\n").filter(line => line.trim());
    const code = lines.filter(line => /^\s*(?:%|\w[\w.(){},: ]*=(?!=)|(?:for|if|while|function|end|else|switch|figure|hold|plot)\b|\w+\(.*\);?\s*$)|;\s*$/.test(line)).length;
    return code > lines.length / 2;
}

export interface Clip { html: string; text: string; files: readonly File[] }

/** Puts what the clipboard holds into the document. */
export function pasteInto(session: Session, view: EditorView, clip: Clip): void {
    const file = clip.files.find(one => one.type.startsWith("image/"));
    if (file && !clip.text && session.live) {
        void insertPicture(session, file);
        return;
    }
    const page = clip.html && session.live ? new DOMParser().parseFromString(clip.html, "text/html") : null;
    const lines = page && !onlyColours(page) ? linesOfPage(page.body) : [];
    if (lines.length) pasteLines(view, lines);
    else pastePlain(session, view, clip.text);
}
