// panes/console.ts: the Command Window: what the kernel printed, and a line to type commands.
import "../styles/console.css";
import type { App } from "../app";
import { h, onceAFrame } from "../base/dom";
import type { ConsolePart } from "../console_log";
import { richText } from "../outputs/text";
import type { Session } from "../session";
import type { MenuItem } from "../shell/menu";
import { Completer } from "./console_complete";
import { History, statementsOf } from "./console_text";
import type { PaneView } from "./index";
import { followTarget } from "./shared";

class Console {
    readonly dom: HTMLElement;
    #session: Session | null = null;
    /** Number of the first part that is drawn, counted from the kernel's start. */
    #first = 0;
    /** The newest output is in view and stays there when more comes. */
    #atEnd = true;
    #history = new History([]);
    readonly #log = h("div", { class: "console-log", role: "log", "aria-label": "Command Window output" });
    readonly #mark = h("span", { class: "console-mark", "aria-hidden": "true" }, ">>");
    readonly #input: HTMLTextAreaElement;
    readonly #scroller: HTMLElement;
    readonly #completer: Completer;
    readonly #draw = onceAFrame(() => this.#drawNow());

    constructor(readonly app: App) {
        this.#input = h("textarea", { class: "console-input", rows: 1, "aria-label": "Command", spellcheck: "false", autocomplete: "off", autocapitalize: "off",
            oninput: () => { this.#fit(); this.#history.rest(); this.#completer.close(); }, onkeydown: (event: KeyboardEvent) => this.#key(event),
            onpaste: (event: ClipboardEvent) => this.#paste(event), onblur: () => this.#completer.close() });
        this.#completer = new Completer(app, this.#input, () => this.#fit());
        this.#scroller = h("div", { class: "console-scroll", tabindex: 0, role: "group", "aria-label": "Command Window" }, this.#log, h("div", { class: "console-line" }, this.#mark, this.#input));
        this.dom = h("div", { class: "console", onmouseup: (event: Event) => { if (getSelection()?.isCollapsed && !(event.target as Element).closest("button, a")) this.#input.focus({ preventScroll: true }); } }, this.#scroller, this.#completer.list);
        this.#scroller.addEventListener("scroll", () => { this.#atEnd = this.#isAtEnd(); });
        new ResizeObserver(() => { if (this.#atEnd) this.#toEnd(); }).observe(this.#scroller);
        const load = (): void => {
            const kept = app.prefs.value["history"] as string[] | undefined;
            if (kept && !this.#history.entries.length) this.#history = new History([...kept]);
        };
        app.prefs.watch(load);
        followTarget(app, session => this.#follow(session));
    }

    menu(): MenuItem[] {
        return [
            { label: "Clear the window", keys: "clc", run: () => this.#send("clc") },
            { label: "Copy all", icon: "copy", run: () => void navigator.clipboard?.writeText(this.#log.textContent ?? "") },
            { label: "Forget the history", run: () => { this.#history = new History([]); this.app.setPref("history", []); } },
        ];
    }

    #follow(session: Session | null): (() => void)[] {
        this.#session = session;
        this.#log.replaceChildren();
        this.#first = session?.console.dropped ?? 0;
        this.#draw();
        this.#atEnd = true;
        if (!session) return [];
        return [session.console.changed.listen(this.#draw), session.prompt.watch(text => {
            this.#mark.textContent = text ?? ">>";
            this.#input.setAttribute("aria-label", text ?? "Command");
            this.dom.classList.toggle("asks", text !== null);
            if (text !== null) { this.#toEnd(); this.#input.focus(); }
        })];
    }

    // ---- output ----------------------------------------------------------------------------------

    #drawNow(): void {
        const session = this.#session;
        if (!session) return;
        const { parts, dropped } = session.console;
        while (this.#first < dropped && this.#log.firstChild) { this.#log.firstChild.remove(); this.#first++; }
        if (this.#first < dropped) this.#first = dropped;
        if (this.#first > dropped || this.#log.childElementCount > parts.length) { this.#log.replaceChildren(); this.#first = dropped; }
        this.#log.lastChild?.remove(); // the newest part may have grown
        for (let at = this.#log.childElementCount; at < parts.length; at++) this.#log.append(this.#part(session, parts[at] as ConsolePart));
        if (this.#atEnd) this.#toEnd();
    }

    #isAtEnd(): boolean { return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 40; }

    #part(session: Session, part: ConsolePart): HTMLElement {
        const { path, line } = part, name = path?.replace(/^.*\//, "");
        return h("span", { class: part.stream }, richText(session, part.text),
            path ? h("button", { type: "button", class: "place", onclick: () => void this.app.open(path, line ?? 1) }, line ? `${name}, line ${line}` : name ?? path) : null, path && "\n");
    }

    #toEnd(): void {
        this.#atEnd = true;
        this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }

    // ---- input -----------------------------------------------------------------------------------

    #fit(): void {
        this.#input.style.height = "auto";
        this.#input.style.height = `${this.#input.scrollHeight}px`;
    }

    #put(text: string): void {
        this.#input.value = text;
        this.#input.setSelectionRange(text.length, text.length);
        this.#fit();
        this.#toEnd();
    }

    #send(text: string): void {
        const session = this.#session;
        if (!session) return;
        this.#toEnd();
        if (session.prompt.value !== null) {
            session.prompt.value = null;
            void this.app.ask("answer", { doc: session.id, text });
            return;
        }
        for (const statement of statementsOf(text)) {
            this.#history.add(statement);
            void session.command(statement);
        }
        this.app.setPref("history", this.#history.entries);
    }

    #key(event: KeyboardEvent): void {
        if (event.isComposing || this.#completer.key(event)) return;
        const { value, selectionStart, selectionEnd } = this.#input, session = this.#session;
        const firstLine = !value.slice(0, selectionStart).includes("\n"), lastLine = !value.slice(selectionEnd).includes("\n"), ctrl = event.ctrlKey || event.metaKey;
        if (event.key === "Enter" && !event.shiftKey) { this.#put(""); this.#send(value); }
        else if (event.key === "ArrowUp" && firstLine && !event.shiftKey) this.#step(-1);
        else if (event.key === "ArrowDown" && lastLine && !event.shiftKey) this.#step(1);
        else if (event.key === "Tab" && !event.shiftKey && value.slice(0, selectionStart).trim()) void this.#completer.ask();
        else if (event.key === "Escape" && value) { this.#put(""); this.#history.rest(); }
        else if (event.key.toLowerCase() === "c" && ctrl && selectionStart === selectionEnd && getSelection()?.isCollapsed !== false && session?.busy.value) void session.stop();
        else if (event.key.toLowerCase() === "d" && ctrl && session && session.prompt.value !== null) { session.prompt.value = null; void this.app.ask("answer", { doc: session.id, text: "", end: true }); }
        else return;
        event.preventDefault();
    }

    #step(by: -1 | 1): void {
        const text = this.#history.step(by, this.#input.value);
        if (text !== null) this.#put(text);
    }

    /** Whole lines run at once, in order; what follows the last line end stays to be typed on. */
    #paste(event: ClipboardEvent): void {
        const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") ?? "";
        if (!text.includes("\n") || this.#session?.prompt.value != null) return;
        event.preventDefault();
        this.#input.setRangeText(text, this.#input.selectionStart, this.#input.selectionEnd, "end");
        const whole = this.#input.value, end = whole.lastIndexOf("\n") + 1;
        this.#put(whole.slice(end));
        this.#send(whole.slice(0, end));
    }
}

export function make(app: App): PaneView {
    const pane = new Console(app);
    return { dom: pane.dom, menu: () => pane.menu() };
}
