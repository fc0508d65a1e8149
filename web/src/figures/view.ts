// figures/view.ts: a figure: its picture and, on hover or focus, its tools: rotate, pan, zoom, data tips, restore, data table,
// export. What the pointer did goes to the engine, which sends the new picture; one request is under way at a time, and what
// happens meanwhile is added up for the next.
import { download, h, onceAFrame } from "../base/dom";
import { RequestError } from "../connection";
import type { OutputView } from "../editor/output_store";
import type { Json, Output, Requests } from "../protocol";
import type { Session } from "../session";
import { icon, type IconName } from "../shell/icons";
import { openMenu } from "../shell/menu";
import { say } from "../shell/notices";
import { drawScene, loadPictures } from "./canvas";
import { sceneOf, type Scene } from "./scene";
import { later } from "../editor/later";

type Tool = "rotate" | "pan" | "zoom" | "tip";
type Act = Omit<Requests["figure_act"]["args"], "doc" | "figure">;

const px_per_pt = 96 / 72;

class Figure implements OutputView {
    readonly canvas = h("canvas", { class: "figure-canvas", role: "img", tabindex: 0 });
    readonly tools = h("div", { class: "figure-tools", role: "toolbar", "aria-label": "Figure tools" });
    readonly tip = h("div", { class: "data-tip", hidden: true });
    readonly dom = h("div", { class: "output output-figure" }, h("div", { class: "figure-box" }, this.canvas, this.tools, this.tip));
    scene: Scene | null = null;
    figure = 0;
    tool: Tool = "rotate";
    #busy = false;
    #next: Act | null = null;
    #alive = true;
    readonly #buttons = new Map<Tool, HTMLButtonElement>();
    readonly #redraw = onceAFrame(() => this.#draw());
    readonly #seen: IntersectionObserver;
    #visible = true;

