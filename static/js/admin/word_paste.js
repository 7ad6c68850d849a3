// Makes what is pasted from Word, Outlook or a web page into plain paragraphs, lists, bold, italics and links.
// The editor then drops what it does not offer; here goes what it could not understand by itself.
const HEADINGS = "h1, h2, h4, h5, h6";
const JUNK = "style, script, meta, link, title, xml, head, template, o\\:p, w\\:sdt > w\\:sdtpr";

// The page allows no styles, not even in a text that is only read; so they are read under another name.
const STYLE = "data-style";
const styleOf = (element) => element.getAttribute(STYLE) ?? "";
const isIgnored = (element) => /mso-list:\s*ignore|display:\s*none/i.test(styleOf(element));
const isPoint = (element) => /mso-list:\s*l\d/i.test(styleOf(element));
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

// Word writes the sign of a point as hidden text: "·" or "1."; it says which kind of list this is.
const signOf = (point) => [...point.querySelectorAll("span")].find(isIgnored)?.textContent.trim() ?? "";

const listPoints = (body) => {
  for (const first of [...body.querySelectorAll("p, div")].filter(isPoint)) {
    if (!first.isConnected) continue;
    const list = first.ownerDocument.createElement(/^[\da-z]{1,3}[.)]/i.test(signOf(first)) ? "ol" : "ul");
    let point = first;
    first.before(list);
    while (point && isPoint(point)) {
      const next = point.nextElementSibling;
      list.append(point);
      point = next;
    }
  }
};

const tidyRow = (row) => {
  const cells = [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).filter(Boolean);
  const line = row.ownerDocument.createElement("p");
  line.textContent = cells.join(" – ");
  row.closest("table").before(line);
};

export const clean = (html) => {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  const { body } = page;
  for (const element of body.querySelectorAll(JUNK)) element.remove();
  listPoints(body);
  for (const element of body.querySelectorAll("span, p, div")) if (isIgnored(element)) element.remove();
  for (const list of body.querySelectorAll("ul, ol")) {
    for (const point of [...list.children]) if (point.localName !== "li") rename(point, "li");
  }
  for (const heading of body.querySelectorAll(HEADINGS)) rename(heading, "h3");
  for (const row of body.querySelectorAll("tr")) tidyRow(row);
  for (const table of body.querySelectorAll("table")) table.remove();
  for (const element of body.querySelectorAll("*")) {
    const style = styleOf(element);
    const isBold = /font-weight:\s*(?:bold|[6-9]00)/i.test(style);
    const isItalic = /font-style:\s*italic/i.test(style);
    const wanted = element.localName === "span" && (isBold ? "strong" : isItalic ? "em" : "");
    const isPlain = ["b", "strong"].includes(element.localName) && /font-weight:\s*(?:normal|400)/i.test(style);
    for (const { name } of [...element.attributes]) if (name !== "href") element.removeAttribute(name);
    if (element.localName === "a" && !/^(https?|mailto):/i.test(element.getAttribute("href") ?? "")) unwrap(element);
    else if (wanted) rename(element, wanted);
    else if (isPlain || ["span", "font"].includes(element.localName) || element.localName.includes(":")) unwrap(element);
  }
  return body.innerHTML.replace(/<!--[\s\S]*?-->/g, "");
};
