// figures/scene.ts: the display list of a figure, as src/graphics/targets/json.c writes it. Units are points.
import type { Json } from "../protocol";

export interface Item {
    k: "path" | "text" | "image" | "clip" | "endclip" | "group" | "endgroup" | "link" | "anchor" | "mesh";
    d?: string; fill?: string; fa?: number; stroke?: string; sa?: number; w?: number; dash?: number[];
    cap?: CanvasLineCap; join?: CanvasLineJoin; eo?: number; crisp?: number;
    x?: number; y?: number; width?: number; height?: number; s?: string; font?: string; size?: number; bold?: number; italic?: number; angle?: number;
    src?: string; smooth?: number; id?: string; role?: string; alt?: string; href?: string; xy?: number[]; c?: string[];
}

export interface Scene { width: number; height: number; background?: string; ba?: number; items: Item[] }

export function sceneOf(json: Json): Scene | null {
    return json && typeof json.width === "number" && Array.isArray(json.items) ? json as Scene : null;
}

/** The axes whose plot box holds a place. */
export function axesAt(scene: Scene, x: number, y: number): { is_3d: boolean } | null {
    const inside = (one: Item): boolean => one.k === "group" && (one.width ?? 0) > 0
        && x >= (one.x ?? 0) && x <= (one.x ?? 0) + (one.width ?? 0) && y >= (one.y ?? 0) && y <= (one.y ?? 0) + (one.height ?? 0);
    const found = scene.items.find(inside) ?? scene.items.find(one => one.k === "group" && (one.width ?? 0) > 0);
    return found ? { is_3d: found.role === "axes-3d" } : null;
}
