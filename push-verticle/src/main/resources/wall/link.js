/** One WebSocket, from its first try to its end, and the silence on it. */

import { clock, elapsed } from "./clock.js";

const OPENING = 10_000;
// A server that says nothing of its heartbeats beats each 30 s.
const BEAT = 30_000;
const PATIENCE = 2.5;
/** The code of a connection that this page gave up because it was silent. */
export const SILENT = 4000;

/**
 * @typedef {object} LinkListener
 * @property {(link: Link) => void} opened
 * @property {(link: Link, frame: object) => void} frame
 * @property {(link: Link, code: number, reason: string) => void} ended at most once, and never after `drop`
 */

export class Link {
  opened = false;
  openedAt = clock.mark();
  /** @type {import("./clock.js").Mark | null} when the last frame came */
  lastFrame = null;

  #socket;
  #listener;
  #beat = BEAT;

  /** @param {string} url @param {LinkListener} listener */
  constructor(url, listener) {
    this.#listener = listener;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.#onOpen();
    this.#socket.onmessage = (message) => this.#onMessage(message.data);
    this.#socket.onclose = (event) => listener.ended(this, event.code, event.reason);
  }

  /** @param {object} message */
  send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /** Ends it without a word to the listener. */
  drop() {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  /** Ends it if it is silent for longer than its heartbeats allow. */
  judge() {
    const limit = this.lastFrame ? this.#beat * PATIENCE : OPENING;
    if (elapsed(this.lastFrame ?? this.openedAt) <= limit) return;
    this.drop();
    this.#listener.ended(this, SILENT, "");
  }

  #onOpen() {
    this.opened = true;
    this.openedAt = clock.mark();
    this.#listener.opened(this);
  }

  #onMessage(data) {
    this.lastFrame = clock.mark();
    const frame = parse(data);
    if (!frame) return;
    if (frame.event === "subscribed") this.#beat = frame.beat > 0 ? frame.beat * 1000 : BEAT;
    this.#listener.frame(this, frame);
  }
}

function parse(data) {
  try {
    const frame = JSON.parse(data);
    return frame && typeof frame === "object" ? frame : null;
  } catch {
    console.warn("a frame that is not JSON was ignored");
    return null;
  }
}
