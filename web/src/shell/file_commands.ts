// shell/file_commands.ts: new, open, save, close, export, themes.
import type { App } from "../app";
import { RequestError } from "../connection";
import type { Session } from "../session";
import type { Command } from "./commands";
import { askChoice } from "./dialogs";
import { focusNext, showPane } from "./docks";
import { helpPage } from "../links";
import { say } from "./notices";

const hasDocument = (app: App): boolean => app.active.value !== null;

export async function saveAs(app: App, session: Session): Promise<boolean> {
    await session.sync.flush();
    const proposed = await app.ask("propose_name", { doc: session.id });
    if (!proposed) return false;
    const { askWhereToSave } = await import("./file_browser");
    const path = await askWhereToSave(app, session, proposed);
    if (!path) return false;
    return await saveTo(app, session, path, false);
}

async function saveTo(app: App, session: Session, path: string, overwrite: boolean): Promise<boolean> {
    await session.sync.flush();
    try {
        const reply = await app.link.request("save_as", { doc: session.id, path, overwrite });
        if (reply.shadows) say("warning", `${reply.name} and ${reply.shadows} have the same name; only one of them is found when it is called.`);
        return true;
    } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        if (error.code !== "exists") {
            say("error", error.message);
            return false;
        }
        const answer = await askChoice({ title: "Replace the file?", text: `${path} exists already.`, choices: ["Replace", "Cancel"] });
        return answer === "Replace" ? await saveTo(app, session, path, true) : false;
    }
}

async function save(app: App): Promise<boolean> {
    const session = app.active.value;
    if (!session) return false;
    if (session.untitled.value) return await saveAs(app, session);
    await session.sync.flush();
    return await saveOver(app, session, false);
}

/** Saves to the document's own file; asks before what another program wrote there meanwhile is lost. */
async function saveOver(app: App, session: Session, overwrite: boolean): Promise<boolean> {
    try {
        await app.link.request("save", { doc: session.id, overwrite });
        return true;
    } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        if (error.code !== "changed") {
            say("error", error.message);
            return false;
        }
        const answer = await askChoice({ title: "Save over the newer file?", text: `${session.path.value} was changed by another program.`, choices: ["Save over it", "Cancel"] });
        return answer === "Save over it" && await saveOver(app, session, true);
    }
}

export async function closeDocument(app: App, session: Session): Promise<void> {
    if (!session.dirty) {
        await app.close(session);
        return;
    }
    const answer = await askChoice({ title: "Save the changes?", text: `${session.name.value} has changes that are not saved.`, choices: ["Save", "Don't save", "Cancel"] });
    app.active.value = session;
    if (answer === "Save" && await save(app)) await app.close(session);
    if (answer === "Don't save") await app.close(session, true);
}

async function openFile(app: App): Promise<void> {
    const { askWhatToOpen } = await import("./file_browser");
    const path = await askWhatToOpen(app);
    if (path) await app.open(path);
}

/** Opens the help of the word at the cursor, or its contents. */
function openHelp(app: App): void {
    const view = app.active.value?.view, word = view?.hasFocus ? view.state.wordAt(view.state.selection.main.head) : null;
    helpPage.value = word && view ? view.state.sliceDoc(word.from, word.to) : helpPage.value;
    showPane(app, "help");
}

export async function startTour(app: App): Promise<void> {
    const { runTour } = await import("../panes/tour");
    runTour(app);
}

const theme = (name: string, label: string): Command => ({
    id: `theme.${name}`, label, run: app => app.setPref("theme", name), on: app => (app.prefs.value["theme"] ?? "system") === name,
});

export const fileCommands: readonly Command[] = [
    { id: "new.live", label: "New Live Script", icon: "new", keys: ["Alt+N"], run: app => app.create("live") },
    { id: "new.script", label: "New Script", icon: "code", run: app => app.create("script") },
    { id: "new.function", label: "New Function", icon: "equation", run: app => app.create("function") },
    { id: "file.open", label: "Open…", icon: "open", keys: ["Ctrl+O"], run: openFile },
    { id: "file.save", label: "Save", icon: "save", keys: ["Ctrl+S"], run: save, enabled: hasDocument },
    { id: "file.saveAs", label: "Save As…", keys: ["Ctrl+Shift+S"], run: app => app.active.value && saveAs(app, app.active.value), enabled: hasDocument },
    { id: "file.close", label: "Close", keys: ["Alt+W"], run: app => app.active.value && closeDocument(app, app.active.value), enabled: hasDocument },
    { id: "help.open", label: "Help", icon: "help", keys: ["F1"], run: openHelp },
    { id: "help.tour", label: "Take the tour", run: startTour },
    { id: "view.next", label: "Next pane", keys: ["F6"], run: () => focusNext(1) },
    { id: "view.previous", label: "Previous pane", keys: ["Shift+F6"], run: () => focusNext(-1) },
    theme("light", "Light theme"), theme("dark", "Dark theme"), theme("system", "Theme of the system"),
];
