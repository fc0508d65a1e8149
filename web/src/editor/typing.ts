// editor/typing.ts: typing in formatted text feels like a word processor: the cursor stays out of hidden marks, Enter goes on
// with the list, Backspace joins, what Markdown would read as a mark is escaped or, when it is closed, becomes formatting.
import { EditorSelection, EditorState, Prec, StateEffect, StateField, Transaction, type Extension, type Text } from "@codemirror/state";
import { EditorView, keymap, type Command, type KeyBinding } from "@codemirror/view";
import { bold, charUnits, escapeChar, italic, mono, readTextLine, type TextLine, type Unit } from "./markup";
import { isBareBreak, isText, tableAt } from "./structure";
import { bodyText, headText, isEditable, isItem, listEnds, replaceSpan, rewriteUnits, textOf, unitsBefore, unitsSelected } from "./text_lines";

/** Style that the next typed character takes, made by Ctrl+B and the like with nothing selected. */
export const setPending = StateEffect.define<number>();
export const pendingStyle = StateField.define<number>({
    create: () => 0,
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(setPending)) return effect.value;
        return transaction.selection || transaction.docChanged ? 0 : value;
    },
});

/** Style of the character before unit `n`; at the beginning of a line of the one after. */
function styleBefore(line: TextLine, n: number): number { return line.units[Math.max(0, n - 1)]?.style ?? 0; }

/** Style of what is typed at the cursor, or what all of the selected text has. */
export function styleAt(state: EditorState): number {
    const { head, empty } = state.selection.main, line = state.doc.lineAt(head), parsed = readTextLine(line.text);
    if (empty) return isEditable(parsed) ? styleBefore(parsed, unitsBefore(parsed, head - line.from)) ^ state.field(pendingStyle) : 0;
    const units = unitsSelected(state).filter(unit => /\S/.test(unit.text));
    return units.length ? units.reduce((all, unit) => all & unit.style, ~0) : 0;
}

// ---- where the cursor may stand ----------------------------------------------------------------

/** Where the cursor stands before unit `n`: hidden marks between two characters have one place only. */
function placeOf(line: TextLine, n: number): number { return line.units[n]?.from ?? line.units[n - 1]?.to ?? line.from; }

function clamp(doc: Text, pos: number, before: number, moving: boolean): number {
    let line = doc.lineAt(pos);
    if (moving && isBareBreak(line.text)) { // section lines are passed over
        const step = pos < before ? -1 : 1;
        for (const way of [step, -step]) {
            const next = line.number + way;
            if (next < 1 || next > doc.lines || isBareBreak(doc.line(next).text)) continue;
            line = doc.line(next);
            pos = way > 0 ? line.from : line.to;
            break;
        }
    }
    const parsed = isText(line.text) ? readTextLine(line.text) : null;
    if (!isEditable(parsed)) return pos;
    const column = Math.max(parsed.from, Math.min(pos - line.from, parsed.to));
    return line.from + (moving ? placeOf(parsed, unitsBefore(parsed, column)) : column);
}

const keepOut = EditorState.transactionFilter.of(transaction => {
    if (!transaction.selection) return transaction;
    const doc = transaction.newDoc, moving = !transaction.docChanged && !transaction.isUserEvent("select.goto");
    const old = transaction.startState.selection.main.head;
    let same = true;
    const ranges = transaction.selection.ranges.map(range => {
        const head = clamp(doc, range.head, old, moving && range.empty), anchor = range.empty ? head : clamp(doc, range.anchor, old, false);
        if (head === range.head && anchor === range.anchor) return range;
        same = false;
        return EditorSelection.range(anchor, head, range.goalColumn, range.bidiLevel ?? undefined);
    });
    return same ? transaction : [transaction, { selection: EditorSelection.create(ranges, transaction.selection.mainIndex), sequential: true }];
});

// ---- deleting -----------------------------------------------------------------------------------

/** Deletions that other commands make (cut, delete word, …) keep marks in pairs as well. */
const keepPairs = EditorState.transactionFilter.of(transaction => {
    if (!transaction.docChanged || !transaction.isUserEvent("delete") || transaction.isUserEvent("delete.units")) return transaction;
    const spans: [number, number][] = [];
    let plain = true;
    transaction.changes.iterChanges((from, to, _a, _b, inserted) => { spans.push([from, to]); plain &&= inserted.length === 0; });
    const doc = transaction.startState.doc, [span] = spans;
    if (!plain || !span || spans.length > 1) return transaction;
    if (!isText(doc.lineAt(span[0]).text) && !isText(doc.lineAt(span[1]).text)) return transaction;
    const done = replaceSpan(doc, span[0], span[1]);
    return { changes: done.changes, selection: EditorSelection.cursor(done.cursor), userEvent: "delete.units", scrollIntoView: true };
});

