// What is copied from a text: lists and quotes hold their lines, as other programs want them; the lines say still what they are.
import { DOMSerializer } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { lines } from "./lines.js";
import { schema } from "./schema.js";

const NAMES = { bullets: "ul", numbers: "ol" };

class Nesting extends DOMSerializer {
  constructor() {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
  }

  serializeFragment(fragment, options = {}, target) {
    if (!fragment.firstChild?.isTextblock) return super.serializeFragment(fragment, options, target);
    const page = options.document ?? document;
    const whole = target ?? page.createDocumentFragment();
    let root = whole, lists = [], isQuoted = false;
    const put = (name, place) => place.appendChild(page.createElement(name));
    for (const { node, list, depth, quoted } of lines(fragment)) {
      if (quoted !== isQuoted) [root, lists, isQuoted] = [quoted ? put("blockquote", whole) : whole, [], quoted];
      lists.length = Math.min(lists.length, depth);
      if (list && lists[depth - 1]?.localName !== NAMES[list]) lists[depth - 1] = put(NAMES[list], lists[depth - 2]?.lastChild ?? root);
      if (list) put("li", lists[depth - 1]);
      (lists.at(-1)?.lastChild ?? root).append(this.serializeNode(node, options));
    }
    return whole;
  }
}

export function plugins() {
  return [new Plugin({ props: { clipboardSerializer: new Nesting() } })];
}
