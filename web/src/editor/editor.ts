// editor/editor.ts: the editor of one document, put together from its parts.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, dropCursor, highlightSpecialChars, keymap } from "@codemirror/view";
import type { Opened } from "../protocol";
import type { Session } from "../session";
import { gutters } from "./gutter";
import { matlab } from "./language";
import { outputs } from "./outputs";
import { layoutField, ranField, runningField } from "./run_state";
import { later } from "./later";
import { isText } from "./structure";
import { textBlocks } from "./text_blocks";
import { textView } from "./text_view";
import { pendingStyle, typing } from "./typing";

function watch(session: Session): Extension {
    return EditorView.updateListener.of(update => {
        session.sync?.changed(update);
        if (update.docChanged) session.edited.value++;
        if (!update.selectionSet && !update.docChanged && update.state.field(pendingStyle) === update.startState.field(pendingStyle)) return;
        const head = update.state.selection.main.head, line = update.state.doc.lineAt(head);
        session.cursor.value = { line: line.number, column: head - line.from };
    });
}

/** Formatted text closes no brackets by itself. */
const plainText = Prec.highest(EditorState.languageData.of((state, pos) => isText(state.doc.lineAt(pos).text) ? [{ closeBrackets: { brackets: [] } }] : []));

/** Ctrl+C stops what runs when there is nothing to copy. */
const stopKey = (session: Session): Extension => keymap.of([{ key: "Ctrl-c", run: view => {
    if (!view.state.selection.main.empty || !session.busy.value) return false;
    void session.stop();
    return true;
} }]);

/** Pictures and pages from the clipboard; what to do with them is in paste.ts. */
const clipboard = (session: Session): Extension => EditorView.domEventHandlers({
    paste(event, view) {
        const data = event.clipboardData;
        if (!data || view.state.readOnly) return false;
        const content = { html: data.getData("text/html"), text: data.getData("text/plain"), files: [...data.files] };
        event.preventDefault();
        void later().then(extras => extras.pasteInto(session, view, content));
        return true;
    },
    drop(event, view) {
        const file = [...event.dataTransfer?.files ?? []].find(one => one.type.startsWith("image/"));
        if (!file || !session.live || view.state.readOnly) return false;
        event.preventDefault();
        view.dispatch({ selection: { anchor: view.posAtCoords({ x: event.clientX, y: event.clientY }, false) }, userEvent: "select.drop" });
        void later().then(extras => extras.insertPicture(session, file));
        return true;
    },
});

export function makeEditor(session: Session, opened: Opened): EditorView {
    const more = new Compartment();
    const extensions: Extension[] = [
        session.sync.extension(), history(), runningField, ranField,
        plainText, typing(), clipboard(session), stopKey(session), matlab(), more.of([]),
        gutters(session), textView(session), textBlocks(session), outputs(session),
        drawSelection(), dropCursor(), highlightSpecialChars(), bracketMatching(), indentOnInput(), indentUnit.of("    "),
        EditorView.lineWrapping, EditorState.tabSize.of(4), EditorState.readOnly.of(opened.read_only),
        EditorView.editorAttributes.of(view => ({ class: `${session.live ? "live" : "plain-code"}${view.state.field(layoutField) === "onright" ? " on-right" : ""}` })),
        EditorView.contentAttributes.of({ "aria-label": `Document ${opened.name}`, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        keymap.of([...historyKeymap, ...foldKeymap, ...defaultKeymap, indentWithTab]),
        watch(session),
    ];
    const view = new EditorView({ state: EditorState.create({ doc: opened.text, extensions }) });
    void later().then(extras => view.dispatch({ effects: more.reconfigure(extras.extras(session)) }));
    return view;
}
