/**
 * One WebSocket that is always either open or on its way back. It knows nothing of alerts: it hands on frames and
 * says when the connection begins and ends.
 */

import { isRefusal } from "./access.js";
import { Backoff } from "./backoff.js";
import { elapsed, mark } from "./clock.js";
import { Heartbeats } from "./heartbeats.js";

const OPENING = 15_000;
const STABLE = 5_000;
const TICK_LATE = 5_000;

/**
 * @typedef {object} FeedListener
 * @property {() => string} url the address for the next connection
 * @property {() => string} token sent as the first message, unless empty
 * @property {(frame: object) => void} frame
 * @property {() => void} opened
 * @property {(end: {code: number, reason: string, opened: boolean, since: import("./clock.js").Mark}) => void} closed
 *   `since`: when the connection was last known to be good
 */

export class Feed {
  #listener;
  #socket = null;
  #opened = false;
  #openedAt = mark();
  #lastFrame = null;
  #lastTick = mark();
  #timer = 0;
  #retryAt = 0;
  #backoff = new Backoff();
  #heartbeats = new Heartbeats();

  /** @param {FeedListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** @returns {import("./clock.js").Mark | null} when the last frame of any connection came */
  get lastFrame() {
    return this.#lastFrame;
  }

  /** @returns {number} milliseconds until the next try; 0 while there is a connection or a try */
  get retryIn() {
    return this.#socket ? 0 : Math.max(0, this.#retryAt - performance.now());
  }

  /** Connects now, and drops a connection that there may be. */
  connect() {
    this.#drop();
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#listener.url());
    this.#socket = socket;
    this.#opened = false;
    this.#openedAt = mark();
    this.#heartbeats.begin();
    socket.onopen = () => this.#onOpen(socket);
    socket.onmessage = (message) => this.#onMessage(message.data);
    socket.onclose = (event) => this.#lost(event.code, event.reason);
  }

  /** Connects now if it is only waiting for its next try. */
  hurry() {
    this.#backoff.reset();
    if (!this.#socket) this.connect();
  }

  /** The watchdog; call it about every second. */
  tick() {
    const late = elapsed(this.#lastTick) > TICK_LATE;
    this.#lastTick = mark();
    // After a sleep, or in a throttled tab, frames may be waiting behind this very call: judge at the next one.
    if (!this.#socket || late) return;
    if (this.#opened ? elapsed(this.#quietSince()) > this.#heartbeats.limit : elapsed(this.#openedAt) > OPENING) {
      this.#drop();
      this.#lost(4000);
    }
  }

  #quietSince() {
    return this.#lastFrame && this.#lastFrame.steady > this.#openedAt.steady ? this.#lastFrame : this.#openedAt;
  }

  #onOpen(socket) {
    this.#opened = true;
    this.#openedAt = mark();
    const token = this.#listener.token();
    if (token) socket.send(JSON.stringify({ token }));
    this.#listener.opened();
  }

  #onMessage(data) {
    this.#lastFrame = mark();
    const frame = parse(data);
    if (!frame) return;
    if (frame.event === "heartbeat") this.#heartbeats.beat();
    this.#listener.frame(frame);
  }

  #lost(code, reason = "") {
    const end = { code, reason, opened: this.#opened, since: this.#opened && code === 4000 ? this.#quietSince() : mark() };
    if (this.#opened && !isRefusal(code) && elapsed(this.#openedAt) > STABLE) this.#backoff.reset();
    this.#socket = null;
    const wait = this.#backoff.next();
    this.#retryAt = performance.now() + wait;
    this.#timer = setTimeout(() => this.connect(), wait);
    this.#listener.closed(end);
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
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
