// shell/file_actions.ts: save, save as, close, open, with the questions they ask. Loaded when the page has settled.
import type { App } from "../app";
import { RequestError } from "../connection";
import type { Session } from "../session";
import { askChoice } from "./dialogs";
import { say } from "./notices";

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

export async function save(app: App): Promise<boolean> {
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

export async function openFile(app: App): Promise<void> {
    const { askWhatToOpen } = await import("./file_browser");
    const path = await askWhatToOpen(app);
    if (path) await app.open(path);
}
