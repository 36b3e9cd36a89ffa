// Pointing to things from a text: proposed after a /, drawn as chips, taken away whole.
import { keymap } from "prosemirror-keymap";
import { Plugin } from "prosemirror-state";
import { Chips } from "./chips.js";
import { propose, proposals } from "./proposals.js";
import { isReference, schema } from "./schema.js";

const { link } = schema.marks;

export function plugins({ element }) {
  const place = element.querySelector("[data-references]");
  if (!place) return [];
  const url = element.dataset.url.replace(/texts\/.*$/, "references/");
  const chips = new Chips(place, url);
  const follow = (state) => visit(chips.address(pointed(state)?.attrs.href));
  const keys = keymap({ Backspace: removing(-1), Delete: removing(1), "Mod-Enter": follow, Escape: () => chips.close() });
  return [proposals(place, url), keys, drawing(chips, element)];
}

function drawing(chips, element) {
  return new Plugin({
    props: {
      markViews: { link: (mark) => chips.draw(mark) },
      handleDOMEvents: { click: (_view, event) => press(chips, event) },
      transformPastedHTML: pasted,
    },
    view: (view) => {
      const end = new AbortController();
      const button = element.querySelector("[data-command=reference]");
      button?.addEventListener("click", () => { if (view.editable) propose(view); }, { signal: end.signal });
      chips.listen(end.signal);
      chips.see(view.state.doc);
      return {
        update: ({ state }, before) => { if (!before.doc.eq(state.doc)) chips.see(state.doc); },
        destroy: () => end.abort(),
      };
    },
  });
}

function press(chips, event) {
  const chip = event.target.closest?.(".chip[data-reference]");
  if (!chip) return false;
  if (event.ctrlKey || event.metaKey) return visit(chips.address(chip.dataset.reference));
  chips.open(chip);
  return false;
}

function visit(address) {
  if (address) open(address, "_blank", "noopener");
  return Boolean(address);
}

const reference = (node) => {
  const mark = node && link.isInSet(node.marks);
  return mark && isReference(mark.attrs.href) ? mark : undefined;
};

// What is pointed to where one is, or just before.
const pointed = ({ selection: { $from } }) => reference($from.nodeAfter) ?? reference($from.nodeBefore);

// At the edge of a chip, all of it goes; within its words, what is typed away does.
const removing = (side) => (state, dispatch) => {
  const { $cursor } = state.selection;
  const [near, far] = side < 0 ? [$cursor?.nodeBefore, $cursor?.nodeAfter] : [$cursor?.nodeAfter, $cursor?.nodeBefore];
  const mark = reference(near);
  if (!mark || (far && mark.isInSet(far.marks))) return false;
  const { parent } = $cursor;
  let place = $cursor.index() + (side < 0 ? -1 : 0);
  let size = 0;
  for (; mark.isInSet(parent.maybeChild(place)?.marks ?? []); place += side) size += parent.child(place).nodeSize;
  const ends = [$cursor.pos, $cursor.pos + side * size].sort((one, other) => one - other);
  dispatch?.(state.tr.delete(...ends).scrollIntoView());
  return true;
};

// A chip that was copied where a text is read points to the same thing.
function pasted(html) {
  if (!html.includes("data-reference=")) return html;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const chip of page.querySelectorAll("a[data-reference]")) {
    const title = chip.querySelector("bdi")?.textContent;
    if (!isReference(chip.dataset.reference) || !title) continue;
    chip.href = chip.dataset.reference;
    chip.replaceChildren(title);
  }
  return page.body.outerHTML;
}
