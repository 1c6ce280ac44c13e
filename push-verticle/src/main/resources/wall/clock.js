/**
 * The wall's time. It is the server's, carried on by the browser's steady clock: a step of the screen's own clock moves
 * neither an age nor an outage.
 */

// A heartbeat has whole seconds and travels for a while: less than this is no difference.
const TOLERATED = 3_000;
// From here on the screen's clock or the server's is wrong.
const WRONG = 30_000;

/** @typedef {{steady: number, time: number}} Mark a moment: on the steady clock, and as the server's time */

export class ServerClock {
  #time = Date.now();
  #steady = performance.now();
  /** Server's clock minus the screen's, in milliseconds, or 0 while they agree within 30 s. */
  skew = 0;

  /** @param {number} ts a heartbeat's time, in seconds since 1970 */
  learn(ts) {
    if (!Number.isFinite(ts)) return;
    const time = ts * 1000;
    if (Math.abs(time - this.now()) > TOLERATED) {
      this.#time = time;
      this.#steady = performance.now();
    }
    const skew = time - Date.now();
    this.skew = Math.abs(skew) > WRONG ? skew : 0;
  }

  /** @returns {number} epoch milliseconds */
  now() {
    return this.#time + performance.now() - this.#steady;
  }

  /** @returns {Mark} */
  mark() {
    return { steady: performance.now(), time: this.now() };
  }
}

export const clock = new ServerClock();

/** Milliseconds since the mark, on the steady clock. @param {Mark} since */
export const elapsed = (since) => performance.now() - since.steady;
