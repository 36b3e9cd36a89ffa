// What could not be done is told in a dialog, above a page that stays as it was typed.
import "./regions.js";

const REFUSED = 422; // the form itself, each error beside its field
const TOLD = "#trouble-told";
const BY_HAND = ["submit", "click"];

const words = (id) => document.getElementById(id).content.cloneNode(true);
const isPage = (text) => !text.trim() || /<html[\s>]/i.test(text);

function open() {
  const dialog = document.getElementById("trouble");
  if (!dialog.open) dialog.showModal();
}

function tell(fragment) {
  document.querySelector(TOLD).replaceChildren(fragment);
  open();
}

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.status < 400 || ctx.response.status === REFUSED || ctx.hx.redirect) return;
  // What failed behind the scenes is told by the state of the link.
  if (ctx.isRefresh) return event.preventDefault();
  if (isPage(ctx.text)) {
    event.preventDefault();
    return tell(words("out-of-order"));
  }
  Object.assign(ctx, { select: null, push: "false", replace: "false" });
  Object.assign(ctx.hx, { retarget: TOLD, reswap: "innerMorph" });
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.hx?.retarget === TOLD) open();
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && !ctx.isRefresh && BY_HAND.includes(ctx.sourceEvent?.type)) tell(words("cut-off"));
});
