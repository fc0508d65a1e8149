// editor/later.ts: the one way to extras.ts, which is a file of its own in the built page. Once it is there what waits for it
// goes on before the next key is heard.
type Extras = typeof import("./extras");

let asked: Promise<Extras> | null = null;

export function later(): Promise<Extras> {
    return asked ??= import("./extras").catch((error: unknown) => {
        asked = null; // the next one tries again
        throw error;
    });
}
