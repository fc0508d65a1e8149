// panes/variables/scale.ts: scrolling over more pixels than a browser allows an element to be high. Up to the limit one
// pixel of the scroll bar is one of the content; beyond, the bar's way stands for the content's in proportion.

/** Every browser's limit is above this. */
export const tallest = 15_000_000;

export class Scale {
    constructor(readonly content: number, readonly view: number) {}
    /** Height of the element that scrolls. */
    get space(): number { return Math.min(this.content, tallest); }
    get scaled(): boolean { return this.content > tallest; }
    #factor(): number { return (this.content - this.view) / Math.max(1, this.space - this.view); }
    /** Offset in the content for a position of the scroll bar. */
    toContent(scroll: number): number { return this.scaled ? this.clamp(scroll * this.#factor()) : scroll; }
    toScroll(offset: number): number { return this.scaled ? offset / this.#factor() : offset; }
    clamp(offset: number): number { return Math.max(0, Math.min(this.content - this.view, offset)); }
}

/** Widths of columns: one for all but those that were made wider or narrower. */
export class Widths {
    readonly own = new Map<number, number>();
    constructor(readonly each: number, readonly count: number) {}
    of(column: number): number { return this.own.get(column) ?? this.each; }
    /** Left edge of a column (1-based). */
    left(column: number): number {
        let x = (column - 1) * this.each;
        for (const [at, width] of this.own) if (at < column) x += width - this.each;
        return x;
    }
    get total(): number { return this.left(this.count + 1); }
    /** The column at `x`, within 1 … count. */
    at(x: number): number {
        let low = 1, high = Math.max(1, this.count);
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (this.left(middle) <= x) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
