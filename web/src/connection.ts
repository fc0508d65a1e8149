// connection.ts: typed requests and events over one WebSocket, which is made anew when it is lost.
import { Signal } from "./base/signal";
import type { Events, Json, Requests } from "./protocol";

/** What of WebSocket is used; web/dev has another one that needs no server. */
export interface Socket {
    onopen: (() => void) | null;
    onclose: (() => void) | null;
    onmessage: ((event: { data: string }) => void) | null;
    send(text: string): void;
    close(): void;
}

export type LinkState = "connecting" | "open" | "lost";

/** What a request fails with: the server's error word, or "lost" when the connection broke. */
export class RequestError extends Error {
    constructor(readonly code: string, message: string) { super(message); }
}

type Waiting = { resolve(reply: Json): void; reject(error: RequestError): void };
type EventHandler<K extends keyof Events> = (event: Events[K]) => void;

const longest_wait_ms = 4000;

export class Connection {
    readonly state = new Signal<LinkState>("connecting");
    /** While lost: what happened and what to do, when that is known. */
    readonly why = new Signal("");
    /** Called at each new connection, before anything else is sent. */
    onOpen: () => void = () => undefined;
    #socket: Socket | null = null;
    #next = 1;
    #wait_ms = 200;
    readonly #waiting = new Map<number, Waiting>();
    readonly #handlers = new Map<string, Set<(event: never) => void>>();

    constructor(readonly make: () => Socket) {}

    start(): void {
        const socket = this.make();
        this.#socket = socket;
        socket.onopen = () => {
            this.#wait_ms = 200;
            this.state.value = "open";
            this.onOpen();
        };
        socket.onmessage = event => this.#receive(event.data);
        socket.onclose = () => this.#lost();
    }

    request<K extends keyof Requests>(name: K, args: Requests[K]["args"]): Promise<Requests[K]["reply"]> {
        return new Promise((resolve, reject) => {
            if (this.state.value !== "open" || !this.#socket) {
                reject(new RequestError("lost", "The server cannot be reached."));
                return;
            }
            const id = this.#next++;
            this.#waiting.set(id, { resolve, reject });
            this.#socket.send(JSON.stringify({ t: name, id, ...args }));
        });
    }

    on<K extends keyof Events>(name: K, handler: EventHandler<K>): () => void {
        let set = this.#handlers.get(name);
        if (!set) this.#handlers.set(name, set = new Set());
        set.add(handler);
        return () => { set.delete(handler); };
    }

    #receive(text: string): void {
        const message = JSON.parse(text) as Json;
        if (message.t === "reply" || message.t === "failure") {
            const waiting = this.#waiting.get(message.id);
            this.#waiting.delete(message.id);
            if (message.t === "reply") waiting?.resolve(message);
            else waiting?.reject(new RequestError(message.error, message.message));
            return;
        }
        for (const handler of this.#handlers.get(message.t) ?? []) handler(message as never);
    }

    #lost(): void {
        this.#socket = null;
        this.state.value = "lost";
        for (const waiting of this.#waiting.values()) waiting.reject(new RequestError("lost", "The connection was lost."));
        this.#waiting.clear();
        setTimeout(() => this.start(), this.#wait_ms);
        this.#wait_ms = Math.min(this.#wait_ms * 2, longest_wait_ms);
    }
}
