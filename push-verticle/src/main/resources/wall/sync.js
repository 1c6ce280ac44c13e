/**
 * Joins the feed and the snapshot without a hole, and knows whether the wall may be believed. The socket comes first;
 * what it brings is applied at once, and the snapshot is merged into it, the highest seq of each alert winning.
 */

import { apply, applySnapshot, emptyAlerts, isAlertEvent, remember } from "./alerts.js";
import { Backoff } from "./backoff.js";
import { clock, elapsed } from "./clock.js";

const REPLAYABLE = 300_000;
const HERD = 1_000;
// A snapshot now and then, so that no mistake of anyone lasts.
const CHECK = 600_000;

const EVERYTHING = { sites: ["*"], denied: [], unknown: [] };

/**
 * @typedef {object} Scope
 * @property {string[]} sites the sites that come, `*` for all
 * @property {string[]} denied sites that the token does not allow
 * @property {string[]} unknown sites that no alert, group or configuration has named
 *
 * @typedef {{role: string, state: "up" | "failing" | "gone" | "unknown", detail?: string, since?: string}} Hop
 */

export class Sync {
  alerts = emptyAlerts();
  /** @type {import("./clock.js").Mark | null} since when the node does not trust its own feed; null: it does */
  staleSince = null;
  /** @type {import("./clock.js").Mark | null} since when the list may be wrong; null: it is right */
  behindSince = clock.mark();
  /** @type {import("./api.js").ReadFailed | null} why the last snapshot failed */
  failure = null;
  /** Whether the list has ever been right, or else is nothing to look at. */
  everRight = false;
  /** @type {import("./clock.js").Mark | null} the last moment at which the list was right */
  rightAt = null;
  /** @type {Scope} what of the view this wall gets */
  scope = EVERYTHING;
  /** @type {Hop[]} the roles that an alert passes on its way to the node; empty: not told yet */
  hops = [];

  #api;
  #filter;
  #changed;
  #epoch = "";
  #cursor = 0;
  /** A resume is under way, and the replay has not reached the head. */
  #catchingUp = false;
  #resumed = false;
  #subscribed = false;
  #replayable = false;
  #generation = 0;
  #timer = 0;
  #backoff = new Backoff();
  #checkedAt = clock.mark();

  /**
   * @param {import("./api.js").Api} api
   * @param {() => URLSearchParams} filter
   * @param {(created?: string) => void} changed called after each change, with the id of an alert that is new
   */
  constructor(api, filter, changed) {
    this.#api = api;
    this.#filter = filter;
    this.#changed = changed;
  }

  /**
   * Where to go on in the feed, or null to start afresh.
   * @param {import("./clock.js").Mark | null} lastFrame
   * @returns {{since: string, epoch: string} | null}
   */
  resumeFrom(lastFrame) {
    if (this.#subscribed) this.#replayable = this.behindSince === null;
    this.#resumed = this.#replayable && lastFrame !== null && elapsed(lastFrame) < REPLAYABLE;
    return this.#resumed ? { since: String(this.#cursor), epoch: this.#epoch } : null;
  }

  /** The connection is gone: until it is back, nothing here is certain. */
  disconnected() {
    if (this.#subscribed) this.#replayable = this.behindSince === null;
    this.#subscribed = false;
    this.staleSince = null;
    this.hops = [];
    this.#behind();
    this.#stopLoading();
  }

  /** Another node sends the feed now, and there was no cut. */
  moved() {
    this.staleSince = null;
  }

  /** Forgets everything: another view or another feed. */
  forget() {
    this.alerts = emptyAlerts();
    this.everRight = false;
    this.failure = null;
    this.staleSince = null;
    this.#replayable = false;
    this.#epoch = "";
    this.#behind();
    this.#stopLoading();
  }

  /** @param {object} frame */
  take(frame) {
    if (isAlertEvent(frame)) this.#event(frame);
    else if (frame.event === "subscribed") this.#onSubscribed(frame);
    else if (frame.event === "reset") this.#onReset(frame);
    else if (frame.event === "lagged" || frame.event === "gap") this.#reload(Math.random() * HERD);
    else if (frame.event === "heartbeat") this.#onHeartbeat(frame);
    else if (frame.event === "stale") this.staleSince ??= clock.mark();
    else if (frame.event === "fresh") this.staleSince = null;
    else if (frame.event === "hops") this.#onHops(frame.hops ?? []);
    else if (frame.event === "error") console.warn("the server refused a message:", frame.detail);
    if (this.behindSince === null) this.rightAt = clock.mark();
    this.#changed();
  }

  /** Call it about every second. */
  tick() {
    if (this.#subscribed && this.behindSince === null && elapsed(this.#checkedAt) > CHECK) {
      this.#checkedAt = clock.mark();
      this.#load(true);
    }
  }

  #event(event) {
    const isNew = apply(this.alerts, event) && event.event === "alert.created" && event.status === "open";
    remember(this.alerts, event);
    this.#heard(event.seq);
    this.#learnSites(event);
    if (isNew) this.#changed(event.id);
  }

  /** A site is known from its first alert on. */
  #learnSites({ sites = [] }) {
    const { unknown } = this.scope;
    if (unknown.some((site) => sites.includes(site))) {
      this.scope = { ...this.scope, unknown: unknown.filter((site) => !sites.includes(site)) };
    }
  }

