// What Yjs and y-prosemirror ask of lib0/dom and lib0/logging, which would bring much that nothing here uses: see build.mjs.
export const doc = document;
export const [ORANGE, RED, BOLD, UNBOLD] = ["", "", "", ""];
export const print = (...words) => console.info(...words);
export const warn = (...words) => console.warn(...words);
