// editor/tables.ts: tables of the text: rows "| a | b |" between two %[text:table] lines, a rule below the header.
import { readTextLine, writeUnits, type Unit } from "./markup";

export interface Table { rows: Unit[][][]; header: boolean; attributes: string }

/** Source of the cells of a row; a bar in an equation or after a backslash does not divide. */
function cellTexts(row: string): string[] {
    const cells: string[] = [];
    let start = row.indexOf("|") + 1, tex = false;
    if (start === 0) return cells;
    for (let i = start; i < row.length; i++) {
        if (row[i] === "\\") i++;
        else if (row[i] === "$") tex = !tex && row.indexOf("$", i + 1) > 0;
        else if (row[i] === "|" && !tex) {
            cells.push(row.slice(start, i).trim());
            start = i + 1;
        }
    }
    return cells;
}

/** Units of one cell's source. */
export function cellUnits(source: string): Unit[] { return source ? readTextLine(`%[text] .${source}`)?.units.slice(1) ?? [] : []; }

/** Source of a cell; a bar that is a character is escaped, one in an equation is not. */
export function cellSource(units: readonly Unit[]): string {
    const bar = "\uE000";
    return writeUnits(units.map(unit => unit.kind === "char" && unit.text === "|" ? { ...unit, text: bar } : unit)).text.replaceAll(bar, "\\|");
}

export function readTable(source: string): Table {
    const lines = source.split("\n"), table: Table = { rows: [], header: false, attributes: (lines[0] ?? "").slice("%[text:table]".length) };
    for (const line of lines.slice(1, -1)) {
        const cells = cellTexts(line.replace(/^%\[text\](\{[^{}]*\})? ?/, ""));
        if (!cells.length) continue;
        if (cells.every(cell => /^:?-+:?$/.test(cell))) {
            table.header = table.rows.length === 1;
            continue;
        }
        table.rows.push(cells.map(cellUnits));
    }
    return table;
}

/** The table's lines; `cells` are sources. */
export function writeTable(cells: readonly (readonly string[])[], header: boolean, attributes = ""): string {
    const columns = Math.max(1, ...cells.map(row => row.length));
    const row = (texts: readonly string[]): string => `%[text] | ${Array.from({ length: columns }, (_, at) => texts[at] ?? "").join(" | ")} |`;
    const lines = cells.map(row);
    if (header) lines.splice(1, 0, row(Array.from({ length: columns }, () => "---")));
    return [`%[text:table]${attributes}`, ...lines, "%[text:table]"].join("\n");
}
