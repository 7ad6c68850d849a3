// After a save the page is where it was, with what was open still open; on a page of many forms after any of them.
const form = document.querySelector("form[data-keep-place], .keeps-place main");
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

form.addEventListener("submit", ({ target }) => {
  if (target.getAttribute("method") !== "post") return;
  const open = folds().flatMap((fold, index) => (fold.open ? [index] : []));
  const row = target === form ? {} : { row: target.id, offset: target.getBoundingClientRect().top };
  keep({ top: window.scrollY, open, count: folds().length, ...row });
});

// The row that was pressed stands where it stood; where a row has gone, the page does.
const topOf = ({ top, row, offset }) => {
  const found = row && document.getElementById(row);
  return found ? found.getBoundingClientRect().top + window.scrollY - offset : top;
};

const place = kept();
if (place && !document.querySelector(".error-summary")) {
  if (place.count === folds().length) for (const index of place.open) folds()[index].open = true;
  if (location.hash) form.querySelector("#ny :is(input:not([type=hidden]), textarea, select)")?.focus();
  else window.scrollTo({ top: topOf(place), behavior: "instant" });
}
