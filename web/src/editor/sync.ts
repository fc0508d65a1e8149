// editor/sync.ts: keeps the editor's text and the server's the same. Own changes are sent one batch at a time and come back
// as `edits`; changes of others arrive in the same list and are rebased by @codemirror/collab. The texts of the last
// versions are kept (they share their parts), so that lines the server names by version can be found in the text of now.
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates, type Update as CollabUpdate } from "@codemirror/collab";
import { ChangeSet, Compartment, Text, Transaction, type Extension } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { RequestError } from "../connection";
import type { Json, Update } from "../protocol";
import type { Session } from "../session";
import { later } from "./later";

type Kept = { version: number; doc: Text; changes: ChangeSet | null };

const most_versions = 2000;

export class Sync {
    readonly #collab = new Compartment();
    #view: EditorView | null = null;
    #kept: Kept[];
    #pushing = false;
    /** The version our last accepted batch was made against: until its echo comes nothing is sent again. */
    #acceptedAt = -1;
    #arrived: (() => void)[] = [];
    /** Nothing is sent while it is not sure that the server and we speak of the same text. */
    #resuming = false;
    #startVersion: number;

    constructor(readonly session: Session, version: number, text: string) {
        this.#startVersion = version;
        this.#kept = [{ version, doc: Text.of(text.split("\n")), changes: null }];
    }

