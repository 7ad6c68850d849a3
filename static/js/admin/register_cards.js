// A register on a phone: each cell gets the name of its column, so that a row can be drawn as a card. The roles hold
// the table together then. Without this script the table scrolls sideways within itself.

const table = document.getElementById("result_list");

if (table) {
  const names = [...table.querySelectorAll("thead th .text")].map((head) => head.textContent.trim());
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody")) part.setAttribute("role", "rowgroup");
  for (const head of table.querySelectorAll("thead th")) head.setAttribute("role", "columnheader");
  for (const row of table.querySelectorAll("tr")) row.setAttribute("role", "row");
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, column) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.label = names[column] ?? "";
    });
  }
  table.classList.add("cards");
}
