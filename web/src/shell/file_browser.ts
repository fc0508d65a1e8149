// shell/file_browser.ts: dialogs to choose a file: where and as what to save, and which to open. Loaded when first asked for.
import "../styles/file_browser.css";
import type { App } from "../app";
import { fill, h } from "../base/dom";
import { baseOf, extensionOf, formatDate, joinPath, nameProblem, parentOf, sortEntries } from "../panes/folder_rows";
import { attempt } from "../panes/shared";
import type { Entry } from "../protocol";
import type { Session } from "../session";
import { askText, showDialog } from "./dialogs";
import { icon } from "./icons";

/** The folders and files below a path, to click through. */
class Browser {
    readonly dom: HTMLElement;
    folder = "";
    entries: readonly Entry[] = [];
    readonly #crumbs = h("ol", { class: "crumbs" });
    readonly #list = h("ul", { class: "browser-list", role: "listbox", "aria-label": "Files", tabindex: 0, onkeydown: (event: KeyboardEvent) => this.#key(event) });
    #at = -1;

    constructor(readonly app: App, readonly chosen: (entry: Entry, sure: boolean) => void, readonly moved: () => void) {
        const button = (label: string, name: "up" | "home", run: () => void): HTMLElement => h("button", { type: "button", class: "tool small", title: label, "aria-label": label, onclick: run }, icon(name));
        this.dom = h("div", { class: "browser" }, h("div", { class: "browser-bar" }, button("Parent folder", "up", () => void this.go(parentOf(this.folder))), button("Home folder", "home", () => void this.go(app.home)), this.#crumbs,
            h("button", { type: "button", class: "button", onclick: () => void this.#newFolder() }, "New Folder")), this.#list);
    }

    async go(folder: string): Promise<void> {
        const { reply, why } = await attempt(this.app, "list", { path: folder });
        if (!reply) { fill(this.#list, h("li", { class: "pane-empty", role: "option", "aria-selected": "false" }, why ?? "")); return; }
        this.folder = reply.path;
        this.entries = sortEntries(reply.entries, { column: "name", down: false });
        this.#at = -1;
        const parts = reply.path.split("/").filter(part => part);
        fill(this.#crumbs, h("li", {}, h("button", { type: "button", onclick: () => void this.go("/") }, "/")), parts.map((part, at) => h("li", {}, h("button", { type: "button", onclick: () => void this.go(`/${parts.slice(0, at + 1).join("/")}`) }, part))));
        this.#crumbs.scrollLeft = this.#crumbs.scrollWidth;
        const now = new Date();
        fill(this.#list, this.entries.map((entry, at) => h("li", { role: "option", id: `browser-${at}`, "aria-selected": "false", class: `file ${entry.kind}`, onclick: () => this.#mark(at), ondblclick: () => this.#choose(entry) },
            icon(entry.kind === "folder" ? "folder" : "file"), h("span", { class: "cell-text" }, entry.name), h("span", { class: "browser-date" }, formatDate(entry.modified, now)))));
        if (!this.entries.length) fill(this.#list, h("li", { class: "pane-empty", role: "option", "aria-selected": "false" }, "This folder is empty."));
        this.moved();
    }

    #choose(entry: Entry): void {
        if (entry.kind === "folder") void this.go(joinPath(this.folder, entry.name));
        else this.chosen(entry, true);
    }

    #mark(at: number): void {
        const entry = this.entries[at];
        if (!entry) return;
        this.#list.children[this.#at]?.setAttribute("aria-selected", "false");
        this.#at = at;
        const line = this.#list.children[at] as HTMLElement;
        line.setAttribute("aria-selected", "true");
        line.scrollIntoView({ block: "nearest" });
        this.#list.setAttribute("aria-activedescendant", line.id);
        if (entry.kind !== "folder") this.chosen(entry, false);
    }

    #key(event: KeyboardEvent): void {
        const entry = this.entries[this.#at];
        if (event.key === "ArrowDown") this.#mark(Math.min(this.entries.length - 1, this.#at + 1));
        else if (event.key === "ArrowUp") this.#mark(Math.max(0, this.#at - 1));
        else if (event.key === "Enter" && entry) this.#choose(entry);
        else if (event.key === "Backspace") void this.go(parentOf(this.folder));
        else return;
        event.preventDefault();
    }

    async #newFolder(): Promise<void> {
        const name = await askText({ title: "New Folder", label: "Name", value: "new folder", action: "Make" });
        if (!name || nameProblem(name)) return;
        const reply = await this.app.ask("folder_new", { path: joinPath(this.folder, name) });
        if (reply) await this.go(reply.path);
    }
}

const liveTypes = [[".m", "Live script, plain text (.m)"], [".mlx", "Live script (.mlx)"], [".ipynb", "Jupyter notebook (.ipynb)"], [".md", "Markdown (.md)"]] as const;
const codeTypes = [[".m", "Code (.m)"]] as const;

/** What is odd about saving under this name; "" when nothing is. */
export function nameAdvice(file: string, functionName: string, entries: readonly Entry[]): string {
    const extension = extensionOf(file), stem = file.slice(0, file.length - extension.length);
    if (extension !== ".m" && extension !== ".mlx") return "";
    if (!/^[A-Za-z]\w*$/.test(stem)) return `${stem} cannot be called as a command: a name begins with a letter and holds letters, digits and underscores.`;
    const other = extension === ".m" ? `${stem}.mlx` : `${stem}.m`;
    if (entries.some(entry => entry.name === other)) return `${other} is in this folder, too; only one of the two is found when ${stem} is called.`;
    return functionName && functionName !== stem ? `The function is called by the name of its file, ${stem}, and not by ${functionName}.` : "";
}

/** The path to save to, or null. */
export async function askWhereToSave(app: App, session: Session, proposed: { folder: string; name: string }): Promise<string | null> {
    const types = session.live ? liveTypes : codeTypes, first = extensionOf(proposed.name);
    const functionName = session.live ? "" : /^\s*function\s+(?:[^=\n(]*=\s*)?([A-Za-z]\w*)/m.exec(firstCode(session))?.[1] ?? "";
    const advice = h("p", { class: "advice", role: "status" });
    // A name that begins with "/" is a whole path.
    const folderOf = (): string => input.value.trim().startsWith("/") ? parentOf(input.value.trim()) : browser.folder;
    const file = (): string => {
        const name = input.value.trim().startsWith("/") ? baseOf(input.value.trim()) : input.value.trim();
        return types.some(([extension]) => extension === extensionOf(name)) ? name : name + type.value;
    };
    const check = (): void => {
        const problem = nameProblem(input.value.trim().startsWith("/") ? baseOf(input.value.trim()) : input.value), taken = folderOf() === browser.folder && browser.entries.some(entry => entry.name === file());
        ok.disabled = problem !== "";
        advice.textContent = problem || (taken ? `${file()} is in this folder already; you will be asked before it is replaced.` : nameAdvice(file(), functionName, browser.entries));
    };
    const input = h("input", { type: "text", value: proposed.name, spellcheck: "false", autocomplete: "off", autofocus: true, oninput: () => {
        const extension = extensionOf(input.value);
        if (types.some(([known]) => known === extension)) type.value = extension;
        check();
    } });
    const type = h("select", { onchange: () => { input.value = input.value.replace(/\.(m|mlx|ipynb|md)$/i, "") + type.value; check(); } }, types.map(([extension, label]) => h("option", { value: extension }, label)));
    if (types.some(([extension]) => extension === first)) type.value = first;
    const browser = new Browser(app, entry => { input.value = entry.name; check(); }, check);
    const ok = h("button", { type: "submit", value: "ok", class: "primary" }, "Save");
    void browser.go(proposed.folder);
    requestAnimationFrame(() => { input.focus(); input.setSelectionRange(0, proposed.name.length - first.length); });
    return await showDialog("Save As", [h("label", {}, "Name", input), h("label", {}, "Type", type), h("span", { class: "browser-label" }, "Folder"), browser.dom, advice],
        [ok, h("button", { type: "submit", value: "", formnovalidate: true }, "Cancel")], () => joinPath(folderOf(), file()), true);
}

/** The text up to its first code, which says whether it is a file of functions. */
function firstCode(session: Session): string {
    const lines: string[] = [];
    for (const line of session.view.state.doc.iterLines()) {
        if (/^\s*(%|$)/.test(line)) continue;
        lines.push(line);
        break;
    }
    return lines.join("\n");
}

/** The file to open, or null; with `folders` the folder that is shown. */
export async function askWhatToOpen(app: App, { from = app.folder.value || app.home, folders = false } = {}): Promise<string | null> {
    let path = "";
    const ok = h("button", { type: "submit", value: "ok", class: "primary", disabled: true }, folders ? "Choose" : "Open");
    const browser = new Browser(app, (entry, sure) => {
        if (folders) return;
        path = joinPath(browser.folder, entry.name);
        ok.disabled = false;
        if (sure) ok.click();
    }, () => { path = folders ? browser.folder : ""; ok.disabled = !folders; });
    void browser.go(from);
    return await showDialog(folders ? "Choose a Folder" : "Open", [browser.dom], [ok, h("button", { type: "submit", value: "", formnovalidate: true }, "Cancel")], () => path, true) || null;
}
