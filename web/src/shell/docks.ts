// shell/docks.ts: panes around the document: left, right, below. Each can be hidden, moved, resized; the layout is kept
// among the user's preferences.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { Signal } from "../base/signal";
import { panes, type PaneDef, type PaneView, type Place } from "../panes";
import { icon } from "./icons";
import { openMenu, type MenuItem } from "./menu";

type PaneState = { place: Place; shown: boolean; weight: number };
type DockState = { sizes: Record<Place, number>; panes: Record<string, PaneState> };

const places: readonly Place[] = ["left", "right", "bottom"];
const least: Record<Place, number> = { left: 140, right: 160, bottom: 80 };

function standard(): DockState {
    return {
        sizes: { left: 220, right: 320, bottom: 220 },
        panes: Object.fromEntries(panes.map(one => [one.id, { place: one.place, shown: one.shown, weight: 1 }])),
    };
}

function kept(app: App): DockState {
    const state = standard(), saved = app.prefs.value["docks"] as DockState | undefined;
    if (!saved) return state;
    Object.assign(state.sizes, saved.sizes);
    for (const id in state.panes) Object.assign(state.panes[id] as PaneState, saved.panes?.[id]);
    return state;
}

function change(app: App, id: string, part: Partial<PaneState>): void {
    const state = kept(app);
    Object.assign(state.panes[id] as PaneState, part);
    app.setPref("docks", state);
}

const narrow = matchMedia("(max-width: 760px)");
/** The pane that a narrow window shows; "" none. */
const single = new Signal("workspace");

/** Brings a pane into view, as `doc` does with Help. */
export function showPane(app: App, id: string): void {
    single.value = id;
    if (!narrow.matches && !(kept(app).panes[id] as PaneState).shown) change(app, id, { shown: true });
}

/** Moves the focus to the document or pane after (1) or before (-1) the one that has it. */
export function focusNext(step: 1 | -1): void {
    const all = [...document.querySelectorAll<HTMLElement>("main, .pane")].filter(one => one.offsetParent), at = all.findIndex(one => one.contains(document.activeElement));
    const next = all[at < 0 ? 0 : (at + step + all.length) % all.length];
    [".cm-content", ".console-input", ".vgrid", "tbody tr[tabindex='0']", ".help-search", "button, [tabindex='0']"].map(one => next?.querySelector<HTMLElement>(one)).find(one => one?.offsetParent)?.focus();
}

export function panesMenu(app: App): MenuItem[] {
    const state = kept(app);
    return [
        ...panes.map(one => {
            const shown = (state.panes[one.id] as PaneState).shown;
            return { label: one.title, on: shown, run: () => change(app, one.id, { shown: !shown }) };
        }),
        { label: "Restore the layout", run: () => app.setPref("docks", standard()) },
    ];
}

function splitter(label: string, axis: "x" | "y", drag: (pixels: number, done: boolean) => void): HTMLElement {
    const dom = h("div", { class: `splitter ${axis}`, role: "separator", tabindex: 0, "aria-label": label, "aria-orientation": axis === "x" ? "vertical" : "horizontal", "aria-valuenow": 0, "aria-valuemin": 0, "aria-valuemax": 4000 });
    dom.addEventListener("pointerdown", event => {
        const from = axis === "x" ? event.clientX : event.clientY;
        const by = (e: PointerEvent): number => (axis === "x" ? e.clientX : e.clientY) - from;
        const move = (e: PointerEvent): void => drag(by(e), false);
        dom.setPointerCapture(event.pointerId);
        dom.addEventListener("pointermove", move);
        dom.addEventListener("pointerup", e => { dom.removeEventListener("pointermove", move); drag(by(e), true); }, { once: true });
        event.preventDefault();
    });
    dom.addEventListener("keydown", event => {
        const back = axis === "x" ? "ArrowLeft" : "ArrowUp", on = axis === "x" ? "ArrowRight" : "ArrowDown";
        if (event.key === back) drag(-16, true);
        if (event.key === on) drag(16, true);
    });
    return dom;
}

function makePane(app: App, def: PaneDef): HTMLElement {
    let view: PaneView | null = null;
    const options = h("button", { type: "button", class: "tool small", "aria-label": `${def.title} options`, title: "Options", "aria-haspopup": "menu", onclick: () => {
        const box = options.getBoundingClientRect(), here = (kept(app).panes[def.id] as PaneState).place;
        const own = view?.menu?.() ?? [];
        openMenu([...own, ...(own.length ? ["-" as const] : []),
            ...places.filter(place => place !== here).map(place => ({ label: place === "bottom" ? "Move below" : `Move to the ${place}`, run: () => change(app, def.id, { place }) })),
            { label: "Hide", run: () => change(app, def.id, { shown: false }) }], { x: box.right - 180, y: box.bottom }, options);
    } }, icon("more"));
    const tools = h("div", { class: "pane-tools" }), body = h("div", { class: "pane-body" });
    void def.load().then(module => {
        view = module.make(app);
        fill(tools, view.tools ?? []);
        fill(body, view.dom);
    });
    return h("section", { class: `pane pane-${def.id}`, "aria-label": def.title }, h("header", { class: "pane-head" }, h("h2", {}, def.title), tools, options), body);
}

