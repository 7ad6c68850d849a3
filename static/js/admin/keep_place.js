// After a save the page is where it was, with what was open still open.
const form = document.querySelector("form[data-keep-place]");
const key = `place ${location.pathname}`;
const folds = () => [...form.querySelectorAll("details")];

const keep = (place) => {
  try {
    sessionStorage.setItem(key, JSON.stringify(place));
  } catch {
    // The browser keeps nothing, so the page comes back at its top.
  }
};

const kept = () => {
  try {
    const place = JSON.parse(sessionStorage.getItem(key) ?? "null");
    sessionStorage.removeItem(key);
    return place;
  } catch {
    return null;
  }
};

form.addEventListener("submit", () => {
  const open = folds().flatMap((fold, index) => (fold.open ? [index] : []));
  keep({ top: window.scrollY, open, count: folds().length });
});

const place = kept();
if (place && !document.querySelector(".error-summary")) {
  if (place.count === folds().length) for (const index of place.open) folds()[index].open = true;
  if (location.hash) form.querySelector("#ny :is(input:not([type=hidden]), textarea, select)")?.focus();
  else window.scrollTo({ top: place.top, behavior: "instant" });
}
