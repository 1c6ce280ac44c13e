/** The six severities: their order and the words for them. Shapes and colours are in wall.css. */

/** Highest first, as the wall shows them. */
export const SEVERITIES = ["critical", "high", "average", "warning", "info", "unclassified"];

const RANKS = new Map(SEVERITIES.map((name, index) => [name, SEVERITIES.length - 1 - index]));

/**
 * 5 for critical down to 0 for unclassified. A severity that this wall does not know ranks as unclassified: it is
 * shown, never dropped.
 * @param {string} severity
 */
export const rank = (severity) => RANKS.get(severity) ?? 0;

/** @param {string} severity the severity's name as this wall knows it */
export const known = (severity) => (RANKS.has(severity) ? severity : "unclassified");

/** @param {string} severity */
export const word = (severity) => known(severity)[0].toUpperCase() + known(severity).slice(1);
