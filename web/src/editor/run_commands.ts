// editor/run_commands.ts: running the active document or a part of it.
import type { App } from "../app";
import type { Session } from "../session";
import type { Command } from "../shell/commands";

const runnable = (app: App): boolean => app.active.value !== null && app.active.value.kind.value !== "text";
const line = (session: Session): number => session.cursor.value.line;

export const runCommands: readonly Command[] = [
    { id: "run.all", label: "Run", icon: "play", keys: ["F5"], enabled: runnable, run: app => app.active.value?.run("all", 1) },
    { id: "run.section", label: "Run Section", icon: "section", keys: ["Ctrl+Enter"], enabled: runnable, run: app => app.active.value?.run("section", line(app.active.value)) },
    { id: "run.advance", label: "Run and Advance", icon: "advance", keys: ["Ctrl+Shift+Enter"], enabled: runnable, run: app => app.active.value?.runAndAdvance("section", line(app.active.value)) },
    { id: "run.toEnd", label: "Run to End", icon: "toEnd", enabled: runnable, run: app => app.active.value?.run("to_end", line(app.active.value)) },
    { id: "run.step", label: "Step", icon: "step", keys: ["F10"], enabled: runnable, run: app => app.active.value?.runAndAdvance("line", line(app.active.value)) },
    { id: "run.stop", label: "Stop", icon: "stop", keys: ["Ctrl+."], enabled: app => app.target?.busy.value ?? false, run: app => app.target?.stop() },
];
