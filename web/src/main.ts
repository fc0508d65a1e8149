// main.ts: the page of the program: one WebSocket beside the page's own address.
import "./styles/all.css";
import type { Socket } from "./connection";
import { startPage } from "./page";

startPage(() => {
    const url = new URL("socket", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = url.hash = "";
    return new WebSocket(url) as Socket;
});
