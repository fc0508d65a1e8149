// shell/path_bar.ts: the folder of the kernel as a row of buttons, one for each part.
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { command, perform } from "./commands";
import { icon } from "./icons";
import { menuButton } from "./menu";

export async function goToFolder(app: App, path: string): Promise<void> {
    const target = app.target;
    if (!target) return;
    const reply = await app.ask("cd", { doc: target.id, path });
    if (!reply) return;
    target.folder.value = reply.path;
    app.folder.value = reply.path;
}

export function makePathBar(app: App): HTMLElement {
    const crumbs = h("ol", { class: "crumbs" });
    const input = h("input", { class: "path-input", type: "text", "aria-label": "Folder", spellcheck: "false", hidden: true,
        onblur: () => edit(false),
        onkeydown: (event: KeyboardEvent) => {
            if (event.key === "Escape") edit(false);
            if (event.key !== "Enter") return;
            void goToFolder(app, input.value);
            edit(false);
        } });
    const help = menuButton("Help", "help", () => [
        ...["help.open", "help.tour", "view.next", "view.previous"].map(id => { const one = command(id); return { label: one.label, ...(one.keys?.[0] && { keys: one.keys[0] }), run: () => perform(app, one) }; }),
        "-", { label: `Gradus ${app.version}`, disabled: true, run: () => undefined }]);
    help.classList.add("help-menu");
    crumbs.addEventListener("dblclick", event => { if (event.target === crumbs) edit(true); });
    const edit = (on: boolean): void => {
        input.hidden = !on;
        crumbs.hidden = on;
        if (!on) return;
        input.value = app.folder.value;
        input.select();
        input.focus();
    };
    const parent = (): string => app.folder.value.replace(/\/[^/]+\/?$/, "") || "/";
    const dom = h("nav", { class: "path-bar", "aria-label": "Current folder" },
        h("button", { type: "button", class: "tool", title: "Parent folder", "aria-label": "Parent folder", onclick: () => void goToFolder(app, parent()) }, icon("up")),
        h("button", { type: "button", class: "tool", title: "Home folder", "aria-label": "Home folder", onclick: () => void goToFolder(app, app.home) }, icon("home")),
        crumbs, input,
        h("button", { type: "button", class: "tool", title: "Type a path", "aria-label": "Type a path", onclick: () => edit(true) }, icon("chevron")), help);
    app.folder.watch(folder => {
        const parts = folder.split("/").filter(part => part);
        fill(crumbs, h("li", {}, h("button", { type: "button", onclick: () => void goToFolder(app, "/") }, "/")), parts.map((part, at) =>
            h("li", {}, h("button", { type: "button", "aria-current": at === parts.length - 1 ? "location" : null, onclick: () => void goToFolder(app, `/${parts.slice(0, at + 1).join("/")}`) }, part))));
        crumbs.scrollLeft = crumbs.scrollWidth;
    });
    return dom;
}
