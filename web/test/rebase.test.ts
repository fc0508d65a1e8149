import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, Text } from "@codemirror/state";
import { lineDiff } from "../src/editor/rebase";

const text = (lines: readonly string[]): Text => Text.of([...lines]);

test("makes one text of the other, whatever they are", () => {
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
    const lines = (): string[] => Array.from({ length: 1 + random(7) }, () => "abc".slice(0, random(4)));
    for (let k = 0; k < 3000; k++) {
        const a = text(lines()), b = text(lines());
        assert.equal(lineDiff(a, b).apply(a).toString(), b.toString(), `${JSON.stringify(a)} ${JSON.stringify(b)}`);
    }
});

test("what was typed keeps its line when others changed lines around it", () => {
    const base = text(["a = 1;", "b = 2;", "c = 3;"]), server = text(["% new", "a = 10;", "b = 2;", "d = 4;"]);
    const mine = ChangeSet.of({ from: 12, insert: "5" }, base.length); // b = 25;
    const both = mine.map(lineDiff(base, server)).apply(server).toString();
    assert.equal(both, "% new\na = 10;\nb = 25;\nd = 4;");
});

test("what was typed into a line that is gone stays", () => {
    const base = text(["a", "gone", "c"]), server = text(["a", "c"]);
    const mine = ChangeSet.of({ from: 4, insert: "TYPED" }, base.length);
    assert.match(mine.map(lineDiff(base, server)).apply(server).toString(), /TYPED/);
});
