// Discussing some words of a text: marked where they stand, said of in a small form.
import { keymap } from "prosemirror-keymap";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { remarks } from "./remarks.js";

const KEY = new PluginKey("passages");
const AFTER = -1; // what is written after the last letter does not belong to a passage
const LONG_ENOUGH = 12; // letters by which words are told where they stand once, as on the server

export function plugins(context) {
  const { element } = context;
  const dialog = element.querySelector("[data-remark]");
  if (!dialog) return [];
  const list = () => element.closest("section").querySelector("[id^='passages-']");
  let form;
  const speak = (view) => view.editable && (lead(view, list()) || form.open(view, chosen(view.state)));
  const marks = new Plugin({
    key: KEY,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marked, _before, state) {
        const isNew = tr.getMeta(KEY) || ySyncPluginKey.getState(state)?.isChangeOrigin;
        return isNew ? mark(context, state, list()) : marked.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => KEY.getState(state) },
    view: (view) => {
      const end = new AbortController();
      const { signal } = end;
      form = remarks(dialog, { ...context, list, signal });
      const refresh = () => view.isDestroyed || view.dispatch(view.state.tr.setMeta(KEY, true));
      document.addEventListener("htmx:after:swap", refresh, { signal });
      element.querySelector("[data-command=comment]")?.addEventListener("click", () => speak(view), { signal });
      setTimeout(refresh); // once the text is there
      return { update: ({ state }) => point(state, list()), destroy: () => end.abort() };
    },
  });
  return [marks, keymap({ "Mod-Alt-m": (_state, _dispatch, view) => { speak(view); return true; } })];

  // What one has chosen, else the paragraph in which one is: its words, and where they begin and end.
  function chosen(state) {
    const { $from, from, to, empty } = state.selection;
    const [start, end] = trimmed(state.doc, empty ? $from.start() : from, empty ? $from.end() : to);
    if (start >= end) return undefined;
    const { mapping } = ySyncPluginKey.getState(state).binding;
    const place = (at) => Y.relativePositionToJSON(absolutePositionToRelativePosition(at, context.fragment, mapping));
    return {
      words: state.doc.textBetween(start, end, "\n"),
      isOne: state.doc.resolve(start).sameParent(state.doc.resolve(end)),
      start: place(start),
      end: { ...place(end - 1), assoc: AFTER },
    };
  }
}

// A selection may begin after the last letter of a paragraph, and end before the first one of another.
function trimmed(doc, from, to) {
  let start = to, end = from;
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isText) return;
    start = Math.min(start, Math.max(from, at));
    end = Math.max(end, Math.min(to, at + node.nodeSize));
  });
  return [start, end];
}

const open = (list) => [...(list?.querySelectorAll("article[data-passage]") ?? [])];

function mark(context, state, list) {
  const found = open(list).flatMap((article) => {
    const { passage, quote } = article.dataset;
    const place = standing(context, state, article.dataset) ?? again(state.doc, quote);
    return place ? [Decoration.inline(...place, { nodeName: "mark", "data-passage": passage }, { passage })] : [];
  });
  return DecorationSet.create(state.doc, found);
}

function standing({ doc, fragment }, state, { start, end }) {
  const { mapping } = ySyncPluginKey.getState(state).binding;
  try {
    const [from, to] = [start, end].map((place) => {
      const found = Y.createRelativePositionFromJSON(JSON.parse(place));
      return relativePositionToAbsolutePosition(doc, fragment, found, mapping);
    });
    return from !== null && to !== null && from < to && to <= state.doc.content.size ? [from, to] : undefined;
  } catch {
    return undefined; // a place beside what is not drawn yet
  }
}

// What was cut and pasted is told by its words, where they stand once.
function again(doc, words) {
  const whole = [], places = [];
  doc.descendants((node, at) => {
    if (!node.isTextblock) return;
    if (whole.length) { whole.push("\n"); places.push(at); }
    for (const [order, sign] of node.textContent.split("").entries()) { whole.push(sign); places.push(at + 1 + order); }
  });
  const text = whole.join("");
  const at = text.indexOf(words);
  if (words.length < LONG_ENOUGH || at < 0 || text.indexOf(words, at + 1) >= 0) return undefined;
  return [places[at], places[at + words.length - 1] + 1];
}

const here = (state) => KEY.getState(state).find(state.selection.from, state.selection.to).map(({ spec }) => spec.passage);

// The discussions of the words where one is stand out.
function point(state, list) {
  const passages = here(state);
  for (const article of open(list)) article.toggleAttribute("data-current", passages.includes(article.dataset.passage));
}

// From within words that are discussed, to their discussion; whether there was one.
function lead({ state }, list) {
  if (!state.selection.empty) return false;
  const [found] = here(state);
  const article = open(list).find(({ dataset }) => dataset.passage === found);
  article?.focus();
  return Boolean(article);
}
