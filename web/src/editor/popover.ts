// editor/popover.ts: a small panel beside something in the document. Escape and a click elsewhere close it.
import { h, onceAFrame } from "../base/dom";

export interface Popover { dom: HTMLElement; close(): void }

export function openPopover(anchor: Element, label: string, content: readonly HTMLElement[], closed: () => void): Popover {
    const close = (): void => {
        if (!dom.isConnected) return;
        dom.remove();
        document.removeEventListener("pointerdown", outside, true);
        removeEventListener("resize", placeSoon);
        closed();
    };
    const outside = (event: Event): void => { if (!dom.contains(event.target as Node)) close(); };
    const dom = h("div", { class: "popover", role: "dialog", "aria-label": label, onkeydown: (event: KeyboardEvent) => {
        if (event.key === "Escape") { event.preventDefault(); close(); }
        event.stopPropagation();
    } }, content);
    /** Beside the anchor, within the window; where it was when the anchor is no more. */
    let at = anchor.getBoundingClientRect();
    const place = (): void => {
        if (anchor.isConnected) at = anchor.getBoundingClientRect();
        const box = dom.getBoundingClientRect(), below = at.bottom + 6 + box.height < innerHeight;
        dom.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.width - 8))}px`;
        dom.style.top = `${Math.max(8, Math.min(below ? at.bottom + 6 : at.top - box.height - 6, innerHeight - box.height - 8))}px`;
    };
    const placeSoon = onceAFrame(place); // when the panes have their new sizes
    document.body.append(dom);
    place();
    addEventListener("resize", placeSoon);
    setTimeout(() => document.addEventListener("pointerdown", outside, true));
    return { dom, close };
}
