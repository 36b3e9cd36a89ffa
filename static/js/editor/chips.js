// What a text points to, drawn as it is now: its sign, the words of the text, then its state.
import { isReference, schema } from "./schema.js";

const WAIT = 200; // milliseconds after which what is new is asked for, together
const LATER = 800; // after something has changed elsewhere
const WAKING = ["findings", "actors", "actions", "indicators", "readings"];
const EDGE = 8;

const plain = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

export class Chips {
  #asked = new Set();
  #drawn = new Set();
  #known = new Map(); // how each thing is now, as the server draws it; null when it is gone
  #timer;

  constructor(place, url) {
    Object.assign(this, { place, url });
    this.signs = place.querySelector("template").content;
    this.card = place.querySelector("[data-pointed]");
  }

  // How ProseMirror draws a link; an ordinary one is left to it.
  draw(mark) {
    const { href } = mark.attrs;
    if (!isReference(href)) return undefined;
    const [kind] = href.split(":");
    const dom = document.createElement("span");
    const contentDOM = document.createElement("span");
    dom.className = "chip";
    Object.assign(dom.dataset, { kind, reference: href });
    dom.append(this.#sign(kind), contentDOM);
    const chip = { dom, contentDOM, href };
    this.#drawn.add(chip);
    this.#tell(chip);
    return { dom, contentDOM, ignoreMutation: ({ type }) => type === "attributes", destroy: () => this.#drawn.delete(chip) };
  }

  // Ask how the things are to which a text has come to point.
  see(doc) {
    for (const href of references(doc)) if (!this.#known.has(href)) this.#asked.add(href);
    if (this.#asked.size) this.#plan(WAIT);
    this.#drawn.forEach((chip) => this.#tell(chip));
  }

  listen(signal) {
    document.getElementById("live")?.addEventListener("htmx:sse:before:message", ({ detail: { message } }) => {
      if (!WAKING.includes(message.event) || !this.#known.size) return;
      for (const href of this.#known.keys()) this.#asked.add(href);
      this.#plan(LATER);
    }, { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  // The page of a thing, when it is still there.
  address(href) {
    return this.#known.get(href)?.href;
  }

  // What a thing is now, and the way to its page, beside where a text points to it.
  open(dom) {
    const known = this.#known.get(dom.dataset.reference);
    if (!known) return;
    const link = known.cloneNode(true);
    link.target = "_blank";
    this.card.replaceChildren(link);
    this.card.showPopover();
    const { left, bottom } = dom.getBoundingClientRect();
    const { width } = this.card.getBoundingClientRect();
    this.card.style.top = `${bottom + EDGE}px`;
    this.card.style.left = `${Math.max(EDGE, Math.min(left, document.documentElement.clientWidth - width - EDGE))}px`;
  }

  // Whether there was something to close.
  close() {
    const wasOpen = this.card.matches(":popover-open");
    if (wasOpen) this.card.hidePopover();
    return wasOpen;
  }

  #sign(kind) {
    const sign = this.signs.querySelector(`[data-kind="${kind}"]`)?.cloneNode(true) ?? document.createElement("span");
    sign.removeAttribute("data-kind");
    sign.contentEditable = "false";
    return sign;
  }

  #plan(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), delay);
  }

  async #ask() {
    const asked = [...this.#asked];
    this.#asked.clear();
    const url = `${this.url}now/?of=${asked.join(",")}`;
    const answer = await fetch(url, { headers: { "HX-Request-Type": "partial" } }).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("references-now")) return;
    for (const href of asked) this.#known.set(href, page.querySelector(`[data-reference="${href}"]`));
    this.#drawn.forEach((chip) => this.#tell(chip));
  }

  #tell({ dom, contentDOM, href }) {
    const known = this.#known.get(href);
    if (known === undefined) return;
    const title = known?.querySelector("bdi").textContent ?? "";
    const state = known ? known.querySelector("small")?.textContent ?? "" : this.place.dataset.gone;
    const isOther = Boolean(title) && plain(title) !== plain(contentDOM.textContent);
    const told = [isOther ? `→ ${title}` : "", state].filter(Boolean).join(" · ");
    if (dom.dataset.now !== told) dom.dataset.now = told;
    if (dom.title !== title) dom.title = title;
  }
}

// What a text points to.
function references(doc) {
  const found = new Set();
  doc.descendants((node) => {
    const href = schema.marks.link.isInSet(node.marks)?.attrs.href;
    if (href && isReference(href)) found.add(href);
  });
  return found;
}
