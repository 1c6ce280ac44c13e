/** The list of open problems: as many as fit, the most urgent first, and the number of those that do not fit. */

import { byId, element, KeyedList, message, setData, setLink, setText, setTitle, show } from "./dom.js";
import { countBySeverity } from "./alerts.js";
import { SEVERITIES, word } from "./severity.js";
import { Cursor } from "./cursor.js";
import { age, line, plural, timeOfDay, whole } from "./text.js";

const ROWS = 500;
const ROWS_NARROW = 100;
const DENSITIES = ["roomy", "regular", "dense"];
const FRESH = 6_000;
// More new problems than this in one frame are a storm: lighting them all up would say nothing.
const HIGHLIGHTS = 12;
const SCROLLED_BACK = 45_000;

const narrow = matchMedia("(max-width: 60rem)");

function make() {
  const row = element("li", "problem",
    element("span", "severity", element("i", "shape"), element("span", "word")),
    element("div", "what",
      message(element("a", "", element("span"))),
      element("p", "detail", element("bdi", "opdata"), element("span", "held"), element("a", "runbook"), element("bdi", "warning"))),
    element("span", "place", element("bdi", "site"), element("bdi", "host")),
    element("span", "when", element("time", "age"), element("span", "ack")));
  row.setAttribute("role", "option");
  row.addEventListener("animationend", () => row.classList.remove("fresh"));
  return row;
}

function update(row, alert) {
  const part = (name) => row.querySelector(name);
  const { opdata, suppressed, warnings = [], sites, hosts = [] } = alert;
  const runbook = setLink(part(".runbook"), alert.runbook);
  row.id = `problem-${alert.id}`;
  setData(row, {
    id: alert.id, severity: alert.severity, status: alert.status, acknowledged: String(alert.acknowledged === true),
    suppressed: String(suppressed === true), detail: String(Boolean(opdata || suppressed || runbook || warnings.length)),
  });
  setText(part(".word"), word(alert.severity));
  setText(part(".message span"), line(alert.message));
  setTitle(part(".message"), whole(alert.message));
  setLink(part(".message a"), alert.url);
  setText(part(".opdata"), line(opdata));
  setText(part(".held"), suppressed ? "suppressed" : "");
  setText(part(".warning"), warnings.length ? `⚠ ${line(warnings[0])}` : "");
  setTitle(part(".warning"), warnings.map(whole).join("\n"));
  setText(part(".site"), line(sites.join(", ")));
  setText(part(".host"), line(hosts.join(", ")));
  setTitle(part(".place"), [...sites, ...hosts].map(whole).join("\n"));
  setText(part(".ack"), alert.acknowledged ? `✓ ${line(alert.acknowledgedBy) || "acknowledged"}` : "");
  setTitle(part(".ack"), acknowledgement(alert));
  setText(part(".runbook"), runbook ? "runbook" : "");
  part(".age").dateTime = Number.isFinite(alert.began) ? new Date(alert.began).toISOString() : "";
}

function acknowledgement({ acknowledged, acknowledgedBy, acknowledgedAt, acknowledgedNote }) {
  if (!acknowledged) return "";
  const by = acknowledgedBy ? ` by ${whole(acknowledgedBy)}` : "";
  const at = acknowledgedAt ? ` at ${timeOfDay(Date.parse(acknowledgedAt))}` : "";
  return `acknowledged${by}${at}${acknowledgedNote ? `: ${whole(acknowledgedNote)}` : ""}`;
}

export class Problems {
  #list = byId("problems");
  #frame = byId("problems-frame");
  #rows = new KeyedList(this.#list, (alert) => alert.id, make, update);
  #heights = new Map();
  #problems = [];
  #shown = [];
  #rowHeight = 0;
  #fitting = Infinity;
  #backTimer = 0;
  #cursor = new Cursor(this.#list);

