import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsoleLog } from "../src/console_log";

test("Command Window: a tail takes the place of its earlier form, code gets its prompt", () => {
    const log = new ConsoleLog();
    const text = (): string => log.parts.map(one => one.text).join("");
    log.add({ stream: "echo", text: "for k = 1:9, k, end\n" });
    log.add({ stream: "out", text: "begin\n" });
    log.add({ stream: "out", text: "… 5\n", tail: 1 });
    log.add({ stream: "out", text: "… 7\n", tail: 1 });
    log.add({ stream: "out", text: "next\n" });
    log.add({ stream: "out", text: "… 9\n", tail: 2 });
    assert.equal(text(), ">> for k = 1:9, k, end\nbegin\n… 7\nnext\n… 9\n");
    for (let k = 0; k < 100; k++) log.add({ stream: "out", text: "x".repeat(300_000), tail: 3 });
    assert.match(text(), /^>> for/, "what was replaced does not count");
});
