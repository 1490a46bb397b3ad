/* In which order the rows of a table stand. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { columnOf, dayOf, inOrder, valueOf } from "../../static/js/table-order.js";

function sorted(texts, isNumber = false, direction = 1) {
  const rows = texts.map((text) => ({ text, value: valueOf(undefined, text, isNumber) }));
  return rows.sort((a, b) => inOrder(a.value, b.value, direction)).map(({ text }) => text);
}

test("days are sorted as days and never by their text", () => {
  assert.deepEqual(sorted(["2 april 2026", "14 juni 2025", "1 november 2026"]), ["14 juni 2025", "2 april 2026", "1 november 2026"]);
  assert.deepEqual(sorted(["02-04-2026", "14-06-2025"]), ["14-06-2025", "02-04-2026"]);
  assert.equal(dayOf("2 plekken 2026"), undefined);
});

test("amounts are sorted as amounts, a negative one too", () => {
  assert.deepEqual(sorted(["€ 1.234,50", "€ 99,00", "€ \u22125,00"], true), ["€ \u22125,00", "€ 99,00", "€ 1.234,50"]);
});

test("what is empty stands last, whatever the direction", () => {
  assert.deepEqual(sorted(["", "b", "a"], false, -1), ["b", "a", ""]);
});

test("a value of the cell goes before its text", () => {
  assert.equal(valueOf("3.5", "drie en een half", true), 3.5);
});

test("a sum at the foot stands in its own column, past a cell that spans several", () => {
  const row = { cells: [] };
  row.cells = [3, 1, 1].map((colSpan, cellIndex) => ({ colSpan, cellIndex, parentElement: row }));
  assert.deepEqual(row.cells.map(columnOf), [0, 3, 4]);
});
