// shell/dialogs.ts: questions in front of the page. Each resolves to the answer, or to null when it was cancelled.
import { h } from "../base/dom";

let shown = 0;

/** A dialog of any content. A button that submits with a value ends it with `result`, any other way with null. */
export function showDialog<T>(title: string, body: (HTMLElement | null)[], buttons: readonly HTMLElement[], result: () => T, wide = false): Promise<T | null> {
    return new Promise(resolve => {
        const back = document.activeElement as HTMLElement | null, id = `dialog-title-${++shown}`;
        const form = h("form", { method: "dialog" }, h("h2", { id }, title), body, h("div", { class: "dialog-buttons" }, buttons));
        const dialog = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": id, onclose: () => {
            dialog.remove();
            back?.focus();
            resolve(dialog.returnValue ? result() : null);
        } }, form);
        document.body.append(dialog);
        dialog.showModal();
    });
}

export function askText(question: { title: string; label: string; value: string; action: string }): Promise<string | null> {
    const input = h("input", { type: "text", value: question.value, spellcheck: "false", autofocus: true });
    requestAnimationFrame(() => input.select());
    return showDialog(question.title, [h("label", {}, question.label, input)],
        [h("button", { type: "submit", value: "ok", class: "primary" }, question.action), h("button", { type: "submit", value: "", formnovalidate: true }, "Cancel")],
        () => input.value.trim());
}

export function askChoice(question: { title: string; text: string; choices: readonly string[] }): Promise<string | null> {
    let chosen: string | null = null;
    return showDialog(question.title, [h("p", {}, question.text)],
        question.choices.map((choice, at) => h("button", { type: "submit", value: "ok", class: at === 0 ? "primary" : "", onclick: () => { chosen = choice; } }, choice)),
        () => chosen);
}
