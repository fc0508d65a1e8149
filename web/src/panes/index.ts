// panes/index.ts: the panes around the document. To add one: a file beside this one, and a row here.
import type { App } from "../app";
import type { MenuItem } from "../shell/menu";
import { consolePane } from "./console";
import { figuresPane } from "./figures";
import { folderPane } from "./folder";
import { helpPane } from "./help";
import { workspacePane } from "./workspace";

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
    /** Called once, when the pane is first shown. */
    make(app: App): PaneView;
}

export const panes: readonly PaneDef[] = [folderPane, workspacePane, helpPane, figuresPane, consolePane];
