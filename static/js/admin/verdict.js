// The chair's answer: what is opened is where one writes or presses next, and Escape closes it again.
const bar = document.querySelector("[data-verdict]");
const folds = [...bar.querySelectorAll("details")];

for (const fold of folds) {
  fold.addEventListener("toggle", () => {
    if (!fold.open) return;
    for (const other of folds) if (other !== fold) other.open = false;
    if (document.activeElement.closest(".error-summary")) return;
    const next = fold.querySelector("textarea, button");
    next.focus({ preventScroll: true });
    // The bar is always in sight, and the text stays where it was read; only after the text one has to go there.
    if (getComputedStyle(bar).position === "static") next.closest("form").scrollIntoView({ block: "nearest" });
  });
}

bar.addEventListener("keydown", (event) => {
  const fold = event.key === "Escape" && event.target.closest("details[open]");
  if (!fold) return;
  fold.open = false;
  fold.querySelector("summary").focus();
});

document.querySelector('.error-summary a[href="#comment"]')?.addEventListener("click", (event) => {
  event.preventDefault();
  const box = document.getElementById("comment");
  box.closest("details").open = true;
  box.focus();
});
