// shell/export_dialog.ts: how a document is exported: line spacing, paper, what is in it. The answers are kept among the user's
// preferences, so that the next export is one click on Export. Loaded when first asked for.
import type { App } from "../app";
import { h } from "../base/dom";
import type { Format, Json } from "../protocol";
import { showDialog } from "./dialogs";

type Options = { double_spaced: boolean; paper: string; hide_code: boolean; no_outputs: boolean };

const plain: Options = { double_spaced: false, paper: "a4", hide_code: false, no_outputs: false };
const spaced = ["pdf", "word", "html", "latex"], paged = ["pdf", "word", "latex"];

/** What the server's `options` of an export are to be; null: cancelled. Formats without a choice are not asked for. */
export async function askExportOptions(app: App, format: Format): Promise<Json | null> {
    if (!spaced.includes(format.name)) return {};
    const kept = { ...plain, ...app.prefs.value["export"] as Partial<Options> | undefined };
    const choice = (label: string, value: string, items: readonly (readonly [string, string])[]): { dom: HTMLElement; input: HTMLSelectElement } => {
        const input = h("select", {}, items.map(([name, text]) => h("option", { value: name, selected: name === value }, text)));
        return { dom: h("label", {}, label, input), input };
    };
    const tick = (label: string, on: boolean): { dom: HTMLElement; input: HTMLInputElement } => {
        const input = h("input", { type: "checkbox", checked: on });
        return { dom: h("label", { class: "tick" }, input, label), input };
    };
    const spacing = choice("Line spacing", kept.double_spaced ? "double" : "single", [["single", "Single"], ["double", "Double"]]);
    const paper = choice("Paper", kept.paper, [["a4", "A4"], ["letter", "Letter"]]);
    const code = tick("Code", !kept.hide_code), outputs = tick("Outputs and figures", !kept.no_outputs);
    const answer = await showDialog(`Export: ${format.label}`, [spacing.dom, paged.includes(format.name) ? paper.dom : null, code.dom, outputs.dom],
        [h("button", { type: "submit", value: "ok", class: "primary", autofocus: true }, "Export"), h("button", { type: "submit", value: "" }, "Cancel")],
        (): Options => ({ double_spaced: spacing.input.value === "double", paper: paper.input.value, hide_code: !code.input.checked, no_outputs: !outputs.input.checked }));
    if (answer) app.setPref("export", answer);
    return answer;
}
