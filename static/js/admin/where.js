// Says in the bar which item one is in, by the number and title that it has now.
import { form } from "./form_rows.js";
import { itemHere } from "./here.js";

const line = document.querySelector("[data-where]");

const say = () => {
  const [number, title] = ["number", "title"].map((name) => itemHere()?.querySelector(`[data-${name}]`).textContent);
  line.textContent = itemHere() ? `${number}. ${title}` : "";
};

document.addEventListener("item:here", say);
form.addEventListener("order:changed", say);
form.addEventListener("input", ({ target }) => target.name?.endsWith("-title") && say());
say();
