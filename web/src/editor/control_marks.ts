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

/** The line with another literal for control `id`; the places of the line's other controls move along. */
export function writeControl(line: string, id: string, literal: string): string {
    const control = readControls(line).find(one => one.id === id);
    if (!control) return line;
    const shift = literal.length - (control.to - control.from);
    const moved = line.replace(mark, (whole, kind: string, other: string, start: string, end: string) => {
        const from = Number(start), to = Number(end);
        if (other === id) return `%[control:${kind}:${other}]{"position":[${from},${to + shift}]}`;
        return from - 1 >= control.to ? `%[control:${kind}:${other}]{"position":[${from + shift},${to + shift}]}` : whole;
    });
    return moved.slice(0, control.from) + literal + moved.slice(control.to);
}
