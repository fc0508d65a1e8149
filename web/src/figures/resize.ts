// figures/resize.ts: the handle in the lower right corner of a figure: dragging it, or arrow keys on it, give the figure
// another size. While it is dragged the old picture is stretched.
import { h } from "../base/dom";

const least_pt = 90, most_pt = 2000, px_per_pt = 96 / 72;

export function cornerHandle(canvas: HTMLCanvasElement, done: (width_pt: number, height_pt: number) => Promise<void>): HTMLElement {
    const within = (points: number): number => Math.round(Math.max(least_pt, Math.min(most_pt, points)));
    const size = (): { width: number; height: number } => ({ width: canvas.clientWidth / px_per_pt, height: canvas.clientHeight / px_per_pt });
    const stretch = (width: number, height: number): void => {
        canvas.style.width = `${width * px_per_pt}px`;
        canvas.style.aspectRatio = `${width} / ${height}`;
    };
    const handle = h("div", { class: "figure-corner", tabindex: 0, role: "button", "aria-label": "Size of the figure: arrow keys change it", title: "Drag to resize",
        onkeydown: (event: KeyboardEvent) => {
            const steps: Record<string, [number, number]> = { ArrowLeft: [-15, 0], ArrowRight: [15, 0], ArrowUp: [0, -15], ArrowDown: [0, 15] }, step = steps[event.key];
            if (!step) return;
            event.preventDefault();
            const { width, height } = size();
            void done(within(width + step[0]), within(height + step[1]));
        },
        onpointerdown: (event: PointerEvent) => {
            const before = size();
            let width = before.width, height = before.height;
            event.preventDefault();
            handle.setPointerCapture(event.pointerId);
            handle.onpointermove = move => {
                width = within(before.width + (move.clientX - event.clientX) / px_per_pt);
                height = within(before.height + (move.clientY - event.clientY) / px_per_pt);
                stretch(width, height);
            };
            handle.onlostpointercapture = () => {
                handle.onpointermove = handle.onlostpointercapture = null;
                if (width !== before.width || height !== before.height) void done(width, height);
            };
        } });
    return handle;
}
