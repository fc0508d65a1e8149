// shell/icons.ts: the icons, drawn on a 16 x 16 grid with one stroke.
import { s } from "../base/dom";

const shapes = {
    play: "M4.5 3v10l8-5z|fill",
    section: "M2.5 2v12M6 4.5v7l5.5-3.5z",
    advance: "M2.5 2v12M5.5 3v6L10 6zM10 12.5h4M12 10.5l2 2-2 2",
    toEnd: "M3 3.5v9L9 8zM12.5 3v10M9.5 10.5l3 3 3-3",
    stop: "M4 4h8v8H4z|fill",
    step: "M3 3v7l5-3.5zM11 3v6.5M8.5 8.5 11 11l2.500-2.500M8.500 13.500h5",
    break: "M2 8h2.500M6.500 8h3M11.500 8H14M4 2.500v2.500h8V2.500M4 13.500V11h8v2.500",
    text: "M3.500 4V3h9v1M8 3v10M6.500 13h3",
    code: "M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500",
    bold: "M5 3h3.500a2.300 2.300 0 0 1 0 4.700H5zM5 7.700h4.200a2.600 2.600 0 0 1 0 5.300H5z",
    italic: "M7 3h4M5 13h4M9 3 7 13",
    underline: "M4.500 3v4.500a3.500 3.500 0 0 0 7 0V3M4 14h8",
    mono: "M3.500 3.500h9v9h-9zM6 6l1.500 2L6 10M9 10h1.500",
    bullets: "M6 4h8M6 8h8M6 12h8M2.500 4h.6M2.500 8h.6M2.500 12h.6",
    numbers: "M6.500 4h7.500M6.500 8h7.500M6.500 12h7.500M2.200 3.200l1-.7v3M2 10.700q.8-1 1.600-.4t-1.600 2.700h1.800",
    equation: "M12 3.500H4.500L9 8l-4.500 4.500H12",
    image: "M2.500 3h11v10h-11zM3 11l3.500-3.500L9 10l2-2 2.500 2.500M10.500 5.700h.1",
    link: "M7 9a2.500 2.500 0 0 0 3.500 0l2.500-2.500A2.500 2.500 0 0 0 9.500 3L8.500 4M9 7a2.500 2.500 0 0 0-3.500 0L3 9.500A2.500 2.500 0 0 0 6.500 13l1-1",
    table: "M2.500 3h11v10h-11zM2.500 6.300h11M2.500 9.700h11M6.200 3v10M9.800 3v10",
    center: "M2.500 4h11M4.500 7h7M2.500 10h11M4.500 13h7",
    left: "M2.500 4h11M2.500 7h7M2.500 10h11M2.500 13h7",
    comment: "M4 13 6.500 3M9 5.500h5M9 8.500h5M9 11.500h3",
    undo: "M3 7h6.500a3.500 3.500 0 0 1 0 7H7M5.500 4 2.500 7l3 3",
    redo: "M13 7H6.500a3.500 3.500 0 0 0 0 7H9M10.500 4l3 3-3 3",
    find: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14",
    inline: "M2.500 3h11M2.500 6h7M4.500 9h7v4h-7z",
    right: "M2.500 3h5M2.500 6h5M2.500 9h5M2.500 12h5M9.500 3h4v9.500h-4z",
    hide: "M2.500 3h11M2.500 6h8M4 9h8v4H4z",
    save: "M3 3h8l2 2v8H3zM5.500 3v3.500h5V3M5.500 13V9.500h5V13",
    new: "M4 2.500h5.500l3 3v8H4zM9.500 2.500v3h3M8.200 7.500v4M6.200 9.500h4",
    open: "M2.500 12.500v-9h4l1.500 2h5.500v7z",
    export: "M8 2.500v7M5.500 7 8 9.500 10.500 7M3 11v2.500h10V11",
    more: "M3.500 8h.1M8 8h.1M12.500 8h.1",
    close: "M4 4l8 8M12 4l-8 8",
    folder: "M2.500 12.500v-9h4l1.500 2h5.500v7z",
    file: "M4 2.500h5.500l3 3v8H4zM9.500 2.500v3h3",
    up: "M8 13V4M4.500 7.500 8 4l3.500 3.500",
    home: "M2.500 8 8 3l5.500 5M4 7v6h8V7",
    rotate: "M13 8a5 5 0 1 1-1.500-3.500M13 2.500v3h-3",
    pan: "M8 2v12M2 8h12M6.500 3.500 8 2l1.500 1.500M6.500 12.500 8 14l1.500-1.500M3.500 6.500 2 8l1.500 1.500M12.500 6.500 14 8l-1.500 1.500",
    zoomIn: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14M5 7h4M7 5v4",
    zoomOut: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14M5 7h4",
    box: "M2.5 5.500v-3h3M10.500 2.500h3v3M13.500 10.500v3h-3M5.500 13.500h-3v-3M5.500 5.500h5v5h-5z",
    tip: "M3 3h10v7H8.500L6 13v-3H3z",
    grid: "M2.500 3h11v10h-11zM2.500 7h11M7 3v10",
    plus: "M8 3v10M3 8h10",
    chevron: "M5 6.500 8 9.500l3-3",
    layout: "M2.500 3h11v10h-11zM6 3v10M6 9.500h7.500",
    help: "M5.800 6a2.200 2.200 0 1 1 3.300 1.900c-.8.500-1.100.9-1.100 1.800M8 12.300h.1",
    chart: "M2.500 2.500v11h11M4.500 11l3-4 2 2 3.500-5",
    contents: "M3 3.500h10M5 6.500h8M5 9.500h8M3 12.500h10",
} as const;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): SVGElement {
    const [d, mode] = (shapes[name] as string).split("|");
    return s("svg", { class: mode === "fill" ? "icon solid" : "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, s("path", { d: d as string }));
}