    extension(): Extension { return this.#collab.of(this.#start(this.#startVersion)); }
    attach(view: EditorView): void { this.#view = view; }

    /** Version of the server that our text builds on. */
    get version(): number { return this.#view ? getSyncedVersion(this.#view.state) : this.#startVersion; }
    /** True while typed text has not come back from the server. */
    get waiting(): boolean { return this.#view !== null && sendableUpdates(this.#view.state).length > 0; }

    changed(update: ViewUpdate): void {
        if (update.docChanged) void this.#push();
    }

    /** Waits until everything typed is the server's. */
    async flush(): Promise<void> {
        while (this.waiting && this.session.app.link.state.value === "open") {
            await this.#push();
            if (this.waiting) await new Promise<void>(resolve => { this.#arrived.push(resolve); setTimeout(resolve, 250); });
        }
    }

    /** Takes updates that lead to `version`. */
    receive(version: number, updates: readonly Update[]): void {
        const view = this.#view;
        if (!view) return;
        const missing = version - this.version; // what we have already comes again after a new connection
        if (missing <= 0) return;
        if (missing > updates.length) {
            void this.catchUp();
            return;
        }
        const fresh: CollabUpdate[] = updates.slice(updates.length - missing)
            .map(one => ({ clientID: one.client, changes: ChangeSet.fromJSON(one.changes as Json) }));
        for (const one of fresh) {
            const last = this.#kept.at(-1) as Kept;
            this.#kept.push({ version: last.version + 1, doc: one.changes.apply(last.doc), changes: one.changes });
        }
        if (this.#kept.length > most_versions) this.#kept.splice(0, this.#kept.length - most_versions);
        view.dispatch(receiveUpdates(view.state, fresh));
        for (const resolve of this.#arrived.splice(0)) resolve();
        this.session.edited.value++;
        void this.#push();
    }

    /** After a gap or a new connection: fetches what was missed, then sends what is left. */
    async catchUp(): Promise<void> {
        const { app, id } = this.session;
        this.#acceptedAt = -1;
        try {
            const reply = await app.link.request("updates_since", { doc: id, version: this.version });
            this.receive(reply.version, reply.updates);
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            if (error.code === "too_old") {
                const reply = await app.ask("reload", { doc: id });
                if (reply) await this.session.reload(reply.doc);
                return;
            }
        }
        await this.#push();
    }

    /** After a new connection: the server has `text` at `version`. */
    async resume(version: number, text: string): Promise<void> {
        this.#resuming = true;
        try {
            await this.catchUp();
            const kept = this.#kept[version - (this.#kept[0] as Kept).version];
            if (kept && !kept.doc.eq(Text.of(text.split("\n")))) await this.rebase(version, text);
        } finally {
            this.#resuming = false;
        }
        await this.#push();
    }

    /** Starts again from the server's text; what it does not have of ours stays as an unsent change. */
    async rebase(version: number, text: string): Promise<void> {
        const { lineDiff } = await later(), view = this.#view;
        if (!view) return;
        const server = Text.of(text.split("\n")), same = this.#kept.findLastIndex(one => one.doc.eq(server));
        const at = same >= 0 ? same : this.#kept.length - 1, base = this.#kept[at] as Kept;
        const own = this.#since(at).reduce((all, next) => all.compose(next), ChangeSet.empty(base.doc.length)).map(lineDiff(base.doc, server));
        const before = view.state.doc, { selection } = view.state;
        this.#kept = [{ version, doc: server, changes: null }];
        this.#startVersion = version;
        this.#view = null; // between the two lives of the collab extension there is no version
        view.dispatch({ changes: lineDiff(before, server), effects: this.#collab.reconfigure([]), annotations: Transaction.addToHistory.of(false) });
        view.dispatch({ effects: this.#collab.reconfigure(this.#start(version)) });
        this.#view = view;
        if (!own.empty) view.dispatch({ changes: own, annotations: Transaction.addToHistory.of(false) });
        if (view.state.doc.eq(before)) view.dispatch({ selection });
    }

    /** Makes the text what it was in a session that the server no longer knows. */
    async carry(text: Text): Promise<void> {
        const { lineDiff } = await later(), view = this.#view;
        if (view && !view.state.doc.eq(text)) view.dispatch({ changes: lineDiff(view.state.doc, text) });
    }

    #start(version: number): Extension { return collab({ startVersion: version, clientID: this.session.app.client }); }

    /** Where lines from_line … to_line of `version` are in the text of now; null when that version is not kept. */
    range(version: number, from_line: number, to_line: number): { from: number; to: number } | null {
        const at = version - (this.#kept[0] as Kept).version;
        const kept = this.#kept[at];
        if (!kept) return null;
        const line = (n: number) => kept.doc.line(Math.max(1, Math.min(n, kept.doc.lines)));
        let from = line(from_line).from, to = line(to_line).to;
        for (const changes of this.#since(at)) {
            from = changes.mapPos(from, 1);
            to = Math.max(from, changes.mapPos(to, -1));
        }
        return { from, to };
    }

    /** Where a column of a line of `version` is in the text of now; null when that version is not kept. */
    offset(version: number, line: number, column: number): number | null {
        const at = version - (this.#kept[0] as Kept).version, kept = this.#kept[at];
        if (!kept || line < 1 || line > kept.doc.lines) return null;
        const start = kept.doc.line(line);
        let pos = Math.min(start.to, start.from + column);
        for (const changes of this.#since(at)) pos = changes.mapPos(pos, 1);
        return pos;
    }

    /** The changes after the kept version number `at`, own unsent ones included. */
    #since(at: number): ChangeSet[] {
        const later = this.#kept.slice(at + 1).map(one => one.changes as ChangeSet);
        if (this.#view) later.push(...sendableUpdates(this.#view.state).map(one => one.changes));
        return later;
    }

    async #push(): Promise<void> {
        const view = this.#view;
        if (!view || this.#pushing || this.#resuming || this.session.app.link.state.value !== "open") return;
        const updates = sendableUpdates(view.state), before = this.version;
        if (!updates.length || this.#acceptedAt === before) return;
        this.#pushing = true;
        let again = false;
        try {
            const reply = await this.session.app.link.request("edit", {
                doc: this.session.id, version: before,
                updates: updates.map(one => ({ client: this.session.app.client, changes: one.changes.toJSON() as Json })),
            });
            if (reply.accepted) this.#acceptedAt = before;
            again = this.waiting && this.version > before;
            if (!reply.accepted && this.version === before) setTimeout(() => void this.catchUp(), 100);
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
        } finally {
            this.#pushing = false;
        }
        if (again) void this.#push();
    }
}
