// panes/help.ts: help pages of functions, with search as you type, back and forward, examples to run or copy.
import "../styles/help.css";
import type { App } from "../app";
import { fill, h, settled } from "../base/dom";
import { safeHtml } from "../base/safe_html";
import { followLink, helpPage } from "../links";
import { icon } from "../shell/icons";
import { showPane } from "../shell/docks";
import { announce } from "../shell/notices";
import type { PaneView } from "./index";
import { attempt } from "./shared";

type Found = { name: string; summary: string };

class Help {
    readonly dom: HTMLElement;
    readonly tools: HTMLElement[];
    readonly #pages: string[] = [];
    #at = -1;
    #found: readonly Found[] = [];
    #chosen = 0;
    readonly #page = h("article", { class: "help-page" });
    readonly #scroller = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Help page" }, this.#page);
    readonly #list = h("ul", { class: "help-found", role: "listbox", id: "help-found", "aria-label": "Found", hidden: true, onpointerdown: (event: Event) => this.#press(event) });
    readonly #input: HTMLInputElement;
    readonly #back = h("button", { type: "button", class: "tool small", title: "Back (Alt+Left)", "aria-label": "Back", onclick: () => this.#step(-1) }, icon("back"));
    readonly #forward = h("button", { type: "button", class: "tool small", title: "Forward (Alt+Right)", "aria-label": "Forward", onclick: () => this.#step(1) }, icon("forward"));

    constructor(readonly app: App) {
        const search = settled(120, () => void this.#search());
        this.#input = h("input", { type: "search", class: "help-search", role: "combobox", "aria-label": "Search the help", "aria-expanded": "false", "aria-controls": "help-found", "aria-autocomplete": "list", placeholder: "Search functions", autocomplete: "off", spellcheck: "false",
            oninput: search, onkeydown: (event: KeyboardEvent) => this.#key(event), onblur: () => this.#close() });
        this.tools = [this.#back, this.#forward, h("button", { type: "button", class: "tool small", title: "All functions", "aria-label": "All functions", onclick: () => this.#go("") }, icon("contents"))];
        this.dom = h("div", { class: "help", onkeydown: (event: KeyboardEvent) => {
            if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
            event.preventDefault();
            this.#step(event.key === "ArrowLeft" ? -1 : 1);
        } }, h("div", { class: "help-bar" }, this.#input, this.#list), this.#scroller);
        helpPage.watch(name => { if (this.#pages[this.#at] !== name) this.#visit(name); });
    }

    #go(name: string): void {
        this.#close();
        if (helpPage.value === name) this.#visit(name);
        else helpPage.value = name;
    }

    #visit(name: string): void {
        if (this.#pages[this.#at] !== name) {
            this.#pages.splice(this.#at + 1, this.#pages.length, name);
            this.#at = this.#pages.length - 1;
        }
        void this.#show(name);
    }

    #step(by: number): void {
        const name = this.#pages[this.#at + by];
        if (name === undefined) return;
        this.#at += by;
        helpPage.value = name;
        void this.#show(name);
    }

    async #show(name: string): Promise<void> {
        this.#back.disabled = this.#at <= 0;
        this.#forward.disabled = this.#at >= this.#pages.length - 1;
        const { reply, why } = await attempt(this.app, "help", { name });
        if (this.#pages[this.#at] !== name) return;
        if (!reply) { fill(this.#page, h("p", { class: "pane-empty" }, why ?? "")); return; }
        const page = safeHtml(reply.html, href => { if (href.startsWith("help:")) this.#go(href.slice(5)); else followLink(this.app.target, href); });
        for (const example of page.querySelectorAll<HTMLElement>("pre.example")) example.after(this.#buttons(example.textContent ?? ""));
        for (const block of page.querySelectorAll("pre")) block.tabIndex = 0;
        fill(this.#page, page);
        this.#scroller.scrollTo(0, 0);
        announce(`Help: ${reply.title}`);
    }

    #buttons(code: string): HTMLElement {
        return h("div", { class: "example-buttons" },
            h("button", { type: "button", class: "button", onclick: () => this.#run(code) }, icon("play"), "Run"),
            h("button", { type: "button", class: "button", onclick: (event: Event) => { void navigator.clipboard?.writeText(code); (event.currentTarget as HTMLElement).lastChild?.replaceWith("Copied"); } }, icon("copy"), "Copy"));
    }

    #run(code: string): void {
        const target = this.app.target;
        if (!target) return;
        showPane(this.app, "console");
        void target.command(code.trimEnd());
    }

    // ---- search ----------------------------------------------------------------------------------

    async #search(): Promise<void> {
        const text = this.#input.value.trim();
        if (!text) { this.#close(); return; }
        const { reply } = await attempt(this.app, "help_search", { text });
        if (!reply || this.#input.value.trim() !== text) return;
        this.#found = reply.items as Found[];
        this.#chosen = 0;
        this.#drawFound();
    }

    #drawFound(): void {
        this.#list.hidden = false;
        this.#input.setAttribute("aria-expanded", "true");
        fill(this.#list, this.#found.length ? this.#found.map((one, at) => h("li", { role: "option", id: `help-found-${at}`, "aria-selected": String(at === this.#chosen), "data-name": one.name }, h("strong", {}, one.name), h("span", {}, one.summary)))
            : h("li", { class: "pane-empty", role: "option", "aria-selected": "false" }, "Nothing is found."));
        if (this.#found.length) this.#input.setAttribute("aria-activedescendant", `help-found-${this.#chosen}`);
        this.#list.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
    }

    #close(): void {
        this.#list.hidden = true;
        this.#input.setAttribute("aria-expanded", "false");
        this.#input.removeAttribute("aria-activedescendant");
    }

    #key(event: KeyboardEvent): void {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step && !this.#list.hidden && this.#found.length) {
            this.#chosen = (this.#chosen + step + this.#found.length) % this.#found.length;
            this.#drawFound();
        } else if (event.key === "Enter") this.#go((this.#list.hidden ? undefined : this.#found[this.#chosen]?.name) ?? this.#input.value.trim());
        else if (event.key === "Escape" && !this.#list.hidden) this.#close();
        else return;
        event.preventDefault();
    }

    #press(event: Event): void {
        const name = (event.target as Element).closest<HTMLElement>("li")?.dataset["name"];
        event.preventDefault();
        if (name) this.#go(name);
    }
}

export function make(app: App): PaneView {
    const pane = new Help(app);
    return { dom: pane.dom, tools: pane.tools };
}
