// Every write of htmx proves that it comes from our own page.
export const token = document.querySelector("meta[name=csrf-token]")?.content;

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token;
});
