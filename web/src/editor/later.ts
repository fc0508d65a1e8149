// editor/later.ts: the one way to extras.ts, which is a file of its own in the built page.
export const later = () => import("./extras");
