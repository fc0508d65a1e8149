// panes/tour.ts: five steps that show a first visitor around. A card beside what it is about; nothing else is locked.
import "../styles/tour.css";
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { showPane } from "../shell/docks";

type Step = { title: string; text: string; target: string; pane?: string; beside?: boolean };

const steps: readonly Step[] = [
    { title: "One document for everything", text: "Text, equations, code and results stand in one live document. The lab is a good one to begin with; a new one is a click away.", target: ".choice.lab,.document", beside: true },
    { title: "Run it section by section", text: "Ctrl+Enter runs the section with the cursor, Ctrl+Shift+Enter goes on to the next. A dark mark follows the line that runs, and Stop ends it at once.", target: ".toolbar .group[aria-label=Run]" },
    { title: "See the variables", text: "The Workspace shows every variable as it changes. What the last run changed has a mark; a double click opens it as a grid.", target: ".pane-workspace", pane: "workspace" },
    { title: "Try things out", text: "The Command Window takes single lines and shares the variables. The path bar above and the Current Folder show where files are found.", target: ".pane-console", pane: "console" },
    { title: "Look things up, hand things in", text: "F1 or “doc name” opens the help, with examples that run. Export makes a PDF or a Word file of the document.", target: ".help-menu" },
];

/** Ends the tour that is on. */
let running: (() => void) | null = null;

export function runTour(app: App): void {
    running?.();
    let at = 0;
    const back = document.activeElement as HTMLElement | null;
    const ring = h("div", { class: "tour-ring", "aria-hidden": "true" });
    const title = h("h2", { id: "tour-title" }), text = h("p", { id: "tour-text" }), count = h("span", { class: "tour-count" });
    const previous = h("button", { type: "button", class: "button", onclick: () => go(at - 1) }, "Back");
    const next = h("button", { type: "button", class: "button primary", onclick: () => go(at + 1) });
    const card = h("div", { class: "tour", role: "dialog", "aria-labelledby": "tour-title", "aria-describedby": "tour-text", tabindex: -1, onkeydown: (event: KeyboardEvent) => {
        if (event.key === "Escape") end();
        else if (event.key === "ArrowRight") go(at + 1);
        else if (event.key === "ArrowLeft") go(at - 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
    } }, h("button", { type: "button", class: "plain", "aria-label": "Skip the tour", title: "Skip", onclick: () => end() }, "×"), title, text, h("div", { class: "tour-buttons" }, count, previous, next));
    const box = h("div", { class: "tour-layer" }, ring, card);

    const end = (): void => {
        box.remove();
        running = null;
        window.removeEventListener("resize", place);
        release();
        app.setPref("tour", "done");
        back?.focus();
    };
    const place = (): void => {
        const target = (steps[at] as Step).target.split(",").map(one => document.querySelector<HTMLElement>(one)).find(one => one?.offsetParent);
        ring.hidden = !target;
        const to = target?.getBoundingClientRect() ?? new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0), { width, height } = card.getBoundingClientRect();
        ring.style.translate = `${to.left - 3}px ${to.top - 3}px`;
        ring.style.width = `${to.width + 6}px`;
        ring.style.height = `${to.height + 6}px`;
        const clampX = (x: number): number => Math.max(8, Math.min(innerWidth - width - 8, x)), clampY = (y: number): number => Math.max(8, Math.min(innerHeight - height - 8, y));
        const below = [to.left, to.bottom + 12] as const, right = [to.right + 12, to.top] as const;
        const spots = [...((steps[at] as Step).beside ? [right, below] : [below, right]), [to.left - width - 12, to.top], [to.left, to.top - height - 12]] as const;
        const [x, y] = spots.find(([left, top]) => left >= 8 && left + width <= innerWidth - 8 && top >= 8 && top + height <= innerHeight - 8) ?? [clampX(to.left + (to.width - width) / 2), clampY(to.top + 24)];
        card.style.translate = `${clampX(x)}px ${clampY(y)}px`;
    };
    const go = (to: number): void => {
        if (to >= steps.length) { end(); return; }
        at = Math.max(0, to);
        const step = steps[at] as Step;
        if (step.pane) showPane(app, step.pane);
        title.textContent = step.title;
        text.textContent = step.text;
        count.textContent = `${at + 1} of ${steps.length}`;
        previous.disabled = at === 0;
        fill(next, at === steps.length - 1 ? "Done" : "Next");
        requestAnimationFrame(() => { place(); card.focus({ preventScroll: true }); });
    };
    running = end;
    document.body.append(box);
    window.addEventListener("resize", place);
    const release = app.active.listen(() => requestAnimationFrame(place)); // a document opened: what the step is about moved
    go(0);
}
