// shell/menu.ts: a menu below a button or at the pointer, for mouse and keyboard.
import { h } from "../base/dom";
import { icon, type IconName } from "./icons";

export type MenuItem = { label: string; icon?: IconName; keys?: string; on?: boolean; disabled?: boolean; run(): unknown } | "-";

export function openMenu(items: readonly MenuItem[], place: { x: number; y: number }, back: HTMLElement | null): void {
    const buttons: HTMLButtonElement[] = [];
    const close = (focus: boolean): void => {
        menu.remove();
        document.removeEventListener("pointerdown", outside, true);
        if (focus) back?.focus();
    };
    const outside = (event: Event): void => { if (!menu.contains(event.target as Node)) close(false); };
    const entry = (item: MenuItem): HTMLElement => {
        if (item === "-") return h("hr", { role: "separator" });
        const checkable = item.on !== undefined;
        const button = h("button", {
            type: "button", role: checkable ? "menuitemcheckbox" : "menuitem", tabindex: -1,
            "aria-checked": checkable ? String(item.on) : null, disabled: item.disabled ?? false,
            onclick: () => { close(true); item.run(); },
        }, h("span", { class: "menu-icon" }, item.on === true ? "✓" : item.icon && icon(item.icon)), h("span", { class: "menu-label" }, item.label), item.keys && h("kbd", {}, item.keys));
        buttons.push(button);
        return button;
    };
    const menu = h("div", { class: "menu", role: "menu", onkeydown: (event: KeyboardEvent) => {
        const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
        const go = (to: number): void => { event.preventDefault(); buttons[(to + buttons.length) % buttons.length]?.focus(); };
        if (event.key === "ArrowDown") go(at + 1);
        else if (event.key === "ArrowUp") go(at - 1);
        else if (event.key === "Home") go(0);
        else if (event.key === "End") go(buttons.length - 1);
        else if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(true); }
        event.stopPropagation();
    } }, items.map(entry));
    document.body.append(menu);
    const box = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(4, Math.min(place.x, innerWidth - box.width - 4))}px`;
    menu.style.top = `${Math.max(4, Math.min(place.y, innerHeight - box.height - 4))}px`;
    buttons.find(one => !one.disabled)?.focus();
    document.addEventListener("pointerdown", outside, true);
}

/** A button that opens a menu; the items are made each time. */
export function menuButton(label: string, name: IconName | null, items: () => readonly MenuItem[], text = false): HTMLButtonElement {
    const button = h("button", { type: "button", class: "tool", "aria-haspopup": "menu", "aria-label": label, title: label, onclick: () => {
        const box = button.getBoundingClientRect();
        openMenu(items(), { x: box.left, y: box.bottom + 2 }, button);
    } }, name && icon(name), text && h("span", { class: "tool-text" }, label), icon("chevron"));
    return button;
}
