// What a text can point to, proposed after a / as one writes; what is chosen takes the place of what was typed.
import { Plugin, PluginKey } from "prosemirror-state";
import { ySyncPluginKey } from "y-prosemirror";
import { say } from "../said.js";
import { schema } from "./schema.js";

const WAIT = 80; // milliseconds of silence before asking
const EDGE = 8; // pixels between the list and what it stands beside
const ASKED = /(?:^|[\s([{«“"'’—–-])\/((?!\s)[^/\n]{0,60})$/u;
const SPACED = /^[\s.,;:!?)\]}»”…]/u; // what needs no space before it

const key = new PluginKey("proposals");
const { link } = schema.marks;

// Where a / begins a word, and what follows it up to where one writes.
function asked({ selection: { $cursor } }) {
  if (!$cursor || link.isInSet($cursor.marks())) return undefined;
  const before = $cursor.parent.textBetween(0, $cursor.parentOffset, null, "\ufffc");
  const words = ASKED.exec(before)?.[1];
  return words === undefined ? undefined : { from: $cursor.pos - words.length - 1, to: $cursor.pos, words };
}

// True where the list is wanted, false where one has sent it away, undefined elsewhere.
function wanted(tr, before, _old, state) {
  const told = tr.getMeta(key);
  if (told !== undefined) return told;
  if (!asked(state)) return undefined;
  const isMine = tr.docChanged && !tr.getMeta(ySyncPluginKey)?.isChangeOrigin;
  return before ?? (isMine || undefined);
}

export function proposals(place, url) {
  let menu;
  return new Plugin({
    key,
    state: { init: () => undefined, apply: wanted },
    view: (view) => { menu = new Menu(view, place, url); return menu; },
    props: {
      handleKeyDown: (_view, event) => menu.press(event),
      handleDOMEvents: { blur: () => { menu.leave(); return false; } },
    },
  });
}

// Ask what can be pointed to, as if a / had been typed; sent away at once, it leaves nothing behind.
export function propose(view) {
  const { $from, empty } = view.state.selection;
  const before = empty ? $from.parent.textBetween(0, $from.parentOffset, null, "\ufffc") : "";
  const sign = before && !/\s$/u.test(before) ? " /" : "/";
  const tr = empty ? view.state.tr.insertText(sign) : view.state.tr.insertText(sign, view.state.selection.to);
  view.focus();
  view.dispatch(tr.setMeta(key, true).scrollIntoView());
}

class Menu {
  #asking;
  #current;
  #none; // words with which nothing begins
  #timer;
  #words;

  constructor(view, place, url) {
    Object.assign(this, { view, place, url, list: place.querySelector("[role=listbox]") });
    this.end = new AbortController();
    const { signal } = this.end;
    this.list.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", ({ target }) => this.#choose(target.closest("[role=option]")), { signal });
    for (const moved of ["scroll", "resize"]) addEventListener(moved, () => this.#stand(), { capture: true, signal });
    view.dom.setAttribute("aria-autocomplete", "list");
    view.dom.setAttribute("aria-controls", this.list.id);
  }

  update(view) {
    const at = key.getState(view.state) ? asked(view.state) : undefined;
    if (!at || !view.editable) return this.#close();
    this.#stand();
    if (at.words === this.#words) return undefined;
    this.#words = at.words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(at.words), WAIT);
    return undefined;
  }

  press(event) {
    const does = { ArrowDown: () => this.#move(1), ArrowUp: () => this.#move(-1), Enter: () => this.#choose(this.#current), Escape: () => this.#dismiss() }[event.key];
    if (!this.#isOpen || !does || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    event.preventDefault();
    event.stopPropagation();
    does();
    return true;
  }

  leave() {
    if (key.getState(this.view.state)) this.view.dispatch(this.view.state.tr.setMeta(key, false));
  }

  destroy() {
    this.#close();
    this.end.abort();
  }

  get #isOpen() {
    return this.list.matches(":popover-open");
  }

  get #options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  async #ask(words) {
    this.#asking?.abort();
    // What nothing begins with is not asked for again, letter after letter.
    if (this.#none !== undefined && words.startsWith(this.#none)) return this.#show();
    this.#asking = new AbortController();
    const url = `${this.url}?q=${encodeURIComponent(words)}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request-Type": "partial" }, signal: this.#asking.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = answer.ok ? page.querySelector("[data-told]") : undefined;
      this.#none = found && !found.children.length ? words : undefined;
      this.#show(found);
    } catch (error) {
      if (error.name !== "AbortError") this.#show();
    }
    return undefined;
  }

  #show(found) {
    if (!key.getState(this.view.state)) return;
    this.list.replaceChildren(...(found?.children ?? []));
    this.#options.forEach((option, place) => { option.id = `${this.list.id}-${place}`; });
    if (this.#options.length) this.list.showPopover();
    else this.list.hidePopover();
    this.#point(this.#options[0]);
    this.#stand();
    if (found) say(found.dataset.told);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#words = this.#none = undefined;
    if (!this.#isOpen) return;
    this.list.hidePopover();
    this.#point();
  }

  #point(option) {
    this.#current?.setAttribute("aria-selected", "false");
    this.#current = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.view.dom.setAttribute("aria-activedescendant", option.id);
    else this.view.dom.removeAttribute("aria-activedescendant");
  }

  #move(step) {
    const all = this.#options;
    this.#point(all[(all.indexOf(this.#current) + step + all.length) % all.length]);
  }

  #choose(option) {
    const { state } = this.view;
    const at = asked(state);
    if (!option || !at) return;
    const { reference, name } = option.dataset;
    const marks = state.selection.$from.marks();
    const after = state.doc.textBetween(at.to, Math.min(at.to + 1, state.selection.$from.end()));
    const words = [schema.text(name, link.create({ href: reference }).addToSet(marks))];
    if (!SPACED.test(after)) words.push(schema.text(" ", marks));
    const tr = state.tr.replaceWith(at.from, at.to, words);
    this.view.dispatch(tr.removeStoredMark(link).scrollIntoView());
    this.view.focus();
    say(this.place.dataset.added.replace("%s", name));
  }

  #dismiss() {
    const at = asked(this.view.state);
    const { tr } = this.view.state;
    if (at && !at.words) tr.delete(at.from, at.to);
    this.view.dispatch(tr.setMeta(key, false));
  }

  // Below the / where there is room, else above it.
  #stand() {
    const at = this.#isOpen && asked(this.view.state);
    if (!at) return;
    const sign = this.view.coordsAtPos(at.from);
    const { width, height } = this.list.getBoundingClientRect();
    const { offsetTop = 0, height: seen = innerHeight } = window.visualViewport ?? {};
    const isBelow = sign.bottom + EDGE + height <= offsetTop + seen || sign.top - offsetTop < height + EDGE;
    this.list.style.top = `${isBelow ? sign.bottom + EDGE : sign.top - EDGE - height}px`;
    this.list.style.left = `${Math.max(EDGE, Math.min(sign.left, document.documentElement.clientWidth - width - EDGE))}px`;
  }
}
