/** Whether the wall may be believed, and if not, since when and why. No page, so that it can be tested without one. */

import { clock, elapsed } from "./clock.js";
import { age, line, timeOfDay } from "./text.js";

// A list that is read again within this time was never worth a warning.
const GRACE = 1_500;
const NAMED = 5;

/**
 * @typedef {object} Knowledge
 * @property {boolean} connected
 * @property {boolean} everConnected whether the page has ever been connected, or failed to be
 * @property {import("./clock.js").Mark} opened when this page began to look
 * @property {import("./feed.js").Feed} feed
 * @property {import("./sync.js").Sync} sync
 * @property {string[]} mistakes what the address asks for and cannot mean
 * @property {string} farewell the server's reason for closing the last connection
 * @property {string | null} refusal why the server does not let this wall in; null: it does, or has not said
 * @property {string | null} badAddress why the server cannot do what the address asks for
 * @property {boolean} asking whether REST is being asked why the connection did not open
 * @property {boolean} inOutage whether an outage lasts
 * @property {boolean} hasToken
 *
 * @typedef {object} Truth
 * @property {"connecting" | "live" | "partial" | "stale" | "offline" | "refused"} state
 * @property {number | null} since the last moment at which the wall was right, as the server's time; null: it is, or never was
 * @property {boolean} blind whether the wall sees nothing of what its address asks for
 * @property {string} what in one or two words
 * @property {string} text why, and what happens next
 */

const BROKEN = {
  ingest: { gone: "NO INGEST", failing: "INGEST FAILS", effect: "new problems cannot arrive" },
  store: { gone: "NO STORE", failing: "STORE FAILS", effect: "new problems cannot be stored" },
};

/** @param {Knowledge} knowledge @returns {Truth} */
export function judge(knowledge) {
  const { connected, everConnected, sync, refusal, badAddress } = knowledge;
  if (badAddress !== null) return truth("refused", null, "BAD ADDRESS", line(badAddress), true);
  if (refusal !== null) return refused(knowledge);
  if (!connected) return everConnected && !isFirstAnswerDue(knowledge) ? offline(knowledge) : truth("connecting");
  const hop = brokenHop(sync.hops);
  if (hop?.state === "stale") return hop; // it is the reason of what else is wrong
  if (sync.staleSince) return stale(sync.staleSince.time, "STALE", "the server has lost its own feed: problems may be missing here");
  if (sync.failure) {
    return stale(sync.behindSince.time, "STALE", `the list of problems could not be read (${sync.failure.message}) · trying again`);
  }
  if (!sync.everRight) return truth("connecting");
  if (sync.behindSince && elapsed(sync.behindSince) > GRACE) {
    return stale(sync.behindSince.time, "STALE", "the list of problems is being read again");
  }
  return hop ?? partial(knowledge) ?? truth("live");
}

/** Why the first connection did not open is asked over REST: until it answers there is no outage to tell of. */
const isFirstAnswerDue = ({ asking, inOutage, sync }) => asking && !inOutage && sync.rightAt === null;

const truth = (state, since = null, what = "", text = "", blind = false) => ({ state, since, what, text, blind });

const stale = (since, what, text) => truth("stale", since, what, text);

/** The picture is of the last moment at which the list was right. */
const pictured = ({ sync, opened }) => (sync.rightAt ?? opened).time;

function asOf({ feed, sync }) {
  const retry = Math.ceil(feed.retryIn / 1000);
  const next = retry > 0 ? `next try in ${retry}s` : "trying now";
  return `${sync.rightAt ? `what you see is from ${timeOfDay(sync.rightAt.time)}` : "nothing is known yet"} · ${next}`;
}

function offline(knowledge) {
  const { farewell } = knowledge;
  const since = pictured(knowledge);
  return truth("offline", since, `OFFLINE for ${age(clock.now() - since)}`,
    `${farewell ? `the server closed: ${line(farewell)} · ` : ""}${asOf(knowledge)}`);
}

function refused(knowledge) {
  const [what, why] = knowledge.hasToken ? ["TOKEN REFUSED", line(knowledge.refusal)]
    : ["NO TOKEN", "this wall has no token, and the server wants one"];
  return truth("refused", pictured(knowledge), what, `${why} · ${asOf(knowledge)}`);
}

/** The store comes first: without it ingest fails too. */
function brokenHop(hops) {
  const broken = hops.filter(({ state }) => state === "gone" || state === "failing");
  const hop = broken.find(({ role }) => role === "store") ?? broken[0];
  if (!hop) return hops.length && hops.every(({ state }) => state === "up") ? null : truth("connecting");
  const { effect = "problems cannot arrive", [hop.state]: what = hop.state } = BROKEN[hop.role] ?? {};
  const since = Date.parse(hop.since);
  const why = hop.state === "gone" ? `no ${hop.role} node is heard of` : `no ${hop.role} node works`;
  return stale(Number.isFinite(since) ? since : clock.now(), what.toUpperCase(),
    `${why}${since ? ` since ${timeOfDay(since)}` : ""}${hop.detail ? `: ${line(hop.detail)}` : ""} · ${effect}`);
}

/** The wall is current, and does not see all that its address asks for. */
function partial({ sync: { scope }, mistakes, hasToken }) {
  const reasons = [...mistakes];
  if (scope.denied.length) reasons.push(`the token of this wall does not allow ${names(scope.denied)}`);
  if (scope.unknown.length) reasons.push(`no alert has ever named ${names(scope.unknown)}`);
  const blind = scope.sites.every((site) => scope.unknown.includes(site));
  if (blind && !reasons.length) reasons.push(hasToken ? "the token of this wall allows no site" : "this wall is not allowed any site");
  return reasons.length ? truth("partial", null, blind ? "NOTHING SEEN" : "NOT ALL", reasons.join(" · "), blind) : null;
}

const names = (sites) => sites.slice(0, NAMED).map(line).join(", ")
  + (sites.length > NAMED ? ` and ${sites.length - NAMED} more` : "");
