// session.ts: one document: its editor, what the server said about it, and its kernel's state.
import { EditorView } from "@codemirror/view";
import type { App } from "./app";
import { onceAFrame } from "./base/dom";
import { Signal } from "./base/signal";
import { ConsoleLog, type ConsolePart } from "./console_log";
import { makeEditor } from "./editor/editor";
import { endRun, setLayoutEffect, setRan, setRunning, type Layout } from "./editor/run_state";
import { outputList, setOutputs, type PlacedOutput } from "./editor/outputs";
import { OutputStore } from "./editor/output_store";
import { isBareBreak } from "./editor/structure";
import { Sync } from "./editor/sync";
import type { Events, Json, Opened, Output, Requests, Variable } from "./protocol";
import { announce } from "./shell/notices";

export type FigureState = { scene: Json; alt: string };

export class Session {
    readonly id: number;
    readonly path: Signal<string>;
    readonly name: Signal<string>;
    readonly kind: Signal<string>;
    readonly untitled: Signal<boolean>;
    readonly savedVersion: Signal<number>;
    /** Counts every change of the text. */
    readonly edited = new Signal(0);
    readonly busy = new Signal(false);
    readonly elapsed_ms = new Signal(0);
    readonly queued = new Signal(0);
    readonly progress = new Signal<{ fraction: number; text: string } | null>(null);
    readonly variables: Signal<readonly Variable[]>;
    readonly folder: Signal<string>;
    readonly kernel = new Signal("ready");
    readonly prompt = new Signal<string | null>(null);
    readonly layout: Signal<Layout>;
    readonly rightPercent: Signal<number>;
    readonly figures = new Signal<ReadonlyMap<number, FigureState>>(new Map());
    readonly cursor = new Signal({ line: 1, column: 0 });
    /** Milliseconds of each section's last run, by the hash of its code. */
    times: Record<string, number> = {};
    readonly console = new ConsoleLog();
    readonly outputs: OutputStore;
    /** Pictures of the text by id; a new object when one is added. */
    images: Record<string, Json>;
    controls: Record<string, Json>;
    readonly sync: Sync;
    readonly view: EditorView;
    /** Outputs that came since the last time they were shown, by key. */
    readonly #arrived = new Map<number, { output: Output; version: number }>();
    #shown_ms = 0;
    readonly #showSoon = onceAFrame(() => this.#showArrived());
    #advanced: { run: number; head: number } | null = null;

    constructor(readonly app: App, opened: Opened) {
        this.id = opened.doc;
        this.path = new Signal(opened.path);
        this.name = new Signal(opened.name);
        this.kind = new Signal(opened.kind);
        this.untitled = new Signal(opened.untitled);
        this.savedVersion = new Signal(opened.saved_version);
        this.variables = new Signal<readonly Variable[]>(opened.workspace);
        this.folder = new Signal(opened.folder);
        this.layout = new Signal<Layout>(opened.layout as Layout);
        this.rightPercent = new Signal(opened.right_percent);
        this.images = opened.images ?? {};
        this.controls = opened.controls ?? {};
        this.outputs = new OutputStore();
        this.sync = new Sync(this, opened.version, opened.text);
        this.view = makeEditor(this, opened);
        this.sync.attach(this.view);
        this.#takeState(opened);
    }

    get dirty(): boolean { return this.sync.version !== this.savedVersion.value || this.sync.waiting; }
    get live(): boolean { return this.kind.value === "live"; }

