// The running clock: when each item is taken up, and a warning when they take longer than the meeting.
// The rule is that of meetings/clock.py: an item without minutes takes none, and none takes more than a day.
import { form } from "./form_rows.js";

const list = form.querySelector("[data-order] ol");
const overrun = form.querySelector("[data-overrun]");
const TIMES = /^(head-(starts|ends)_at|item-\w+-minutes)$/;

// A meeting that people have been told of shows its times, and has no fields for them.
const minutesOf = (edge) => {
  const field = form.elements[`head-${edge}_at`];
  const shown = field ? field.value.trim() : form.querySelector(`[data-${edge}]`).dataset[edge];
  const [, hours, minutes] = /^(\d\d?)[:.](\d\d)$/.exec(shown) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
};
const DAY = 24 * 60;
const lengthOf = (text) => (/^\d{1,18}$/.test(text) ? Math.min(Number(text), DAY) : 0);
const two = (count) => String(count).padStart(2, "0");
const hour = (minute) => `${two(Math.floor(minute / 60) % 24)}.${two(minute % 60)}`;

const write = (place, text) => {
  if (place.textContent !== text) place.textContent = text;
};

const run = () => {
  const starts = minutesOf("starts");
  const ends = minutesOf("ends");
  let minute = starts;
  for (const row of list.children) {
    const key = row.dataset.for;
    const length = lengthOf(form.elements[`item-${key}-minutes`].value);
    let text = "";
    if (starts !== null) text = length ? `${hour(minute)}–${hour(minute + length)}` : hour(minute);
    minute += length;
    write(row.querySelector("[data-clock]"), text);
    write(form.querySelector(`[data-item="${key}"] [data-clock]`), text);
  }
  const isOver = starts !== null && ends !== null && minute > ends;
  write(overrun, isOver ? `Tiden räcker inte: punkterna slutar ${hour(minute)} och mötet ${hour(ends)}.` : "");
};

form.addEventListener("input", (event) => TIMES.test(event.target.name ?? "") && run());
form.addEventListener("order:changed", run);
