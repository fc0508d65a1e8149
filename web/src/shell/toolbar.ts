// shell/toolbar.ts: the strip of buttons. Groups that do not fit move, last first, into the "More" menu, so that every
// command stays in reach at any width.
import type { App } from "../app";
import { h, onceAFrame } from "../base/dom";
import { can, command, perform, type Command } from "./commands";
import { icon } from "./icons";
import { menuButton, type MenuItem } from "./menu";
import { panesMenu } from "./docks";

type Group = { name: string; dom: HTMLElement; items(): MenuItem[] };

function title(one: Command): string { return one.keys?.[0] ? `${one.label} (${one.keys[0]})` : one.label; }

function menuItem(app: App, id: string): MenuItem {
    const one = command(id);
    return {
        label: one.label, ...(one.icon && { icon: one.icon }), ...(one.keys?.[0] && { keys: one.keys[0] }),
        ...(one.on && { on: one.on(app) }), disabled: !can(app, one), run: () => perform(app, one),
    };
}

export function makeToolbar(app: App): HTMLElement {
    const buttons: { dom: HTMLButtonElement; one: Command }[] = [];
    const button = (id: string, text = false): HTMLElement => {
        const one = command(id);
        const dom = h("button", { type: "button", class: text ? "tool wide" : "tool", title: title(one), "aria-label": one.label,
            onmousedown: (event: Event) => event.preventDefault(), onclick: () => perform(app, one) }, one.icon && icon(one.icon), text && h("span", { class: "tool-text" }, one.label));
        buttons.push({ dom, one });
        return dom;
    };
    const group = (name: string, ids: readonly string[], texts: readonly string[] = [], extra: HTMLElement[] = [], extraItems: () => MenuItem[] = () => []): Group => ({
        name, dom: h("div", { class: "group", role: "group", "aria-label": name }, ids.map(id => button(id, texts.includes(id))), extra),
        items: () => [...ids.map(id => menuItem(app, id)), ...extraItems()],
    });
    const menu = (ids: readonly string[]) => () => ids.map(id => id === "-" ? "-" as const : menuItem(app, id));
    const newItems = menu(["new.live", "new.script", "new.function"]);
    const styleItems = menu(["style.text", "style.title", "style.h1", "style.h2", "style.h3", "-", "align.left", "align.center"]);
    const insertItems = menu(["insert.link", "insert.table", "insert.contents", "insert.example"]);
    const exportItems = (): MenuItem[] => app.formats.value.map(format => ({ label: `${format.label}…`, disabled: !app.active.value, run: () => void openExport(app, format.name) }));
    const viewItems = (): MenuItem[] => [
        ...menu(["outputs.clear", "-"])(), ...panesMenu(app),
        "-", ...menu(["theme.light", "theme.dark", "theme.system"])()];
    const groups: Group[] = [
        group("Run", ["run.section", "run.advance", "run.all", "run.stop"], ["run.section", "run.all"]),
        group("File", ["file.save"], [], [menuButton("New", "new", newItems)], newItems),
        group("Section", ["run.toEnd", "run.step", "section.break"]),
        group("Text", ["kind.text", "kind.code", "style.bold", "style.italic", "style.underline", "style.mono", "list.bullets", "list.numbers"], [],
            [menuButton("Style", "text", styleItems)], styleItems),
        group("Insert", ["insert.equation", "insert.image"], [], [menuButton("Insert", "plus", insertItems)], insertItems),
        group("Code", ["code.comment", "edit.undo", "edit.redo", "edit.find"]),
        group("Output", ["layout.inline", "layout.right", "layout.hide"], [], [menuButton("View", "layout", viewItems)], viewItems),
        group("Share", [], [], [menuButton("Export", "export", exportItems, true)], exportItems),
    ];
    const more = menuButton("More", "more", () => {
        const hidden = groups.filter(one => one.dom.hidden);
        return hidden.flatMap((one, at) => at ? ["-" as const, ...one.items()] : one.items());
    });
    const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Document tools" }, groups.map(one => one.dom), more);
    bar.addEventListener("keydown", event => moveFocus(bar, event));

    const collapse = (): void => {
        for (const one of groups) one.dom.hidden = false;
        more.hidden = true;
        for (let at = groups.length - 1; at > 0 && bar.scrollWidth > bar.clientWidth; at--) {
            more.hidden = false;
            (groups[at] as Group).dom.hidden = true;
        }
    };
    const refresh = onceAFrame(() => {
        for (const { dom, one } of buttons) {
            dom.disabled = !can(app, one);
            if (one.on) dom.setAttribute("aria-pressed", String(one.on(app)));
        }
    });
    new ResizeObserver(collapse).observe(bar);
    let release: (() => void)[] = [];
    const follow = (): void => {
        const session = app.target;
        for (const end of release) end();
        release = session ? [session.busy.listen(refresh), session.edited.listen(refresh), session.cursor.listen(refresh), session.layout.listen(refresh)] : [];
        refresh();
    };
    app.active.watch(follow);
    app.folder.listen(follow);
    app.prefs.listen(refresh);
    return bar;
}

async function openExport(app: App, format: string): Promise<void> {
    const { exportDialog } = await import("./export_dialog");
    if (app.active.value) exportDialog(app, app.active.value, format);
}

/** Arrow keys move between the buttons of a toolbar. */
function moveFocus(bar: HTMLElement, event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const all = [...bar.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")].filter(one => one.offsetParent);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
    event.preventDefault();
}
