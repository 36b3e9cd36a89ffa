// Tells a screen reader, in words, what has changed on the page.
const PAUSE = 100; // milliseconds without words, so that the same ones are said again

export function say(words) {
  const said = document.getElementById("said");
  said.textContent = "";
  setTimeout(() => { said.textContent = words ?? ""; }, PAUSE);
}
