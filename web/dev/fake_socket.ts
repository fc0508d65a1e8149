// dev/fake_socket.ts: a server of a few lines for looking at the page without one: opens the lab, takes edits, answers runs
// with canned outputs. Never part of the built page.
import { ChangeSet, Text } from "@codemirror/state";
import type { Socket } from "../src/connection";
import type { Json, Opened } from "../src/protocol";
import { sectionAt, structureOf } from "../src/editor/structure";
import lab from "../../examples/vanishing-gradients/vanishingGradients.m?raw";
import { ridges } from "./fake_scene";

type Message = { t: string; id: number; [name: string]: Json };

const folder = "/home/student/lab";
const variables = [
    ["x", "1×241 double", "1×241", "double"], ["net", "1×1 dlnetwork", "1×1", "dlnetwork"], ["XTrain", "28×28×1×5000 single", "28×28×1×5000", "single"],
    ["largestProduct", "0.0039", "1×1", "double"], ["numEpochs", "30", "1×1", "double"],
].map(([name, value, size, type], at) => ({ name, value, size, class: type, bytes: 8, changed: at > 2, editable: true }));

export class FakeSocket implements Socket {
    onopen: (() => void) | null = null;
    onclose: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    #docs = new Map<number, { text: Text; version: number; opened: Opened; ran: Set<string> }>();
    #key = 1;
    #azimuth = -37;
    #elevation = 30;

    constructor() { setTimeout(() => this.onopen?.(), 5); }
    close(): void { this.onclose?.(); }
    send(text: string): void {
        const message = JSON.parse(text) as Message;
        setTimeout(() => this.#answer(message), 2);
    }

    #emit(message: Json): void { this.onmessage?.({ data: JSON.stringify(message) }); }

    #answer(message: Message): void {
        const reply = this.#reply(message);
        if (reply) this.#emit({ t: "reply", id: message.id, ...reply });
        else this.#emit({ t: "failure", id: message.id, error: "unsupported", message: `The stand-in has no ${message.t}.` });
    }

