// editor/assist.ts: what the server knows about the code: completion, signatures, hover help, lint marks, definitions, names.
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, hoverTooltip, keymap, showTooltip, type Tooltip, type ViewUpdate } from "@codemirror/view";
import { fill, h, settled } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { RequestError } from "../connection";
import { followLink, helpPage } from "../links";
import type { Requests } from "../protocol";
import type { Session } from "../session";
import { askText } from "../shell/dialogs";
import { showPane } from "../shell/docks";
import { say } from "../shell/notices";
import { readControls } from "./control_marks";
import { isText } from "./structure";

type Place = { doc: number; line: number; column: number };

function placeOf(session: Session, pos: number): Place {
    const line = session.view.state.doc.lineAt(pos);
    return { doc: session.id, line: line.number, column: pos - line.from };
}

/** A question about the text of now; undefined when the server has no answer. */
async function quietly<K extends keyof Requests>(session: Session, name: K, args: Requests[K]["args"]): Promise<Requests[K]["reply"] | undefined> {
    try {
        await session.sync.flush();
        return await session.app.link.request(name, args);
    } catch (error) {
        if (error instanceof RequestError) return undefined;
        throw error;
    }
}

// ---- completion ---------------------------------------------------------------------------------

const types: Record<string, string> = { function: "function", method: "method", variable: "variable", keyword: "keyword", file: "text", class: "class", property: "property", folder: "namespace" };

const complete = (session: Session) => async (context: CompletionContext): Promise<CompletionResult | null> => {
    const line = context.state.doc.lineAt(context.pos), before = line.text.slice(0, context.pos - line.from);
    if (isText(line.text) || /^\s*%/.test(before)) return null;
    if (!context.explicit && !/[A-Za-z_]\w+$|\.\w*$/.test(before)) return null;
    const reply = await quietly(session, "complete", placeOf(session, context.pos));
    if (!reply?.items.length || context.aborted) return null;
    const options: Completion[] = reply.items.map(one => ({
        label: one.name, type: types[one.kind] ?? "text", ...(one.detail && { detail: one.detail }), ...(one.insert && { apply: one.insert }),
    }));
    return { from: line.from + reply.from_column, options, validFor: /^\w*$/ };
};

// ---- signatures ---------------------------------------------------------------------------------

const setSignature = StateEffect.define<Tooltip | null>();
const signatureField = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, transaction) {
        for (const effect of transaction.effects) if (effect.is(setSignature)) value = effect.value;
        return value && transaction.docChanged ? { ...value, pos: transaction.changes.mapPos(value.pos) } : value;
    },
    provide: field => showTooltip.from(field),
});

