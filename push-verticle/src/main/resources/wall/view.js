/** What this wall shows. It is kept in the page's address, so that each wall is a bookmark. */

import { SEVERITIES } from "./severity.js";

/**
 * @typedef {object} View
 * @property {string[]} sites sites or site groups; empty means all that the reader may see
 * @property {string} severity the lowest severity shown; empty means all
 * @property {string} title the wall's own name; empty means the product's
 */

/** @param {Location | URL} location @returns {View} */
export function readView(location) {
  const query = new URLSearchParams(location.search);
  const severity = (query.get("severity") ?? "").toLowerCase();
  return {
    sites: [...new Set(query.getAll("site").map((site) => site.trim()).filter(Boolean))],
    severity: SEVERITIES.includes(severity) ? severity : "",
    title: (query.get("title") ?? "").trim(),
  };
}

/** The query that REST and WebSocket both understand. @param {View} view */
export function filterOf(view) {
  const query = new URLSearchParams();
  for (const site of view.sites) query.append("site", site);
  if (view.severity) query.set("severity", view.severity);
  return query;
}

/** Writes the view into the address bar; what else is in the address stays. @param {View} view */
export function writeView(view) {
  const query = new URLSearchParams(location.search);
  query.delete("site");
  query.delete("severity");
  for (const [name, value] of filterOf(view)) query.append(name, value);
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text && `?${text}`) + location.hash);
}

/** @param {View} view @param {string} site @returns {View} the view with the site added, or taken away */
export function toggleSite(view, site) {
  const has = view.sites.includes(site);
  return { ...view, sites: has ? view.sites.filter((name) => name !== site) : [...view.sites, site] };
}

/**
 * The access token, after the `#`: a browser never sends that part, so it stays out of access logs.
 * @param {Location | URL} location
 */
export const readToken = (location) => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

/** @param {string} token */
export function writeToken(token) {
  history.replaceState(null, "", `${location.pathname}${location.search}#token=${encodeURIComponent(token)}`);
}
