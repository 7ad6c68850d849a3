// Text that is written and not sent is not left behind without a question, in any form that is posted and has a text
// area. The meeting's editor keeps drafts of its own. A form with a save bar also says so there, and saves on Ctrl+S.
const BOX = "textarea:not([readonly])";
const isRefused = Boolean(document.querySelector(".error-summary"));
const whole = document.querySelector("form[data-unsaved]");
const line = whole && document.getElementById("save-state");
let isTouched = isRefused; // whether the form with the save bar has been written in
let sent = null; // the form that is on its way

const isWatched = (form) => form.getAttribute("method") === "post" && !("editor" in form.dataset) && form !== whole;
const boxes = (form) => [...form.elements].filter((field) => field.matches(BOX));
const isChanged = (field) =>
  field.matches(`${BOX}, input:is([type=text], [type=file])`) && field.value !== field.defaultValue;

// What a refused form sent stands in its boxes, and nowhere else.
const holdsText = (form) =>
  boxes(form).length > 0 && ([...form.elements].some(isChanged) || (isRefused && boxes(form).some((box) => box.value)));

const isLeft = (form) => form !== sent && (form === whole ? isTouched : isWatched(form) && holdsText(form));

const show = () => {
  if (!whole || !isTouched) return;
  line.textContent = line.dataset.unsaved;
  line.dataset.state = "unsaved";
};

document.addEventListener("input", ({ target }) => {
  sent = null;
  if (!whole || target.closest("form") !== whole) return;
  isTouched = true;
  show();
});

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});

window.addEventListener("pageshow", () => {
  sent = null;
});

window.addEventListener("beforeunload", (event) => {
  if ([...document.forms].some(isLeft)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (whole && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    whole.requestSubmit();
  }
});

show();