    #open(doc: number, name: string, text: string): Opened {
        const opened: Opened = { doc, path: `${folder}/${name}`, name, kind: "live", format: "m", text, version: 0, saved_version: 0, untitled: false, read_only: false,
            recovered: false, layout: "inline", right_percent: 40, outputs: [], ran: [], times: {}, busy: false, from_line: 0, to_line: 0, workspace: [], folder, images: {}, controls: {} };
        this.#docs.set(doc, { text: Text.of(text.split("\n")), version: 0, opened, ran: new Set() });
        return opened;
    }

    #reply(m: Message): Json {
        switch (m.t) {
        case "hello": return { version: "0.1.0", home: "/home/student", folder, console: 1, recent: [{ path: `${folder}/vanishingGradients.m`, name: "vanishingGradients.m", opened: 0 }], docs: [],
            prefs: JSON.parse(localStorage.getItem("prefs") ?? "{}"), formats: [{ name: "pdf", label: "PDF", extension: "pdf" }, { name: "docx", label: "Word", extension: "docx" }, { name: "html", label: "HTML", extension: "html" }], first_visit: false, console_doc: { ...this.#open(1, "", ""), kind: "script" } };
        case "set_prefs": localStorage.setItem("prefs", JSON.stringify(m["prefs"])); return {};
        case "open": case "open_example": return { doc: this.#open(2, "vanishingGradients.m", lab) };
        case "new": return { doc: { ...this.#open(3, "untitled.m", m["text"] ?? ""), untitled: true, kind: m["kind"] === "live" ? "live" : "script" } };
        case "edit": return this.#edit(m);
        case "run": return this.#run(m);
        case "list": return { path: m["path"], entries: [{ name: "helpers", kind: "folder", bytes: 0, modified: 0 }, { name: "modelLoss.m", kind: "file", bytes: 10, modified: 0 }, { name: "vanishingGradients.m", kind: "file", bytes: 10, modified: 0 }] };
        case "cd": return { path: m["path"] };
        case "check": return { version: this.#docs.get(m["doc"])?.version ?? 0, marks: [] };
        case "figure_act":
            this.#azimuth += m["action"] === "rotate" ? m["dx"] ?? 0 : 0;
            this.#elevation += m["action"] === "rotate" ? m["dy"] ?? 0 : 0;
            if (m["action"] === "restore") { this.#azimuth = -37; this.#elevation = 30; }
            return { scene: ridges(this.#azimuth, this.#elevation) };
        case "typeset": return { svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${m["tex"].length * 5} 14"><text x="0" y="11" font-size="10" font-style="italic" font-family="serif">${String(m["tex"]).replace(/[<&]/g, " ")}</text></svg>`,
            mathml: "", width: m["tex"].length * 5, ascent: 11, descent: 3 };
        case "set_layout": case "stop": case "save": case "close": case "clear_outputs": return {};
        case "command":
            this.#emit({ t: "console", doc: m["doc"], stream: "echo", text: `${m["text"]}\n` });
            this.#emit({ t: "console", doc: m["doc"], stream: "out", text: "ans =\n     1\n\n" });
            return {};
        default: return null;
        }
    }

    #edit(m: Message): Json {
        const doc = this.#docs.get(m["doc"]);
        if (!doc || m["version"] !== doc.version) return { accepted: false };
        for (const update of m["updates"]) {
            doc.text = ChangeSet.fromJSON(update.changes).apply(doc.text);
            doc.version++;
        }
        this.#emit({ t: "edits", doc: m["doc"], version: doc.version, updates: m["updates"] });
        return { accepted: true };
    }

    #run(m: Message): Json {
        const doc = this.#docs.get(m["doc"]);
        if (!doc) return null;
        const section = m["what"] === "all" ? null : sectionAt(doc.text, doc.text.line(m["line"]).from);
        const from_line = section?.from_line ?? 1, to_line = section?.to_line ?? doc.text.lines;
        void this.#play(m["doc"], from_line, to_line);
        return { run: 1, from_line, to_line, next_line: to_line < doc.text.lines ? to_line + 1 : 0 };
    }

    async #play(id: number, from_line: number, to_line: number): Promise<void> {
        const doc = this.#docs.get(id);
        if (!doc) return;
        const { version } = doc, start = performance.now();
        const status = (busy: boolean, line: number): void => this.#emit({ t: "status", doc: id, busy, from_line: line, to_line: line, version, elapsed_ms: performance.now() - start, queued: 0 });
        this.#emit({ t: "outputs_cleared", doc: id, version, from_line, to_line });
        for (let line = from_line; line <= to_line; line++) {
            const text = doc.text.line(line).text;
            if (text.startsWith("%") || !text.trim() || text.trimEnd().endsWith("...")) continue;
            status(true, line);
            await new Promise(resolve => setTimeout(resolve, 8));
            for (const output of outputsOf(text)) this.#emit({ t: "output", doc: id, version, output: { key: this.#key++, line, ...output } });
        }
        for (const section of structureOf(doc.text).sections) if (section.from_line >= from_line && section.to_line <= to_line) doc.ran.add(section.hash);
        this.#emit({ t: "workspace", doc: id, variables, folder });
        status(false, 0);
        this.#emit({ t: "run_done", doc: id, run: 1, failed: false, stopped: false, elapsed_ms: performance.now() - start, error_line: 0, ran: [...doc.ran], times: {} });
    }
}

function outputsOf(text: string): Json[] {
    if (/^(plotGradient|imshow|legend|linkaxes|grid on$)/.test(text)) return /^plotGradient|^imshow/.test(text) ? [{ kind: "figure", figure: 1, scene: ridges(-37, 30), alt: "Eight ridges of histograms" }] : [];
    if (/^(fprintf|whos)/.test(text)) return [{ kind: "text", text: "In the first epoch the first layer of the sigmoid network gets\n86 times less gradient than that of the ReLU network.\n" }];
    const name = /^(\w+) = [^;]*$/.exec(text)?.[1];
    if (name === "accuracy") return [{ kind: "matrix", name, data: { dataType: "matrix", outputData: { name, rows: 1, columns: 2, type: "double", header: "1×2", value: [["0.9412", "0.9876"]] } } }];
    if (name) return [{ kind: "variable", name, data: { dataType: "textualVariable", outputData: { name, value: "0.0039" } } }];
    if (/^\w+\(.*\)$/.test(text)) return [{ kind: "warning", text: "Warning: this is what a warning looks like." }, { kind: "error", text: "Error using summary\nThis is what an error looks like." }];
    return [];
}
