// What was written before the session ended is put back in its form, if the page has that form and all its fields.
const panel = document.querySelector("[data-kept]");
const kept = panel?.querySelector("form");

const written = () => [...new FormData(kept)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value);
const form = [...document.forms].find(
  (found) => found !== kept && found.method === "post" && found.action === kept?.action && found.querySelector("textarea, input:not([type=hidden])"),
);
const places = (name) => [...form.elements].filter((field) => field.name === name && field.type !== "button" && field.type !== "submit");
const seen = (name) => places(name).some((field) => field.type !== "hidden");

const fill = (name, values) => {
  for (const [index, field] of places(name).entries()) {
    if (field.type === "hidden" || field.type === "file") continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[index] ?? values[0];
  }
};

const isWhole = () => written().every(([name]) => places(name).length || form.querySelector(`button[name="${CSS.escape(name)}"]`));

if (form && isWhole()) {
  const names = [...new Set(written().map(([name]) => name))].filter(seen);
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const name of names) fill(name, new FormData(kept).getAll(name));
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  for (const name of names) for (const field of places(name)) if (field.closest("details")) field.closest("details").open = true;
  panel.querySelector("[data-kept-alone]").remove();
  panel.querySelector("[data-kept-again]").hidden = false;
}
