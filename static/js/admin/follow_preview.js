// The text beside the editor follows the item that is being written, or that stands at the top of the screen.
// When a draft has been kept it shows that one.
const pane = document.querySelector("[data-preview-pane]");
const items = document.querySelectorAll("[data-preview]");

const follow = (item) => {
  const part = pane?.querySelector(`#${item.dataset.preview}`);
  if (part) pane.scrollTo({ top: part.offsetTop - 8, behavior: "instant" });
};

const reading = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) follow(entry.target);
  },
  { rootMargin: "-20% 0px -75% 0px" },
);

for (const item of items) {
  reading.observe(item);
  item.addEventListener("focusin", () => follow(item));
}

const state = document.querySelector("[data-preview-state]");
let isBusy = false;

const refresh = async () => {
  if (isBusy || !pane?.offsetParent) return;
  isBusy = true;
  try {
    const response = await fetch(pane.dataset.previewPane, { headers: { Accept: "text/html" } });
    if (response.ok && !response.redirected) {
      const read = new DOMParser().parseFromString(await response.text(), "text/html");
      const { scrollTop } = pane;
      pane.replaceChildren(...read.body.childNodes);
      pane.scrollTop = scrollTop;
      state.textContent = " (ditt utkast)";
    }
  } catch {
    // The pane shows what it showed.
  }
  isBusy = false;
};

document.addEventListener("draft:saved", refresh);
if (document.getElementById("utkast")) refresh();
