// Says that the text has been in front of somebody: once, when the page is looked at and not when it is fetched ahead.
const form = document.querySelector("form[data-seen]");

const tell = () => {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
  fetch(form.action, { ...options, keepalive: true }).catch(() => {
    // Without contact nothing is noted: the next time the changes are told since an earlier look.
  });
};

document.addEventListener("visibilitychange", tell);
tell();