function cursorLine(view: EditorView): { pos: number; line: ReturnType<Text["lineAt"]>; parsed: TextLine | null } | null {
    const range = view.state.selection.main;
    if (!range.empty || view.state.selection.ranges.length > 1 || view.state.readOnly) return null;
    const line = view.state.doc.lineAt(range.head);
    return { pos: range.head, line, parsed: readTextLine(line.text) };
}

function change(view: EditorView, from: number, to: number, insert: string, cursor: number, userEvent: string): true {
    view.dispatch({ changes: { from, to, insert }, selection: EditorSelection.cursor(cursor), userEvent, scrollIntoView: true });
    return true;
}

function moveTo(view: EditorView, pos: number, select = false): true {
    const { anchor } = view.state.selection.main;
    view.dispatch({ selection: select ? EditorSelection.range(anchor, pos) : EditorSelection.cursor(pos), scrollIntoView: true, userEvent: "select" });
    return true;
}

const backspace: Command = view => {
    const at = cursorLine(view);
    if (!at) return false;
    const { doc } = view.state, { pos, line, parsed } = at;
    const before = line.number > 1 ? doc.line(line.number - 1) : null;
    if (isEditable(parsed)) {
        const n = unitsBefore(parsed, pos - line.from);
        if (n > 0) {
            const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, n - 1), ...parsed.units.slice(n)], n - 1);
            return change(view, done.changes.from, done.changes.to, done.changes.insert, done.cursor, "delete.units");
        }
        if (parsed.kind !== "paragraph" || parsed.align !== "left") return plainParagraph(view, line, parsed);
        if (!before) return true;
        const joined = readTextLine(before.text);
        if (isEditable(joined)) {
            const done = replaceSpan(doc, before.from + joined.to, line.from + parsed.from);
            return change(view, done.changes.from, done.changes.to, done.changes.insert, done.cursor, "delete.units");
        }
        if (isBareBreak(before.text) || before.length === 0) return change(view, before.from, line.from, "", pos - before.length - 1, "delete.units");
        if (parsed.units.length === 0) return change(view, before.to, line.to, "", before.to, "delete.units");
        return moveTo(view, before.to);
    }
    if (pos > line.from || !before) return false;
    if (isBareBreak(before.text)) return change(view, before.from, line.from, "", before.from, "delete.units");
    if (!isText(before.text)) return false;
    const text = readTextLine(before.text), end = isEditable(text) ? before.from + text.to : before.to;
    if (line.length === 0) return change(view, before.to, line.to, "", end, "delete.units");
    return moveTo(view, end);
};

function plainParagraph(view: EditorView, line: ReturnType<Text["lineAt"]>, parsed: TextLine): true {
    const head = headText({ kind: "paragraph", align: "left", level: 0, number: 0 });
    const level = isItem(parsed) && parsed.level > 0 ? parsed.level - 1 : -1;
    const next = level >= 0 ? headText({ ...parsed, level }) : head;
    const end = level >= 0 ? line.length : parsed.to;
    const body = level >= 0 ? line.text.slice(parsed.from) : bodyText(parsed.units, "paragraph").text;
    change(view, line.from, line.from + Math.max(end, line.length), next + body, line.from + next.length, "delete.units");
    mendLists(view, line.number);
    return true;
}

const deleteForward: Command = view => {
    const at = cursorLine(view);
    if (!at) return false;
    const { doc } = view.state, { pos, line, parsed } = at;
    const after = line.number < doc.lines ? doc.line(line.number + 1) : null;
    if (isEditable(parsed)) {
        const n = unitsBefore(parsed, pos - line.from);
        if (n < parsed.units.length) {
            const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, n), ...parsed.units.slice(n + 1)], n);
            return change(view, done.changes.from, done.changes.to, done.changes.insert, done.cursor, "delete.units");
        }
        if (!after) return true;
        if (isBareBreak(after.text) || after.length === 0) return change(view, line.to, after.to, "", pos, "delete.units");
        const next = readTextLine(after.text);
        if (!isEditable(next)) return true;
        const done = replaceSpan(doc, pos, after.from + next.from);
        return change(view, done.changes.from, done.changes.to, done.changes.insert, pos, "delete.units");
    }
    if (pos < line.to || !after) return false;
    if (isBareBreak(after.text)) return change(view, line.to, after.to, "", pos, "delete.units");
    return isText(after.text) && line.length > 0;
};

// ---- Enter, Tab, arrows -------------------------------------------------------------------------

