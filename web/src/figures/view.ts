// figures/view.ts: a figure: its picture and, on hover or focus, its tools: rotate, pan, zoom, data tips, restore, data table,
// export, copy. What the pointer did goes to the engine, which sends the new picture; a few requests are under way at a time,
// what happens meanwhile is added up for the next, and only the newest picture is drawn.
import { h, onceAFrame } from "../base/dom";
import { RequestError } from "../connection";
import type { OutputView } from "../editor/output_store";
import type { Json, Output, Requests } from "../protocol";
import type { Session } from "../session";
import { icon, type IconName } from "../shell/icons";
import { say } from "../shell/notices";
import { drawScene, loadPictures } from "./canvas";
import { pictureMenu } from "./picture_menu";
import { cornerHandle } from "./resize";
import { axesAt, sceneOf, type Scene } from "./scene";
import { later } from "../editor/later";

type Tool = "rotate" | "pan" | "zoom" | "tip";
type Act = Omit<Requests["figure_act"]["args"], "doc" | "figure">;

const px_per_pt = 96 / 72;
/** One picture on its way while the next is made. */
const most_under_way = 2;

class Figure implements OutputView {
    readonly canvas = h("canvas", { class: "figure-canvas", role: "img", tabindex: 0 });
    readonly tools = h("div", { class: "figure-tools", role: "toolbar", "aria-label": "Figure tools" });
    readonly tip = h("div", { class: "data-tip", hidden: true });
    readonly stop = h("button", { type: "button", class: "figure-stop", hidden: true, onclick: () => this.#pressStop() }, icon("stop"), "Stop training");
    readonly dom = h("div", { class: "output output-figure" }, h("div", { class: "figure-box" }, this.canvas, this.tools, this.stop, this.tip));
    scene: Scene | null = null;
    figure = 0;
    /** Null: what suits the axes under the pointer: 3-D axes turn, others move. */
    tool: Tool | null = null;
    #under_way = 0;
    readonly #waiting: Act[] = [];
    #alive = true;
    readonly #buttons = new Map<Tool, HTMLButtonElement>();
    readonly #redraw = onceAFrame(() => this.#draw());
    readonly #seen: IntersectionObserver;
    readonly #endBusy: () => void;
    #visible = true;
    #monitor = false;

    constructor(readonly session: Session, output: Output, readonly resized: () => void) {
        this.#makeTools();
        this.#listen();
        this.canvas.parentElement?.append(cornerHandle(this.canvas, (width, height) => this.#resize(width, height)));
        this.#endBusy = session.busy.listen(() => this.#showStop());
        this.#seen = new IntersectionObserver(entries => {
            this.#visible = entries.at(-1)?.isIntersecting ?? true;
            if (this.#visible) this.#redraw();
        });
        this.#seen.observe(this.canvas);
        this.update(output);
    }

    update(output: Output): void {
        this.figure = output.figure ?? 0;
        this.#monitor = output.monitor === true;
        this.dom.classList.toggle("still", this.figure === 0);
        this.#showStop();
        this.canvas.setAttribute("aria-label", output.alt || "Figure");
        const scene = sceneOf(output.scene as Json);
        if (scene) this.#show(scene);
        else {
            const data = (output.data as Json)?.outputData;
            const src = (output.image ?? data?.dataUri) as string | undefined;
            if (src?.startsWith("data:image/")) this.#show({ width: (data?.width ?? 560) / px_per_pt, height: (data?.height ?? 420) / px_per_pt, items: [
                { k: "image", x: 0, y: 0, width: (data?.width ?? 560) / px_per_pt, height: (data?.height ?? 420) / px_per_pt, src, smooth: 1 }] });
        }
    }

    destroy(): void {
        this.#alive = false;
        this.#endBusy();
        this.#seen.disconnect();
    }

    #show(scene: Scene, sized = false): void {
        const other = sized || !this.scene || this.scene.width !== scene.width || this.scene.height !== scene.height;
        this.scene = scene;
        if (other) {
            this.canvas.style.width = `${(scene.width * px_per_pt).toFixed(2)}px`;
            this.canvas.style.aspectRatio = `${scene.width} / ${scene.height}`;
            this.#draw();
            if (this.dom.isConnected) this.resized();
        } else if (this.#visible) this.#redraw();
        void loadPictures(scene).then(some => { if (some && this.scene === scene) this.#redraw(); });
    }

    #draw(): void {
        if (this.scene && this.#alive) drawScene(this.canvas, this.scene, px_per_pt * Math.max(1, devicePixelRatio));
    }

    /** Where the pointer is, in points of the figure. */
    #at(event: MouseEvent): { x: number; y: number; scale: number } {
        const box = this.canvas.getBoundingClientRect(), scale = (this.scene?.width ?? 1) / box.width;
        return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale, scale };
    }

