// editor/output_store.ts: outputs by key, and the elements on the page that show them. An output that changes (a frame of an
// animation, more text) changes its elements in place; the document is not laid out anew.
import type { Output } from "../protocol";

export interface OutputView {
    dom: HTMLElement;
    update(output: Output): void;
    destroy?(): void;
}

export class OutputStore {
    readonly #outputs = new Map<number, Output>();
    readonly #views = new Map<number, Set<OutputView>>();
    readonly heights = new Map<number, number>();
    /** Outputs that the user collapsed. */
    readonly folded = new Set<number>();

    get(key: number): Output | undefined { return this.#outputs.get(key); }

    /** Keeps an output; elements that show it are updated. */
    put(output: Output): void {
        this.#outputs.set(output.key, output);
        for (const view of this.#views.get(output.key) ?? []) view.update(output);
    }

    keep(keys: ReadonlySet<number>): void {
        for (const key of this.#outputs.keys()) if (!keys.has(key)) this.#outputs.delete(key);
    }

    clear(): void { this.#outputs.clear(); }

    show(key: number, view: OutputView): void {
        const set = this.#views.get(key) ?? new Set();
        this.#views.set(key, set.add(view));
    }

    hide(key: number, dom: HTMLElement): void {
        const set = this.#views.get(key);
        for (const view of set ?? []) {
            if (view.dom !== dom) continue;
            view.destroy?.();
            set?.delete(view);
        }
        if (set?.size === 0) this.#views.delete(key);
    }
}