/** Gives the lists around a line their end marks. */
export function mendLists(view: EditorView, line: number, to = line): void {
    const changes = listEnds(view.state.doc, line, to);
    if (changes.length) view.dispatch({ changes, annotations: Transaction.addToHistory.of(true) });
}

const enter: Command = view => {
    const at = cursorLine(view);
    if (!at) return false;
    const { pos, line, parsed } = at;
    if (!isEditable(parsed)) {
        if (!isBareBreak(line.text) || pos === line.from) return false;
        return change(view, line.to, line.to, "\n", line.to + 1, "input");
    }
    if (isItem(parsed) && parsed.units.length === 0) return plainParagraph(view, line, { ...parsed, level: 0 });
    const n = unitsBefore(parsed, pos - line.from), left = parsed.units.slice(0, n), right = parsed.units.slice(n);
    const item = isItem(parsed), again = item || parsed.kind === "paragraph";
    if (parsed.kind !== "paragraph" && !item && n === 0 && right.length) // a heading moves down
        return change(view, line.from, line.from, "%[text] \n", pos + 9, "input");
    const head = headText({ ...parsed, kind: again ? parsed.kind : "paragraph", number: parsed.number + 1, anchor: null });
    const first = line.text.slice(0, parsed.from) + bodyText(left, parsed.kind).text;
    const insert = `${first}\n${head}${bodyText(right, again ? parsed.kind : "paragraph").text}${item ? line.text.slice(parsed.to) : ""}`;
    return change(view, line.from, line.to, insert, line.from + first.length + 1 + head.length, "input");
};

const indentItem = (by: number): Command => view => {
    const at = cursorLine(view);
    if (!at || !isItem(at.parsed) || !at.parsed) return false;
    const level = Math.max(0, Math.min(4, at.parsed.level + by)), head = headText({ ...at.parsed, level });
    return change(view, at.line.from, at.line.from + at.parsed.from, head, at.pos + head.length - at.parsed.from, "input");
};

/** Left at the beginning of the visible text, Right at its end: to the neighbouring line. Hidden marks cost no key. */
const step = (way: -1 | 1, select: boolean, word = false): Command => view => {
    const range = view.state.selection.main;
    if (!select && !range.empty) return false;
    const { doc } = view.state, line = doc.lineAt(range.head), parsed = readTextLine(line.text);
    if (!isEditable(parsed)) return false;
    const n = unitsBefore(parsed, range.head - line.from), left = parsed.units[n - 1], right = parsed.units[n];
    if (left && right && left.to < right.from) {
        const from = line.from + (way < 0 ? left.to : right.from);
        return moveTo(view, word ? view.moveByGroup(EditorSelection.cursor(from), way > 0).head : line.from + placeOf(parsed, n + way), select);
    }
    if (way < 0 ? left : right) return false;
    const next = line.number + way;
    if (next < 1 || next > doc.lines) return true;
    return moveTo(view, way < 0 ? doc.line(next).to : doc.line(next).from, select);
};

const keys: readonly KeyBinding[] = [
    { key: "Backspace", run: backspace, shift: backspace }, { key: "Delete", run: deleteForward }, { key: "Enter", run: enter },
    { key: "Tab", run: indentItem(1), shift: indentItem(-1) },
    { key: "ArrowLeft", run: step(-1, false), shift: step(-1, true) }, { key: "ArrowRight", run: step(1, false), shift: step(1, true) },
    { key: "Mod-ArrowLeft", run: step(-1, false, true), shift: step(-1, true, true) }, { key: "Mod-ArrowRight", run: step(1, false, true), shift: step(1, true, true) },
];

// ---- characters ---------------------------------------------------------------------------------

type Closed = { from: number; units: Unit[] };

/** The units before the cursor when the typed character closes a mark written by hand. */
function closedMark(units: readonly Unit[], typed: string): Closed | null {
    const text = units.map(unit => unit.kind === "char" && unit.text.length === 1 ? unit.text : "\uFFFC").join("");
    const styled = (from: number, start: number, end: number, bit: number): Closed =>
        ({ from, units: units.slice(start, end).map(unit => ({ ...unit, style: unit.style | bit })) });
    if (typed === "*") {
        const two = /\*\*([^*\s](?:[^*]*[^*\s])?)\*$/.exec(text);
        if (two) return styled(two.index, two.index + 2, text.length - 1, bold);
        const one = /(?<!\*)\*([^*\s](?:[^*]*[^*\s])?)$/.exec(text);
        if (one) return styled(one.index, one.index + 1, text.length, italic);
    }
    if (typed === "`") {
        const code = /`([^`\uFFFC]+)$/.exec(text);
        if (code) return styled(code.index, code.index + 1, text.length, mono);
    }
    if (typed === "$") {
        const math = /\$([^$\s\uFFFC](?:[^$\uFFFC]*[^$\s\uFFFC])?)$/.exec(text);
        if (math) return { from: math.index, units: [{ from: 0, to: 0, kind: "equation", text: math[1] as string, style: 0, link: null }] };
    }
    if (typed === ")") {
        const link = /\[([^[\]]+)\]\(((?:https?:\/\/|mailto:|internal:)[^()\s\uFFFC]+)$/.exec(text);
        if (link) return { from: link.index, units: units.slice(link.index + 1, link.index + 1 + (link[1] as string).length).map(unit => ({ ...unit, link: link[2] as string })) };
    }
    return null;
}

