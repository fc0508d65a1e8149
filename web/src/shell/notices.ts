// shell/notices.ts: short messages at the lower edge, and the live region that screen readers read out.
import { h } from "../base/dom";

const region = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
const list = h("div", { class: "notices" });

export function noticeArea(): HTMLElement[] { return [region, list]; }

/** Says `text` to screen readers alone. */
export function announce(text: string): void { region.textContent = text; }

/** Shows `text` for some seconds; severity: error warning info. */
export function say(severity: string, text: string): void {
    const close = h("button", { class: "plain", type: "button", "aria-label": "Dismiss", onclick: () => notice.remove() }, "×");
    const notice = h("div", { class: `notice ${severity}`, role: severity === "error" ? "alert" : "status" }, h("span", {}, text), close);
    list.append(notice);
    setTimeout(() => notice.remove(), severity === "error" ? 12000 : 5000);
}
