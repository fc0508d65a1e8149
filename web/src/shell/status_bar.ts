// shell/status_bar.ts: Busy or Ready at the lower left, progress and time, and where the cursor is.
import type { App } from "../app";
import { h } from "../base/dom";
import type { Session } from "../session";

export function formatTime(ms: number): string {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
    return `${Math.floor(ms / 60_000)} min ${Math.round(ms % 60_000 / 1000)} s`;
}

export function makeStatusBar(app: App): HTMLElement {
    const lamp = h("span", { class: "lamp", "aria-hidden": "true" });
    const word = h("span", { class: "status-word" });
    const time = h("span", { class: "status-time" });
    const bar = h("progress", { class: "status-progress", max: 1, "aria-label": "Progress", hidden: true });
    const note = h("span", { class: "status-note" });
    const place = h("span", { class: "status-place" });
    const dom = h("footer", { class: "status-bar", "aria-label": "Status" }, lamp, word, time, bar, note, h("span", { class: "stretch" }), place);
    let began = 0;

    const refresh = (): void => {
        const session = app.target, link = app.link.state.value, busy = session?.busy.value ?? false;
        const state = link !== "open" ? (link === "lost" ? "lost" : "connecting") : busy ? "busy" : "ready";
        dom.dataset["state"] = state;
        word.textContent = { lost: app.link.why.value || "Connection lost, trying again…", connecting: "Connecting…", busy: "Busy", ready: "Ready" }[state];
        if (busy && !began) began = performance.now() - (session?.elapsed_ms.value ?? 0);
        if (!busy) began = 0;
        time.textContent = busy ? "" : session && session.elapsed_ms.value > 0 ? `Last run ${formatTime(session.elapsed_ms.value)}` : "";
        const progress = session?.progress.value ?? null;
        bar.hidden = !progress;
        if (progress) bar.value = progress.fraction;
        note.textContent = [progress?.text, session && session.queued.value > 0 ? `${session.queued.value} waiting` : ""].filter(part => part).join(" · ");
        const cursor = session?.cursor.value;
        place.textContent = session && session !== app.console && cursor ? `Line ${cursor.line}, column ${cursor.column + 1}` : "";
    };
    setInterval(() => {
        if (!began) return;
        const ms = performance.now() - began, fraction = app.target?.progress.value?.fraction ?? 0;
        const left = fraction > 0.02 ? `, about ${formatTime(ms / fraction - ms)} left` : "";
        time.textContent = ms > 300 ? formatTime(ms) + left : "";
    }, 250);
    let release: (() => void)[] = [];
    const follow = (session: Session | null): void => {
        for (const end of release) end();
        began = 0;
        release = session ? [session.busy, session.elapsed_ms, session.queued, session.progress, session.cursor].map(signal =>
            (signal as { listen(listener: () => void): () => void }).listen(refresh)) : [];
        refresh();
    };
    app.active.watch(() => follow(app.target));
    app.link.state.watch(() => { refresh(); });
    app.link.why.listen(refresh);
    app.folder.listen(() => follow(app.target));
    return dom;
}
