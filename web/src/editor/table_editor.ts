// editor/table_editor.ts: tables are edited where they stand. A click or Enter opens a cell as a field; Tab, Shift+Tab, Enter and
// the arrow keys go on; menus above the table and at the pointer change rows, columns and alignment. Every change of the table's
// lines is one step to undo. Without a field the cells are a grid of which one has the focus.
import { redo, undo } from "@codemirror/commands";
import { EditorSelection, Prec, type Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";
import { fill, h } from "../base/dom";
import type { Session } from "../session";
import { openMenu, menuButton, type MenuItem } from "../shell/menu";
import { announce } from "../shell/notices";
import { bold, italic, mono, readTextLine, underline } from "./markup";
import { structureOf, tableAt, type Span } from "./structure";
import { addColumn, addRow, cellForm, removeColumn, removeRow, setAlign, setCell, typedSource } from "./table_shape";
import { columnsOf, readTable, writeTable, type Table } from "./tables";
import { drawCell } from "./text_blocks";

const marks: Record<number, [string, string]> = { [bold]: ["**", "**"], [italic]: ["*", "*"], [mono]: ["`", "`"], [underline]: ["<u>", "</u>"] };
const styleKeys: Record<string, number> = { b: bold, i: italic, m: mono, u: underline };

/** Puts the marks of a style around what is selected in a cell's field, or takes them away. */
export function styleField(field: HTMLTextAreaElement, bit: number): void {
    const [open, close] = marks[bit] as [string, string], { selectionStart: from, selectionEnd: to, value } = field;
    const on = value.slice(0, from).endsWith(open) && value.slice(to).startsWith(close);
    if (on) field.setRangeText(value.slice(from, to), from - open.length, to + close.length);
    else field.setRangeText(open + value.slice(from, to) + close, from, to);
    const moved = on ? -open.length : open.length;
    field.setSelectionRange(from + moved, to + moved);
    field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The cell's field that has the focus. */
export function cellField(): HTMLTextAreaElement | null { return document.activeElement?.closest<HTMLTextAreaElement>(".cell-field") ?? null; }

/** How many characters of a cell's text stand before the pointer. */
function charactersBefore(cell: Element, event: MouseEvent): number | null {
    const at = document.caretRangeFromPoint(event.clientX, event.clientY);
    if (!at || !cell.contains(at.startContainer)) return null;
    const range = document.createRange();
    range.setStart(cell, 0);
    range.setEnd(at.startContainer, at.startOffset);
    return range.toString().length;
}

const editors = new WeakMap<HTMLElement, TableEditor>();

class TableEditor {
    readonly grid: HTMLTableElement;
    readonly #tools: HTMLElement;
    #row = 0;
    #column = 0;
    #field: HTMLTextAreaElement | null = null;
    /** Keeps what is in the field before a command acts or the pointer goes elsewhere. */
    readonly #keep = (event: Event): void => {
        const inside = this.#field?.contains(event.target as Node) ?? false;
        if (event instanceof KeyboardEvent ? (event.ctrlKey || event.metaKey || /^F\d/.test(event.key)) && !/^(?:Control|Meta|Shift|Alt|[biumacvxyz])$/i.test(event.key) : !inside) this.save();
    };

    constructor(readonly session: Session, readonly view: EditorView, readonly dom: HTMLElement) {
        this.grid = dom.querySelector("table") as HTMLTableElement;
        this.#tools = h("div", { class: "table-tools", role: "toolbar", "aria-label": "Table tools", onmousedown: (event: Event) => event.preventDefault() },
            this.#menu("Row", () => this.rowItems()), this.#menu("Column", () => this.columnItems()), this.#menu("Table", () => this.tableItems()));
        this.grid.addEventListener("click", event => this.#click(event));
        this.grid.addEventListener("focusin", event => this.#focused(event.target as Element));
        this.grid.addEventListener("focusout", event => { if (event.target === this.#field) this.close(true); });
        this.grid.addEventListener("keydown", event => this.#field ? this.#fieldKey(event) : this.#gridKey(event));
        this.grid.addEventListener("contextmenu", event => this.#context(event));
        if (view.state.readOnly) this.grid.setAttribute("aria-readonly", "true");
        else dom.prepend(this.#tools);
    }

    #menu(label: string, items: () => readonly MenuItem[]): HTMLElement {
        const button = menuButton(label, null, items, true);
        button.removeAttribute("title");
        button.addEventListener("click", () => { // the menu has the focus while it is open, and gives it back
            this.dom.classList.add("has-menu");
            const end = (event: Event): void => {
                if ((event.target as Element).closest(".menu")) return;
                this.dom.classList.remove("has-menu");
                document.removeEventListener("focusin", end);
                document.removeEventListener("pointerup", end);
            };
            document.addEventListener("focusin", end);
            setTimeout(() => document.addEventListener("pointerup", end));
        });
        return button;
    }

    get #span(): Span | null {
        return tableAt(this.view.state.doc, this.view.posAtDOM(this.dom));
    }

    get table(): Table {
        const span = this.#span;
        return readTable(span ? this.view.state.sliceDoc(span.from, span.to) : "");
    }

    // ---- where the focus is ---------------------------------------------------------------------

    #cell(row: number, column: number): HTMLTableCellElement | undefined { return this.grid.rows[row]?.cells[column]; }

    /** Gives a cell the focus. */
    go(row: number, column: number): void {
        const cell = this.#cell(Math.max(0, Math.min(row, this.grid.rows.length - 1)), Math.max(0, Math.min(column, columnsOf(this.table) - 1)));
        cell?.focus();
        cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    #focused(target: Element): void {
        const cell = target.closest<HTMLTableCellElement>("td, th");
        if (!cell) return;
        for (const one of this.grid.querySelectorAll("[tabindex='0']")) one.setAttribute("tabindex", "-1");
        cell.tabIndex = 0;
        this.#placeTools();
        [this.#row, this.#column] = [(cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex];
        const span = this.#span, { main } = this.view.state.selection; // Run Section and the like mean the section of the table
        if (span && (main.head < span.from || main.head > span.to)) this.view.dispatch({ selection: EditorSelection.cursor(span.from), userEvent: "select.goto" });
    }

    /** The menus stand beside the table where there is room, else above it. */
    #placeTools(): void {
        const left = this.grid.offsetLeft + this.grid.offsetWidth + 10, beside = left + this.#tools.offsetWidth < this.dom.clientWidth;
        this.#tools.classList.toggle("beside", beside);
        this.#tools.style.left = beside ? `${left}px` : "";
    }

    /** On to the text before (-1) or after the table. */
    leave(way: -1 | 1): void {
        const span = this.#span, { doc } = this.view.state;
        if (!span) return;
        const line = doc.lineAt(way < 0 ? span.from : span.to).number + way;
        if (line > doc.lines && !this.view.state.readOnly) this.view.dispatch({ changes: { from: span.to, insert: "\n%[text] " }, userEvent: "input" });
        const next = this.view.state.doc.line(Math.max(1, Math.min(line, this.view.state.doc.lines)));
        this.view.dispatch({ selection: EditorSelection.cursor(way < 0 ? next.to : next.from), userEvent: "select", scrollIntoView: true });
        this.view.focus();
    }

    // ---- a cell as a field ----------------------------------------------------------------------

    open(row: number, column: number, text?: string, caret?: number): void {
        const cell = this.#cell(row, column);
        if (this.view.state.readOnly || !cell) return;
        this.close(true);
        const value = text ?? cellForm(cell.dataset["source"] ?? ""), head = row > 0 && this.table.header ? this.#cell(0, column)?.textContent : "";
        const field = h("textarea", { class: "cell-field", rows: 1, spellcheck: "false", "aria-label": `Row ${row + 1}, column ${column + 1}${head ? `, ${head}` : ""}`,
            oninput: () => { box.dataset["text"] = field.value; this.#placeTools(); } });
        const box = h("div", { class: "cell-box", "data-text": value }, field);
        field.value = value;
        cell.classList.add("editing");
        fill(cell, box);
        this.#field = field;
        window.addEventListener("keydown", this.#keep, true);
        window.addEventListener("pointerdown", this.#keep, true);
        field.focus();
        if (caret === undefined) field.setSelectionRange(text === undefined ? 0 : value.length, value.length);
        else field.setSelectionRange(caret, caret);
    }

    /** Writes what is in the field. */
    save(): void {
        const cell = this.#field?.closest<HTMLTableCellElement>("td, th");
        if (!this.#field || !cell || this.#field.value === cellForm(cell.dataset["source"] ?? "")) return;
        this.write(setCell(this.table, (cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex, typedSource(this.#field.value)));
    }

    /** The field goes; what it holds is written with `keep`. */
    close(keep: boolean): void {
        const field = this.#field, cell = field?.closest<HTMLTableCellElement>("td, th");
        if (!field || !cell) return;
        if (keep) this.save();
        this.#field = null;
        window.removeEventListener("keydown", this.#keep, true);
        window.removeEventListener("pointerdown", this.#keep, true);
        cell.classList.remove("editing");
        drawCell(this.session, this.view, cell, cell.dataset["source"] ?? "");
    }

    /** Writes the table where it stands; one step to undo. */
    write(next: Table): void {
        const span = this.#span;
        if (!span || this.view.state.readOnly) return;
        const before = this.view.state.sliceDoc(span.from, span.to), after = writeTable(next);
        let head = 0, tail = 0;
        while (head < before.length && head < after.length && before[head] === after[head]) head++;
        while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
        if (before !== after) this.view.dispatch({ changes: { from: span.from + head, to: span.to - tail, insert: after.slice(head, after.length - tail) }, userEvent: "input.table" });
    }

    // ---- keys and pointer -----------------------------------------------------------------------

    #click(event: MouseEvent): void {
        const cell = (event.target as Element).closest<HTMLTableCellElement>("td, th");
        if (!cell || cell.contains(this.#field)) return;
        if (event.ctrlKey || event.metaKey) return;
        const source = cell.dataset["source"] ?? "", before = charactersBefore(cell, event), plain = cellForm(source) === cell.textContent;
        this.open((cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex, cellForm(source), plain && before !== null ? before : undefined);
    }

    #context(event: MouseEvent): void {
        const cell = (event.target as Element).closest<HTMLTableCellElement>("td, th");
        if (!cell || this.view.state.readOnly || cell.contains(this.#field)) return;
        event.preventDefault();
        cell.focus();
        openMenu([...this.rowItems(), "-", ...this.columnItems(), "-", ...this.tableItems()], { x: event.clientX, y: event.clientY }, cell);
    }

    /** The next cell in reading order as a field; after the last one a new row. */
    #next(way: -1 | 1): void {
        this.close(true);
        const columns = columnsOf(this.table), at = this.#row * columns + this.#column + way;
        if (at < 0) { this.go(0, 0); return; }
        if (at >= this.table.cells.length * columns) this.write(addRow(this.table, this.table.cells.length));
        this.open(Math.floor(at / columns), at % columns);
    }

    #fieldKey(event: KeyboardEvent): void {
        const field = this.#field as HTMLTextAreaElement, [row, column] = [this.#row, this.#column], style = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey ? styleKeys[event.key] : undefined;
        const changed = field.value !== cellForm(field.closest<HTMLElement>("td, th")?.dataset["source"] ?? "");
        if (event.isComposing) return;
        if (event.key === "Tab") this.#next(event.shiftKey ? -1 : 1);
        else if (event.key === "Enter" && !event.ctrlKey) this.#enter(event.shiftKey);
        else if (event.key === "Escape") { this.close(false); this.go(row, column); }
        else if (event.key === "ArrowUp" && row > 0) this.open(row - 1, column);
        else if (event.key === "ArrowDown" && row < this.grid.rows.length - 1) this.open(row + 1, column);
        else if (style) styleField(field, style);
        else if (!changed && this.#history(event)) return;
        else return;
        event.preventDefault();
    }

    /** Down; below the last row a new one, and from an empty last row out of the table, as from a list. */
    #enter(up: boolean): void {
        this.close(true);
        const table = this.table, last = table.cells.length - 1, row = this.#row + (up ? -1 : 1);
        if (row < 0) this.go(0, this.#column);
        else if (row <= last) this.open(row, this.#column);
        else if (last > 0 && (table.cells[last] ?? []).every(cell => !cell)) {
            this.write(removeRow(table, last));
            this.leave(1);
        } else {
            this.write(addRow(table, row));
            this.open(row, this.#column);
        }
    }

    #history(event: KeyboardEvent): boolean {
        const key = event.key.toLowerCase(), back = key === "z" && !event.shiftKey, on = key === "y" || key === "z";
        if (!(event.ctrlKey || event.metaKey) || !(back || on)) return false;
        event.preventDefault();
        const [row, column] = [this.#row, this.#column];
        this.close(false);
        (back ? undo : redo)(this.view);
        if (this.dom.isConnected) this.go(row, column);
        else this.view.focus();
        return true;
    }

    #gridKey(event: KeyboardEvent): void {
        const [row, column, last] = [this.#row, this.#column, this.grid.rows.length - 1], ctrl = event.ctrlKey || event.metaKey;
        if (event.altKey || this.#history(event)) return;
        switch (event.key) {
        case "ArrowUp": if (row > 0) this.go(row - 1, column); else this.leave(-1); break;
        case "ArrowDown": if (row < last) this.go(row + 1, column); else this.leave(1); break;
        case "ArrowLeft": this.go(row, column - 1); break;
        case "ArrowRight": this.go(row, column + 1); break;
        case "Home": this.go(ctrl ? 0 : row, 0); break;
        case "End": this.go(ctrl ? last : row, columnsOf(this.table) - 1); break;
        case "Enter": case "F2": if (ctrl) return; this.open(row, column); break;
        case "Escape": this.leave(1); break;
        case "Delete": case "Backspace": this.write(setCell(this.table, row, column, "")); break;
        default:
            if (ctrl || event.key.length > 1) return;
            this.open(row, column, event.key);
        }
        event.preventDefault();
    }

    // ---- menus ----------------------------------------------------------------------------------

    /** Does `change`, says so, and gives the cell at its new place the focus. */
    #act(change: (table: Table) => Table, row: number, column: number, said: string): void {
        this.close(true);
        this.write(change(this.table));
        this.go(row, column);
        announce(said);
    }

    rowItems(): MenuItem[] {
        const [row, column] = [this.#row, this.#column];
        return [
            { label: "Add row above", run: () => this.#act(table => addRow(table, row), row, column, "Row added") },
            { label: "Add row below", run: () => this.#act(table => addRow(table, row + 1), row + 1, column, "Row added") },
            { label: "Delete row", disabled: this.table.cells.length < 2, run: () => this.#act(table => removeRow(table, row), row, column, "Row deleted") },
        ];
    }

    columnItems(): MenuItem[] {
        const [row, column] = [this.#row, this.#column], table = this.table, align = table.aligns[column] ?? "";
        const alignItem = (label: string, to: "left" | "center" | "right"): MenuItem => ({ label, on: align === to || (to === "left" && !align),
            run: () => this.#act(now => setAlign(now, column, to), row, column, `Column ${column + 1}: ${label.toLowerCase()}`) });
        return [
            { label: "Add column to the left", run: () => this.#act(now => addColumn(now, column), row, column, "Column added") },
            { label: "Add column to the right", run: () => this.#act(now => addColumn(now, column + 1), row, column + 1, "Column added") },
            { label: "Delete column", disabled: columnsOf(table) < 2, run: () => this.#act(now => removeColumn(now, column), row, column, "Column deleted") },
            "-", alignItem("Align left", "left"), alignItem("Centre", "center"), alignItem("Align right", "right"),
        ];
    }

    tableItems(): MenuItem[] {
        const [row, column] = [this.#row, this.#column], { header } = this.table;
        return [
            { label: "Header row", on: header, run: () => this.#act(table => ({ ...table, header: !header }), row, column, header ? "No header row" : "Header row") },
            { label: "Delete table", run: () => this.#remove() },
        ];
    }

    #remove(): void {
        const span = this.#span;
        if (!span) return;
        const start = "%[text] ";
        this.view.dispatch({ changes: { from: span.from, to: span.to, insert: start }, selection: EditorSelection.cursor(span.from + start.length), userEvent: "input.table" });
        this.view.focus();
        announce("Table deleted");
    }
}

/** Makes a table's element one that can be edited. */
export function editableTable(session: Session, view: EditorView, dom: HTMLElement): void {
    if (!editors.has(dom)) editors.set(dom, new TableEditor(session, view, dom));
}

/** Gives a cell of the table at `from` the focus. */
export function goToTable(view: EditorView, from: number, row: number, column: number): boolean {
    const dom = [...view.contentDOM.querySelectorAll<HTMLElement>(".text-table")].find(one => view.posAtDOM(one) === from), editor = dom && editors.get(dom);
    editor?.go(row, column);
    return editor !== undefined;
}

/** The arrow keys go from the text into a table beside it. */
const enter = (key: "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight"): Command => view => {
    const { main } = view.state.selection, { doc } = view.state, line = doc.lineAt(main.head), on = key === "ArrowDown" || key === "ArrowRight";
    if (!main.empty) return false;
    const next = line.number + (on ? 1 : -1), span = next >= 1 && next <= doc.lines ? structureOf(doc).tables.find(one => on ? one.from === doc.line(next).from : one.to === doc.line(next).to) : undefined;
    if (!span) return false;
    const parsed = readTextLine(line.text), [from, to] = parsed?.units.length ? [line.from + (parsed.units[0]?.from ?? 0), line.from + (parsed.units.at(-1)?.to ?? 0)] : [line.from + (parsed?.from ?? 0), line.to];
    if (key === "ArrowLeft" ? main.head > from : key === "ArrowRight" ? main.head < to : false) return false;
    const here = view.coordsAtPos(main.head), edge = view.coordsAtPos(on ? to : from); // a line that is broken over several
    if (here && edge && Math.abs(here.top - edge.top) > 8) return false;
    return goToTable(view, span.from, on ? 0 : Infinity, key === "ArrowLeft" ? Infinity : 0);
};

export function tableKeys(): Extension {
    return Prec.highest(keymap.of((["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as const).map(key => ({ key, run: enter(key) }))));
}
