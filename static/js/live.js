// The stream of the page, and in words how it does; without a stream, the regions ask now and then.
import { refreshAll } from "./regions.js";

const GRACE = 6000; // milliseconds: a short cut is nobody's business
const LATE = [3000, 6000];
const SILENCE = 40_000; // longer than two beats of the server
const LOOK = 5000;
const POLL = [10_000, 20_000];
const BACKOFF = [2000, 30_000];
const SHUT = [401, 403, 404];
const OURS = ["hello", "beat", "bye", "reset"];

const live = document.getElementById("live");
let heardAt = 0, spread = 0, tries = 0, isLost = false, isOver = false, isPaused = false, hasMissed = false;
let grace, poll, again, late;
const woken = new Set();
const stream = () => live._htmx?.sse;
const between = ([least, most]) => least + Math.random() * (most - least);

function show(state) {
  for (const place of document.querySelectorAll("[data-live]")) {
    place.hidden = false;
    if (place.dataset.state === state) continue;
    place.dataset.state = state;
    place.replaceChildren(state === "ended" ? reload(place.dataset.ended) : place.dataset[state]);
  }
}

function reload(words) {
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = words;
  return link;
}

function found() {
  heardAt = Date.now();
  isLost = false;
  tries = 0;
  for (const timer of [grace, poll, again]) clearTimeout(timer);
  show(isPaused ? "paused" : "up");
  catchUp();
}

// What was told, and could not be fetched, is fetched later.
function miss() {
  hasMissed = true;
  clearTimeout(late);
  late = setTimeout(catchUp, between(LATE));
}

function catchUp() {
  if (!hasMissed || isPaused || !navigator.onLine) return;
  hasMissed = false;
  refreshAll();
}

function lost() {
  if (isLost || isOver || document.hidden) return;
  isLost = true;
  grace = setTimeout(() => { show(navigator.onLine ? "waiting" : "off"); ask(); }, GRACE);
}

// No stream comes, or none gets through: ask, as people did before streams.
function ask() {
  if (isOver || !isLost) return;
  if (navigator.onLine && !document.hidden && !isPaused) refreshAll();
  clearTimeout(poll);
  poll = setTimeout(ask, between(POLL));
}

function end() {
  isOver = true;
  for (const timer of [grace, poll, again]) clearTimeout(timer);
  stream()?.reader?.cancel();
  show("ended");
}

function reconnect() {
  if (isOver) return;
  clearTimeout(again);
  if (!stream()) htmx.process(live, true);
  stream()?.delayCanceller?.();
}

// The extension tries again what was cut, never what failed the first time.
function retry(pause) {
  lost();
  clearTimeout(again);
  const backoff = Math.min(BACKOFF[0] * 2 ** tries++, BACKOFF[1]);
  again = setTimeout(reconnect, pause || backoff * (0.7 + Math.random() * 0.6));
}

// A crowd does not ask all at once: each page waits a while of its own, once for each topic.
function wake(topic) {
  if (woken.has(topic)) return;
  woken.add(topic);
  setTimeout(() => { woken.delete(topic); htmx.trigger(live, topic); }, Math.random() * spread);
}

function hear(event) {
  const { event: topic, data } = event.detail.message;
  found();
  if (topic === "hello") spread = Number(data);
  if (topic === "reset") refreshAll();
  if (OURS.includes(topic) || !(spread || isPaused)) return;
  event.preventDefault();
  if (!isPaused) wake(topic);
}

function answered({ detail: { ctx } }) {
  const { status } = ctx.response;
  if (!ctx.isRefresh) return;
  if (SHUT.includes(status) || ctx.hx.redirect) return end();
  if (ctx.sourceElement === live) return retry(1000 * ctx.response.headers.get("Retry-After"));
  if (status >= 400) miss();
  else if (isLost) show("polling");
}

function failed({ detail: { ctx } }) {
  if (ctx?.sourceElement === live) retry();
  else if (ctx?.isRefresh) miss();
}

function pause(button) {
  isPaused = !isPaused;
  button.setAttribute("aria-pressed", isPaused);
  if (isPaused) return show("paused");
  show(isLost ? "waiting" : "up");
  refreshAll();
}

function start() {
  lost();
  live.addEventListener("htmx:sse:before:message", hear);
  live.addEventListener("htmx:sse:before:connection", (event) => {
    if (isOver) event.preventDefault();
    else if (event.detail.connection.attempt) lost();
  });
  live.addEventListener("htmx:sse:error", ({ detail }) => (SHUT.includes(detail.status) ? end() : lost()));
  live.addEventListener("htmx:sse:close", ({ detail }) => {
    if (detail.reason === "message") end();
    else if (detail.reason === "ended") retry();
  });
  document.addEventListener("htmx:after:request", answered);
  document.addEventListener("htmx:error", failed);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(grace);
    isLost = false;
    if (!document.hidden) { lost(); setTimeout(reconnect, 100); }
  });
  addEventListener("offline", () => { isLost = true; show("off"); });
  addEventListener("online", () => { stream()?.reader?.cancel(); isLost = false; lost(); setTimeout(reconnect, 100); });
  addEventListener("pageshow", ({ persisted }) => persisted && refreshAll());
  setInterval(() => { if (!isLost && !isOver && !document.hidden && Date.now() - heardAt > SILENCE) stream()?.reader?.cancel(); }, LOOK);
  for (const button of document.querySelectorAll("[data-pause]")) {
    button.hidden = false;
    button.addEventListener("click", () => pause(button));
  }
}

if (live) start();
