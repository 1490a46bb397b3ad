/* Sorts <table data-sortable> in the page. Each heading in thead becomes a button, but not one with data-no-sort.
   A cell sorts by its data-value, else by its text (table-order.js): days as days, numbers in Dutch notation.
   A heading with data-deciding names the column that comes first where a small screen lays rows out as cards.
   Every table says whether it is wider than its region: then head and first column stay in sight inside it, else the
   head stays in sight of the page.
   <table class="table--stack"> is laid out as a list on a small screen: here it gets the roles that keep it a table for a screen reader,
   and each cell the heading of its column; a part that is replaced later says so with the event "rows-changed". */

import { columnOf, inOrder, valueOf } from "./table-order.js";

function sort(table, heading) {
  const column = heading.cellIndex;
  const isNumber = heading.classList.contains("number");
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  table.querySelectorAll("th[aria-sort]").forEach((other) => { other.removeAttribute("aria-sort"); });
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  Array.from(table.tBodies).forEach((body) => {
    const rows = Array.from(body.rows, (row) => {
      const cell = row.cells[column];
      return { row, value: valueOf(cell.dataset.value, cell.textContent, isNumber) };
    });
    rows.sort((a, b) => inOrder(a.value, b.value, direction));
    rows.forEach(({ row }) => { body.append(row); });
  });
}

function keepRoles(table, within) {
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const columns = Array.from(table.tHead.rows[0].cells);
  const headings = columns.map((heading) => heading.textContent.trim());
  [within].concat(Array.from(within.querySelectorAll("thead, tbody, tfoot, tr, td, th"))).forEach((part) => {
    part.setAttribute("role", roles[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader"));
    if (part.tagName !== "TD") return;
    part.dataset.label = headings[columnOf(part)];
    if (columns[columnOf(part)]?.hasAttribute("data-deciding")) part.dataset.deciding = "";
  });
}

document.querySelectorAll("table.table--stack").forEach((table) => { keepRoles(table, table); });
document.addEventListener("rows-changed", (event) => {
  const table = event.target.closest("table.table--stack");
  if (table) keepRoles(table, event.target);
});
document.querySelectorAll("table[data-sortable]").forEach((table) => {
  table.querySelectorAll("thead th:not([data-no-sort])").forEach((heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort-button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => { sort(table, heading); });
    heading.append(button);
  });
});

const measured = new ResizeObserver((entries) => {
  entries.forEach(({ target }) => {
    const table = target.querySelector("table");
    target.toggleAttribute("data-wide", table.scrollWidth > target.clientWidth + 1);
    target.toggleAttribute("data-fits", table.scrollWidth <= target.clientWidth + 1);
  });
});
document.querySelectorAll(".denhaag-table__container:has(> table > thead)").forEach((region) => { measured.observe(region); });