    destroy(): void { this.#arrived.clear(); this.view.destroy(); }

    /** After a reload or a lost connection: the server's state is the truth, our unsent typing is kept. */
    resume(opened: Opened): void {
        this.savedVersion.value = opened.saved_version;
        this.path.value = opened.path;
        this.name.value = opened.name;
        this.variables.value = opened.workspace;
        this.folder.value = opened.folder;
        void this.sync.resume(opened.version, opened.text).then(() => this.#takeState(opened));
    }

    /** The server no longer keeps what we missed: its text, and in it what it does not have of ours. */
    async reload(opened: Opened): Promise<void> {
        await this.sync.rebase(opened.version, opened.text);
        this.#takeState(opened);
    }

    #takeState(opened: Opened): void {
        this.#arrived.clear();
        this.times = opened.times;
        this.busy.value = opened.busy;
        this.prompt.value = opened.prompt ?? null;
        this.console.clear();
        for (const part of (opened.console ?? []) as ConsolePart[]) this.console.add(part);
        this.figures.value = new Map(Object.entries((opened.figures ?? {}) as Record<string, FigureState>).map(([figure, state]) => [Number(figure), state]));
        this.outputs.clear();
        for (const output of opened.outputs) this.outputs.put(output);
        this.view.dispatch({ effects: [
            setOutputs.of(this.#place(opened.outputs, opened.version)),
            setRan.of(opened.ran),
            opened.busy && opened.from_line > 0 ? setRunning.of(this.#lines(opened.version, opened.from_line, opened.to_line)) : endRun.of(null),
            setLayoutEffect.of(this.layout.value),
        ] });
    }

    goTo(line: number, column: number): void {
        const doc = this.view.state.doc;
        const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
        const pos = Math.min(at.to, at.from + column);
        this.app.active.value = this;
        this.view.dispatch({ selection: { anchor: pos }, effects: EditorView.scrollIntoView(pos, { y: "center" }), userEvent: "select.goto" });
        this.view.focus();
    }

    async run(what: "all" | "section" | "to_end" | "line", line: number): Promise<void> { await this.#ask(what, line); }

    /** Runs and puts the cursor where the next run begins, at the end of the document nowhere else; an error brings it back. */
    async runAndAdvance(what: "section" | "line", line: number): Promise<void> {
        const reply = await this.#ask(what, line);
        if (!reply?.next_line) return;
        const { doc } = this.view.state, next = Math.min(reply.next_line, doc.lines);
        this.goTo(isBareBreak(doc.line(next).text) ? next + 1 : next, 0);
        this.#advanced = { run: reply.run, head: this.view.state.selection.main.head };
    }

    async #ask(what: string, line: number): Promise<Requests["run"]["reply"] | undefined> {
        await this.sync.flush();
        return await this.app.ask("run", { doc: this.id, what, line, version: this.sync.version });
    }

    /** Runs a line of the Command Window; the server says it to all pages when it begins. */
    async command(text: string): Promise<void> { await this.app.ask("command", { doc: this.id, text }); }

    async stop(): Promise<void> { await this.app.ask("stop", { doc: this.id }); }

    setLayout(layout: string, percent: number): void {
        this.layout.value = layout as Layout;
        this.rightPercent.value = percent;
        this.view.dispatch({ effects: setLayoutEffect.of(layout as Layout) });
    }

    chooseLayout(layout: Layout, percent = this.rightPercent.value): void {
        this.setLayout(layout, percent);
        void this.app.ask("set_layout", { doc: this.id, layout, right_percent: percent });
    }

    // ---- events ---------------------------------------------------------------------------------

    saved(event: Events["saved"]): void {
        this.path.value = event.path;
        this.name.value = event.name;
        this.kind.value = event.kind;
        this.untitled.value = false;
        this.savedVersion.value = event.version;
        this.edited.value++;
    }

    status(event: Events["status"]): void {
        const began = event.busy && !this.busy.value;
        this.busy.value = event.busy;
        this.queued.value = event.queued;
        if (event.busy) this.elapsed_ms.value = event.elapsed_ms;
        if (began) announce("Busy");
        if (!event.busy) this.progress.value = this.prompt.value = null;
        const lines = event.busy && event.from_line > 0 ? this.#lines(event.version, event.from_line, event.to_line) : null;
        this.view.dispatch({ effects: lines ? setRunning.of(lines) : endRun.of(null) });
    }

    runDone(event: Events["run_done"]): void {
        this.elapsed_ms.value = event.elapsed_ms;
        this.progress.value = null;
        this.times = event.times;
        this.view.dispatch({ effects: [endRun.of(null), setRan.of(event.ran)] });
        if (event.failed && event.error_line > 0 && this.#advanced?.run === event.run && this.#advanced.head === this.view.state.selection.main.head) this.goTo(event.error_line, 0);
        announce(event.stopped ? "Stopped" : event.failed ? `Error on line ${event.error_line}` : "Finished");
    }

    clearOutputs(event: Events["outputs_cleared"]): void {
        this.#showArrived();
        const range = this.#lines(event.version, event.from_line, event.to_line);
        if (!range) return;
        const left = outputList(this.view.state).filter(one => one.to < range.from || one.from > range.to);
        const keys = new Set(left.map(one => one.key));
        this.outputs.keep(keys);
        this.view.dispatch({ effects: setOutputs.of(left) });
    }

    /** The first output is shown at once; those that come in a flood, once a frame. */
    addOutput(event: Events["output"]): void {
        this.outputs.put(event.output);
        if (event.output.figure && event.output.scene) this.#keepFigure(event.output.figure, { scene: event.output.scene, alt: event.output.alt ?? "" });
        this.#arrived.set(event.output.key, { output: event.output, version: event.version });
        const now = performance.now();
        if (now - this.#shown_ms > 50) this.#showArrived();
        else this.#showSoon();
        this.#shown_ms = now;
    }

    #showArrived(): void {
        if (!this.#arrived.size) return;
        const list = outputList(this.view.state), known = new Map(list.map(one => [one.key, one])), fresh: PlacedOutput[] = [];
        for (const { output, version } of this.#arrived.values()) {
            const [placed] = this.#place([output], version);
            if (placed && known.get(output.key)?.to !== placed.to) fresh.push(placed);
        }
        this.#arrived.clear();
        const moved = new Set(fresh.map(one => one.key));
        if (fresh.length) this.view.dispatch({ effects: setOutputs.of([...list.filter(one => !moved.has(one.key)), ...fresh]) });
    }

    said(event: Events["console"]): void {
        if (event.stream === "answer") this.prompt.value = null; // another page may have given it
        this.console.add(event);
    }

    imageChanged(event: Events["image"]): void {
        this.images = { ...this.images, [event.id]: event.image };
        this.view.dispatch({});
    }

    figureDrawn(event: Events["figure"]): void { this.#keepFigure(event.figure, { scene: event.scene, alt: event.alt }); }

    figureClosed(figure: number): void {
        const map = new Map(this.figures.value);
        map.delete(figure);
        this.figures.value = map;
    }

    #keepFigure(figure: number, state: FigureState): void {
        this.figures.value = new Map(this.figures.value).set(figure, state);
    }

    #lines(version: number, from_line: number, to_line: number): { from: number; to: number } | null {
        return this.sync.range(version, from_line, to_line);
    }

    #place(outputs: readonly Output[], version: number): PlacedOutput[] {
        const placed: PlacedOutput[] = [];
        for (const output of outputs) {
            const range = this.sync.range(version, output.line, output.line);
            if (range) placed.push({ key: output.key, ...range });
        }
        return placed;
    }
}
