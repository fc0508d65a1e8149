// editor/literals.ts: literals that controls stand for, as the fields of a page show them, and back.

/** "#rrggbb" of a colour: a row of three numbers from 0 to 1, or a string such as "#0072BD"; null: something else. */
export function readColour(literal: string): string | null {
    const text = /^["']#([0-9a-f]{6})["']$/i.exec(literal.trim());
    if (text) return `#${(text[1] as string).toLowerCase()}`;
    const row = /^\[\s*([^\]]*?)\s*\]$/.exec(literal.trim()), parts = row ? (row[1] as string).split(/[\s,]+/).map(Number) : [];
    if (parts.length !== 3 || parts.some(part => !(part >= 0 && part <= 1))) return null;
    return `#${parts.map(part => Math.round(part * 255).toString(16).padStart(2, "0")).join("")}`;
}

/** A colour in the form the literal had. */
export function writeColour(before: string, colour: string): string {
    const quote = /^\s*(["'])/.exec(before)?.[1];
    if (quote) return quote + colour.toUpperCase() + quote;
    return `[${[1, 3, 5].map(at => String(Math.round(parseInt(colour.slice(at, at + 2), 16) / 255 * 1e4) / 1e4)).join(" ")}]`;
}

/** yyyy-mm-dd of datetime("yyyy-mm-dd…") or datetime(y,m,d); null: something else. */
export function readDate(literal: string): string | null {
    const found = /^datetime\(\s*(?:["'](\d{4})-(\d\d?)-(\d\d?)|(\d{4})\s*,\s*(\d\d?)\s*,\s*(\d\d?)\s*\))/.exec(literal.trim());
    if (!found) return null;
    const [year, month, day] = found[1] ? found.slice(1, 4) : found.slice(4, 7);
    return `${year}-${(month as string).padStart(2, "0")}-${(day as string).padStart(2, "0")}`;
}

export function writeDate(before: string, date: string): string {
    const text = /^datetime\(\s*(["'])\d{4}-\d\d?-\d\d?(.*)$/.exec(before.trim());
    if (text) return `datetime(${text[1]}${date}${text[2]}`;
    const [year, month, day] = date.split("-").map(Number);
    return `datetime(${year},${month},${day})`;
}
