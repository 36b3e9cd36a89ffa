// Every command by the keyboard, and the signs that begin a heading, a list or a quote. Tab is left alone: it leaves.
import { baseKeymap, chainCommands, joinTextblockBackward, joinTextblockForward } from "prosemirror-commands";
import { InputRule, inputRules, undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Plugin } from "prosemirror-state";
import { next, plain, shallower, unquoted } from "./become.js";
import { COMMANDS } from "./commands.js";
import { chosen, kind } from "./lines.js";
import { LEVELS, read, schema } from "./schema.js";

export const IS_MAC = /Mac|iP(?:hone|[oa]d)/.test(navigator.platform);

const COMPOSING = 229; // the code of a key that a method of input keeps for itself
const run = (name) => COMMANDS[name].run;

// At the very beginning of an item, of a heading or of a quote, what one is in is left first.
function out(state, dispatch, view) {
  const { $cursor } = state.selection;
  if (!$cursor || (view ? !view.endOfTextblock("backward", state) : $cursor.parentOffset > 0)) return false;
  const { all, first } = chosen(state);
  const { level, list, depth, quoted } = all[first];
  if (level) return plain(state, dispatch);
  if (list) return shallower(state, dispatch);
  return quoted && !depth && !all[first - 1]?.quoted && unquoted(state, dispatch);
}

// In an empty line, what one is in is left too; the end of it is where another line would begin.
function left(state, dispatch) {
  const { $cursor } = state.selection;
  if (!$cursor || $cursor.parent.content.size) return false;
  const { all, first } = chosen(state);
  const { list, depth, quoted } = all[first];
  if (depth) return (list ? shallower : next)(state, dispatch);
  return quoted && unquoted(state, dispatch);
}

// Begin another line, which says of itself what is wanted: given the line where one is, and the kind of its list.
const parted = (wanted) => (state, dispatch) => {
  const { $from } = state.selection;
  if (!$from.parent.isTextblock) return false;
  const { all, first } = chosen(state);
  const line = all[first];
  const tr = state.tr.deleteSelection();
  const $place = tr.doc.resolve(tr.mapping.map($from.pos));
  const isTitle = line.level && $place.parentOffset < $place.parent.content.size;
  // Above a heading, an ordinary line begins.
  if (isTitle && !$place.parentOffset) tr.setNodeAttribute(line.pos, "level", null);
  const attrs = { ...wanted(line, kind(all, first)), quoted: line.quoted || null, level: isTitle ? line.level : null };
  dispatch?.(tr.split($place.pos, 1, [{ type: schema.nodes.paragraph, attrs }]).scrollIntoView());
  return true;
};

const item = ({ depth }, list) => ({ depth: depth || null, list });
const sameItem = ({ depth }) => ({ depth: depth || null, list: null });

const KEYS = {
  "Mod-b": run("strong"),
  "Mod-i": run("em"),
  "Mod-Shift-7": run("numbers"),
  "Mod-Shift-8": run("bullets"),
  "Mod-Shift-9": run("quote"),
  "Mod-Alt-0": run("paragraph"),
  "Mod-]": run("deeper"),
  "Mod-[": run("shallower"),
  "Mod-z": chainCommands(undoInputRule, run("undo")),
  "Mod-Shift-z": run("redo"),
  "Mod-y": run("redo"),
  Enter: chainCommands(left, parted(item)),
  "Shift-Enter": parted(sameItem),
  // Words join words, whatever list or quote stands between.
  Backspace: chainCommands(out, joinTextblockBackward),
  Delete: joinTextblockForward,
};
for (let level = 1; level <= LEVELS; level += 1) KEYS[`Mod-Alt-${level}`] = run(`heading-${level}`);
// Where a bracket takes three fingers; on a Mac these choose words.
if (!IS_MAC) Object.assign(KEYS, { "Alt-Shift-ArrowRight": run("deeper"), "Alt-Shift-ArrowLeft": run("shallower") });

// What is typed at the beginning of a paragraph becomes what it announces, except in lists and headings.
const begin = (signs, told) => new InputRule(signs, (state, match, start, end) => {
  const $start = state.doc.resolve(start);
  const { level, depth, quoted } = read($start.parent.attrs);
  const attrs = told(match);
  if (level || depth || (quoted && attrs.quoted)) return null;
  const tr = state.tr.delete(start, end);
  for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute($start.before(), name, value);
  return tr;
});

const RULES = [
  begin(/^[-*•] $/, () => ({ list: "bullets", depth: 1 })),
  begin(/^1[.)] $/, () => ({ list: "numbers", depth: 1 })),
  begin(/^> $/, () => ({ quoted: true })),
  begin(/^(#{1,3}) $/, ([, signs]) => ({ level: signs.length })),
];

// A browser tells late where one has just gone: a key that follows at once must know.
const settled = new Plugin({
  props: { handleDOMEvents: { keydown: (view, { keyCode }) => { if (!view.composing && keyCode !== COMPOSING) view.domObserver.flush(); } } },
});

export function plugins() {
  return [settled, keymap(KEYS), keymap(baseKeymap), inputRules({ rules: RULES })];
}
