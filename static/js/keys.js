// “/” leads to the search of the page, or of the house.
const TYPED_IN = "input, textarea, select, [contenteditable]";
const SEARCHES = "main input[type=search], [data-search]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(TYPED_IN) || document.querySelector("dialog[open]")) return;
  const search = [...document.querySelectorAll(SEARCHES)].find((one) => one.checkVisibility());
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
