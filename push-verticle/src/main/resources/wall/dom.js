/** The few things that the wall does to the page. Text only ever becomes text: nothing here reads markup. */

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {...Node} children
 */
export function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A paragraph whose lines run and end as its own text does, from right to left where that is Arabic. @param {Node} child */
export function message(child) {
  const made = element("p", "message", child);
  made.dir = "auto";
  return made;
}

/** Writes only what differs, so that an unchanged page is not laid out again. @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {HTMLElement} node @param {string} title */
export function setTitle(node, title) {
  if (node.title !== title) node.title = title;
}

/**
 * Makes a link of an anchor, in a window of its own; nothing but http and https is one.
 * @param {HTMLAnchorElement} node
 * @param {string | undefined} address
 * @returns {boolean} whether it is a link now
 */
export function setLink(node, address) {
  const url = address && URL.canParse(address) ? new URL(address) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    node.removeAttribute("href");
    return false;
  }
  if (node.href !== url.href) node.href = url.href;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return true;
}

/** @param {HTMLElement} node @param {Record<string, string>} data */
export function setData(node, data) {
  for (const [name, value] of Object.entries(data)) if (node.dataset[name] !== value) node.dataset[name] = value;
}

/** @param {HTMLElement} node @param {boolean} shown */
export function show(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

/**
 * A list whose items keep their element as long as they keep their key: only what changed is touched.
 * @template T
 */
export class KeyedList {
  #parent;
  #key;
  #make;
  #update;
  /** @type {Map<string | number, {node: HTMLElement, item: T | null}>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} parent
   * @param {(item: T) => string | number} key
   * @param {(item: T) => HTMLElement} make an element with the parts that do not change
   * @param {(node: HTMLElement, item: T) => void} update
   */
  constructor(parent, key, make, update) {
    this.#parent = parent;
    this.#key = key;
    this.#make = make;
    this.#update = update;
  }

  /** @param {string | number} key */
  node(key) {
    return this.#rows.get(key)?.node;
  }

  /** @param {T[]} items in the order of the page */
  show(items) {
    const keys = new Set(items.map(this.#key));
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      row.node.remove();
      this.#rows.delete(key);
    }
    let next = this.#parent.firstElementChild;
    for (const item of items) {
      const row = this.#row(item);
      if (row.node === next) next = next.nextElementSibling;
      else this.#parent.insertBefore(row.node, next);
    }
  }

  #row(item) {
    const key = this.#key(item);
    let row = this.#rows.get(key);
    if (!row) this.#rows.set(key, (row = { node: this.#make(item), item: null }));
    if (row.item !== item) this.#update(row.node, item);
    row.item = item;
    return row;
  }
}
