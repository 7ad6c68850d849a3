// A button that copies the text of a field, and says that it did.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Kopierad.";
    } catch {
      said.textContent = "Det gick inte att kopiera. Texten är markerad: kopiera den själv.";
    }
  });
}
