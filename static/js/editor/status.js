// Says near the text, in words, how it is kept; what goes wrong stays in sight.
const SLOW = 500; // milliseconds from which on saving is worth a word
const AGAIN = ["old", "signedOut"]; // what a page loaded again settles
const ANEW = ["hand", "refused"]; // the same, once what cannot be sent is taken off the device

const now = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

export class Status {
  #element;
  #banner;
  #timer;
  #savedAt;

  // text: what one reads now; locked: who is told when nothing can be written here any more.
  constructor(element, { text, locked }) {
    Object.assign(this, { text, locked });
    this.#element = element;
    this.settled();
  }

  saving() {
    this.#timer ??= setTimeout(() => this.#show("saving"), SLOW);
  }

  saved() {
    this.#savedAt = now();
    this.settled();
  }

  settled() {
    this.stop();
    this.#show(this.#savedAt ? "saved" : "ready");
  }

  stalled(isKept) {
    this.stop();
    this.#show(isKept ? "kept" : "unkept");
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  warn(reason) {
    if (this.#banner?.dataset.reason === reason) return;
    this.calm();
    this.#banner = this.#element.querySelector("template[data-editor-trouble]").content.firstElementChild.cloneNode(true);
    this.#banner.dataset.reason = reason;
    this.#banner.querySelector("[data-sentence]").textContent = this.#element.dataset[reason];
    this.#banner.querySelectorAll("[data-reload], [data-copy]").forEach((one) => { one.hidden = true; });
    this.#element.querySelector(":scope > footer").before(this.#banner);
  }

  calm() {
    this.#banner?.remove();
    this.#banner = undefined;
  }

  // What was not sent can be copied; clear: takes it off the device.
  lock(reason, { isUnsent, clear }) {
    this.stop();
    this.warn(reason);
    this.#show("locked");
    const link = this.#banner.querySelector("[data-reload]");
    link.href = location.href;
    link.hidden = ![...AGAIN, ...ANEW].includes(reason);
    if (ANEW.includes(reason)) link.addEventListener("click", async (event) => {
      event.preventDefault();
      await clear();
      location.reload();
    });
    const copy = this.#banner.querySelector("[data-copy]");
    copy.hidden = !isUnsent;
    copy.querySelector("textarea").value = this.text();
    this.locked();
  }

  #show(state) {
    const place = this.#element.querySelector("[data-editor-state]");
    const words = this.#element.dataset[state].replace("{time}", this.#savedAt);
    place.dataset.state = state;
    if (place.textContent !== words) place.textContent = words;
  }
}

// Where nobody looks, nothing is said.
export const SILENCE = Object.fromEntries(
  ["saving", "saved", "settled", "stalled", "stop", "warn", "calm", "lock"].map((name) => [name, () => {}]),
);
