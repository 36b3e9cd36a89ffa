import { say } from "./said.js";

// Dragging is fetched when somebody comes near the board: most visits only read it.
const { drag } = document.currentScript.dataset;
const SIGNS = ["pointerover", "touchstart", "focusin"];
const near = new AbortController();

function fetchIt({ target }) {
  if (!target.closest("#action-board .card, #action-board [data-stage]")) return;
  near.abort();
  const script = document.createElement("script");
  script.src = drag;
  document.head.append(script);
}

for (const sign of SIGNS) document.addEventListener(sign, fetchIt, { passive: true, signal: near.signal });

// What a person has unfolded stays so, and why a move was refused is said.
let isOpen = false;
document.addEventListener("htmx:before:swap", () => { isOpen = document.getElementById("resting")?.open; });
document.addEventListener("htmx:after:swap", () => {
  const resting = document.getElementById("resting");
  if (resting && isOpen) resting.open = true;
  const barred = document.getElementById("barred");
  if (barred) say(barred.textContent.trim());
});
