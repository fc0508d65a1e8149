// editor/rebase.ts: how one text becomes another, line by line: what was typed against the one can then be placed in the other.
import { ChangeSet, type ChangeSpec, type Text } from "@codemirror/state";

/** Larger differences than this are one replacement. */
const most_cells = 4_000_000;

/** Pairs [i, j] of lines that both have, in order: the longest such list. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
    const width = b.length + 1, pairs: [number, number][] = [];
    if (!a.length || !b.length || (a.length + 1) * width > most_cells) return pairs;
    const length = new Uint16Array((a.length + 1) * width);
    const at = (i: number, j: number): number => length[i * width + j] as number;
    for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--) length[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
        if (a[i] === b[j]) pairs.push([i++, j++]);
        else if (at(i + 1, j) >= at(i, j + 1)) i++;
        else j++;
    }
    return pairs;
}

/** The change that makes `after` of `before`; lines that both have stay. */
export function lineDiff(before: Text, after: Text): ChangeSet {
    const a = before.toString().split("\n"), b = after.toString().split("\n");
    let head = 0, tail = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    const pairs = commonLines(a.slice(head, a.length - tail), b.slice(head, b.length - tail)).map(([i, j]) => [i + head, j + head] as [number, number]);
    pairs.push([a.length - tail, b.length - tail]);
    const changes: ChangeSpec[] = [];
    let i = head, j = head;
    for (const [to_i, to_j] of pairs) {
        if (to_i > i || to_j > j) changes.push(replaceLines(before, i, to_i, b.slice(j, to_j)));
        i = to_i + 1;
        j = to_j + 1;
    }
    return ChangeSet.of(changes, before.length);
}

/** Lines from … to-1 (0-based) replaced by others. */
function replaceLines(doc: Text, from: number, to: number, lines: readonly string[]): ChangeSpec {
    if (to > from && lines.length) { // line for line: only what differs within the first and last is touched
        const start = doc.line(from + 1).from, end = doc.line(to).to, old = doc.sliceString(start, end), next = lines.join("\n");
        let head = 0, tail = 0;
        while (head < old.length && head < next.length && old[head] === next[head]) head++;
        while (tail < old.length - head && tail < next.length - head && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
        return { from: start + head, to: end - tail, insert: next.slice(head, next.length - tail) };
    }
    if (from < doc.lines) {
        const start = doc.line(from + 1).from, end = to < doc.lines ? doc.line(to + 1).from : doc.length;
        if (to > from && to >= doc.lines && from > 0) return { from: doc.line(from).to, to: doc.length, insert: "" };
        return { from: start, to: end, insert: lines.map(line => `${line}\n`).join("") };
    }
    return { from: doc.length, insert: lines.map(line => `\n${line}`).join("") };
}
