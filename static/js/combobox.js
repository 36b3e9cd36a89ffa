// A text field that proposes as one types; what is chosen becomes a box to untick.
import { say } from "./said.js";

const WAIT = 60; // milliseconds of silence before asking

function start(picker) {
  const input = picker.querySelector("[data-typed]");
  const list = picker.querySelector("[role=listbox]");
  const chosen = picker.querySelector("[data-chosen]");
  const model = picker.querySelector("template");
  let timer, asked, current;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function point(option) {
    current?.setAttribute("aria-selected", false);
    current = option;
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    if (!isOpen) point(undefined);
  }

  function show(found) {
    list.replaceChildren(...found.children);
    options().forEach((option, place) => { option.id = `${list.id}-${place}`; });
    open(options().length > 0);
    point(options()[0]);
    say(found.dataset.told);
  }

  async function ask() {
    asked?.abort();
    if (!input.value.trim()) return open(false);
    asked = new AbortController();
    const url = `${picker.dataset.picker}?q=${encodeURIComponent(input.value)}`;
    const headers = { "HX-Request-Type": "partial" };
    try {
      const answer = await fetch(url, { headers, signal: asked.signal });
      if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
      else if (answer.ok) show(fragment(await answer.text()));
    } catch (error) {
      if (error.name !== "AbortError") open(false);
    }
  }

  function choose({ dataset: { value, name } }) {
    const known = [...chosen.querySelectorAll("input")].find((one) => one.value === value);
    if (known) known.checked = true;
    else {
      if (picker.dataset.most === "1") chosen.replaceChildren();
      const box = model.content.cloneNode(true);
      box.querySelector("input").value = value;
      box.querySelector("bdi").textContent = name;
      chosen.append(box);
    }
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
    open(false);
    say(picker.dataset.added.replace("%s", name));
  }

  function move(step) {
    const all = options();
    if (list.hidden) return ask();
    point(all[(all.indexOf(current) + step + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => (list.hidden ? ask() : choose(current)),
    Escape: () => open(false),
  };
  // Elsewhere Enter sends the form, and Escape closes its dialog.
  const isOurs = (key) => !list.hidden || key.startsWith("Arrow") || (key === "Enter" && input.value);

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.key in keys) || !isOurs(event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(option);
  });
}

function fragment(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-told]");
}

function startAll() {
  for (const picker of document.querySelectorAll("[data-picker]:not([data-started])")) {
    picker.dataset.started = "";
    start(picker);
  }
}

startAll();
document.addEventListener("htmx:after:swap", startAll);
