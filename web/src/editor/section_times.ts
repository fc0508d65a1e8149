// editor/section_times.ts: how long each section took when it last ran, by the hash of its code; the bar of the section says it.

export class SectionTimes {
    readonly #times = new Map<string, number>();
    #hash = "";
    #since = 0;

    /** The statement being run is in this section; "": none is being run. */
    enter(hash: string, now_ms = performance.now()): void {
        if (hash === this.#hash) return;
        if (this.#hash) this.#times.set(this.#hash, now_ms - this.#since);
        this.#hash = hash;
        this.#since = now_ms;
    }

    /** Milliseconds; undefined: it has not run on this page. */
    of(hash: string): number | undefined { return this.#times.get(hash); }
}
