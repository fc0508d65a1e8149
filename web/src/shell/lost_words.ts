// shell/lost_words.ts: why a server stays away, and what to do then.

export const words = {
    gone: "The server has ended or cannot be reached. Start it again with “gradus live”; this page then goes on by itself.",
    refused: "The server was started anew. In its terminal press Enter and open the address it prints in this browser; this page then goes on by itself.",
};

/** Why the connection cannot be made; "": it could be, as far as the page knows. */
export async function askWhy(ask: () => Promise<{ status: number }>): Promise<keyof typeof words | ""> {
    try {
        const { status } = await ask();
        return status === 401 || status === 403 ? "refused" : status >= 500 ? "gone" : "";
    } catch {
        return "gone";
    }
}
