// links.ts: what a click on a link in text, outputs and help means. Links to code never run without a question.
import type { Session } from "./session";
import { showPane } from "./shell/docks";
import { structureOf } from "./editor/structure";
import { readTextLine } from "./editor/markup";
import { Signal } from "./base/signal";

/** The page that the Help pane shows. */
export const helpPage = new Signal("");

export function followLink(session: Session | null, href: string): void {
    if (/^(https?|mailto):/i.test(href)) {
        window.open(href, "_blank", "noopener,noreferrer");
        return;
    }
    if (href.startsWith("help:")) {
        helpPage.value = href.slice(5);
        if (session) showPane(session.app, "help");
        return;
    }
    if (!session) return;
    if (href.startsWith("internal:") || href.startsWith("#")) goToAnchor(session, href.replace(/^(internal:|#)/, ""));
    else if (/^matlab:/i.test(href)) void runLink(session, decodeURIComponent(href.slice(7)));
}

function goToAnchor(session: Session, anchor: string): void {
    const { doc } = session.view.state;
    for (const heading of structureOf(doc).headings) {
        if (readTextLine(doc.lineAt(heading.from).text)?.anchor === anchor) {
            session.goTo(heading.line, 0);
            return;
        }
    }
    for (let number = 1; number <= doc.lines; number++) if (doc.line(number).text.includes(`%[text:anchor:${anchor}]`)) {
        session.goTo(number, 0);
        return;
    }
}

async function runLink(session: Session, code: string): Promise<void> {
    const place = /^(?:opentoline|matlab\.desktop\.editor\.openAndGoToLine)\('([^']+)',\s*(\d+)/.exec(code);
    if (place) {
        await session.app.open(place[1] as string, Number(place[2]));
        return;
    }
    const { askChoice } = await import("./shell/dialogs"), answer = await askChoice({ title: "Run this code?", text: code, choices: ["Run", "Cancel"] });
    if (answer === "Run") await session.app.ask("command", { doc: session.id, text: code });
}
