/* What the rows of a group add up to while one types. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { hundredthsOf, totalOf } from "../../static/js/entry-grid-totals.js";

const none = { filled: 0, value: 0 };

test("a number is read as the portal reads it, and what can mean two things is no number", () => {
  assert.equal(hundredthsOf("1.234,5"), 123450);
  assert.equal(hundredthsOf(" 84 "), 8400);
  assert.equal(hundredthsOf("0.5"), 50);
  assert.equal(hundredthsOf("0.500"), undefined);
  assert.equal(hundredthsOf("veel"), undefined);
});

test("amounts add up to the cent: 0,1 and 0,2 are 0,3", () => {
  const said = totalOf(["0,1", "0,2", ""], { how: "sum", goal: "1", rows: 3, ...none });
  assert.equal(said, "2 van 3 ingevuld, samen 0,3 van 1");
});

test("9 of 14 places count, whatever was typed in the others", () => {
  const texts = ["1", "1", "1", "1", "1", "1", "1", "2", "0", "", "0,5", "1", "", ""];
  const said = totalOf(texts, { how: "distinct", goal: "14", rows: 14, ...none });
  assert.equal(said, "11 van 14 ingevuld, 9 van 14 tellen mee");
});

test("rows that a filter left out count along", () => {
  assert.equal(totalOf(["8"], { how: "sum", goal: "100", filled: 6, value: 7000, rows: 14 }),
    "7 van 14 ingevuld, samen 78 van 100");
});

test("judgements are counted and never added", () => {
  assert.equal(totalOf(["3", "4"], { how: "", goal: "", rows: 4, ...none }), "2 van 4 ingevuld");
});
