// What a shared text may hold: what the server knows too. Whatever is added raises the number of the schema.
import { Schema } from "prosemirror-model";

export const DEEPEST = 4; // lists within lists
export const LEVELS = 3; // of headings
const KINDS = ["bullets", "numbers"];
const TOP = 2; // a heading of the first level stands below the title of its part: h3

const FOLLOWED = /^(?:https?:\/\/|mailto:)[^\s<>"\u0000-\u001f\u007f]+$/i;
const REFERENCE = /^(?:finding|actor|action|case|indicator):[1-9][0-9]{0,8}$/;

// An address as the server would keep it, empty when nobody may follow it.
export function safe(address) {
  const given = (address ?? "").trim();
  if (REFERENCE.test(given)) return given;
  return FOLLOWED.test(given) ? given.replaceAll("(", "%28").replaceAll(")", "%29") : "";
}

const within = (value, most) => (Number.isInteger(value) && value >= 1 && value <= most ? value : 0);

// What the attributes of a line say of it; what makes no sense is nothing.
export function read({ level, list, depth, quoted }) {
  const kind = KINDS.includes(list) ? list : null;
  const deep = within(depth, DEEPEST) || (kind ? 1 : 0);
  return { level: deep ? 0 : within(level, LEVELS), list: kind, depth: deep, quoted: quoted === true };
}

export const isReference = (address) => REFERENCE.test(address);

// Lines say themselves what they are: what one makes of a line takes nothing from who writes in it. See core/lines.py.
const told = ({ dataset: { list, depth, quoted } }) => ({
  list: list ?? null,
  depth: Number(depth) || null,
  quoted: quoted === "true" || null,
});

const line = (tag, level) => ({ tag, getAttrs: (one) => ({ ...told(one), level }) });

const TITLES = Array.from({ length: LEVELS }, (_, place) => line(`h${place + 1 + TOP}`, place + 1));

const nodes = {
  doc: { content: "paragraph+" },
  paragraph: {
    content: "text*",
    attrs: { level: { default: null }, list: { default: null }, depth: { default: null }, quoted: { default: null } },
    parseDOM: [line("p", null), ...TITLES],
    toDOM: ({ attrs }) => {
      const { level, depth, list, quoted } = read(attrs);
      return [level ? `h${level + TOP}` : "p", { "data-list": list, "data-depth": depth || null, "data-quoted": quoted || null }, 0];
    },
  },
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
