// editor/control_marks.ts: marks of controls at the end of code lines, "%[control:slider:8f01]{"position":[5,6]}": which columns
// of the line each stands for. position: 1-based start, exclusive end.

export interface ControlMark {
    kind: string;
    id: string;
    /** The literal the control stands for: 0-based columns. */
    from: number;
    to: number;
}

const mark = /%\[control:(\w+):(\w+)\]\{"position":\[(\d+),(\d+)\]\}/g;

export function readControls(line: string): ControlMark[] {
    const found = [...line.matchAll(mark)].map(one => ({ kind: (one[1] as string).toLowerCase(), id: one[2] as string, from: Number(one[3]) - 1, to: Number(one[4]) - 1, mark: one.index }));
    return found.filter(one => one.from >= 0 && one.to > one.from && one.to <= one.mark).map(({ kind, id, from, to }) => ({ kind, id, from, to }));
}

export type LineChange = { from: number; to: number; insert: string };

/** What another literal for control `id` changes in the line, in columns; the places of its other controls move along. */
export function controlChanges(line: string, id: string, literal: string): LineChange[] {
    const control = readControls(line).find(one => one.id === id);
    if (!control || line.slice(control.from, control.to) === literal) return [];
    const shift = literal.length - (control.to - control.from), changes: LineChange[] = [{ from: control.from, to: control.to, insert: literal }];
    for (const one of shift ? line.matchAll(mark) : []) {
        const from = Number(one[3]), to = Number(one[4]), own = one[2] === id;
        if (!own && from - 1 < control.to) continue;
        const end = one.index + one[0].length - "]}".length, digits = `${from},${to}`.length;
        changes.push({ from: end - digits, to: end, insert: `${own ? from : from + shift},${to + shift}` });
    }
    return changes;
}

/** The line with another literal for control `id`. */
export function writeControl(line: string, id: string, literal: string): string {
    return controlChanges(line, id, literal).reduceRight((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), line);
}
