import assert from "node:assert/strict";
import { test } from "node:test";
import { commonStart, History, statementsOf } from "../src/panes/console_text";
import { formatDate, freeName, nameProblem, parentOf, sortEntries } from "../src/panes/folder_rows";
import { childPath, isWhole, stepsOf } from "../src/panes/variables/paths";
import { Scale, tallest, Widths } from "../src/panes/variables/scale";
import { readTsv, writeTsv } from "../src/panes/variables/tsv";
import { formatBytes, formatStat, numberOfElements, rowsOf, standardView, type Stats } from "../src/panes/workspace_rows";

const variable = (name: string, value: string, size: string, type = "double", changed = false) => ({ name, value, size, class: type, bytes: 8 * numberOfElements(size), changed, editable: true });

test("Workspace: order and filter", () => {
    const all = [variable("b", "10", "1×1"), variable("A", "[1 2 3]", "1×3", "single", true), variable("c10", "9", "1×1"), variable("c9", "2×2 double", "2×2")];
    const names = (view: Partial<typeof standardView>, stats = new Map<string, Stats>()): string => rowsOf(all, { ...standardView, ...view }, stats).map(one => one.name).join();
    assert.equal(names({}), "A,b,c9,c10");
    assert.equal(names({ down: true }), "c10,c9,b,A");
    assert.equal(names({ sort: "value" }), "c10,b,A,c9", "numbers in order, before what is none");
    assert.equal(names({ sort: "size", down: true }), "c9,A,b,c10");
    assert.equal(names({ changed: true }), "A");
    assert.equal(names({ filter: "c double" }), "c9,c10");
    assert.equal(names({ sort: "mean" }, new Map([["c9", { min: 0, max: 1, mean: -3, std: 0, missing: 0 }], ["b", { min: 0, max: 1, mean: "-Inf", std: 0, missing: 0 }]])), "b,c9,A,c10");
});

test("Workspace: numbers as shown", () => {
    assert.equal(numberOfElements("28×28×1×5000"), 3_920_000);
    assert.deepEqual([formatStat(8.5), formatStat(1 / 3), formatStat(2e-5), formatStat(1234567.5), formatStat(42), formatStat("NaN"), formatStat(undefined)],
        ["8.5", "0.33333", "2.0000e-5", "1.2346e+6", "42", "NaN", ""]);
    assert.deepEqual([formatBytes(8), formatBytes(999), formatBytes(1000), formatBytes(15_680_000), formatBytes(999_600)], ["8 B", "999 B", "1.0 kB", "16 MB", "1.0 MB"]);
});

test("paths of parts of variables", () => {
    assert.deepEqual(stepsOf("s.a{3}(2,1).b"), [["s", "s"], [".a", "s.a"], ["{3}", "s.a{3}"], ["(2,1)", "s.a{3}(2,1)"], [".b", "s.a{3}(2,1).b"]]);
    assert.equal(childPath("s", "struct", 2, 1, [], { text: "1×3 cell", kind: "cell" }, "a", "Value"), "s.a");
    assert.equal(childPath("c", "cell", 2, 1, [4], { text: "1", kind: "number" }, undefined, undefined), "c{2,1,4}");
    assert.equal(childPath("q", "structs", 3, 2, [], { text: "1", kind: "number" }, undefined, "loss"), "q(3).loss");
    assert.equal(childPath("M", "matrix", 1, 1, [], { text: "1", kind: "number" }, undefined, undefined), null);
    assert.equal(isWhole({ text: "[1 2 3]", kind: "number" }), true);
    assert.equal(isWhole({ text: "4×3 double", kind: "number" }), true);
    assert.equal(isWhole({ text: "-4.5", kind: "number" }), false);
    assert.equal(isWhole({ text: "[draft]", kind: "text" }), false);
});

