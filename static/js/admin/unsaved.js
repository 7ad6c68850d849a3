// Says that there is unsaved text, warns before it is left behind, and saves on Ctrl+S.
const form = document.querySelector("form[data-unsaved]");
const state = document.getElementById("save-state");
let unsaved = Boolean(document.querySelector(".error-summary"));

const show = () => {
  if (!unsaved) return;
  state.textContent = state.dataset.unsaved;
  state.dataset.state = "unsaved";
};

form.addEventListener("input", () => {
  unsaved = true;
  show();
});

form.addEventListener("submit", () => {
  unsaved = false;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit();
  }
});

show();
