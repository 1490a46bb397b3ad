/* The cells of [data-entry-grid] by keyboard, and pasting from a spreadsheet. A cell is [data-cell] in a [data-row]; its name is its column.
   Up and down keep the column; left and right leave a cell at the ends of its text. Enter submits the form of the row and goes down. */
import { actionOf, placeFrom } from "./entry-grid-keys.js";
import { answerOf, blockOf, countBelow, isOneText, placesOf, saidOf } from "./entry-grid-paste.js";

const COLUMNS = ["value", "measured_on", "source", "note"];

export function cellsOf(row) {
  return Array.from(row.querySelectorAll("[data-cell]"));
}

export function cellOf(row, name) {
  return cellsOf(row).find((cell) => cell.name === name);
}

export function savedText(cell) {
  if (cell.tagName !== "SELECT") return cell.defaultValue;
  return (cell.querySelector("option[selected]") || cell.options[0]).value;
}

function rowsOf(table) {
  return Array.from(table.querySelectorAll("[data-row]"));
}

/* The cell that lies that way from this one. */
function cellFrom(table, cell, step) {
  const rows = rowsOf(table);
  const grid = rows.map((row) => cellsOf(row).map((each) => each.name));
  const here = { row: rows.indexOf(cell.closest("[data-row]")), column: cell.name };
  const place = placeFrom(grid, here, step);
  return place && cellOf(rows[place.row], place.column);
}

function go(cell) {
  if (!cell) return;
  cell.focus();
  if (cell.select) cell.select();
}

/* Returns whether the text fits: a list has only its own answers. */
export function fill(cell, text) {
  const value = cell.tagName === "SELECT" ? answerOf(Array.from(cell.options), text) : text.trim();
  if (value === undefined) return false;
  cell.value = value;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function faultOf(cell) {
  return document.getElementById(`p-${cell.form.id}-${cell.name}`);
}

function refuse(cell, text) {
  const fault = document.createElement("p");
  faultOf(cell)?.remove();
  fault.className = "utrecht-form-field-error-message small";
  fault.id = `p-${cell.form.id}-${cell.name}`;
  fault.textContent = `'${text.slice(0, 30)}' past hier niet. Kies uit de lijst.`;
  cell.after(fault);
  cell.setAttribute("aria-invalid", "true");
  cell.setAttribute("aria-describedby", fault.id);
}

function forgive(event) {
  const fault = event.target.form && faultOf(event.target);
  if (!fault) return;
  fault.remove();
  event.target.removeAttribute("aria-invalid");
  event.target.removeAttribute("aria-describedby");
}

function pressed(table, event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  const isChoice = cell.tagName === "SELECT";
  const action = actionOf(event, { text: cell.value, isChoice, start: cell.selectionStart, end: cell.selectionEnd });
  if (action === "save") {
    event.preventDefault();
    cell.form.requestSubmit();
    go(cellFrom(table, cell, { down: 1 }));
  } else if (action === "restore") {
    fill(cell, savedText(cell));
  } else if (action === "copy") {
    event.preventDefault();
    const above = cellFrom(table, cell, { down: -1 });
    if (above) fill(cell, above.value);
  } else if (action) {
    const goal = cellFrom(table, cell, action);
    // An arrow never changes a choice unseen, also not on the first or last row.
    if (goal || isChoice) event.preventDefault();
    go(goal);
  }
}

function pasted(table, together, event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell) return;
  const block = blockOf(event.clipboardData.getData("text/plain"));
  if (cell.tagName !== "SELECT" && isOneText(block, cell.tagName === "TEXTAREA")) return;
  event.preventDefault();
  const rows = rowsOf(table);
  const start = { row: rows.indexOf(cell.closest("[data-row]")), column: cell.name };
  let filled = 0, skipped = 0;
  together(() => placesOf(block, { columns: COLUMNS, rows: rows.length, start }).forEach(({ row, column, text }) => {
    const goal = cellOf(rows[row], column);
    if (goal && fill(goal, text)) {
      filled += 1;
    } else if (text.trim()) {
      skipped += 1;
      if (goal) refuse(goal, text.trim());
    }
  }));
  const below = countBelow(block, { rows: rows.length, start });
  table.dispatchEvent(new CustomEvent("grid-say", { detail: { text: saidOf(filled, skipped, below), isWhole: !skipped && !below } }));
}

/* `together` makes all that a paste fills one step of the history. */
export function startCells(table, together) {
  table.addEventListener("input", forgive);
  table.addEventListener("keydown", (event) => pressed(table, event));
  table.addEventListener("paste", (event) => pasted(table, together, event));
}
