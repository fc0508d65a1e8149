// shell/documents.ts: the middle of the page: a tab a document, the editor of the active one, the start page when there is none.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import type { Session } from "../session";
import { closeDocument } from "./file_commands";
import { icon } from "./icons";
import { makeStartPage } from "../panes/start";

function makeTab(app: App, session: Session): HTMLElement {
    const active = app.active.value === session;
    const tab = h("button", { type: "button", role: "tab", class: active ? "tab active" : "tab", "aria-selected": String(active), tabindex: active ? 0 : -1, title: session.path.value || session.name.value,
        onclick: () => { app.active.value = session; session.view.focus(); },
        onkeydown: (event: KeyboardEvent) => { if (event.key === "Delete") void closeDocument(app, session); },
        onauxclick: (event: MouseEvent) => { if (event.button === 1) void closeDocument(app, session); },
    }, h("span", { class: session.busy.value ? "tab-dot busy" : session.dirty ? "tab-dot changed" : "tab-dot" }), session.name.value, session.dirty && h("span", { class: "visually-hidden" }, " (changed)"));
    const close = h("span", { class: "tab-close", title: `Close ${session.name.value} (Alt+W)`, "aria-hidden": "true", onclick: (event: Event) => { event.stopPropagation(); void closeDocument(app, session); } }, icon("close"));
    tab.append(close);
    return tab;
}

export function makeDocumentArea(app: App): HTMLElement {
    const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Documents" });
    const body = h("div", { class: "document", id: "document", tabindex: -1 });
    const start = makeStartPage(app);
    let watched = new Map<Session, (() => void)[]>();
    const drawTabs = (): void => {
        const focused = tabs.contains(document.activeElement);
        fill(tabs, app.sessions.value.map(session => makeTab(app, session)));
        if (focused) tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
        document.title = app.active.value ? `${app.active.value.name.value}${app.active.value.dirty ? " •" : ""} – Gradus` : "Gradus";
    };
    tabs.addEventListener("keydown", event => {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0, all = app.sessions.value;
        if (!step || !all.length) return;
        app.active.value = all[(all.indexOf(app.active.value as Session) + step + all.length) % all.length] ?? null;
        event.preventDefault();
    });
    app.sessions.watch(sessions => {
        const next = new Map<Session, (() => void)[]>();
        let shown = new Map<Session, boolean>();
        for (const session of sessions) {
            const changed = (): void => {
                if (shown.get(session) === session.dirty) return;
                shown.set(session, session.dirty);
                drawTabs();
            };
            next.set(session, watched.get(session) ?? [session.name.listen(drawTabs), session.busy.listen(drawTabs), session.savedVersion.listen(drawTabs), session.edited.listen(changed)]);
        }
        for (const [session, ends] of watched) if (!next.has(session)) for (const end of ends) end();
        watched = next;
        shown = new Map();
        drawTabs();
    });
    app.active.watch(session => {
        fill(body, session ? session.view.dom : start);
        tabs.hidden = app.sessions.value.length === 0;
        drawTabs();
        session?.view.requestMeasure();
        session?.view.focus();
    });
    return h("main", { class: "center", "aria-label": "Document" }, tabs, body);
}
