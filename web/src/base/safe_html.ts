// base/safe_html.ts: HTML from elsewhere (help texts, outputs, the clipboard) rebuilt from a short list of elements and
// attributes. Links never act by themselves: what they mean comes out as data-href for the caller's click handler.

const allowed = new Set(["a", "b", "strong", "i", "em", "u", "code", "pre", "p", "br", "ul", "ol", "li", "h1", "h2", "h3", "h4", "table",
    "thead", "tbody", "tr", "td", "th", "div", "span", "dl", "dt", "dd", "hr", "kbd", "var", "sub", "sup", "blockquote", "section"]);
const dropped = new Set(["script", "style", "iframe", "object", "embed", "template", "noscript", "form", "input", "button", "link", "meta", "base", "title", "head"]);
const safeHref = /^(https?:|mailto:|help:|internal:|matlab:|#)/i;

function copy(from: Node, to: Node): void {
    for (const node of from.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) {
            to.appendChild(document.createTextNode(node.nodeValue ?? ""));
            continue;
        }
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        const element = node as Element, name = element.localName;
        if (dropped.has(name)) continue;
        if (!allowed.has(name)) {
            copy(element, to);
            continue;
        }
        const made = document.createElement(name);
        const kind = element.getAttribute("class");
        if (kind && /^[\w -]+$/.test(kind)) made.className = kind;
        const help = element.getAttribute("data-help"), href = help ? `help:${help}` : element.getAttribute("href");
        if (name === "a" && href && safeHref.test(href)) {
            made.setAttribute("href", "#");
            made.dataset["href"] = href;
        }
        for (const span of ["colspan", "rowspan"]) if (/^\d{1,3}$/.test(element.getAttribute(span) ?? "")) made.setAttribute(span, element.getAttribute(span) as string);
        copy(element, made);
        to.appendChild(made);
    }
}

/** The allowed part of `html`; `onLink` is called with the target of a clicked link. */
export function safeHtml(html: string, onLink: (href: string) => void): HTMLElement {
    const result = document.createElement("div");
    copy(new DOMParser().parseFromString(withoutStyles(html), "text/html").body, result);
    result.addEventListener("click", event => {
        const link = (event.target as Element).closest<HTMLElement>("a[data-href]");
        if (!link) return;
        event.preventDefault();
        onLink(link.dataset["href"] as string);
    });
    return result;
}

const svgElements = new Set(["svg", "g", "path", "rect", "line", "circle", "text", "tspan", "defs", "use", "title", "symbol", "clipPath", "polyline", "polygon"]);
const mathSpace = "http://www.w3.org/1998/Math/MathML";

function strip(element: Element, keep: (element: Element) => boolean): void {
    for (const child of [...element.children]) {
        if (!keep(child)) {
            child.remove();
            continue;
        }
        strip(child, keep);
    }
    for (const { name, value } of [...element.attributes]) {
        const reference = name === "href" || name === "xlink:href";
        if (/^on/i.test(name) || name === "style" || (reference && !value.startsWith("#"))) element.removeAttribute(name);
    }
}

/** Inline styles are refused by the page's policy already while a source is parsed. */
function withoutStyles(source: string): string { return source.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/g, ""); }

/** An SVG picture from its source, without anything that could act; null when it does not parse. */
export function safeSvg(source: string): SVGElement | null {
    const root = new DOMParser().parseFromString(withoutStyles(source), "image/svg+xml").documentElement;
    if (root.localName !== "svg") return null;
    strip(root, element => svgElements.has(element.localName));
    return document.importNode(root, true) as unknown as SVGElement;
}

/** MathML from its source; null when it does not parse. */
export function safeMath(source: string): Element | null {
    const root = new DOMParser().parseFromString(withoutStyles(source), "text/html").body.firstElementChild;
    if (root?.namespaceURI !== mathSpace) return null;
    strip(root, element => element.namespaceURI === mathSpace && element.localName !== "annotation-xml" && element.localName !== "maction");
    return document.importNode(root, true);
}
