/**
 * The wall's knowledge: which alerts are open, and the newest events. Plain functions on a plain object, so that
 * it can be tested without a page.
 */

import { known, rank } from "./severity.js";

/**
 * @typedef {object} AlertEvent one event as the server sends it: the alert's whole state after it
 * @property {number} seq
 * @property {string} event
 * @property {string} id
 * @property {string[]} sites
 * @property {string} severity
 * @property {string} message
 * @property {string} ts
 * @property {"open" | "resolved"} status
 * @property {boolean} acknowledged
 * @property {string[]} [hosts]
 * @property {string} [occurredAt]
 * @property {string} [acknowledgedBy]
 * @property {string} [acknowledgedAt]
 * @property {string} [acknowledgedNote]
 * @property {string} [url] the problem's page at its source
 * @property {string} [runbook]
 * @property {string} [opdata]
 * @property {boolean} [suppressed]
 * @property {string[]} [warnings] what was wrong with what the sender sent
 * @property {string} [by]
 *
 * @typedef {AlertEvent & {began: number}} Alert `began` is occurredAt in epoch milliseconds
 *
 * @typedef {object} Alerts
 * @property {Map<string, Alert>} open
 * @property {Map<string, number>} closed alerts known to be resolved, with the seq that says so
 * @property {AlertEvent[]} recent the newest events, newest first
 * @property {Set<string>} sites every site seen, also those that are clear now
 */

export const RECENT = 50;
// A snapshot may be older than the resolution of an alert that it lists as open; the tombstones tell.
const TOMBSTONES = 20_000;
const SITES = 500;

/** @returns {Alerts} */
export const emptyAlerts = () => ({ open: new Map(), closed: new Map(), recent: [], sites: new Set() });

/** @param {unknown} frame @returns {frame is AlertEvent} */
export const isAlertEvent = (frame) =>
  typeof frame?.event === "string" && frame.event.startsWith("alert.")
  && Number.isSafeInteger(frame.seq) && typeof frame.id === "string";

const seqOf = (alerts, id) => alerts.open.get(id)?.seq ?? alerts.closed.get(id) ?? 0;

/**
 * Takes in an alert's state. The highest seq of an alert is the truth, whatever the order of arrival.
 * @param {Alerts} alerts
 * @param {AlertEvent} event
 * @returns {boolean} whether it said something new
 */
export function apply(alerts, event) {
  if (event.seq <= seqOf(alerts, event.id)) return false;
  if (event.status === "open") {
    alerts.closed.delete(event.id);
    alerts.open.set(event.id, toAlert(event));
  } else {
    alerts.open.delete(event.id);
    bury(alerts, event);
  }
  for (const site of event.sites ?? []) if (alerts.sites.size < SITES) alerts.sites.add(site);
  return true;
}

const toAlert = (event) => ({
  ...event, severity: known(event.severity), began: Date.parse(event.occurredAt ?? event.ts), sites: event.sites ?? [],
});

function bury(alerts, event) {
  alerts.closed.delete(event.id);
  alerts.closed.set(event.id, event.seq);
  if (alerts.closed.size > TOMBSTONES) alerts.closed.delete(alerts.closed.keys().next().value);
}

/**
 * Takes in a whole snapshot: what it lists is open, and what it should list but does not is gone.
 * @param {Alerts} alerts
 * @param {{seq: number, alerts: AlertEvent[]}} snapshot `seq` is the head when its first page was read
 */
export function applySnapshot(alerts, snapshot) {
  const listed = new Set(snapshot.alerts.map((event) => event.id));
  for (const event of snapshot.alerts) apply(alerts, event);
  for (const [id, alert] of alerts.open) {
    if (!listed.has(id) && alert.seq <= snapshot.seq) alerts.open.delete(id);
  }
  for (const [id, seq] of alerts.closed) if (seq <= snapshot.seq) alerts.closed.delete(id);
}

/**
 * Puts an event into the list of the newest.
 * @param {Alerts} alerts
 * @param {AlertEvent} event
 */
export function remember(alerts, event) {
  const { recent } = alerts;
  let at = 0;
  while (at < recent.length && recent[at].seq > event.seq) at++;
  if (recent[at]?.seq === event.seq || at >= RECENT) return;
  recent.splice(at, 0, event);
  if (recent.length > RECENT) recent.length = RECENT;
}

/** Highest severity first, then the newest: what has just happened is what a full wall must not hide. */
const byUrgency = (a, b) =>
  rank(b.severity) - rank(a.severity) || b.began - a.began || b.seq - a.seq;

/**
 * The open problems in the order of the wall. The server filters; a problem whose severity has since fallen below
 * the wall's own limit is left out here too.
 * @param {Alerts} alerts
 * @param {string} [severity] the lowest one shown
 */
export function openProblems(alerts, severity) {
  const least = severity ? rank(severity) : 0;
  return [...alerts.open.values()].filter((alert) => rank(alert.severity) >= least).sort(byUrgency);
}

/** @param {Alert[]} problems @returns {Record<string, number>} how many there are of each severity */
export function countBySeverity(problems) {
  const counts = {};
  for (const { severity } of problems) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

/**
 * Each site with its number of problems and its worst severity, the worst first; those without follow by name. A problem
 * counts for each of its sites.
 * @param {Alerts} alerts
 * @param {Alert[]} problems sorted by severity
 * @param {string[]} seen the sites of which all alerts come, `*` for all; others are left out
 */
export function countBySite(alerts, problems, seen = ["*"]) {
  const sites = new Map();
  const isSeen = seen.includes("*") ? () => true : (site) => seen.includes(site);
  for (const { sites: its, severity } of problems) {
    for (const site of its) {
      if (!isSeen(site)) continue;
      const entry = sites.get(site);
      if (entry) entry.count++;
      else sites.set(site, { site, count: 1, worst: severity });
    }
  }
  for (const site of alerts.sites) if (isSeen(site) && !sites.has(site)) sites.set(site, { site, count: 0, worst: "" });
  const height = (entry) => (entry.count ? rank(entry.worst) : -1);
  return [...sites.values()].sort((a, b) =>
    height(b) - height(a) || b.count - a.count || a.site.localeCompare(b.site));
}