test("cells on the clipboard", () => {
    const cells = [["1", "two words"], ["a\tb", "say \"hi\"\nnow"]];
    assert.deepEqual(readTsv(writeTsv(cells)), cells);
    assert.deepEqual(readTsv("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
    assert.deepEqual(readTsv("1\n2\t3"), [["1", ""], ["2", "3"]], "rows become equally long");
    assert.deepEqual(readTsv("5' 3\" tall\tx"), [["5' 3\" tall", "x"]], "a quote inside is a character");
    assert.deepEqual(readTsv("\"open\tx"), [["\"open", "x"]]);
    assert.deepEqual(readTsv("7"), [["7"]]);
    assert.deepEqual(readTsv("\t\n"), [["", ""]]);
});

test("scrolling beyond what a browser allows", () => {
    const small = new Scale(10_000, 500), large = new Scale(1e9, 500);
    assert.equal(small.space, 10_000);
    assert.equal(small.toContent(1234), 1234);
    assert.equal(large.space, tallest);
    assert.equal(large.toContent(0), 0);
    assert.ok(Math.abs(large.toContent(tallest - 500) - (1e9 - 500)) < 1e-3, "the end of the bar is the end of the content");
    for (const offset of [0, 1, 12_345_678, 1e9 - 500]) assert.ok(Math.abs(large.toContent(large.toScroll(offset)) - offset) < 1e-3);
    assert.equal(large.clamp(2e9), 1e9 - 500);
});

test("columns of different widths", () => {
    const widths = new Widths(100, 1000);
    widths.own.set(3, 250);
    widths.own.set(10, 40);
    assert.deepEqual([1, 3, 4, 11].map(column => widths.left(column)), [0, 200, 450, 1090]);
    assert.equal(widths.total, 100_000 + 150 - 60);
    assert.deepEqual([0, 199, 200, 449, 450, 1e9].map(x => widths.at(x)), [1, 2, 3, 3, 4, 1000]);
});

test("history steps through what begins alike", () => {
    const history = new History(["plot(x)", "y = 1", "plot(y)"]);
    assert.equal(history.step(-1, "pl"), "plot(y)");
    assert.equal(history.step(-1, "plot(y)"), "plot(x)");
    assert.equal(history.step(-1, "plot(x)"), null);
    assert.equal(history.step(1, "plot(x)"), "plot(y)");
    assert.equal(history.step(1, "plot(y)"), "pl", "back to what was typed");
    assert.equal(history.step(1, "pl"), null);
    assert.equal(history.step(-1, ""), "plot(y)");
    history.add("z = 2");
    history.add("z = 2");
    assert.equal(history.entries.length, 4);
    for (let k = 0; k < 500; k++) history.add(`a = ${k}`);
    assert.equal(history.entries.length, 300);
});

test("pasted lines as statements", () => {
    assert.deepEqual(statementsOf(">> x = 1;\r\n>> y = 2\r\n"), ["x = 1;", "y = 2"]);
    assert.deepEqual(statementsOf("for k = 1:3\n  if k, disp(k), end\nend\nz = 1"), ["for k = 1:3\n  if k, disp(k), end\nend", "z = 1"]);
    assert.deepEqual(statementsOf("a = [1 2\n3 4];\nb = 1 + ...\n  2;\n\nc = a(end)"), ["a = [1 2\n3 4];", "b = 1 + ...\n  2;", "c = a(end)"]);
    assert.deepEqual(statementsOf("%{\nnot code\n%}\nx"), ["%{\nnot code\n%}", "x"]);
    assert.deepEqual(statementsOf("for k = 1:3"), ["for k = 1:3"], "an open block goes as it is, and fails with its error");
    assert.equal(commonStart(["histcounts", "histogram", "histc"]), "hist");
    assert.equal(commonStart([]), "");
});

test("files: order, names, dates", () => {
    const entry = (name: string, kind: string, bytes: number, modified: number) => ({ name, kind, bytes, modified });
    const entries = [entry("b.m", "file", 10, 3), entry("a10.m", "file", 20, 1), entry("z", "folder", 4096, 2), entry("a9.m", "file", 20, 5)];
    assert.deepEqual(sortEntries(entries, { column: "name", down: false }).map(one => one.name), ["z", "a9.m", "a10.m", "b.m"]);
    assert.deepEqual(sortEntries(entries, { column: "bytes", down: true }).map(one => one.name), ["z", "a10.m", "a9.m", "b.m"]);
    assert.equal(parentOf("/home/ada/lab"), "/home/ada");
    assert.equal(parentOf("/home"), "/");
    assert.equal(freeName("untitled", ".m", new Set(["untitled.m", "untitled2.m"])), "untitled3.m");
    assert.deepEqual([nameProblem("a.m") === "", nameProblem("a/b") === "", nameProblem(".x") === "", nameProblem(" ") === ""], [true, false, false, false]);
    const now = new Date(2026, 4, 20, 12), at = (date: Date): string => formatDate(date.getTime() / 1000, now);
    assert.deepEqual([at(new Date(2026, 4, 20, 9, 5)), at(new Date(2026, 1, 3)), at(new Date(2024, 0, 9))], ["09:05", "Feb 3", "2024-01-09"]);
});
