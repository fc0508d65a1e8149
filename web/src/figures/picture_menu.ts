// figures/picture_menu.ts: a figure as a file (the engine draws it anew) or on the clipboard (as it stands on the page).
import { download } from "../base/dom";
import type { Session } from "../session";
import { openMenu } from "../shell/menu";
import { say } from "../shell/notices";

const formats = [["png", "PNG, 300 dots an inch"], ["svg", "SVG"], ["pdf", "PDF"]] as const;

async function save(session: Session, figure: number, format: string): Promise<void> {
    const reply = await session.app.ask("figure_export", { doc: session.id, figure, format, dpi: 300 });
    if (reply) download(reply.name, reply.data_uri);
}

function bytesOf(canvas: HTMLCanvasElement): Promise<Blob> {
    return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error("The picture is empty.")), "image/png"));
}

async function copy(canvas: HTMLCanvasElement): Promise<void> {
    try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": bytesOf(canvas) })]);
        say("info", "The picture is on the clipboard.");
    } catch (error) {
        say("error", `The picture cannot be copied: ${(error as Error).message}`);
    }
}

export function pictureMenu(session: Session, figure: number, canvas: HTMLCanvasElement, back: HTMLElement, place?: { x: number; y: number }): void {
    const box = back.getBoundingClientRect();
    openMenu([{ label: "Copy the picture", run: () => copy(canvas) },
        ...(figure ? ["-" as const, ...formats.map(([format, label]) => ({ label: `Save as ${label}`, run: () => save(session, figure, format) }))] : [])],
    place ?? { x: box.left, y: box.bottom }, back);
}
