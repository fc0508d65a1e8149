// editor/link_editor.ts: the words and the address of a link in a popover; it opens at a click on a link and with Ctrl+K.
import { EditorSelection } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { h } from "../base/dom";
import { followLink } from "../links";
import type { Session } from "../session";
import { charUnits, readTextLine, type TextLine, type Unit } from "./markup";
import { openPopover } from "./popover";
import { isEditable, rewriteUnits, unitsBefore } from "./text_lines";

const allowed = /^(https?:\/\/|mailto:|internal:)[^\s()]+$/i;

/** Which units the link at `column` has, or those selected: from, to. */
function span(parsed: TextLine, from: number, to: number): [number, number] {
    const n = unitsBefore(parsed, from), here = parsed.units[n]?.link ?? parsed.units[n - 1]?.link;
    if (here === undefined || here === null) return [n, Math.max(n, unitsBefore(parsed, to))];
    let a = parsed.units[n]?.link === here ? n : n - 1, b = a + 1;
    while (a > 0 && parsed.units[a - 1]?.link === here) a--;
    while (b < parsed.units.length && parsed.units[b]?.link === here) b++;
    return [a, b];
}

export function editLink(session: Session, view: EditorView): void {
    const { main } = view.state.selection, line = view.state.doc.lineAt(main.from), parsed = readTextLine(line.text), place = view.coordsAtPos(main.from);
    if (!isEditable(parsed) || view.state.readOnly || main.to > line.to || !place) return;
    const [from, to] = span(parsed, main.from - line.from, main.to - line.from), units = parsed.units.slice(from, to);
    const before = units.map(unit => unit.text).join(""), link = units.find(unit => unit.link)?.link ?? "";
    const words = h("input", { type: "text", value: before, disabled: units.some(unit => unit.kind !== "char") });
    const address = h("input", { type: "text", value: link || "https://", spellcheck: "false" }), note = h("p", { class: "hint", role: "status" });
    const put = (next: readonly Unit[]): void => {
        const now = view.state.doc.lineAt(line.from), here = readTextLine(now.text);
        if (!isEditable(here)) return;
        const done = rewriteUnits(now, here, [...here.units.slice(0, from), ...next, ...here.units.slice(to)], from + next.length);
        view.dispatch({ changes: done.changes, selection: EditorSelection.cursor(done.cursor), userEvent: "input" });
    };
    const accept = (): void => {
        const url = address.value.trim(), text = words.value.trim() || url.replace(/^(https?:\/\/|mailto:|internal:)/, "");
        if (!allowed.test(url)) {
            note.textContent = "An address begins with https://, http://, mailto: or internal:.";
            return;
        }
        put(text === before || words.disabled ? units.map(unit => ({ ...unit, link: url })) : charUnits(text, units[0]?.style ?? 0, url));
        popover.close();
    };
    const anchor = h("span", {});
    anchor.getBoundingClientRect = () => new DOMRect(place.left, place.top, 1, place.bottom - place.top);
    const form = h("form", { class: "link-form", onsubmit: (event: Event) => { event.preventDefault(); accept(); } },
        h("label", {}, "Text", words), h("label", {}, "Address", address), note,
        h("div", { class: "table-buttons" }, h("button", { type: "submit", class: "button" }, "OK"),
            link && h("button", { type: "button", class: "button", onclick: () => followLink(session, link) }, "Open"),
            link && h("button", { type: "button", class: "button", onclick: () => { put(units.map(unit => ({ ...unit, link: null }))); popover.close(); } }, "Remove link")));
    const popover = openPopover(anchor, "Link", [form], () => view.focus());
    (link || !before ? words : address).focus();
}
