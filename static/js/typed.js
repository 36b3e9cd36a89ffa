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

document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  if (ctx.isRefresh) return;
  const sent = ctx.sourceElement.closest("form");
  for (const { target, fragment, swapSpec } of tasks) {
    if (swapSpec.style !== "outerHTML" || !(target instanceof Element)) continue;
    for (const form of target.querySelectorAll("form[id]")) {
      const next = fragment.querySelector(byId(form));
      if (next && form === sent) take(typedSince(sent), next);
      else if (next && isTouched(form)) next.setAttribute("data-hx-preserve", "");
    }
  }
});

// A form on its way is soon replaced: what is typed in it meanwhile goes on in the new one, and is
// sent from there if it was sent here.
const onItsWay = new WeakMap(); // a form, and what it said as it left
const again = new WeakSet();
const byId = ({ id }) => `#${CSS.escape(id)}`;
const texts = (form) => [...form.elements].filter((one) => one.id && one.matches("textarea, select, input:not([type]), input[type=text]"));
const typedSince = (form) => texts(form).filter((one) => onItsWay.get(form)?.get(one) !== one.value);

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form");
  if (form && ctx.request.method !== "GET") onItsWay.set(form, new Map(texts(form).map((one) => [one, one.value])));
});

document.addEventListener("submit", ({ target }) => {
  if (onItsWay.has(target) && typedSince(target).length) again.add(target);
}, { capture: true });

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const { form } = ctx.request;
  onItsWay.delete(form);
  if (again.delete(form) && !form.isConnected) document.getElementById(form.id)?.requestSubmit();
});

function take(controls, form) {
  for (const one of controls) {
    const next = form.querySelector(byId(one));
    if (next && "value" in next) next.value = one.value;
  }
}
