// The text beside the editor: read in when the page is there and each time a draft has been kept, for everyone or for
// the adjusters, and following the item that one is in.
import { itemHere } from "./here.js";

const pane = document.querySelector("[data-preview-pane]");
const readers = document.querySelectorAll("[data-reader]");
let reader = "alla";
let isBusy = false;
let isWanted = false;
let shown = ""; // for whom the pane is read in

const follow = () => {
  const number = itemHere()?.querySelector("[data-number]").textContent;
  const part = number && pane?.querySelector(`#punkt-${number}`);
  if (part) pane.scrollTo({ top: part.offsetTop - 8, behavior: "instant" });
};

const read = async () => {
  const response = await fetch(`${pane.dataset.previewPane}?som=${reader}`, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const { scrollTop } = pane;
  pane.replaceChildren(...page.body.childNodes);
  pane.scrollTop = scrollTop;
  if (shown !== reader) follow();
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

document.addEventListener("item:here", follow);
document.addEventListener("draft:saved", refresh);
window.matchMedia("(min-width: 75rem)").addEventListener("change", () => isWanted && refresh());
refresh();
