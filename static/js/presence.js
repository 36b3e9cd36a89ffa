// Says that the page is looked at, now and then, and when it no longer is.
import { token } from "./token.js";

const BEAT = 100_000; // milliseconds
const SETTLED = 3000; // who only passes by was not there
const url = document.getElementById("live")?.dataset.presence;
const page = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(36)).join("");

function post(told) {
  const form = new FormData();
  for (const [key, value] of Object.entries({ page, csrf_token: token, ...told })) form.set(key, value);
  return form;
}

function here() {
  if (document.hidden) return;
  const place = location.pathname.split("/").slice(3).join("/");
  fetch(url, { method: "POST", body: post({ place }) }).catch(() => {});
}

function gone() {
  navigator.sendBeacon(url, post({ gone: "1" }));
}

if (url) {
  document.getElementById("live").dataset.page = page; // by which a caret is known too
  setTimeout(here, SETTLED);
  setInterval(here, BEAT);
  addEventListener("pagehide", gone);
  document.addEventListener("visibilitychange", () => (document.hidden ? gone() : here()));
}
