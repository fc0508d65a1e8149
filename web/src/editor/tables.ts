// editor/tables.ts: tables of the text: rows "| a | b |" between two %[text:table] lines, after the first of them a rule that may
// say how the columns are aligned, as in Markdown. Reading and writing; what is done with tables is in table_shape.ts.
import { readTextLine, writeUnits, type Unit } from "./markup";

export type Align = "" | "left" | "center" | "right";

export interface Table {
    /** Sources of the cells, row by row. */
    cells: readonly (readonly string[])[];
    header: boolean;
    /** Of columns; what is missing is "". */
    aligns: readonly Align[];
    /** Whether the lines hold a rule. */
    rule: boolean;
    /** JSON beside the first mark, {"columnWidths":…}; what it says of the header is in `header`. */
    attributes: Readonly<Record<string, unknown>>;
}

export function columnsOf(table: Table): number { return Math.max(1, ...table.cells.map(row => row.length)); }

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

const alignOf = (rule: string): Align => rule.endsWith(":") ? rule.startsWith(":") ? "center" : "right" : rule.startsWith(":") ? "left" : "";
const ruleOf = { "": "---", left: ":---", center: ":---:", right: "---:" };

function attributesOf(text: string): Record<string, unknown> {
    try {
        return JSON.parse(text || "{}") as Record<string, unknown>;
    } catch {
        return {};
    }
}

export function readTable(source: string): Table {
    const lines = source.split("\n"), cells: string[][] = [], attributes = attributesOf((lines[0] ?? "").slice("%[text:table]".length));
    let aligns: Align[] = [], rule = false;
    for (const line of lines.slice(1, -1)) {
        const texts = cellTexts(line.replace(/^%\[text\](\{[^{}]*\})? ?/, ""));
        if (!texts.length) continue;
        if (cells.length === 1 && texts.every(cell => /^:?-+:?$/.test(cell))) {
            rule = true;
            aligns = texts.map(alignOf);
        } else cells.push(texts);
    }
    const header = rule && attributes["ignoreHeader"] !== true;
    delete attributes["ignoreHeader"];
    return { cells, header, aligns, rule, attributes };
}

/** The table's lines. */
export function writeTable(table: Table): string {
    const columns = columnsOf(table), { header, aligns } = table, rule = header || table.rule || aligns.some(one => one);
    const row = (texts: (at: number) => string): string => `%[text] | ${Array.from({ length: columns }, (_, at) => texts(at)).join(" | ")} |`;
    const lines = table.cells.map(texts => row(at => texts[at] ?? ""));
    if (rule) lines.splice(1, 0, row(at => ruleOf[aligns[at] ?? ""]));
    const attributes = { ...table.attributes, ...(rule && !header && { ignoreHeader: true }) };
    return [`%[text:table]${Object.keys(attributes).length ? JSON.stringify(attributes) : ""}`, ...lines, "%[text:table]"].join("\n");
}

export function emptyTable(rows: number, columns: number): Table {
    return { cells: Array.from({ length: rows }, () => Array.from({ length: columns }, () => "")), header: true, aligns: [], rule: true, attributes: {} };
}
