// panes/start.ts: the place of the start page, which is loaded when the page begins without a document or loses its last.
import type { App } from "../app";
import { h } from "../base/dom";

let shown: () => void;
/** Resolves when the start page stands. */
export const startShown = new Promise<void>(resolve => { shown = resolve; });

export function makeStartPage(app: App): HTMLElement {
    const dom = h("div", { class: "start-place" });
    app.active.watch(session => {
        if (session || dom.firstChild) return;
        void import("./start_page").then(module => {
            if (!dom.firstChild) dom.append(module.makeStartPage(app));
            shown();
        });
    });
    return dom;
}
