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

// A save tells which rows were touched here, so that it takes no other tab's rows out of the draft.
form.addEventListener("formdata", ({ formData }) => formData.set("touched", [...touched].join(" ")));

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
