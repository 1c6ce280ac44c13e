/** The newest events, as they come. */

import { byId, element, KeyedList, message, setData, setText, setTitle } from "./dom.js";
import { known } from "./severity.js";
import { line, timeOfDay, whole } from "./text.js";

const VERBS = {
  "alert.created": "New",
  "alert.updated": "Updated",
  "alert.acknowledged": "Acknowledged",
  "alert.resolved": "Resolved",
};

const verb = ({ event, acknowledged }) =>
  event === "alert.acknowledged" && acknowledged === false ? "Unacknowledged" : VERBS[event] ?? "Event";

function make(event) {
  const row = element("li", "event",
    element("time"),
    element("i", "shape"),
    element("span", "verb"),
    element("bdi", "site"),
    message(element("span")));
  const severity = known(event.severity);
  setData(row, { seq: String(event.seq), id: event.id, severity, status: event.status, event: event.event });
  setText(row.querySelector("time"), timeOfDay(Date.parse(event.ts)));
  setText(row.querySelector(".verb"), verb(event));
  setText(row.querySelector(".site"), line((event.sites ?? []).join(", ")));
  setText(row.querySelector(".message span"), line(event.message));
  setTitle(row, [event.message, ...(event.hosts ?? []), event.by && `by ${event.by}`, event.note].filter(Boolean).map(whole).join("\n"));
  return row;
}

export class Stream {
  #rows = new KeyedList(byId("events"), (event) => event.seq, make, () => {});

  /** @param {import("./alerts.js").AlertEvent[]} events newest first */
  show(events) {
    this.#rows.show(events);
  }
}
