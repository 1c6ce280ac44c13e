/**
 * A connection that is always either open or on its way back. It knows nothing of alerts: it hands on frames and says when
 * the connection begins and ends. When its node drains, it moves to another one before the first has closed.
 */

import { isRefusal } from "./access.js";
import { Backoff } from "./backoff.js";
import { clock, elapsed } from "./clock.js";
import { Link } from "./link.js";

const STABLE = 5_000;
const TICK_LATE = 5_000;

/**
 * @typedef {object} FeedListener
 * @property {() => string} url the address for the next connection
 * @property {() => string} token sent as the first message, unless empty
 * @property {(frame: object) => void} frame
 * @property {() => void} opened
 * @property {() => void} moved the frames that follow are of another node; there was no cut
 * @property {(end: {code: number, reason: string, opened: boolean}) => void} closed
 */

export class Feed {
  /** @type {import("./clock.js").Mark | null} when the last frame of any connection came */
  lastFrame = null;

  #listener;
  /** @type {Link | null} the one whose frames count */
  #link = null;
  /** @type {Link | null} the one to move to, while the other one's node drains */
  #next = null;
  /** @type {object[]} what the next one has said before it was ready */
  #early = [];
  #draining = false;
  #timer = 0;
  #retryAt = 0;
  #lastTick = clock.mark();
  #late = false;
  #backoff = new Backoff();
  /** Of moves: a balancer may lead to the node that drains a few times more, and there may be no other node. */
  #moveBackoff = new Backoff();
  #events = {
    opened: (link) => this.#onOpen(link),
    frame: (link, frame) => this.#onFrame(link, frame),
    ended: (link, code, reason) => this.#onEnd(link, code, reason),
  };

  /** @param {FeedListener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /** @returns {number} milliseconds until the next try; 0 while there is a connection or a try */
  get retryIn() {
    return this.#link ? 0 : Math.max(0, this.#retryAt - performance.now());
  }

  /** Connects now, and drops a connection that there may be. */
  connect() {
    clearTimeout(this.#timer);
    this.#link?.drop();
    this.#next?.drop();
    this.#next = null;
    this.#draining = false;
    this.#moveBackoff.reset();
    this.#link = this.#open();
  }

  /** Connects now if it is only waiting for its next try. */
  hurry() {
    this.#backoff.reset();
    if (!this.#link) this.connect();
  }

  /** The watchdog; call it about every second. */
  tick() {
    // After a sleep, or in a throttled tab, frames may be waiting behind this very call: judge at the next one.
    const late = elapsed(this.#lastTick) > TICK_LATE && !this.#late;
    this.#late = late;
    this.#lastTick = clock.mark();
    if (late) return;
    this.#next?.judge();
    this.#link?.judge();
  }

  #open() {
    return new Link(this.#listener.url(), this.#events);
  }

  #onOpen(link) {
    const token = this.#listener.token();
    if (token) link.send({ token });
    if (link === this.#link) this.#listener.opened();
  }

  #onFrame(link, frame) {
    if (link === this.#next) {
      this.#early.push(frame);
      if (frame.event === "subscribed") this.#takeOver();
      return;
    }
    this.lastFrame = link.lastFrame;
    if (frame.event === "draining") this.#moveAfter((Math.random() * frame.within * 1000) / 2);
    this.#listener.frame(frame);
  }

  /** Each wall at a moment of its own, so that a thousand do not reach the other nodes at once. */
  #moveAfter(milliseconds) {
    this.#draining = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#move(), milliseconds);
  }

  /** Opens the next connection while this one still brings events. */
  #move() {
    if (!this.#draining || this.#next) return;
    this.#early = [];
    this.#next = this.#open();
  }

  /** The next connection goes on from where this one was when it was asked for; what comes twice is known by its seq. */
  #takeOver() {
    clearTimeout(this.#timer);
    this.#link.drop();
    this.#link = this.#next;
    this.#next = null;
    this.#draining = false;
    this.#moveBackoff.reset();
    this.#listener.moved();
    for (const frame of this.#early) this.#onFrame(this.#link, frame);
  }

  #onEnd(link, code, reason) {
    if (link === this.#next) {
      this.#next = null;
      if (!isRefusal(code)) this.#moveAfter(this.#moveBackoff.next());
    } else {
      this.#lost(link, code, reason);
    }
  }

  #lost(link, code, reason) {
    if (link.opened && !isRefusal(code) && elapsed(link.openedAt) > STABLE) this.#backoff.reset();
    clearTimeout(this.#timer);
    this.#draining = false;
    this.#link = this.#next?.opened ? this.#next : null;
    if (!this.#link) this.#next?.drop();
    this.#next = null;
    if (!this.#link) {
      const wait = this.#backoff.next();
      this.#retryAt = performance.now() + wait;
      this.#timer = setTimeout(() => this.connect(), wait);
    }
    this.#listener.closed({ code, reason, opened: link.opened });
    if (!this.#link) return;
    this.#listener.opened();
    for (const frame of this.#early) this.#onFrame(this.#link, frame);
  }
}
