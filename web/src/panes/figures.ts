// panes/figures.ts: the figures that commands made, and those of the document, beside it.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { figureView } from "../figures/view";
import type { OutputView } from "../editor/output_store";
import type { Output } from "../protocol";
import type { Session } from "../session";
import type { PaneView } from "./index";

export function make(app: App): PaneView {
    const dom = h("div", { class: "scroll figures", tabindex: 0 });
    const views = new Map<number, OutputView>();
    const outputOf = (session: Session, figure: number): Output => {
        const state = session.figures.value.get(figure);
        return { key: 0, line: 0, kind: "figure", figure, scene: state?.scene, alt: state?.alt ?? "" };
    };
    let shown: Session | null = null, end = (): void => undefined;
    const draw = (): void => {
        const session = shown, numbers = [...(session?.figures.value.keys() ?? [])].sort((a, b) => a - b);
        for (const [figure, view] of views) if (!numbers.includes(figure)) { view.destroy?.(); views.delete(figure); }
        for (const figure of numbers) {
            const view = views.get(figure);
            if (view) view.update(outputOf(session as Session, figure));
            else views.set(figure, figureView(session as Session, outputOf(session as Session, figure), () => undefined));
        }
        fill(dom, numbers.length ? numbers.map(figure => h("figure", {}, h("figcaption", {}, `Figure ${figure}`), (views.get(figure) as OutputView).dom)) : h("p", { class: "pane-empty" }, "Figures appear here."));
    };
    const follow = (): void => {
        if (app.target === shown) return;
        end();
        for (const view of views.values()) view.destroy?.();
        views.clear();
        shown = app.target;
        if (shown) end = shown.figures.listen(draw);
        draw();
    };
    app.active.watch(follow);
    app.folder.listen(follow);
    draw();
    return { dom };
}
