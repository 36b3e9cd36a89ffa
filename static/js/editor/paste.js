// What comes from Word, LibreOffice, Google Docs, Outlook or a page: its words and their order stay, its looks do not.
import { DOMParser, Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { say } from "../said.js";
import { inList } from "./become.js";
import { linked } from "./commands.js";
import { Leaves } from "./leaves.js";
import { DEEPEST, isReference, read, safe, schema } from "./schema.js";

const DROPPED = "script, style, meta, link, title, head, xml, del, input, select, button, textarea, template, noscript, col, hr";
const PICTURES = "img, picture, svg, video, audio, canvas, iframe, object, embed, v\\:imagedata";
const UNSEEN = /display:\s*none|visibility:\s*hidden|mso-hide:\s*all|mso-list:\s*ignore|mso-element:\s*comment|mso-special-character:\s*comment/i;
const BLOCKS = new Set("address article aside body caption center dd details div dl dt fieldset figcaption figure footer form header li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split(" "));
const WORD_LIST = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBER = /^[\s\u00a0]*(?:\d{1,3}|[a-z]{1,4})[.)]/i;
const ITEM = /^([ \t]*)(?:[-•*–·]|(\d{1,3}[.)]))[ \t]+(?=\S)/;
const KINDS = { ul: "bullets", ol: "numbers" };
const INDENT = 2; // spaces for each list within a list
const TEXT = 3;
const ELEMENT = 1;

