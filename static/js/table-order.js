/* In which order the rows of a table stand: by value, and never by the text of a date. Nothing here knows the page, so
   that it is tested without a browser. */

const compareTexts = new Intl.Collator("nl", { numeric: true, sensitivity: "base" }).compare;
const MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split(" ");

/** The day in a text as 20261101; undefined for what is no day ("1 november 2026", "01-11-2026"). */
export function dayOf(text) {
  const words = /^(\d{1,2}) ([a-z]+) (\d{4})$/.exec(text);
  const month = words ? MONTHS.indexOf(words[2]) + 1 : 0;
  if (month) return Number(words[3]) * 10000 + month * 100 + Number(words[1]);
  const numbers = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text);
  return numbers ? Number(numbers[3]) * 10000 + Number(numbers[2]) * 100 + Number(numbers[1]) : undefined;
}

/** What a cell is sorted by: its own value, the number or the day that it says, or else its text. */
export function valueOf(given, text, isNumber) {
  const shown = text.trim().replace(/\s+/g, " ");
  if (isNumber) {
    const number = Number(given || shown.replace("\u2212", "-").replace(/[^\d,-]/g, "").replace(",", "."));
    return (given || shown) === "" || Number.isNaN(number) ? -Infinity : number;
  }
  return given || (dayOf(shown.toLowerCase()) ?? shown);
}

/** Whether one stands before the other; days and numbers before texts, nothing at all always last. */
export function inOrder(one, other, direction) {
  if (one === "" || other === "") return (one === "") - (other === "");
  if (typeof one === "number" && typeof other === "number") return direction * ((one > other) - (one < other));
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return direction * compareTexts(one, other);
}

/** The column of a cell, past the cells before it in its row that span several. */
export function columnOf(cell) {
  const before = Array.from(cell.parentElement.cells).slice(0, cell.cellIndex);
  return before.reduce((columns, each) => columns + each.colSpan, 0);
}
