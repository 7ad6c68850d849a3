// Saves without leaving the page, so that a lost network or an expired sign-in never takes the text along.
// What the server refuses is sent once more as an ordinary form: then its page says what has to be mended.
import { askToSignIn, changed, forget, goOn, isReady, keepForLater, leave, pause } from "./autosave.js";
import { form, hold } from "./form_rows.js";
import { ask, renew } from "./server.js";
import { say } from "./save_state.js";

const isAnswer = "posted" in form.dataset; // the page is the answer to a save that was refused
let isSaving = false;

const post = (submitter) =>
  ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, submitter)) });

const leaveFor = (address) => {
  const to = new URL(address, location.href);
  const isHere = to.pathname === location.pathname && to.search === location.search;
  if (isHere && isAnswer) location.replace(to.pathname + to.search); // to load it again would be to send it again
  else if (isHere) {
    location.hash = to.hash;
    location.reload();
  } else location.assign(to);
};

const sendAsForm = (submitter) => {
  if (submitter?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(field);
  }
  leave();
  HTMLFormElement.prototype.submit.call(form);
};

const save = async (submitter) => {
  await pause();
  const letGo = hold(); // what would be written from here on is not in what is sent
  say("sending", "Sparar …");
  let answer = await post(submitter);
  if (answer.status === 403 && (await renew()).status === 200) answer = await post(submitter);
  if (answer.status === 200) {
    forget();
    leaveFor(answer.data.to);
    return;
  }
  if (answer.status === 401) askToSignIn();
  else if (answer.status === 0 || answer.status >= 500) keepForLater();
  else {
    sendAsForm(submitter);
    return;
  }
  isSaving = false;
  letGo();
  goOn();
};

// The server moves the background; for that it needs the item as it stands.
form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-take-over]");
  if (button) changed(form.elements[`item-${button.value}-background`]);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isSaving || !isReady()) return;
  isSaving = true;
  save(event.submitter ?? undefined);
});

// A page that the browser brings back as it was left has been saved, and would stay held.
window.addEventListener("pageshow", ({ persisted }) => persisted && isSaving && location.reload());
