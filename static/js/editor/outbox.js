// Sends what is written here: at once, one after the other, and again until it has arrived.
import * as Y from "yjs";
import { token } from "../token.js";

const PAUSE = 50; // milliseconds between two sendings, in which what is typed gathers
const PATIENCE = 20_000;
const BACKOFF = [500, 3000];
const HEAVY = 16_000; // bytes, from which on the document itself says the same in fewer
const FULL = 413, TOO_FAST = 429, BROKEN = 500;

export class Outbox {
  #waiting = [];
  #isBusy = false;
  #isStopped = false;
  #tries = 0;
  #sentAt = 0;
  #timer;
  #emptied = [];

  // difference: what the document has and the server has not; sent, stalled and refused: who is told.
  constructor({ url, schema, difference, sent, stalled, refused }) {
    Object.assign(this, { url: `${url}updates`, schema, difference, sent, stalled, refused });
  }

  get isEmpty() {
    return !this.#waiting.length;
  }

  // The last try failed, and nothing has arrived since.
  get isStalled() {
    return this.#tries > 0;
  }

  add(update) {
    if (this.#isStopped) return;
    this.#waiting.push(update);
    this.#plan(this.#sentAt + PAUSE - Date.now());
  }

  // The server has lost the thread: all that it lacks takes the place of what waited.
  replace(update) {
    this.#waiting = [];
    this.add(update);
  }

  // The line is back: whatever waits for a later try is tried now.
  wake() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#plan(0);
  }

  // Wait until everything has arrived, or nothing can any more.
  emptied() {
    if (this.isEmpty || this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#release();
  }

  #release() {
    for (const resolve of this.#emptied.splice(0)) resolve();
  }

  #plan(delay) {
    if (this.#isBusy || this.#isStopped || this.isEmpty || this.#timer) return;
    if (delay <= 0) return void this.#send();
    this.#timer = setTimeout(() => { this.#timer = undefined; this.#send(); }, delay);
  }

  async #send() {
    this.#isBusy = true;
    this.#sentAt = Date.now();
    const update = this.#gathered();
    const answer = await this.#post(update);
    this.#isBusy = false;
    if (this.#isStopped) return;
    if (answer?.ok) this.#arrived(update, answer);
    else if (!answer || answer.status >= BROKEN || answer.status === TOO_FAST) this.#again(answer);
    else this.#refuse(answer);
  }

  // What is on its way stays the first that waits until it is known to have arrived.
  #gathered() {
    let update = this.#waiting.length > 1 ? Y.mergeUpdates(this.#waiting) : this.#waiting[0];
    if (update.length > HEAVY) {
      const shorter = this.difference();
      if (shorter.length < update.length) update = shorter;
    }
    this.#waiting = [update];
    return update;
  }

  async #post(body) {
    try {
      return await fetch(this.url, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token, "X-Text-Schema": this.schema },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      return null;
    }
  }

  #arrived(update, answer) {
    const isBack = this.isStalled;
    this.#tries = 0;
    if (this.#waiting[0] === update) this.#waiting.shift();
    this.sent(update, Number(answer.headers.get("X-Text-Number")), isBack);
    if (this.isEmpty) this.#release();
    this.#plan(this.#sentAt + PAUSE - Date.now());
  }

  #again(answer) {
    const backoff = Math.min(BACKOFF[0] * 2 ** this.#tries++, BACKOFF[1]) * (0.7 + Math.random() * 0.6);
    const asked = 1000 * (answer?.headers.get("Retry-After") ?? 0);
    if (answer?.status !== TOO_FAST) this.stalled();
    this.#plan(Math.max(backoff, asked));
  }

  // What is too long waits until something is written, or taken away, again.
  #refuse(answer) {
    if (answer.status === FULL) this.#sentAt = Date.now() + BACKOFF[0];
    this.#tries++;
    this.refused(answer);
  }
}
