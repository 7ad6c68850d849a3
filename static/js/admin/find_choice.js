// A search box over many boxes to tick: what does not match is hidden, but for what is ticked already.
const MANY = 8;

const fold = (text) => text.toLocaleLowerCase("sv").trim();

for (const whole of document.querySelectorAll("[data-find-choice]")) {
  const place = whole.querySelector("[data-find]");
  const labels = [...whole.querySelectorAll(".choice")];
  const found = whole.querySelector("[data-found]");

  const show = (words) => {
    let count = 0;
    for (const label of labels) {
      const isFound = words.every((word) => fold(label.textContent).includes(word));
      count += isFound;
      label.hidden = !isFound && !label.querySelector("input").checked;
    }
    for (const part of whole.querySelectorAll("[data-choices]")) part.hidden = !part.querySelector(".choice:not([hidden])");
    if (!words.length) found.textContent = "";
    else if (count) found.textContent = `${count} ${count === 1 ? "grupp" : "grupper"}`;
    else found.textContent = "Ingen grupp heter så. Läs under Saknas en grupp?";
  };

  place.hidden = labels.length < MANY;
  place.addEventListener("input", ({ target }) => show(fold(target.value).split(/\s+/).filter(Boolean)));
  place.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
