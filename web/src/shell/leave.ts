// shell/leave.ts: the browser asks before the page is left with typing that the server has not got. What it has got is safe there.
import type { App } from "../app";

export function watchLeaving(app: App): void {
    window.addEventListener("beforeunload", event => {
        const lost = app.link.state.value !== "open";
        if (app.sessions.value.some(session => session.sync.waiting || (lost && session.dirty))) event.preventDefault();
    });
}
