// editor/controls.ts: sliders, lists, fields, check boxes and buttons that stand for a literal of the code. A change writes the
// literal and runs what the control says.
import { WidgetType, type EditorView } from "@codemirror/view";
import { h } from "../base/dom";
import type { Json } from "../protocol";
import type { Session } from "../session";
import { readColour, readDate, writeColour, writeDate } from "./literals";
import { writeControl, type ControlMark } from "./control_marks";

const runs: Record<string, "section" | "to_end" | "all"> = { Section: "section", SectionToEnd: "to_end", AllSections: "all" };

export class ControlWidget extends WidgetType {
    readonly data: Json;
    constructor(readonly session: Session, readonly mark: ControlMark, readonly literal: string) {
        super();
        this.data = session.controls[mark.id]?.data ?? {};
    }
    override eq(other: ControlWidget): boolean { return other.mark.id === this.mark.id && other.literal === this.literal && other.data === this.data; }
    override ignoreEvent(): boolean { return true; }

    /** The same control with another literal keeps its element, so that dragging goes on. */
    override updateDOM(dom: HTMLElement): boolean {
        if (dom.dataset["id"] !== this.mark.id) return false;
        const field = dom.querySelector<HTMLInputElement>("input, select"), shown = dom.querySelector("output");
        if (shown) shown.textContent = this.literal;
        if (field && field !== document.activeElement) {
            if (field.type === "checkbox") field.checked = this.literal === "true";
            else field.value = this.value;
        }
        return true;
    }

    /** What the field shows of the literal. */
    get value(): string {
        switch (this.mark.kind) {
        case "editfield": case "filebrowser": return this.literal.replace(/^(["'])(.*)\1$/, "$2");
        case "colorpicker": return readColour(this.literal) ?? "#000000";
        case "datepicker": return readDate(this.literal) ?? "";
        default: return this.literal;
        }
    }

    override toDOM(view: EditorView): HTMLElement {
        const label = String(this.data.label ?? "");
        const dom: HTMLElement = h("label", { class: `control control-${this.mark.kind}`, "data-id": this.mark.id, title: label }, label && h("span", {}, label), this.field(view, () => dom));
        return dom;
    }

    /** Writes the literal where the element now is; runs when the change is done. */
    set(view: EditorView, dom: HTMLElement, literal: string, done: boolean): void {
        const line = view.state.doc.lineAt(view.posAtDOM(dom)), next = writeControl(line.text, this.mark.id, literal);
        if (next !== line.text) view.dispatch({ changes: { from: line.from, to: line.to, insert: next }, userEvent: "input.control" });
        const what = runs[String(this.data.run ?? "Section")];
        if (what && (done || this.data.runOn === "ValueChanging")) void this.session.run(what, line.number);
    }

    field(view: EditorView, dom: () => HTMLElement): (HTMLElement | string)[] {
        const { data, value } = this, label = String(data.label ?? this.mark.kind);
        const change = (literal: string, done = true): void => this.set(view, dom(), literal, done);
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
            const select = h("select", { "aria-label": label, onchange: () => change(select.value) }, items.map((item, at) => h("option", { value: item, selected: item === value }, labels[at] ?? item)));
            return [select];
        }
        case "button": case "statebutton":
            return [h("button", { type: "button", onclick: () => change(this.mark.kind === "button" ? this.literal : value === "true" ? "false" : "true") }, label)];
        case "editfield": {
            const text = /^["']/.test(this.literal), quote = this.literal[0] ?? '"';
            const input = h("input", { type: "text", value, size: Math.max(4, value.length + 1), "aria-label": label,
                onchange: () => change(text ? quote + input.value.replaceAll(quote, quote + quote) + quote : input.value.trim() || "[]") });
            return [input];
        }
        case "colorpicker": {
            const input = h("input", { type: "color", value, "aria-label": label, onchange: () => change(writeColour(this.literal, input.value)) });
            return [input];
        }
        case "datepicker": {
            const input = h("input", { type: "date", value, "aria-label": label, onchange: () => { if (input.value) change(writeDate(this.literal, input.value)); } });
            return [input];
        }
        case "filebrowser": return this.fileField(label, value, change);
        default: return [h("code", {}, this.literal)];
        }
    }

    /** A path with the entries of the folder as suggestions. */
    fileField(label: string, value: string, change: (literal: string) => void): HTMLElement[] {
        const names = h("datalist", { id: `files-${this.session.id}-${this.mark.id}` }), quote = /^["']/.exec(this.literal)?.[0] ?? '"';
        const folders = this.data.browserType === "Folder";
        const input = h("input", { type: "text", value, size: Math.max(12, value.length + 1), list: names.id, "aria-label": label,
            onfocus: async () => {
                const reply = await this.session.app.ask("list", { path: this.session.folder.value });
                names.replaceChildren(...(reply?.entries ?? []).filter(one => (one.kind === "folder") === folders).map(one => h("option", { value: one.name })));
            },
            onchange: () => change(quote + input.value.replaceAll(quote, quote + quote) + quote) });
        return [input, names];
    }
}
