import "../src/styles/all.css";
import { startPage } from "../src/page";
import { FakeSocket } from "./fake_socket";

Object.assign(window, { app: startPage(() => new FakeSocket()) });
