// Real pages who write one document at once: what Yjs makes of it, a line of JSON for each schedule.
import * as Y from "yjs";
import { Fragment } from "prosemirror-model";
import { prosemirrorJSONToYXmlFragment, updateYFragment, yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import { schema } from "../../static/js/editor/schema.js";

const WORDS = ["soir ", "été", "l’", "😀", "e\u0301", "👩🏽‍🌾 ", "x", "ici. "];
const [first, last] = process.argv.slice(2).map(Number);
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

// mulberry32: the same schedule for the same seed.
const draws = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

const mark = (type, attrs) => ({ type, ...(attrs && { attrs }) });
const MARKS = [[], [mark("strong")], [mark("em"), mark("strong")], [mark("link", { href: "https://exemple.fr" })]];

const words = (below) =>
  Array.from({ length: below(4) }, () => ({ type: "text", text: WORDS[below(WORDS.length)], marks: MARKS[below(MARKS.length)] }));

const VALUES = { level: [null, 1, 2, 3], list: [null, "bullets", "numbers"], depth: [null, 1, 2, 3, 4], quoted: [null, true] };

const said = (below) => Object.fromEntries(Object.entries(VALUES).map(([name, values]) => [name, values[below(values.length)]]));

const block = (below) => ({ type: "paragraph", attrs: said(below), content: words(below) });

// One makes something else of a line: its words stay as they are.
function become(doc, below) {
  const fragment = doc.getXmlFragment("prosemirror");
  const shown = yXmlFragmentToProseMirrorRootNode(fragment, schema);
  if (!fragment.length) return;
  const lines = Array.from(shown.content.content);
  const at = below(lines.length);
  const [name, values] = Object.entries(VALUES)[below(4)];
  lines[at] = lines[at].type.create({ ...lines[at].attrs, [name]: values[below(values.length)] }, lines[at].content);
  updateYFragment(doc, fragment, shown.copy(Fragment.from(lines)), { mapping: new Map(), isOMark: new Map() });
}

// What ProseMirror would show after an edit, written to the document as y-prosemirror does.
function edit(doc, below) {
  const fragment = doc.getXmlFragment("prosemirror");
  const texts = textsOf(fragment);
  const text = texts[below(texts.length || 1)];
  const at = text ? between(text, below(text.length + 1)) : 0;
  const size = text ? between(text, Math.min(text.length, at + 1 + below(6))) - at : 0;
  const kind = text ? below(10) : 9;
  if (kind < 4) text.insert(at, WORDS[below(WORDS.length)]);
  else if (kind === 4) text.delete(at, size);
  else if (kind === 5) text.format(at, size, below(2) ? { strong: {} } : { em: null });
  else if (kind < 8) become(doc, below);
  else {
    const blocks = Array.from({ length: 1 + below(3) }, () => block(below));
    const node = schema.nodeFromJSON({ type: "doc", content: blocks });
    updateYFragment(doc, fragment, node, { mapping: new Map(), isOMark: new Map() });
  }
}

function textsOf(node) {
  return node instanceof Y.XmlText ? [node] : node.toArray().flatMap(textsOf);
}

// No editor puts the caret within a character.
const between = (text, at) => at - (/[\udc00-\udfff]/.test(read(text)[at] ?? "") ? 1 : 0);

const read = (text) => text.toDelta().map(({ insert }) => insert).join("");

function play(seed) {
  const draw = draws(seed);
  const below = (limit) => Math.floor(draw() * limit);
  const docs = Array.from({ length: 2 + below(3) }, () => Object.assign(new Y.Doc({ gc: below(4) > 0 }), { clientID: below(2 ** 32) }));
  const updates = [];
  const undone = new Map(docs.map((doc) => [doc, new Y.UndoManager(doc.getXmlFragment("prosemirror"), { captureTimeout: 0, trackedOrigins: new Set(["here"]) })]));
  docs.forEach((doc) => doc.on("update", (update, origin) => origin === "elsewhere" || updates.push(update)));
  prosemirrorJSONToYXmlFragment(schema, { type: "doc", content: [block(below)] }, docs[0].getXmlFragment("prosemirror"));
  const places = [];
  for (let step = 0; step < 24; step += 1) {
    const doc = docs[below(docs.length)];
    const other = docs[below(docs.length)];
    if (draw() < 0.3) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), "elsewhere");
    else if (draw() < 0.25) undone.get(doc)[draw() < 0.6 ? "undo" : "redo"]();
    else doc.transact(() => edit(doc, below), "here");
    const texts = textsOf(doc.getXmlFragment("prosemirror"));
    const text = texts[below(texts.length || 1)];
    if (text) places.push(Y.createRelativePositionFromTypeIndex(text, between(text, below(text.length + 1)), below(2) - 1));
  }
  const whole = docs[0];
  docs.forEach((doc) => Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc), "elsewhere"));
  const texts = textsOf(whole.getXmlFragment("prosemirror"));
  return {
    state: base64(Y.encodeStateAsUpdate(whole)),
    merged: base64(Y.mergeUpdates(updates)),
    texts: texts.map(read),
    updates: [...updates, Y.mergeUpdates(updates.filter(() => below(2)).concat(updates[0]))].map((update) => {
      const { from, to } = Y.parseUpdateMeta(update);
      return [base64(update), [...from].map(([client, clock]) => [client, clock, to.get(client)])];
    }),
    places: places.map((place) => {
      const found = Y.createAbsolutePositionFromRelativePosition(place, whole, false);
      const node = found ? texts.indexOf(found.type) : -1;
      return [Y.relativePositionToJSON(place), node, node < 0 ? 0 : found.index];
    }),
  };
}

for (let seed = first; seed < last; seed += 1) console.log(JSON.stringify(play(seed)));