    constructor(readonly session: Session, output: Output, readonly resized: () => void) {
        this.#makeTools();
        this.#listen();
        this.#seen = new IntersectionObserver(entries => {
            this.#visible = entries.at(-1)?.isIntersecting ?? true;
            if (this.#visible) this.#redraw();
        });
        this.#seen.observe(this.canvas);
        this.update(output);
    }

    update(output: Output): void {
        this.figure = output.figure ?? 0;
        this.tools.hidden = this.figure === 0;
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
        this.#seen.disconnect();
    }

    #show(scene: Scene): void {
        const other = !this.scene || this.scene.width !== scene.width || this.scene.height !== scene.height;
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

    #choose(tool: Tool): void {
        this.tool = tool;
        this.tip.hidden = true;
        this.canvas.dataset["tool"] = tool;
        for (const [name, button] of this.#buttons) button.setAttribute("aria-pressed", String(name === tool));
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
        this.tools.append(tool("rotate", "Rotate", "rotate"), tool("pan", "Pan", "pan"), tool("zoom", "Zoom to a box", "zoomIn"), tool("tip", "Data tips", "tip"),
            action("Restore the view", "home", () => void this.#act({ action: "restore", x: 0, y: 0, keep: true })),
            action("Show the data as a table", "grid", () => void later().then(extras => extras.dataTable(this.session, this.figure))),
            action("Export", "export", button => this.#exportMenu(button)));
        this.#choose("rotate");
    }

    #exportMenu(button: HTMLElement): void {
        const box = button.getBoundingClientRect();
        openMenu((["png", "svg", "pdf"] as const).map(format => ({ label: format.toUpperCase(), run: () => void this.#export(format) })), { x: box.left, y: box.bottom }, button);
    }

    async #export(format: string): Promise<void> {
        const reply = await this.session.app.ask("figure_export", { doc: this.session.id, figure: this.figure, format, dpi: 300 });
        if (reply) download(reply.name, reply.data_uri);
    }

    /** Adds what the pointer did to what waits; acts of another kind wait for their turn. */
    async #act(act: Act): Promise<void> {
        const last = this.#next;
        if (last && last.action === act.action) this.#next = {
            ...act, dx: (last.dx ?? 0) + (act.dx ?? 0), dy: (last.dy ?? 0) + (act.dy ?? 0), factor: (last.factor ?? 1) * (act.factor ?? 1),
        };
        else this.#next = act;
        if (this.#busy || !this.figure) return;
        this.#busy = true;
        try {
            while (this.#next && this.#alive) {
                const now: Act = this.#next;
                this.#next = null;
                const reply = await this.session.app.link.request("figure_act", { doc: this.session.id, figure: this.figure, ...now });
                const scene = sceneOf(reply.scene);
                if (scene) this.#show(scene);
            }
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            this.#next = null;
            if (error.code !== "busy" && error.code !== "lost") say("info", error.message);
        } finally {
            this.#busy = false;
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
        let from: { x: number; y: number } | null = null, start = { x: 0, y: 0 };
        const rubber = h("div", { class: "rubber", hidden: true });
        canvas.parentElement?.append(rubber);
        const acting = (): boolean => this.figure > 0;
        canvas.addEventListener("pointerdown", event => {
            if (!acting() || event.button !== 0) return;
            from = start = this.#at(event);
            canvas.setPointerCapture(event.pointerId);
            canvas.classList.add("held");
            if (this.tool === "tip") void this.#pick(start.x, start.y);
        });
        canvas.addEventListener("pointermove", event => {
            if (!from) return;
            const now = this.#at(event), dx = now.x - from.x, dy = now.y - from.y;
            if (this.tool === "zoom") {
                const box = { left: Math.min(start.x, now.x), top: Math.min(start.y, now.y), width: Math.abs(now.x - start.x), height: Math.abs(now.y - start.y) };
                rubber.hidden = box.width < 2;
                for (const side of ["left", "top", "width", "height"] as const) rubber.style[side] = `${box[side] / now.scale}px`;
                return;
            }
            if (Math.abs(dx) + Math.abs(dy) < 0.3) return;
            from = now;
            if (this.tool === "tip") void this.#pick(now.x, now.y);
            else if (this.tool === "pan") void this.#act({ action: "pan", x: start.x, y: start.y, dx, dy });
            else void this.#act({ action: "rotate", x: start.x, y: start.y, dx: -dx / 2, dy: dy / 2 });
        });
        const release = (event: PointerEvent): void => {
            if (!from) return;
            const now = this.#at(event), moved = Math.abs(now.x - start.x) > 4 && Math.abs(now.y - start.y) > 4;
            from = null;
            rubber.hidden = true;
            canvas.classList.remove("held");
            if (this.tool === "zoom" && moved) void this.#act({ action: "box", x: Math.min(start.x, now.x), y: Math.min(start.y, now.y), dx: Math.abs(now.x - start.x), dy: Math.abs(now.y - start.y), keep: true });
            else if (this.tool === "rotate" || this.tool === "pan") void this.#act({ action: this.tool, x: start.x, y: start.y, dx: 0, dy: 0, keep: true });
        };
        canvas.addEventListener("pointerup", release);
        canvas.addEventListener("pointercancel", release);
        canvas.addEventListener("dblclick", () => { if (acting()) void this.#act({ action: "restore", x: 0, y: 0, keep: true }); });
        canvas.addEventListener("wheel", event => {
            if (!acting() || !(event.ctrlKey || document.activeElement === canvas)) return;
            event.preventDefault();
            const { x, y } = this.#at(event);
            void this.#act({ action: "zoom", x, y, factor: Math.exp(-event.deltaY / 400) });
        }, { passive: false });
        canvas.addEventListener("keydown", event => this.#key(event));
    }

    #key(event: KeyboardEvent): void {
        if (!this.figure || !this.scene || event.ctrlKey || event.altKey || event.metaKey) return;
        const x = this.scene.width / 2, y = this.scene.height / 2;
        const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const arrow = arrows[event.key];
        if (arrow) {
            const pan = this.tool === "pan" || event.shiftKey, step = pan ? 10 : 5;
            void this.#act({ action: pan ? "pan" : "rotate", x, y, dx: (pan ? -1 : 1) * step * arrow[0], dy: (pan ? -1 : 1) * step * arrow[1] });
        } else if (event.key === "+" || event.key === "=") void this.#act({ action: "zoom", x, y, factor: 1.25 });
        else if (event.key === "-") void this.#act({ action: "zoom", x, y, factor: 0.8 });
        else if (event.key === "Home" || event.key === "0") void this.#act({ action: "restore", x: 0, y: 0, keep: true });
        else return;
        event.preventDefault();
    }
}

export function figureView(session: Session, output: Output, resized: () => void): OutputView { return new Figure(session, output, resized); }
