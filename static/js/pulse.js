// What another person has just changed shows for a moment.
const PARTS = ":is(article, li, tr, .card)[id]:not(#present *)";

// “Three minutes ago” becomes “four” by itself: times do not count.
function words(one) {
  let text = one.textContent;
  for (const time of one.querySelectorAll("time")) text = text.replace(time.textContent, "");
  return text;
}

const parts = (region) => new Map([...region.querySelectorAll(PARTS)].map((one) => [one.id, words(one)]));

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.isRefresh) ctx.parts = parts(ctx.sourceElement);
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!ctx.parts) return;
  for (const [id, now] of parts(ctx.sourceElement)) {
    if (ctx.parts.get(id) !== now) document.getElementById(id).classList.add("pulse");
  }
});

document.addEventListener("animationend", ({ target }) => target.classList.remove("pulse"));
