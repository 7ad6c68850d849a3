// The text beside the editor follows the item that is being written, or that stands at the top of the screen.
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
