// console_log.ts: what the Command Window of one kernel shows. Bounded: the oldest lines go first.
import { Signal } from "./base/signal";

export type ConsolePart = { stream: string; text: string; path?: string; line?: number; tail?: number };

const most_characters = 400_000;

export class ConsoleLog {
    readonly parts: ConsolePart[] = [];
    readonly changed = new Signal(0);
    /** Number of parts dropped from the front since the start. */
    dropped = 0;
    #characters = 0;

    add(said: ConsolePart): void {
        // The code alone comes.
        const part = said.stream === "echo" ? { ...said, text: `>> ${said.text}` } : said;
        const last = this.parts.at(-1);
        const cut = part.text.length > most_characters ? { ...part, text: part.text.slice(-most_characters) } : part;
        if (last?.tail && last.tail === cut.tail) this.#characters -= this.parts.pop()?.text.length ?? 0; // a longer form of the same
        if (last && last.stream === cut.stream && !cut.path && !last.path && !cut.tail && !last.tail && last.text.length < 4000) last.text += cut.text;
        else this.parts.push({ ...cut });
        this.#characters += cut.text.length;
        while (this.#characters > most_characters && this.parts.length > 1) {
            this.#characters -= this.parts.shift()?.text.length ?? 0;
            this.dropped++;
        }
        this.changed.value++;
    }

    clear(): void {
        this.dropped += this.parts.length;
        this.parts.length = 0;
        this.#characters = 0;
        this.changed.value++;
    }
}
