// French as it is printed, as one types it: guillemets, apostrophes, and spaces on which no line ends.
// The text holds the signs themselves; the server would print the same ones in place of ordinary spaces.
import { InputRule, inputRules } from "prosemirror-inputrules";
import { schema } from "./schema.js";

const WIDE = "\u00a0"; // before a colon, inside guillemets
const NARROW = "\u202f"; // before other signs
// An address on its way: no sign in it is one of the sentence.
const ADDRESS = /(?:[a-z]+:\/\/|www\.|mailto:|[\w.]@)\S*$/i;
const OPENED = /(?:^|[\s(\[{—–’'/-])$/u;

function rule(match, write) {
  return new InputRule(match, (state, found, start, end) => {
    const $start = state.doc.resolve(start);
    const before = $start.parent.textBetween(0, $start.parentOffset);
    if (schema.marks.link.isInSet(state.doc.resolve(end).marks()) || ADDRESS.test(before + found[0])) return null;
    const text = write(found, before);
    if (text === null) return null;
    // What stands already is left alone, so that it is still the letters of whoever wrote them.
    const same = shared(found[0].slice(0, end - start), text);
    return state.tr.insertText(text.slice(same), start + same, end);
  });
}

function shared(one, other) {
  let size = 0;
  while (size < one.length && one[size] === other[size]) size += 1;
  return size;
}

const count = (text, sign) => text.split(sign).length - 1;
const isOpen = (text) => count(text, "«") > count(text, "»");

// A straight quotation mark opens or closes, as what stands before it tells.
function quotation([, space], before) {
  if (isOpen(before)) return before.endsWith(`«${WIDE}`) ? null : `${WIDE}»`;
  return OPENED.test(before + space) ? `${space}«${WIDE}` : null;
}

const RULES = [
  rule(/( ?)"$/, quotation),
  rule(/(\p{L})'$/u, ([, letter]) => `${letter}’`),
  rule(/\.\.\.$/, () => "…"),
  rule(/ ([;!?%€])$/, ([, sign]) => NARROW + sign),
  rule(/ ([:»])$/, ([, sign]) => WIDE + sign),
  rule(/« $/, () => `«${WIDE}`),
  // No space was typed: it is known at the next one that the sign ended a word, not an hour or an address.
  rule(/([\p{L}\p{N}][)»’]?)([;!?]+) $/u, ([, word, signs]) => `${word}${NARROW}${signs} `),
  rule(/([\p{L}\p{N}][)»]?): $/u, ([, word]) => `${word}${WIDE}: `),
];

export function plugins() {
  return document.documentElement.lang.startsWith("fr") ? [inputRules({ rules: RULES })] : [];
}
