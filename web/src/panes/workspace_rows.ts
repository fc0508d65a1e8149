// panes/workspace_rows.ts: which variables the Workspace shows, and in what order.
import type { Variable } from "../protocol";

export type Stats = { min: number | string; max: number | string; mean: number | string; std: number | string; missing: number };
export const columnNames = ["name", "value", "size", "class", "bytes", "min", "max", "mean", "std"] as const;
export type Column = (typeof columnNames)[number];
export const titles: Record<Column, string> = { name: "Name", value: "Value", size: "Size", class: "Class", bytes: "Bytes", min: "Min", max: "Max", mean: "Mean", std: "Std" };
export const statistics: readonly Column[] = ["min", "max", "mean", "std"];

export type View = { columns: Column[]; sort: Column; down: boolean; filter: string; changed: boolean };
export const standardView: View = { columns: ["name", "value", "size", "class"], sort: "name", down: false, filter: "", changed: false };

/** "28×28×1×5000" is so many elements. */
export function numberOfElements(size: string): number {
    return size.split("×").reduce((product, part) => product * Number(part), 1);
}

function order(a: string | number, b: string | number): number {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b, "en", { sensitivity: "base", numeric: true });
}

function keyOf(one: Variable, column: Column, stats: ReadonlyMap<string, Stats>): string | number {
    if (column === "size") return numberOfElements(one.size);
    if (column === "bytes") return one.bytes;
    if (column === "value") return one.value.trim() !== "" && !Number.isNaN(Number(one.value)) ? Number(one.value) : one.value;
    if (column === "name" || column === "class") return one[column];
    const value = stats.get(one.name)?.[column as "min"];
    return value === undefined ? "" : value === "Inf" ? Infinity : value === "-Inf" ? -Infinity : value;
}

export function rowsOf(variables: readonly Variable[], view: View, stats: ReadonlyMap<string, Stats>): Variable[] {
    const words = view.filter.toLowerCase().split(/\s+/).filter(word => word);
    const shown = variables.filter(one => (!view.changed || one.changed) && words.every(word => `${one.name} ${one.class}`.toLowerCase().includes(word)));
    return shown.sort((a, b) => {
        const by = order(keyOf(a, view.sort, stats), keyOf(b, view.sort, stats));
        return (view.down ? -by : by) || order(a.name, b.name);
    });
}

/** A statistic as the pane shows it: four or five significant digits. */
export function formatStat(value: number | string | undefined): string {
    if (value === undefined) return "";
    if (typeof value === "string") return value;
    if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
    const size = Math.abs(value);
    return size >= 1e5 || size < 1e-3 ? value.toExponential(4) : value.toPrecision(5).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

export function formatBytes(bytes: number): string {
    if (bytes < 1000) return `${bytes} B`;
    const units = ["kB", "MB", "GB", "TB"];
    let size = bytes / 1000, at = 0;
    while (size >= 999.5 && at < units.length - 1) { size /= 1000; at++; }
    return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[at]}`;
}
