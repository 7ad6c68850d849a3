// Adds an empty item, outcome, task or person where it belongs, without leaving the page.
import { changed } from "./autosave.js";
import { form } from "./form_rows.js";

const blank = (kind) => document.getElementById(`blank-${kind}`);
const HOMES = {
  item: () => [form.querySelector("[data-items]"), {}],
  person: () => [form.querySelector("[data-roll]"), {}],
  outcome: (button) => {
    const item = button.closest("[data-item]");
    return [item.querySelector("[data-outcomes]"), { __item__: item.dataset.item }];
  },
  task: (button) => {
    const outcome = button.closest("[data-outcome]");
    return [outcome.querySelector("[data-tasks]"), { __outcome__: outcome.dataset.outcome }];
  },
};

const filled = (kind, names) => {
  const made = document.createElement("template");
  made.innerHTML = Object.entries(names).reduce((html, [mark, name]) => html.replaceAll(mark, name), blank(kind).innerHTML);
  const row = made.content.firstElementChild;
  if (row.id === "ny") row.removeAttribute("id");
  return row;
};

const newKey = () => `new${Math.floor(Math.random() * 1e9)}`;

export const add = (button) => {
  if (form.inert) return;
  const kind = button.dataset.add;
  const [home, names] = HOMES[kind](button);
  const row = filled(kind, { ...names, __key__: newKey() });
  home.append(row);
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: button }));
  const field = row.querySelector("[name$='-title'], [name$='-name'], [name$='-owner'], select");
  field.focus();
  row.scrollIntoView({ block: "nearest" });
  if (kind === "outcome") changed(field);
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add]");
  if (!button) return;
  event.preventDefault();
  add(button);
});
