// Lists as each program pastes them, made into lists as a page has them: points in a list, a list in a point.
// Word writes paragraphs that say in their style that they are points and how deep; Word on the web a list around each
// point; LibreOffice and Google Docs lists that stand in a list and not in a point of it.
const isPoint = (element, styleOf) => /mso-list:\s*l\d/i.test(styleOf(element));
const levelOf = (style) => Number(/\blevel(\d)/i.exec(style)?.[1] ?? 1);

// Word writes the sign of a point as hidden text: "·" or "1."; it says which kind of list this is.
const kindOf = (point, styleOf) => {
  const sign = [...point.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  return /^(?:\d{1,3}|[a-z]{1,4})[.)]/i.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
};

// Puts points after each other into lists, each by its level. `lists` are those that are open, the outermost first.
const nest = (points) => {
  const lists = [];
  for (const { point, level, kind } of points) {
    while (lists.length && lists.at(-1).level > level) lists.pop();
    if (lists.at(-1)?.level === level && lists.at(-1).kind !== kind) lists.pop();
    if (lists.at(-1)?.level !== level) {
      const list = point.ownerDocument.createElement(kind);
      const home = lists.at(-1)?.list.lastElementChild;
      if (home) home.append(list);
      else point.before(list);
      lists.push({ level, kind, list });
    }
    const made = point.ownerDocument.createElement("li");
    made.append(...point.childNodes);
    lists.at(-1).list.append(made);
    point.remove();
  }
};

const after = (element) => element.nextElementSibling;

const listWord = (body, styleOf) => {
  for (const first of [...body.querySelectorAll("p, div")]) {
    if (!first.isConnected || !isPoint(first, styleOf)) continue;
    const points = [];
    for (let point = first; point && isPoint(point, styleOf); point = after(point)) {
      points.push({ point, level: levelOf(styleOf(point)), kind: kindOf(point, styleOf) });
    }
    nest(points);
  }
};

const ONLINE = "ul > li[data-aria-level]:only-child, ol > li[data-aria-level]:only-child";

// The list of one point as its point alone, where it stood.
const flat = (list) => {
  const [point] = list.children;
  list.replaceWith(point);
  return { point, level: Number(point.dataset.ariaLevel), kind: list.localName };
};

const listOnline = (body) => {
  for (const point of body.querySelectorAll(ONLINE)) {
    const list = point.parentElement;
    const frame = list.parentElement;
    if (frame !== body && frame.children.length === 1) frame.replaceWith(list);
  }
  for (const first of [...body.querySelectorAll(ONLINE)]) {
    if (!first.isConnected) continue;
    const points = [];
    for (let list = first.parentElement; list?.matches("ul, ol") && list.querySelector(ONLINE); list = after(list)) {
      points.push(list);
    }
    nest(points.map(flat));
  }
};

const listInPoints = (body) => {
  for (const list of body.querySelectorAll("ul, ol")) {
    for (const child of [...list.children]) {
      if (child.localName === "li") continue;
      const point = list.ownerDocument.createElement("li");
      if (!child.matches("ul, ol")) {
        point.append(...child.childNodes);
        child.replaceWith(point);
      } else if (child.previousElementSibling) {
        child.previousElementSibling.append(child);
      } else {
        child.replaceWith(...child.children);
      }
    }
  }
};

export const tidyLists = (body, styleOf) => {
  listWord(body, styleOf);
  listOnline(body);
  listInPoints(body);
};
