// page.ts: puts the page together.
import { App } from "./app";
import { h } from "./base/dom";
import type { Socket } from "./connection";
import { later } from "./editor/later";
import { adoptEditorStyles } from "./editor/style_sheets";
import { command, perform, watchKeys } from "./shell/commands";
import { fileActions } from "./shell/file_commands";
import { makeDocks } from "./shell/docks";
import { makeDocumentArea } from "./shell/documents";
import { watchLeaving } from "./shell/leave";
import { noticeArea } from "./shell/notices";
import { makePathBar } from "./shell/path_bar";
import { makeStatusBar } from "./shell/status_bar";
import { makeToolbar } from "./shell/toolbar";
import { watchTheme } from "./shell/theme";

export function startPage(makeSocket: () => Socket): App {
    adoptEditorStyles();
    const app = new App(makeSocket);
    const page = h("div", { class: "page" },
        h("a", { class: "skip", href: "#document" }, "Skip to the document"),
        h("header", { class: "top" }, h("h1", { class: "visually-hidden" }, "Gradus"), makeToolbar(app), makePathBar(app)),
        makeDocks(app, makeDocumentArea(app)),
        makeStatusBar(app), noticeArea());
    document.body.append(page);
    watchTheme(app);
    watchKeys(app);
    watchLeaving(app);
    app.firstVisit.listen(first => { if (first && !app.prefs.value["tour"]) perform(app, command("help.tour")); });
    app.link.state.listen(state => { if (state === "open") void import("./shell/lost").then(lost => { lost.watchLoss(app); }); });
    app.start();
    (window.requestIdleCallback ?? setTimeout)(() => { void later(); void fileActions(); });
    return app;
}
