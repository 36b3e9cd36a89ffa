// What one makes of lines: headings, items, quotes. Only what they say of themselves changes, never what holds their words.
import { DEEPEST } from "./schema.js";
import { chosen, foot, head, kind } from "./lines.js";

const OUT = { list: null, depth: null };

// Have lines say something else of themselves; false where they say it already.
function tell(state, dispatch, some, told) {
  const { tr } = state;
  for (const line of some) {
    const attrs = typeof told === "function" ? told(line) : told;
    for (const [name, value] of Object.entries(attrs)) if (line.node.attrs[name] !== value) tr.setNodeAttribute(line.pos, name, value);
  }
  if (!tr.docChanged) return false;
  dispatch?.(tr.scrollIntoView());
  return true;
}

const isListed = ({ depth }) => depth > 0;

// Whether a list holds what is chosen, or some of it.
export const inList = (state) => chosen(state).some.some(isListed);

export const plain = (state, dispatch) => tell(state, dispatch, chosen(state).some.filter(({ level }) => level), { level: null });

export const titled = (level) => (state, dispatch) => !inList(state) && tell(state, dispatch, chosen(state).some, { level });

export const listed = (list) => (state, dispatch) => {
  const { all, first, some } = chosen(state);
  if (kind(all, first) === list) return shallower(state, dispatch);
  if (isListed(all[first])) return tell(state, dispatch, siblings(all, head(all, first)), { list });
  return !some.some(isListed) && tell(state, dispatch, some, { level: null, list, depth: 1 });
};

// All the items of the list to which one belongs.
function siblings(all, at) {
  const { depth, list, quoted } = all[at];
  const isApart = (line) => line?.quoted !== quoted || line.depth < depth || (line.depth === depth && line.list && line.list !== list);
  let first = at, last = at;
  while (!isApart(all[first - 1])) first -= 1;
  while (!isApart(all[last + 1])) last += 1;
  return all.slice(first, last + 1).filter((line) => line.list && line.depth === depth);
}

// A list is quoted whole.
export function quoted(state, dispatch) {
  let { all, first, last } = chosen(state);
  const isQuoted = all[first].quoted;
  const isOne = (one, other) => one && other && isListed(one) && isListed(other) && one.quoted === other.quoted;
  while (isOne(all[first - 1], all[first])) first -= 1;
  while (isOne(all[last], all[last + 1])) last += 1;
  return tell(state, dispatch, all.slice(first, last + 1), { quoted: isQuoted ? null : true });
}

export const unquoted = (state, dispatch) => tell(state, dispatch, chosen(state).some, { quoted: null });

// The items that are chosen with all that lies below them, and what stands above; none where something else is chosen too.
function family(state) {
  const { all, first, last, some } = chosen(state);
  if (!some.every(isListed)) return { items: [] };
  const from = head(all, first);
  const to = Math.max(...some.map((_line, place) => foot(all, first + place)), last, foot(all, from));
  return { above: all[from - 1], items: all.slice(from, to + 1) };
}

export function deeper(state, dispatch) {
  const { above, items: [first, ...rest] } = family(state);
  const isFree = first && above?.quoted === first.quoted && above.depth >= first.depth;
  if (!isFree || [first, ...rest].some(({ depth }) => depth === DEEPEST)) return false;
  return tell(state, dispatch, [first, ...rest], ({ depth }) => ({ depth: depth + 1 }));
}

export const shallower = (state, dispatch) =>
  tell(state, dispatch, family(state).items, ({ depth }) => (depth > 1 ? { depth: depth - 1 } : OUT));

// Another paragraph of an item begins the next one.
export function next(state, dispatch) {
  const { all, first } = chosen(state);
  return tell(state, dispatch, [all[first]], { list: kind(all, first) });
}
