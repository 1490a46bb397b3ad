/* What a paste from a spreadsheet puts into which cells of the grid. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf, blockOf, countBelow, isOneText, placesOf, saidOf } from "../../static/js/entry-grid-paste.js";

const columns = ["value", "measured_on", "source", "note"];
const yesOrNo = [{ value: "", text: "" }, { value: "1", text: "ja" }, { value: "0", text: "nee" }];
const scale = [{ value: "3", text: "3: redelijk" }, { value: "4", text: "4: goed" }];

test("a spreadsheet's lines and tabs become rows and cells, whatever ends a line", () => {
  const block = [["12", "1-5-2026"], ["13", "2-5-2026"]];
  assert.deepEqual(blockOf("12\t1-5-2026\r\n13\t2-5-2026\r\n"), block);
  assert.deepEqual(blockOf("12\t1-5-2026\r13\t2-5-2026"), block);
});

test("quotes hold a line break or a tab together, and two quotes are one", () => {
  assert.deepEqual(blockOf('5\t"Eerste regel\nTweede ""regel"""\n6\tkort'), [
    ["5", 'Eerste regel\nTweede "regel"'],
    ["6", "kort"],
  ]);
  assert.deepEqual(blockOf('"a\tb"'), [["a\tb"]]);
});

test("an empty cell and an empty line keep their place", () => {
  assert.deepEqual(blockOf("1\t\t3\n\n4"), [["1", "", "3"], [""], ["4"]]);
});

test("one text is no block: the browser pastes it itself", () => {
  assert.equal(isOneText(blockOf("84")), true);
  assert.equal(isOneText(blockOf("84\n85")), false);
  assert.equal(isOneText(blockOf("84\t85")), false);
});

test("a block goes down and to the right from where one stands", () => {
  const found = placesOf([["1", "x"], ["2", "y"]], { columns, rows: 10, start: { row: 3, column: "source" } });
  assert.deepEqual(found, [
    { row: 3, column: "source", text: "1" },
    { row: 3, column: "note", text: "x" },
    { row: 4, column: "source", text: "2" },
    { row: 4, column: "note", text: "y" },
  ]);
});

test("what falls beyond the last column has none, and what falls below the last row is left out", () => {
  const found = placesOf([["1", "2"], ["3", "4"], ["5", "6"]], { columns, rows: 2, start: { row: 0, column: "note" } });
  assert.deepEqual(found.map((each) => [each.row, each.column, each.text]), [
    [0, "note", "1"],
    [0, undefined, "2"],
    [1, "note", "3"],
    [1, undefined, "4"],
  ]);
});

test("a list takes an answer by its value or by how it begins, and nothing else", () => {
  assert.equal(answerOf(yesOrNo, " Ja "), "1");
  assert.equal(answerOf(yesOrNo, "n"), "0");
  assert.equal(answerOf(scale, "4"), "4");
  assert.equal(answerOf(scale, "3: red"), "3");
  assert.equal(answerOf(yesOrNo, "misschien"), undefined);
});

test("an empty text empties a list that can be empty, and fits no other", () => {
  assert.equal(answerOf(yesOrNo, ""), "");
  assert.equal(answerOf(scale, ""), undefined);
});

test("what is said counts what was filled in and what was not", () => {
  assert.equal(saidOf(1, 0), "1 cel ingevuld.");
  assert.equal(saidOf(4, 2), "4 cellen ingevuld. 2 overgeslagen: die passen hier niet of kunnen niet meer wijzigen.");
});

test("Entry 8: paragraphs of a mail stay together in a cell of several lines, and cells of a sheet do not", () => {
  const mail = blockOf("alinea 1\nalinea 2\n\nalinea 3");
  assert.equal(isOneText(mail, true), true);
  assert.equal(isOneText(mail), false); // in a cell of one line it is a column
  assert.equal(isOneText(blockOf("84\tbron\n85\tbron"), true), false);
});

test("Entry 9: what falls below the last row is counted and said", () => {
  const block = Array.from({ length: 500 }, () => ["1", "bron", ""]);
  assert.equal(countBelow(block, { rows: 102, start: { row: 2 } }), 800);
  assert.equal(countBelow([["1"]], { rows: 1, start: { row: 0 } }), 0);
  assert.equal(saidOf(151, 2, 800), "151 cellen ingevuld. 2 overgeslagen: die passen hier niet of kunnen niet meer "
    + "wijzigen. 800 overgeslagen: die vallen onder de laatste rij van deze lijst.");
});
