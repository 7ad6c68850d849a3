// The order of the items: moved in the list by its buttons, by Alt and an arrow, or by dragging the handle.
import { form } from "./form_rows.js";

const list = form.querySelector("[data-order] ol");
const cards = form.querySelector("[data-items]");
const said = form.querySelector("[data-order-said]");
const cardOf = (row) => cards.querySelector(`[data-item="${row.dataset.for}"]`);

const number = (row, index, count) => {
  const card = cardOf(row);
  const field = card.querySelector(`[name="item-${row.dataset.for}-number"]`);
  for (const place of [row, card]) place.querySelector("[data-number]").textContent = index + 1;
  for (const button of row.querySelectorAll("[data-move]")) {
    button.disabled = index === (button.dataset.move === "up" ? 0 : count - 1);
  }
  if (Number(field.value) === index + 1) return;
  field.value = index + 1;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

// The cards follow the list.
const settle = () => {
  const rows = [...list.children];
  rows.forEach((row, index) => {
    const card = cardOf(row);
    if (cards.children[index] !== card) cards.insertBefore(card, cards.children[index] ?? null);
    number(row, index, rows.length);
  });
  form.dispatchEvent(new CustomEvent("order:changed"));
};

const tell = (row) => {
  said.textContent = `${row.querySelector("[data-title]").textContent} är nu punkt ${[...list.children].indexOf(row) + 1}.`;
};

const step = (row, direction) => {
  const other = direction === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (direction === "up") other.before(row);
  else other.after(row);
  settle();
  if (row.contains(focused)) (focused.disabled ? row.querySelector("[data-move]:enabled") : focused)?.focus();
  tell(row);
};

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button) return;
  event.preventDefault();
  step(button.closest("li"), button.dataset.move);
});

list.addEventListener("keydown", (event) => {
  const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = event.target.closest("li");
  if (!event.altKey || !direction || !row) return;
  event.preventDefault();
  step(row, direction);
});

list.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("[data-grip]")?.closest("li");
  if (!row || event.button) return;
  event.preventDefault();
  const before = [...list.children];
  const done = new AbortController();
  row.dataset.dragged = "";
  const drop = (isKept) => {
    done.abort();
    delete row.dataset.dragged;
    if (!isKept) list.append(...before);
    else if (before.some((other, index) => other !== list.children[index])) {
      settle();
      tell(row);
    }
  };
  const drag = ({ clientY }) => {
    const others = [...list.children].filter((other) => other !== row);
    const next = others.find((other) => clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    if (row.nextElementSibling !== (next ?? null)) list.insertBefore(row, next ?? null);
  };
  document.addEventListener("pointermove", drag, done);
  document.addEventListener("pointerup", () => drop(true), done);
  document.addEventListener("pointercancel", () => drop(false), done);
  document.addEventListener("keydown", (key) => key.key === "Escape" && drop(false), done);
});

// A number that is typed moves the item there; a title that is typed stands in the list too.
form.addEventListener("change", (event) => {
  const [, key] = /^item-(\w+)-number$/.exec(event.target.name) ?? [];
  const row = key && list.querySelector(`[data-for="${key}"]`);
  const place = Number(event.target.value) - 1;
  if (!row || !Number.isInteger(place) || place < 0) return;
  const others = [...list.children].filter((other) => other !== row);
  list.insertBefore(row, others[place] ?? null);
  settle();
});

form.addEventListener("input", (event) => {
  const [, key] = /^item-(\w+)-title$/.exec(event.target.name) ?? [];
  if (!key) return;
  for (const place of form.querySelectorAll(`[data-for="${key}"] [data-title], [data-item="${key}"] [data-title]`)) {
    place.textContent = event.target.value || "Ny punkt";
  }
});

// What is added comes before the items that always stand last, while they do stand last.
const firstOfLast = () => {
  let found = null;
  for (const row of [...list.children].reverse()) {
    if (!("last" in row.dataset)) break;
    found = row;
  }
  return found;
};

form.addEventListener("formset:added", (event) => {
  const key = event.target.dataset.item;
  if (!key) return;
  const made = document.createElement("template");
  made.innerHTML = document.getElementById("blank-order").innerHTML.replaceAll("__key__", key);
  list.insertBefore(made.content.firstElementChild, firstOfLast());
  settle();
});

form.querySelector("[data-order]").dataset.ready = "";
