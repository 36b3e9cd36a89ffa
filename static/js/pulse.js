// What another person has just changed shows for a moment.
const PARTS = ":is(article, li, tr, .card)[id]:not(#present *)";

// “Three minutes ago” becomes “four” by itself: times do not count.
function words(one) {
  const times = [...one.querySelectorAll("time")];
  return times.reduce((text, time) => text.replace(time.textContent, ""), one.textContent).replace(/\s+/g, " ");
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
