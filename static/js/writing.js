// Where a shared text can be written, its editor is fetched; until it comes, or if it never does, its form stays.
const { source } = document.currentScript.dataset;
const reader = document.querySelector("meta[name=reader]")?.content;
let editor;

async function ask(act) {
  try {
    act(await (editor ??= import(new URL(source, location))));
  } catch (error) {
    editor = undefined;
    console.error(error);
  }
}

function open() {
  if (editor || document.querySelector("[data-editor]")) ask(({ mountAll }) => mountAll());
}

// What a page could not send before it was closed: see editor/shelf.js.
function isAnythingUnsent() {
  const kept = Object.entries({ ...localStorage }).filter(([name]) => name.startsWith(`text:${reader}:`));
  return kept.some(([, told]) => JSON.parse(told).isUnsent);
}

document.addEventListener("htmx:after:swap", open);
open();
if (isAnythingUnsent()) ask(({ sendUnsent }) => sendUnsent(reader));
