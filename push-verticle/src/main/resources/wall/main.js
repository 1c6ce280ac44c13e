/** Puts the parts together: the feed fills the knowledge, a frame of the screen shows it. */

import { Access } from "./access.js";
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

const PAUSE = 80;
const LONGEST_PAUSE = 250;

let view = readView(location);
let token = readToken(location);
let connected = false;
let everConnected = false;
let created = [];
let scheduled = false;
let lastPaint = 0;
let paintCost = 0;

const serverClock = new ServerClock();
const outages = new Outages();
const api = new Api(() => token);
const access = new Access(api, schedule);
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

function onOpened() {
  schedule();
  if (!token) access.ask();
}

function onFrame(frame) {
  if (frame.event === "heartbeat") serverClock.learn(frame.ts);
  if (frame.event === "subscribed") {
    connected = everConnected = true;
    access.clear();
    outages.end();
  }
  sync.take(frame);
}

function onClosed(end) {
  if (connected || !everConnected) outages.begin(end.since);
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
  const refusal = access.refusal ?? (connected && sync.failure?.forbidden ? sync.failure.reason : null);
  const knowledge = {
    connected, everConnected, feed, sync, outage: outages.current, refusal, hasToken: token !== "",
  };
  const state = stateOf(knowledge);
  showEmpty(open.length === 0, state, sync.everRight, filterOf(view).size > 0);
  showConnection(state, knowledge);
  showTitle(state, open, sync.everRight, view.title || "Nocturne");
  showOutages(outages.list, elapsed);
  showSignIn(refusal !== null, knowledge.hasToken);
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
  writeToken(entered);
  useToken(entered);
});
addEventListener("hashchange", () => readToken(location) !== token && useToken(readToken(location)));
addEventListener("online", () => feed.hurry());
addEventListener("pageshow", (event) => event.persisted && feed.connect());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tick());
showFilters(view);
feed.connect();
setInterval(tick, 1_000);
tick();
