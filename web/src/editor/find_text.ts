// editor/find_text.ts: finding and replacing in what a person sees: the characters of text lines without their marks, the code
// without the marks of outputs and controls. A match lies within one line. What is put in is escaped where it stands in text, and
// takes the style of what it replaces.
import type { ChangeSpec, Line, Text } from "@codemirror/state";
import { charUnits, readTextLine, type TextLine, type Unit } from "./markup";
import { isBareBreak, isText, structureOf, tableAt, type Span } from "./structure";
import { bodyText, isEditable } from "./text_lines";

export interface Query { search: string; replace: string; regexp: boolean; word: boolean; matchCase: boolean }

export interface Match extends Span {
    line: number;
    /** What takes its place. */
    replacement: string;
}

const object = "\uFFFC", bar = "\uE000";

/** The pattern of a query; null: nothing to look for; a text: what is wrong with it. */
export function patternOf(query: Query): RegExp | string | null {
    if (!query.search) return null;
    const source = query.regexp ? query.search : query.search.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), edge = "[\\p{L}\\p{N}_]";
    try {
        return new RegExp(query.word ? `(?<!${edge})(?:${source})(?!${edge})` : source, query.matchCase ? "gu" : "giu");
    } catch (error) {
        return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
    }
}

/** What is seen of a line: a text and, for each of its UTF-16 units and its end, the column of the line. */
type Seen = { text: string; columns: number[] | null; parsed: TextLine | null };

const codeMarks = /[ \t]*%\[(?:output|control|task|text:anchor):/;
const rule = /^%\[text\] ?\|(?: *:?-+:? *\|)+ *$/;

function seenOf(line: Line, inTable: boolean, inExample: boolean): Seen | null {
    const { text } = line;
    if (!isText(text)) return isBareBreak(text) ? null : { text: text.slice(0, codeMarks.exec(text)?.index ?? text.length), columns: null, parsed: null };
    const parsed = readTextLine(text);
    if (inExample) {
        const start = /^%\[text\](?:\{[^{}]*\})? ?/.exec(text)?.[0].length ?? 0, rest = text.slice(start);
        return rest.startsWith("```") ? null : { text: rest, columns: Array.from({ length: rest.length + 1 }, (_, at) => start + at), parsed: null };
    }
    if (!isEditable(parsed) || (inTable && rule.test(text))) return null;
    let seen = "";
    const columns: number[] = [];
    for (const unit of parsed.units) {
        const shown = unit.kind === "char" && !(inTable && isBar(unit)) ? unit.text : object;
        for (let k = 0; k < shown.length; k++) columns.push(unit.from);
        seen += shown;
    }
    columns.push(parsed.units.at(-1)?.to ?? parsed.from);
    return { text: seen, columns, parsed };
}

/** A bar between the cells of a table; one that is a character of a cell is written with a backslash. */
function isBar(unit: Unit): boolean { return unit.text === "|" && unit.to - unit.from === 1; }

/** "$&", "$1", "$<name>" and "$$" in what is put in for a pattern. */
function expand(found: RegExpExecArray, replace: string): string {
    return replace.replace(/\$(?:(\$)|(&)|(\d{1,2})|<(\w+)>)/g, (whole, dollar, all, number, name) =>
        dollar ? "$" : all ? found[0] : number ? found[Number(number)] ?? whole : name ? found.groups?.[name as string] ?? "" : whole);
}

const most_matches = 20_000;

/** The matches of the document's text, without its appendix; without code when it is hidden. */
export function findAll(doc: Text, query: Query, withCode = true): Match[] {
    const pattern = patternOf(query), found: Match[] = [];
    if (!(pattern instanceof RegExp)) return found;
    const { tables, examples, appendix } = structureOf(doc), within = (spans: readonly Span[], pos: number): boolean => spans.some(one => one.from <= pos && pos <= one.to);
    for (let n = 1; n <= doc.lines && found.length < most_matches; n++) {
        const line = doc.line(n);
        if (appendix !== null && line.from >= appendix) break;
        const text = isText(line.text), seen = text || withCode ? seenOf(line, text && within(tables, line.from), text && within(examples, line.from)) : null;
        if (!seen) continue;
        pattern.lastIndex = 0;
        for (let match = pattern.exec(seen.text); match; match = pattern.exec(seen.text)) {
            if (!match[0]) { pattern.lastIndex++; continue; } // an empty match would be found for ever
            const to = match.index + match[0].length;
            if (match[0].includes(object)) continue;
            const last = seen.parsed?.units.findLast(unit => unit.from === seen.columns?.[to - 1]);
            found.push({ line: n, from: line.from + (seen.columns?.[match.index] ?? match.index), to: line.from + (last?.to ?? seen.columns?.[to] ?? to), replacement: query.regexp ? expand(match, query.replace) : query.replace });
        }
    }
    return found;
}

/** The changes that put in what takes the place of these matches, line by line. */
export function replaceMatches(doc: Text, matches: readonly Match[]): ChangeSpec[] {
    const changes: ChangeSpec[] = [], byLine = new Map<number, Match[]>();
    for (const match of matches) byLine.set(match.line, [...byLine.get(match.line) ?? [], match]);
    for (const [n, found] of byLine) {
        const line = doc.line(n), parsed = readTextLine(line.text), inExample = structureOf(doc).examples.some(one => one.from <= line.from && line.from <= one.to);
        if (!isEditable(parsed) || inExample) changes.push(...found.map(({ from, to, replacement }) => ({ from, to, insert: replacement.replace(/\r?\n/g, " ") })));
        else changes.push(replaceInText(line, parsed, found, tableAt(doc, line.from) !== null));
    }
    return changes;
}

function replaceInText(line: Line, parsed: TextLine, found: readonly Match[], inTable: boolean): ChangeSpec {
    const units: Unit[] = [], kept = (unit: Unit): Unit => inTable && unit.text === "|" && !isBar(unit) ? { ...unit, text: bar } : unit;
    let at = 0;
    for (const { from, to, replacement } of found) {
        while (at < parsed.units.length && (parsed.units[at] as Unit).from < from - line.from) units.push(kept(parsed.units[at++] as Unit));
        const first = parsed.units[at];
        while (at < parsed.units.length && (parsed.units[at] as Unit).to <= to - line.from) at++;
        const put = replacement.replace(/\s*\n\s*/g, " ");
        units.push(...charUnits(inTable ? put.replaceAll("|", bar) : put, first?.style ?? 0, first?.link ?? null));
    }
    units.push(...parsed.units.slice(at).map(kept));
    return { from: line.from + parsed.from, to: line.from + parsed.to, insert: bodyText(units, parsed.kind).text.replaceAll(bar, "\\|") };
}
