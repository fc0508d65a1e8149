// editor/structure.ts: what the lines of a document are: sections, tables, code examples, headings, the appendix. Found by
// looking at the beginnings of lines; the same rules as src/live/sections.h and src/doc/readers/live.c.
import type { Text } from "@codemirror/state";

export interface Section {
    /** Numbers of its lines, 1-based; a section that begins with a "%%" line holds that line. */
    from_line: number;
    to_line: number;
    from: number;
    to: number;
    /** FNV-1a of its code, "" when it has none. */
    hash: string;
    /** The document's only section has no border and no bar of its own kind. */
    only: boolean;
}

export interface Span { from: number; to: number }
export interface Heading extends Span { level: number; line: number }

export interface Structure {
    sections: readonly Section[];
    tables: readonly Span[];
    /** Fenced code examples in the text, with their fences. */
    examples: readonly Span[];
    headings: readonly Heading[];
    /** Where the appendix starts, with the blank line before it; null: there is none. */
    appendix: number | null;
    /** Runs of lines that are code, for the layout that hides it. */
    code: readonly Span[];
}

export function isText(line: string): boolean { return line.startsWith("%[text"); }
export function isBreak(line: string): boolean { return /^%%(?:[ \t\r]|$)/.test(line); }
export function isBareBreak(line: string): boolean { return /^%%\s*$/.test(line); }

const encoder = new TextEncoder();

/** Goes on with a hash over the bytes of `text`. */
function hashOn(value: number, text: string): number {
    let plain = true;
    for (let i = 0; i < text.length && plain; i++) plain = text.charCodeAt(i) < 128;
    if (plain) {
        for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16777619);
        return value;
    }
    for (const byte of encoder.encode(text)) value = Math.imul(value ^ byte, 16777619);
    return value;
}

/** The part of a line that counts for the hash; "" for text, breaks and blank lines. */
function codeOf(line: string): string {
    if (line.startsWith("%%") || line.startsWith("%[")) return "";
    for (;;) {
        const cut = line.replace(/[ \t\r]+$/, "");
        const marked = /%\[output:[^%]*\]$/.exec(cut);
        if (!marked) return cut;
        line = cut.slice(0, marked.index);
    }
}

const first_hash = 2166136261 | 0;

function scan(doc: Text): Structure {
    const sections: Section[] = [], tables: Span[] = [], examples: Span[] = [], headings: Heading[] = [], code: Span[] = [];
    let appendix: number | null = null, table: number | null = null, example: number | null = null;
    let section = { from_line: 1, from: 0 }, hash = first_hash, any = false, codeFrom: number | null = null;
    let pos = 0, number = 0, before = 0;
    const endCode = (): void => {
        if (codeFrom !== null) code.push({ from: codeFrom, to: before });
        codeFrom = null;
    };
    const endSection = (to_line: number, to: number): void => {
        sections.push({ ...section, to_line, to, hash: any ? (hash >>> 0).toString(16).padStart(8, "0") : "", only: false });
        hash = first_hash;
        any = false;
    };
    for (const line of doc.iterLines()) {
        number++;
        const from = pos, to = pos + line.length;
        pos = to + 1;
        if (line.startsWith("%[appendix]")) {
            appendix = before;
            break;
        }
        const text = isText(line), broken = !text && isBreak(line);
        if (broken && number > 1) {
            endSection(number - 1, before);
            section = { from_line: number, from };
        }
        const part = codeOf(line);
        if (part) {
            hash = hashOn(any ? hashOn(hash, "\n") : hash, part);
            any = true;
        }
        if (text || (broken && isBareBreak(line))) endCode();
        else codeFrom ??= from;
        if (line.startsWith("%[text:table]")) {
            if (table === null) table = from;
            else {
                tables.push({ from: table, to });
                table = null;
            }
        } else if (text && table === null && /^%\[text\](\{[^}]*\})? *```/.test(line)) {
            if (example === null) example = from;
            else {
                examples.push({ from: example, to });
                example = null;
            }
        } else if (!text) table = example = null;
        const heading = text && table === null && example === null ? /^%\[text\](?:\{[^}]*\})? ?(?:%\[text:anchor:\w+\] *)?(#{1,6}) +\S/.exec(line) : null;
        if (heading) headings.push({ from, to, level: (heading[1] as string).length, line: number });
        before = to;
    }
    endCode();
    endSection(appendix === null ? number : number - 1, before);
    if (sections.length === 1) (sections[0] as Section).only = true;
    return { sections, tables, examples, headings, appendix, code };
}

const known = new WeakMap<Text, Structure>();

export function structureOf(doc: Text): Structure {
    let found = known.get(doc);
    if (!found) known.set(doc, found = scan(doc));
    return found;
}

export function sectionAt(doc: Text, pos: number): Section {
    const { sections } = structureOf(doc);
    let low = 0, high = sections.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((sections[middle] as Section).from <= pos) low = middle;
        else high = middle - 1;
    }
    return sections[low] as Section;
}

/** The table at a place of the text. */
export function tableAt(doc: Text, pos: number): Span | null { return structureOf(doc).tables.find(one => one.from <= pos && pos <= one.to) ?? null; }
