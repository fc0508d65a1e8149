// panes/variables/tsv.ts: cells as spreadsheets put them on the clipboard: tabs between cells, quotes around what holds tabs,
// quotes or line ends.

export function writeTsv(rows: readonly (readonly string[])[]): string {
    return rows.map(row => row.map(cell => /[\t\n\r"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell).join("\t")).join("\n");
}

/** Rows of equal length; a line end after the last row is no row. */
export function readTsv(text: string): string[][] {
    const rows: string[][] = [[]];
    let at = 0;
    const row = (): string[] => rows[rows.length - 1] as string[];
    while (at <= text.length) {
        let cell = "";
        if (text[at] === '"') {
            const end = closing(text, at);
            if (end > 0) { cell = text.slice(at + 1, end).replace(/""/g, '"'); at = end + 1; }
        }
        const next = /[\t\n\r]|$/g;
        next.lastIndex = at;
        const stop = next.exec(text)?.index ?? text.length;
        cell += text.slice(at, stop);
        row().push(cell);
        if (stop >= text.length) break;
        at = stop + (text[stop] === "\r" && text[stop + 1] === "\n" ? 2 : 1);
        if (text[stop] === "\t") continue;
        if (at >= text.length) break;
        rows.push([]);
    }
    const columns = Math.max(...rows.map(one => one.length));
    for (const one of rows) while (one.length < columns) one.push("");
    return rows;
}

/** Where the quote that opened at `at` closes, followed by the end of a cell; 0: it is only a character. */
function closing(text: string, at: number): number {
    for (let k = at + 1; k < text.length; k++) {
        if (text[k] !== '"') continue;
        if (text[k + 1] === '"') k++;
        else return k + 1 >= text.length || /[\t\n\r]/.test(text[k + 1] as string) ? k : 0;
    }
    return 0;
}
