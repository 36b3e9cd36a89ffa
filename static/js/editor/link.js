// The address of a link, in a small form; what is no address is told beside the field.
import { linkAround, linked, unlinked } from "./commands.js";
import { isReference, safe } from "./schema.js";

const HOST = /^[\w-]+(?:\.[\w-]+)+(?:[/?#:]\S*)?$/u;
const MAIL = /^[^\s@/]+@[\w-]+(?:\.[\w-]+)+$/u;

// What is typed as an address, as one may follow it; empty when it is none.
export function address(typed) {
  const given = typed.trim();
  if (MAIL.test(given)) return safe(`mailto:${given}`);
  return safe(HOST.test(given) ? `https://${given}` : given);
}

export function linking(context) {
  const { element, view } = context;
  const { signal } = context.tools;
  const dialog = element.querySelector("[data-link]");
  const form = dialog.querySelector("form");
  const { href, label } = form.elements;
  const error = form.querySelector(".error");

  function open() {
    const held = linkAround(view.state);
    href.value = held && !isReference(held.href) ? held.href : "";
    label.value = "";
    label.closest(".field").hidden = Boolean(held) || !view.state.selection.empty;
    dialog.querySelector("[data-unlink]").hidden = !held;
    tell(false);
    dialog.showModal();
    href.focus();
  }

  function tell(isWrong) {
    error.hidden = !isWrong;
    href.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) href.focus();
  }

  function change(tr) {
    dialog.close();
    view.dispatch(tr.scrollIntoView());
    view.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = address(href.value);
    if (found && !isReference(found)) change(linked(view.state, found, label.value.trim()));
    else tell(true);
  }, { signal });
  dialog.querySelector("[data-unlink]").addEventListener("click", () => change(unlinked(view.state)), { signal });

  return { open };
}
