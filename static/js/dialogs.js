// The order to a dialog where browsers lack it.
const ORDERS = {
  "show-modal": (one) => one.showModal(),
  close: (one) => one.close(),
};

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button[commandfor]");
    const ordered = button && document.getElementById(button.getAttribute("commandfor"));
    if (ordered) ORDERS[button.getAttribute("command")]?.(ordered);
  });
}

// A menu closes as one chooses: focus is on its button again, which the new region has too.
document.addEventListener("submit", ({ submitter }) => submitter?.closest("[popover]")?.hidePopover?.(), true);
