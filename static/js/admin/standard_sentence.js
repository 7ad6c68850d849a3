// A new kind of outcome brings its standard sentence, unless somebody has written another text.
const holder = document.querySelector("[data-standard-sentences]");
const sentences = JSON.parse(holder.dataset.standardSentences);

holder.addEventListener("change", (event) => {
  if (!event.target.matches("select[name$='-kind']")) return;
  const text = holder.querySelector(`[name="${event.target.name.replace(/-kind$/, "-text")}"]`);
  const written = text.value.trim();
  if (written && !Object.values(sentences).includes(written)) return;
  text.value = sentences[event.target.value];
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
