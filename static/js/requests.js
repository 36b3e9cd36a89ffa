// Every write of htmx proves that it comes from our own page.
import { token } from "./token.js";

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token;
});
