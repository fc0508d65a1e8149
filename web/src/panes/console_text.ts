// panes/console_text.ts: the history of the Command Window, and pasted text cut into statements.
import { blockWordsOf, startState, tokenize } from "../editor/tokens";

const longest_history = 300;

export class History {
    #at: number;
    /** What was typed before the first step up. */
    #typed = "";
    constructor(readonly entries: string[]) { this.#at = entries.length; }

    add(text: string): void {
        if (this.entries.at(-1) !== text) this.entries.push(text);
        if (this.entries.length > longest_history) this.entries.splice(0, this.entries.length - longest_history);
        this.rest();
    }

    /** The next step begins at the newest entry again. */
    rest(): void { this.#at = this.entries.length; }

    /** The entry before (-1) or after (1) that begins as `shown` did before the first step; null: there is none. */
    step(by: -1 | 1, shown: string): string | null {
        if (this.#at >= this.entries.length) this.#typed = shown;
        for (let at = this.#at + by; at >= 0 && at < this.entries.length; at += by) {
            const entry = this.entries[at] as string;
            if (!entry.startsWith(this.#typed) || entry === shown) continue;
            this.#at = at;
            return entry;
        }
        if (by < 0 || this.#at >= this.entries.length) return null;
        this.rest();
        return this.#typed;
    }
}

/** Lines that belong together, one text each: blocks with their end, continued lines, open brackets, block comments. */
export function statementsOf(text: string): string[] {
    const statements: string[] = [], held: string[] = [];
    let state = startState(), depth = 0;
    for (const raw of text.replace(/\r\n?/g, "\n").split("\n")) {
        const line = held.length ? raw : raw.replace(/^\s*>>\s?/, "");
        if (!held.length && !line.trim()) continue;
        tokenize(line, state);
        for (const { kind } of blockWordsOf(line)) depth += kind === "open" ? 1 : kind === "end" ? -1 : 0;
        held.push(line);
        if (depth > 0 || state.continued || state.brackets || state.comment) continue;
        statements.push(held.join("\n"));
        held.length = 0;
        depth = 0;
        state = startState();
    }
    if (held.length) statements.push(held.join("\n"));
    return statements;
}

/** What all of these begin with. */
export function commonStart(names: readonly string[]): string {
    let common = names[0] ?? "";
    for (const name of names) while (!name.startsWith(common)) common = common.slice(0, -1);
    return common;
}
