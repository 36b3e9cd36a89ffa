// Keeps a document in step with the server: what is written here goes there, what others write comes.
import * as Y from "yjs";
import { Outbox } from "./outbox.js";
import { Shelf } from "./shelf.js";

const LOOK = [3000, 5000]; // milliseconds between two questions, where no stream comes
const SOON = [800, 1600]; // the same, where the last one had no answer
const LATE = 2000; // after which what was announced, and did not come, is asked for
const AGAIN = [500, 8000];
const PATIENCE = 20_000;
const LOCKS = { 0: "signedOut", 401: "signedOut", 403: "forbidden", 404: "missing" };
const FULL = 413;

const between = ([least, most]) => least + Math.random() * (most - least);
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const wait = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
const isStreamUp = () => document.querySelector("[data-live]")?.dataset.state === "up";

export class Connection {
  isLocked = false;
  #number = 0;
  #clocks = new Map(); // up to where the server has what each hand wrote
  #removed; // what was removed from the text, when it was last fetched whole
  #early = new Map(); // what came before its turn
  #over = new AbortController();
  #asking = false;
  #owes = false;
  #gaps = 0;
  #timers = {};

  // place: { reader, url, schema } of a text; isWanted: whether anybody still waits for it to open.
  constructor({ doc, place, status, isWanted }) {
    const { url, schema } = place;
    Object.assign(this, { doc, url, schema, status, isWanted, name: url.split("/").at(-2) });
    this.shelf = new Shelf(place);
    this.outbox = new Outbox({
      url,
      schema,
      difference: () => this.#difference(),
      sent: (...what) => this.#sent(...what),
      stalled: () => this.#stalled(),
      refused: (answer) => this.#refused(answer),
    });
  }

  get isOver() {
    return this.isLocked || this.#over.signal.aborted;
  }

