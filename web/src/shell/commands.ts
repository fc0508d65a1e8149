// shell/commands.ts: everything a button, a menu entry or a key can do, in one list.
import type { App } from "../app";
import type { IconName } from "./icons";
import { editCommands } from "../editor/commands";
import { runCommands } from "../editor/run_commands";
import { fileCommands } from "./file_commands";

export interface Command {
    id: string;
    label: string;
    icon?: IconName;
    /** "Ctrl+Shift+Enter", …; the first is shown. */
    keys?: readonly string[];
    run(app: App): unknown;
    enabled?(app: App): boolean;
    /** For toggles: whether it is on. */
    on?(app: App): boolean;
    /** Keys act only while the focus is in the document. */
    inDocument?: boolean;
}

export const commands: readonly Command[] = [...runCommands, ...editCommands, ...fileCommands];
const byId = new Map(commands.map(one => [one.id, one]));

export function command(id: string): Command {
    const found = byId.get(id);
    if (!found) throw new Error(`no command ${id}`);
    return found;
}

export function can(app: App, one: Command): boolean { return one.enabled ? one.enabled(app) : true; }

export function perform(app: App, one: Command): void {
    if (can(app, one)) one.run(app);
}

/** "Ctrl+Shift+Enter" of a key event. */
export function keyName(event: KeyboardEvent): string {
    const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const parts = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : "", key];
    return parts.filter(part => part).join("+");
}

const byKey = new Map(commands.flatMap(one => (one.keys ?? []).map(key => [key, one] as const)));

export function watchKeys(app: App): void {
    document.addEventListener("keydown", event => {
        const one = byKey.get(keyName(event));
        if (!one || event.isComposing) return;
        const target = event.target as HTMLElement;
        if (one.inDocument && (!target.closest(".cm-content") || target.closest("input, select, textarea"))) return; // controls and cells of tables
        if (!one.inDocument && target.closest("dialog") && event.key !== "F1") return;
        if (!can(app, one)) return;
        event.preventDefault();
        event.stopPropagation();
        one.run(app);
    }, { capture: true });
}
