/** How text and times from alerts are put into words. Pure functions: no DOM, no clock. */

// A browser lays out a name of 2,048 characters only to hide nearly all of it again; the whole is in the tooltip.
const SHOWN = 320;

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const CONTROLS = /[\u0000-\u001f\u007f]/g;
const CONTROLS_BUT_BREAKS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const C1 = /[\u0080-\u009f]/g;
// Embeddings, overrides and isolates turn round what follows them, a mark at the beginning the whole line (UAX 9, P2).
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const picture = (control) => (control === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + control.charCodeAt(0)));
const wellFormed = (text) => (text.toWellFormed ? text.toWellFormed() : text);

/**
 * One line that is safe to show: line ends are spaces, control characters are visible, nothing turns the text round.
 * @param {unknown} value
 */
export function line(value) {
  const text = wellFormed(String(value ?? ""))
    .replace(BREAKS, " ").replace(CONTROLS, picture).replace(C1, "\ufffd").replace(BIDI, "").trim();
  return text.length <= SHOWN ? text : `${[...text].slice(0, SHOWN).join("")}…`;
}

/**
 * The whole text for a tooltip, with its lines.
 * @param {unknown} value
 */
export const whole = (value) => wellFormed(String(value ?? "")).replace(/\r\n?/g, "\n")
  .replace(CONTROLS_BUT_BREAKS, picture).replace(C1, "\ufffd").replace(BIDI, "");

const two = (number) => String(number).padStart(2, "0");

/**
 * 42s, 4m 12s, 2h 05m, 3d 04h, 120d. A time in the future (a source's clock) is 0s.
 * @param {number} milliseconds
 */
export function age(milliseconds) {
  if (!Number.isFinite(milliseconds)) return "–";
  const s = Math.max(0, Math.floor(milliseconds / 1000));
  if (s < 60) return `${s}s`;
  if (s < 3600) return `${Math.floor(s / 60)}m ${two(s % 60)}s`;
  if (s < 86400) return `${Math.floor(s / 3600)}h ${two(Math.floor(s / 60) % 60)}m`;
  const days = Math.floor(s / 86400);
  return days < 100 ? `${days}d ${two(Math.floor(s / 3600) % 24)}h` : `${days}d`;
}

/**
 * Like {@link age}, with tenths for what is shorter than ten seconds.
 * @param {number} milliseconds
 */
export const duration = (milliseconds) =>
  milliseconds < 10_000 ? `${(Math.max(0, milliseconds) / 1000).toFixed(1)}s` : age(milliseconds);

/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

/** 14:03:22 in the screen's own time zone. @param {number} instant epoch milliseconds */
export const timeOfDay = (instant) => (Number.isFinite(instant) ? TIME.format(instant) : "–");

/** Sat 21 Nov. @param {number} instant epoch milliseconds */
export const day = (instant) => DAY.format(instant);
