/* What was typed without a network: what of it was changed, and whether the portal has it by now. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  allUnsent, changedOf, dropUnsent, isStored, keepUnsent, refuseUnsent, unsentAt, yieldUnsent,
} from "../../static/js/unsent.js";

const SEEN = JSON.stringify({ done: "", spent: "1.000", note: "Regel een\nregel twee" });
const FIELDS = [["seen", SEEN], ["since", "4"], ["done", "Getypt"], ["spent", "1.000"], ["note", "Regel een\r\nregel twee"]];

beforeEach(() => {
  // Its keys are those of an object, as in a browser.
  globalThis.localStorage = Object.create({
    getItem(key) { return this[key] ?? null; },
    setItem(key, text) { this[key] = text; },
    removeItem(key) { delete this[key]; },
  });
});

test("only what differs from what stood on the screen was changed", () => {
  assert.deepEqual(changedOf(FIELDS), [["done", "Getypt"]]);
  assert.deepEqual(changedOf([["done", "x"]]), []);
});

test("what the portal stores as it was typed need not be sent again", () => {
  const changed = changedOf(FIELDS);
  assert.equal(isStored(changed, SEEN), false);
  assert.equal(isStored(changed, JSON.stringify({ done: "Getypt", spent: "2.000" })), true);
  assert.equal(isStored(changed, undefined), false);
});

test("what was refused stays with what was typed until it is thrown away", () => {
  keepUnsent("7", "/a/", { title: "A", fields: FIELDS, told: [["Wat is er gedaan?", "Getypt"]] });
  keepUnsent("8", "/a/", { title: "A", fields: FIELDS });
  refuseUnsent("7", "/a/");
  const [item] = allUnsent("7");
  assert.equal(item.refused, true);
  assert.deepEqual(item.told, [["Wat is er gedaan?", "Getypt"]]);
  assert.equal(unsentAt("8", "/a/").refused, undefined);
  dropUnsent("7", "/a/");
  assert.deepEqual(allUnsent("7"), []);
  refuseUnsent("7", "/a/"); // nothing is there to refuse
  assert.deepEqual(allUnsent("7"), []);
});

test("a text that was taken from a colleague is not typed over again", () => {
  keepUnsent("7", "/a/", { title: "A", fields: FIELDS });
  yieldUnsent("7", "/a/", "done");
  assert.deepEqual(changedOf(unsentAt("7", "/a/").fields), []);
});

test("the grid of a project keeps its cells apart from the grid of the whole", () => {
  keepUnsent("7", "/invoer/2026/", { title: "Alles", grid: [["rij-a value", "1"]] });
  keepUnsent("7", "/invoer/2026/?project=P-01", { title: "P-01", grid: [["rij-a value", "2"]] });
  assert.deepEqual(unsentAt("7", "/invoer/2026/").grid, [["rij-a value", "1"]]);
  assert.deepEqual(unsentAt("7", "/invoer/2026/?project=P-01").grid, [["rij-a value", "2"]]);
});
