/** The view's controls: chips for the chosen sites, a list for the lowest severity, and the form for a token. */

import { byId, element, setData, setText, setTitle, show } from "./dom.js";
import { line, plural, whole } from "./text.js";
import { toggleSite } from "./view.js";

/**
 * @param {() => import("./view.js").View} current
 * @param {(view: import("./view.js").View) => void} changed
 */
export function wireFilters(current, changed) {
  const severity = byId("filter-severity");
  severity.addEventListener("change", () => changed({ ...current(), mistakes: [], severity: severity.value }));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filter-sites").addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (chip) changed(toggleSite(current(), chip.value));
  });
}

// More would push the severity out of the header.
const CHIPS = 5;

/** What the chips are of. */
let shownView = null;
let shownScope = null;

/** @param {import("./view.js").View} view @param {import("./sync.js").Scope} scope what of it this wall gets */
export function showFilters(view, scope) {
  setText(byId("wall-title"), line(view.title) || "Nocturne");
  byId("filter-severity").value = view.severity;
  if (shownView === view && shownScope === scope) return;
  shownView = view;
  shownScope = scope;
  byId("filter-sites").replaceChildren(...(view.sites.length ? chips(view.sites, scope) : [allOf(scope.sites)]));
}

/** Those that are not seen come first. */
function chips(sites, scope) {
  const rankOf = (site) => (missing(site, scope) ? 0 : 1);
  const sorted = sites.toSorted((a, b) => rankOf(a) - rankOf(b));
  const shown = sorted.slice(0, CHIPS).map((site) => chip(site, missing(site, scope)));
  const rest = sorted.slice(CHIPS);
  if (!rest.length) return shown;
  const more = element("span", "all", `+${rest.length}`);
  setTitle(more, rest.map(whole).join("\n"));
  return [...shown, more];
}

const missing = (site, { denied, unknown }) =>
  (denied.includes(site) ? "not allowed" : unknown.includes(site) ? "unknown" : "");

/** Without a filter a token that is limited to sites still sees no more than these. */
function allOf(sites) {
  const all = sites.includes("*");
  const text = all ? "All sites" : sites.length === 1 ? `Only ${line(sites[0])}` : `Only ${plural(sites.length, "site")}`;
  const label = element("span", "all", text);
  if (!all) setTitle(label, `The token of this wall allows:\n${sites.map(whole).join("\n")}`);
  return label;
}

function chip(site, why) {
  const button = element("button", "chip", element("bdi", "", line(site)), element("span", "cross", "×"));
  button.type = "button";
  button.value = site;
  setData(button, { missing: why });
  button.setAttribute("aria-label", `Remove ${line(site)}${why && ` (${why})`} from this wall`);
  setTitle(button, why ? `${whole(site)}: ${why}` : whole(site));
  return button;
}

/** @param {(token: string) => void} entered */
export function wireSignIn(entered) {
  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const token = byId("token").value.trim();
    if (token) entered(token);
    byId("token").value = "";
  });
}

/** @param {boolean} refused @param {boolean} hasToken */
export function showSignIn(refused, hasToken) {
  show(byId("sign-in"), refused);
  setText(byId("sign-in-word"), hasToken ? "This wall needs another token" : "This wall needs a token");
}
