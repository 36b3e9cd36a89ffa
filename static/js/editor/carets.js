// Where others write: a caret with their name and institution, and what they have chosen.
import { relativePositionToAbsolutePosition, yCursorPlugin, ySyncPluginKey } from "y-prosemirror";
import { Plugin } from "prosemirror-state";
import * as Y from "yjs";
import { token } from "../token.js";

const PACE = 500; // milliseconds between two words of where one is
const BEAT = 20_000; // after which who stays says so again, before others forget them
const FRESH = 3000; // for which a name stays above its caret
const COLOURS = 6; // as in templates/components/people.html
const PAINT = "#000000"; // the package wants one; those of the sheet are shown

const page = () => document.getElementById("live")?.dataset.page;
let told = Promise.resolve(); // one word after the other, also from one text to the next

// Show the carets of others in a text, and tell them one's own.
export function plugins({ awareness, doc, element, fragment }) {
  const others = new Others(awareness, element.dataset.text);
  let mapping = new Map();
  const drawn = yCursorPlugin(awareness, {
    awarenessStateFilter: (_own, id, { cursor }) =>
      id !== awareness.clientID && [cursor?.anchor, cursor?.head].every((place) => isPlace(place, doc, fragment, mapping)),
    cursorBuilder: (user) => others.draw(user),
    selectionBuilder: ({ who }) => ({ class: "selection", "data-who": String(who) }),
  });
  const life = new Plugin({
    view: ({ state }) => {
      ({ mapping } = ySyncPluginKey.getState(state).binding);
      const end = new AbortController();
      others.listen(end.signal);
      tellMine(awareness, element.dataset.url, end.signal);
      return { destroy: () => end.abort() };
    },
  });
  return [life, drawn];
}

// What others say is looked at before it is followed: a place that is nowhere would stop the editor.
function isPlace(place, doc, fragment, mapping) {
  const isId = (id) => id === null || id === undefined || (Number.isSafeInteger(id.client) && Number.isSafeInteger(id.clock));
  const { type, item, tname } = place ?? {};
  if (!place || ![type, item].every(isId) || (tname && doc.share.get(tname) !== fragment)) return false;
  try {
    return Number.isInteger(relativePositionToAbsolutePosition(doc, fragment, Y.createRelativePositionFromJSON(place), mapping));
  } catch {
    return false;
  }
}

class Others {
  #ids = new Map(); // of a page, among the states of the text
  #drawn = new Map();
  #timers = new Map();

  constructor(awareness, name) {
    Object.assign(this, { awareness, name });
  }

  listen(signal) {
    document.getElementById("live")?.addEventListener("htmx:sse:before:message", ({ detail: { message } }) => {
      if (message.event === "caret") this.#hear(JSON.parse(message.data));
    }, { signal });
    signal.addEventListener("abort", () => this.#timers.forEach(clearTimeout));
  }

  draw({ id, who, label }) {
    const caret = document.createElement("span");
    caret.className = "caret";
    caret.setAttribute("aria-hidden", "true");
    Object.assign(caret.dataset, { who, label });
    this.#drawn.set(id, caret);
    this.#name(id);
    return caret;
  }

  #hear({ name, page: theirs, user, who, institution, caret }) {
    if (theirs === page()) return;
    if (!this.#ids.has(theirs)) this.#ids.set(theirs, -1 - this.#ids.size);
    const id = this.#ids.get(theirs);
    if (name !== this.name || !caret) return this.#put(id, null);
    const label = institution ? `${who}, ${institution}` : who;
    this.#put(id, { cursor: caret, user: { id, name: who, color: PAINT, who: user % COLOURS + 1, label } });
  }

  // Whoever is silent for long is forgotten by the awareness itself.
  #put(id, state) {
    const { states, meta } = this.awareness;
    const before = states.get(id);
    if (!before && !state) return;
    if (state) states.set(id, state);
    else states.delete(id);
    meta.set(id, { clock: (meta.get(id)?.clock ?? 0) + 1, lastUpdated: Date.now() });
    const hasMoved = !state || !before || !isSame(before.cursor, state.cursor);
    if (hasMoved) this.#name(id);
    if (!state) this.#drawn.delete(id);
    const kind = !state ? "removed" : before ? "updated" : "added";
    const change = { added: [], updated: [], removed: [], [kind]: [id] };
    if (hasMoved) this.awareness.emit("change", [change, "remote"]);
    this.awareness.emit("update", [change, "remote"]);
  }

  // The name shows while they write, and for a moment after.
  #name(id) {
    const caret = this.#drawn.get(id);
    clearTimeout(this.#timers.get(id));
    if (!caret) return;
    delete caret.dataset.quiet;
    requestAnimationFrame(() => caret.toggleAttribute("data-end", caret.offsetLeft > caret.offsetParent?.clientWidth / 2));
    this.#timers.set(id, setTimeout(() => { caret.dataset.quiet = ""; }, FRESH));
  }
}

const isSame = (one, other) => JSON.stringify([one?.anchor, one?.head]) === JSON.stringify([other?.anchor, other?.head]);

function post(url, caret, send) {
  const form = new FormData();
  for (const [key, value] of Object.entries({ page: page(), caret, csrf_token: token })) form.set(key, value);
  return send(`${url}caret`, form);
}

const ask = (url, body) => fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => {});

function tellMine(awareness, url, signal) {
  let timer, last = null, spokeAt = 0, beat = 0;
  const mine = () => awareness.getLocalState()?.cursor ?? null;

  function tell() {
    timer = undefined;
    const cursor = mine();
    if (!cursor && !last) return;
    spokeAt = Date.now();
    last = cursor;
    const caret = cursor ? JSON.stringify({ ...cursor, beat: (beat += 1) }) : "";
    told = told.then(() => post(url, caret, ask));
  }

  function moved(_change, origin) {
    if (origin !== "local" || !page() || isSame(last, mine())) return;
    if (mine()) timer ??= setTimeout(tell, Math.max(0, spokeAt + PACE - Date.now()));
    else leave();
  }

  function leave() {
    clearTimeout(timer);
    tell();
  }

  const beating = setInterval(() => { if (last && !document.hidden) tell(); }, BEAT);
  awareness.on("change", moved);
  addEventListener("pagehide", () => { if (last) post(url, "", (...what) => navigator.sendBeacon(...what)); }, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(beating);
    clearTimeout(timer);
    awareness.off("change", moved);
    awareness.setLocalStateField("cursor", null);
    tell();
  });
}
