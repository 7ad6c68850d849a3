// Attendance: the count follows each choice. The first letter chooses, and chooses between those that share it; 1, 2
// and 3 choose and go on to the next person, and Enter goes on.
import { form } from "./form_rows.js";

const roll = form.querySelector("[data-roll]");
const counts = form.querySelector("[data-counts]");
const WORDS = { present: "närvarande", apologies: "förhindrade", absent: "frånvarande" };

const count = () => {
  const chosen = [...roll.querySelectorAll("input[type=radio]:checked")].map((radio) => radio.value);
  counts.textContent = Object.entries(WORDS)
    .map(([state, word]) => [chosen.filter((value) => value === state).length, word])
    .filter(([number]) => number)
    .map(([number, word]) => `${number} ${number === 1 ? word.replace("förhindrade", "förhindrad") : word}`)
    .join(", ");
};

roll.addEventListener("change", (event) => event.target.type === "radio" && count());
form.addEventListener("formset:added", (event) => event.target.matches("[data-person]") && count());

const choose = (radio) => {
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
};

const goOn = (radio) => radio.closest("li").nextElementSibling?.querySelector(".three input:checked")?.focus();

const startsWith = (letter) => (radio) => radio.nextElementSibling.textContent.toLowerCase().startsWith(letter);

roll.addEventListener("keydown", (event) => {
  if (event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
  const radios = [...event.target.closest(".three").querySelectorAll("input")];
  const numbered = radios[["1", "2", "3"].indexOf(event.key)];
  const here = radios.indexOf(event.target);
  const lettered = [...radios.slice(here + 1), ...radios.slice(0, here + 1)].find(startsWith(event.key.toLowerCase()));
  if (!numbered && !lettered && event.key !== "Enter") return;
  event.preventDefault();
  if (numbered ?? lettered) choose(numbered ?? lettered);
  if (!lettered) goOn(event.target);
});
