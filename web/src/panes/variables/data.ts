// panes/variables/data.ts: the part of a variable that was asked of the kernel, in tiles. One request is under way at a time;
// what is in view when it is answered decides the next. Answers from before a change are dropped.
import type { App } from "../../app";
import type { Cell } from "../../protocol";
import type { Session } from "../../session";
import { attempt } from "../shared";

const tile_rows = 100, tile_columns = 20, most_tiles = 400, most_cells = 16_000;
export type Range = { from_row: number; to_row: number; from_column: number; to_column: number };
type Tile = { cells: Cell[][]; stale: boolean };

export class VariableData {
    kind = "";
    class = "";
    size: number[] = [0, 0];
    editable = false;
    page: number[] = [];
    /** Why there is nothing to show; "" when there is. */
    trouble = "";
    loaded = false;
    readonly rowNames: string[] = [];
    readonly columnNames: string[] = [];
    readonly columnClasses: string[] = [];
    onChange: () => void = () => undefined;
    #tiles = new Map<string, Tile>();
    #view: Range = { from_row: 1, to_row: 60, from_column: 1, to_column: tile_columns };
    #age = 0;
    #asking = false;

    constructor(readonly app: App, readonly session: Session, readonly path: string) {}

    /** Rows and columns of the grid: of the page of an array, 1 by 1 for a text. */
    get rows(): number { return this.kind === "text" ? 1 : this.kind === "structs" ? this.size[0] ?? 0 : this.size[0] ?? 0; }
    get columns(): number { return this.kind === "text" ? 1 : this.size[1] ?? 0; }
    get pages(): number[] { return this.kind === "struct" || this.kind === "structs" || this.kind === "object" || this.kind === "table" ? [] : this.size.slice(2); }

    cell(row: number, column: number): Cell | undefined {
        const tile = this.#tiles.get(`${Math.floor((row - 1) / tile_rows)},${Math.floor((column - 1) / tile_columns)}`);
        return tile?.cells[(row - 1) % tile_rows]?.[(column - 1) % tile_columns];
    }

    /** Says what is in view; what is missing there comes. */
    show(view: Range): void {
        this.#view = view;
        void this.#ask();
    }

    setPage(page: number[]): void {
        this.page = page;
        this.#tiles.clear();
        this.#age++;
        void this.#ask();
    }

    /** The variable may have changed: what is in view is asked anew and shown as it was until it comes. */
    refresh(): void {
        this.#age++;
        for (const tile of this.#tiles.values()) tile.stale = true;
        void this.#ask();
    }

    /** The values of any part as texts with all their digits, for the clipboard and to be edited; null when the kernel did not give them. */
    async texts(range: Range): Promise<string[][] | null> {
        const rows: string[][] = [], wide = Math.min(200, range.to_column - range.from_column + 1), high = Math.max(1, Math.min(500, Math.floor(20_000 / wide)));
        for (let row = range.from_row; row <= range.to_row; row += high) {
            const lines: string[][] = Array.from({ length: Math.min(high, range.to_row - row + 1) }, () => []);
            for (let column = range.from_column; column <= range.to_column; column += wide) {
                const columns = Math.min(wide, range.to_column - column + 1);
                const { reply } = await attempt(this.app, "variable", { doc: this.session.id, path: this.path, row, column, rows: lines.length, columns, page: this.page, full: true });
                if (!reply || reply.cells.length < lines.length) return null;
                lines.forEach((line, at) => line.push(...(reply.cells[at] ?? []).map(cell => cell.text)));
            }
            rows.push(...lines);
        }
        return rows;
    }

    /** The rectangle of tiles that are missing in view. */
    #missing(): Range | null {
        const { from_row, to_row, from_column, to_column } = this.#view;
        let found = null as Range | null;
        for (let r = Math.floor((from_row - 1) / tile_rows); r <= Math.floor((to_row - 1) / tile_rows); r++)
            for (let c = Math.floor((from_column - 1) / tile_columns); c <= Math.floor((to_column - 1) / tile_columns); c++) {
                const tile = this.#tiles.get(`${r},${c}`);
                if (tile && !tile.stale) continue;
                found = { from_row: Math.min(found?.from_row ?? r, r), to_row: Math.max(found?.to_row ?? r, r), from_column: Math.min(found?.from_column ?? c, c), to_column: Math.max(found?.to_column ?? c, c) };
            }
        return found;
    }

    async #ask(): Promise<void> {
        const missing = this.#missing();
        if (this.#asking || !missing) return;
        this.#asking = true;
        const age = this.#age, columns = (missing.to_column - missing.from_column + 1) * tile_columns;
        const rows = Math.min((missing.to_row - missing.from_row + 1) * tile_rows, Math.max(1, Math.floor(most_cells / columns / tile_rows)) * tile_rows);
        const row = missing.from_row * tile_rows + 1, column = missing.from_column * tile_columns + 1;
        const result = await attempt(this.app, "variable", { doc: this.session.id, path: this.path, row, column, rows, columns, page: this.page });
        this.#asking = false;
        if (age === this.#age) this.#take(result, missing, row, column, rows, columns);
        if (!this.trouble || age !== this.#age) void this.#ask();
    }

    #take(result: Awaited<ReturnType<typeof attempt<"variable">>>, missing: Range, row: number, column: number, rows: number, columns: number): void {
        this.loaded = true;
        this.trouble = result.why ?? "";
        const { reply } = result;
        if (reply) {
            if (reply.kind !== this.kind || reply.size.join() !== this.size.join()) this.#tiles.clear();
            Object.assign(this, { kind: reply.kind, class: reply.class, size: reply.size, editable: reply.editable });
            (reply.row_names ?? []).forEach((name, at) => { this.rowNames[reply.row - 1 + at] = name; });
            (reply.column_names ?? []).forEach((name, at) => { this.columnNames[reply.column - 1 + at] = name; });
            (reply.column_classes ?? []).forEach((name, at) => { this.columnClasses[reply.column - 1 + at] = name; });
            for (let r = 0; r < rows; r += tile_rows)
                for (let c = 0; c < columns; c += tile_columns)
                    this.#put(missing.from_row + r / tile_rows, missing.from_column + c / tile_columns, reply.cells.slice(r + row - reply.row, r + row - reply.row + tile_rows).map(line => line.slice(c + column - reply.column, c + column - reply.column + tile_columns)));
        }
        this.onChange();
    }

    #put(r: number, c: number, cells: Cell[][]): void {
        this.#tiles.delete(`${r},${c}`);
        this.#tiles.set(`${r},${c}`, { cells, stale: false });
        if (this.#tiles.size > most_tiles) this.#tiles.delete(this.#tiles.keys().next().value as string);
    }
}
