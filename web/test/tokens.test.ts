import assert from "node:assert/strict";
import { test } from "node:test";
import { blockWordsOf, startState, tokenize, type LineState } from "../src/editor/tokens";

function show(line: string, state: LineState = startState()): string {
    return tokenize(line, state).map(token => `${token.type[0]}:${line.slice(token.from, token.to)}`).join(" ");
}

test("names, numbers, operators", () => {
    assert.equal(show("x = 1.5e-3 + 0x1F;"), "n:x o:= n:1.5e-3 o:+ n:0x1F o:;");
    assert.equal(show("a.end(end)"), "n:a o:. n:end b:( n:end b:)");
    assert.equal(show("if x, end"), "k:if n:x o:, k:end");
});

test("transpose or text", () => {
    assert.equal(show("a' * b'"), "n:a o:' o:* n:b o:'");
    assert.equal(show("x = 'it''s';"), "n:x o:= s:'it''s' o:;");
    assert.equal(show("[a' 'b']"), "b:[ n:a o:' s:'b' b:]");
    assert.equal(show("c{1}'"), "n:c b:{ n:1 b:} o:'");
    assert.equal(show('s = "a ""b"""'), 'n:s o:= s:"a ""b"""');
});

test("command syntax", () => {
    assert.equal(show("hold on % now"), "n:hold c:on c:% now");
    assert.equal(show("format long g"), "n:format c:long c:g");
    assert.equal(show("hold = 1"), "n:hold o:= n:1");
    assert.equal(show("a + b"), "n:a o:+ n:b");
    assert.equal(show("x (1,1) double", { ...startState(), declares: true }), "n:x b:( n:1 o:, n:1 b:) n:double");
});

test("comments, continuation, blocks", () => {
    const state = startState();
    assert.equal(show("x = [1 ... rest", state), "n:x o:= b:[ n:1 c:... rest");
    assert.equal(state.continued, true);
    assert.equal(show("%{", state), "c:%{");
    assert.equal(state.comment, 1);
    assert.equal(show("for x", state), "c:for x");
    assert.equal(show("%}", state), "c:%}");
    assert.equal(state.comment, 0);
    assert.equal(show("%% Title"), "s:%% Title");
    assert.equal(show("%[text] a"), "t:%[text] a");
    assert.equal(show("!ls -l"), "s:!ls -l");
});

test("words of blocks", () => {
    assert.deepEqual(blockWordsOf("if a, b(end), end").map(one => one.kind), ["open", "end"]);
    assert.deepEqual(blockWordsOf("    else").map(one => one.kind), ["middle"]);
    assert.deepEqual(blockWordsOf("arguments").map(one => one.kind), ["open"]);
    assert.deepEqual(blockWordsOf("arguments(1) = 2").map(one => one.kind), []);
});
