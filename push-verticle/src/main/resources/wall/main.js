/** Puts the parts together: the feed fills the knowledge, a frame of the screen shows it. */

import { countBySite, openProblems } from "./alerts.js";
import { Api } from "./api.js";
import { elapsed, ServerClock } from "./clock.js";
import { showClock, showConnection, showTitle, stateOf } from "./connection.js";
import { Feed } from "./feed.js";
import { showFilters, showSignIn, wireFilters, wireSignIn } from "./filters.js";
import { Outages } from "./outages.js";
import { showCounts, showEmpty, showOutages, Sites } from "./panels.js";
import { Problems } from "./problems.js";
import { Stream } from "./stream.js";
import { Sync } from "./sync.js";
import { filterOf, readToken, readView, toggleSite, writeToken, writeView } from "./view.js";

const UNAUTHENTICATED = 4401;
const PAUSE = 80;
const LONGEST_PAUSE = 250;

let view = readView(location);
let token = readToken(location);
let connected = false;
let everConnected = false;
let needsToken = false;
let created = [];
let scheduled = false;
let lastPaint = 0;
let paintCost = 0;

const serverClock = new ServerClock();
const outages = new Outages();
const api = new Api(() => token);
const sync = new Sync(api, () => filterOf(view), (id) => {
  if (id) created.push(id);
  schedule();
});
const feed = new Feed({ url: feedUrl, token: () => token, frame: onFrame, opened: onOpened, closed: onClosed });
const problems = new Problems(serverClock);
const stream = new Stream();
const sites = new Sites((site) => changeView(toggleSite(view, site)));

function feedUrl() {
  const query = filterOf(view);
  for (const [name, value] of Object.entries(sync.resumeFrom(feed.lastFrame) ?? {})) query.set(name, value);
  return `${location.origin.replace(/^http/, "ws")}/ws/alerts?${query}`;
}

/** Without a token the socket stays silent, but REST says at once whether one is needed. */
function onOpened() {
  schedule();
  if (!token) api.probe().catch(onProbe);
}

function onFrame(frame) {
  if (frame.event === "heartbeat") serverClock.learn(frame.ts);
  if (frame.event === "subscribed") {
    connected = everConnected = true;
    needsToken = false;
    outages.end();
  }
  sync.take(frame);
}

async function onClosed({ code, opened, since }) {
  if (connected || !everConnected) outages.begin(since);
  connected = false;
  everConnected = true;
  sync.disconnected();
  if (code === UNAUTHENTICATED) needsToken = true;
  schedule();
  // A refused handshake does not tell its reason to a page; the same door in REST does.
  if (!opened) await api.probe().catch(onProbe);
}

function onProbe(failure) {
  needsToken ||= failure.forbidden;
  schedule();
}

function changeView(next) {
  view = next;
  writeView(view);
  showFilters(view);
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
  problems.show(open, created);
  created = [];
  stream.show(sync.alerts.recent);
  sites.show(countBySite(sync.alerts, open), view.sites);
  showCounts(open, sync.everRight);
  paintState(open);
  lastPaint = performance.now();
  paintCost = lastPaint - began;
}

function paintState(open) {
  const state = stateOf({ connected, everConnected, sync });
  showEmpty(open.length === 0, state, sync.everRight, filterOf(view).size > 0);
  showConnection(state, { connected, everConnected, feed, sync, outage: outages.current });
  showTitle(state, open, sync.everRight, view.title || "Nocturne");
  showOutages(outages.list, elapsed);
  showSignIn(needsToken || sync.failure?.forbidden === true);
  showClock(serverClock.now());
}

function tick() {
  feed.tick();
  sync.tick();
  problems.tick();
  paintState(openProblems(sync.alerts, view.severity));
}

wireFilters(() => view, changeView);
wireSignIn((entered) => {
  token = entered;
  needsToken = false;
  writeToken(token);
  startAfresh();
});
addEventListener("online", () => feed.hurry());
addEventListener("pageshow", (event) => event.persisted && feed.connect());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tick());
showFilters(view);
feed.connect();
setInterval(tick, 1_000);
tick();