const SHEETS = /<(style|script)\b[\s\S]*?<\/\1\s*>/gi;
const TAG = /<[a-z][^\s<>"']*(?:"[^"]*"|'[^']*'|[^'"<>])*>/gi;

// What the policy of the page would refuse aloud: styles, which are read as words, and scripts.
const harmless = (html) => html.replace(SHEETS, "").replace(TAG, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"));

class Reader {
  constructor(root) {
    this.root = root;
    this.leaves = new Leaves();
    const titles = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6, .MsoTitle")].filter((one) => one.textContent.trim());
    this.ranks = [...new Set(titles.map(rank))].sort();
    this.deep = 0;
    this.quotes = 0;
  }

  read() {
    this.children(this.root, {});
    return this.leaves.finish();
  }

  children(node, how) {
    for (const child of node.childNodes) {
      if (child.nodeType === TEXT) this.words(child, how);
      else if (child.nodeType === ELEMENT) this.element(child, how);
    }
  }

  // Lines between two tags at the edge of a clipboard are of no paragraph.
  words(text, how) {
    const isEdge = text.parentNode === this.root && !/[^\s]/.test(text.data) && text.nextSibling?.nodeType !== ELEMENT;
    if (!isEdge) this.leaves.write(text.data, how);
  }

  element(one, how) {
    const name = one.localName;
    const style = one.getAttribute("data-style") ?? "";
    if (one.matches(DROPPED) || one.matches(PICTURES) || one.hidden || UNSEEN.test(style)) return;
    const set = dressed(one, name, style, how);
    if (how.isCell) this.inCell(one, name, set);
    else if (name === "br") this.leaves.begin(this.leaves.level);
    else if (/^h[1-6]$/.test(name) || one.matches(".MsoTitle")) this.block(one, set, this.ranks.indexOf(rank(one)) + 1);
    else if (WORD_LIST.test(style)) this.wordItem(one, set, style);
    else if (name === "table") this.table(one, set);
    else if (name === "ul" || name === "ol") this.list(one, set);
    else if (name === "li") this.item(one, set);
    else if (name === "blockquote" && !this.deep) this.quote(one, set);
    else if (name === "pre") this.lines(one, set);
    else if (BLOCKS.has(name) || name === "blockquote") this.block(one, set);
    else this.children(one, set);
  }

  block(one, how, level = 0) {
    if (!this.deep) this.leaves.leave();
    if (!this.deep || one.textContent.trim()) this.leaves.begin(level);
    this.children(one, how);
    this.leaves.end();
  }

  quote(one, how) {
    if (!this.quotes) this.leaves.quote();
    this.quotes += 1;
    this.block(one, how);
    this.quotes -= 1;
    if (!this.quotes) this.leaves.unquote();
  }

  list(one, how) {
    this.deep += 1;
    this.children(one, { ...how, kind: KINDS[one.localName] });
    this.deep -= 1;
    this.leaves.leave(this.deep);
  }

  item(one, how) {
    this.leaves.item(this.deep || 1, how.kind ?? "bullets");
    this.children(one, how);
    this.leaves.end();
  }

  // Word writes its lists as paragraphs, each with its sign.
  wordItem(one, how, style) {
    const sign = [...one.querySelectorAll("[data-style]")].find((part) => /mso-list:\s*ignore/i.test(part.getAttribute("data-style")));
    this.leaves.item(Number(WORD_LIST.exec(style)[1]), sign && NUMBER.test(sign.textContent) ? "numbers" : "bullets");
    this.children(one, how);
    this.leaves.end();
  }

  // A line of a table is a paragraph, its cells one after the other.
  table(one, how) {
    if (!this.deep) this.leaves.leave();
    for (const row of one.rows) {
      const cells = [...row.cells].filter((cell) => cell.textContent.trim());
      if (cells.length < 2) {
        for (const cell of cells) this.block(cell, how);
        continue;
      }
      this.leaves.begin();
      cells.forEach((cell, place) => {
        if (place) this.leaves.write(", ", how);
        this.children(cell, { ...how, isCell: true });
        this.leaves.tidy();
      });
      this.leaves.end();
    }
  }

  inCell(one, name, how) {
    const isApart = BLOCKS.has(name) || name === "br" || /^h[1-6]$/.test(name);
    if (isApart) this.leaves.write(" ", how);
    this.children(one, how);
    if (isApart) this.leaves.write(" ", how);
  }

  lines(one, how) {
    for (const line of one.textContent.split(/\r?\n/)) {
      this.leaves.begin();
      this.leaves.write(line, how);
    }
    this.leaves.end();
  }
}

const rank = (one) => (one.matches(".MsoTitle") ? "h0" : one.localName);

// The marks that an element sets, by its name or by its style; looks that are not marks are nothing.
function dressed(one, name, style, how) {
  const weight = /(?<![\w-])font-weight:\s*(\w+)/i.exec(style)?.[1];
  const slant = /(?<![\w-])font-style:\s*(\w+)/i.exec(style)?.[1];
  const strong = weight ? /^(?:bold|bolder|[6-9]00)$/i.test(weight) : how.strong || name === "b" || name === "strong";
  const em = slant ? /^(?:italic|oblique)$/i.test(slant) : how.em || ["i", "em", "cite", "dfn"].includes(name);
  const href = name === "a" ? safe(one.getAttribute("href")) : how.href;
  return { ...how, strong, em, href };
}

class Cleaner extends DOMParser {
  constructor() {
    super(schema, DOMParser.schemaRules(schema));
  }

  // What was copied from an editor of ours is clean already.
  parseSlice(dom, options) {
    const isOwn = dom.closest("[data-pm-slice]") ?? dom.querySelector("[data-pm-slice]");
    if (isOwn) return super.parseSlice(dom, options);
    return Slice.maxOpen(new Reader(dom).read());
  }
}

// Each line is a paragraph, signs at its beginning make a list, as in the form.
function typed(text) {
  const leaves = new Leaves();
  for (const line of text.split(/\r\n?|\n/)) {
    const [sign, indent, number] = ITEM.exec(line) ?? [];
    if (sign) leaves.item(Math.floor(indent.replaceAll("\t", "  ").length / INDENT) + 1, number ? "numbers" : "bullets");
    else if (line.trim()) leaves.leave();
    leaves.begin();
    leaves.write(line.slice(sign?.length ?? 0), {});
  }
  leaves.end();
  return Slice.maxOpen(leaves.finish());
}

// A line is words of the paragraph where it is pasted.
const words = ($context, text) => new Slice(Fragment.from(schema.text(text.replace(/[\r\n]+/g, ""), $context.marks())), 0, 0);

// What comes into an empty line is what it was; what comes into a list or a quote, as deep as that place. A list or a
// quote that comes among words stays one.
function fitted(slice, { state }) {
  const { content, openEnd } = slice;
  const { $from, $to } = state.selection;
  if (!content.firstChild?.isTextblock || !$from.parent.isTextblock) return slice;
  const first = read(content.firstChild.attrs);
  const place = read($from.parent.attrs);
  const isAlone = !$from.parentOffset && !$to.parent.textContent.slice($to.parentOffset);
  const isSeveral = content.childCount > 1;
  const isApart = ({ depth, quoted }) => depth || (quoted && !place.quoted);
  const isOther = isAlone ? first.level || isApart(first) : isSeveral && isApart(first);
  const isClosed = isSeveral && !inList(state) && $to.parentOffset < $to.parent.content.size && isApart(read(content.lastChild.attrs));
  const start = isOther && !inList(state) ? 0 : slice.openStart;
  return new Slice(settled(content, place, first), start, isClosed ? 0 : openEnd);
}

function settled(content, place, first) {
  const shift = place.depth ? place.depth - first.depth : 0;
  const found = [];
  content.forEach((node) => {
    const { level, list, depth, quoted } = read(node.attrs);
    const deep = depth || place.depth ? Math.min(Math.max(depth + shift, list ? 1 : 0), DEEPEST) : 0;
    const attrs = { level: deep ? null : level || null, list, depth: deep || null, quoted: quoted || place.quoted || null };
    found.push(node.type.create(attrs, node.content));
  });
  return Fragment.from(found);
}

const hasPictures = (data) => [...data.files].some((file) => file.type.startsWith("image/"));

export function plugins({ words: told }) {
  const refuse = () => say(told.pictures);

  function paste(view, { clipboardData: data }) {
    if (!data) return false;
    const text = data.getData("text/plain").trim();
    const href = safe(text);
    if (href && !isReference(href)) {
      view.dispatch(linked(view.state, href, text).scrollIntoView());
      return true;
    }
    const html = data.getData("text/html");
    if (/<(?:img|svg|picture|video)\b|<v:imagedata/i.test(html) || (!text && hasPictures(data))) refuse();
    return !text && !html && hasPictures(data);
  }

  return [new Plugin({
    props: {
      transformPastedHTML: harmless,
      transformPasted: fitted,
      clipboardParser: new Cleaner(),
      clipboardTextParser: (text, $context) => (/[\r\n]/.test(text.trim()) ? typed(text) : words($context, text)),
      handlePaste: paste,
      handleDrop: (_view, { dataTransfer }) => {
        const isPicture = Boolean(dataTransfer) && hasPictures(dataTransfer);
        if (isPicture) refuse();
        return isPicture;
      },
    },
  })];
}
