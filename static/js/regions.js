// The parts of a page that fetch their own address again when they are woken.
export const REGION = "[data-hx-trigger*='from:#live']";

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  ctx.isRefresh = ctx.request.method === "GET" && ctx.sourceElement.matches(`${REGION}, #live`);
});

export function refreshAll() {
  for (const region of document.querySelectorAll(REGION)) {
    if (!region.parentElement.closest(REGION)) htmx.trigger(region, "refresh", {}, false);
  }
}
