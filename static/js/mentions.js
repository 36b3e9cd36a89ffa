// Who can be called upon, proposed after an @ as one writes; what is chosen is plain text.
import { say } from "./said.js";

const WAIT = 80; // milliseconds of silence before asking
const CALL = /(?:^|[^\p{L}\p{N}])@([^@\n]{0,60})$/u;

function start(area) {
  const list = area.parentElement.querySelector("[role=listbox]");
  let timer, asked, current, none;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const typed = () => area.value.slice(0, area.selectionStart).match(CALL)?.[1];

  function point(option) {
    current?.setAttribute("aria-selected", false);
    current = option;
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    if (option) area.setAttribute("aria-activedescendant", option.id);
    else area.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    list.replaceChildren(...(found?.children ?? []));
    options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
    list.hidden = !options().length;
    point(options()[0]);
    if (found) say(found.dataset.told);
  }

  async function ask() {
    asked?.abort();
    const name = typed();
    // A name that nobody has is not asked for again, letter after letter.
    if (name === undefined || (none !== undefined && name.startsWith(none))) return show();
    asked = new AbortController();
    const url = `${area.dataset.mentions}?q=${encodeURIComponent(name)}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request-Type": "partial" }, signal: asked.signal });
      if (!answer.ok) return show();
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-told]");
      none = found.children.length ? undefined : name;
      show(found);
    } catch (error) {
      if (error.name !== "AbortError") show();
    }
  }

  function choose({ dataset: { name } }) {
    const end = area.selectionStart;
    area.setRangeText(`${name} `, end - typed().length, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    show();
    say(area.dataset.added.replace("%s", name));
  }

  function move(step) {
    const all = options();
    point(all[(all.indexOf(current) + step + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => choose(current),
    Escape: () => show(),
  };

  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  area.addEventListener("blur", () => { clearTimeout(timer); show(); });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.shiftKey || !(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(option);
  });
}

const started = new WeakSet();

function startMentions() {
  for (const area of document.querySelectorAll("[data-mentions]")) {
    // A page brought up to date takes away what only this script knows.
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", area.parentElement.querySelector("[role=listbox]").id);
    if (!started.has(area)) start(area);
    started.add(area);
  }
}

startMentions();
document.addEventListener("htmx:after:swap", startMentions);
