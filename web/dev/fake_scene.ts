// dev/fake_scene.ts: eight axes with thirty ridges each, as the lab's figure, projected here because there is no engine.
import type { Json } from "../src/protocol";

const epochs = 30, points = 32;

function axes(left: number, top: number, width: number, height: number, azimuth: number, elevation: number, seed: number): Json[] {
    const a = azimuth * Math.PI / 180, e = elevation * Math.PI / 180;
    const project = (x: number, y: number, z: number): [number, number] => {
        const u = x * Math.cos(a) + y * Math.sin(a), v = -x * Math.sin(a) + y * Math.cos(a);
        return [left + width / 2 + u * width * 0.38, top + height * 0.6 + v * Math.sin(e) * height * 0.3 - z * Math.cos(e) * height * 0.5];
    };
    const items: Json[] = [{ k: "group", role: "axes-3d", x: left, y: top, width, height }];
    const floor = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => project(x as number, y as number, 0).map(n => n.toFixed(2)).join(" "));
    items.push({ k: "path", d: `M${floor.join("L")}Z`, fill: "#ffffff", stroke: "#262626", w: 0.5 });
    for (let k = 0; k < epochs; k++) {
        const epoch = Math.cos(a) > 0 ? epochs - 1 - k : k, y = epoch / (epochs - 1) * 2 - 1, width_of = 0.15 + 0.25 * epoch / epochs;
        let d = "";
        for (let p = 0; p < points; p++) {
            const x = p / (points - 1) * 2 - 1, z = Math.exp(-x * x / (2 * width_of * width_of)) * (0.6 + 0.4 * Math.sin(seed + epoch * 0.3) ** 2);
            const [px, py] = project(x, y, p === 0 || p === points - 1 ? 0 : z);
            d += `${p ? "L" : "M"}${px.toFixed(2)} ${py.toFixed(2)}`;
        }
        const share = epoch / epochs, colour = `#${[60 + 190 * share, 40 + 190 * share, 170 - 120 * share].map(v => Math.round(v).toString(16).padStart(2, "0")).join("")}`;
        items.push({ k: "path", d: `${d}Z`, fill: colour, stroke: "#404040", w: 0.3, join: "round" });
    }
    items.push({ k: "text", x: left + width / 2 - 12, y: top + 10, s: `fc${seed}`, font: "Helvetica, Arial, sans-serif", size: 9, bold: 1, fill: "#000000" }, { k: "endgroup" });
    return items;
}

export function ridges(azimuth: number, elevation: number): Json {
    const items: Json[] = [];
    for (let k = 0; k < 8; k++) items.push(...axes(k % 4 * 165, Math.floor(k / 4) * 180, 165, 180, azimuth, elevation, k + 1));
    return { width: 660, height: 365, background: "#ffffff", items };
}
