// editor/page_reader.ts: a web page as lines of a document: headings, lists, marks, links, tables, equations; <pre> becomes code.
// Characters that look like others are put right in code.
import { bold, charUnits, italic, mono, underline, type Unit } from "./markup";
import { bodyText, headText, type Head } from "./text_lines";

/** Code as it was meant: straight quotes, plain spaces, no invisible characters, no prompts. */
export function cleanCode(text: string): string {
    return text.replace(/\r\n?/g, "\n").replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, "").replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, " ")
        .replace(/[\u2018\u2019\u201B]/g, "'").replace(/[\u201C\u201D\u201F]/g, '"').replace(/[\u2212\u2010\u2011]/g, "-").replace(/\u2026/g, "...")
        .replace(/^>> /gm, "").replace(/[ \t]+$/gm, "");
}

/** Text of a page: runs of blanks are one. */
export function cleanText(text: string): string {
    return text.replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, "").replace(/[\s\u00A0]+/g, " ");
}

interface Block { head: Head; units: Unit[] }
type Piece = { text: Block } | { code: string } | { table: Unit[][][] };

const headings: Record<string, Head["kind"]> = { H1: "title", H2: "heading1", H3: "heading2", H4: "heading3", H5: "heading3", H6: "heading3" };
const blocks = new Set(["P", "DIV", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "BLOCKQUOTE", "FIGURE", "FIGCAPTION", "DL", "DT", "DD", "UL", "OL", "LI", "ADDRESS", "ASIDE", "NAV", "BODY"]);
const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "BUTTON", "INPUT", "SELECT", "TEXTAREA", "HEAD", "META", "LINK", "TITLE", "IFRAME", "SVG", "svg"]);

/** Code in a block of its own: <pre>, or the containers of code on documentation pages. */
function isCodeBlock(element: Element): boolean {
    return element.tagName === "PRE" || /(?:^|\s)(?:codeinput|CodeBlock|code-block|highlight|programlisting|syntaxhighlighter|code_responsive)(?:\s|$)/i.test(element.className.toString());
}

/** TeX of an element that shows an equation; null for others. */
function texOf(element: Element): { tex: string; display: boolean } | null {
    const display = element.matches(".katex-display, .MathJax_Display, mjx-container[display=true], math[display=block], [data-display]") || element.querySelector("math[display=block]") !== null;
    const math = element.matches(".katex, .katex-display, .MathJax, .MathJax_Display, mjx-container, math, [data-tex], script[type^='math/tex']");
    if (!math) return null;
    const annotation = element.querySelector("annotation[encoding='application/x-tex'], annotation[encoding='application/tex']");
    const tex = annotation?.textContent ?? element.getAttribute("data-tex") ?? element.getAttribute("alttext") ?? element.querySelector("math[alttext]")?.getAttribute("alttext");
    if (tex) return { tex: tex.trim(), display };
    const math_element = element.localName === "math" ? element : element.querySelector("math");
    return math_element ? { tex: texOfMath(math_element).trim(), display } : null;
}

/** TeX from MathML: the usual elements. */
function texOfMath(node: Element): string {
    const parts = [...node.children].map(texOfMath), group = (text: string | undefined): string => `{${text ?? ""}}`;
    switch (node.localName) {
    case "mi": case "mn": case "mo": case "ms": return symbols(cleanText(node.textContent ?? "").trim(), node.localName);
    case "mtext": return `\\text{${cleanText(node.textContent ?? "")}}`;
    case "mfrac": return `\\frac${group(parts[0])}${group(parts[1])}`;
    case "msqrt": return `\\sqrt${group(parts.join(""))}`;
    case "mroot": return `\\sqrt[${parts[1] ?? ""}]${group(parts[0])}`;
    case "msup": case "mover": return `${group(parts[0])}^${group(parts[1])}`;
    case "msub": case "munder": return `${group(parts[0])}_${group(parts[1])}`;
    case "msubsup": case "munderover": return `${group(parts[0])}_${group(parts[1])}^${group(parts[2])}`;
    case "mtable": return `\\begin{matrix}${parts.join(" \\\\ ")}\\end{matrix}`;
    case "mtr": return parts.join(" & ");
    case "mspace": return "\\,";
    case "annotation": case "annotation-xml": return "";
    default: return parts.length ? parts.join("") : "";
    }
}

