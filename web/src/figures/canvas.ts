// figures/canvas.ts: draws a display list (src/graphics/targets/json.c) on a canvas. Everything is decided by the engine: this
// file only strokes, fills and writes. Units are points; `scale` is device pixels per point.
import type { Item, Scene } from "./scene";

const pictures = new Map<string, HTMLImageElement>();
const paths = new WeakMap<Item, Path2D>();

function pathOf(item: Item): Path2D {
    let path = paths.get(item);
    if (!path) paths.set(item, path = new Path2D(item.d));
    return path;
}

/** Loads the pictures of a scene; resolves when they can be drawn. */
export async function loadPictures(scene: Scene): Promise<boolean> {
    const waiting: Promise<unknown>[] = [];
    for (const { k, src } of scene.items) {
        if (k !== "image" || !src?.startsWith("data:image/") || pictures.has(src)) continue;
        if (pictures.size > 100) pictures.clear();
        const picture = new Image();
        picture.src = src;
        waiting.push(picture.decode().then(() => pictures.set(src, picture), () => undefined));
    }
    await Promise.all(waiting);
    return waiting.length > 0;
}

/** Axis-parallel lines on device pixels: moves the pen so that strokes of `width` pixels cover whole ones. */
function crispOffset(width_px: number): number { return Math.max(1, Math.round(width_px)) % 2 / 2; }

const numbers = /-?\d*\.?\d+(?:e[-+]?\d+)?/gi;

/** The path in device pixels with its corners on pixel borders. */
function crispPath(item: Item, scale: number, offset: number): Path2D {
    return new Path2D((item.d ?? "").replace(numbers, text => String(Math.round(Number(text) * scale - offset) + offset)));
}

function drawPath(g: CanvasRenderingContext2D, item: Item, scale: number): void {
    const width_px = (item.w ?? 0) * scale;
    const crisp = item.crisp === 1;
    const path = crisp ? crispPath(item, scale, item.stroke ? crispOffset(width_px) : 0) : pathOf(item);
    g.save();
    if (crisp) g.setTransform(1, 0, 0, 1, 0, 0);
    if (item.fill) {
        g.globalAlpha = item.fa ?? 1;
        g.fillStyle = item.fill;
        g.fill(path, item.eo ? "evenodd" : "nonzero");
    }
    if (item.stroke) {
        g.globalAlpha = item.sa ?? 1;
        g.strokeStyle = item.stroke;
        g.lineWidth = crisp ? Math.max(1, Math.round(width_px)) : Math.max(item.w ?? 0, 0.5 / scale);
        g.lineCap = item.cap ?? "butt";
        g.lineJoin = item.join ?? "miter";
        g.setLineDash((item.dash ?? []).map(part => crisp ? part * scale : part));
        g.stroke(path);
    }
    g.restore();
}

function drawText(g: CanvasRenderingContext2D, item: Item): void {
    const text = item.s ?? "";
    g.save();
    g.translate(item.x ?? 0, item.y ?? 0);
    if (item.angle) g.rotate(item.angle * Math.PI / 180);
    g.font = `${item.italic ? "italic " : ""}${item.bold ? "bold " : ""}${item.size ?? 10}px ${item.font ?? "Helvetica, Arial, sans-serif"}`;
    g.globalAlpha = item.fa ?? 1;
    g.fillStyle = item.fill ?? "#000";
    if (item.width) { // the engine measured with its own font: keep its width
        const own = g.measureText(text).width;
        if (own > 0) g.scale(item.width / own, 1);
    }
    g.fillText(text, 0, 0);
    g.restore();
}

function drawMesh(g: CanvasRenderingContext2D, item: Item): void {
    const xy = item.xy ?? [], colors = item.c ?? [];
    const part = (color: string, at: number): number => parseInt(color.slice(at, at + 2), 16);
    g.save();
    g.lineWidth = 0.4;
    g.lineJoin = "round";
    for (let t = 0; t * 6 + 5 < xy.length; t++) {
        const [a, b, c] = [colors[t * 3] ?? "#000000", colors[t * 3 + 1] ?? "#000000", colors[t * 3 + 2] ?? "#000000"];
        const mean = (at: number): number => Math.round((part(a, at) + part(b, at) + part(c, at)) / 3);
        g.fillStyle = g.strokeStyle = a === b && b === c ? a : `rgb(${mean(1)} ${mean(3)} ${mean(5)})`;
        g.beginPath();
        g.moveTo(xy[t * 6] as number, xy[t * 6 + 1] as number);
        g.lineTo(xy[t * 6 + 2] as number, xy[t * 6 + 3] as number);
        g.lineTo(xy[t * 6 + 4] as number, xy[t * 6 + 5] as number);
        g.closePath();
        g.fill();
        g.stroke(); // closes the hair lines between neighbours
    }
    g.restore();
}

function drawItem(g: CanvasRenderingContext2D, item: Item, scale: number): void {
    switch (item.k) {
    case "path": drawPath(g, item, scale); break;
    case "text": drawText(g, item); break;
    case "mesh": drawMesh(g, item); break;
    case "image": {
        const picture = pictures.get(item.src ?? "");
        g.imageSmoothingEnabled = item.smooth === 1;
        if (picture) g.drawImage(picture, item.x ?? 0, item.y ?? 0, item.width ?? 0, item.height ?? 0);
        break;
    }
    case "clip":
        g.save();
        g.clip(pathOf(item));
        break;
    case "endclip": g.restore(); break;
    default: break;
    }
}

/** Draws the whole scene; the canvas gets the size that `scale` asks for. */
export function drawScene(canvas: HTMLCanvasElement, scene: Scene, scale: number): void {
    const width = Math.round(scene.width * scale), height = Math.round(scene.height * scale);
    if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
    }
    const g = canvas.getContext("2d");
    if (!g) return;
    g.setTransform(1, 0, 0, 1, 0, 0);
    g.clearRect(0, 0, width, height);
    if (scene.background) {
        g.globalAlpha = scene.ba ?? 1;
        g.fillStyle = scene.background;
        g.fillRect(0, 0, width, height);
        g.globalAlpha = 1;
    }
    g.setTransform(scale, 0, 0, scale, 0, 0);
    let open = 0;
    for (const item of scene.items) {
        if (item.k === "clip") open++;
        if (item.k === "endclip" && open-- <= 0) { open = 0; continue; }
        drawItem(g, item, scale);
    }
    while (open-- > 0) g.restore();
}
