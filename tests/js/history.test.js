/* Undoing and doing again what was done in the grid. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../../static/js/entry-grid-history.js";

test("what is typed in one cell is one step, and leaving the cell ends it", () => {
  const history = new History();
  history.type({ cell: "a value", before: "", after: "8" });
  history.type({ cell: "a value", before: "8", after: "84" });
  history.pause();
  history.type({ cell: "a value", before: "84", after: "845" });
  assert.deepEqual(history.undo(), [{ cell: "a value", text: "84" }]);
  assert.deepEqual(history.undo(), [{ cell: "a value", text: "" }]);
  assert.deepEqual(history.undo(), []);
  assert.deepEqual(history.redo(), [{ cell: "a value", text: "84" }]);
});

test("a paste over many cells goes back at once, also over what a colleague had typed", () => {
  const history = new History();
  history.add([{ cell: "a value", before: "5", after: "6" }, { cell: "b value", before: "", after: "7" },
    { cell: "c value", before: "8", after: "8" }]);
  assert.deepEqual(history.undo(), [{ cell: "a value", text: "5" }, { cell: "b value", text: "" }]);
  assert.deepEqual(history.redo(), [{ cell: "a value", text: "6" }, { cell: "b value", text: "7" }]);
});

test("something new takes away what could be done again", () => {
  const history = new History();
  history.add([{ cell: "a value", before: "", after: "1" }]);
  history.undo();
  history.add([{ cell: "b value", before: "", after: "2" }]);
  assert.equal(history.canRedo, false);
  assert.deepEqual(history.redo(), []);
});

test("typing and taking it back is nothing to undo", () => {
  const history = new History();
  history.type({ cell: "a value", before: "", after: "1" });
  history.type({ cell: "a value", before: "1", after: "" });
  assert.equal(history.canUndo, false);
});
