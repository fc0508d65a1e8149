import assert from "node:assert/strict";
import { test } from "node:test";
import { readControls, writeControl } from "../src/editor/control_marks";

const line = 'f(3, true) %[control:slider:8f01]{"position":[3,4]} %[control:checkbox:8f02]{"position":[6,10]}';

test("controls stand for the columns their marks name", () => {
    assert.deepEqual(readControls(line).map(one => [one.kind, line.slice(one.from, one.to)]), [["slider", "3"], ["checkbox", "true"]]);
    assert.deepEqual(readControls('x %[control:slider:1]{"position":[90,99]}'), [], "a place outside the code is no control");
});

test("a new literal moves the controls behind it", () => {
    const next = writeControl(line, "8f01", "12.5");
    assert.equal(next, 'f(12.5, true) %[control:slider:8f01]{"position":[3,7]} %[control:checkbox:8f02]{"position":[9,13]}');
    assert.deepEqual(readControls(next).map(one => next.slice(one.from, one.to)), ["12.5", "true"]);
    assert.equal(writeControl(next, "none", "1"), next);
});
