// editor/pictures.ts: pictures put into the text, from a file or the clipboard.
import { h } from "../base/dom";
import type { Session } from "../session";
import { insertLines } from "./edits";
import { readTextLine, type Unit } from "./markup";
import { isEditable, rewriteUnits, unitsBefore } from "./text_lines";
import { say } from "../shell/notices";

const most_bytes = 12_000_000;

function dataUri(file: File): Promise<string> {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.onerror = () => reject(new Error("The picture cannot be read."));
        reader.readAsDataURL(file);
    });
}

export async function insertPicture(session: Session, file: File): Promise<void> {
    if (!/^image\/(png|jpeg|gif)$/.test(file.type) || file.size > most_bytes) {
        say("error", "Pictures are PNG, JPEG or GIF files of at most 12 MB.");
        return;
    }
    const src = await dataUri(file), name = file.name || "picture.png";
    const reply = await session.app.ask("insert_image", { doc: session.id, name, data_uri: src });
    if (!reply) return;
    session.images = { ...session.images, [reply.image]: { src } };
    const { view } = session, alt = name.replace(/\.\w+$/, ""), pos = view.state.selection.main.head;
    const line = view.state.doc.lineAt(pos), parsed = readTextLine(line.text);
    if (!isEditable(parsed)) {
        insertLines(view, `%[text] ![${alt}](text:image:${reply.image})`);
        return;
    }
    const unit: Unit = { from: 0, to: 0, kind: "image", text: alt, style: 0, link: null, extra: `text:image:${reply.image}` };
    const n = unitsBefore(parsed, pos - line.from);
    const done = rewriteUnits(line, parsed, [...parsed.units.slice(0, n), unit, ...parsed.units.slice(n)], n + 1);
    view.dispatch({ changes: done.changes, selection: { anchor: done.cursor }, userEvent: "input" });
}

export function chooseImage(session: Session): Promise<void> {
    return new Promise(resolve => {
        const input = h("input", { type: "file", accept: "image/png,image/jpeg,image/gif", onchange: () => {
            const file = input.files?.[0];
            resolve(file ? insertPicture(session, file) : undefined);
        } });
        input.click();
    });
}
