// editor/table_shape.ts: what is done with a table: cells written, rows and columns put in and taken away, columns aligned. Every
// function gives a new table. The widths of columns that the document holds move along.
import type { Unit } from "./markup";
import { cellSource, cellUnits, columnsOf, type Align, type Table } from "./tables";

const filled = (table: Table): string[][] => table.cells.map(row => Array.from({ length: columnsOf(table) }, (_, at) => row[at] ?? ""));
const spliced = <T>(list: readonly T[], at: number, remove: number, ...put: T[]): T[] => {
    const next = [...list];
    next.splice(at, remove, ...put);
    return next;
};

export function setCell(table: Table, row: number, column: number, source: string): Table {
    return { ...table, cells: filled(table).map((texts, r) => r === row ? spliced(texts, column, 1, source) : texts) };
}

export function addRow(table: Table, at: number): Table {
    return { ...table, cells: spliced<readonly string[]>(table.cells, at, 0, Array.from({ length: columnsOf(table) }, () => "")) };
}

/** The last row stays. */
export function removeRow(table: Table, at: number): Table {
    return table.cells.length > 1 ? { ...table, cells: spliced(table.cells, at, 1) } : table;
}

function withWidths(table: Table, change: (widths: readonly unknown[]) => unknown[]): Table["attributes"] {
    const widths = table.attributes["columnWidths"];
    return Array.isArray(widths) ? { ...table.attributes, columnWidths: change(widths as unknown[]) } : table.attributes;
}

const alignsOf = (table: Table): Align[] => Array.from({ length: columnsOf(table) }, (_, at) => table.aligns[at] ?? "");

export function addColumn(table: Table, at: number): Table {
    return {
        ...table, cells: filled(table).map(row => spliced(row, at, 0, "")), aligns: spliced(alignsOf(table), at, 0, ""),
        attributes: withWidths(table, widths => spliced(widths, at, 0, widths[Math.max(0, at - 1)])),
    };
}

/** The last column stays. */
export function removeColumn(table: Table, at: number): Table {
    if (columnsOf(table) < 2) return table;
    return {
        ...table, cells: filled(table).map(row => spliced(row, at, 1)), aligns: spliced(alignsOf(table), at, 1),
        attributes: withWidths(table, widths => spliced(widths, at, 1)),
    };
}

export function setAlign(table: Table, column: number, align: Align): Table { return { ...table, aligns: spliced(alignsOf(table), column, 1, align) }; }

// ---- a cell as it is typed ----------------------------------------------------------------------

const same = (a: readonly Unit[], b: readonly Unit[]): boolean => a.length === b.length
    && a.every((unit, at) => unit.kind === b[at]?.kind && unit.text === b[at].text && unit.style === b[at].style && unit.link === b[at].link);

/** What a cell's field shows of its source: backslashes only where they matter. */
export function cellForm(source: string): string {
    const units = cellUnits(source), plain = source.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    return same(cellUnits(plain), units) ? plain : source;
}

/** Source of what was typed into a cell's field. */
export function typedSource(text: string): string { return cellSource(cellUnits(text.replace(/\s+/g, " ").trim())); }
