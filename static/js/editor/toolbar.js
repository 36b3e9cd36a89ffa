// The tools of a text: one stop of the Tab key, arrows between them; each says whether it is on, and whether it can be.
import { keymap } from "prosemirror-keymap";
import { Plugin } from "prosemirror-state";
import { COMMANDS } from "./commands.js";
import { IS_MAC } from "./keys.js";
import { linking } from "./link.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const LINES = { ArrowDown: 1, ArrowUp: -1 };

export function plugins(context) {
  const { element } = context;
  const { label, guide = "" } = element.dataset;
  const { lang } = document.documentElement;
  const attributes = { "aria-label": label, "aria-multiline": "true", "data-guide": guide, lang, role: "textbox", spellcheck: "true" };
  const keys = keymap({ "Alt-F10": () => reach(element), "Mod-k": (_state, _dispatch, view) => ask(context, view) });
  const tools = new Plugin({
    props: { attributes },
    view: (view) => {
      toolbar(Object.assign(context, { view }));
      return { update: ({ state, editable }) => refresh(element, state, editable), destroy: () => context.tools.abort() };
    },
  });
  return [keys, tools];
}

// Make the tools work; asked for again, they do already.
export function toolbar(context) {
  if (context.tools) return;
  context.tools = new AbortController();
  const { element, view } = context;
  const { signal } = context.tools;
  const bar = barOf(element);
  context.link = linking(context);
  rove(bar, view, signal);
  for (const menu of bar.querySelectorAll("[role=menu]")) choosing(menu, signal);
  // What one presses does not take the place where one writes, nor close the keyboard of a phone.
  bar.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  bar.addEventListener("click", (event) => press(context, event), { signal });
  rename(element);
  stay(bar, signal);
  refresh(element, view.state, view.editable);
}

const barOf = (element) => element.querySelector("[role=toolbar]");
const tools = (bar) => [...bar.querySelectorAll(":scope > .tool")].filter((tool) => !tool.hidden);

function press({ view, link }, event) {
  const tool = event.target.closest("[data-command]");
  if (!tool || tool.getAttribute("aria-disabled") === "true") return;
  const { command } = tool.dataset;
  const isByHand = event.detail > 0;
  if (command === "link") link.open();
  else if (COMMANDS[command]) COMMANDS[command].run(view.state, view.dispatch, view);
  else return;
  tool.closest("[popover]")?.hidePopover();
  if (command !== "link" && isByHand) view.focus();
}

function refresh(element, state, isEditable) {
  const bar = barOf(element);
  for (const tool of bar.querySelectorAll("[data-command]")) {
    const command = COMMANDS[tool.dataset.command];
    const isOn = Boolean(command?.isOn(state));
    if (command) tool.setAttribute("aria-disabled", String(!isEditable || !(isOn || command.run(state))));
    for (const told of ["aria-pressed", "aria-checked"]) if (tool.hasAttribute(told)) tool.setAttribute(told, String(isOn));
  }
  const block = bar.querySelector("[data-block]");
  const chosen = bar.querySelector("[role=menuitemradio][aria-checked=true]");
  if (block && chosen) block.textContent = chosen.dataset.short ?? chosen.textContent;
}

function rove(bar, view, signal) {
  const point = (tool) => tools(bar).forEach((one) => { one.tabIndex = one === tool ? 0 : -1; });
  point(tools(bar)[0]);
  bar.addEventListener("focusin", ({ target }) => { if (target.matches(".tool")) point(target); }, { signal });
  bar.addEventListener("keydown", (event) => {
    const all = tools(bar);
    const at = all.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? (at + STEPS[event.key] + all.length) % all.length;
    if (event.key === "Escape") view.focus();
    else if (Number.isNaN(next)) return;
    else all[next].focus();
    event.preventDefault();
  }, { signal });
}

// A menu of which one thing is chosen.
function choosing(menu, signal) {
  const options = [...menu.querySelectorAll("[role=menuitemradio]")];
  const button = menu.ownerDocument.querySelector(`[popovertarget="${menu.id}"]`);
  const enter = () => (options.find((one) => one.getAttribute("aria-checked") === "true") ?? options[0]).focus();
  menu.addEventListener("toggle", ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "open" && button === document.activeElement) enter();
  }, { signal });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    menu.showPopover();
    enter();
  }, { signal });
  menu.addEventListener("keydown", (event) => {
    const at = options.indexOf(event.target);
    const next = { Home: 0, End: options.length - 1 }[event.key] ?? (at + LINES[event.key] + options.length) % options.length;
    if (event.key === "Tab") menu.hidePopover();
    if (Number.isNaN(next)) return;
    event.preventDefault();
    options[next].focus();
  }, { signal });
}

// From the text, Alt+F10 goes to the tools, where one was last.
function reach(element) {
  barOf(element).querySelector(":scope > .tool[tabindex='0']").focus();
  return true;
}

function ask({ link }, view) {
  if (view.editable) link.open();
  return true;
}

// Keys have other names on a Mac.
function rename(element) {
  if (!IS_MAC) return;
  for (const tool of element.querySelectorAll("[aria-keyshortcuts]")) {
    tool.setAttribute("aria-keyshortcuts", tool.getAttribute("aria-keyshortcuts").replaceAll("Control", "Meta"));
  }
  for (const key of element.querySelectorAll("kbd[data-mac]")) key.textContent = key.dataset.mac;
}

// On a phone whose keyboard moves the page, the tools stay at the top of what one sees.
function stay(bar, signal) {
  const seen = window.visualViewport;
  const follow = () => bar.style.setProperty("--above", `${Math.max(0, seen.offsetTop)}px`);
  for (const moved of ["resize", "scroll"]) seen?.addEventListener(moved, follow, { signal });
}
