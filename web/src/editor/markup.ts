// editor/markup.ts: a line of formatted text. Reading makes units (a character, an equation, a picture, …) with their place in
// the line, so that marks between them can be hidden; writing makes the line from units. The rules are those of
// src/doc/readers/markup.c; a mark without its partner is plain text.

export const bold = 1, italic = 2, mono = 4, underline = 8;

export interface Unit {
    from: number;
    to: number;
    kind: "char" | "equation" | "image" | "break";
    /** The character, the TeX, or the picture's alternative text. */
    text: string;
    style: number;
    link: string | null;
    /** Picture: its address. Equation: what follows it, {"altText":…}. */
    extra?: string;
    display?: boolean;
}

export type LineKind = "paragraph" | "title" | "heading1" | "heading2" | "heading3" | "bullet" | "number" | "fence" | "row" | "contents" | "table";

export interface TextLine {
    kind: LineKind;
    /** Where the visible text starts and ends in the line. */
    from: number;
    to: number;
    align: "left" | "center" | "right";
    /** Depth of a list item. */
    level: number;
    number: number;
    anchor: string | null;
    units: Unit[];
}

const escapable = /[!-/:-@[-`{-~]/;

/** The backtick that ends the code at `at`, or -1. In code an escaped one is none, unless there is no other. */
function codeEnd(text: string, at: number, end: number): number {
    let next = at + 1;
    while (next < end && text[next] !== "`") next += text[next] === "\\" && next + 1 < end ? 2 : 1;
    if (next >= end) next = text.indexOf("`", at + 1);
    return next < end ? next : -1;
}

/** Past the code that begins at `at`, or `at` itself: its marks are no marks of the text around it. */
function pastCode(text: string, at: number, end: number): number { return text[at] === "`" ? Math.max(at, codeEnd(text, at, end)) : at; }

/** The bracket that closes the one at `at`: code and words in quotes are passed over where there may be such; or -1. */
function closing(text: string, at: number, end: number, [open, close]: string): number {
    let depth = 0, words = false;
    for (let i = at; i < end; i++) {
        if (open === "[") i = pastCode(text, i, end);
        const char = text[i];
        if (char === "\\") i++;
        else if (open === "{" && char === '"') words = !words;
        else if (!words && char === open) depth++;
        else if (!words && char === close && !--depth) return i;
    }
    return -1;
}

/**
 * In the live format TeX's backslashes are doubled and its line ends are "\n"; text typed by hand with single backslashes is
 * taken as it is. A lone "\nu" and its like are commands, unless something else is escaped.
 */
function texIsEscaped(tex: string): boolean {
    let doubled = false, single = false;
    for (const [, what = "", after = ""] of tex.matchAll(/\\(.)([A-Za-z]*)/gs)) {
        if (what === "\\") doubled ||= after !== "";
        else if (/[_*[\]<>]/.test(what)) doubled = true;
        else if (what === "n") single ||= n_commands.test(after);
        else if (/[A-Za-z]/.test(what)) return false;
    }
    return doubled || !single;
}

const n_commands = /^(abla|eq?|eg|i|ot(in)?|u)$/;

export function readTex(source: string): string {
    const tex = texIsEscaped(source) ? source.replace(/\\([\\_*[\]<>`#$+\-.n])/g, (_, char: string) => char === "n" ? "\n" : char) : source;
    return tex.replaceAll("&dollar&;", "$");
}
export function writeTex(tex: string): string { return tex.replace(/[\\_*[\]<>`]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("$", "&dollar&;"); }

class Inline {
    readonly units: Unit[] = [];
    style = 0;
    link: string | null = null;
    anchor: string | null = null;
    #depth = 0;
    constructor(readonly text: string) {}

    range(from: number, end: number): void {
        if (++this.#depth > 16) end = from;
        for (let p = from; p < end;) p = this.#mark(p, end) ?? this.#char(p, p);
        this.#depth--;
    }

    #push(kind: Unit["kind"], from: number, to: number, text: string, more: Partial<Unit> = {}): number {
        this.units.push({ from, to, kind, text, style: this.style, link: this.link, ...more });
        return to;
    }

    /** One character: it stands at `at`, its source starts at `from`. */
    #char(from: number, at: number): number {
        const code = this.text.codePointAt(at) as number, char = String.fromCodePoint(code);
        return this.#push("char", from, at + char.length, char);
    }

    #mark(p: number, end: number): number | null {
        const { text } = this;
        switch (text[p]) {
        case "\\": return p + 1 < end && escapable.test(text[p + 1] as string) ? this.#char(p, p + 1) : null;
        case "*": return text.startsWith("**", p) && p + 1 < end ? this.#toggle(p, end, "**", bold) : this.#toggle(p, end, "*", italic);
        case "`": return this.#mono(p, end);
        case "<":
            if (text.startsWith("<u>", p) || (text.startsWith("</u>", p) && this.style & underline)) {
                this.style ^= underline;
                return text[p + 1] === "/" ? p + 4 : p + 3;
            }
            return text.startsWith("<br>", p) ? this.#push("break", p, p + 4, "\n") : null;
        case "$": return this.#equation(p, end);
        case "!": return text[p + 1] === "[" ? this.#reference(p, end) : null;
        case "[": return this.#reference(p, end);
        case "%": {
            const found = text.startsWith("%[text:anchor:", p) ? text.indexOf("]", p) : -1;
            if (found < 0 || found >= end) return null;
            this.anchor = text.slice(p + 14, found);
            return found + (text[found + 1] === " " && found + 1 < end ? 2 : 1);
        }
        default: return null;
        }
    }

    #toggle(p: number, end: number, mark: string, bit: number): number | null {
        const { text } = this;
        if (!(this.style & bit)) {
            let q = p + mark.length;
            if (q >= end || /\s/.test(text[q] as string)) return null;
            let found = false;
            for (; q < end && !found; q++) {
                q = pastCode(text, q, end);
                if (text[q] === "\\") q++;
                else found = text[q] === "*" && (mark.length === 1 || (text[q + 1] === "*" && q + 1 < end));
            }
            if (!found) return null;
        }
        this.style ^= bit;
        return p + mark.length;
    }

    #mono(p: number, end: number): number | null {
        const close = codeEnd(this.text, p, end);
        if (close < 0) return null;
        this.style |= mono;
        for (let q = p + 1; q < close;) {
            const escaped = this.text[q] === "\\" && q + 1 < close && /[*_[\]\\<>`$|]/.test(this.text[q + 1] as string);
            q = this.#char(q, escaped ? q + 1 : q);
        }
        this.style &= ~mono;
        return close + 1;
    }

    #equation(p: number, end: number): number | null {
        const { text } = this, mark = text.startsWith("$$", p) ? "$$" : "$", start = p + mark.length;
        let q = start;
        for (; q < end && text[q] !== "$"; q++) if (text[q] === "\\" && q + 1 < end) q++;
        if (q >= end || q === start || !text.startsWith(mark, q)) return null;
        const tex = readTex(text.slice(start, q));
        q += mark.length;
        let extra = "";
        if (text.startsWith('{"', q)) extra = text.slice(q, closing(text, q, end, "{}") + 1);
        return this.#push("equation", p, q + extra.length, tex, { display: mark === "$$", extra });
    }

    #reference(p: number, end: number): number | null {
        const { text } = this, image = text[p] === "!", open = image ? p + 1 : p, close = closing(text, open, end, "[]");
        if (close < 0 || text[close + 1] !== "(") return null;
        const angle = /^<((?:\\.|[^<>\\])*)>(?=\))/.exec(text.slice(close + 2, end));
        const stop = angle ? close + 2 + angle[0].length : closing(text, close + 1, end, "()");
        if (stop < 0) return null;
        const url = angle?.[1] ?? text.slice(close + 2, stop);
        if (image) return this.#push("image", p, stop + 1, text.slice(open + 1, close), { extra: url });
        const outer = this.link;
        this.link = url;
        this.range(open + 1, close);
        this.link = outer;
        return stop + 1;
    }
}

const known = new Map<string, TextLine | null>();

/** The parts of a "%[text…" line; null for other lines. Do not change the result: it is kept. */
export function readTextLine(text: string): TextLine | null {
    let found = known.get(text);
    if (found === undefined) {
        if (known.size > 4000) known.clear();
        known.set(text, found = parse(text));
    }
    return found;
}

function parse(text: string): TextLine | null {
    const blank = { from: text.length, to: text.length, align: "left" as const, level: 0, number: 0, anchor: null, units: [] };
    if (text.startsWith("%[text:table]")) return { ...blank, kind: "table" };
    if (text.startsWith("%[text:tableOfContents]")) return { ...blank, kind: "contents" };
    const head = /^%\[text\](\{[^{}]*\})? ?/.exec(text);
    if (!head) return null;
    const align = /"align"\s*:\s*"(center|right)"/.exec(head[1] ?? "")?.[1] as "center" | "right" | undefined ?? "left";
    let from = head[0].length, to = text.length, level = 0, number = 0, kind: LineKind = "paragraph";
    const rest = text.slice(from);
    if (rest.startsWith("```")) return { ...blank, kind: "fence", from, align };
    const heading = /^((?:%\[text:anchor:\w+\] *)?)(#{1,6})(?: +|$)/.exec(rest), item = /^( *)(?:[-*+] |(\d{1,4})\. )/.exec(rest);
    if (heading) {
        kind = (["title", "heading1", "heading2", "heading3"] as const)[Math.min((heading[2] as string).length, 4) - 1] as LineKind;
        from += heading[0].length;
    } else if (item) {
        kind = item[2] === undefined ? "bullet" : "number";
        level = Math.min(4, Math.floor((item[1] as string).length / 2));
        number = Number(item[2] ?? 0);
        from += item[0].length;
        if (text.endsWith(" \\") && to - 2 >= from) to -= 2;
    }
    const inline = new Inline(text);
    inline.range(from, to);
    const anchor = /^%\[text:anchor:(\w+)\]/.exec(heading?.[1] ?? "")?.[1] ?? inline.anchor;
    return { kind, from, to, align, level, number, anchor, units: inline.units };
}

/** A character as it is written in the text, where `start` means at the line's beginning. */
export function escapeChar(char: string, start = false): string {
    if (/[*_[\]\\<>`$]/.test(char)) return `\\${char}`;
    return start && /[#\-+]/.test(char) ? `\\${char}` : char;
}

export function escapeText(text: string): string { return [...text].map(char => escapeChar(char)).join(""); }

type Wrap = { open: string; close: string };
const wraps: Record<number, Wrap> = {
    [underline]: { open: "<u>", close: "</u>" }, [bold]: { open: "**", close: "**" },
    [italic]: { open: "*", close: "*" }, [mono]: { open: "`", close: "`" },
};
const order = [underline, bold, italic, mono] as const;

function sourceOf(unit: Unit): string {
    switch (unit.kind) {
    case "equation": return unit.display ? `$$${writeTex(unit.text)}$$${unit.extra ?? ""}` : `$${writeTex(unit.text)}$${unit.extra ?? ""}`;
    case "image": return `![${unit.text}](${unit.extra ?? ""})`;
    case "break": return "<br>";
    case "char": return unit.style & mono ? unit.text.replace(/[\\`]/g, "\\$&") : escapeChar(unit.text);
    }
}

/** Emphasis cannot begin before a space, and mono holds characters only. */
function tidy(units: readonly Unit[]): Unit[] {
    const result = units.map(unit => ({ ...unit, style: unit.kind === "char" ? unit.style : unit.style & ~mono }));
    for (const bit of [bold, italic]) {
        let inside = false;
        for (const unit of result) {
            if (!(unit.style & bit)) inside = false;
            else if (!inside && /\s/.test(unit.text) && unit.kind === "char") unit.style &= ~bit;
            else inside = true;
        }
    }
    return result;
}

function written(link: string): string { return /\s/.test(link) && !/[<>]/.test(link) ? `<${link}>` : link; }

/** The source of units, and where each begins in it (one more: the end). */
export function writeUnits(units: readonly Unit[]): { text: string; at: number[] } {
    let text = "", link: string | null = null;
    const open: number[] = [], at: number[] = [];
    const closeDownTo = (count: number): void => { while (open.length > count) text += (wraps[open.pop() as number] as Wrap).close; };
    for (const unit of tidy(units)) {
        if (unit.link !== link) {
            closeDownTo(0);
            if (link !== null) text += `](${written(link)})`;
            if (unit.link !== null) text += "[";
            link = unit.link;
        }
        let keep = 0;
        while (keep < open.length && unit.style & (open[keep] as number)) keep++;
        if (open.slice(keep).length === 0 && open.includes(mono) && order.some(bit => bit !== mono && unit.style & bit && !open.includes(bit))) keep = open.indexOf(mono);
        closeDownTo(keep);
        for (const bit of order) if (unit.style & bit && !open.includes(bit)) {
            text += (wraps[bit] as Wrap).open;
            open.push(bit);
        }
        at.push(text.length);
        text += sourceOf(unit);
    }
    at.push(text.length);
    closeDownTo(0);
    if (link !== null) text += `](${written(link)})`;
    return { text, at };
}

/** What an equation, picture or character adds to a line, for building text from elsewhere. */
export function charUnits(text: string, style = 0, link: string | null = null): Unit[] {
    return [...text].map(char => ({ from: 0, to: 0, kind: "char" as const, text: char, style, link }));
}

export function plainOf(line: TextLine): string { return line.units.map(unit => unit.kind === "char" ? unit.text : unit.kind === "equation" ? `$${unit.text}$` : "").join(""); }