const signatures = (session: Session): Extension => ViewPlugin.fromClass(class {
    readonly ask = settled(120, () => void this.fetch());
    constructor(readonly view: EditorView) {}
    update(update: ViewUpdate): void {
        if (!update.docChanged && !update.selectionSet) return;
        const head = update.state.selection.main.head, before = update.state.sliceDoc(Math.max(0, head - 1), head);
        if (update.state.field(signatureField) || (update.docChanged && /[(,]/.test(before))) this.ask();
    }
    async fetch(): Promise<void> {
        const { state } = this.view, pos = state.selection.main.head, line = state.doc.lineAt(pos);
        const open = !isText(line.text) && line.text.slice(0, pos - line.from).includes("(") && state.selection.main.empty;
        const reply = open ? await quietly(session, "signature", placeOf(session, pos)) : undefined;
        const shown = this.view.state.field(signatureField);
        if (!reply?.forms.length) {
            if (shown) this.view.dispatch({ effects: setSignature.of(null) });
            return;
        }
        const forms = reply.forms.map((form, at) => h("li", { class: at === reply.active ? "active" : null }, form));
        const tooltip: Tooltip = { pos: Math.min(pos, this.view.state.doc.length), above: true, create: () => ({ dom: h("div", { class: "signature" }, h("ul", {}, forms)) }) };
        this.view.dispatch({ effects: setSignature.of(tooltip) });
    }
});

const closeSignature = keymap.of([{ key: "Escape", run: view => {
    if (!view.state.field(signatureField)) return false;
    view.dispatch({ effects: setSignature.of(null) });
    return true;
} }]);

// ---- hover --------------------------------------------------------------------------------------

const hover = (session: Session): Extension => hoverTooltip(async (view, pos) => {
    const line = view.state.doc.lineAt(pos);
    const column = pos - line.from, inControl = readControls(line.text).some(one => one.from <= column && column <= one.to);
    if (isText(line.text) || inControl || !/\w/.test(line.text[column] ?? "")) return null;
    const reply = await quietly(session, "hover", placeOf(session, pos));
    if (!reply?.html) return null;
    const word = view.state.wordAt(pos);
    return { pos: word?.from ?? pos, end: word?.to ?? pos, above: true, create: () => {
        const dom = h("div", { class: "hover-help" });
        fill(dom, safeHtml(reply.html, href => followLink(session, href)));
        return { dom };
    } };
}, { hoverTime: 450 });

// ---- lint ---------------------------------------------------------------------------------------

const lint = (session: Session): Extension => ViewPlugin.fromClass(class {
    readonly ask = settled(500, () => void this.check());
    constructor(readonly view: EditorView) { this.ask(); }
    update(update: ViewUpdate): void { if (update.docChanged) this.ask(); }
    async check(): Promise<void> {
        if (session.id === session.app.console?.id || session.kind.value === "text") return;
        const reply = await quietly(session, "check", { doc: session.id });
        if (!reply) return;
        const found: Diagnostic[] = [];
        for (const mark of reply.marks) {
            const from = session.sync.offset(reply.version, mark.line, mark.column), to = session.sync.offset(reply.version, mark.end_line, mark.end_column);
            if (from === null || to === null) continue;
            const severity = mark.severity === "error" || mark.severity === "warning" ? mark.severity : "info";
            found.push({ from, to: Math.max(from, to), severity, message: mark.message, source: mark.code });
        }
        this.view.dispatch(setDiagnostics(this.view.state, found));
    }
});

// ---- names --------------------------------------------------------------------------------------

export async function goToDefinition(session: Session): Promise<void> {
    const reply = await quietly(session, "definition", placeOf(session, session.view.state.selection.main.head));
    if (!reply) return;
    if (reply.help) {
        helpPage.value = reply.help;
        showPane(session.app, "help");
    } else if (reply.doc === session.id || (reply.line && !reply.path)) session.goTo(reply.line ?? 1, reply.column ?? 0);
    else if (reply.path) await session.app.open(reply.path, reply.line ?? 1);
    else say("info", "Nothing in reach defines this name.");
}

export async function renameName(session: Session): Promise<void> {
    const reply = await quietly(session, "occurrences", placeOf(session, session.view.state.selection.main.head));
    if (!reply?.places.length) {
        say("info", "Put the cursor on a variable or function of this document.");
        return;
    }
    const to = await askText({ title: `Rename ${reply.name}`, label: `New name for ${reply.places.length} places`, value: reply.name, action: "Rename" });
    if (!to || to === reply.name) return;
    if (!/^[A-Za-z]\w{0,62}$/.test(to)) {
        say("error", `${to} is not a name.`);
        return;
    }
    const { version } = session.sync;
    const changes = reply.places.flatMap(place => {
        const from = session.sync.offset(version, place.line, place.column), end = session.sync.offset(version, place.end_line, place.end_column);
        return from !== null && end !== null && session.view.state.sliceDoc(from, end) === reply.name ? [{ from, to: end, insert: to }] : [];
    });
    session.view.dispatch({ changes, userEvent: "input.rename" });
}

export function assist(session: Session): Extension {
    return [
        autocompletion({ override: [complete(session)], icons: true, maxRenderedOptions: 60 }),
        signatureField, signatures(session), closeSignature, hover(session), lint(session),
    ];
}
