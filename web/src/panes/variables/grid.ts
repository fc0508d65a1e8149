// panes/variables/grid.ts: a grid of any number of rows and columns of which only what is in view exists. The scroll bars are
// the browser's; what they show is drawn into a box that stays in place. Moves, selects and edits like a spreadsheet.
import { h, onceAFrame } from "../../base/dom";
import type { MenuItem } from "../../shell/menu";
import { openMenu } from "../../shell/menu";
import { editInPlace } from "../shared";
import type { Range, VariableData } from "./data";
import { isWhole } from "./paths";
import { Scale, Widths } from "./scale";

const row_height = 22, head_height = 24, margin_rows = 40, margin_columns = 6;
let grids = 0;

export interface GridHooks {
    /** Double click or Enter: opens what is there, or says false so that it is edited. */
    open(row: number, column: number): boolean;
    /** Whether the user may change the cell. */
    editable(row: number, column: number): boolean;
    set(row: number, column: number, text: string): Promise<string | null>;
    paste(text: string): void;
    copy(): void;
    clear(): void;
    openColumn(column: number): void;
    menu(): MenuItem[];
    /** The selection or the active cell is another one. */
    moved(): void;
}

export class Grid {
    readonly dom: HTMLElement;
    #row = 1;
    #column = 1;
    #anchorRow = 1;
    #anchorColumn = 1;
    #offset = 0;
    #setScroll = -1;
    #scale = new Scale(0, 0);
    #widths: Widths;
    #editor: HTMLElement | null = null;
    readonly #id = `grid${++grids}`;
    readonly #space = h("div", { class: "grid-space", role: "presentation" });
    readonly #view = h("div", { class: "grid-view", role: "presentation" });
    readonly #rows: HTMLElement[] = [];
    readonly #head = h("div", { class: "vg-row vg-head", role: "row", "aria-rowindex": 1 });
    readonly draw = onceAFrame(() => this.#draw());

    constructor(readonly data: VariableData, readonly hooks: GridHooks) {
        this.#widths = new Widths(90, 0);
        this.#space.append(this.#view);
        this.#view.append(this.#head);
        this.dom = h("div", { class: "vgrid", role: "grid", tabindex: 0, "aria-label": data.path, "aria-multiselectable": "true",
            onscroll: () => this.#scrolled(), onkeydown: (event: KeyboardEvent) => this.#key(event), onpointerdown: (event: PointerEvent) => this.#press(event),
            ondblclick: (event: MouseEvent) => this.#twice(event), oncontextmenu: (event: MouseEvent) => this.#context(event),
            onpaste: (event: ClipboardEvent) => {
                const text = event.clipboardData?.getData("text/plain");
                if (this.#editor || !text) return;
                event.preventDefault();
                hooks.paste(text);
            } }, this.#space);
        this.dom.addEventListener("wheel", event => {
            if (!this.#scale.scaled || event.ctrlKey || !event.deltaY) return;
            event.preventDefault();
            this.#scrollTo(this.#offset + event.deltaY * (event.deltaMode === 1 ? row_height : 1));
            this.dom.scrollLeft += event.deltaX;
        }, { passive: false });
        new ResizeObserver(this.draw).observe(this.dom);
        data.onChange = this.draw;
    }

    get selection(): Range {
        return { from_row: Math.min(this.#row, this.#anchorRow), to_row: Math.max(this.#row, this.#anchorRow), from_column: Math.min(this.#column, this.#anchorColumn), to_column: Math.max(this.#column, this.#anchorColumn) };
    }
    get place(): { row: number; column: number } { return { row: this.#row, column: this.#column }; }

    select(row: number, column: number, extend = false): void {
        this.#row = Math.max(1, Math.min(this.data.rows, row));
        this.#column = Math.max(1, Math.min(this.data.columns, column));
        if (!extend) { this.#anchorRow = this.#row; this.#anchorColumn = this.#column; }
        this.#reveal();
        this.hooks.moved();
    }

    // ---- drawing ---------------------------------------------------------------------------------

    #headWidth(): number { return this.data.rowNames.length ? 150 : Math.max(46, 18 + 8 * String(this.data.rows).length); }
    #defaultWidth(): number { return ({ cell: 150, struct: 180, object: 180, structs: 150, table: 110, string: 160, text: 480 } as Record<string, number>)[this.data.kind] ?? 92; }

    #draw(): void {
        const { data } = this, each = this.#defaultWidth();
        if (this.#widths.count !== data.columns || this.#widths.each !== each) {
            const { own } = this.#widths;
            this.#widths = new Widths(each, data.columns);
            for (const [at, width] of own) if (at <= data.columns) this.#widths.own.set(at, width);
        }
        const width = this.dom.clientWidth, height = this.dom.clientHeight, side = this.#headWidth();
        this.#scale = new Scale(Math.max(height, head_height + data.rows * row_height), height);
        this.#space.style.height = `${this.#scale.space}px`;
        this.#space.style.width = `${Math.max(width, side + this.#widths.total)}px`;
        this.#view.style.width = `${width}px`;
        this.#view.style.height = `${height}px`;
        this.#offset = this.#scale.clamp(this.#offset);
        this.dom.setAttribute("aria-rowcount", String(data.rows + 1));
        this.dom.setAttribute("aria-colcount", String(data.columns + 1));
        if (!width || !height) return;
        const left = this.dom.scrollLeft;
        const first = Math.floor(this.#offset / row_height) + 1, last = Math.min(data.rows, first + Math.ceil((height - head_height) / row_height));
        const from = this.#widths.at(left), to = data.columns ? this.#widths.at(left + Math.max(0, width - side - 1)) : 0;
        data.show({ from_row: Math.max(1, first - margin_rows), to_row: Math.max(1, Math.min(data.rows || 60, last + margin_rows)), from_column: Math.max(1, from - margin_columns), to_column: Math.max(1, Math.min(data.columns || 20, to + margin_columns)) });
        this.#line(this.#head, 0, 0, from, to, left, side);
        for (let at = 0; at <= last - first; at++) {
            let line = this.#rows[at];
            if (!line) { line = h("div", { class: "vg-row", role: "row" }); this.#rows.push(line); }
            if (!line.isConnected) this.#view.append(line);
            this.#line(line, first + at, head_height + (first + at - 1) * row_height - this.#offset, from, to, left, side);
        }
        for (let at = Math.max(0, last - first + 1); at < this.#rows.length; at++) this.#rows[at]?.remove();
        const active = this.#row >= first && this.#row <= last && this.#column >= from && this.#column <= to;
        if (active) this.dom.setAttribute("aria-activedescendant", `${this.#id}-active`);
        else this.dom.removeAttribute("aria-activedescendant");
        if (this.#editor) this.#placeEditor();
    }

    /** One row of the view; row 0 is the head. */
    #line(line: HTMLElement, row: number, y: number, from: number, to: number, left: number, side: number): void {
        const { data } = this, { from_row, to_row, from_column, to_column } = this.selection, inRows = row >= from_row && row <= to_row;
        line.style.transform = `translateY(${y}px)`;
        line.setAttribute("aria-rowindex", String(row + 1));
        const wanted = Math.max(0, to - from + 1) + 1;
        while (line.childElementCount < wanted) line.append(h("div", {}));
        while (line.childElementCount > wanted) line.lastChild?.remove();
        const corner = line.firstElementChild as HTMLElement;
        setCell(corner, row ? "vg-side" + (inRows ? " in" : "") : "vg-corner", row ? data.rowNames[row - 1] ?? String(row) : "", 0, side, row ? "rowheader" : "gridcell", 1);
        let x = side + this.#widths.left(from) - left;
        for (let column = from; column <= to; column++) {
            const dom = line.children[column - from + 1] as HTMLElement, width = this.#widths.of(column), inside = column >= from_column && column <= to_column;
            if (!row) {
                setCell(dom, inside ? "vg-top in" : "vg-top", data.columnNames[column - 1] ?? String(column), x, width, "columnheader", column + 1);
                dom.title = data.columnClasses[column - 1] ?? "";
            } else {
                const cell = data.cell(row, column), active = row === this.#row && column === this.#column;
                const kind = !cell ? " waiting" : (cell.kind === "number" && !isWhole(cell)) || cell.kind === "logical" || (cell.kind === "value" && /^[-+.\d]|^NaN$|^Inf$/.test(cell.text)) ? " number" : ` ${cell.kind ?? ""}`;
                setCell(dom, `vg-cell${kind}${inRows && inside ? " selected" : ""}${active ? " active" : ""}`, cell?.text ?? "", x, width, "gridcell", column + 1);
                dom.setAttribute("aria-selected", String(inRows && inside));
                if (active) dom.id = `${this.#id}-active`;
                else if (dom.id) dom.removeAttribute("id");
            }
            x += width;
        }
    }

    #scrolled(): void {
        if (Math.abs(this.dom.scrollTop - this.#setScroll) > 0.9) this.#offset = this.#scale.clamp(this.#scale.toContent(this.dom.scrollTop));
        this.#setScroll = -1;
        this.draw();
    }

    #scrollTo(offset: number): void {
        this.#offset = this.#scale.clamp(offset);
        this.dom.scrollTop = this.#scale.toScroll(this.#offset);
        this.#setScroll = this.dom.scrollTop;
        this.draw();
    }

    #reveal(): void {
        const y = (this.#row - 1) * row_height, room = this.dom.clientHeight - head_height;
        if (y < this.#offset) this.#scrollTo(y);
        else if (y + row_height > this.#offset + room) this.#scrollTo(y + row_height - room);
        const x = this.#widths.left(this.#column), wide = this.dom.clientWidth - this.#headWidth(), end = x + this.#widths.of(this.#column);
        if (x < this.dom.scrollLeft) this.dom.scrollLeft = x;
        else if (end > this.dom.scrollLeft + wide) this.dom.scrollLeft = Math.min(x, end - wide);
        this.draw();
    }

    // ---- pointer ---------------------------------------------------------------------------------

    /** Row 0 is the head, column 0 the side. */
    #at(event: MouseEvent): { row: number; column: number; edge: boolean } {
        const box = this.dom.getBoundingClientRect(), x = event.clientX - box.left - this.#headWidth(), y = event.clientY - box.top - head_height;
        const inside = x + this.dom.scrollLeft, column = x < 0 ? 0 : this.#widths.at(inside);
        const right = column ? this.#widths.left(column + 1) - inside : 99;
        return { row: y < 0 ? 0 : Math.max(1, Math.min(this.data.rows, Math.floor((y + this.#offset) / row_height) + 1)), column, edge: y < 0 && right < 5 };
    }

    #press(event: PointerEvent): void {
        const box = this.dom.getBoundingClientRect();
        if (event.clientX > box.left + this.dom.clientWidth || event.clientY > box.top + this.dom.clientHeight || this.#editor?.contains(event.target as Node)) return;
        const { row, column, edge } = this.#at(event), { data } = this;
        if (event.button !== 0 || !data.rows || !data.columns) return;
        if (edge) { this.#resize(event, column); return; }
        if (!row || !column) {
            this.#anchorRow = row || 1;
            this.#anchorColumn = column || 1;
            this.#row = row || data.rows;
            this.#column = column || data.columns;
            this.hooks.moved();
            this.draw();
            return;
        }
        this.select(row, column, event.shiftKey);
        const move = (e: PointerEvent): void => {
            const to = this.#at(e);
            if (to.row && to.column && (to.row !== this.#row || to.column !== this.#column)) this.select(to.row, to.column, true);
        };
        this.dom.addEventListener("pointermove", move);
        window.addEventListener("pointerup", () => this.dom.removeEventListener("pointermove", move), { once: true });
    }

    #resize(event: PointerEvent, column: number): void {
        const from = event.clientX, before = this.#widths.of(column);
        const move = (e: PointerEvent): void => { this.#widths.own.set(column, Math.max(30, before + e.clientX - from)); this.draw(); };
        this.dom.setPointerCapture(event.pointerId);
        this.dom.addEventListener("pointermove", move);
        this.dom.addEventListener("pointerup", () => this.dom.removeEventListener("pointermove", move), { once: true });
        event.preventDefault();
    }

    #twice(event: MouseEvent): void {
        const { row, column } = this.#at(event);
        if (this.#editor) return;
        if (!row && column) this.hooks.openColumn(column);
        else if (row && column && !this.hooks.open(row, column)) void this.edit(null);
    }

    #context(event: MouseEvent): void {
        const { row, column } = this.#at(event), { from_row, to_row, from_column, to_column } = this.selection;
        if (this.#editor) return;
        event.preventDefault();
        if (row && column && (row < from_row || row > to_row || column < from_column || column > to_column)) this.select(row, column);
        openMenu(this.hooks.menu(), { x: event.clientX, y: event.clientY }, this.dom);
    }

    // ---- keys ------------------------------------------------------------------------------------

    #key(event: KeyboardEvent): void {
        if (this.#editor || event.isComposing) return;
        const ctrl = event.ctrlKey || event.metaKey, { key, shiftKey: extend } = event, { data } = this;
        const page = Math.max(1, Math.floor((this.dom.clientHeight - head_height) / row_height) - 1);
        const to: Record<string, [number, number]> = {
            ArrowDown: [ctrl ? data.rows : this.#row + 1, this.#column], ArrowUp: [ctrl ? 1 : this.#row - 1, this.#column],
            ArrowRight: [this.#row, ctrl ? data.columns : this.#column + 1], ArrowLeft: [this.#row, ctrl ? 1 : this.#column - 1],
            Home: [ctrl ? 1 : this.#row, 1], End: [ctrl ? data.rows : this.#row, data.columns], PageDown: [this.#row + page, this.#column], PageUp: [this.#row - page, this.#column],
        };
        const next = to[key];
        if (next) this.select(next[0], next[1], extend);
        else if (ctrl && key.toLowerCase() === "a") { this.#anchorRow = this.#anchorColumn = 1; this.select(data.rows, data.columns, true); }
        else if (ctrl && key.toLowerCase() === "c") this.hooks.copy();
        else if (key === "Enter") { if (!this.hooks.open(this.#row, this.#column)) void this.edit(null); }
        else if (key === "F2") void this.edit(null);
        else if (key === "Delete") this.hooks.clear();
        else if (key === "ContextMenu" || (key === "F10" && extend)) {
            const box = this.dom.querySelector(".vg-cell.active")?.getBoundingClientRect();
            openMenu(this.hooks.menu(), { x: box?.left ?? 0, y: box?.bottom ?? 0 }, this.dom);
        } else if (key.length === 1 && !ctrl && !event.altKey) void this.edit(key);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** Edits the active cell: its value with all digits, or `typed` in place of it. */
    async edit(typed: string | null): Promise<void> {
        const row = this.#row, column = this.#column;
        if (!this.hooks.editable(row, column)) return;
        const shown = this.data.cell(row, column)?.text ?? "";
        const before = typed === null ? (await this.data.texts({ from_row: row, to_row: row, from_column: column, to_column: column }))?.[0]?.[0] ?? shown : shown;
        if (this.#editor || row !== this.#row || column !== this.#column) return; // meanwhile something else was begun
        this.#editor = h("div", { class: "vg-editor" });
        this.#view.append(this.#editor);
        this.#placeEditor();
        const box = this.#editor;
        editInPlace(box, before, `Row ${row}, column ${column}`, text => this.hooks.set(row, column, text), kept => {
            box.remove();
            this.#editor = null;
            this.dom.focus({ preventScroll: true });
            if (kept) this.select(row + 1, column);
            this.draw();
        });
        const input = box.querySelector("input") as HTMLInputElement;
        if (typed !== null) input.value = typed;
        else input.select();
    }

    #placeEditor(): void {
        if (!this.#editor) return;
        this.#editor.style.transform = `translate(${this.#headWidth() + this.#widths.left(this.#column) - this.dom.scrollLeft}px, ${head_height + (this.#row - 1) * row_height - this.#offset}px)`;
        this.#editor.style.width = `${Math.max(this.#widths.of(this.#column), 90)}px`;
    }
}

function setCell(dom: HTMLElement, kind: string, text: string, x: number, width: number, role: string, column: number): void {
    if (dom.className !== kind) dom.className = kind;
    if (dom.textContent !== text) dom.textContent = text;
    dom.style.left = `${x}px`;
    dom.style.width = `${width}px`;
    dom.setAttribute("role", role);
    dom.setAttribute("aria-colindex", String(column));
}
