// Which item one is in: the one that is written in, while it is on the screen; else the one at the top of the screen.
import { form } from "./form_rows.js";

const TOP = { rootMargin: "-20% 0px -75% 0px" };
let here = null;

export const itemHere = () => here;

const isOnScreen = (item) => {
  const { top, bottom } = item.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
};

const written = () => {
  const item = document.activeElement?.closest("[data-item]");
  return item && isOnScreen(item) ? item : null;
};

const tell = (item) => {
  if (item === here) return;
  here = item;
  document.dispatchEvent(new CustomEvent("item:here"));
};

const reading = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) tell(written() ?? entry.target);
}, TOP);

for (const item of form.querySelectorAll("[data-item]")) reading.observe(item);
form.addEventListener("formset:added", ({ target }) => target.matches("[data-item]") && reading.observe(target));
form.addEventListener("focusin", ({ target }) => tell(target.closest("[data-item]")));
