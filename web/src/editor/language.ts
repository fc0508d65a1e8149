// editor/language.ts: MATLAB for CodeMirror: colours, indentation, folding, comments.
import { HighlightStyle, IndentContext, StreamLanguage, foldService, indentService, syntaxHighlighting, type StreamParser } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import type { EditorState, Extension, Text } from "@codemirror/state";
import { blockWordsOf, startState, tokenize, type LineState, type Token } from "./tokens";
import { isBreak, isText, sectionAt } from "./structure";

interface State { line: LineState; tokens: Token[]; next: number }

const parser: StreamParser<State> = {
    name: "matlab",
    startState: () => ({ line: startState(), tokens: [], next: 0 }),
    copyState: state => ({ line: { ...state.line }, tokens: state.tokens, next: state.next }),
    token(stream, state) {
        if (stream.sol()) {
            state.tokens = tokenize(stream.string, state.line);
            state.next = 0;
        }
        const token = state.tokens[state.next];
        if (!token) {
            stream.skipToEnd();
            return null;
        }
        if (stream.pos < token.from) {
            stream.pos = token.from;
            return null;
        }
        stream.pos = token.to;
        state.next++;
        return token.type === "text" ? null : token.type;
    },
    languageData: {
        commentTokens: { line: "%" },
        closeBrackets: { brackets: ["(", "[", "{", '"'] },
        indentOnInput: /^\s*(?:end|else|elseif|case|otherwise|catch)$/,
        wordChars: "_",
    },
    tokenTable: {
        keyword: tags.keyword, name: tags.variableName, number: tags.number, string: tags.string, comment: tags.comment, command: tags.special(tags.string),
        system: tags.meta, operator: tags.operator, bracket: tags.bracket, section: tags.heading, error: tags.invalid,
    },
};

const colours = HighlightStyle.define([
    { tag: tags.keyword, class: "k-keyword" }, { tag: tags.string, class: "k-string" }, { tag: tags.special(tags.string), class: "k-string" },
    { tag: tags.comment, class: "k-comment" }, { tag: tags.number, class: "k-number" }, { tag: tags.meta, class: "k-system" },
    { tag: tags.heading, class: "k-section" }, { tag: tags.invalid, class: "k-invalid" },
]);

// ---- indentation --------------------------------------------------------------------------------

const step = 4, farthest = 400;

function indentOf(text: string): number { return /^ */.exec(text.replace(/\t/g, "    "))?.[0].length ?? 0; }

/** Text of a line by its number. */
type Lines = (n: number) => string;

/** Line of the block that an `end` or `else` on line `from` belongs to; 0: none. */
function openerAbove(lines: Lines, from: number): number {
    let depth = 1;
    for (let n = from - 1; n >= 1 && n > from - farthest; n--) {
        const words = blockWordsOf(lines(n));
        for (let k = words.length - 1; k >= 0; k--) {
            const kind = words[k]?.kind;
            if (kind === "end") depth++;
            if (kind === "open" && --depth === 0) return n;
        }
    }
    return 0;
}

function codeAbove(lines: Lines, from: number): number {
    for (let n = from - 1; n >= 1; n--) {
        const text = lines(n);
        if (isText(text) || isBreak(text)) return 0;
        if (text.trim()) return n;
    }
    return 0;
}

function indentation(lines: Lines, number: number): number {
    const text = lines(number);
    if (isText(text) || isBreak(text)) return 0;
    const [first] = blockWordsOf(text);
    if (first && first.kind !== "open" && text.trimStart().startsWith(first.word)) {
        const opener = openerAbove(lines, number);
        if (opener) return indentOf(lines(opener)) + (first.word === "case" || first.word === "otherwise" ? step : 0);
    }
    const above = codeAbove(lines, number);
    if (!above) return 0;
    const before = lines(above), words = blockWordsOf(before);
    const opens = words.filter(one => one.kind === "open" && one.word !== "function").length - words.filter(one => one.kind === "end").length;
    const middle = words.some(one => one.kind === "middle") && !words.some(one => one.kind === "open");
    const started = words[0]?.kind === "end" ? 1 : 0; // an `end` that stands first was dedented already
    const goes_on = /\.\.\.\s*(?:%.*)?$/, continued = goes_on.test(before), earlier = above > 1 && goes_on.test(lines(above - 1));
    return Math.max(0, indentOf(before) + (opens + started > 0 || middle ? step : 0) + (continued && !earlier ? step : !continued && earlier ? -step : 0));
}

/** Indentation of the line at `pos`; when a line break there is only tried, of the line it would make. */
function indentAt(context: IndentContext, pos: number): number {
    const { doc } = context.state, line = doc.lineAt(pos);
    if (context.simulatedBreak === null) return indentation(n => doc.line(n).text, line.number);
    const cut = context.simulatedBreak - line.from;
    return indentation(n => n > line.number ? line.text.slice(cut).trimStart() : n === line.number ? line.text.slice(0, cut) : doc.line(n).text, line.number + 1);
}

// ---- folding ------------------------------------------------------------------------------------

function endBelow(doc: Text, from: number, isFunction: boolean): number {
    let depth = 0;
    for (let n = from; n <= doc.lines; n++) {
        for (const { kind, word } of blockWordsOf(doc.line(n).text)) {
            if (kind === "open" && isFunction && word === "function" && n > from && depth === 1) return n - 1;
            if (kind === "open") depth++;
            if (kind === "end" && --depth === 0) return n;
        }
    }
    return isFunction ? doc.lines : 0;
}

function fold(state: EditorState, from: number): { from: number; to: number } | null {
    const { doc } = state, line = doc.lineAt(from);
    if (isText(line.text)) return null;
    if (isBreak(line.text)) {
        const section = sectionAt(doc, from);
        return section.from === line.from && section.to > line.to ? { from: line.to, to: section.to } : null;
    }
    if (line.text.trim() === "%{") {
        for (let n = line.number + 1; n <= doc.lines; n++) if (doc.line(n).text.trim() === "%}") return { from: line.to, to: doc.line(n).to };
        return null;
    }
    const words = blockWordsOf(line.text);
    if (words.filter(one => one.kind === "open").length <= words.filter(one => one.kind === "end").length) return null;
    const end = endBelow(doc, line.number, words[0]?.word === "function");
    return end > line.number ? { from: line.to, to: doc.line(end).to } : null;
}

export function matlab(): Extension {
    return [
        StreamLanguage.define(parser), syntaxHighlighting(colours),
        indentService.of((context, pos) => indentAt(context, pos)),
        foldService.of((state, from) => fold(state, from)),
    ];
}
