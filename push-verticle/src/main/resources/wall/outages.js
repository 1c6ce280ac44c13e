/** The outages of this wall's own connection, newest first. */

import { elapsed } from "./clock.js";

const KEPT = 20;

/** @typedef {{from: number, duration: number | null, mark: import("./clock.js").Mark}} Outage null: it still lasts */

export class Outages {
  /** @type {Outage[]} */
  list = [];

  /** @returns {Outage | null} the one that lasts */
  get current() {
    return this.list[0]?.duration === null ? this.list[0] : null;
  }

  /** @param {import("./clock.js").Mark} since the last moment that the connection was known to be good */
  begin(since) {
    if (this.current) return;
    this.list = [{ from: since.wall, duration: null, mark: since }, ...this.list].slice(0, KEPT);
  }

  end() {
    if (this.current) this.current.duration = elapsed(this.current.mark);
  }
}
