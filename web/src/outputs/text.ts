// outputs/text.ts: printed text, variables shown as text, warnings, errors, symbolic results.
import { fill, h } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { followLink } from "../links";
import { equationElement } from "../editor/equations";
import type { OutputView } from "../editor/output_store";
import type { Json, Output } from "../protocol";
import type { Session } from "../session";

const most_shown = 50_000;

/** Text in which <a> and <strong> may stand; long text keeps its beginning and its end. */
export function richText(session: Session, text: string): Node[] {
    let parts = [text], hidden = 0;
    if (text.length > most_shown) {
        const half = most_shown / 2, left = /… \(output shortened: ([\d,]+)/.exec(text.slice(half, -half)); // what was not kept lies in what is not shown
        parts = [text.slice(0, half), text.slice(-half)];
        hidden = text.length - most_shown + Number(left?.[1]?.replace(/,/g, "") ?? 0);
    }
    const nodes: Node[] = [];
    parts.forEach((part, at) => {
        if (at) nodes.push(h("span", { class: "truncated" }, `\n… ${hidden.toLocaleString("en")} characters are not shown …\n`));
        if (/<(a |strong>|\/a>|\/strong>)/.test(part)) nodes.push(...safeHtml(part.replace(/\n/g, "<br>"), href => followLink(session, href)).childNodes);
        else nodes.push(...withPlaces(session, part));
    });
    return nodes;
}

const place = /\b(?:Error|Warning) (?:in|using) ([\w./-]+?)(?:\.m)?(?:>[\w./]+)? \(line (\d+)\)/g;

/** "Error in FILE (line N)" with a button on what a click can go to. */
function withPlaces(session: Session, text: string): Node[] {
    const nodes: Node[] = [];
    let at = 0;
    for (const found of text.matchAll(place)) {
        const name = found[1] as string, line = Number(found[2]), word = `${found[0].slice(found[0].indexOf(name))}`;
        nodes.push(document.createTextNode(text.slice(at, found.index + found[0].length - word.length)),
            h("button", { type: "button", class: "place", onclick: () => void goToPlace(session, name, line) }, word));
        at = found.index + found[0].length;
    }
    nodes.push(document.createTextNode(text.slice(at)));
    return nodes;
}

async function goToPlace(session: Session, name: string, line: number): Promise<void> {
    const base = (path: string): string => (path.split("/").at(-1) ?? "").replace(/\.m(lx)?$/, "");
    if (base(session.path.value || session.name.value) === base(name)) session.goTo(line, 0);
    else await session.app.open(name.startsWith("/") ? name : `${session.folder.value}/${base(name)}.m`, line);
}

const word: Record<string, string> = { warning: "Warning", error: "Error" };

export function textView(session: Session, first: Output): OutputView {
    const body = h("div", { class: "output-text", tabindex: 0, role: "group", "aria-label": `${word[first.kind] ?? "Text"} output` });
    const dom = h("div", { class: `output output-${first.kind}` }, body);
    const update = (output: Output): void => {
        const data = (output.data as Json)?.outputData ?? {};
        const text = (output.text ?? data.text ?? "") as string;
        fill(body, richText(session, text.replace(/\n$/, "")), data.truncated === true && h("span", { class: "truncated" }, "\nThe output was truncated."));
    };
    update(first);
    return { dom, update };
}

export function variableView(session: Session, first: Output): OutputView {
    const dom = h("div", { class: "output output-variable", tabindex: 0, role: "group", "aria-label": `Variable ${first.name ?? ""}` });
    const update = (output: Output): void => {
        const data = (output.data as Json)?.outputData;
        if (data?.value !== undefined && !Array.isArray(data.value)) {
            const value = String(data.value), long = value.includes("\n");
            fill(dom, h("span", { class: "var-name" }, `${data.name ?? output.name ?? "ans"} = `), data.header && h("span", { class: "var-header" }, `${data.header} `),
                h("span", { class: long ? "var-value long" : "var-value" }, richText(session, value)));
        } else fill(dom, h("span", { class: "var-value long" }, richText(session, (output.text ?? "").replace(/\n+$/, ""))));
    };
    update(first);
    return { dom, update };
}

export function equationView(session: Session, first: Output, resized: () => void): OutputView {
    const dom = h("div", { class: "output output-variable" });
    const update = (output: Output): void => {
        const data = (output.data as Json)?.outputData ?? {};
        fill(dom, h("span", { class: "var-name" }, `${data.name ?? output.name ?? "ans"} = `), equationElement(session.app, String(data.value ?? output.text ?? ""), true, resized));
    };
    update(first);
    return { dom, update };
}
