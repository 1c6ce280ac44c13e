/** Counts, sites and outages: the small panels of the wall. */

import { countBySeverity } from "./alerts.js";
import { byId, element, KeyedList, setData, setText, setTitle, show } from "./dom.js";
import { SEVERITIES } from "./severity.js";
import { duration, line, plural, timeOfDay, whole } from "./text.js";

const SITES = 12;
const OUTAGES = 3;
// From here on a count has five digits.
const LONG = 10_000;

/** @param {import("./alerts.js").Alert[]} problems @param {boolean} trusted whether the list has ever been read */
export function showCounts(problems, trusted) {
  const counts = countBySeverity(problems);
  for (const severity of SEVERITIES) {
    const node = byId(`count-${severity}`);
    const count = counts[severity] ?? 0;
    setText(node, trusted ? count.toLocaleString("en") : "–");
    setData(node.parentElement, { zero: String(count === 0) });
  }
  setData(byId("counts"), { long: String(Math.max(0, ...Object.values(counts)) >= LONG) });
  setText(byId("total"), trusted ? problems.length.toLocaleString("en") : "–");
  setText(byId("total-word"), problems.length === 1 ? "open problem" : "open problems");
  const acknowledged = problems.filter((alert) => alert.acknowledged).length;
  setText(byId("acknowledged-total"), acknowledged ? `✓ ${acknowledged.toLocaleString("en")} acknowledged` : "");
}

const UNKNOWN = ["Not known", "This wall cannot tell whether there are problems"];
const UNCLEAR = {
  connecting: ["Looking", "Reading the open problems"],
  refused: ["No access", "Open this wall with #token=… at the end of its address: ./nocturne token makes one (docs/wall.md)"],
};

/**
 * The big word in the place of an empty list, and what follows from it.
 * @param {boolean} empty
 * @param {string} state of the connection
 * @param {boolean} trusted whether the list has ever been read
 * @param {boolean} filtered whether this wall leaves something out
 */
export function showEmpty(empty, state, trusted, filtered) {
  show(byId("all-clear"), empty);
  const clear = trusted && state === "live";
  setData(byId("all-clear"), { clear: String(clear) });
  const [word, text] = clear ? ["All clear", `No open problems${filtered ? " in this view" : ""}`] : UNCLEAR[state] ?? UNKNOWN;
  setText(byId("all-clear-word"), word);
  setText(byId("all-clear-text"), text);
}

export class Sites {
  #rows;
  #selected = new Set();

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

  /** @param {{site: string, count: number, worst: string}[]} sites @param {string[]} selected */
  show(sites, selected) {
    this.#selected = new Set(selected);
    this.#rows.show(sites.slice(0, SITES));
    const broken = sites.filter((entry) => entry.count > 0).length;
    const more = sites.length > SITES ? ` · ${plural(sites.length - SITES, "more site")} not shown` : "";
    setText(byId("sites-title"), (broken ? `${plural(broken, "site")} with problems` : "All sites clear") + more);
  }

  #update(row, { site, count, worst }) {
    const button = row.firstElementChild;
    setData(row, { site, severity: worst || "clear" });
    button.setAttribute("aria-pressed", String(this.#selected.has(site)));
    setText(button.children[1], line(site));
    setText(button.children[2], count ? count.toLocaleString("en") : "clear");
    setTitle(button, whole(site));
  }
}

const opened = Date.now();
const outageRows = new KeyedList(byId("outages"), (outage) => outage.from, () =>
  element("li", "", element("time"), element("b")), () => {});

/** @param {import("./outages.js").Outage[]} outages newest first @param {(mark: object) => number} elapsed */
export function showOutages(outages, elapsed) {
  const shown = outages.slice(0, OUTAGES);
  outageRows.show(shown);
  for (const outage of shown) {
    const [time, length] = outageRows.node(outage.from).children;
    setText(time, timeOfDay(outage.from));
    setText(length, outage.duration === null ? `${duration(elapsed(outage.mark))} so far` : duration(outage.duration));
  }
  const since = `since ${timeOfDay(opened).slice(0, 5)}`;
  setText(byId("outages-title"), outages.length
    ? `${plural(outages.length, "connection outage")} ${since}` : `No connection outage ${since}`);
}
