// editor/extras.ts: what of the editor is not needed to show and type a document: it is loaded right after the first page.
import "../styles/extras.css";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { gotoLine, highlightSelectionMatches, selectNextOccurrence } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import type { Session } from "../session";
import { assist } from "./assist";
import { find } from "./find";
import { outputColumn } from "./output_column";
import { tableKeys } from "./table_editor";

export { openFind } from "./find";
export { goToDefinition, renameName } from "./assist";
export * as edits from "./edits";
export { editEquation, insertEquation } from "./equation_editor";
export { editLink } from "./link_editor";
export { lineDiff } from "./rebase";
export { pasteInto } from "./paste";
export { chooseImage, insertPicture } from "./pictures";
export { editableTable } from "./table_editor";
export { dataTable } from "../figures/data_table";

export function extras(session: Session): Extension {
    return [assist(session), outputColumn(session), tableKeys(), closeBrackets(), find(), highlightSelectionMatches(), keymap.of([...closeBracketsKeymap, { key: "Alt-g", run: gotoLine }, { key: "Mod-Shift-d", run: selectNextOccurrence }])];
}
