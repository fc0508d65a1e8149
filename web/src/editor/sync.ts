// editor/sync.ts: keeps the editor's text and the server's the same. Own changes are sent one batch at a time and come back
// as `edits`; changes of others arrive in the same list and are rebased by @codemirror/collab. The texts of the last
// versions are kept (they share their parts), so that lines the server names by version can be found in the text of now.
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates, type Update as CollabUpdate } from "@codemirror/collab";
import { ChangeSet, Compartment, Text, type Extension } from "@codemirror/state";
import type { EditorView, ViewUpdate } from "@codemirror/view";
import { RequestError } from "../connection";
import type { Json, Update } from "../protocol";
import type { Session } from "../session";

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

    constructor(readonly session: Session, readonly startVersion: number, text: string) {
        this.#kept = [{ version: startVersion, doc: Text.of(text.split("\n")), changes: null }];
    }

    extension(): Extension { return this.#collab.of(this.#start(this.startVersion)); }
    attach(view: EditorView): void { this.#view = view; }

    /** Version of the server that our text builds on. */
    get version(): number { return this.#view ? getSyncedVersion(this.#view.state) : this.startVersion; }
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
                if (reply) this.session.reload(reply.doc);
                return;
            }
        }
        await this.#push();
    }

    /** Starts again from the server's text. What was typed and never reached the server is lost: it cannot be placed. */
    restart(version: number, text: string): void {
        const view = this.#view;
        if (!view) return;
        this.#kept = [{ version, doc: Text.of(text.split("\n")), changes: null }];
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, effects: this.#collab.reconfigure([]) });
        view.dispatch({ effects: this.#collab.reconfigure(this.#start(version)) });
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
        if (!view || this.#pushing || this.session.app.link.state.value !== "open") return;
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