  // Bring together what lies on the device and what the server has; false where one may not write.
  async open() {
    await Promise.all([this.shelf.open(this.doc), this.#begin()]);
    if (this.isOver) return false;
    const isAhead = this.#isAhead();
    this.shelf.mark(isAhead);
    if (isAhead) this.outbox.add(this.#difference());
    this.doc.on("update", this.#written);
    this.#listen();
    return true;
  }

  // Wait until all is sent, for as long as one likes to wait.
  flush(patience) {
    return Promise.race([this.outbox.emptied(), wait(patience)]);
  }

  // Nothing is received any more; what is not sent yet still goes.
  async destroy() {
    this.#end();
    await this.outbox.emptied();
    this.outbox.stop();
    await this.shelf.close();
    this.doc.destroy();
  }

  #end() {
    this.#over.abort();
    this.doc.off("update", this.#written);
    this.status.stop();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
  }

  #listen() {
    const { signal } = this.#over;
    document.getElementById("live")?.addEventListener("htmx:sse:before:message", this.#hear, { signal });
    addEventListener("online", () => this.#back(), { signal });
    addEventListener("offline", () => this.#stalled(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.#back(), { signal });
    this.#look();
    if (!navigator.onLine) this.#stalled();
  }

  async #begin() {
    for (let pause = AGAIN[0]; this.isWanted(); pause = Math.min(2 * pause, AGAIN[1])) {
      if ((await this.#fetch(0)) || this.isOver) return;
      await wait(between([pause, 2 * pause]));
    }
    this.#over.abort();
  }

  #written = (update, origin) => {
    if (origin === this) return;
    this.shelf.mark(true);
    this.outbox.add(update);
    if (navigator.onLine && !this.outbox.isStalled) this.status.saving();
    else this.#stalled();
  };

  #hear = ({ detail: { message } }) => {
    if (message.event === "hello") this.#back();
    else if (message.event === "bye") this.ask();
    else if (message.event === "text") this.#arrive(JSON.parse(message.data));
  };

  #back() {
    if (this.outbox.isEmpty && navigator.onLine) this.status.settled();
    this.outbox.wake();
    this.ask();
  }

  // Where no stream comes, the text is asked for; what is owed is asked for anyway.
  #look() {
    this.#after("look", between(this.#owes ? SOON : LOOK), () => {
      if (!document.hidden && navigator.onLine && (this.#owes || !isStreamUp())) this.ask();
      this.#look();
    });
  }

  #after(name, delay, act) {
    clearTimeout(this.#timers[name]);
    if (!this.isOver) this.#timers[name] = setTimeout(act, delay);
  }

  #arrive({ name, number, update }) {
    if (name !== this.name || this.isOver) return;
    this.#early.set(number, bytes(update));
    // While the text is being asked for, its schema may be about to change: nothing is taken.
    if (!this.#asking) this.#drain();
  }

  #drain() {
    this.doc.transact(() => {
      for (let next; (next = this.#early.get(this.#number + 1)); ) this.#take(next, this.#number + 1);
    }, this);
    for (const number of this.#early.keys()) if (number <= this.#number) this.#early.delete(number);
    if (this.#early.size) this.ask();
  }

  #take(update, number) {
    this.#learn(update);
    Y.applyUpdate(this.doc, update, this);
    this.#number = number;
  }

  #learn(update) {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) {
      this.#clocks.set(client, Math.max(clock, this.#clocks.get(client) ?? 0));
    }
  }

  // Fetch what others wrote since, one question at a time.
  async ask() {
    if (this.#asking || this.isOver) return;
    this.#asking = true;
    this.#owes = !(await this.#fetch(this.#number));
    this.#asking = false;
    if (this.#owes || this.isOver) return;
    if (this.outbox.isStalled) this.outbox.wake();
    this.#drain();
  }

  async #fetch(after) {
    try {
      const answer = await fetch(`${this.url}state?after=${after}`, {
        headers: { "X-Text-Schema": this.schema },
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status in LOCKS) this.#lock(LOCKS[answer.status]);
      if (!answer.ok) return false;
      return await this.#told(answer.headers, new Uint8Array(await answer.arrayBuffer()), after);
    } catch {
      return false;
    }
  }

  #told(headers, state, after) {
    if (this.#over.signal.aborted) return false;
    if (headers.get("X-Text-Schema") !== this.schema) {
      this.#lock("old");
      return false;
    }
    const number = Number(headers.get("X-Text-Number"));
    // A backup came back: the server has forgotten what is still known here.
    if (number < after) return this.#mend();
    if (!after) {
      this.#clocks.clear();
      this.#removed = state.length ? Y.decodeUpdate(state).ds : Y.createDeleteSet();
    }
    if (state.length) this.#take(state, number);
    this.#number = number;
    return true;
  }

  // The server lacks something: see all that it has, and send all that it has not.
  async #mend() {
    if (!(await this.#fetch(0))) return false;
    if (this.#isAhead()) this.outbox.replace(this.#difference());
    return true;
  }

  #isAhead() {
    const known = [...Y.decodeStateVector(Y.encodeStateVector(this.doc))];
    if (known.some(([client, clock]) => clock > (this.#clocks.get(client) ?? 0))) return true;
    return !Y.equalDeleteSets(Y.createDeleteSetFromStructStore(this.doc.store), this.#removed);
  }

  #difference() {
    return Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.#clocks));
  }

  #sent(update, number, isBack) {
    this.#gaps = 0;
    this.#learn(update);
    if (this.outbox.isEmpty) this.shelf.mark(false);
    if (this.#over.signal.aborted) return;
    this.status.calm();
    if (this.outbox.isEmpty) this.status.saved();
    if (isBack) this.ask();
    else if (number > this.#number) this.#after("late", LATE, () => number > this.#number && this.ask());
  }

  #stalled() {
    this.status.stalled(this.shelf.isOpen);
  }

  async #refused(answer) {
    if (answer.status === FULL) return this.status.warn("full");
    const reason = answer.headers.get("X-Text-Reason");
    if (reason === "gap") return this.#after("gap", this.#gaps++ ? between(LOOK) : 0, () => this.#mend());
    if (reason === "schema") return this.#lock("old");
    if (reason === "hand") return this.#lock("hand");
    if (answer.status in LOCKS) return this.#lock(LOCKS[answer.status]);
    // A page of apology says that the sign-in is another one by now; silence, that the text is no text.
    this.#lock((await answer.text()) ? "signedOut" : "refused");
  }

  // Nothing goes and nothing comes any more; what was not sent can be copied, and stays on the device.
  #lock(reason) {
    if (this.isOver) return;
    this.isLocked = true;
    this.status.lock(reason, { isUnsent: !this.outbox.isEmpty, clear: () => this.shelf.clear() });
    this.outbox.stop();
    this.#end();
  }
}
