// outputs/menu.ts: what can be done with an output: copy it, read all of its text in a tab of the browser, fold it away, clear.
import type { Json, Output } from "../protocol";
import type { Session } from "../session";
import { openMenu } from "../shell/menu";
import { say } from "../shell/notices";

/** The whole text of an output; a grid as lines of cells between tabs. */
export function textOf(output: Output): string {
    const data = (output.data as Json)?.outputData, value = data?.value;
    if (Array.isArray(value)) return value.map((row: Json) => Array.isArray(row) ? row.join("\t") : String(row)).join("\n");
    if (value !== undefined) return `${data.name ?? output.name ?? "ans"} = ${String(value)}`;
    return String(output.text ?? data?.text ?? output.alt ?? "");
}

async function copy(output: Output): Promise<void> {
    try {
        await navigator.clipboard.writeText(textOf(output));
        say("info", "The output is on the clipboard.");
    } catch (error) {
        say("error", `The output cannot be copied: ${(error as Error).message}`);
    }
}

function openTab(output: Output): void {
    const address = URL.createObjectURL(new Blob([textOf(output)], { type: "text/plain;charset=utf-8" }));
    window.open(address, "_blank", "noopener");
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function outputMenu(session: Session, key: number, back: HTMLElement, place: { x: number; y: number }, fold: () => void): void {
    const output = session.outputs.get(key);
    if (!output) return;
    const words = output.kind === "figure" ? [] : [{ label: "Copy output", run: () => copy(output) }, { label: "Show all in a tab", run: () => openTab(output) }];
    openMenu([...words, { label: session.outputs.folded.has(key) ? "Show output" : "Collapse output", run: fold }, "-",
        { label: "Clear all output", run: () => session.app.ask("clear_outputs", { doc: session.id }) }], place, back);
}
