// panes/transfer.ts: files to the server and from it, over HTTP beside the socket.
import type { App } from "../app";
import { download } from "../base/dom";
import { askChoice } from "../shell/dialogs";
import { announce, say } from "../shell/notices";
import { baseOf, joinPath } from "./folder_rows";

export function downloadFile(path: string): void { download(baseOf(path), `download?path=${encodeURIComponent(path)}`); }

/** Puts files into `folder`, one after another; asks before one that is there is written over. */
export async function uploadFiles(app: App, folder: string, files: readonly File[]): Promise<void> {
    const taken = new Set((await app.ask("list", { path: folder }))?.entries.map(entry => entry.name));
    let done = 0;
    for (const file of files) {
        const there = taken.has(file.name);
        if (there && !await mayReplace(file)) continue;
        if (await uploadOne(joinPath(folder, file.name), file, there)) done++;
    }
    if (done) announce(done === 1 ? "1 file uploaded" : `${done} files uploaded`);
    if (done && app.folder.value === folder) app.folder.tell();
}

async function uploadOne(path: string, file: File, overwrite: boolean): Promise<boolean> {
    let answer: Response;
    try {
        answer = await fetch(`upload?path=${encodeURIComponent(path)}&overwrite=${overwrite ? 1 : 0}`, { method: "POST", headers: { "X-Gradus": "1" }, body: file });
    } catch {
        say("error", `${file.name} could not be sent.`);
        return false;
    }
    if (answer.ok) return true;
    if (answer.status !== 409 || overwrite) { say("error", `${file.name}: ${await answer.text() || answer.statusText}`); return false; }
    return await mayReplace(file) && await uploadOne(path, file, true); // it came meanwhile
}

async function mayReplace(file: File): Promise<boolean> {
    return await askChoice({ title: "Replace the file?", text: `${file.name} is in this folder already.`, choices: ["Replace", "Skip"] }) === "Replace";
}
