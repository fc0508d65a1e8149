import assert from "node:assert/strict";
import { test } from "node:test";
import { askWhy } from "../src/shell/lost_words";

test("why a server stays away", async () => {
    assert.equal(await askWhy(() => Promise.reject(new TypeError("Failed to fetch"))), "gone");
    assert.equal(await askWhy(() => Promise.resolve({ status: 403 })), "refused");
    assert.equal(await askWhy(() => Promise.resolve({ status: 502 })), "gone", "a proxy without its server");
    assert.equal(await askWhy(() => Promise.resolve({ status: 200 })), "");
});
