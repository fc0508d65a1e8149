// outputs/show.ts: one output as an element: the kind decides which view draws it.
import { h } from "../base/dom";
import type { OutputView } from "../editor/output_store";
import type { Json, Output } from "../protocol";
import type { Session } from "../session";
import { sceneOf } from "../figures/scene";
import { equationView, textView, variableView } from "./text";

/** A view that is a file of its own in the built page: until it has come its place is kept free. */
function laterView(first: Output, height_px: number, load: () => Promise<(latest: Output) => OutputView>, resized: () => void): OutputView {
    const dom = h("div", {});
    dom.style.minHeight = `${height_px.toFixed(1)}px`;
    let view: OutputView | null = null, latest = first, gone = false;
    void load().then(make => {
        if (gone) return;
        view = make(latest);
        dom.style.minHeight = "";
        dom.append(view.dom);
        resized();
    });
    return { dom, update: output => { latest = output; view?.update(output); }, destroy: () => { gone = true; view?.destroy?.(); } };
}

const line_px = 19;

function gridHeight(output: Output): number {
    const rows = (output.data as Json)?.outputData?.value;
    return Array.isArray(rows) ? Math.min(rows.length + 2, 16) * line_px : line_px;
}

function viewOf(session: Session, output: Output, resized: () => void): OutputView {
    switch (output.kind) {
    case "figure": return laterView(output, (sceneOf(output.scene)?.height ?? 0) * 96 / 72, async () => {
        const { figureView } = await import("../figures/view");
        return latest => figureView(session, latest, resized);
    }, resized);
    case "matrix": case "table": return laterView(output, gridHeight(output), async () => {
        const { gridView } = await import("./grid");
        return latest => gridView(session, latest);
    }, resized);
    case "variable": return variableView(session, output);
    case "equation": return equationView(session, output, resized);
    default: return textView(session, output);
    }
}

/** The element that shows output `key`; OutputStore.hide ends it. */
export function showOutput(session: Session, key: number, resized: () => void): HTMLElement {
    const output = session.outputs.get(key);
    if (!output) return h("div", {});
    const view = viewOf(session, output, resized), { folded } = session.outputs;
    const fold = (): void => {
        if (!folded.delete(key)) folded.add(key);
        dom.classList.toggle("folded", folded.has(key));
        resized();
    };
    const menu = (place: { x: number; y: number }): void => void import("./menu").then(module => module.outputMenu(session, key, more, place, fold));
    const more = h("button", { type: "button", class: "output-more", "aria-haspopup": "menu", "aria-label": "Output options", title: "Output options", onclick: () => {
        const box = more.getBoundingClientRect();
        menu({ x: box.left, y: box.bottom });
    } }, "⋯");
    const unfold = h("button", { type: "button", class: "output-unfold", onclick: fold }, "Output is collapsed: show");
    const dom = h("div", { class: folded.has(key) ? "output-block folded" : "output-block", oncontextmenu: (event: MouseEvent) => {
        if (event.defaultPrevented || !getSelection()?.isCollapsed) return; // the browser's own menu copies a selection
        event.preventDefault();
        menu({ x: event.clientX, y: event.clientY });
    } }, unfold, view.dom, more);
    session.outputs.show(key, { dom, update: next => view.update(next), ...(view.destroy && { destroy: () => view.destroy?.() }) });
    return dom;
}
