// panes/shared.ts: what several panes need: to follow the kernel that is shown, to ask it and say why not, rows of a list.
import type { App } from "../app";
import { RequestError } from "../connection";
import { h } from "../base/dom";
import type { Requests } from "../protocol";
import type { Session } from "../session";
import { announce } from "../shell/notices";

/** Calls `begin` for the session that panes are about, now and whenever it is another one; what it returns ends the former. */
export function followTarget(app: App, begin: (session: Session | null) => (() => void)[]): void {
    let shown: Session | null | undefined, ends: (() => void)[] = [];
    const follow = (): void => {
        if (app.target === shown) return;
        for (const end of ends) end();
        shown = app.target;
        ends = begin(shown);
    };
    app.active.listen(follow);
    app.folder.listen(follow);
    follow();
}

/** A request that gives its reply, or why it failed. */
export async function attempt<K extends keyof Requests>(app: App, name: K, args: Requests[K]["args"]): Promise<{ reply: Requests[K]["reply"]; why?: undefined } | { reply?: undefined; why: string; code: string }> {
    try {
        return { reply: await app.link.request(name, args) };
    } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        return { why: error.message, code: error.code };
    }
}

/** A field put over `cell`: Enter hands the text to `commit`, which answers with a complaint or null; Escape gives up. */
export function editInPlace(cell: HTMLElement, value: string, label: string, commit: (text: string) => Promise<string | null>, done: (kept: boolean) => void): void {
    const before = [...cell.childNodes];
    let over = false;
    const complaint = h("div", { class: "complaint", role: "alert", hidden: true });
    const end = (kept: boolean): void => {
        if (over) return;
        over = true;
        cell.classList.remove("editing");
        cell.replaceChildren(...before);
        done(kept);
    };
    const take = async (): Promise<void> => {
        if (over || input.readOnly) return;
        if (input.value === value) { end(false); return; }
        input.readOnly = true;
        const why = await commit(input.value);
        input.readOnly = false;
        if (why === null) { end(true); return; }
        input.setAttribute("aria-invalid", "true");
        complaint.textContent = why;
        complaint.hidden = false;
        announce(why);
        input.focus();
    };
    const input = h("input", { type: "text", class: "cell-input", value, "aria-label": label, spellcheck: "false", autocomplete: "off",
        onkeydown: (event: KeyboardEvent) => {
            event.stopPropagation();
            if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); void take(); }
            if (event.key === "Escape") end(false);
        },
        onblur: () => { if (document.hasFocus() && !input.readOnly) end(false); },
        ondblclick: (event: Event) => event.stopPropagation() });
    cell.classList.add("editing");
    cell.replaceChildren(input, complaint);
    input.focus();
    const stem = value.replace(/\.[^.]*$/, "").length;
    input.setSelectionRange(0, stem);
}

/** What is selected in a list of rows that have keys: one, several (Ctrl), a range (Shift). */
export class RowSelection {
    readonly keys = new Set<string>();
    /** The row with the focus. */
    current = "";
    #anchor = "";

    click(key: string, order: readonly string[], event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): void {
        if (event.shiftKey) this.#range(key, order);
        else if (event.ctrlKey || event.metaKey) {
            if (!this.keys.delete(key)) this.keys.add(key);
            this.#anchor = key;
        } else this.only(key);
        this.current = key;
    }

    only(key: string): void {
        this.keys.clear();
        if (key) this.keys.add(key);
        this.current = this.#anchor = key;
    }

    /** Up, Down, Home, End, PageUp, PageDown; false: not a key that moves. */
    move(key: string, order: readonly string[], extend: boolean): boolean {
        const last = order.length - 1, at = order.indexOf(this.current);
        const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: last, PageDown: at + 12, PageUp: at - 12 };
        const to = steps[key];
        if (to === undefined || last < 0) return false;
        const next = order[Math.max(0, Math.min(last, to))] as string;
        if (extend) { this.#range(next, order); this.current = next; } else this.only(next);
        return true;
    }

    /** Forgets rows that are gone. */
    keep(order: readonly string[]): void {
        for (const key of [...this.keys]) if (!order.includes(key)) this.keys.delete(key);
        if (!order.includes(this.current)) this.current = "";
    }

    #range(key: string, order: readonly string[]): void {
        const a = order.indexOf(this.#anchor || key), b = order.indexOf(key);
        this.keys.clear();
        for (let at = Math.min(a, b); at <= Math.max(a, b); at++) this.keys.add(order[at] as string);
    }
}
