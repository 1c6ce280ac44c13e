/** The view's controls: chips for the chosen sites, a list for the lowest severity, and the form for a token. */

import { byId, element, setText, setTitle, show } from "./dom.js";
import { line, whole } from "./text.js";
import { toggleSite } from "./view.js";

/**
 * @param {() => import("./view.js").View} current
 * @param {(view: import("./view.js").View) => void} changed
 */
export function wireFilters(current, changed) {
  const severity = byId("filter-severity");
  severity.addEventListener("change", () => changed({ ...current(), severity: severity.value }));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filter-sites").addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (chip) changed(toggleSite(current(), chip.value));
  });
}

/** @param {import("./view.js").View} view */
export function showFilters(view) {
  setText(byId("wall-title"), line(view.title) || "Nocturne");
  byId("filter-severity").value = view.severity;
  byId("filter-sites").replaceChildren(...(view.sites.length ? view.sites.map(chip) : [element("span", "all", "All sites")]));
}

function chip(site) {
  const button = element("button", "chip", element("bdi", "", line(site)), element("span", "cross", "×"));
  button.type = "button";
  button.value = site;
  button.setAttribute("aria-label", `Remove ${line(site)} from this wall`);
  setTitle(button, whole(site));
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
