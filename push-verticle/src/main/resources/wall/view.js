/** What this wall shows. It is kept in the page's address, so that each wall is a bookmark. */

import { SEVERITIES } from "./severity.js";
import { line } from "./text.js";

/**
 * @typedef {object} View
 * @property {string[]} sites sites or site groups; empty means all that the reader may see
 * @property {string} severity the lowest severity shown; empty means all
 * @property {string} title the wall's own name; empty means the product's
 * @property {string[]} mistakes what the address asks for and this wall cannot do, in words
 */

const ONCE = ["severity", "title"];
const NAMES = ["site", ...ONCE];

/** @param {Location | URL} location @returns {View} */
export function readView(location) {
  const query = new URLSearchParams(location.search);
  const severity = (query.get("severity") ?? "").trim().toLowerCase();
  const sites = query.getAll("site").map((site) => site.trim());
  return {
    sites: [...new Set(sites.filter(Boolean))],
    severity: SEVERITIES.includes(severity) ? severity : "",
    title: (query.get("title") ?? "").trim(),
    mistakes: [...mistakesOf(query, severity, sites), ...mistakesAfterHash(location)],
  };
}

function mistakesOf(query, severity, sites) {
  const mistakes = [...new Set(query.keys())].filter((name) => !NAMES.includes(name))
    .map((name) => `the address has "${line(name)}", which means nothing here`);
  if (severity && !SEVERITIES.includes(severity)) mistakes.push(`there is no severity "${line(severity)}": all are shown`);
  if (sites.includes("")) mistakes.push("the address names an empty site");
  if (sites.includes("*")) mistakes.push("no site is named \"*\": leave site out to see all");
  for (const name of ONCE) if (query.getAll(name).length > 1) mistakes.push(`the address has more than one ${name}`);
  return mistakes;
}

const hashOf = (location) => new URLSearchParams((location.hash ?? "").slice(1));

const mistakesAfterHash = (location) => [...new Set(hashOf(location).keys())].filter((name) => name !== "token")
  .map((name) => `the address has "${line(name)}" after the #, which means nothing there`);

/** The query that REST and WebSocket both understand. @param {View} view */
export function filterOf(view) {
  const query = new URLSearchParams();
  for (const site of view.sites) query.append("site", site);
  if (view.severity) query.set("severity", view.severity);
  return query;
}

/** Writes the view into the address bar, without what was wrong there. @param {View} view */
export function writeView(view) {
  const query = filterOf(view);
  if (view.title) query.set("title", view.title);
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
}

/** @param {View} view @param {string} site @returns {View} the view with the site added, or taken away */
export function toggleSite(view, site) {
  const has = view.sites.includes(site);
  return { ...view, mistakes: [], sites: has ? view.sites.filter((name) => name !== site) : [...view.sites, site] };
}

/**
 * The access token, after the `#`: a browser never sends that part, so it stays out of access logs.
 * @param {Location | URL} location
 */
export const readToken = (location) => hashOf(location).get("token") ?? "";

/** @param {string} token */
export function writeToken(token) {
  history.replaceState(null, "", `${location.pathname}${location.search}#token=${encodeURIComponent(token)}`);
}
