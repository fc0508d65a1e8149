// editor/tokens.ts: MATLAB code of one line to tokens, for colours, folding and indentation. What a line needs to know of those
// before it (block comments, open brackets, a continuation) is in LineState.

export type TokenType = "keyword" | "name" | "number" | "string" | "comment" | "command" | "system" | "operator" | "bracket" | "text" | "section" | "error";
export interface Token { from: number; to: number; type: TokenType }

export interface LineState {
    /** Depth of %{ … %}. */
    comment: number;
    /** Brackets that are open: "(", "[", "{". */
    brackets: string;
    /** The line before ended with "...": this one goes on with its statement. */
    continued: boolean;
    /** Within arguments, properties, …: "name type" is a declaration, not a command. */
    declares: boolean;
}

export function startState(): LineState { return { comment: 0, brackets: "", continued: false, declares: false }; }

export const keywords = new Set(["break", "case", "catch", "classdef", "continue", "else", "elseif", "end", "for", "function", "global", "if",
    "otherwise", "parfor", "persistent", "return", "spmd", "switch", "try", "while"]);
const blockWords = new Set(["arguments", "properties", "methods", "events", "enumeration"]);
const declaring = new Set(["arguments", "properties", "events", "enumeration"]);

const number = /(?:0[xX][\da-fA-F]+(?:[us](?:8|16|32|64))?|0[bB][01]+(?:[us](?:8|16|32|64))?|(?:\d+\.?\d*|\.\d+)(?:[eEdD][-+]?\d+)?[ij]?)/y;
const name = /[A-Za-z_]\w*/y;
const operator = /(?:\.\.\.|==|~=|<=|>=|&&|\|\||\.\*|\.\/|\.\\|\.\^|\.'|[-+*/\\^=<>&|~!@:;,.?])/y;
const commandLine = /^[A-Za-z_]\w*[ \t]+(?=[A-Za-z_\d]|-[A-Za-z])(?![A-Za-z_]\w*[ \t]*=(?!=))/;

class Lexer {
    readonly tokens: Token[] = [];
    at = 0;
    /** The next word begins a statement. */
    first: boolean;
    constructor(readonly line: string, readonly state: LineState) { this.first = !state.continued && state.brackets === ""; }

    put(type: TokenType, to: number): void {
        if (to > this.at) this.tokens.push({ from: this.at, to, type });
        this.at = to;
    }

    match(pattern: RegExp): string | null {
        pattern.lastIndex = this.at;
        return pattern.exec(this.line)?.[0] ?? null;
    }

    run(): void {
        const { line, state } = this;
        if (this.whole()) return;
        state.continued = false;
        while (this.at < line.length) {
            const char = line[this.at] as string;
            if (char === " " || char === "\t" || char === "\r") { this.at++; continue; }
            if (char === "%") { this.put("comment", line.length); break; }
            if (line.startsWith("...", this.at)) {
                this.put("comment", line.length);
                state.continued = true;
                break;
            }
            if (this.first && char === "!") { this.put("system", line.length); break; }
            this.one(char);
        }
        if (state.brackets.includes("(") && !state.continued) state.brackets = ""; // a parenthesis does not go over lines by itself
    }

    /** Lines that are one token as a whole. */
    whole(): boolean {
        const { line, state } = this, bare = line.trim();
        if (state.comment > 0) {
            if (bare === "%}" || bare === "#}") state.comment--;
            else if (bare === "%{" || bare === "#{") state.comment++;
            this.put("comment", line.length);
            return true;
        }
        if (bare === "%{") {
            state.comment = 1;
            this.put("comment", line.length);
            return true;
        }
        if (line.startsWith("%[text")) {
            this.put("text", line.length);
            return true;
        }
        if (state.brackets === "" && /^%%(?:[ \t\r]|$)/.test(line)) {
            this.put("section", line.length);
            return true;
        }
        return false;
    }

    one(char: string): void {
        const word = this.match(name);
        if (word) { this.word(word); return; }
        if (/[\d.]/.test(char)) {
            const digits = this.match(number);
            if (digits) {
                this.put("number", this.at + digits.length);
                this.first = false;
                return;
            }
        }
        if (char === '"' || (char === "'" && !this.transposes())) { this.string(char); return; }
        if ("([{".includes(char)) {
            this.state.brackets += char;
            this.put("bracket", this.at + 1);
            this.first = false;
            return;
        }
        if (")]}".includes(char)) {
            this.state.brackets = this.state.brackets.slice(0, -1);
            this.put("bracket", this.at + 1);
            this.first = false;
            return;
        }
        const sign = char === "'" ? "'" : this.match(operator);
        this.put(sign ? "operator" : "error", this.at + (sign?.length ?? 1));
        this.first = (char === ";" || char === ",") && this.state.brackets === "";
    }

    word(word: string): void {
        const { state, line } = this, before = line[this.at - 1];
        const field = before === "." && line[this.at - 2] !== undefined;
        const key = keywords.has(word) && !field && !(word === "end" && /[({]/.test(state.brackets)) && !(word !== "end" && state.brackets !== "");
        const block = blockWords.has(word) && this.first && /^\s*\w+\s*(?:\([^)]*\)\s*)?(?:%.*)?$/.test(line);
        if (key || block) {
            this.put("keyword", this.at + word.length);
            if (declaring.has(word)) state.declares = true;
            else if (word === "end") state.declares = false;
            this.first = ["else", "try", "otherwise", "catch"].includes(word);
            return;
        }
        if (this.first && !state.declares && commandLine.test(line.slice(this.at))) {
            this.put("name", this.at + word.length);
            this.commandWords();
            return;
        }
        this.put("name", this.at + word.length);
        this.first = false;
    }

    /** The words after a command, up to a comment or the end of the statement. */
    commandWords(): void {
        const rest = /[ \t]*(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s%;,'"]+)/y;
        for (let found = this.match(rest); found; found = this.match(rest)) {
            this.at += found.length - found.trimStart().length;
            this.put("command", this.at + found.trimStart().length);
        }
        this.first = false;
    }

    /** Whether a "'" at this place is a transpose: right after a value. */
    transposes(): boolean {
        const before = this.line[this.at - 1], last = this.tokens.at(-1);
        if (before === undefined || !last) return false;
        if (/\s/.test(before)) return !this.state.brackets.endsWith("[") && !this.state.brackets.endsWith("{") && (last.type === "name" || last.type === "number") && !this.first;
        if (last.type === "name" || last.type === "number" || last.type === "string") return true;
        const text = this.line.slice(last.from, last.to);
        return (last.type === "bracket" && ")]}".includes(text)) || text === "'" || text === ".'" || (last.type === "keyword" && text === "end");
    }

    string(quote: string): void {
        const { line } = this;
        let p = this.at + 1;
        for (; p < line.length; p++) {
            if (line[p] !== quote) continue;
            if (line[p + 1] === quote) p++;
            else break;
        }
        this.put(p < line.length ? "string" : "error", Math.min(p + 1, line.length));
        this.first = false;
    }
}

/** The tokens of a line; `state` becomes that of the next. */
export function tokenize(line: string, state: LineState): Token[] {
    const lexer = new Lexer(line, state);
    lexer.run();
    return lexer.tokens;
}

const openers = new Set(["if", "for", "parfor", "while", "switch", "try", "function", "classdef", "spmd", ...blockWords]);
const middles = new Set(["else", "elseif", "case", "otherwise", "catch"]);

/** What a line does to blocks: the words that open, stand between, or end them, in order. */
export interface BlockWord { word: string; kind: "open" | "middle" | "end" }

const known = new Map<string, readonly BlockWord[]>();

export function blockWordsOf(line: string): readonly BlockWord[] {
    let found = known.get(line);
    if (found) return found;
    const words: BlockWord[] = [];
    if (/[a-z]/.test(line) && !line.startsWith("%")) for (const token of tokenize(line, startState())) {
        if (token.type !== "keyword") continue;
        const word = line.slice(token.from, token.to);
        if (word === "end") words.push({ word, kind: "end" });
        else if (openers.has(word)) words.push({ word, kind: "open" });
        else if (middles.has(word)) words.push({ word, kind: "middle" });
    }
    if (known.size > 20000) known.clear();
    known.set(line, found = words);
    return found;
}
