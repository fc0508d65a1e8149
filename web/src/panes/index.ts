// panes/index.ts: the panes around the document. To add one: a file beside this one with `make`, and a row here. Each is a file
// of its own in the built page, loaded when it is first shown.
import type { App } from "../app";
import type { MenuItem } from "../shell/menu";

export type Place = "left" | "right" | "bottom";

export interface PaneView {
    dom: HTMLElement;
    /** Buttons in the pane's head. */
    tools?: HTMLElement[];
    /** Entries of its options menu. */
    menu?(): MenuItem[];
}

export interface PaneDef {
    id: string;
    title: string;
    place: Place;
    /** Shown in the standard layout. */
    shown: boolean;
    /** The pane's module; its `make` is called once, when the pane is first shown. */
    load(): Promise<{ make(app: App): PaneView }>;
}

export const panes: readonly PaneDef[] = [
    { id: "folder", title: "Current Folder", place: "left", shown: true, load: () => import("./folder") },
    { id: "workspace", title: "Workspace", place: "right", shown: true, load: () => import("./workspace") },
    { id: "help", title: "Help", place: "right", shown: false, load: () => import("./help") },
    { id: "figures", title: "Figures", place: "right", shown: false, load: () => import("./figures") },
    { id: "variables", title: "Variables", place: "bottom", shown: false, load: () => import("./variables") },
    { id: "console", title: "Command Window", place: "bottom", shown: true, load: () => import("./console") },
];
