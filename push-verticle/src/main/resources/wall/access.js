/** Why the server does not let this wall in, while it does not. */

const UNAUTHENTICATED = 4401;
const FORBIDDEN = 4403;

/** @param {number} code a WebSocket's close code */
export const isRefusal = (code) => code === UNAUTHENTICATED || code === FORBIDDEN;

export class Access {
  /** @type {string | null} the server's own words; null: it has let the wall in, or has not said */
  refusal = null;
  /** @type {string | null} why the server cannot do what the address asks for */
  badAddress = null;
  /** Whether REST is being asked why a connection did not open. */
  asking = false;

  #api;
  #filter;
  #changed;
  #question = 0;

  /** @param {import("./api.js").Api} api @param {() => URLSearchParams} filter @param {() => void} changed */
  constructor(api, filter, changed) {
    this.#api = api;
    this.#filter = filter;
    this.#changed = changed;
  }

  /** The server has let the wall in, or is to be asked with another token. */
  clear() {
    this.#question++;
    this.asking = false;
    this.refusal = null;
    this.badAddress = null;
  }

  /** @param {{code: number, reason: string, opened: boolean}} end of the connection */
  closed({ code, reason, opened }) {
    if (!opened) {
      this.ask();
      return;
    }
    this.clear();
    if (isRefusal(code)) this.refusal = reason || `closed with ${code}`;
  }

  /** A page cannot see why a handshake was refused, and a socket without a token stays silent; REST says why, at once. */
  async ask() {
    const mine = ++this.#question;
    this.asking = true;
    const failure = await this.#api.probe(this.#filter()).then(() => null, (failed) => failed);
    if (mine !== this.#question) return;
    this.asking = false;
    this.refusal = failure?.forbidden ? failure.reason : null;
    this.badAddress = failure?.badRequest ? failure.reason : null;
    this.#changed();
  }
}
