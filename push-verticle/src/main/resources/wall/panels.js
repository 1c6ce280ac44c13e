/** Counts, sites and outages: the small panels of the wall. */

import { countBySeverity } from "./alerts.js";
import { byId, element, KeyedList, setData, setText, setTitle, show } from "./dom.js";
import { rank, SEVERITIES } from "./severity.js";
import { duration, line, plural, timeOfDay, whole } from "./text.js";

const SITES = 12;
const OUTAGES = 3;
// From here on a count has five digits.
const LONG = 10_000;

/**
 * @param {import("./alerts.js").Alert[]} problems
 * @param {boolean} trusted whether the list has ever been read
 * @param {string} least the lowest severity that this wall gets; empty for all
 */
export function showCounts(problems, trusted, least) {
  const counts = countBySeverity(problems);
  for (const severity of SEVERITIES) {
    const node = byId(`count-${severity}`);
    const count = counts[severity] ?? 0;
    const hidden = least !== "" && rank(severity) < rank(least);
    setText(node, hidden ? "hidden" : trusted ? count.toLocaleString("en") : "–");
    setData(node.parentElement, { zero: String(count === 0), hidden: String(hidden) });
  }
  setData(byId("counts"), { long: String(Math.max(0, ...Object.values(counts)) >= LONG) });
  setText(byId("total"), trusted ? problems.length.toLocaleString("en") : "–");
  const word = problems.length === 1 ? "open problem" : "open problems";
  setText(byId("total-word"), least ? `${word}, ${least} and above` : word);
  const acknowledged = problems.filter((alert) => alert.acknowledged).length;
  setText(byId("acknowledged-total"), acknowledged ? `✓ ${acknowledged.toLocaleString("en")} acknowledged` : "");
}

const UNKNOWN = ["Not known", "This wall cannot tell whether there are problems"];
const UNCLEAR = {
  connecting: ["Looking", "Reading the open problems"],
  partial: ["Not all is seen", "No open problem in what this wall sees; it does not see all that its address asks for"],
  blind: ["Nothing seen", "This wall sees nothing of what its address asks for"],
  refused: ["No access", "Open this wall with #token=… at the end of its address: ./nocturne token makes one (docs/wall.md)"],
};

/**
 * The big word in the place of an empty list, and what follows from it.
 * @param {boolean} empty
 * @param {import("./truth.js").Truth} truth
 * @param {boolean} trusted whether the list has ever been read
 * @param {boolean} filtered whether this wall leaves something out
 */
export function showEmpty(empty, { state, blind }, trusted, filtered) {
  show(byId("all-clear"), empty);
  const clear = trusted && state === "live";
  setData(byId("all-clear"), { clear: String(clear) });
  const [word, text] = clear ? ["All clear", `No open problems${filtered ? " in this view" : ""}`] : UNCLEAR[blind ? "blind" : state] ?? UNKNOWN;
  setText(byId("all-clear-word"), word);
  setText(byId("all-clear-text"), text);
}

export class Sites {
  #rows;
  #selected = new Set();
  #none = "";
  #sure = false;

  /** @param {(site: string) => void} toggle called when a site is clicked */
  constructor(toggle) {
    const make = (entry) => {
      const button = element("button", "site", element("i", "shape"), element("bdi"), element("b"));
      button.type = "button";
      button.addEventListener("click", () => toggle(entry.site));
      return element("li", "", button);
    };
    this.#rows = new KeyedList(byId("sites"), (entry) => entry.site, make, (row, entry) => this.#update(row, entry));
  }

  /**
   * @param {{site: string, count: number, worst: string}[]} sites
   * @param {import("./view.js").View} view
   * @param {boolean} sure whether a site without problems is known to be clear
   */
  show(sites, view, sure) {
    this.#selected = new Set(view.sites);
    this.#sure = sure;
    this.#none = !sure ? "–" : view.severity ? `no ${view.severity}+` : "clear";
    this.#rows.show(sites.slice(0, SITES));
    const broken = sites.filter((entry) => entry.count > 0).length;
    const more = sites.length > SITES ? ` · ${plural(sites.length - SITES, "more site")} not shown` : "";
    setText(byId("sites-title"), (broken ? `${plural(broken, "site")} with problems` : "No site with problems") + more);
  }

  #update(row, { site, count, worst }) {
    const button = row.firstElementChild;
    setData(row, { site, severity: worst || (this.#sure ? "clear" : "unclassified") });
    button.setAttribute("aria-pressed", String(this.#selected.has(site)));
    setText(button.children[1], line(site));
    setText(button.children[2], count ? count.toLocaleString("en") : this.#none);
    setTitle(button, whole(site));
  }
}

const outageRows = new KeyedList(byId("outages"), (outage) => outage.from, () =>
  element("li", "", element("time"), element("b")), () => {});

/** @param {import("./outages.js").Outages} outages @param {number} now epoch milliseconds */
export function showOutages(outages, now) {
  const recent = outages.recent(now);
  const shown = recent.slice(0, OUTAGES);
  outageRows.show(shown);
  for (const { from, to } of shown) {
    const [time, length] = outageRows.node(from).children;
    setText(time, timeOfDay(from));
    setText(length, to === null ? `${duration(now - from)} so far` : duration(to - from));
  }
  setText(byId("outages-title"), recent.length
    ? `${plural(recent.length, "outage")} of this wall in 24 hours` : "No outage of this wall in 24 hours");
}
