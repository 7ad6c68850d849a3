// Keeps what is typed as a draft within two seconds of quiet: on the server, and in the browser until it is there.
// Only one request is on its way at a time. Every ten seconds the page also says that it is open.
import { fieldsOfTouched, form, hold, laidOver, touch } from "./form_rows.js";
import { dropCopy, keepCopy, readCopy } from "./local_copy.js";
import { renew, sendDraft } from "./server.js";
import { say, sayUnsaved, showSignedOut, showWriters } from "./save_state.js";

const QUIET = 1_500;
const LONGEST = 8_000;
const HEARTBEAT = 10_000;
const SLOW = 400;
const AWAY = "Ingen kontakt, sparas i webbläsaren";
const NOT_KEPT = "Ingen kontakt. Webbläsaren har inte plats för texten, så lämna inte sidan.";

const WAITING = "Det du skrev senast finns kvar i webbläsaren. Du kan skriva här igen när det har skickats.";
const REFUSED = "Utkastet sparades inte. Det du skrivit finns kvar i webbläsaren.";

const isAnswer = "posted" in form.dataset; // the page is the answer to a save that was refused
let typed = isAnswer ? 1 : 0; // how many changes there are
let sent = 0; // how many of them the server has
let since = 0; // when the first of those that it lacks was made
let timer = 0;
let onItsWay = null;
let isOut = false;
let isPaused = false;
let isHome = true; // false while the only copy of what an earlier page could not send is in the browser
let isComing = false;
let isAsked = false; // somebody has asked for a save that could not be carried out
let left; // what an earlier page could not send and the server refuses; it stays in the copy

const isBehind = () => typed > sent;
const copyNow = () => !isHome || keepCopy({ fields: fieldsOfTouched(), left });

// Takes what the server has out of the copy, and nothing else.
const clearCopy = () => {
  if (!isHome) return;
  if (left) keepCopy({ fields: {}, left });
  else dropCopy();
};

const listen = ({ data }) => {
  if (data.writers) showWriters(data.writers, data.revision > Number(form.elements.revision.value));
};

const away = () => {
  if (isHome) say("trouble", copyNow() ? AWAY : NOT_KEPT);
  else say("trouble", WAITING);
};

const signOut = () => {
  isOut = true;
  showSignedOut(true);
  away();
};

// True when the page may go on as the same account.
const signedIn = async () => {
  const answer = await renew();
  if (answer.status !== 200) {
    if (answer.isOther) say("trouble", "Ett annat konto är inloggat. Din text finns kvar i webbläsaren.");
    return false;
  }
  isOut = false;
  showSignedOut(false);
  listen(answer);
  return true;
};

const settle = (answer, count) => {
  listen(answer);
  if (answer.status === 200) {
    sent = count;
    if (isBehind()) copyNow();
    else clearCopy();
    if (isAsked) say("unsaved", `Sparat som utkast ${answer.data.saved}. Tryck på Spara igen.`);
    else say("draft", `Sparat som utkast ${answer.data.saved}`);
    document.dispatchEvent(new CustomEvent("draft:saved"));
  } else if (answer.status === 401) {
    signOut();
  } else if (answer.status === 0 || answer.status >= 500) {
    away();
  } else {
    copyNow();
    sent = count; // the same text would be refused again
    say("trouble", answer.data.refusal ?? REFUSED);
  }
};

const post = async () => {
  const count = typed;
  const slow = setTimeout(() => say("sending", "Sparar …"), SLOW);
  since = 0;
  let answer = await sendDraft(fieldsOfTouched());
  if (answer.status === 403 && (await signedIn())) answer = await sendDraft(fieldsOfTouched());
  clearTimeout(slow);
  settle(answer, count);
};

const send = async () => {
  clearTimeout(timer);
  if (onItsWay || isPaused || !isHome || !isBehind()) return;
  if (isOut && !(await signedIn())) return;
  if (onItsWay) return;
  onItsWay = post();
  await onItsWay;
  onItsWay = null;
  if (isBehind() && !isOut && navigator.onLine) wait();
};

const wait = () => {
  clearTimeout(timer);
  since ||= Date.now();
  timer = setTimeout(send, Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
};

export const changed = (field) => {
  if (!touch(field)) return;
  typed += 1;
  sayUnsaved();
  wait();
};

// Whether everything that earlier pages left has been dealt with, so that the page may save.
export const isReady = () => isHome;

// Saving for good waits for the draft that is on its way, and lets no other go.
export const pause = async () => {
  isPaused = true;
  clearTimeout(timer);
  await onItsWay;
};

export const goOn = () => {
  isPaused = false;
  if (isBehind()) wait();
};

export const keepForLater = () => {
  isAsked = true;
  typed += 1;
  away();
};

export const askToSignIn = () => {
  isAsked = true;
  typed += 1;
  signOut();
};

export const forget = () => {
  sent = typed;
  clearCopy();
};

// The page is left with its text; the copy waits for the page that comes.
export const leave = () => {
  copyNow();
  sent = typed;
};

const beat = async () => {
  if (isPaused || onItsWay) return;
  if (!isHome) await bringHome();
  else if (isBehind()) {
    if (!timer || isOut || Date.now() - since > LONGEST) await send();
  } else if (isOut) await signedIn();
  else {
    const answer = await sendDraft({});
    listen(answer);
    if (answer.status === 401) signOut();
    else if (answer.status === 403) await signedIn();
  }
};

let waiting = {}; // what an earlier page could not send
let letGo = null;

const settleHome = (answer) => {
  if (answer.status === 200) {
    dropCopy();
    sent = typed;
    if (!isPaused) location.reload();
  } else if (answer.status === 401) {
    signOut();
  } else if (answer.status === 0 || answer.status >= 500) {
    away();
  } else {
    left = waiting; // it would be refused again; the next page tries
    isHome = true;
    letGo();
    say("trouble", answer.data.refusal ?? REFUSED);
  }
};

// What an earlier page could not send goes first; then the page shows it as a draft. Nobody writes until then.
const bringHome = async () => {
  if (isComing) return;
  isComing = true;
  let answer = await sendDraft(waiting);
  if (answer.status === 403) {
    away();
    answer = (await signedIn()) ? await sendDraft(waiting) : null;
  }
  isComing = false;
  if (answer) settleHome(answer);
};

const start = () => {
  const copy = readCopy();
  if (isAnswer) left = copy?.left; // its other text stands on the page
  else waiting = laidOver(copy?.left ?? {}, copy?.fields ?? {});
  if (Object.keys(waiting).length) {
    isHome = false;
    letGo = hold();
  }
  beat();
};

form.addEventListener("input", (event) => changed(event.target));
form.addEventListener("change", (event) => event.target.matches("input[type=radio], input[type=checkbox], select") && changed(event.target));
window.addEventListener("online", () => (isHome ? send() : beat()));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) beat();
  else if (isBehind()) {
    copyNow();
    send();
  }
});
window.addEventListener("pagehide", () => isBehind() && copyNow());
window.addEventListener("beforeunload", (event) => isBehind() && event.preventDefault());
document.querySelector("[data-keep-draft]")?.addEventListener("click", () => {
  document.getElementById("utkast").hidden = true;
});
document.querySelector("[data-discard]")?.addEventListener("submit", () => {
  isPaused = true;
  clearTimeout(timer);
  forget();
});
setInterval(beat, HEARTBEAT);
if (typed) wait();
start();