/** Puts the children of `dock` anew without taking out those that stay: they keep where they are scrolled to. */
function arrange(dock: HTMLElement, parts: readonly HTMLElement[]): void {
    for (const child of [...dock.children]) if (!parts.includes(child as HTMLElement)) child.remove();
    parts.forEach((part, at) => { if (dock.children[at] !== part) dock.insertBefore(part, dock.children[at] ?? null); });
}

export function makeDocks(app: App, center: HTMLElement): HTMLElement {
    const made = new Map<string, HTMLElement>();
    const docks = { left: h("div", { class: "dock left" }), right: h("div", { class: "dock right" }), bottom: h("div", { class: "dock bottom" }) };
    const size = (place: Place, pixels: number): void => {
        const shown = Math.max(least[place], pixels);
        docks[place].style[place === "bottom" ? "height" : "width"] = `${shown}px`;
        edges[place].setAttribute("aria-valuenow", String(Math.round(shown)));
    };
    const edge = (place: Place, sign: number): HTMLElement => splitter(`Size of the ${place} panes`, place === "bottom" ? "y" : "x", (pixels, done) => {
        const state = kept(app), next = Math.max(least[place], state.sizes[place] + sign * pixels);
        size(place, next);
        if (done) app.setPref("docks", { ...state, sizes: { ...state.sizes, [place]: next } });
    });
    const edges: Record<Place, HTMLElement> = { left: edge("left", 1), right: edge("right", -1), bottom: edge("bottom", -1) };
    const between = (place: Place, first: string, second: string): HTMLElement => splitter("Size of the panes", place === "bottom" ? "x" : "y", (pixels, done) => {
        const a = made.get(first) as HTMLElement, b = made.get(second) as HTMLElement, state = kept(app);
        const one = state.panes[first] as PaneState, two = state.panes[second] as PaneState, sum = one.weight + two.weight;
        const along = (x: HTMLElement): number => place === "bottom" ? x.offsetWidth : x.offsetHeight;
        const total = along(a) + along(b);
        const share = Math.max(0.1, Math.min(0.9, one.weight / sum + pixels / Math.max(1, total)));
        a.style.flexGrow = String(sum * share);
        b.style.flexGrow = String(sum * (1 - share));
        if (!done) return;
        Object.assign(one, { weight: sum * share });
        Object.assign(two, { weight: sum * (1 - share) });
        app.setPref("docks", state);
    });
    const paneOf = (def: PaneDef): HTMLElement => {
        let dom = made.get(def.id);
        if (!dom) made.set(def.id, dom = makePane(app, def));
        return dom;
    };
    const strip = h("div", { class: "tabs pane-tabs", role: "tablist", "aria-label": "Panes" });
    strip.addEventListener("keydown", event => {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0, at = panes.findIndex(one => one.id === single.value);
        if (!step) return;
        single.value = (panes[(at + step + panes.length) % panes.length] as PaneDef).id;
        strip.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
        event.preventDefault();
    });
    /** A narrow window has one pane below the document, chosen by tabs; the chosen tab once more hides it. */
    const drawNarrow = (): void => {
        const def = panes.find(one => one.id === single.value);
        fill(strip, panes.map(one => h("button", { type: "button", role: "tab", class: one === def ? "tab active" : "tab", "aria-selected": String(one === def), tabindex: one === (def ?? panes[0]) ? 0 : -1,
            onclick: () => { single.value = one === def ? "" : one.id; } }, one.title)));
        arrange(docks.bottom, def ? [strip, paneOf(def)] : [strip]);
        docks.bottom.style.height = "";
        docks.bottom.classList.toggle("closed", !def);
        strip.querySelector("[aria-selected=true]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
    };
    let drawn = "";
    const draw = (): void => {
        const state = kept(app), mark = narrow.matches ? `narrow ${single.value}` : JSON.stringify(state);
        if (mark === drawn) return;
        drawn = mark;
        for (const place of places) {
            docks[place].hidden = edges[place].hidden = narrow.matches && place !== "bottom";
            if (narrow.matches) continue;
            docks[place].classList.remove("closed");
            const here = panes.filter(one => (state.panes[one.id] as PaneState).place === place && (state.panes[one.id] as PaneState).shown);
            const parts: HTMLElement[] = [];
            here.forEach((def, at) => {
                const dom = paneOf(def);
                dom.style.flexGrow = String((state.panes[def.id] as PaneState).weight);
                if (at) parts.push(between(place, (here[at - 1] as PaneDef).id, def.id));
                parts.push(dom);
            });
            const same = parts.length === docks[place].childNodes.length && parts.every((part, at) => at % 2 === 1 || part === docks[place].childNodes[at]);
            if (!same) arrange(docks[place], parts);
            docks[place].hidden = edges[place].hidden = here.length === 0;
            size(place, state.sizes[place]);
        }
        if (narrow.matches) drawNarrow();
    };
    narrow.addEventListener("change", draw);
    single.listen(draw);
    app.prefs.watch(draw);
    return h("div", { class: "middle" }, docks.left, edges.left, h("div", { class: "column" }, center, edges.bottom, docks.bottom), edges.right, docks.right);
}
