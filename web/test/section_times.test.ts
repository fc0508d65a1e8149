import assert from "node:assert/strict";
import { test } from "node:test";
import { SectionTimes } from "../src/editor/section_times";

test("each section has the time between its first statement and the next section's", () => {
    const times = new SectionTimes();
    times.enter("a", 100);
    times.enter("a", 130);
    times.enter("b", 150);
    times.enter("", 400);
    assert.equal(times.of("a"), 50);
    assert.equal(times.of("b"), 250);
    assert.equal(times.of("c"), undefined);
});
