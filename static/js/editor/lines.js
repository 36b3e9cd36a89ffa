// The lines of a text as they are seen, each where those above allow it to lie: what the server reads of them.
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { DEEPEST, read } from "./schema.js";

const PLAIN = { depth: 0, quoted: false };
const known = new WeakMap();

// Each as { node, pos, level, list, depth, quoted }.
export function lines(content) {
  if (!known.has(content)) known.set(content, seen(content));
  return known.get(content);
}

function seen(content) {
  const found = [];
  content.forEach((node, pos) => {
    const said = read(node.attrs);
    const above = found.at(-1) ?? PLAIN;
    const held = above.quoted === said.quoted ? above.depth : 0;
    const depth = Math.min(said.depth, said.list ? held + 1 : held, DEEPEST);
    found.push({ ...said, node, pos, depth });
  });
  return found;
}

// The lines of a text, those of them that are chosen, and where these begin and end.
export function chosen({ doc, selection: { from, to } }) {
  const all = lines(doc.content);
  const isChosen = ({ node, pos }) => pos <= to && pos + node.nodeSize >= from;
  const first = all.findIndex(isChosen), last = all.findLastIndex(isChosen);
  return { all, first, last, some: all.slice(first, last + 1) };
}

// The line that begins the item in which a line lies.
export function head(all, at) {
  const { depth } = all[at];
  let first = at;
  while (first > 0 && !(all[first].list && all[first].depth === depth)) first -= 1;
  return first;
}

// The last line that lies in the same item as a line, or in what lies below it.
export function foot(all, at) {
  const { depth, quoted } = all[at];
  const isWithin = (line) => line?.quoted === quoted && (line.depth > depth || (line.depth === depth && !line.list));
  let last = at;
  while (isWithin(all[last + 1])) last += 1;
  return last;
}

// The kind of the list in which a line lies.
export const kind = (all, at) => (all[at].depth ? all[head(all, at)].list : null);

// How deep each line is seen to lie, for the sheet to draw it.
function drawn(doc) {
  const within = lines(doc.content).filter(({ depth }) => depth);
  const found = within.map(({ node, pos, depth }) => Decoration.node(pos, pos + node.nodeSize, { "data-within": String(depth) }));
  return DecorationSet.create(doc, found);
}

export function plugins() {
  return [new Plugin({
    state: {
      init: (_config, { doc }) => drawn(doc),
      apply: (tr, before) => (tr.docChanged ? drawn(tr.doc) : before),
    },
    props: { decorations(state) { return this.getState(state); } },
  })];
}
