// Attendance: the count follows each choice; 1, 2 and 3 choose and go on to the next person.
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

roll.addEventListener("keydown", (event) => {
  const place = ["1", "2", "3"].indexOf(event.key);
  if (place < 0 || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const radio = event.target.closest(".three").querySelectorAll("input")[place];
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const next = event.target.closest("li").nextElementSibling?.querySelector(".three input:checked");
  (next ?? radio).focus();
});
