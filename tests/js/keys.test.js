/* What a key does in a cell of the grid, and where it leads. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, placeFrom } from "../../static/js/entry-grid-keys.js";

const up = { down: -1, right: 0 };
const down = { down: 1, right: 0 };
const left = { down: 0, right: -1 };
const right = { down: 0, right: 1 };

/** A cell with a text, in which `|` is the caret and `[…]` is selected. */
function cell(marked, isChoice = false) {
  const text = marked.replace(/[|[\]]/g, "");
  const start = marked.search(/[|[]/);
  return { text, isChoice, start, end: marked.includes("[") ? marked.indexOf("]") - 1 : start };
}

function pressed(key, marked, held = {}) {
  return actionOf({ key, ...held }, cell(marked));
}

test("left and right leave a cell at the ends of its text alone", () => {
  assert.deepEqual(pressed("ArrowRight", "84|"), right);
  assert.equal(pressed("ArrowRight", "8|4"), null);
  assert.deepEqual(pressed("ArrowLeft", "|84"), left);
  assert.equal(pressed("ArrowLeft", "84|"), null);
});

test("a text that is selected as a whole is left at once, a part of it is not", () => {
  assert.deepEqual(pressed("ArrowLeft", "[84]"), left);
  assert.deepEqual(pressed("ArrowRight", "[84]"), right);
  assert.equal(pressed("ArrowRight", "[8]4"), null);
});

test("up and down leave one line from anywhere, and more lines at their ends", () => {
  assert.deepEqual(pressed("ArrowDown", "8|4"), down);
  assert.equal(pressed("ArrowDown", "een|\ntwee"), null);
  assert.deepEqual(pressed("ArrowDown", "een\ntwee|"), down);
  assert.deepEqual(pressed("ArrowUp", "|een\ntwee"), up);
});

test("a list is left by every arrow, so that none changes its answer unseen", () => {
  for (const [key, step] of [["ArrowUp", up], ["ArrowDown", down], ["ArrowLeft", left], ["ArrowRight", right]]) {
    assert.deepEqual(actionOf({ key }, { text: "1", isChoice: true }), step);
  }
});

test("Enter saves, Escape restores, and Ctrl or Cmd with D copies from above", () => {
  assert.equal(pressed("Enter", "8|4"), "save");
  assert.equal(pressed("Escape", "8|4"), "restore");
  assert.equal(pressed("d", "8|4", { ctrlKey: true }), "copy");
  assert.equal(pressed("d", "8|4", { metaKey: true }), "copy");
});

test("what belongs to the browser is left to it", () => {
  assert.equal(pressed("d", "8|4"), null);
  assert.equal(pressed("c", "8|4", { ctrlKey: true }), null);
  assert.equal(pressed("ArrowDown", "8|4", { altKey: true }), null); // opens a list
  assert.equal(pressed("ArrowRight", "84|", { shiftKey: true }), null); // selects
  assert.equal(pressed("Enter", "8|4", { shiftKey: true }), null); // a new line in the note
  assert.equal(pressed("Enter", "8|4", { isComposing: true }), null);
});

const whole = ["value", "measured_on", "source", "note"];
const yearly = ["value", "source", "note"];
const grid = [whole, yearly, [], whole]; // the third is under review: nobody types in it

test("down and up keep the column, and pass over rows that lack it", () => {
  assert.deepEqual(placeFrom(grid, { row: 0, column: "value" }, down), { row: 1, column: "value" });
  assert.deepEqual(placeFrom(grid, { row: 0, column: "measured_on" }, down), { row: 3, column: "measured_on" });
  assert.deepEqual(placeFrom(grid, { row: 3, column: "source" }, up), { row: 1, column: "source" });
});

test("left and right go to the cell beside it in the same row", () => {
  assert.deepEqual(placeFrom(grid, { row: 1, column: "value" }, right), { row: 1, column: "source" });
  assert.deepEqual(placeFrom(grid, { row: 0, column: "source" }, left), { row: 0, column: "measured_on" });
});

test("nothing lies beyond the edges", () => {
  assert.equal(placeFrom(grid, { row: 0, column: "value" }, up), undefined);
  assert.equal(placeFrom(grid, { row: 3, column: "value" }, down), undefined);
  assert.equal(placeFrom(grid, { row: 0, column: "value" }, left), undefined);
  assert.equal(placeFrom(grid, { row: 0, column: "note" }, right), undefined);
});
