// editor/output_column.ts: the layout with outputs on the right: a column beside the text, each output at the height of its
// line or below the one before it. It scrolls with the text; the line between is dragged.
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { h } from "../base/dom";
import { showOutput } from "../outputs/show";
import type { Session } from "../session";
import { outputList } from "./outputs";
import { layoutField } from "./run_state";

const gap_px = 8;

class Column {
    readonly dom = h("div", { class: "output-column", role: "region", "aria-label": "Output" });
    readonly edge = h("div", { class: "output-edge", role: "separator", tabindex: 0, "aria-orientation": "vertical", "aria-label": "Width of the output", "aria-valuenow": 40, "aria-valuemin": 15, "aria-valuemax": 75 });
    readonly shown = new Map<number, HTMLElement>();
    readonly sizes = new ResizeObserver(() => this.measure());

    constructor(readonly session: Session, readonly view: EditorView) {
        view.scrollDOM.append(this.edge, this.dom);
        this.edge.addEventListener("pointerdown", event => {
            this.edge.setPointerCapture(event.pointerId);
            const move = (e: PointerEvent): void => this.drag(e.clientX, false);
            this.edge.addEventListener("pointermove", move);
            this.edge.addEventListener("pointerup", e => { this.edge.removeEventListener("pointermove", move); this.drag(e.clientX, true); }, { once: true });
            event.preventDefault();
        });
        this.edge.addEventListener("keydown", event => {
            const step = event.key === "ArrowLeft" ? 2 : event.key === "ArrowRight" ? -2 : 0;
            if (step) this.width(this.session.rightPercent.value + step, true);
        });
        this.draw();
    }

    drag(x: number, done: boolean): void {
        const box = this.view.scrollDOM.getBoundingClientRect();
        this.width((box.right - x) / box.width * 100, done);
    }

    width(percent: number, done: boolean): void {
        const next = Math.round(Math.max(15, Math.min(75, percent)));
        if (done) this.session.chooseLayout("onright", next);
        else this.session.rightPercent.value = next;
        this.draw();
    }

    update(update: ViewUpdate): void {
        const layout = update.state.field(layoutField) !== update.startState.field(layoutField);
        if (layout || outputList(update.state) !== outputList(update.startState) || update.transactions.some(one => one.effects.length)) this.draw();
        else if (update.geometryChanged || update.docChanged) this.measure();
    }

    draw(): void {
        const on = this.view.state.field(layoutField) === "onright", placed = on ? outputList(this.view.state) : [];
        this.dom.hidden = this.edge.hidden = !on;
        this.view.dom.style.setProperty("--right", `${this.session.rightPercent.value}%`);
        this.edge.setAttribute("aria-valuenow", String(this.session.rightPercent.value));
        const keys = new Set(placed.map(one => one.key));
        for (const [key, dom] of this.shown) {
            if (keys.has(key)) continue;
            this.sizes.unobserve(dom);
            this.session.outputs.hide(key, dom);
            dom.remove();
            this.shown.delete(key);
        }
        for (const { key } of placed) {
            if (this.shown.has(key)) continue;
            const dom = showOutput(this.session, key, () => this.measure());
            this.shown.set(key, dom);
            this.sizes.observe(dom);
            this.dom.append(dom);
        }
        this.measure();
    }

    measure(): void {
        if (this.dom.hidden) return;
        this.view.requestMeasure({
            key: this,
            read: view => {
                let below = 0;
                return [...outputList(view.state)].sort((a, b) => a.to - b.to).flatMap(one => {
                    const dom = this.shown.get(one.key);
                    if (!dom) return [];
                    const top = Math.max(below, view.lineBlockAt(Math.min(one.to, view.state.doc.length)).top + view.documentPadding.top);
                    below = top + dom.offsetHeight + gap_px;
                    return [{ dom, top, bottom: below }];
                });
            },
            write: places => {
                for (const { dom, top } of places) dom.style.top = `${top}px`;
                this.dom.style.height = `${Math.max(0, ...places.map(one => one.bottom))}px`;
            },
        });
    }

    destroy(): void {
        this.sizes.disconnect();
        for (const [key, dom] of this.shown) this.session.outputs.hide(key, dom);
        this.dom.remove();
        this.edge.remove();
    }
}

export function outputColumn(session: Session): Extension {
    return ViewPlugin.define(view => new Column(session, view));
}
