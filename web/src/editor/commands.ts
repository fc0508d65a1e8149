// editor/commands.ts: what changes the text of the active document.
import { redo, undo } from "@codemirror/commands";
import { openSearchPanel } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import type { App } from "../app";
import type { Command } from "../shell/commands";

const has = (app: App): boolean => app.active.value !== null;
const inView = (run: (view: EditorView) => unknown) => (app: App): void => {
    const view = app.active.value?.view;
    if (!view) return;
    run(view);
    view.focus();
};

export const editCommands: readonly Command[] = [
    { id: "edit.undo", label: "Undo", icon: "undo", run: inView(undo), enabled: has },
    { id: "edit.redo", label: "Redo", icon: "redo", run: inView(redo), enabled: has },
    { id: "edit.find", label: "Find and Replace", icon: "find", keys: ["Ctrl+F"], run: inView(openSearchPanel), enabled: has },
];
