// panes/folder.ts: the files of the current folder.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import type { Entry } from "../protocol";
import { icon } from "../shell/icons";
import { goToFolder } from "../shell/path_bar";
import type { PaneView } from "./index";

export function make(app: App): PaneView {
    const list = h("ul", { class: "files" });
    const open = (entry: Entry): void => {
        const path = `${app.folder.value.replace(/\/$/, "")}/${entry.name}`;
        if (entry.kind === "folder") void goToFolder(app, path);
        else void app.open(path);
    };
    const draw = async (): Promise<void> => {
        const path = app.folder.value;
        if (!path || app.link.state.value !== "open") return;
        const reply = await app.ask("list", { path });
        if (!reply || app.folder.value !== path) return;
        fill(list, reply.entries.map(entry => h("li", {}, h("button", { type: "button", class: `file ${entry.kind}`, ondblclick: () => open(entry),
            onkeydown: (event: KeyboardEvent) => { if (event.key === "Enter") { event.preventDefault(); open(entry); } } },
        icon(entry.kind === "folder" ? "folder" : "file"), h("span", {}, entry.name)))));
    };
    app.folder.watch(() => void draw());
    app.link.on("files_changed", event => { if (event.path === app.folder.value) void draw(); });
    return { dom: h("div", { class: "scroll", tabindex: 0 }, list) };
}
