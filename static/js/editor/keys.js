// Every command by the keyboard, and the signs that begin a heading, a list or a quote. Tab is left alone: it leaves.
import { baseKeymap, chainCommands, joinTextblockBackward, joinTextblockForward, splitBlock } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { Plugin } from "prosemirror-state";
import { COMMANDS, around } from "./commands.js";
import { LEVELS, isList, schema } from "./schema.js";

export const IS_MAC = /Mac|iP(?:hone|[oa]d)/.test(navigator.platform);

const COMPOSING = 229; // the code of a key that a method of input keeps for itself
const { nodes } = schema;
const run = (name) => COMMANDS[name].run;
const isItem = (node) => node.type === nodes.list_item;

// At the very beginning of an item, of a heading or of a quote, what one is in is left first.
function out(state, dispatch, view) {
  const { $cursor } = state.selection;
  if (!$cursor || (view ? !view.endOfTextblock("backward", state) : $cursor.parentOffset > 0)) return false;
  if ($cursor.parent.type === nodes.heading) return run("paragraph")(state, dispatch);
  const item = around($cursor, isItem);
  const isFirst = item && $cursor.index(item.depth) === 0 && item.depth === $cursor.depth - 1;
  return Boolean(isFirst) && liftListItem(nodes.list_item)(state, dispatch);
}

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
  Enter: splitListItem(nodes.list_item),
  "Shift-Enter": splitBlock,
  // Words join words, whatever list or quote stands between.
  Backspace: chainCommands(out, joinTextblockBackward),
  Delete: joinTextblockForward,
};
for (let level = 1; level <= LEVELS; level += 1) KEYS[`Mod-Alt-${level}`] = run(`heading-${level}`);
// Where a bracket takes three fingers; on a Mac these choose words.
if (!IS_MAC) Object.assign(KEYS, { "Alt-Shift-ArrowRight": run("deeper"), "Alt-Shift-ArrowLeft": run("shallower") });

// What is typed at the beginning of a paragraph becomes what it announces, except in lists and headings.
const begin = (rule) => new InputRule(rule.match, (state, match, start, end) => {
  const $start = state.doc.resolve(start);
  const isPlain = $start.parent.type === nodes.paragraph && !around($start, isList);
  return isPlain ? rule.handler(state, match, start, end) : null;
});

const RULES = [
  wrappingInputRule(/^[-*•] $/, nodes.bullet_list),
  wrappingInputRule(/^1[.)] $/, nodes.ordered_list),
  wrappingInputRule(/^> $/, nodes.blockquote),
  textblockTypeInputRule(/^(#{1,3}) $/, nodes.heading, ([, signs]) => ({ level: signs.length })),
].map(begin);

// A browser tells late where one has just gone: a key that follows at once must know.
const settled = new Plugin({
  props: { handleDOMEvents: { keydown: (view, { keyCode }) => { if (!view.composing && keyCode !== COMPOSING) view.domObserver.flush(); } } },
});

export function plugins() {
  return [settled, keymap(KEYS), keymap(baseKeymap), inputRules({ rules: RULES })];
}
