// panes/console.ts: the Command Window: what the kernel printed, and a line to type commands.
import type { App } from "../app";
import { h, onceAFrame } from "../base/dom";
import type { Session } from "../session";
import { richText } from "../outputs/text";
import type { PaneView } from "./index";

export function make(app: App): PaneView {
    const log = h("div", { class: "console-log", role: "log", "aria-label": "Command Window output", tabindex: 0 });
    const mark = h("span", { class: "console-mark", "aria-hidden": "true" }, ">>");
    const history: string[] = [];
    let at = 0;
    const input = h("textarea", { class: "console-input", rows: 1, "aria-label": "Command", spellcheck: "false", autocomplete: "off",
        oninput: () => fit(), onkeydown: (event: KeyboardEvent) => key(event) });
    const fit = (): void => {
        input.style.height = "auto";
        input.style.height = `${input.scrollHeight}px`;
    };
    const put = (text: string): void => { input.value = text; fit(); };
    const send = (text: string): void => {
        const session = app.target;
        if (!session) return;
        put("");
        if (session.prompt.value !== null) {
            void app.ask("answer", { doc: session.id, text });
            session.prompt.value = null;
            return;
        }
        if (!text.trim()) return;
        if (history.at(-1) !== text) history.push(text);
        at = history.length;
        void app.ask("command", { doc: session.id, text });
    };
    const key = (event: KeyboardEvent): void => {
        const first = !input.value.slice(0, input.selectionStart).includes("\n"), last = !input.value.slice(input.selectionEnd).includes("\n");
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(input.value); }
        else if (event.key === "ArrowUp" && first && at > 0) { event.preventDefault(); put(history[--at] ?? ""); }
        else if (event.key === "ArrowDown" && last && at < history.length) { event.preventDefault(); put(history[++at] ?? ""); }
    };
    const dom = h("div", { class: "console", onmouseup: () => { if (getSelection()?.isCollapsed) input.focus(); } }, h("div", { class: "console-scroll" }, log, h("label", { class: "console-line" }, mark, input)));
    const scroller = dom.firstElementChild as HTMLElement;

    let shown: Session | null = null, drawn = 0;
    const draw = onceAFrame(() => {
        if (!shown) return;
        const { parts, dropped } = shown.console;
        const end = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
        while (drawn < dropped && log.firstChild) { log.firstChild.remove(); drawn++; }
        drawn = Math.max(drawn, dropped);
        if (drawn === dropped) log.replaceChildren();
        log.lastChild?.remove();
        for (let k = log.childNodes.length; k < parts.length; k++) {
            const part = parts[k] as (typeof parts)[number];
            const place = part.path ? h("button", { type: "button", class: "place", onclick: () => void app.open(part.path as string, part.line ?? 1) }, `line ${part.line}`) : null;
            log.append(h("span", { class: part.stream }, shown ? richText(shown, part.text) : [], place));
        }
        if (end) scroller.scrollTop = scroller.scrollHeight;
    });
    let ends: (() => void)[] = [];
    const follow = (session: Session | null): void => {
        if (session === shown) return;
        for (const end of ends) end();
        shown = session;
        drawn = session?.console.dropped ?? 0;
        log.replaceChildren();
        ends = session ? [session.console.changed.listen(draw), session.prompt.watch(text => { mark.textContent = text ?? ">>"; if (text !== null) input.focus(); })] : [];
        draw();
    };
    app.active.watch(() => follow(app.target));
    app.folder.listen(() => follow(app.target));
    return { dom };
}
