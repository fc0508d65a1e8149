// panes/folder.ts: the files of the current folder: open, make, rename, delete, upload, download.
import "../styles/lists.css";
import type { App } from "../app";
import { fill, h } from "../base/dom";
import type { Entry } from "../protocol";
import { askChoice, askText } from "../shell/dialogs";
import { icon } from "../shell/icons";
import { menuButton, openMenu, type MenuItem } from "../shell/menu";
import { say } from "../shell/notices";
import { goToFolder } from "../shell/path_bar";
import { extensionOf, formatDate, freeName, joinPath, nameProblem, parentOf, sortEntries, type FolderColumn, type FolderSort } from "./folder_rows";
import type { PaneView } from "./index";
import { attempt, editInPlace, RowSelection } from "./shared";
import { downloadFile, uploadFiles } from "./transfer";
import { formatBytes } from "./workspace_rows";

class Folder {
    readonly dom: HTMLElement;
    readonly tools: HTMLElement[];
    #path = "";
    #entries: Entry[] = [];
    #editing = false;
    #again = false;
    readonly #selection = new RowSelection();
    readonly #drawn = new Map<string, HTMLTableRowElement>();
    readonly #head = h("tr", {});
    readonly #body = h("tbody", {});
    readonly #empty = h("p", { class: "pane-empty", hidden: true }, "This folder is empty.");
    readonly #pick: HTMLInputElement;
    readonly #table: HTMLTableElement;

