// The editor of a shared text: it takes the place of the form, where one can write with others.
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Awareness } from "y-protocols/awareness";
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import * as Y from "yjs";
import * as announce from "./announce.js";
import * as carets from "./carets.js";
import { Connection } from "./connection.js";
import * as copy from "./copy.js";
import * as french from "./french.js";
import * as keys from "./keys.js";
import * as lines from "./lines.js";
import * as passages from "./passages.js";
import * as paste from "./paste.js";
import * as references from "./references.js";
import { schema } from "./schema.js";
import { unsent } from "./shelf.js";
import { SILENCE, Status } from "./status.js";
import * as toolbar from "./toolbar.js";

const ROOT = "prosemirror"; // as the server calls it
const PATIENCE = 20_000; // milliseconds for what lies on the device to be sent
const FAREWELL = 2000; // milliseconds that may pass before who has finished is let go
const PARTS = [references, toolbar, passages, keys, lines, copy, paste, french, announce, carets]; // the first one to know a key keeps it

const mounted = new Map();

// Open the editors that a page has come to hold, and close those that have left it.
export function mountAll() {
  for (const [element, editor] of mounted) {
    if (element.isConnected) continue;
    mounted.delete(element);
    editor.then((one) => one?.destroy());
  }
  for (const element of document.querySelectorAll("[data-editor]")) {
    if (!mounted.has(element)) mounted.set(element, mount(element));
  }
}

// Make one editor: { view, doc, connection, destroy }; undefined where the form has to do.
export async function mount(element) {
  const form = element.closest("section").querySelector("form[data-draft]");
  const context = contextOf(element);
  const { connection, doc } = context;
  if (!(await connection.open()) || !element.isConnected || isTyped(form)) return void connection.destroy();

  const view = show(context);
  const end = new AbortController();
  followCaret(end.signal);
  const isAwaited = form.contains(document.activeElement);
  form.hidden = true;
  element.hidden = false;
  if (isAwaited) view.focus();
  closing(element, connection);
  const destroy = () => { end.abort(); view.destroy(); connection.destroy(); };
  return { view, doc, connection, destroy };
}

function contextOf(element) {
  const doc = new Y.Doc();
  const context = { element, doc, fragment: doc.getXmlFragment(ROOT), awareness: new Awareness(doc), words: element.dataset };
  const status = new Status(element, {
    text: () => context.view?.state.doc.textBetween(0, context.view.state.doc.content.size, "\n\n") ?? "",
    locked: () => context.view?.setProps({ editable: () => false }),
  });
  const isWanted = () => element.isConnected;
  return Object.assign(context, { connection: new Connection({ doc, place: element.dataset, status, isWanted }) });
}

// What was written on this device and not sent, before its page was closed, goes now.
export async function sendUnsent(reader) {
  for (const place of unsent(reader)) {
    const connection = new Connection({ doc: new Y.Doc(), place, status: SILENCE, isWanted: () => true });
    if (await connection.open()) await connection.flush(PATIENCE);
    connection.destroy();
  }
}

// Whoever began to type, or has a draft to settle, goes on in the form.
function isTyped(form) {
  const { text } = form.elements;
  return text.value !== text.defaultValue || Boolean(form.querySelector("[data-draft-take]"));
}

function show(context) {
  const { element, fragment } = context;
  // The text is there from the start, so that one begins where one can write.
  const { doc, mapping } = fragment.length ? initProseMirrorDoc(fragment, schema) : {};
  const plugins = [ySyncPlugin(fragment, { mapping }), yUndoPlugin(), ...PARTS.flatMap((part) => part.plugins(context))];
  const place = document.createElement("div");
  element.querySelector(":scope > footer").before(place);
  context.view = new EditorView({ mount: place }, {
    state: EditorState.create({ schema, doc, plugins }),
    attributes: { class: "prose" },
  });
  return context.view;
}

// A browser says a moment late where a key has led: it is heard before what others do is drawn, which
// would bring the caret back.
function followCaret(signal) {
  const hear = () => document.dispatchEvent(new Event("selectionchange"));
  document.getElementById("live")?.addEventListener("htmx:sse:before:message", () => {
    hear();
    setTimeout(hear); // carets are drawn a moment later
  }, { capture: true, signal });
}

// What is on its way arrives before the text is shown as it is read.
function closing(element, connection) {
  let isSent = false;
  const close = element.querySelector("[data-editor-close]");
  close?.addEventListener("click", async (event) => {
    if (isSent || connection.outbox.isEmpty) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await connection.flush(FAREWELL);
    isSent = true;
    close.click();
  }, { capture: true });
}
