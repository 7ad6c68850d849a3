// Keys for what is done most. None of them takes a letter from somebody who is typing.
import { add } from "./add_row.js";
import { form } from "./form_rows.js";

const dialog = document.getElementById("shortcuts");
const opener = document.querySelector("[data-shortcuts]");
const isTyping = (place) =>
  place.isContentEditable || place.matches("textarea, select, input:not([type=radio], [type=checkbox])");
const buttonIn = (place, kind) => place?.querySelector(`[data-add="${kind}"]`);

// Where one stands decides which item or outcome gets the new row.
const ADDS = {
  n: () => form.querySelector("[data-add=item]"),
  p: () => form.querySelector("[data-add=person]"),
  b: (place) => buttonIn(place.closest("[data-item]"), "outcome"),
  u: (place) => buttonIn(place.closest("[data-outcome]"), "task"),
};

document.addEventListener("keydown", (event) => {
  const letter = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && letter === "s") {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.altKey && !event.ctrlKey && !event.metaKey && Object.hasOwn(ADDS, letter) && !dialog.open) {
    const button = ADDS[letter](event.target);
    if (!button) return;
    event.preventDefault();
    add(button);
  } else if (event.key === "?" && !isTyping(event.target) && !dialog.open) {
    event.preventDefault();
    dialog.showModal();
  }
});

opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
