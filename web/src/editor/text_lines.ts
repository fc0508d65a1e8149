// editor/text_lines.ts: changes of formatted lines, made on their units so that marks stay in pairs.
import type { ChangeSpec, EditorState, Line, Text } from "@codemirror/state";
import { charUnits, plainOf, escapeText, readTextLine, writeUnits, type LineKind, type TextLine, type Unit } from "./markup";

const marks: Partial<Record<LineKind, string>> = { title: "# ", heading1: "## ", heading2: "### ", heading3: "#### " };

export interface Head { kind: LineKind; align: TextLine["align"]; level: number; number: number; anchor?: string | null }

/** What stands before the visible text of a line. */
export function headText(head: Head): string {
    const align = head.align === "left" ? "" : `{"align":"${head.align}"}`;
    const indent = "  ".repeat(head.level), anchor = head.anchor ? `%[text:anchor:${head.anchor}] ` : "";
    const mark = head.kind === "bullet" ? `${indent}- ` : head.kind === "number" ? `${indent}${head.number || 1}. ` : marks[head.kind] ?? "";
    return `%[text]${align} ${anchor}${mark}`;
}

export function isItem(line: TextLine | null): boolean { return line?.kind === "bullet" || line?.kind === "number"; }
/** Lines whose text can be edited in place. */
export function isEditable(line: TextLine | null): line is TextLine {
    return line !== null && !["fence", "table", "contents"].includes(line.kind);
}

/** Source of units at the beginning of a line: what would be a heading or list mark is escaped. */
export function bodyText(units: readonly Unit[], kind: LineKind): { text: string; at: number[] } {
    const body = writeUnits(units);
    const mark = kind === "paragraph" ? /^(?:#{1,6}(?= |$)|[-+](?= ))/.exec(body.text) : null;
    const number = kind === "paragraph" ? /^\d{1,4}(?=\. )/.exec(body.text) : null;
    const place = mark ? 0 : number ? number[0].length : -1;
    if (place < 0) return body;
    return { text: `${body.text.slice(0, place)}\\${body.text.slice(place)}`, at: body.at.map(at => at >= place && at > 0 ? at + 1 : at) };
}

/** Number of units that end at or before a place in the line. */
export function unitsBefore(line: TextLine, column: number): number {
    let n = 0;
    while (n < line.units.length && (line.units[n] as Unit).to <= column) n++;
    return n;
}

export interface Rewrite { changes: { from: number; to: number; insert: string }; cursor: number }

/** The line with other units; the cursor before unit `at`. */
export function rewriteUnits(line: Line, parsed: TextLine, units: readonly Unit[], at: number): Rewrite {
    const body = bodyText(units, parsed.kind);
    return { changes: { from: line.from + parsed.from, to: line.from + parsed.to, insert: body.text }, cursor: line.from + parsed.from + (body.at[at] ?? body.text.length) };
}

/** Deletes from a to b (in visible terms) and puts `insert` there; marks stay in pairs, text stays text and code code. */
export function replaceSpan(doc: Text, a: number, b: number, insert: readonly Unit[] = []): Rewrite {
    const first = doc.lineAt(a), last = doc.lineAt(b), one = readTextLine(first.text), two = readTextLine(last.text);
    const left = isEditable(one) ? one.units.slice(0, unitsBefore(one, Math.max(one.from, a - first.from))) : null;
    const right = isEditable(two) ? two.units.slice(unitsFrom(two, b - last.from)) : null;
    if (left && isEditable(one) && right && isEditable(two)) {
        const body = bodyText([...left, ...insert, ...right], one.kind), end = isItem(one) ? last.text.slice(two.to) : "";
        const at = body.at[left.length + insert.length] ?? body.text.length;
        return { changes: { from: first.from + one.from, to: last.to, insert: body.text + end }, cursor: first.from + one.from + at };
    }
    if (left && isEditable(one)) { // text, then code
        const body = bodyText([...left, ...insert], one.kind), code = doc.sliceString(b, last.to);
        return { changes: { from: first.from + one.from, to: last.to, insert: body.text + first.text.slice(one.to) + (code ? `\n${code}` : "") }, cursor: first.from + one.from + body.text.length };
    }
    const typed = insert.map(unit => unit.text).join("");
    if (right && isEditable(two) && first.number !== last.number) { // code, then text
        const rest = right.length ? `\n${last.text.slice(0, two.from)}${bodyText(right, two.kind).text}${last.text.slice(two.to)}` : "";
        return { changes: { from: a, to: last.to, insert: typed + rest }, cursor: a + typed.length };
    }
    return { changes: { from: a, to: b, insert: typed }, cursor: a + typed.length };
}

/** The first unit that does not end before `column`. */
function unitsFrom(line: TextLine, column: number): number {
    let n = 0;
    while (n < line.units.length && (line.units[n] as Unit).from < column) n++;
    return n;
}

/** Lists end with " \": puts the mark at the end of the last item of each list that touches the lines, and nowhere else. */
export function listEnds(doc: Text, from_line: number, to_line: number): ChangeSpec[] {
    const changes: ChangeSpec[] = [];
    for (let n = Math.max(1, from_line - 1); n <= Math.min(doc.lines, to_line + 1); n++) {
        const line = doc.line(n), parsed = readTextLine(line.text);
        if (!isItem(parsed)) continue;
        const next = n < doc.lines ? readTextLine(doc.line(n + 1).text) : null;
        const last = !next || next.kind !== parsed?.kind, marked = line.text.endsWith(" \\");
        if (last && !marked) changes.push({ from: line.to, insert: " \\" });
        if (!last && marked) changes.push({ from: line.to - 2, to: line.to });
    }
    return changes;
}

/** A line as text of another kind; code becomes a paragraph first. */
export function asText(text: string, head: Partial<Head>): string {
    const parsed = readTextLine(text);
    if (parsed && !isEditable(parsed)) return text;
    const before: Head = parsed ?? { kind: "paragraph", align: "left", level: 0, number: 0 };
    const next: Head = { ...before, ...head };
    const units = parsed ? parsed.units : charUnits(text.trim().replace(/^%+ ?/, ""));
    const indent = next.kind === "bullet" || next.kind === "number" ? next.level : 0;
    return headText({ ...next, level: indent }) + bodyText(units, next.kind).text;
}

/** A line as code: its plain text. */
export function asCode(text: string): string {
    const parsed = readTextLine(text);
    return isEditable(parsed) ? plainOf(parsed) : text;
}

export function textOf(plain: string): string { return `%[text] ${escapeText(plain)}`; }

/** Numbers of the lines that the selection touches. */
export function selectedLines(state: EditorState): number[] {
    const numbers = new Set<number>();
    for (const range of state.selection.ranges) {
        const last = state.doc.lineAt(range.to).number;
        for (let n = state.doc.lineAt(range.from).number; n <= last; n++) numbers.add(n);
    }
    return [...numbers];
}

/** The units of the text that is selected. */
export function unitsSelected(state: EditorState): Unit[] {
    const { from, to } = state.selection.main;
    return selectedLines(state).flatMap(n => {
        const line = state.doc.line(n), parsed = readTextLine(line.text);
        return isEditable(parsed) ? parsed.units.slice(unitsBefore(parsed, from - line.from), unitsBefore(parsed, to - line.from)) : [];
    });
}
