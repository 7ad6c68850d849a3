// The text beside the editor: read in when the page is there and each time a draft has been kept, for everyone or for
// the adjusters, and following the item that is being written or that stands at the top of the screen.
const pane = document.querySelector("[data-preview-pane]");
const readers = document.querySelectorAll("[data-reader]");
let reader = "alla";
let isBusy = false;
let isWanted = false;
let here = null; // the item that is being written, or that stands at the top
let shown = ""; // for whom the pane is read in

const follow = (item) => {
  here = item;
  const number = item.querySelector("[data-number]").textContent;
  const part = pane?.querySelector(`#punkt-${number}`);
  if (part) pane.scrollTo({ top: part.offsetTop - 8, behavior: "instant" });
};

const read = async () => {
  const response = await fetch(`${pane.dataset.previewPane}?som=${reader}`, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const { scrollTop } = pane;
  pane.replaceChildren(...page.body.childNodes);
  if (shown === reader || !here) pane.scrollTop = scrollTop;
  else follow(here);
  shown = reader;
};

// What comes while a reading is on its way is read once afterwards.
const refresh = async () => {
  isWanted = true;
  if (isBusy || !pane?.offsetParent) return;
  isBusy = true;
  while (isWanted) {
    isWanted = false;
    try {
      await read();
    } catch {
      // The pane shows what it showed.
    }
  }
  isBusy = false;
};

for (const link of readers) {
  link.addEventListener("click", (event) => {
    if (!pane?.offsetParent || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    reader = link.dataset.reader;
    for (const other of readers) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    refresh();
  });
}

const reading = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) follow(entry.target);
  },
  { rootMargin: "-20% 0px -75% 0px" },
);
const watch = (root) => {
  for (const item of root.querySelectorAll("[data-item]")) reading.observe(item);
};
watch(document.getElementById("editor"));

document.addEventListener("focusin", ({ target }) => {
  const item = target.closest("[data-item]");
  if (item) follow(item);
});
document.addEventListener("formset:added", ({ target }) => target.matches("[data-item]") && reading.observe(target));
document.addEventListener("draft:saved", refresh);
window.matchMedia("(min-width: 75rem)").addEventListener("change", () => isWanted && refresh());
refresh();
