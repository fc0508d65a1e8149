// editor/outputs.ts: where outputs stand. Each is tied to the line its statement ends on and moves with it; an output whose
// line is deleted goes. Inline: a block below the line. On the right: the column of output_column.ts draws them.
import { StateEffect, StateField, type EditorState, type Extension, type Line, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import type { Session } from "../session";
import { showOutput } from "../outputs/show";
import { sceneOf } from "../figures/scene";
import { readControls } from "./control_marks";
import { layoutField } from "./run_state";
import { structureOf } from "./structure";

/** The line of the output: its beginning and end. */
export type PlacedOutput = { key: number; from: number; to: number };

export const setOutputs = StateEffect.define<readonly PlacedOutput[]>();

const placedField = StateField.define<readonly PlacedOutput[]>({
    create: () => [],
    update(value, transaction) {
        if (transaction.docChanged && value.length) {
            const { changes, newDoc } = transaction;
            value = value.flatMap(one => {
                const from = changes.mapPos(one.from, 1), to = changes.mapPos(one.to, -1);
                if (to < from || (to === from && one.to > one.from)) return [];
                return [{ key: one.key, from, to: newDoc.lineAt(to).to }];
            });
        }
        for (const effect of transaction.effects) if (effect.is(setOutputs)) value = effect.value;
        return value;
    },
});

export function outputList(state: EditorState): readonly PlacedOutput[] { return state.field(placedField); }

class OutputWidget extends WidgetType {
    constructor(readonly session: Session, readonly key: number) { super(); }
    override eq(other: OutputWidget): boolean { return other.key === this.key && other.session === this.session; }
    override get estimatedHeight(): number {
        const scene = sceneOf(this.session.outputs.get(this.key)?.scene);
        return this.session.outputs.heights.get(this.key) ?? (scene ? scene.height * 96 / 72 + 10 : 40);
    }
    override ignoreEvent(): boolean { return true; }
    override toDOM(view: EditorView): HTMLElement {
        return showOutput(this.session, this.key, () => view.requestMeasure());
    }
    override destroy(dom: HTMLElement): void {
        this.session.outputs.heights.set(this.key, dom.offsetHeight);
        this.session.outputs.hide(this.key, dom);
    }
}

class HiddenCode extends WidgetType {
    override eq(): boolean { return true; }
    override toDOM(): HTMLElement {
        const dom = document.createElement("div");
        dom.className = "hidden-code";
        return dom;
    }
}

const hiddenCode = Decoration.replace({ widget: new HiddenCode(), block: true });

const hiddenPart = Decoration.replace({});

/** What is not a control of a line with controls. */
function hideAroundControls({ from, text }: Line): Range<Decoration>[] {
    const parts: Range<Decoration>[] = [];
    let at = 0;
    for (const one of [...readControls(text).sort((a, b) => a.from - b.from), { from: text.length, to: text.length }]) {
        if (one.from > at) parts.push(hiddenPart.range(from + at, from + one.from));
        at = Math.max(at, one.to);
    }
    return parts;
}

/** Stretches of code lines, cut after each line that has an output, so that outputs keep their places between them. Lines with
 * controls show these. */
function hideCode(state: EditorState, ends: ReadonlySet<number>): Range<Decoration>[] {
    const parts: Range<Decoration>[] = [];
    for (const span of structureOf(state.doc).code) {
        let from = span.from;
        for (let line = state.doc.lineAt(span.from); ; line = state.doc.line(line.number + 1)) {
            if (line.text.includes("%[control:") && readControls(line.text).length) {
                if (from < line.from) parts.push(hiddenCode.range(from, line.from - 1));
                parts.push(...hideAroundControls(line));
                from = line.to + 1;
            } else if (ends.has(line.to) || line.to >= span.to) {
                parts.push(hiddenCode.range(from, line.to));
                from = line.to + 1;
            }
            if (line.to >= span.to) break;
        }
    }
    return parts;
}

function decorate(session: Session, state: EditorState): DecorationSet {
    const layout = state.field(layoutField), placed = state.field(placedField);
    const parts: Range<Decoration>[] = [];
    if (layout === "hidecode") parts.push(...hideCode(state, new Set(placed.map(one => one.to))));
    if (layout !== "onright") placed.forEach((one, at) => {
        parts.push(Decoration.widget({ widget: new OutputWidget(session, one.key), block: true, side: 10 + at }).range(one.to));
    });
    return Decoration.set(parts, true);
}

export function outputs(session: Session): Extension {
    return [layoutField, placedField, EditorView.decorations.compute([placedField, layoutField, "doc"], state => decorate(session, state))];
}
