// What someone is typing is never replaced, neither by others nor by their own other forms.
const touched = new WeakSet();

const note = ({ target }) => { if (target.form) touched.add(target.form); };
document.addEventListener("input", note);
document.addEventListener("change", note);
document.addEventListener("reset", ({ target }) => touched.delete(target));

// A browser also fills in a form by itself, when a page comes back: that says no event.
function differs(control) {
  if (["checkbox", "radio"].includes(control.type)) return control.checked !== control.defaultChecked;
  if (control.type === "file") return control.files.length > 0;
  if (control.type === "hidden" || !("defaultValue" in control)) return false;
  return control.value !== control.defaultValue;
}

const isTouched = (form) => touched.has(form) || [...form.elements].some(differs);

htmx.registerExtension("typed", {
  // The whole form stays, with the version and the key that belong to what is typed in it.
  htmx_before_morph_node: (one) => !(one instanceof HTMLFormElement && isTouched(one)),
  htmx_before_morph_attr: (one, { attrName }) => !(attrName === "open" && one.matches("details, dialog")),
});
// Scripts have written these; what proposes as one types is theirs altogether.
htmx.config.morphIgnore.push("data-opened-by", "tabindex");
htmx.config.morphSkip += ", [data-picker]";

const inPlaceOf = ({ id }, fragment) => fragment.querySelector(`[id="${id}"]`);

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.isRefresh) return;
  const sent = ctx.sourceElement.closest("form");
  for (const { target, fragment, swapSpec } of tasks) {
    if (swapSpec.style !== "outerHTML") continue;
    for (const form of target.querySelectorAll("form[id]")) {
      if (form !== sent && isTouched(form)) inPlaceOf(form, fragment)?.setAttribute("data-hx-preserve", "");
    }
    // What was typed in a form while it was on its way goes on in the one that takes its place.
    for (const field of sent?.elements ?? []) {
      const next = field.matches("textarea,[type=text]") && inPlaceOf(field, fragment);
      if (next && field.value !== (ctx.request.body?.get(field.name) ?? field.value)) next.value = field.value;
    }
  }
});
