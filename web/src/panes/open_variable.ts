// panes/open_variable.ts: what the Variables editor is asked to show; others ask here, so that the editor itself loads late.
import type { App } from "../app";
import { Signal } from "../base/signal";
import { showPane } from "../shell/docks";

/** The paths asked for, such as s.a{3}; a new object each time. */
export const wantedVariable = new Signal<{ path: string } | null>(null);

export function openVariable(app: App, path: string): void {
    wantedVariable.value = { path };
    showPane(app, "variables");
}
