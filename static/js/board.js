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