  constructor() {
    new ResizeObserver(() => this.#resized()).observe(this.#frame);
    this.#list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
  }

  /**
   * @param {import("./alerts.js").Alert[]} problems sorted
   * @param {string[]} created ids of those that are new since the last call
   * @param {number} now the moment that the ages are of, in epoch milliseconds
   */
  show(problems, created, now) {
    this.#problems = problems;
    this.#shown = problems.slice(0, narrow.matches ? ROWS_NARROW : ROWS);
    this.#rows.show(this.#shown);
    this.#fit();
    this.#highlight(created);
    this.tick(now);
    this.#cursor.keep();
    this.#tellMore();
  }

  /** Writes the ages. @param {number} now epoch milliseconds */
  tick(now) {
    for (const alert of this.#shown) {
      const node = this.#rows.node(alert.id);
      if (node) setText(node.lastElementChild.firstElementChild, age(now - alert.began));
    }
  }

  #highlight(created) {
    if (created.length > HIGHLIGHTS) return;
    for (const id of created) {
      const row = this.#rows.node(id);
      row?.classList.add("fresh");
      setTimeout(() => row?.classList.remove("fresh"), FRESH);
    }
  }

  /** Chooses the largest rows with which all problems fit, and ends the list after a whole row. */
  #fit() {
    if (narrow.matches || !this.#shown.length) {
      this.#fitting = Infinity;
      this.#list.style.height = "";
      return;
    }
    const room = this.#frame.clientHeight;
    const now = DENSITIES.indexOf(this.#list.dataset.density);
    const fits = (density, index) =>
      // A spare row before rows grow again: the list must not change its size with every second alert.
      (this.#problems.length + (index < now ? 1 : 0)) * this.#heightOf(density) <= room;
    const density = DENSITIES.find(fits) ?? DENSITIES.at(-1);
    setData(this.#list, { density });
    this.#rowHeight = this.#heightOf(density);
    this.#fitting = Math.max(1, Math.floor((room + 1) / this.#rowHeight));
    const height = `${this.#fitting * this.#rowHeight}px`;
    if (this.#list.style.height !== height) this.#list.style.height = height;
  }

  #heightOf(density) {
    if (!this.#heights.has(density)) {
      const before = this.#list.dataset.density ?? "";
      this.#list.dataset.density = density;
      this.#heights.set(density, this.#list.firstElementChild.getBoundingClientRect().height);
      this.#list.dataset.density = before;
    }
    return this.#heights.get(density);
  }

  #resized() {
    this.#heights.clear();
    this.#fit();
    this.#tellMore();
  }

  #scrolled() {
    this.#tellMore();
    clearTimeout(this.#backTimer);
    if (this.#list.scrollTop > 0) {
      this.#backTimer = setTimeout(() => this.#home(), SCROLLED_BACK);
    }
  }

  #home() {
    this.#cursor.leave();
    this.#list.scrollTo({ top: 0, behavior: "smooth" });
  }

  /** "+488 more": how many are out of sight, and how bad they are. */
  #tellMore() {
    const first = this.#rowHeight ? Math.round(this.#list.scrollTop / this.#rowHeight) : 0;
    const last = first + (this.#fitting === Infinity ? this.#shown.length : this.#fitting);
    const below = this.#problems.slice(last);
    const more = byId("more");
    show(more, below.length > 0 || first > 0);
    if (more.hidden) return;
    const counts = countBySeverity(below);
    const parts = SEVERITIES.filter((severity) => counts[severity]).map((severity) => severityCount(severity, counts));
    const head = below.length ? `+${below.length.toLocaleString("en")} more` : "That is all";
    more.replaceChildren(element("b", "", head), ...parts);
    if (first > 0) more.append(element("span", "above", `${plural(first, "problem")} above`));
  }
}

function severityCount(severity, counts) {
  const part = element("span", "", element("i", "shape"), `${counts[severity].toLocaleString("en")} ${severity}`);
  part.dataset.severity = severity;
  return part;
}
