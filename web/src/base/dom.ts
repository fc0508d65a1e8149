// base/dom.ts: makes elements. No framework: a component is a function that returns an element and keeps it up to date.

export type Child = Node | string | null | undefined | false | readonly Child[];
type Handler = (event: never) => void;
export type Props = Record<string, string | number | boolean | Handler | null | undefined>;

const svgSpace = "http://www.w3.org/2000/svg";

function setProp(element: Element, name: string, value: Props[string]): void {
    if (value === null || value === undefined || value === false) return;
    if (typeof value === "function") element.addEventListener(name.slice(2), value as unknown as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
}

function append(element: Element, children: readonly Child[]): void {
    for (const child of children) {
        if (child === null || child === undefined || child === false) continue;
        if (typeof child === "string" || child instanceof Node) element.append(child);
        else append(element, child);
    }
}

/** An HTML element: attributes by name, listeners as `onclick`, … */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const name in props) setProp(element, name, props[name]);
    append(element, children);
    return element;
}

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): SVGElementTagNameMap[K] {
    const element = document.createElementNS(svgSpace, tag);
    for (const name in props) setProp(element, name, props[name]);
    append(element, children);
    return element;
}

/** Puts the children of `element` anew. */
export function fill(element: Element, ...children: Child[]): void {
    element.replaceChildren();
    append(element, children);
}

/** Runs `action` in the next animation frame, once however often asked. */
export function onceAFrame(action: () => void): () => void {
    let asked = false;
    return () => {
        if (asked) return;
        asked = true;
        requestAnimationFrame(() => { asked = false; action(); });
    };
}

/** Runs `action` when no more calls came for `wait_ms`. */
export function settled(wait_ms: number, action: () => void): () => void {
    let timer = 0;
    return () => { clearTimeout(timer); timer = window.setTimeout(action, wait_ms); };
}

/** Offers `content` to the browser as a file to keep. */
export function download(name: string, href: string): void {
    const link = h("a", { href, download: name });
    document.body.append(link);
    link.click();
    link.remove();
}
