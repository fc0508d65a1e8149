// editor/style_sheets.ts: CodeMirror puts its styles into a <style> element, which the page's content security policy
// (style-src 'self') refuses. Constructed sheets are allowed, so the same modules are mounted as one of those, in a layer:
// the page's own style sheet then wins, as it does over the <style> element.
import { StyleModule } from "style-mod";

export function adoptEditorStyles(): void {
    const sheet = new CSSStyleSheet();
    const known = new Set<StyleModule>();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    StyleModule.mount = (_root, modules) => {
        let at = 0; // later modules win, as in style-mod: each call keeps its own order at the front
        for (const one of Array.isArray(modules) ? modules as StyleModule[] : [modules as StyleModule]) {
            if (known.has(one)) continue;
            known.add(one);
            for (const rule of one.getRules().split("\n")) if (rule.trim()) sheet.insertRule(`@layer codemirror { ${rule} }`, at++);
        }
    };
}
