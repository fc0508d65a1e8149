// editor/controls.ts: sliders, lists, fields, check boxes and buttons that stand for a literal of the code. A change writes the
// literal and runs what the control says.
import type { Line } from "@codemirror/state";
import { Decoration, WidgetType, type EditorView } from "@codemirror/view";
import { h } from "../base/dom";
import type { Json } from "../protocol";
import type { Session } from "../session";
import { readColour, readDate, writeColour, writeDate } from "./literals";
import { controlChanges, readControls, type ControlMark } from "./control_marks";

const runs: Record<string, "section" | "to_end" | "all"> = { Section: "section", SectionToEnd: "to_end", AllSections: "all" };

/** What each control element shows; elements outlive the widgets that made them. */
const shown = new WeakMap<HTMLElement, ControlWidget>();
/** What is to be run when the run that is on has ended: of a slider being dragged only the newest place. */
const waiting = new WeakMap<Session, () => void>();

function runWhenFree(session: Session, run: () => void): void {
    if (!session.busy.value) {
        run();
        return;
    }
    const listening = waiting.has(session);
    waiting.set(session, run);
    if (listening) return;
    const end = session.busy.listen(busy => {
        if (busy) return;
        end();
        waiting.get(session)?.();
        waiting.delete(session);
    });
}

/** The line of a control; its element may be gone while it is still being dragged. */
function lineOf(view: EditorView, id: string): Line | null {
    let from = 0;
    for (const text of view.state.doc.iterLines()) {
        if (text.includes("%[control:") && readControls(text).some(one => one.id === id)) return view.state.doc.lineAt(from);
        from += text.length + 1;
    }
    return null;
}

const quoted = (text: string, quote: string): string => quote + text.replaceAll(quote, quote + quote) + quote;

class ControlWidget extends WidgetType {
    readonly data: Json;
    constructor(readonly session: Session, readonly mark: ControlMark, readonly literal: string) {
        super();
        this.data = session.controls[mark.id]?.data ?? {};
    }
    override eq(other: ControlWidget): boolean { return other.mark.id === this.mark.id && other.literal === this.literal && other.data === this.data; }
    override ignoreEvent(): boolean { return true; }

    /** The same control with another literal keeps its element, so that dragging goes on. */
    override updateDOM(dom: HTMLElement): boolean {
        const before = shown.get(dom);
        if (before?.mark.id !== this.mark.id || before.data !== this.data) return false;
        shown.set(dom, this);
        const field = dom.querySelector<HTMLInputElement>("input, select"), output = dom.querySelector("output");
        if (output) output.textContent = this.literal;
        if (this.mark.kind === "statebutton") dom.querySelector("button")?.setAttribute("aria-pressed", this.literal);
        if (field?.type === "checkbox") field.checked = this.literal === "true";
        else if (field && field.value !== this.value && !(field.type === "text" && field === document.activeElement)) field.value = this.value;
        return true;
    }

