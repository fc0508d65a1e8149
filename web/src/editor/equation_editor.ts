// editor/equation_editor.ts: the TeX of an equation in a popover, with the equation as it will be.
import type { EditorView } from "@codemirror/view";
import { fill, h, settled } from "../base/dom";
import type { Session } from "../session";
import { equationElement } from "./equations";
import { readTextLine, type Unit } from "./markup";
import { isEditable, rewriteUnits, unitsBefore } from "./text_lines";
import { openPopover } from "./popover";
import { tableAt } from "./structure";

const symbols = ["\\frac{a}{b}", "\\sqrt{x}", "x^{2}", "x_{i}", "\\sum_{i=1}^{n}", "\\int_{a}^{b}", "\\partial", "\\nabla", "\\alpha", "\\sigma", "\\delta", "\\cdot", "\\le", "\\in", "\\begin{cases} a & x > 0 \\\\ b & x \\le 0 \\end{cases}"];

/** Opens the editor for the equation at `pos`; with `fresh` an equation that stays empty is taken away again. */
export function editEquation(session: Session, view: EditorView, anchor: Element, pos: number): void {
    if (view.state.readOnly) return;
    const line = view.state.doc.lineAt(pos), parsed = readTextLine(line.text);
    if (!isEditable(parsed)) return;
    const index = parsed.units.findIndex(unit => unit.kind === "equation" && line.from + unit.from <= pos && pos <= line.from + unit.to);
    const unit = parsed.units[index];
    if (unit) openEditor(session, view, anchor, unit.text, text => replaceEquation(view, line.from, index, text));
}

function replaceEquation(view: EditorView, line_from: number, index: number, tex: string): void {
    const line = view.state.doc.lineAt(line_from), parsed = readTextLine(line.text), unit = parsed?.units[index];
    if (!isEditable(parsed) || unit?.kind !== "equation" || unit.text === tex) return;
    const next = tex ? [{ ...unit, text: tex }] : [];
    const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, index), ...next, ...parsed.units.slice(index + 1)], index + next.length);
    view.dispatch({ changes: done.changes, selection: { anchor: done.cursor }, userEvent: "input" });
}

function openEditor(session: Session, view: EditorView, anchor: Element, tex: string, commit: (tex: string) => void): void {
    const preview = h("div", { class: "equation-preview" });
    const show = (): void => fill(preview, input.value.trim() ? equationElement(session.app, input.value.trim(), true, () => undefined) : h("span", { class: "pane-empty" }, "The equation appears here."));
    const input = h("textarea", { class: "equation-input", rows: 3, spellcheck: "false", "aria-label": "TeX of the equation", oninput: settled(120, show),
        onkeydown: (event: KeyboardEvent) => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); popover.close(); } if (event.key === "Escape") input.value = tex; } });
    input.value = tex;
    const insert = (text: string): void => {
        input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
        input.focus();
        show();
    };
    const palette = h("div", { class: "palette" }, symbols.map(symbol => h("button", { type: "button", title: symbol, onclick: () => insert(symbol) }, equationElement(session.app, symbol, false, () => undefined))));
    const popover = openPopover(anchor, "Edit equation", [input, preview, palette, h("p", { class: "hint" }, "Enter accepts, Escape leaves it as it was.")], () => {
        commit(input.value.trim());
        view.focus();
    });
    show();
    input.select();
}

/** Puts a new equation at the cursor. */
export function insertEquation(session: Session, view: EditorView): void {
    if (view.state.readOnly) return;
    const { state } = view, pos = state.selection.main.head, line = state.doc.lineAt(pos), parsed = readTextLine(line.text);
    const anchor = h("span", {}), at = view.coordsAtPos(pos);
    anchor.getBoundingClientRect = () => new DOMRect(at?.left ?? 100, at?.top ?? 100, 1, (at?.bottom ?? 120) - (at?.top ?? 100));
    openEditor(session, view, anchor, "", tex => {
        if (!tex) return;
        const unit: Unit = { from: 0, to: 0, kind: "equation", text: tex, style: 0, link: null };
        if (!isEditable(parsed)) {
            const insert = `%[text] $${tex.replace(/[\\_*[\]<>`]/g, "\\$&")}$`;
            view.dispatch({ changes: { from: tableAt(state.doc, pos)?.to ?? line.to, insert: line.length ? `\n${insert}` : insert }, userEvent: "input" });
            return;
        }
        const n = unitsBefore(parsed, pos - line.from);
        const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, n), unit, ...parsed.units.slice(n)], n + 1);
        view.dispatch({ changes: done.changes, selection: { anchor: done.cursor }, userEvent: "input" });
    });
}
