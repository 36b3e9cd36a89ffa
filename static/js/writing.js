// Where a shared text can be written, its editor is fetched; until it comes, or if it never does, its form stays.
let editor;

async function open() {
  const [place] = document.querySelectorAll("[data-editor]");
  if (!place && !editor) return;
  try {
    editor ??= import(new URL(place.dataset.editorSrc, location));
    (await editor).mountAll();
  } catch (error) {
    editor = undefined;
    console.error(error);
  }
}

document.addEventListener("htmx:after:swap", open);
open();
