// panes/console_complete.ts: completion in the Command Window's line: a list above it, chosen with arrows, Tab or Enter.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import type { Completion } from "../protocol";
import { attempt } from "./shared";
import { commonStart } from "./console_text";

export class Completer {
    readonly list = h("ul", { class: "console-completions", role: "listbox", id: "console-completions", "aria-label": "Completions", hidden: true, onpointerdown: (event: Event) => this.#press(event) });
    #items: readonly Completion[] = [];
    #at = 0;
    /** Start of the word that is completed. */
    #from = 0;

    constructor(readonly app: App, readonly input: HTMLTextAreaElement, readonly changed: () => void) {
        input.setAttribute("aria-controls", "console-completions");
        input.setAttribute("aria-autocomplete", "list");
    }

    get open(): boolean { return !this.list.hidden; }

    async ask(): Promise<void> {
        const { input } = this, text = input.value, cursor = input.selectionStart, target = this.app.target;
        if (!target) return;
        const before = text.slice(0, cursor).split("\n"), line = before.length, column = before.at(-1)?.length ?? 0;
        const { reply } = await attempt(this.app, "complete", { doc: target.id, line, column, text });
        if (!reply || input.value !== text || input.selectionStart !== cursor) return;
        this.#items = reply.items;
        this.#from = cursor - column + reply.from_column;
        const typed = text.slice(this.#from, cursor), common = commonStart(reply.items.map(insertOf));
        if (reply.items.length === 1) this.#accept(0);
        else if (reply.items.length > 1) {
            if (common.length > typed.length && common.startsWith(typed)) this.#put(common);
            this.#at = 0;
            this.#draw();
        }
    }

    close(): void {
        this.list.hidden = true;
        this.input.removeAttribute("aria-activedescendant");
    }

    /** A key while the list is open; true when it was for the list. */
    key(event: KeyboardEvent): boolean {
        if (!this.open) return false;
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step) { this.#at = (this.#at + step + this.#items.length) % this.#items.length; this.#draw(); }
        else if (event.key === "Tab" || event.key === "Enter") this.#accept(this.#at);
        else if (event.key === "Escape") this.close();
        else return false;
        event.preventDefault();
        return true;
    }

    #draw(): void {
        this.list.hidden = false;
        fill(this.list, this.#items.map((item, at) => h("li", { role: "option", id: `completion-${at}`, "aria-selected": String(at === this.#at), "data-at": at }, h("span", {}, item.name), item.detail && h("span", { class: "detail" }, item.detail))));
        this.input.setAttribute("aria-activedescendant", `completion-${this.#at}`);
        this.#place();
        this.list.children[this.#at]?.scrollIntoView({ block: "nearest" });
    }

    /** Below the line where there is room, else above it. */
    #place(): void {
        const line = this.input.getBoundingClientRect(), pane = (this.list.parentElement as HTMLElement).getBoundingClientRect();
        const below = pane.bottom - line.bottom, above = line.top - pane.top, { style } = this.list;
        style.left = `${Math.max(4, line.left - pane.left - 8)}px`;
        style.maxHeight = `${Math.max(below, above) - 8}px`;
        style.top = below >= above ? `${line.bottom - pane.top + 4}px` : "auto";
        style.bottom = below >= above ? "auto" : `${pane.bottom - line.top + 4}px`;
    }

    #press(event: Event): void {
        const at = (event.target as Element).closest<HTMLElement>("li")?.dataset["at"];
        event.preventDefault();
        if (at !== undefined) this.#accept(Number(at));
    }

    #accept(at: number): void {
        const item = this.#items[at];
        if (item) this.#put(insertOf(item));
        this.close();
    }

    #put(text: string): void {
        const { input } = this;
        input.setRangeText(text, this.#from, input.selectionStart, "end");
        this.changed();
    }
}

function insertOf(item: Completion): string { return item.insert || item.name; }
