// editor/equations.ts: equations are set by the server; the pictures are kept. While one is on its way its TeX is shown, and
// when it cannot be set its TeX stays with a note: never a blank.
import type { App } from "../app";
import { h } from "../base/dom";
import { safeMath, safeSvg } from "../base/safe_html";
import { RequestError } from "../connection";
import type { Requests } from "../protocol";

type Typeset = Requests["typeset"]["reply"];

const sizes = { text: 11, most_kept: 2000 };
const kept = new Map<string, Promise<Typeset>>();
const done = new Map<string, Typeset>();

function typeset(app: App, tex: string, display: boolean): Promise<Typeset> {
    const key = `${display ? "d" : "i"}${tex}`;
    let asked = kept.get(key);
    if (!asked) {
        if (kept.size > sizes.most_kept) kept.clear();
        asked = app.link.request("typeset", { tex, display, size: sizes.text });
        kept.set(key, asked);
        asked.then(reply => done.set(key, reply), () => kept.delete(key));
    }
    return asked;
}

function place(dom: HTMLElement, reply: Typeset): void {
    const svg = safeSvg(reply.svg);
    if (!svg) return;
    const em = (points: number): string => `${(points / sizes.text).toFixed(3)}em`;
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "math");
    svg.style.width = em(reply.width);
    svg.style.height = em(reply.ascent + reply.descent);
    svg.style.verticalAlign = em(-reply.descent);
    const math = reply.mathml ? safeMath(reply.mathml) : null;
    dom.replaceChildren(svg, ...(math ? [h("span", { class: "visually-hidden" }, math)] : []));
    dom.classList.toggle("noted", Boolean(reply.note));
    if (reply.note) dom.title = reply.note;
}

/** The element of an equation; `resized` is called when its picture has come. */
export function equationElement(app: App, tex: string, display: boolean, resized: () => void): HTMLElement {
    const dom = h("span", { class: display ? "equation display" : "equation" }, h("code", { class: "tex" }, tex));
    const ready = done.get(`${display ? "d" : "i"}${tex}`);
    if (ready) {
        place(dom, ready);
        return dom;
    }
    typeset(app, tex, display).then(reply => { place(dom, reply); resized(); }, (error: unknown) => {
        dom.classList.add("failed");
        dom.title = error instanceof RequestError ? error.message : String(error);
    });
    return dom;
}
