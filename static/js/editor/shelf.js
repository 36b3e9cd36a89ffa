// What is written is kept on the device, for its reader alone, until it is known to be sent.
import { IndexeddbPersistence } from "y-indexeddb";

const MARK = "text"; // drafts.js clears away what bears it
const PATIENCE = 3000; // milliseconds: a storage that does not open hinders nobody

const nameOf = ({ reader, url, schema }) => [MARK, reader, url, schema].join(":");
const read = (name) => JSON.parse(localStorage.getItem(name));

export class Shelf {
  isOpen = false;
  #name;
  #kept;
  #isUnsent = false;

  constructor(place) {
    this.#name = nameOf(place);
  }

  // Put into the document what was kept of it, and keep from now on what is added.
  async open(doc) {
    try {
      this.#isUnsent = Boolean(read(this.#name)?.isUnsent);
      this.#note();
      this.#kept = new IndexeddbPersistence(this.#name, doc);
      await Promise.race([this.#opened(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    } catch { /* a closed storage keeps nothing, and hinders nothing */ }
  }

  async #opened() {
    await this.#kept.whenSynced;
    this.isOpen = true;
    // Somebody has signed out in another page: everything goes.
    this.#kept.db.onversionchange = () => this.close();
  }

  // Note whether something lies here that the server has not, for the pages that come after this one.
  mark(isUnsent) {
    if (isUnsent === this.#isUnsent || !this.isOpen) return;
    this.#isUnsent = isUnsent;
    this.#note();
  }

  #note() {
    localStorage.setItem(this.#name, JSON.stringify({ at: Date.now(), isUnsent: this.#isUnsent }));
  }

  close() {
    this.isOpen = false;
    return this.#kept?.destroy().catch(() => {});
  }

  async clear() {
    await this.close();
    indexedDB.deleteDatabase(this.#name);
    localStorage.removeItem(this.#name);
  }
}

// The texts of a reader of which something was not sent, each as { reader, url, schema }.
export function unsent(reader) {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(`${MARK}:${reader}:`) && read(key)?.isUnsent)
    .map((key) => key.split(":"))
    .map(([, , url, schema]) => ({ reader, url, schema }));
}
