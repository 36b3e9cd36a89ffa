// After a part of the page was replaced: focus stays or goes where it helps, and it is said how it went.
import { say } from "./said.js";

const REFUSED = 422;
const SETTLED = 100; // milliseconds after which a page stands still
const root = document.documentElement;

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const dialog = document.activeElement?.closest("dialog[open]");
  const isHeld = document.activeElement !== document.body;
  // For a moment the old part and the new one both stand: the browser must not follow the old one down.
  root.toggleAttribute("data-swapping", !ctx.isRefresh);
  ctx.before = { place: tasks[0], dialog: dialog?.id, isHeld };
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  setTimeout(() => root.removeAttribute("data-swapping"), SETTLED);
  const place = ctx.before?.place?.target;
  if (!(place instanceof Element) || !place.isConnected) return;
  if (ctx.response?.status === REFUSED) return correct(place, ctx.before.dialog);
  if (!ctx.isRefresh) say(told(place, ctx));
  const isLost = document.activeElement === document.body && (ctx.before.isHeld || !ctx.isRefresh);
  if (isLost) settle(place);
});

function correct(place, id) {
  const dialog = id && document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  const wrong = place.querySelectorAll("[aria-invalid=true]");
  const first = wrong[0]?.matches("fieldset") ? wrong[0].querySelector("input") : wrong[0];
  first?.focus();
  const errors = place.querySelectorAll(".error");
  say([...errors].map((error) => error.textContent.trim()).join(" "));
}

function told(place, { request }) {
  const own = place.matches("[data-told]") ? place : place.querySelector("[data-told]");
  if (own) return own.dataset.told;
  return request?.method === "GET" ? "" : document.getElementById("said").dataset.done;
}

document.querySelector("main [aria-invalid=true]")?.focus();

function settle(place) {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
