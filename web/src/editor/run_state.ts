// editor/run_state.ts: what the gutter and the outputs show of running: the statement being processed, which sections have
// run as they stand, how outputs are laid out.
import { StateEffect, StateField } from "@codemirror/state";

export type Layout = "inline" | "onright" | "hidecode";
type Range = { from: number; to: number };

export const setRunning = StateEffect.define<Range | null>();
export const endRun = StateEffect.define<null>();
export const setRan = StateEffect.define<readonly string[]>();
export const setLayoutEffect = StateEffect.define<Layout>();

/** Where the statement being run is; moves with edits. */
export const runningField = StateField.define<Range | null>({
    create: () => null,
    update(value, transaction) {
        if (value && transaction.docChanged) {
            const from = transaction.changes.mapPos(value.from, 1);
            value = { from, to: Math.max(from, transaction.changes.mapPos(value.to, -1)) };
        }
        for (const effect of transaction.effects) {
            if (effect.is(setRunning)) value = effect.value;
            if (effect.is(endRun)) value = null;
        }
        return value;
    },
});

/** Hashes of the sections that ran to their end since the kernel started. */
export const ranField = StateField.define<ReadonlySet<string>>({
    create: () => new Set<string>(),
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(setRan)) value = new Set(effect.value);
        return value;
    },
});

export const layoutField = StateField.define<Layout>({
    create: () => "inline",
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(setLayoutEffect)) value = effect.value;
        return value;
    },
});
