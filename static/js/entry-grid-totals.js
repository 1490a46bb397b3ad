/* What the rows of a group add up to while one types: "9 van 14 ingevuld, samen 78 van 100". Amounts are counted in
   hundredths, so that 0,1 and 0,2 are 0,3. Nothing here knows the page, so that it is tested without a browser. */

const DUTCH = /^([1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?|\d+(,\d{1,2})?)$/;
const PLAIN = /^\d+\.\d{1,2}$/;

/** The number in a text in hundredths, read as the portal reads it; undefined for what is no number or can mean two things. */
export function hundredthsOf(text) {
  const clean = text.trim();
  if (!DUTCH.test(clean) && !PLAIN.test(clean)) return undefined;
  const [whole, part = ""] = (PLAIN.test(clean) ? clean.replace(".", ",") : clean.replaceAll(".", "")).split(",");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

export function inWords(hundredths) {
  return (hundredths / 100).toLocaleString("nl-NL", { maximumFractionDigits: 2 });
}

/** What is said of a group. `texts` are the values of the rows in the list; `how` is "sum", "distinct" or "".
    `filled`, `value` (in hundredths) and `rows` tell what the rest of the group, outside the list, adds. */
export function totalOf(texts, { how, goal, filled, value, rows }) {
  const given = texts.filter((text) => text.trim());
  const said = [`${given.length + filled} van ${rows} ingevuld`];
  if (!how) return said[0];
  const values = given.map(hundredthsOf).filter((each) => each !== undefined);
  const counted = how === "distinct" ? values.map((each) => (each >= 100 ? 100 : 0)) : values;
  const sum = counted.reduce((total, each) => total + each, value);
  const of = goal ? ` van ${goal}` : "";
  said.push(how === "distinct" ? `${inWords(sum)}${of} tellen mee` : `samen ${inWords(sum)}${of}`);
  return said.join(", ");
}

function groupOf(place) {
  const { how, goal, filled, value, rows } = place.dataset;
  return { how, goal, filled: Number(filled), value: hundredthsOf(value) || 0, rows: Number(rows) };
}

function textOf(row) {
  const cell = row.querySelector("[data-cell][name=value]");
  return cell ? cell.value : row.dataset.stored || "";
}

/** Writes the total of each group of a table in its heading. */
export function showTotals(table) {
  table.querySelectorAll("[data-total]").forEach((place) => {
    const rows = Array.from(table.querySelectorAll("[data-row]")).filter((row) => row.dataset.of === place.dataset.total);
    place.textContent = totalOf(rows.map(textOf), groupOf(place));
  });
}
