// panes/variables.ts: the Variables editor: a tab for each variable or part of one, a grid, pages of N-d arrays, the way to
// what contains it. What is done here is a line of code that the kernel runs and the Command Window shows.
import "../styles/variables.css";
import type { App } from "../app";
import { fill, h, settled } from "../base/dom";
import type { Session } from "../session";
import { icon } from "../shell/icons";
import { menuButton, type MenuItem } from "../shell/menu";
import { announce, say } from "../shell/notices";
import { showPane } from "../shell/docks";
import type { PaneView } from "./index";
import { wantedVariable } from "./open_variable";
import { attempt, followTarget } from "./shared";
import { VariableData } from "./variables/data";
import { Grid } from "./variables/grid";
import { childPath, isWhole, stepsOf } from "./variables/paths";
import { readTsv, writeTsv } from "./variables/tsv";

const kinds = ["plot", "bar", "histogram", "imagesc", "surf", "scatter"] as const;
const most_copied = 2_000_000, most_pasted = 100_000;
type Tab = { path: string; data: VariableData; grid: Grid; text: HTMLTextAreaElement };

class Variables {
    readonly dom: HTMLElement;
    readonly tools: HTMLElement[];
    #session: Session | null = null;
    #tab: Tab | null = null;
    readonly #tabsOf = new WeakMap<Session, Tab[]>();
    readonly #tabs = h("div", { class: "tabs small", role: "tablist", "aria-label": "Open variables" });
    readonly #bar = h("div", { class: "variable-bar" });
    readonly #body = h("div", { class: "variable-body" });
    readonly #plot: HTMLButtonElement;

