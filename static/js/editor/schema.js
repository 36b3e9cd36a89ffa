// What a shared text may hold: what the server knows too. Whatever is added raises the number of the schema.
import { Schema } from "prosemirror-model";

export const DEEPEST = 4; // lists within lists
export const LEVELS = 3; // of headings
const TOP = 2; // a heading of the first level stands below the title of its part: h3

const FOLLOWED = /^(?:https?:\/\/|mailto:)[^\s<>"\u0000-\u001f\u007f]+$/i;
const REFERENCE = /^(?:finding|actor|action|case|indicator):[1-9][0-9]{0,8}$/;

// An address as the server would keep it, empty when nobody may follow it.
export function safe(address) {
  const given = (address ?? "").trim();
  if (REFERENCE.test(given)) return given;
  return FOLLOWED.test(given) ? given.replaceAll("(", "%28").replaceAll(")", "%29") : "";
}

export const isReference = (address) => REFERENCE.test(address);

const title = (level) => ({ tag: `h${level + TOP}`, attrs: { level } });

// Whatever two people do at once must fit, or it would be taken away from both: items hold any block.
const nodes = {
  doc: { content: "block+" },
  paragraph: { group: "block", content: "text*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    group: "block",
    content: "text*",
    attrs: { level: { default: 1 } },
    defining: true,
    parseDOM: Array.from({ length: LEVELS }, (_, place) => title(place + 1)),
    toDOM: ({ attrs: { level } }) => [`h${Math.min(Math.max(level, 1), LEVELS) + TOP}`, 0],
  },
  blockquote: {
    group: "block",
    content: "block+",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  bullet_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: { group: "block", content: "list_item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
  list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  text: {},
};

const marks = {
  link: {
    attrs: { href: {}, title: { default: null } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (one) => { const href = safe(one.getAttribute("href")); return href ? { href } : false; } }],
    // What somebody else's script may have sent leads nowhere.
    toDOM: ({ attrs: { href } }) => ["a", { href: safe(href) || null }, 0],
  },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
};

export const schema = new Schema({ nodes, marks });

const LISTS = new Set([schema.nodes.bullet_list, schema.nodes.ordered_list]);

export const isList = (node) => LISTS.has(node.type);
