// Tells a screen reader, sparingly, who else writes here and when the line is cut; the text itself is never read out.
import { Plugin } from "prosemirror-state";
import { say } from "../said.js";

const QUIET = 60_000; // milliseconds before the same person is told of again
const CUT = ["kept", "unkept"]; // states of a text that waits for its connection

export function plugins({ element, awareness, words }) {
  return [new Plugin({
    view: () => {
      const ends = [others(awareness, words), line(element.querySelector("[data-editor-state]"))];
      return { destroy: () => ends.forEach((end) => end()) };
    },
  })];
}

function others(awareness, words) {
  const told = new Map();

  function hear({ added, updated }) {
    const now = Date.now();
    const ids = [...added, ...updated].filter((id) => id !== awareness.clientID);
    const labels = new Set(ids.map((id) => awareness.getStates().get(id)?.user?.label).filter(Boolean));
    const fresh = [...labels].filter((label) => now - (told.get(label) ?? -QUIET) >= QUIET);
    for (const label of fresh) told.set(label, now);
    if (fresh.length) say(fresh.map((label) => words.writes.replace("{who}", label)).join(" "));
  }

  awareness.on("change", hear);
  return () => awareness.off("change", hear);
}

// That the connection is lost, then that it is back; not each time something is saved.
function line(state) {
  if (!state) return () => {};
  let isCut = CUT.includes(state.dataset.state);
  const watch = new MutationObserver(() => {
    const isNow = CUT.includes(state.dataset.state);
    if (isNow !== isCut) say(state.textContent);
    isCut = isNow;
  });
  watch.observe(state, { attributeFilter: ["data-state"], childList: true });
  return () => watch.disconnect();
}
