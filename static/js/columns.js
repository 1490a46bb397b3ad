/* The columns of a list, in one table or more: each heading with data-column can be left out, in all of them at once.
   What is left out stands in the address (?zonder=wie,stand), so that it can be sent to somebody and goes along in the
   file of the list; this browser keeps it for the next time that the list is opened. Without this script all columns
   are shown. */

const WITHOUT = "zonder";
const tools = document.querySelector("[data-list-tools]");
const tables = new Set(Array.from(document.querySelectorAll("th[data-column]"), (heading) => heading.closest("table")));

function made(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function start() {
  const kept = `portal-columns:${location.pathname}`;
  const asked = new URLSearchParams(location.search).get(WITHOUT) ?? localStorage.getItem(kept) ?? "";
  const hidden = new Set(asked.split(",").filter(Boolean));
  const offered = new Map(); // the first heading of each column
  document.querySelectorAll("th[data-column]").forEach((heading) => {
    if (!offered.has(heading.dataset.column)) offered.set(heading.dataset.column, heading);
  });
  const links = document.querySelectorAll("main a[href^='?']"); // before they get their whole address
  const choices = tools.querySelector("[data-columns]");

  function withChoice(address) {
    const url = new URL(address, location.href);
    if (hidden.size) url.searchParams.set(WITHOUT, [...hidden].join(","));
    else url.searchParams.delete(WITHOUT);
    return url;
  }

  function showIn(table) {
    Array.from(table.tHead.rows[0].cells).forEach((heading, place) => {
      const away = hidden.has(heading.dataset.column);
      Array.from(table.rows).forEach((row) => { if (row.cells[place]?.colSpan === 1) row.cells[place].hidden = away; });
    });
  }

  function show() {
    tables.forEach(showIn);
    links.forEach((link) => { link.search = withChoice(link.href).search; });
    document.querySelectorAll("form.filter-bar").forEach((form) => {
      const field = form.elements[WITHOUT] ?? form.appendChild(made("input", { type: "hidden", name: WITHOUT }));
      field.value = [...hidden].join(",");
      field.disabled = !hidden.size;
    });
  }

  offered.forEach((heading) => {
    const label = document.createElement("label");
    const box = made("input", { type: "checkbox", checked: !hidden.has(heading.dataset.column) });
    label.className = "choice";
    label.append(box, ` ${heading.textContent.trim()}`);
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(heading.dataset.column);
      else hidden.add(heading.dataset.column);
      localStorage.setItem(kept, [...hidden].join(","));
      history.replaceState(null, "", withChoice(location.href));
      show();
    });
    choices.querySelector("fieldset").append(label);
  });
  choices.hidden = false;
  show();
}

if (tools && tables.size) start();
