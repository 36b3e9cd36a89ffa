// A clean copy of what was pasted, written leaf after leaf: paragraphs, headings, quotes, lists, and words with marks.
import { DEEPEST, LEVELS } from "./schema.js";

const BLANK = /[\t\n\r\f ]+/g;
const HIDDEN = /[\u00ad\u200b\u2060\ufeff]/g;
const SPACES = /[ \u00a0]{2,}/g;

export class Leaves {
  #holder;
  #block;
  #lists = [];
  #quote;
  #isMarked = false; // a new paragraph was asked for: white space at its beginning is nothing
  level = 0;

  constructor(document) {
    this.document = document;
    this.root = document.createElement("div");
    this.#holder = this.root;
  }

  // From here on, words belong to a new paragraph, or to a heading where there can be one.
  begin(level = 0) {
    this.end();
    this.level = this.#lists.length ? 0 : Math.min(level, LEVELS);
    this.#isMarked = true;
  }

  end() {
    this.tidy();
    if (this.#block && !this.#block.textContent.trim()) this.#block.remove();
    this.#block = undefined;
    this.level = 0;
    this.#isMarked = true;
  }

  write(text, { strong, em, href, isPlain }) {
    let words = (isPlain ? text : text.replace(BLANK, " ")).replace(HIDDEN, "").replace(SPACES, " ");
    const before = this.#block?.textContent ?? "";
    if (this.#block ? before.endsWith(" ") : this.#isMarked || /[\n\r]/.test(text)) words = words.replace(/^ +/, "");
    if (!words || (!this.#block && this.#isMarked && !words.trim())) return;
    this.#open();
    const names = [href && "a", strong && !this.level && "strong", em && "em"].filter(Boolean);
    let place = this.#block;
    for (const name of names) {
      const inner = this.document.createElement(name);
      if (name === "a") inner.setAttribute("href", href);
      place = place.appendChild(inner);
    }
    place.append(words);
  }

  // The end of a cell is no space.
  tidy() {
    if (this.#block) trim(this.#block);
  }

  #open() {
    if (this.#block) return;
    this.#block = this.document.createElement(this.level ? `h${this.level + 2}` : "p");
    this.#holder.append(this.#block);
  }

  quote() {
    this.leave();
    this.#quote ??= this.root.appendChild(this.document.createElement("blockquote"));
    this.#holder = this.#quote;
  }

  unquote() {
    this.leave();
    if (this.#quote && !this.#quote.hasChildNodes()) this.#quote.remove();
    this.#quote = undefined;
    this.#holder = this.root;
  }

  // An item of a list, so many lists deep.
  item(deep, kind) {
    this.end();
    const level = Math.min(Math.max(deep, 1), DEEPEST);
    while (this.#lists.length > level) this.#lists.pop();
    if (this.#lists.length === level && this.#lists.at(-1).list.localName !== kind) this.#lists.pop();
    while (this.#lists.length < level) this.#deepen(kind);
    const top = this.#lists.at(-1);
    if (!top.item || top.item.hasChildNodes()) top.item = top.list.appendChild(this.document.createElement("li"));
    this.#holder = top.item;
  }

  #deepen(kind) {
    const above = this.#lists.at(-1);
    const place = above ? (above.item ??= above.list.appendChild(this.document.createElement("li"))) : this.#quote ?? this.root;
    const list = place.appendChild(this.document.createElement(kind));
    this.#lists.push({ list });
  }

  // Out of the lists that lie deeper; of all of them when no depth is given.
  leave(deep = 0) {
    this.end();
    while (this.#lists.length > deep) this.#lists.pop();
    this.#holder = this.#lists.at(-1)?.item ?? this.#quote ?? this.root;
  }

  // The copy; a list that holds no words is no list.
  finish() {
    if (!this.#block?.textContent.trim()) this.end();
    for (const item of [...this.root.querySelectorAll("li")].reverse()) prune(item);
    for (const quote of this.root.querySelectorAll("blockquote")) if (!quote.hasChildNodes()) quote.remove();
    return this.root;
  }
}

function prune(item) {
  const list = item.parentElement;
  // A list that nothing stands above is a list by itself.
  if (item.firstChild?.localName.endsWith("l")) item.replaceWith(...item.firstChild.childNodes, ...rest(item));
  else if (!item.hasChildNodes()) item.remove();
  if (!list.hasChildNodes()) list.remove();
}

function rest(item) {
  const others = [...item.childNodes].slice(1);
  if (!others.length) return [];
  const next = item.cloneNode(false);
  next.append(...others);
  return [next];
}

function trim(block) {
  const words = block.ownerDocument.createTreeWalker(block, 4); // texts
  let last;
  while (words.nextNode()) last = words.currentNode;
  if (last) last.data = last.data.replace(/[ \u00a0]+$/, "");
}
