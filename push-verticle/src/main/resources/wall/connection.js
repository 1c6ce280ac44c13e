/** Whether the wall may be believed, in words that cannot be overlooked. */

import { byId, setData, setText, show } from "./dom.js";
import { elapsed } from "./clock.js";
import { age, day, line, timeOfDay } from "./text.js";

// A list that is read again within this time was never worth a warning.
const GRACE = 1_500;

/**
 * @typedef {object} Knowledge
 * @property {boolean} connected
 * @property {boolean} everConnected whether the page has ever been connected, or failed to be
 * @property {import("./feed.js").Feed} feed
 * @property {import("./sync.js").Sync} sync
 * @property {import("./outages.js").Outage | null} outage the one that lasts
 * @property {string | null} refusal why the server does not let this wall in; null: it does, or has not said
 * @property {boolean} hasToken
 *
 * @typedef {"connecting" | "live" | "stale" | "offline" | "refused"} State
 */

/** @param {State} state */
const word = (state) => (state === "refused" ? "NO ACCESS" : state.toUpperCase());

/** @param {Knowledge} knowledge @returns {State} */
export function stateOf({ connected, everConnected, sync, refusal }) {
  if (refusal !== null) return "refused";
  if (!connected) return everConnected ? "offline" : "connecting";
  if (!sync.fresh) return "stale";
  if (sync.behindSince === null) return "live";
  if (sync.failure || elapsed(sync.behindSince) > GRACE) return sync.everRight || sync.failure ? "stale" : "connecting";
  return sync.everRight ? "live" : "connecting";
}

/** @param {State} state @param {Knowledge} knowledge */
function explain(state, { feed, sync, outage, refusal, hasToken }) {
  const asOf = feed.lastFrame ? `what you see is from ${timeOfDay(feed.lastFrame.wall)}` : "nothing is known yet";
  const retry = Math.ceil(feed.retryIn / 1000);
  const next = retry > 0 ? `next try in ${retry}s` : "trying now";
  if (state === "offline") return [`OFFLINE for ${age(outage ? elapsed(outage.mark) : 0)}`, `${asOf} · ${next}`];
  if (state === "refused") {
    return hasToken ? ["TOKEN REFUSED", `${line(refusal)} · ${asOf} · ${next}`]
      : ["NO TOKEN", `this wall has no token, and the server wants one · ${asOf} · ${next}`];
  }
  if (!sync.fresh) return ["STALE", "the server has lost its own feed: problems may be missing here"];
  if (sync.failure) return ["STALE", `the list of problems could not be read (${sync.failure.message}) · trying again`];
  return ["STALE", "events were missed: reading the list of problems again"];
}

/** @param {State} state @param {Knowledge} knowledge */
export function showConnection(state, knowledge) {
  setData(byId("connection"), { state });
  setData(document.body, { state });
  setText(byId("connection-word"), word(state));
  const { lastFrame } = knowledge.feed;
  setText(byId("heard"), lastFrame ? `heard ${age(elapsed(lastFrame))} ago` : "nothing heard yet");
  const bad = state === "offline" || state === "stale" || state === "refused";
  show(byId("banner"), bad);
  if (!bad) return;
  const [what, text] = explain(state, knowledge);
  setText(byId("banner-word"), what);
  setText(byId("banner-text"), text);
}

/** @param {number} now epoch milliseconds */
export function showClock(now) {
  setText(byId("clock"), `${day(now)} ${timeOfDay(now).slice(0, 5)}`);
}

/** @param {State} state @param {import("./alerts.js").Alert[]} problems @param {boolean} trusted @param {string} name */
export function showTitle(state, problems, trusted, name) {
  const critical = problems.filter((alert) => alert.severity === "critical").length;
  const count = !trusted ? "" : critical ? `${critical} critical, ${problems.length} open · ` : `${problems.length} open · `;
  const title = `${state === "live" ? "" : "⚠ "}${count}${word(state)} · ${name}`;
  if (document.title !== title) document.title = title;
}
