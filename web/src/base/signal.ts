// base/signal.ts: a value that tells who listens when it changes.

export class Signal<T> {
    #value: T;
    readonly #listeners = new Set<(value: T) => void>();

    constructor(value: T) { this.#value = value; }
    get value(): T { return this.#value; }
    set value(next: T) {
        if (Object.is(next, this.#value)) return;
        this.#value = next;
        this.tell();
    }
    /** Tells the listeners even though the value is the same object. */
    tell(): void { for (const listener of [...this.#listeners]) listener(this.#value); }
    /** Calls `listener` now and at every change; the result ends it. */
    watch(listener: (value: T) => void): () => void {
        listener(this.#value);
        return this.listen(listener);
    }
    /** Calls `listener` at every change; the result ends it. */
    listen(listener: (value: T) => void): () => void {
        this.#listeners.add(listener);
        return () => { this.#listeners.delete(listener); };
    }
}
