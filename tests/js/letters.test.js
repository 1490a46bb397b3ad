/* What somebody is told of letters that a PDF cannot write, while typing. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { shownInstead, toldOf } from "../../static/js/letters.js";

test("what is written as something else is told with it", () => {
  assert.deepEqual(shownInstead("van 3 → 5 👍"), [["→", "->"], ["👍", "[U+1F44D]"]]);
  assert.equal(toldOf("→"), "In een PDF van het portaal: → wordt ->. Schrijf liever een woord.");
  assert.deepEqual(shownInstead("✓"), [["✓", "[ja]"]]);
});

test("Dutch text, and what only looks alike, is not worth a message", () => {
  assert.equal(toldOf("Coördinatie: € 1.000 – ‘geëerd’ … één m², ½ • naïef\n\ttab"), "");
  assert.equal(toldOf("e\u0308 \ufb01 \u2011 \u25cf \u00ad\u200b\ufe0f\u2003"), "");
});
