/** REST reads of the push node that served this page. */

import { RECENT } from "./alerts.js";

const TIMEOUT = 10_000;
const PAGE = 500;
const PAGES = 400;
const GONE = 410;

/** A read that failed; `status` is 0 when there was no answer. */
export class ReadFailed extends Error {
  constructor(status, detail = "") {
    super(status ? `HTTP ${status}` : "no answer");
    this.status = status;
    this.detail = detail;
  }

  get forbidden() {
    return this.status === 401 || this.status === 403;
  }

  get badRequest() {
    return this.status === 400 || this.status === 414;
  }

  /** In the server's own words, if it has said any. */
  get reason() {
    return this.detail || this.message;
  }
}

export class Api {
  #token;

  /** @param {() => string} token */
  constructor(token) {
    this.#token = token;
  }

  /**
   * Every open alert of the view. `seq` is the first page's, because what changed while the later pages were read
   * comes over the socket.
   * @param {URLSearchParams} filter
   * @returns {Promise<{epoch: string, seq: number, alerts: import("./alerts.js").AlertEvent[]}>}
   */
  async openAlerts(filter) {
    const query = new URLSearchParams(filter);
    query.set("status", "open");
    query.set("limit", String(PAGE));
    const first = await this.#get("/api/v1/alerts", query);
    const alerts = [...first.alerts];
    for (let page = first, n = 1; page.next !== undefined && page.next !== null && n < PAGES; n++) {
      query.set("before", page.next);
      page = await this.#get("/api/v1/alerts", query);
      if (page.epoch !== first.epoch) throw new ReadFailed(0);
      for (const alert of page.alerts) alerts.push(alert);
    }
    return { epoch: first.epoch, seq: first.seq, alerts };
  }

  /**
   * The newest events of the view, oldest first. The server filters a page after it has read it, so a wall that leaves
   * something out looks further back.
   * @param {URLSearchParams} filter
   * @param {number} head
   */
  async newestEvents(filter, head) {
    const back = filter.size ? PAGE : RECENT;
    const query = new URLSearchParams(filter);
    query.set("since", String(Math.max(0, head - back)));
    query.set("limit", String(back));
    try {
      return (await this.#get("/api/v1/events", query)).events;
    } catch (failure) {
      if (failure.status !== GONE) throw failure;
      return []; // the newest of a quiet feed have passed retention
    }
  }

  /** Fails as every read of the view would fail. @param {URLSearchParams} filter */
  async probe(filter) {
    const query = new URLSearchParams(filter);
    query.set("limit", "1");
    await this.#get("/api/v1/alerts", query);
  }

  async #get(path, query) {
    const token = this.#token();
    const headers = { accept: "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(`${path}?${query}`, { headers, signal, cache: "no-store" }).catch(() => null);
    if (!response?.ok) throw new ReadFailed(response?.status ?? 0, await detailOf(response));
    return response.json().catch(() => { throw new ReadFailed(0); });
  }
}

/** What a problem (RFC 9457) says of itself. */
async function detailOf(response) {
  const problem = await response?.json().catch(() => null);
  return typeof problem?.detail === "string" ? problem.detail : "";
}
