// What one can do to a text: every command, and whether it is done already where one is.
import { autoJoin, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { liftListItem, sinkListItem, wrapRangeInList } from "prosemirror-schema-list";
import { liftTarget } from "prosemirror-transform";
import { redoCommand, undoCommand } from "y-prosemirror";
import { DEEPEST, isList, schema } from "./schema.js";

const { nodes, marks } = schema;
const JOINED = ["bullet_list", "ordered_list", "blockquote"];

// The nearest node around a place that is as it is wanted: { node, pos, depth }.
export function around($place, wanted) {
  for (let { depth } = $place; depth > 0; depth -= 1) {
    const node = $place.node(depth);
    if (wanted(node)) return { node, pos: $place.before(depth), depth };
  }
  return undefined;
}

const isQuote = (node) => node.type === nodes.blockquote;
const isItem = (node) => node.type === nodes.list_item;

// Whether a list holds what is chosen, or some of it.
export function inList({ doc, selection: { from, to } }) {
  let found = false;
  doc.nodesBetween(from, to, (node) => { found ||= isList(node); });
  return found;
}

// The paragraph or the heading where what is chosen begins.
function block({ doc, selection: { $from, from, to } }) {
  let found = $from.parent.isTextblock ? $from.parent : undefined;
  doc.nodesBetween(from, to, (node) => { if (node.isTextblock) found ??= node; });
  return found;
}

const titled = (level) => (state, dispatch) =>
  !inList(state) && setBlockType(nodes.heading, { level })(state, dispatch);

const listed = (kind) => autoJoin((state, dispatch) => {
  const { $from, from, to } = state.selection;
  const held = around($from, isList);
  if (held?.node.type === kind) return liftListItem(nodes.list_item)(state, dispatch);
  if (held) {
    dispatch?.(state.tr.setNodeMarkup(held.pos, kind));
    return true;
  }
  const tr = state.tr.setBlockType(from, to, nodes.paragraph);
  const range = tr.selection.$from.blockRange(tr.selection.$to);
  if (!range || !isWritten(range) || !wrapRangeInList(tr, range, kind)) return false;
  dispatch?.(tr.scrollIntoView());
  return true;
}, JOINED);

// Whether a range holds paragraphs alone.
function isWritten({ parent, startIndex, endIndex }) {
  for (let place = startIndex; place < endIndex; place += 1) if (!parent.child(place).isTextblock) return false;
  return true;
}

function quoted(state, dispatch) {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, isQuote);
  if (!range) return !inList(state) && autoJoin(wrapIn(nodes.blockquote), JOINED)(state, dispatch);
  const target = liftTarget(range);
  if (target === null) return false;
  dispatch?.(state.tr.lift(range, target).scrollIntoView());
  return true;
}

function deeper(state, dispatch) {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.childCount > 0 && isItem(node.firstChild));
  if (!range || depth($from, range.depth) + height(range) >= DEEPEST) return false;
  return sinkListItem(nodes.list_item)(state, dispatch);
}

// How many lists a place is in.
export function depth($place, deepest = $place.depth) {
  let found = 0;
  for (let at = deepest; at > 0; at -= 1) if (isList($place.node(at))) found += 1;
  return found;
}

// How many lists lie within each other in the items of a range.
function height({ parent, startIndex, endIndex }) {
  let found = 0;
  for (let place = startIndex; place < endIndex; place += 1) found = Math.max(found, tallest(parent.child(place)));
  return found;
}

function tallest(node) {
  let found = 0;
  node.forEach((child) => { found = Math.max(found, tallest(child) + (isList(child) ? 1 : 0)); });
  return found;
}

// Where the link begins and ends in which one is, or the first one that is chosen.
export function linkAround({ doc, selection: { from, to, $from, empty } }) {
  if (empty) return grown($from, marks.link.isInSet($from.marks()) || marks.link.isInSet($from.nodeAfter?.marks ?? []));
  let found;
  doc.nodesBetween(from, to, (node, pos) => {
    const link = !found && marks.link.isInSet(node.marks);
    if (link) found = grown(doc.resolve(Math.max(pos, from)), link);
  });
  return found;
}

function grown($place, link) {
  if (!link) return undefined;
  const { parent } = $place;
  const has = (place) => place >= 0 && place < parent.childCount && link.isInSet(parent.child(place).marks);
  let first = $place.index();
  if (!has(first)) first -= 1;
  let last = first;
  while (has(first - 1)) first -= 1;
  while (has(last + 1)) last += 1;
  const from = $place.posAtIndex(first);
  const to = $place.posAtIndex(last) + parent.child(last).nodeSize;
  return { from, to, href: link.attrs.href };
}

// Gives what is chosen an address; where nothing is, the words themselves are written.
export function linked(state, href, words) {
  const link = marks.link.create({ href });
  const held = linkAround(state);
  const { from, to, empty, $from } = state.selection;
  if (empty && !held) return state.tr.replaceSelectionWith(schema.text(words || href, link.addToSet($from.marks())), false);
  const place = empty ? held : { from, to };
  return state.tr.removeMark(place.from, place.to, marks.link).addMark(place.from, place.to, link);
}

export function unlinked(state) {
  const { from, to, empty } = state.selection;
  const place = empty ? linkAround(state) : { from, to };
  return place ? state.tr.removeMark(place.from, place.to, marks.link) : state.tr;
}

const has = (type) => ({ doc, storedMarks, selection: { $from, from, to, empty } }) =>
  Boolean(empty ? type.isInSet(storedMarks ?? $from.marks()) : doc.rangeHasMark(from, to, type));
const is = (type, attrs) => (state) => Boolean(block(state)?.hasMarkup(type, attrs));
const inKind = (kind) => ({ selection: { $from } }) => around($from, isList)?.node.type === kind;
const never = () => false;

export const COMMANDS = {
  paragraph: { run: setBlockType(nodes.paragraph), isOn: is(nodes.paragraph) },
  "heading-1": { run: titled(1), isOn: is(nodes.heading, { level: 1 }) },
  "heading-2": { run: titled(2), isOn: is(nodes.heading, { level: 2 }) },
  "heading-3": { run: titled(3), isOn: is(nodes.heading, { level: 3 }) },
  strong: { run: toggleMark(marks.strong), isOn: has(marks.strong) },
  em: { run: toggleMark(marks.em), isOn: has(marks.em) },
  bullets: { run: listed(nodes.bullet_list), isOn: inKind(nodes.bullet_list) },
  numbers: { run: listed(nodes.ordered_list), isOn: inKind(nodes.ordered_list) },
  quote: { run: quoted, isOn: ({ selection: { $from } }) => Boolean(around($from, isQuote)) },
  deeper: { run: deeper, isOn: never },
  shallower: { run: liftListItem(nodes.list_item), isOn: never },
  link: { run: () => true, isOn: (state) => Boolean(linkAround(state)) }, // asked for in a form
  undo: { run: undoCommand, isOn: never },
  redo: { run: redoCommand, isOn: never },
};
