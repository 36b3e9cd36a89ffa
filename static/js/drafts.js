// What is typed is kept on the device until it is sent, for its reader alone.
const WAIT = 400; // milliseconds of silence before it is kept
const LIFE = 30 * 24 * 3600 * 1000;
const UNKEPT = ["hidden", "password", "file", "submit", "button"];
const MARK = "draft:";
const TEXT = "text:"; // a shared text, kept in a database of that name: see editor/shelf.js

const reader = document.querySelector("meta[name=reader]")?.content ?? "";
const name = (form) => `${MARK}${reader}:${location.pathname}:${form.id || form.getAttribute("action")}`;
// The version goes with what was typed: what others wrote since is then merged, and not undone.
const isKept = (one) => one.name && (one.name === "version" || !UNKEPT.includes(one.type));
const controls = (form) => [...form.elements].filter(isKept);
const shown = (pairs) => JSON.stringify(pairs.filter(([key]) => key !== "version"));
const isBox = (one) => ["checkbox", "radio"].includes(one.type);
const valueOf = (one) => (isBox(one) ? one.checked : one.value);

function defaultOf(one) {
  if (isBox(one)) return one.defaultChecked;
  if (one.options) return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value;
  return one.defaultValue;
}

// A box is told by its value, any other control by its name and place.
function typed(form) {
  return controls(form).map((one) => [one.name, isBox(one) ? one.value : null, valueOf(one)]);
}

function keep(form) {
  const isNew = controls(form).some((one) => valueOf(one) !== defaultOf(one));
  try {
    if (isNew) localStorage.setItem(name(form), JSON.stringify({ at: Date.now(), typed: typed(form) }));
    else localStorage.removeItem(name(form));
  } catch { /* a full or closed storage keeps nothing, and hinders nothing */ }
}

function kept(form) {
  try {
    return JSON.parse(localStorage.getItem(name(form)))?.typed;
  } catch {
    return undefined;
  }
}

function fill(form, draft) {
  const left = controls(form);
  for (const [key, box, value] of draft) {
    const place = left.findIndex((one) => one.name === key && (isBox(one) ? one.value : null) === box);
    if (place < 0) continue;
    const [one] = left.splice(place, 1);
    if (isBox(one)) one.checked = value;
    else one.value = value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  controls(form).find((one) => !isBox(one) && one.type !== "hidden")?.focus();
}

function offer(form) {
  const draft = kept(form);
  if (!draft || form.querySelector("[data-draft-take]")) return;
  if (shown(draft) === shown(typed(form))) return;
  form.prepend(document.getElementById("draft-offer").content.cloneNode(true));
}

function offerAll() {
  document.querySelectorAll("form[data-draft]").forEach(offer);
}

let timer;
document.addEventListener("input", ({ target: { form } }) => {
  if (!form?.matches?.("[data-draft]")) return;
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT, form);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-draft-take], [data-draft-drop]");
  if (!button) return;
  const { form } = button;
  const draft = kept(form);
  button.closest(".banner").remove();
  if (button.matches("[data-draft-take]") && draft) return fill(form, draft);
  localStorage.removeItem(name(form));
  controls(form).find((one) => one.type !== "hidden")?.focus();
});

// Sent and taken: by htmx, or by a page that the answer led to.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form[data-draft]");
  if (!form || ctx.request.method === "GET" || ctx.response.status >= 400 || isDoor(ctx)) return;
  clearTimeout(timer);
  localStorage.removeItem(name(form));
});
const isDoor = ({ hx }) => hx.redirect?.startsWith("/login");

document.addEventListener("submit", (event) => {
  const { target } = event;
  if (target.matches("[data-forget]")) forget(() => true);
  else if (target.matches("[data-draft]") && !event.defaultPrevented) sessionStorage.setItem("sent", name(target));
});
const [visit] = performance.getEntriesByType("navigation");
if (visit?.redirectCount && !location.pathname.startsWith("/login")) localStorage.removeItem(sessionStorage.getItem("sent"));
sessionStorage.removeItem("sent");

function forget(isOver) {
  for (const key of Object.keys(localStorage).filter(isOver)) {
    if (key.startsWith(MARK)) localStorage.removeItem(key);
    if (key.startsWith(TEXT)) forgetText(key);
  }
}

// A database goes when nobody reads it any more, maybe on the next page only: until then it is marked.
function forgetText(key) {
  localStorage.setItem(key, "{}");
  indexedDB.deleteDatabase(key).onsuccess = () => localStorage.removeItem(key);
}

const at = (key) => JSON.parse(localStorage.getItem(key) || "null")?.at;
forget((key) => [MARK, TEXT].some((mark) => key.startsWith(mark)) && !(at(key) > Date.now() - LIFE));
offerAll();
document.addEventListener("htmx:after:swap", offerAll);
