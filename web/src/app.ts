// app.ts: what the page knows: the connection, the open documents, the preferences. Panes and the toolbar get an App and
// listen to its signals; only sessions talk about documents.
import { Signal } from "./base/signal";
import { Connection, RequestError, type Socket } from "./connection";
import type { Events, Format, Json, Opened, Recent, Requests } from "./protocol";
import { helpPage } from "./links";
import { openVariable } from "./panes/open_variable";
import { Session } from "./session";
import { showPane } from "./shell/docks";
import { announce, say } from "./shell/notices";

export class App {
    readonly link: Connection;
    readonly client = `c${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
    readonly sessions = new Signal<readonly Session[]>([]);
    readonly active = new Signal<Session | null>(null);
    readonly prefs = new Signal<Record<string, Json>>({});
    readonly recent = new Signal<readonly Recent[]>([]);
    readonly formats = new Signal<readonly Format[]>([]);
    /** Folder of the kernel that the panes show. */
    readonly folder = new Signal("");
    readonly firstVisit = new Signal(false);
    home = "";
    version = "";
    /** The kernel that belongs to no document: commands go there while no document is open. */
    console: Session | null = null;

    constructor(makeSocket: () => Socket) {
        this.link = new Connection(makeSocket);
        this.link.onOpen = () => void this.#resume();
        this.#listen();
        this.active.listen(() => { this.folder.value = this.target?.folder.value ?? this.folder.value; });
    }

    start(): void { this.link.start(); }

    /** The document that commands, Workspace and Current Folder are about. */
    get target(): Session | null { return this.active.value ?? this.console; }

    session(doc: number): Session | undefined {
        return this.console?.id === doc ? this.console : this.sessions.value.find(one => one.id === doc);
    }

    /** A request whose failure is told to the user; undefined then. */
    async ask<K extends keyof Requests>(name: K, args: Requests[K]["args"]): Promise<Requests[K]["reply"] | undefined> {
        try {
            return await this.link.request(name, args);
        } catch (error) {
            if (!(error instanceof RequestError)) throw error;
            say("error", error.message);
            return undefined;
        }
    }

    async open(path: string, line = 0): Promise<Session | undefined> {
        const reply = await this.ask("open", { path });
        if (!reply) return undefined;
        const session = this.adopt(reply.doc);
        if (line > 0) session.goTo(line, 0);
        return session;
    }

    async openExample(name: string): Promise<void> {
        const reply = await this.ask("open_example", { name });
        if (reply) this.adopt(reply.doc);
    }

    async create(kind: "live" | "script" | "function", text = ""): Promise<void> {
        const reply = await this.ask("new", { kind, text, folder: this.folder.value });
        if (reply) this.adopt(reply.doc);
    }

    /** Shows an opened document in a tab, a new one or its own. */
    adopt(opened: Opened): Session {
        let session = this.sessions.value.find(one => one.id === opened.doc);
        if (session) session.resume(opened);
        else {
            session = new Session(this, opened);
            this.sessions.value = [...this.sessions.value, session];
        }
        this.#remember(opened.path, opened.name);
        this.active.value = session;
        return session;
    }

    async close(session: Session, discard = false): Promise<void> {
        await session.sync.flush();
        if (await this.ask("close", { doc: session.id, discard })) this.#drop(session);
    }

    setPref(name: string, value: Json): void {
        this.prefs.value = { ...this.prefs.value, [name]: value };
        void this.ask("set_prefs", { prefs: this.prefs.value });
    }

    /** Puts a document at the head of the recent ones, as the server does. */
    #remember(path: string, name: string): void {
        if (path) this.recent.value = [{ path, name, opened: Date.now() / 1000 }, ...this.recent.value.filter(one => one.path !== path)];
    }

    #drop(session: Session): void {
        const left = this.sessions.value.filter(one => one !== session);
        const at = this.sessions.value.indexOf(session);
        this.sessions.value = left;
        if (this.active.value === session) this.active.value = left[Math.min(at, left.length - 1)] ?? null;
        session.destroy();
    }

    async #resume(): Promise<void> {
        const hello = await this.ask("hello", { client: this.client });
        if (!hello) return;
        this.home = hello.home;
        this.version = hello.version;
        this.recent.value = hello.recent;
        this.formats.value = hello.formats;
        this.prefs.value = hello.prefs ?? {};
        this.firstVisit.value = hello.first_visit;
        if (this.console?.id === hello.console) this.console.resume(hello.console_doc);
        else this.console = new Session(this, hello.console_doc);
        this.folder.value = this.target?.folder.value || hello.folder;
        const before = this.sessions.value;
        for (const opened of hello.docs) {
            const known = before.find(one => one.id === opened.doc && sameDocument(one, opened));
            if (known) known.resume(opened);
            else {
                this.sessions.value = [...this.sessions.value, new Session(this, opened)];
                if (opened.recovered) say("warning", `${opened.name} was recovered: it has changes that were not saved.`);
            }
        }
        for (const session of before) if (!hello.docs.some(one => one.doc === session.id && sameDocument(session, one))) await this.#reopen(session);
        this.active.value ??= this.sessions.value[0] ?? null;
    }

    /** The server was started anew and has the document under another number, or not at all; what it lacks of ours is kept. */
    async #reopen(session: Session): Promise<void> {
        const text = session.view.state.doc, changed = session.dirty;
        const there = this.sessions.value.find(one => one !== session && one.path.value === session.path.value && one.name.value === session.name.value);
        if (!there) {
            const reply = session.path.value ? await this.ask("open", { path: session.path.value }) : await this.ask("new", { kind: session.kind.value, text: text.toString() });
            if (!reply) return; // it stays on the page
            this.adopt(reply.doc);
        } else if (this.active.value === session) this.active.value = there;
        const next = there ?? this.active.value;
        this.#drop(session);
        if (changed && next) await next.sync.carry(text);
    }

    #listen(): void {
        this.#forward("edits", (session, event) => session.sync.receive(event.version, event.updates));
        this.#forward("saved", (session, event) => {
            session.saved(event);
            this.#remember(event.path, event.name);
        });
        this.#forward("status", (session, event) => session.status(event));
        this.#forward("outputs_cleared", (session, event) => session.clearOutputs(event));
        this.#forward("output", (session, event) => session.addOutput(event));
        this.#forward("run_done", (session, event) => session.runDone(event));
        this.#forward("progress", (session, event) => { session.progress.value = { fraction: event.fraction, text: event.text }; });
        this.#forward("layout", (session, event) => { session.setLayout(event.layout, event.right_percent); });
        this.#forward("console", (session, event) => session.said(event));
        this.#forward("console_clear", session => session.console.clear());
        this.#forward("prompt", (session, event) => { session.prompt.value = event.text; });
        this.#forward("figure", (session, event) => session.figureDrawn(event));
        this.#forward("figure_closed", (session, event) => session.figureClosed(event.figure));
        this.#forward("image", (session, event) => session.imageChanged(event));
        this.#forward("control", (session, event) => { session.controls = { ...session.controls, [event.id]: event.control }; });
        this.#forward("disk_changed", (session, event) => say("warning", event.deleted ? `${session.name.value} was deleted by another program.` : `${session.name.value} was changed by another program; saving asks before it is written over.`));
        this.link.on("opened", event => {
            if (!this.session(event.doc.doc)) this.sessions.value = [...this.sessions.value, new Session(this, event.doc)];
        });
        this.#forward("closed", session => { if (session !== this.console) this.#drop(session); });
        this.#forward("workspace", (session, event) => {
            session.variables.value = event.variables;
            session.folder.value = event.folder;
            if (session === this.target) this.folder.value = event.folder;
        });
        this.#forward("kernel", (session, event) => {
            session.kernel.value = event.state;
            if (event.message) say(event.state === "ready" ? "info" : "error", event.message);
        });
        this.link.on("show", event => this.#show(event));
        this.link.on("notice", event => say(event.severity, event.text));
        this.link.state.listen(state => { if (state === "lost") announce("Connection lost, trying again"); });
    }

    /** Code asked for something to be shown: `doc NAME`, `edit FILE`, `openExample(…)`. */
    #show(event: Events["show"]): void {
        if (event.kind === "help") {
            helpPage.value = event.name;
            showPane(this, "help");
        } else if (event.kind === "file") void this.open(event.name, event.line);
        else if (event.kind === "example") void this.openExample(event.name);
        else if (event.kind === "variable") openVariable(this, event.name);
        else if (event.kind === "folder") showPane(this, "folder");
    }

    #forward<K extends keyof Events>(name: K, handler: (session: Session, event: Events[K]) => void): void {
        this.link.on(name, event => {
            const session = this.session((event as unknown as { doc: number }).doc);
            if (session) handler(session, event);
        });
    }
}

function sameDocument(session: Session, opened: Opened): boolean {
    return session.path.value === opened.path && (opened.path !== "" || session.name.value === opened.name);
}