/** The table or table of contents at a place: nothing is typed into its lines. */
function blockAt(doc: Text, pos: number): { from: number; to: number } | null {
    const line = doc.lineAt(pos), kind = readTextLine(line.text)?.kind;
    return tableAt(doc, pos) ?? (kind === "contents" ? line : null);
}

function typeInText(view: EditorView, from: number, to: number, typed: string): boolean {
    const { doc } = view.state, line = doc.lineAt(from), parsed = readTextLine(line.text), pending = view.state.field(pendingStyle);
    if (isBareBreak(line.text)) {
        change(view, line.to, line.to, `\n${typed}`, line.to + 1 + typed.length, "input.type");
        return true;
    }
    const block = from === to && isText(line.text) ? blockAt(doc, from) : null;
    if (block) {
        const text = textOf(typed), before = from === block.from;
        return change(view, before ? from : block.to, before ? from : block.to, before ? `${text}\n` : `\n${text}`, before ? from + text.length : block.to + 1 + text.length, "input.type");
    }
    if (from < to && (isText(line.text) || isText(doc.lineAt(to).text))) {
        const first = unitsSelected(view.state)[0];
        const done = replaceSpan(doc, from, to, charUnits(typed, (first?.style ?? 0) ^ pending));
        return change(view, done.changes.from, done.changes.to, done.changes.insert, done.cursor, "input.type");
    }
    if (!isEditable(parsed)) return false;
    const n = unitsBefore(parsed, from - line.from), style = styleBefore(parsed, n) ^ pending, length = [...typed].length;
    /** What cannot have the style yet, such as a blank at the beginning, leaves it to what is typed next. */
    const put = (units: Unit[], at: number, wanted: number): true => {
        const { changes, cursor } = rewriteUnits(line, parsed, units, at), column = changes.to - line.from;
        const after = readTextLine(line.text.slice(0, parsed.from) + changes.insert + line.text.slice(column)), left = wanted ^ (after ? styleBefore(after, at) : wanted);
        view.dispatch({ changes, selection: EditorSelection.cursor(cursor), effects: left ? setPending.of(left) : [], userEvent: "input.type", scrollIntoView: true });
        return true;
    };
    const before = parsed.units.slice(0, n), after = parsed.units.slice(n), closed = typed.length === 1 && !pending ? closedMark(before, typed) : null;
    if (closed) return put([...before.slice(0, closed.from), ...closed.units, ...after], closed.from + closed.units.length, before[closed.from]?.style ?? 0);
    if (typed === " " && parsed.kind === "paragraph" && /^(?:[-*+]|\d{1,2}\.)$/.test(before.map(unit => unit.text).join(""))) {
        const number = /^\d+/.exec(before.map(unit => unit.text).join(""))?.[0];
        const head = headText({ kind: number ? "number" : "bullet", align: "left", level: 0, number: Number(number ?? 0) });
        change(view, line.from, line.from + parsed.to, head + bodyText(after, "bullet").text, line.from + head.length, "input.type");
        mendLists(view, line.number);
        return true;
    }
    const link = before.at(-1)?.link ?? null, inLink = link === (after[0]?.link ?? null) ? link : null;
    const between = n ? before.at(-1)?.to === from - line.from : (after[0]?.from ?? parsed.from) === parsed.from; // no hidden marks at the cursor's left
    if (pending || !between || link !== inLink) return put([...before, ...charUnits(typed, style, inLink), ...after], n + length, style);
    if (/[*_[\]\\<>`$]/.test(typed) && !(typed.length === 1 && inMono(parsed, n))) {
        const insert = [...typed].map(char => escapeChar(char)).join("");
        return change(view, from, to, insert, from + insert.length, "input.type");
    }
    return false;
}

function inMono(parsed: TextLine, n: number): boolean {
    return ((parsed.units[n - 1]?.style ?? 0) & (parsed.units[n]?.style ?? 0) & mono) !== 0;
}

export function typing(): Extension {
    return [pendingStyle, keepOut, keepPairs, Prec.high(keymap.of(keys)), EditorView.inputHandler.of(typeInText)];
}
