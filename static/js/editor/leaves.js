// What was pasted, written anew line after line: paragraphs, headings, quotes, items of lists, and words with marks.
import { Fragment } from "prosemirror-model";
import { DEEPEST, LEVELS, schema } from "./schema.js";

const BLANK = /[\t\n\r\f ]+/g;
const HIDDEN = /[\u00ad\u200b\u2060\ufeff]/g;
const SPACES = /[ \u00a0]{2,}/g;
const ENDING = /[ \u00a0]+$/;

export class Leaves {
  #found = [];
  #line; // { attrs, runs: [{ text, marks }] }
  #lists = []; // in which one is: the kind of each, and whether its item has begun
  #isQuoted = false;
  #isMarked = false; // a new line was asked for: white space at its beginning is nothing
  level = 0;

  // From here on, words belong to a new line, or to a heading where there can be one.
  begin(level = 0) {
    this.end();
    this.level = this.#lists.length ? 0 : Math.min(level, LEVELS);
    this.#isMarked = true;
  }

  end() {
    this.tidy();
    if (this.#line && !this.#written.trim()) this.#found.pop();
    this.#line = undefined;
    this.level = 0;
    this.#isMarked = true;
  }

  get #written() {
    return this.#line?.runs.map(({ text }) => text).join("") ?? "";
  }

  write(text, how) {
    let words = text.replace(BLANK, " ").replace(HIDDEN, "").replace(SPACES, " ");
    if (this.#line ? this.#written.endsWith(" ") : this.#isMarked || /[\n\r]/.test(text)) words = words.replace(/^ +/, "");
    if (!words || (!this.#line && this.#isMarked && !words.trim())) return;
    this.#line ??= this.#opened();
    this.#line.runs.push({ text: words, marks: this.#marks(how) });
  }

  #marks({ strong, em, href }) {
    const { marks } = schema;
    const found = [href && marks.link.create({ href }), strong && !this.level && marks.strong.create(), em && marks.em.create()];
    return found.filter(Boolean);
  }

  // The end of a cell is no space.
  tidy() {
    const last = this.#line?.runs.at(-1);
    if (last) last.text = last.text.replace(ENDING, "");
  }

  // An item that had no words does not hold what lies deeper.
  #opened() {
    const held = this.#lists.at(-1);
    const depth = this.#lists.filter((list) => list.isBegun || list === held).length || null;
    const list = held && !held.isBegun ? held.kind : null;
    if (held) held.isBegun = true;
    const line = { attrs: { level: this.level || null, list, depth, quoted: this.#isQuoted || null }, runs: [] };
    this.#found.push(line);
    return line;
  }

  quote() {
    this.leave();
    this.#isQuoted = true;
  }

  unquote() {
    this.leave();
    this.#isQuoted = false;
  }

  // An item of a list, so many lists deep.
  item(deep, kind) {
    this.end();
    const level = Math.min(Math.max(deep, 1), DEEPEST);
    this.#lists.length = Math.min(this.#lists.length, level);
    while (this.#lists.length < level) this.#lists.push({ kind, isBegun: false });
    this.#lists[level - 1] = { kind, isBegun: false };
  }

  // Out of the lists that lie deeper; of all of them when no depth is given.
  leave(deep = 0) {
    this.end();
    this.#lists.length = Math.min(this.#lists.length, deep);
  }

  // The lines that were written.
  finish() {
    if (!this.#written.trim()) this.end();
    return Fragment.from(this.#found.map(({ attrs, runs }) => {
      const words = runs.filter(({ text }) => text).map(({ text, marks }) => schema.text(text, marks));
      return schema.nodes.paragraph.create(attrs, Fragment.fromArray(words));
    }));
  }
}