    constructor(readonly app: App) {
        this.#table = h("table", { class: "files", role: "grid", "aria-label": "Files", "aria-multiselectable": "true", onkeydown: (event: KeyboardEvent) => this.#key(event),
            onclick: (event: MouseEvent) => this.#click(event), ondblclick: (event: MouseEvent) => { const name = nameAt(event); if (name && !this.#editing) this.#open(name); } }, h("thead", {}, this.#head), this.#body);
        this.#pick = h("input", { type: "file", multiple: true, hidden: true, onchange: () => void this.#upload([...this.#pick.files ?? []]) });
        this.dom = h("div", { class: "scroll folder", tabindex: -1, oncontextmenu: (event: MouseEvent) => this.#context(event) }, this.#table, this.#empty, this.#pick);
        this.#watchDrop();
        const make = menuButton("New file or folder", "plus", () => this.#newItems());
        make.classList.add("small");
        this.tools = [make, h("button", { type: "button", class: "tool small", title: "Upload", "aria-label": "Upload files", onclick: () => this.#pick.click() }, icon("upload"))];
        app.folder.watch(() => void this.refresh());
        app.link.on("files_changed", event => { if (event.path === this.#path) void this.refresh(); });
        app.prefs.listen(() => this.#draw());
    }

    menu(): MenuItem[] { return [...this.#newItems(), "-", { label: "Upload…", icon: "upload", run: () => this.#pick.click() }, { label: "Refresh", icon: "refresh", run: () => void this.refresh() }]; }

    async refresh(): Promise<void> {
        const path = this.app.folder.value;
        if (!path || this.app.link.state.value !== "open") return;
        const { reply, why } = await attempt(this.app, "list", { path });
        if (this.app.folder.value !== path) return;
        if (path !== this.#path) this.#selection.only("");
        this.#path = path;
        this.#entries = reply?.entries ?? [];
        this.#empty.textContent = why ?? "This folder is empty.";
        this.#draw();
    }

    get #sort(): FolderSort { return { column: "name", down: false, ...this.app.prefs.value["folder"] as Partial<FolderSort> | undefined }; }
    get #order(): string[] { return [...this.#drawn.keys()]; }
    #entry(name: string): Entry | undefined { return this.#entries.find(one => one.name === name); }

    #draw(): void {
        if (this.#editing) { this.#again = true; return; }
        const sort = this.#sort, focused = this.#body.contains(document.activeElement), now = new Date();
        const head = (column: FolderColumn, title: string): HTMLElement => h("th", { scope: "col", class: `c-${column}`, "aria-sort": sort.column === column ? (sort.down ? "descending" : "ascending") : null },
            h("button", { type: "button", tabindex: -1, onclick: () => this.app.setPref("folder", { column, down: sort.column === column && !sort.down }) }, title, sort.column === column && h("span", { class: "sort-mark", "aria-hidden": "true" }, sort.down ? "▾" : "▴")));
        fill(this.#head, head("name", "Name"), head("bytes", "Size"), head("modified", "Date"));
        this.#drawn.clear();
        const rows = sortEntries(this.#entries, sort).map(entry => {
            const folder = entry.kind === "folder";
            const row = h("tr", { class: `file ${entry.kind}`, "data-name": entry.name }, h("th", { scope: "row", class: "c-name", title: entry.name }, h("span", { class: "file-name" }, icon(folder ? "folder" : fileIcon(entry.name)), h("span", { class: "cell-text" }, entry.name), folder && h("span", { class: "visually-hidden" }, " (folder)"))),
                h("td", { class: "c-bytes" }, folder ? "" : formatBytes(entry.bytes)), h("td", { class: "c-modified" }, formatDate(entry.modified, now)));
            this.#drawn.set(entry.name, row);
            return row;
        });
        this.#body.replaceChildren(...rows);
        this.#table.hidden = rows.length === 0;
        this.#empty.hidden = rows.length > 0;
        this.#selection.keep(this.#order);
        this.#mark(focused);
    }

    #mark(focus: boolean): void {
        const { keys, current } = this.#selection, stop = current || this.#order[0];
        for (const [name, dom] of this.#drawn) {
            dom.setAttribute("aria-selected", String(keys.has(name)));
            dom.tabIndex = name === stop ? 0 : -1;
            if (focus && name === stop) { dom.focus({ preventScroll: true }); dom.scrollIntoView({ block: "nearest" }); }
        }
    }

    // ---- acting ----------------------------------------------------------------------------------

    #click(event: MouseEvent): void {
        const name = nameAt(event);
        if (!name || this.#editing) return;
        this.#selection.click(name, this.#order, event);
        this.#mark(true);
    }

    #open(name: string): void {
        const entry = this.#entry(name), path = joinPath(this.#path, name);
        if (!entry) return;
        if (entry.kind === "folder") void goToFolder(this.app, path);
        else if (extensionOf(name) === ".mat") void this.app.target?.command(`load('${path.replace(/'/g, "''")}')`);
        else void this.#openFile(path, name);
    }

    async #openFile(path: string, name: string): Promise<void> {
        const { reply, why, ...rest } = await attempt(this.app, "open", { path });
        if (reply) { this.app.adopt(reply.doc); return; }
        if ((rest as { code?: string }).code !== "binary") { say("error", why ?? ""); return; }
        if (await askChoice({ title: `Download ${name}?`, text: "It is not a text and cannot be opened here.", choices: ["Download", "Cancel"] }) === "Download") downloadFile(path);
    }

    #key(event: KeyboardEvent): void {
        const { current, keys } = this.#selection;
        if (this.#editing || (event.target as Element).closest("thead")) return;
        if (this.#selection.move(event.key, this.#order, event.shiftKey)) this.#mark(true);
        else if (event.key === "Enter" && current) this.#open(current);
        else if (event.key === "F2" && current) this.#rename();
        else if (event.key === "Delete" && keys.size) void this.#delete();
        else if (event.key === "Backspace" && this.#path !== "/") void goToFolder(this.app, parentOf(this.#path));
        else if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && current) {
            const dom = this.#drawn.get(current), box = dom?.getBoundingClientRect();
            if (box) openMenu(this.#items(), { x: box.left + 20, y: box.bottom }, dom ?? null);
        } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && event.key !== " ") this.#typeAhead(event.key);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    #typeAhead(letter: string): void {
        const order = this.#order, from = order.indexOf(this.#selection.current) + 1;
        const next = [...order.slice(from), ...order.slice(0, from)].find(name => name.toLowerCase().startsWith(letter.toLowerCase()));
        if (next) { this.#selection.only(next); this.#mark(true); }
    }

    #context(event: MouseEvent): void {
        if (this.#editing) return;
        const name = nameAt(event);
        event.preventDefault();
        if (name && !this.#selection.keys.has(name)) this.#selection.only(name);
        this.#mark(Boolean(name));
        openMenu(name ? this.#items() : this.menu(), { x: event.clientX, y: event.clientY }, name ? this.#drawn.get(name) ?? null : null);
    }

    #items(): MenuItem[] {
        const { current, keys } = this.#selection, single = keys.size === 1, files = [...keys].filter(name => this.#entry(name)?.kind === "file");
        return [
            { label: "Open", icon: "open", keys: "Enter", disabled: !single, run: () => this.#open(current) },
            { label: "Rename", keys: "F2", disabled: !single, run: () => this.#rename() },
            { label: "Download", icon: "export", disabled: files.length === 0, run: () => { for (const name of files) downloadFile(joinPath(this.#path, name)); } },
            { label: "Copy the path", icon: "copy", run: () => void navigator.clipboard?.writeText([...keys].map(name => joinPath(this.#path, name)).join("\n")) },
            "-",
            { label: keys.size > 1 ? `Delete ${keys.size} items` : "Delete", icon: "trash", keys: "Delete", run: () => void this.#delete() },
            "-", ...this.#newItems(),
        ];
    }

    #newItems(): MenuItem[] {
        return [
            { label: "New live script…", icon: "new", run: () => this.#make("untitled", ".m", "%[text] # Title\n") },
            { label: "New script…", icon: "code", run: () => this.#make("untitled", ".m", "") },
            { label: "New function…", icon: "equation", run: () => this.#make("untitledFunction", ".m", null) },
            { label: "New folder…", icon: "folder", run: () => this.#makeFolder() },
        ];
    }

    /** A file with this text, null: a function that is named as the file. */
    async #make(stem: string, extension: string, text: string | null): Promise<void> {
        const folder = this.#path, name = await this.#askName("New file", freeName(stem, extension, new Set(this.#order)), "Make");
        if (!name) return;
        const full = extensionOf(name) ? name : name + extension, called = full.replace(/\.[^.]*$/, "");
        const reply = await this.app.ask("file_new", { path: joinPath(folder, full), text: text ?? `function result = ${called}(x)\n% ${called} …\n\nresult = x;\nend\n` });
        if (reply) await this.app.open(reply.path);
    }

    async #makeFolder(): Promise<void> {
        const folder = this.#path, name = await this.#askName("New folder", freeName("new folder", "", new Set(this.#order)), "Make");
        if (name && await this.app.ask("folder_new", { path: joinPath(folder, name) })) this.#selection.only(name);
    }

    async #askName(title: string, value: string, action: string): Promise<string | null> {
        const name = await askText({ title, label: "Name", value, action }), problem = name === null ? "" : nameProblem(name);
        if (problem) say("error", problem);
        return name && !problem ? name : null;
    }

    #rename(): void {
        const name = this.#selection.current, cell = this.#drawn.get(name)?.querySelector<HTMLElement>(".c-name");
        if (!cell) return;
        this.#editing = true;
        editInPlace(cell, name, `New name of ${name}`, async text => {
            const to = text.trim(), problem = nameProblem(to);
            if (problem) return problem;
            const { why } = await attempt(this.app, "file_rename", { path: joinPath(this.#path, name), to: joinPath(this.#path, to) });
            if (why === undefined) this.#selection.only(to);
            return why ?? null;
        }, () => {
            this.#editing = false;
            this.#mark(true);
            if (!this.#again) return;
            this.#again = false;
            void this.refresh();
        });
    }

    async #delete(): Promise<void> {
        const names = [...this.#selection.keys], folders = names.some(name => this.#entry(name)?.kind === "folder");
        const answer = await askChoice({ title: names.length === 1 ? `Delete ${names[0]}?` : `Delete ${names.length} items?`,
            text: folders ? "Folders are deleted with everything in them. This cannot be undone." : "This cannot be undone.", choices: ["Delete", "Cancel"] });
        if (answer !== "Delete") return;
        for (const name of names) await this.app.ask("file_delete", { path: joinPath(this.#path, name), recursive: true });
    }

    async #upload(files: File[]): Promise<void> {
        await uploadFiles(this.app, this.#path, files);
        this.#pick.value = "";
    }

    #watchDrop(): void {
        const { dom } = this, files = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
        dom.addEventListener("dragover", event => { if (files(event)) { event.preventDefault(); dom.classList.add("dropping"); } });
        dom.addEventListener("dragleave", () => dom.classList.remove("dropping"));
        dom.addEventListener("drop", event => {
            dom.classList.remove("dropping");
            if (!files(event)) return;
            event.preventDefault();
            void this.#upload([...event.dataTransfer?.files ?? []]);
        });
    }
}

function nameAt(event: Event): string | null { return (event.target as Element).closest<HTMLElement>("tr[data-name]")?.dataset["name"] ?? null; }

function fileIcon(name: string): "code" | "new" | "table" | "image" | "file" {
    const extension = extensionOf(name);
    if (extension === ".m") return "code";
    if ([".mlx", ".ipynb", ".md"].includes(extension)) return "new";
    if ([".mat", ".csv", ".tsv", ".xlsx"].includes(extension)) return "table";
    return [".png", ".jpg", ".jpeg", ".gif", ".svg"].includes(extension) ? "image" : "file";
}

export function make(app: App): PaneView {
    const pane = new Folder(app);
    return { dom: pane.dom, tools: pane.tools, menu: () => pane.menu() };
}
