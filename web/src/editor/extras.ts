// editor/extras.ts: what of the editor is not needed to show and type a document: it is loaded right after the first page.
import "../styles/extras.css";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import type { Extension } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import type { Session } from "../session";
import { assist } from "./assist";
import { outputColumn } from "./output_column";
import { tableKeys } from "./table_editor";

export { openSearchPanel } from "@codemirror/search";
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
    return [assist(session), outputColumn(session), tableKeys(), closeBrackets(), search({ top: true }), highlightSelectionMatches(), keymap.of([...closeBracketsKeymap, ...searchKeymap])];
}