    /** What the field shows of the literal. */
    get value(): string {
        switch (this.mark.kind) {
        case "editfield": case "filebrowser": {
            const text = /^(["'])(.*)\1$/.exec(this.literal);
            return text ? (text[2] as string).replaceAll((text[1] as string).repeat(2), text[1] as string) : this.literal;
        }
        case "colorpicker": return readColour(this.literal) ?? "#000000";
        case "datepicker": return readDate(this.literal) ?? "";
        default: return this.literal;
        }
    }

    override toDOM(view: EditorView): HTMLElement {
        const label = String(this.data.label ?? ""), button = /button$/.test(this.mark.kind);
        const dom: HTMLElement = h(button ? "span" : "label", { class: `control control-${this.mark.kind}`, "data-id": this.mark.id, title: label }, label && !button && h("span", {}, label), this.field(view, () => dom));
        for (const field of dom.querySelectorAll<HTMLInputElement>("input, select, button")) field.disabled = view.state.readOnly;
        shown.set(dom, this);
        return dom;
    }

    /** Writes the literal in the control's line; runs as the control says: while it changes, or when it has. */
    set(view: EditorView, literal: string, done: boolean): void {
        const line = lineOf(view, this.mark.id), changes = line ? controlChanges(line.text, this.mark.id, literal) : [];
        if (!line) return;
        if (changes.length) view.dispatch({ changes: changes.map(({ from, to, insert }) => ({ from: line.from + from, to: line.from + to, insert })), userEvent: "input.control" });
        const what = runs[String(this.data.run ?? "Section")], changing = this.mark.kind === "slider" && this.data.runOn === "ValueChanging";
        if (!what || (changing ? done || !changes.length : !done)) return;
        runWhenFree(this.session, () => {
            const now = lineOf(view, this.mark.id);
            if (now) void this.session.run(what, now.number);
        });
    }

    field(view: EditorView, dom: () => HTMLElement): (HTMLElement | string)[] {
        const { data, value } = this, label = String(data.label ?? this.mark.kind), now = (): string => shown.get(dom())?.literal ?? this.literal;
        const change = (literal: string, done = true): void => this.set(view, literal, done);
        switch (this.mark.kind) {
        case "slider": {
            const input = h("input", { type: "range", min: data.min ?? 0, max: data.max ?? 100, step: data.step ?? 1, value, "aria-label": label,
                oninput: () => change(input.value, false), onchange: () => change(input.value) });
            return [input, h("output", {}, value)];
        }
        case "spinner": {
            const input = h("input", { type: "number", min: data.min, max: data.max, step: data.step ?? 1, value, "aria-label": label, onchange: () => change(input.value) });
            return [input];
        }
        case "checkbox": {
            const input = h("input", { type: "checkbox", checked: value === "true", "aria-label": label, onchange: () => change(String(input.checked)) });
            return [input];
        }
        case "dropdown": {
            const items = (data.items ?? []) as string[], labels = (data.itemLabels ?? items) as string[];
            const select = h("select", { "aria-label": label, onchange: () => change(select.value) },
                !items.includes(value) && h("option", { value, selected: true }, value), items.map((item, at) => h("option", { value: item, selected: item === value }, labels[at] ?? item)));
            return [select];
        }
        case "button": return [h("button", { type: "button", onclick: () => change(now()) }, label)];
        case "statebutton": return [h("button", { type: "button", "aria-pressed": value, onclick: () => change(now() === "true" ? "false" : "true") }, label)];
        case "editfield": {
            const input = h("input", { type: "text", value, size: Math.max(4, value.length + 1), "aria-label": label, onchange: () => {
                const quote = /^["']/.exec(now())?.[0];
                change(quote ? quoted(input.value, quote) : input.value.trim() || "[]");
            } });
            return [input];
        }
        case "colorpicker": {
            const input = h("input", { type: "color", value, "aria-label": label, onchange: () => change(writeColour(now(), input.value)) });
            return [input];
        }
        case "datepicker": {
            const input = h("input", { type: "date", value, "aria-label": label, onchange: () => { if (input.value) change(writeDate(now(), input.value)); } });
            return [input];
        }
        case "filebrowser": return this.fileField(label, value, path => change(quoted(path, /^["']/.exec(now())?.[0] ?? '"')));
        default: return [h("code", {}, this.literal)];
        }
    }

    /** A path with the entries of the folder as suggestions, and the dialog to look for one. */
    fileField(label: string, value: string, change: (path: string) => void): HTMLElement[] {
        const names = h("datalist", { id: `files-${this.session.id}-${this.mark.id}` }), folders = this.data.browserType === "Folder", { app, folder } = this.session;
        const input = h("input", { type: "text", value, size: Math.max(12, value.length + 1), list: names.id, "aria-label": label,
            onfocus: async () => {
                const reply = await app.ask("list", { path: folder.value });
                names.replaceChildren(...(reply?.entries ?? []).filter(one => (one.kind === "folder") === folders).map(one => h("option", { value: one.name })));
            },
            onchange: () => change(input.value) });
        const browse = h("button", { type: "button", class: "browse", title: `Browse for ${label}`, "aria-label": `Browse for ${label}`, onclick: async () => {
            const { askWhatToOpen } = await import("../shell/file_browser"), path = await askWhatToOpen(app, { from: folder.value, folders });
            if (!path) return;
            input.value = path.startsWith(`${folder.value}/`) ? path.slice(folder.value.length + 1) : path;
            change(input.value);
        } }, "…");
        return [input, names, browse];
    }
}

/** Puts the controls of a line in the place of their literals. */
export function addControls(session: Session, add: { add(from: number, to: number, value: Decoration): void }, line: Line): void {
    for (const control of readControls(line.text).sort((a, b) => a.from - b.from)) {
        const widget = new ControlWidget(session, control, line.text.slice(control.from, control.to));
        add.add(line.from + control.from, line.from + control.to, Decoration.replace({ widget }));
    }
}
