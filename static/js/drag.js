// Cards are dragged from column to column; what cannot be done puts them back where they were.
import Sortable from "sortablejs";

const HOLD = 180; // milliseconds a finger rests on a card before it is dragged, so that one may scroll
const SLIP = 4; // pixels
const REACH = 48; // how near to an empty column a card falls into it
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
const board = () => document.getElementById("action-board");
const mover = () => document.getElementById("mover");
let taken, isLate = false;

const options = {
  group: "actions",
  draggable: ".card",
  filter: "button, .drop",
  preventOnFilter: false,
  forceFallback: true,
  fallbackTolerance: SLIP,
  delay: HOLD,
  delayOnTouchOnly: true,
  touchStartThreshold: SLIP,
  emptyInsertThreshold: REACH,
  animation: isStill ? 0 : 140,
  onChoose({ item }) {
    item.cloneNode = copy;
  },
  onStart({ item, from }) {
    taken = { item, from, next: item.nextElementSibling };
    item.dataset.ghost = "";
    if (Sortable.ghost) Sortable.ghost.dataset.dragging = "";
  },
  onEnd({ item, to }) {
    delete item.dataset.ghost;
    const { from, next } = taken;
    if (to !== from || item.nextElementSibling !== next) return send(item, to);
    taken = undefined;
    if (isLate) htmx.trigger(board(), "refresh", {}, false);
    isLate = false;
  },
};

// What is dragged is a copy: the policy of our pages lets no style be copied along.
function copy(deep) {
  const worn = this.style.cssText;
  this.removeAttribute("style");
  const made = Node.prototype.cloneNode.call(this, deep);
  this.style.cssText = worn;
  return made;
}

function undress() {
  for (const card of document.querySelectorAll("#action-board [style]")) card.removeAttribute("style");
}

function start() {
  if (!mover()) return;
  for (const list of document.querySelectorAll("[data-stage]")) if (!Sortable.get(list)) new Sortable(list, options);
}

function send(item, to) {
  const told = { move: `${idOf(item)}:`, stage: to.dataset.stage, ahead_of: idOf(item.nextElementSibling) };
  for (const [name, value] of Object.entries(told)) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    mover().append(field);
  }
  mover().requestSubmit();
}

const idOf = (card) => card?.id.split("-")[1] ?? "";

// The board that comes back tells where each card stands; when none comes, the card goes back by itself.
function settle({ target }) {
  const back = taken;
  taken = undefined;
  isLate = false;
  mover()?.querySelectorAll("[name=move], [name=stage], [name=ahead_of]").forEach((field) => field.remove());
  if (target === mover() && back?.item.isConnected) back.from.insertBefore(back.item, back.next?.isConnected ? back.next : null);
}

document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, request } = event.detail.ctx;
  if (request.method !== "GET" && (taken || sourceElement === mover())) settle(event);
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (!document.querySelector("[data-ghost]")) undress();
  if (!taken || !ctx.isRefresh || ctx.sourceElement !== board()) return;
  event.preventDefault();
  isLate = true;
});

document.addEventListener("htmx:after:swap", start);

start();