    constructor(readonly app: App) {
        this.#plot = menuButton("Plot the selection", "chart", () => this.#plotItems());
        this.#plot.classList.add("small");
        this.tools = [this.#plot];
        this.dom = h("div", { class: "variables-editor" }, this.#tabs, this.#bar, this.#body);
        this.#tabs.addEventListener("keydown", event => this.#tabKey(event));
        const refresh = settled(150, () => this.#tab?.data.refresh());
        followTarget(app, session => {
            this.#session = session;
            this.#show(session ? this.#tabsOf.get(session)?.[0] ?? null : null);
            return session ? [session.variables.listen(refresh), session.busy.listen(busy => { if (!busy) refresh(); this.#drawBar(); })] : [];
        });
        wantedVariable.watch(wanted => { if (wanted) this.open(wanted.path); });
    }

    get #open(): Tab[] {
        if (!this.#session) return [];
        let tabs = this.#tabsOf.get(this.#session);
        if (!tabs) this.#tabsOf.set(this.#session, tabs = []);
        return tabs;
    }

    open(path: string): void {
        if (!this.#session) return;
        let tab = this.#open.find(one => one.path === path);
        if (!tab) this.#open.push(tab = this.#make(this.#session, path));
        this.#show(tab);
        requestAnimationFrame(() => this.#focus());
    }

    #make(session: Session, path: string): Tab {
        const data = new VariableData(this.app, session, path);
        const grid = new Grid(data, {
            open: (row, column) => {
                const cell = data.cell(row, column), child = childPath(path, data.kind, row, column, data.page, cell, data.rowNames[row - 1], data.columnNames[column - 1]);
                if (!child || !cell || (!isWhole(cell) && this.#editable(data, column))) return false;
                this.open(child);
                return true;
            },
            editable: (row, column) => row <= data.rows && this.#editable(data, column),
            set: async (row, column, text) => {
                const { why } = await attempt(this.app, "variable_set", { doc: session.id, path, row, column, page: data.page, text });
                data.refresh(); // the Workspace's row may read as before, so that no event comes
                return why ?? null;
            },
            paste: text => void this.#paste(text), copy: () => void this.#copy(), clear: () => void this.#clear(),
            openColumn: column => { const name = data.columnNames[column - 1]; if (data.kind === "table" && name && /^[A-Za-z]\w*$/.test(name)) this.open(`${path}.${name}`); },
            menu: () => this.#items(), moved: () => this.#drawPlace(),
        });
        const text = h("textarea", { class: "variable-text", "aria-label": `Text of ${path}`, spellcheck: "false", onchange: () => void this.#setText() });
        const tab = { path, data, grid, text };
        const { draw } = grid;
        data.onChange = () => { draw(); if (tab === this.#tab) this.#drawBody(); };
        return tab;
    }

    /** Fields of a struct and properties of an object have their value in the first column alone. */
    #editable(data: VariableData, column: number): boolean {
        if (this.#session?.busy.value) { announce("Variables cannot be changed while code runs."); return false; }
        return data.editable && data.kind !== "text" && ((data.kind !== "struct" && data.kind !== "object") || column === 1);
    }

    // ---- drawing ---------------------------------------------------------------------------------

    #show(tab: Tab | null): void {
        this.#tab = tab;
        fill(this.#tabs, this.#open.map(one => this.#tabButton(one)));
        this.#tabs.hidden = this.#open.length === 0;
        fill(this.#body, tab ? [] : h("p", { class: "pane-empty" }, "Double-click a variable in the Workspace to see it here."));
        tab?.data.refresh();
        this.#drawBody();
    }

    #tabButton(tab: Tab): HTMLElement {
        const active = tab === this.#tab;
        return h("button", { type: "button", role: "tab", class: active ? "tab active" : "tab", "aria-selected": String(active), tabindex: active ? 0 : -1, onclick: () => { this.#show(tab); this.#focus(); } }, tab.path,
            h("span", { class: "tab-close", title: `Close ${tab.path} (Delete)`, "aria-hidden": "true", onclick: (event: Event) => { event.stopPropagation(); this.#close(tab); } }, icon("close")));
    }

    #tabKey(event: KeyboardEvent): void {
        const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0, open = this.#open;
        if (event.key === "Delete" && this.#tab) this.#close(this.#tab);
        else if (step && open.length) this.#show(open[(open.indexOf(this.#tab as Tab) + step + open.length) % open.length] ?? null);
        else return;
        event.preventDefault();
        this.#tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
    }

    #close(tab: Tab): void {
        const open = this.#open, at = open.indexOf(tab);
        open.splice(at, 1);
        this.#show(tab === this.#tab ? open[Math.min(at, open.length - 1)] ?? null : this.#tab);
    }

    #focus(): void {
        const tab = this.#tab;
        if (tab) (tab.data.kind === "text" ? tab.text : tab.grid.dom).focus();
    }

    #drawBody(): void {
        const tab = this.#tab;
        this.#drawBar();
        if (!tab || !tab.data.loaded) return;
        const { data } = tab;
        const text = data.kind === "text", shown = data.trouble || (!data.rows || !data.columns) ? null : text ? tab.text : tab.grid.dom;
        if (!shown) fill(this.#body, h("p", { class: "pane-empty" }, data.trouble || `${tab.path} is empty (${data.size.join("×")} ${data.class}).`));
        else if (shown.parentElement !== this.#body) fill(this.#body, shown);
        if (text && document.activeElement !== tab.text) {
            tab.text.value = data.cell(1, 1)?.text ?? "";
            tab.text.readOnly = data.class !== "char";
        }
    }

    #drawBar(): void {
        const tab = this.#tab, busy = this.#session?.busy.value ?? false;
        this.#bar.hidden = !tab;
        this.#plot.disabled = !tab || !["matrix", "logical", "table"].includes(tab.data.kind) || busy;
        if (!tab) return;
        tab.grid.dom.setAttribute("aria-readonly", String(busy || !tab.data.editable));
        const steps = stepsOf(tab.path), { data } = tab, held = this.#bar.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["page"] : undefined;
        fill(this.#bar, h("nav", { class: "crumbs", "aria-label": "Path of the variable" }, steps.map(([step, path], at) =>
            at === steps.length - 1 ? h("strong", {}, step) : h("button", { type: "button", onclick: () => this.open(path) }, step))),
        h("span", { class: "variable-kind" }, data.loaded && !data.trouble ? sizeText(data) : ""),
        data.pages.map((count, at) => h("label", { class: "page-of" }, `Page ${data.pages.length > 1 ? `${at + 3} ` : ""}`,
            h("input", { type: "number", min: 1, max: count, value: data.page[at] ?? 1, "data-page": at, onchange: (event: Event) => this.#turn(at, Number((event.target as HTMLInputElement).value)) }), ` of ${count.toLocaleString("en")}`)),
        h("span", { class: "variable-place" }), busy && h("span", { class: "variable-busy" }, "Read-only while code runs"));
        this.#drawPlace();
        if (held !== undefined) this.#bar.querySelector<HTMLElement>(`[data-page="${held}"]`)?.focus();
    }

    #drawPlace(): void {
        const tab = this.#tab, place = this.#bar.querySelector(".variable-place");
        if (!tab || !place || tab.data.kind === "text") return;
        const { from_row, to_row, from_column, to_column } = tab.grid.selection, many = from_row !== to_row || from_column !== to_column;
        place.textContent = many ? `${(to_row - from_row + 1).toLocaleString("en")}×${to_column - from_column + 1} selected` : `(${tab.grid.place.row},${tab.grid.place.column})`;
    }

    #turn(at: number, to: number): void {
        const tab = this.#tab, count = tab?.data.pages[at];
        if (!tab || !count) return;
        const page = tab.data.pages.map((_, k) => tab.data.page[k] ?? 1);
        page[at] = Math.max(1, Math.min(count, Math.round(to) || 1));
        tab.data.setPage(page);
    }

    // ---- acting ----------------------------------------------------------------------------------

    #items(): MenuItem[] {
        const tab = this.#tab, locked = !tab || !this.#editableNow(tab), { row, column } = tab?.grid.place ?? { row: 1, column: 1 };
        const child = tab && childPath(tab.path, tab.data.kind, row, column, tab.data.page, tab.data.cell(row, column), tab.data.rowNames[row - 1], tab.data.columnNames[column - 1]);
        return [
            ...(child ? [{ label: `Open ${child}`, icon: "table" as const, run: () => this.open(child) }] : []),
            { label: "Edit", keys: "F2", disabled: locked, run: () => void tab?.grid.edit(null) },
            { label: "Copy", icon: "copy", keys: "Ctrl+C", run: () => void this.#copy() },
            { label: "Paste", keys: "Ctrl+V", disabled: locked, run: async () => { const text = await navigator.clipboard?.readText(); if (text) await this.#paste(text); } },
            { label: "Clear", keys: "Delete", disabled: locked, run: () => void this.#clear() },
            "-", ...this.#plotItems(),
        ];
    }

    #editableNow(tab: Tab): boolean { return tab.data.editable && !this.#session?.busy.value; }

    #plotItems(): MenuItem[] {
        const off = this.#plot.disabled;
        return kinds.map(kind => ({ label: kind, icon: "chart", disabled: off, run: () => void this.#plotSelection(kind) }));
    }

    async #plotSelection(kind: string): Promise<void> {
        const tab = this.#tab;
        if (!tab || !this.#session) return;
        let range = tab.grid.selection;
        if (range.from_row === range.to_row && range.from_column === range.to_column) range = { from_row: 1, to_row: tab.data.rows, from_column: 1, to_column: tab.data.columns };
        if (await this.app.ask("variable_plot", { doc: this.#session.id, path: tab.path, ...range, page: tab.data.page, kind })) showPane(this.app, "figures");
    }

    async #copy(): Promise<void> {
        const tab = this.#tab;
        if (!tab) return;
        const range = tab.grid.selection, cells = (range.to_row - range.from_row + 1) * (range.to_column - range.from_column + 1);
        if (cells > most_copied) { say("warning", `${cells.toLocaleString("en")} cells are too many to copy; the most is ${most_copied.toLocaleString("en")}.`); return; }
        const rows = await tab.data.texts(range);
        if (!rows) { say("error", "The values could not be read."); return; }
        await putOnClipboard(writeTsv(rows));
        announce(`${cells} cells copied`);
    }

    async #paste(text: string): Promise<void> {
        const tab = this.#tab;
        if (!tab || !this.#session) return;
        if (!this.#editableNow(tab)) { say("warning", this.#session.busy.value ? "Variables cannot be changed while code runs." : "This variable cannot be changed here."); return; }
        let cells = readTsv(text);
        const { from_row: row, from_column: column, to_row, to_column } = tab.grid.selection;
        // One value fills the whole selection.
        if (cells.length === 1 && cells[0]?.length === 1) cells = Array.from({ length: to_row - row + 1 }, () => Array.from({ length: to_column - column + 1 }, () => cells[0]?.[0] as string));
        await this.#put(tab, row, column, cells);
    }

    async #clear(): Promise<void> {
        const tab = this.#tab;
        if (!tab || !this.#editableNow(tab)) return;
        const { from_row, to_row, from_column, to_column } = tab.grid.selection, empty = tab.data.kind === "cell" || tab.data.kind === "string" ? "" : "0";
        if (!["cell", "string", "matrix", "logical"].includes(tab.data.kind)) return;
        if ((to_row - from_row + 1) * (to_column - from_column + 1) > most_pasted) { say("warning", "That is too much to clear at once."); return; }
        await this.#put(tab, from_row, from_column, Array.from({ length: to_row - from_row + 1 }, () => Array.from({ length: to_column - from_column + 1 }, () => empty)));
    }

    async #put(tab: Tab, row: number, column: number, cells: string[][]): Promise<void> {
        if (!await this.app.ask("variable_paste", { doc: tab.data.session.id, path: tab.path, row, column, page: tab.data.page, cells })) return;
        tab.data.refresh();
        tab.grid.select(row, column);
        tab.grid.select(row + cells.length - 1, column + (cells[0]?.length ?? 1) - 1, true);
    }

    async #setText(): Promise<void> {
        const tab = this.#tab;
        if (!tab || tab.text.readOnly || this.#session?.busy.value) return;
        if (/[\r\n]/.test(tab.text.value)) { say("warning", "A text with several lines cannot be put here."); return; }
        await this.app.ask("variable_assign", { doc: tab.data.session.id, name: tab.path, text: `'${tab.text.value.replace(/'/g, "''")}'` });
        tab.data.refresh();
    }
}

function sizeText({ kind, size, class: name }: VariableData): string {
    if (kind === "struct" || kind === "object") return `${name} with ${size[0]} ${kind === "struct" ? "fields" : "properties"}`;
    if (kind === "structs") return `${name} array of ${size[0]?.toLocaleString("en")}`;
    return `${size.map(one => one.toLocaleString("en")).join("×")} ${name}`;
}

/** The asynchronous clipboard is there on secure pages alone. */
async function putOnClipboard(text: string): Promise<void> {
    if (navigator.clipboard) { await navigator.clipboard.writeText(text); return; }
    const back = document.activeElement as HTMLElement | null, area = h("textarea", { class: "visually-hidden" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    back?.focus();
}

export function make(app: App): PaneView {
    const pane = new Variables(app);
    return { dom: pane.dom, tools: pane.tools };
}