  /** Everything up to `seq` that this view lets through has come. */
  #heard(seq) {
    if (Number.isSafeInteger(seq)) this.#cursor = Math.max(this.#cursor, seq);
  }

  #onSubscribed({ seq, epoch, sites = ["*"], denied = [], unknown = [] }) {
    this.scope = { sites, denied, unknown };
    const same = this.#epoch === epoch;
    this.#subscribed = true;
    if (this.#resumed && same) {
      this.#catchingUp = true;
      return;
    }
    if (!same && this.#epoch) this.forget();
    this.#epoch = epoch;
    this.#cursor = seq;
    this.#reload(0);
  }

  /** A node that is too young to know does not undo what the one before it knew. */
  #onHops(hops) {
    const before = new Map(this.hops.map((hop) => [hop.role, hop]));
    this.hops = hops.map((hop) => (hop.state === "unknown" ? before.get(hop.role) ?? hop : hop));
  }

  /** After a resume the list is right again when the replay has reached the node's head. */
  #onHeartbeat({ seq, head }) {
    this.#heard(seq);
    if (this.#catchingUp && seq >= (head ?? seq)) {
      this.#catchingUp = false;
      this.#right();
    }
  }

  #onReset({ seq, epoch }) {
    this.forget();
    this.#epoch = epoch ?? "";
    this.#cursor = seq ?? 0;
    this.#resumed = false;
    this.#reload(Math.random() * HERD);
  }

  #right() {
    this.behindSince = null;
    this.failure = null;
    this.everRight = true;
    this.#backoff.reset();
    this.#checkedAt = clock.mark();
  }

  #behind() {
    this.behindSince ??= clock.mark();
  }

  #stopLoading() {
    clearTimeout(this.#timer);
    this.#generation++;
  }

  #reload(wait) {
    this.#catchingUp = false;
    this.#behind();
    this.#stopLoading();
    this.#timer = setTimeout(() => this.#load(false), wait);
  }

  /** @param {boolean} check whether this is only a check of a list that is held to be right */
  async #load(check) {
    const mine = ++this.#generation;
    try {
      const snapshot = await this.#api.openAlerts(this.#filter());
      const events = check ? [] : await this.#api.newestEvents(this.#filter(), snapshot.seq);
      if (mine === this.#generation) this.#merge(snapshot, events);
    } catch (failure) {
      if (mine !== this.#generation) return;
      this.failure = failure;
      this.#behind();
      this.#timer = setTimeout(() => this.#load(false), this.#backoff.next());
    }
    this.#changed();
  }

  #merge(snapshot, events) {
    if (this.#epoch && snapshot.epoch !== this.#epoch) return this.#onReset(snapshot);
    applySnapshot(this.alerts, snapshot);
    for (const event of events) remember(this.alerts, event);
    this.#cursor = Math.max(this.#cursor, snapshot.seq);
    this.#right();
  }
}
