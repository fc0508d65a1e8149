// editor/run_commands.ts: running the active document or a part of it. What is asked while an answer is on its way waits for it:
// the cursor has then moved on, and a second Run and Advance is about the next section.
import type { App } from "../app";
import type { Session } from "../session";
import type { Command } from "../shell/commands";

const runnable = (app: App): boolean => app.active.value !== null && app.active.value.kind.value !== "text";

const asked = new WeakMap<Session, Promise<unknown>>();

const inTurn = (run: (session: Session, line: number) => Promise<void>) => (app: App): void => {
    const session = app.active.value;
    if (!session) return;
    const next = (asked.get(session) ?? Promise.resolve()).then(() => run(session, session.cursor.value.line));
    asked.set(session, next.catch(() => undefined));
};

export const runCommands: readonly Command[] = [
    { id: "run.all", label: "Run", icon: "play", keys: ["F5"], enabled: runnable, run: inTurn(session => session.run("all", 1)) },
    { id: "run.section", label: "Run Section", icon: "section", keys: ["Ctrl+Enter"], enabled: runnable, run: inTurn((session, line) => session.run("section", line)) },
    { id: "run.advance", label: "Run and Advance", icon: "advance", keys: ["Ctrl+Shift+Enter"], enabled: runnable, run: inTurn((session, line) => session.runAndAdvance("section", line)) },
    { id: "run.toEnd", label: "Run to End", icon: "toEnd", enabled: runnable, run: inTurn((session, line) => session.run("to_end", line)) },
    { id: "run.step", label: "Step", icon: "step", keys: ["F10"], enabled: runnable, run: inTurn((session, line) => session.runAndAdvance("line", line)) },
    { id: "run.stop", label: "Stop", icon: "stop", keys: ["Ctrl+."], enabled: app => app.target?.busy.value ?? false, run: app => app.target?.stop() },
];
