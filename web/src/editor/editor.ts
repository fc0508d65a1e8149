// editor/editor.ts: the editor of one document, put together from its parts.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, dropCursor, highlightSpecialChars, keymap } from "@codemirror/view";
import type { Opened } from "../protocol";
import type { Session } from "../session";
import { outputs } from "./outputs";
import { ranField, runningField } from "./run_state";

function watch(session: Session): Extension {
    return EditorView.updateListener.of(update => {
        session.sync?.changed(update);
        if (update.docChanged) session.edited.value++;
        if (!update.selectionSet && !update.docChanged) return;
        const head = update.state.selection.main.head, line = update.state.doc.lineAt(head);
        session.cursor.value = { line: line.number, column: head - line.from };
    });
}

export function makeEditor(session: Session, opened: Opened): EditorView {
    const extensions: Extension[] = [
        session.sync.extension(), history(), runningField, ranField, outputs(session),
        drawSelection(), dropCursor(), highlightSpecialChars(), bracketMatching(), closeBrackets(), indentOnInput(), indentUnit.of("    "),
        search({ top: true }), highlightSelectionMatches(), EditorView.lineWrapping, EditorState.tabSize.of(4),
        EditorState.readOnly.of(opened.read_only),
        EditorView.contentAttributes.of({ "aria-label": `Document ${opened.name}`, spellcheck: "false" }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap]),
        watch(session),
    ];
    return new EditorView({ state: EditorState.create({ doc: opened.text, extensions }) });
}
