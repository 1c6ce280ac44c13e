/**
 * When this wall could not be believed, newest first: by the server's time, and kept for a day over reloads of the page.
 */

const DAY = 86_400_000;
const KEPT = 200;

/** @typedef {{from: number, to: number | null}} Outage epoch milliseconds of the server; `to` is null while it lasts */

export class Outages {
  /** @type {Outage[]} */
  list;

  #key;

  /** @param {() => string} key names this wall among those of one browser */
  constructor(key) {
    this.#key = key;
    this.list = this.#read();
  }

  /** @returns {Outage | null} the one that lasts */
  get current() {
    return this.list[0]?.to === null ? this.list[0] : null;
  }

  /** @param {number} now @returns {Outage[]} those of the last 24 hours */
  recent(now) {
    return this.list.filter((outage) => outage.to === null || outage.to > now - DAY);
  }

  /** @param {number} from the last moment at which the wall was right */
  begin(from) {
    if (this.current) return;
    this.list = [{ from, to: null }, ...this.recent(from)].slice(0, KEPT);
    this.save();
  }

  /** @param {number} to */
  end(to) {
    if (!this.current) return;
    this.current.to = Math.max(this.current.from, to);
    this.save();
  }

  save() {
    try {
      localStorage.setItem(this.#key(), JSON.stringify(this.list));
    } catch {
      // no storage, or a full one: they are remembered until the page goes
    }
  }

  #read() {
    try {
      const list = JSON.parse(localStorage.getItem(this.#key()) ?? "[]");
      const isOutage = ({ from, to }) => Number.isFinite(from) && (to === null || to >= from);
      return Array.isArray(list) ? list.filter(isOutage).slice(0, KEPT) : [];
    } catch {
      return [];
    }
  }
}
