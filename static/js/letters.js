/* Tells who types which letters a PDF of the portal cannot write, and what stands there instead. It says the same as
   reporting/pdf/fonts.py does; what it looks or reads alike (another bullet, a ligature) is not worth a message. */

import { LETTERS, MEANS } from "./report-letters.js";

const TEXTS = "textarea, input:not([type]), input[type=text]";
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zs}\p{Variation_Selector}]/u;

const isKnown = (letter) => {
  const code = letter.codePointAt(0);
  return LETTERS.some(([first, last]) => code >= first && code <= last);
};

/* Each letter of a text that is written as something else, with that: [["→", "->"], ["👍", "[U+1F44D]"]]. */
export function shownInstead(text) {
  const found = new Map();
  for (const letter of new Set(text.normalize("NFC"))) {
    if (isKnown(letter) || UNSEEN.test(letter)) { continue; }
    const alike = letter.normalize("NFKC");
    if (letter in MEANS) {
      if (MEANS[letter].length > 1) { found.set(letter, MEANS[letter]); }
    } else if (alike === letter || ![...alike].every(isKnown)) {
      found.set(letter, `[U+${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
    }
  }
  return [...found];
}

/* What is told below the field; empty where there is nothing to tell. */
export function toldOf(text) {
  const found = shownInstead(text);
  if (!found.length) { return ""; }
  const parts = found.map(([letter, shown]) => `${letter} wordt ${shown.trim()}`);
  return `In een PDF van het portaal: ${parts.join(", ")}. Schrijf liever een woord.`;
}

function tell(field) {
  const told = toldOf("richText" in field.dataset ? field.value.replace(/<[^>]*>/g, " ") : field.value);
  const frame = field.parentElement;
  let place = frame.querySelector(":scope > [data-letters]");
  if (!place) {
    if (!told) { return; }
    place = document.createElement("p");
    place.className = "small";
    place.setAttribute("role", "status");
    place.setAttribute("data-letters", "");
    if (field.hidden) { frame.append(place); } else { field.after(place); }
  }
  if (place.textContent !== told) { place.textContent = told; }
}

if (typeof document !== "undefined") {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches?.(TEXTS) && field.form?.method !== "get") { tell(field); }
  });
}
