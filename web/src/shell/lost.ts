// shell/lost.ts: when the server stays away: the status bar says what happened and what to do, and gives copies of texts that it
// may not have. Loaded while the server is there. The page connects by itself as soon as it is let in again.
import type { App } from "../app";
import { download, h } from "../base/dom";
import { askWhy, words } from "./lost_words";
import { announce } from "./notices";

const patience_ms = 2500, pause_ms = 3000;

let watched = false;

export function watchLoss(app: App): void {
    if (watched) return;
    watched = true;
    const { state, why } = app.link;
    const copies = h("button", { type: "button", class: "plain", hidden: true, onclick: () => saveCopies(app) }, "Save copies of unsaved texts");
    document.querySelector(".status-word")?.after(copies);
    let losses = 0;
    const look = async (loss: number): Promise<void> => {
        const found = await askWhy(() => fetch(location.pathname, { method: "HEAD", cache: "no-store" }));
        if (loss !== losses) return;
        const text = found && words[found];
        if (text !== why.value) announce(text);
        why.value = text;
        copies.hidden = !text || !unsaved(app).length;
        setTimeout(() => { if (loss === losses) void look(loss); }, pause_ms);
    };
    state.listen(now => {
        const loss = ++losses;
        why.value = "";
        copies.hidden = true;
        if (now === "lost") setTimeout(() => { if (loss === losses) void look(loss); }, patience_ms);
    });
}

function unsaved(app: App): App["sessions"]["value"] { return app.sessions.value.filter(session => session.dirty); }

/** The browser's own download: no server is needed. */
function saveCopies(app: App): void {
    for (const session of unsaved(app)) {
        const url = URL.createObjectURL(new Blob([session.view.state.doc.toString()], { type: "text/plain" }));
        download(`${session.name.value.replace(/\.\w+$/, "")}.m`, url);
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
    }
}
