// Turns a text box marked data-rich-text into an editor that offers exactly what the mark lists. The text box
// keeps the text, so the form is sent as without scripts. Boxes become editors as they come near the screen.
import * as parts from "../../django_prose_editor/editor.js";
import { clean } from "./word_paste.js";

const TOOLS = [
  { needs: "Bold", sign: "F", title: "Fet", active: "bold", run: (c) => c.toggleBold() },
  { needs: "Italic", sign: "K", title: "Kursiv", active: "italic", run: (c) => c.toggleItalic() },
  { needs: "Heading", sign: "Rubrik", title: "Rubrik", active: "heading", run: (c) => c.toggleHeading({ level: 3 }) },
  { needs: "BulletList", sign: "• Lista", title: "Punktlista", active: "bulletList", run: (c) => c.toggleBulletList() },
  { needs: "OrderedList", sign: "1. Lista", title: "Numrerad lista", active: "orderedList", run: (c) => c.toggleOrderedList() },
  { needs: "Link", sign: "Länk", title: "Länk", active: "link", run: null },
];

const extensionsFor = (wanted) => [
  parts.Document,
  parts.Paragraph,
  parts.Text,
  parts.History,
  ...Object.entries(wanted).map(([name, options]) => {
    const part = parts[name];
    // The schemes are among those that every link may have; telling again makes the library complain.
    return typeof options === "object" ? part.configure({ ...options, protocols: [] }) : part;
  }),
];

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// The address of a link is asked for in a line of its own under the tools; empty takes the link away.
const linkLine = (editor, id) => {
  const input = element("input", { type: "url", id, placeholder: "https://" });
  const line = element(
    "div",
    { class: "rich-link", hidden: "" },
    element("label", { for: id }, "Länkens adress"),
    input,
    element("button", { type: "button", class: "button small" }, "Klart"),
  );
  const done = () => {
    line.hidden = true;
    const chain = editor.chain().focus().extendMarkRange("link");
    (input.value.trim() ? chain.setLink({ href: input.value.trim() }) : chain.unsetLink()).run();
  };
  line.querySelector("button").addEventListener("click", done);
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      done();
    } else if (event.key === "Escape") {
      line.hidden = true;
      editor.commands.focus();
    }
  });
  line.open = () => {
    input.value = editor.getAttributes("link").href ?? "";
    line.hidden = false;
    input.focus();
  };
  return line;
};

const toolBar = (editor, wanted, label, line) => {
  const bar = element("div", { class: "rich-tools", role: "group", "aria-label": `Format för ${label}` });
  for (const tool of TOOLS.filter((tool) => wanted[tool.needs])) {
    const button = element("button", { type: "button", "aria-pressed": "false", title: tool.title }, tool.sign);
    if (tool.sign !== tool.title) button.setAttribute("aria-label", tool.title);
    button.dataset.tool = tool.active;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => (tool.run ? tool.run(editor.chain().focus()).run() : line.open()));
    bar.append(button);
  }
  editor.on("transaction", () => {
    for (const button of bar.children) button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.tool)));
  });
  return bar;
};

const enrich = (box) => {
  // A page with many boxes says once what they offer.
  const wanted = JSON.parse(box.dataset.richText || box.closest("[data-rich-text-parts]").dataset.richTextParts);
  const label = document.getElementById(`${box.id}_label`) ?? document.querySelector(`label[for="${box.id}"]`);
  const { id } = box;
  const frame = element("div", { class: "rich-text" });
  const area = element("div", { class: "rich-area" });
  box.id = `${id}_source`;
  if (label) label.id ||= `${id}_label`;
  const about = { id, role: "textbox", "aria-multiline": "true", class: "rich-body" };
  if (label) about["aria-labelledby"] = label.id;
  for (const name of ["aria-describedby", "aria-invalid"]) if (box.hasAttribute(name)) about[name] = box.getAttribute(name);
  const editor = new parts.Editor({
    element: area,
    extensions: extensionsFor(wanted),
    content: box.value,
    injectCSS: false,
    editorProps: { attributes: about, transformPastedHTML: clean },
    onUpdate: () => {
      box.value = editor.isEmpty ? "" : editor.getHTML();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const line = linkLine(editor, `${id}_link`);
  frame.append(toolBar(editor, wanted, label?.textContent.trim() ?? "texten", line), line, area);
  box.before(frame);
  box.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
};

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      enrich(target);
    }
  },
  { rootMargin: "800px 0px" },
);

const watch = (root) => {
  for (const box of root.querySelectorAll("textarea[data-rich-text]")) {
    if (!box.name.includes("__prefix__")) near.observe(box);
  }
};

watch(document);
document.addEventListener("formset:added", (event) => watch(event.target));
