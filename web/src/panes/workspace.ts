// panes/workspace.ts: the variables of the kernel that the active document has: sorted, filtered, renamed, changed, deleted.
// Statistics are asked for the rows in view and only while nothing runs.
import "../styles/lists.css";
import type { App } from "../app";
import { fill, h, onceAFrame, settled } from "../base/dom";
import type { Variable } from "../protocol";
import type { Session } from "../session";
import { askChoice, askText } from "../shell/dialogs";
import { icon } from "../shell/icons";
import { openMenu, type MenuItem } from "../shell/menu";
import { announce } from "../shell/notices";
import type { PaneView } from "./index";
import { openVariable } from "./open_variable";
import { attempt, editInPlace, followTarget, RowSelection } from "./shared";
import { columnNames, formatBytes, formatStat, rowsOf, standardView, statistics, titles, type Column, type Stats, type View } from "./workspace_rows";

const widths: Record<Column, number> = { name: 80, value: 96, size: 74, class: 56, bytes: 64, min: 74, max: 74, mean: 74, std: 74 };

class Workspace {
    readonly dom: HTMLElement;
    readonly tools: HTMLElement[];
    #session: Session | null = null;
    #rows: Variable[] = [];
    #editing = false;
    readonly #selection = new RowSelection();
    readonly #drawn = new Map<string, { dom: HTMLTableRowElement; mark: string }>();
    readonly #stats = new Map<string, Stats>();
    /** The row of which a variable's statistics were asked; another one asks anew. */
    readonly #asked = new Map<string, string>();
    readonly #head = h("tr", {});
    readonly #body = h("tbody", {});
    readonly #table: HTMLTableElement;
    readonly #empty = h("p", { class: "pane-empty" });
    readonly #scroller: HTMLElement;
    readonly #filter: HTMLInputElement;
    readonly #filterRow: HTMLElement;
    readonly #changedButton: HTMLButtonElement;
    readonly #findButton: HTMLButtonElement;
    readonly draw = onceAFrame(() => this.#draw());
    readonly #askStats = settled(80, () => void this.#requestStats());

    constructor(readonly app: App) {
        this.#table = h("table", { class: "variables", role: "grid", "aria-label": "Variables", "aria-multiselectable": "true",
            onkeydown: (event: KeyboardEvent) => this.#key(event), onclick: (event: MouseEvent) => this.#click(event),
            ondblclick: (event: MouseEvent) => { const name = this.#nameAt(event); if (name) openVariable(this.app, name); },
            oncontextmenu: (event: MouseEvent) => this.#context(event) }, h("thead", {}, this.#head), this.#body);
        this.#filter = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the variables", oninput: () => this.#look({ filter: this.#filter.value }) });
        this.#filterRow = h("div", { class: "filter-row", hidden: true }, this.#filter);
        this.#scroller = h("div", { class: "scroll", tabindex: -1, onscroll: this.#askStats }, this.#table, this.#empty);
        this.#changedButton = h("button", { type: "button", class: "tool small", title: "Only what the last run changed", "aria-label": "Only what the last run changed", "aria-pressed": "false",
            onclick: () => this.#look({ changed: !this.#view.changed }) }, icon("changed"));
        this.#findButton = h("button", { type: "button", class: "tool small", title: "Filter", "aria-label": "Filter", "aria-expanded": "false", onclick: () => this.#showFilter(this.#filterRow.hidden) }, icon("find"));
        this.tools = [this.#findButton, this.#changedButton];
        this.dom = h("div", { class: "workspace" }, this.#filterRow, this.#scroller);
        app.prefs.watch(this.draw);
        followTarget(app, session => {
            this.#session = session;
            this.#stats.clear();
            this.#asked.clear();
            this.draw();
            return session ? [session.variables.listen(this.draw), session.busy.listen(busy => this.#ran(busy))] : [];
        });
    }

    menu(): MenuItem[] {
        const view = this.#view;
        return [
            { label: "New variable…", icon: "plus", disabled: this.#locked, run: () => this.#create() },
            "-",
            ...columnNames.slice(1).map(column => ({ label: titles[column], on: view.columns.includes(column), run: () => this.#toggleColumn(column) })),
        ];
    }

    get #view(): View { return { ...standardView, ...this.app.prefs.value["workspace"] as Partial<View> | undefined, filter: this.#filter.value }; }
    /** Read-only while code runs. */
    get #locked(): boolean { return !this.#session || this.#session.busy.value; }

    #look(part: Partial<View>): void {
        const { filter: _, ...kept } = { ...this.#view, ...part };
        this.app.setPref("workspace", kept);
        this.draw();
    }

    #toggleColumn(column: Column): void {
        const { columns } = this.#view;
        this.#look({ columns: columnNames.filter(one => columns.includes(one) !== (one === column)) });
    }

    #showFilter(on: boolean): void {
        this.#filterRow.hidden = !on;
        this.#findButton.setAttribute("aria-expanded", String(on));
        if (on) this.#filter.focus();
        else if (this.#filter.value) { this.#filter.value = ""; this.draw(); }
    }

    /** After a run the statistics of what it changed are asked anew, though the row may read the same. */
    #ran(busy: boolean): void {
        if (!busy) for (const one of this.#session?.variables.value ?? []) if (one.changed) this.#asked.delete(one.name);
        this.draw();
    }

    // ---- drawing ---------------------------------------------------------------------------------

    #draw(): void {
        if (this.#editing) return;
        const view = this.#view, all = this.#session?.variables.value ?? [];
        for (const one of all) if (this.#asked.get(one.name) !== mark(one)) this.#asked.delete(one.name);
        this.#rows = rowsOf(all, view, this.#stats);
        this.#selection.keep(this.#rows.map(one => one.name));
        this.#changedButton.setAttribute("aria-pressed", String(view.changed));
        this.#table.style.minWidth = `${view.columns.reduce((sum, column) => sum + widths[column], 0)}px`;
        fill(this.#head, view.columns.map(column => this.#headCell(column, view)));
        const focused = this.#body.contains(document.activeElement), names = new Set(this.#rows.map(one => one.name));
        for (const name of [...this.#drawn.keys()]) if (!names.has(name)) this.#drawn.delete(name);
        const lines = this.#rows.map(one => this.#row(one, view));
        if (lines.length !== this.#body.children.length || lines.some((line, at) => line !== this.#body.children[at])) this.#body.replaceChildren(...lines);
        this.#table.hidden = all.length === 0;
        this.#empty.hidden = this.#rows.length > 0;
        this.#empty.textContent = all.length === 0 ? "Variables appear here when code has run." : view.changed ? "The last run changed no variable." : "No variable fits the filter.";
        this.#table.setAttribute("aria-readonly", String(this.#locked));
        this.#markSelection(focused);
        this.#askStats();
    }

    #headCell(column: Column, view: View): HTMLElement {
        const sorted = view.sort === column;
        return h("th", { scope: "col", class: `c-${column}`, "aria-sort": sorted ? (view.down ? "descending" : "ascending") : null },
            h("button", { type: "button", tabindex: -1, onclick: () => this.#look({ sort: column, down: sorted && !view.down }) }, titles[column], sorted && h("span", { class: "sort-mark", "aria-hidden": "true" }, view.down ? "▾" : "▴")));
    }

    #row(one: Variable, view: View): HTMLTableRowElement {
        const stats = this.#stats.get(one.name), sign = JSON.stringify([one, view.columns, stats]);
        let row = this.#drawn.get(one.name);
        if (row?.mark === sign) return row.dom;
        const dom = row?.dom ?? h("tr", { "data-name": one.name });
        dom.classList.toggle("changed", one.changed);
        fill(dom, view.columns.map(column => {
            const text = column === "bytes" ? formatBytes(one.bytes) : statistics.includes(column) ? formatStat(stats?.[column as "min"]) : one[column as "name"];
            if (column === "name") return h("th", { scope: "row", class: "c-name" }, h("span", { class: "cell-text" }, text), one.changed && h("span", { class: "visually-hidden" }, ", changed by the last run"));
            return h("td", { class: `c-${column}`, title: text }, h("span", { class: "cell-text" }, text));
        }));
        row = { dom, mark: sign };
        this.#drawn.set(one.name, row);
        return dom;
    }

    #markSelection(focus: boolean): void {
        const { keys, current } = this.#selection, stop = current || this.#rows[0]?.name;
        for (const [name, { dom }] of this.#drawn) {
            dom.setAttribute("aria-selected", String(keys.has(name)));
            dom.tabIndex = name === stop ? 0 : -1;
            if (focus && name === stop) { dom.focus({ preventScroll: true }); dom.scrollIntoView({ block: "nearest" }); }
        }
    }

    async #requestStats(): Promise<void> {
        const session = this.#session, { columns } = this.#view;
        if (!session || this.#locked || !columns.some(column => statistics.includes(column))) return;
        const box = this.#scroller.getBoundingClientRect();
        const wanted = this.#rows.filter(one => {
            if (this.#asked.has(one.name)) return false;
            const at = this.#drawn.get(one.name)?.dom.getBoundingClientRect();
            return at && at.bottom >= box.top && at.top <= box.bottom;
        });
        if (!wanted.length) return;
        for (const one of wanted) this.#asked.set(one.name, mark(one));
        const { reply } = await attempt(this.app, "workspace_stats", { doc: session.id, names: wanted.map(one => one.name) });
        if (!reply || session !== this.#session) return;
        for (const one of wanted) {
            const stats = reply.stats[one.name] as Stats | undefined;
            if (stats) this.#stats.set(one.name, stats);
            else this.#stats.delete(one.name);
        }
        this.draw();
    }

    // ---- acting ----------------------------------------------------------------------------------

    #nameAt(event: Event): string | null { return (event.target as Element).closest<HTMLElement>("tr[data-name]")?.dataset["name"] ?? null; }
    get #order(): string[] { return this.#rows.map(one => one.name); }

    #click(event: MouseEvent): void {
        const name = this.#nameAt(event);
        if (!name || this.#editing) return;
        const again = this.#selection.current === name && this.#selection.keys.size === 1 && !event.ctrlKey && !event.shiftKey && event.detail === 1;
        this.#selection.click(name, this.#order, event);
        this.#markSelection(true);
        const cell = (event.target as Element).closest("td, th");
        if (!again || !cell) return;
        // A second click on what is selected edits, unless it becomes a double click.
        const timer = window.setTimeout(() => { if (this.#selection.current === name) this.#edit(cell.classList.contains("c-name") ? "name" : "value", cell); }, 380);
        this.#table.addEventListener("dblclick", () => clearTimeout(timer), { once: true });
    }

    #key(event: KeyboardEvent): void {
        if (this.#editing || (event.target as Element).closest("thead")) return;
        const { current, keys } = this.#selection;
        if (this.#selection.move(event.key, this.#order, event.shiftKey)) this.#markSelection(true);
        else if (event.key === "Enter" && current) openVariable(this.app, current);
        else if (event.key === "F2" && current) this.#edit(event.shiftKey ? "value" : "name");
        else if ((event.key === "Delete" || event.key === "Backspace") && keys.size) void this.#delete();
        else if (event.key === "a" && (event.ctrlKey || event.metaKey)) { for (const name of this.#order) keys.add(name); this.#markSelection(true); }
        else if ((event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) && current) {
            const box = this.#drawn.get(current)?.dom.getBoundingClientRect();
            if (box) openMenu(this.#items(), { x: box.left + 20, y: box.bottom }, this.#drawn.get(current)?.dom ?? null);
        } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && event.key !== " ") this.#typeAhead(event.key);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    #typeAhead(letter: string): void {
        const order = this.#order, from = order.indexOf(this.#selection.current) + 1;
        const next = [...order.slice(from), ...order.slice(0, from)].find(name => name.toLowerCase().startsWith(letter.toLowerCase()));
        if (!next) return;
        this.#selection.only(next);
        this.#markSelection(true);
    }

    #context(event: MouseEvent): void {
        const name = this.#nameAt(event);
        event.preventDefault();
        if (name && !this.#selection.keys.has(name)) this.#selection.only(name);
        this.#markSelection(true);
        openMenu(name ? this.#items() : this.menu(), { x: event.clientX, y: event.clientY }, name ? this.#drawn.get(name)?.dom ?? null : null);
    }

    #items(): MenuItem[] {
        const { current, keys } = this.#selection, one = this.#rows.find(row => row.name === current), locked = this.#locked, single = keys.size === 1;
        const plots = !locked && single && one && /^\d+×\d+$/.test(one.size) && /^(double|single|u?int\d+|logical|dlarray)$/.test(one.class);
        return [
            { label: "Open", icon: "table", keys: "Enter", disabled: !single, run: () => openVariable(this.app, current) },
            { label: "Rename", keys: "F2", disabled: locked || !single, run: () => this.#edit("name") },
            { label: "Edit the value", keys: "Shift+F2", disabled: locked || !single || !one?.editable, run: () => this.#edit("value") },
            { label: "Duplicate", disabled: locked || !single, run: () => this.#duplicate(current) },
            { label: "Copy the name", icon: "copy", run: () => void navigator.clipboard?.writeText([...keys].join(", ")) },
            "-",
            ...(["plot", "histogram", "imagesc"] as const).map(kind => ({ label: `Plot: ${kind}`, icon: "chart" as const, disabled: !plots, run: () => this.#plot(one as Variable, kind) })),
            "-",
            { label: keys.size > 1 ? `Delete ${keys.size} variables` : "Delete", icon: "trash", keys: "Delete", disabled: locked, run: () => void this.#delete() },
        ];
    }

    #edit(what: "name" | "value", cell = this.#drawn.get(this.#selection.current)?.dom.querySelector(`.c-${what}`) ?? null): void {
        const one = this.#rows.find(row => row.name === this.#selection.current), session = this.#session;
        if (!one || !session || !cell) return;
        if (this.#locked) { announce("Variables cannot be changed while code runs."); return; }
        if (what === "value" && (!one.editable || !cell.classList.contains("c-value"))) return;
        this.#editing = true;
        const commit = async (text: string): Promise<string | null> => {
            const result = what === "name" ? await attempt(this.app, "variable_rename", { doc: session.id, name: one.name, to: text.trim() })
                : await attempt(this.app, "variable_assign", { doc: session.id, name: one.name, text });
            if (result.why !== undefined) return result.why;
            if (what === "name") this.#selection.only(text.trim());
            return null;
        };
        editInPlace(cell as HTMLElement, what === "name" ? one.name : one.value, `${titles[what]} of ${one.name}`, commit, () => {
            this.#editing = false;
            this.#draw();
            this.#markSelection(true);
        });
    }

    async #delete(): Promise<void> {
        const names = [...this.#selection.keys], session = this.#session;
        if (!session || this.#locked || !names.length) return;
        const answer = await askChoice({ title: names.length === 1 ? `Delete ${names[0]}?` : `Delete ${names.length} variables?`,
            text: names.length === 1 ? "The variable is removed from the workspace." : names.join(", "), choices: ["Delete", "Cancel"] });
        if (answer === "Delete") await this.app.ask("variable_delete", { doc: session.id, names });
    }

    #duplicate(name: string): void {
        const taken = new Set(this.#session?.variables.value.map(one => one.name));
        let copy = `${name}Copy`;
        for (let at = 2; taken.has(copy); at++) copy = `${name}Copy${at}`;
        if (this.#session) void this.app.ask("variable_assign", { doc: this.#session.id, name: copy, text: name });
    }

    #plot(one: Variable, kind: string): void {
        const [rows, columns] = one.size.split("×").map(Number);
        if (this.#session) void this.app.ask("variable_plot", { doc: this.#session.id, path: one.name, from_row: 1, to_row: rows as number, from_column: 1, to_column: columns as number, page: [], kind });
    }

    async #create(): Promise<void> {
        const session = this.#session;
        const name = await askText({ title: "New variable", label: "Name", value: "unnamed", action: "Make" });
        if (!name || !session) return;
        if (await this.app.ask("variable_assign", { doc: session.id, name, text: "0" })) this.#selection.only(name);
    }
}

/** What must be the same for statistics to be still right. */
function mark(one: Variable): string { return [one.value, one.size, one.class, one.bytes].join("|"); }

export function make(app: App): PaneView {
    const pane = new Workspace(app);
    return { dom: pane.dom, tools: pane.tools, menu: () => pane.menu() };
}
