// What the bar says about the text: one quiet sentence, changed only when it has to be.
const line = document.getElementById("save-state");
const signedOut = document.getElementById("signed-out");
const writers = document.getElementById("writers");

const write = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

// States: unsaved, sending, draft, trouble.
export const say = (state, text) => {
  write(line, text);
  line.dataset.state = state;
};

export const sayUnsaved = () => {
  if (line.dataset.state !== "trouble") say("unsaved", line.dataset.unsaved);
};

export const showSignedOut = (isOut) => {
  signedOut.hidden = !isOut;
};

export const showWriters = (others, isNewer) => {
  const sentences = others.map(({ name, since }) => `${name} skriver också här (sedan ${since}).`);
  if (isNewer) sentences.push("Det finns nyare sparad text. Den läggs ihop med din när du sparar.");
  write(writers, sentences.join(" "));
};
