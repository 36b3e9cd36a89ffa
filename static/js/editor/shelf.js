// What is written is kept on the device, for its reader alone, until it is known to be sent.
import { IndexeddbPersistence } from "y-indexeddb";

const PATIENCE = 3000; // milliseconds: a storage that does not open hinders nobody

export class Shelf {
  isOpen = false;
  #kept;

  // The name says for the whole page what lies there: see drafts.js, which clears it away.
  constructor({ reader, url, schema }) {
    this.name = `text:${reader}:${url}:${schema}`;
  }

  // Put into the document what was kept of it, and keep from now on what is added.
  async open(doc) {
    try {
      localStorage.setItem(this.name, JSON.stringify({ at: Date.now() }));
      this.#kept = new IndexeddbPersistence(this.name, doc);
      await Promise.race([this.#opened(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    } catch { /* a closed storage keeps nothing, and hinders nothing */ }
  }

  async #opened() {
    await this.#kept.whenSynced;
    this.isOpen = true;
    // Another page has signed out: everything goes.
    this.#kept.db.onversionchange = () => this.close();
  }

  close() {
    this.isOpen = false;
    return this.#kept?.destroy().catch(() => {});
  }

  async clear() {
    await this.close();
    indexedDB.deleteDatabase(this.name);
    localStorage.removeItem(this.name);
  }
}