const greek = "αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ικλlambda μmu νnu ξxi πpi ρrho σsigma τtau φphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΣSigma ΦPhi ΨPsi ΩOmega ∂partial ∇nabla ∑sum ∏prod ∫int ∞infty ≤le ≥ge ≠ne ≈approx ∈in ×times ·cdot ⋅cdot ±pm →to √surd ∥| ⊙odot ⊗otimes ∀forall ∃exists"
    .split(" ").map(word => [word[0] as string, word.slice(1)] as const);
const names = new Map(greek);

function symbols(text: string, kind: string): string {
    const made = [...text].map(char => names.has(char) ? `\\${names.get(char)} ` : char === "−" ? "-" : char === "{" || char === "}" ? `\\${char}` : char).join("");
    return kind === "mi" && /^[A-Za-z]{2,}$/.test(text) ? `\\mathrm{${text}}` : made;
}

const wanted = /^(https?:\/\/|mailto:)[^\s()]+$/i;

class PageReader {
    readonly pieces: Piece[] = [];
    #units: Unit[] = [];
    #head: Head = { kind: "paragraph", align: "left", level: 0, number: 0 };

    read(root: Node): Piece[] {
        this.#children(root, 0, null, 0);
        this.#end();
        return this.pieces;
    }

    #end(): void {
        const units = trimmed(splitTex(this.#units));
        if (units.length) this.pieces.push({ text: { head: this.#head, units } });
        this.#units = [];
        this.#head = { kind: "paragraph", align: "left", level: 0, number: 0 };
    }

    #children(node: Node, style: number, link: string | null, depth: number): void {
        for (const child of node.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) this.#text(child.nodeValue ?? "", style, link);
            else if (child.nodeType === Node.ELEMENT_NODE) this.#element(child as HTMLElement, style, link, depth);
        }
    }

    #text(value: string, style: number, link: string | null): void {
        let text = style & mono ? cleanCode(value).replace(/\s+/g, " ") : cleanText(value);
        if (!this.#units.length || this.#units.at(-1)?.text === " ") text = text.replace(/^ /, "");
        this.#units.push(...charUnits(text, style, link));
    }

    #element(element: HTMLElement, style: number, link: string | null, depth: number): void {
        const tag = element.tagName;
        if (skipped.has(tag) || element.getAttribute("aria-hidden") === "true" || element.hidden) return;
        const math = texOf(element);
        if (math) {
            const unit: Unit = { from: 0, to: 0, kind: "equation", text: math.tex, style: 0, link: null };
            if (math.display) {
                this.#end();
                this.pieces.push({ text: { head: { kind: "paragraph", align: "center", level: 0, number: 0 }, units: [unit] } });
            } else this.#units.push(unit);
            return;
        }
        if (isCodeBlock(element)) {
            this.#end();
            const code = cleanCode(codeText(element)).replace(/^\n+|\n+$/g, "");
            if (code) this.pieces.push({ code });
            return;
        }
        if (tag === "TABLE") { this.#table(element as HTMLTableElement); return; }
        if (tag === "BR" || tag === "HR") { this.#end(); return; }
        if (headings[tag] || blocks.has(tag)) { this.#block(element, style, link, depth); return; }
        this.#children(element, style | styleOf(element), tag === "A" && wanted.test(element.getAttribute("href") ?? "") ? element.getAttribute("href") : link, depth);
    }

    #block(element: HTMLElement, style: number, link: string | null, depth: number): void {
        const tag = element.tagName, kind = headings[tag];
        this.#end();
        if (kind) this.#head = { kind, align: "left", level: 0, number: 0 };
        if (tag === "LI") {
            const number = element.parentElement?.tagName === "OL";
            this.#head = { kind: number ? "number" : "bullet", align: "left", level: Math.max(0, depth - 1), number: number ? [...(element.parentElement?.children ?? [])].indexOf(element) + 1 : 0 };
        }
        const head = this.#head;
        const first = element.firstElementChild;
        if (tag === "LI" && first?.tagName === "P" && element.textContent?.trimStart().startsWith((first.textContent ?? "").trim().slice(0, 8))) {
            this.#children(first, style, link, depth); // <li><p>…: the paragraph is the item
            this.#end();
            first.remove();
        }
        this.#children(element, kind ? style & ~bold : style | (tag === "DT" ? bold : 0), link, tag === "UL" || tag === "OL" ? depth + 1 : depth);
        if (this.#head === head || this.#units.length) this.#end();
    }

    #table(table: HTMLTableElement): void {
        this.#end();
        const rows = [...table.rows].map(row => [...row.cells].map(cell => new PageReader().read(cell).flatMap(piece => "text" in piece ? piece.text.units : "code" in piece ? charUnits(piece.code.replace(/\n/g, " "), mono) : [])));
        const filled = rows.filter(row => row.length);
        if (filled.length) this.pieces.push({ table: filled });
    }
}

function styleOf(element: HTMLElement): number {
    const tag = element.tagName, weight = element.style.fontWeight;
    const plain = tag === "B" && weight === "normal"; // wrapper that some editors put around everything
    return ((tag === "B" || tag === "STRONG" || weight === "bold" || Number(weight) >= 600) && !plain ? bold : 0)
        | (tag === "I" || tag === "EM" || tag === "CITE" || element.style.fontStyle === "italic" ? italic : 0)
        | (tag === "U" || tag === "INS" ? underline : 0)
        | (tag === "CODE" || tag === "TT" || tag === "KBD" || tag === "SAMP" || /monospace|courier|consolas/i.test(element.style.fontFamily) ? mono : 0);
}

/** The text of a code block with its line breaks, without line numbers. */
function codeText(element: Node): string {
    let text = "";
    for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) text += child.nodeValue ?? "";
        else if (child.nodeType === Node.ELEMENT_NODE) {
            const { tagName, className } = child as HTMLElement;
            if (tagName === "BR") text += "\n";
            else if (/line-?num|gutter|lineno/i.test(className.toString()) || skipped.has(tagName)) continue;
            else {
                const block = tagName === "DIV" || tagName === "P" || tagName === "LI" || tagName === "TR";
                if (block && text && !text.endsWith("\n")) text += "\n";
                text += codeText(child);
                if (block && !text.endsWith("\n")) text += "\n";
            }
        }
    }
    return text;
}

/** "\(…\)" and "\[…\]" in running text become equations. */
function splitTex(units: readonly Unit[]): Unit[] {
    const text = units.map(unit => unit.kind === "char" && unit.text.length === 1 ? unit.text : "\uFFFC").join("");
    if (!text.includes("\\")) return [...units];
    const result: Unit[] = [];
    let at = 0;
    for (const found of text.matchAll(/\\\(([^\uFFFC]+?)\\\)|\\\[([^\uFFFC]+?)\\\]/g)) {
        result.push(...units.slice(at, found.index), { from: 0, to: 0, kind: "equation", text: ((found[1] ?? found[2]) as string).trim(), style: 0, link: null });
        at = found.index + found[0].length;
    }
    return [...result, ...units.slice(at)];
}

function trimmed(units: readonly Unit[]): Unit[] {
    let from = 0, to = units.length;
    const blank = (unit: Unit | undefined): boolean => unit?.kind === "char" && /\s/.test(unit.text);
    while (from < to && blank(units[from])) from++;
    while (to > from && blank(units[to - 1])) to--;
    return units.slice(from, to);
}

function rowText(cells: readonly (readonly Unit[])[]): string {
    return `%[text] | ${cells.map(units => bodyText(units, "row").text.replace(/\|/g, "\\|")).join(" | ")} |`;
}

/** The lines that stand for a page. */
export function linesOfPage(root: Node): string[] {
    const lines: string[] = [], pieces = new PageReader().read(root);
    pieces.forEach((piece, at) => {
        if ("code" in piece) lines.push(...piece.code.split("\n"));
        else if ("table" in piece) {
            const [first, ...rest] = piece.table;
            lines.push("%[text:table]", rowText(first ?? []), `%[text] | ${(first ?? []).map(() => "---").join(" | ")} |`, ...rest.map(rowText), "%[text:table]");
        } else {
            const { head, units } = piece.text, next = pieces[at + 1];
            const item = head.kind === "bullet" || head.kind === "number", goes = next && "text" in next && next.text.head.kind === head.kind;
            lines.push(headText(head) + bodyText(units, head.kind).text + (item && !goes ? " \\" : ""));
        }
    });
    return lines;
}
