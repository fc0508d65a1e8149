// panes/folder_rows.ts: order, names and dates of the Current Folder.
import type { Entry } from "../protocol";

export type FolderColumn = "name" | "bytes" | "modified";
export type FolderSort = { column: FolderColumn; down: boolean };

/** Folders first, then by the column. */
export function sortEntries(entries: readonly Entry[], sort: FolderSort): Entry[] {
    return [...entries].sort((a, b) => {
        if ((a.kind === "folder") !== (b.kind === "folder")) return a.kind === "folder" ? -1 : 1;
        const name = a.name.localeCompare(b.name, "en", { sensitivity: "base", numeric: true }), by = sort.column === "name" ? name : a[sort.column] - b[sort.column] || name;
        return sort.down ? -by : by;
    });
}

export function joinPath(folder: string, name: string): string { return `${folder.replace(/\/+$/, "")}/${name}`; }
export function parentOf(path: string): string { return path.replace(/\/[^/]+\/?$/, "") || "/"; }
export function baseOf(path: string): string { return path.replace(/\/+$/, "").replace(/^.*\//, ""); }
export function extensionOf(name: string): string { return /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? ""; }

/** Why a file cannot have this name; "" when it can. */
export function nameProblem(name: string): string {
    if (!name.trim()) return "A name is needed.";
    if (name.includes("/")) return "A name cannot contain a slash.";
    if (name.startsWith(".")) return "Names that begin with a dot are hidden here.";
    return "";
}

/** A name that is not taken: untitled.m, untitled2.m, … */
export function freeName(stem: string, extension: string, taken: ReadonlySet<string>): string {
    let name = stem + extension;
    for (let at = 2; taken.has(name); at++) name = `${stem}${at}${extension}`;
    return name;
}

/** "14:05" today, "Mar 3" this year, "2024-03-03" before. */
export function formatDate(seconds: number, now: Date): string {
    const date = new Date(seconds * 1000);
    if (date.toDateString() === now.toDateString()) return date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (date.getFullYear() === now.getFullYear()) return date.toLocaleDateString("en", { month: "short", day: "numeric" });
    return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}
