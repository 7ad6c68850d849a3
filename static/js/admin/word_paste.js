// Makes what is pasted from Word, Outlook, LibreOffice, Google Docs or a web page into plain paragraphs, lists, bold,
// italics and links. The editor then drops what it does not offer; here goes what it could not understand by itself.
import { tidyLists } from "./word_lists.js";

const HEADINGS = "h1, h2, h4, h5, h6";
// What was struck out while changes were tracked is no longer in the text; nor are comments and their marks.
const JUNK =
  "style, script, meta, link, title, xml, head, template, del, o\\:p, w\\:sdt > w\\:sdtpr, .msocomanchor, .msocomoff, .EOP";
const HIDDEN = /mso-list:\s*ignore|display:\s*none|mso-hide:\s*all|mso-element:\s*comment|mso-special-character:\s*comment/i;

// The page allows no styles, not even in a text that is only read; so they are read under another name.
const STYLE = "data-style";
const styleOf = (element) => element.getAttribute(STYLE) ?? "";
const withoutStyles = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<!\[(?:if|endif)[^>]*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLE}=`));

const unwrap = (element) => element.replaceWith(...element.childNodes);

const rename = (element, name) => {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
};

const tidyRow = (row) => {
  const cells = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
  const line = row.ownerDocument.createElement("p");
  line.textContent = cells.join(" – ");
  row.closest("table").before(line);
};

// Word also says how other scripts look, as in mso-bidi-font-weight; that is not how this text looks.
const looks = (style, what) => new RegExp(`(?<![\\w-])font-${what}`, "i").test(style);

// A span that only looks bold or italic says so; other spans, fonts and smart tags leave their words.
const tidyMarks = (element) => {
  const style = styleOf(element);
  const isBold = looks(style, "weight:\\s*(?:bold|[6-9]00)");
  const isItalic = looks(style, "style:\\s*italic");
  const isPlain = ["b", "strong"].includes(element.localName) && looks(style, "weight:\\s*(?:normal|400)");
  for (const { name } of [...element.attributes]) if (name !== "href") element.removeAttribute(name);
  if (element.localName === "span" && (isBold || isItalic)) {
    const made = rename(element, isBold ? "strong" : "em");
    if (isBold && isItalic) {
      const inner = made.ownerDocument.createElement("em");
      inner.append(...made.childNodes);
      made.append(inner);
    }
  } else if (isPlain || ["span", "font"].includes(element.localName) || element.localName.includes(":")) unwrap(element);
  else if (element.localName === "a" && !/^(https?|mailto):/i.test(element.getAttribute("href") ?? "")) unwrap(element);
};

export const clean = (html) => {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  for (const element of body.querySelectorAll(JUNK)) element.remove();
  tidyLists(body, styleOf);
  for (const element of body.querySelectorAll(`[${STYLE}]`)) if (HIDDEN.test(styleOf(element))) element.remove();
  for (const heading of body.querySelectorAll(HEADINGS)) rename(heading, "h3");
  for (const row of body.querySelectorAll("tr")) tidyRow(row);
  for (const table of body.querySelectorAll("table")) table.remove();
  for (const element of body.querySelectorAll("*")) tidyMarks(element);
  return body.innerHTML.replace(/<!--[\s\S]*?-->/g, "");
};
