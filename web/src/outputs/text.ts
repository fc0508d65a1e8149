// outputs/text.ts: printed text, variables shown as text, warnings, errors, symbolic results.
import { fill, h } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { followLink } from "../links";
import { equationElement } from "../editor/equations";
import type { OutputView } from "../editor/output_store";
import type { Json, Output } from "../protocol";
import type { Session } from "../session";

const most_shown = 120_000;

/** Text in which <a> and <strong> may stand; long text keeps its beginning and its end. */
export function richText(session: Session, text: string): Node[] {
    let parts = [text];
    if (text.length > most_shown) {
        const half = most_shown / 2;
        parts = [text.slice(0, half), text.slice(-half)];
    }
    const nodes: Node[] = [];
    parts.forEach((part, at) => {
        if (at) nodes.push(h("span", { class: "truncated" }, `\n… ${(text.length - most_shown).toLocaleString("en")} characters are not shown …\n`));
        if (/<(a |strong>|\/a>|\/strong>)/.test(part)) nodes.push(...safeHtml(part.replace(/\n/g, "<br>"), href => followLink(session, href)).childNodes);
        else nodes.push(document.createTextNode(part));
    });
    return nodes;
}

const word: Record<string, string> = { warning: "Warning", error: "Error" };

export function textView(session: Session, first: Output): OutputView {
    const body = h("div", { class: "output-text", tabindex: 0, role: "group", "aria-label": `${word[first.kind] ?? "Text"} output` });
    const dom = h("div", { class: `output output-${first.kind}` }, body);
    const update = (output: Output): void => {
        const data = (output.data as Json)?.outputData ?? {};
        const text = (output.text ?? data.text ?? "") as string;
        fill(body, richText(session, text.replace(/\n$/, "")), data.truncated === true && h("span", { class: "truncated" }, "\nThe output was truncated."));
        for (const link of errorPlaces(session, output)) body.append(link);
    };
    update(first);
    return { dom, update };
}

/** An error names the place it came from in its data; a click goes there. */
function errorPlaces(session: Session, output: Output): HTMLElement[] {
    const stack = ((output.data as Json)?.outputData?.stack ?? []) as { path?: string; name?: string; line: number }[];
    return stack.map(place => h("button", { type: "button", class: "place", onclick: () => {
        if (!place.path || place.path === session.path.value) session.goTo(place.line, 0);
        else void session.app.open(place.path, place.line);
    } }, `${place.name ?? "line"} ${place.line}`));
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
