/** Whether the wall may be believed, in words that cannot be overlooked. */

import { byId, element, KeyedList, setData, setText, setTitle, show } from "./dom.js";
import { elapsed } from "./clock.js";
import { age, day, line, timeOfDay, whole } from "./text.js";

/** @typedef {import("./truth.js").Truth} Truth */

const WORDS = { refused: "NO ACCESS" };
const QUIET = ["live", "connecting"];

/** @param {Truth["state"]} state */
const word = (state) => WORDS[state] ?? state.toUpperCase();

/** @param {Truth} truth @param {import("./clock.js").Mark | null} lastFrame */
export function showConnection({ state, what, text }, lastFrame) {
  setData(byId("connection"), { state });
  setData(document.body, { state });
  setText(byId("connection-word"), word(state));
  setText(byId("heard"), lastFrame ? `heard ${age(elapsed(lastFrame))} ago` : "nothing heard yet");
  show(byId("banner"), !QUIET.includes(state));
  setText(byId("banner-word"), what);
  setText(byId("banner-text"), text);
}

/** @param {number} now epoch milliseconds */
export function showClock(now) {
  setText(byId("clock"), `${day(now)} ${timeOfDay(now).slice(0, 5)}`);
}

/** @param {Truth} truth @param {import("./alerts.js").Alert[]} problems @param {boolean} trusted @param {string} name */
export function showTitle({ state }, problems, trusted, name) {
  const critical = problems.filter((alert) => alert.severity === "critical").length;
  const count = !trusted ? "" : critical ? `${critical} critical, ${problems.length} open · ` : `${problems.length} open · `;
  const title = `${state === "live" ? "" : "⚠ "}${count}${word(state)} · ${name}`;
  if (document.title !== title) document.title = title;
}

const makeHop = () => element("li", "", element("i", "lamp"), element("b"), element("span"));
const hopRows = new KeyedList(byId("hops"), (hop) => hop.role, makeHop, (row, { role, state, detail, words = state }) => {
  setData(row, { role, state });
  setText(row.children[1], line(role));
  setText(row.children[2], line(words));
  setTitle(row, whole(detail));
});

/** The way of an alert to this screen, and a clock that is wrong. @param {import("./sync.js").Hop[]} hops @param {number} skew */
export function showPath(hops, skew) {
  const difference = age(Math.abs(skew));
  const clocks = { role: "clocks", state: "wrong", words: `differ by ${difference}`,
    detail: `This screen's clock is ${difference} ${skew > 0 ? "behind" : "ahead of"} the server's. Ages follow the server's.` };
  hopRows.show(skew ? [...hops, clocks] : hops);
}
