/** How long a connection may be silent: learnt from the heartbeats themselves, because their interval is configurable. */

import { elapsed, mark } from "./clock.js";

const DEFAULT = 30_000;
const SHORTEST = 1_000;
const LONGEST = 300_000;
const PATIENCE = 2.5;

export class Heartbeats {
  /** @type {number[]} the last gaps between two heartbeats of one connection */
  #gaps = [];
  #last = null;
  #seen = 0;

  /** A new connection: its first heartbeat comes at once, so the gap after that one tells nothing. */
  begin() {
    this.#seen = 0;
    this.#last = null;
  }

  beat() {
    if (this.#seen >= 2) this.#gaps = [...this.#gaps.slice(-2), elapsed(this.#last)];
    this.#seen++;
    this.#last = mark();
  }

  /** @returns {number} milliseconds */
  get interval() {
    return this.#gaps.length ? Math.min(LONGEST, Math.max(SHORTEST, ...this.#gaps)) : DEFAULT;
  }

  /** @returns {number} milliseconds of silence after which a connection counts as dead */
  get limit() {
    return this.interval * PATIENCE;
  }
}
