/** Waits between tries: exponential with full jitter, so that a thousand walls do not return in the same instant. */

const FIRST = 1_000;
const LONGEST = 30_000;

export class Backoff {
  #tries = 0;

  /** @returns {number} milliseconds until the next try: anywhere below 1 s, 2 s, 4 s, ... 30 s */
  next() {
    const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(this.#tries++, 10));
    return Math.random() * ceiling;
  }

  reset() {
    this.#tries = 0;
  }
}
