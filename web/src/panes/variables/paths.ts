// panes/variables/paths.ts: expressions such as s.a{3} that name parts of variables.
import type { Cell } from "../../protocol";

/** "s.a{3}(2,1)" as [["s", "s"], [".a", "s.a"], …]: the step and the path that ends with it. */
export function stepsOf(path: string): [string, string][] {
    const steps: [string, string][] = [];
    const step = /\.?[A-Za-z]\w*|\([^)]*\)|\{[^}]*\}/y;
    let at = 0;
    while (at < path.length) {
        step.lastIndex = at;
        const found = step.exec(path);
        if (!found) break;
        at += found[0].length;
        steps.push([found[0], path.slice(0, at)]);
    }
    return steps;
}

const identifier = /^[A-Za-z]\w*$/;

/** Where what is shown at a place can be opened by itself; null when it is no more than its text. */
export function childPath(path: string, kind: string, row: number, column: number, page: readonly number[], cell: Cell | undefined, rowName: string | undefined, columnName: string | undefined): string | null {
    const inside = `${row},${column}${page.map(one => `,${one}`).join("")}`;
    if (kind === "struct" || kind === "object") return rowName && identifier.test(rowName) ? `${path}.${rowName}` : null;
    if (kind === "structs") return columnName && identifier.test(columnName) ? `${path}(${row}).${columnName}` : null;
    if (kind === "cell") return `${path}{${inside}}`;
    if (kind === "table" && cell && isWhole(cell)) return `${path}{${row},${column}}`;
    return null;
}

/** Whether the text stands for more than it says: an array, a container. */
export function isWhole(cell: Cell): boolean {
    if (cell.kind === "cell" || cell.kind === "struct" || cell.kind === "object" || cell.kind === "function") return true;
    return cell.kind !== "text" && (/^[[{]/.test(cell.text) || /^\d+×\d/.test(cell.text));
}
