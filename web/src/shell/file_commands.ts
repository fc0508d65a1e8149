// shell/file_commands.ts: new, open, save, close, help, themes.
import type { App } from "../app";
import { helpPage } from "../links";
import { isText } from "../editor/structure";
import { startShown } from "../panes/start";
import type { Session } from "../session";
import type { Command } from "./commands";
import { focusNext, showPane } from "./docks";

const hasDocument = (app: App): boolean => app.active.value !== null;

type Actions = typeof import("./file_actions");
let asked: Promise<Actions> | null = null;

/** What the commands for files do. */
export function fileActions(): Promise<Actions> {
    return asked ??= import("./file_actions").catch((error: unknown) => {
        asked = null;
        throw error;
    });
}

export async function closeDocument(app: App, session: Session): Promise<void> { await (await fileActions()).closeDocument(app, session); }

const withActive = (run: (actions: Actions, app: App, session: Session) => unknown) => async (app: App): Promise<void> => {
    const session = app.active.value;
    if (session) await run(await fileActions(), app, session);
};

/** F1: help on the name at the cursor while the focus is in code, else the Help pane as it is. */
function openHelp(app: App): void {
    const view = app.active.value?.view, head = view?.state.selection.main.head ?? 0;
    const word = view?.hasFocus && !isText(view.state.doc.lineAt(head).text) ? view.state.wordAt(head) : null;
    if (view && word) helpPage.value = view.state.sliceDoc(word.from, word.to);
    showPane(app, "help");
}

/** Begins when there is something to show: a document or the start page. */
export async function startTour(app: App): Promise<void> {
    const { runTour } = await import("../panes/tour");
    if (!app.active.value) await startShown;
    runTour(app);
}

const theme = (name: string, label: string): Command => ({
    id: `theme.${name}`, label, run: app => app.setPref("theme", name), on: app => (app.prefs.value["theme"] ?? "system") === name,
});

export const fileCommands: readonly Command[] = [
    { id: "new.live", label: "New Live Script", icon: "new", keys: ["Alt+N"], run: app => app.create("live") },
    { id: "new.script", label: "New Script", icon: "code", run: app => app.create("script") },
    { id: "new.function", label: "New Function", icon: "equation", run: app => app.create("function") },
    { id: "file.open", label: "Open…", icon: "open", keys: ["Ctrl+O"], run: async app => (await fileActions()).openFile(app) },
    { id: "file.save", label: "Save", icon: "save", keys: ["Ctrl+S"], run: async app => (await fileActions()).save(app), enabled: hasDocument },
    { id: "file.saveAs", label: "Save As…", keys: ["Ctrl+Shift+S"], run: withActive((actions, app, session) => actions.saveAs(app, session)), enabled: hasDocument },
    { id: "file.close", label: "Close", keys: ["Alt+W"], run: withActive((actions, app, session) => actions.closeDocument(app, session)), enabled: hasDocument },
    { id: "help.open", label: "Help", icon: "help", keys: ["F1"], run: openHelp },
    { id: "help.tour", label: "Take the tour", run: startTour },
    { id: "view.next", label: "Next pane", keys: ["F6"], run: () => focusNext(1) },
    { id: "view.previous", label: "Previous pane", keys: ["Shift+F6"], run: () => focusNext(-1) },
    theme("light", "Light theme"), theme("dark", "Dark theme"), theme("system", "Theme of the system"),
];
