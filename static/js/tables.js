/* Sorts <table data-sortable> in the page. Each heading in thead becomes a button, but not one with data-no-sort.
   A cell sorts by its data-value, else by its text; a column with class="number" as numbers in Dutch notation.
   <table class="table--stack"> is laid out as a list on a small screen: here it gets the roles that keep it a table for a screen reader,
   and each cell the heading of its column; a part that is replaced later says so with the event "rows-changed". */

const compareTexts = new Intl.Collator("nl", { numeric: true, sensitivity: "base" }).compare;

function valueOf(row, column, isNumber) {
  const cell = row.cells[column];
  const text = cell.dataset.value || cell.textContent.trim();
  if (!isNumber) return text;
  const number = Number(cell.dataset.value || text.replace(/[^\d,-]/g, "").replace(",", "."));
  return text === "" || Number.isNaN(number) ? -Infinity : number;
}

function sort(table, heading) {
  const column = heading.cellIndex;
  const isNumber = heading.classList.contains("number");
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  table.querySelectorAll("th[aria-sort]").forEach((other) => { other.removeAttribute("aria-sort"); });
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  Array.from(table.tBodies).forEach((body) => {
    const rows = Array.from(body.rows);
    rows.sort((a, b) => {
      const first = valueOf(a, column, isNumber);
      const second = valueOf(b, column, isNumber);
      return direction * (isNumber ? (first > second) - (first < second) : compareTexts(first, second));
    });
    rows.forEach((row) => { body.append(row); });
  });
}

function keepRoles(table, within) {
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const headings = Array.from(table.tHead.rows[0].cells, (heading) => heading.textContent.trim());
  [within].concat(Array.from(within.querySelectorAll("thead, tbody, tfoot, tr, td, th"))).forEach((part) => {
    part.setAttribute("role", roles[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader"));
    if (part.tagName === "TD") part.dataset.label = headings[part.cellIndex];
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
