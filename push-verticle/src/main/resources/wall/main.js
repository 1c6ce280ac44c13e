/** Puts the parts together: the feed fills the knowledge, a frame of the screen shows it. */

import { Access } from "./access.js";
import { countBySite, openProblems } from "./alerts.js";
import { Api } from "./api.js";
import { clock } from "./clock.js";
import { showClock, showConnection, showPath, showTitle } from "./connection.js";
import { Feed } from "./feed.js";
import { showFilters, showSignIn, wireFilters, wireSignIn } from "./filters.js";
import { Outages } from "./outages.js";
import { showCounts, showEmpty, showOutages, Sites } from "./panels.js";
import { Problems } from "./problems.js";
import { Stream } from "./stream.js";
import { Sync } from "./sync.js";
import { judge } from "./truth.js";
import { filterOf, readToken, readView, toggleSite, writeToken, writeView } from "./view.js";

const PAUSE = 80;
const LONGEST_PAUSE = 250;
// Seconds between two heartbeats: a silent link is noticed after two and a half of them.
const BEAT = "3";

let view = readView(location);
let token = readToken(location);
let connected = false;
let everConnected = false;
let farewell = "";
let created = [];
let scheduled = false;
let lastPaint = 0;
let paintCost = 0;

const opened = clock.mark();
const outages = new Outages(() => `nocturne.outages ${location.search}`);
const api = new Api(() => token);
const access = new Access(api, () => filterOf(view), schedule);
const sync = new Sync(api, () => filterOf(view), (id) => {
  if (id) created.push(id);
  schedule();
});
const feed = new Feed({ url: feedUrl, token: () => token, frame: onFrame, opened: onOpened, closed: onClosed,
  moved: () => sync.moved() });
const problems = new Problems();
const stream = new Stream();
const sites = new Sites((site) => changeView(toggleSite(view, site)));

function feedUrl() {
  const query = filterOf(view);
  query.set("beat", BEAT);
  for (const [name, value] of Object.entries(sync.resumeFrom(feed.lastFrame) ?? {})) query.set(name, value);
  return `${location.origin.replace(/^http/, "ws")}/ws/alerts?${query}`;
}

function onOpened() {
  schedule();
  if (!token) access.ask();
}

function onFrame(frame) {
  if (frame.event === "heartbeat") clock.learn(frame.ts);
  if (frame.event === "subscribed") {
    connected = everConnected = true;
    access.clear();
    farewell = "";
  }
  sync.take(frame);
}

function onClosed(end) {
  if (connected) farewell = end.reason;
  connected = false;
  everConnected = true;
  sync.disconnected();
  access.closed(end);
  schedule();
}

function useToken(next) {
  token = next;
  access.clear();
  startAfresh();
}

function changeView(next) {
  view = next;
  access.clear();
  writeView(view);
  outages.save();
  startAfresh();
}

function startAfresh() {
  connected = false;
  everConnected = outages.current !== null;
  sync.forget();
  feed.connect();
  schedule();
}

/** One paint for all that has come in, at once after a quiet time; in a storm, painting leaves time for the rest. */
function schedule() {
  if (scheduled) return;
  scheduled = true;
  const wait = lastPaint + Math.min(LONGEST_PAUSE, Math.max(PAUSE, paintCost * 3)) - performance.now();
  if (wait <= 0) requestAnimationFrame(paint);
  else setTimeout(() => requestAnimationFrame(paint), wait);
}

function paint() {
  scheduled = false;
  const began = performance.now();
  const open = openProblems(sync.alerts, view.severity);
  const truth = paintTruth(open);
  problems.show(open, created, knownAt(truth));
  created = [];
  stream.show(sync.alerts.recent);
  sites.show(countBySite(sync.alerts, open, sync.scope.sites), view, truth.since === null && sync.everRight);
  showCounts(open, sync.everRight && !truth.blind, view.severity);
  lastPaint = performance.now();
  paintCost = lastPaint - began;
}

/** The moment that the picture is of: ages stop counting while nothing is known. */
const knownAt = ({ since }) => since ?? clock.now();

function paintTruth(open) {
  const refusal = access.refusal ?? (connected && sync.failure?.forbidden ? sync.failure.reason : null);
  const hasToken = token !== "";
  const truth = judge({
    connected, everConnected, opened, feed, sync, mistakes: view.mistakes, farewell, refusal,
    badAddress: access.badAddress, asking: access.asking, inOutage: outages.current !== null, hasToken,
  });
  if (truth.since !== null) outages.begin(truth.since);
  else if (truth.state !== "connecting") outages.end(clock.now());
  showEmpty(open.length === 0, truth, sync.everRight, filterOf(view).size > 0);
  showConnection(truth, feed.lastFrame);
  showPath(sync.hops, clock.skew);
  showTitle(truth, open, sync.everRight, view.title || "Nocturne");
  showFilters(view, sync.scope);
  showOutages(outages, clock.now());
  showSignIn(refusal !== null, hasToken);
  showClock(clock.now());
  return truth;
}

function tick() {
  feed.tick();
  sync.tick();
  problems.tick(knownAt(paintTruth(openProblems(sync.alerts, view.severity))));
}

wireFilters(() => view, changeView);
wireSignIn((entered) => {
  writeToken(entered);
  useToken(entered);
});
addEventListener("hashchange", () => {
  view = { ...view, mistakes: readView(location).mistakes };
  if (readToken(location) !== token) useToken(readToken(location));
});
addEventListener("online", () => feed.hurry());
addEventListener("pageshow", (event) => event.persisted && startAfresh());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tick());
feed.connect();
setInterval(tick, 1_000);
tick();
