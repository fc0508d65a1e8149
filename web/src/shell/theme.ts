// shell/theme.ts: light, dark, or what the system says.
import type { App } from "../app";

export type Theme = "system" | "light" | "dark";

export function watchTheme(app: App): void {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = (): void => {
        const wanted = (app.prefs.value["theme"] ?? "system") as Theme;
        document.documentElement.dataset["theme"] = wanted === "system" ? (dark.matches ? "dark" : "light") : wanted;
    };
    dark.addEventListener("change", apply);
    app.prefs.watch(apply);
}
