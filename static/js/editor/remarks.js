// The small form in which one says something of chosen words, or proposes others.
import { say } from "../said.js";

const PATIENCE = 5000; // milliseconds for what was written to arrive before what is said of it

export function remarks(dialog, { connection, list, signal }) {
  const form = dialog.querySelector("form");
  const { body, replacement, removal } = form.elements;
  const proposal = form.querySelector("details");
  const error = form.querySelector("[data-error]");
  const send = form.querySelector("[data-send]");
  let passage, view;

  function open(from, chosen) {
    if (!chosen) return;
    [view, passage] = [from, chosen];
    dialog.querySelector("blockquote").textContent = passage.words;
    body.value = "";
    replacement.value = passage.words;
    removal.checked = false;
    replacement.disabled = false;
    proposal.open = false;
    proposal.hidden = !passage.isOne;
    tell("");
    dialog.showModal();
    body.focus();
  }

  function tell(words) {
    error.hidden = !words;
    error.querySelector("[data-words]").textContent = words;
    body.setAttribute("aria-invalid", String(Boolean(words)));
  }

  async function post() {
    await connection.flush(PATIENCE);
    if (!connection.outbox.isEmpty) return dialog.dataset.late;
    const sent = new FormData(form);
    sent.set("start", JSON.stringify(passage.start));
    sent.set("end", JSON.stringify(passage.end));
    const isGone = proposal.open && (removal.checked || !replacement.value.trim());
    if (isGone || !proposal.open || replacement.value.trim() === passage.words.trim()) sent.delete("replacement");
    if (isGone) sent.set("removal", "y");
    else sent.delete("removal");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "HX-Request-Type": "partial" } });
      return answer.ok ? "" : wrong(await answer.text()) || dialog.dataset.late;
    } catch {
      return dialog.dataset.late;
    }
  }

  removal.addEventListener("change", () => { replacement.disabled = removal.checked; }, { signal });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    tell(body.value.trim() ? await post() : dialog.dataset.empty);
    send.disabled = false;
    if (!error.hidden) return body.focus();
    dialog.close();
    view.focus();
    say(dialog.dataset.added);
    htmx.trigger(list(), "refresh", {}, false);
  }, { signal });

  return { open };
}

const wrong = (page) => new DOMParser().parseFromString(page, "text/html").querySelector("form .error")?.textContent.trim();
