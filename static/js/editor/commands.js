// What one can do to a text: every command, and whether it is done already where one is.
import { toggleMark } from "prosemirror-commands";
import { redoCommand, undoCommand } from "y-prosemirror";
import { deeper, listed, plain, quoted, shallower, titled } from "./become.js";
import { chosen, kind } from "./lines.js";
import { schema } from "./schema.js";

const { marks } = schema;

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
// Of the line where what is chosen begins.
const is = (wanted) => (state) => {
  const { all, first } = chosen(state);
  return wanted(all[first], kind(all, first));
};
const isTitled = (level) => is((line) => line.level === level);
const isListed = (list) => is((_line, found) => found === list);
const never = () => false;

export const COMMANDS = {
  paragraph: { run: plain, isOn: isTitled(0) },
  "heading-1": { run: titled(1), isOn: isTitled(1) },
  "heading-2": { run: titled(2), isOn: isTitled(2) },
  "heading-3": { run: titled(3), isOn: isTitled(3) },
  strong: { run: toggleMark(marks.strong), isOn: has(marks.strong) },
  em: { run: toggleMark(marks.em), isOn: has(marks.em) },
  bullets: { run: listed("bullets"), isOn: isListed("bullets") },
  numbers: { run: listed("numbers"), isOn: isListed("numbers") },
  quote: { run: quoted, isOn: is((line) => line.quoted) },
  deeper: { run: deeper, isOn: never },
  shallower: { run: shallower, isOn: never },
  link: { run: () => true, isOn: (state) => Boolean(linkAround(state)) }, // asked for in a form
  undo: { run: undoCommand, isOn: never },
  redo: { run: redoCommand, isOn: never },
};
