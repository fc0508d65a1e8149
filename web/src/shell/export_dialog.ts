// shell/export_dialog.ts: Export: the format and what it may leave out; the choice is remembered. The dialog stays until the
// file is there, and says what went wrong.
import type { App } from "../app";
import { download, h } from "../base/dom";
import { RequestError } from "../connection";
import type { Json } from "../protocol";
import type { Session } from "../session";

type Choice = { value: string; label: string };

const papers: readonly Choice[] = [{ value: "a4", label: "A4" }, { value: "letter", label: "Letter" }];
const figures: readonly Choice[] = [{ value: "auto", label: "As suits the format" }, { value: "png", label: "PNG" }, { value: "svg", label: "SVG" }, { value: "pdf", label: "PDF" }];

function select(label: string, choices: readonly Choice[], value: string): { dom: HTMLElement; input: HTMLSelectElement } {
    const input = h("select", {}, choices.map(one => h("option", { value: one.value, selected: one.value === value }, one.label)));
    return { input, dom: h("label", {}, label, input) };
}

function check(label: string, on: boolean): { dom: HTMLElement; input: HTMLInputElement } {
    const input = h("input", { type: "checkbox", checked: on });
    return { input, dom: h("label", { class: "check" }, input, label) };
}

/** Opens the dialog for a document; `format` is the name of the format chosen first. */
export function exportDialog(app: App, session: Session, first = ""): void {
    const known = (app.prefs.value["export"] ?? {}) as Record<string, Json>, back = document.activeElement as HTMLElement | null;
    const format = select("Format", app.formats.value.map(one => ({ value: one.name, label: one.label })), first || String(known["format"] ?? "pdf"));
    const paper = select("Paper", papers, String(known["paper"] ?? "a4")), figure = select("Figures", figures, String(known["figure_format"] ?? "auto"));
    const author = h("input", { type: "text", value: String(known["author"] ?? ""), autocomplete: "name" });
    const spaced = check("Double line spacing in text", known["double_spaced"] === true), code = check("Leave the code out", known["hide_code"] === true), outputs = check("Leave the output out", known["no_outputs"] === true);
    const go = h("button", { type: "submit", class: "primary" }, "Export"), note = h("p", { class: "export-note", role: "status" });
    const busy = (on: boolean): void => {
        go.disabled = on;
        dialog.toggleAttribute("aria-busy", on);
        note.className = "export-note";
        note.textContent = on ? "Making the file…" : "";
    };
    const work = async (): Promise<void> => {
        const options = { hide_code: code.input.checked, no_outputs: outputs.input.checked, double_spaced: spaced.input.checked, paper: paper.input.value,
            figure_format: figure.input.value, author: author.value.trim() };
        busy(true);
        try {
            await session.sync.flush();
            const reply = await app.link.request("export", { doc: session.id, format: format.input.value, options: { ...options, author: options.author || undefined } });
            app.setPref("export", { ...options, format: format.input.value });
            download(reply.name, reply.url);
            dialog.close();
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            busy(false);
            note.className = "export-note error";
            note.textContent = error.message;
        }
    };
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "export-title", onclose: () => { dialog.remove(); back?.focus(); } },
        h("form", { onsubmit: (event: Event) => { event.preventDefault(); void work(); } }, h("h2", { id: "export-title" }, `Export ${session.name.value}`),
            h("div", { class: "export-fields" }, format.dom, paper.dom, figure.dom, h("label", {}, "Author", author)),
            h("div", { class: "export-checks" }, spaced.dom, code.dom, outputs.dom), note,
            h("div", { class: "dialog-buttons" }, go, h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"))));
    document.body.append(dialog);
    dialog.showModal();
}
