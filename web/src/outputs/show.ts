// outputs/show.ts: one output as an element: the kind decides which view draws it.
import { h } from "../base/dom";
import type { OutputView } from "../editor/output_store";
import type { Output } from "../protocol";
import type { Session } from "../session";
import { figureView } from "../figures/view";
import { gridView } from "./grid";
import { equationView, textView, variableView } from "./text";

function viewOf(session: Session, output: Output, resized: () => void): OutputView {
    switch (output.kind) {
    case "figure": return figureView(session, output, resized);
    case "matrix": case "table": return gridView(session, output);
    case "variable": return variableView(session, output);
    case "equation": return equationView(session, output, resized);
    default: return textView(session, output);
    }
}

/** The element that shows output `key`; OutputStore.hide ends it. */
export function showOutput(session: Session, key: number, resized: () => void): HTMLElement {
    const output = session.outputs.get(key);
    if (!output) return h("div", {});
    const view = viewOf(session, output, resized), dom = h("div", { class: "output-block" }, view.dom);
    session.outputs.show(key, { dom, update: next => view.update(next), ...(view.destroy && { destroy: () => view.destroy?.() }) });
    return dom;
}
