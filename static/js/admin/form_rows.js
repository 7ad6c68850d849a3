// The rows of the editor's form: which of them the person has touched, and what stands in them now.
export const form = document.getElementById("editor");

const ROW = /^(head|(?:person|item|paper)-\w+|outcome-\w+-\w+|task-\w+-\w+-\w+)-\w+$/;
const touched = new Set(form.dataset.touched.split(" ").filter(Boolean));

const rowOf = (name) => name.slice(0, name.lastIndexOf("-"));

export const touch = (field) => {
  if (!ROW.test(field.name ?? "")) return false;
  touched.add(rowOf(field.name));
  // What goes with a removed row is told too, so that the server knows that it has been seen.
  if (field.name.endsWith("-remove")) {
    const whole = field.closest("[data-outcome]") ?? field.closest("[data-item]");
    for (const other of whole?.querySelectorAll("[name$='-base']") ?? []) touched.add(rowOf(other.name));
  }
  return true;
};

// What a browser fills in by itself brings no event, and counts as touched all the same.
const stands = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked === field.defaultChecked;
  if (!field.options) return field.value === field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex === Math.max(first, 0);
};

// An item goes whole, with its outcomes and tasks: if somebody else has removed it, what was written in one of them
// keeps them all.
const wholeOf = (row) => /^(?:item|outcome|task)-(\w+)/.exec(row)?.[1] ?? row;

// Only what was touched here is saved: the server leaves the other rows as they are. A save tells which rows these
// are, so that it takes no other tab's rows out of the draft.
form.addEventListener("formdata", ({ formData }) => {
  for (const field of form.elements) if (ROW.test(field.name) && !stands(field)) touch(field);
  const wholes = new Set([...touched].map(wholeOf));
  for (const name of [...formData.keys()]) {
    if (ROW.test(name) && !wholes.has(wholeOf(rowOf(name)))) formData.delete(name);
  }
  formData.set("touched", [...touched].join(" "));
});

// Nobody writes in the form until the function that this gives is called; then the focus is where it was.
export const hold = () => {
  const focused = form.contains(document.activeElement) ? document.activeElement : null;
  form.inert = true;
  return () => {
    form.inert = false;
    if (!document.activeElement || document.activeElement === document.body) focused?.focus({ preventScroll: true });
  };
};

// Two sets of whole rows as one; where both have a row, that of the newer stands.
export const laidOver = (older, newer) => {
  const rows = new Set(Object.keys(newer).map(rowOf));
  const staying = Object.entries(older).filter(([name]) => !rows.has(rowOf(name)));
  return { ...Object.fromEntries(staying), ...newer };
};

// Names and values of the touched rows, whole rows, as the form would send them.
export const fieldsOfTouched = () => {
  const fields = {};
  for (const field of form.elements) {
    if (!ROW.test(field.name) || !touched.has(rowOf(field.name))) continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    fields[field.name] = field.value;
  }
  return fields;
};
