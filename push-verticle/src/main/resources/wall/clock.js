/** Time that a wall can trust: a television's clock may be wrong, and a machine may sleep. */

/** @typedef {{wall: number, steady: number}} Mark a moment on both of the browser's clocks */

/** @returns {Mark} */
export const mark = () => ({ wall: Date.now(), steady: performance.now() });

/**
 * Milliseconds since the mark: the longer of what the two clocks say. The steady clock may stop while a machine
 * sleeps and the other may be set back, so the longer one never makes old knowledge look fresh.
 * @param {Mark} since
 */
export const elapsed = (since) => Math.max(0, Date.now() - since.wall, performance.now() - since.steady);

const TOLERATED = 3_000;

/** The server's time, learnt from its heartbeats, so that ages are right on a screen whose clock is not. */
export class ServerClock {
  #offset = 0;

  /** @param {number} ts the heartbeat's time, in seconds or milliseconds since 1970 */
  learn(ts) {
    if (!Number.isFinite(ts)) return;
    const offset = (ts < 1e11 ? ts * 1000 : ts) - Date.now();
    this.#offset = Math.abs(offset) < TOLERATED ? 0 : offset;
  }

  now() {
    return Date.now() + this.#offset;
  }
}