    /** What dragging from a place does. */
    #toolAt(x: number, y: number): Tool {
        return this.tool ?? (this.scene && axesAt(this.scene, x, y)?.is_3d ? "rotate" : "pan");
    }

    #showStop(): void { this.stop.hidden = !(this.#monitor && this.session.busy.value); }

    #pressStop(): void {
        this.stop.disabled = true;
        void this.#act({ action: "stop", x: 0, y: 0 }).then(() => { this.stop.disabled = false; });
    }

    async #resize(width: number, height: number): Promise<void> {
        const reply = await this.session.app.ask("figure_resize", { doc: this.session.id, figure: this.figure, width, height }), scene = sceneOf(reply?.scene);
        if (scene && this.#alive) this.#show(scene, true);
        else if (this.scene) this.#show(this.scene, true);
    }

    /** A second press gives up a tool. */
    #choose(tool: Tool): void {
        this.tool = this.tool === tool ? null : tool;
        this.tip.hidden = true;
        this.canvas.dataset["tool"] = this.tool ?? "";
        for (const [name, button] of this.#buttons) button.setAttribute("aria-pressed", String(name === this.tool));
    }

    #makeTools(): void {
        const tool = (name: Tool, label: string, picture: IconName): HTMLElement => {
            const button = h("button", { type: "button", class: "tool small", title: label, "aria-label": label, "aria-pressed": "false", onclick: () => this.#choose(name) }, icon(picture));
            this.#buttons.set(name, button);
            return button;
        };
        const action = (label: string, picture: IconName, run: (button: HTMLElement) => void): HTMLElement => {
            const button = h("button", { type: "button", class: "tool small", title: label, "aria-label": label, onclick: () => run(button) }, icon(picture));
            return button;
        };
        const zoom = (factor: number) => () => void this.#act({ action: "zoom", ...this.#middle(), factor, keep: true });
        this.tools.append(tool("rotate", "Rotate", "rotate"), tool("pan", "Pan", "pan"), tool("zoom", "Zoom to a box", "box"),
            action("Zoom in", "zoomIn", zoom(1.5)), action("Zoom out", "zoomOut", zoom(1 / 1.5)), tool("tip", "Data tips", "tip"),
            action("Restore the view", "home", () => void this.#act({ action: "restore", x: 0, y: 0, keep: true })),
            action("Show the data as a table", "grid", () => void later().then(extras => extras.dataTable(this.session, this.figure))),
            action("Copy or save", "export", button => pictureMenu(this.session, this.figure, this.canvas, button)));
        this.canvas.addEventListener("contextmenu", event => {
            event.preventDefault();
            pictureMenu(this.session, this.figure, this.canvas, this.canvas, { x: event.clientX, y: event.clientY });
        });
    }

    /** The middle of the first axes. */
    #middle(): { x: number; y: number } {
        const scene = this.scene as Scene, axes = scene.items.find(one => one.k === "group" && one.width);
        return axes ? { x: (axes.x ?? 0) + (axes.width ?? 0) / 2, y: (axes.y ?? 0) + (axes.height ?? 0) / 2 } : { x: scene.width / 2, y: scene.height / 2 };
    }

    /** Adds what the pointer did to what waits; acts of another kind wait for their turn. */
    async #act(act: Act): Promise<void> {
        if (!this.figure) return;
        const last = this.#waiting.at(-1);
        if (last?.action === act.action) Object.assign(last, act, {
            dx: (last.dx ?? 0) + (act.dx ?? 0), dy: (last.dy ?? 0) + (act.dy ?? 0), factor: (last.factor ?? 1) * (act.factor ?? 1), keep: Boolean(last.keep || act.keep),
        });
        else this.#waiting.push({ ...act });
        if (this.#under_way >= most_under_way) return;
        this.#under_way++;
        try {
            for (let now = this.#waiting.shift(); now && this.#alive; now = this.#waiting.shift()) {
                const reply = await this.session.app.link.request("figure_act", { doc: this.session.id, figure: this.figure, ...now });
                const scene = sceneOf(reply.scene);
                if (scene) this.#show(scene);
            }
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            this.#waiting.length = 0;
            if (error.code !== "busy" && error.code !== "lost") say("info", error.message);
        } finally {
            this.#under_way--;
        }
    }

    async #pick(x: number, y: number): Promise<void> {
        const reply = await this.session.app.ask("figure_pick", { doc: this.session.id, figure: this.figure, x, y });
        this.tip.hidden = !reply?.tip;
        if (!reply?.tip || !this.scene) return;
        this.tip.textContent = reply.tip;
        const box = this.canvas.getBoundingClientRect(), scale = box.width / this.scene.width;
        this.tip.style.left = `${(reply.tip_x ?? x) * scale}px`;
        this.tip.style.top = `${(reply.tip_y ?? y) * scale}px`;
    }

    #listen(): void {
        const { canvas } = this;
        let from: { x: number; y: number } | null = null, start = { x: 0, y: 0 }, tool: Tool = "pan", asked = false;
        const rubber = h("div", { class: "rubber", hidden: true });
        canvas.parentElement?.append(rubber);
        const acting = (): boolean => this.figure > 0;
        canvas.addEventListener("pointerdown", event => {
            if (!acting() || event.button !== 0) return;
            from = start = this.#at(event);
            tool = this.#toolAt(start.x, start.y);
            asked = false;
            canvas.dataset["drag"] = tool;
            canvas.setPointerCapture(event.pointerId);
            canvas.classList.add("held");
            if (tool === "tip") void this.#pick(start.x, start.y);
        });
        canvas.addEventListener("pointermove", event => {
            if (!from) return;
            const now = this.#at(event), dx = now.x - from.x, dy = now.y - from.y;
            if (tool === "zoom") {
                const box = { left: Math.min(start.x, now.x), top: Math.min(start.y, now.y), width: Math.abs(now.x - start.x), height: Math.abs(now.y - start.y) };
                rubber.hidden = box.width < 2;
                for (const side of ["left", "top", "width", "height"] as const) rubber.style[side] = `${box[side] / now.scale}px`;
                return;
            }
            if (Math.abs(dx) + Math.abs(dy) < 0.3) return;
            from = now;
            asked = true;
            if (tool === "tip") void this.#pick(now.x, now.y);
            else if (tool === "pan") void this.#act({ action: "pan", x: start.x, y: start.y, dx, dy });
            else void this.#act({ action: "rotate", x: start.x, y: start.y, dx: -dx / 2, dy: dy / 2 });
        });
        const release = (event: PointerEvent): void => {
            if (!from) return;
            const now = this.#at(event), moved = Math.abs(now.x - start.x) > 4 && Math.abs(now.y - start.y) > 4;
            from = null;
            rubber.hidden = true;
            canvas.classList.remove("held");
            delete canvas.dataset["drag"];
            if (tool === "zoom" && moved) void this.#act({ action: "box", x: Math.min(start.x, now.x), y: Math.min(start.y, now.y), dx: Math.abs(now.x - start.x), dy: Math.abs(now.y - start.y), keep: true });
            else if (asked && (tool === "rotate" || tool === "pan")) void this.#act({ action: tool, x: start.x, y: start.y, dx: 0, dy: 0, keep: true });
        };
        canvas.addEventListener("pointerup", release);
        canvas.addEventListener("pointercancel", release);
        canvas.addEventListener("dblclick", () => { if (acting()) void this.#act({ action: "restore", x: 0, y: 0, keep: true }); });
        canvas.addEventListener("wheel", event => {
            if (!acting() || !(event.ctrlKey || document.activeElement === canvas)) return;
            event.preventDefault();
            const { x, y } = this.#at(event);
            void this.#act({ action: "zoom", x, y, factor: Math.exp(-event.deltaY / 400), keep: true });
        }, { passive: false });
        canvas.addEventListener("keydown", event => this.#key(event));
    }

    #key(event: KeyboardEvent): void {
        if (!this.figure || !this.scene || event.ctrlKey || event.altKey || event.metaKey) return;
        const { x, y } = this.#middle();
        const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const arrow = arrows[event.key];
        if (arrow) {
            const pan = this.#toolAt(x, y) !== "rotate" || event.shiftKey, step = pan ? 10 : 5;
            void this.#act({ action: pan ? "pan" : "rotate", x, y, dx: (pan ? -1 : 1) * step * arrow[0], dy: (pan ? -1 : 1) * step * arrow[1], keep: true });
        } else if (event.key === "+" || event.key === "=") void this.#act({ action: "zoom", x, y, factor: 1.25, keep: true });
        else if (event.key === "-") void this.#act({ action: "zoom", x, y, factor: 0.8, keep: true });
        else if (event.key === "Home" || event.key === "0") void this.#act({ action: "restore", x: 0, y: 0, keep: true });
        else return;
        event.preventDefault();
    }
}

export function figureView(session: Session, output: Output, resized: () => void): OutputView { return new Figure(session, output, resized); }
