/** Walks a list of rows by keyboard: arrows, Page Up and Down, Home and End; Enter opens the row's link. */

export class Cursor {
  #list;
  /** The active row's key; the row itself may move or go. */
  #id = "";

  /** @param {HTMLElement} list its rows have an `id` each, and the row of a problem that is gone goes too */
  constructor(list) {
    this.#list = list;
    list.addEventListener("keydown", (event) => this.#onKey(event));
    list.addEventListener("focus", () => this.#row() ?? this.#moveTo(this.#list.firstElementChild));
    list.addEventListener("blur", () => this.leave());
  }

  /** Call it after the rows have changed: without its row there is no active one. */
  keep() {
    if (this.#id && !this.#row()) this.leave();
  }

  leave() {
    this.#row()?.classList.remove("active");
    this.#id = "";
    this.#list.removeAttribute("aria-activedescendant");
  }

  #row() {
    return this.#id ? document.getElementById(this.#id) : null;
  }

  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      this.#row()?.querySelector("a[href]")?.click();
      return;
    }
    const rows = [...this.#list.children];
    const now = rows.indexOf(this.#row());
    const page = Math.max(1, Math.floor(this.#list.clientHeight / (rows[0]?.offsetHeight || 1)) - 1);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + page, PageUp: now - page, Home: 0, End: rows.length - 1 };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.#moveTo(rows[Math.min(rows.length - 1, Math.max(0, to[event.key]))]);
  }

  #moveTo(row) {
    if (!row) return;
    this.#row()?.classList.remove("active");
    this.#id = row.id;
    row.classList.add("active");
    this.#list.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }
}
