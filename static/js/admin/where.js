// Says in the bar which item one writes in, or has at the top of the screen.
import { form } from "./form_rows.js";

const line = document.querySelector("[data-where]");

const tell = (item) => {
  const [number, title] = ["number", "title"].map((name) => item?.querySelector(`[data-${name}]`).textContent);
  line.textContent = item ? `${number}. ${title}` : "";
};

const reading = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) tell(entry.target);
  },
  { rootMargin: "-20% 0px -75% 0px" },
);

for (const item of form.querySelectorAll("[data-item]")) reading.observe(item);
form.addEventListener("formset:added", ({ target }) => target.matches("[data-item]") && reading.observe(target));
form.addEventListener("focusin", ({ target }) => tell(target.closest("[data-item]")));
